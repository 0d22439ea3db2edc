import { createHash } from 'node:crypto';
import type { PackSignature } from '../../kernel/signed-head.js';
import { zipWith } from '../../kernel/zip-with.js';
import type { MadePack } from '../../ports/packs.js';

/**
 * The pack with `signature.json` in it (docs/record-format.md#the-signature-of-a-pack): whoever makes one has no key, so it is
 * signed here. @throws NoZip
 */
export function signedWhole(made: MadePack, signature: PackSignature | undefined): MadePack {
  if (signature === undefined) return made;
  // As every file of data in a pack: keys in their order, two spaces a step.
  const { key, manifest, signature: by, v } = signature;
  const text = `${JSON.stringify({ key, manifest, signature: by, v }, null, 2)}\n`;
  const zip = zipWith(made.zip, 'signature.json', new TextEncoder().encode(text));
  return { ...made, zip, hash: createHash('sha256').update(zip).digest('hex') };
}
