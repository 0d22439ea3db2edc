import {
  type Answers,
  type Field,
  type Form,
  type Item,
  manyOf,
  type Problem,
  placeOf,
  type Row,
  rowsOf,
  textOf,
  type Values,
} from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { literal, say, type Text } from '../../chat/text.js';
import {
  type CatalogueRow,
  isCore,
  newestOf,
  type SkillBody,
  sameWording,
  wordingsOf,
} from '../../domain/catalogue.js';
import { currentExamples } from '../../domain/defaults/catalogue.js';
import { exampleOf, exampleText } from '../../domain/support.js';
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
} from './catalogue-change.js';
import { seenEntry } from './subjects.js';

/** The lists that plans and records choose from: skills, guidance, examples of support. A line taken out is retired, never deleted. */

export type ListKind = 'skill' | 'guidance' | 'strategy';
export const isListKind = (s: string): s is ListKind => s === 'skill' || s === 'guidance' || s === 'strategy';

/** So many that the whole list stands in one form on every chat. */
export const longestList = 24;
const group = 'entries';

const about: Readonly<
  Record<ListKind, { readonly title: string; readonly one: string; readonly add: string; readonly why: string }>
> = {
  skill: {
    title: 'Skills',
    one: 'Skill',
    add: 'Add a skill',
    why: 'A record says which of these the mentor used, each with an example. Core skills are looked for in every hour.',
  },
  guidance: {
    title: 'Guidance',
    one: 'Guidance',
    add: 'Add guidance',
    why: 'A plan says which of these it refers to: statutory guidance, your own policies. Name the edition: a new one is a line of its own.',
  },
  strategy: {
    title: 'Support',
    one: 'Example',
    add: 'Add an example',
    why: 'What a mentor can do for a need. A plan offers these to begin from; nobody has to use one.',
  },
};
/** A skill is chosen from a list whose lines Slack cuts at 75 characters; guidance is read whole in the plan. */
const longest: Readonly<Record<ListKind, number>> = { skill: 75, guidance: 200, strategy: 300 };

/** A line of the form. An example has its two sides in fields of their own, and is kept as one text (`exampleText`). */
const fieldsOf: Readonly<Record<ListKind, readonly Field[]>> = {
  skill: [textField('skill')],
  guidance: [textField('guidance')],
  strategy: [
    { id: 'need', kind: 'text', lines: 'one', max: 100, optional: true, readers: 'shown', label: 'Need' },
    { ...textField('strategy'), label: 'What the mentor can do' },
  ],
};

function textField(kind: ListKind): Field {
  return { id: 'text', kind: 'text', lines: 'one', max: longest[kind], readers: 'shown', label: about[kind].one };
}

const wordsIn = ({ values }: Row): string =>
  exampleText({ need: textOf(values, 'need'), strategy: textOf(values, 'text') });

const valuesOf = (kind: ListKind, text: string): Values => {
  if (kind !== 'strategy') return { text };
  const { need, strategy } = exampleOf(text);
  return { need, text: strategy };
};

interface Entry {
  readonly row: CatalogueRow;
  readonly text: string;
}
type Change =
  | { readonly do: 'add'; readonly text: string }
  | { readonly do: 'reword'; readonly row: CatalogueRow; readonly text: string }
  | { readonly do: 'back'; readonly row: CatalogueRow }
  | { readonly do: 'retire'; readonly row: CatalogueRow };

interface Reading {
  readonly changes: readonly Change[];
  /** Entries that both this form and somebody else changed. */
  readonly conflicts: readonly Entry[];
  readonly problems: readonly Problem[];
}

/** What the form's lines mean, beside the list as it stands now. `theirs`: conflicts are left as they were put. */
function read(answers: Answers, every: readonly CatalogueRow[], theirs: boolean): Reading {
  const words = wordingsOf(every.map((row) => ({ ...row, key: seenEntry.write(row), version: 1 })));
  const at = (key: string, version: number): string | undefined => words.get(seenEntry.write({ key, version }));
  const now = newestOf(every).map((row): Entry => ({ row, text: at(row.key, row.version) ?? '' }));
  const lines = rowsOf(answers, group);
  const seen = new Map(
    manyOf(answers.values, 'seen').flatMap((text) => {
      const entry = seenEntry.read(text);
      return entry === undefined ? [] : [[entry.key, entry.version] as const];
    }),
  );
  const changes: Change[] = [];
  const conflicts: Entry[] = [];
  const problems: Problem[] = [];
  const kept = new Set<string>();

  const both = (entry: Entry, change: Change | undefined): void => {
    const { row, text } = entry;
    const touched = row.version !== seen.get(row.key) || row.retiredAt !== null;
    const same = change === undefined || (change.do === 'reword' && change.text === text && row.retiredAt === null);
    if (same || (change.do === 'retire' && row.retiredAt !== null)) return;
    if (touched) conflicts.push(entry);
    if (!touched || !theirs) changes.push(change);
  };
  for (const line of lines) {
    const text = wordsIn(line);
    const entry = now.find((e) => e.row.key === line.key);
    const version = seen.get(line.key);
    if (entry !== undefined && version !== undefined) {
      kept.add(line.key);
      const untouched = at(line.key, version) === text;
      both(entry, untouched ? undefined : { do: 'reword', row: entry.row, text });
      continue;
    }
    // Typed anew what was retired, or taken out just now: the same entry, so that what names it is counted together.
    const old = now.find(
      (e) => sameWording(e.text, text) && !lines.some((l) => l.key === e.row.key) && !kept.has(e.row.key),
    );
    if (old === undefined || (old.row.retiredAt === null && !seen.has(old.row.key))) changes.push({ do: 'add', text });
    else {
      kept.add(old.row.key);
      if (old.text !== text) changes.push({ do: 'reword', row: old.row, text });
      else if (old.row.retiredAt !== null) changes.push({ do: 'back', row: old.row });
    }
  }
  for (const key of seen.keys()) {
    const entry = now.find((e) => e.row.key === key);
    if (entry !== undefined && !kept.has(key)) both(entry, { do: 'retire', row: entry.row });
  }

  // Lines that somebody else added are in no line of this form, and stay.
  const added = now.filter((e) => e.row.retiredAt === null && !seen.has(e.row.key) && !kept.has(e.row.key));
  lines.forEach((line, i) => {
    const text = wordsIn(line);
    const twice =
      lines.slice(0, i).some((l) => sameWording(wordsIn(l), text)) || added.some((e) => sameWording(e.text, text));
    if (twice)
      problems.push({
        at: placeOf(group, line.key, 'text'),
        say: 'This is in the list already. Take one of them out.',
      });
  });
  // Each form keeps a line of its own; but what two coordinators take out at the same time may be all there is.
  const left = new Set(now.flatMap((e) => (e.row.retiredAt === null ? [e.row.key] : [])));
  for (const change of changes) {
    if (change.do === 'retire') left.delete(change.row.key);
    else left.add(change.do === 'add' ? `new ${change.text}` : change.row.key);
  }
  if (lines.length > 0 && left.size === 0 && now.some((e) => e.row.kind === 'skill'))
    problems.push({
      at: group,
      say: 'The other lines were taken out meanwhile, so this would leave none. Add one, or keep one.',
    });
  if (lines.length + added.length > longestList)
    problems.push({
      at: group,
      say: `Keep to ${longestList}: there are ${lines.length + added.length}. Take some out.`,
    });
  return { changes, conflicts, problems };
}

/** The entries that this form was opened with and still are in use, as they stand now. */
const openedWith = (answers: Answers, every: readonly CatalogueRow[]): readonly CatalogueRow[] => {
  const seen = new Set(manyOf(answers.values, 'seen').map((entry) => seenEntry.read(entry)?.key));
  return newestOf(every).filter((row) => row.retiredAt === null && seen.has(row.key));
};

/** Which of the skills are core: of those the form was opened with, for a line added just now is none yet. */
function coreItems(answers: Answers, every: readonly CatalogueRow[]): readonly Item[] {
  const rows = openedWith(answers, every);
  const words = wordingsOf(rows.map((row) => ({ ...row, version: 1 })));
  if (rows.length === 0) return [];
  return [
    {
      id: 'core',
      kind: 'choice',
      many: true,
      shown: 'list',
      of: rows.map((row) => ({ value: row.key, label: words.get(row.key) ?? row.key })),
      label: 'Core skills',
      hint: 'Looked for in every hour. A skill you add now can be marked once it is saved.',
      optional: true,
      readers: 'shown',
    },
  ];
}

/** What this form makes of a skill's being core: what it ticked or unticked, else what stands. */
function coreIn(answers: Answers): (row: CatalogueRow) => boolean {
  const [ticked, before] = [manyOf(answers.values, 'core'), manyOf(answers.values, 'core-before')];
  return ({ key, body }) => {
    const is = ticked.includes(key);
    return is === before.includes(key) ? isCore({ key, body }) : is;
  };
}

const kindOf = (subject: string): ListKind => {
  if (isListKind(subject)) return subject;
  throw new Refused('no-such-list', 'There is no such list. Type setup catalogue to see what there is.');
};

const toldOf = (e: Entry): Text =>
  e.row.retiredAt === null ? say`It is now: “${e.text}”` : say`“${e.text}” was retired.`;

export const listForm: FormFeature = {
  called: 'a list of the catalogue',
  async build({ subject, answers }, work): Promise<Form> {
    demand('programme.set', work);
    const kind = kindOf(subject);
    const every = await work.rows.catalogue.every(kind);
    const { conflicts } = read(answers, every, false);
    const { title, one, add, why } = about[kind];
    return {
      id: 'catalogue-list',
      title,
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'entries',
          title,
          items: [
            ...meanwhileItems(stateOf(conflicts.map((c) => c.row)), conflicts.map(toldOf)),
            { kind: 'note', id: 'why', text: literal(why) },
            {
              kind: 'group',
              id: group,
              label: title,
              one,
              // Without a skill no record could be whole.
              min: kind === 'skill' ? 1 : 0,
              max: longestList,
              addLabel: add,
              hint: 'Take a line out to retire it: what was written with it keeps it, and it can be brought back.',
              fields: fieldsOf[kind],
            },
            ...(kind === 'skill' ? coreItems(answers, every) : []),
          ],
        },
      ],
    };
  },
  async problems({ subject, answers }, work) {
    return read(answers, await work.rows.catalogue.every(kindOf(subject)), keepsTheirs(answers.values)).problems;
  },
  async submit({ subject, answers }, work) {
    demand('programme.set', work);
    const kind = kindOf(subject);
    const every = await work.rows.catalogue.every(kind);
    const { changes } = read(answers, every, keepsTheirs(answers.values));
    const core = coreIn(answers);
    const body = (text: string, row: CatalogueRow): { readonly text: string } | SkillBody =>
      kind === 'skill' ? { text, core: core(row) } : { text };
    for (const change of changes) {
      if (change.do === 'add') await addEntry(work, kind, { text: change.text });
      else if (change.do === 'reword') await reword(work, change.row, body(change.text, change.row));
      else if (change.do === 'back') await bringBack(work, change.row);
      else await retire(work, change.row);
    }
    const touched = new Set(changes.flatMap((change) => (change.do === 'add' ? [] : [change.row.key])));
    const marked =
      kind === 'skill'
        ? openedWith(answers, every).filter((row) => !touched.has(row.key) && core(row) !== isCore(row))
        : [];
    const words = wordingsOf(marked.map((row) => ({ ...row, version: 1 })));
    for (const row of marked) await reword(work, row, body(words.get(row.key) ?? '', row));
    return saved(about[kind].title, changes.length + marked.length);
  },
};

/** Opens the list as it stands, each line with the version that it was opened with. */
export async function openList(kind: ListKind, work: ActorWork): Promise<Reply> {
  demand('programme.set', work);
  const every = await work.rows.catalogue.every(kind);
  const current = newestOf(every).filter((row) => row.retiredAt === null);
  const words = wordingsOf(current.map((row) => ({ ...row, version: 1 })));
  // Where nobody has changed the examples yet, those that hold meanwhile are lines to be saved.
  const given = kind === 'strategy' && every.length === 0 ? currentExamples(every) : [];
  const core = kind === 'skill' ? current.filter(isCore).map((row) => row.key) : [];
  return work.forms.open(
    'catalogue-list',
    kind,
    {
      // No fields of the form, but for `core`: kept in its draft, and never sent anywhere.
      values: { seen: current.map(seenEntry.write), core, 'core-before': core },
      rows: {
        [group]: [
          ...current.map((row) => ({
            key: row.key,
            // The version marks an emptied line as an old one: it is asked about, not passed over as blank.
            values: { ...valuesOf(kind, words.get(row.key) ?? ''), version: row.version },
          })),
          ...[...wordingsOf(given).values()].map((text) => ({
            key: work.ids.next('row'),
            values: valuesOf(kind, text),
          })),
        ],
      },
    },
    await opens(work, 'catalogue-list', kind),
  );
}
