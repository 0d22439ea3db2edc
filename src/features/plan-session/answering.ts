import { button, buttons, muted, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { promptsOfSession } from '../../domain/prompt-schedule.js';
import {
  attendeeOf,
  hasBegun,
  isOpen,
  type Session,
  titleFirst,
  titleWithin,
  withAttendee,
} from '../../domain/session.js';
import { untilItEnds } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { ActorWork } from '../feature.js';
import { auditAll } from '../shared/audit-all.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { redrawSession } from '../shared/redraw.js';
import { reminderRecipients } from '../shared/reminder-recipients.js';
import { takeBackLater, takeBackReminders } from './remind-later.js';
import { redrawSameTime } from './same-time.js';
import { fromHereOn } from './series.js';
import { answerSubject, seriesAnswerSubject, seriesCancelledSubject } from './subjects.js';
import { toldNow } from './told-now.js';

/** A mentee's yes or no to a plan, and cancelling it. */

export async function answer(id: string, yes: boolean, work: ActorWork): Promise<Reply> {
  const session = await sessionOf(work, id);
  demand('session.answer', work, aboutSession(session));
  if (session.state !== 'planned')
    return replyWith(
      'Too late for that',
      session.state === 'cancelled'
        ? 'This session was cancelled. There is nothing to answer.'
        : 'This session has begun already, so there is nothing to answer.',
    );
  await keepAnswer(session, yes, work);
  return { kind: 'done' };
}

/** Keeps the actor's answer to a planned session, sets their reminders by it and tells the mentor. */
export async function keepAnswer(session: Session, yes: boolean, work: ActorWork): Promise<void> {
  const to = yes ? 'accepted' : 'declined';
  const me = attendeeOf(session, work.actor.id);
  if (me?.answer === to && me.answeredVersion === session.planVersion) return;
  const changed = {
    ...withAttendee(session, work.actor.id, { answer: to, answeredAt: work.now, answeredVersion: session.planVersion }),
    revision: session.revision + 1,
  };
  await work.rows.sessions.save(changed);
  takeBackReminders(session.id, work);
  if (!yes) takeBackLater(session.id, work.actor.id, work);
  for (const due of promptsOfSession(changed, work.now, await reminderRecipients(work)))
    if (due.kind === 'remind') work.schedule(due);
  await redrawSession(session, work);
  redrawSameTime(session.attendees, [session], work);
  // A series' answers come on one card; a no to a date that was accepted before is told by itself.
  if (session.series !== undefined && (yes || me?.answer === 'asked'))
    work.show('series-answer', seriesAnswerSubject.write({ series: session.series.id, mentee: work.actor.id }), {
      person: session.mentor,
    });
  else
    work.show(
      'plan-answer',
      answerSubject.write({ session: session.id, mentee: work.actor.id, version: session.planVersion }),
      { person: session.mentor },
    );
  work.audit(
    yes ? 'session.accepted' : 'session.declined',
    session.id,
    { version: session.planVersion },
    me?.mentorship,
  );
}

/** `sure`: `yes` for this one, `following` for it and all that follow in its series; otherwise it is asked. */
export async function cancel(id: string, sure: string, work: ActorWork): Promise<Reply> {
  const session = await sessionOf(work, id);
  demand('session.cancel', work, aboutSession(session));
  if (session.state === 'cancelled') return replyWith('Cancelled', 'This session is cancelled already.');
  if (hasBegun(session, work.now)) return begun(session, work);
  if (!isOpen(session))
    return replyWith('Too late to cancel', 'This session is over. Type sessions to see what is coming.');
  if (work.actor.id !== session.mentor && session.attendees.length > 1)
    return replyWith('A group session', 'Others come too. Say “I can’t make it” instead.');
  // One of those that follow may have been moved before this one, and have begun.
  const following = (await fromHereOn(session, work)).filter((s) => !hasBegun(s, work.now));
  if (sure !== 'yes' && sure !== 'following') {
    const others: Text = {
      parts: [session.mentor, ...session.attendees.map((a) => a.mentee)]
        .filter((id) => id !== work.actor.id)
        .flatMap((id, i) => [i === 0 ? '' : ' and ', mention(id)]),
    };
    const line: Text = say`Cancel ${titleWithin(session)} with ${others} on ${moment(session.startsAt)}? The others are told.`;
    return {
      kind: 'say',
      card: {
        title: 'Cancel this session?',
        summary: line,
        blocks: [
          text(line),
          buttons(
            button('Cancel the session', 'session.cancel', session.id, { arg: 'yes', style: 'danger' }),
            following.length === 1
              ? null
              : button(`Cancel it and the ${following.length - 1} that follow`, 'session.cancel', session.id, {
                  arg: 'following',
                }),
          ),
          muted(literal('To keep it, do nothing.')),
        ],
      },
    };
  }
  const all = sure === 'following' ? following : [session];
  for (const s of all) await cancelOne(s, work);
  const { series } = session;
  const together = series !== undefined && all.length > 1;
  // A redrawn card is not noticed: whoever did not cancel it is told anew.
  for (const person of [session.mentor, ...session.attendees.map((a) => a.mentee)])
    if (person !== work.actor.id)
      work.show(
        together ? 'series-cancelled' : 'session-cancelled',
        together ? seriesCancelledSubject.write({ series: series.id, position: series.position }) : session.id,
        { person },
      );
  const others = [session.mentor, ...session.attendees.map((a) => a.mentee)].filter((id) => id !== work.actor.id);
  const told = toldNow(others, await work.people(), () => literal('The others are told.'));
  return replyWith(
    'Cancelled',
    together
      ? say`${titleFirst(session)} on ${moment(session.startsAt)} and the ${all.length - 1} that follow are cancelled. ${told}`
      : say`${titleFirst(session)} on ${moment(session.startsAt)} is cancelled. ${told}`,
  );
}

/** What has begun is not cancelled any more: the record is asked for at its end, or it did not happen. */
function begun(session: Session, work: ActorWork): Reply {
  if (work.actor.id !== session.mentor)
    return replyWith(
      'Too late to cancel',
      'This session has begun. If it didn’t happen, say so when I ask you how long it was.',
    );
  const line = literal('This session has begun, so it is not cancelled any more. If it didn’t happen, say so here.');
  return {
    kind: 'say',
    card: {
      title: 'Too late to cancel',
      summary: line,
      blocks: [
        text(line),
        buttons(
          button('It didn’t happen', 'session.not-held', session.id),
          button('End now', 'session.end', session.id),
        ),
      ],
    },
  };
}

/** Cancels it; its caller tells of it. */
export async function cancelOne(session: Session, work: ActorWork): Promise<void> {
  const late = session.startsAt - work.now < day;
  const changed: Session = {
    ...session,
    state: 'cancelled',
    missed: late ? 'late' : 'in-time',
    revision: session.revision + 1,
  };
  await work.rows.sessions.save(changed);
  work.cancelAbout(session.id, untilItEnds);
  await redrawSession(session, work);
  redrawSameTime(session.attendees, [session], work);
  auditAll('session.cancelled', session, { late }, work);
}
