import type { PersonId } from '../kernel/ids.js';
import type { Mentorship } from './mentorship.js';
import type { PlanBody, Support } from './session.js';

/** What will be done for a mentee's needs: need → what I will do → what it did (docs/field.md#support). */

/** The key of the row that an earlier version's one text is read as. */
export const textKey = 'strategies';

/** A plan's support, row by row: the one text of an earlier version is the last of them, without a need. */
export const supportOf = (body: Pick<PlanBody, 'support' | 'strategies'>): readonly Support[] =>
  body.strategies.trim() === ''
    ? body.support
    : [...body.support, { key: textKey, need: '', strategy: body.strategies }];

/** What the record asks about: where something was going to be done. */
export const doneFor = (body: Pick<PlanBody, 'support' | 'strategies'>): readonly Support[] =>
  supportOf(body).filter((s) => s.strategy.trim() !== '');

/** What one mentee of a group may read of it: their own, and what is for everybody (docs/field.md#groups). */
export const supportFor = (rows: readonly Support[], mentee: PersonId): readonly Support[] =>
  rows.filter((s) => s.mentee === undefined || s.mentee === mentee);

/** One line of what a mentee said in the agreement. */
export interface Said {
  readonly mentee: PersonId;
  readonly of: 'helps' | 'avoid';
  readonly words: string;
}

/** Everything these mentees said of what helps them and what to avoid, a line each, in their order. */
export const saidBy = (mentorships: readonly Pick<Mentorship, 'mentee' | 'agreement'>[]): readonly Said[] =>
  mentorships.flatMap((m) =>
    (['helps', 'avoid'] as const).flatMap((of) =>
      m.agreement.body[of]
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((words): Said => ({ mentee: m.mentee, of, words })),
    ),
  );

/** As a need: "Short breaks", "To avoid: Being rushed". */
export const needOf = ({ of, words }: Pick<Said, 'of' | 'words'>): string =>
  of === 'helps' ? words : `To avoid: ${words}`;

/** So many rows a plan begins with: a form on a phone that can still be read; the others can be chosen. */
export const mostBegun = 4;

/** The needs that a plan begins with: of each mentee in turn, what helps and what to avoid in turn. */
export function firstNeeds(said: readonly Said[]): readonly Said[] {
  const piles = new Map<string, Said[]>();
  for (const s of said) {
    const pile = `${s.mentee} ${s.of}`;
    piles.set(pile, [...(piles.get(pile) ?? []), s]);
  }
  const longest = Math.max(0, ...[...piles.values()].map((p) => p.length));
  const inTurn = Array.from({ length: longest }, (_, i) => [...piles.values()].flatMap((p) => p[i] ?? [])).flat();
  const chosen = new Set(inTurn.slice(0, mostBegun));
  return said.filter((s) => chosen.has(s));
}

/** An example of the catalogue: one text, so that its list is worded, retired and brought back as every other. */
export interface Example {
  readonly need: string;
  readonly strategy: string;
}

const arrow = ' → ';

export const exampleText = ({ need, strategy }: Example): string =>
  need === '' ? strategy : `${need}${arrow}${strategy}`;

export function exampleOf(text: string): Example {
  const at = text.indexOf(arrow);
  return at === -1
    ? { need: '', strategy: text }
    : { need: text.slice(0, at), strategy: text.slice(at + arrow.length) };
}
