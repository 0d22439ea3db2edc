import { z } from 'zod';
import { type Block, button, buttons, type Card, muted, text } from '../../chat/card.js';
import { type Answers, type Field, type Form, type Option, textOf } from '../../chat/form.js';
import { literal, say, type Text } from '../../chat/text.js';
import { keptValue, ofPerson } from '../../domain/kept.js';
import type { Goal, Mentorship } from '../../domain/mentorship.js';
import type { GoalId, SessionId } from '../../kernel/ids.js';
import { count, shorten } from '../../kernel/words.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { toReadMentorship } from '../shared/allocated.js';
import { mayActor } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { practiceNote } from '../shared/practice.js';
import { sessionBlocks, toldOf } from './line.js';
import { about, auditLines, perPage, whoseWords } from './list.js';
import { type Scope, scopeOf, whoIn } from './scope.js';
import { pastFrom } from './subjects.js';
import { hasAll, wordsOf } from './words.js';

/** Looking for a session by words of its title, and by the goal that its plan serves. */

/** As long as a search may be: a title is no longer. */
const longestSearch = 80;
/** Goals that are offered: as many as one list of Slack's holds. */
const mostGoals = 100;
const anyGoal = 'any';

const search = z.object({ words: z.string(), goal: z.string().nullable() });
type Search = z.infer<typeof search>;

/**
 * What somebody looked for last, so that its pages can be turned and there is a way back from a session: a press carries
 * no words (docs/architecture.md#private-words-only-in-forms). It is theirs alone.
 */
export const pastSearch = keptValue({
  name: 'past-search',
  per: [ofPerson],
  schema: search,
  // Whoever was looked for by name may be the one who is erased.
  erasure: { of: 'person', does: 'forget', without: () => undefined },
});

/** The mentorships of this past, as far as their goals may be read. */
async function mentorshipsOf(scope: Scope, work: ActorWork): Promise<readonly Mentorship[]> {
  const all =
    scope.mentorship === undefined
      ? (await work.rows.mentorships.of(scope.mentor)).filter((m) => m.portfolio === scope.portfolio)
      : [scope.mentorship];
  // Who reads a portfolio because it is allocated to them reads its goals, but for a supervisor.
  const allocated = scope.as.some((as) => as !== 'supervisor');
  const read: Mentorship[] = [];
  for (const m of all) if (allocated || mayActor('agreement.read', work, await toReadMentorship(m, work))) read.push(m);
  return read;
}

/** Those that go on first, then those that were let go. */
const goalsOf = (all: readonly Mentorship[]): readonly { readonly goal: Goal; readonly m: Mentorship }[] =>
  (['agreed', 'proposed', 'dropped'] as const).flatMap((state) =>
    all.flatMap((m) => m.goals.filter((goal) => goal.state === state).map((goal) => ({ goal, m }))),
  );

async function goalOptions(scope: Scope, work: ActorWork): Promise<readonly Option[]> {
  const all = await mentorshipsOf(scope, work);
  const people = await work.people();
  return goalsOf(all)
    .filter(({ goal }) => goal.what !== '')
    .slice(0, mostGoals)
    .map(({ goal, m }) => {
      const whose = all.length === 1 ? '' : `${people.get(m.mentee)?.name ?? 'someone who left'}: `;
      return { value: goal.id, label: shorten(`${whose}${goal.what}`, 75) };
    });
}

export const searchForm: FormFeature = {
  called: 'a search',
  async build({ subject }, work) {
    const scope = await scopeOf(subject, work);
    const goals = await goalOptions(scope, work);
    const mentee = scope.reader === 'mentee';
    const words: Field = {
      id: 'words',
      kind: 'text',
      lines: 'one',
      max: longestSearch,
      label: 'Words of the title',
      hint: 'For example: phone calls. Capital letters and accents make no difference',
      optional: true,
      readers: 'own',
    };
    const goal: Field = {
      id: 'goal',
      kind: 'choice',
      shown: 'list',
      label: mentee ? 'A goal you worked on' : 'A goal that the plan served',
      of: [{ value: anyGoal, label: 'Any goal' }, ...goals],
      optional: true,
      readers: 'own',
    };
    return {
      id: 'past-search',
      title: 'Search',
      submit: 'Search',
      concern: mentee ? 'mentee' : 'mentor',
      steps: [{ id: 'search', title: 'Search', items: goals.length === 0 ? [words] : [words, goal] }],
    } satisfies Form;
  },
  async submit({ subject, answers }, work) {
    const scope = await scopeOf(subject, work);
    const sought = searchIn(answers);
    if (wordsOf(sought.words).length === 0 && sought.goal === null)
      return { problems: [{ at: 'words', say: 'Give a word of the title, or choose a goal.' }] };
    await keepSearch(sought, work);
    return { kind: 'panel', card: await foundCard(scope, sought, '', work) };
  },
};

function searchIn(answers: Answers): Search {
  const goal = textOf(answers.values, 'goal');
  return { words: textOf(answers.values, 'words').trim(), goal: goal === '' || goal === anyGoal ? null : goal };
}

/** What the form begins with. */
export const anything: Answers = { values: { goal: anyGoal }, rows: {} };

/** What was looked for last: undefined where nobody knows any more. */
export const lastSearch = (work: ActorWork): Promise<Search | undefined> =>
  work.rows.kept.get(pastSearch, work.actor.id);

export const keepSearch = (sought: Search, work: ActorWork): Promise<void> =>
  work.rows.kept.put(pastSearch, work.actor.id, sought);

/** What a search found, the newest first. */
async function found(scope: Scope, { words, goal }: Search, work: ActorWork): Promise<readonly SessionId[]> {
  const asked = wordsOf(words);
  const served = goal === null ? undefined : await work.rows.past.serving(scope.of, goal as GoalId, work.now);
  // Titles are sealed, so that those of one mentor are opened, in one reading, and looked through in memory.
  const all =
    asked.length === 0
      ? await work.rows.past.sessions(scope.of, work.now)
      : (await work.rows.past.titled(scope.of, work.now)).filter((s) => hasAll(s.title, asked));
  return all.map((s) => s.session).filter((id) => served === undefined || served.has(id));
}

/** @param arg which page of what was found */
export async function foundCard(scope: Scope, sought: Search, arg: string, work: ActorWork): Promise<Card> {
  const who = await whoIn(work);
  const all = await found(scope, sought, work);
  const page = pageOf(all.length, arg, perPage);
  const told = await toldOf(all.slice(page.from, page.to), work);
  auditLines(told, scope, work);
  const goal = goalsOf(await mentorshipsOf(scope, work)).find((one) => one.goal.id === sought.goal)?.goal.what;
  const what = soughtInWords(sought, goal);
  const line = say`${whoseWords(scope, who)}: ${all.length === 0 ? 'no session' : count(all.length, 'session')} ${what}.${page.words}`;
  const from = pastFrom.write({ ...about(scope), from: 'found', page: page.at });
  const blocks: readonly Block[] =
    told.length === 0
      ? [muted(literal('Try fewer words, or the beginning of one.'))]
      : sessionBlocks(told, scope, { from, page: work.surface.page === true, who });
  return {
    title: 'Found',
    summary: line,
    blocks: [
      ...practiceNote(work.programme),
      text(line),
      ...blocks,
      ...(page.pages > 1
        ? [buttons(...turns(page, { verb: 'past.found', subject: scope.subject }, ['Newer', 'Older']))]
        : []),
      buttons(
        button('Search again', 'past.search', scope.subject),
        button('Back to the months', 'past.list', scope.subject),
      ),
    ],
  };
}

function soughtInWords({ words, goal }: Search, named: string | undefined): Text {
  const title = words === '' ? undefined : say`with “${words}” in the title`;
  const served = goal === null ? undefined : named === undefined ? say`for that goal` : say`for the goal “${named}”`;
  if (title === undefined) return served ?? literal('');
  return served === undefined ? title : say`${title}, ${served}`;
}
