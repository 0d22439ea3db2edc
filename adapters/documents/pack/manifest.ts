import { createHash } from 'node:crypto';
import type { Inclusion, SignedHead } from '../../../src/kernel/signed-head.js';
import type { DisclosedChain, PackSource } from '../../../src/ports/packs.js';
import { disclosing } from './disclosed.js';
import { figuresOf, type PackFigures } from './figures.js';
import type { LeavingPack } from './leaving.js';

/** `manifest.json`: what the pack is made of, and what it takes to check it (docs/records-json.md#the-manifest). */
export interface PackManifest {
  readonly format: 1;
  /** The program's version. */
  readonly program: string;
  /** As of when all of it is (ms). */
  readonly madeAt: number;
  readonly again: boolean;
  readonly standard: PackSource['standard'];
  readonly preset: PackSource['preset'];
  /** How many mentees stand in it by name. */
  readonly named: number;
  /** What could have told who somebody is, as its mentor decided it: how much was replaced, and how much was left. */
  readonly decided: { readonly replaced: number; readonly left: number };
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string }[];
  readonly figures: PackFigures;
  readonly chains: readonly ManifestChain[];
  /** The programme's own chain tells of others: its head alone. */
  readonly programme: {
    readonly chain: string;
    readonly head: DisclosedChain['head'];
    readonly inclusion: Inclusion | null;
  } | null;
  /** Where all chains ended as it was made, signed (docs/record-format.md#signed-heads); null where nothing signs. */
  readonly signed: SignedHead | null;
  /** What it is checked with: take its fingerprint from elsewhere. */
  readonly publicKey: string | null;
}

/** One mentorship's chain: its head, what ties leaves to it, and the leaves that are shown. */
export interface ManifestChain {
  readonly chain: string;
  readonly head: DisclosedChain['head'];
  readonly seal: DisclosedChain['seal'];
  /** Where its head is in `signed`. */
  readonly inclusion: Inclusion | null;
  readonly leaves: readonly Omit<DisclosedChain['leaves'][number], 'digest'>[];
}

export interface PackFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @param files all others of the pack */
export function manifestOf(
  source: PackSource,
  leaving: LeavingPack,
  files: readonly PackFile[],
  program: string,
): PackManifest {
  const discloses = disclosing(leaving);
  const mentorships = new Set<string>(leaving.facts.mentorships.map((m) => m.id));
  const programme = source.chains.find((c) => !mentorships.has(c.chain));
  return {
    format: 1,
    program,
    madeAt: source.madeAt,
    again: source.again,
    standard: source.standard,
    preset: source.preset,
    named: source.named?.mentees.length ?? 0,
    decided: {
      replaced: Object.values(source.decided).filter((one) => one !== null).length,
      left: Object.values(source.decided).filter((one) => one === null).length,
    },
    files: files.map(({ name, bytes }) => ({
      name,
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    })),
    figures: figuresOf(leaving.facts),
    chains: source.chains
      .filter((c) => mentorships.has(c.chain))
      .map(({ chain, head, seal, inclusion, leaves }) => ({
        chain,
        head,
        seal,
        inclusion: inclusion ?? null,
        leaves: leaves
          .filter(discloses)
          .map(({ path, value, secret, at }) => ({ path, value, secret, at }))
          .sort((a, b) => (a.path < b.path ? -1 : 1)),
      })),
    programme:
      programme === undefined
        ? null
        : { chain: programme.chain, head: programme.head, inclusion: programme.inclusion ?? null },
    signed: source.signed?.head ?? null,
    publicKey: source.signed?.publicKey ?? null,
  };
}
