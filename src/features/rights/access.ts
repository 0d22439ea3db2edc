import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { type CopySection, copyAsJson, notInCopy, shownTo, standingOfCopy } from '../../domain/copy.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { elsewhere, isOpen, type RightsRequest } from '../../domain/rights.js';
import { isByLink } from '../../kernel/account.js';
import { Refused } from '../../kernel/errors.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { demand } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { ask, demandSettle, newRequest, openOf, personOf } from './asked.js';
import type { CopyWork } from './collecting.js';
import { copyOf } from './copy-of.js';
import { linkBlocks, ownLink } from './own-link.js';

/**
 * A copy of what is kept about somebody (docs/field.md#rights): asked for by them or for them, and read on a page of their
 * own, in a browser that is enrolled. It never stands in a chat.
 */

/** Their newest request for a copy, open or not. */
export const copyAskedOf = async (
  person: Pick<Person, 'id'>,
  { rows }: Pick<ActorWork, 'rows'>,
): Promise<RightsRequest | undefined> =>
  (await rows.rights.about(person.id)).findLast((r) => r.kind === 'access' && r.state !== 'taken-back');

/** That they asked, by when it is whole, and the way to what there is at once. */
function askedCard(request: RightsRequest, work: ActorWork): Card {
  const line = say`You asked on ${moment(request.askedAt, 'date')} for a copy of what is kept about you.`;
  const types = hasAccount(work.actor);
  return {
    title: 'A copy of what is kept about me',
    summary: line,
    blocks: [
      text(line),
      text(
        isOpen(request)
          ? say`What you wrote yourself is there at once. What others wrote about you is looked at first. That is done by ${moment(request.dueAt ?? request.askedAt, 'date')}.`
          : say`All of it is there since ${moment(request.doneAt ?? request.askedAt, 'date')}.`,
      ),
      muted(literal('It is on a page in a browser, and never comes in a chat.')),
      buttons(
        types && work.surface.page !== true ? button('Get a link to it', 'copy.fetch', '-', { style: 'main' }) : null,
        work.surface.page === true ? button('Read it', 'copy.page', '-', { style: 'main' }) : null,
        isOpen(request) ? null : button('Ask for it anew', 'copy.ask', '-', { arg: 'anew' }),
        button('Back to what is kept about me', 'data.open', '-'),
      ),
    ],
  };
}

/** `subject`: nobody else's. `arg` `anew`: with what was written since. */
export const askCopy: PressHandler = async (press, work): Promise<Reply> => {
  demand('own-data.read', work, { owner: work.actor.id });
  const before = await copyAskedOf(work.actor, work);
  // Asking twice is no new request: the day by which it is to be done stays.
  if (before !== undefined && (isOpen(before) || press.arg !== 'anew')) return panelWith(askedCard(before, work));
  const request = newRequest('access', work.actor.id, work, {
    words: { choices: before?.words.choices ?? [] },
  });
  await ask(request, work);
  return panelWith(askedCard(request, work));
};

/** For somebody who asked by word of mouth. `subject`: the person. */
export const copyFor: PressHandler = async (press, work): Promise<Reply> => {
  const person = await personOf(press.subject, work);
  await demandSettle(person.id, work);
  const before = await openOf('access', person.id, work);
  const request = before ?? newRequest('access', person.id, work);
  if (before === undefined) await ask(request, work);
  const line = say`A copy for ${mention(person.id)}: to be whole by ${moment(request.dueAt ?? request.askedAt, 'date')}.`;
  return panelWith({
    title: 'A copy of what is kept',
    summary: line,
    blocks: [
      text(line),
      text(literal('Look first at what others wrote about them. Their own words need nobody.')),
      buttons(
        button('Look at it', 'copy.review', request.id, { style: 'main' }),
        button('Back', 'rights.person', person.id),
      ),
    ],
  });
};

/** For oneself: the address and the code, shown once. */
export const fetchCopy: PressHandler = async (_press, work): Promise<Reply> => {
  demand('own-data.read', work, { owner: work.actor.id });
  if ((await copyAskedOf(work.actor, work)) === undefined)
    throw new Refused('not-asked', 'You have not asked for a copy yet. Press “Get a copy” first.');
  const made = await ownLink('copy', work.actor, work);
  const line = literal('Here is a link to your copy, and the code that opens it.');
  return panelWith({
    title: 'Your copy',
    summary: line,
    blocks: linkBlocks(
      made,
      line,
      'Open the link in a browser that only you use, and enter the code there. Neither is shown again; you can make new ones at any time.',
      'yours',
      work.now,
    ),
  });
};

/** To hand over to somebody without an account who has no page of their own. `subject`: the person. */
export const handOverCopy: PressHandler = async (press, work): Promise<Reply> => {
  const person = await personOf(press.subject, work);
  await demandSettle(person.id, work);
  if (hasAccount(person))
    throw new Refused('has-account', 'They have an account: they get their copy there, with “What is kept about me”.');
  if ((await copyAskedOf(person, work)) === undefined)
    throw new Refused('not-asked', 'Nobody has asked for a copy for them yet. Type rights, and their name.');
  const made = await ownLink('copy', person, work);
  const line = say`Here is the link to the copy of ${mention(person.id)}, and the code that opens it.`;
  return panelWith({
    title: 'Their copy',
    summary: line,
    blocks: [
      ...linkBlocks(
        made,
        line,
        'Hand over the link, and tell them the code by another way: face to face, or by phone. It is not shown again.',
        'theirs',
        work.now,
      ),
      buttons(button('Back', 'rights.person', person.id)),
    ],
  });
};

/** Sections of one page. */
const onPage = 40;

/** What the person may read now. */
export async function copyShown(person: Person, work: CopyWork) {
  const request = await copyAskedOf(person, work);
  const sections = await copyOf(person, work);
  const choices = request?.words.choices ?? [];
  return { request, sections, choices, shown: shownTo(sections, choices), standing: standingOfCopy(sections, choices) };
}

const demandOnPage = (work: ActorWork): void => {
  demand('own-data.read', work, { owner: work.actor.id });
  if (work.surface.page !== true)
    throw new Refused('page-only', 'A copy is read on its page, in a browser. It never comes in a chat.');
};

/** Files leave by the pages of personal links alone: the local chat shows cards on pages too, and has none to hand out. */
const handsOutFiles = ({ surface, account }: ActorWork): boolean => surface.page === true && isByLink(account);
const linkButton = button('Get a link to save it', 'copy.fetch', '-');

/** The page: readable at eleven at the top, all of it below. */
export const copyPage: PressHandler = async (press, work): Promise<Reply> => {
  demandOnPage(work);
  const { request, shown, standing } = await copyShown(work.actor, work);
  if (request === undefined)
    throw new Refused('not-asked', 'You have not asked for a copy yet. Open your page again, and press “Get a copy”.');
  const page = pageOf(shown.length, press.arg, onPage);
  const line = firstLine(request, standing);
  return panelWith({
    title: 'Your copy',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      list([
        literal('First comes who you are. Then what you and others wrote. At the end, who read it.'),
        literal('If something is not right, you can say so. You can ask for it to be deleted.'),
        othersLine(request, standing),
      ]),
      buttons(
        handsOutFiles(work) ? button('Save it as a file', 'copy.json', request.id) : linkButton,
        button('Something is not right', 'rights.wrong', '-'),
        button('What is kept about me', 'data.open', '-'),
      ),
      ...(page.pages > 1 ? [muted(literal(page.words.trim()))] : []),
      ...shown.slice(page.from, page.to).flatMap(sectionBlocks),
      ...(page.pages > 1 ? [buttons(...turns(page, { verb: 'copy.page' }, ['Before', 'More']))] : []),
      heading(literal('What is not in it')),
      list(notInCopy.map(literal)),
      heading(literal('What this page cannot change')),
      list(elsewhere.map(literal)),
    ],
  });
};

/** That it is all is said only where it is. */
const firstLine = (request: RightsRequest, { waiting, leftOut }: ReturnType<typeof standingOfCopy>): Text =>
  literal(
    isOpen(request)
      ? 'This is what is kept about you here, but not yet all that others wrote.'
      : waiting + leftOut > 0
        ? 'This is what is kept about you here, but not all that others wrote.'
        : 'This is all that is kept about you here.',
  );

function othersLine(request: RightsRequest, { others, waiting, leftOut }: ReturnType<typeof standingOfCopy>): Text {
  if (isOpen(request))
    return say`What others wrote about you is looked at first, so that nobody is harmed. It is here by ${moment(request.dueAt ?? request.askedAt, 'date')}.`;
  const out = leftOut + waiting;
  return others === 0 || out === 0
    ? literal('What others wrote about you is here too.')
    : say`What others wrote about you is here too. ${count(out, 'part')} of it ${out === 1 ? 'is' : 'are'} left out, as it would tell about somebody else. You can ask why. It is left out of this copy alone: what you share in you still read under Records.`;
}

const sectionBlocks = (s: CopySection): readonly Block[] => [
  heading(literal(s.title)),
  ...(s.facts.length === 0 ? [] : [facts(...s.facts.map(([label, value]) => [label, literal(value)] as const))]),
  ...s.passages.flatMap((p): readonly Block[] => [muted(literal(p.label)), text(literal(p.words))]),
];

/** `subject`: the request. Done: the page hands the file out. Elsewhere a panel says where that is. */
export const copyFile: PressHandler = async (_press, work): Promise<Reply> => {
  demandOnPage(work);
  if ((await copyAskedOf(work.actor, work)) === undefined)
    throw new Refused('not-asked', 'You have not asked for a copy yet. Open your page again, and press “Get a copy”.');
  if (!handsOutFiles(work)) {
    const line = literal('Your copy is saved as a file from a page of your own. Get a link to it, and save it there.');
    return panelWith({ title: 'Save your copy', summary: line, blocks: [text(line), buttons(linkButton)] });
  }
  work.audit('copy.fetched', work.actor.id);
  return { kind: 'done' };
};

/** The bytes that the page hands out: what its person reads there, and no more. */
export async function copyBytes(person: Person, work: CopyWork): Promise<{ name: string; bytes: Uint8Array }> {
  const { sections, choices } = await copyShown(person, work);
  const json = copyAsJson({
    madeAt: work.now,
    zone: work.programme.zone,
    programme: work.programme.name,
    sections,
    choices,
  });
  return { name: 'my-copy.json', bytes: new TextEncoder().encode(json) };
}
