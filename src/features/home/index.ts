import {
  type Block,
  button,
  buttons,
  type Card,
  concernButton,
  divider,
  facts,
  heading,
  muted,
  text,
} from '../../chat/card.js';
import { platformNames } from '../../chat/platforms.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { inChannel } from '../../commands/grammar.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { type Role, unsetIn } from '../../domain/programme.js';
import { mannersOf } from '../../domain/prompt-schedule.js';
import { canSayAbsent, hasBegun, heldAt, type Session } from '../../domain/session.js';
import { hour } from '../../kernel/clock.js';
import type { DraftId, PersonId } from '../../kernel/ids.js';
import { count, listInWords, minutesInWords } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, Face, FeatureOf, Work } from '../feature.js';
import { askedToErase, eraseBy } from '../shared/erasure-asked.js';
import { evidenceLine } from '../shared/evidence-line.js';
import { type Board, boardOf, parts, titles, waitingOn } from '../shared/programme-waiting.js';
import { barOf, portfolioHoursOf, summed } from '../shared/read-hours.js';
import { reviewsOfTheWeek } from '../shared/reviews-lately.js';
import { answerMissed, formReady, sayMissed } from './missed.js';
import { notDelivered, notDeliveredTo, tellNotDelivered, undeliveredOn } from './not-delivered.js';
import { type Waiting, waitingFor } from './waiting.js';

/** What waits for somebody, what is next, and how far they are: one panel, also Slack's App Home. */

async function homeCard(work: ActorWork): Promise<Card> {
  const me = work.actor;
  const mentorships = await work.rows.mentorships.of(me.id);
  const waiting = await waitingFor(work, mentorships);
  const next = await work.rows.sessions.nextOf(me.id, work.now - 8 * hour, 1);
  const mentor = me.roles.includes('mentor');
  const coordinator = me.roles.includes('coordinator');
  const board = coordinator ? await boardOf(work) : undefined;
  const line = literal(waitsInWords(waiting.count, board === undefined ? 0 : waitingOn(board)));
  const blocks: Block[] = [text(line), ...(await ownRequest(work))];
  for (const w of waiting.first) blocks.push(text(w.line), buttons(...w.buttons));
  const more = waiting.count - waiting.first.length;
  if (more > 0) blocks.push(muted(literal(`… and ${more} more.`)));
  if (mentor || me.roles.includes('mentee') || next[0] !== undefined)
    blocks.push(
      divider,
      heading(literal('Next session')),
      ...nextBlocks(next[0], work, mentorships.length > 0, waiting.first),
    );
  if (mentor) blocks.push(...(await hoursBlocks(work)));
  blocks.push(...(await ownHoursBlocks(mentorships, work)));
  if (board !== undefined) blocks.push(divider, ...(await coordinatorBlocks(board, work)));
  const open = mentorships.filter((m) => m.state !== 'ended' && m.state !== 'declined');
  if (open.length > 0) {
    blocks.push(divider, heading(literal('Working together')));
    for (const m of open.slice(0, 8)) {
      const other = m.mentor === me.id ? m.mentee : m.mentor;
      blocks.push(
        text(
          say`${mention(other)}, ${m.mentor === me.id ? 'your mentee' : 'your mentor'}${m.state === 'active' ? '' : m.state === 'paused' ? ' (paused)' : ' (not signed yet)'}`,
        ),
        buttons(
          button('Goals and more', 'mentorship.open', m.id),
          m.mentee === me.id ? button('I’d like somebody else', 'mentee.somebody-else', m.id) : null,
          m.mentor === me.id && m.state === 'active' ? button('Plan a session', 'plan.new', m.id) : null,
        ),
      );
    }
  }
  const over = mentorships.find((m) => m.mentee === me.id && m.state === 'ended' && m.agreedAt !== null);
  if (over !== undefined)
    blocks.push(
      divider,
      text(say`You and ${mention(over.mentor)} have finished.`),
      buttons(button('Look back', 'look-back.open', over.id)),
    );
  if (mentorships.length > 0 || me.roles.some((role) => looksBack.has(role)))
    blocks.push(divider, buttons(button('Past sessions', 'past.open', '-')));
  const { quiet } = mannersOf(me, work.programme);
  blocks.push(
    muted(literal(`Times are in ${me.zone}. Quiet hours: ${quiet.from} to ${quiet.to}.`)),
    // A row of its own: where three stand together a phone's chat folds some of them away, and this is one tap.
    ...(me.roles.includes('mentee') ? [buttons(button('When it gets hard', 'hard.open', '-'))] : []),
    buttons(button('Settings', 'settings.open', '-'), concernButton(mentor ? 'mentor' : 'mentee')),
  );
  return { title: 'Home', summary: line, blocks };
}

/** Who reads what others have done, beside those who took part in it. */
const looksBack: ReadonlySet<Role> = new Set(['coordinator', 'supervisor', 'assessor', 'iqa']);

/** What waits for somebody, and in the programme that they coordinate: `people` says the same number of it. */
function waitsInWords(own: number, programme: number): string {
  const wait = (n: number): string => `${count(n, 'thing')} ${n === 1 ? 'waits' : 'wait'}`;
  if (programme === 0) return own === 0 ? 'Nothing waits for you.' : `${wait(own)} for you.`;
  return own === 0
    ? `In the programme ${wait(programme)}.`
    : `${wait(own)} for you, and ${programme} in the programme.`;
}

/** What they have asked for themselves and wait for: to be erased. */
async function ownRequest(work: ActorWork): Promise<readonly Block[]> {
  const asked = await work.rows.kept.get(askedToErase, work.actor.id);
  return asked === undefined
    ? []
    : [
        text(
          say`You asked on ${moment(asked, 'date')} for what is kept about you to be erased. It is to be done by ${moment(eraseBy(asked, work.programme.zone), 'date')}.`,
        ),
        buttons(button('Take it back', 'data.erase-back', '-')),
      ];
}

function nextBlocks(
  s: Session | undefined,
  work: ActorWork,
  any: boolean,
  waiting: readonly Waiting[],
): readonly Block[] {
  if (s === undefined)
    return [
      muted(
        literal(
          work.actor.roles.includes('mentor')
            ? any
              ? 'Nothing is planned. Type plan and a name, for example: plan @leo tomorrow 3pm.'
              : waiting.some((w) => w.buttons.some((b) => b.press.verb === 'mentorship.start'))
                ? 'You mentor nobody yet. Begin with whoever is suggested to you.'
                : 'You mentor nobody yet. Type start and a name, for example: start @leo.'
            : 'Nothing is planned yet.',
        ),
      ),
    ];
  const other: Text =
    s.mentor === work.actor.id
      ? { parts: s.attendees.flatMap((a, i) => [...(i === 0 ? [] : [', ']), mention(a.mentee)]) }
      : say`${mention(s.mentor)}`;
  return [
    facts(
      ['What', literal(s.title)],
      ['When', say`${moment(heldAt(s))}, for ${minutesInWords(s.minutes)}`],
      ['With', other],
      s.place === '' ? null : ['Where', literal(s.place)],
    ),
    buttons(
      button('See the plan', 'plan.read', s.id),
      s.mentor === work.actor.id && s.state === 'planned' ? button('Start now', 'session.start', s.id) : null,
      s.mentor === work.actor.id && hasBegun(s, work.now) ? button('End now', 'session.end', s.id) : null,
      s.mentor !== work.actor.id && canSayAbsent(s, work.now)
        ? button('My mentor didn’t come', 'mentee.mentor-absent', s.id)
        : null,
    ),
  ];
}

async function hoursBlocks(work: ActorWork): Promise<readonly Block[]> {
  const all = await portfolioHoursOf(work.rows, work.actor.id);
  if (all.length === 0) return [];
  const blocks: Block[] = [divider, heading(literal('Your hours'))];
  for (const time of all) blocks.push(await barOf(work.rows, time));
  const confirmed = summed(all, (totals) => totals.confirmedMinutes);
  return [
    ...blocks,
    muted(literal(`${minutesInWords(confirmed)} confirmed by mentees.`)),
    ...(await evidenceLine(work.rows, all)),
  ];
}

/** A mentee's own hours, with each mentor: what was delivered, and what they have said yes to. */
async function ownHoursBlocks(mentorships: readonly Mentorship[], work: ActorWork): Promise<readonly Block[]> {
  const agreed = mentorships.filter((m) => m.mentee === work.actor.id && m.agreedAt !== null);
  if (agreed.length === 0) return [];
  const theirs = await work.rows.totals.ofMentee(work.actor.id);
  let [delivered, confirmed] = [0, 0];
  for (const id of new Set(agreed.map((m) => m.portfolio))) {
    delivered += theirs.get(id)?.deliveredMinutes ?? 0;
    confirmed += theirs.get(id)?.confirmedMinutes ?? 0;
  }
  return [
    divider,
    heading(literal('Your hours with your mentor')),
    text(
      literal(
        delivered === 0
          ? 'None so far. They count once you have met and your mentor has written about it.'
          : `${minutesInWords(delivered)} of mentoring so far. You have confirmed ${minutesInWords(confirmed)}.`,
      ),
    ),
  ];
}

/** What a coordinator sees of the programme: what is not set yet, what was not delivered, and the ways to both. */
async function coordinatorBlocks(board: Board, work: ActorWork): Promise<readonly Block[]> {
  const { settings } = work.programme;
  const noLead = settings.safeguarding.lead === undefined;
  const open = unsetIn(settings);
  const undelivered = await work.rows.outbox.countUndelivered();
  return [
    heading(literal('The programme')),
    ...work.away.map(({ platform, since, notLetIn }) => {
      const name = platformNames[platform];
      return text(
        notLetIn
          ? say`${name} does not let this bot in since ${moment(since)}. What is for people there waits. Tell whoever runs this bot: it has to be installed there again, or given a new token.`
          : say`${name} could not be reached since ${moment(since)}. It is tried again each minute, and what is for people there waits. If it stays so, tell whoever runs this bot.`,
      );
    }),
    ...parts.flatMap((part): readonly Block[] => {
      const [only, ...more] = board[part];
      if (only === undefined) return [];
      return more.length === 0
        ? [text(only.line), ...(only.buttons.length === 0 ? [] : [buttons(...only.buttons)])]
        : [text(literal(`${titles[part]}: ${more.length + 1}.`)), buttons(button('See them', 'people.waiting', part))];
    }),
    ...(await reviewsOfTheWeek(work)),
    ...(noLead
      ? [
          text(literal('No safeguarding lead is set. Please set one first.')),
          buttons(button('Set it now', 'programme.setup', '-', { style: 'main' })),
        ]
      : []),
    ...(open.length === 0 ? [] : [muted(literal(`Not set yet: ${listInWords(open)}.`))]),
    ...(settings.digest.channel === undefined
      ? [muted(literal(`For the digest: write ${inChannel('digest')} in the channel where it should go.`))]
      : []),
    ...(undelivered === 0
      ? []
      : [
          text(literal(`${count(undelivered, 'message')} could not be delivered.`)),
          buttons(button('See why', 'delivery.list', '-')),
        ]),
    buttons(
      button('People', 'people.board', '-'),
      noLead ? null : button('Set up the programme', 'programme.setup', '-'),
      button('Questions, skills, templates', 'catalogue.open', '-'),
    ),
  ];
}

/** Told to whoever waits for somebody that cannot be reached: subject the person. */
const notReached: Face = {
  called: 'somebody who was not reached',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const person = d.subject as PersonId;
    const line = say`I could not reach ${mention(person)}.`;
    return {
      title: 'Not reached',
      summary: line,
      blocks: [
        text(line),
        muted(literal('They may have blocked the bot or left. Tell them another way, and ask the coordinator.')),
      ],
    };
  },
};

const home: CommandHandler = async (_command, work) => {
  const card = await homeCard(work);
  return { kind: 'panel', card, inMessage: card };
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    home: {
      command: 'home';
      verb: 'home.open' | 'draft.continue';
      face: 'answer-missed' | 'form-ready' | 'not-reached' | 'not-delivered' | 'not-delivered-to' | 'undelivered-on';
      audit: 'person.not-reached';
    };
  }
}

export const feature: FeatureOf<'home'> = {
  name: 'home',
  commands: { home },
  unasked: { home },
  missed: sayMissed,
  presses: {
    'home.open': { opens: async (_press, work) => ({ kind: 'panel', card: await homeCard(work) }) },
    'draft.continue': {
      async opens(press, work) {
        const draft = await work.rows.drafts.get(press.subject as DraftId);
        if (draft === undefined || draft.person !== work.actor.id)
          return replyWith(
            'Not here',
            'That form is not yours, or is no longer here. Type home to see what waits for you.',
          );
        return work.forms.continue(draft);
      },
    },
  },
  faces: {
    'answer-missed': answerMissed,
    'form-ready': formReady,
    'not-reached': notReached,
    'not-delivered': notDelivered,
    'not-delivered-to': notDeliveredTo,
    'undelivered-on': undeliveredOn,
  },
  notDelivered: tellNotDelivered,
  async unreachable(person, work: Work) {
    const waiting = new Set<PersonId>();
    for (const m of await work.rows.mentorships.of(person))
      if (m.state !== 'ended' && m.state !== 'declined') waiting.add(m.mentor === person ? m.mentee : m.mentor);
    const people = await work.people();
    for (const p of people.values()) if (p.roles.includes('coordinator')) waiting.add(p.id);
    waiting.delete(person);
    // Mentees are not told of their mentor's accounts: that is the coordinator's to say.
    for (const id of waiting)
      if (people.get(id)?.roles.some((r) => r === 'mentor' || r === 'coordinator') === true)
        work.show('not-reached', person, { person: id });
    work.audit('person.not-reached', person);
  },
};
