import { answers, button, buttons, type Card, facts, text } from '../../chat/card.js';
import type { Reply } from '../../chat/inbound.js';
import { replyWith } from '../../chat/reply.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { promptsAfterSession, promptsOfSession } from '../../domain/prompt-schedule.js';
import { isOpen, plannedEnd, type Session } from '../../domain/session.js';
import { endPrompt, nowPrompt, untilItBegins, untilItEnds } from '../../domain/subjects.js';
import { hour, minute } from '../../kernel/clock.js';
import type { SessionId } from '../../kernel/ids.js';
import { minutesInWords } from '../../kernel/words.js';
import type { ActorWork, Face, FeatureOf, Work } from '../feature.js';
import { auditAll } from '../shared/audit-all.js';
import { aboutSession, demand, sessionOf } from '../shared/guards.js';
import { recordAsked } from '../shared/record-asked.js';
import { redrawSession } from '../shared/redraw.js';
import { reminderRecipients } from '../shared/reminder-recipients.js';

/**
 * A session while it runs. Starting and ending by button brings the record's prompt at the actual end; without a
 * press it comes at the planned one.
 */

/** Minutes that *15 minutes more* adds. */
const more = 15;

/** When a running session is expected to end (ms). */
const expectedEnd = (s: Session): number => s.endedAt ?? plannedEnd(s);

/**
 * Ends the session at `at` and asks for what comes after: the record now, the mentee half an hour later. `dueAt` (ms):
 * from when it could have been ended and asked about, where that is later: it was entered afterwards, or rested.
 */
async function end(session: Session, at: number, work: Work, dueAt = at): Promise<Session> {
  const endedAt = Math.max(at, (session.startedAt ?? session.startsAt) + minute);
  const ended: Session = {
    ...session,
    state: 'ended',
    startedAt: session.startedAt ?? session.startsAt,
    endedAt,
    revision: session.revision + 1,
  };
  await work.rows.sessions.save(ended);
  work.cancelAbout(session.id, untilItEnds);
  // How late the bot itself was is no fault of the mentor's: the record's lag is labelled with it
  // (docs/field.md#the-bot-was-late).
  await work.rows.kept.put(recordAsked, session.id, {
    askedAt: work.now,
    endedAt,
    from: Math.max(endedAt, dueAt),
  });
  const record = await work.rows.records.head(session.id);
  if (record === undefined) work.show('record-prompt', session.id, { person: session.mentor });
  for (const due of promptsAfterSession(ended, ended.endedAt ?? at))
    if (record === undefined || due.kind !== 'nudge') work.schedule(due);
  await redrawSession(session, work);
  auditAll('session.ended', session, { endedAt: ended.endedAt, startedAt: ended.startedAt }, work);
  return ended;
}

async function own(id: string, work: ActorWork): Promise<Session> {
  const session = await sessionOf(work, id);
  demand('session.run', work, aboutSession(session));
  return session;
}

const over = (s: Session): Reply =>
  s.state === 'cancelled'
    ? replyWith('Cancelled', 'This session was cancelled. Plan a new one if you meet after all.')
    : s.state === 'not-held'
      ? replyWith('It didn’t happen', 'You noted that this session didn’t happen. Type log if it did.')
      : replyWith('Already over', 'This session has ended already. Type log to write its record.');

async function start(id: string, work: ActorWork): Promise<Reply> {
  const session = await own(id, work);
  if (session.state === 'running') return replyWith('It is on', 'This session has been started already.');
  if (session.state !== 'planned') return over(session);
  if (session.startsAt - work.now > 2 * hour)
    return replyWith(
      'Not yet',
      say`This session is planned for ${moment(session.startsAt)}. If you meet now instead, change its plan first.`,
    );
  const running: Session = {
    ...session,
    state: 'running',
    startedAt: work.now,
    endedAt: work.now + session.minutes * minute,
    revision: session.revision + 1,
  };
  await work.rows.sessions.save(running);
  work.cancelAbout(session.id, untilItBegins);
  for (const due of promptsOfSession(running, work.now, await reminderRecipients(work))) work.schedule(due);
  work.show('session-now', session.id, { person: session.mentor });
  await redrawSession(session, work);
  auditAll('session.started', session, { at: work.now }, work);
  return { kind: 'done' };
}

async function extend(id: string, work: ActorWork): Promise<Reply> {
  const session = await own(id, work);
  if (session.state !== 'running' && session.state !== 'planned') return over(session);
  if (session.state === 'planned' && session.startsAt > work.now)
    return replyWith('Not begun', 'This session has not begun. Change its plan to make it longer.');
  const startedAt = session.startedAt ?? session.startsAt;
  const endedAt = expectedEnd(session) + more * minute;
  if (endedAt - startedAt > 8 * hour)
    return replyWith('Long enough', 'A session can last eight hours at most. Press End now when you finish.');
  const longer: Session = { ...session, state: 'running', startedAt, endedAt, revision: session.revision + 1 };
  await work.rows.sessions.save(longer);
  for (const due of promptsOfSession(longer, work.now, await reminderRecipients(work))) work.schedule(due);
  await redrawSession(session, work);
  auditAll('session.extended', session, { endsAt: endedAt }, work);
  return { kind: 'done' };
}

async function endNow(id: string, work: ActorWork): Promise<Reply> {
  const session = await own(id, work);
  if (session.state === 'planned' && session.startsAt > work.now)
    return replyWith('Not begun', 'This session has not begun. Start it first, or say that it didn’t happen.');
  if (session.state !== 'running' && session.state !== 'planned') return over(session);
  await end(session, work.now, work);
  return { kind: 'done' };
}

const missedAs = { mentee: 'mentee', mentor: 'mentor', late: 'called-off' } as const;
const reasons = { mentee: 'They didn’t come', mentor: 'I couldn’t make it', late: 'It was called off late' } as const;

async function notHeld(id: string, why: string, work: ActorWork): Promise<Reply> {
  const session = await own(id, work);
  if (session.state === 'cancelled' || session.state === 'not-held') return over(session);
  if ((await work.rows.records.head(session.id)) !== undefined)
    return replyWith('It has a record', 'You have written a record of this session. Change the record instead.');
  if (session.startsAt > work.now)
    return replyWith('Not yet', 'This session is still to come. Cancel it, if it won’t happen.');
  if (!(why in reasons)) {
    const line = literal('Nothing counts, and nobody is blamed. What was it?');
    return {
      kind: 'say',
      card: {
        title: 'It didn’t happen',
        summary: line,
        blocks: [
          text(line),
          answers(
            ...Object.entries(reasons).map(([arg, label]) => button(label, 'session.not-held', session.id, { arg })),
          ),
        ],
      },
    };
  }
  const changed: Session = {
    ...session,
    state: 'not-held',
    endedAt: null,
    startedAt: null,
    missed: missedAs[why as keyof typeof reasons],
    revision: session.revision + 1,
  };
  await work.rows.sessions.save(changed);
  work.cancelAbout(session.id, [...untilItEnds, 'record', 'after', 'amended']);
  await redrawSession(session, work);
  auditAll('session.not-held', session, { why }, work);
  return replyWith(
    'Noted',
    'It didn’t happen: it counts for nothing, and its prompts are off. Plan the next one when you are ready.',
  );
}

/** What the mentor sees as the session begins and while it runs. */
const sessionNow: Face = {
  called: 'a session’s start',
  comes: 'to-others',
  why: {
    say: 'Your planned session begins. The button keeps its true start; you need not press it.',
    asks: ['session.start', 'session.end'],
  },
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    const s = await d.rows.sessions.get(d.subject as SessionId);
    if (s === undefined || d.reader?.id !== s.mentor) return null;
    // It waited, perhaps for its platform, until the session was over: the record is asked for by then, and that is all
    // there is to say. Where it stands already it says how things are.
    const isNews = (await d.rows.posted.get('session-now', d.subject, { person: s.mentor })) === undefined;
    if (isNews && !isOpen(s)) return null;
    const who: Text = { parts: s.attendees.flatMap((a, i) => [...(i === 0 ? [] : [', ']), mention(a.mentee)]) };
    const card = (line: Text, ...blocks: Card['blocks']): Card => ({
      title: s.title,
      summary: line,
      blocks: [text(line), ...blocks],
    });
    if (s.state === 'cancelled') return card(say`The session with ${who} is cancelled.`);
    if (s.state === 'not-held') return card(say`The session with ${who} didn’t happen.`);
    if (s.state === 'ended')
      return card(say`The session with ${who} ended at ${moment(s.endedAt ?? expectedEnd(s), 'time')}.`);
    if (s.state === 'running')
      return card(
        say`The session with ${who} is on.`,
        facts(
          ['Began', say`${moment(s.startedAt ?? s.startsAt, 'time')}`],
          ['Ends', say`${moment(expectedEnd(s), 'time')}`],
          s.place === '' ? null : ['Where', literal(s.place)],
        ),
        buttons(
          button('End now', 'session.end', s.id, { style: 'main' }),
          button('15 minutes more', 'session.extend', s.id),
          button('See the plan', 'plan.read', s.id),
        ),
      );
    return card(
      say`Your session with ${who} begins now.`,
      facts(
        ['When', say`${moment(s.startsAt)}, for ${minutesInWords(s.minutes)}`],
        s.place === '' ? null : ['Where', literal(s.place)],
      ),
      buttons(
        button('Start now', 'session.start', s.id, { style: 'main' }),
        button('End now', 'session.end', s.id),
        button('15 minutes more', 'session.extend', s.id),
        button('It didn’t happen', 'session.not-held', s.id),
        button('See the plan', 'plan.read', s.id),
      ),
    );
  },
};

declare module '../../kernel/names.js' {
  interface Capabilities {
    'run-session': {
      verb: 'session.start' | 'session.extend' | 'session.end' | 'session.not-held';
      face: 'session-now';
      prompt: 'now' | 'end';
      audit: 'session.ended' | 'session.extended' | 'session.not-held' | 'session.started';
    };
  }
}

export const feature: FeatureOf<'run-session'> = {
  name: 'run-session',
  presses: {
    'session.start': (press, work) => start(press.subject, work),
    'session.extend': (press, work) => extend(press.subject, work),
    'session.end': (press, work) => endNow(press.subject, work),
    'session.not-held': (press, work) => notHeld(press.subject, press.arg, work),
  },
  faces: { 'session-now': sessionNow },
  prompts: {
    now: {
      waitsFor: 'quiet-hours',
      folds: false,
      session: 'beginning',
      asks: 'mentor',
      occurrence: nowPrompt,
      async fire(prompt, work) {
        const session = await work.rows.sessions.get(prompt.subject as SessionId);
        if (session?.state !== 'planned') return;
        work.show('session-now', session.id, { person: session.mentor });
      },
    },
    end: {
      waitsFor: 'nothing',
      folds: false,
      session: 'end',
      asks: 'mentor',
      occurrence: endPrompt,
      async fire(prompt, work) {
        const session = await work.rows.sessions.get(prompt.subject as SessionId);
        if (session === undefined || (session.state !== 'planned' && session.state !== 'running')) return;
        // At the end as planned or pressed, however late this runs.
        await end(session, expectedEnd(session), work, prompt.dueAt);
      },
    },
  },
};
