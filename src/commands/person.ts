import type { Account } from '../chat/inbound.js';
import type { Person } from '../domain/programme.js';
import { mentionMark } from '../kernel/words.js';
import { type Fit, fits, fitsOf, quotedIn } from './names.js';
import { readAtMost } from './when/words.js';

export type Named =
  | { readonly kind: 'person'; readonly person: Person; readonly rest: string }
  | { readonly kind: 'several'; readonly people: readonly Person[]; readonly name: string; readonly rest: string }
  /** `account`: a mention of somebody whom nobody here knows; then the name is no more than "that person". */
  | { readonly kind: 'unknown'; readonly name: string; readonly rest: string; readonly account?: Account }
  | { readonly kind: 'nobody'; readonly rest: string };

/**
 * Takes the first person out of typed words: a platform's mention, or `@name` matched against the programme's people
 * (whole name first, then first name, then the beginning of either), as a plain keyboard types it. `@"Ann Bell"` is one name.
 */
export function takePerson(words: string, mentions: readonly Account[], people: readonly Person[]): Named {
  const mark = new RegExp(`${mentionMark}(\\d+)\uE001`).exec(words);
  if (mark !== null) {
    const account = mentions[Number(mark[1])];
    const rest = tidy(words.slice(0, mark.index), words.slice(mark.index + mark[0].length));
    const person = people.find((p) =>
      p.accounts.some(
        (a) => a.platform === account?.platform && a.tenant === account.tenant && a.user === account.user,
      ),
    );
    if (person !== undefined) return { kind: 'person', person, rest };
    return { kind: 'unknown', name: 'that person', rest, ...(account === undefined ? {} : { account }) };
  }
  const at = /(?:^|\s)@(\S.*)/s.exec(words);
  if (at === null) return { kind: 'nobody', rest: words.trim() };
  const before = words.slice(0, at.index);
  const typed = at[1] ?? '';
  const quoted = quotedIn(typed);
  if (quoted !== undefined && /^[^\p{L}\p{N}]/u.test(typed)) {
    const found = match(quoted.name, people);
    if (found.length > 0) return known(found, quoted.name, tidy(before, quoted.rest));
  }
  // The longest run of words after the @ that names somebody wins: "@leo brandt tomorrow" is Leo Brandt.
  const pieces = typed.split(/\s+/);
  for (let n = Math.min(pieces.length, 6); n >= 1; n -= 1) {
    const typedName = pieces.slice(0, n).join(' ');
    const name = typedName.length > readAtMost ? typedName : typedName.replace(/[,.;:]+$/, '');
    const found = match(name, people);
    if (found.length > 0) return known(found, name, tidy(before, pieces.slice(n).join(' ')));
  }
  return { kind: 'unknown', name: pieces[0] ?? '', rest: tidy(before, pieces.slice(1).join(' ')) };
}

function known(found: readonly Person[], name: string, rest: string): Named {
  const [one] = found;
  return found.length === 1 && one !== undefined
    ? { kind: 'person', person: one, rest }
    : { kind: 'several', people: found, name, rest };
}

/** "aisha's", "Aisha,": without what follows a name. */
const trimmed = (words: string): string =>
  // Nobody's name is longer, and a pattern that looks for its end tries from every comma.
  words.length > readAtMost ? words : words.replace(/(?:['’]s)?[,.;:!?]*$/, '');

/**
 * Whoever is named in words without an @, among these people; undefined where nobody is. Only whole names, or whole words
 * of one, count: "my" is nobody's beginning. Looked for where the words begin (after "with" or "and"), or `anywhere` in
 * the first `readAtMost` characters.
 */
export function nameIn(
  words: string,
  people: readonly Person[],
  anywhere = false,
): { readonly people: readonly Person[]; readonly typed: string } | undefined {
  const pieces = words.split(/\s+/).filter((w) => w !== '');
  const lead = /^(?:with|and|&|,)$/i.test(pieces[0] ?? '') ? 1 : 0;
  const last = anywhere
    ? words
        .slice(0, readAtMost)
        .split(/\s+/)
        .filter((w) => w !== '').length - 1
    : lead;
  for (let from = anywhere ? 0 : lead; from <= last; from += 1) {
    // Several words name only those whom their first one fits already.
    const first = trimmed(pieces[from] ?? '');
    const near = /[\p{L}\p{N}]/u.test(first)
      ? fitting(first, people).flatMap((f) => (isWord(f.fit) ? [f.person] : []))
      : people;
    if (near.length === 0) continue;
    for (let n = Math.min(pieces.length - from, 6); n >= 1; n -= 1) {
      const typed = trimmed(pieces.slice(from, from + n).join(' '));
      const all = fitting(typed, near);
      const found = all.filter((f) => f.fit === 'whole');
      const part = found.length > 0 ? found : all.filter((f) => isWord(f.fit));
      if (part.length > 0) return { people: part.map((f) => f.person), typed };
    }
  }
  return undefined;
}

function match(name: string, people: readonly Person[]): readonly Person[] {
  const users = people.filter((p) => p.accounts.some((a) => a.user.toLowerCase() === name.toLowerCase()));
  if (users.length === 1) return users;
  return best(name, people);
}

const isWord = (fit: Fit | undefined): boolean => fit !== undefined && fit !== 'beginning';

function fitting(
  name: string,
  people: readonly Person[],
): readonly { readonly person: Person; readonly fit: Fit | undefined }[] {
  const fitTo = fitsOf(name);
  return people.map((person) => ({ person, fit: fitTo(person.name) }));
}

/** Those whom the words fit best. */
function best(name: string, people: readonly Person[]): readonly Person[] {
  const all = fitting(name, people);
  for (const fit of fits) {
    const found = all.flatMap((f) => (f.fit === fit ? [f.person] : []));
    if (found.length > 0) return found;
  }
  return [];
}

/** What leads to a name goes with it: "with @leo and @aisha". */
const leads = /(?:^|\s)(?:(?:with|and|plus|for|both)\s*|[&+,]\s*)+$/i;
const tidy = (before: string, after: string): string => `${before.replace(leads, '').trim()} ${after.trim()}`.trim();
