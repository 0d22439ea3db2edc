import type { types } from '@slack/bolt';

/**
 * A step that is longer than a phone should have to scroll is drawn in parts, each a view with its own Next and Back.
 * The domain knows nothing of them: a move from part to part keeps the draft like *Save*, and what is not drawn is not in
 * the answers either and stays as it was kept.
 */

/** What is never torn apart: a note, a field, or a row. */
export interface Piece {
  /** `title`, or `activities/ROWKEY`, or the id of a group without rows. */
  readonly id: string;
  readonly group?: string;
  /** Stands above the first of a group in each part. */
  readonly head: readonly types.KnownBlock[];
  readonly blocks: readonly types.KnownBlock[];
  /** Where a problem may be that is shown here. */
  readonly places: readonly string[];
}

/** What a view carries of the part that it shows, where it does not show all of its step. */
export interface Part {
  readonly first: string;
  readonly last: string;
  readonly before: boolean;
  readonly after: boolean;
}

/** What was done in a view: which part is to be seen after it. */
export interface Seek {
  /** The step and the part in which it was done. */
  readonly step: string;
  readonly part?: Part;
  readonly to: 'here' | 'next' | 'back' | { readonly added: string };
}

export const partBlocks = (pieces: readonly Piece[]): types.KnownBlock[] =>
  pieces.flatMap((p, i) => [...(p.group !== undefined && p.group === pieces[i - 1]?.group ? [] : p.head), ...p.blocks]);

/**
 * The piece with which a part begins whatever else moves: what is said beside the fields comes and goes, and from the part
 * that somebody has before them the next one goes on where it ended, and the one before ends where it began.
 */
export function anchorOf(pieces: readonly Piece[], step: string, seek: Seek | undefined): number {
  if (seek?.part === undefined || seek.step !== step) return 0;
  const { first, last } = seek.part;
  const at = seek.to === 'next' ? pieces.findIndex((p) => p.id === last) + 1 : pieces.findIndex((p) => p.id === first);
  return Math.max(0, at);
}

/** As many pieces in each part as fit it, and at least one; one part begins at `anchor`. */
export function partsOf(
  pieces: readonly Piece[],
  anchor: number,
  fits: (some: readonly Piece[]) => boolean,
): readonly (readonly Piece[])[] {
  const parts: Piece[][] = [];
  for (const [i, piece] of pieces.entries()) {
    const last = parts.at(-1);
    if (last !== undefined && i !== anchor && fits([...last, piece])) last.push(piece);
    else parts.push([piece]);
  }
  return parts.length === 0 ? [[]] : parts;
}

/** Which part is to be seen: where something is wrong, or where what was done leads to. */
export function partToShow(
  parts: readonly (readonly Piece[])[],
  step: string,
  wrong: ReadonlySet<string>,
  seek: Seek | undefined,
): number {
  const holding = (is: (p: Piece) => boolean): number | undefined => {
    const at = parts.findIndex((part) => part.some(is));
    return at === -1 ? undefined : at;
  };
  const sought = soughtIn(parts, step, seek, holding);
  const isWrong = (p: Piece): boolean => p.places.some((at) => wrong.has(at));
  return parts[sought]?.some(isWrong) === true ? sought : (holding(isWrong) ?? sought);
}

function soughtIn(
  parts: readonly (readonly Piece[])[],
  step: string,
  seek: Seek | undefined,
  holding: (is: (p: Piece) => boolean) => number | undefined,
): number {
  if (seek === undefined) return 0;
  const { to, part } = seek;
  const end = parts.length - 1;
  if (seek.step !== step) return to === 'back' ? end : 0;
  if (typeof to === 'object') return parts.findLastIndex((p) => p.some((x) => x.group === to.added));
  if (part === undefined) return 0;
  const pieces = parts.flat();
  const first = pieces.findIndex((p) => p.id === part.first);
  const last = pieces.findIndex((p) => p.id === part.last);
  // By pieces and not by number: with each row that comes or goes there may be other parts.
  const at = to === 'next' ? (last === -1 ? first : last) + 1 : to === 'back' ? first - 1 : first === -1 ? last : first;
  const piece = pieces[at];
  // What stood there is gone, or nothing comes after: the end, or where nothing comes before, the beginning.
  return (piece === undefined ? undefined : holding((p) => p.id === piece.id)) ?? (to === 'back' ? 0 : end);
}
