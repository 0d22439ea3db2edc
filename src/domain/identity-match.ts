import type { Person } from './programme.js';

/** By what an import knows somebody again: addresses and accounts, never a name that may be somebody else's too. */

/** Two spellings that mean the same name, address or user id. */
export const fold = (s: string): string => s.normalize('NFKC').toLowerCase();

/** The addresses that are theirs, and the one by which they are awaited. */
export const emailsOf = (p: Pick<Person, 'emails' | 'expected'>): readonly string[] =>
  emailsTogether(p.emails, p.expected?.email);

/** The user ids that are theirs on any chat, and the one by which they are awaited. */
export const usersOf = (p: Pick<Person, 'accounts' | 'expected'>): readonly string[] => [
  ...p.accounts.filter((a) => a.platform !== 'link').map((a) => fold(a.user)),
  ...(p.expected?.user === undefined ? [] : [fold(p.expected.user)]),
];

/** Several people's or platforms' addresses as one list, each once. */
export function emailsTogether(...some: readonly (string | readonly string[] | undefined)[]): readonly string[] {
  return [...new Set(some.flatMap((one) => one ?? []).map(fold))].filter((email) => email !== '');
}
