import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PersonId, ProgrammeId } from '../../src/kernel/ids.js';
import { randomIds } from '../../src/kernel/ids.js';
import { type samplePeople, seedSample } from '../../src/local/sample-people.js';
import type { TestBot } from './bot.js';
import { channelAddress, type FakeChat } from './chat.js';
import { migrated, openTestStore } from './store.js';

/** Where many tests begin, made once in a process; each of them begins on a copy. */

/** How a bot stood when it was kept. */
export interface Kept {
  readonly file: string;
  readonly now: number;
  readonly deliveries: number;
  readonly programme: ProgrammeId;
  readonly people: ReadonlyMap<string, PersonId>;
  readonly chat: Pick<FakeChat, 'messages' | 'drawn'>;
}
const kept = new WeakMap<object, Map<string, Promise<Kept>>>();
let folder: string | undefined;

/**
 * How a bot stands after `before`, lived through once in this process.
 *
 * @param before a constant: it is known again by being the same
 * @param how what else it depends on
 * @param live begins a bot on `file`, lets everything happen, and answers with it; it is stopped here
 */
export function livedOnce(before: object, how: object, live: (file: string) => Promise<TestBot>): Promise<Kept> {
  const known = kept.get(before) ?? new Map<string, Promise<Kept>>();
  kept.set(before, known);
  const key = onServer(how);
  const lived = known.get(key) ?? keep(live);
  known.set(key, lived);
  return lived;
}

async function keep(live: (file: string) => Promise<TestBot>): Promise<Kept> {
  const file = await newFile();
  const bot = await live(file);
  await bot.stop();
  const { programme, people, chat } = bot;
  return { file, now: bot.clock.now(), deliveries: bot.deliveries(), programme, people, chat };
}

/** What is kept for tests that begin alike is of one server, or of files; files share a process with others that have their own. */
const onServer = (options: object): string => JSON.stringify([process.env.TEST_POSTGRES ?? '', options]);

/** A new database, empty, that stays until the process ends. */
async function newFile(): Promise<string> {
  if (folder === undefined) {
    const made = mkdtempSync(path.join(tmpdir(), 'mentorlog-lived-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  const file = path.join(folder, `${randomUUID()}.db`);
  await copyFile(await migrated(), file);
  return file;
}

type Seed = Pick<Kept, 'file' | 'programme' | 'people'>;
interface SeedOptions {
  readonly now: number;
  readonly zone: string;
  readonly people?: typeof samplePeople;
}
const seeds = new Map<string, Promise<Seed>>();

/** A programme in which nothing has happened yet: made once in this process, for each bot that begins so to copy. */
export function seeded(options: SeedOptions): Promise<Seed> {
  const how = onServer(options);
  const known = seeds.get(how) ?? seed(options);
  seeds.set(how, known);
  return known;
}

async function seed(options: SeedOptions): Promise<Seed> {
  const file = await newFile();
  const ids = randomIds();
  const { store, close } = await openTestStore({ ids, file });
  const made = await seedSample(store, { ...options, ids, channel: channelAddress });
  await close();
  return { ...made, file };
}
