import type { Address } from '../../chat/inbound.js';
import type { ChatPort, Limit, Spent } from '../../ports/chat.js';
import { type Counter, type Queue, updateInLine } from '../../ports/store.js';

/**
 * How the outbox stays ahead of what a platform allows, so that a "too many" is the exception. What it goes by are rows,
 * not memory: another process, or this one after a restart, goes by the same.
 *
 * Each limit is one counter: a quarter of what is allowed may go at once, and then one each `every` ms, so that no window
 * of the limit's length, wherever it begins, holds more than is allowed. A conversation that is not free yet waits as a
 * whole, its first message until the counter is free. Where the workspace is not free, each message gets its own place in
 * a line, one each `every` ms; whoever comes new joins its end, and nobody is passed by. An update that waits there holds
 * up nothing that is new to its reader.
 */
export interface Rule {
  readonly key: string;
  /** ms */
  readonly every: number;
  readonly burst: number;
  /** Of the whole workspace, not of one conversation. */
  readonly shared: boolean;
}

/** What a message of this row waits for, as its code says while it does. */
const waitsInLine = 'in-line';
const waitsHere = 'paced';

/** Whether a row with this code comes from its place in the line. */
export const wasInLine = (code: string): boolean => code === waitsInLine || code === updateInLine;

/** In any half-open window of `within` at most `burst + ceil(within / every) - 1` go, which is at most `most`. */
export function ruleOf(limit: Limit, key: string): Rule {
  const burst = Math.max(1, Math.ceil(limit.most / 4));
  const every = Math.ceil(limit.within / (limit.most - burst + 1));
  return { key: `${key}|${limit.most}/${limit.within}`, every, burst, shared: limit.per === 'workspace' };
}

/** When (ms) a counter lets one more go. One that is further ahead than it can be was set by a clock that was wrong. */
const freeAt = (rule: Rule, kept: Counter | undefined, now: number): number =>
  Math.min(kept?.free ?? 0, now + rule.burst * rule.every) - (rule.burst - 1) * rule.every;

/** The counters after one more has gone, whether or not it should have. */
function countedOnce(
  rules: readonly Rule[],
  kept: ReadonlyMap<string, Counter>,
  now: number,
): ReadonlyMap<string, Counter> {
  const counted = rules.map((r): readonly [string, Counter] => {
    const before = kept.get(r.key);
    const from = Math.max(now, Math.min(before?.free ?? 0, now + r.burst * r.every));
    return [r.key, { free: from + r.every, line: before?.line ?? 0 }];
  });
  return new Map(counted);
}

/** Whether it waited in the line; `first`: it stands before all who do (docs/concern.md#it-comes-through). */
export type Waited = boolean | 'first';

export type Passed =
  | { readonly go: true }
  /** Not before `at` (ms); `code` for the row. */
  | { readonly go: false; readonly at: number; readonly code: string };

/**
 * Whether one more may go now, and what is to be kept of the counters either way.
 * @param rest the key under which it is kept until when the platform asked to be left alone
 * @param waited it comes from its place in the line; `first`: it stands before all who wait there
 */
export function pass(
  rules: readonly Rule[],
  rest: string,
  kept: ReadonlyMap<string, Counter>,
  now: number,
  waited: Waited,
): readonly [ReadonlyMap<string, Counter>, Passed] {
  const latest = (of: readonly Rule[]): number => Math.max(0, ...of.map((r) => freeAt(r, kept.get(r.key), now)));
  const shared = rules.filter((r) => r.shared);
  const here = latest(rules.filter((r) => !r.shared));
  if (here > now) return [new Map(), { go: false, at: here, code: waitsHere }];
  const line = Math.max(0, ...shared.map((r) => kept.get(r.key)?.line ?? 0));
  const free = Math.max(latest(shared), kept.get(rest)?.free ?? 0);
  if (free <= now && (waited !== false || line <= now)) return [countedOnce(rules, kept, now), { go: true }];
  // It takes nobody's place: the line moves on behind it, as it does after each that goes.
  if (waited === 'first') return [new Map(), { go: false, at: free, code: waitsInLine }];
  const at = Math.max(free, line, now);
  const next = at + Math.max(1, ...shared.map((r) => r.every));
  return [
    new Map(shared.map((r) => [r.key, { free: kept.get(r.key)?.free ?? 0, line: next }])),
    { go: false, at, code: waitsInLine },
  ];
}

export interface PlatformLimits {
  /**
   * Counts one more call of this kind, if it may go now.
   * @param longest where it would have to wait longer (ms) it takes no place in the line; it may wait for ever unless given
   */
  pass(
    chat: Pick<ChatPort, 'limits'>,
    about: { readonly call: Limit['of'][number]; readonly workspace: string; readonly address: Address },
    waited: Waited,
    longest?: number,
  ): Promise<Passed>;
  /** Counts an answer that goes in any case, so that what may wait leaves room for it. */
  spend(answer: Spent): Promise<void>;
  /** The platform asked for the whole workspace to be left alone until then (ms). */
  rest(workspace: string, until: number): Promise<void>;
}

const restKey = (workspace: string): string => `${workspace}|rest`;

const rulesFor = (limits: readonly Limit[], call: Limit['of'][number], at: Omit<Spent, 'limits'>): readonly Rule[] =>
  limits
    .filter((l) => l.of.includes(call))
    .map((l) => ruleOf(l, `${l.per === 'workspace' ? at.workspace : at.address}|${l.of.join('+')}`));

/** @param now the lease clock, which nobody moves */
export function platformLimits(count: Queue['count'], now: () => number): PlatformLimits {
  return {
    async pass(chat, { call, workspace, address }, waited, longest = Number.POSITIVE_INFINITY) {
      // A chat that declares no limit is on this machine: nothing is counted, and nothing written.
      if (chat.limits.length === 0) return { go: true };
      const rules = rulesFor(chat.limits, call, { workspace, address });
      const rest = restKey(workspace);
      const passed = await count([...rules.map((r) => r.key), rest], (kept) => {
        const [after, may] = pass(rules, rest, kept, now(), waited);
        return [!may.go && may.at - now() > longest ? new Map() : after, may];
      });
      return !passed.go && passed.code === waitsInLine && call === 'update'
        ? { ...passed, code: updateInLine }
        : passed;
    },
    async spend({ limits, ...at }) {
      const rules = rulesFor(limits, 'answer', at);
      if (rules.length === 0) return;
      await count(
        rules.map((r) => r.key),
        (kept) => [countedOnce(rules, kept, now()), undefined],
      );
    },
    rest: (workspace, until) =>
      count([restKey(workspace)], (kept) => {
        const free = Math.max(until, kept.get(restKey(workspace))?.free ?? 0);
        return [new Map([[restKey(workspace), { free, line: 0 }]]), undefined];
      }),
  };
}
