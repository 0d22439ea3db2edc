import { type Answers, type Field, type Option, textOf, type Values } from '../../chat/form.js';
import {
  asWill,
  doneInWords,
  doneWords,
  isDoneWord,
  mostAskedOf,
  type PracticeChange,
  wordInSession,
} from '../../domain/practice-change.js';
import type { Session } from '../../domain/session.js';
import { cleanLine, shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { changesFor } from '../shared/practice-changes.js';
import { isGroup } from './about.js';

/**
 * The record asks whether what the mentor set out to change was done (docs/field.md#changes-of-practice): one tap and a line,
 * both to be left out. It is no part of the record's own words, and is kept with the change.
 */

/** Those that this session's record asks about. */
export const changesIn = async (session: Session, work: Pick<ActorWork, 'rows'>): Promise<readonly PracticeChange[]> =>
  (await changesFor(session, work.rows)).slice(0, mostAskedOf);

const wordField = (c: Pick<PracticeChange, 'id'>): string => `change-${c.id}`;
const noteField = (c: Pick<PracticeChange, 'id'>): string => `change-note-${c.id}`;

const options: readonly Option[] = doneWords.map((value) => ({ value, label: doneInWords[value] }));
const oneLine = 300;

export function changeFields(changes: readonly PracticeChange[], session: Session): readonly Field[] {
  return changes.flatMap((c): readonly Field[] => {
    // Whom it answers reads it beside their own answers, of a session that was theirs alone.
    const theirs = !isGroup(session) && session.attendees[0]?.mentorship === c.mentorship;
    const readers = theirs ? 'both' : 'mentor';
    return [
      {
        id: wordField(c),
        kind: 'choice',
        shown: 'buttons',
        of: options,
        optional: true,
        readers,
        label: `“${shorten(asWill(c.what), 110)}”: was it done?`,
      },
      { id: noteField(c), kind: 'text', lines: 'one', max: oneLine, optional: true, readers, label: 'What showed it' },
    ];
  });
}

/** What was said of them in this session's record so far. */
export const changesSaid = (changes: readonly PracticeChange[], session: Session): Values =>
  Object.fromEntries(
    changes.flatMap((c) => {
      const said = wordInSession(c, session.id);
      return said === undefined
        ? []
        : [
            [wordField(c), said.word],
            [noteField(c), said.note],
          ];
    }),
  );

/** A line alone has nothing to stand beside. */
export const wordsLeftOut = (changes: readonly PracticeChange[], answers: Answers) =>
  changes
    .filter(
      (c) =>
        cleanLine(textOf(answers.values, noteField(c))) !== '' && !isDoneWord(textOf(answers.values, wordField(c))),
    )
    .map((c) => ({ at: wordField(c), say: 'Choose one of these too, so that your line has a place.' }));

/** Keeps what was said; a word that is left out now, and was there before, is taken back. Answers how many were kept. */
export async function keepWords(
  changes: readonly PracticeChange[],
  answers: Answers,
  session: Session,
  work: ActorWork,
): Promise<number> {
  let kept = 0;
  for (const c of changes) {
    const before = wordInSession(c, session.id);
    const chosen = textOf(answers.values, wordField(c));
    const note = cleanLine(textOf(answers.values, noteField(c)));
    const word = isDoneWord(chosen) ? chosen : 'taken-back';
    if (before === undefined ? word === 'taken-back' : before.word === word && before.note === note) continue;
    await work.rows.changes.say(c.id, {
      id: work.ids.next('said-of-change'),
      by: work.actor.id,
      session: session.id,
      word,
      note: word === 'taken-back' ? '' : note,
      at: work.now,
    });
    kept += 1;
  }
  return kept;
}
