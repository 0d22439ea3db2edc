import { afterEach, describe, expect, test, vi } from 'vitest';
import { minute } from '../../../src/kernel/clock.js';
import { Refused } from '../../../src/kernel/errors.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { cannotTell, revoked, type Sent } from '../../../src/ports/chat.js';
import { mostAttempts } from '../../../src/runtime/outbound/outbox.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf, type FakeChat, fakeChat } from '../../support/chat.js';

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});

/** A chat whose `update` and delays a test decides. */
function scripted(
  how: { lookUp?: boolean; acceptDelayMs?: number } = {},
): FakeChat & { updates: (Sent | undefined)[] } {
  const chat = fakeChat({ lookUp: how.lookUp ?? true });
  const updates: (Sent | undefined)[] = [];
  return Object.assign(chat, {
    updates,
    acceptDelayMs: how.acceptDelayMs ?? 0,
    update: ((real) => async (ref, message) => {
      const next = updates.shift();
      if (next !== undefined) return next;
      const sent = await real(ref, message);
      return sent.kind === 'faulty' ? { kind: 'faulty', code: 'message_not_found' } : sent;
    })(chat.update) satisfies FakeChat['update'],
  });
}

/** A card that a press redraws: the form-ready card of a draft, as anything else would be. */
const shows = async (bot: TestBot, subject = 'x', sensitive = false): Promise<void> => {
  await bot.store.write(async (tx) =>
    tx.in(bot.programme).outbox.add({
      face: 'plan-status',
      subject,
      to: { person: bot.as('maya').id },
      at: bot.clock.now(),
      sensitive,
    }),
  );
};

/** A session of Maya's, so that there is a face to draw. */
async function withSession(
  chat: FakeChat,
): Promise<{ bot: TestBot; session: string; seen: () => FakeChat['messages'] }> {
  const { agreed, planned } = await import('../../support/steps.js');
  const bot = await startBot({ chat });
  t = bot;
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  const [session] = await bot.store.read((tx) => tx.in(bot.programme).sessions.all());
  const id = session?.id ?? '';
  const seen = () =>
    chat.messages.filter((m) => m.address === directOf('maya') && m.message.card.title === 'Phone calls');
  expect(seen()).toHaveLength(1);
  return { bot, session: id, seen };
}

const outboxRows = (bot: TestBot) => bot.store.read((tx) => tx.in(bot.programme).outbox.undelivered(9));

describe('a message that somebody deleted', () => {
  test('is said anew at its next change, and stands there from then on', async () => {
    const chat = scripted();
    const { bot, session, seen } = await withSession(chat);
    const [old] = seen();
    chat.messages.splice(chat.messages.indexOf(old as never), 1);
    await shows(bot, session);
    await bot.settled();
    expect(seen()).toHaveLength(1);
    expect(seen()[0]?.ref).not.toBe(old?.ref);
    await shows(bot, session);
    await bot.settled();
    expect(seen()).toMatchObject([{ edits: 1, posts: 1 }]);
  });

  test('whose new post may have arrived is looked up, not posted again', async () => {
    const chat = scripted({ acceptDelayMs: 5_000 });
    const { bot, session, seen } = await withSession(chat);
    chat.messages.splice(chat.messages.indexOf(seen()[0] as never), 1);
    chat.faults.push({ sent: { kind: 'ambiguous' }, deliver: true } as never);
    await shows(bot, session);
    await bot.settled();
    for (let second = 0; second < 12; second += 1) await bot.clock.pass(1_000);
    expect(seen()).toMatchObject([{ posts: 1 }]);
    const posted = await bot.store.read((tx) =>
      tx.in(bot.programme).posted.get('plan-status', session, { person: bot.as('maya').id }),
    );
    expect(posted?.ref).toBe(seen()[0]?.ref);
  });
});

describe('how an attempt ends', () => {
  test('a refusal did not arrive: a sensitive message is tried again, not given up as unknown', async () => {
    const chat = scripted({ lookUp: false });
    const { bot, session } = await withSession(chat);
    const before = chat.in(directOf('leo')).length;
    chat.faults.push({ sent: { kind: 'refused', scope: 'conversation', retryAfterMs: 1_000 } });
    await bot.store.write(async (tx) =>
      tx.in(bot.programme).outbox.add({
        face: 'reminder',
        subject: `${session}:hour`,
        to: { person: bot.as('leo').id },
        at: bot.clock.now(),
        sensitive: true,
      }),
    );
    await bot.settled();
    expect(chat.in(directOf('leo'))).toHaveLength(before);
    await bot.clock.pass(2_000);
    expect(await outboxRows(bot)).toEqual([]);
    expect(chat.in(directOf('leo'))).toHaveLength(before + 1);
  });

  test('one of which nobody can tell whether it arrived is shown, and is not sent again by itself', async () => {
    const chat = scripted();
    chat.wasSent = async () => {
      throw new Refused(cannotTell, '');
    };
    const { bot } = await withSession(chat);
    const priya = bot.as('priya');
    const before = bot.channel().length;
    chat.faults.push({ sent: { kind: 'ambiguous' }, deliver: true } as never);
    await priya.types('digest now', { scope: 'shared' });
    await bot.settled();
    for (let minute = 0; minute < 30; minute += 1) await bot.clock.pass(60_000);
    expect(bot.channel()).toHaveLength(before + 1);
    expect(await outboxRows(bot)).toMatchObject([{ state: 'unknown' }]);
    await priya.presses('delivery.list', { subject: '-' });
    expect(JSON.stringify(priya.last)).toContain('whether it arrived is not known');
  });

  test('an update that never succeeds comes to an end, where the coordinator sees it', async () => {
    const chat = scripted();
    const { bot, session } = await withSession(chat);
    for (let i = 0; i < 40; i += 1) chat.updates.push({ kind: 'ambiguous' });
    await shows(bot, session);
    for (let i = 0; i < 30; i += 1) await bot.clock.pass(20 * 60_000);
    expect(await outboxRows(bot)).toMatchObject([{ state: 'failed', face: 'plan-status', attempts: mostAttempts }]);
  });

  test('one that may have arrived waits until that is certain, then is found', async () => {
    const chat = scripted({ acceptDelayMs: 5_000 });
    const { bot } = await withSession(chat);
    const leos = () => chat.in(directOf('leo'));
    const before = leos().length;
    chat.faults.push({ sent: { kind: 'ambiguous' }, deliver: true } as never);
    await bot.store.write(async (tx) =>
      tx.in(bot.programme).outbox.add({
        face: 'reminder',
        subject: `${(await tx.in(bot.programme).sessions.all())[0]?.id}:hour`,
        to: { person: bot.as('leo').id },
        at: bot.clock.now(),
        sensitive: false,
      }),
    );
    await bot.settled();
    for (let second = 0; second < 8; second += 1) await bot.clock.pass(1_000);
    expect(leos()).toHaveLength(before + 1);
    expect(leos().at(-1)?.posts).toBe(1);
    expect((await bot.store.queue.counts(0)).outboxOpen).toBe(0);
  });
});

describe('a request that is late', () => {
  const reminds = async (bot: TestBot): Promise<void> => {
    await bot.store.write(async (tx) =>
      tx.in(bot.programme).outbox.add({
        face: 'reminder',
        subject: `${(await tx.in(bot.programme).sessions.all())[0]?.id}:hour`,
        to: { person: bot.as('leo').id },
        at: bot.clock.now(),
        sensitive: false,
      }),
    );
    await bot.settled();
  };

  test('arrives long after it was written down, though soon after it was given up: it is not said twice', async () => {
    const chat = scripted({ acceptDelayMs: 5_000 });
    const { bot } = await withSession(chat);
    const leos = () => chat.in(directOf('leo'));
    const before = leos().length;
    const real = chat.send;
    let arrives: (() => Promise<unknown>) | undefined;
    chat.send = async (to, message) => {
      chat.send = real;
      arrives = () => real(to, message);
      // It is waited for, and the machine is busy besides.
      bot.clock.set(bot.clock.now() + 20_000);
      return { kind: 'ambiguous' };
    };
    await reminds(bot);
    for (let second = 0; second < 4; second += 1) await bot.clock.pass(1_000);
    expect(leos()).toHaveLength(before);
    await arrives?.();
    for (let second = 0; second < 30; second += 1) await bot.clock.pass(1_000);
    expect(leos()).toHaveLength(before + 1);
    expect(leos().at(-1)?.posts).toBe(1);
    expect((await bot.store.queue.counts(0)).outboxOpen).toBe(0);
  });

  test('does not leave where it took too long to write down, and is no try the fewer', async () => {
    const chat = scripted({ lookUp: false });
    const { bot } = await withSession(chat);
    const before = chat.in(directOf('leo')).length;
    const { queue } = bot.store;
    const real = queue.attempting.bind(queue);
    let slow = 0;
    const allowed = vi.spyOn(queue, 'attempting').mockImplementation(async (...args) => {
      const may = await real(...args);
      slow += 1;
      if (slow <= 3) {
        bot.clock.set(bot.clock.now() + 2_001);
        expect(chat.in(directOf('leo'))).toHaveLength(before);
      }
      return may;
    });
    try {
      await reminds(bot);
      for (let second = 0; second < 4; second += 1) await bot.clock.pass(1_000);
      expect(slow).toBe(4);
      expect(chat.in(directOf('leo'))).toHaveLength(before + 1);
      expect(chat.in(directOf('leo')).at(-1)?.posts).toBe(1);
    } finally {
      allowed.mockRestore();
    }
  });
});

describe('what changes while a message is on its way', () => {
  test.each([
    ['as it is taken in', { kind: 'delivered' }],
    ['and whether it arrived is not known', { kind: 'ambiguous' }],
  ] as const)('is drawn once it stands there: %s', async (_how, end) => {
    const chat = scripted();
    const bot = await startBot({ chat });
    t = bot;
    const { agreed, planned } = await import('../../support/steps.js');
    await agreed(bot, 'maya', 'leo');
    const real = chat.send;
    const inLeos = () => chat.in(directOf('leo')).filter((m) => m.message.card.title.startsWith('A session'));
    // Leo says yes between the moment the invitation is taken in and the moment the program hears that it was.
    chat.send = async (to, message) => {
      const sent = await real(to, message);
      if (to !== directOf('leo') || inLeos().length === 0 || sent.kind !== 'delivered') return sent;
      chat.send = real;
      const [session] = await bot.store.read((tx) => tx.in(bot.programme).sessions.all());
      await bot.bot.hear({
        kind: 'press',
        deliveryId: 'leo:quick',
        who: { platform: 'web', tenant: localTenant, user: 'leo' },
        surface: { scope: 'direct', form: true },
        at: directOf('leo'),
        press: { verb: 'plan.accept', subject: session?.id ?? '' },
      });
      return end.kind === 'ambiguous' ? end : sent;
    };
    await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    await bot.clock.pass(5_000);
    expect(bot.as('leo').card('You said yes')).toBeDefined();
    expect(chat.in(directOf('leo')).filter((m) => m.posts > 1)).toEqual([]);
    expect(inLeos()).toEqual([]);
  });
});

describe('a platform that does not accept the program any more', () => {
  test.each(['opening a conversation', 'sending'])(
    'at %s: what is to be said waits, however often, without being counted; the rest is tried as ever',
    async (where) => {
      const chat = scripted();
      const { bot, session } = await withSession(chat);
      const { send, openDirect } = chat;
      let asked = 0;
      chat.openDirect = async (who) => {
        if (where === 'sending' || who.user !== 'leo') return openDirect(who);
        asked += 1;
        throw new Refused(revoked, 'Not let in.');
      };
      chat.send = async (to, message) => {
        if (to !== directOf('leo')) return send(to, message);
        asked += 1;
        return { kind: 'gone', why: 'revoked' };
      };
      await bot.store.write((tx) =>
        tx.in(bot.programme).outbox.add({
          face: 'reminder',
          subject: `${session}:hour`,
          to: { person: bot.as('leo').id },
          at: bot.clock.now(),
          sensitive: false,
        }),
      );
      for (let n = 0; n < mostAttempts + 3; n += 1) await bot.clock.pass(5 * minute);
      expect(asked).toBeGreaterThan(mostAttempts);
      const gone = () => bot.store.read(async (tx) => (await tx.in(bot.programme).programme.installations())[0]);
      expect((await gone())?.removedAt).toBeGreaterThan(0);
      expect(bot.as('maya').card('Not reached')).toBeUndefined();
      // Accepted again; the first time there is too much to do, which is no reason to give up.
      Object.assign(chat, { send, openDirect });
      chat.faults.push({ sent: { kind: 'refused', scope: 'conversation' } });
      await bot.clock.pass(5 * minute);
      await bot.clock.pass(minute);
      expect(JSON.stringify(chat.in(directOf('leo')).at(-1)?.message.card)).toContain('remind');
      expect((await gone())?.removedAt).toBeNull();
      expect(await outboxRows(bot)).toEqual([]);
    },
  );
});

test('a chat that does not answer holds up nobody else: what is asked for meanwhile goes', async () => {
  const chat = scripted();
  const { bot, session } = await withSession(chat);
  let answer: () => void = () => undefined;
  const hangs = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { send } = chat;
  let asked = 0;
  chat.send = async (to, message) => {
    if (to !== directOf('leo')) return send(to, message);
    asked += 1;
    await hangs;
    return send(to, message);
  };
  const remind = (user: string): Promise<void> =>
    bot.store.write(async (tx) =>
      tx.in(bot.programme).outbox.add({
        face: 'reminder',
        subject: `${session}:hour`,
        to: { person: bot.as(user).id },
        at: bot.clock.now(),
        sensitive: false,
      }),
    );
  const reminded = (user: string) =>
    chat.in(directOf(user)).filter((m) => JSON.stringify(m.message.card).includes('remind')).length;
  await remind('leo');
  const running = bot.bot.run();
  await expect.poll(() => asked).toBe(1);
  const before = [reminded('maya'), reminded('leo')];
  await remind('maya');
  await expect.poll(() => reminded('maya'), { timeout: 10_000 }).toBe((before[0] ?? 0) + 1);
  expect([asked, reminded('leo')]).toEqual([1, before[1]]);
  answer();
  await running;
  expect([asked, reminded('leo')]).toEqual([1, (before[1] ?? 0) + 1]);
});
