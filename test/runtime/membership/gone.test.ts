import { afterEach, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { ProgrammeId } from '../../../src/kernel/ids.js';
import type { Profile } from '../../../src/ports/chat.js';
import type { Rows } from '../../../src/ports/store.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { fakeChat } from '../../support/chat.js';
import { agreed, planned } from '../../support/steps.js';

let t: TestBot;
afterEach(() => t.stop());

const said = (reply: unknown): string => JSON.stringify(reply);
const board = async (): Promise<string> => said(await t.as('priya').types('people'));
const rows = <T>(fn: (r: Rows) => Promise<T>, of: ProgrammeId = t.programme): Promise<T> =>
  t.store.read((tx) => fn(tx.in(of)));
const away = { platform: 'web', tenant: 'T-away' } as const;
const removed = (deliveryId: string) =>
  t.bot.hear({
    kind: 'removed',
    everywhere: true,
    deliveryId,
    who: { ...away, user: 'the-bot' },
    surface: { scope: 'direct', form: false },
  });
const writes = (user: string) =>
  t.bot.hear({
    kind: 'command',
    deliveryId: `${user}:${Math.random()}`,
    who: { ...away, user },
    surface: { scope: 'direct', form: true },
    at: 'web:x' as never,
    text: 'home',
    mentions: [],
  });

test('a workspace that took the bot off: noticed once, shown to the coordinator, and as it was when it comes back', async () => {
  const told: string[] = [];
  t = await startBot({
    log: {
      say: (code, more) => void told.push(`${code} ${JSON.stringify(more)}`),
      fault: (code) => void told.push(code),
    },
  });
  await t.store.write((tx) => tx.programmes.install(away.platform, away.tenant, t.programme, 1));
  await writes('nina');
  expect(await board()).not.toContain('Taken off');
  await removed('Ev1');
  await removed('Ev2');
  await removed('Ev1');
  expect(await board()).toMatch(/Taken off.*Install Mentorlog again/);
  expect(told.filter((line) => line.startsWith('installation-removed'))[0]).toBe(
    'installation-removed {"platform":"web"}',
  );
  expect(told.filter((line) => !line.startsWith('installation-removed'))).toEqual([]);
  const entries = await rows((r) => r.audit.of(t.programme));
  expect(entries.filter((e) => e.what === 'installation.removed')).toMatchObject([{ actor: null, subject: 'T-away' }]);
  // Somebody new there comes into the programme that was there before, not into one of its own.
  await writes('omar');
  expect((await rows((r) => r.people.all())).map((p) => p.name)).toEqual(expect.arrayContaining(['nina', 'omar']));
  expect(await board()).not.toContain('Taken off');
});

test('who is no member any more: the coordinator sees it, whoever works with them is told, once; and until they are back', async () => {
  let standing: Profile['standing'] = 'member';
  t = await startBot({
    chat: fakeChat({
      profile: ({ user }) => ({
        name: user,
        zone: 'Europe/London',
        locale: 'en-GB',
        standing: user === 'leo' ? standing : 'member',
      }),
    }),
  });
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo in 5 days 3pm 45m Phone calls');
  await t.clock.pass(day);
  expect(await board()).not.toContain('No longer there');
  standing = 'deactivated';
  await t.clock.pass(day);
  expect(await board()).toMatch(/No longer there.*has no active account any more/);
  const news = () =>
    t
      .as('maya')
      .sees()
      .filter((c) => c.startsWith('# Not reached'));
  expect(news()).toHaveLength(1);
  const asked = t.chat.drawn.length;
  await t.clock.pass(day);
  expect(news()).toHaveLength(1);
  expect(t.chat.drawn.slice(asked).filter((d) => d.message.card.title === 'Not reached')).toEqual([]);
  standing = 'guest';
  await t.clock.pass(day);
  expect(await board()).toContain('is only a guest now');
  standing = 'member';
  await t.clock.pass(day);
  expect(await board()).not.toContain('No longer there');
  // Nobody but the coordinator reads it.
  expect(said(await t.as('maya').types('people'))).not.toContain('No longer');
});

/** A chat that says of each person what the test says; of everybody else that they are members, wherever they are. */
const standings = new Map<string, Profile['standing']>();
const asked: string[] = [];
const everybody = async (zone = 'Europe/London'): Promise<void> => {
  standings.clear();
  t = await startBot({
    chat: fakeChat({
      profile: ({ user }) => {
        asked.push(user);
        return { name: user, zone, locale: 'en-GB', standing: standings.get(user) ?? 'member' };
      },
    }),
  });
};

test.each(['maya', 'leo'])(
  '%s is in an open mentorship and meets nobody about now: that they left is noticed',
  async (user) => {
    await everybody('Asia/Tokyo');
    await agreed(t, 'maya', 'leo');
    await t.clock.pass(day);
    standings.set(user, 'deactivated');
    await t.clock.pass(day);
    expect(await board()).toMatch(/No longer there.*has no active account any more/);
    // Whoever meets nobody is not asked about their zone for it, and whoever mentors nobody is not looked at.
    expect(t.as('maya').card('Are you somewhere else')).toBeUndefined();
    expect(asked).not.toContain('tom');
  },
);

test('a member who was made a guest is told so at whatever they press, and goes on once they are a member again', async () => {
  await everybody();
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo in 5 days 3pm 45m Phone calls');
  standings.set('leo', 'guest');
  await t.clock.pass(day);
  expect(await board()).toContain('is only a guest now');
  const leo = t.as('leo');
  const answer = async () => (await rows((r) => r.sessions.all()))[0]?.attendees[0]?.answer;
  for (const act of [() => leo.presses('plan.accept'), () => leo.types('home')]) {
    await act();
    expect(said(leo.last)).toMatch(/only a guest’s now.*Ask your coordinator/);
  }
  expect(await answer()).toBe('asked');
  // They are no stranger: they stand on the board once. And a concern is for everybody.
  expect(await board()).not.toContain('a guest here');
  await leo.types('concern');
  expect(said(leo.last)).toContain('999');
  standings.delete('leo');
  await leo.presses('plan.accept');
  expect(await answer()).toBe('accepted');
  expect(await board()).not.toContain('No longer there');
});
