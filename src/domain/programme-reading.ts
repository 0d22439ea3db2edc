import { z } from 'zod';
import type { MentorshipId, PersonId } from '../kernel/ids.js';
import { keptValue, mentorshipId, ofName } from './kept.js';
import type { Mentorship } from './mentorship.js';

/**
 * Reading that goes over a whole programme is one entry on the programme's own chain (docs/field.md#reading-is-noted).
 * Whom it concerned is worked out when they ask: of the hours everybody who had agreed by then; of feedback those where
 * there was an answer that its reader could see. The second cannot be told from today's rows, for answers are taken back,
 * shared with others and come into sight half-way: so the entry itself says what has changed since the one before.
 */

/** As whom the feedback of a programme is read: a coordinator, or (as an assessor does) what a mentor sees. */
export type ReadAs = 'coordinator' | 'mentor';

/** The subject of an entry that says that the hours of all were read. */
export const everybodysHours = 'all';

/** How the subject of one about feedback begins; none is the beginning of another. */
export const everybodysFeedback = (as: ReadAs): string => `all/${as}`;

/** The mentorships where there was an answer to see, as of the last such entry: by as whom it was read. */
export const feedbackInSight = keptValue({
  name: 'feedback-in-sight',
  per: [ofName],
  schema: z.array(mentorshipId),
  erasure: {
    of: 'nobody',
    because: 'Ids of mentorships, which stay; that nothing is left to read is noted there too.',
  },
});

/**
 * The subject of an entry: `all/AS`, and after a colon what has changed since the one before, each with a comma behind it:
 * `+ID` where there is something to see since, `-ID` where there no longer is. The first begins with `=,`: what was
 * before does not count.
 * @param before of the last entry; undefined where there is none, or nobody knows any more
 */
export function feedbackRead(
  as: ReadAs,
  before: Iterable<MentorshipId> | undefined,
  now: ReadonlySet<MentorshipId>,
): string {
  const known = new Set(before);
  const changed = [
    ...(before === undefined ? ['='] : []),
    ...[...now].filter((id) => !known.has(id)).map((id) => `+${id}`),
    ...[...known].filter((id) => !now.has(id)).map((id) => `-${id}`),
  ];
  return changed.length === 0 ? everybodysFeedback(as) : `${everybodysFeedback(as)}:${changed.join(',')},`;
}

/** What the subject of every entry has that changes something for this mentorship, and others may have. */
export const marksOf = (ids: readonly MentorshipId[]): readonly string[] => [':=,', ...ids.map((id) => `${id},`)];

/** Entries that count: those of one name whose subject is this up to a colon, within these bounds, but for what they read themselves. */
export interface ReadingSpan {
  readonly what: string;
  readonly subject: string;
  /** From this moment on (ms). */
  readonly at?: number;
  /** Numbers in the chain: from the first on, up to the second, which is out of it. */
  readonly from?: number;
  readonly until?: number;
  readonly notBy: readonly PersonId[];
}

type Pair = Pick<Mentorship, 'id' | 'mentor' | 'mentee' | 'agreedAt'>;

/** The entries about the hours of all that were about those of these mentorships. */
export const hoursSpans = (mentorships: readonly Pair[]): readonly ReadingSpan[] =>
  mentorships.flatMap((m) =>
    m.agreedAt === null
      ? []
      : [{ what: 'hours.read', subject: everybodysHours, at: m.agreedAt, notBy: [m.mentor, m.mentee] }],
  );

/**
 * The entries about the feedback of all that were about an answer in one of these mentorships, as they are told to its
 * mentee. Its mentor is told of every look of a coordinator's, whatever there was to see: what a mentee let the coordinator
 * alone read would show otherwise (docs/field.md#review-readers).
 * @param entries those that changed something for one of them, and maybe others, in the order of their chain
 * @param reader who is told
 */
export const feedbackSpans = (
  mentorships: readonly Pair[],
  entries: readonly { readonly seq: number; readonly subject: string }[],
  reader: PersonId,
): readonly ReadingSpan[] => [
  ...mentorships.flatMap((m): readonly ReadingSpan[] =>
    m.mentor !== reader || m.agreedAt === null
      ? []
      : [
          {
            what: 'feedback.read',
            subject: everybodysFeedback('coordinator'),
            at: m.agreedAt,
            notBy: [m.mentor, m.mentee],
          },
        ],
  ),
  ...answersSeen(mentorships, entries, reader),
];

const answersSeen = (
  all: readonly Pair[],
  entries: readonly { readonly seq: number; readonly subject: string }[],
  reader: PersonId,
): readonly ReadingSpan[] =>
  (['coordinator', 'mentor'] as const).flatMap((as) => {
    const mentorships = all.filter((m) => as === 'mentor' || m.mentor !== reader);
    const changes = entries.flatMap(({ seq, subject }) => {
      const [head, marks] = subject.split(':');
      return head === everybodysFeedback(as) && marks !== undefined ? [{ seq, marks: new Set(marks.split(',')) }] : [];
    });
    return mentorships.flatMap((m): readonly ReadingSpan[] => {
      const spans: { from: number; until?: number }[] = [];
      for (const { seq, marks } of changes) {
        const open = spans.at(-1)?.until === undefined ? spans.at(-1) : undefined;
        const seen = marks.has(`+${m.id}`);
        if (open === undefined ? seen : marks.has(`-${m.id}`) || (marks.has('=') && !seen)) {
          if (open === undefined) spans.push({ from: seq });
          else open.until = seq;
        }
      }
      const about = { what: 'feedback.read', subject: everybodysFeedback(as), notBy: [m.mentor, m.mentee] };
      return spans.map((span) => ({ ...about, ...span }));
    });
  });
