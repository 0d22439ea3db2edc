import { button, buttons, type Card, concernButton, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Person, Safeguarding } from '../../domain/programme.js';
import { heldAt, type Session, titleWithin } from '../../domain/session.js';
import type { PersonId } from '../../kernel/ids.js';
import type { MenteeAsk, OpenAsk } from '../shared/mentee-asks.js';

/** What a mentee reads who asks for something about their mentor, at about eleven; and what the coordinator does. */

export const verbOf = {
  absent: 'mentee.mentor-absent',
  'somebody-else': 'mentee.somebody-else',
  objects: 'mentee.objects',
} as const;

const named = (people: readonly Pick<Person, 'id'>[]): Text =>
  people.reduce<Text>(
    (all, p, i) =>
      i === 0
        ? say`${mention(p.id)}`
        : i === people.length - 1
          ? say`${all} and ${mention(p.id)}`
          : say`${all}, ${mention(p.id)}`,
    literal(''),
  );

/** docs/field.md#limits-of-confidentiality: said before anything is told, though nothing is written. */
const limits = muted(literal('If someone may be at risk, it can’t stay private. Then use “Worried about someone?”.'));
const concern = concernButton('mentee');

const opening: Readonly<Record<MenteeAsk['what'], { readonly title: string; readonly lines: readonly string[] }>> = {
  absent: {
    title: 'Your mentor didn’t come?',
    lines: ['That is a pity. It is not your fault.'],
  },
  'somebody-else': {
    title: 'Would you like somebody else?',
    lines: ['That is fine. Not every two people fit. You don’t have to say why.'],
  },
  objects: {
    title: 'You don’t agree with something?',
    lines: ['You may say no to what is kept about you, and to who reads it. You don’t have to say why here.'],
  },
};

/** Before anything is told: to whom it is, who is not told, and what comes then. */
export function askPanel(
  what: MenteeAsk['what'],
  subject: string,
  readers: readonly Person[],
  session?: Session,
): Card {
  const { title, lines } = opening[what];
  const line = literal(lines[0] ?? title);
  return {
    title,
    summary: line,
    blocks: [
      text(line),
      ...(session === undefined ? [] : [text(say`This is about ${titleWithin(session)}, ${moment(heldAt(session))}.`)]),
      text(say`If you like, I tell ${named(readers)}. Then they talk with you about it.`),
      text(literal('I don’t tell your mentor. Nothing changes until you have talked.')),
      limits,
      buttons(
        button('Yes, tell them', verbOf[what], subject, { arg: 'yes', style: 'main' }),
        button('No, leave it', 'home.open', '-'),
        concern,
      ),
    ],
  };
}

/** It is told: who knows, since when, and the way back. */
export function askedPanel(ask: MenteeAsk, subject: string, readers: readonly Person[]): Card {
  const line =
    ask.doneAt === null
      ? say`I told ${named(readers)} on ${moment(ask.at, 'date')}. They will talk with you.`
      : say`You asked on ${moment(ask.at, 'date')}. Your coordinator says that you have talked.`;
  return {
    title: ask.doneAt === null ? 'Your coordinator knows' : 'You have talked',
    summary: line,
    blocks: [
      text(line),
      text(literal('I have not told your mentor.')),
      ...(ask.doneAt === null
        ? [limits, buttons(button('Take it back', 'mentee.take-back', subject), concern)]
        : [buttons(button('Ask once more', verbOf[ask.what], ask.about, { arg: 'yes' }), concern)]),
    ],
  };
}

/** *My mentor didn't come*, typed where no session of theirs began of late. */
export const nothingMissed: Card = {
  title: 'No session just now',
  summary: literal('You had no session in the last two days that your mentor could have missed.'),
  blocks: [
    text(literal('You had no session in the last two days that your mentor could have missed.')),
    text(literal('If one has just begun, wait ten minutes. Then tell me again.')),
    buttons(button('I’d like somebody else', verbOf['somebody-else'], '-'), concern),
  ],
};

/** Nobody coordinates but their own mentor: nothing is kept, and whom else they can turn to. */
export function nobodyToTell(safeguarding: Safeguarding): Card {
  const line = literal('Nobody but your mentor looks after this programme. So I have told nobody.');
  const { lead } = safeguarding;
  return {
    title: 'Talk to somebody',
    summary: line,
    blocks: [
      text(line),
      text(
        lead === undefined
          ? literal('Talk to a grown-up whom you trust, at work, at school or at home.')
          : say`You can talk to ${lead.name}: ${lead.reach}. Or to a grown-up whom you trust.`,
      ),
      buttons(concern),
    ],
  };
}

/** To a coordinator, in a message: who would like to talk, and nothing of what about. */
export function askCard(mentee: PersonId, open: boolean, subject: string): Card {
  const line = open
    ? say`${mention(mentee)} would like you to talk with them.`
    : literal('This was dealt with, or taken back. There is nothing to do.');
  return {
    title: open ? 'A mentee would like to talk' : 'Nothing to do',
    summary: line,
    blocks: [
      text(line),
      ...(open
        ? [
            muted(literal('Only those who coordinate see this. Their mentor is not told.')),
            buttons(button('Read why', 'mentee.read', subject, { style: 'main' })),
          ]
        : []),
    ],
  };
}

/** What it is about, and what to do next: a panel, for it is not for a message to keep. */
export function readPanel(ask: OpenAsk, session: Session | undefined, mentorship: string, subject: string): Card {
  const [mentee, mentor] = [mention(ask.mentee), mention(ask.mentor)];
  const line =
    ask.what === 'somebody-else'
      ? say`${mentee} would like another mentor than ${mentor}.`
      : ask.what === 'objects'
        ? say`${mentee} does not agree with something that is kept about them, or with who reads it.`
        : session === undefined
          ? say`${mentee} says that ${mentor} did not come to a session.`
          : say`${mentee} says that ${mentor} did not come to ${titleWithin(session)}, ${moment(heldAt(session))}.`;
  return {
    title: 'What it is about',
    summary: line,
    blocks: [
      text(line),
      text(say`They asked on ${moment(ask.at)}.`),
      heading(literal('What to do')),
      list([
        say`Talk with ${mentee} soon, without ${mentor}. Ask what happened, and what they would like.`,
        say`Tell ${mentor} nothing of this, unless ${mentee} says that you may.`,
        ask.what === 'somebody-else'
          ? literal('If they still want it, hand the mentorship over, or end it. No reason is needed.')
          : ask.what === 'objects'
            ? literal(
                'They may object. Stop what they object to, or tell them within a month why it has to go on and whom they can complain to.',
              )
            : literal(
                'The session and its hours are as they were: its mentor records it, or says that it didn’t happen.',
              ),
        literal('If someone may be at risk, tell the safeguarding lead today.'),
      ]),
      buttons(
        button('We have talked', 'mentee.done', subject, { style: 'main' }),
        ask.what === 'somebody-else' ? button('Hand over', 'handover.begin', mentorship) : null,
        button('Open the mentorship', 'mentorship.open', mentorship),
        concernButton('mentor'),
      ),
    ],
  };
}
