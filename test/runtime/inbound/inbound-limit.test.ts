import { afterEach, describe, expect, test } from 'vitest';
import type { Inbound } from '../../../src/chat/inbound.js';
import { minute } from '../../../src/kernel/clock.js';
import { localTenant } from '../../../src/local/sample-people.js';
import type { Profile } from '../../../src/ports/chat.js';
import { alone, type News } from '../../../src/ports/replicas.js';
import { inboundLimit, mostInAMinute, toldAfter } from '../../../src/runtime/inbound/inbound-limit.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf, fakeChat } from '../../support/chat.js';

const who = (user: string) => ({ platform: 'slack', tenant: 'T1', user }) as const;

describe('how fast one account may go', () => {
  test('a minute’s worth at once, then as time gives it back, and nobody pays for another', () => {
    let now = 1_000_000;
    const p = inboundLimit({ now: () => now }, alone);
    const taken = (user: string, times: number): number =>
      Array.from({ length: times }, () => p.allows(who(user))).filter(Boolean).length;
    expect(taken('a', mostInAMinute + 40)).toBe(mostInAMinute);
    expect(taken('b', 5)).toBe(5);
    now += minute / 10;
    expect(taken('a', 40)).toBe(mostInAMinute / 10);
    now += 60 * minute;
    expect(taken('a', mostInAMinute + 40)).toBe(mostInAMinute);
    // A clock that jumps back neither frees nor stops anybody for good.
    now -= 30 * minute;
    expect(p.allows(who('a'))).toBe(false);
    now += minute;
    expect(p.allows(who('a'))).toBe(true);
  });

  test('those who have rested are forgotten, the others are not', () => {
    let now = 0;
    const p = inboundLimit({ now: () => now }, alone);
    for (let i = 0; i < mostInAMinute; i += 1) p.allows(who('busy'));
    for (let i = 0; i < 10_100; i += 1) p.allows(who(`u${i}`));
    expect(p.allows(who('busy'))).toBe(false);
    now += 2 * minute;
    expect(p.allows(who('busy'))).toBe(true);
  });
});

/** So many programs, each of which hears what the others tell. */
function programs(many: number, now: () => number) {
  const told: News[] = [];
  const all = Array.from({ length: many }, (_, me) =>
    inboundLimit(
      { now },
      {
        tell(news) {
          told.push(news);
          if (news.what === 'pace') for (const [other, one] of all.entries()) if (other !== me) one.spent(news);
        },
      },
    ),
  );
  return { all, told };
}

describe('how fast one account may go where several programs hear it', () => {
  test.each([
    ['all at one of two', 2, (i: number) => i * 0],
    ['in turn at two', 2, (i: number) => i % 2],
    ['in turn at three', 3, (i: number) => i % 3],
    ['at one, and then at the other', 2, (i: number) => (i < 100 ? 0 : 1)],
  ])('%s: no more than a minute’s worth and what is not told yet, and the same in the next minute', (_, many, at) => {
    let now = 1_000_000;
    const { all, told } = programs(many, () => now);
    const heard = (): number =>
      Array.from({ length: 200 }, (_, i) => all[at(i)]?.allows(who('a'))).filter((yes) => yes === true).length;
    const most = mostInAMinute + (many - 1) * toldAfter;
    for (let minutes = 0; minutes < 5; minutes += 1) {
      const allowed = heard();
      expect(allowed).toBeGreaterThanOrEqual(mostInAMinute - many * toldAfter);
      expect(allowed).toBeLessThanOrEqual(most);
      now += minute;
    }
    expect(JSON.stringify(told)).not.toMatch(/slack|T1|"a"/);
    expect(all.every((one) => one.allows(who('b')))).toBe(true);
  });

  test('whoever acts as people do is told to nobody, however long they go on', () => {
    let now = 1_000_000;
    const { all, told } = programs(2, () => now);
    for (let i = 0; i < 2_000; i += 1) {
      expect(all[0]?.allows(who('a'))).toBe(true);
      now += minute / 30;
    }
    expect(told).toEqual([]);
  });
});

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});
const said = (reply: unknown): string => JSON.stringify(reply);

test('at the door: a sentence, nothing done, a concern heard all the same, and soon again', async () => {
  t = await startBot();
  const maya = t.as('maya');
  for (let i = 0; i < mostInAMinute; i += 1) await maya.types('nonsense');
  expect(said(await maya.types('home'))).toContain('That was a lot at once. Wait a minute');
  expect(said(await t.as('leo').types('home'))).not.toContain('a lot at once');
  expect((await maya.types('concern')).kind).toBe('panel');
  const passed = await maya.presses('concern.passed', { subject: '-' });
  expect(said(passed)).not.toContain('a lot at once');
  const answer = await t.bot.hear({
    kind: 'command',
    deliveryId: 'x',
    who: { platform: 'web', tenant: localTenant, user: 'maya' },
    surface: { scope: 'direct', form: true },
    at: directOf('maya'),
    text: 'home',
    mentions: [],
  });
  expect(answer.undone).toBe(true);
  t.clock.set(t.clock.now() + minute);
  expect(said(await maya.types('home'))).not.toContain('a lot at once');
});

describe('who cannot take part from their account', () => {
  const standings: Readonly<Record<string, Profile['standing']>> = {
    gwen: 'guest',
    otto: 'outsider',
    dora: 'deactivated',
    robo: 'bot',
  };
  const begun = async (): Promise<TestBot> =>
    startBot({
      chat: fakeChat({
        profile: ({ user }) => ({
          name: `${user[0]?.toUpperCase()}${user.slice(1)} Somebody`,
          zone: 'Europe/London',
          locale: 'en-GB',
          standing: standings[user] ?? 'member',
        }),
      }),
    });

  test('each gets a sentence, and the coordinator sees them under people: once each, and no bots', async () => {
    t = await begun();
    for (const user of ['gwen', 'otto', 'dora', 'robo', 'gwen']) {
      const reply = await t.as(user).types('home');
      expect(said(reply), user).toMatch(/Guests cannot|another organisation|no longer active|Only people/);
    }
    const people = said(await t.as('priya').types('people'));
    expect(people).toContain('Asked to join but cannot');
    for (const name of ['Gwen Somebody', 'Otto Somebody', 'Dora Somebody'])
      expect(people.split(name).length - 1, name).toBe(1);
    expect(people).not.toContain('Robo');
    expect(people).toContain('a guest here');
    // Nobody but the coordinator.
    expect(said(await t.as('maya').types('people'))).not.toContain('Gwen');
  });

  test('who was let in after all, and is erased, is not named there again', async () => {
    const bot = await begun();
    t = bot;
    const gwen = bot.as('gwen');
    await gwen.types('home');
    (standings as Record<string, Profile['standing']>).gwen = 'member';
    await gwen.types('home');
    (standings as Record<string, Profile['standing']>).gwen = 'guest';
    const priya = bot.as('priya');
    const everybody = await bot.store.read((tx) => tx.in(bot.programme).people.all());
    const subject = everybody.find((p) => p.name === 'Gwen Somebody')?.id ?? '';
    await priya.erases({ subject, arg: 'yes' });
    expect(said(priya.last)).toContain('It is done');
    expect(said(await priya.types('people'))).not.toContain('Gwen');
  });

  test('who has become a member since is not on the list', async () => {
    t = await begun();
    await t.as('gwen').types('home');
    (standings as Record<string, Profile['standing']>).gwen = 'member';
    await t.as('gwen').types('home');
    expect(said(await t.as('priya').types('people'))).not.toContain('Asked to join but cannot');
    (standings as Record<string, Profile['standing']>).gwen = 'guest';
  });

  test('an event of the platform itself is never held up', async () => {
    t = await startBot();
    const event: Inbound = {
      kind: 'removed',
      deliveryId: 'gone',
      who: { platform: 'web', tenant: localTenant, user: 'maya' },
      surface: { scope: 'direct', form: false },
    };
    for (let i = 0; i < mostInAMinute + 1; i += 1) await t.as('maya').types('nonsense');
    expect((await t.bot.hear(event)).undone).toBeUndefined();
  });
});
