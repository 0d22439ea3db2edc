import type { Verb } from '../../src/kernel/names.js';

/** A verb that no capability has, for tests of how any button is drawn and carried. */
export const madeUp = (verb: string): Verb => verb as Verb;
