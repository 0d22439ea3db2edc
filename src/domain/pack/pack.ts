import { day } from '../../kernel/clock.js';
import type { Id, PersonId, PortfolioId, ProgrammeId } from '../../kernel/ids.js';
import { type CivilDate, local } from '../../kernel/zoned.js';
import type { PackHit } from './hits.js';

/**
 * The pack (docs/field.md#the-pack): one file that a mentor hands in. It is asked for, the mentees have their look, what could
 * still tell who somebody is is decided, then it is made; what is kept of it for good is what it was made of.
 */

export type PackId = Id<'pack'>;

/** So long (ms) a mentee has to look at what of theirs would be in it; silence leaves their words out. */
export const lookLife = 7 * day;
/**
 * So long (ms) the made file is kept: then it is made again from what it was made of, when somebody asks. No longer, so that being
 * made again is the rule, and tells nobody that something was taken back.
 */
export const fileLife = day;
/** A try is given up after so long (ms): longer than a thousand sessions take. */
export const packLease = 120_000;
/** Tries after which somebody has to ask anew. */
export const mostTries = 3;

/**
 * - `queued`: its work is to be done as soon as there is time;
 * - `building`: somebody has it in hand, under a lease;
 * - `looking`: the mentees' time to look runs; what could tell is decided meanwhile;
 * - `deciding`: their time is over, and something is still to be decided;
 * - `ready`: it was made. `failed`: it could not be. `dropped`: whoever asked let it go.
 */
export const packStates = ['queued', 'building', 'looking', 'deciding', 'ready', 'failed', 'dropped'] as const;
export type PackState = (typeof packStates)[number];

/** `ua-1`: PDF/UA-1, for everybody. `a-2a`: an archive's PDF/A. */
export const pdfStandards = ['ua-1', 'a-2a'] as const;
export type PdfStandard = (typeof pdfStandards)[number];
/** Columns of `hours.csv`. */
export const hoursPresets = ['unit', 'coach'] as const;
export type HoursPreset = (typeof hoursPresets)[number];

/** What stands on its first page and is in no row: as the centre's forms have it. May be empty. */
export interface PackCover {
  readonly candidateNumber: string;
  readonly centre: string;
  readonly centreNumber: string;
  readonly unitNumber: string;
}
export const emptyCover: PackCover = { candidateNumber: '', centre: '', centreNumber: '', unitNumber: '' };

/** What was asked for, and what it was made of: sealed under its mentor's key. */
export interface PackWords {
  readonly standard: PdfStandard;
  readonly preset: HoursPreset;
  readonly cover: PackCover;
  /** Why names are to stand in it; null: nobody's but the mentor's and signatories'. */
  readonly named: { readonly reason: string } | null;
  /** What pseudonyms are drawn by, hexadecimal: other ones in every pack. */
  readonly seed: string;
  /** What could still tell who somebody is, as it was last looked through. */
  readonly hits: readonly PackHit[];
  /** By a hit's key: what stands in its place; null where it may stay. */
  readonly decided: Readonly<Record<string, string | null>>;
  /** What it was made of, as citations with their versions; empty until it was made. Made again, it holds nothing else. */
  readonly contents: readonly string[];
  /** Of what was read, as it was made: another one says that something of it has changed or gone. */
  readonly fingerprint: string;
}

export interface Pack {
  readonly id: PackId;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly mentor: PersonId;
  readonly askedBy: PersonId;
  /** ms */
  readonly askedAt: number;
  /** With the words that mentees let stand; else their counts alone, and nobody has to look. */
  readonly withWords: boolean;
  /** When the mentees' time to look is over (ms); `askedAt` where there is nothing to look at. */
  readonly lookUntil: number;
  readonly state: PackState;
  /** When it was first made (ms): what it says is as it stood then. */
  readonly madeAt: number | null;
  /** When the file that there is was made (ms), where that is another time. */
  readonly madeAgainAt: number | null;
  /** Bytes, and SHA-256 (hexadecimal) of the file. */
  readonly size: number | null;
  readonly hash: string;
  readonly attempts: number;
  readonly fence: number;
  /** Why the last try came to nothing: a code. */
  readonly code: string;
  readonly words: PackWords;
}

/** What one mentee said of one pack; nothing where they said nothing. Sealed under their key. */
export interface PackChoice {
  readonly pack: PackId;
  readonly mentorship: string;
  readonly mentee: PersonId;
  /** ms */
  readonly at: number;
  /**
   * The passages that may stand, as their citations, each with a digest of the words that were looked at: what was written
   * since nobody looked at.
   */
  readonly stands: Readonly<Record<string, string>>;
  /** Their yes to their own name. */
  readonly named: boolean;
}

/** What was recorded of a criterion outside the program (docs/field.md#outcomes-elsewhere). */
export interface RecordedOutcome {
  readonly id: Id<'outcome'>;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  /** Its key in the catalogue. */
  readonly criterion: string;
  readonly result: OutcomeResult;
  readonly on: CivilDate;
  /** Who assessed it, as the coordinator wrote it; and anything else. */
  readonly by: string;
  readonly note: string;
  readonly recordedBy: PersonId;
  readonly recordedAt: number;
  /** ms; entered by mistake, it counts no more. */
  readonly withdrawnAt: number | null;
}
export const outcomeResults = ['achieved', 'not-yet', 'referred'] as const;
export type OutcomeResult = (typeof outcomeResults)[number];

/** What of the hits still has to be decided. */
export const undecided = ({ hits, decided }: Pick<PackWords, 'hits' | 'decided'>): readonly PackHit[] =>
  hits.filter((hit) => !Object.hasOwn(decided, hit.key));

/** What becomes of it once it was looked through at `now` (ms): `make` where nothing is in the way. */
export function afterSurvey(
  pack: Pick<Pack, 'lookUntil' | 'words'>,
  now: number,
): Extract<PackState, 'looking' | 'deciding'> | 'make' {
  if (now < pack.lookUntil) return 'looking';
  return undecided(pack.words).length > 0 ? 'deciding' : 'make';
}

/** When it is tried again (ms) after so many tries that came to nothing; undefined where somebody has to ask. */
export const tryAgainAt = (attempts: number, now: number): number | undefined =>
  attempts >= mostTries ? undefined : now + attempts * 10_000;

/** Whether the mentees may still say what stands in it. */
export const canChoose = (pack: Pick<Pack, 'state' | 'withWords' | 'lookUntil'>, now: number): boolean =>
  pack.withWords && pack.state !== 'dropped' && now < pack.lookUntil;

/** What the file is called wherever it is saved: the day on which it was first made, and nothing of anybody. */
export const packFileName = (pack: Pick<Pack, 'madeAt' | 'askedAt'>, zone: string): string =>
  `mentoring-pack-${local(pack.madeAt ?? pack.askedAt, zone).date}.zip`;

/** What it is called on a command line: chance alone has made it, and an id's beginning is a time that many share. */
export const shortPackId = (id: PackId): string => id.slice(-6);
