import { button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { canChoose, type Pack } from '../../domain/pack/pack.js';
import { packLookSubject } from '../../domain/subjects.js';
import type { ActorWork, Face } from '../feature.js';
import { agreedIn } from './packs.js';

/** Each mentee is asked once whether they would like to leave anything out. */

/** All of them alike, whatever of theirs there is: whoever asked could tell them apart otherwise. */
export async function askToLook(pack: Pack, portfolio: Portfolio, work: ActorWork): Promise<void> {
  const people = await work.people();
  for (const m of await agreedIn(portfolio, work.rows))
    if (people.get(m.mentee)?.erasedAt === null)
      work.show(
        'pack-look',
        packLookSubject.write({ mentorship: m.id, pack: pack.id }),
        { person: m.mentee },
        { expiresAt: pack.lookUntil },
      );
}

/** What a mentee is told once nothing can be chosen any more. */
export const afterLook = (pack: Pick<Pack, 'state'>): Card =>
  pack.state === 'dropped'
    ? sentence('Nothing is handed in', 'Your mentor let this go. Nothing you wrote is handed in, and nothing is asked.')
    : sentence(
        'The time is over',
        'What your mentor hands in holds only what you said is fine. What you left out, or did not look at, is not in it.',
      );

/** Draws the same whatever was chosen, so that nothing about it changes when somebody has looked. */
export const lookFace: Face = {
  called: 'a question about words for a pack',
  comes: 'beside',
  why: {
    say: 'Your mentor hands in their work to be assessed. You can leave out what is yours. It comes once, and you can do nothing.',
    asks: ['pack.look'],
  },
  withoutAccount: { link: 'pack-look', to: 'choose what of theirs may stand in what you hand in, without their name' },
  folded: null,
  async draw(d) {
    const about = packLookSubject.read(d.subject);
    const m = about === undefined ? undefined : await d.rows.mentorships.get(about.mentorship);
    const pack = about === undefined ? undefined : await d.rows.packs.get(about.pack);
    if (m === undefined || pack === undefined || d.reader?.id !== m.mentee || pack.mentor !== m.mentor) return null;
    if (!canChoose(pack, d.now)) return afterLook(pack);
    const line = say`${mention(m.mentor)} will hand in their mentoring work. You can leave out any words of yours.`;
    return {
      title: 'Anything to leave out?',
      summary: line,
      blocks: [
        text(line),
        text(literal('Somebody from outside checks how your mentor works, not you. They do not get your name.')),
        buttons(button('Have a look', 'pack.look', m.id, { style: 'main' })),
        muted(
          say`You have until ${moment(pack.lookUntil)}. If you do nothing, none of your words are in it. Nobody is told if you looked.`,
        ),
      ],
    };
  },
};
