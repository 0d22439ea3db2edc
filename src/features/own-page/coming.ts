import { answers, type Block, button, facts, text } from '../../chat/card.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { toldAbout } from '../shared/practice-changes.js';

/** A meeting that is to come, on their page: what it is, what they said to it, and that something will be different. */
export async function comingBlocks(s: Session, { actor, rows }: ActorWork): Promise<readonly Block[]> {
  const seat = attendeeOf(s, actor.id);
  const answer = seat?.answer;
  const told = seat !== undefined && (await toldAbout(s, seat.mentorship, rows)).length > 0;
  return [
    facts(
      ['What', literal(s.title)],
      ['When', say`${moment(s.startsAt)}, ${minutesInWords(s.minutes)}`],
      s.place === '' ? null : ['Where', literal(s.place)],
      ['With', say`${mention(s.mentor)}`],
      [
        'You said',
        literal(answer === 'accepted' ? 'Yes, I’ll be there' : answer === 'declined' ? 'I can’t' : 'nothing yet'),
      ],
    ),
    ...(told ? [text(literal('Something will be different this time, because of what you said.'))] : []),
    ...(s.state === 'planned'
      ? [
          answers(
            answer === 'accepted' ? null : button('Yes, I’ll be there', 'plan.accept', s.id),
            answer === 'declined' ? null : button('I can’t', 'plan.decline', s.id),
            told ? button('See what changes', 'change.told', s.id) : null,
            button('What we do there', 'plan.read', s.id),
          ),
        ]
      : []),
  ];
}
