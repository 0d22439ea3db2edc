import { backfilledLeaves } from './backfilled-leaves.js';
import { countedParts } from './counted-parts.js';
import { erasedApart } from './erased-apart.js';
import { outsideNamed } from './outside-named.js';
import { personKeys } from './person-keys.js';
import { programmeKeys } from './programme-keys.js';
import { sealedChains } from './sealed-chains.js';
import { sealedWords } from './sealed-words.js';
import type { DataStep } from './step.js';

/** Every data step there has been, in order. */
export const dataSteps: readonly DataStep[] = [
  programmeKeys(),
  countedParts(),
  sealedChains(),
  backfilledLeaves(),
  outsideNamed(),
  personKeys(),
  sealedWords(),
  erasedApart(),
];
