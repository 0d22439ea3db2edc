import type { PackHit } from '../domain/pack/hits.js';
import type { HoursPreset, PackCover, PackId, PdfStandard, RecordedOutcome } from '../domain/pack/pack.js';
import type { PortfolioFacts } from '../domain/portfolio-facts.js';
import type { MentorshipId, PersonId, ProgrammeId } from '../kernel/ids.js';
import type { Inclusion, SignedHead } from '../kernel/signed-head.js';
import type { ProvenEntry } from './store/audit.js';

/** What makes packs, in a process of its own: it is told what one is made of and nothing else, no setting and no key. */
export interface PackMaker {
  /** What of the words could still tell who somebody is. @throws where it could not be looked through */
  survey(source: PackSource): Promise<readonly PackHit[]>;
  /** @throws Error with a `code` where it could not be made: too late, no memory, no font at all */
  make(source: PackSource): Promise<MadePack>;
}

/** All that a pack is made of: plain data, which another process can be sent. */
export interface PackSource {
  readonly id: PackId;
  /** When it was first made, or is now (ms): all that it says is as of then. */
  readonly madeAt: number;
  /** It is made again, as something that it was made of has changed since. */
  readonly again: boolean;
  readonly standard: PdfStandard;
  readonly preset: HoursPreset;
  readonly cover: PackCover;
  readonly seed: string;
  /** Mentees whose names stand in it, with the reason; nobody as a rule. */
  readonly named: { readonly mentees: readonly PersonId[]; readonly reason: string } | null;
  readonly programme: { readonly name: string; readonly zone: string; readonly practice: boolean };
  /** As whoever is outside reads it, and every word still in it: what may not leave is cut by whoever makes it. */
  readonly facts: PortfolioFacts;
  /** Of the passages that are a mentee's or about them (`packPassages`) those that stand, as citations. */
  readonly stand: readonly string[];
  /** By a hit's key: what stands in its place; null where it may stay. */
  readonly decided: Readonly<Record<string, string | null>>;
  /** Everybody whose name is to be replaced wherever it stands. */
  readonly people: readonly PackPerson[];
  /** Somebody was erased since the portfolio began: their name is known no more, and may stand in others' words. */
  readonly forgotten: boolean;
  readonly outcomes: readonly RecordedOutcome[];
  readonly chains: readonly DisclosedChain[];
  /** The head that was signed as it was made, with the key (32 bytes, base64); absent where nothing signs. */
  readonly signed?: { readonly head: SignedHead; readonly publicKey: string };
}

export interface PackPerson {
  readonly id: PersonId;
  /** As the programme knows them, and any other of theirs. */
  readonly names: readonly string[];
  /** `signatory`: who signed something of it, and stands in it by name. */
  readonly as: 'mentor' | 'mentee' | 'signatory' | 'coordinator' | 'learner' | 'colleague';
}

/**
 * A chain's head, and the leaves of it that may be shown with value and secret. Its entries are not among it: when each was made
 * would tell whoever has the pack when somebody did something that is not theirs to know.
 */
export interface DisclosedChain {
  readonly chain: MentorshipId | ProgrammeId;
  readonly head: { readonly seq: number; readonly hash: string };
  /** None of the programme's own, which tells of others. */
  readonly leaves: readonly DisclosedLeaf[];
  /** What ties the leaves to the head (docs/record-format.md#the-seal-of-a-pack); null until the pack is about to be made. */
  readonly seal: ChainSeal | null;
  /** Where this head is in the signed one; absent where none was signed. */
  readonly inclusion?: Inclusion;
}

/** docs/record-format.md#a-leaf */
export interface DisclosedLeaf {
  readonly path: string;
  readonly value: unknown;
  /** base64 */
  readonly secret: string;
  readonly digest: string;
  /** When the entry was made that committed to it (ms). */
  readonly at: number;
}

export interface ChainSeal {
  /** The chain's last entry: by its hash the head is known. */
  readonly entry: Extract<ProvenEntry, { readonly v: 2 }>;
  /** The entry's own leaves. */
  readonly opened: readonly {
    readonly n: number;
    readonly path: string;
    readonly value: unknown;
    readonly secret: string;
  }[];
  /** `listOfLeaves`; the entry's fact `seal` is its hash. */
  readonly list: readonly string[];
}

export interface MadePack {
  readonly zip: Uint8Array;
  /** SHA-256 of it, hexadecimal. */
  readonly hash: string;
  /** SHA-256 of its manifest.json, which has that of every other file: what is signed of it. */
  readonly manifest?: string;
  readonly pages: number;
  /** How the PDF came out: with its structure for those who hear it, with single signs written as their numbers, or without. */
  readonly rung: 'tagged' | 'bracketed' | 'untagged';
}
