import type { Id, PersonId, ProgrammeId, SessionId } from '../kernel/ids.js';
import { addMonths, local, placeAnyway } from '../kernel/zoned.js';
import { backupDays, keyBackupDays } from './kept-for.js';

/**
 * What somebody, or who may answer for them, asks of what is kept about them (docs/field.md#rights): by when it is to be
 * done, and what came of it.
 */

export type RightsId = Id<'rights'>;

/**
 * `access`: a copy of all of it. `correction`: something is not right. `withdrawal`: they are asked nothing more, and
 * nothing more of theirs is handed on. `parent`: somebody with parental responsibility asks. `hold`: nothing of theirs may
 * be erased for now.
 */
export const rightsKinds = ['access', 'correction', 'withdrawal', 'parent', 'hold'] as const;
export type RightsKind = (typeof rightsKinds)[number];

/** `open`: somebody has to do something, or of a hold: it stands. `done`: it was done, or lifted. */
export type RightsState = 'open' | 'done' | 'taken-back';

/** What a coordinator decided of one passage of somebody else's words in a copy. */
export interface PassageChoice {
  /** Its citation, or its like (docs/record-format.md#citations). */
  readonly path: string;
  /** What its words were then: of other words nothing has been decided. */
  readonly mark: string;
  readonly show: boolean;
}

/** What a parent's request is answered with; each of it is the coordinator's to note. */
export interface ParentAnswer {
  /** Who asks, and as what. */
  readonly who: string;
  /** Whether they may: parental responsibility, checked how; `no-need`: it is the child's own to decide. */
  readonly may: 'yes' | 'no' | 'not-yet';
  readonly how: string;
  /** Whether the child was asked, and what they said, or why they were not. */
  readonly child: 'wants' | 'does-not' | 'not-asked';
  readonly view: string;
  readonly decision: 'waits' | 'given-by-hand' | 'refused' | 'child-asks';
  readonly why: string;
}

/** Of a correction: put right by whoever answers, put right another way, or left as it is. */
export const correctionOutcomes = ['here', 'elsewhere', 'refused'] as const;
export type CorrectionOutcome = (typeof correctionOutcomes)[number];

/** What is sealed of it, under the key of whom it is about. */
export interface RightsWords {
  /** What was asked, or why somebody is on hold. */
  readonly said: string;
  /** What came of it, in words for whoever asked. */
  readonly answer: string;
  /** Of a hold: what the person is told where they ask for an erasure. */
  readonly told: string;
  readonly choices: readonly PassageChoice[];
  readonly parent: ParentAnswer | null;
  /** Of a correction that was answered; null of one from before there was a choice. */
  readonly outcome: CorrectionOutcome | null;
  /** What stands beside a record since, which is never written over. */
  readonly note: { readonly session: SessionId; readonly words: string } | null;
}

export const noWords: RightsWords = {
  said: '',
  answer: '',
  told: '',
  choices: [],
  parent: null,
  outcome: null,
  note: null,
};

export interface RightsRequest {
  readonly id: RightsId;
  readonly programme: ProgrammeId;
  readonly about: PersonId;
  readonly kind: RightsKind;
  readonly askedBy: PersonId;
  /** ms */
  readonly askedAt: number;
  /** By when it is to be done, or of a hold looked at again (ms). */
  readonly dueAt: number | null;
  readonly state: RightsState;
  readonly doneAt: number | null;
  readonly doneBy: PersonId | null;
  readonly words: RightsWords;
}

const inMonths = (at: number, months: number, zone: string): number =>
  placeAnyway(addMonths(local(at, zone).date, months), '12:00', zone);

/**
 * The last day on which what was asked is done in time (ms, its noon in `zone`): the same day of the next month, or that
 * month's last one. Within a month is the law's (UK GDPR, Article 12(3); docs/field.md#erasure).
 */
export const rightsBy = (askedAt: number, zone: string): number => inMonths(askedAt, 1, zone);

/** A hold is looked at again after half a year (ms): one that nobody looks at is kept for ever (docs/field.md#legal-hold). */
export const holdLookedAt = (at: number, zone: string): number => inMonths(at, 6, zone);

/**
 * What an erasure leaves in the program itself, whoever is erased: in these words before it is asked for, once it was, before
 * it is done and after (docs/field.md#erasure and docs/privacy/notice.md say the same).
 */
export const staysHere: readonly string[] = [
  'The minutes of sessions stay, so that totals still add up.',
  'What other people wrote stays as they wrote it, and a name in it stays too: a mentor’s notes on their own work, the record of a group, other people’s answers, and what a coordinator typed into lists and settings.',
];

const inMessages = 'Messages in Slack or Teams: they keep their own copies. Whoever runs them decides for how long.';
const inCopies = `Safety copies of this program: they go by themselves within ${backupDays} days, and cannot open what was erased after ${keyBackupDays}.`;
/** What erasing, correcting or withdrawing here does not reach, in the words that stand wherever somebody asks for it. */
export const elsewhere: readonly string[] = [
  inMessages,
  'A pack of evidence that was handed in already: whoever got it keeps their copy.',
  inCopies,
];
/** The same of what stands in no pack. */
export const elsewhereThanPacks: readonly string[] = [inMessages, inCopies];

export const isOpen = (r: Pick<RightsRequest, 'state'>): boolean => r.state === 'open';

/** The hold that stands over somebody or over a mentorship of theirs, if any. */
export const holdOver = (all: readonly RightsRequest[]): RightsRequest | undefined =>
  all.find((r) => r.kind === 'hold' && isOpen(r));

/** What a request is called in a list. */
export const rightsWords: Readonly<Record<RightsKind, string>> = {
  access: 'A copy of what is kept',
  correction: 'Something put right',
  withdrawal: 'Taken out',
  parent: 'A parent asks',
  hold: 'On hold',
};
