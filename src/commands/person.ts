import type { Account } from '../chat/inbound.js';
import type { Person } from '../domain/programme.js';
import { mentionMark } from '../kernel/words.js';

export type Named =
  | { readonly kind: 'person'; readonly person: Person; readonly rest: string }
  | { readonly kind: 'several'; readonly people: readonly Person[]; readonly name: string; readonly rest: string }
  | { readonly kind: 'unknown'; readonly name: string; readonly rest: string }
  | { readonly kind: 'nobody'; readonly rest: string };

const fold = (s: string): string => s.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Takes the first person out of typed words: a platform's mention, or `@name` matched against the programme's people
 * (whole name first, then first name, then the beginning of either; case and accents do not matter).
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
    return person === undefined ? { kind: 'unknown', name: 'that person', rest } : { kind: 'person', person, rest };
  }
  const at = /(?:^|\s)@(\S.*)/s.exec(words);
  if (at === null) return { kind: 'nobody', rest: words.trim() };
  const before = words.slice(0, at.index);
  const typed = at[1] ?? '';
  // The longest run of words after the @ that names somebody wins: "@leo brandt tomorrow" is Leo Brandt.
  const pieces = typed.split(/\s+/);
  for (let n = Math.min(pieces.length, 6); n >= 1; n -= 1) {
    const name = fold(
      pieces
        .slice(0, n)
        .join(' ')
        .replace(/[,.;:]+$/, ''),
    );
    const found = match(name, people);
    if (found.length === 0) continue;
    const rest = tidy(before, pieces.slice(n).join(' '));
    const [one] = found;
    return found.length === 1 && one !== undefined
      ? { kind: 'person', person: one, rest }
      : { kind: 'several', people: found, name: pieces.slice(0, n).join(' '), rest };
  }
  return { kind: 'unknown', name: pieces[0] ?? '', rest: tidy(before, pieces.slice(1).join(' ')) };
}

/**
 * Whoever is named in words without an @, among these people; undefined where nobody is. Only whole names, or whole words
 * of one, count: "my" is nobody's beginning. Looked for where the words begin (after "with" or "and"), or `anywhere`.
 */
export function nameIn(
  words: string,
  people: readonly Person[],
  anywhere = false,
): { readonly people: readonly Person[]; readonly typed: string } | undefined {
  const pieces = words.split(/\s+/).filter((w) => w !== '');
  const lead = /^(?:with|and|&|,)$/i.test(pieces[0] ?? '') ? 1 : 0;
  for (let from = anywhere ? 0 : lead; from <= (anywhere ? pieces.length - 1 : lead); from += 1)
    for (let n = Math.min(pieces.length - from, 6); n >= 1; n -= 1) {
      const typed = pieces
        .slice(from, from + n)
        .join(' ')
        .replace(/(?:['’]s)?[,.;:!?]*$/, '');
      const name = fold(typed);
      const found = people.filter((p) => fold(p.name) === name);
      const part = found.length > 0 ? found : people.filter((p) => ` ${fold(p.name)} `.includes(` ${name} `));
      if (part.length > 0) return { people: part, typed };
    }
  return undefined;
}

function match(name: string, people: readonly Person[]): readonly Person[] {
  const users = people.filter((p) => p.accounts.some((a) => fold(a.user) === name));
  if (users.length === 1) return users;
  const whole = people.filter((p) => fold(p.name) === name);
  if (whole.length > 0) return whole;
  if (name.includes(' ')) return people.filter((p) => fold(p.name).startsWith(name));
  const words = (p: Person): readonly string[] => fold(p.name).split(/\s+/);
  const first = people.filter((p) => words(p)[0] === name);
  if (first.length > 0) return first;
  const any = people.filter((p) => words(p).includes(name));
  if (any.length > 0) return any;
  return name.length < 2 ? [] : people.filter((p) => words(p).some((w) => w.startsWith(name)));
}

/** What leads to a name goes with it: "with @leo and @aisha". */
const leads = /(?:^|\s)(?:(?:with|and|plus|for|both)\s*|[&+,]\s*)+$/i;
const tidy = (before: string, after: string): string => `${before.replace(leads, '').trim()} ${after.trim()}`.trim();
