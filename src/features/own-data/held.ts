import { type Block, button, buttons, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { platformNames } from '../../chat/platforms.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Role } from '../../domain/programme.js';
import { feedbackSpans, hoursSpans, marksOf } from '../../domain/programme-reading.js';
import { saidInReview } from '../../domain/review.js';
import { roleWord, roleWordOf } from '../../domain/role-words.js';
import { heldAt } from '../../domain/session.js';
import { pastSubject } from '../../domain/subjects.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ReadName } from '../../kernel/names.js';
import { count } from '../../kernel/words.js';
import type { Reading } from '../../ports/store.js';
import type { ActorWork } from '../feature.js';
import { toReadMentorship } from '../shared/allocated.js';
import { askedToErase, eraseBy } from '../shared/erasure-asked.js';
import { demand, mentorshipOf } from '../shared/guards.js';
import { menteeAsks } from '../shared/mentee-asks.js';
import { pageOf, turns, turnsAndBack } from '../shared/pages.js';
import { ownAskBlocks, ownAskHeading } from '../shared/stakeholder-answers.js';
import { namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';
import { adultInWords, correctionBlocks, isTold } from './correction.js';

/** What is held about somebody, where each part of it can be read, who may read it and who did. */

const mostReadings = 20;
/** Mentorships that stand on the card, the newest first. */
const mostMentorships = 6;

/**
 * Who read what is theirs, newest first: reading somebody's record is itself on record, on its mentorship's chain, or on
 * the programme's where the whole of it was read. One line for each reader and thing, so that whoever looks at the hours
 * every day does not hide who read a record. Statements are the same few, however often anything was read.
 */
async function readings(work: ActorWork): Promise<readonly Text[]> {
  const { actor, rows } = work;
  const mine = await rows.mentorships.of(actor.id);
  if (mine.length === 0) return [];
  const changes = await rows.audit.mentioning('feedback.read', marksOf(mine.map((m) => m.id)));
  const found = new Map<string, Reading>();
  for (const one of [
    ...(await rows.audit.readingsOn(mine.filter((m) => m.mentee === actor.id).map((m) => m.id))),
    ...(await rows.audit.readingsOn(mine.filter((m) => m.mentor === actor.id).map((m) => m.id))).filter(isToldMentors),
    ...(await rows.audit.readingsOfAll(hoursSpans(mine))),
    ...(await rows.audit.readingsOfAll(feedbackSpans(mine, changes, actor.id))),
  ]) {
    const key = `${one.actor}|${one.what}`;
    const before = found.get(key);
    found.set(key, { ...one, times: one.times + (before?.times ?? 0), last: Math.max(one.last, before?.last ?? 0) });
  }
  if (found.size === 0) return [];
  const partOf = await partsOfReaders(mine, work);
  return [...found.values()]
    .filter((one) => one.actor !== actor.id)
    .sort((a, b) => b.last - a.last)
    .slice(0, mostReadings)
    .map(({ actor: who, what, times, last }) => {
      const read = isRead(what) ? nameOf[what] : 'something';
      const reader = say`${mention(who)}${partOf(who)}`;
      return times === 1
        ? say`${reader} read ${read}, ${moment(last)}.`
        : say`${reader} read ${read}, ${times} times, last ${moment(last)}.`;
    });
}

/**
 * A review is read by a coordinator only where its mentee said something in it, so its mentor is not told that it was: they
 * would know by it that there is something, and who let the coordinator alone read it (docs/field.md#review-readers).
 */
const isToldMentors = ({ what }: Pick<Reading, 'what'>): boolean => what !== ('review.read' satisfies ReadName);

/**
 * As what somebody reads or read what is in these: “ (assessor)”. What was allocated once is said still when it has ended,
 * for that is why they could.
 */
async function partsOfReaders(
  mentorships: readonly Mentorship[],
  work: ActorWork,
): Promise<(reader: PersonId) => string> {
  const portfolios = new Set(mentorships.map((m) => m.portfolio));
  const all = (await work.rows.allocations.all()).filter((a) => a.portfolio === null || portfolios.has(a.portfolio));
  const people = await work.people();
  return (reader) => {
    const parts: readonly Role[] = [
      ...new Set<Role>(all.filter((a) => a.person === reader).map((a) => a.as)),
      ...(people.get(reader)?.roles.includes('coordinator') === true ? (['coordinator'] as const) : []),
    ];
    const words = parts.map((part) => roleWordOf(part, undefined).toLowerCase());
    return words.length === 0 ? '' : ` (${words.join(', ')})`;
  };
}

/** What others read, as it is told. */
const nameOf: Readonly<Record<ReadName, string>> = {
  'mentorship.read': 'the mentorship',
  'agreement.read': 'the agreement',
  'record.read': 'a record',
  'plan.read': 'a plan',
  'session.read': 'sessions and their figures',
  'hours.read': 'hours',
  'skills.read': 'goals, hour by hour',
  'readiness.read': 'what the portfolio shows of the unit, in figures',
  'feedback.read': 'feedback',
  'review.read': 'what was said in a review',
  'change.read': 'what changed because of what was said',
  'compare.read': 'what several sides say, side by side',
  'handover.read': 'what was passed on',
  'hard.read': 'your card “When it gets hard”',
  'check.read': 'how you arrived or left',
  'reflection.read': 'what a mentor wrote about their mentoring',
  'attest.read': 'what others saw of the mentoring',
  'stakeholder.read': 'who was proposed or said something about the mentoring',
};

const isRead = (what: string): what is ReadName => Object.hasOwn(nameOf, what);

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
            ? 'It is kept for three years after mentoring ends. Messages in Slack or Teams are kept there too: deleting here does not delete those copies.'
            : 'It is kept for three years after mentoring ends. Short messages to your mentor and coordinator (your name, times, places) are kept in the chat they use too: deleting here does not delete those copies.',
        ),
      ),
      buttons(
        button('Correct my name', 'data.correct', '-'),
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
