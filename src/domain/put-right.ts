import type { Id, MentorshipId, PersonId, ProgrammeId, SessionId } from '../kernel/ids.js';
import type { CivilDate } from '../kernel/zoned.js';
import type { RecordBody } from './record.js';

/**
 * What was promised in a restorative session to put something right (docs/field.md#put-right): it stays until each side
 * has said what came of it, or did not care to. Two words that differ are two words, and nobody makes one of them.
 */

export type PutRightId = Id<'put-right'>;

export const putRightWords = ['done', 'partly', 'not', 'let-go'] as const;
export type PutRightWord = (typeof putRightWords)[number];

/** Said by both sides alike: the mentee reads it too. */
export const putRightInWords: Readonly<Record<PutRightWord, string>> = {
  done: 'Done',
  partly: 'Partly done',
  not: 'Not done',
  'let-go': 'Let go',
};

/** What one side said of it, and when (ms). */
export interface Said {
  readonly id: Id<'said'>;
  readonly by: PersonId;
  readonly word: PutRightWord;
  /** Empty where nothing was added. */
  readonly note: string;
  readonly at: number;
}

export interface PutRight {
  readonly id: PutRightId;
  readonly programme: ProgrammeId;
  readonly mentorship: MentorshipId;
  readonly session: SessionId;
  readonly what: string;
  readonly by: CivilDate | null;
  /** Whether its words may speak of other mentees, as a group's do: then its own mentee does not read them. */
  readonly group: boolean;
  /** ms */
  readonly madeAt: number;
  /** When its words last became others (ms). */
  readonly changedAt: number;
  /** Since when the record no longer has it (ms). */
  readonly withdrawnAt: number | null;
  /** The sessions whose plans asked about it. */
  readonly askedWith: readonly SessionId[];
  /** All that was ever said, oldest first. */
  readonly said: readonly Said[];
}

/** So many plans ask about it. */
const mostAskings = 2;

/** The newest word of each side; absent where they said nothing. */
interface BothWords {
  readonly mentor?: Said;
  readonly mentee?: Said;
}

export function wordsOf(p: Pick<PutRight, 'said'>, mentee: PersonId): BothWords {
  const mentees = p.said.findLast((s) => s.by === mentee);
  // Whoever mentors them by now, and whoever did: a mentor's word stays when somebody else goes on.
  const mentors = p.said.findLast((s) => s.by !== mentee);
  return {
    ...(mentors === undefined ? {} : { mentor: mentors }),
    ...(mentees === undefined ? {} : { mentee: mentees }),
  };
}

/** Whether it was said before the words became others: then it is a word about the earlier ones. */
export const isOfEarlierWords = (p: Pick<PutRight, 'changedAt'>, said: Pick<Said, 'at'>): boolean =>
  said.at < p.changedAt;

/** Nobody has said yet what came of it. */
export const isOpenPromise = (p: Pick<PutRight, 'said' | 'withdrawnAt'>): boolean =>
  p.withdrawnAt === null && p.said.length === 0;

/** Whether the next plan asks its mentor: twice at most, and never once they have said it. */
export const asksMentor = (p: PutRight, mentee: PersonId): boolean =>
  p.withdrawnAt === null && p.askedWith.length < mostAskings && wordsOf(p, mentee).mentor === undefined;

/** Whether the mentee is asked beside this session, by whose plan their mentor was. */
export const asksMentee = (p: PutRight, mentee: PersonId, session: SessionId): boolean =>
  p.withdrawnAt === null && p.askedWith.includes(session) && wordsOf(p, mentee).mentee === undefined;

/** Asked by the plan of this session; a series asks once. */
export const askedWith = (p: PutRight, session: SessionId): PutRight =>
  p.askedWith.includes(session) ? p : { ...p, askedWith: [...p.askedWith, session] };

/**
 * The promises of a session as its record has them now: one for each mentee who was there, where something was agreed.
 * A changed record changes the words and loses none that were said of them; one that agrees on nothing any more, or in
 * which somebody was not there after all, withdraws theirs.
 * @returns those to save, and only those
 */
export function promisesOf(
  record: Pick<RecordBody, 'attended' | 'restorative'>,
  about: {
    readonly programme: ProgrammeId;
    readonly session: SessionId;
    readonly attendees: readonly { readonly mentorship: MentorshipId; readonly mentee: PersonId }[];
    readonly now: number;
    next(): PutRightId;
  },
  before: readonly PutRight[],
): readonly PutRight[] {
  const what = record.restorative?.agreed.trim() ?? '';
  const by = record.restorative?.by ?? null;
  return about.attendees.flatMap((a): readonly PutRight[] => {
    const old = before.find((p) => p.mentorship === a.mentorship);
    const holds = what !== '' && record.attended.includes(a.mentee);
    if (old === undefined)
      return holds
        ? [
            {
              id: about.next(),
              programme: about.programme,
              mentorship: a.mentorship,
              session: about.session,
              what,
              by,
              group: about.attendees.length > 1,
              madeAt: about.now,
              changedAt: about.now,
              withdrawnAt: null,
              askedWith: [],
              said: [],
            },
          ]
        : [];
    if (!holds) return old.withdrawnAt === null ? [{ ...old, withdrawnAt: about.now }] : [];
    const reworded = old.what !== what;
    if (!reworded && old.by === by && old.withdrawnAt === null) return [];
    return [{ ...old, what, by, changedAt: reworded ? about.now : old.changedAt, withdrawnAt: null }];
  });
}
