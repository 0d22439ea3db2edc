import { isQuiet, mannersOf } from '../../src/domain/prompt-schedule.js';
import type { Session } from '../../src/domain/session.js';
import type { PersonId, SessionId } from '../../src/kernel/ids.js';
import { local } from '../../src/kernel/zoned.js';
import type { TestBot } from './bot.js';
import type { Someone } from './someone.js';

/** What a long time through the whole bot needs: a clock that stops at every prompt, and what was said to whom when. */

/** A message that came by itself. */
export interface Sent {
  /** The user; `#…` for the channel. */
  readonly to: string;
  readonly at: number;
  readonly face: string;
  readonly subject: string;
}

export interface World {
  /** All that came by itself so far, in order. */
  readonly sent: readonly Sent[];
  /** Moves the clock to `to`, stopping at every prompt on the way: everything sent then was sent by a prompt. */
  waitUntil(to: number): Promise<void>;
  /**
   * Those of them that came in their person's quiet hours since this was last asked, but for the one that may: the
   * record's first prompt, at the moment its session ended.
   */
  atNight(): Promise<readonly string[]>;
}

export function worldOf(bot: TestBot): World {
  const sent: Sent[] = [];
  let looked = 0;
  const run = async (at: number): Promise<void> => {
    const before = bot.chat.messages.length;
    bot.clock.set(at);
    await bot.settled();
    const fresh = bot.chat.messages.slice(before);
    if (fresh.length === 0) return;
    await bot.store.read(async (tx) => {
      for (const m of fresh) {
        const posted = await tx.in(bot.programme).posted.find(m.ref);
        // Another programme's.
        if (posted === undefined) continue;
        sent.push({ to: m.address.slice(4), at, face: posted.face, subject: posted.subject });
      }
    });
  };
  /** When the next prompt is due, be it already. */
  const nextPrompt = async (): Promise<number | undefined> => (await bot.store.queue.nextAt(-1, 0)).prompt;
  return {
    sent,
    async waitUntil(to) {
      for (;;) {
        const next = await nextPrompt();
        if (next === undefined || next > to) break;
        await run(Math.max(next, bot.clock.now()));
        if ((await nextPrompt()) === next)
          throw new Error(`a prompt due at ${new Date(next).toISOString()} does not fire`);
      }
      if (to > bot.clock.now()) await run(to);
    },
    async atNight() {
      const fresh = sent.slice(looked);
      looked = sent.length;
      return bot.store.read(async (tx) => {
        const rows = tx.in(bot.programme);
        const programme = await rows.programme.get();
        const everyone = new Map((await rows.people.all()).map((p) => [p.id, p]));
        const loud: string[] = [];
        for (const s of fresh) {
          const person = everyone.get(bot.people.get(s.to) as PersonId);
          if (person === undefined || !isQuiet(s.at, person.zone, mannersOf(person, programme).quiet)) continue;
          const ends = s.face === 'record-prompt' ? await rows.sessions.get(s.subject as SessionId) : undefined;
          if (ends?.endedAt !== s.at) loud.push(`${s.to} ${new Date(s.at).toISOString()} ${s.face} ${s.subject}`);
        }
        return loud;
      });
    },
  };
}

/** Plans a session by word and form, at `at` (ms) by the mentor's clock. Answers whether it was taken. */
export async function plan(
  mentor: Someone,
  mentee: string,
  at: number,
  minutes: number,
  kind: 'standard' | 'first' = 'standard',
): Promise<boolean> {
  const here = local(at, 'Europe/London');
  await mentor.types(`plan @${mentee} ${here.date} ${here.time} ${minutes}m Weekly session`);
  if (mentor.last?.kind !== 'form') return false;
  mentor.fills({ kind });
  await mentor.next();
  const form = mentor.form();
  if (form.problems.length > 0) return false;
  const goals = form.form.steps[1]?.items.find((i) => i.id === 'goals');
  mentor.fills({
    'objectives.0.what': 'Make two calls',
    'objectives.0.measure': 'Two calls stand in the log',
    ...(goals?.kind === 'choice' ? { goals: goals.of.map((o) => o.value) } : {}),
  });
  await mentor.submits();
  if (mentor.last?.kind === 'form') throw new Error(JSON.stringify(mentor.form().problems));
  return true;
}

/** Writes a session's record, its first step only. */
export async function record(mentor: Someone, session: SessionId): Promise<void> {
  await mentor.presses('record.open', { subject: session });
  const items = mentor.form().form.steps[0]?.items ?? [];
  const outcome = items.find((i) => i.id.startsWith('outcome'));
  mentor.fills({
    ...(outcome === undefined ? {} : { [outcome.id]: 'met' }),
    skill: 'active-listening',
    'skill-example': 'I waited.',
    happened: 'Two calls were made.',
    ...(items.some((i) => i.id === 'late-reason') ? { 'late-reason': 'I was ill.' } : {}),
  });
  await mentor.submits();
  if (mentor.last?.kind === 'form') throw new Error(JSON.stringify(mentor.form().problems));
}

/** The session with this mentee that was planned last. */
export async function newest(bot: TestBot, mentee: string): Promise<Session> {
  const [last] = await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const [m] = await rows.mentorships.of(bot.as(mentee).id);
    const all = m === undefined ? [] : await rows.sessions.ofMentorship(m.id);
    return [...all].sort((a, b) => b.plannedAt - a.plannedAt || b.startsAt - a.startsAt);
  });
  if (last === undefined) throw new Error(`nothing is planned with ${mentee}`);
  return last;
}

/** Says how long it took since `from` (ms, `performance.now`) beside what it may on a quiet machine: measured, not asserted. */
export function tellTime(what: string, from: number, barSeconds: number): void {
  const took = (performance.now() - from) / 1000;
  // biome-ignore lint/suspicious/noConsole: the bar of the season, measured
  console.info(`${what} took ${took.toFixed(1)} s (bar ${barSeconds} s).`);
}
