import { describe, expect, test } from 'vitest';
import { type Bot, startBot } from '../../../src/bot.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { Rows, Store } from '../../../src/ports/store.js';
import { silentLog } from '../../../src/runtime/log.js';
import { seedPair } from '../../support/pair.js';
import { openTestStore } from '../../support/store.js';
import { buttonsOf, personIn, verbOf } from './person.js';
import type { FrontFault } from './slack-front.js';
import { team, type Workspace, workspace } from './workspace.js';

/**
 * What Slack may answer to a message, with the whole program behind it: in the end the mentee has the invitation once,
 * and until then the coordinator can see what became of it.
 */

interface World {
  readonly w: Workspace;
  readonly bot: Bot;
  /** Moves the clocks on, a step at a time, and runs what is due. */
  pass(ms: number): Promise<void>;
  rows<T>(fn: (r: Rows) => Promise<T>): Promise<T>;
  /** How many invitations stand in the mentee's conversation. */
  invitations(): Promise<number>;
  stop(): Promise<void>;
}

async function world(): Promise<World> {
  let now = Date.parse('2026-11-23T09:00:00Z');
  let store: Store | undefined;
  let bot: Bot | undefined;
  let closeStore = async (): Promise<void> => undefined;
  const w = await workspace({ sendTimeoutMs: 1_000 }, async (chat, slack) => {
    const ids = randomIds();
    const opened = await openTestStore({ ids });
    ({ store, close: closeStore } = opened);
    await seedPair(store, { ids, now, tenant: team, mentor: slack.users.mentor, mentee: slack.users.mentee });
    await store.write(async (tx) => {
      const home = await tx.accounts.find({ platform: 'slack', tenant: team, user: slack.users.mentor });
      if (home === undefined) throw new Error('nobody there');
      const { people } = tx.in(home.programme);
      const mentor = await people.get(home.person);
      if (mentor !== undefined) await people.save({ ...mentor, roles: ['mentor', 'coordinator'] });
    });
    const clock = { now: () => now };
    bot = await startBot({
      store,
      chats: [chat],
      jobs: { start() {}, wake() {}, async stop() {} },
      clock,
      leaseClock: clock,
      ids,
      log: silentLog,
      fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
      newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
    });
    return () => bot?.stop() ?? Promise.resolve();
  });
  if (store === undefined || bot === undefined) throw new Error('not started');
  const [kept, running] = [store, bot];
  const direct = await w.chat.openDirect({ platform: 'slack', tenant: team, user: w.slack.users.mentee });
  return {
    w,
    bot: running,
    async pass(ms) {
      for (let passed = 0; passed < ms; passed += 10_000) {
        now += 10_000;
        await running.run();
      }
    },
    rows: (fn) =>
      kept.write(async (tx) => {
        const [programme] = await tx.programmes.all();
        if (programme === undefined) throw new Error('no programme');
        return fn(tx.in(programme.id));
      }),
    async invitations() {
      const { messages } = await w.slack.call('conversations.history', { channel: direct.split(':')[2] });
      return (messages as unknown[]).filter((m) => JSON.stringify(m).includes('plan.accept')).length;
    },
    async stop() {
      await w.stop();
      await closeStore();
    },
  };
}

const code = (c: string): FrontFault => ({ kind: 'code', code: c });

describe('what passes is tried again by itself, and arrives once', () => {
  test.each<[string, FrontFault]>([
    ['429', { kind: 'status', status: 429, headers: { 'retry-after': '20' } }],
    ['ratelimited', code('ratelimited')],
    ['500', { kind: 'status', status: 500 }],
    ['internal_error', code('internal_error')],
    ['a hang', { kind: 'hang' }],
    ['a reset before it was read', { kind: 'reset-before' }],
    ['a reset after it was accepted', { kind: 'reset-after' }],
  ])('%s', async (_, fault) => {
    const { w, bot, pass, rows, invitations, stop } = await world();
    try {
      w.slack.front.break(fault, 'chat.postMessage');
      await bot.run();
      const accepted = fault.kind === 'reset-after' ? 1 : 0;
      expect(await invitations()).toBe(accepted);
      w.slack.front.break(undefined);
      await pass(90_000);
      expect(await invitations()).toBe(1);
      await pass(600_000);
      expect(await invitations()).toBe(1);
      expect(await rows((r) => r.outbox.undelivered(9))).toEqual([]);
    } finally {
      await stop();
    }
  });
});

describe('what does not pass ends where the coordinator sees it, and arrives once when it is sent again', () => {
  test.each<[string, string]>([
    ['not_in_channel', 'they cannot be reached'],
    ['channel_not_found', 'they cannot be reached'],
    ['msg_too_long', 'it was refused'],
    ['invalid_blocks', 'it was refused'],
  ])('%s', async (said, why) => {
    const { w, bot, pass, invitations, stop } = await world();
    try {
      w.slack.front.break(code(said), 'chat.postMessage');
      await bot.run();
      await pass(60_000);
      expect(await invitations()).toBe(0);
      // Given up at once: it would be refused each time.
      const tried = w.slack.front.calls.filter((c) => c.args.blocks?.includes('plan.accept'));
      expect(tried).toHaveLength(1);

      const coordinator = personIn(w, w.slack.users.mentor);
      const opened = async (act: () => Promise<unknown>, method: string) => {
        const before = w.slack.front.calls.length;
        await act();
        const call = () =>
          w.slack.front.calls.slice(before).find((c) => c.method === method && c.answer?.ok === true)?.answer;
        await expect.poll(call).toBeDefined();
        return coordinator.view();
      };
      const board = await opened(() => coordinator.types('people'), 'views.open');
      const label = buttonsOf(board.blocks).find((b) => verbOf(b) === 'delivery.list')?.label;
      const list = await opened(() => coordinator.pressesOn(board, label ?? 'no such button'), 'views.push');
      expect(JSON.stringify(list.blocks)).toContain(why);

      w.slack.front.break(undefined);
      const lines = list.blocks.filter((b) => buttonsOf([b]).some((button) => button.label === 'Send again'));
      expect(lines.length).toBeGreaterThan(0);
      // Twice each: an impatient coordinator sends nothing twice.
      for (const line of [...lines, ...lines]) await coordinator.pressesOn({ ...list, blocks: [line] }, 'Send again');
      await pass(60_000);
      expect(await invitations()).toBe(1);
    } finally {
      await stop();
    }
  });
});

describe('a token that Slack takes no more is nobody’s fault to whom it writes: all of it waits', () => {
  test.each(['token_revoked', 'account_inactive', 'invalid_auth'])('%s', async (said) => {
    const { w, bot, pass, rows, invitations, stop } = await world();
    const installed = async () => (await rows((r) => r.programme.installations()))[0]?.removedAt;
    const notes = async (what: string) =>
      (await rows(async (r) => r.audit.of((await r.programme.get()).id))).filter((e) => e.what === what);
    try {
      expect(await installed()).toBeNull();
      // Slack refuses every call with it, the first as the twentieth.
      w.slack.front.break(code(said));
      await bot.run();
      await pass(60 * 60_000);
      expect(await rows((r) => r.outbox.undelivered(9))).toEqual([]);
      expect(await notes('person.not-reached')).toEqual([]);
      expect(await installed()).toBeGreaterThan(0);
      expect(await notes('installation.removed')).toHaveLength(1);
      // One sentence to whoever can still type: it is in the acknowledgement, which needs no token.
      const asked = await personIn(w, w.slack.users.mentor).types('people', { trigger_id: '1.1.gone' });
      expect(asked.text).toContain('install it again');

      w.slack.front.break(undefined);
      await pass(6 * 60_000);
      expect(await invitations()).toBe(1);
      expect(await installed()).toBeNull();
      expect((await personIn(w, w.slack.users.mentor).types('help')).text).not.toContain('install it again');
    } finally {
      await stop();
    }
  });
});
