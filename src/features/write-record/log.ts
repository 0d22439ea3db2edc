import { answers, type Block, type Button, button, buttons, type Card, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { join, mention, moment, say } from '../../chat/text.js';
import { nameIn, takePerson } from '../../commands/person.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { actualSpan, type Session } from '../../domain/session.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { shorten } from '../../kernel/words.js';
import type { ActorWork, CommandHandler, PressHandler } from '../feature.js';
import { aboutMentorship, demand } from '../shared/guards.js';
import { askWhich, toldApart } from '../shared/told-apart.js';
import { menteesIn, notNow } from './about.js';
import { openRecord } from './open.js';
import { quoteFeature, quoteInto } from './quote.js';

/** How many sessions and mentorships one answer offers by button. */
const mostOffered = 10;
/** Days in which "it didn't happen" is offered to be put right. */
const putRightDays = 14;

/** `log`: the record that waits, a choice of several, or an informal contact. */
export const log: CommandHandler = async (command, work) => {
  const mentorships = await mentoredBy(work);
  if (mentorships.length === 0)
    return replyWith(
      'The record',
      work.actor.roles.includes('mentor')
        ? 'You mentor nobody here yet. Type start and their name, for example: start @leo.'
        : 'Records are written by mentors. Type help to see what you can do.',
    );
  if (command.quote !== undefined) return quoteInto(command.quote, (await unrecorded(work)).waiting, work);
  const people = [...(await work.people()).values()];
  const named = takePerson(command.rest, command.mentions, people);
  switch (named.kind) {
    case 'person': {
      // "log @leo @aisha" is the session that both were in.
      const next = takePerson(named.rest, command.mentions, people);
      return withThose(
        next.kind === 'person' && next.person.id !== named.person.id ? [named.person, next.person] : [named.person],
        mentorships,
        work,
      );
    }
    case 'several':
      return whichPerson(named.people, mentorships, work);
    case 'unknown':
      return replyWith(
        'The record',
        `Nobody called ${shorten(named.name, 40)} is in this programme. Type log alone to see what waits, or log @name.`,
      );
    case 'nobody': {
      if (named.rest === '') return withAnyone(mentorships, work);
      // "log leo" without the @ means Leo; words that name none of their mentees open nobody's record.
      const found = nameIn(
        named.rest,
        people.filter((p) => mentorships.some((m) => m.mentee === p.id)),
        true,
      );
      const [one, another] = found?.people ?? [];
      if (found === undefined || one === undefined) return whomMeant(mentorships, work);
      return another === undefined ? withThose([one], mentorships, work) : whichPerson(found.people, mentorships, work);
    }
    default:
      return named satisfies never;
  }
};

/** Of several of one name those whom the actor mentors: what waits with each of them stands under their own button. */
async function whichPerson(
  people: readonly Person[],
  mentorships: readonly Mentorship[],
  work: ActorWork,
): Promise<Reply> {
  const mine = people.filter((p) => mentorships.some((m) => m.mentee === p.id));
  const [one, another] = mine;
  if (one === undefined) return replyWith('The record', 'You mentor none of them. Type log alone to see what waits.');
  if (another === undefined) return withThose([one], mentorships, work);
  return askWhich(mine, work, { button: (p, label) => button(label, 'record.choose', p.id) });
}

/** The one of several who was chosen. */
export const choosePerson: PressHandler = async (press, work) => {
  const mentorships = await mentoredBy(work);
  const mentorship = mentorships.find((m) => m.mentee === press.subject);
  demand('record.write', work, mentorship === undefined ? {} : aboutMentorship(mentorship));
  const person = (await work.people()).get(press.subject as PersonId);
  if (person === undefined)
    throw new Refused('no-such-person', 'That person is not here any more. Type log to see what waits.');
  const reply = await withThose([person], mentorships, work);
  return reply.kind === 'say' ? { kind: 'panel', card: reply.card } : reply;
};

const mentoredBy = async (work: ActorWork): Promise<readonly Mentorship[]> =>
  (await work.rows.mentorships.of(work.actor.id)).filter((m) => m.mentor === work.actor.id && m.state !== 'declined');

/** The actor's sessions that could be recorded and are not, the latest first; apart, those said not to have happened. */
async function unrecorded(
  work: ActorWork,
): Promise<{ readonly waiting: readonly Session[]; readonly notHeld: readonly Session[] }> {
  const all: Session[] = [];
  for (const p of await work.rows.portfolios.ofMentor(work.actor.id))
    all.push(...(await work.rows.sessions.some((await work.rows.overview.unrecorded(p.id, work.now)).ids)));
  const none = all
    .filter((s) => notNow(s, work.now, work.actor) === undefined)
    .sort((a, b) => actualSpan(b).to - actualSpan(a).to);
  return {
    waiting: none.filter((s) => s.state !== 'not-held'),
    notHeld: none.filter((s) => s.state === 'not-held' && work.now - s.startsAt < putRightDays * day),
  };
}

export const quote = quoteFeature(async (work) => (await unrecorded(work)).waiting);

async function withAnyone(mentorships: readonly Mentorship[], work: ActorWork): Promise<Reply> {
  const { waiting, notHeld } = await unrecorded(work);
  const [only] = waiting;
  if (waiting.length === 1 && only !== undefined) return openRecord(only, work);
  if (only === undefined) {
    const words = say`No session of yours waits for its record. If you met without a plan, keep it as an informal contact: it counts no hours.`;
    return { kind: 'say', card: choice('Nothing waits', words, notHeld, await contacts(mentorships, work)) };
  }
  const words = say`${waiting.length} sessions wait for their record. Choose one.`;
  return { kind: 'say', card: choice('Which session?', words, waiting, []) };
}

async function whomMeant(mentorships: readonly Mentorship[], work: ActorWork): Promise<Reply> {
  const { waiting } = await unrecorded(work);
  const words =
    waiting.length === 0
      ? say`I did not understand whom you mean. No session of yours waits for its record. Choose, or type log @name.`
      : say`I did not understand whom you mean. Choose, or type log @name.`;
  return { kind: 'say', card: choice('Whom do you mean?', words, waiting, await contacts(mentorships, work)) };
}

async function withThose(
  people: readonly Person[],
  mentorships: readonly Mentorship[],
  work: ActorWork,
): Promise<Reply> {
  const theirs: Mentorship[] = [];
  for (const person of people) {
    const all = mentorships.filter((m) => m.mentee === person.id);
    const mentorship = all.find((m) => m.state !== 'ended') ?? all[0];
    if (mentorship === undefined)
      return replyWith(
        'The record',
        `You don’t mentor ${person.name}. Type log alone to see which sessions wait for their record.`,
      );
    theirs.push(mentorship);
  }
  const { waiting, notHeld } = await unrecorded(work);
  const withThem = (s: Session): boolean => people.every((p) => s.attendees.some((a) => a.mentee === p.id));
  const sessions = waiting.filter(withThem);
  const whom = join(
    people.map((p) => say`${mention(p.id)}`),
    ' and ',
  );
  const words =
    sessions.length === 0
      ? say`No session with ${whom} waits for its record. If you met without a plan, keep it as an informal contact: it counts no hours.`
      : sessions.length === 1
        ? say`The last session with ${whom} waits for its record. An informal contact can be kept too: it counts no hours.`
        : say`${sessions.length} sessions with ${whom} wait for their record, the last one first. An informal contact can be kept too: it counts no hours.`;
  return {
    kind: 'say',
    card: choice(
      'The record',
      words,
      sessions.length === 0 ? notHeld.filter(withThem).slice(0, 1) : sessions,
      await contacts(theirs, work),
    ),
  };
}

async function contacts(mentorships: readonly Mentorship[], work: ActorWork): Promise<readonly Button[]> {
  const people = await work.people();
  const offered = mentorships.filter((m) => m.state !== 'ended').slice(0, mostOffered);
  const names = await toldApart(
    offered.flatMap((m) => people.get(m.mentee) ?? []),
    work,
  );
  return offered.map((m) =>
    button(shorten(`Informal contact: ${names.get(m.mentee) ?? 'someone who left'}`, 75), 'contact.open', m.id),
  );
}

function choice(
  title: string,
  words: ReturnType<typeof say>,
  sessions: readonly Session[],
  more: readonly Button[],
): Card {
  const offered = sessions.slice(0, mostOffered);
  const rows = offered.flatMap((s): Block[] => [
    text(say`${s.title}, ${moment(actualSpan(s).from)}, with ${menteesIn(s)}`),
    buttons(
      s.state === 'not-held'
        ? button(`It did happen: ${shorten(s.title, 40)}`, 'record.open', s.id)
        : button(`Write: ${shorten(s.title, 40)}`, 'record.open', s.id, offered.length === 1 ? { style: 'main' } : {}),
    ),
  ]);
  return { title, summary: words, blocks: [text(words), ...rows, ...(more.length === 0 ? [] : [answers(...more)])] };
}
