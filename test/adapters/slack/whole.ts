import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import { type Bot, startBot } from '../../../src/bot.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { Store } from '../../../src/ports/store.js';
import { silentLog } from '../../../src/runtime/log.js';
import { seedPair } from '../../support/pair.js';
import { migrated, openTestStore } from '../../support/store.js';
import { personIn, type SlackPerson, type View } from './person.js';
import { team, type Workspace, workspace } from './workspace.js';

/** The whole bot in an emulated workspace, with a mentor and a mentee who have agreed, and a session to come. */
export interface Whole {
  readonly w: Workspace;
  readonly bot: Bot;
  readonly store: Store;
  readonly mentor: SlackPerson;
  readonly mentee: SlackPerson;
  /** The view that the last call of a method drew, once an act has led to it. */
  shown(method: string, act: Promise<unknown>): Promise<View>;
  /** Stops the program, and starts it again on the same database. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function wholeBot(): Promise<Whole> {
  const made = {} as { bot: Bot; store: Store; start: () => Promise<void>; close: () => Promise<void> };
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-whole-'));
  const w = await workspace({ sendTimeoutMs: 5000 }, async (chat, slack) => {
    const ids = randomIds();
    const file = path.join(folder, 'mentorlog.db');
    await copyFile(await migrated(), file);
    const seeded = await openTestStore({ ids, file });
    await seedPair(seeded.store, { ids, now: systemClock.now(), tenant: team, ...slack.users });
    await seeded.close();
    made.start = async () => {
      Object.assign(made, await openTestStore({ ids, file }));
      made.bot = await startBot({
        store: made.store,
        chats: [chat],
        jobs: { start() {}, wake() {}, async stop() {} },
        clock: systemClock,
        leaseClock: systemClock,
        ids,
        log: silentLog,
        fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
        newProgramme: { name: 'Acme mentoring', zone: 'Europe/London', nation: 'england' },
      });
    };
    await made.start();
    return () => made.bot.stop();
  });
  await made.bot.run();
  return {
    w,
    get bot() {
      return made.bot;
    },
    get store() {
      return made.store;
    },
    mentor: personIn(w, w.slack.users.mentor),
    mentee: personIn(w, w.slack.users.mentee),
    async shown(method, act) {
      const before = w.slack.front.calls.length;
      await act;
      const answer = () => w.slack.front.calls.slice(before).findLast((c) => c.method === method)?.answer;
      await expect.poll(() => answer()?.ok, { timeout: 10_000 }).toBe(true);
      return answer()?.view as View;
    },
    async restart() {
      await made.bot.stop();
      await made.close();
      await made.start();
    },
    async stop() {
      await w.stop();
      await made.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
