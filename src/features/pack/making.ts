import { contentsOf } from '../../domain/pack/contents.js';
import type { Pack } from '../../domain/pack/pack.js';
import type { PackCame, PackMaking } from '../feature.js';
import { fingerprintOfSource, packSource } from '../shared/pack-source.js';
import { tellCame } from './news.js';

/** What a pack is made of, and what becomes of it (docs/architecture.md#document-jobs). */
export const making: PackMaking = {
  read: packSource,
  async settled(pack, came, work) {
    const after = await settledAs(pack, came, work.now);
    await tellCame(pack, after, work);
    return after;
  },
};

async function settledAs(pack: Pack, came: PackCame, now: number): Promise<Pack> {
  switch (came.kind) {
    case 'surveyed':
      return { ...pack, state: came.state, attempts: 0, code: '', words: { ...pack.words, hits: came.hits } };
    case 'made': {
      const { made, source, hits } = came;
      return {
        ...pack,
        state: 'ready',
        attempts: 0,
        code: '',
        madeAt: pack.madeAt ?? source.madeAt,
        madeAgainAt: pack.madeAt === null ? null : now,
        size: made.zip.length,
        hash: made.hash,
        words: {
          ...pack.words,
          hits,
          contents: contentsOf(source.facts),
          fingerprint: await fingerprintOfSource(source),
        },
      };
    }
    case 'failed':
      return { ...pack, state: came.final ? 'failed' : 'queued', code: came.code };
    default:
      return came satisfies never;
  }
}
