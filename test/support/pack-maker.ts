import type { PackHit } from '../../src/domain/pack/hits.js';
import { digestOf } from '../../src/kernel/chain.js';
import type { MadePack, PackMaker, PackSource } from '../../src/ports/packs.js';

export interface FakePackMaker extends PackMaker {
  /** What it was asked to make, in order. */
  readonly made: PackSource[];
  /** What the next surveys find. */
  hits: readonly PackHit[];
  /** Called before anything is made; throws to fail, waits to hang. */
  before: () => Promise<void> | void;
}

/** Makes nothing, and says what it was given. The file's bytes are the source's own. */
export function fakePackMaker(): FakePackMaker {
  const maker: FakePackMaker = {
    made: [],
    hits: [],
    before: () => undefined,
    survey: async () => maker.hits,
    async make(source): Promise<MadePack> {
      await maker.before();
      maker.made.push(source);
      const text = JSON.stringify({ id: source.id, stand: source.stand, facts: source.facts });
      return { zip: new TextEncoder().encode(text), hash: digestOf(text), pages: 1, rung: 'tagged' };
    },
  };
  return maker;
}
