import { canonical, entryHash, leafDigest, sha256 } from './canonical.mjs';

/** What ties each disclosed leaf to its chain's head (docs/record-format.md#the-seal-of-a-pack). */

export function checkChain(chain, say) {
  const { chain: id, head, seal, leaves } = chain;
  const name = `Chain ${id}`;
  if (seal === null || seal === undefined) {
    say.fault(`${name}: nothing ties its leaves to its head.`);
    return;
  }
  const { entry, opened, list } = seal;
  if (entry.v !== 2) say.fault(`${name}: its last entry is of format ${entry.v}.`);
  if (entry.seq !== head.seq || entry.hash !== head.hash)
    say.fault(`${name}: its head is not the entry that stands in its seal.`);
  if (entryHash(id, entry) !== entry.hash)
    say.fault(`${name}: the hash of its last entry is not that of what it holds.`);
  for (const { n, path, value, secret } of opened)
    if (leafDigest(path, value, secret) !== entry.leaves[n])
      say.fault(`${name}: ${path} of its last entry is not what that entry committed to.`);
  const of = (path) => opened.find((leaf) => leaf.path === path)?.value;
  if (of('what') !== 'pack.sealed') say.fault(`${name}: its last entry is not that of a pack’s making.`);
  if (of('fact/seal') !== sha256(canonical(list)))
    say.fault(`${name}: the list of its leaves is not the one that its last entry committed to.`);
  checkLeaves(name, new Set(list), leaves, say);
  say.checked(`${name}: ${leaves.length} leaves are shown, and tied to its head.`);
  say.cannot(`${name}: its other entries are not in a pack. They are checked where the program runs.`);
}

function checkLeaves(name, list, leaves, say) {
  const seen = new Set();
  for (const { path, value, secret, at } of leaves) {
    const sealed = sha256(canonical(['leaf', leafDigest(path, value, secret), at]));
    if (!list.has(sealed))
      say.fault(`${name}, leaf ${path}: with its value, secret and time it is not among what the chain committed to.`);
    if (seen.has(path)) say.fault(`${name}, leaf ${path}: it is shown twice.`);
    seen.add(path);
  }
}
