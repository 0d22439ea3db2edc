import type { Portfolio } from '../../src/domain/mentorship.js';
import { emptyCover, type Pack, type PackId } from '../../src/domain/pack/pack.js';
import { packPassages } from '../../src/domain/pack/passages.js';
import { packSource } from '../../src/features/shared/pack-source.js';
import type { PackSource } from '../../src/ports/packs.js';
import type { Rows } from '../../src/ports/store.js';
import { portfolio } from './past-world.js';
import type { World } from './record-world.js';

/** What a pack of the facts' world is made of. */

export const aPack = (w: World, change: Partial<Pack> = {}): Pack => ({
  id: 'pack-1' as PackId,
  programme: w.programme,
  portfolio,
  mentor: w.id('maya'),
  askedBy: w.id('maya'),
  askedAt: w.now,
  withWords: false,
  lookUntil: w.now,
  state: 'building',
  madeAt: null,
  madeAgainAt: null,
  size: null,
  hash: '',
  attempts: 1,
  fence: 1,
  code: '',
  words: {
    standard: 'ua-1',
    preset: 'unit',
    cover: emptyCover,
    named: null,
    seed: 'a1b2c3',
    hits: [],
    decided: {},
    contents: [],
    fingerprint: '',
  },
  ...change,
});

/** Read as a pack's maker is given it; with `words` every passage stands. */
export async function sourceOf(w: World, rows: Rows, words = true, pack: Partial<Pack> = {}): Promise<PackSource> {
  const all = await rows.people.all();
  const work = {
    rows,
    programme: await rows.programme.get(),
    now: w.now,
    people: async () => new Map(all.map((p) => [p.id, p] as const)),
  };
  const source = await packSource(aPack(w, pack), work);
  if (source === undefined) throw new Error(`no portfolio ${(await rows.portfolios.get(portfolio)) as Portfolio}`);
  return words ? { ...source, stand: packPassages(source.facts).map((p) => p.citation) } : source;
}
