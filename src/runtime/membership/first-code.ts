import { createHash, timingSafeEqual } from 'node:crypto';
import type { Account } from '../../chat/inbound.js';
import { isCoordinated } from '../../domain/programme.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import type { Transaction } from '../../ports/store.js';

/** A code that was printed where the program runs, found by what somebody sent. */
export interface FirstCode {
  use(): void;
}

/**
 * The codes for first coordinators: one for each programme that nobody coordinates, as long as the process lives. One
 * that is printed before there is any programme is good in whichever sends it first.
 */
export interface FirstCodes {
  /**
   * Nobody coordinates this programme: a code is printed for it, unless one that is out already is good there.
   * @param programme undefined while there is none at all
   * @param where its workspaces, for whoever reads the print
   */
  want(programme: ProgrammeId | undefined, where: string): void;
  /** The code that this is, sent in this programme. */
  find(given: string, programme: ProgrammeId): FirstCode | undefined;
}

/** Guesses at one code, whoever sends them: a hundred at 80 bits are nothing; more than that is a machine. */
const mostGuesses = 100;

/** @param print told of each new code, and of where it is good; empty: wherever it is sent */
export function firstCodes(make: () => string, print: (code: string, where: string) => void): FirstCodes {
  interface Out extends FirstCode {
    readonly programme: ProgrammeId | undefined;
    is(given: string): boolean;
  }
  let out: readonly Out[] = [];
  const wanting = new Map<ProgrammeId, string>();

  const issue = (programme: ProgrammeId | undefined, where: string): void => {
    const code = make();
    const one: Out = {
      programme,
      is: onlySome(code),
      use() {
        out = out.filter((o) => o !== one);
      },
    };
    out = [...out, one];
    print(code, where);
  };
  const goodIn = (programme: ProgrammeId | undefined): readonly Out[] =>
    out.filter((o) => o.programme === undefined || o.programme === programme);
  const want = (programme: ProgrammeId | undefined, where: string): void => {
    if (programme !== undefined) wanting.set(programme, where);
    if (goodIn(programme).length === 0) issue(programme, where);
  };
  return {
    want,
    find(given, programme) {
      const found = goodIn(programme).filter((o) => o.is(given))[0];
      if (found === undefined) return undefined;
      return {
        use() {
          found.use();
          wanting.delete(programme);
          // The one that was good everywhere is gone: whoever else waited for it gets one of their own.
          for (const [other, where] of wanting) want(other, where);
        },
      };
    },
  };
}

/** Whether something is this code, as long as not too much else was tried. Compared in constant time. */
function onlySome(code: string): (given: string) => boolean {
  const hash = (s: string): Buffer => createHash('sha256').update(s.trim().toLowerCase()).digest();
  const wanted = hash(code);
  let guesses = 0;
  return (given) => {
    if (guesses >= mostGuesses) return false;
    if (timingSafeEqual(hash(given), wanted)) return true;
    guesses += 1;
    return false;
  };
}

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
