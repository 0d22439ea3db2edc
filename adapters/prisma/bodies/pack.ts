import { emptyCover, type PackChoice, type PackWords, type RecordedOutcome } from '../../../src/domain/pack/pack.js';
import { type Defaults, withDefaults } from './defaults.js';

/** What is sealed of a pack, of what a mentee said of it, and of an outcome that was recorded elsewhere. */

const noPack: Defaults<PackWords> = {
  standard: 'ua-1',
  preset: 'unit',
  cover: emptyCover,
  named: null,
  seed: '',
  hits: [],
  decided: {},
  contents: [],
  fingerprint: '',
};
const noChoice: Defaults<Pick<PackChoice, 'stands' | 'named'>> = { stands: {}, named: false };
const noOutcome: Defaults<Pick<RecordedOutcome, 'by' | 'note'>> = { by: '', note: '' };

export function readPackWords(stored: unknown): PackWords {
  const words = withDefaults<PackWords>(stored, noPack);
  return { ...words, cover: withDefaults(words.cover, emptyCover) };
}
export const readPackChoice = (stored: unknown): Pick<PackChoice, 'stands' | 'named'> => withDefaults(stored, noChoice);
export const readOutcome = (stored: unknown): Pick<RecordedOutcome, 'by' | 'note'> => withDefaults(stored, noOutcome);
