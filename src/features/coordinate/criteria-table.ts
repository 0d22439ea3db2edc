import { parse } from 'csv-parse/sync';
import {
  type EvidenceKind,
  evidenceKinds,
  evidenceWords,
  longestCode,
  longestCriterion,
  mostCriteria,
  sameCode,
} from '../../domain/criteria.js';
import { listInWords } from '../../kernel/words.js';
import type { Fault } from './read-table.js';
import { cellText, isFormula, oneLine } from './table-cells.js';

/** A unit's criteria as a spreadsheet or a paste has them: code, text, kinds of evidence. Nothing of it is guessed. */

export interface CriterionRow {
  readonly line: number;
  readonly code: string;
  readonly text: string;
  /** Null where nothing is said: by the outcome that its code begins with. */
  readonly evidence: readonly EvidenceKind[] | null;
}

export interface CriteriaTable {
  readonly rows: readonly CriterionRow[];
  readonly faults: readonly Fault[];
}

type Column = 'code' | 'text' | 'evidence';
const headings: Readonly<Record<string, Column>> = {
  code: 'code',
  no: 'code',
  number: 'code',
  ref: 'code',
  reference: 'code',
  'criterion code': 'code',
  text: 'text',
  criterion: 'text',
  criteria: 'text',
  wording: 'text',
  description: 'text',
  'assessment criterion': 'text',
  'assessment criteria': 'text',
  evidence: 'evidence',
  'evidence kinds': 'evidence',
  'kinds of evidence': 'evidence',
  'shown by': 'evidence',
};

const plain = (cell: string): string =>
  oneLine(cellText(cell))
    .toLowerCase()
    .replace(/[.:]+$/, '')
    .trim();
const delimiters = [',', ';', '\t', '|'] as const;

interface Read {
  readonly line: number;
  readonly cells: readonly string[];
}

function cellsOf(written: string, delimiter: string): readonly Read[] {
  const rows = parse(written, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    info: true,
    trim: true,
    // One more than is taken, so that too many are noticed.
    to: mostCriteria + 2,
    max_record_size: 20_000,
  }) as unknown as readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];
  return rows.map(({ record, info }) => ({ line: info.lines, cells: record.map(cellText) }));
}

const columnsOf = (cells: readonly string[]): readonly (Column | undefined)[] =>
  cells.map((cell) => (Object.hasOwn(headings, plain(cell)) ? headings[plain(cell)] : undefined));
const names = (columns: readonly (Column | undefined)[]): boolean =>
  columns.includes('code') && columns.includes('text');

interface Headed {
  readonly rows: readonly Read[];
  readonly columns: readonly (Column | undefined)[];
}

/** The file with its columns, by whatever sign parts its cells; undefined where none names code and text. */
function headed(written: string): Headed | undefined {
  for (const delimiter of delimiters) {
    try {
      const [first, ...rows] = cellsOf(written.replace(/^\uFEFF/, ''), delimiter);
      const columns = columnsOf(first?.cells ?? []);
      if (names(columns)) return { rows, columns };
    } catch {
      // Another may part it; where none does, it is no table of criteria.
    }
  }
  return undefined;
}

/** Whether a file is one of criteria: its columns say code and text. */
export const isCriteria = (written: string): boolean => headed(written) !== undefined;

const kinds: ReadonlyMap<string, EvidenceKind> = new Map(
  evidenceKinds.flatMap((kind) => [
    [kind, kind] as const,
    [plain(evidenceWords[kind]), kind] as const,
    [kind.replace(/s$/, ''), kind] as const,
  ]),
);
/** Every kind by its short name, as a cell may have it. */
export const kindsInWords = listInWords(evidenceKinds);

/** @param written with its columns named in the first line, or a line each of code, text, evidence */
export function readCriteria(written: string): CriteriaTable {
  const of = headed(written) ?? headed(`code,text,evidence\n${written}`);
  // Where the names were added here, the lines are one less than they were read as.
  const added = headed(written) === undefined ? 1 : 0;
  const rows: CriterionRow[] = [];
  const faults: Fault[] = [];
  for (const { line, cells } of of?.rows ?? []) {
    const read = rowOf(line - added, cells, of?.columns ?? [], rows);
    if ('say' in read) faults.push(read);
    else rows.push(read);
  }
  if (of === undefined)
    faults.push({ line: 1, say: 'The first line must name the columns: code, text, and evidence where you say it.' });
  if (rows.length > mostCriteria)
    return { rows: [], faults: [{ line: 1, say: `There are more than ${mostCriteria} criteria. Is this one unit?` }] };
  return { rows, faults };
}

function rowOf(
  line: number,
  cells: readonly string[],
  columns: readonly (Column | undefined)[],
  before: readonly CriterionRow[],
): CriterionRow | Fault {
  const cell = (column: Column): string => cells[columns.indexOf(column)] ?? '';
  const fault = (say: string): Fault => ({ line, say });
  const [code, text] = [oneLine(cell('code')), oneLine(cell('text'))];
  if (code === '' && text === '') return fault('Neither a code nor a text stands here.');
  if (code === '') return fault('The code is missing, such as 1.2.');
  if (text === '') return fault('The text of the criterion is missing.');
  if ([code, text, cell('evidence')].some(isFormula))
    return fault('A cell begins as a formula does. Take the sign before it out.');
  if (code.length > longestCode) return fault(`The code is longer than ${longestCode} characters.`);
  if (text.length > longestCriterion) return fault(`The text is longer than ${longestCriterion} characters.`);
  const twice = before.find((row) => sameCode(row.code, code));
  if (twice !== undefined) return fault(`The code is that of line ${twice.line} too. Give each its own.`);
  const words = cell('evidence')
    .split(/[;,|/\n]+/)
    .map(plain)
    .filter((word) => word !== '');
  const found = words.map((word) => kinds.get(word));
  if (found.includes(undefined)) {
    const unknown = words.filter((_, i) => found[i] === undefined).length;
    return fault(
      `${unknown === 1 ? 'One of the kinds of evidence is' : `${unknown} of the kinds of evidence are`} not known. Known are ${kindsInWords}.`,
    );
  }
  return {
    line,
    code,
    text,
    evidence: words.length === 0 ? null : [...new Set(found.filter((kind) => kind !== undefined))],
  };
}
