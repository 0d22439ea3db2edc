import { emailsOf, fold, usersOf } from '../../domain/identity-match.js';
import { hasAccount, type Person, type Role, type StakeholderAs } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import { type AlreadySet, type PlannedReader, readersIn } from './import-readers.js';
import { judgesAndTakesPart } from './people.js';
import type { Fault, Table, TableRow } from './read-table.js';
import { peopleIn, personIn } from './table-cells.js';

/** What an import would change, worked out against the people that are there: the preview and the deed are the same. */

export interface Planned {
  /** Set for somebody who is there already. */
  readonly id: PersonId | null;
  readonly line: number;
  readonly name: string;
  /** All roles they will have. */
  readonly roles: readonly Role[];
  readonly as?: StakeholderAs;
  readonly email: string;
  readonly account: string;
  /** Noted as 18 or over, or no longer; absent where the file does not say. */
  readonly adult?: boolean;
  /** What changes of somebody who is there already; all of it is new in somebody who is not. */
  readonly changes: Changes | null;
  /** Another name in the file than somebody with an account goes by: theirs stays. */
  readonly otherName?: string;
}

export interface Changes {
  /** What they are called until now. */
  readonly calledBefore?: string;
  readonly roles: readonly Role[];
  readonly as?: StakeholderAs;
  readonly email?: string;
  readonly account?: string;
  readonly adult?: boolean;
}

export interface ImportPlan {
  readonly people: readonly Planned[];
  /** Mentor and mentee by their place in `people`. */
  readonly pairs: readonly { readonly mentor: number; readonly mentee: number }[];
  /** Who is allocated to which mentor. */
  readonly readers: readonly PlannedReader[];
  readonly faults: readonly Fault[];
  /** Every column of the file, and what it is used as. */
  readonly columns: Table['columns'];
}

/** Somebody who is here, with all by which a file may mean them, in folded letters. */
interface Here {
  readonly person: Person;
  readonly name: string;
  readonly emails: readonly string[];
  readonly users: readonly string[];
}
const hereOf = (person: Person): Here => ({
  person,
  name: fold(person.name),
  emails: emailsOf(person),
  users: usersOf(person),
});

/** Who a row is here already: somebody, nobody yet, or why that cannot be said. */
type Known = { readonly person?: Person; readonly byName?: boolean } | { readonly say: string };

/**
 * Somebody who is there already: by e-mail or account. A name counts only where nothing speaks against it: one that is
 * theirs alone, and no address or account that might be another's. One person is never taken for another.
 */
function known(row: TableRow, here: readonly Here[]): Known {
  const email = fold(row.email);
  const user = fold(row.account);
  const byMail = email === '' ? [] : here.filter((h) => h.emails.includes(email));
  const byUser = user === '' ? [] : here.filter((h) => h.users.includes(user));
  const [found, ...more] = new Set([...byMail, ...byUser]);
  if (more.length > 0)
    return { say: 'The e-mail address or account belongs to several people here. Put it right in the file.' };
  if (found !== undefined) return found;
  // Another address or account than one that is known of them belongs to somebody else of that name.
  const name = fold(row.name);
  const fits = here.filter(
    (h) => h.name === name && (email === '' || h.emails.length === 0) && (user === '' || h.users.length === 0),
  );
  const [one] = fits;
  if (one === undefined) return {};
  const byNameAlone = email === '' && user === '';
  if (fits.length > 1 && byNameAlone)
    return { say: 'Several people here have this name. Give the e-mail address or the account.' };
  if (byNameAlone || (fits.length === 1 && one.emails.length + one.users.length === 0))
    return { person: one.person, byName: true };
  return {
    say: 'Somebody here has this name. If it is them, give the name alone; if it is not, write the name another way.',
  };
}

/** Pairs of one file: five to each of its people. More are a slip, and each is looked at against all that are kept. */
const mostPairs = 5_000;

/** What a row goes by, within its file. */
const keyOf = (row: TableRow): string =>
  row.email !== '' ? `m:${fold(row.email)}` : row.account !== '' ? `a:${fold(row.account)}` : `n:${fold(row.name)}`;

/** @param set what is allocated already */
export function planImport(table: Table, everyone: readonly Person[], set?: AlreadySet): ImportPlan {
  const faults: Fault[] = [...table.faults];
  const people: Planned[] = [];
  const here = everyone.map(hereOf);
  const source: { readonly row: TableRow; readonly at: number }[] = [];
  const taken = new Map<string, { readonly row: TableRow; readonly at: number }>();
  const named = new Map<string, Set<string>>();
  for (const row of table.rows) named.set(fold(row.name), (named.get(fold(row.name)) ?? new Set()).add(keyOf(row)));
  for (const row of table.rows) {
    const key = keyOf(row);
    const before = taken.get(key);
    if (before !== undefined) {
      // A mentee of two mentors stands in two lines; anything else twice is a slip.
      if (fold(before.row.name) !== fold(row.name) || row.mentor.join() === before.row.mentor.join())
        faults.push({ line: row.line, say: `This person stands in line ${before.row.line} already.` });
      else source.push({ row, at: before.at });
      continue;
    }
    if (key.startsWith('n:') && (named.get(fold(row.name))?.size ?? 0) > 1) {
      faults.push({
        line: row.line,
        say: 'Another line has this name too. Give the e-mail address or the account in both.',
      });
      continue;
    }
    const who = known(row, here);
    if ('say' in who) {
      faults.push({ line: row.line, say: who.say });
      continue;
    }
    const there = who.person;
    const same = there === undefined ? undefined : source.find((s) => people[s.at]?.id === there.id);
    if (same !== undefined) {
      faults.push({ line: row.line, say: `This person stands in line ${same.row.line} already.` });
      continue;
    }
    const roles = [...new Set([...(there?.roles ?? []), ...row.roles])];
    if (judgesAndTakesPart(roles)) {
      faults.push({ line: row.line, say: 'An assessor or quality assurer cannot be mentor or mentee here as well.' });
      continue;
    }
    const at = people.length;
    // Of whoever has an account nobody else changes the name; a name that they were known by is theirs already.
    const another = there !== undefined && who.byName !== true && there.name !== row.name;
    const renamed = another && !hasAccount(there);
    people.push({
      id: there?.id ?? null,
      line: row.line,
      name: there === undefined || renamed ? row.name : there.name,
      roles,
      ...(row.as === undefined ? {} : { as: row.as }),
      email: row.email,
      account: row.account,
      ...(row.adult === undefined ? {} : { adult: row.adult }),
      changes: there === undefined ? null : changesOf(row, there, roles, renamed),
      ...(another && !renamed ? { otherName: row.name } : {}),
    });
    const kept = { row, at };
    taken.set(key, kept);
    source.push(kept);
  }
  return { ...pairsIn(source, people, here, faults, set), columns: table.columns };
}

/** What a row changes of somebody who is there; null where it is nothing. */
function changesOf(row: TableRow, there: Person, roles: readonly Role[], renamed: boolean): Changes | null {
  const email = row.email !== '' && !emailsOf(there).includes(fold(row.email));
  const account = row.account !== '' && !hasAccount(there) && !usersOf(there).includes(fold(row.account));
  const as = row.as !== undefined && row.as !== there.stakeholderAs;
  const gained = roles.filter((role) => !there.roles.includes(role));
  const adult = row.adult !== undefined && row.adult !== (there.adult === true);
  if (!renamed && !email && !account && !as && !adult && gained.length === 0) return null;
  return {
    roles: gained,
    ...(renamed ? { calledBefore: there.name } : {}),
    ...(as && row.as !== undefined ? { as: row.as } : {}),
    ...(email ? { email: row.email } : {}),
    ...(account ? { account: row.account } : {}),
    ...(adult && row.adult !== undefined ? { adult: row.adult } : {}),
  };
}

function pairsIn(
  source: readonly { readonly row: TableRow; readonly at: number }[],
  people: Planned[],
  everyone: readonly Here[],
  faults: Fault[],
  set: AlreadySet | undefined,
): Omit<ImportPlan, 'columns'> {
  const byWord = new Map<string, Set<number>>();
  const placeOf = new Map(people.flatMap((p, at) => (p.id === null ? [] : [[p.id, at] as const])));
  const say = (word: string, at: number): void => {
    if (word === '') return;
    byWord.set(fold(word), (byWord.get(fold(word)) ?? new Set()).add(at));
  };
  // Whoever was imported may have put their name right since: the file goes on naming them as it did.
  for (const { row, at } of source) for (const w of [row.name, row.email, row.account]) say(w, at);
  const hereBy = new Map<string, Set<Here>>();
  for (const h of everyone)
    for (const w of [h.name, ...h.emails, ...h.users]) hereBy.set(w, (hereBy.get(w) ?? new Set()).add(h));
  /** Who is meant, in the file or here already, by their places in `people`; more than one where it cannot be told. */
  const meant = (word: string, line: number): readonly number[] => {
    const w = fold(word);
    const here = [...(hereBy.get(w) ?? [])].map(({ person: p }) => {
      const place = placeOf.get(p.id);
      if (place !== undefined) return place;
      people.push({ id: p.id, line, name: p.name, roles: p.roles, email: '', account: '', changes: null });
      placeOf.set(p.id, people.length - 1);
      return people.length - 1;
    });
    return [...new Set([...(byWord.get(w) ?? []), ...here])];
  };
  const pairs = new Map<string, { readonly mentor: number; readonly mentee: number }>();
  const pair = (mentor: number, mentee: number): void => {
    pairs.set(`${mentor}|${mentee}`, { mentor, mentee });
  };
  /**
   * Whom the cells of a row name: one person by the whole cell, or several by its parts. The first cell that names somebody
   * decides; where none does, what is said is of the first.
   */
  const namedIn = (cells: readonly string[], line: number): readonly (readonly number[])[] => {
    const readings = cells.flatMap((cell) => [[personIn(cell)], peopleIn(cell)]);
    const found = readings.map((reading) => reading.map((word) => meant(word, line)));
    const exact = found.find((all) => all.every((one) => one.length === 1));
    return exact ?? found.find((all) => all.every((one) => one.length > 0)) ?? found[1] ?? [];
  };
  for (const { row, at } of source) {
    const fault = (words: string): void => void faults.push({ line: row.line, say: words });
    const is = (role: Role, who: number): boolean => people[who]?.roles.includes(role) === true;
    const sides = [
      {
        cells: row.mentor,
        mine: 'mentee',
        theirs: 'mentor',
        alone: 'A mentor is named for somebody who is no mentee.',
        one: {
          nobody: 'Their mentor',
          several: 'Several people have the mentor’s name.',
          wrong: 'The person named as mentor',
        },
        of: 'Mentor',
      },
      {
        cells: row.mentees,
        mine: 'mentor',
        theirs: 'mentee',
        alone: 'Mentees are named for somebody who is no mentor.',
        one: { nobody: 'The mentee', several: 'Several people have the mentee’s name.', wrong: 'The mentee' },
        of: 'Mentee',
      },
    ] as const;
    for (const side of sides) {
      if (side.cells.length === 0) continue;
      if (!is(side.mine, at)) {
        fault(side.alone);
        continue;
      }
      const all = namedIn(side.cells, row.line);
      if (all.length + pairs.size > mostPairs) {
        fault('That is more pairs than one file may have: 5,000. Import the rest in another file.');
        continue;
      }
      for (const [i, found] of all.entries()) {
        const [other] = found;
        // By its number: what stands in the file is not repeated.
        const nth = `${side.of} ${i + 1}`;
        const words =
          all.length === 1 ? side.one : { nobody: nth, several: `${nth}: several people have this name.`, wrong: nth };
        if (other === undefined) fault(`${words.nobody} is neither in the file nor here yet.`);
        else if (found.length > 1) fault(`${words.several} Give the ${side.theirs}’s e-mail address.`);
        else if (other === at) fault('Nobody can be their own mentor.');
        else if (!is(side.theirs, other)) fault(`${words.wrong} is no ${side.theirs}.`);
        else if (side.theirs === 'mentor') pair(other, at);
        else pair(at, other);
      }
    }
  }
  const readers = readersIn(source, people, [...pairs.values()], namedIn, set, faults);
  return { pairs: [...pairs.values()], readers, people, faults: [...faults].sort((a, b) => a.line - b.line) };
}
