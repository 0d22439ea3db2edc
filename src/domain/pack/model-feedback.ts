import { count, listInWords } from '../../kernel/words.js';
import { type Instrument, type Theme, themes, themeWords } from '../instrument.js';
import type { FactsAnswer } from '../portfolio-facts.js';
import { inTheirOrder, medianOf, wayOf } from '../small-samples.js';
import { menteesWords } from './model-agreement.js';
import { type Block, heading, lead, quiet, subheading, type Text } from './model-blocks.js';
import { type Lane, lanesPictures, type PackPicture, type PartOf } from './model-pictures.js';
import type { PackScene } from './model-scene.js';

/** From so many on the median is said (docs/field.md#always-with-n). */
const fewestForMiddle = 3;

/** When it was asked, as somebody reads it. */
const asked: Readonly<Record<Instrument, string>> = {
  'after-session': 'after a session',
  mid: 'half-way',
  end: 'at the end',
  stakeholder: 'beside the two',
  self: 'own view',
};
const sides = { mentee: 'Mentees', self: 'The candidate’s own view', stakeholder: 'Others' } as const;

/** Answers of one person to one question, oldest first. */
interface Series {
  readonly of: FactsAnswer;
  readonly numbers: readonly number[];
}

/** Part 7: theme by theme, each person's answers as they are, with how many; nobody's with another's. */
export function feedbackPart(scene: PackScene): PartOf {
  const { answers } = scene.facts;
  const pictures: PackPicture[] = [];
  const blocks = themes.flatMap((theme): readonly Block[] => {
    const here = answers.filter((a) => a.theme === theme);
    return here.length === 0 ? [] : ofTheme(scene, theme, here, pictures);
  });
  return {
    title: 'Feedback from each side',
    blocks:
      blocks.length === 0
        ? [quiet('There is no answer to read here.')]
        : [
            quiet(
              'Ratings go from 1 to 5, and 5 is the most. Each line is one person’s answers to one question, oldest first, with how many there are (n); the median is said from three on, and where they go from eight on.',
            ),
            quiet(menteesWords),
            ...blocks,
          ],
    pictures,
  };
}

function ofTheme(
  scene: PackScene,
  theme: Theme,
  here: readonly FactsAnswer[],
  pictures: PackPicture[],
): readonly Block[] {
  const rated = seriesIn(here);
  const lanes = rated
    .filter(({ numbers }) => numbers.length > 1)
    .map(
      ({ of, numbers }): Lane => ({
        label: `${scene.called(of.by)}, ${asked[of.instrument]}: ${of.asked}`,
        numbers,
        target: null,
      }),
    );
  const drawn = lanesPictures(`theme-${theme}`, `Ratings on ${themeWords[theme].toLowerCase()}`, lanes);
  pictures.push(...drawn.pictures);
  const written = here.filter((a) => a.text.trim() !== '');
  return [
    heading(themeWords[theme], `feedback-${theme}`),
    lead(countsIn(here)),
    ...drawn.blocks,
    ...(rated.length === 0 ? [] : [ratings(scene, theme, rated)]),
    ...(['mentee', 'self', 'stakeholder'] as const).flatMap((side): readonly Block[] => {
      const said = written.filter((a) => a.source === side);
      return said.length === 0 ? [] : [subheading(`${sides[side]}, in words`), ...said.map((a) => inWords(scene, a))];
    }),
  ];
}

/** “4 answers from mentees, 1 of the candidate’s own.” Whatever of their words stands. */
function countsIn(here: readonly FactsAnswer[]): string {
  const of = (side: FactsAnswer['source']): number => here.filter((a) => a.source === side).length;
  const said = [
    [of('mentee'), 'from mentees'],
    [of('self'), 'of the candidate’s own'],
    [of('stakeholder'), 'from others'],
  ] as const;
  return `${listInWords(said.filter(([n]) => n > 0).map(([n, from]) => `${count(n, 'answer')} ${from}`))}.`;
}

const inWords = (scene: PackScene, a: FactsAnswer): Block => ({
  kind: 'words',
  label: `${scene.called(a.by)}, ${scene.day(a.heldAt ?? a.at)}: ${a.asked}`,
  text: a.text,
});

/** One for each person, mentorship, question and wording, in the order in which each came first. */
function seriesIn(here: readonly FactsAnswer[]): readonly Series[] {
  const found = new Map<string, { readonly of: FactsAnswer; readonly numbers: number[] }>();
  const at = (a: FactsAnswer): number => a.heldAt ?? a.at;
  for (const a of [...here].sort((x, y) => at(x) - at(y))) {
    if (a.rating === null) continue;
    const key = [a.source, a.by, a.mentorship, a.instrument, a.question, a.asked].join('|');
    const series = found.get(key) ?? { of: a, numbers: [] };
    found.set(key, series);
    series.numbers.push(a.rating);
  }
  const order = ['mentee', 'self', 'stakeholder'];
  return [...found.values()].sort((a, b) => order.indexOf(a.of.source) - order.indexOf(b.of.source));
}

const ways = { up: 'higher later', down: 'lower later', steady: 'much the same' } as const;

function ratings(scene: PackScene, theme: Theme, rated: readonly Series[]): Block {
  const anyWay = rated.some(({ numbers }) => wayOf(numbers) !== null);
  return {
    kind: 'table',
    says: `Ratings on ${themeWords[theme].toLowerCase()}, one person and one question a line`,
    columns: [
      { head: 'Who', width: 2.2 },
      { head: 'Asked', width: 1.9 },
      { head: 'Question', width: 5 },
      { head: 'Answers', width: 2.4 },
      { head: 'n', width: 0.7, align: 'right' },
      { head: 'Median', width: 1.2, align: 'right' },
      ...(anyWay ? [{ head: 'Way', width: 1.8 }] : []),
    ],
    rows: rated.map(({ of, numbers }): readonly Text[] => {
      const way = wayOf(numbers);
      const middle = numbers.length < fewestForMiddle ? null : medianOf(numbers);
      return [
        about(scene, of),
        asked[of.instrument],
        of.asked,
        inTheirOrder(numbers),
        String(numbers.length),
        middle === null ? '–' : String(middle),
        ...(anyWay ? [way === null ? '–' : ways[way]] : []),
      ];
    }),
  };
}

/** Who answered; of whoever is not the mentee, about which mentorship. */
const about = (scene: PackScene, a: FactsAnswer): string =>
  a.source === 'mentee' ? scene.called(a.by) : `${scene.called(a.by)}, on ${scene.menteeOf(a.mentorship)}`;
