import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express } from 'express';
import { createTeamsChat, type TeamsSettings } from '../../adapters/teams/index.js';
import { type Bot, type BotParts, startBot } from '../../src/bot.js';
import { opensForm } from '../../src/features/index.js';
import type { Clock } from '../../src/kernel/clock.js';
import { faultCode } from '../../src/kernel/errors.js';
import { type Ids, randomIds } from '../../src/kernel/ids.js';
import type { ChatPort } from '../../src/ports/chat.js';
import type { Store } from '../../src/ports/store.js';
import { openTestStore } from '../support/store.js';

export interface WholeBot {
  readonly bot: Bot;
  readonly store: Store;
  readonly url: string;
  /** What went wrong that nobody was told of: empty at the end of every test. */
  readonly faults: string[];
  /** Moves the clock, and does what is due then. */
  to(iso: string): Promise<void>;
  pass(ms: number): Promise<void>;
  now(): number;
  stop(): Promise<void>;
}

/**
 * The real runtime on a real database, with Teams on an HTTP server on loopback (nobody is authenticated), and a clock
 * that a test moves.
 * @param more other chats, on the same Express app
 */
export async function wholeBot(
  more: (about: {
    readonly app: Express;
    readonly clock: Clock;
    readonly store: Store;
    readonly ids: Ids;
    readonly fault: (code: string) => void;
  }) => readonly ChatPort[] = () => [],
  parts: Partial<BotParts> & { readonly start?: string; readonly teams?: Partial<TeamsSettings> } = {},
): Promise<WholeBot> {
  let now = Date.parse(parts.start ?? '2026-11-23T09:00:00Z');
  const clock = { now: () => now };
  const ids: Ids = randomIds();
  const { store, close } = await openTestStore({ ids });
  const app = express();
  const faults: string[] = [];
  const note = (code: string, detail: object = {}): void => void faults.push(`${code} ${JSON.stringify(detail)}`);
  const teams = createTeamsChat(
    // The clock stands still between a test's steps: what is to be seen after one goes at once.
    { unauthenticated: true, loopback: true, limits: [], ...parts.teams },
    { app, clock, book: store.book, ids, opens: opensForm, log: note },
  );
  const server = createServer(app);
  // A test on a busy machine is silent for longer than the five seconds after which an idle connection is closed.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bot = await startBot({
    store,
    chats: [teams, ...more({ app, clock, store, ids, fault: note })],
    jobs: { start() {}, wake() {}, async stop() {} },
    clock,
    leaseClock: clock,
    ids,
    log: { say: note, fault: (code, error) => note(code, { fault: faultCode(error) }) },
    fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
    newProgramme: { name: 'Riverside Mentoring', zone: 'Europe/London', nation: 'england' },
    ...parts,
  });
  return {
    bot,
    store,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    faults,
    now: () => now,
    async to(iso) {
      now = Date.parse(iso);
      await bot.run();
    },
    async pass(ms) {
      now += ms;
      await bot.run();
    },
    async stop() {
      await bot.stop();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await close();
    },
  };
}
