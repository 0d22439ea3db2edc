import type { CheckIn } from '../../../src/domain/check-in.js';
import type { PutRight, Said } from '../../../src/domain/put-right.js';
import type { WhenHard } from '../../../src/domain/when-hard.js';
import { type Defaults, withDefaults } from './defaults.js';

/** What is sealed of a promise, of a word on it, of a card for hard moments, and of a check-in. */

type PutRightWords = Pick<PutRight, 'what' | 'by' | 'group'>;
type SaidWords = Pick<Said, 'word' | 'note'>;
type HardWords = Omit<WhenHard, 'person' | 'savedAt'>;
type CheckWords = Pick<CheckIn, 'level' | 'word' | 'shared'>;

/** Where it is not said whether a group promised it, it is read as if one had: its mentee then does not read it. */
const noPromise: Defaults<PutRightWords> = { what: '', by: null, group: true };
const nothingSaid: Defaults<SaidWords, 'word'> = { note: '' };
const noHard: Defaults<HardWords> = { notice: '', helps: '', goTo: '', shared: [] };
const noCheck: Defaults<CheckWords, 'level'> = { word: '', shared: false };

export const readPutRight = (stored: unknown): PutRightWords => withDefaults(stored, noPromise);
export const readSaid = (stored: unknown): SaidWords => withDefaults(stored, nothingSaid);
export const readHard = (stored: unknown): HardWords => withDefaults(stored, noHard);
export const readCheck = (stored: unknown): CheckWords => withDefaults(stored, noCheck);
