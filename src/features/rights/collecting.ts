import type { Attestation } from '../../domain/attestation.js';
import type { CopyPassage, CopySection } from '../../domain/copy.js';
import type { Person } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import { type CivilDate, placeAnyway, showMoment } from '../../kernel/zoned.js';
import type { Work } from '../feature.js';

/** How the parts of a copy are put together (docs/privacy/copy.md). */

export type CopyWork = Pick<Work, 'rows' | 'people' | 'programme' | 'now'>;

type Fact = readonly [string, string];

/** One section while it is filled in. */
export interface Filling {
  readonly facts: Fact[];
  readonly passages: CopyPassage[];
  fact(label: string, value: string | number | null | undefined): void;
  when(label: string, at: number | null | undefined): void;
  /** A day of the calendar: the same in every zone. */
  day(label: string, date: CivilDate | undefined): void;
  /** Nothing where there are no words. `own`: theirs, signed by them, or written to them. */
  words(path: string, label: string, words: string | undefined, by: PersonId | null, own?: boolean): void;
  done(key: string, title: string): readonly CopySection[];
}

export function filling(person: Pick<Person, 'id' | 'zone' | 'locale'>): Filling {
  const facts: Fact[] = [];
  const passages: CopyPassage[] = [];
  const fact: Filling['fact'] = (label, value) => {
    if (value !== undefined && value !== null && value !== '') facts.push([label, String(value)]);
  };
  return {
    facts,
    passages,
    fact,
    when: (label, at) => fact(label, at == null ? null : showMoment(at, person.zone, person.locale)),
    day: (label, date) =>
      fact(label, date && showMoment(placeAnyway(date, '12:00', 'UTC'), 'UTC', person.locale, 'date')),
    words(path, label, words, by, own = by === person.id) {
      if (words !== undefined && words.trim() !== '') passages.push({ path, label, by, own, words });
    },
    done: (key, title) => (facts.length + passages.length === 0 ? [] : [{ key, title, facts, passages }]),
  };
}

/** What somebody attested: the answers in it are of whoever asked for it. */
export function attested(s: Filling, a: Attestation, by: Person['id']): void {
  const at = (part: string): string => `attestation:${a.id}/${part}`;
  s.words(at('activity'), 'What was seen', a.body.activity, by);
  s.words(at('words'), 'What was said of it', a.body.words, by);
  s.words(at('relation'), 'How they know each other', a.body.relation, by);
  s.words(at('role'), 'As what', a.body.role, by);
  s.words(at('place'), 'Where', a.body.place, by);
  s.words(at('feedback'), 'Feedback', a.body.feedback, by);
  s.words(at('reply'), 'The answer to it', a.body.reply, a.askedBy);
  for (const q of a.body.questions) {
    s.words(at(`questions/${q.key}/q`), 'A question', q.question, by);
    s.words(at(`questions/${q.key}/a`), 'Its answer', q.answer, a.askedBy);
  }
}
