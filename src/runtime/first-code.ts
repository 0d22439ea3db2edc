import { createHash, timingSafeEqual } from 'node:crypto';
import type { FirstCode } from './claim.js';

/** Guesses at the one code, whoever sends them: a hundred at 80 bits are nothing; more than that is a machine. */
const mostGuesses = 100;

/** Whether a code is the one, once. Compared in constant time; used up only by `use`. */
export function onlyOnce(code: string): FirstCode {
  const hash = (s: string): Buffer => createHash('sha256').update(s.trim().toLowerCase()).digest();
  const wanted = hash(code);
  let used = false;
  let guesses = 0;
  return {
    matches(given) {
      if (used || guesses >= mostGuesses) return false;
      if (timingSafeEqual(hash(given), wanted)) return true;
      guesses += 1;
      return false;
    },
    use() {
      used = true;
    },
  };
}
