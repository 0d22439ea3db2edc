import type { MentorshipId, ProgrammeId } from '../../kernel/ids.js';
import type { SignedHead } from '../../kernel/signed-head.js';
import type { Readiness } from '../readiness.js';
import type { PackCover, PdfStandard, RecordedOutcome } from './pack.js';

/** What a pack's pages say beside its facts. */
export interface PackAbout {
  /** When it was first made (ms). */
  readonly madeAt: number;
  /** It is made again, as something that it was made of has changed since. */
  readonly again: boolean;
  readonly standard: PdfStandard;
  readonly cover: PackCover;
  readonly programme: { readonly name: string; readonly practice: boolean };
  /** Where mentees' names stand in it: how many, and why. */
  readonly named: { readonly mentees: number; readonly reason: string } | null;
  /** Their texts as they may leave: with nobody's name in them that is not to stand. */
  readonly outcomes: readonly Pick<RecordedOutcome, 'criterion' | 'result' | 'on' | 'by' | 'note'>[];
  /** As `packReadiness` answers it. */
  readonly readiness: Readiness;
  /** The head that was signed as it was made; absent where nothing signs. */
  readonly signed?: Pick<SignedHead, 'seq' | 'at' | 'hash' | 'key'>;
  readonly heads: readonly {
    readonly chain: MentorshipId | ProgrammeId;
    readonly of: 'mentorship' | 'programme';
    readonly seq: number;
    readonly hash: string;
  }[];
}
