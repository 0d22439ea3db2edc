import type { Pack } from '../../domain/pack/pack.js';
import type { Work } from '../feature.js';
import { fingerprintOfSource, packSaid } from './pack-source.js';

/** The file of a pack that was made: it is handed out only while what it was made of is as it was. */

/** What there is of it, where it still says what there is to say: all that it was made of is read anew. */
export async function freshFile(
  pack: Pack,
  work: Pick<Work, 'rows' | 'programme' | 'now' | 'people'>,
): Promise<Uint8Array | undefined> {
  const file = await work.rows.packs.file(pack.id);
  if (file === undefined) return undefined;
  const said = await packSaid(pack, work);
  return said !== undefined && (await fingerprintOfSource(said)) === pack.words.fingerprint ? file : undefined;
}

/** Its file is thrown away for good, and it is made again as soon as there is time. Answers it as it is then. */
export async function makeAgain(pack: Pack, work: Pick<Work, 'rows' | 'audit'>): Promise<Pack> {
  const queued: Pack = { ...pack, state: 'queued', attempts: 0, code: '' };
  await work.rows.packs.save(queued);
  await work.rows.packs.dropFile(pack.id);
  work.audit('pack.outdated', pack.id);
  return queued;
}
