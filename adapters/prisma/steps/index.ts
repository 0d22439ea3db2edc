import type { DataStep } from '../data-steps.js';
import { programmeKeys } from './programme-keys.js';

/** Every data step there has been, in order. */
export const dataSteps: readonly DataStep[] = [programmeKeys()];
