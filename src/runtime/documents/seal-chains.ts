import type { Pack } from '../../domain/pack/pack.js';
import type { MentorshipId } from '../../kernel/ids.js';
import { listOfLeaves, sealOf } from '../../kernel/seal-of-leaves.js';
import type { ChainSeal, DisclosedChain, PackSource } from '../../ports/packs.js';
import type { Store } from '../../ports/store.js';

/**
 * Enters on each mentorship's chain that a pack is made, with what ties its leaves to the head
 * (docs/record-format.md#the-seal-of-a-pack), and signs where all chains end then. Each try enters anew: the pack has the last.
 */
export async function sealChains(
  pack: Pick<Pack, 'id' | 'programme'>,
  source: PackSource,
  store: Pick<Store, 'write'>,
  now: number,
): Promise<PackSource> {
  const lists = new Map<string, readonly string[]>();
  const mentorships = source.chains.filter(({ chain }) => chain !== pack.programme);
  for (const { chain, leaves } of mentorships) lists.set(chain, await listOfLeaves(leaves, `${source.seed} ${chain}`));
  const seals = new Map<string, ChainSeal>();
  const signed = await store.write(async (tx) => {
    const rows = tx.in(pack.programme);
    for (const [chain, list] of lists) {
      const about = { at: now, subject: pack.id, seal: sealOf(list) };
      seals.set(chain, { ...(await rows.audit.seal(chain as MentorshipId, about)), list });
    }
    const head = await rows.signedHeads.sign(now);
    const publicKey = head === undefined ? undefined : await rows.signedHeads.publicKey(head.key);
    if (head === undefined || publicKey === undefined) return undefined;
    return { head, publicKey, ends: await rows.signedHeads.inclusions(source.chains.map((one) => one.chain)) };
  });
  const chains = source.chains.map((one): DisclosedChain => {
    const seal = seals.get(one.chain);
    const end = signed?.ends.get(one.chain);
    // Of the programme's own chain nothing is sealed: its head is the one that was signed.
    const head = seal === undefined ? (end ?? one.head) : seal.entry;
    const whole = { ...one, head: { seq: head.seq, hash: head.hash }, ...(seal === undefined ? {} : { seal }) };
    return end === undefined || end.hash !== head.hash ? whole : { ...whole, inclusion: end.inclusion };
  });
  const { head, publicKey } = signed ?? {};
  return {
    ...source,
    chains,
    ...(head === undefined || publicKey === undefined ? {} : { signed: { head, publicKey } }),
  };
}
