import { button, buttons, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, moment, say } from '../../chat/text.js';
import { mannersOf, mayGoAt, tomorrowAt } from '../../domain/prompt-schedule.js';
import { attendeeOf, type Session } from '../../domain/session.js';
import { laterSubject, remindLaterPrompt, remindPrompt } from '../../domain/subjects.js';
import { hour, minute } from '../../kernel/clock.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import { local, placeAnyway, showMoment } from '../../kernel/zoned.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';

/** "Remind me later": only times that come before the session and outside quiet hours are offered. */

/** Two moments (ms) closer than this are one choice. */
const apart = 30 * minute;

/** The times worth offering (ms), soonest first. */
export function laterTimes(
  session: Pick<Session, 'startsAt'>,
  work: Pick<ActorWork, 'now' | 'actor' | 'programme'>,
): readonly number[] {
  const { now, actor } = work;
  const today = (time: string): number => placeAnyway(local(now, actor.zone).date, time, actor.zone);
  const wanted = [
    now + hour,
    today('17:00'),
    tomorrowAt(now, '09:00', actor.zone),
    session.startsAt - 2 * hour,
    session.startsAt - 30 * minute,
  ];
  const manners = mannersOf(actor, work.programme);
  const found: number[] = [];
  for (const at of wanted.map((w) => Math.floor(w / minute) * minute).sort((a, b) => a - b))
    if (
      at >= now + apart &&
      at <= session.startsAt - 15 * minute &&
      mayGoAt(at, actor.zone, manners) === at &&
      found.every((f) => at - f >= apart)
    )
      found.push(at);
  return found;
}

type Takes = Pick<ActorWork, 'cancel' | 'cancelAll'>;
const takeBack = (all: ReturnType<typeof remindPrompt.all>, work: Takes): void => {
  for (const o of all)
    if ('one' in o) work.cancel(o.one);
    else work.cancelAll(o.beginning);
};

/**
 * Takes back the reminders that come of themselves: an answer, or a changed plan, sets others. Those that somebody asked
 * for at a moment of their own are theirs: nobody else's answer and no new plan takes them; their own no does.
 */
export function takeBackReminders(session: SessionId, work: Takes): void {
  for (const which of ['day', 'hour'] as const) takeBack(remindPrompt.all({ session, which }), work);
}

/** Takes back what this person asked to be reminded of. */
export const takeBackLater = (session: SessionId, to: PersonId, work: Takes): void =>
  takeBack(remindLaterPrompt.all({ session, to }), work);

export const remindLater: PressHandler = async (press, work): Promise<Reply> => {
  const session = await sessionOf(work, press.subject);
  demand('calendar.read', work, aboutSession(session));
  if (session.state !== 'planned')
    return replyWith('Nothing to remind of', 'This session has begun, is over or cancelled.');
  if (attendeeOf(session, work.actor.id)?.answer === 'declined')
    return replyWith('You can’t make it', 'You said you can’t make it, so there is nothing to remind you of.');
  const times = laterTimes(session, work);
  if (press.arg === '') {
    const line =
      times.length === 0
        ? say`There is no good time left before it: it begins ${moment(session.startsAt)}.`
        : literal('When shall I remind you?');
    return {
      kind: 'say',
      card: {
        title: 'Remind me later',
        summary: line,
        blocks: [
          text(line),
          ...(times.length === 0
            ? []
            : [
                buttons(
                  ...times.map((at) =>
                    button(showMoment(at, work.actor.zone, work.actor.locale), 'remind.later', session.id, {
                      arg: String(at),
                    }),
                  ),
                ),
              ]),
        ],
      },
    };
  }
  const at = Number(press.arg);
  // The card may be an hour old: what it offered then need not be a time any more.
  if (!Number.isSafeInteger(at) || at <= work.now || at > session.startsAt - 15 * minute)
    return replyWith('That is past', 'That time is past or too close to it. Press “Remind me later” again for others.');
  work.schedule({
    ...remindLaterPrompt.prompt({ session: session.id, to: work.actor.id, at }),
    subject: laterSubject.write({ session: session.id, at }),
    to: work.actor.id,
    dueAt: at,
    expiresAt: session.startsAt,
  });
  return replyWith('Noted', say`I’ll remind you ${moment(at)}.`);
};
