import { button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import { type Form, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { allocatedAs } from '../../domain/allocation.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { isCoordinated, type Person } from '../../domain/programme.js';
import { holdOver, type RightsRequest } from '../../domain/rights.js';
import { hasBegun } from '../../domain/session.js';
import { erasureSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Face, FeatureOf, FormFeature, PressHandler } from '../feature.js';
import { endAllocationsOf } from '../shared/allocating.js';
import { readersChanged, readersDiffer } from '../shared/asked-after.js';
import { askedToErase, askForErasure, eraseBy } from '../shared/erasure-asked.js';
import { demand } from '../shared/guards.js';
import { keepName, nameAnswers, nameForm } from '../shared/name-fields.js';
import { beginSecondWay, confirmSecondWay, secondWayForm, type ToConfirm } from '../shared/second-way.js';
import { askCorrection, correctionFace } from './correction.js';
import { endAgain, endWhatLives } from './end-what-lives.js';
import { askedWords, dataCard, recordsCard } from './held.js';
import { beforeErasing, whatIsLeft, whatStays } from './what-goes.js';

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

const askErase: PressHandler = async (press, work): Promise<Reply> => {
  mine(work);
  if (await isLast(work.actor, work))
    throw new Refused(
      'last-coordinator',
      'You are the last coordinator who has written to me. Name another one first, with people.',
    );
  const asked = await work.rows.kept.get(askedToErase, work.actor.id);
  // Asking twice is no new request: the day by which it is to be done stays.
  if (asked !== undefined) return panelWith(askedCard(asked, await toldOfHold(work), work));
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
          ...beforeErasing(mentorships, work.actor.id, 'you'),
          buttons(
            button('Yes, ask', 'data.erase-ask', '-', { arg: 'yes', style: 'danger' }),
            button('No', 'data.open', '-'),
          ),
        ],
      },
    };
  }
  await askForErasure(work);
  return panelWith(askedCard(work.now, await toldOfHold(work), work));
};

/** What somebody sees who has asked: since when, by when it is to be done, and the way back. */
const askedCard = (askedAt: number, told: string | undefined, work: ActorWork): Card => ({
  title: 'Asked',
  summary: askedWords(askedAt, work),
  blocks: [
    text(askedWords(askedAt, work)),
    // In the words that a coordinator approved: true, and without why.
    ...(told === undefined ? [] : [text(literal(told))]),
    ...whatStays,
    buttons(button('Take it back', 'data.erase-back', '-')),
  ],
});

/** What they are told while they are on hold. */
const toldOfHold = async (work: ActorWork): Promise<string | undefined> =>
  (await holdOn(work.actor.id, work))?.words.told;

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
    const erasedAt = (await d.rows.people.get(id))?.erasedAt ?? null;
    const there = erasedAt === null;
    const askedAt = await d.rows.kept.get(askedToErase, id);
    const open = askedAt !== undefined && there;
    const line = open
      ? say`${mention(id)} asks for what is kept about them to be erased. It is to be done by ${moment(eraseBy(askedAt, d.programme.zone), 'date')}.`
      : there
        ? say`${mention(id)} has taken it back. There is nothing to do.`
        : say`What was kept about somebody who had asked for it is erased, since ${moment(erasedAt, 'date')}. There is nothing left to do.`;
    return {
      title: open ? 'Erasure asked for' : there ? 'Taken back' : 'Erased',
      summary: line,
      blocks: [text(line), ...(open ? [buttons(button('Look at it', 'data.erase', id))] : [])],
    };
  },
};

/** Whom it concerns, as things are. @throws Refused where nobody is to be erased, or not now */
async function toErase(id: string, work: ActorWork): Promise<Person> {
  demand('person.erase', work);
  const person = await work.rows.people.get(id as PersonId);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more. Nothing is left to erase.');
  if (await isLast(person, work))
    throw new Refused(
      'last-coordinator',
      'They are the last coordinator who has written to me. Name another one first, with people.',
    );
  return person;
}

const erase: PressHandler = async (press, work): Promise<Reply> => {
  const person = await toErase(press.subject, work);
  const hold = await holdOn(person.id, work);
  if (hold !== undefined) return panelWith(heldCard(hold));
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
          ...beforeErasing(mentorships, person.id, 'they'),
          buttons(
            button('Erase for good', 'data.erase', person.id, { arg: 'yes', style: 'danger' }),
            button('No', 'people.board', '-'),
          ),
        ],
      },
    };
  }
  return beginSecondWay(erasing(person, mentorships), 'erase-confirm', work);
};

const erasing = (person: Person, mentorships: readonly Mentorship[]): ToConfirm => ({
  act: 'erase',
  subject: person.id,
  figures: {
    mentorships: mentorships.length,
    standing: mentorships.map((m) => `${m.id} ${m.state}`).join(),
  },
});

/** `erase-confirm`: takes the code, and erases. */
const confirmErase: FormFeature = {
  called: 'an erasure to confirm',
  async build({ subject }, work) {
    const person = await toErase(subject, work);
    const hold = await holdOn(person.id, work);
    if (hold !== undefined) return heldCard(hold);
    return secondWayForm(
      'erase-confirm',
      'erase',
      say`What is kept about ${mention(person.id)} is erased for good. It cannot be undone.`,
      work,
    );
  },
  async submit({ subject, answers }, work) {
    const person = await toErase(subject, work);
    const mentorships = await work.rows.mentorships.of(person.id);
    const confirmed = await confirmSecondWay(erasing(person, mentorships), textOf(answers.values, 'code'), work);
    if ('problem' in confirmed) return { problems: [{ at: 'code', say: confirmed.problem }] };
    const asked = (await work.rows.kept.get(askedToErase, person.id)) !== undefined;
    await endWhatLives(person, work);
    work.audit('person.erased', person.id, { asked, mentorships: mentorships.length, confirmed: confirmed.way });
    work.erase(person.id);
    const done = literal(await whatIsLeft(person.id, mentorships, work));
    return { kind: 'close', say: { title: 'Erased', summary: done, blocks: [text(done), ...whatStays] } };
  },
};

/** What keeps somebody from being erased now, if anything. */
const holdOn = async (person: PersonId, { rows }: Pick<ActorWork, 'rows'>): Promise<RightsRequest | undefined> =>
  holdOver(await rows.rights.about(person));

/** To the coordinator: that it waits, and why. */
const heldCard = (hold: RightsRequest): Card => {
  const line = say`${mention(hold.about)} is on hold since ${moment(hold.askedAt, 'date')}, so nothing of theirs can be erased yet.`;
  return {
    title: 'On hold',
    summary: line,
    blocks: [
      text(line),
      muted(literal('Why:')),
      text(literal(hold.words.said)),
      buttons(button('Look at the hold', 'rights.hold', hold.about), button('Back to people', 'people.board', '-')),
    ],
  };
};

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
      form: 'own-data' | 'erase-confirm';
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
  erasedAgain: endAgain,
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
  forms: { 'own-data': form, 'erase-confirm': confirmErase },
  faces: { 'erasure-asked': erasureAsked, 'correction-asked': correctionFace },
};
