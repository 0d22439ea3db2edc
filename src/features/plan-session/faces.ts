import { type Block, type Button, button, buttons, type Card, facts, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import type { Person } from '../../domain/programme.js';
import { daysBetween } from '../../domain/series.js';
import { attendeeOf, hasBegun, heldAt, type Session, titleFirst, titleWithin } from '../../domain/session.js';
import { reminderSubject } from '../../domain/subjects.js';
import { hour, minute } from '../../kernel/clock.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { rootOf } from '../../kernel/subject.js';
import { minutesInWords } from '../../kernel/words.js';
import { local } from '../../kernel/zoned.js';
import type { Drawing, Face } from '../feature.js';
import { checkBlocks } from '../shared/check-in.js';
import { asLeft, wentWithMentee } from '../shared/erased-part.js';
import { toldIn, toldSince } from './changes.js';
import { otherThen, otherThenWords } from './same-time.js';
import { answerSubject, changedSubject } from './subjects.js';

/**
 * The cards about a planned session. *Shown* fields only: title, time, place, kind, names. A mentee's sentences stay
 * short and plain.
 */

const sessionIn = async (d: Drawing): Promise<Session | undefined> => d.rows.sessions.get(rootOf<SessionId>(d.subject));

/** Of one that has begun, when that was: how long it is to be is the plan's, and how long it was the record's. */
const whenOf = (s: Pick<Session, 'startsAt' | 'minutes'> & Partial<Pick<Session, 'startedAt' | 'state'>>): Text => {
  const at = moment(heldAt({ startedAt: null, ...s }));
  return s.state === 'ended' ? say`${at}` : say`${at}, for ${minutesInWords(s.minutes)}`;
};

/** Said also where no place is set, as long as there is time to set one. */
const whereOf = (s: Session): readonly [string, Text] | null =>
  s.place === '' && s.state !== 'planned' ? null : ['Where', literal(s.place === '' ? 'Not said yet' : s.place)];

/**
 * What a mentee is told as they are invited of what comes after: what, why, and who reads it
 * (docs/field.md#told-when-invited).
 */
const askedAfter = (mentee: Person): readonly Block[] =>
  mentee.manners.feedbackStopped === true
    ? []
    : [
        muted(
          literal(
            'Half an hour after, I’ll ask you four questions. They help your mentor learn what works for you. You can skip any. You choose who reads them.',
          ),
        ),
      ];

export const mentees = (s: { readonly attendees: readonly { readonly mentee: PersonId }[] }): Text => ({
  parts: s.attendees.flatMap((a, i) =>
    i === 0 ? [mention(a.mentee)] : [i === s.attendees.length - 1 ? ' and ' : ', ', mention(a.mentee)],
  ),
});

const overWords = {
  cancelled: 'is cancelled',
  'not-held': 'didn’t happen',
  running: 'has begun',
  ended: 'is over',
} as const;

/** A cancelled session may stand in a calendar as a file: this one takes it off again. */
export const offCalendar = (d: Pick<Drawing, 'pages'>, s: Session): readonly Block[] =>
  d.pages === null ? [] : [buttons(button('Take it off my calendar', 'calendar.session', s.id))];

/** What the mentee gets: when, where, what for; then see the plan, accept, decline. */
export const invitation: Face = {
  called: 'an invitation',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: { passOn: 'you planned a session together' },
  folded: null,
  async draw(d) {
    const s = await sessionIn(d);
    const me = s === undefined || d.reader === null ? undefined : attendeeOf(s, d.reader.id);
    if (s === undefined || me === undefined || d.reader === null) return null;
    const base = (title: string, line: Text, more: readonly Block[]): Card => ({
      title,
      summary: line,
      blocks: [text(line), facts(['When', whenOf(s)], whereOf(s), ['What for', literal(s.title)]), ...more],
    });
    const read = button('See the plan', 'plan.read', s.id);
    const absent = button('My mentor didn’t come', 'mentee.mentor-absent', s.id);
    const other = await otherThen(s, d.reader.id, d.rows);
    const twice = other === undefined ? [] : [text(otherThenWords(other))];
    if (s.state === 'cancelled')
      return base('Cancelled', say`This session with ${mention(s.mentor)} is cancelled. There is nothing to do.`, [
        ...offCalendar(d, s),
      ]);
    if (s.state === 'not-held')
      return base('It didn’t happen', say`${mention(s.mentor)} noted that this session didn’t happen.`, [
        buttons(absent),
      ]);
    if (s.state === 'ended')
      return base('This session is over', say`Your session with ${mention(s.mentor)} is over.`, [
        buttons(read, absent),
        ...(await checkBlocks(d, s, 'out')),
      ]);
    if (s.state === 'running')
      return base('Now', say`Your session with ${mention(s.mentor)} is on.`, [
        buttons(read),
        ...(await checkBlocks(d, s, 'in')),
      ]);
    const line = say`${mention(s.mentor)} would like to meet you.`;
    const told = await toldIn(d, [s], me.mentorship);
    if (me.answer === 'accepted')
      return base('You said yes', say`You are meeting ${mention(s.mentor)}.`, [
        ...twice,
        ...told.line,
        ...askedAfter(d.reader),
        buttons(
          told.button,
          read,
          d.pages === null ? null : button('Add to my calendar', 'calendar.session', s.id),
          button('I can’t make it', 'plan.decline', s.id),
          button('Suggest another time', 'plan.suggest', s.id),
        ),
      ]);
    if (me.answer === 'declined')
      return base('You can’t make it', say`You told ${mention(s.mentor)} you can’t make it. That is fine.`, [
        buttons(
          read,
          button('I can come after all', 'plan.accept', s.id),
          button('Suggest another time', 'plan.suggest', s.id),
        ),
      ]);
    return base('A session with your mentor', line, [
      ...twice,
      ...told.line,
      ...askedAfter(d.reader),
      buttons(
        button('Yes, I’ll be there', 'plan.accept', s.id, { style: 'main' }),
        button('I can’t make it', 'plan.decline', s.id),
        told.button,
        button('Suggest another time', 'plan.suggest', s.id),
        read,
      ),
    ]);
  },
};

/** What a changed plan tells the mentee anew: a redrawn card alone would not be noticed. Subject `SESSION:VERSION`. */
export const planChanged: Face = {
  called: 'a changed plan',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: { passOn: 'the plan of a session has changed' },
  folded: null,
  async draw(d) {
    const s = await sessionIn(d);
    const me = s === undefined || d.reader === null ? undefined : attendeeOf(s, d.reader.id);
    if (s === undefined || me === undefined || d.reader === null) return null;
    const version = changedSubject.read(d.subject)?.version;
    if (version === undefined || s.planVersion !== version || s.state !== 'planned') {
      const line =
        s.state === 'planned'
          ? literal('This has changed again. The newest card is the right one.')
          : say`This session with ${mention(s.mentor)} ${overWords[s.state]}.`;
      return { title: s.state === 'planned' ? 'Changed again' : s.title, summary: line, blocks: [text(line)] };
    }
    const before = await d.rows.sessions.plan(s.id, version - 1);
    const moved = before !== undefined && (before.startsAt !== s.startsAt || before.minutes !== s.minutes);
    const line = moved
      ? say`${mention(s.mentor)} has changed your session.`
      : say`${mention(s.mentor)} has changed the plan. The time is as it was.`;
    const plan = button('See the plan', 'plan.read', s.id);
    const other = await otherThen(s, d.reader.id, d.rows);
    return {
      title: 'A change of plan',
      summary: line,
      blocks: [
        text(line),
        facts(moved ? ['Was', whenOf(before)] : null, [moved ? 'Now' : 'When', whenOf(s)], whereOf(s), [
          'What for',
          literal(s.title),
        ]),
        ...(other === undefined ? [] : [text(otherThenWords(other))]),
        ...(me.answer === 'asked'
          ? [
              buttons(
                button('Yes, I’ll be there', 'plan.accept', s.id, { style: 'main' }),
                button('I can’t make it', 'plan.decline', s.id),
                button('Suggest another time', 'plan.suggest', s.id),
                plan,
              ),
            ]
          : [
              muted(literal(me.answer === 'accepted' ? 'You said yes.' : 'You said you can’t make it.')),
              buttons(plan),
            ]),
      ],
    };
  },
};

/** For the mentor: up to three times, one of which the mentee takes. Those of a group agree by word of mouth. */
export const offerTimes = (s: Session): Button | null =>
  s.attendees.length === 1 ? button('Offer other times', 'plan.suggest', s.id) : null;

const answerWords = { asked: 'has not answered yet', accepted: 'said yes', declined: 'can’t make it' } as const;

/** How long before its time (ms) a session may be started: `run-session` says no to more. */
const startable = 2 * hour;

/** What the mentor sees of a planned session; stays true through all its states. */
export const planStatus: Face = {
  called: 'a plan',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const s = await sessionIn(d);
    if (s === undefined || d.reader?.id !== s.mentor) return null;
    const line: Text =
      s.state === 'cancelled'
        ? say`The session with ${mentees(s)} is cancelled.`
        : s.state === 'not-held'
          ? say`The session with ${mentees(s)} didn’t happen. It counts for nothing.`
          : s.state === 'ended'
            ? say`The session with ${mentees(s)} has ended.`
            : s.state === 'running'
              ? say`The session with ${mentees(s)} is on.`
              : say`Planned with ${mentees(s)}.`;
    const open = s.state === 'planned';
    const begun = hasBegun(s, d.now);
    const card: Card = {
      title: s.title,
      summary: line,
      blocks: [
        text(line),
        facts(
          ['When', whenOf(s)],
          whereOf(s),
          ...(open
            ? s.attendees.map((a): readonly [string, Text] => [
                'Answer',
                say`${mention(a.mentee)} ${answerWords[a.answer]}`,
              ])
            : []),
        ),
        ...(s.plannedAfterwards
          ? [muted(literal('Planned after it took place: kept apart, and counts only if the assessor accepts it.'))]
          : []),
        buttons(
          button('See the plan', 'plan.read', s.id),
          open ? button('Change', 'plan.change', s.id) : null,
          open && !begun ? offerTimes(s) : null,
          // Nothing can be started days ahead; near the time its own cards offer it too.
          open && s.startsAt - d.now <= startable ? button('Start now', 'session.start', s.id) : null,
          open && begun ? button('End now', 'session.end', s.id) : null,
          open && begun ? button('It didn’t happen', 'session.not-held', s.id) : null,
          open && !begun ? button('Cancel it', 'session.cancel', s.id) : null,
          open && !begun && d.pages !== null ? button('Add to my calendar', 'calendar.session', s.id) : null,
          s.state === 'cancelled' && d.pages !== null
            ? button('Take it off my calendar', 'calendar.session', s.id)
            : null,
        ),
      ],
    };
    return (await wentWithMentee(s, d)) ? asLeft(card, s) : card;
  },
};

/** The mentor is told of an answer anew, and the card stays true: subject `SESSION:MENTEE:VERSION`. */
export const planAnswer: Face = {
  called: 'an answer to a plan',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const s = await sessionIn(d);
    const mentee = answerSubject.read(d.subject)?.mentee;
    const a = s?.attendees.find((x) => x.mentee === mentee);
    if (s === undefined || a === undefined || d.reader?.id !== s.mentor) return null;
    const [title, line]: readonly [string, Text] =
      s.state === 'cancelled' || s.state === 'not-held'
        ? [
            s.state === 'cancelled' ? 'Cancelled' : 'It didn’t happen',
            say`${titleFirst(s)} with ${mention(a.mentee)} ${overWords[s.state]}.`,
          ]
        : a.answer === 'asked'
          ? [
              'Changed since',
              say`The plan of ${titleWithin(s)} has changed since ${mention(a.mentee)} answered. There is no answer to the new one yet.`,
            ]
          : a.answer === 'accepted'
            ? ['Accepted', say`${mention(a.mentee)} said yes to ${titleWithin(s)}.`]
            : ['Can’t make it', say`${mention(a.mentee)} can’t make it to ${titleWithin(s)}.`];
    return {
      title,
      summary: line,
      blocks: [
        text(line),
        facts(['When', whenOf(s)]),
        ...(a.answer === 'declined' && s.state === 'planned'
          ? [
              buttons(
                button('Change the plan', 'plan.change', s.id, { style: 'main' }),
                hasBegun(s, d.now) ? null : offerTimes(s),
                hasBegun(s, d.now) ? null : button('Cancel it', 'session.cancel', s.id),
              ),
            ]
          : []),
      ],
    };
  },
};

/** As it is when the card is drawn: a reminder may have waited for the end of quiet hours, or come before them. */
export function whenInWords(startsAt: number, now: number, zone: string): string {
  const left = startsAt - now;
  // Sent within a minute of its time: "in 30 minutes", not "in 29".
  const nearly = 5 * Math.round(left / (5 * minute));
  if (left > 0 && left < 7 * minute) return 'in a few minutes';
  if (left > 0 && left <= 45 * minute) return `in ${nearly} minutes`;
  if (left > 0 && left < 90 * minute) return 'in about an hour';
  if (left > 0 && left >= 110 * minute && left <= 130 * minute) return 'in about two hours';
  const days = daysBetween(local(now, zone).date, local(startsAt, zone).date);
  return days <= 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`;
}

/** A reminder: subject `SESSION:day`, `SESSION:hour`, or `SESSION:later-…` one that was asked for. */
export const reminder: Face = {
  called: 'a reminder',
  comes: 'with-session',
  why: {
    say: 'A session is planned. Your settings say when its reminders come, or switch them off.',
    asks: ['plan.read', 'plan.decline', 'remind.later'],
    stop: {
      label: 'Stop reminders',
      manners: { remindDay: 'off', remindHour: 'off' },
      said: 'No reminders come before sessions any more. Your settings begin them again.',
    },
  },
  withoutAccount: 'nothing',
  folded: 'A session',
  async draw(d) {
    const s = await sessionIn(d);
    if (s === undefined || d.reader === null) return null;
    const mentor = d.reader.id === s.mentor;
    const me = attendeeOf(s, d.reader.id);
    if (!mentor && me === undefined) return null;
    const other: Text = mentor ? mentees(s) : say`${mention(s.mentor)}`;
    if (s.state !== 'planned') {
      const over = say`The session with ${other} ${overWords[s.state]}.`;
      return { title: s.title, summary: over, blocks: [text(over)] };
    }
    const line = say`You are meeting ${other} ${whenInWords(s.startsAt, d.now, d.reader.zone)}.`;
    const ahead = s.startsAt - d.now > 2 * hour;
    // A mentee who does not want the agenda in advance is not led to it by the first reminder.
    const agenda =
      mentor || !(ahead || reminderSubject.read(d.subject)?.which === 'day') || d.reader.manners.agenda !== false;
    const told = mentor || me === undefined ? undefined : await toldSince(d, s, me.mentorship);
    return {
      title: s.title,
      summary: line,
      blocks: [
        text(line),
        facts(['When', whenOf(s)], whereOf(s)),
        ...(told?.line ?? []),
        mentor
          ? buttons(
              button('See the plan', 'plan.read', s.id),
              button('Start now', 'session.start', s.id),
              hasBegun(s, d.now) ? button('End now', 'session.end', s.id) : null,
              button('Change', 'plan.change', s.id),
              ahead ? button('Remind me later', 'remind.later', s.id) : null,
            )
          : buttons(
              told?.button ?? null,
              agenda ? button('See the plan', 'plan.read', s.id) : null,
              button('I can’t make it', 'plan.decline', s.id),
              ahead ? button('Remind me later', 'remind.later', s.id) : null,
            ),
        ...(await checkBlocks(d, s, 'in')),
      ],
    };
  },
};

export const sessionCancelled: Face = {
  called: 'a cancelled session',
  comes: 'with-session',
  why: 'says-itself',
  withoutAccount: { passOn: 'a session is cancelled' },
  folded: null,
  async draw(d) {
    const s = await d.rows.sessions.get(d.subject as SessionId);
    if (s === undefined || s.state !== 'cancelled') return null;
    if (d.reader?.id !== s.mentor && !s.attendees.some((a) => a.mentee === d.reader?.id)) return null;
    const line = say`${titleFirst(s)} on ${moment(s.startsAt)} is cancelled. There is nothing to do.`;
    return { title: 'A session is cancelled', summary: line, blocks: [text(line), ...offCalendar(d, s)] };
  },
};
