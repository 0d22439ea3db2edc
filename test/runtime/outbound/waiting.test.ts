import { describe, expect, test } from 'vitest';
import { usualDailyCap } from '../../../src/domain/prompt-schedule.js';
import { nudgePrompt } from '../../../src/domain/subjects.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { Refused } from '../../../src/kernel/errors.js';
import { cannotTell, NotNow, revoked, type Sent } from '../../../src/ports/chat.js';
import { mostAttempts } from '../../../src/runtime/outbound/outbox.js';
import { directOf } from '../../support/chat.js';
import { away, ends, open, pair, remind, reminders, restarted, t, throws, undelivered } from './waiting-world.js';

/** What is known not to have arrived waits until it expires; only tries that may have arrived are counted. */

describe('what surely did not arrive waits, however often it is tried', () => {
  test.each<readonly [string, 'send' | 'openDirect', Sent | (() => never)]>([
    ['too many in a conversation', 'send', { kind: 'refused', scope: 'conversation', retryAfterMs: 1_000 }],
    ['too many, without saying for how long', 'send', { kind: 'refused', scope: 'conversation' }],
    ['too many in the workspace', 'send', { kind: 'refused', scope: 'workspace', retryAfterMs: 1_000 }],
    ['nobody answers', 'send', away],
    ['not let in any more', 'send', { kind: 'gone', why: 'revoked' }],
    ['nobody answers as its conversation is opened', 'openDirect', throws(new NotNow('x', 'Later.', away as never))],
    [
      'too many conversations are opened',
      'openDirect',
      throws(new NotNow('x', 'Later.', { kind: 'refused', scope: 'workspace', retryAfterMs: 1_000 })),
    ],
    ['its conversation hangs as it is opened', 'openDirect', throws(new NotNow('x', 'Later.', { kind: 'ambiguous' }))],
    ['not let in as its conversation is opened', 'openDirect', throws(new Refused(revoked, 'Not let in.'))],
    ['a fault of ours before anything is sent', 'openDirect', throws(new Error('ours'))],
  ])('%s', async (_, of, how) => {
    const session = await pair();
    const before = reminders('leo');
    const broken = ends(how, of);
    await remind(session, 'leo');
    for (let n = 0; n < 60; n += 1) await t.clock.pass(minute);
    expect(broken.at.length).toBeGreaterThan(mostAttempts);
    // At least once a minute, and not much oftener.
    expect(broken.at.length).toBeLessThan(130);
    expect(await undelivered()).toEqual([]);
    broken.over();
    await t.clock.pass(minute);
    expect(reminders('leo')).toBe(before + 1);
    expect(await open()).toBe(0);
  });

  test('beside tries that may have arrived, only those count', async () => {
    const session = await pair();
    const before = reminders('leo');
    for (let n = 0; n < mostAttempts - 1; n += 1)
      t.chat.faults.push(
        { sent: { kind: 'ambiguous' } },
        { sent: { kind: 'refused', scope: 'conversation' } },
        { sent: { kind: 'refused', scope: 'conversation' } },
      );
    await remind(session, 'leo');
    // Before the next reminder falls due of itself.
    for (let n = 0; n < 200 && reminders('leo') === before; n += 1) await t.clock.pass(minute);
    expect(t.chat.faults).toEqual([]);
    expect(await undelivered()).toEqual([]);
    expect(reminders('leo')).toBe(before + 1);
  });

  test('one more that may have arrived is one too many, and is told', async () => {
    const session = await pair();
    for (let n = 0; n < mostAttempts; n += 1) t.chat.faults.push({ sent: { kind: 'ambiguous' } });
    await remind(session, 'leo');
    for (let n = 0; n < 400 && t.chat.faults.length > 0; n += 1) await t.clock.pass(minute);
    await t.clock.to('2026-11-24T09:00:00Z');
    expect((await undelivered()).map((r) => r.state)).toEqual(['failed']);
    expect(t.as('leo').card('A message did not reach you')).toBeDefined();
    expect(t.as('priya').card('Not delivered')).toBeDefined();
  });
});

describe('whom to tell of a concern, which may have arrived', () => {
  const missed = (): Promise<void> =>
    t.store.write((tx) =>
      tx.in(t.programme).outbox.add({
        face: 'concern-missed',
        subject: 'a-miss',
        to: { person: t.as('leo').id },
        at: t.clock.now(),
        sensitive: false,
        expiresAt: t.clock.now() + day,
      }),
    );
  const told = () => t.as('leo').card('Worried about someone?');

  test('goes on after as many tries as end any other', async () => {
    await pair();
    for (let n = 0; n < mostAttempts + 6; n += 1) t.chat.faults.push({ sent: { kind: 'ambiguous' } });
    await missed();
    for (let n = 0; n < 400 && t.chat.faults.length > 0; n += 1) await t.clock.pass(minute);
    expect(t.chat.faults).toEqual([]);
    expect([told(), await undelivered()]).toEqual([undefined, []]);
    for (let n = 0; n < 30 && told() === undefined; n += 1) await t.clock.pass(minute);
    expect(told()).toBeDefined();
  });

  test('ends a day later, and is told', async () => {
    await pair();
    ends({ kind: 'ambiguous' });
    await missed();
    for (let n = 0; n < 23; n += 1) await t.clock.pass(hour);
    expect(await undelivered()).toEqual([]);
    for (let n = 0; n < 12; n += 1) await t.clock.pass(10 * minute);
    expect((await undelivered()).filter((r) => r.face === 'concern-missed').map((r) => r.state)).toEqual(['expired']);
  });

  test('is sent again where the platform cannot tell whether it arrived', async () => {
    await pair();
    t.chat.wasSent = async () => throws(new Refused(cannotTell, ''))();
    t.chat.faults.push({ sent: { kind: 'ambiguous' } });
    await missed();
    for (let n = 0; n < 40 && told() === undefined; n += 1) await t.clock.pass(minute);
    expect(told()).toBeDefined();
  });
});

describe('a platform that is away', () => {
  const users = ['maya', 'leo', 'tom', 'aisha', 'sam', 'priya'];
  /** A welcome for each of them. */
  const crowd = async (): Promise<void> => {
    await t.store.write(async (tx) => {
      for (const user of users)
        await tx.in(t.programme).outbox.add({
          face: 'welcome',
          subject: t.as(user).id,
          to: { person: t.as(user).id },
          at: t.clock.now(),
          sensitive: false,
        });
    });
  };
  const welcomed = (): readonly string[] => users.filter((user) => t.as(user).card('Welcome') !== undefined);

  test('is tried by one message at a time; the first that is taken wakes all, once each', async () => {
    const session = await pair();
    const broken = ends(away);
    await crowd();
    const waits = (await open()) + 2;
    await t.clock.pass(1_000);
    // Whatever was under way as it went, once each; how many those are is a matter of how fast the database answers.
    expect(broken.at.length).toBeGreaterThanOrEqual(1);
    expect(broken.at.length).toBeLessThanOrEqual(users.length);
    const first = broken.at.length;
    for (let n = 0; n < 600; n += 1) {
      await t.clock.pass(1_000);
      // What is asked for meanwhile waits with the others.
      if (n === 300) for (const user of ['maya', 'leo']) await remind(session, user);
    }
    const tries = broken.at.slice(first);
    // 600 s: one after 5, 10, 20 and 40 s, then each 50 s.
    expect(tries.length).toBeGreaterThanOrEqual(10);
    expect(tries.length).toBeLessThanOrEqual(16);
    expect(new Set(tries).size).toBe(tries.length);
    expect(Math.max(...tries.slice(1).map((at, i) => at - (tries[i] ?? 0)))).toBeLessThanOrEqual(minute);
    expect(t.bot.away()).toMatchObject([{ platform: 'web' }]);
    expect(await open()).toBe(waits);
    broken.over();
    await t.clock.pass(minute);
    expect(await open()).toBe(0);
    expect(t.bot.away()).toEqual([]);
    expect(t.chat.messages.filter((m) => m.posts > 1)).toEqual([]);
  });

  test('is back once a session is over: its mentor is asked for the record, and not told that it begins or ended', async () => {
    await pair();
    await t.clock.to('2026-11-24T14:59:00Z');
    const broken = ends(away);
    await t.clock.to('2026-11-24T15:00:00Z');
    await t.clock.to('2026-11-24T15:46:00Z');
    broken.over();
    for (let n = 0; n < 3; n += 1) await t.clock.pass(minute);
    const seen = t.as('maya').sees().join('\n');
    expect(seen).toMatch(/Write it now/);
    expect(seen).not.toMatch(/begins now|ended at 15:45/);
    expect(await open()).toBe(0);
  });

  test('was there as the session began: the card that stands says that it ended', async () => {
    await pair();
    await t.clock.to('2026-11-24T15:00:00Z');
    await t.clock.to('2026-11-24T15:46:00Z');
    expect(t.as('maya').sees().join('\n')).toMatch(/ended at 15:45/);
  });

  test('is still away after a restart, which goes on with one try', async () => {
    await pair();
    let broken = ends(away);
    await crowd();
    await t.clock.pass(1_000);
    broken.over();
    await restarted();
    broken = ends(away);
    await t.clock.pass(1_000);
    expect(broken.at).toHaveLength(1);
    expect(t.bot.away()).toMatchObject([{ platform: 'web' }]);
    broken.over();
    await t.clock.pass(minute);
    expect(welcomed()).toEqual(users);
    expect(t.chat.messages.filter((m) => m.posts > 1)).toEqual([]);
  });

  test('a message that alone is turned away does not keep the others from being tried', async () => {
    await pair();
    const { send } = t.chat;
    let there = false;
    t.chat.send = async (to, message) => (!there || to === directOf('maya') ? away : send(to, message));
    await crowd();
    await t.clock.pass(1_000);
    there = true;
    for (let n = 0; n < 10; n += 1) await t.clock.pass(minute);
    expect(welcomed()).toEqual(users.filter((user) => user !== 'maya'));
  });

  test('what asks somebody something waits as a prompt, and goes by the day’s worth of when it is back', async () => {
    await pair();
    const broken = ends(away);
    await remind((await t.store.read((tx) => tx.in(t.programme).sessions.all()))[0]?.id ?? '', 'maya');
    await t.clock.to('2026-11-23T12:00:00Z');
    // Nine nudges of Maya's fall due on the first day.
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      const [session] = await rows.sessions.all();
      if (session === undefined) throw new Error('no session');
      for (let n = 0; n < 9; n += 1) {
        const id = `past-${n}` as typeof session.id;
        await rows.sessions.save({ ...session, id, state: 'ended', startsAt: session.startsAt - 3 * day, endedAt: 1 });
        await rows.prompts.set({
          ...nudgePrompt.prompt({ session: id }),
          programme: t.programme,
          subject: id,
          to: session.mentor,
          dueAt: t.clock.now() + minute,
          expiresAt: t.clock.now() + 7 * day,
          state: 'waiting',
        });
      }
    });
    for (let n = 0; n < 20; n += 1) await t.clock.pass(hour);
    expect((await t.store.queue.counts(t.clock.now() + minute)).promptsDue).toBeGreaterThanOrEqual(9);
    broken.over();
    await t.clock.to('2026-11-24T09:00:00Z');
    await t.clock.pass(2 * minute);
    const nudges = t.chat
      .in(directOf('maya'))
      .filter((m) => JSON.stringify(m.message.card).includes('is not written yet'));
    expect(nudges).toHaveLength(usualDailyCap);
    expect(t.as('maya').card('Waiting for you')).toBeDefined();
  });
});

describe('quiet hours, when it comes back in the night', () => {
  test('what a prompt asked for waits until morning, what somebody does goes at once and passes it by', async () => {
    const session = await pair();
    const broken = ends(away);
    const [leo, maya] = [reminders('leo'), reminders('maya')];
    await remind(session, 'leo', { waitsFor: 'quiet-hours', expiresAt: t.clock.now() + 2 * day });
    await remind(session, 'maya', { expiresAt: t.clock.now() + 2 * day });
    await t.clock.to('2026-11-23T23:00:00Z');
    broken.over();
    await t.clock.pass(minute);
    expect([reminders('leo'), reminders('maya')]).toEqual([leo, maya + 1]);
    await remind(session, 'leo', { which: 'day' });
    await t.clock.pass(minute);
    expect(reminders('leo')).toBe(leo + 1);
    await t.clock.to('2026-11-24T07:59:00Z');
    expect(reminders('leo')).toBe(leo + 1);
    await t.clock.to('2026-11-24T08:00:00Z');
    expect(reminders('leo')).toBe(leo + 2);
  });

  test('one that would be too late in the morning has expired, and is told', async () => {
    const session = await pair();
    const broken = ends(away);
    await remind(session, 'leo', { waitsFor: 'quiet-hours', expiresAt: Date.parse('2026-11-24T07:00:00Z') });
    await t.clock.to('2026-11-23T23:00:00Z');
    broken.over();
    await t.clock.pass(minute);
    expect((await undelivered()).map((r) => r.code)).toEqual(['too-late']);
    expect(t.as('leo').card('A message did not reach you')).toBeUndefined();
    await t.clock.to('2026-11-24T08:00:00Z');
    expect(t.as('leo').card('A message did not reach you')).toBeDefined();
  });
});
