import { createHash } from 'node:crypto';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { json } from '../../adapters/documents/pack/files.js';
import type { PackManifest } from '../../adapters/documents/pack/manifest.js';
import { chainStart } from '../../src/kernel/chain.js';
import type { MentorshipId } from '../../src/kernel/ids.js';
import { type ChainEnd, inclusionOf, rootOfEnds, type SignedHead, Signer } from '../../src/kernel/signed-head.js';
import type { MadePack, PackSource } from '../../src/ports/packs.js';
import type { Store, Transaction } from '../../src/ports/store.js';
import { sealChains } from '../../src/runtime/documents/seal-chains.js';
import { signedWhole } from '../../src/runtime/documents/sign-whole.js';
import { type Files, filesOf, read } from './pack-files.js';
import { sourceOf } from './pack-source-world.js';
import { mentorshipOf, type World } from './record-world.js';

/** Packs as they leave: sealed, in a signed head, signed as a whole, zipped. And the same taken apart. */

export const signer = new Signer(new Uint8Array(32).fill(7));
export const anotherSigner = new Signer(new Uint8Array(32).fill(9));

/** A pack, its head, and what was sealed for it. */
export interface SignedPack {
  readonly zip: Uint8Array;
  readonly head: SignedHead;
  readonly source: PackSource;
}

/** @param after the head before. @param programme whose head it says that it is */
export async function signedPack(
  w: World,
  after?: SignedHead,
  by = signer,
  programme: string = w.programme,
): Promise<SignedPack> {
  const unsealed = await w.read((rows) => sourceOf(w, rows));
  const store: Pick<Store, 'write'> = {
    write: (fn) => w.change((rows) => fn({ in: () => rows } as unknown as Transaction)),
  };
  const source = await sealChains({ id: unsealed.id, programme: w.programme }, unsealed, store, w.now);
  const ends = await w.read((rows) =>
    Promise.all(
      [...['leo', 'sam', 'aisha'].map(mentorshipOf), w.programme].map(async (chain) => ({
        chain,
        ...(await rows.audit.head(chain as MentorshipId)),
      })),
    ),
  );
  const head = by.sign({ ...headOf(w, ends, after), programme });
  return { zip: zipped(signedFiles(filesOf(source), head, ends, by), by), head, source };
}

const headOf = (w: World, ends: readonly ChainEnd[], after?: SignedHead) => ({
  v: 1 as const,
  programme: w.programme as string,
  seq: (after?.seq ?? 0) + 1,
  at: w.now,
  size: ends.length,
  root: rootOfEnds(ends),
  prev: after?.hash ?? chainStart,
});

function signedFiles(files: Files, head: SignedHead, ends: readonly ChainEnd[], by: Signer): Files {
  const manifest = read<PackManifest>(files, 'manifest.json');
  const chains = manifest.chains.map((c) => ({ ...c, inclusion: inclusionOf(ends, c.chain) }));
  return new Map(files).set(
    'manifest.json',
    strToU8(json({ ...manifest, chains, signed: head, publicKey: by.publicKey })),
  );
}

/** As a zip, signed as a whole where somebody signs; a signature that was there stays else. */
export function zipped(files: Files, by?: Signer): Uint8Array {
  const zip = zipSync(Object.fromEntries(files), { level: 1 });
  const manifest = createHash('sha256')
    .update(files.get('manifest.json') ?? '')
    .digest('hex');
  const made: MadePack = { zip, hash: '', manifest, pages: 1, rung: 'tagged' };
  return signedWhole(made, by?.signPack(manifest)).zip;
}

export const unzipped = (zip: Uint8Array): Files => new Map(Object.entries(unzipSync(zip)));
