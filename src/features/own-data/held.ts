import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { platformNames } from '../../chat/platforms.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { monthsOf } from '../../domain/retention.js';
import { saidInReview } from '../../domain/review.js';
import { roleWord, roleWordOf } from '../../domain/role-words.js';
import { heldAt } from '../../domain/session.js';
import { pastSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { adultInWords, isTold } from '../shared/adult.js';
import { toReadMentorship } from '../shared/allocated.js';
import { askedToErase, eraseBy } from '../shared/erasure-asked.js';
import { demand, mentorshipOf } from '../shared/guards.js';
import { menteeAsks } from '../shared/mentee-asks.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { partsOfReaders, readingsAbout, whatWasRead } from '../shared/readings-about.js';
import { ownAskBlocks, ownAskHeading } from '../shared/stakeholder-answers.js';
import { namedReaders, partsThatMay, readersByPart, readFromOutside, together } from '../shared/who-reads.js';
import { correctionBlocks } from './correction.js';

/** What is held about somebody, where each part of it can be read, who may read it and who did. */

const mostReadings = 20;
/** Mentorships that stand on the card, the newest first. */
const mostMentorships = 6;

/** One line for each reader and thing, newest first. */
async function readings(work: ActorWork): Promise<readonly Text[]> {
  const mine = await work.rows.mentorships.of(work.actor.id);
  const found = await readingsAbout(work.actor, mine, work);
  if (found.length === 0) return [];
  const partOf = await partsOfReaders(mine, work);
  return found.slice(0, mostReadings).map((one) => {
    const line = say`${mention(one.actor)}${partOf(one.actor)} read ${whatWasRead(one)}`;
    return one.times === 1
      ? say`${line}, ${moment(one.last)}.`
      : say`${line}, ${one.times} times, last ${moment(one.last)}.`;
  });
}

/** Said to whoever asked for it to be erased. */
export const askedWords = (askedAt: number, work: Pick<ActorWork, 'programme'>): Text =>
  say`You asked on ${moment(askedAt, 'date')} for what is kept about you to be erased. Your coordinator is to do it by ${moment(eraseBy(askedAt, work.programme.zone), 'date')}. Until then you can take it back.`;

export async function dataCard(work: ActorWork): Promise<Card> {
  const { actor, rows } = work;
  const mentorships = await rows.mentorships.of(actor.id);
  const held = await rows.overview.heldOf(actor.id);
  const drafts = await rows.drafts.openOf(actor.id);
  const read = await readings(work);
  const asked = await rows.kept.get(askedToErase, actor.id);
  const hard = await rows.whenHard.get(actor.id);
  const checks = await rows.checkIns.countOf(actor.id);
  const reviews = (await rows.reviews.formsOfPerson(actor.id)).filter(saidInReview).length;
  const kept = await rows.lookBacks.ofMentee(actor.id);
  const pages = mentorships.filter((m) => kept.has(m.id));
  const asks = (await rows.kept.get(menteeAsks, actor.id)) ?? [];
  const beside = await ownAskBlocks(mentorships, work);
  const said = (await rows.reviews.formsOfPerson(actor.id)).filter(
    (f) => f.audience === 'stakeholder' && saidInReview(f),
  );
  const menteesOwn = mentorships.some((m) => m.mentee === actor.id);
  const out = (await rows.rights.about(actor.id)).some(
    (r) => r.kind === 'withdrawal' && r.state === 'done' && r.askedBy === actor.id,
  );
  const line = literal('What is kept about you here, who may read it, and who did.');
  // Whoever has only a page has no chat to type in, and none that keeps copies of messages to them.
  const types = actor.accounts.some((a) => a.platform !== 'link');
  return {
    title: 'What is kept about me',
    summary: line,
    blocks: [
      text(line),
      ...(asked === undefined ? [] : [text(askedWords(asked, work))]),
      facts(
        ['Name', literal(actor.name)],
        ['Pronouns', literal(actor.pronouns ?? 'not given')],
        actor.alsoCalled === undefined ? null : ['Also called', literal(actor.alsoCalled.join(', '))],
        actor.formerly === undefined
          ? null
          : ['Called before', literal(`${actor.formerly.join(', ')}. Only you see this. It is replaced in packs.`)],
        [
          'Roles',
          literal(
            actor.roles.length === 0
              ? roleWord(actor)
              : actor.roles.map((r) => roleWordOf(r, actor.stakeholderAs)).join(', '),
          ),
        ],
        isTold(actor) ? ['18 or over', literal(adultInWords(actor))] : null,
        ['Time zone', literal(actor.zone)],
        types
          ? ['Accounts', literal([...new Set(actor.accounts.map((a) => platformNames[a.platform]))].join(', '))]
          : null,
        actor.emails === undefined ? null : ['E-mail addresses', literal(actor.emails.join(', '))],
        ['Agreements', literal(String(mentorships.length))],
        ['Sessions', literal(String(held.sessions))],
        ['Records', literal(String(held.records))],
        ['Answers after sessions', literal(String(held.answers))],
        reviews === 0 ? null : ['Reviews you answered', literal(String(reviews))],
        ['Informal contacts', literal(String(held.contacts))],
        ['Links and calendar feeds made for you', literal(String(held.links))],
        ['Forms you began', literal(String(drafts.length))],
        hard === undefined ? null : ['Your card “When it gets hard”', literal('kept')],
        checks === 0 ? null : ['How you arrived and left', literal(String(checks))],
        pages.length === 0 ? null : ['Your pages to look back', literal(String(pages.length))],
        asks.length === 0 ? null : ['Asked of the coordinator', literal(String(asks.length))],
      ),
      ...(await correctionBlocks(work)),
      ...mentorships.slice(0, mostMentorships).flatMap((m) => wayTo(m, actor.id)),
      ...(mentorships.length > mostMentorships
        ? [muted(literal(`… and ${count(mentorships.length - mostMentorships, 'earlier agreement')}.`))]
        : []),
      ...(held.answers === 0
        ? []
        : types
          ? [muted(literal('To read your own answers, type feedback.'))]
          : [buttons(button('My answers', 'feedback.read', 'own'))]),
      ...(beside.length === 0 ? [] : [ownAskHeading, ...beside]),
      ...(said.length === 0
        ? []
        : [
            text(literal('You were asked about somebody’s mentoring, and answered.')),
            buttons(button('What I said', 'stakeholder.answer', actor.id)),
          ]),
      heading(literal('Who may read it')),
      list([
        literal('Agreement, goals, plans and hours: you, the one you work with, and the coordinator.'),
        literal('Records: the mentor; you and the coordinator the part that is shared.'),
        literal('Your answers: whoever you chose when you gave them.'),
        ...(reviews === 0 ? [] : reviewLines(mentorships, actor.id)),
        ...(await allocatedLines(mentorships, work)),
        ...(hard === undefined && checks === 0
          ? []
          : [literal('Your card, and how you arrived and left: you, and your mentor only where you let them.')]),
        ...(pages.length === 0 ? [] : [literal('Your page to look back: you, and nobody else.')]),
      ]),
      heading(literal('Who read it')),
      read.length === 0 ? muted(literal('Nobody but you and the one you work with.')) : list(read),
      muted(
        literal(
          types
            ? `${keptFor(work)} Messages in Slack or Teams are kept there too: deleting here does not delete those copies.`
            : `${keptFor(work)} Short messages to your mentor and coordinator (your name, times, places) are kept in the chat they use too: deleting here does not delete those copies.`,
        ),
      ),
      buttons(
        button('Correct my name', 'data.correct', '-'),
        button('Get a copy', 'copy.ask', '-'),
        button('Something is not right', 'rights.wrong', '-'),
        menteesOwn ? button('Take me out', 'rights.withdraw', '-', out ? { arg: 'yes' } : {}) : null,
        hard === undefined ? null : button('My card', 'hard.open', '-'),
        checks === 0 ? null : button('How I arrived and left', 'check.list', '-'),
        pages[0] === undefined ? null : button('My page to look back', 'look-back.open', pages[0].id),
        button('Leave the programme', 'data.leave', '-'),
        asked === undefined
          ? button('Ask for it to be erased', 'data.erase-ask', '-', { style: 'danger' })
          : button('Take back my request', 'data.erase-back', '-'),
      ),
    ],
  };
}

/**
 * Who is allocated to read more, of each mentor's work: by name, once for each mentor. Of a mentee's answers they read
 * what was answered once they had been named.
 */
async function allocatedLines(mentorships: readonly Mentorship[], work: ActorWork): Promise<readonly Text[]> {
  const portfolios = new Map(mentorships.filter((m) => m.state !== 'declined').map((m) => [m.portfolio, m]));
  const lines: Text[] = [];
  for (const m of [...portfolios.values()].slice(0, mostMentorships)) {
    const readers = await namedReaders(work, { id: m.portfolio, mentor: m.mentor });
    const whole = partsThatMay('record.read');
    const all = together(readersByPart(readers, whole));
    const some = together(
      readersByPart(
        readers,
        partsThatMay('plan.read').filter((as) => !whole.includes(as)),
      ),
    );
    const whose =
      m.mentor === work.actor.id ? literal('your mentoring') : say`your mentoring with ${mention(m.mentor)}`;
    if (all !== null)
      lines.push(
        say`To check ${whose}: ${all}. They can read all of it. Of answers shared with a mentor they read those from when they were named.`,
      );
    if (some !== null) lines.push(say`To support ${whose}: ${some}. Plans and hours.`);
    const outside = m.mentee === work.actor.id ? readFromOutside(readers, mention(m.mentor)) : null;
    if (outside !== null) lines.push(outside);
  }
  return lines;
}

/** Who may read what somebody said in a review: of each side they are on. */
const reviewLines = (mentorships: readonly Mentorship[], me: PersonId): readonly Text[] => [
  ...(mentorships.some((m) => m.mentee === me)
    ? [literal('What you said in a review: the coordinator, and your mentor once you let them.')]
    : []),
  ...(mentorships.some((m) => m.mentor === me)
    ? [literal('What you said in a review of your own mentoring: you, and who assesses it.')]
    : []),
];

/** Where what two share in can be read: what they signed, and the records. */
const wayTo = (m: Mentorship, me: PersonId): readonly Block[] => [
  text(say`With ${mention(m.mentor === me ? m.mentee : m.mentor)}:`),
  buttons(button('Read the agreement', 'agreement.read', m.id), button('Records', 'data.records', m.id)),
];

const monthsInWords = (n: number): string => (n % 12 === 0 ? count(n / 12, 'year') : count(n, 'month'));

/** How long it is kept: a person decides that it goes, and nobody's goes by itself (docs/field.md#retention). */
const keptFor = ({ programme }: Pick<ActorWork, 'programme'>): string =>
  `It is kept for ${monthsInWords(monthsOf(programme).learner)} after mentoring ends. Then your coordinator is asked to delete it.`;

/** Records of one page. */
const size = 20;

/** Every record of a mentorship, newest first, each to be opened: in it its reader sees what is theirs to see. */
export async function recordsCard(subject: string, arg: string, work: ActorWork): Promise<Card> {
  const m = await mentorshipOf(work, subject);
  demand('record.read-shared', work, await toReadMentorship(m, work));
  const { count: all } = await work.rows.overview.recorded(m.id, 1, 0);
  const page = pageOf(all, arg, size);
  const { ids } = await work.rows.overview.recorded(m.id, size, page.from);
  const sessions = [...(await work.rows.sessions.some(ids))].reverse();
  const line =
    all === 0
      ? say`Nothing is on record between ${mention(m.mentor)} and ${mention(m.mentee)} yet.`
      : say`${mention(m.mentor)} and ${mention(m.mentee)}: ${count(all, 'record')}.${page.words}`;
  return {
    title: 'Records',
    summary: line,
    blocks: [
      text(line),
      ...sessions.flatMap((s): readonly Block[] => [
        text(say`${s.title}, ${moment(heldAt(s), 'date')}`),
        buttons(button('Read it', 'record.read', s.id)),
      ]),
      buttons(button('By month, with the plans', 'past.list', pastSubject.write({ id: m.id, of: 'mentorship' }))),
      ...turnsAndBack(
        turns(page, { verb: 'data.records', subject: m.id }, ['Newer', 'Older']),
        button('Back to what is kept about me', 'data.open', '-'),
      ),
    ],
  };
}
