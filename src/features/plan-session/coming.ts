import { type Block, type Button, button, buttons, type Card, facts, heading, table, text } from '../../chat/card.js';
import { join, literal, mention, moment, say, type Text } from '../../chat/text.js';
import { canSayAbsent, hasBegun, heldAt, isOpen, type Session } from '../../domain/session.js';
import { minutesInWords, shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { offerTimes } from './faces.js';

/** What whoever takes part can do with a session as it stands, the likeliest first; null where there is nothing. */
export function actsOf(s: Session, work: ActorWork): readonly (Button | null)[] {
  if (s.mentor === work.actor.id) {
    if (s.state !== 'planned') return [];
    const begun = hasBegun(s, work.now);
    return [
      button('Change', 'plan.change', s.id),
      begun ? null : offerTimes(s),
      button('Start now', 'session.start', s.id),
      // Whoever forgot to press start can end it all the same.
      begun ? button('End now', 'session.end', s.id) : null,
      begun ? button('It didn’t happen', 'session.not-held', s.id) : button('Cancel it', 'session.cancel', s.id),
    ];
  }
  const me = s.attendees.find((a) => a.mentee === work.actor.id);
  if (me === undefined || !isOpen(s)) return [];
  return [
    me.answer === 'accepted' ? null : button('Yes, I’ll be there', 'plan.accept', s.id),
    me.answer === 'declined' ? null : button('I can’t make it', 'plan.decline', s.id),
    s.state === 'planned' ? button('Suggest another time', 'plan.suggest', s.id) : null,
    canSayAbsent(s, work.now) ? button('My mentor didn’t come', 'mentee.mentor-absent', s.id) : null,
  ];
}

const theOthers = (s: Session, work: ActorWork): Text =>
  s.mentor === work.actor.id
    ? join(
        s.attendees.map((a) => say`${mention(a.mentee)}`),
        ', ',
      )
    : say`${mention(s.mentor)}`;

const seePlan = (s: Session): Button => button('See the plan', 'plan.read', s.id);

const whole = (s: Session, work: ActorWork): readonly Block[] => [
  heading(literal(s.title)),
  facts(
    ['When', say`${moment(heldAt(s))}, for ${minutesInWords(s.minutes)}`],
    s.place === '' ? null : ['Where', literal(s.place)],
    ['With', theOthers(s, work)],
  ),
  buttons(seePlan(s), ...actsOf(s, work)),
];

const answerWords = { asked: 'Not answered', accepted: 'Yes', declined: 'Can’t make it' } as const;

/** Of one mentee their answer, of a group how many come; a mentee reads their own. */
function answered(s: Session, work: ActorWork): string {
  const theirs = s.mentor === work.actor.id ? s.attendees : s.attendees.filter((a) => a.mentee === work.actor.id);
  const [only] = theirs;
  if (only !== undefined && theirs.length === 1) return answerWords[only.answer];
  return `${theirs.filter((a) => a.answer === 'accepted').length} of ${theirs.length} said yes`;
}

/** Those after the next one: what can be done with each stands beside its plan. */
const later = (sessions: readonly Session[], work: ActorWork): Block =>
  table(
    'coming',
    'Sessions',
    ['When', 'What', 'With', 'Length', 'Answer'],
    sessions.map((s) => ({
      cells: [
        say`${moment(heldAt(s))}`,
        literal(shorten(s.title, 60)),
        theOthers(s, work),
        literal(minutesInWords(s.minutes)),
        literal(answered(s, work)),
      ],
      button: seePlan(s),
    })),
  );

/**
 * What is coming, with buttons; shown privately.
 * @param page where there is room the next session stands whole and the rest as a table
 */
export function comingCard(sessions: readonly Session[], work: ActorWork, page: boolean): Card {
  const [next, ...others] = sessions;
  const blocks =
    page && next !== undefined && others.length > 1
      ? [...whole(next, work), heading(literal('After that')), later(others, work)]
      : sessions.flatMap((s) => whole(s, work));
  const none = work.actor.roles.includes('mentor')
    ? 'Nothing is planned. Type plan and a name, for example: plan @leo tomorrow 3pm 45m Phone calls.'
    : work.actor.roles.includes('mentee')
      ? 'Nothing is planned yet. Your mentor plans the sessions; you are told here.'
      : 'No session of your own is planned. Type hours to see what there is for you to read.';
  const line =
    sessions.length === 0
      ? literal(none)
      : literal(sessions.length === 1 ? 'One session is coming.' : `${sessions.length} sessions are coming.`);
  return { title: 'Coming up', summary: line, blocks: [text(line), ...blocks] };
}
