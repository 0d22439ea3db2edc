import { type Block, button, buttons, divider, heading, text } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { canChoose, type Pack } from '../../domain/pack/pack.js';

/** What their mentor will hand in, while they can say what of theirs stays out: the same whether they did or not. */
export const packBlocks = (mentorships: readonly Mentorship[], packs: readonly Pack[], now: number): readonly Block[] =>
  mentorships.flatMap((m): readonly Block[] => {
    const pack = m.agreedAt === null ? undefined : packs.find((p) => p.portfolio === m.portfolio && canChoose(p, now));
    if (pack === undefined) return [];
    return [
      divider,
      heading(literal('Anything to leave out?')),
      text(
        say`${mention(m.mentor)} will hand in their mentoring work, without your name. You can leave out any words of yours until ${moment(pack.lookUntil)}. If you do nothing, none of your words are in it.`,
      ),
      buttons(button('Have a look', 'pack.look', m.id)),
    ];
  });
