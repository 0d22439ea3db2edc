import { type CatalogueRow, newestOf, type QuestionBody, questionBody, sameWording } from './catalogue.js';
import { defaultQuestions } from './defaults/questions.js';
import type { Question } from './feedback.js';
import type { Instrument } from './instrument.js';

/**
 * A programme's questions, set by set, as its catalogue has them (docs/field.md#instruments). A set of which it has no row
 * is the standard one. The set after a session, where nobody has changed it, has the standard ones that take turns too:
 * programmes of before 0.6.0 and new ones have rows of the first four alone.
 */

/** A row of a set, its body read. Those retired are among them. */
export type SetRow = CatalogueRow & { readonly body: QuestionBody };

const instrumentOfRow = (row: CatalogueRow): Instrument => questionBody.parse(row.body).instrument ?? 'after-session';
const standardRows = (instrument: Instrument): readonly SetRow[] =>
  defaultQuestions(instrument).map((row) => ({ ...row, body: questionBody.parse(row.body) }));

const standardOf = new Map(standardRows('after-session').map((row) => [row.key, row.body]));

/**
 * It has the questions it began with and no other, in their words. What `setup catalogue` writes names its set in its body
 * (`instrument`): from then on the rows are all there is.
 */
function untouched(own: readonly SetRow[]): boolean {
  const first = standardRows('after-session').filter((row) => row.body.turns !== 'comes');
  return (
    own.length === first.length &&
    first.every(({ key, body }) =>
      own.some(
        (row) =>
          row.key === key &&
          row.retiredAt === null &&
          row.body.instrument === undefined &&
          sameWording(row.body.text, body.text),
      ),
    )
  );
}

/**
 * The newest version of each question of a set, in the order in which they are asked.
 * @param every all versions of all questions of the programme
 */
export function rowsOfSet(every: readonly CatalogueRow[], instrument: Instrument): readonly SetRow[] {
  const own = newestOf(every)
    .filter((row) => instrumentOfRow(row) === instrument)
    .map((row): SetRow => ({ ...row, body: questionBody.parse(row.body) }));
  if (own.length === 0) return standardRows(instrument);
  if (instrument !== 'after-session') return own;
  const as = untouched(own);
  const read = own.map((row): SetRow => {
    const standard = standardOf.get(row.key);
    // What up to 0.5.0 was written without: what a question is about its key says, and whether it takes turns, too, as
    // long as the set is the standard one. Where a coordinator has words of their own nothing changes until they say so.
    const theme = row.body.theme ?? standard?.theme;
    const turns = row.body.turns ?? (as ? standard?.turns : undefined);
    return {
      ...row,
      body: { ...row.body, ...(theme === undefined ? {} : { theme }), ...(turns === undefined ? {} : { turns }) },
    };
  });
  return as ? [...read, ...standardRows(instrument).filter((row) => row.body.turns === 'comes')] : read;
}

/**
 * What has to be written before the first change of a set, so that from then on its rows say all of it: rows that it has
 * none of, and a next version where one does not say that it takes turns.
 */
export function rowsToWrite(every: readonly CatalogueRow[], instrument: Instrument): readonly CatalogueRow[] {
  return rowsOfSet(every, instrument).flatMap((row): readonly CatalogueRow[] => {
    const stored = every.find((r) => r.key === row.key && r.version === row.version);
    if (stored === undefined) return [row];
    return questionBody.parse(stored.body).turns === row.body.turns ? [] : [{ ...row, version: row.version + 1 }];
  });
}

/** All that were ever asked of one set, those retired among them: what answers are read by. */
export const everAskedIn = (every: readonly CatalogueRow[], instrument: Instrument): readonly Question[] =>
  rowsOfSet(every, instrument).map((row) => questionOf(row, every));

/** Those that are asked now. */
export const askedNowIn = (every: readonly CatalogueRow[], instrument: Instrument): readonly Question[] =>
  everAskedIn(every, instrument).filter((q) => q.retired !== true);

/** A version that changed what it is about or whether it takes turns, and no word, is no other wording. */
function questionOf(row: SetRow, every: readonly CatalogueRow[]): Question {
  const { text, kind, theme, turns, instrument } = row.body;
  const versions = every
    .filter((r) => r.key === row.key && r.version < row.version)
    .map((r) => [r.version, questionBody.parse(r.body).text] as const)
    .sort(([a], [b]) => b - a);
  const other = versions.findIndex(([, words]) => words !== text);
  const same = other === -1 ? versions : versions.slice(0, other);
  const earlier = other === -1 ? [] : versions.slice(other);
  return {
    key: row.key,
    wording: same.at(-1)?.[0] ?? row.version,
    text,
    kind,
    instrument: instrument ?? 'after-session',
    ...(theme === undefined ? {} : { theme }),
    ...(turns === undefined ? {} : { turns }),
    ...(row.retiredAt === null ? {} : { retired: true as const }),
    ...(earlier.length === 0 ? {} : { earlier: new Map(earlier) }),
  };
}
