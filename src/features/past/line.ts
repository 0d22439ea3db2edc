import { type Block, button, buttons, table, text } from '../../chat/card.js';
import { join, literal, moment, say, strong, type Text } from '../../chat/text.js';
import type { PartVerdict } from '../../domain/hours.js';
import type { LagClass } from '../../domain/record.js';
import { type Attendee, heldAt, type Missed, type Session } from '../../domain/session.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import type { PastFigures } from '../../ports/store/past.js';
import type { Work } from '../feature.js';
import { missedWords, notCounted } from '../shared/not-counted.js';
import { namesOf, type Scope, type Who } from './scope.js';

/** One past session in a line: what became of it, when it was written down, both figures, and what counts. */

/** What a page of sessions is told from. */
export interface Told {
  readonly session: Session;
  readonly figures: PastFigures;
}

/** These sessions with their figures, in this order; in as many statements for many as for one. */
export async function toldOf(ids: readonly SessionId[], work: Pick<Work, 'rows'>): Promise<readonly Told[]> {
  if (ids.length === 0) return [];
  const sessions = new Map((await work.rows.sessions.some(ids)).map((s) => [s.id, s]));
  const figures = await work.rows.past.figures(ids);
  return ids.flatMap((id) => {
    const [session, its] = [sessions.get(id), figures.get(id)];
    return session === undefined || its === undefined ? [] : [{ session, figures: its }];
  });
}

const classes: Readonly<Record<LagClass, string>> = {
  'at the time': 'at the time',
  late: 'late',
  retrospective: 'retrospective',
};

/** The class of its record (docs/field.md#at-the-time), or that there is none. */
function recordInWords({ session, figures }: Told): string {
  if (figures.recorded) return figures.lag === null ? 'on record' : classes[figures.lag];
  return session.state === 'cancelled' ? 'none is due' : 'no record';
}

/** What became of it, where it was not simply held; empty where it was. */
export function becameInWords({ session, figures }: Told): string {
  if (session.state === 'cancelled' || (session.state === 'not-held' && !figures.recorded))
    return session.missed === undefined
      ? session.state === 'cancelled'
        ? 'cancelled'
        : 'it did not take place'
      : missedWords[session.missed];
  if (session.state === 'running') return 'on now';
  if (session.state === 'planned') return 'its time has come, and nothing is on record yet';
  if (figures.attended?.length === 0) return 'nobody came';
  return '';
}

/** The mentee's word on its length; `whose`: what they are called, where there are several. */
export function theirWord(part: PartVerdict, attendee: Attendee | undefined, figures: PastFigures): string {
  if (figures.attended !== null && !figures.attended.includes(part.mentee)) return 'was not there';
  if (attendee?.confirmation === 'did-not-happen') return 'says it did not happen';
  if (part.menteeMinutes === null || attendee?.confirmation === 'open') return 'has not answered';
  return minutesInWords(part.menteeMinutes);
}

export const settledInWords = (attendee: Attendee | undefined): string =>
  attendee === undefined || attendee.settledMinutes === null
    ? ''
    : attendee.settledMinutes === 0
      ? 'settled as no time'
      : `settled at ${minutesInWords(attendee.settledMinutes)}`;

/** What counts of it, and why nothing does. */
export function countsInWords(minutes: number, why: PastFigures['why']): string {
  if (minutes > 0) return minutesInWords(minutes);
  if (why === null) return 'nothing';
  if (why === 'disputed') return 'nothing yet, as the lengths differ';
  return why === 'still to come' ? 'nothing yet' : `nothing: ${notCounted[why]}`;
}

/** The parts that this page is about: one mentee's alone, or all. */
const partsOf = ({ figures }: Told, scope: Scope): readonly PartVerdict[] =>
  scope.mentorship === undefined ? figures.parts : figures.parts.filter((p) => p.mentorship === scope.mentorship?.id);

const attendeeIn = (s: Session, mentee: PersonId): Attendee | undefined => s.attendees.find((a) => a.mentee === mentee);

/** "with Leo": nothing where the whole page is about the two of them. */
function withWhom(session: Session, scope: Scope, who: Who): Text | undefined {
  if (scope.mentorship === undefined)
    return namesOf(
      session.attendees.map((a) => a.mentee),
      who,
    );
  return session.attendees.length > 1 ? literal('a group') : undefined;
}

/** Whether anybody was there whose minutes could be spoken of. */
const wasHeld = ({ session, figures }: Told): boolean =>
  session.state === 'ended' && figures.recorded && figures.attended?.length !== 0;

function figuresLine(told: Told, scope: Scope, who: Who): Text {
  const { session, figures } = told;
  const parts = partsOf(told, scope);
  const said = becameInWords(told);
  const one = parts.length === 1;
  const sentence = (s: string): Text => literal(`${s.charAt(0).toUpperCase()}${s.slice(1)}.`);
  const lines: Text[] = said === '' ? [] : [sentence(said)];
  if (session.state !== 'cancelled') lines.push(literal(`Record: ${recordInWords(told)}.`));
  if (wasHeld(told)) {
    const mentor = literal(`Mentor ${minutesInWords(figures.mentorMinutes ?? 0)}`);
    const theirs = parts.map((p) => {
      const word = theirWord(p, attendeeIn(session, p.mentee), figures);
      const settled = settledInWords(attendeeIn(session, p.mentee));
      return say`${one ? literal('mentee') : who(p.mentee)} ${word}${settled === '' ? '' : ` (${settled})`}`;
    });
    lines.push(say`${join([mentor, ...theirs], ', ')}.`);
    const whole = scope.mentorship === undefined ? undefined : parts[0];
    const counts = countsInWords(whole?.minutes ?? figures.minutes, whole === undefined ? figures.why : whole.why);
    lines.push(literal(`Counts ${counts}.`));
  }
  return join(lines, ' ');
}

const menteesMissed: Readonly<Record<Missed, string>> = {
  'in-time': 'It was cancelled beforehand.',
  late: 'It was cancelled shortly before.',
  mentee: 'You were not there.',
  mentor: 'Your mentor could not make it.',
  'called-off': 'It was called off at the last moment.',
};

/**
 * The same as its mentee reads it: what they did, in plain words. No class, no target and nothing of what counts: how
 * soon a mentor writes, and for what, is the mentor's.
 */
export function menteesLine(told: Told, mentee: PersonId): string {
  const { session, figures } = told;
  if (session.state === 'cancelled' || (session.state === 'not-held' && !figures.recorded))
    return session.missed === undefined ? 'It did not take place.' : menteesMissed[session.missed];
  if (session.state === 'running') return 'It is on now.';
  if (!figures.recorded) return 'Your mentor has not written about it yet.';
  if (figures.attended !== null && !figures.attended.includes(mentee)) return 'You were not there.';
  const own = attendeeIn(session, mentee);
  const written = figures.mentorMinutes ?? 0;
  const lines =
    own?.confirmation === 'did-not-happen'
      ? [`Your mentor wrote ${minutesInWords(written)}. You said it did not happen.`]
      : own?.confirmation === 'different' && own.confirmedMinutes !== null && own.confirmedMinutes !== written
        ? [`Your mentor wrote ${minutesInWords(written)}. You said ${minutesInWords(own.confirmedMinutes)}.`]
        : [`You met for ${minutesInWords(written)}.`];
  if (own !== undefined && own.settledMinutes !== null)
    lines.push(
      own.settledMinutes === 0
        ? 'The coordinator looked at it: it counts as no time.'
        : `The coordinator looked at it: ${minutesInWords(own.settledMinutes)}.`,
    );
  return lines.join(' ');
}

/** Sessions one below the other, each with a way to its page; as a table where a page has room. */
export function sessionBlocks(
  all: readonly Told[],
  scope: Scope,
  how: { readonly from: string; readonly page: boolean; readonly who: Who },
): readonly Block[] {
  const { from, page, who } = how;
  const open = (s: Session) => button('Open', 'past.session', s.id, { arg: from });
  if (all.length === 0) return [];
  if (scope.reader === 'mentee') {
    const lines = all.map((told) => menteesLine(told, scope.mentorship?.mentee ?? ('' as PersonId)));
    if (page)
      return [
        table(
          'past',
          'Sessions',
          ['Day', 'What', 'What came of it'],
          all.map(({ session }, i) => ({
            cells: [say`${moment(heldAt(session))}`, literal(session.title), literal(lines[i] ?? '')],
            button: open(session),
          })),
        ),
      ];
    return all.flatMap(({ session }, i): readonly Block[] => [
      text(say`${strong(session.title)}, ${moment(heldAt(session))}\n${lines[i] ?? ''}`),
      buttons(open(session)),
    ]);
  }
  return page
    ? [
        table(
          'past',
          'Sessions',
          ['Day', 'What', 'Record', 'Length', 'Counts'],
          all.map((told) => ({ cells: cells(told, scope, who), button: open(told.session) })),
        ),
      ]
    : all.flatMap((told): readonly Block[] => {
        const whom = withWhom(told.session, scope, who);
        return [
          text(
            say`${strong(told.session.title)}, ${moment(heldAt(told.session))}${whom === undefined ? literal('') : say`, with ${whom}`}\n${figuresLine(told, scope, who)}`,
          ),
          buttons(open(told.session)),
        ];
      });
}

function cells(told: Told, scope: Scope, who: Who): readonly Text[] {
  const { session, figures } = told;
  const parts = partsOf(told, scope);
  const held = wasHeld(told);
  const nothing = literal('–');
  const one = parts.length === 1;
  const theirs = parts.map((p) => {
    const attendee = attendeeIn(session, p.mentee);
    const settled = settledInWords(attendee);
    return say`${one ? literal('mentee') : who(p.mentee)} ${theirWord(p, attendee, figures)}${settled === '' ? '' : ` (${settled})`}`;
  });
  const whole = scope.mentorship === undefined ? undefined : parts[0];
  const became = becameInWords(told);
  const counts = countsInWords(whole?.minutes ?? figures.minutes, whole === undefined ? figures.why : whole.why);
  const whom = withWhom(session, scope, who);
  return [
    say`${moment(heldAt(session))}`,
    whom === undefined ? literal(session.title) : say`${session.title}, with ${whom}`,
    session.state === 'cancelled' ? nothing : literal(recordInWords(told)),
    held ? join([literal(`mentor ${minutesInWords(figures.mentorMinutes ?? 0)}`), ...theirs], ', ') : nothing,
    literal(held || became === '' ? counts : became),
  ];
}
