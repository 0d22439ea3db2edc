import { answers, type Block, button, buttons, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { panelWith } from '../../chat/reply.js';
import { literal, mention, moment, say } from '../../chat/text.js';
import { type CopyPassage, decidedOf, keyOfPassage, othersIn, standingOfCopy, withChoices } from '../../domain/copy.js';
import { hasAccount } from '../../domain/programme.js';
import { isOpen, type RightsRequest } from '../../domain/rights.js';
import { rightsSubject } from '../../domain/subjects.js';
import { Refused } from '../../kernel/errors.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { pageOf, turns } from '../shared/pages.js';
import { demandSettle, personOf, requestOf, settle } from './asked.js';
import { copyOf } from './copy-of.js';

/** What others wrote about somebody, passage by passage: shown in their copy, or left out. Nothing is shown undecided. */

const ofOnePage = 8;

async function copyRequest(id: string, work: ActorWork) {
  const request = await requestOf(id, work);
  await demandSettle(request.about, work);
  if (request.kind !== 'access')
    throw new Refused('no-such-request', 'That is no copy. Type rights to see what is asked.');
  const person = await personOf(request.about, work);
  const sections = await copyOf(person, work);
  return { request, person, sections, others: othersIn(sections) };
}

async function reviewPanel(
  about: Pick<Awaited<ReturnType<typeof copyRequest>>, 'request' | 'person' | 'others' | 'sections'>,
  arg: string,
): Promise<Reply> {
  const { request, person, others, sections } = about;
  const page = pageOf(others.length, arg, ofOnePage);
  const { waiting, leftOut } = standingOfCopy(sections, request.words.choices);
  const line = say`What others wrote about ${mention(person.id)}: ${count(others.length, 'passage')}. ${waiting === 0 ? 'All are decided.' : `${count(waiting, 'passage')} to decide.`}${page.words}`;
  const open = isOpen(request);
  const undecided = undecidedOf(others.slice(page.from, page.to), request);
  return panelWith({
    title: 'Their copy: words of others',
    summary: line,
    blocks: [
      text(line),
      muted(
        say`Show what is about them. Leave out what tells of somebody else, or could harm somebody. It is left out of the copy and its file alone: agreements, plans and their part of records they still read under Records. To be done by ${moment(request.dueAt ?? request.askedAt, 'date')}.`,
      ),
      ...others.slice(page.from, page.to).flatMap((p) => passageBlocks(p, request, page.at)),
      ...(undecided.length > 1 && open
        ? [
            answers(
              button('Show the rest of this page', 'copy.decide', request.id, { arg: `show:all:${page.at}` }),
              button('Leave out the rest of this page', 'copy.decide', request.id, { arg: `leave:all:${page.at}` }),
            ),
          ]
        : []),
      ...(page.pages > 1 ? [buttons(...turns(page, { verb: 'copy.review', subject: request.id }))] : []),
      ...(leftOut === 0
        ? []
        : [muted(literal(`${count(leftOut, 'passage')} left out. They are told how many, not what.`))]),
      buttons(
        open && waiting === 0 ? button('Say that it is ready', 'copy.done', request.id, { style: 'main' }) : null,
        open || hasAccount(person) ? null : button('A link to hand over', 'copy.hand-over', person.id),
        button('Back', 'rights.person', person.id),
      ),
    ],
  });
}

function passageBlocks(p: CopyPassage, request: RightsRequest, at: number): readonly Block[] {
  const decided = decidedOf(p, request.words.choices);
  const key = keyOfPassage(p);
  const stands = decided === undefined ? 'not decided' : decided ? 'shown' : 'left out';
  return [
    muted(p.by === null ? say`${p.label} (${stands})` : say`${p.label}, by ${mention(p.by)} (${stands})`),
    text(literal(p.words)),
    ...(isOpen(request)
      ? [
          answers(
            decided === true ? null : button('Show', 'copy.decide', request.id, { arg: `show:${key}:${at}` }),
            decided === false ? null : button('Leave out', 'copy.decide', request.id, { arg: `leave:${key}:${at}` }),
          ),
        ]
      : []),
  ];
}

/** `subject`: the request; `arg`: the page. Whoever looks reads words of others: it is on record. */
export const reviewCopy: PressHandler = async (press, work): Promise<Reply> => {
  const about = await copyRequest(press.subject, work);
  // On the programme's chain, and on no mentorship's: its other side would learn that a copy was asked for.
  work.audit('copy.looked-at', about.person.id);
  return reviewPanel(about, press.arg);
};

/** What was decided of one passage, no button for several overturns. */
const undecidedOf = (passages: readonly CopyPassage[], request: RightsRequest): readonly CopyPassage[] =>
  passages.filter((p) => decidedOf(p, request.words.choices) === undefined);

/** `arg`: `show` or `leave`, the passage's key or `all` that is not decided of the page, and the page. */
export const decideCopy: PressHandler = async (press, work): Promise<Reply> => {
  const about = await copyRequest(press.subject, work);
  const [, what, key = '', at = ''] = /^(show|leave):([0-9a-f]{16}|all):(\d{1,4})$/.exec(press.arg) ?? [];
  if (what === undefined) throw new Refused('no-such-passage', 'That passage is not there any more. Look at it again.');
  if (!isOpen(about.request))
    throw new Refused(
      'done-already',
      'This copy is ready already. They can ask for it anew, and then you decide again.',
    );
  const page = pageOf(about.others.length, at, ofOnePage);
  const of =
    key === 'all'
      ? undecidedOf(about.others.slice(page.from, page.to), about.request)
      : about.others.filter((p) => keyOfPassage(p) === key);
  if (key === 'all' && of.length === 0 && about.others.length > 0) return reviewPanel(about, at);
  if (of.length === 0) throw new Refused('no-such-passage', 'That passage is not there any more. Look at it again.');
  const choices = withChoices(about.request.words.choices, of, what === 'show');
  const request = { ...about.request, words: { ...about.request.words, choices } };
  await work.rows.rights.save(request);
  work.audit('copy.decided', about.person.id, { show: what === 'show', passages: of.length });
  return reviewPanel({ ...about, request }, at);
};

export const copyReady: PressHandler = async (press, work): Promise<Reply> => {
  const about = await copyRequest(press.subject, work);
  if (!isOpen(about.request)) throw new Refused('done-already', 'This copy is ready already. They have been told.');
  const { waiting } = standingOfCopy(about.sections, about.request.words.choices);
  if (waiting > 0)
    throw new Refused('undecided', `${count(waiting, 'passage')} wait to be decided. Show each, or leave it out.`);
  const done = await settle(about.request, {}, work);
  const told = hasAccount(about.person);
  if (told)
    work.show(
      'copy-ready',
      rightsSubject.write({ request: done.id }),
      { person: about.person.id },
      { sensitive: true },
    );
  const line = told
    ? say`${mention(about.person.id)} is told that their copy is ready.`
    : say`${mention(about.person.id)} has no account, so nobody is told. Tell them yourself: it is on their own page, or on a link that you hand over.`;
  return panelWith({
    title: 'Ready',
    summary: line,
    blocks: [
      text(line),
      buttons(
        told ? null : button('A link to hand over', 'copy.hand-over', about.person.id),
        button('Back', 'rights.person', about.person.id),
      ),
    ],
  });
};
