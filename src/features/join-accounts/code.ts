import { z } from 'zod';
import { keptValue, listOf, personId } from '../../domain/kept.js';
import { minute } from '../../kernel/clock.js';
import { base32, type Ids, type PersonId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/**
 * The code that joins one person's accounts: short enough to be typed, good once, and for a quarter of an hour. It is
 * kept among the programme's own small facts, which are sealed: a word that is delivered twice is answered with the
 * same code twice, so the code itself has to be known.
 */
export const codeLife = 15 * minute;
/** Asked for again, a code is shown again while so much of its life is left. */
const worthShowing = 5 * minute;

/** What is kept of a code that nobody has used yet. */
export interface OpenCode {
  readonly code: string;
  readonly person: PersonId;
  /** ms; good before then. */
  readonly until: number;
}

/** Of those that an older version kept only a hash is known, and they are left out: they can be asked for anew. */
export const linkCodes = keptValue({
  name: 'link.codes',
  schema: listOf<OpenCode>(z.object({ code: z.string(), person: personId, until: z.number() })),
  erasure: { of: 'entries', without: (codes, erased) => codes.filter((c) => c.person !== erased.id) },
});

const codeShape = /^[0-9a-hjkmnp-tv-z]{10}$/;

/**
 * A code as it was typed, without what people put into it: case, spaces, hyphens, and the letters that Crockford's
 * base 32 leaves out because they look like digits. Undefined where it cannot be a code.
 */
export function readCode(typed: string): string | undefined {
  const code = typed
    .toLowerCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1');
  return codeShape.test(code) ? code : undefined;
}

const openCodes = async (rows: Pick<Rows, 'kept'>, now: number): Promise<readonly OpenCode[]> =>
  ((await rows.kept.get(linkCodes)) ?? []).filter((c) => c.until > now);

/**
 * The code of this person as it is shown to them: the one they have, while that is good for long enough; else a new one,
 * and an earlier one is no longer good.
 */
export async function issueCode(
  rows: Pick<Rows, 'kept'>,
  about: { readonly ids: Ids; readonly person: PersonId; readonly now: number },
): Promise<{ readonly shown: string; readonly until: number }> {
  const open = await openCodes(rows, about.now);
  // 50 bits of 56: ten characters, in two groups that an eye can hold.
  const shown = ({ code, until }: OpenCode) => ({ shown: `${code.slice(0, 5)}-${code.slice(5)}`, until });
  const has = open.find((c) => c.person === about.person);
  if (has !== undefined && has.until - about.now > worthShowing) return shown(has);
  const made: OpenCode = {
    code: base32(about.ids.bytes(7)).slice(0, 10),
    person: about.person,
    until: about.now + codeLife,
  };
  await rows.kept.put(linkCodes, [...open.filter((c) => c !== has), made]);
  return shown(made);
}

/** Whose code that is, if it is one of this programme that is still good. `code` as `readCode` gives it. */
export async function findCode(rows: Pick<Rows, 'kept'>, code: string, now: number): Promise<OpenCode | undefined> {
  return (await openCodes(rows, now)).find((c) => c.code === code);
}

/** It has been used: it is good no more. */
export async function useCode(rows: Pick<Rows, 'kept'>, used: OpenCode, now: number): Promise<void> {
  await rows.kept.put(
    linkCodes,
    (await openCodes(rows, now)).filter((c) => c.code !== used.code),
  );
}
