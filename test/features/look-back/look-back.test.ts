import { afterEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { goalsLookedBackOn, stepsTaken } from '../../../src/domain/look-back.js';
import { actionSubject } from '../../../src/domain/subjects.js';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { Browser, linkOf } from '../../support/holder.js';
import { addressIn, openLinks } from '../../support/links-world.js';
import { held, mentorshipOf, recorded } from '../../support/newer-steps.js';
import { outsideWorld } from '../../support/outside-world.js';
import { agreed, planned, proposed } from '../../support/steps.js';
import { hiddenOf, Visitor } from '../../support/visitor.js';

/** A mentee's own page at the end (docs/field.md#looking-back). */

let t: TestBot;
let stop: () => Promise<void>;
afterEach(() => stop?.());
async function begins(): Promise<void> {
  t = await startBot();
  stop = () => t.stop();
}

const words = (reply: Reply | undefined): string => {
  const card = reply === undefined ? undefined : 'card' in reply ? reply.card : 'say' in reply ? reply.say : undefined;
  const named = (id: string) => ({ name: [...t.people].find(([, p]) => p === id)?.[0] ?? id });
  const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB', named };
  return card === undefined ? '' : cardText(card, reader as never);
};
const offers = (): number =>
  t
    .as('leo')
    .sees()
    .filter((m) => m.startsWith('# Looking back')).length;
const secret = /SECRET|my own words/;

/** One session with a step of Leo's, which he ticks off; he says where his goal is. */
async function withSteps(): Promise<MentorshipId> {
  await agreed(t, 'maya', 'leo');
  const id = await mentorshipOf(t, 'leo');
  const session = await held(t, 'maya', 'leo', 'standard');
  await recorded(t, 'maya', session, (asked) =>
    asked.includes('actions') ? { 'actions.0.what': 'Ring the college', 'actions.0.owner': 'mentee' } : {},
  );
  const leo = t.as('leo');
  const [m, record] = await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const m = await rows.mentorships.get(id);
    const goal = m?.goals[0]?.id;
    const level = { id: 'level1', mentorship: id, goal, level: 4, by: leo.id, at: t.clock.now(), session, why: '' };
    await rows.goalLevels.add([level as never]);
    return [m, await rows.records.get(session)] as const;
  });
  expect(m?.goals).toHaveLength(1);
  await leo.presses('record.action-done', {
    subject: actionSubject.write({ session, action: record?.body.actions[0]?.key ?? '' }),
  });
  return id;
}

test('it ends, and the day after the mentee is offered a page: goals, steps, their words, to keep or throw away', async () => {
  await begins();
  const m = await withSteps();
  const [maya, leo] = [t.as('maya'), t.as('leo')];
  await maya.presses('mentorship.end', { subject: m, arg: 'yes' });
  await t.settled();
  expect(offers()).toBe(0);
  // The day after is the review's.
  await t.clock.pass(26 * 3_600_000);
  expect(offers()).toBe(0);
  await t.clock.pass(24 * 3_600_000);
  expect(offers()).toBe(1);
  const before = await t.store.read(async (tx) => (await tx.in(t.programme).audit.of(m)).length);

  await leo.presses('look-back.open');
  const page = words(leo.last);
  expect(page).toMatch(/You and maya worked together from/);
  expect(page).toContain(
    'Make phone calls alone\nIt began at 2 of 5 (a little). Now it is at 4 of 5 (most of the time).',
  );
  expect(page).toContain('Ring the college');

  await leo.presses('look-back.write');
  expect(JSON.stringify(leo.form().form.steps[0]?.items[0])).toContain('Only you can read this');
  await leo
    .fills({ words: 'SECRET: I can ring people.', 'steps.0.what': 'I rang the college, my own words' })
    .submits();
  expect(words(leo.last)).toContain('Your page is saved');
  await t.settled();
  await leo.presses('look-back.open');
  expect(words(leo.last)).toContain('SECRET: I can ring people.');
  expect(words(leo.last)).toContain('I rang the college, my own words');
  expect(t.as('leo').card('look-back.open')?.title).toBe('Looking back');

  // Nobody else opens it, finds it or hears of it; no chain says that it is there.
  for (const who of ['maya', 'priya'] as const) {
    const them = t.as(who);
    for (const verb of ['open', 'write', 'file', 'no-thanks', 'throw-away'] as const) {
      await them.presses(`look-back.${verb}`, { subject: m, arg: 'yes' });
      expect([who, verb, words(them.last)]).toEqual([who, verb, expect.stringContaining('only. Nothing has changed.')]);
    }
    const views = [];
    for (const typed of ['home', 'past', 'people @leo']) views.push(JSON.stringify(await them.types(typed)));
    await them.presses('mentorship.open', { subject: m });
    views.push(JSON.stringify(them.last), ...them.sees());
    expect(views.join()).not.toMatch(/look-back|Looking back/i);
    expect(views.join()).not.toMatch(secret);
  }
  expect(
    await t.store.read(async (tx) => (await tx.in(t.programme).audit.of(m)).filter((e) => /look/.test(e.what))),
  ).toEqual([]);
  expect(await t.store.read(async (tx) => (await tx.in(t.programme).audit.of(m)).length)).toBeGreaterThanOrEqual(
    before,
  );
  // A message holds none of it.
  expect(leo.sees().join()).not.toMatch(secret);

  await leo.presses('data.open', { subject: '-' });
  expect(words(leo.last)).toContain('Your pages to look back: 1');
  expect(words(leo.last)).toContain('Your page to look back: you, and nobody else.');

  await leo.presses('look-back.throw-away', { subject: m });
  expect(words(leo.last)).toContain('What you wrote on it is gone then');
  await leo.presses('look-back.throw-away', { subject: m, arg: 'yes' });
  expect(await t.store.read((tx) => tx.in(t.programme).lookBacks.get(m))).toBeUndefined();
  await t.settled();
  expect(leo.sees().find((said) => said.startsWith('# Looking back'))).toContain('I won’t ask again.');
  await t.clock.pass(5 * 86_400_000);
  expect(offers()).toBe(1);
});

test('“no thanks” ends it; the way stays open for whoever thinks again, and an erasure takes the page', async () => {
  await begins();
  await agreed(t, 'maya', 'leo');
  const m = await mentorshipOf(t, 'leo');
  await t.as('leo').presses('mentorship.end', { subject: m, arg: 'yes' });
  await t.clock.pass(26 * 3_600_000);
  await t.as('leo').presses('look-back.no-thanks');
  await t.settled();
  expect(t.as('leo').sees().at(-1)).toContain('That is fine. I won’t ask again.');
  await t.clock.pass(5 * 86_400_000);
  expect(offers()).toBe(1);
  const leo = t.as('leo');
  await leo.presses('mentorship.open', { subject: m });
  await leo.presses('look-back.open');
  // One with no session and no record gets a page too.
  expect(words(leo.last)).toContain('You and maya worked together');
  expect(words(leo.last)).not.toMatch(/steps i took|not yet|nothing|no goal|0 session/i);
  await leo.presses('look-back.write');
  await leo.fills({ words: 'SECRET' }).submits();
  await t.as('priya').presses('data.erase', { subject: leo.id });
  await t.as('priya').erases({ subject: leo.id, arg: 'yes' });
  expect(await t.store.read((tx) => tx.in(t.programme).lookBacks.get(m))).toBeUndefined();
});

/** A session to say goodbye in, planned for tomorrow at three. */
async function lastPlanned(): Promise<void> {
  const maya = t.as('maya');
  const { types } = maya;
  maya.types = async (...typed) => {
    const reply = await types(...typed);
    maya.fills({ kind: 'ending' });
    return reply;
  };
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Saying goodbye');
  maya.types = types;
}

test.each([
  ['was called off', undefined, { state: 'cancelled' }],
  ['did not take place', undefined, { state: 'not-held' }],
  ['took place without them', [], { state: 'ended' }],
] as const)('a last meeting that %s brings no offer', async (_how, attended, now) => {
  await begins();
  await agreed(t, 'maya', 'leo');
  await lastPlanned();
  await t.clock.to('2026-11-24T15:46:00Z');
  const [session] = await t.store.read((tx) => tx.in(t.programme).sessions.all());
  if (session === undefined) throw new Error('nothing is planned');
  if (attended !== undefined) await recorded(t, 'maya', session.id);
  await t.store.write(async (tx) => {
    const { sessions, records } = tx.in(t.programme);
    const before = (await sessions.get(session.id)) ?? session;
    await sessions.save({ ...before, ...now, revision: before.revision + 1 });
    const [head, record] = [await records.head(session.id), await records.get(session.id)];
    if (head !== undefined && record !== undefined && attended !== undefined)
      await records.add(
        { ...head, version: head.version + 1 },
        { ...record, version: record.version + 1, body: { ...record.body, attended } },
      );
  });
  // Working days, when whoever was there is offered one.
  for (const date of ['2026-11-25', '2026-11-26', '2026-11-27']) await t.clock.to(`${date}T12:01:00Z`);
  expect(offers()).toBe(0);
});

test('after an ending session too, once; on a day that is taken it waits for the next', async () => {
  await begins();
  await agreed(t, 'maya', 'leo');
  const m = await mentorshipOf(t, 'leo');
  const maya = t.as('maya');
  await lastPlanned();
  await t.clock.to('2026-11-24T15:46:00Z');
  await t.clock.to('2026-11-25T11:00:00Z');
  // The coordinator’s own message is that day’s.
  await t.as('priya').presses('people.nudge', { subject: t.as('leo').id });
  await t.clock.to('2026-11-25T20:00:00Z');
  expect(offers()).toBe(0);
  await t.clock.to('2026-11-26T12:01:00Z');
  expect(offers()).toBe(1);
  expect(t.as('leo').sees().at(-1)).toContain('have had your last meeting');
  await maya.presses('mentorship.end', { subject: m, arg: 'yes' });
  await t.clock.pass(4 * 86_400_000);
  expect(offers()).toBe(1);
});

test('what was taken back before anybody signed brings no offer', async () => {
  await begins();
  await proposed(t, 'maya', 'leo');
  const [m] = await t.store.read((tx) => tx.in(t.programme).mentorships.of(t.as('leo').id));
  await t.as('maya').presses('mentorship.end', { subject: m?.id ?? '', arg: 'yes' });
  await t.clock.pass(4 * 86_400_000);
  expect(offers()).toBe(0);
});

test('where there is an address they print it or save it as a file, by a link of their own for a day', async () => {
  const w = await openLinks();
  t = w.bot;
  stop = () => w.stop();
  await agreed(t, 'maya', 'leo');
  const m = await mentorshipOf(t, 'leo');
  const leo = t.as('leo');
  await leo.presses('mentorship.end', { subject: m, arg: 'yes' });
  await leo.presses('look-back.write', { subject: m });
  await leo.fills({ words: 'SECRET: I can ring people.' }).submits();
  await leo.presses('look-back.file', { subject: m });
  const address = addressIn(leo.last);
  const visitor = new Visitor(w.site, address);
  const landing = await visitor.opens();
  expect(landing.html).not.toMatch(secret);
  expect(landing.html).not.toContain('works once');
  const page = await visitor.begins();
  expect(page.html).toContain('SECRET: I can ring people.');
  const file = await visitor.sends({});
  expect(file.headers.get('content-disposition')).toBe('attachment; filename="looking-back.txt"');
  expect(file.html).toMatch(/^Looking back\n/);
  expect(file.html).toContain('\nWhat I take with me\nSECRET: I can ring people.\n');
  await t.clock.pass(25 * 3_600_000);
  expect((await visitor.opens()).html).toContain('make a new one where you made this one');
  // They have a page already: nobody offers them one.
  await t.clock.pass(4 * 86_400_000);
  expect(offers()).toBe(0);
});

test('who has no account finds it on their own page, and saves it there; the mentor is told that they may, and no more', async () => {
  const world = await outsideWorld();
  t = world.bot;
  stop = () => world.stop();
  const kai = new Browser(world.site);
  const { address, code } = await linkOf(t, world.kai);
  await kai.opens(address);
  await kai.enters(address, code);
  const [m] = await t.store.read((tx) => tx.in(t.programme).mentorships.of(world.kai));
  await t.as('maya').presses('mentorship.end', { subject: m?.id ?? '', arg: 'yes' });
  await t.clock.pass(26 * 3_600_000);
  const told = t.as('maya').sees();
  expect(told.filter((s) => /look back on your mentoring/.test(s))).toHaveLength(1);
  await kai.opens(address);
  await kai.presses('Look back');
  expect(kai.words).toContain('You and @Maya Okafor worked together');
  await kai.presses('Write in it and save');
  const fields = hiddenOf(kai.page.html);
  fields.set('v.words', 'SECRET: I can ring people.');
  fields.set('move', 'submit');
  await kai.posts(/<form[^>]*action="([^"]*\/form)"/.exec(kai.page.html)?.[1] ?? '', fields);
  expect(kai.words).toContain('Your page is saved');
  await kai.opens(address);
  await kai.presses('Look back');
  expect(kai.words).toContain('SECRET: I can ring people.');
  await kai.presses('Save a copy');
  expect(kai.page.headers.get('content-disposition')).toContain('looking-back.txt');
  expect(kai.page.html).toContain('SECRET: I can ring people.');
  expect(t.as('maya').sees().join()).not.toMatch(secret);
});

test('goals that were let go, steps that were not taken, and what others said are not on it', () => {
  const goal = (id: string, more: object) => ({
    id,
    what: id,
    how: '',
    baseline: 2,
    target: 4,
    menteeBaseline: null,
    proposedBy: 'maya',
    state: 'agreed',
    ...more,
  });
  const level = (goal: string, by: string, n: number | null, at: number) => ({
    id: `${goal}${at}`,
    mentorship: 'm',
    goal,
    level: n,
    by,
    at,
    session: null,
    why: '',
  });
  const m = {
    mentor: 'maya',
    mentee: 'leo',
    goals: [
      goal('own', { menteeBaseline: 1 }),
      goal('theirs', {}),
      goal('kept', { menteeBaseline: 3 }),
      goal('gone', { state: 'dropped' }),
      goal('new', { state: 'proposed' }),
    ],
  } as never;
  const levels = [
    level('own', 'leo', 2, 1),
    level('own', 'maya', 5, 2),
    level('own', 'leo', 4, 3),
    level('theirs', 'leo', 3, 4),
  ];
  expect(goalsLookedBackOn(m, levels as never).map(({ what, began, now }) => [what, began, now])).toEqual([
    ['own', 1, 4],
    ['theirs', 2, 3],
    ['kept', 3, null],
  ]);
  const session = { id: 's', startsAt: 1, attendees: [{ mentee: 'leo' }] };
  const body = (attended: readonly string[]) =>
    ({
      attended,
      actions: [
        { key: 'a', what: 'Done by them', owner: 'mentee' },
        { key: 'b', what: 'Not done', owner: 'mentee' },
        { key: 'c', what: 'The mentor’s', owner: 'mentor' },
      ],
    }) as never;
  const steps = (attended: readonly string[]) =>
    stepsTaken(m, [session] as never, new Map([['s', { body: body(attended) }]]) as never, new Set(['s/a', 's/c']));
  expect(steps(['leo']).map((s) => s.what)).toEqual(['Done by them']);
  expect(steps([])).toEqual([]);
});
