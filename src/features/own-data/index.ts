import { button, buttons, type Card, facts, list, muted, text } from '../../chat/card.js';
import type { Form } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { allocatedAs } from '../../domain/allocation.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { isCoordinated, type Person } from '../../domain/programme.js';
import { hasBegun } from '../../domain/session.js';
import { erasureSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Face, FeatureOf, FormFeature, PressHandler } from '../feature.js';
import { endAllocationsOf } from '../shared/allocating.js';
import { readersChanged, readersDiffer } from '../shared/asked-after.js';
import { endMentorship } from '../shared/end-mentorship.js';
import { askedToErase, askForErasure, eraseBy } from '../shared/erasure-asked.js';
import { demand } from '../shared/guards.js';
import { keepName, nameAnswers, nameForm } from '../shared/name-fields.js';
import { askCorrection, correctionFace } from './correction.js';
import { askedWords, dataCard, recordsCard } from './held.js';

/** *What is kept about me*: what, who may read it and who did; to correct it, to leave, and to have it erased. */

const mine = (work: ActorWork): void => demand('own-data.read', work, { owner: work.actor.id });

const form: FormFeature = {
  called: 'a correction of your name',
  async build({ subject }, work): Promise<Form> {
    demand('own-data.read', work, { owner: subject as PersonId });
    return nameForm('own-data', 'me');
  },
  async submit({ answers }, work) {
    mine(work);
    const problems = await keepName(work.actor, answers, work);
    if (problems.length > 0) return { problems };
    return closeWith('Saved', 'That is how I write of you from now on.');
  },
};

const isLast = async (person: Person, work: ActorWork): Promise<boolean> =>
  person.roles.includes('coordinator') && !isCoordinated((await work.people()).values(), person.id);

/** Whether a session of the actor's as a mentor has begun and is not over: one may outlast its mentorship. */
async function mentorsNow(work: ActorWork): Promise<boolean> {
  for (const p of await work.rows.portfolios.ofMentor(work.actor.id))
    if ((await work.rows.sessions.ofPortfolio(p.id)).some((s) => hasBegun(s, work.now))) return true;
  return false;
}

const leave: PressHandler = async (press, work): Promise<Reply> => {
  mine(work);
  if (await isLast(work.actor, work))
    throw new Refused(
      'last-coordinator',
      'You are the last coordinator who has written to me. Name another one first, with people.',
    );
  const live = (await work.rows.mentorships.of(work.actor.id)).filter(isLive);
  if (live.length > 0) {
    const line = literal('You are still working with somebody. End that first, or hand it over; then leave.');
    return {
      kind: 'panel',
      card: {
        title: 'Not yet',
        summary: line,
        blocks: [
          text(line),
          ...live
            .slice(0, 8)
            .flatMap((m) => [
              text(say`${mention(m.mentor === work.actor.id ? m.mentee : m.mentor)}`),
              buttons(
                button('Open it', 'mentorship.open', m.id),
                m.mentor === work.actor.id && m.state === 'active'
                  ? button('Hand it over', 'handover.begin', m.id)
                  : null,
              ),
            ]),
        ],
      },
    };
  }
  // Leaving takes every prompt of theirs, and so the one that ends a session and asks for its record.
  if (await mentorsNow(work))
    throw new Refused(
      'session-going-on',
      'A session of yours is still going on. End it first, or wait until it is over; then leave.',
    );
  if (press.arg !== 'yes') {
    const line = literal(
      'Leave the programme? I write to you no more. What is on record stays, until you ask for it to be erased.',
    );
    return {
      kind: 'panel',
      card: {
        title: 'Leave the programme?',
        summary: line,
        blocks: [
          text(line),
          buttons(
            button('Yes, leave', 'data.leave', '-', { arg: 'yes', style: 'danger' }),
            button('No, stay', 'data.open', '-'),
          ),
        ],
      },
    };
  }
  await work.rows.people.save({ ...work.actor, roles: [] });
  const ended = await endAllocationsOf(work.actor.id, allocatedAs, work);
  if (ended || readersDiffer(work.actor.roles, [])) await readersChanged(work);
  for (const p of await work.rows.prompts.waitingFor(work.actor.id)) work.cancel(p);
  work.audit('person.left', work.actor.id);
  return replyWith('Goodbye', 'You have left the programme. Thank you for the time you gave.');
};

/** What an erasure takes and what it leaves, as it is: `erase` in the store is what makes it so. */
function whatGoes(mentorships: readonly Mentorship[], person: PersonId, who: 'you' | 'they'): readonly Text[] {
  const [your, you] = who === 'you' ? ['Your', 'you'] : ['Their', 'they'];
  return [
    literal(`${your} name, accounts, drafts and settings go.`),
    ...(mentorships.some((m) => m.mentee === person)
      ? [
          literal(`As a mentee: ${your.toLowerCase()} agreements, goals, answers and records go.`),
          literal('A record of a group stays: it is the others’ too.'),
        ]
      : []),
    ...(mentorships.some((m) => m.mentor === person)
      ? [
          literal(
            `As a mentor: what ${you} wrote for ${who === 'you' ? 'yourself' : 'themselves'} goes, with notes and examples.`,
          ),
          literal('What a mentee shares in stays the mentee’s: their agreement, goals and part of the records.'),
        ]
      : []),
    literal('The minutes of sessions stay, so that totals still add up.'),
  ];
}

const askErase: PressHandler = async (press, work): Promise<Reply> => {
  mine(work);
  if (await isLast(work.actor, work))
    throw new Refused(
      'last-coordinator',
      'You are the last coordinator who has written to me. Name another one first, with people.',
    );
  const asked = await work.rows.kept.get(askedToErase, work.actor.id);
  // Asking twice is no new request: the day by which it is to be done stays.
  if (asked !== undefined) return panelWith(askedCard(asked, work));
  const mentorships = await work.rows.mentorships.of(work.actor.id);
  if (press.arg !== 'yes') {
    const line = literal('Ask the coordinator to erase what is kept about you? It cannot be undone once it is done.');
    return {
      kind: 'panel',
      card: {
        title: 'Ask for it to be erased?',
        summary: line,
        blocks: [
          text(line),
          list(whatGoes(mentorships, work.actor.id, 'you')),
          buttons(
            button('Yes, ask', 'data.erase-ask', '-', { arg: 'yes', style: 'danger' }),
            button('No', 'data.open', '-'),
          ),
        ],
      },
    };
  }
  await askForErasure(work);
  return panelWith(askedCard(work.now, work));
};

/** What somebody sees who has asked: since when, by when it is to be done, and the way back. */
const askedCard = (askedAt: number, work: ActorWork): Card => ({
  title: 'Asked',
  summary: askedWords(askedAt, work),
  blocks: [text(askedWords(askedAt, work)), buttons(button('Take it back', 'data.erase-back', '-'))],
});

const eraseBack: PressHandler = async (_press, work): Promise<Reply> => {
  mine(work);
  if ((await work.rows.kept.get(askedToErase, work.actor.id)) === undefined)
    throw new Refused('not-asked', 'You have not asked for it, or have taken it back. Nothing has changed.');
  await work.rows.kept.forget(askedToErase, work.actor.id);
  work.redraw(erasureSubject.write({ person: work.actor.id }));
  work.audit('person.erasure-taken-back', work.actor.id);
  return replyWith('Taken back', 'What is kept about you stays as it is. You can ask again at any time.');
};

/** To each coordinator: somebody asks, and the way to do it. */
const erasureAsked: Face = {
  called: 'a request to be forgotten',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const id = erasureSubject.read(d.subject)?.person;
    if (id === undefined || d.reader?.roles.includes('coordinator') !== true) return null;
    const there = (await d.people()).has(id);
    const askedAt = await d.rows.kept.get(askedToErase, id);
    const open = askedAt !== undefined && there;
    const line = open
      ? say`${mention(id)} asks for what is kept about them to be erased. It is to be done by ${moment(eraseBy(askedAt, d.programme.zone), 'date')}.`
      : there
        ? say`${mention(id)} has taken it back. There is nothing to do.`
        : literal('This was dealt with.');
    return {
      title: open ? 'Erasure asked for' : there ? 'Taken back' : 'Dealt with',
      summary: line,
      blocks: [text(line), ...(open ? [buttons(button('Look at it', 'data.erase', id))] : [])],
    };
  },
};

const erase: PressHandler = async (press, work): Promise<Reply> => {
  demand('person.erase', work);
  const person = await work.rows.people.get(press.subject as PersonId);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Nothing is left to erase.');
  if (await isLast(person, work))
    throw new Refused(
      'last-coordinator',
      'They are the last coordinator who has written to me. Name another one first, with people.',
    );
  const mentorships = await work.rows.mentorships.of(person.id);
  const asked = (await work.rows.kept.get(askedToErase, person.id)) !== undefined;
  if (press.arg !== 'yes') {
    const line = say`Erase what is kept about ${mention(person.id)}? It cannot be undone.`;
    return {
      kind: 'panel',
      card: {
        title: 'Erase for good?',
        summary: line,
        blocks: [
          text(line),
          facts(
            ['Asked for here', literal(asked ? 'yes' : 'no: make sure that they want it')],
            ['Mentorships', literal(count(mentorships.length, 'mentorship'))],
          ),
          list(whatGoes(mentorships, person.id, 'they')),
          muted(literal('Slack and Teams keep their own copies of messages.')),
          buttons(
            button('Erase for good', 'data.erase', person.id, { arg: 'yes', style: 'danger' }),
            button('No', 'people.board', '-'),
          ),
        ],
      },
    };
  }
  for (const m of mentorships) await endMentorship(m, m.mentor === person.id ? 'mentor-erased' : 'mentee-erased', work);
  for (const p of await work.rows.prompts.waitingFor(person.id)) work.cancel(p);
  work.audit('person.erased', person.id, { asked, mentorships: mentorships.length });
  work.redraw(erasureSubject.write({ person: person.id }));
  work.erase(person.id);
  return replyWith('Erased', await whatIsLeft(person.id, mentorships, work));
};

/** What stays of somebody who is erased just now: of sessions, where they had any. */
async function whatIsLeft(person: PersonId, mentorships: readonly Mentorship[], work: ActorWork): Promise<string> {
  if (mentorships.length === 0) return 'It is done.';
  if (mentorships.some((m) => m.mentor === person))
    return 'It is done. The minutes stay, and what their mentees share in stays the mentees’.';
  const sessions = (await Promise.all(mentorships.map((m) => work.rows.sessions.ofMentorship(m.id)))).flat();
  return sessions.some((s) => s.attendees.length > 1)
    ? 'It is done. The minutes stay, and the records of groups, which are the others’ too.'
    : 'It is done. The minutes stay, without a word.';
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    'own-data': {
      verb:
        | 'data.open'
        | 'data.correct'
        | 'data.records'
        | 'data.leave'
        | 'data.erase-ask'
        | 'data.erase-back'
        | 'data.correct-ask'
        | 'data.erase';
      form: 'own-data';
      face: 'erasure-asked' | 'correction-asked';
      audit:
        | 'person.correction-asked'
        | 'person.erased'
        | 'person.erasure-asked'
        | 'person.erasure-taken-back'
        | 'person.left';
    };
  }
}

export const feature: FeatureOf<'own-data'> = {
  name: 'own-data',
  presses: {
    'data.open': {
      async opens(_press, work) {
        mine(work);
        return { kind: 'panel', card: await dataCard(work) };
      },
    },
    'data.correct': {
      async opens(_press, work) {
        mine(work);
        return work.forms.open('own-data', work.actor.id, nameAnswers(work.actor), { fresh: true });
      },
    },
    'data.records': {
      opens: async (press, work) => ({ kind: 'panel', card: await recordsCard(press.subject, press.arg, work) }),
    },
    'data.leave': leave,
    'data.erase-ask': { opens: askErase },
    'data.erase-back': eraseBack,
    'data.erase': erase,
    'data.correct-ask': { opens: askCorrection },
  },
  forms: { 'own-data': form },
  faces: { 'erasure-asked': erasureAsked, 'correction-asked': correctionFace },
};
