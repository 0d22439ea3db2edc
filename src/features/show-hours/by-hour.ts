import { type Block, buttons, type Card, heading, list, muted, table, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, mention, say, type Text } from '../../chat/text.js';
import { noReaders } from '../../domain/allocation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { type CountedHour, hoursInWords, hoursServing, hoursShowing } from '../../domain/skill-hours.js';
import type { PersonId } from '../../kernel/ids.js';
import { count, minutesInWords } from '../../kernel/words.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { toReadPortfolio } from '../shared/allocated.js';
import { auditReading } from '../shared/audit-reading.js';
import { demand, mayActor } from '../shared/guards.js';
import { pageOf, turns } from '../shared/pages.js';
import { mentorshipsIn } from '../shared/read-hours.js';
import { type ByHour, byHourOf, type SkillNow, skillsNow } from '../shared/skills-by-hour.js';
import { hoursPanel } from './card.js';

/** Which counted hour shows which skill and serves which goal, and what is thin (docs/field.md#core-skills). */

/** Hours of one page of the table: a whole certificate's. */
const hoursShown = 36;
/** So many core skills have a column each; of more the lists say it alone. */
const mostColumns = 5;
/** Goals that stand on it, of all mentees together. */
const goalsShown = 24;

const isWhole = (h: CountedHour): boolean => h.minutes === 60;

/** What is thin, in words; which of all of them an assessor minds is theirs to say. */
export function thinBlocks({ hours, thin }: ByHour, skills: readonly SkillNow[]): readonly Block[] {
  if (!skills.some((s) => s.core) || hours.length === 0) return [];
  if (!hours.some(isWhole))
    return [
      muted(literal('The first hour is not full yet. After it, this says which core skills still need showing.')),
    ];
  if (thin.length === 0) return [text(literal('Every core skill is shown in every whole hour so far.'))];
  const name = (key: string): string => skills.find((s) => s.key === key)?.text ?? key;
  return [
    text(literal('Thin so far:')),
    list(thin.map((t) => say`${name(t.skill)}: not shown yet in ${hoursInWords(t.without)}.`)),
  ];
}

const shownIn = (what: string, nths: readonly number[]): Text =>
  nths.length === 0 ? say`${what}: no hour yet.` : say`${what}: ${hoursInWords(nths)}.`;

/** Each skill with its hours: the core ones all, of the others those that are on record. */
function skillLists({ hours }: ByHour, skills: readonly SkillNow[]): readonly Block[] {
  const lines = (core: boolean): readonly Text[] =>
    skills
      .filter((s) => s.core === core)
      .map((s) => ({ text: s.text, nths: hoursShowing(hours, s.key) }))
      .filter((s) => core || s.nths.length > 0)
      .map((s) => shownIn(s.text, s.nths));
  const [core, others] = [lines(true), lines(false)];
  return [
    ...(core.length === 0 ? [] : [heading(literal('Core skills')), list(core)]),
    ...(others.length === 0 ? [] : [heading(literal('Other skills shown')), list(others)]),
  ];
}

/** Hour by core skill, where a page has room. */
function matrix({ hours }: ByHour, skills: readonly SkillNow[]): readonly Block[] {
  const core = skills.filter((s) => s.core);
  if (core.length === 0 || core.length > mostColumns) return [];
  const cell = (h: CountedHour, key: string): string =>
    h.skills.has(key) ? 'Shown' : h.untold ? 'Not known' : isWhole(h) ? 'Not shown' : '–';
  return [
    table(
      'skills-by-hour',
      'Skills by hour',
      ['Hour', ...core.map((s) => s.text)],
      hours.map((h) => ({
        cells: [
          literal(isWhole(h) ? `Hour ${h.nth}` : `Hour ${h.nth} (${minutesInWords(h.minutes)} so far)`),
          ...core.map((s) => literal(cell(h, s.key))),
        ],
      })),
    ),
  ];
}

/** Which hours served which goal, by the plan in force; one that was let go stands here while hours served it. */
function goalBlocks(hours: readonly CountedHour[], mentorships: readonly Mentorship[]): readonly Block[] {
  const all = mentorships.flatMap((m) =>
    m.goals.map((goal) => ({ mentee: m.mentee, goal, nths: hoursServing(hours, goal.id) })),
  );
  // Of what was erased nothing is left to serve, and what once served it went with the plans' words.
  const goals = all.filter(({ goal, nths }) => nths.length > 0 || (goal.state === 'agreed' && goal.what !== ''));
  if (goals.length === 0) return [];
  return [
    heading(literal('Goals')),
    list(
      goals.slice(0, goalsShown).map(({ mentee, goal, nths }) => {
        const what = goal.what === '' ? 'a goal, erased' : goal.what;
        const gone = goal.state === 'dropped' ? ' (let go)' : '';
        return nths.length === 0
          ? say`${mention(mentee)}, ${what}${gone}: no hour has served it yet.`
          : say`${mention(mentee)}, ${what}${gone}: ${hoursInWords(nths)}.`;
      }),
    ),
    ...(goals.length > goalsShown ? [muted(literal(`… and ${count(goals.length - goalsShown, 'goal')} more.`))] : []),
  ];
}

interface Told {
  readonly blocks: readonly Block[];
  readonly countedMinutes: number;
}

async function portfolioByHour(work: ActorWork, portfolio: Portfolio, arg: string): Promise<Told> {
  const { rows } = work;
  const uses = (await rows.totals.uses([portfolio.id])).get(portfolio.id) ?? [];
  const skills = await skillsNow(rows);
  const by = byHourOf(uses, skills);
  const countedMinutes = by.hours.reduce((n, h) => n + h.minutes, 0);
  if (countedMinutes === 0)
    return { blocks: [text(literal('No hours are counted yet. They appear with the first record.'))], countedMinutes };
  const mentorships = await mentorshipsIn(rows, portfolio);
  for (const m of mentorships) auditReading('skills.read', m, work);
  // The newest hours are on the first page that is seen: what is thin in them can still be worked on.
  const page = pageOf(
    by.hours.length,
    arg === '' ? String(Math.floor((by.hours.length - 1) / hoursShown)) : arg,
    hoursShown,
  );
  const untold = by.hours.filter((h) => h.untold).map((h) => h.nth);
  return {
    countedMinutes,
    blocks: [
      ...thinBlocks(by, skills),
      ...(work.surface.page === true
        ? [
            ...matrix({ ...by, hours: by.hours.slice(page.from, page.to) }, skills),
            ...(page.pages > 1
              ? [
                  buttons(
                    ...turns(page, { verb: 'hours.by-skill', subject: portfolio.mentor }, [
                      'Earlier hours',
                      'Later hours',
                    ]),
                  ),
                ]
              : []),
          ]
        : []),
      ...skillLists(by, skills),
      ...(untold.length === 0
        ? []
        : [
            muted(literal(`What a record of ${hoursInWords(untold)} said was erased, so what it showed is not known.`)),
          ]),
      ...goalBlocks(by.hours, mentorships),
    ],
  };
}

async function byHour(mentor: PersonId, arg: string, work: ActorWork): Promise<Reply> {
  const told: Told[] = [];
  for (const portfolio of await work.rows.portfolios.ofMentor(mentor)) {
    // One may be allocated to the reader, and another of the same mentor's not.
    if (mayActor('hours.by-skill', work, await toReadPortfolio(portfolio, work)))
      told.push(await portfolioByHour(work, portfolio, arg));
  }
  // Of whoever has none nobody is told that either, but for whoever may read everybody's.
  if (told.length === 0) demand('hours.by-skill', work, { mentor, readers: noReaders });
  const minutes = told.reduce((n, t) => n + t.countedMinutes, 0);
  const summary = say`${mention(mentor)}: ${minutesInWords(minutes)} counted, hour by hour.`;
  const card: Card = {
    ...hoursPanel(
      [
        [
          text(summary),
          muted(
            literal(
              'An hour is sixty counted minutes, in the order they were held. A session shows in each hour that holds a quarter of an hour of it, or most of it.',
            ),
          ),
          ...(told[0]?.blocks ?? [text(literal('No hours are counted yet.'))]),
        ],
        ...told.slice(1).map((t) => t.blocks),
      ],
      summary,
      work.programme,
    ),
    title: 'Skills and goals by hour',
  };
  return { kind: 'panel', card };
}

export const byHourPress: PressHandler = (press, work) => byHour(press.subject as PersonId, press.arg, work);
