import { inTheirOrder } from '../small-samples.js';
import type { Block } from './model-blocks.js';

/** What is drawn in a pack, as data; its numbers stand beneath it in words too. */
export type PackPicture = HoursPicture | LanesPicture;

/** Minutes towards a target as one bar. */
export interface HoursPicture {
  readonly kind: 'hours';
  readonly name: string;
  readonly confirmed: number;
  readonly unconfirmed: number;
  readonly disputed: number;
  /** 0: there is none. */
  readonly target: number;
}

/** Numbers from 1 to 5 in time order: a lane of dots for each person and question, never two people in one. */
export interface LanesPicture {
  readonly kind: 'lanes';
  readonly name: string;
  readonly lanes: readonly Lane[];
}
export interface Lane {
  readonly label: string;
  readonly numbers: readonly number[];
  /** What was aimed at; a line. */
  readonly target: number | null;
}

/** One part, before it has its number. */
export interface PartOf {
  readonly title: string;
  readonly blocks: readonly Block[];
  readonly pictures?: readonly PackPicture[];
}

/** So many lanes on one picture. */
const mostLanes = 6;

/** Pictures of these lanes, several where there are many, each with its numbers as its alternative. */
export function lanesPictures(
  name: string,
  what: string,
  lanes: readonly Lane[],
): { readonly blocks: readonly Block[]; readonly pictures: readonly LanesPicture[] } {
  const pictures: LanesPicture[] = [];
  const blocks: Block[] = [];
  for (let i = 0; i < lanes.length; i += mostLanes) {
    const of = lanes.slice(i, i + mostLanes);
    const called = `${name}-${pictures.length + 1}`;
    pictures.push({ kind: 'lanes', name: called, lanes: of });
    blocks.push({
      kind: 'picture',
      name: called,
      alt: `${what}, as dots from 1 to 5 in the order of time. ${of
        .map((l) => `${l.label}: ${inTheirOrder(l.numbers)}${l.target === null ? '' : ` (aim ${l.target})`}.`)
        .join(' ')}`,
    });
  }
  return { blocks, pictures };
}
