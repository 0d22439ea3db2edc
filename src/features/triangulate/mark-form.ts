import { sentence } from '../../chat/card.js';
import { type Form, formNote, manyOf, noAnswers, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import { literal, say } from '../../chat/text.js';
import { type Citable, citableOf } from '../../domain/citable.js';
import { themeWords } from '../../domain/instrument.js';
import { type Mark, marks, sourceWords } from '../../domain/triangulation.js';
import type { PersonId } from '../../kernel/ids.js';
import { cleanLine, shorten } from '../../kernel/words.js';
import { showMoment } from '../../kernel/zoned.js';
import type { ActorWork, FormFeature, PressHandler } from '../feature.js';
import { toReadPortfolio } from '../shared/allocated.js';
import { demand } from '../shared/guards.js';
import { inPlainWords, namedReaders, partsThatMay, readersByPart, together } from '../shared/who-reads.js';
import { type Compared, comparedRow } from './compared.js';
import { kindWords } from './evidence.js';
import { rowSubject } from './subjects.js';
import { countOf, farApartIn } from './words.js';

/** Whether what several sides say of one theme agrees: the mentor's own mark, with why and what it rests on. */

/** As long as a sentence or two; what is argued at length stands in the reflection. */
const longestSentence = 500;
/** Slack's list has room for a hundred, and nobody looks through more. */
const mostOffered = 90;
const longestLabel = 75;

const markLabels: Readonly<Record<Mark, string>> = {
  agreement: 'Agreement: they say the same',
  partial: 'Partial: they agree in part',
  dissonance: 'Dissonance: they say different things',
};

type Row = Awaited<ReturnType<typeof comparedRow>>;

/** What can be cited: of this theme first, then whatever has none of its own, each the newest first; what is cited stays. */
function offered({ facts, row }: Row): readonly Citable[] {
  const all = citableOf(facts);
  const cited = new Set(row.mark?.cites ?? []);
  const rank = (c: Citable): number =>
    cited.has(c.citation) ? 0 : c.theme === row.theme ? 1 : c.theme === 'other' ? 2 : 3;
  return all
    .map((c) => ({ c, rank: rank(c) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, mostOffered)
    .map(({ c }) => c);
}

/** “Leo Brandt, Tue 24 Nov 2026: 2, The pace was right for me”: the number first, for a long question is cut. */
const labelOf = (c: Citable, { facts }: Compared, people: ReadonlyMap<PersonId, { readonly name: string }>): string => {
  const answer = facts.answers.find((a) => a.citation === c.citation);
  const by = answer === undefined ? undefined : people.get(answer.by)?.name;
  const said = answer?.rating == null ? c.label : `${answer.rating}, ${answer.asked}`;
  const when = showMoment(c.at, facts.zone, 'en-GB', 'date');
  return shorten(cleanLine(`${by ?? kindWords[c.source]}, ${when}: ${said}`), longestLabel);
};

/** @throws Refused unless it is the actor's own portfolio and there is such a row */
async function own(subject: string, work: ActorWork): Promise<Row> {
  const found = await comparedRow(subject, work);
  demand('compare.mark', work, await toReadPortfolio(found.portfolio, work));
  return found;
}

export const openMark: PressHandler = async ({ subject }, work) => {
  const { row } = await own(subject, work);
  const { mark } = row;
  return work.forms.open(
    'theme-mark',
    subject,
    mark === null
      ? noAnswers
      : { values: { mark: mark.mark, sentence: mark.sentence, cites: [...mark.cites] }, rows: {} },
  );
};

async function readersNote(found: Row, work: ActorWork): Promise<string> {
  const people = await work.people();
  const readers = await namedReaders(work, found.portfolio);
  const who = together(['the coordinator', ...readersByPart(readers, partsThatMay('compare.read'))]) ?? literal('');
  return `You write this. It is read by ${inPlainWords(who, people)}, and by whoever assesses later. Your mentees do not see it.`;
}

export const markForm: FormFeature = {
  called: 'whether what is said agrees',
  async build({ subject }, work) {
    const found = await own(subject, work);
    const { row, facts } = found;
    const people = await work.people();
    const choices = offered(found);
    if (choices.length === 0)
      return sentence('Nothing to mark yet', 'There is nothing to read about this yet, so there is nothing to mark.');
    return {
      id: 'theme-mark',
      title: 'Do they agree?',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'mark',
          title: themeWords[row.theme],
          items: [
            formNote('readers', await readersNote(found, work)),
            ...row.cells
              .filter((c) => c.evidence.length > 0)
              .map((c) => formNote(`has-${c.source}`, say`${sourceWords[c.source]}: ${countOf(c)}`, 'muted')),
            ...row.farApart.slice(0, 3).map((a, i) => ({
              ...formNote(`apart-${i}`, farApartIn(facts, a)),
              anothers: true as const,
            })),
            {
              id: 'mark',
              kind: 'choice',
              shown: 'buttons',
              readers: 'mentor',
              label: 'What do you see?',
              of: marks.map((value) => ({ value, label: markLabels[value] })),
            },
            {
              id: 'sentence',
              kind: 'text',
              lines: 'many',
              max: longestSentence,
              readers: 'mentor',
              label: 'Why do you say so?',
              hint: 'A sentence or two, in your own words.',
            },
            {
              id: 'cites',
              kind: 'choice',
              many: true,
              shown: 'list',
              readers: 'mentor',
              anothers: true,
              label: 'What does it rest on?',
              hint: 'Choose at least one. If one is taken back later, your mark says that it is not there any more.',
              of: choices.map((c) => ({ value: c.citation, label: labelOf(c, found, people) })),
            },
          ],
        },
      ],
    } satisfies Form;
  },
  async submit({ subject, answers }, work) {
    const found = await own(subject, work);
    const mark = marks.find((m) => m === textOf(answers.values, 'mark'));
    const chosen = new Set(manyOf(answers.values, 'cites'));
    const cites = offered(found)
      .filter((c) => chosen.has(c.citation))
      .map((c) => c.citation);
    if (mark === undefined) return { problems: [{ at: 'mark', say: 'Choose what you see.' }] };
    if (cites.length === 0)
      return { problems: [{ at: 'cites', say: 'Choose at least one thing that is still here to read.' }] };
    await work.rows.marks.save({
      programme: work.programme.id,
      portfolio: found.portfolio.id,
      theme: found.theme,
      mark,
      sentence: cleanLine(textOf(answers.values, 'sentence')),
      cites,
      at: work.now,
    });
    work.audit('compare.marked', rowSubject.write({ portfolio: found.portfolio.id, theme: found.theme }), {
      mark,
      cites: cites.length,
    });
    return closeWith('Saved', 'Your mark is saved. Type compare to see it beside the others.');
  },
};
