import { createHash } from 'node:crypto';
import { canonicalJson } from './chain.js';
import { givingWay } from './turn-of-loop.js';

/** Lists lie so deep at most; what is deeper is written with what it is in. */
const deepest = 3;

/**
 * The SHA-256 (hexadecimal) of a value's canonical JSON, written piece by piece with turns for everybody else in between: in
 * one go that of a portfolio of a thousand sessions holds up the loop for hundreds of milliseconds. As in JSON a key that is
 * undefined is none. @throws TypeError as `canonicalJson`
 */
export async function digestInTurns(value: unknown): Promise<string> {
  const hash = createHash('sha256');
  const giveWay = givingWay();
  const write = async (one: unknown, depth: number): Promise<void> => {
    if (depth > deepest || one === null || typeof one !== 'object') {
      hash.update(canonicalJson(plain(one)), 'utf8');
      await giveWay();
      return;
    }
    const list = Array.isArray(one);
    hash.update(list ? '[' : '{');
    const entries = list
      ? one.map((inner: unknown) => ['', inner] as const)
      : Object.entries(one)
          .filter(([, inner]) => inner !== undefined)
          .sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [i, [key, inner]] of entries.entries()) {
      hash.update(`${i === 0 ? '' : ','}${list ? '' : `${canonicalJson(key)}:`}`, 'utf8');
      await write(inner, depth + 1);
    }
    hash.update(list ? ']' : '}');
  };
  await write(value, 0);
  return hash.digest('hex');
}

/** What is undefined in it is not there. */
const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
