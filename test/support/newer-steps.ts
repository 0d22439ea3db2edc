import { expect } from 'vitest';
import type { Session } from '../../src/domain/session.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { MentorshipId, SessionId } from '../../src/kernel/ids.js';
import { local } from '../../src/kernel/zoned.js';
import type { TestBot } from './bot.js';
import { toTheEnd } from './steps.js';

/** What a mentorship of 0.5.0 has beyond a session and its record, each step taken as a person would. */

type Kind = 'standard' | 'review' | 'restorative';

export async function mentorshipOf(t: TestBot, mentee: string): Promise<MentorshipId> {
  const all = await t.store.read((tx) => tx.in(t.programme).mentorships.of(t.as(mentee).id));
  const live = all.find((m) => m.state === 'active');
  if (live === undefined) throw new Error(`nobody mentors ${mentee}`);
  return live.id;
}

/** Plans one for the day after, at eleven in the morning, with a row of support, and waits until it is over. */
export async function held(t: TestBot, mentor: string, mentee: string, kind: Kind): Promise<SessionId> {
  const m = t.as(mentor);
  const { date } = local(t.clock.now() + day, 'Europe/London');
  const title = `${kind} of ${mentee}`;
  await m.types(`plan @${mentee} ${date} 11:00 45m ${title}`);
  m.fills({ kind });
  for (let i = 0; i < 8 && m.last?.kind === 'form'; i += 1) {
    const { form, step } = m.form();
    const items = form.steps.find((s) => s.id === step)?.items ?? [];
    if (step === 'objectives') {
      m.fills({ 'objectives.0.what': 'Make two calls', 'objectives.0.measure': 'Two calls stand in the log' });
      const goals = items.find((i) => i.id === 'goals');
      if (goals?.kind === 'choice') m.fills({ goals: goals.of.map((o) => o.value) });
    }
    if (items.some((one) => one.kind === 'group' && one.id === 'support'))
      m.fills({ 'support.0.need': `NEED of ${mentee}`, 'support.0.strategy': 'Short breaks' });
    await (form.steps.at(-1)?.id === step ? m.submits() : m.next());
    if (m.last?.kind === 'form') expect([step, m.form().problems]).toEqual([step, []]);
  }
  const session = await t.store.read(async (tx) => {
    const all = await tx.in(t.programme).sessions.ofMentorship(await mentorshipOf(t, mentee));
    return all.filter((s) => s.title === title).sort((a, b) => b.startsAt - a.startsAt)[0] as Session;
  });
  await t.as(mentee).presses('plan.accept', { subject: session.id });
  await t.clock.to(new Date(session.startsAt + 46 * minute).toISOString());
  return session.id;
}

/** Its record, with these answers wherever they are asked for. */
export async function recorded(
  t: TestBot,
  mentor: string,
  session: SessionId,
  more: (asked: readonly string[]) => Readonly<Record<string, string>> = () => ({}),
): Promise<void> {
  const m = t.as(mentor);
  await m.presses('record.open', { subject: session });
  const asked = m.form().form.steps.flatMap((s) => s.items.map((i) => i.id));
  m.fills({
    ...Object.fromEntries(asked.filter((id) => id.startsWith('outcome')).map((id) => [id, 'met'])),
    skill: 'active-listening',
    'skill-example': 'I waited before I spoke.',
    happened: 'We talked it through.',
  });
  for (let i = 0; i < 8 && m.last?.kind === 'form'; i += 1) {
    const { form, step } = m.form();
    m.fills(more((form.steps.find((s) => s.id === step)?.items ?? []).map((one) => one.id)));
    await (form.steps.at(-1)?.id === step ? m.submits() : m.next());
    if (m.last?.kind === 'form') expect([step, m.form().problems]).toEqual([step, []]);
  }
}

/** A promise in a restorative session, with a word on it from each side; levels in a review, from both. */
export async function newerThings(t: TestBot, mentor: string, mentee: string): Promise<void> {
  const [m, them] = [t.as(mentor), t.as(mentee)];
  const made = await held(t, mentor, mentee, 'restorative');
  await recorded(t, mentor, made, (asked) =>
    asked.includes('r-agreed') ? { 'r-agreed': `PROMISE of ${mentee}` } : {},
  );
  for (const [who, word] of [
    [m, 'partly'],
    [them, 'done'],
  ] as const) {
    await who.presses('mentorship.open', { subject: await mentorshipOf(t, mentee) });
    await who.presses('put-right.say');
    await who.fills({ word, note: `NOTE about ${mentee}` }).submits();
  }
  const review = await held(t, mentor, mentee, 'review');
  await recorded(t, mentor, review, (asked) =>
    Object.fromEntries(
      asked
        .filter((id) => /^(level|why)-/.test(id))
        .map((id): readonly [string, string] => [id, id.startsWith('level-') ? '3' : `WHY of ${mentee}`]),
    ),
  );
  await them.presses('goals.rate', { subject: review });
  const levels = them.form().form.steps.flatMap((s) => s.items.flatMap((i) => (/^level-/.test(i.id) ? [i.id] : [])));
  them.fills(Object.fromEntries(levels.map((id) => [id, '4'])));
  await toTheEnd(them);
}
