import {
  type Answers,
  type Field,
  type Form,
  formNote,
  manyOf,
  type Problem,
  placeOf,
  type Row,
  rowsOf,
  textOf,
  type Values,
} from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { say, type Text } from '../../chat/text.js';
import { type CatalogueRow, type QuestionBody, sameWording } from '../../domain/catalogue.js';
import {
  type Instrument,
  instrumentWords,
  isInstrument,
  type Theme,
  themes,
  themeWords,
  turnsFrom,
} from '../../domain/instrument.js';
import { rowsOfSet, rowsToWrite, type SetRow } from '../../domain/question-sets.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { ActorWork, FormFeature } from '../feature.js';
import { demand } from '../shared/guards.js';
import {
  addEntry,
  bringBack,
  keepsTheirs,
  meanwhileItems,
  opens,
  retire,
  reword,
  saved,
  stateOf,
  writeStandard,
} from './catalogue-change.js';

/**
 * One set of questions, to be reworded, added to and taken out of (docs/field.md#instruments). Each set is a form of its own:
 * what is changed in one is in no other.
 */

const group = 'questions';
/** Answers can be given for so long after a session: cards of that age may stand open with the old words. */
const openFor = 15 * day;

/** So many that a mentee is through with them in two minutes, and that a set stands in one form on every chat. */
const mostAtOnce = 6;
const mostOf = (instrument: Instrument): number => (instrument === 'after-session' ? 12 : 8);

const turnWords = {
  always: 'Every time',
  leaves: 'From the first on, later in turn',
  comes: `In turn, from session ${turnsFrom} on`,
} as const;

/** What a line says of a question. */
interface Said {
  readonly text: string;
  readonly kind: QuestionBody['kind'];
  readonly theme: Theme;
  readonly turns: keyof typeof turnWords;
}

const saidOf = ({ text, kind, theme, turns }: QuestionBody): Said => ({
  text,
  kind,
  theme: theme ?? 'other',
  turns: turns ?? 'always',
});

function saidIn({ values }: Pick<Row, 'values'>): Said {
  const [theme, turns] = [textOf(values, 'theme'), textOf(values, 'turns')];
  return {
    text: textOf(values, 'text'),
    kind: textOf(values, 'kind') === 'text' ? 'text' : 'rating',
    theme: themes.find((t) => t === theme) ?? 'other',
    turns: turns === 'leaves' || turns === 'comes' ? turns : 'always',
  };
}

const same = (a: Said, b: Said): boolean =>
  a.text === b.text && a.kind === b.kind && a.theme === b.theme && a.turns === b.turns;

const bodyOf = ({ text, kind, theme, turns }: Said, instrument: Instrument): QuestionBody => ({
  text,
  kind,
  instrument,
  theme,
  ...(turns === 'always' || instrument !== 'after-session' ? {} : { turns }),
});

type Change =
  | { readonly do: 'add'; readonly said: Said }
  | { readonly do: 'reword'; readonly row: SetRow; readonly said: Said }
  | { readonly do: 'back'; readonly row: SetRow }
  | { readonly do: 'retire'; readonly row: SetRow };

interface Reading {
  readonly changes: readonly Change[];
  /** Questions that both this form and somebody else changed. */
  readonly conflicts: readonly SetRow[];
  readonly problems: readonly Problem[];
}

/** What each question said when the form was opened: kept in its draft, and never sent anywhere. */
const writeSeen = (row: SetRow): string => JSON.stringify([row.key, saidOf(row.body)]);
const readSeen = (answers: Answers): ReadonlyMap<string, Said> =>
  new Map(manyOf(answers.values, 'seen').map((one) => JSON.parse(one) as [string, Said]));

/** What the form's lines mean, beside the set as it stands now. `theirs`: conflicts are left as they were put. */
function read(answers: Answers, now: readonly SetRow[], instrument: Instrument, theirs: boolean): Reading {
  const lines = rowsOf(answers, group);
  const seen = readSeen(answers);
  const changes: Change[] = [];
  const conflicts: SetRow[] = [];
  const problems: Problem[] = [];
  const kept = new Set<string>();

  const both = (row: SetRow, change: Change): void => {
    const began = seen.get(row.key);
    const touched = row.retiredAt !== null || began === undefined || !same(saidOf(row.body), began);
    if (touched) conflicts.push(row);
    if (!touched || !theirs) changes.push(change);
  };
  for (const line of lines) {
    const said = saidIn(line);
    const row = now.find((r) => r.key === line.key);
    const began = seen.get(line.key);
    if (row !== undefined && began !== undefined) {
      kept.add(line.key);
      if (said.kind !== row.body.kind)
        problems.push({
          at: placeOf(group, line.key, 'kind'),
          say: 'What was answered stays as it was: take this question out, and add one that is answered otherwise.',
        });
      else if (!same(said, began) && (!same(said, saidOf(row.body)) || row.retiredAt !== null))
        both(row, { do: 'reword', row, said });
      continue;
    }
    // Typed anew what was retired, or taken out just now: the same question, so that its answers stay together.
    const old = now.find(
      (r) =>
        sameWording(r.body.text, said.text) &&
        r.body.kind === said.kind &&
        !kept.has(r.key) &&
        !lines.some((l) => l.key === r.key),
    );
    if (old === undefined || (old.retiredAt === null && !seen.has(old.key))) changes.push({ do: 'add', said });
    else {
      kept.add(old.key);
      if (!same(said, saidOf(old.body))) changes.push({ do: 'reword', row: old, said });
      else if (old.retiredAt !== null) changes.push({ do: 'back', row: old });
    }
  }
  for (const key of seen.keys()) {
    const row = now.find((r) => r.key === key);
    if (row !== undefined && row.retiredAt === null && !kept.has(key)) both(row, { do: 'retire', row });
  }
  return { changes, conflicts, problems: [...problems, ...wholeProblems(lines, after(now, changes), instrument)] };
}

/** What the set asks once these changes are made. */
function after(now: readonly SetRow[], changes: readonly Change[]): readonly Said[] {
  const of = new Map(changes.flatMap((c) => (c.do === 'add' ? [] : [[c.row.key, c] as const])));
  const stay = now.flatMap((row): readonly Said[] => {
    const change = of.get(row.key);
    if (change === undefined) return row.retiredAt === null ? [saidOf(row.body)] : [];
    return change.do === 'retire' ? [] : [change.do === 'reword' ? change.said : saidOf(row.body)];
  });
  return [...stay, ...changes.flatMap((c) => (c.do === 'add' ? [c.said] : []))];
}

/** What is wrong with the set as a whole. */
function wholeProblems(lines: readonly Row[], then: readonly Said[], instrument: Instrument): readonly Problem[] {
  const problems: Problem[] = [];
  lines.forEach((line, i) => {
    const { text } = saidIn(line);
    const twice =
      lines.slice(0, i).some((l) => sameWording(saidIn(l).text, text)) ||
      then.filter((s) => sameWording(s.text, text)).length > 1;
    if (twice)
      problems.push({ at: placeOf(group, line.key, 'text'), say: 'This is asked already. Take one of them out.' });
  });
  if (then.length === 0)
    problems.push({ at: group, say: 'The other questions were taken out meanwhile, so this would leave none.' });
  const most = mostOf(instrument);
  if (then.length > most)
    problems.push({ at: group, say: `Keep to ${most}: there would be ${then.length}. Take some out.` });
  if (instrument !== 'after-session' || then.length === 0) return problems;
  const first = then.filter((s) => s.turns !== 'comes');
  if (first.length === 0)
    problems.push({ at: group, say: 'No question is asked from the first session on. Choose one for every time.' });
  else if (first.length < then.length && !then.some((s) => s.turns === 'leaves'))
    problems.push({
      at: group,
      say: `A question that comes in turn needs one that makes room. Choose “${turnWords.leaves}” for one of the others.`,
    });
  if (first.length > mostAtOnce)
    problems.push({
      at: group,
      say: `After each session ${first.length} questions would come. Keep to ${mostAtOnce}: let some come in turn, or take some out.`,
    });
  return problems;
}

const setOf = (subject: string): Instrument => {
  if (isInstrument(subject)) return subject;
  throw new Refused('no-such-set', 'There is no such set. Type setup questions to see what is asked.');
};

const toldOf = (row: SetRow): Text =>
  row.retiredAt === null ? say`It is now: “${row.body.text}”` : say`“${row.body.text}” was retired.`;

const why: Readonly<Record<Instrument, string>> = {
  'after-session':
    'Keep what each asks about: answers to the old words stay in the same trend, and say which words they answered. Short and simple: the youngest is 14.',
  mid: 'Asked once, half-way, in a review. Short and simple: the youngest is 14.',
  end: 'Asked once, at the end, in a review. Short and simple: the youngest is 14.',
  stakeholder: 'Ask what the mentor did, never what the mentee is like: the mentee may read the answers.',
  self: 'The mentor’s own view, beside what the others say of the same themes.',
};

function fields(instrument: Instrument): readonly Field[] {
  return [
    { id: 'text', kind: 'text', lines: 'one', max: 140, readers: 'shown', label: 'Question' },
    {
      id: 'kind',
      kind: 'choice',
      shown: 'list',
      readers: 'shown',
      label: 'Answered',
      of: [
        { value: 'rating', label: 'From 1, not at all, to 5, yes, fully' },
        { value: 'text', label: 'In a few words' },
      ],
    },
    {
      id: 'theme',
      kind: 'choice',
      shown: 'list',
      readers: 'shown',
      label: 'What it is about',
      of: themes.map((value) => ({ value, label: themeWords[value] })),
    },
    ...(instrument === 'after-session'
      ? [
          {
            id: 'turns',
            kind: 'choice',
            shown: 'list',
            readers: 'shown',
            label: 'When it is asked',
            of: Object.entries(turnWords).map(([value, label]) => ({ value, label })),
          } satisfies Field,
        ]
      : []),
  ];
}

const setRows = async (instrument: Instrument, work: ActorWork): Promise<readonly SetRow[]> =>
  rowsOfSet(await work.rows.catalogue.every('question'), instrument);

export const questionsForm: FormFeature = {
  called: 'questions of a set',
  async build({ subject, answers }, work): Promise<Form> {
    demand('programme.set', work);
    const instrument = setOf(subject);
    const { conflicts } = read(answers, await setRows(instrument, work), instrument, false);
    const inTurn = rowsOf(answers, group).some((line) => saidIn(line).turns !== 'always');
    return {
      id: 'questions',
      title: 'Questions',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'questions',
          title: instrumentWords[instrument],
          items: [
            ...meanwhileItems(stateOf(conflicts), conflicts.map(toldOf)),
            formNote('why', why[instrument]),
            ...(instrument === 'after-session'
              ? [
                  formNote(
                    'turns-why',
                    inTurn
                      ? `From session ${turnsFrom} of a mentorship on, those in turn share the places of those that make room. A form that was opened keeps its questions.`
                      : 'The same questions each time are soon answered without reading. Let some take turns: add others that come in turn.',
                  ),
                ]
              : []),
            {
              kind: 'group',
              id: group,
              label: 'Questions',
              one: 'Question',
              min: 1,
              max: mostOf(instrument),
              addLabel: 'Add a question',
              hint: 'Take one out to retire it: what was answered stays, and it can be brought back.',
              fields: fields(instrument),
            },
          ],
        },
      ],
    };
  },
  async problems({ subject, answers }, work) {
    const instrument = setOf(subject);
    return read(answers, await setRows(instrument, work), instrument, keepsTheirs(answers.values)).problems;
  },
  async submit({ subject, answers }, work) {
    demand('programme.set', work);
    const instrument = setOf(subject);
    const every = await work.rows.catalogue.every('question');
    const { changes } = read(answers, rowsOfSet(every, instrument), instrument, keepsTheirs(answers.values));
    if (changes.length === 0) return saved('Questions', 0);
    for (const row of rowsToWrite(every, instrument)) await writeStandard(work, row);
    const written = new Map((await setRows(instrument, work)).map((row) => [row.key, row]));
    const now = (row: CatalogueRow): CatalogueRow => written.get(row.key) ?? row;
    for (const change of changes) {
      if (change.do === 'add') await addEntry(work, 'question', bodyOf(change.said, instrument));
      else if (change.do === 'reword') await reword(work, now(change.row), bodyOf(change.said, instrument));
      else if (change.do === 'back') await bringBack(work, now(change.row));
      else await retire(work, now(change.row));
    }
    // Cards of before 0.6.0 that still ask in the old words: their buttons would be refused.
    if (instrument === 'after-session')
      for (const s of await work.rows.sessions.between(work.now - openFor, work.now))
        if (s.state === 'ended') work.redraw(s.id);
    return saved('Questions', changes.length);
  },
};

/** Opens one set as it stands, each line with what it said. */
export async function openQuestionSet(subject: string, work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const instrument = setOf(subject);
  const current = (await setRows(instrument, work)).filter((row) => row.retiredAt === null);
  const values = (row: SetRow): Values => {
    const { turns, ...said } = saidOf(row.body);
    return { ...said, ...(instrument === 'after-session' ? { turns } : {}) };
  };
  return work.forms.open(
    'questions',
    instrument,
    {
      values: { seen: current.map(writeSeen) },
      rows: { [group]: current.map((row) => ({ key: row.key, values: values(row) })) },
    },
    await opens(work, 'questions', instrument),
  );
}

/** Whether a retired question may be asked again. @throws Refused with what to do first */
export async function demandPlace(row: SetRow, instrument: Instrument, work: ActorWork): Promise<void> {
  const current = (await setRows(instrument, work)).filter((r) => r.retiredAt === null);
  if (current.some((r) => sameWording(r.body.text, row.body.text)))
    throw new Refused('there-already', 'There is one with the same words now. Change that one instead.');
  const [problem] = wholeProblems([], [...current.map((r) => saidOf(r.body)), saidOf(row.body)], instrument);
  if (problem !== undefined) throw new Refused('set-full', problem.say);
}
