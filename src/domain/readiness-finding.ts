import type { Gap, Standing } from './readiness.js';
import type { Scene } from './readiness-scene.js';

/** What there is of one kind of evidence, and what is still to do. */
export interface Found {
  /** What it is called: “Records”. */
  readonly label: string;
  /** What an assessor would ask. */
  readonly asks: string;
  readonly standing: Standing;
  /** Sentences. */
  readonly there: readonly string[];
  readonly gaps: readonly Gap[];
}

/** @param any whether there is any of it */
export const finding = ({ any, ...of }: Omit<Found, 'standing'> & { readonly any: boolean }): Found => ({
  ...of,
  standing: any ? (of.gaps.length === 0 ? 'shown' : 'partly') : of.gaps.length === 0 ? 'nothing' : 'missing',
});

/** Looks for one kind of evidence. */
export type Look = (scene: Scene) => Found;
