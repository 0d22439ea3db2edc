import { type Block, button, buttons, type Card, heading, muted, table, text } from '../../chat/card.js';
import { literal, moment, say, strong, type Text } from '../../chat/text.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import type { PersonId } from '../../kernel/ids.js';
import { count, listInWords, minutesInWords } from '../../kernel/words.js';
import type { PastPortfolio } from '../../ports/store/past.js';
import { noTotals, type Totals } from '../../ports/store/totals.js';
import type { ActorWork } from '../feature.js';
import { auditHoursIn, auditHoursOfAll } from '../shared/audit-reading.js';
import { pageOf, turns } from '../shared/pages.js';
import { type PortfolioRead, portfoliosRead } from '../shared/portfolios-read.js';
import { practiceNote } from '../shared/practice.js';
import { monthCards } from './list.js';
import { ofMentorship, ofPortfolio, type Scope, scopeOf, type Who, whoIn } from './scope.js';
import { pastSeen } from './seen.js';

/** Where looking back begins: one's own, and the portfolios that one reads. */

/** Portfolios of one page: a message has room for two blocks of each, a page for a line. */
const portfoliosTold = { message: 10, page: 50 };
/** Mentorships that stand on it, the newest first: of more than these a mentor goes by the months of all. */
const mostMentorships = 8;

interface Own {
  readonly portfolios: readonly Portfolio[];
  /** Those in which the actor is the mentee. */
  readonly theirs: readonly Mentorship[];
  /** Those in which they are the mentor. */
  readonly mentored: readonly Mentorship[];
}

async function ownOf({ actor, rows }: ActorWork): Promise<Own> {
  const all = (await rows.mentorships.of(actor.id)).filter((m) => m.state !== 'declined');
  return {
    portfolios: await rows.portfolios.ofMentor(actor.id),
    theirs: all.filter((m) => m.mentee === actor.id),
    mentored: all.filter((m) => m.mentor === actor.id),
  };
}

/** The only past that there is for the actor; undefined where there are several, or none. */
export async function onlyPast(work: ActorWork): Promise<Scope | undefined> {
  const { portfolios, theirs } = await ownOf(work);
  const read = await portfoliosRead(work);
  const all = [
    ...portfolios.map((p) => ofPortfolio(p.id)),
    ...theirs.map((m) => ofMentorship(m.id)),
    ...read.map((one) => ofPortfolio(one.portfolio.id)),
  ];
  const [only] = all;
  return all.length === 1 && only !== undefined ? scopeOf(only, work) : undefined;
}

interface Line {
  readonly read: PortfolioRead;
  readonly totals: Totals;
  readonly past: PastPortfolio;
  /** Something was saved since the reader last looked; undefined where they never did. */
  readonly changed: boolean | undefined;
}

async function lineOf(reads: readonly PortfolioRead[], work: ActorWork): Promise<readonly Line[]> {
  if (reads.length === 0) return [];
  const totals = await work.rows.totals.byPortfolio();
  const past = await work.rows.past.portfolios(reads.map(({ portfolio }) => portfolio.id));
  const seen = (await work.rows.kept.get(pastSeen, work.actor.id)) ?? {};
  return reads.map((read) => {
    const { id } = read.portfolio;
    const its = past.get(id) ?? { held: 0, unrecorded: 0, lastAt: null, changedAt: null };
    const at = seen[id];
    return {
      read,
      totals: totals.get(id) ?? noTotals,
      past: its,
      changed: at === undefined ? undefined : its.changedAt !== null && its.changedAt > at,
    };
  });
}

/** Whose hours these lines tell is on record: with all of the programme, or with each of those mentors’ mentees. */
async function auditPortfolios(shown: readonly PortfolioRead[], work: ActorWork): Promise<void> {
  if (shown.length === 0) return;
  if (work.actor.roles.includes('coordinator')) return auditHoursOfAll(work, { portfolios: shown.length });
  await auditHoursIn(
    shown.map(({ portfolio }) => portfolio.id),
    work,
  );
}

const gapWords = ({ past, changed }: Line): readonly string[] => [
  ...(past.unrecorded === 0 ? [] : [`${count(past.unrecorded, 'session')} without a record`]),
  ...(changed === true ? ['changed since you last looked'] : []),
];

const asWords = {
  coordinator: 'coordinator',
  supervisor: 'supervisor',
  assessor: 'assessor',
  iqa: 'quality assurer',
} as const;

const lastWords = ({ past }: Line): Text => (past.lastAt === null ? literal('–') : say`${moment(past.lastAt, 'date')}`);

function portfolioBlocks(lines: readonly Line[], who: Who, page: boolean): readonly Block[] {
  const open = ({ read }: Line) => button('Open', 'past.list', ofPortfolio(read.portfolio.id));
  const hours = ({ read, totals }: Line): string =>
    `${minutesInWords(totals.deliveredMinutes)} of ${minutesInWords(read.portfolio.targetMinutes)}`;
  if (page)
    return [
      table(
        'portfolios',
        'Portfolios',
        ['Mentor', 'You read as', 'Delivered', 'Sessions', 'Last session', 'Without a record', 'Since you last looked'],
        lines.map((line) => ({
          cells: [
            who(line.read.portfolio.mentor),
            literal(line.read.as.map((as) => asWords[as]).join(', ')),
            literal(hours(line)),
            literal(String(line.past.held)),
            lastWords(line),
            literal(String(line.past.unrecorded)),
            literal(line.changed === undefined ? 'not looked at yet' : line.changed ? 'changed' : 'the same'),
          ],
          button: open(line),
        })),
      ),
    ];
  return lines.flatMap((line): readonly Block[] => {
    const last = line.past.lastAt === null ? literal('') : say`, the last on ${lastWords(line)}`;
    const gaps = gapWords(line);
    const said = gaps.length === 0 ? '' : ` ${listInWords(gaps).replace(/^./, (c) => c.toUpperCase())}.`;
    return [
      text(
        say`${who(line.read.portfolio.mentor)}: ${strong(hours(line))} delivered, ${count(line.past.held, 'session')}${last}.${said}`,
      ),
      buttons(open(line)),
    ];
  });
}

const title = 'Past sessions';

/** @param arg which page of the portfolios that one reads */
export async function frontCard(arg: string, work: ActorWork, before: readonly Block[] = []): Promise<Card> {
  const own = await ownOf(work);
  const who = await whoIn(work);
  const people = await work.people();
  const nameOf = ({ portfolio }: PortfolioRead): string => people.get(portfolio.mentor)?.name ?? '￿';
  const read = [...(await portfoliosRead(work))].sort(
    (a, b) => nameOf(a).localeCompare(nameOf(b), 'en') || (a.portfolio.id < b.portfolio.id ? -1 : 1),
  );
  const table = work.surface.page === true;
  const page = pageOf(read.length, arg, table ? portfoliosTold.page : portfoliosTold.message);
  const shown = read.slice(page.from, page.to);
  const lines = await lineOf(shown, work);
  await auditPortfolios(shown, work);
  const nothing = own.portfolios.length === 0 && own.theirs.length === 0 && read.length === 0;
  const line = literal(
    nothing ? nothingWords(work) : 'What has been: sessions by month, with their plans and records.',
  );
  return {
    title,
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      ...before,
      text(line),
      ...ownBlocks(own, who),
      ...(lines.length === 0
        ? []
        : [
            heading(literal(work.actor.roles.includes('coordinator') ? 'Mentors' : 'Mentors whose work you read')),
            ...portfolioBlocks(lines, who, table),
          ]),
      ...(page.pages > 1
        ? [
            muted(literal(`${count(read.length, 'portfolio')}.${page.words}`)),
            buttons(...turns(page, { verb: 'past.open' }, ['Earlier in the list', 'More mentors'])),
          ]
        : []),
      buttons(button('Home', 'home.open', '-')),
    ],
  };
}

const nothingWords = ({ actor }: ActorWork): string =>
  actor.roles.some((role) => role === 'supervisor' || role === 'assessor' || role === 'iqa')
    ? 'No portfolio is allocated to you at the moment. The coordinator does that.'
    : actor.roles.includes('mentor') || actor.roles.includes('mentee')
      ? 'Nothing is past yet. After your first session you find it here.'
      : 'There is nothing here for you to look back at.';

function ownBlocks({ portfolios, theirs, mentored }: Own, who: Who): readonly Block[] {
  const blocks: Block[] = [];
  if (portfolios.length > 0) {
    blocks.push(heading(literal('Your mentoring')));
    for (const [i, p] of portfolios.entries())
      blocks.push(
        buttons(
          button(
            portfolios.length === 1 ? 'All your mentees together' : `Portfolio ${i + 1}, all its mentees`,
            'past.list',
            ofPortfolio(p.id),
            i === 0 ? { style: 'main' } : {},
          ),
        ),
      );
    for (const m of mentored.slice(0, mostMentorships))
      blocks.push(text(say`With ${who(m.mentee)}`), buttons(button('Open', 'past.list', ofMentorship(m.id))));
    if (mentored.length > mostMentorships)
      blocks.push(muted(literal(`… and ${count(mentored.length - mostMentorships, 'earlier mentee')}, among all.`)));
  }
  if (theirs.length > 0) blocks.push(heading(literal('You and your mentors')));
  for (const m of theirs.slice(0, mostMentorships))
    blocks.push(text(say`With ${who(m.mentor)}`), buttons(button('Open', 'past.list', ofMentorship(m.id))));
  return blocks;
}

/** What is past for the actor: where there is one thing only, that. */
export async function pastCards(
  arg: string,
  work: ActorWork,
  before: readonly Block[] = [],
): Promise<{ readonly card: Card; readonly inMessage: Card }> {
  const only = await onlyPast(work);
  if (only !== undefined) return monthCards(only, '', work, before);
  const card = await frontCard(arg, work, before);
  return { card, inMessage: card };
}

/**
 * What the actor may look back at with this person: what the two of them have had together, or else the work of a mentor
 * or with a mentee that the actor reads. Undefined where there is nothing.
 */
export async function scopeWith(person: PersonId, work: ActorWork): Promise<Scope | undefined> {
  const { portfolios, theirs, mentored } = await ownOf(work);
  const together = mentored.find((m) => m.mentee === person) ?? theirs.find((m) => m.mentor === person);
  if (together !== undefined) return scopeOf(ofMentorship(together.id), work);
  const [own] = person === work.actor.id ? portfolios : [];
  if (own !== undefined) return scopeOf(ofPortfolio(own.id), work);
  const read = await portfoliosRead(work);
  const mentors = read.find(({ portfolio }) => portfolio.mentor === person);
  if (mentors !== undefined) return scopeOf(ofPortfolio(mentors.portfolio.id), work);
  const all = new Set<string>(read.map(({ portfolio }) => portfolio.id));
  const mentees = (await work.rows.mentorships.of(person)).find((m) => m.mentee === person && all.has(m.portfolio));
  return mentees === undefined ? undefined : scopeOf(ofMentorship(mentees.id), work);
}
