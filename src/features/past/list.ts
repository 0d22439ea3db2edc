import {
  answers,
  type Block,
  type Button,
  button,
  buttons,
  type Card,
  heading,
  list,
  muted,
  text,
} from '../../chat/card.js';
import { literal, moment, say, type Text } from '../../chat/text.js';
import { pastSubject } from '../../domain/subjects.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { PastContact, PastSession } from '../../ports/store/past.js';
import type { InformalContact } from '../../ports/store.js';
import type { ActorWork } from '../feature.js';
import { toReadMentorship } from '../shared/allocated.js';
import { auditReading } from '../shared/audit-reading.js';
import { mayActor } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { reflectionBlocks } from '../shared/reflection.js';
import { sessionBlocks, type Told, toldOf } from './line.js';
import {
  type Month,
  type MonthPage,
  monthInShort,
  monthInWords,
  monthsOf,
  pageArg,
  pageMeant,
  pagesOf,
} from './months.js';
import { type Scope, type Who, whoIn } from './scope.js';
import { markSeen } from './seen.js';
import { pastFrom } from './subjects.js';

/** What has been, a page of a month at a time (docs/field.md#what-has-been). */

/** Sessions of one page: each takes two of the fifty blocks that a message may have in Slack. */
export const perPage = 12;
/** Years of months from which one is chosen at once: thirty-six buttons, where Teams has room for so many. */
const yearsAtOnce = 3;

const monthsIn = async (scope: Scope, work: ActorWork): Promise<readonly Month<PastSession, PastContact>[]> =>
  monthsOf(
    await work.rows.past.sessions(scope.of, work.now),
    // What an informal contact was is for the mentor and those who assess, and so is that there was one.
    readsContacts(scope) ? await work.rows.past.contacts(scope.of) : [],
    work.actor.zone,
  );

const readsContacts = (scope: Scope): boolean =>
  scope.reader === 'mentor' || scope.as.some((as) => as === 'assessor' || as === 'iqa');

/** Whose past this is, for the head of each of its cards. */
export function whoseWords(scope: Scope, who: Who): Text {
  const { mentorship, reader } = scope;
  if (mentorship === undefined) return reader === 'mentor' ? literal('All your mentees') : who(scope.mentor);
  if (reader === 'mentee') return say`You and ${who(mentorship.mentor)}`;
  return reader === 'mentor' ? who(mentorship.mentee) : say`${who(mentorship.mentor)} and ${who(mentorship.mentee)}`;
}

/**
 * What somebody else reads of it is on record with everybody whom a line told of
 * (docs/field.md#reading-is-noted): a page names a dozen sessions at most.
 */
export function auditLines(told: readonly Told[], scope: Scope, work: ActorWork): void {
  if (scope.reader !== 'other') return;
  const parts = told.flatMap(({ session }) =>
    session.attendees
      .filter((a) => scope.mentorship === undefined || a.mentorship === scope.mentorship.id)
      .map((a) => ({ id: a.mentorship, mentor: session.mentor, mentee: a.mentee })),
  );
  for (const id of new Set(parts.map((m) => m.id))) {
    const m = parts.find((one) => one.id === id);
    if (m !== undefined)
      auditReading('session.read', m, work, { sessions: parts.filter((one) => one.id === id).length });
  }
}

/** A page of the months. @param arg which, as `pageArg` writes it */
export async function monthCards(
  scope: Scope,
  arg: string,
  work: ActorWork,
  before: readonly Block[] = [],
): Promise<{ readonly card: Card; readonly inMessage: Card }> {
  const who = await whoIn(work);
  const months = await monthsIn(scope, work);
  const pages = pagesOf(months, perPage);
  const at = pageMeant(pages, arg, { now: work.now, zone: work.actor.zone });
  const page = pages[at];
  const all = months.reduce((n, m) => n + m.sessions.length, 0);
  const whose = whoseWords(scope, who);
  await markSeen(scope, work);
  if (page === undefined) {
    const words =
      scope.reader === 'mentee'
        ? say`${whose}: nothing yet. When you have met, you find it here.`
        : say`${whose}: no session is past yet.`;
    const card: Card = {
      title: 'Past sessions',
      summary: words,
      blocks: [...practiceNote(work.programme), ...before, text(words), buttons(await back(scope, work))],
    };
    return { card, inMessage: card };
  }
  const told = await toldOf(
    page.sessions.map((s) => s.session),
    work,
  );
  auditLines(told, scope, work);
  const contacts = await work.rows.past.contactsAmong(page.contacts.map((c) => c.id));
  const mentees = new Map(
    contacts.length === 0
      ? []
      : (await work.rows.mentorships.of(scope.mentor)).map((m) => [m.id as string, m.mentee] as const),
  );
  const line = say`${whose}: ${count(all, 'session')} so far.`;
  const month = `${monthInWords(page.key)}${page.of > 1 ? `, page ${page.n + 1} of ${page.of}` : ''}`;
  const from = pastFrom.write({ ...about(scope), from: 'months', page: page.n });
  const leads = await ways(scope, pages, at, work);
  const reflection =
    scope.mentorship === undefined ? await reflectionBlocks({ id: scope.portfolio, mentor: scope.mentor }, work) : [];
  const draw = (notes: boolean, table: boolean): Card => ({
    title: 'Past sessions',
    summary: say`${line} ${month}.`,
    blocks: [
      ...practiceNote(work.programme),
      ...before,
      text(line),
      heading(literal(month)),
      ...(told.length === 0
        ? [muted(literal('No session this month.'))]
        : sessionBlocks(told, scope, { from, page: table, who })),
      ...contactBlocks(contacts, mentees, scope, { who, notes }),
      ...reflection,
      ...leads,
    ],
  });
  const table = work.surface.page === true;
  // Where a message stands in its place, notes stay out of it: they are words of people.
  return { card: draw(true, table), inMessage: draw(false, false) };
}

export const about = (scope: Scope): { readonly id: string; readonly of: 'portfolio' | 'mentorship' } =>
  pastSubject.read(scope.subject) ?? { id: scope.portfolio, of: 'portfolio' };

/** Kept, and no hours: apart from the sessions (docs/field.md#informal-contacts). */
function contactBlocks(
  contacts: readonly InformalContact[],
  mentees: ReadonlyMap<string, Scope['mentor']>,
  scope: Scope,
  { who, notes }: { readonly who: Who; readonly notes: boolean },
): readonly Block[] {
  if (contacts.length === 0) return [];
  return [
    heading(literal('Informal contacts, which are no hours')),
    list(
      contacts.map((c) => {
        const mentee = mentees.get(c.mentorship);
        const whom = scope.mentorship !== undefined || mentee === undefined ? literal('') : say`, with ${who(mentee)}`;
        const note = notes && c.note !== '' ? `: ${c.note}` : '.';
        return say`${moment(c.at)}, ${minutesInWords(c.minutes)}${whom}${note}`;
      }),
    ),
  ];
}

/** To the pages before and after, to another month, to what is looked for, and back. */
async function ways(
  scope: Scope,
  pages: readonly MonthPage<unknown, unknown>[],
  at: number,
  work: ActorWork,
): Promise<readonly Block[]> {
  const here = pages[at];
  const to = (word: string, page: MonthPage<unknown, unknown> | undefined): Button | null =>
    page === undefined
      ? null
      : button(
          page.key === here?.key ? `${word} in ${monthInWords(page.key)}` : monthInWords(page.key),
          'past.list',
          scope.subject,
          { arg: pageArg(page) },
        );
  const turning = [to('Earlier', pages[at + 1]), to('Later', pages[at - 1])].filter((b) => b !== null);
  const several = new Set(pages.map((p) => p.key)).size > 2;
  return [
    ...(turning.length === 0 ? [] : [answers(...turning)]),
    answers(
      several ? button('Choose a month', 'past.months', scope.subject) : null,
      button('Search all months', 'past.search', scope.subject),
    ),
    buttons(
      await back(scope, work),
      scope.reader === 'mentee' ? null : button('Evidence', 'readiness.open', scope.portfolio),
    ),
  ];
}

/** Back to where one came from: to all that there is, or to the mentorship. */
async function back(scope: Scope, work: ActorWork): Promise<Button> {
  const { mentorship: m, reader } = scope;
  if (m === undefined)
    return button(reader === 'mentor' ? 'Mentee by mentee' : 'All portfolios', 'past.open', '-', { arg: '0' });
  return reader !== 'mentee' && mayActor('agreement.read', work, await toReadMentorship(m, work))
    ? button('Back to the mentorship', 'mentorship.open', m.id)
    : button('Home', 'home.open', '-');
}

/** Every month in which there was something, to be chosen from; three years at once. */
export async function chooseMonth(scope: Scope, arg: string, work: ActorWork): Promise<Card> {
  const who = await whoIn(work);
  const months = await monthsIn(scope, work);
  const years = [...new Set(months.map((m) => m.key.slice(0, 4)))];
  const page = pageOf(years.length, arg, yearsAtOnce);
  const line = say`${whoseWords(scope, who)}: choose a month.${page.words}`;
  return {
    title: 'Choose a month',
    summary: line,
    blocks: [
      text(line),
      ...years
        .slice(page.from, page.to)
        .flatMap((year): readonly Block[] => [
          heading(literal(year)),
          answers(
            ...months
              .filter((m) => m.key.startsWith(year))
              .map((m) =>
                button(
                  m.sessions.length === 0 ? monthInShort(m.key) : `${monthInShort(m.key)} (${m.sessions.length})`,
                  'past.list',
                  scope.subject,
                  { arg: pageArg({ key: m.key, n: 0 }) },
                ),
              ),
          ),
        ]),
      ...(page.pages > 1
        ? [buttons(...turns(page, { verb: 'past.months', subject: scope.subject }, ['Later years', 'Earlier years']))]
        : []),
      buttons(button('Back to the sessions', 'past.list', scope.subject)),
    ],
  };
}
