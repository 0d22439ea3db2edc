import { answers, button, buttons, type Card, muted, sentence, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith, replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { emailsOf } from '../../domain/identity-match.js';
import { allowed } from '../../domain/permissions.js';
import { hasAccount, isCoordinated, type Person } from '../../domain/programme.js';
import { tomorrowAt } from '../../domain/prompt-schedule.js';
import { mayBeAsked } from '../../domain/stakeholder.js';
import { stakeholderAgainPrompt, stakeholderAskPrompt } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';
import type { Drawing, Face, LinkUse, PressHandler, Prompt, Work } from '../feature.js';
import { type ToAnswer, toAnswer, waitsForAnswer } from '../shared/ask-stakeholder.js';
import { goneCard } from '../shared/erased-part.js';
import { demand } from '../shared/guards.js';
import { addAccessLink, makeAccessLink } from '../shared/make-access-link.js';
import { together } from '../shared/who-reads.js';
import { linkCard } from './choose.js';
import { askedSubject, passSubject } from './subjects.js';

/**
 * A stakeholder is asked: one message and one link, however many mentors, and one reminder (docs/field.md#stakeholders).
 * Nobody else hears that they are, or what became of it.
 */

/** The reminder, so long after the asking; *not today* makes it tomorrow's. */
const againAfter = 5 * day;
const againAt = '12:00';
/** Later than that the reminder would leave them no time. */
const leastLeft = day;

const untilOf = (all: readonly ToAnswer[]): number => Math.max(...all.map(({ form }) => form.editableUntil));
const mentorsOf = (all: readonly ToAnswer[]): readonly PersonId[] => [...new Set(all.map((a) => a.mentorship.mentor))];

const mentorsInWords = (all: readonly ToAnswer[]): Text =>
  together(mentorsOf(all).map((m) => say`${mention(m)}`)) ?? literal('');

export const askPrompt: Prompt<'stakeholder-ask'> = {
  waitsFor: 'working-days',
  folds: false,
  session: null,
  asks: 'anyone',
  occurrence: stakeholderAskPrompt,
  async fire(prompt, work) {
    const about = stakeholderAskPrompt.read(prompt.occurrence);
    const person = about && (await work.rows.people.get(about.person));
    if (about === undefined || person === undefined) return;
    const open = (await toAnswer(person.id, work)).filter(waitsForAnswer);
    if (open.length === 0) return;
    await reaches(person, open, about.date, 'stakeholder-asked', work);
    const dueAt = work.now + againAfter;
    if (dueAt + leastLeft < untilOf(open)) remindAt(person.id, about.date, dueAt, untilOf(open), work);
  },
};

const remindAt = (person: PersonId, date: string, dueAt: number, until: number, work: Work): void =>
  work.schedule({
    ...stakeholderAgainPrompt.prompt({ person, date }),
    subject: person,
    to: person,
    dueAt,
    expiresAt: until,
  });

export const againPrompt: Prompt<'stakeholder-again'> = {
  waitsFor: 'working-days',
  folds: false,
  session: null,
  asks: 'anyone',
  occurrence: stakeholderAgainPrompt,
  async fire(prompt, work) {
    const about = stakeholderAgainPrompt.read(prompt.occurrence);
    const person = about && (await work.rows.people.get(about.person));
    if (about === undefined || person === undefined) return;
    const waiting = (await toAnswer(person.id, work)).filter((a) => waitsForAnswer(a) && !a.form.reminded);
    if (waiting.length === 0) return;
    // Whoever passes a link on by hand is not asked to do it again: they would learn that nothing came.
    if (!hasAccount(person) && !(await isMailed(person, work))) {
      // A mail that was given up has asked nobody: their link is handed over from now on, as where no mail goes.
      if (await isGivenUp(person, work)) await handedOver(person, waiting, about.date, work);
      return;
    }
    for (const { form } of waiting) await work.rows.reviews.saveForm({ ...form, reminded: true });
    await reaches(person, waiting, about.date, 'stakeholder-again', work);
  },
};

/** Whether mails reach them: there is an address and a server, and the last one was not given up. */
async function isMailed(person: Person, work: Work): Promise<boolean> {
  if (work.pages?.mails !== true || emailsOf(person).length === 0) return false;
  return !(await isGivenUp(person, work));
}

const isGivenUp = async (person: Person, { rows }: Pick<Work, 'rows'>): Promise<boolean> =>
  (await rows.mails.lastOf(person.id))?.state === 'failed';

/** Whoever coordinates is given the link to pass on. */
async function handedOver(person: Person, open: readonly ToAnswer[], date: string, work: Work): Promise<void> {
  for (const one of await passersOf(person, open, work))
    work.show('stakeholder-pass', passSubject.write({ person: person.id, date }), { person: one });
}

/** By the chat they are in; else by mail; else whoever coordinates is given the link to pass on. */
async function reaches(
  person: Person,
  open: readonly ToAnswer[],
  date: string,
  face: 'stakeholder-asked' | 'stakeholder-again',
  work: Work,
): Promise<void> {
  if (hasAccount(person)) {
    work.show(face, askedSubject.write({ person: person.id, date }), { person: person.id });
    return;
  }
  const to = emailsOf(person)[0];
  if (to === undefined || work.pages?.mails !== true) {
    await handedOver(person, open, date, work);
    return;
  }
  const { link, token } = await addAccessLink(work, {
    person: person.id,
    purpose: 'stakeholder-answers',
    subject: person.id,
    madeBy: (await work.rows.stakeholderAsks.ofPerson(person.id)).find(mayBeAsked)?.proposedBy ?? person.id,
    expiresAt: untilOf(open),
  });
  await work.rows.mails.add({
    id: work.ids.next('mail'),
    programme: work.programme.id,
    person: person.id,
    link: link.id,
    words: { to, url: `${work.pages.base}/f/${token}` },
    askedAt: work.now,
  });
}

/** The coordinators; where there is none beside the mentor, whoever proposed them. */
async function passersOf(person: Person, open: readonly ToAnswer[], work: Work): Promise<readonly PersonId[]> {
  const people = [...(await work.people()).values()];
  const mentors = mentorsOf(open);
  const coordinators = people.filter(
    (p) => p.roles.includes('coordinator') && hasAccount(p) && p.id !== person.id && !mentors.includes(p.id),
  );
  if (coordinators.length > 0) return coordinators.map((p) => p.id);
  const asks = await work.rows.stakeholderAsks.ofPerson(person.id);
  return [...new Set(asks.filter(mayBeAsked).map((a) => a.proposedBy))];
}

/** What a mail says: no name, nothing that anybody wrote, whoever it is to. */
export const mail: NonNullable<LinkUse['mail']> = ({ url, until, to }) => ({
  subject: 'Four questions about mentoring, about two minutes',
  text: [
    'You see somebody at work who mentors. Would you say how it looks from where you stand?',
    `Four questions, about two minutes, by ${showMoment(until, to.zone, to.locale, 'date')}. You can leave out any of them, and you can say no.`,
    'It helps the mentor to do it better. The mentor, the person who is mentored and the coordinator read your answers. The person who is mentored said yes to your being asked.',
    `You need no account and no code:\n${url}`,
    'If this is not for you, you need not do anything.',
  ]
    .join('\n\n')
    .concat('\n'),
});

const nothing = sentence('Nothing is asked', 'Nothing is asked of you any more. Thank you.');

async function askedCard(d: Drawing, again: boolean): Promise<Card | null> {
  const about = askedSubject.read(d.subject);
  if (about === undefined || d.reader?.id !== about.person) return null;
  const all = (await toAnswer(about.person, d)).filter((a) => a.open);
  if (all.length === 0) return again ? goneCard('stakeholder-again', d) : nothing;
  const until = untilOf(all);
  const waiting = all.filter(waitsForAnswer);
  if (waiting.length === 0) {
    const declined = all.every(({ form }) => form.state === 'declined');
    const line = declined
      ? say`That is fine. Nobody is told. You can change your mind until ${moment(until, 'date')}.`
      : say`Thank you. You can change what you said, or take it back, until ${moment(until, 'date')}.`;
    return {
      title: declined ? 'You would rather not' : 'Thank you',
      summary: line,
      blocks: [text(line), buttons(button('Look at it again', 'stakeholder.answer', about.person))],
    };
  }
  const mentors = mentorsInWords(waiting);
  const n = waiting.length;
  const line =
    n === 1
      ? say`You see how ${mentors} mentors. How does it look from where you stand?`
      : say`You see how ${mentors} mentor. How does it look from where you stand?`;
  return {
    title: again ? 'Still time to answer' : 'Four questions',
    summary: line,
    blocks: [
      text(line),
      text(
        n === 1
          ? say`Four questions, about two minutes, by ${moment(until, 'date')}. They are about what the mentor does.`
          : say`Four questions about each of ${count(n, 'mentoring', 'mentorings')}, about two minutes each, by ${moment(until, 'date')}. They are about what the mentor does.`,
      ),
      muted(
        literal(
          'The mentor, the one who is mentored and the coordinator read your answers. The one who is mentored said yes to your being asked.',
        ),
      ),
      answers(
        button('Answer', 'stakeholder.answer', about.person, { style: 'main' }),
        again ? null : button('Not today', 'stakeholder.not-today', d.subject),
        button('I would rather not', 'stakeholder.decline', about.person),
      ),
    ],
  };
}

const face = (called: string, again: boolean): Face => ({
  called,
  comes: 'to-others',
  why: {
    say: 'You stand beside somebody who is mentored, and they said yes to your being asked. One reminder comes, and no more.',
    asks: ['stakeholder.answer'],
  },
  withoutAccount: 'nothing',
  folded: null,
  draw: (d) => askedCard(d, again),
});

export const asked = face('a question to somebody beside a mentorship', false);
export const askedAgain = face('a reminder to somebody beside a mentorship', true);

export const notToday: PressHandler = async (press, work): Promise<Reply> => {
  const about = askedSubject.read(press.subject);
  demand('stakeholder.answer', work, about === undefined ? {} : { owner: about.person });
  const waiting = (await toAnswer(work.actor.id, work)).filter(waitsForAnswer);
  if (about === undefined || waiting.length === 0) return panelWith(nothing);
  for (const { form } of waiting) await work.rows.reviews.saveForm({ ...form, state: 'not-today' });
  const until = untilOf(waiting);
  if (waiting.every(({ form }) => form.reminded))
    return replyWith(
      'Not today',
      say`That is fine. I won’t remind you again. You can answer here until ${moment(until, 'date')}.`,
    );
  remindAt(work.actor.id, about.date, tomorrowAt(work.now, againAt, work.actor.zone), until, work);
  return replyWith('Not today', 'That is fine. I remind you once, tomorrow. You can answer here at any time before.');
};

/** All that still waits. Whoever asked and whoever it is about sees what they would see if nothing had been said. */
export const decline: PressHandler = async (press, work): Promise<Reply> => {
  demand('stakeholder.answer', work, { owner: press.subject as PersonId });
  const waiting = (await toAnswer(work.actor.id, work)).filter(waitsForAnswer);
  for (const { form } of waiting) await work.rows.reviews.saveForm({ ...form, state: 'declined', answers: [] });
  work.redraw(work.actor.id);
  return replyWith(
    'That is fine',
    'Nothing more is asked about this, and nobody is told. Thank you for looking at it.',
  );
};

/** Whether this reader hands over that person's link: a coordinator, or a mentor who proposed them. */
async function passes(
  reader: Person,
  person: PersonId,
  { rows, programme, people }: Pick<Work, 'rows' | 'programme' | 'people'>,
): Promise<boolean> {
  const asks = (await rows.stakeholderAsks.ofPerson(person)).filter((a) => a.proposedBy === reader.id);
  const own = asks.length > 0 && !isCoordinated((await people()).values(), reader.id);
  return allowed('stakeholder.pass-on', reader, {
    programme: programme.id,
    ...(own ? { mentor: reader.id } : {}),
  });
}

/** How long a link to this person is worth anything, whatever they said by it; undefined where that is over. */
async function passUntil(person: PersonId, { rows, now }: Pick<Work, 'rows' | 'now'>): Promise<number | undefined> {
  const forms = (await rows.reviews.formsOfPerson(person)).filter((f) => f.audience === 'stakeholder');
  const until = Math.max(0, ...forms.map((f) => f.editableUntil));
  return until > now ? until : undefined;
}

/**
 * To whoever hands over a link. From the day it comes until the time is over it stays as it is, whatever the stakeholder
 * said or left unsaid, and whatever the mentee said since.
 */
export const passOn: Face = {
  called: 'a link to hand over',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d): Promise<Card | null> {
    const about = passSubject.read(d.subject);
    const person = about && (await d.people()).get(about.person);
    if (about === undefined || person === undefined || person.erasedAt !== null || d.reader === null) return null;
    if (!(await passes(d.reader, person.id, d))) return null;
    if (hasAccount(person)) return sentence('A link to hand over', 'They have an account now, and are asked there.');
    const until = await passUntil(person.id, d);
    if (until === undefined)
      return sentence('A link to hand over', 'The time for this has passed. You need not do anything.');
    const line = say`${mention(person.id)} can be asked four questions about mentoring. Please give them their link.`;
    return {
      title: 'A link to hand over',
      summary: line,
      blocks: [
        text(line),
        muted(
          d.pages === null
            ? literal('Links are not offered: this installation has no public address (PUBLIC_URL).')
            : say`No mail reaches them from here. The link is good until ${moment(until, 'date')}. What comes of it is read where the mentoring’s feedback is read.`,
        ),
        ...(d.pages === null
          ? []
          : [buttons(button('Make their link', 'stakeholder.pass', d.subject, { style: 'main' }))]),
      ],
    };
  },
};

export const makePassed: PressHandler = async (press, work): Promise<Reply> => {
  const person = passSubject.read(press.subject)?.person;
  const may = person !== undefined && (await passes(work.actor, person, work));
  demand('stakeholder.pass-on', work, may ? { mentor: work.actor.id } : {});
  const theirs = person && (await work.rows.people.get(person));
  if (theirs === undefined || theirs.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more, so there is no link to make.');
  if (hasAccount(theirs)) throw new Refused('has-account', 'They have an account, and answer there.');
  const until = await passUntil(theirs.id, work);
  if (until === undefined) throw new Refused('over', 'The time for this has passed, so there is no link to make.');
  if (work.pages === null)
    throw new Refused('no-address', 'This installation has no public address, so a link would lead nowhere.');
  const { link, token } = await makeAccessLink(
    work,
    { person: theirs.id, purpose: 'stakeholder-answers', subject: theirs.id, witnessed: false },
    until - work.now,
  );
  return panelWith(linkCard(theirs.id, `${work.pages.base}/f/${token}`, link.expiresAt));
};
