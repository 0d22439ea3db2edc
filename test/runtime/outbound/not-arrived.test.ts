import { describe, expect, test } from 'vitest';
import type { Address, MessageRef } from '../../../src/chat/inbound.js';
import { waitsAtMost } from '../../../src/domain/delivery.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { samplePeople } from '../../../src/local/sample-people.js';
import type { ChatPort } from '../../../src/ports/chat.js';
import { directOf, type FakeChat, fakeChat } from '../../support/chat.js';
import { agreed, planned } from '../../support/steps.js';
import { away, ends, open, pair, remind, reminders, restarted, starts, t, undelivered } from './waiting-world.js';

/** What becomes of what did not arrive: who is told, what goes plainly, and whom it is written to after a start. */

describe('what expired is told', () => {
  const lines = (user: string): readonly string[] =>
    t
      .as(user)
      .sees()
      .filter((said) => /^# (A message did not reach you|Not delivered)/.test(said));

  test('to whom it was for, to their mentor where they may know, to the coordinator once a day; never of itself', async () => {
    const session = await pair();
    const broken = ends(away);
    const soon = t.clock.now() + hour;
    await remind(session, 'leo', { expiresAt: soon });
    await remind(session, 'leo', { expiresAt: soon, which: 'day' });
    await t.store.write((tx) =>
      tx.in(t.programme).outbox.add({
        face: 'plan-changed',
        subject: `${session}:1`,
        to: { person: t.as('leo').id },
        at: t.clock.now(),
        sensitive: false,
        expiresAt: soon,
      }),
    );
    await t.clock.pass(2 * hour);
    broken.over();
    await t.clock.pass(minute);
    expect(lines('leo')).toHaveLength(2);
    expect(lines('leo').join()).toMatch(/a reminder[\s\S]*a changed plan/);
    // A reminder is nothing that a mentor passes on; that the plan has changed is.
    expect(lines('maya')).toEqual([
      expect.stringMatching(/could not send Leo Brandt something in time: a changed plan/),
    ]);
    expect(lines('priya')).toEqual([expect.stringMatching(/3 messages could not be delivered/)]);
    expect(lines('tom')).toEqual([]);
    await t.clock.pass(hour);
    await remind(session, 'leo', { expiresAt: t.clock.now() - 1 });
    await t.store.write((tx) =>
      tx.in(t.programme).outbox.add({
        face: 'not-delivered',
        subject: '2026-11-22:reminder',
        to: { person: t.as('tom').id },
        at: t.clock.now(),
        sensitive: false,
        expiresAt: t.clock.now() - 1,
      }),
    );
    await t.clock.pass(minute);
    expect(lines('priya')).toHaveLength(1);
    expect(lines('tom')).toEqual([]);
    await t.clock.pass(day);
    await remind(session, 'leo', { expiresAt: t.clock.now() - 1 });
    await t.clock.pass(minute);
    expect(lines('priya')).toHaveLength(2);
  });

  test('what says no time of its own waits for a fortnight', async () => {
    await pair();
    ends(away);
    await t.as('maya').types('digest now', { scope: 'shared' });
    await t.clock.pass(waitsAtMost - hour);
    expect((await undelivered()).filter((r) => r.face === 'digest')).toEqual([]);
    await t.clock.pass(3 * hour);
    expect((await undelivered()).filter((r) => r.face === 'digest')).toMatchObject([{ state: 'expired' }]);
  });
});

describe('a card that is refused as it is drawn', () => {
  test('is said in words alone, with how to answer, once', async () => {
    const session = await pair();
    const said: string[] = [];
    const { send } = t.chat;
    t.chat.send = async (to, message) => {
      if (message.plainly !== true) return { kind: 'faulty', code: 'invalid_blocks' };
      said.push(message.card.title);
      return send(to, message);
    };
    await remind(session, 'leo');
    await t.clock.pass(minute);
    expect(said).toHaveLength(1);
    expect(await undelivered()).toEqual([]);
  });

  test('refused in words too: it has failed, the log has its kind, and the coordinator is told', async () => {
    const told: string[] = [];
    await starts({ log: { say: (code, more) => void told.push(`${code} ${JSON.stringify(more)}`), fault() {} } });
    await agreed(t, 'maya', 'leo');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    const [session] = await t.store.read((tx) => tx.in(t.programme).sessions.all());
    const { send } = t.chat;
    let asked = 0;
    t.chat.send = async (to, message) => {
      if (!JSON.stringify(message.card).includes('You are meeting')) return send(to, message);
      asked += 1;
      return { kind: 'faulty', code: 'invalid_blocks' };
    };
    await remind(session?.id ?? '', 'leo');
    await t.clock.pass(minute);
    expect(asked).toBe(2);
    expect(await undelivered()).toMatchObject([{ state: 'failed', code: 'invalid_blocks' }]);
    expect(told).toEqual([
      'refused-as-drawn {"face":"reminder","platform":"web","code":"invalid_blocks"}',
      'refused-plainly {"face":"reminder","platform":"web","code":"invalid_blocks"}',
    ]);
    expect(t.as('priya').card('Not delivered')).toBeDefined();
  });
});

describe('whom it is written to, after a start', () => {
  /** A chat whose messages say in which conversation they stand, as Slack's do. */
  const telling = (limits: ChatPort['limits'] = []): FakeChat => {
    const chat = fakeChat();
    const { send } = chat;
    return Object.assign(chat, {
      limits,
      conversationOf: (ref: MessageRef) => (ref.split('#')[1] ?? '') as Address,
      send: (async (to, message) => {
        const sent = await send(to, message);
        return sent.kind === 'delivered' ? { ...sent, ref: `web:local:${sent.ref}#${to}` as MessageRef } : sent;
      }) satisfies FakeChat['send'],
      // Where it stands is not what is tried here.
      update: (async (ref) => ({ kind: 'delivered', ref })) satisfies FakeChat['update'],
    });
  };

  test('where something stands already nothing is opened; where that was wrong it is, once', async () => {
    const chat = telling();
    const session = await pair(chat);
    const opened: string[] = [];
    const { openDirect, send } = chat;
    chat.openDirect = async (who) => {
      opened.push(who.user);
      return openDirect(who);
    };
    await restarted();
    await remind(session, 'leo');
    await t.clock.pass(minute);
    expect([reminders('leo'), opened]).toEqual([1, []]);

    // Leo's old conversation is closed, and he has another.
    chat.send = async (to, message) => (to === directOf('leo') ? { kind: 'gone', why: 'left' } : send(to, message));
    chat.openDirect = async (who) => {
      opened.push(who.user);
      return directOf(`${who.user}-anew`);
    };
    await remind(session, 'leo', { which: 'day' });
    await t.clock.pass(minute);
    expect([opened, reminders('leo-anew'), await undelivered()]).toEqual([['leo'], 1, []]);
  });

  test('conversations are opened at the platform’s pace, and all in the end', async () => {
    const many = Array.from({ length: 60 }, (_, n) => ({
      user: `u${n}`,
      name: `Person ${n}`,
      roles: ['mentee'] as const,
    }));
    const chat = telling([{ of: ['open'], per: 'workspace', most: 20, within: minute }]);
    await starts({ chat, people: [...samplePeople, ...many] });
    const opened: number[] = [];
    const { openDirect } = chat;
    chat.openDirect = async (who) => {
      opened.push(t.clock.now());
      return openDirect(who);
    };
    await t.store.write(async (tx) => {
      for (const { user } of many)
        await tx.in(t.programme).outbox.add({
          face: 'welcome',
          subject: t.as(user).id,
          to: { person: t.as(user).id },
          at: t.clock.now(),
          sensitive: false,
        });
    });
    for (let n = 0; n < 400; n += 1) await t.clock.pass(1_000);
    expect(opened).toHaveLength(60);
    for (const from of opened) expect(opened.filter((at) => at >= from && at < from + minute).length).toBeLessThan(21);
    expect(await open()).toBe(0);
  });
});
