import { createHash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../../chat/inbound.js';
import { isCoordinated } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import { base32, type ProgrammeId } from '../../kernel/ids.js';
import { deriveKey, mac } from '../../kernel/seal.js';
import type { Transaction } from '../../ports/store.js';

/**
 * The codes for first coordinators: one for each programme that nobody coordinates. Nothing keeps a code: it is computed
 * from DATA_KEY and a number, so every program on the database says the same one, and takes one that another has said.
 * Whoever uses it moves the number on, in the unit of work that makes them a coordinator; so of two who send it at the same
 * moment, wherever they send it, one becomes coordinator. A program that starts alone moves it on too: what stands in an
 * old log is worth nothing.
 */
export interface FirstCodes {
  /**
   * Says the code of each programme that nobody coordinates; while there is none at all, one that is good in whichever
   * sends it first, and as long as that one is out no other. Each once by this program.
   */
  say(tx: Transaction): Promise<void>;
  /** No other program has said any: the codes are others from now on. */
  renew(tx: Transaction): Promise<void>;
  /** Whether a code that this program has said may be out: once something has changed there may be another to say. */
  waits(): boolean;
  /** The code that this is, sent in this programme. */
  find(tx: Transaction, given: string, programme: ProgrammeId): Promise<FirstCode | undefined>;
}

/** A code that was said where the program runs, found by what somebody sent. */
export interface FirstCode {
  /** Once, by whoever is a coordinator in this unit of work. @throws Refused where somebody else was quicker */
  use(): Promise<void>;
}

/** Guesses at one code, whoever sends them: a hundred at 80 bits are nothing; more than that is a machine. */
const mostGuesses = 100;

/** What the code that is good wherever it is sent is of. */
export const anywhere = '';
export type CodeOf = ProgrammeId | typeof anywhere;

/** The code of a programme that has this number: 80 bits, sixteen letters and digits. @param root DATA_KEY */
export function codesUnder(root: Uint8Array): (of: CodeOf, number: number) => string {
  const key = deriveKey(root, 'first-codes');
  return (of, number) => base32(Buffer.from(mac(key, JSON.stringify([of, number])), 'hex').subarray(0, 10));
}

/**
 * @param about `print` is told each code, and where it is good: empty, wherever it is sent. `first`: FIRST_COORDINATOR, who
 * needs none in their own workspace
 */
export function firstCodes(about: {
  code(of: CodeOf, number: number): string;
  print(code: string, where: string): void;
  readonly first?: Account;
}): FirstCodes {
  const { code, print, first } = about;
  const said = new Set<string>();
  /** The numbers of the codes that this program has said, and that were not used as far as it knows. */
  let out = new Map<CodeOf, number>();
  /** By what a code is of, for as long as the program lives: then so many guesses are nothing again. */
  const guesses = new Map<CodeOf, number>();

  const tell = (of: CodeOf, number: number, where: string): void => {
    const what = code(of, number);
    out.set(of, number);
    if (said.has(what)) return;
    said.add(what);
    print(what, where);
  };
  const say = async (tx: Transaction): Promise<void> => {
    const number = (await tx.firstCodes.numbers([anywhere])).get(anywhere) ?? 0;
    if (out.get(anywhere) === number) return;
    out = new Map();
    if (await tx.programmes.any()) {
      const missing = await uncoordinated(tx, first);
      const numbers = await tx.firstCodes.numbers(missing.map((m) => m.programme));
      for (const { programme, where } of missing) tell(programme, numbers.get(programme) ?? 0, where);
    } else if (first === undefined) tell(anywhere, number, '');
  };
  /** Compared in constant time, as long as not too much else was tried. */
  const is = (of: CodeOf, number: number, given: string): boolean => {
    const tried = guesses.get(of) ?? 0;
    if (tried >= mostGuesses) return false;
    if (timingSafeEqual(hash(given), hash(code(of, number)))) return true;
    guesses.set(of, tried + 1);
    return false;
  };
  return {
    say,
    async renew(tx) {
      const missing: readonly CodeOf[] = (await uncoordinated(tx, undefined)).map((m) => m.programme);
      const numbers = await tx.firstCodes.numbers([anywhere, ...missing]);
      const someWait = missing.length > 0 || !(await tx.programmes.any());
      // Where all have a coordinator, the one that is good anywhere has been moved on since it was said, or was never said.
      const mayBeOut = someWait || (numbers.get(anywhere) ?? 0) === 0;
      const others: readonly CodeOf[] = mayBeOut ? [anywhere, ...missing] : missing;
      for (const of of others) await tx.firstCodes.use(of, numbers.get(of) ?? 0);
    },
    waits: () => out.size > 0,
    async find(tx, given, programme) {
      const numbers = await tx.firstCodes.numbers([anywhere, programme]);
      for (const of of [anywhere, programme] as const) {
        const number = numbers.get(of) ?? 0;
        if (!is(of, number, given)) continue;
        return {
          async use() {
            if (!(await tx.firstCodes.use(of, number))) throw new Refused('code-used', usedMeanwhile);
            // The one that is good anywhere is for whoever is the first at all: now somebody is.
            if (of !== anywhere) await tx.firstCodes.use(anywhere, numbers.get(anywhere) ?? 0);
            await say(tx);
          },
        };
      }
      return undefined;
    },
  };
}

const usedMeanwhile =
  'Somebody has used this code a moment ago, and coordinates now. Ask them to add you; if they are of another programme, look in the log for a code of your own.';

const hash = (s: string): Buffer => createHash('sha256').update(s.trim().toLowerCase()).digest();

type Place = Pick<Account, 'platform' | 'tenant'>;

/** A workspace, for whoever runs the program. */
export const placeName = ({ platform, tenant }: Place): string => `${platform} ${tenant}`;

/**
 * The programmes in use that nobody coordinates, with their workspaces.
 * @param first FIRST_COORDINATOR, who speaks for their own workspace: nobody else begins there
 */
export async function uncoordinated(
  tx: Transaction,
  first: Account | undefined,
): Promise<readonly { readonly programme: ProgrammeId; readonly where: string }[]> {
  // One that was made beside another has no workspace of its own: its coordinator comes by a code of its own too.
  const places = new Map<ProgrammeId, Place[]>();
  for (const place of await tx.everywhere.places())
    if (place.removedAt === null) places.set(place.programme, [...(places.get(place.programme) ?? []), place]);
  const coordinated = new Set(
    (await tx.everywhere.coordinators()).filter((p) => isCoordinated([p])).map((p) => p.programme),
  );
  return [...places]
    .filter(([id, at]) => !coordinated.has(id) && !at.some((place) => speaksFor(first, place)))
    .map(([programme, at]) => ({ programme, where: at.map(placeName).join(', ') }));
}

/** Whether FIRST_COORDINATOR is of this workspace. */
export const speaksFor = (first: Account | undefined, place: Place): boolean =>
  first !== undefined && first.platform === place.platform && first.tenant === place.tenant;
