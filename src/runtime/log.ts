import { faultCode } from '../kernel/errors.js';

/** What may stand beside a code in the log: never what people wrote. */
export type Details = Readonly<Record<string, string | number | boolean>>;

/** The log: a code and a cause, one JSON line each. */
export interface Log {
  say(code: string, details?: Details): void;
  fault(code: string, error: unknown, details?: Details): void;
}

/** Writes lines to `out`; `level` decides whether plain events are told or only faults. */
export function lineLog(out: (line: string) => void, now: () => number, level: 'error' | 'info'): Log {
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
        ...(at === undefined ? {} : { where: at.slice(0, 200) }),
        ...details,
      });
    },
  };
}

export const silentLog: Log = { say() {}, fault() {} };
