import type { FeatureOf } from '../feature.js';
import { leftOut } from './card.js';
import { tell } from './told.js';

/** What no longer fits its chain is said to whom it concerns (docs/record-format.md#what-does-not-fit). */

declare module '../../kernel/names.js' {
  interface Capabilities {
    'left-out': { face: 'left-out' };
  }
}

export const feature: FeatureOf<'left-out'> = {
  name: 'left-out',
  faces: { 'left-out': leftOut },
  misfitsFound: tell,
};
