import { type Block, facts, text } from '../../chat/card.js';
import { join, literal, moment, say, type Text } from '../../chat/text.js';
import type { PartVerdict } from '../../domain/hours.js';
import { type Lag, planInWords, type RecordHead, type RecordVersion } from '../../domain/record.js';
import { type Attendee, type PlanVersion, planInForce, type Session } from '../../domain/session.js';
import { minutesInWords } from '../../kernel/words.js';
import { spanInWords } from '../../kernel/zoned.js';
import type { PastFigures } from '../../ports/store/past.js';
import { becameInWords, countsInWords, menteesLine, settledInWords, theirWord } from './line.js';
import type { Who } from './scope.js';

/** Every figure of one session, as whoever assesses it asks: what was planned when, and what of it counts, and why. */

export interface Known {
  readonly session: Session;
  readonly plans: readonly PlanVersion[];
  readonly head: RecordHead | undefined;
  /** Oldest first. */
  readonly versions: readonly RecordVersion[];
  readonly figures: PastFigures;
  readonly lag: Lag | undefined;
}

/** When it began (ms): as pressed, as recorded, or else as planned. */
const beganAt = ({ session, versions }: Pick<Known, 'session' | 'versions'>): number =>
  session.startedAt ?? versions.at(-1)?.body.startedAt ?? session.startsAt;

/** The plan in force when it began; where it was made afterwards, its first version. */
export const planOf = (known: Pick<Known, 'session' | 'versions' | 'plans'>): PlanVersion | undefined =>
  planInForce(known.plans, beganAt(known)) ?? known.plans[0];

const sentence = (s: string): string => `${s.charAt(0).toUpperCase()}${s.slice(1)}.`;

/** When it was planned, which version was in force, and what came of the others. */
function planLines(known: Known): readonly Text[] {
  const { session, plans } = known;
  const [first] = plans;
  const force = planOf(known);
  if (first === undefined || force === undefined) return [literal('There is no plan.')];
  const lines: Text[] = [say`First saved ${moment(first.savedAt)}.`];
  const took = session.state === 'ended' || session.state === 'running';
  if (took) {
    const later = plans.filter((p) => p.version > force.version).length;
    if (plans.length > 1)
      lines.push(
        say`In force: version ${force.version} of ${plans.length}, saved ${moment(force.savedAt)}.${later === 0 ? '' : ` ${later === 1 ? 'One version' : `${later} versions`} came after it began, and ${later === 1 ? 'changes' : 'change'} nothing.`}`,
      );
    lines.push(...planInWords(plans, beganAt(known), session.plannedAfterwards).map(literal));
  } else if (plans.length > 1) lines.push(literal(`Changed since: version ${plans.length} was the last.`));
  if (known.figures.movedLate) lines.push(literal('Moved within an hour of its time.'));
  return lines;
}

function recordLines({ session, head, versions, figures, lag }: Known): readonly Text[] {
  if (head === undefined) return [literal(session.state === 'cancelled' ? 'None is due.' : 'There is none.')];
  const lines: Text[] = [
    say`First saved ${moment(head.firstSavedAt)}, signed ${moment(head.signedAt)}.`,
    literal(sentence(lag === undefined ? (figures.lag ?? 'on record') : `${lag.words}: ${lag.label}`)),
  ];
  if (head.botDelayMs > 0 && lag?.botsOwn !== true)
    lines.push(literal(`Mentorlog asked ${spanInWords(head.botDelayMs)} late, which changes no class.`));
  if (versions.length > 1) lines.push(literal(`Amended: version ${head.version} is in force.`));
  return lines;
}

const answerWords: Readonly<Record<Attendee['answer'], string>> = {
  asked: 'did not answer the invitation',
  accepted: 'said yes to the plan',
  declined: 'said no to the plan',
};

/** One mentee's part: whether they came, what they say of the length, how it was settled, what counts. */
function partText(part: PartVerdict, { session, figures, versions }: Known, who: Who): Text {
  const attendee = session.attendees.find((a) => a.mentee === part.mentee);
  const lines: Text[] = [];
  if (attendee !== undefined)
    lines.push(
      attendee.answeredAt === null || attendee.answer === 'asked'
        ? literal(answerWords[attendee.answer])
        : say`${answerWords[attendee.answer]} (${moment(attendee.answeredAt)})`,
    );
  const held = session.state === 'ended' && versions.length > 0;
  if (held) {
    if (figures.attended?.includes(part.mentee) === true) lines.push(literal('was there'));
    const word = theirWord(part, attendee, figures);
    const at = attendee?.confirmedAt ?? null;
    const length = /^[a-z]/.test(word)
      ? word.replace('has not answered', 'has not said how long it was')
      : `says ${word}`;
    lines.push(at === null ? literal(length) : say`${length} (${moment(at)})`);
    if (part.askAgain) lines.push(literal('was asked again, as the figure has changed since'));
    const settled = settledInWords(attendee);
    if (settled !== '') lines.push(literal(settled));
    lines.push(literal(`counts ${countsInWords(part.minutes, part.why)}`));
  }
  return say`${who(part.mentee)}: ${join(lines, '; ')}.`;
}

/** All of it, for whoever is not the mentee. */
export function figureBlocks(known: Known, who: Who): readonly Block[] {
  const { session, figures, versions } = known;
  const newest = versions.at(-1);
  const became = becameInWords(known);
  const lines = (all: readonly Text[]): Text => join(all, '\n');
  return [
    facts(
      became === '' ? null : ['What became of it', literal(sentence(became))],
      ['Plan', lines(planLines(known))],
      ['Record', lines(recordLines(known))],
      newest === undefined
        ? null
        : [
            'Mentor',
            literal(`says ${newest.body.attended.length === 0 ? 'nobody came' : minutesInWords(newest.body.minutes)}`),
          ],
      [
        session.attendees.length > 1 ? 'Mentees' : 'Mentee',
        lines(figures.parts.map((part) => partText(part, known, who))),
      ],
      ['Counts', literal(sentence(countsInWords(figures.minutes, figures.why)))],
    ),
  ];
}

/** What a mentee reads of it: what they did, and what both say of the length. */
export function menteesBlocks(known: Known, mentee: Attendee['mentee']): readonly Block[] {
  return [text(literal(menteesLine(known, mentee)))];
}

/** Why it was written late, and why it was changed, for those who may read it. */
export function reasonLines(versions: readonly RecordVersion[]): readonly Text[] {
  return versions.flatMap((v): readonly Text[] => [
    ...(v.lateReason === '' ? [] : [say`Why so late: ${v.lateReason}`]),
    ...(v.reason === '' ? [] : [say`Version ${v.version}, ${moment(v.savedAt)}. Changed because: ${v.reason}`]),
  ]);
}
