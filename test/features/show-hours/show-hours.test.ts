import { afterAll, beforeAll, expect, test } from 'vitest';
import { addAllocation } from '../../support/allocate.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

let w: FeedbackWorld;
beforeAll(async () => {
  w = await feedbackWorld(
    [{ user: 'ivy', name: 'Ivy Quill', roles: ['iqa'] }],
    [
      ['maya', 'leo'],
      ['maya', 'aisha'],
      ['tom', 'sam'],
    ],
  );
  const leo = { said: { confirmation: 'confirmed', confirmedMinutes: 45 } } as const;
  await w.held({ at: '2026-11-16T10:00:00Z', ...leo });
  await w.held({ at: '2026-11-17T10:00:00Z', mentees: ['leo', 'aisha'], minutes: 60, skills: ['active-listening'] });
  await w.held({
    at: '2026-11-18T10:00:00Z',
    mentees: ['aisha'],
    said: { confirmation: 'different', confirmedMinutes: 30 },
  });
  await w.held({ at: '2026-11-19T10:00:00Z', recorded: null });
  await w.held({ at: '2026-11-19T12:00:00Z', attended: [] });
  await w.held({ at: '2026-11-20T10:00:00Z', session: { state: 'cancelled' }, recorded: null });
  await w.held({ at: '2026-11-20T12:00:00Z', session: { plannedAt: Date.parse('2026-11-20T12:01:00Z') } });
  await w.held({ at: '2026-11-10T10:00:00Z' });
  await w.held({ at: '2026-11-18T14:00:00Z', mentor: 'tom', mentees: ['sam'] });
});
afterAll(() => w.stop());

const text = (user: string): string => {
  const last = w.as(user).last;
  if (last?.kind !== 'panel') throw new Error(`no panel: ${JSON.stringify(last)}`);
  return w.aloud(last.card);
};

test('the portfolio first, then each mentee, with what does not count and why', async () => {
  await w.as('maya').types('hours');
  const panel = text('maya');
  expect(panel).toContain('Delivered: 1 h 45 min of 6 h');
  const [all = '', ...each] = panel.split(/(?=^Leo Brandt$|^Aisha Rahman$)/m);
  expect(all).toContain('Delivered: 1 h 45 min\nConfirmed: 45 min\nNot answered: 1 h\nDisputed: 45 min');
  expect(each[0] ?? '').toMatch(/Delivered: /);
  const leo = each.find((e) => e.startsWith('Leo')) ?? '';
  const aisha = each.find((e) => e.startsWith('Aisha')) ?? '';
  expect(leo).toContain('Delivered: 1 h 45 min\nConfirmed: 45 min\nNot answered: 1 h\nDisputed: 0 min');
  expect(aisha).toContain('Delivered: 1 h\nConfirmed: 0 min\nNot answered: 1 h\nDisputed: 45 min');
  for (const why of [
    'waiting, as the lengths differ (mentor 45 min, mentee 30 min)',
    'no record yet',
    'nobody came',
    'cancelled',
    'no plan was made before it began',
    'not agreed by both in time',
  ])
    expect(panel).toContain(why);
  expect(panel).toContain('SECRET goal of leo: 2 sessions, 1 h 45 min.');
  expect(panel).toContain('SECRET goal of aisha: 1 session, 1 h.');
  expect(panel).toContain('Goal setting: 1 session.');
  expect(panel).toContain('Active listening: 1 session.');
  expect(panel).toContain('Not on record yet: Open questioning');
  expect(panel).not.toContain('Sam Whitfield');
});

test('a mentee sees their own and nothing of another', async () => {
  await w.as('leo').types('hours');
  const panel = text('leo');
  expect(panel).toContain('With Maya Okafor');
  expect(panel).toContain('Delivered: 1 h 45 min\nConfirmed: 45 min');
  expect(panel).not.toContain('Aisha');
  expect(panel).not.toContain('of 6 h');
  expect(panel).not.toContain('mentee 30 min');
  await w.as('leo').presses('hours.read', { subject: w.mentorship('aisha') });
  expect(w.said('leo')).toContain('Nothing has changed');
  await w.as('leo').presses('hours.read', { subject: 'no-such' });
  expect(w.said('leo')).toContain('no longer here');
});

test('the coordinator sees every mentor, and the lengths to settle', async () => {
  await w.as('priya').types('hours');
  const panel = text('priya');
  expect(panel).toContain('Maya Okafor: 1 h 45 min of 6 h delivered, 45 min confirmed');
  expect(panel).toContain('Tom Hughes: 45 min of 6 h delivered');
  expect(panel).toContain('Delivered: 2 h 30 min');
  expect(panel).toContain('[Record an outcome]');
  expect(panel).not.toContain('SECRET');
});

test('on a page the mentors are a table, with whom the hours are for', async () => {
  await w.as('priya').types('hours', { page: true });
  const { last } = w.as('priya');
  const table = last?.kind === 'panel' ? last.card.blocks.find((b) => b.kind === 'table') : undefined;
  expect(table?.columns).toEqual(['Mentor', 'Mentees', 'Delivered', 'Target', 'Confirmed', 'Not answered', 'Disputed']);
  expect(text('priya')).toContain('Maya Okafor | Leo Brandt, Aisha Rahman | 1 h 45 min | 6 h | 45 min | 1 h | 45 min');
  expect(text('priya')).toContain('Tom Hughes | Sam Whitfield | 45 min | 6 h |');
  expect(text('priya')).toContain('[Record an outcome]');
  // A message has no room for one.
  const brief = last?.kind === 'panel' ? last.inMessage : undefined;
  expect(brief?.blocks.some((b) => b.kind === 'list')).toBe(true);
  expect(brief?.blocks.some((b) => b.kind === 'table')).toBe(false);
});

test('a quality assurer reads those of who is allocated, in a table with its pages, and settles nothing', async () => {
  await w.as('ivy').types('hours');
  expect(text('ivy')).toContain('Nobody has been allocated to you yet: ask your coordinator.');
  await w.change(async (rows) => {
    const [portfolio] = await rows.portfolios.ofMentor(w.id('maya'));
    await addAllocation(rows, w.programme, w.id('ivy'), 'iqa', { portfolio: portfolio?.id ?? null });
  });
  await w.as('ivy').types('hours');
  expect(text('ivy')).toContain('Allocated to you');
  expect(text('ivy')).toContain('Maya Okafor: 1 h 45 min');
  expect(text('ivy')).not.toContain('Tom Hughes');
  expect(text('ivy')).not.toContain('[Record an outcome]');
  expect(text('ivy')).toContain('Lengths that differ');
  await w.as('ivy').types('hours', { page: true });
  expect(text('ivy')).toContain('Maya Okafor | Leo Brandt, Aisha Rahman | 1 h 45 min | 6 h | 45 min | 1 h | 45 min');
});

test('who has none is told what to do', async () => {
  await w.as('grace').types('hours');
  expect(w.said('grace')).toContain('no hours here');
});

test('a mentor’s card of one mentorship opens the portfolio', async () => {
  await w.as('maya').presses('hours.read', { subject: w.mentorship('leo') });
  expect(text('maya')).toContain('All mentees together');
  await w.as('tom').presses('hours.read', { subject: w.mentorship('leo') });
  expect(w.said('tom')).toContain('Nothing has changed');
});
