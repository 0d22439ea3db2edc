import {
  answers,
  type Block,
  button,
  buttons,
  type Card,
  divider,
  facts,
  heading,
  muted,
  text,
} from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { editableDays } from '../../domain/feedback.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import type { Manners } from '../../domain/programme.js';
import type { Release } from '../../domain/release.js';
import { attendeeOf, canSayAbsent, heldAt, type Session } from '../../domain/session.js';
import { changeSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId } from '../../kernel/ids.js';
import type { ActorWork, FeatureOf, PressHandler } from '../feature.js';
import { lengthSwitched, questionsSwitched } from '../shared/asked-after.js';
import { goingOnBlocks } from '../shared/going-on.js';
import { demand } from '../shared/guards.js';
import { practiceNote } from '../shared/practice.js';
import { ownAskBlocks, ownAskHeading } from '../shared/stakeholder-answers.js';
import { comingBlocks } from './coming.js';
import { packBlocks } from './packs.js';

/**
 * The page of a mentee without an account (docs/field.md#a-page-of-their-own): all that they can see and decide, none of
 * it through their mentor's hands. It is read at about eleven.
 */

const mine = (work: ActorWork): void => demand('own-data.read', work, { owner: work.actor.id });

/** Sessions that stand on the page. */
const mostComing = 5;
/** How long ago (ms) a session may have been for *my mentor didn't come*. */
const lately = 2 * day;

async function pageCard(work: ActorWork): Promise<Card> {
  const { actor, rows, now } = work;
  const mentorships = (await rows.mentorships.of(actor.id)).filter(
    (m) => m.mentee === actor.id && m.state !== 'declined',
  );
  const beside = await ownAskBlocks(mentorships, work);
  const coming = await rows.sessions.nextOf(actor.id, now, mostComing);
  const recent = (await rows.sessions.between(now - lately, now)).filter(
    (s) => attendeeOf(s, actor.id) !== undefined && canSayAbsent(s, now),
  );
  const line = say`This page is yours, ${mention(actor.id)}. Your mentor can’t open it.`;
  return {
    title: 'Your page',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      heading(literal('Your next meetings')),
      ...(coming.length === 0
        ? [muted(literal('No meeting is planned just now.'))]
        : (await Promise.all(coming.map((s) => comingBlocks(s, work)))).flat()),
      ...afterBlocks(await toAnswer(work)),
      ...(await allInAll(work)),
      ...(await Promise.all(mentorships.slice(0, mostTogether).map((m) => together(m, work)))).flat(),
      divider,
      heading(literal('What you have said')),
      text(literal('You can read your answers, change them, or take them back.')),
      buttons(button('My answers', 'feedback.read', 'own'), button('Half-way and at the end', 'review.panel', '-')),
      ...askedBlocks(actor.manners),
      ...(beside.length === 0 ? [] : [divider, ownAskHeading, ...beside]),
      ...outsideBlocks(mentorships, await rows.releases.ofMentorships(mentorships.map((m) => m.id))),
      ...packBlocks(mentorships, await rows.packs.lookedAtBy(actor.id), work.now),
      divider,
      heading(literal('What is kept about you')),
      text(literal('See what is kept, who may read it, and who did. You can ask for it to be deleted.')),
      buttons(button('See what is kept', 'data.open', '-')),
      ...helpBlocks(mentorships, recent),
    ],
  };
}

/**
 * Sessions that they can still say something about, the newest first: how long it was, or how it was for them. What they
 * did not answer is nowhere told; what they stopped is not asked.
 */
async function toAnswer({ actor, rows, now }: ActorWork): Promise<readonly Session[]> {
  const { feedbackStopped, confirmationStopped } = actor.manners;
  const forms = feedbackStopped === true ? [] : await rows.feedback.openOf(actor.id, now);
  const lengths =
    confirmationStopped === true ? [] : await rows.sessions.perhapsUnanswered(actor.id, now - editableDays * day);
  const open = lengths.filter((s) => attendeeOf(s, actor.id)?.confirmation === 'open');
  const ids = [...new Set([...forms.map((f) => f.session), ...open.map((s) => s.id)])];
  return [...(await rows.sessions.some(ids))].reverse().slice(0, mostComing);
}

const afterBlocks = (sessions: readonly Session[]): readonly Block[] =>
  sessions.length === 0
    ? []
    : [
        divider,
        heading(literal('After you met')),
        text(literal('You can say how long it was and how it was for you. You can leave out anything.')),
        ...sessions.flatMap((s): readonly Block[] => [
          text(say`${s.title}, ${moment(heldAt(s), 'date')}, with ${mention(s.mentor)}`),
          answers(button('Say how it was', 'ask.form', s.id)),
        ]),
      ];

/** A review that takes their answers in, while they want to be asked; and what they and their mentor said, to look at. */
async function allInAll({ actor, rows, now }: ActorWork): Promise<readonly Block[]> {
  const forms =
    actor.manners.feedbackStopped === true
      ? []
      : (await rows.reviews.formsOfPerson(actor.id)).filter(
          (f) => f.audience === 'mentee' && f.state !== 'withdrawn' && f.state !== 'done' && f.editableUntil > now,
        );
  const notes = (await rows.attestations.ofWriter(actor.id)).filter(
    (n) => n.kind === 'conversation' && n.state === 'asked',
  );
  if (forms.length === 0 && notes.length === 0) return [];
  return [
    divider,
    heading(literal('All in all')),
    ...forms.flatMap((f): readonly Block[] => [
      text(
        literal(
          f.moment === 'mid'
            ? 'You are half-way with your mentor. You can say how it is. You can leave out anything.'
            : 'It has come to its end. You can say how it was. You can leave out anything.',
        ),
      ),
      answers(button('Say how it is', 'review.form', f.id)),
    ]),
    ...notes
      .slice(-mostNoted)
      .flatMap((n): readonly Block[] => [
        text(say`${mention(n.askedBy)} noted what you two said. Was it so? You can leave it.`),
        answers(button('Have a look', 'conversation.read', n.id)),
      ]),
  ];
}

/** Notes that stand on the page. */
const mostNoted = 3;

/** Mentors of old stand on the page too, so many in all. */
const mostTogether = 4;

/** Their mentor changed something because of what they said. */
const hasChanges = async (m: Mentorship, { rows }: ActorWork): Promise<boolean> =>
  (await rows.changes.ofPortfolio(m.portfolio)).some((c) => c.mentorship === m.id);

const states: Readonly<Partial<Record<Mentorship['state'], string>>> = {
  proposed: ' You have not both signed yet.',
  paused: ' It is paused.',
  ended: ' It has ended.',
};

/** What the two agreed, or that there is something to read and sign. */
function agreedBlocks(m: Mentorship): readonly Block[] {
  if (m.agreement.menteeSignedAt !== null || m.state === 'ended')
    return [
      text(
        literal(
          `Here is what you agreed.${states[m.state] ?? ''}${isLive(m) ? ' You can stop at any time, and need no reason.' : ''}`,
        ),
      ),
    ];
  return [
    text(
      m.agreedAt === null
        ? say`${mention(m.mentor)} would like to mentor you. You can say yes, no, or ask for a change. Nothing starts until you sign.`
        : say`${mention(m.mentor)} has changed what you agreed. Please read it. Until you sign it, the one you both signed still holds.`,
    ),
    buttons(button('Read and answer', 'agreement.answer', m.id, { style: 'main' })),
  ];
}

const together = async (m: Mentorship, work: ActorWork): Promise<readonly Block[]> => [
  divider,
  heading(say`You and ${mention(m.mentor)}`),
  ...agreedBlocks(m),
  answers(
    button('What we agreed', 'agreement.read', m.id),
    button(isLive(m) ? 'Goals, pause, stop' : 'Goals', 'mentorship.open', m.id),
    m.agreedAt === null ? null : button('My hours', 'hours.read', m.id),
    button('Records', 'data.records', m.id),
    (await hasChanges(m, work))
      ? button('What my mentor changed', 'change.list', changeSubject.write({ id: m.id, of: 'mentorship' }))
      : null,
    m.state === 'ended' && m.agreedAt !== null ? button('Look back', 'look-back.open', m.id) : null,
  ),
  ...((await goingOnBlocks(m, m.mentee, work))?.blocks ?? []),
];

/** What may be switched off and on again. */
const switches = {
  questions: {
    manners: (stopped: boolean): Manners => ({ feedbackStopped: stopped }),
    is: (m: Manners) => m.feedbackStopped === true,
  },
  length: {
    manners: (stopped: boolean): Manners => ({ confirmationStopped: stopped }),
    is: (m: Manners) => m.confirmationStopped === true,
  },
} as const;

function askedBlocks(manners: Manners): readonly Block[] {
  const stopped = { questions: switches.questions.is(manners), length: switches.length.is(manners) };
  const one = (what: keyof typeof switches, stop: string, start: string) =>
    button(stopped[what] ? start : stop, 'own-page.ask', what, { arg: stopped[what] ? 'start' : 'stop' });
  return [
    heading(literal('What you are asked')),
    facts(
      ['How a meeting was for you', literal(stopped.questions ? 'not asked' : 'asked')],
      ['How long it was', literal(stopped.length ? 'not asked' : 'asked')],
    ),
    buttons(
      one('questions', 'Stop asking how it was', 'Ask me how it was again'),
      one('length', 'Stop asking how long', 'Ask me how long again'),
    ),
  ];
}

/** Words that were offered for somebody from outside: theirs to say what is left out, now and whenever they like. */
const outsideBlocks = (
  mentorships: readonly Mentorship[],
  offered: ReadonlyMap<MentorshipId, readonly Release[]>,
): readonly Block[] =>
  mentorships.flatMap((m): readonly Block[] => {
    const releases = offered.get(m.id) ?? [];
    if (releases.length === 0) return [];
    const waits = releases.some((r) => r.answeredAt === null);
    return [
      divider,
      heading(literal('Shown outside?')),
      text(
        waits
          ? say`${mention(m.mentor)} would like to show somebody from outside what you two wrote, without your name. You can leave out any part, or all of it. If you do nothing, nothing is shown.`
          : say`You have chosen what somebody from outside may read of you and ${mention(m.mentor)}. You can change it whenever you like.`,
      ),
      buttons(button(waits ? 'Have a look' : 'Change what I chose', 'release.choose', m.id)),
    ];
  });

function helpBlocks(mentorships: readonly Mentorship[], recent: readonly Session[]): readonly Block[] {
  const live = mentorships.filter(isLive);
  const [first] = live;
  const last = recent.at(-1);
  return [
    divider,
    heading(literal('Ask for something')),
    text(literal('Whoever looks after the mentoring talks with you. Your mentor is not told.')),
    answers(
      last === undefined ? null : button('My mentor didn’t come', 'mentee.mentor-absent', last.id),
      first === undefined
        ? null
        : button('I’d like somebody else', 'mentee.somebody-else', live.length === 1 ? first.id : '-'),
      mentorships[0] === undefined
        ? null
        : button('I don’t agree with something', 'mentee.objects', (first ?? mentorships[0]).id),
    ),
  ];
}

const switchAsking: PressHandler = async (press, work): Promise<Reply> => {
  mine(work);
  const what = press.subject as keyof typeof switches;
  if (!Object.hasOwn(switches, what))
    throw new Refused('nothing-to-stop', 'There is nothing to stop here. Open your page again.');
  const stopped = press.arg === 'stop';
  const one = switches[what];
  if (one.is(work.actor.manners) !== stopped) {
    const after = { ...work.actor, manners: { ...work.actor.manners, ...one.manners(stopped) } };
    await work.rows.people.save(after);
    await (what === 'questions' ? questionsSwitched(work) : lengthSwitched(work));
    work.audit('settings.changed', after.id);
    return panelWith(await pageCard({ ...work, actor: after }));
  }
  return panelWith(await pageCard(work));
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'own-page': { verb: 'own-page.open' | 'own-page.ask' };
  }
}

export const feature: FeatureOf<'own-page'> = {
  name: 'own-page',
  presses: {
    'own-page.open': {
      async opens(_press, work) {
        mine(work);
        return panelWith(await pageCard(work));
      },
    },
    'own-page.ask': switchAsking,
  },
  links: {
    'own-page': {
      personal: {
        enters: 'door.enter',
        renews: 'door.renew',
        presses: [
          'own-page.open',
          'own-page.ask',
          'plan.accept',
          'plan.decline',
          'plan.read',
          'agreement.read',
          'agreement.answer',
          'mentorship.open',
          'mentorship.pause',
          'mentorship.resume',
          'mentorship.end',
          'goal.propose',
          'goal.open',
          'hours.read',
          'record.read',
          'feedback.read',
          'ask.form',
          'ask.open',
          'ask.change',
          'ask.set',
          'ask.set-share',
          'ask.words',
          'ask.withdraw',
          'ask.talk',
          'change.list',
          'change.not-meant',
          'change.told',
          'review.form',
          'review.open',
          'review.rate',
          'review.skip',
          'review.not-today',
          'review.stop',
          'review.start',
          'review.change',
          'review.set',
          'review.share',
          'review.words',
          'review.withdraw',
          'review.panel',
          'review.read',
          'conversation.note',
          'conversation.read',
          'conversation.confirm',
          'data.open',
          'data.correct',
          'data.records',
          'data.leave',
          'data.erase-ask',
          'data.erase-back',
          'going-on.say',
          'going-on.show',
          'look-back.open',
          'look-back.write',
          'look-back.file',
          'look-back.no-thanks',
          'look-back.throw-away',
          'data.correct-ask',
          'copy.ask',
          'copy.page',
          'copy.json',
          'rights.wrong',
          'rights.read',
          'rights.withdraw',
          'mentee.mentor-absent',
          'mentee.somebody-else',
          'mentee.objects',
          'mentee.take-back',
          'release.choose',
          'pack.look',
          'stakeholder.choose',
          'stakeholder.open',
        ],
        shows: ['concern.open', 'home.open'],
        forms: [
          'agreement-answer',
          'ask-words',
          'conversation',
          'goal',
          'look-back',
          'not-meant',
          'own-data',
          'pack-look',
          'release-choice',
          'review-answers',
          'review-words',
          'rights-wrong',
          'session-answers',
          'stakeholder-choice',
        ],
      },
    },
  },
};
