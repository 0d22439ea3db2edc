import { hoursBySkill } from '../portfolio-hours.js';
import { type CountedHour, hoursInWords, hoursShowing, hoursWithout } from '../skill-hours.js';
import { type Block, heading, quiet, type Text, text } from './model-blocks.js';
import type { PartOf } from './model-pictures.js';
import type { PackScene } from './model-scene.js';

/** So many hours side by side. */
const inOneTable = 12;

/** Part 6: which counted hour shows which skill; core skills by themselves. */
export function skillsPart({ facts }: PackScene): PartOf {
  const { hours, thin } = hoursBySkill(facts);
  const shown = new Set(hours.flatMap((h) => [...h.skills]));
  const core = facts.skills.filter((s) => s.core);
  const others = facts.skills.filter((s) => !s.core && shown.has(s.key));
  const textOf = (key: string): string => facts.skills.find((s) => s.key === key)?.text ?? 'another skill';
  if (hours.length === 0)
    return { title: 'Skills by hour', blocks: [quiet('No hour counts yet, so there is none to show a skill in.')] };
  return {
    title: 'Skills by hour',
    blocks: [
      quiet(
        'Counted minutes in the order in which they were held, sixty to an hour. A dot: a record of that hour gives an example of the skill. A dash: none does.',
      ),
      ...(core.length === 0 ? [] : [heading('Core skills'), ...grids(hours, core, 'Core skills')]),
      ...(core.length === 0
        ? []
        : thin.length === 0
          ? [text('Every whole hour shows every core skill.')]
          : [
              text('Thin, by the rule that core skills show in every whole hour:'),
              {
                kind: 'list' as const,
                items: thin.map((t): Text => `${textOf(t.skill)}: not in ${hoursInWords(t.without)}.`),
              },
            ]),
      ...(others.length === 0 ? [] : [heading('Other skills'), ...grids(hours, others, 'Other skills')]),
    ],
  };
}

/** Of more hours than these a grid is too wide to be read: they stand as numbers. */
const mostInGrid = 24;

function shownIn(
  hours: readonly CountedHour[],
  skills: readonly { readonly key: string; readonly text: string }[],
  what: string,
): Block {
  const said = (nths: readonly number[]): string => (nths.length === 0 ? '–' : hoursInWords(nths));
  return {
    kind: 'table',
    says: `${what} in ${hoursInWords(hours.map((h) => h.nth))}`,
    columns: [
      { head: 'Skill', width: 3 },
      { head: 'Shown in', width: 5 },
      { head: 'Not in', width: 5 },
      { head: 'Hours', width: 1.4, align: 'right' },
    ],
    rows: skills.map((s): readonly Text[] => {
      const shown = hoursShowing(hours, s.key);
      return [s.text, said(shown), said(hoursWithout(hours, s.key)), String(shown.length)];
    }),
  };
}

function grids(
  hours: readonly CountedHour[],
  skills: readonly { readonly key: string; readonly text: string }[],
  what: string,
): readonly Block[] {
  if (hours.length > mostInGrid) return [shownIn(hours, skills, what)];
  const chunks = Array.from({ length: Math.ceil(hours.length / inOneTable) }, (_, i) =>
    hours.slice(i * inOneTable, (i + 1) * inOneTable),
  );
  return chunks.map((chunk) => ({
    kind: 'table',
    says: `${what} in ${hoursInWords(chunk.map((h) => h.nth))}`,
    columns: [
      { head: 'Skill', width: 6 },
      ...chunk.map((h) => ({ head: String(h.nth), width: 0.7, align: 'center' as const })),
      { head: 'Hours', width: 1.2, align: 'right' },
    ],
    rows: skills.map((s) => [
      s.text,
      ...chunk.map((h) => (h.skills.has(s.key) ? '●' : h.untold ? ' ' : '–')),
      String(hoursShowing(chunk, s.key).length),
    ]),
  }));
}
