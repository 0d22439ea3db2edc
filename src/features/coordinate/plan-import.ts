import type { Person, Role, StakeholderAs } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import { judgesAndTakesPart } from './people.js';
import type { Fault, Table, TableRow } from './read-table.js';

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
  readonly changes: boolean;
}

export interface ImportPlan {
  readonly people: readonly Planned[];
  /** Mentor and mentee by their place in `people`. */
  readonly pairs: readonly { readonly mentor: number; readonly mentee: number }[];
  readonly faults: readonly Fault[];
}

const fold = (s: string): string => s.normalize('NFKC').toLowerCase();

/** Somebody who is there already, by e-mail, account or, where neither is given, by a name that is theirs alone. */
function known(row: TableRow, people: readonly Person[]): Person | 'several' | undefined {
  if (row.email !== '') {
    const byMail = people.find((p) => p.expected?.email === row.email);
    if (byMail !== undefined) return byMail;
  }
  if (row.account !== '') {
    const user = fold(row.account);
    const byUser = people.find(
      (p) =>
        p.accounts.some((a) => a.platform !== 'link' && fold(a.user) === user) ||
        (p.expected?.user !== undefined && fold(p.expected.user) === user),
    );
    if (byUser !== undefined) return byUser;
  }
  const sameName = people.filter((p) => fold(p.name) === fold(row.name));
  // Another address or account than the one that is known belongs to somebody else of that name.
  const fits = sameName.filter(
    (p) =>
      (row.email === '' || p.expected?.email === undefined || p.expected.email === row.email) &&
      (row.account === '' || p.expected?.user === undefined),
  );
  return fits.length > 1 ? 'several' : fits[0];
}

const sameRow = (a: TableRow, b: TableRow): boolean =>
  a.email !== '' || b.email !== ''
    ? a.email === b.email
    : a.account !== '' || b.account !== ''
      ? a.account === b.account
      : fold(a.name) === fold(b.name);

export function planImport(table: Table, everyone: readonly Person[]): ImportPlan {
  const faults: Fault[] = [...table.faults];
  const people: Planned[] = [];
  const source: { readonly row: TableRow; readonly at: number }[] = [];
  const taken = new Map<string, { readonly row: TableRow; readonly at: number }>();
  for (const row of table.rows) {
    const key =
      row.email !== '' ? `m:${row.email}` : row.account !== '' ? `a:${fold(row.account)}` : `n:${fold(row.name)}`;
    const before = taken.get(key);
    if (before !== undefined) {
      // A mentee of two mentors stands in two lines; anything else twice is a slip.
      if (fold(before.row.name) !== fold(row.name) || !sameRow(before.row, row) || row.mentor === before.row.mentor)
        faults.push({ line: row.line, say: `This person stands in line ${before.row.line} already.` });
      else source.push({ row, at: before.at });
      continue;
    }
    const there = known(row, everyone);
    if (there === 'several') {
      faults.push({
        line: row.line,
        say: 'Several people here have this name. Give the e-mail address or the account.',
      });
      continue;
    }
    const roles = [...new Set([...(there?.roles ?? []), ...row.roles])];
    if (judgesAndTakesPart(roles)) {
      faults.push({ line: row.line, say: 'An assessor or quality assurer cannot be mentor or mentee here as well.' });
      continue;
    }
    const at = people.length;
    const expects = there?.accounts.every((a) => a.platform === 'link') === true;
    people.push({
      id: there?.id ?? null,
      line: row.line,
      name: there?.name ?? row.name,
      roles,
      ...(row.as === undefined ? {} : { as: row.as }),
      email: row.email,
      account: row.account,
      changes:
        there === undefined ||
        roles.length !== there.roles.length ||
        (row.as !== undefined && row.as !== there.stakeholderAs) ||
        (expects &&
          ((row.email !== '' && row.email !== there.expected?.email) ||
            (row.account !== '' && row.account !== there.expected?.user))),
    });
    const kept = { row, at };
    taken.set(key, kept);
    source.push(kept);
  }
  return pairsIn(source, people, everyone, faults);
}

function pairsIn(
  source: readonly { readonly row: TableRow; readonly at: number }[],
  people: Planned[],
  everyone: readonly Person[],
  faults: Fault[],
): ImportPlan {
  const byWord = new Map<string, number[]>();
  const say = (word: string, at: number): void => {
    if (word === '') return;
    const list = byWord.get(fold(word)) ?? [];
    if (!list.includes(at)) byWord.set(fold(word), [...list, at]);
  };
  for (const [at, p] of people.entries()) for (const w of [p.name, p.email, p.account]) say(w, at);
  /** Who is meant, in the file or here already, by their places in `people`. */
  const meant = (word: string, line: number): readonly number[] => {
    const found = byWord.get(fold(word)) ?? [];
    if (found.length > 0) return found;
    const there = everyone.filter(
      (p) =>
        fold(p.name) === fold(word) ||
        p.expected?.email === fold(word) ||
        p.accounts.some((a) => a.platform !== 'link' && fold(a.user) === fold(word)),
    );
    return there.map((p) => {
      people.push({ id: p.id, line, name: p.name, roles: p.roles, email: '', account: '', changes: false });
      const place = people.length - 1;
      say(p.name, place);
      return place;
    });
  };
  const pairs: { mentor: number; mentee: number }[] = [];
  const pair = (mentor: number, mentee: number): void => {
    if (!pairs.some((p) => p.mentor === mentor && p.mentee === mentee)) pairs.push({ mentor, mentee });
  };
  for (const { row, at } of source) {
    const fault = (words: string): void => void faults.push({ line: row.line, say: words });
    if (row.mentor !== '') {
      const found = people[at]?.roles.includes('mentee') === true ? meant(row.mentor, row.line) : undefined;
      const mentor = found?.[0];
      if (found === undefined) fault('A mentor is named for somebody who is no mentee.');
      else if (mentor === undefined) fault('Their mentor stands neither in the file nor here.');
      else if (found.length > 1) fault('Several people have the mentor’s name. Give the mentor’s e-mail address.');
      else if (mentor === at) fault('Nobody can be their own mentor.');
      else if (!people[mentor]?.roles.includes('mentor')) fault('The person named as mentor is no mentor.');
      else pair(mentor, at);
    }
    if (row.mentees.length > 0 && people[at]?.roles.includes('mentor') !== true)
      fault('Mentees are named for somebody who is no mentor.');
    else
      for (const [i, word] of row.mentees.entries()) {
        const found = meant(word, row.line);
        const [mentee] = found;
        // By its number: what stands in the file is not repeated.
        const which = row.mentees.length === 1 ? 'The mentee' : `Mentee ${i + 1}`;
        if (mentee === undefined) fault(`${which} stands neither in the file nor here.`);
        else if (found.length > 1) fault(`${which}: several people have this name. Give the e-mail address.`);
        else if (mentee === at) fault('Nobody can be their own mentor.');
        else if (!people[mentee]?.roles.includes('mentee')) fault(`${which} is no mentee.`);
        else pair(at, mentee);
      }
  }
  return { pairs, people, faults: [...faults].sort((a, b) => a.line - b.line) };
}
