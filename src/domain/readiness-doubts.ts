import { hour } from '../kernel/clock.js';
import type { SessionId } from '../kernel/ids.js';
import { count } from '../kernel/words.js';
import { local, showMoment } from '../kernel/zoned.js';
import { thoughtsOnPlan } from './plan-quality.js';
import type { FactsSession, PortfolioFacts } from './portfolio-facts.js';

/**
 * What an assessor may refuse in the mentor's own work (docs/field.md#readiness), said kindly and early enough to do it
 * otherwise next time: never of what a mentee wrote.
 */

export type DoubtKey =
  | 'planned-afterwards'
  | 'in-one-evening'
  | 'copied'
  | 'not-measurable'
  | 'repeated-examples'
  | 'short-records'
  | 'same-activities';

export interface Doubt {
  readonly key: DoubtKey;
  /** What it is, in a sentence. */
  readonly say: string;
  /** What its mentor can do the next time. */
  readonly next: string;
  /** Of which sessions, by planned start. */
  readonly sessions: readonly SessionId[];
}

const ids = (of: readonly FactsSession[]): readonly SessionId[] => of.map((s) => s.id);

/** What weighs most first: what may not count at all, then what may not be believed, then what says little. */
export function doubtsOf(facts: PortfolioFacts): readonly Doubt[] {
  const held = facts.sessions.filter((s) => s.state === 'ended');
  const looks = [afterwards, inOneEvening, copied, notMeasurable, repeated, short, sameActivities];
  return looks.flatMap((look) => look(held, facts.zone) ?? []);
}

type Look = (held: readonly FactsSession[], zone: string) => Doubt | undefined;

const doubt = (
  key: DoubtKey,
  of: readonly FactsSession[],
  say: (sessions: string, n: number) => string,
  next: string,
): Doubt | undefined =>
  of.length === 0 ? undefined : { key, say: say(count(of.length, 'session'), of.length), next, sessions: ids(of) };

const afterwards: Look = (held) =>
  doubt(
    'planned-afterwards',
    held.filter((s) => s.plannedAfterwards),
    (sessions, n) =>
      `${sessions} ${n === 1 ? 'was' : 'were'} planned after ${n === 1 ? 'it' : 'they'} began, and ${n === 1 ? 'counts' : 'count'} only if the assessor accepts ${n === 1 ? 'it' : 'them'}.`,
    'A plan in two taps, saved before the start, is a plan.',
  );

/** Records that were first saved this close together were written in one go (ms). */
const oneSitting = 3 * hour;
/** Of fewer nobody would wonder. */
const fewestInOne = 3;

/** Most of the records, of sessions on different days, written in one go. */
const inOneEvening: Look = (held, zone) => {
  const written = held
    .flatMap((s) => (s.head === null ? [] : [{ s, at: s.head.firstSavedAt }]))
    .sort((a, b) => a.at - b.at);
  let most: typeof written = [];
  for (let from = 0, to = 0; from < written.length; from += 1) {
    while (to < written.length && (written[to]?.at ?? 0) - (written[from]?.at ?? 0) <= oneSitting) to += 1;
    if (to - from > most.length) most = written.slice(from, to);
  }
  const days = new Set(most.map(({ s }) => local(s.beganAt, zone).date)).size;
  if (most.length < fewestInOne || days < fewestInOne || most.length * 2 <= written.length) return undefined;
  const on = showMoment(most[0]?.at ?? 0, zone, 'en-GB', 'date');
  return doubt(
    'in-one-evening',
    inOrder(most.map(({ s }) => s)),
    (_, n) => `${n} of ${written.length} records were written in one sitting, on ${on}.`,
    'A record on the day says more: two lines on the way home are enough to begin with.',
  );
};

const inOrder = (of: readonly FactsSession[]): readonly FactsSession[] =>
  [...of].sort((a, b) => a.startsAt - b.startsAt);

const copied: Look = (held) =>
  doubt(
    'copied',
    held.filter((s) => s.plan !== null && s.plan.copiedFrom !== null && s.plan.unchanged),
    (sessions, n) =>
      `${sessions} had a plan that was copied and used as it was: ${n === 1 ? 'it reads' : 'they read'} as made for anybody.`,
    'Change one thing that is different this time.',
  );

const notMeasurable: Look = (held) =>
  doubt(
    'not-measurable',
    held.filter((s) => s.plan !== null && thoughtsOnPlan(s.plan).some((t) => t.kind === 'not-measurable')),
    (sessions) => `${sessions} had an objective that nobody else could see met, or “ok” as its measure.`,
    'Say what both of you would see, or count.',
  );

/** The same, but for case, marks, figures and the order of the words. */
const bagOf = (example: string): string =>
  [
    ...new Set(
      example
        .normalize('NFKC')
        .toLowerCase()
        .match(/\p{L}+/gu) ?? [],
    ),
  ]
    .sort()
    .join(' ');

/** So much of two examples' words is the same that one was made of the other. */
const nearly = 0.8;
/** Of more examples than these the newest are compared nearly: all are compared word for word. */
const mostCompared = 300;

function near(a: readonly string[], b: ReadonlySet<string>): boolean {
  const [less, more] = [Math.min(a.length, b.size), Math.max(a.length, b.size)];
  if (less < nearly * more) return false;
  const same = a.filter((word) => b.has(word)).length;
  return same >= nearly * (a.length + b.size - same);
}

/** Sessions whose example of a skill says what another session's does, word for word or nearly. */
const repeated: Look = (held) => {
  const bags = new Map<string, Set<FactsSession>>();
  for (const s of held)
    for (const { example } of s.record?.body.skills ?? []) {
      const bag = bagOf(example);
      if (bag !== '') bags.set(bag, (bags.get(bag) ?? new Set()).add(s));
    }
  const of = new Set<FactsSession>();
  for (const sessions of bags.values()) if (sessions.size > 1) for (const s of sessions) of.add(s);
  const distinct = [...bags].slice(-mostCompared).map(([bag, sessions]) => {
    const words = bag.split(' ');
    return { words, set: new Set(words), sessions };
  });
  for (const [i, one] of distinct.entries())
    for (const other of distinct.slice(0, i)) {
      const apart = [...one.sessions].some((s) => !other.sessions.has(s));
      if (apart && one.words.length > 3 && near(one.words, other.set))
        for (const s of [...one.sessions, ...other.sessions]) of.add(s);
    }
  return doubt(
    'repeated-examples',
    held.filter((s) => of.has(s)),
    (sessions) => `${sessions} tell a skill with the same example, or nearly.`,
    'One thing that you said or did that day is enough.',
  );
};

/** Of a record that takes two lines on a phone (characters). */
const twoLines = 80;

const short: Look = (held) =>
  doubt(
    'short-records',
    held.filter((s) => {
      const body = s.record?.body;
      if (body === undefined || body.happened.trim() === '' || body.attended.length === 0) return false;
      return [body.happened, ...body.outcomes.map((o) => o.evidence)].join(' ').trim().length < twoLines;
    }),
    (sessions) => `${sessions} ${sessions.startsWith('1 ') ? 'has' : 'have'} a record of a line or two.`,
    'What did your mentee do or say that shows it?',
  );

/** Of fewer alike nobody would wonder. */
const fewestAlike = 3;

const sameActivities: Look = (held) => {
  const by = new Map<string, FactsSession[]>();
  const planned = held.filter((s) => (s.plan?.body.activities.length ?? 0) > 0);
  for (const s of planned) {
    const key = JSON.stringify((s.plan?.body.activities ?? []).map((a) => a.what.trim().toLowerCase()));
    by.set(key, [...(by.get(key) ?? []), s]);
  }
  const most = [...by.values()].sort((a, b) => b.length - a.length)[0] ?? [];
  if (most.length < fewestAlike || most.length * 2 <= planned.length) return undefined;
  return doubt(
    'same-activities',
    most,
    (_, n) => `${n} of ${planned.length} plans have the same activities.`,
    'What did this session need that the others did not?',
  );
};
