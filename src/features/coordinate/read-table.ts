import { parse } from 'csv-parse/sync';
import type { Role, StakeholderAs } from '../../domain/programme.js';
import { cleanLine } from '../../kernel/words.js';

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
  /** The mentor's name, e-mail or account, for a mentee. */
  readonly mentor: string;
  /** The same from the other side: whom a mentor has, by name, e-mail or account. */
  readonly mentees: readonly string[];
}

/** Where and what: what stands in the file is not repeated, for it may be anything. */
export interface Fault {
  readonly line: number;
  readonly say: string;
}

export interface Table {
  readonly rows: readonly TableRow[];
  readonly faults: readonly Fault[];
}

/** People in one file: a programme is some hundreds. */
export const mostPeople = 1_000;

const columns = {
  name: ['name', 'full name', 'person'],
  role: ['role', 'roles'],
  account: ['account', 'user', 'user id', 'username'],
  email: ['email', 'e-mail', 'mail', 'email address'],
  mentor: ['mentor', 'mentors', "mentor's name", 'mentored by'],
  mentees: ['mentees', 'mentee', "mentor's mentees", 'mentor’s mentees'],
} as const;
type Column = keyof typeof columns;

const roleOf: Readonly<Record<string, Role>> = {
  mentor: 'mentor',
  mentee: 'mentee',
  supervisor: 'supervisor',
  stakeholder: 'stakeholder',
  'line manager': 'stakeholder',
  teacher: 'stakeholder',
  'social worker': 'stakeholder',
  'youth worker': 'stakeholder',
  coordinator: 'coordinator',
  assessor: 'assessor',
  iqa: 'iqa',
  'quality assurer': 'iqa',
  'internal quality assurer': 'iqa',
  'safeguarding lead': 'safeguarding-lead',
  'safeguarding-lead': 'safeguarding-lead',
};

const asOf: Readonly<Record<string, StakeholderAs>> = {
  'line manager': 'line-manager',
  teacher: 'teacher',
  'social worker': 'social-worker',
  'youth worker': 'youth-worker',
};

/** A cell that a spreadsheet would run. It never gets in, so it can never get out again in an export. */
const isFormula = (cell: string): boolean => /^[=+@\t\r]|^-(?=\S)/.test(cell);

/** Comma, semicolon or tab: whichever the header has most of. */
const delimiterOf = (header: string): string =>
  [',', ';', '\t'].reduce((best, d) => (header.split(d).length > header.split(best).length ? d : best), ',');

export function readTable(text: string): Table {
  const written = text.replace(/^\uFEFF/, '');
  const header = written.split(/\r\n|\n|\r/, 1)[0] ?? '';
  let cells: readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  try {
    cells = parse(written, {
      delimiter: delimiterOf(header),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      info: true,
      trim: true,
      // One more than is taken, so that too many are noticed and no more than that is read.
      to: mostPeople + 2,
      max_record_size: 20_000,
    }) as unknown as typeof cells;
  } catch (error) {
    const line = (error as { lines?: unknown }).lines;
    return {
      rows: [],
      faults: [
        {
          line: typeof line === 'number' ? line : 1,
          say: 'This line cannot be read: perhaps a quotation mark is not closed. Nothing after it was read.',
        },
      ],
    };
  }
  const [first, ...rest] = cells;
  const places = new Map<Column, number>();
  for (const [i, cell] of (first?.record ?? []).entries())
    for (const [column, names] of Object.entries(columns) as [Column, readonly string[]][])
      if (names.includes(cell.toLowerCase()) && !places.has(column)) places.set(column, i);
  if (!places.has('name') || !places.has('role'))
    return {
      rows: [],
      faults: [
        {
          line: 1,
          say: 'The first line must name the columns: name, role, account (a user id) or email, mentor or mentees. Name and role are needed.',
        },
      ],
    };
  if (rest.length > mostPeople)
    return {
      rows: [],
      faults: [
        {
          line: mostPeople + 2,
          say: 'That is more than 1,000 people. Split the file, and import one part after another.',
        },
      ],
    };
  const rows: TableRow[] = [];
  const faults: Fault[] = [];
  for (const { record, info } of rest) {
    const cell = (column: Column): string =>
      cleanLine(record[places.get(column) ?? -1] ?? '').slice(0, column === 'mentees' ? 8_000 : 200);
    const read = rowOf(info.lines, cell);
    if ('say' in read) faults.push(read);
    else rows.push(read);
  }
  return { rows, faults };
}

function rowOf(line: number, cell: (column: Column) => string): TableRow | Fault {
  const name = cell('name');
  if (name === '') return { line, say: 'There is no name.' };
  for (const column of ['name', 'role', 'email', 'mentor'] as const)
    if (isFormula(cell(column))) return { line, say: `The ${column} looks like a formula. Write it as plain text.` };
  if (name.length > 120) return { line, say: 'The name is longer than 120 characters.' };
  const words = cell('role')
    .toLowerCase()
    .split(/\s*(?:[;/+&]|,|\band\b)\s*/)
    .filter((w) => w !== '');
  const roles = words.map((w) => roleOf[w]);
  if (words.length === 0) return { line, say: 'There is no role.' };
  if (roles.includes(undefined))
    return {
      line,
      say: 'The role is not known. Use mentor, mentee, supervisor, line manager, teacher, coordinator, assessor, IQA or safeguarding lead.',
    };
  const as = words.map((w) => asOf[w]).find((a) => a !== undefined);
  const email = cell('email').toLowerCase();
  if (email !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) return { line, say: 'The e-mail address is not one.' };
  const account = cell('account').replace(/^@/, '');
  if (isFormula(account)) return { line, say: 'The account looks like a formula. Write it as plain text.' };
  // A comma within a quoted cell parts them too: a name that holds one is given by its e-mail address.
  const mentees = cell('mentees')
    .split(/\s*[;,]\s*/)
    .filter((w) => w !== '');
  if (mentees.some(isFormula)) return { line, say: 'A mentee looks like a formula. Write it as plain text.' };
  return {
    line,
    name,
    roles: [...new Set(roles as Role[])],
    ...(as === undefined ? {} : { as }),
    account,
    email,
    mentor: cell('mentor').replace(/^@/, ''),
    mentees,
  };
}
