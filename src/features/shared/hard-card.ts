import { type Block, button, buttons, type Card, concernButton, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, say, strong } from '../../chat/text.js';
import { hasAccount } from '../../domain/programme.js';
import { hardParts, isBlank, isSharedIn, mayShareIn, type WhenHard } from '../../domain/when-hard.js';
import type { ActorWork } from '../feature.js';
import { helplineTexts, inDanger, linked, withoutSpeaking } from './whom-to-tell.js';

/** Somebody's own card for hard moments, with the numbers (docs/field.md#when-it-gets-hard). Always a panel, never a message. */

/** Their own words, part by part; nothing of a part that is empty. */
export const hardWords = (card: WhenHard): readonly Block[] =>
  hardParts.flatMap((p) => (card[p.id] === '' ? [] : [heading(literal(p.label)), text(linked(card[p.id]))]));

/** Whom to call and whom to talk to; pressing nothing tells nobody. */
export function numbers(work: Pick<ActorWork, 'parts' | 'programme'>): readonly Block[] {
  const contacts = work.parts.contactsOf(work.programme);
  const { lead } = contacts.safeguarding;
  return [
    heading(literal('If you want to talk to someone now')),
    text(inDanger(contacts)),
    list([
      ...(lead === undefined ? [] : [say`${strong(lead.name)}, who helps keep people safe: ${linked(lead.reach)}`]),
      ...helplineTexts(contacts),
    ]),
    heading(literal('If you can’t speak')),
    list(withoutSpeaking(contacts)),
  ];
}

/**
 * The card as its owner sees it, with what they may do. Not for whoever acts by a link or on a lent device: a link passes
 * through their mentor's hands, who could open it, so it shows the numbers and nothing that was written.
 * @param lead said first
 */
export async function hardCard(work: ActorWork, lead: readonly Block[] = []): Promise<Card> {
  const { actor, rows } = work;
  const own = work.witness === undefined && hasAccount(actor);
  const line = literal('This card is yours. It is here whenever you need it.');
  if (!own) return { title: 'When it gets hard', summary: line, blocks: [...lead, ...numbers(work), foot] };
  const card = await rows.whenHard.get(actor.id);
  const blank = card === undefined || isBlank(card);
  const mentorships = blank ? [] : mayShareIn(await rows.mentorships.of(actor.id), actor.id);
  return {
    title: 'When it gets hard',
    summary: line,
    blocks: [
      ...lead,
      ...(blank
        ? [text(literal('You can write down what helps you. Then you have it here when you need it.'))]
        : hardWords(card)),
      ...numbers(work),
      buttons(button(blank ? 'Write my card' : 'Change my card', 'hard.change', '-')),
      ...(blank
        ? []
        : mentorships.flatMap((m): readonly Block[] =>
            isSharedIn(card, m)
              ? [
                  muted(say`${mention(m.mentor)} can read your card. You can see each time they did.`),
                  buttons(button('Stop sharing', 'hard.share', m.id, { arg: 'stop' })),
                ]
              : [
                  muted(say`${mention(m.mentor)} can’t read your card. You can share it, if you like.`),
                  buttons(button('Share with my mentor', 'hard.share', m.id, { arg: 'share' })),
                ],
          )),
      ...(mentorships.some((m) => isSharedIn(card, m))
        ? []
        : [muted(literal(blank ? 'Only you can read it, unless you share it.' : 'Nobody but you can read it.'))]),
      foot,
    ],
  };
}

const foot = buttons(concernButton('mentee'));
