import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { Statements } from '../../../adapters/prisma/driver.js';
import { mostInGroup } from '../../../adapters/prisma/gate.js';
import { sentence } from '../../../src/chat/card.js';
import type { Address } from '../../../src/chat/inbound.js';
import type { Feature } from '../../../src/features/feature.js';
import { hour, minute } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { alone } from '../../../src/ports/replicas.js';
import type { PromptRow } from '../../../src/ports/store.js';
import { lastDrawn } from '../../../src/runtime/outbound/last-drawn.js';
import { registryOf } from '../../../src/runtime/registry.js';
import { alarmOf } from '../../../src/runtime/schedule/alarm.js';
import { mostTogether } from '../../../src/runtime/schedule/due-prompts.js';
import { engine } from '../../../src/runtime/schedule/engine.js';
import { watchOf } from '../../../src/runtime/watch.js';
import { aProgramme } from '../../contract/store-rows.js';
import { statementsOf } from '../../support/asked.js';
import { fakeChat } from '../../support/chat.js';
import { openTestStore } from '../../support/store.js';

/** What happens by itself: while others want the database too, and while nothing is due. Only timers are moved. */

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const start = Date.parse('2026-11-23T09:00:00Z');
const turnOfLoop = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** The engine on a real store, with prompts of one kind, each of which says one thing in a channel of its own. */
async function world() {
  const ids = randomIds();
  const { store, close } = await openTestStore({ ids });
  const programme = aProgramme(ids);
  await store.write((tx) => tx.programmes.add(programme));
  const made = {
    now: start,
    /** What fired, and what was sent, in their order. */
    happened: [] as string[],
    woken: [] as number[],
    faults: [] as string[],
    /** What fails each time it fires. */
    fails: new Set<string>(),
    store,
    chat: fakeChat(),
    async prompts(n: number, dueAt = start, from = 0): Promise<void> {
      const [first, ...more] = Array.from(
        { length: n },
        (_, i): PromptRow => ({
          occurrence: `say:${String(from + i).padStart(4, '0')}`,
          programme: programme.id,
          kind: 'say',
          subject: `n${from + i}`,
          to: null,
          dueAt,
          expiresAt: dueAt + hour,
          state: 'waiting',
        }),
      );
      if (first !== undefined) await store.write((tx) => tx.in(programme.id).prompts.set(first, ...more));
    },
    of: (what: string): number => made.happened.filter((h) => h.startsWith(what)).length,
  };
  const feature = {
    name: 'saying',
    faces: {
      said: {
        called: 'what is said',
        why: 'says-itself',
        withoutAccount: 'nothing',
        comes: 'in-answer',
        folded: null,
        draw: async ({ subject }: { subject: string }) => sentence(subject, subject),
      },
    },
    prompts: {
      say: {
        waitsFor: 'nothing',
        folds: false,
        session: null,
        asks: 'nobody',
        async fire({ subject }: PromptRow, work: { show: (...how: readonly unknown[]) => void }) {
          if (made.fails.has(subject)) throw new Error('always');
          made.happened.push(`fired ${subject}`);
          work.show('said', subject, { channel: `web:T:${subject}` as Address });
        },
      },
    },
  } as unknown as Feature;
  const send = made.chat.send;
  made.chat.send = (to, message) => {
    made.happened.push(`sent ${message.card.title}`);
    return send(to, message);
  };
  const clock = { now: () => made.now };
  const alarm = alarmOf(() => {
    made.woken.push(made.now);
    runs.look();
  }, clock.now);
  const nothing = async (): Promise<void> => undefined;
  const runs = engine({
    store,
    registry: registryOf([feature]),
    chats: [made.chat],
    alarm,
    clock,
    leaseClock: clock,
    ids,
    log: { say: () => undefined, fault: (code) => void made.faults.push(code) },
    lastDrawn: lastDrawn(clock.now, alone),
    watch: watchOf(registryOf([feature])),
    isFirst: () => true,
    installed: { gone: nothing, heard: nothing },
    undelivered: {
      unreachable: nothing,
      channelClosed: nothing,
      notDelivered: nothing,
      byLink: nothing,
      arrived: nothing,
    },
    pages: () => null,
  });
  // Whatever is done once a day or once an hour is done.
  await runs.run();
  onTestFinished(async () => {
    alarm.stop();
    await close();
  });
  return Object.assign(made, {
    run: runs.run,
    stop: runs.stop,
    /** Timers and both clocks together. */
    passes(ms: number): void {
      made.now += ms;
      vi.advanceTimersByTime(ms);
    },
  });
}

/** Every statement from now on, Prisma's too. */
function statements(): readonly string[] {
  const sent: string[] = [];
  const real = Statements.prototype.get;
  vi.spyOn(Statements.prototype, 'get').mockImplementation(function (this: Statements, sql) {
    sent.push(sql);
    return real.call(this, sql);
  });
  return sent;
}

test('however many prompts are due, the loop has its turn after a few, and a write that comes goes before the next', async () => {
  const w = await world();
  const most = mostTogether * mostInGroup;
  await w.prompts(3 * most);
  const running = w.run();
  const perTurn: number[] = [];
  let [seen, firedAtAnswer] = [0, -1];
  while (w.of('fired') < 3 * most) {
    await turnOfLoop();
    if (perTurn.length === 1)
      void w.store.meta.put('asked', 'by somebody').then(() => {
        firedAtAnswer = w.of('fired');
      });
    perTurn.push(w.of('fired') - seen);
    seen = w.of('fired');
  }
  await running;
  // What the engine asks for in one turn is one unit of work; the next comes when it lasts.
  expect(perTurn.filter((fired) => fired > mostTogether)).toEqual([]);
  expect(firedAtAnswer).toBeLessThanOrEqual(4 * mostTogether);
  expect([w.of('fired'), w.of('sent'), w.faults]).toEqual([3 * most, 3 * most, []]);
});

test('messages go while prompts still fire, oldest first', async () => {
  const w = await world();
  await w.prompts(200);
  await w.run();
  const firstSent = w.happened.findIndex((h) => h.startsWith('sent'));
  expect(firstSent).toBeLessThan(100);
  const fired = w.happened.filter((h) => h.startsWith('fired'));
  expect(fired).toEqual(Array.from({ length: 200 }, (_, i) => `fired n${i}`));
  expect(w.chat.messages.every((m) => m.posts === 1)).toBe(true);
});

test('prompts of one programme fire several in one transaction: few of its statements are asked for each', async () => {
  const w = await world();
  const sent = statements();
  await w.prompts(64);
  const before = sent.length;
  await w.run();
  const programmes = sent.slice(before).filter((s) => /FROM "Programme" WHERE "id"/.test(s)).length;
  expect(w.of('sent')).toBe(64);
  // Once for what fires together, once for what is drawn together: without that, twice for each.
  expect(programmes).toBeLessThanOrEqual(2 * 2 * (64 / mostTogether) + 4);
});

/**
 * Statements of one due prompt of 64, from its claim until its message is told of: on PostgreSQL each is a way there and
 * back, and those of several prompts and messages go as one; on a file where a message stands is a statement more.
 */
const mostForOne = process.env.TEST_DATABASE === 'postgresql' ? 2 : 4.5;

test('a due prompt takes few statements, with its message', async () => {
  const w = await world();
  await w.prompts(64);
  const sent = await statementsOf(() => w.run());
  expect(w.of('sent')).toBe(64);
  const own = sent.filter((sql) => !/^\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/i.test(sql));
  expect(own.length / 64).toBeLessThanOrEqual(mostForOne);
});

test('one that fails each time holds up and undoes none of those beside it, and is tried again when its lease is over', async () => {
  const w = await world();
  w.fails.add('n3');
  await w.prompts(20);
  await w.run();
  const others = Array.from({ length: 20 }, (_, i) => `n${i}`).filter((n) => n !== 'n3');
  expect(w.chat.messages.map((m) => m.message.card.title).sort()).toEqual(others.sort());
  expect(w.chat.messages.every((m) => m.posts === 1)).toBe(true);
  expect(w.faults).toEqual(['prompt']);
  // Nobody asks for it before that, and then the alarm does.
  w.passes(minute - 1);
  expect(w.woken).toEqual([]);
  w.passes(1);
  expect(w.woken).toHaveLength(1);
  w.fails.clear();
  await w.run();
  expect(w.chat.messages.map((m) => m.message.card.title)).toContain('n3');
});

test('while a message hangs, what falls due fires and goes', async () => {
  const w = await world();
  let comes: () => void = () => undefined;
  const send = w.chat.send;
  w.chat.send = async (to, message) => {
    if (message.card.title === 'n0')
      await new Promise<void>((resolve) => {
        comes = resolve;
      });
    return send(to, message);
  };
  await w.prompts(1);
  await w.prompts(1, start + minute / 2, 1);
  const running = w.run();
  while (w.of('fired') === 0) await turnOfLoop();
  for (let i = 0; i < 50; i += 1) await turnOfLoop();
  w.passes(minute / 2);
  while (w.of('sent n1') === 0) await turnOfLoop();
  expect(w.of('sent n0')).toBe(0);
  comes();
  await running;
  expect(w.of('sent n0')).toBe(1);
});

test('while nothing is due nothing is asked of the database, and the alarm rings at the next moment, to the millisecond', async () => {
  const w = await world();
  await w.prompts(1, start + 40 * minute);
  await w.run();
  const sent = statements();
  w.passes(40 * minute - 1);
  for (let i = 0; i < 5; i += 1) await turnOfLoop();
  expect([w.woken, sent]).toEqual([[], []]);
  w.passes(1);
  expect(w.woken).toEqual([start + 40 * minute]);
  await w.run();
  expect(w.of('sent')).toBe(1);
});

test('what falls due after it was last looked for, and before the alarm is set, is not missed', async () => {
  const w = await world();
  await w.prompts(1, start + 40);
  // As where a timer comes a moment before its time: while nothing is found due, it falls due.
  const claim = w.store.queue.claimPrompts;
  vi.spyOn(w.store.queue, 'claimPrompts').mockImplementationOnce(async (...asked) => {
    const none = await claim(...asked);
    w.passes(41);
    return none;
  });
  await w.run();
  expect(w.of('fired')).toBe(0);
  w.passes(1);
  expect(w.woken).toEqual([start + 42]);
  await w.run();
  expect(w.of('sent')).toBe(1);
  // And then there is nothing more to be woken for.
  w.passes(minute);
  expect(w.woken).toHaveLength(1);
});

test('where the database fails while a message hangs, what falls due is soon tried again', async () => {
  const w = await world();
  let comes: () => void = () => undefined;
  const send = w.chat.send;
  w.chat.send = async (to, message) => {
    if (message.card.title === 'n0')
      await new Promise<void>((resolve) => {
        comes = resolve;
      });
    return send(to, message);
  };
  await w.prompts(1);
  await w.prompts(1, start + minute / 2, 1);
  const running = w.run();
  while (w.of('fired') === 0) await turnOfLoop();
  for (let i = 0; i < 50; i += 1) await turnOfLoop();
  vi.spyOn(w.store.queue, 'claimPrompts').mockRejectedValueOnce(new Error('away'));
  w.passes(minute / 2);
  for (let i = 0; i < 50; i += 1) await turnOfLoop();
  expect(w.faults).toEqual(['engine']);
  for (let i = 0; i < 50 && w.of('sent n1') === 0; i += 1) {
    w.passes(1_000);
    await turnOfLoop();
  }
  expect([w.of('sent n0'), w.of('sent n1')]).toEqual([0, 1]);
  comes();
  await running;
  expect(w.of('sent n0')).toBe(1);
});

test('stopped in the middle of a batch, it ends with what it has in hand, and the next start goes on', async () => {
  const w = await world();
  await w.prompts(400);
  const running = w.run();
  while (w.of('fired') === 0) await turnOfLoop();
  w.stop();
  await running;
  expect(w.of('fired')).toBeLessThan(100);
  // Nothing is left half done: what was claimed fired, what was begun was sent.
  const { promptsDue, outboxOpen } = await w.store.queue.counts(w.now);
  expect([promptsDue, outboxOpen]).toEqual([400 - w.of('fired'), w.of('fired') - w.of('sent')]);
  expect(await w.store.queue.claimPrompts(w.now, w.now, w.now + minute, 400)).toHaveLength(promptsDue);
});

test('a message that has to wait is what the alarm is set to', async () => {
  const w = await world();
  w.chat.faults.push({ sent: { kind: 'refused', retryAfterMs: 90_000, scope: 'conversation' } as never });
  await w.prompts(1);
  await w.run();
  expect(w.of('sent')).toBe(1);
  w.passes(89_999);
  expect(w.woken).toEqual([]);
  w.passes(1);
  expect(w.woken).toHaveLength(1);
  await w.run();
  expect(w.chat.messages).toHaveLength(1);
});

test('a run that could not ask the database is tried again in a second', async () => {
  const w = await world();
  vi.spyOn(w.store.queue, 'claimPrompts').mockRejectedValueOnce(new Error('away'));
  await w.run();
  expect(w.faults).toEqual(['engine']);
  w.passes(1_000);
  expect(w.woken).toEqual([start + 1_000]);
});
