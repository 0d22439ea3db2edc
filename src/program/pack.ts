import { type FileHandle, open, unlink } from 'node:fs/promises';
import { isThere } from '../../adapters/prisma/databases.js';
import { openStore } from '../../adapters/prisma/index.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { type Pack, packFileName, shortPackId } from '../domain/pack/pack.js';
import type { Programme } from '../domain/programme.js';
import { features } from '../features/index.js';
import { freshFile, makeAgain } from '../features/shared/pack-file.js';
import { everythingKept } from '../kept.js';
import { leaseClock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { showMoment } from '../kernel/zoned.js';
import { openClock } from '../local/movable-clock.js';
import type { PackMaker } from '../ports/packs.js';
import type { Store } from '../ports/store.js';
import { packJobs } from '../runtime/documents/pack-jobs.js';
import { lineLog } from '../runtime/log.js';
import { byId } from '../runtime/people-by-id.js';
import { type Registry, registryOf } from '../runtime/registry.js';
import { checks } from '../runtime/verification/checks.js';
import { workOn } from '../runtime/work.js';
import { type Command, fits, fromHere, here as hereOf, mustBeOfThisVersion, told, usageCode } from './command.js';
import { readConfig } from './config.js';
import { signingKeyFile, signingKeyThere } from './signing-key.js';

/**
 * `mentorlog pack`: the packs that were asked for, and one of them as a file, for an installation without pages. It works
 * beside a running bot: whoever has a pack in hand has its lease.
 */

/** The exit code of a pack that has to be waited for. */
const laterCode = 3;

export interface PackCommand extends Command {
  /** What makes a pack; the program's own unless given. */
  maker?(): Promise<PackMaker>;
}

const ownMaker = async (): Promise<PackMaker> => (await import('../../adapters/documents/packs.js')).packMaker();

interface Here {
  readonly store: Store;
  readonly registry: Registry;
  readonly now: () => number;
  readonly command: PackCommand;
  /** Where a key to sign with would lie, where there is none. */
  readonly lacksKey: string | undefined;
}
interface Found {
  readonly pack: Pack;
  readonly programme: Programme;
  readonly mentor: string;
}

/** @param args what stands behind `pack`. @returns the exit code */
export function pack(args: readonly string[], command: PackCommand = fromHere): Promise<number> {
  const [id, flag, file, ...more] = args;
  if (id !== undefined && (flag !== '--to' || file === undefined || file === '' || more.length > 0)) {
    command.err('Write it so: mentorlog pack ID --to FILE. Without anything it lists the packs that there are.');
    return Promise.resolve(usageCode);
  }
  return told(command, () =>
    inStore(command, (here) => (id === undefined ? list(here) : writeOne(here, id, file as string))),
  );
}

async function inStore(command: PackCommand, then: (here: Here) => Promise<number>): Promise<number> {
  const { databaseUrl, signingKey: signs, lead, deputy } = readConfig(command.env);
  if (!(await isThere(databaseUrl)))
    throw new Refused('no-database', 'There is no database yet, and so no pack. Start the bot once first.');
  const ids = randomIds();
  const at = await hereOf(command);
  mustBeOfThisVersion(await fits(at));
  const { rootKey } = at;
  const signer = await signingKeyThere(signs, databaseUrl);
  const store = await openStore({
    ...{ url: databaseUrl, rootKey, ids, kept: everythingKept },
    ...(signer === undefined ? {} : { signingKey: signer.bytes }),
  });
  try {
    const clock = await openClock(store);
    const contacts = { ...(lead === undefined ? {} : { lead }), ...(deputy === undefined ? {} : { deputy }) };
    const safeguarding = { hours: '', outOfHours: '', ...contacts };
    const registry = registryOf(features, { nation: 'england', safeguarding });
    const lacksKey = signer === undefined ? signingKeyFile(databaseUrl) : undefined;
    return await then({ store, registry, now: clock.now, command, lacksKey });
  } finally {
    await store.close();
  }
}

/** Every pack of every programme that was not let go, newest first. */
const allOf = (store: Store): Promise<readonly Found[]> =>
  store.read(async (tx) => {
    const found: Found[] = [];
    for (const programme of await tx.programmes.all()) {
      const rows = tx.in(programme.id);
      const packs = await rows.packs.ofPortfolios((await rows.portfolios.all()).map((p) => p.id));
      if (packs.length === 0) continue;
      const people = byId(await rows.people.all());
      for (const one of packs)
        if (one.state !== 'dropped')
          found.push({ pack: one, programme, mentor: people.get(one.mentor)?.name ?? 'somebody who left' });
    }
    return found.sort((a, b) => b.pack.askedAt - a.pack.askedAt);
  });

async function list({ store, command }: Here): Promise<number> {
  const all = await allOf(store);
  if (all.length === 0) command.out('There is no pack. A mentor asks for one in the chat: evidence.');
  for (const { pack: one, programme, mentor } of all)
    command.out(`${shortPackId(one.id)}  ${dateOf(one.askedAt, programme)}  ${mentor}  ${states[one.state]}`);
  if (all.length > 0) command.out('Write one into a file with: npx mentorlog pack ID --to FILE');
  return 0;
}

const dateOf = (at: number, { zone }: Programme): string => showMoment(at, zone, 'en-GB', 'date');

const states: Readonly<Record<Pack['state'], string>> = {
  queued: 'to be made',
  building: 'being made',
  looking: 'the mentees have their look',
  deciding: 'its mentor has something to decide',
  ready: 'ready',
  failed: 'could not be made',
  dropped: 'let go',
};

async function writeOne(here: Here, id: string, file: string): Promise<number> {
  const { store, command } = here;
  if (isAt(file)) throw taken(file);
  const found = (await allOf(store)).filter(({ pack: one }) => one.id === id || shortPackId(one.id) === id);
  const [one, another] = found;
  if (one === undefined)
    throw new Refused('no-such-pack', `There is no pack ${id}. See which there are with: npx mentorlog pack`);
  if (another !== undefined) {
    for (const { pack: each, mentor } of found) command.err(`${each.id}  ${mentor}`);
    throw new Refused('several', 'Several packs are called that. Give one of these ids, whole.');
  }
  const bytes = (await given(here, one)) ?? ((await made(here, one)) ? await given(here, one) : undefined);
  if (bytes === undefined) {
    const after = (await allOf(store)).find(({ pack: each }) => each.id === one.pack.id);
    command.err(after === undefined ? 'It was let go meanwhile, and is not there any more.' : waitsFor(after));
    return after?.pack.state === 'failed' || after === undefined ? 1 : laterCode;
  }
  await write(file, bytes);
  command.out(`Written to ${file}, ${bytes.length} bytes, readable by you alone. Hand it in as ${nameOf(one)}.`);
  return 0;
}

const nameOf = ({ pack: one, programme }: Found): string => packFileName(one, programme.zone);

/** Its bytes, if it is ready and still says what there is to say; that it leaves is on record before it does. */
const given = (here: Here, found: Found): Promise<Uint8Array | undefined> =>
  inWork(here, found, async (work, now) => {
    if (now.state !== 'ready') return undefined;
    const file = await freshFile(now, work);
    if (file === undefined) await makeAgain(now, work);
    else work.audit('pack.fetched', now.id, { hash: now.hash, command: true });
    return file;
  });

/**
 * Makes it here, where it is due and nobody has it in hand. Answers whether it is ready then.
 * @throws Refused `no-signing-key`
 */
async function made(
  { store, registry, now, command, lacksKey }: Here,
  { pack: one, programme }: Found,
): Promise<boolean> {
  // What waits for somebody waits without a key too.
  const current = await store.read((tx) => tx.in(programme.id).packs.get(one.id));
  if (lacksKey !== undefined && current !== undefined) {
    if (isDue(current, now())) throw noSigningKey(lacksKey);
    return false;
  }
  const beside = {
    store,
    registry,
    clock: { now },
    leaseClock,
    ids: randomIds(),
    log: lineLog((line) => command.err(line), leaseClock.now, 'error'),
    // The bot that runs beside looks for itself.
    alarm: { set: () => undefined, sooner: () => undefined, stop: () => undefined },
    wake: () => undefined,
    pages: () => null,
  };
  const jobs = packJobs({ ...beside, maker: await (command.maker ?? ownMaker)(), checked: checks(beside).portfolio });
  await jobs.make({ id: one.id, programme: programme.id });
  return (await store.read((tx) => tx.in(programme.id).packs.get(one.id)))?.state === 'ready';
}

/** Whether it waits for nothing but to be made. */
const isDue = ({ state, lookUntil }: Pack, now: number): boolean =>
  state === 'queued' || (state === 'looking' && lookUntil <= now);

/** One that is not signed shows nobody that it is as it was made; and a key that was made here would be no one's. */
const noSigningKey = (file: string): Refused =>
  new Refused(
    'no-signing-key',
    `There is no key here to sign a pack with, and one is not handed in unsigned. Set SIGNING_KEY as the bot has it, or put its copy back (${file}). If the bot has never had one, its next start makes one.`,
  );

const inWork = <T>(
  { store, registry, now }: Here,
  { pack: one, programme }: Found,
  then: (work: ReturnType<typeof workOn>, pack: Pack) => Promise<T>,
): Promise<T | undefined> =>
  store.write(async (tx) => {
    const rows = tx.in(programme.id);
    const current = await rows.packs.get(one.id);
    if (current === undefined) return undefined;
    const work = workOn({
      rows,
      parts: registry,
      programme: await rows.programme.get(),
      now: now(),
      leaseNow: leaseClock.now(),
      ids: randomIds(),
      actor: null,
    });
    const came = await then(work, current);
    await work.flush();
    return came;
  });

/** In one sentence. */
function waitsFor({ pack: one, programme }: Found): string {
  switch (one.state) {
    case 'looking':
      return `The mentees have until ${showMoment(one.lookUntil, programme.zone)} to look at it. It is made then.`;
    case 'deciding':
      return 'Something in it could still tell who somebody is. Its mentor decides that in the chat first.';
    case 'failed':
      return `It could not be made (${one.code}). Its mentor asks for a new one in the chat: evidence.`;
    case 'building':
      return 'It is being made at the moment. Try again in two minutes.';
    default:
      return 'It could not be made just now, and is tried again. Try again in a minute.';
  }
}

const taken = (file: string): Refused =>
  new Refused('file-exists', `There is something at ${file} already. Give another name: nothing is overwritten.`);

/** A new file that its owner alone can read. @throws Refused */
async function write(file: string, bytes: Uint8Array): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken(file);
    throw new Refused('no-file', `${file} cannot be written. Name a folder that is there and that you may write to.`);
  }
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } catch {
    await unlink(file).catch(() => undefined);
    throw new Refused(
      'no-file',
      `${file} could not be written whole, and was taken away. Make room on its disk, and try again.`,
    );
  } finally {
    await handle.close();
  }
}
