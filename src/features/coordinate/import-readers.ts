import {
  type AllocatedAs,
  type Allocation,
  type AllocationRefusal,
  allocatedAs,
  allocationRefusal,
} from '../../domain/allocation.js';
import type { Portfolio } from '../../domain/mentorship.js';
import { roleWordOf } from '../../domain/role-words.js';
import type { PersonId, PortfolioId } from '../../kernel/ids.js';
import type { Planned } from './plan-import.js';
import type { Fault, TableRow } from './read-table.js';

/** Who is to supervise, assess and assure the quality of which mentor, as a file says it. */

/** By their places among the people of the import. */
export interface PlannedReader {
  readonly mentor: number;
  readonly reader: number;
  readonly as: AllocatedAs;
}

/** What is allocated already, as far as a file has to fit to it. */
export interface AlreadySet {
  readonly allocations: readonly Allocation[];
  readonly portfolios: readonly Portfolio[];
  readonly now: number;
}

/** A mentor who has begun nothing yet has no portfolio: what is compared with others of the file alone. */
const notYet = 'not-yet' as PortfolioId;

const because: Readonly<Record<AllocationRefusal, (part: string) => string>> = {
  own: (part) => `A mentor cannot be their own ${part}.`,
  mentee: (part) => `The person named as ${part} is a mentee here.`,
  'takes-part': (part) => `The person named as ${part} is a mentor here.`,
  twice: () => '',
  assesses: () =>
    'Nobody assures the quality of what they assess: the assessor and the quality assurer are one person.',
  until: () => '',
};

/**
 * Those that a file names and nothing is against; what is against the others is added to `faults`. What is set already
 * changes nothing and is left out.
 * @param named whom the cells of a row mean, by places in `people`: one each, or why it cannot be told
 */
export function readersIn(
  source: readonly { readonly row: TableRow; readonly at: number }[],
  people: readonly Planned[],
  pairs: readonly { readonly mentor: number; readonly mentee: number }[],
  named: (cells: readonly string[], line: number) => readonly (readonly number[])[],
  set: AlreadySet | undefined,
  faults: Fault[],
): readonly PlannedReader[] {
  const found = new Map<string, PlannedReader>();
  for (const { row, at } of source)
    for (const as of allocatedAs) {
      const cells = row.readers[as];
      if (cells.length === 0) continue;
      const part = roleWordOf(as, undefined).toLowerCase();
      const fault = (say: string): void => void faults.push({ line: row.line, say });
      const mentors = people[at]?.roles.includes('mentor')
        ? [at]
        : pairs.filter((p) => p.mentee === at).map((p) => p.mentor);
      if (mentors.length === 0) {
        fault(
          `${part === 'assessor' ? 'An' : 'A'} ${part} is named for somebody who is no mentor and has none in this file.`,
        );
        continue;
      }
      for (const one of named(cells, row.line)) {
        const [reader] = one;
        if (reader === undefined) fault(`Their ${part} is neither in the file nor here yet.`);
        else if (one.length > 1) fault(`Several people have the ${part}’s name. Give the ${part}’s e-mail address.`);
        else if (people[reader]?.roles.includes(as) !== true) fault(`The person named as ${part} is no ${part}.`);
        else
          for (const mentor of mentors) {
            const why = refusalOf({ mentor, reader, as }, people, [...found.values()], set);
            if (why === 'twice') continue;
            if (why === undefined) found.set(`${mentor}|${as}|${reader}`, { mentor, reader, as });
            else fault(because[why](part));
          }
      }
    }
  return [...found.values()];
}

function refusalOf(
  wanted: PlannedReader,
  people: readonly Planned[],
  found: readonly PlannedReader[],
  set: AlreadySet | undefined,
): AllocationRefusal | undefined {
  const id = (at: number): PersonId => people[at]?.id ?? (`${at}` as PersonId);
  const portfolio = set?.portfolios.find((p) => p.mentor === id(wanted.mentor));
  const now = set?.now ?? 0;
  const asSet = ({ reader, as }: PlannedReader): Allocation => ({
    id: '' as Allocation['id'],
    programme: '' as Allocation['programme'],
    portfolio: portfolio?.id ?? notYet,
    person: id(reader),
    as,
    from: now,
    until: null,
    madeBy: id(reader),
    madeAt: now,
  });
  return allocationRefusal(asSet(wanted), people[wanted.reader]?.roles ?? [], { mentor: id(wanted.mentor) }, [
    ...(set?.allocations ?? []),
    ...found.filter((f) => f.mentor === wanted.mentor).map(asSet),
  ]);
}
