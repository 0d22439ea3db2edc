import { sentence } from '../../chat/card.js';
import type { Inbound, Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { mention, say } from '../../chat/text.js';
import { type AccessLink, isChosenAlone, linkLife, standingOf, witnessLife } from '../../domain/access-link.js';
import { hasAccount } from '../../domain/programme.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import { rootOf } from '../../kernel/subject.js';
import type { ActorWork, Lending, PressHandler, Prompt } from '../feature.js';
import { demand } from '../shared/guards.js';
import { lend, lentCard, lentNow } from '../shared/lent-device.js';
import { makeAccessLink } from '../shared/make-access-link.js';
import { devicePanel, givingOf, isAnswered, linkPanel, mentorFor } from './cards.js';
import { linkFor, linkOutPrompt, ownSubject, ranOutSubject, type Told, toldSubject } from './subjects.js';

/** Handing over: a link to give, or the device itself. */

async function meant(
  subject: string,
  work: ActorWork,
): Promise<Pick<AccessLink, 'person' | 'purpose' | 'subject'> & { readonly told: Told }> {
  const told = toldSubject.read(subject);
  const purpose = told === undefined ? undefined : linkFor(told, work.parts)?.link;
  const mentor = told === undefined ? undefined : await mentorFor(told, work.rows);
  demand(givingOf(purpose), work, mentor === undefined ? {} : { mentor });
  if (told === undefined || purpose === undefined)
    throw new Refused('no-such-link', 'There is nothing to hand over here. Type home to see what waits for you.');
  const person = await work.rows.people.get(told.person);
  if (person === undefined || person.erasedAt !== null)
    throw new Refused('no-such-person', 'That person is not here any more, so there is nothing to hand over.');
  if (hasAccount(person))
    throw new Refused('has-account', 'They have an account now, and answer there. Nothing has changed.');
  return { told, person: person.id, purpose, subject: rootOf(told.subject) };
}

export const make: PressHandler = async (press, work): Promise<Reply> => {
  const { told, ...about } = await meant(press.subject, work);
  if (work.pages === null)
    throw new Refused(
      'no-address',
      'This installation has no public address, so a link would lead nowhere. Let them answer on your device.',
    );
  const { link, token } = await makeAccessLink(work, { ...about, witnessed: false }, linkLife);
  const address = `${work.pages.base}/f/${token}`;
  work.schedule({
    ...linkOutPrompt.prompt({ link: link.id }),
    subject: toldSubject.write({ ...told, subject: ownSubject(told) }),
    to: work.actor.id,
    dueAt: link.expiresAt,
    expiresAt: link.expiresAt + 30 * day,
  });
  work.redraw(about.subject);
  return { kind: 'panel', card: linkPanel(link, address, work.pages) };
};

/** On a page of its own where there is an address; otherwise as a form right here, which is the mentee's all the same. */
export const here: PressHandler = async (press, work): Promise<Reply> => {
  const { told: _, ...about } = await meant(press.subject, work);
  if (isChosenAlone(about.purpose))
    throw new Refused('theirs-alone', 'They choose this by themselves, not beside you. Give them a link.');
  const { link, token } = await makeAccessLink(work, { ...about, witnessed: true }, witnessLife);
  if (work.pages !== null)
    return { kind: 'panel', card: devicePanel(link.person, `${work.pages.base}/f/${token}`, link.expiresAt) };
  const reply = await work.begin(link);
  if (reply.kind !== 'form') return reply;
  const notice = say`Hand the device to ${mention(link.person)} now: from here on it is theirs to answer.`;
  return { kind: 'form', view: { ...reply.view, notice } };
};

/** The mentor has their device again: what was being answered on it is closed, and what is theirs is shown again. */
export const back: PressHandler = async (_press, work): Promise<Reply> => {
  const link = await lentNow(work.rows, work.actor.id, work.now);
  if (link === undefined) return replyWith('You have it back', 'Nobody is answering on your device now.');
  await work.rows.accessLinks.settle(link.id, 'void', work.now);
  work.audit('link.taken-back', link.person, { purpose: link.purpose });
  work.redraw(link.subject);
  return replyWith(
    'You have it back',
    'They can go on later: give them a link, or lend the device again. Nothing they wrote is lost.',
  );
};

/** What a mentor is heard with while their device is lent: the bot's coming and going, words to keep, and its return. */
const heardWhileLent = (event: Inbound): boolean =>
  event.kind === 'installed' ||
  event.kind === 'removed' ||
  (event.kind === 'form' && event.move.do === 'save') ||
  (event.kind === 'press' && event.press.verb === 'link.back');

export const lending: Lending = {
  begins: (link, { rows }) => lend(rows, link),
  async standsIn(event, { actor, rows, now }) {
    const lent = heardWhileLent(event) ? undefined : await lentNow(rows, actor.id, now);
    return lent === undefined ? undefined : lentCard(lent);
  },
  over: sentence('Thank you', 'Your answers are saved. Please hand the device back now.'),
};

/** A link that was given ran out and nothing came by it: whoever gave it hears of it once, with what to do next. */
export const ranOut: Prompt<'link-out'> = {
  waitsFor: 'quiet-hours',
  folds: false,
  session: null,
  asks: 'anyone',
  occurrence: linkOutPrompt,
  async fire(prompt, work) {
    const id = linkOutPrompt.read(prompt.occurrence)?.link;
    const link = id === undefined ? undefined : await work.rows.accessLinks.get(id);
    const told = toldSubject.read(prompt.subject);
    if (link === undefined || told === undefined || standingOf(link, work.now) !== 'expired') return;
    const mentor = await mentorFor(told, work.rows);
    const person = (await work.people()).get(link.person);
    if (mentor === undefined || person === undefined || hasAccount(person) || (await isAnswered(told, work))) return;
    const gave = link.purpose === 'handover-choice' ? link.madeBy : mentor;
    work.show('link-out', ranOutSubject(told, link.id), { person: gave });
    work.audit('link.ran-out', link.person, { purpose: link.purpose });
  },
};
