import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Statements } from '../adapters/prisma/driver.js';
import type { Inbound, Reply } from '../src/chat/inbound.js';
import { localTenant } from '../src/local/sample-people.js';
import { directOf } from './support/chat.js';
import { type Grown, grown } from './support/grown.js';

/**
 * A view of much is asked for in many statements. Whichever of them fails, whoever asked has a sentence that says what to
 * do, nothing is half drawn, and nothing of it is kept or sent; asked again, it is there whole.
 */

let g: Grown;
beforeAll(async () => {
  g = await grown({ people: 60, sessions: 120 });
}, 60_000);
afterAll(() => g.t.stop());

let typed = 0;
async function types(user: string, text: string): Promise<Reply> {
  typed += 1;
  g.t.clock.set(g.t.clock.now() + 3_000);
  const who = { platform: 'web', tenant: localTenant, user };
  const surface = { scope: 'direct', form: true };
  const event = { kind: 'command', deliveryId: `half:${typed}`, text, mentions: [], who, surface, at: directOf(user) };
  return (await g.t.bot.hear(event as Inbound)).reply;
}

const isWork = (sql: string): boolean => !/^\s*(?:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE)/.test(sql);

/** Does it with the statement failing that comes after `before` others. Answers whether there was one. */
async function failingAfter(before: number, act: () => Promise<void>): Promise<boolean> {
  const { get } = Statements.prototype;
  let seen = 0;
  let failed = false;
  const spy = vi.spyOn(Statements.prototype, 'get').mockImplementation(function (this: Statements, sql) {
    if (isWork(sql) && seen++ === before) {
      failed = true;
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR' });
    }
    return get.call(this, sql);
  });
  try {
    await act();
  } finally {
    spy.mockRestore();
  }
  return failed;
}

test.each(['hours', 'feedback', 'people', 'home', 'digest now'])(
  '%s, failing at any of its statements',
  async (word) => {
    const { store, programme } = g.t;
    const kept = async (): Promise<unknown> => [
      await store.queue.counts(g.t.clock.now()),
      (await store.read((tx) => tx.in(programme).audit.of(programme))).length,
    ];
    // What is read for the first time is remembered, and takes no statement after.
    if (word !== 'digest now') await types('priya', word);
    const before = await kept();
    for (let at = 0; ; at += 1) {
      let said: Reply | undefined;
      const failed = await failingAfter(at, async () => {
        said = await types('priya', word);
      });
      if (!failed) {
        expect(JSON.stringify(said)).not.toContain('Something went wrong');
        expect(at).toBeGreaterThan(5);
        return;
      }
      expect(said?.kind, `statement ${at}`).toBe('say');
      expect(JSON.stringify(said)).toContain('Something went wrong on our side. Nothing you saved is lost');
      expect(await kept(), `statement ${at}`).toEqual(before);
    }
  },
);
