import { answers, type Block, button, heading, muted } from '../../chat/card.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import { type CheckIn, type CheckMoment, canCheck, checkReaders, checkWords } from '../../domain/check-in.js';
import type { Person } from '../../domain/programme.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import type { Drawing } from '../feature.js';

/**
 * How a mentee arrives at a session and leaves it, asked on cards that come anyway (docs/field.md#how-it-starts-and-ends).
 * The card shows what is asked, never what was answered: it may be exported.
 */

const asks: Readonly<Record<CheckMoment, string>> = {
  in: 'How are you as you arrive?',
  out: 'How are you as you leave?',
};

/** Who reads it, in the mentee's words. */
export const checkReadersWords = (reader: Pick<Person, 'manners'>, mentor: Person['id']): Text =>
  checkReaders(reader.manners) === 'mentor'
    ? say`You and ${mention(mentor)} can read it.`
    : literal('Only you can read it.');

const levels = (s: Session, moment: CheckMoment): Block =>
  answers(
    ...checkWords.map((word, i) => button(`${i + 1} ${word}`, 'check.give', s.id, { arg: `${moment}.${i + 1}` })),
  );

/** The question and its five buttons; one line once it is answered, and nothing where its reader did not ask for it. */
export async function checkBlocks(d: Drawing, s: Session, moment: CheckMoment): Promise<readonly Block[]> {
  const { reader } = d;
  if (reader === null || checkReaders(reader.manners) === undefined || attendeeOf(s, reader.id) === undefined)
    return [];
  if (!canCheck(s, moment, d.now)) return [];
  const given = (await d.rows.checkIns.ofSession(s.id)).some((c) => c.mentee === reader.id && c.moment === moment);
  return given
    ? [muted(literal(moment === 'in' ? 'You said how you arrive. Thank you.' : 'You said how you leave. Thank you.'))]
    : [
        heading(literal(asks[moment])),
        levels(s, moment),
        muted(say`${checkReadersWords(reader, s.mentor)} You can skip this.`),
      ];
}

/** One that was given, in words: “4, Good”, with the word that was added. */
export const checkInWords = (c: Pick<CheckIn, 'level' | 'word'>): Text =>
  say`${c.level} of 5, ${checkWords[c.level - 1] ?? ''}${c.word === '' ? '' : `: “${c.word}”`}`;

export const momentWords: Readonly<Record<CheckMoment, string>> = { in: 'Arriving', out: 'Leaving' };
