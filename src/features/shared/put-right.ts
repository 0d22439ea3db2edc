import { type Block, button, buttons, heading, list, text } from '../../chat/card.js';
import type { Field } from '../../chat/form.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import {
  isOfEarlierWords,
  type PutRight,
  type PutRightWord,
  putRightInWords,
  putRightWords,
  type Said,
  wordsOf,
} from '../../domain/put-right.js';
import type { Session } from '../../domain/session.js';
import type { PersonId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import { placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork } from '../feature.js';

/** Promises to put something right, as they are shown and answered wherever that is (docs/field.md#put-right). */

type Pair = Pick<Mentorship, 'id' | 'mentor' | 'mentee' | 'state'>;

/** So many of one mentorship stand in a panel, the newest first. */
const mostShown = 6;

/** What somebody reads of a promise's words: a group's may speak of others, so its mentees do not read them. */
export const promiseWords = (p: PutRight, mentee: PersonId, reader: PersonId): string | undefined =>
  p.group && reader === mentee ? undefined : p.what;

const promised = (p: PutRight, pair: Pair, work: ActorWork): Text => {
  const words = promiseWords(p, pair.mentee, work.actor.id);
  const by = p.by === null ? literal('') : say` By ${moment(placeAnyway(p.by, '12:00', work.actor.zone), 'date')}.`;
  return words === undefined
    ? say`What you agreed to put right, written down on ${moment(p.madeAt, 'date')}.${by}`
    : say`${strong(words)}${by}`;
};

/** Null where somebody else has said nothing: nobody is shown that (docs/field.md#review-readers). */
const said = (p: PutRight, who: PersonId, one: Said | undefined, me: PersonId): Text | null => {
  if (one === undefined) return who === me ? literal('You have not said yet.') : null;
  const earlier = isOfEarlierWords(p, one) ? ' (before its words changed)' : '';
  const note = one.note === '' ? '' : ` “${one.note}”`;
  return say`${mention(one.by)}: ${strong(putRightInWords[one.word])}, ${moment(one.at, 'date')}${earlier}.${note}`;
};

/** Each promise with both sides' words beside each other, and a way for each side to say theirs. None where there are none. */
export function promiseBlocks(
  promises: readonly PutRight[],
  pairs: readonly Pair[],
  work: ActorWork,
  title = 'To put right',
): readonly Block[] {
  const me = work.actor.id;
  const shown = promises
    .filter((p) => p.withdrawnAt === null)
    .slice(-mostShown)
    .reverse();
  const blocks = shown.flatMap((p): readonly Block[] => {
    const pair = pairs.find((m) => m.id === p.mentorship);
    // Nobody's mentee sees anything of another's.
    if (pair === undefined || (pairs.some((m) => m.mentee === me) && pair.mentee !== me)) return [];
    const { mentor, mentee } = wordsOf(p, pair.mentee);
    const mine = me === pair.mentee ? mentee : me === pair.mentor ? mentor : undefined;
    const mayAnswer = (me === pair.mentee || me === pair.mentor) && isLive(pair);
    const line = promised(p, pair, work);
    const words = [said(p, pair.mentor, mentor, me), said(p, pair.mentee, mentee, me)].flatMap((one) => one ?? []);
    return [
      text(pairs.length > 1 && me !== pair.mentee ? say`${mention(pair.mentee)}: ${line}` : line),
      ...(words.length === 0 ? [] : [list(words)]),
      ...(mayAnswer
        ? [buttons(button(mine === undefined ? 'Say how it went' : 'Say it anew', 'put-right.say', p.id))]
        : []),
    ];
  });
  return blocks.length === 0 ? [] : [heading(literal(title)), ...blocks];
}

/** What was promised in a session and stands, with the pairs whose words of it the actor reads: of a group a mentee their own. */
export async function promisedIn(
  session: Pick<Session, 'id' | 'attendees'>,
  work: ActorWork,
): Promise<{ readonly made: readonly PutRight[]; readonly pairs: readonly Mentorship[] }> {
  const made = (await work.rows.putRight.ofSession(session.id)).filter((p) => p.withdrawnAt === null);
  if (made.length === 0) return { made, pairs: [] };
  const own = session.attendees.filter((a) => a.mentee === work.actor.id);
  const pairs = await Promise.all(
    (own.length > 0 ? own : session.attendees).map((a) => work.rows.mentorships.get(a.mentorship)),
  );
  return { made, pairs: pairs.flatMap((m) => m ?? []) };
}

/** What is chosen where nothing is said today: as good as leaving the choice empty, for whoever pressed another first. */
export const notToday = 'not-today';

/** The choice of a word, never asked for. `today`: with a way to say nothing today. */
export const wordField = (id: string, label: string, hint: string, today = false): Field => ({
  id,
  kind: 'choice',
  shown: 'buttons',
  optional: true,
  readers: 'both',
  label: shorten(label, 150),
  hint,
  of: [
    ...putRightWords.map((value) => ({ value, label: putRightInWords[value] })),
    ...(today ? [{ value: notToday, label: 'Not today' }] : []),
  ],
});

export const wordIn = (typed: string): PutRightWord | undefined => putRightWords.find((w) => w === typed);

/** Keeps one side's word; the same word again, with nothing added, says nothing new. */
export async function keepWord(
  p: PutRight,
  pair: Pick<Mentorship, 'id' | 'mentee'>,
  word: PutRightWord,
  note: string,
  work: ActorWork,
): Promise<void> {
  const { mentor, mentee } = wordsOf(p, pair.mentee);
  const before = work.actor.id === pair.mentee ? mentee : mentor;
  const same = before?.word === word && before.note === note && before.by === work.actor.id;
  if (same && before !== undefined && !isOfEarlierWords(p, before)) return;
  await work.rows.putRight.say(p.id, { id: work.ids.next('said'), by: work.actor.id, word, note, at: work.now });
  // Which word it was stands in its own leaf, under the mentee's key: this entry's facts outlive them.
  work.audit('put-right.said', p.id, { mentee: work.actor.id === pair.mentee }, pair.id);
}
