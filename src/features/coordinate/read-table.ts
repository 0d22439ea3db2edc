import { parse } from 'csv-parse/sync';
import { type AllocatedAs, allocatedAs } from '../../domain/allocation.js';
import type { Role, StakeholderAs } from '../../domain/programme.js';
import { accountIn, cellText, emailIn, isFormula, joinedName, nameIn, oneLine, peopleIn } from './table-cells.js';
import { type Columns, columnsOf, namesPeople, type Part } from './table-columns.js';

/** A list of people as a spreadsheet writes it, read row by row; each fault with its line. Nothing of it is guessed. */

export interface TableRow {
  readonly line: number;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Which stakeholder, where the role says it. */
  readonly as?: StakeholderAs;
  /** A user id on the chat: a short name is none. */
  readonly account: string;
  readonly email: string;
  /** The mentor's e-mail, account or name, for a mentee: the same one or ones in each cell, what is best first. */
  readonly mentor: readonly string[];
  /** The same from the other side: whom a mentor has. */
  readonly mentees: readonly string[];
  /** 18 or over, yes or no; absent where the file does not say. */
  readonly adult?: boolean;
  /** Who supervises, assesses and assures the quality of this mentor, or of this mentee’s mentor. */
  readonly readers: Readonly<Record<AllocatedAs, readonly string[]>>;
}

/** Where and what: what stands in the file is not repeated, for it may be anything. */
export interface Fault {
  readonly line: number;
  readonly say: string;
}

export interface Table {
  readonly rows: readonly TableRow[];
  readonly faults: readonly Fault[];
  /** Every column, and what it is used as; null: it is not used. */
  readonly columns: Columns['all'];
}

/** People in one file: a programme is some hundreds. */
export const mostPeople = 1_000;

const roles: Readonly<Record<string, Role>> = {
  mentor: 'mentor',
  mentee: 'mentee',
  supervisor: 'supervisor',
  stakeholder: 'stakeholder',
  'line manager': 'stakeholder',
  teacher: 'stakeholder',
  'social worker': 'stakeholder',
  'youth worker': 'stakeholder',
  coordinator: 'coordinator',
  'co-ordinator': 'coordinator',
  'programme coordinator': 'coordinator',
  assessor: 'assessor',
  iqa: 'iqa',
  'quality assurer': 'iqa',
  'internal quality assurer': 'iqa',
  'safeguarding lead': 'safeguarding-lead',
  'safeguarding-lead': 'safeguarding-lead',
  'designated safeguarding lead': 'safeguarding-lead',
  dsl: 'safeguarding-lead',
};

const stakeholders: Readonly<Record<string, StakeholderAs>> = {
  'line manager': 'line-manager',
  teacher: 'teacher',
  'social worker': 'social-worker',
  'youth worker': 'youth-worker',
};

/** What a word of a cell stands for, in one or in several. A cell may hold any word, *constructor* too. */
function meant<T>(of: Readonly<Record<string, T>>, word: string): T | undefined {
  const known = [word, word.replace(/s$/, '')].find((w) => Object.hasOwn(of, w));
  return known === undefined ? undefined : of[known];
}

const delimiters = [',', ';', '\t', '|'] as const;
/** Rows above the one that names the columns: a title, a date, empty ones. */
const mostAbove = 15;

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The file's rows that hold anything, with the line each ends on. @throws what csv-parse throws, with `lines` */
function rowsOf(text: string, delimiter: string, most: number): readonly Cells[] {
  const rows = parse(text, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
    trim: true,
    to: most,
    max_record_size: 20_000,
  }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  return rows
    .map(({ record, info }) => ({ line: info.lines, cells: record.map(cellText) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
}

interface Head {
  readonly delimiter: string;
  /** Its place among the rows; -1 where none names the columns. */
  readonly at: number;
  readonly columns: Columns;
}

/** Where the columns are named, and by what the cells are parted: whichever names most of them. */
function headOf(text: string, given: string | undefined): Head {
  const heads = (given === undefined ? delimiters : [given]).map((delimiter): Head => {
    let above: readonly Cells[] = [];
    try {
      above = rowsOf(text, delimiter, mostAbove + 1);
    } catch {
      // Another may part it; where none does, the reading itself says where it failed.
    }
    const read = above.map(({ cells }) => columnsOf(cells.map(oneLine)));
    const at = read.findIndex(namesPeople);
    return { delimiter, at, columns: read[Math.max(0, at)] ?? columnsOf([]) };
  });
  const named = ({ at, columns }: Head): number =>
    columns.all.filter((c) => c.as !== null).length + (at < 0 ? 0 : columns.all.length + 1);
  return heads.reduce((best, head) => (named(head) > named(best) ? head : best));
}

/** Why a file's columns cannot be used. */
function noHead({ of }: Columns): string {
  const who = (of.name ?? of.first ?? of.last) !== undefined;
  if (who && of.role === undefined)
    return 'No column says who is mentor and who is mentee. Add one that is called role.';
  if (!who && of.role !== undefined) return 'No column has the names of people. Add one that is called name.';
  return 'The first line must name the columns: name (or first name and last name), role, e-mail or account, mentor or mentees. Name and role are needed.';
}

const none = (fault: Fault): Table => ({ rows: [], faults: [fault], columns: [] });

/** @param text the file, decoded */
export function readTable(text: string): Table {
  const written = text.replace(/^\uFEFF/, '');
  const [, told] = /^"?sep=(.)"?[^\S\r\n]*(?=[\r\n])/i.exec(written) ?? [];
  const lines = told === undefined ? written : written.replace(/^[^\r\n]*/, '');
  const head = headOf(lines, told);
  let all: readonly Cells[];
  try {
    // One more than is taken, so that too many are noticed and no more than that is read.
    all = rowsOf(lines, head.delimiter, mostPeople + mostAbove + 2);
  } catch (error) {
    const line = (error as { lines?: unknown }).lines;
    return none({
      line: typeof line === 'number' ? line : 1,
      say: 'This line cannot be read: perhaps a quotation mark is not closed. Nothing after it was read.',
    });
  }
  const { columns, at } = head;
  if (at < 0) return none({ line: 1, say: noHead(columns) });
  const rest = all.slice(at + 1);
  if (rest.length > mostPeople)
    return none({
      line: rest[mostPeople]?.line ?? mostPeople + 2,
      say: 'That is more than 1,000 people. Split the file, and import one part after another.',
    });
  const rows: TableRow[] = [];
  const faults: Fault[] = [];
  for (const { line, cells } of rest) {
    const read = rowOf(line, (part) => (columns.of[part] ?? []).map((i) => (cells[i] ?? '').slice(0, longestCell)));
    if ('say' in read) faults.push(read);
    else rows.push(read);
  }
  return { rows, faults, columns: columns.all };
}

/** All the mentees of one mentor, by name or address. */
const longestCell = 8_000;
const longestName = 120;

function yesOrNo(cell: string): boolean | undefined | 'neither' {
  if (cell === '') return undefined;
  if (/^(?:yes|y|true|1|x|✓)$/i.test(cell)) return true;
  return /^(?:no|n|false|0|-)$/i.test(cell) ? false : 'neither';
}

/** What stands in a row under the headings of a part, what is best first. */
type Under = (part: Part) => readonly string[];

function rowOf(line: number, under: Under): TableRow | Fault {
  const fault = (say: string): Fault => ({ line, say });
  const first = (part: Part): string => oneLine(under(part).find((cell) => cell !== '') ?? '');
  const name = nameIn(first('name')) || joinedName(first('first'), first('last'));
  if (name === '') return fault('There is no name.');
  if (isFormula(name) || isFormula(first('name')))
    return fault('The name looks like a formula. Write it as plain text.');
  for (const part of ['role', 'email', 'mentor', ...allocatedAs] as const)
    if (under(part).map(accountIn).some(isFormula))
      return fault(`The ${part} looks like a formula. Write it as plain text.`);
  if (name.length > longestName) return fault('The name is longer than 120 characters.');
  const words = first('role')
    .toLowerCase()
    .split(/\s*(?:[;/+&|]|,|\band\b)\s*/)
    .filter((w) => w !== '');
  const found = words.map((w) => meant(roles, w));
  if (words.length === 0) return fault('There is no role.');
  if (found.includes(undefined))
    return fault(
      'The role is not known. Use mentor, mentee, supervisor, line manager, teacher, coordinator, assessor, IQA or safeguarding lead.',
    );
  const as = words.map((w) => meant(stakeholders, w)).find((a) => a !== undefined);
  const accounts = under('account').map(accountIn);
  if (accounts.some(isFormula)) return fault('The account looks like a formula. Write it as plain text.');
  // A name for signing in is often an address.
  const account = accounts.find((a) => a !== '' && !a.includes('@')) ?? '';
  const addresses = [...under('email'), ...accounts.filter((a) => a.includes('@'))].map(emailIn);
  const email = addresses.find((a) => a !== '') ?? '';
  if (typeof email !== 'string') return fault(email[0]);
  if (under('mentees').some((cell) => [cell, ...peopleIn(cell)].some(isFormula)))
    return fault('A mentee looks like a formula. Write it as plain text.');
  const adult = yesOrNo(first('adult'));
  if (adult === 'neither')
    return fault('Write yes or no where it says whether they are 18 or over. No age and no date of birth is kept.');
  const named = (part: Part): readonly string[] => under(part).filter((cell) => cell !== '');
  return {
    line,
    name,
    roles: [...new Set(found as Role[])],
    ...(as === undefined ? {} : { as }),
    ...(adult === undefined ? {} : { adult }),
    account,
    email,
    mentor: named('mentor'),
    mentees: named('mentees'),
    readers: { supervisor: named('supervisor'), assessor: named('assessor'), iqa: named('iqa') },
  };
}
