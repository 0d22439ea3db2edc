import { z } from 'zod';
import type { Account } from '../kernel/account.js';
import { digestOf } from '../kernel/chain.js';
import { minute } from '../kernel/clock.js';
import { sameText } from '../kernel/token.js';
import { emailsOf } from './identity-match.js';
import { keptValue, ofPerson } from './kept.js';
import { hasAccount, type Person } from './programme.js';

/**
 * Acts that nobody should do with a phone that they found: settling hours, erasing somebody for good, and
 * erasing that concerns were passed on. Each is confirmed
 * a second time, by a code that comes to the same person another way (docs/field.md#confirmed-twice).
 */

export const secondActs = ['settle-hours', 'erase', 'erase-concerns'] as const;
export type SecondAct = (typeof secondActs)[number];

/** What is typed where there is no other way at all: the act's own name. */
export const nameOfAct: Readonly<Record<SecondAct, string>> = {
  'settle-hours': 'Settle hours',
  erase: 'Erase for good',
  'erase-concerns': 'Erase what is over',
};

/** By which way a code comes, the nearest to hand first; `typed`: there is none, and the act's name is typed instead. */
export type Way = 'account' | 'mail' | 'coordinator' | 'typed';

export const codeMinutes = 10;
/** So many wrong ones, and it begins anew. */
export const mostTries = 5;

export const secondWay = keptValue({
  name: 'second-way',
  per: [ofPerson],
  schema: z.object({
    act: z.enum(secondActs),
    subject: z.string(),
    /** What the act and all its figures are known by: of anything else the code is none. */
    stamp: z.string(),
    figures: z.record(z.union([z.string(), z.number()])),
    way: z.enum(['account', 'mail', 'coordinator', 'typed']),
    /** Six digits; empty where the name is typed. Kept itself, for it is shown to whoever asks by the other way. */
    code: z.string(),
    until: z.number(),
    tries: z.number(),
  }),
  erasure: { of: 'person', does: 'forget' },
});
export type SecondWay = NonNullable<ReturnType<(typeof secondWay)['read']>>;

export const stampOf = (act: SecondAct, subject: string, figures: SecondWay['figures']): string =>
  digestOf(JSON.stringify([act, subject, Object.entries(figures).sort(([a], [b]) => (a < b ? -1 : 1))]));

/** Another account of the same person, on another platform than the one they act by. */
export const otherAccount = (person: Pick<Person, 'accounts'>, by: Account): Account | undefined =>
  person.accounts.find((a) => a.platform !== 'link' && a.platform !== by.platform);

/** Who else coordinates and could show a code. */
export const otherCoordinators = (people: Iterable<Person>, person: Person['id']): readonly Person[] =>
  [...people].filter(
    (p) => p.id !== person && p.roles.includes('coordinator') && hasAccount(p) && p.named === undefined,
  );

export const wayFor = (about: {
  readonly person: Person;
  readonly by: Account;
  readonly mails: boolean;
  readonly people: Iterable<Person>;
}): Way =>
  otherAccount(about.person, about.by) !== undefined
    ? 'account'
    : about.mails && emailsOf(about.person).length > 0
      ? 'mail'
      : otherCoordinators(about.people, about.person.id).length > 0
        ? 'coordinator'
        : 'typed';

/** Six digits of these random bytes (four of them). */
export const codeOf = (bytes: Uint8Array): string =>
  String(Buffer.from(bytes).readUInt32BE(0) % 1_000_000).padStart(6, '0');

export type Came = 'right' | 'wrong' | 'over' | 'other';

/** What a code, or a name, that was typed is worth at `now` (ms) for this act as it stands. */
export function came(kept: SecondWay | undefined, stamp: string, typed: string, now: number): Came {
  if (kept === undefined || kept.until <= now || kept.tries >= mostTries) return 'over';
  if (!sameText(kept.stamp, stamp)) return 'other';
  const fits =
    kept.way === 'typed'
      ? typed.trim().toLowerCase().replace(/\s+/g, ' ') === nameOfAct[kept.act].toLowerCase()
      : sameText(kept.code, typed.replace(/[\s-]/g, ''));
  return fits ? 'right' : 'wrong';
}

/** How long a code is good (ms). */
export const codeLife = codeMinutes * minute;
