import { faultCode } from '../kernel/errors.js';

/** What may stand beside a code in the log: never what people wrote. */
export type Details = Readonly<Record<string, string | number | boolean>>;

/** The log: a code and a cause, one JSON line each. */
export interface Log {
  say(code: string, details?: Details): void;
  fault(code: string, error: unknown, details?: Details): void;
}

/**
 * Writes lines to `out`; `level` decides whether plain events are told or only faults.
 * @param where says a frame of a stack in a way that can be looked up
 */
export function lineLog(
  out: (line: string) => void,
  now: () => number,
  level: 'error' | 'info',
  where: (frame: string) => string = (frame) => frame,
): Log {
  const write = (lvl: string, code: string, details: Details): void =>
    out(JSON.stringify({ at: new Date(now()).toISOString(), level: lvl, code, ...details }));
  return {
    say(code, details = {}) {
      if (level === 'info') write('info', code, details);
    },
    fault(code, error, details = {}) {
      const cause = error instanceof Error && error.cause !== undefined ? { cause: faultCode(error.cause) } : {};
      // Where it happened, without the message: a message can hold what people wrote.
      const at =
        error instanceof Error
          ? (error.stack ?? '')
              .split('\n')
              .find((l) => /^\s+at /.test(l))
              ?.trim()
          : undefined;
      write('error', code, {
        fault: faultCode(error),
        ...cause,
        ...(at === undefined ? {} : { where: where(at).slice(0, 200) }),
        ...details,
      });
    },
  };
}

/** Lines of one kind are at least this far apart (ms). */
const minuteApart = 60_000;
/** Kinds remembered. */
const mostKinds = 1_000;

/**
 * Whether a line of this kind is worth writing now: the first is, and then one a minute, which is told how many were left
 * out since.
 * @param now the lease clock (ms)
 */
export function onceAMinute(now: () => number): (kind: string) => { readonly leftOut: number } | undefined {
  const said = new Map<string, { at: number; leftOut: number }>();
  return (kind) => {
    const before = said.get(kind);
    if (before !== undefined && now() - before.at < minuteApart) {
      before.leftOut += 1;
      return undefined;
    }
    if (said.size >= mostKinds) said.clear();
    said.set(kind, { at: now(), leftOut: 0 });
    return { leftOut: before?.leftOut ?? 0 };
  };
}

const withLeftOut = (details: Details, leftOut: number): Details => (leftOut === 0 ? details : { ...details, leftOut });

/** The same log, with one line a minute of one kind: the same said, or the same thrown. */
export function sparing(log: Log, now: () => number): Log {
  const worth = onceAMinute(now);
  return {
    say(code, details = {}) {
      const line = worth(`${code}|${JSON.stringify(details)}`);
      if (line !== undefined) log.say(code, withLeftOut(details, line.leftOut));
    },
    fault(code, error, details = {}) {
      const line = worth(`${code}|${faultCode(error)}|${JSON.stringify(details)}`);
      if (line !== undefined) log.fault(code, error, withLeftOut(details, line.leftOut));
    },
  };
}

export const silentLog: Log = { say() {}, fault() {} };
