import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, openSync, statSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commands, run } from '../../src/program/commands.js';
import { asks } from '../support/asked-packs.js';
import { startBot } from '../support/bot.js';
import { fakePackMaker } from '../support/pack-maker.js';
import { agreed } from '../support/steps.js';
import { testRootKey } from '../support/store.js';

/** Every command, wherever what it needs is missing, another’s, damaged or full: one true sentence, and no stack. */

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
const signingKey = new Uint8Array(32).fill(3);
let template: string;
/** What the database took for now when it stopped: nothing fell due since. */
let now: number;
let pack: string;
let folder = '';
let env: Record<string, string>;

beforeAll(async () => {
  template = await mkdtemp(path.join(tmpdir(), 'mentorlog-commands-'));
  const t = await startBot({ file: `${template}/mentorlog.db`, signingKey });
  await agreed(t, 'maya', 'leo');
  await t.bot.check();
  await t.settled();
  pack = await asks(t);
  now = t.clock.now();
  await t.stop();
  await writeFile(`${template}/mentorlog.db.key`, hex(testRootKey));
  await writeFile(`${template}/mentorlog.db.signing-key`, hex(signingKey));
}, 60_000);
afterAll(() => rm(template, { recursive: true, force: true }));

const tmp = process.env.TMPDIR ?? tmpdir();
/** A database that was stopped, a backup of it, and a folder for what is written. */
async function fresh(at?: string): Promise<void> {
  folder = at ?? (await mkdtemp(path.join(tmp, 'mentorlog-commands-')));
  await mkdir(`${folder}/data`);
  await mkdir(`${folder}/out`);
  for (const end of ['', '-keys', '.key', '.signing-key']) await copyFile(`${template}/mentorlog.db${end}`, data(end));
  for (const end of ['', '-keys']) await copyFile(`${template}/mentorlog.db${end}`, `${folder}/backup.db${end}`);
  env = { DATABASE_URL: `file:${data()}`, TIME_ZONE: 'Europe/London', PORT: '0', BACKUP_DIR: `${folder}/backups` };
}
const data = (end = ''): string => `${folder}/data/mentorlog.db${end}`;
afterEach(async () => {
  process.env.TMPDIR = tmp;
  if (folder !== '') await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
/** What it ended with and said. Whatever that is: a stack, a secret, or a name that nobody knows is not in it. */
async function typed(word: string, args: readonly string[]): Promise<Ended> {
  const [out, err]: string[][] = [[], []];
  const code = await run(word, args, {
    env,
    out: (line) => void out?.push(line),
    err: (line) => void err?.push(line),
    now: () => now,
    ...{ maker: async () => fakePackMaker() },
  });
  const ended = { code, out: (out ?? []).join('\n'), err: (err ?? []).join('\n') };
  for (const text of [ended.out, ended.err]) {
    expect(text, word).not.toMatch(/^\s+at \S+ |fault of Mentorlog|Error: /m);
    expect(text, word).not.toMatch(/mentorlog-(verify|doctor|restore|move)-|\.part\b|\.trial|\.restoring/);
    expect(text, word).not.toMatch(/geheim/);
    expect(text, word).not.toContain(hex(testRootKey));
  }
  return ended;
}

/** How each is typed where all is well. */
const usual: Readonly<Record<string, () => readonly string[]>> = {
  backup: () => [],
  restore: () => [`${folder}/backup.db`],
  heads: () => ['--to', `${folder}/out/heads.jsonl`],
  pack: () => [pack, '--to', `${folder}/out/pack.zip`],
  verify: () => [],
  keysheet: () => [],
  sbom: () => [],
  update: () => [],
  move: () => ['--from', `file:${data()}`, '--to', 'postgresql://nobody:geheim@127.0.0.1:1/x'],
  doctor: () => [],
  'rotate-key': () => [],
};

test('the tables speak of every command', () => {
  expect(Object.keys(usual).sort()).toEqual(Object.keys(commands).sort());
  for (const { name, says } of [...conditions, ...withoutLeave, ...onFull])
    expect([name, ...Object.keys({ ...says }).filter((word) => usual[word] === undefined)]).toEqual([name]);
});

/** Ends well, tells nothing. */
const fine = 'fine';
type Says = RegExp | typeof fine;
interface Condition {
  readonly name: string;
  /** Makes it so, once all was well. */
  make(): Promise<unknown> | unknown;
  /** How some are typed then. */
  readonly as?: Readonly<Record<string, () => readonly string[]>>;
  /** What each says. */
  readonly says: Readonly<Record<string, Says>>;
  /** And all others; without it they are not asked. */
  readonly others?: Says;
}

const none = (): Promise<unknown> => rm(`${folder}/data`, { recursive: true });
const spoil = async (file: string): Promise<void> => writeFile(file, (await readFile(file)).fill(0x5a, 100, 4096 * 3));
const noServer = /^PostgreSQL does not answer where DATABASE_URL says: see that it runs there/;
/** What looks at nothing of the data, or says of each thing how it is: `doctor` is tried in its own test. */
const beside = { sbom: fine, move: noServer } as const;

const conditions: readonly Condition[] = [
  { name: 'nothing is amiss', make: () => undefined, says: { ...beside }, others: fine },
  {
    name: 'there is no database',
    make: none,
    says: {
      ...beside,
      backup: /^There is no database to copy yet\. Start the bot once first\.$/,
      restore: /^There is no data key here\. Set DATA_KEY, or put its copy where it is looked for \(.*\.db\.key\)/,
      heads: /^There is no database yet, and so no head\. Start the bot/,
      pack: /^There is no database yet, and so no pack\. Start the bot/,
      verify: /^There is no file .*\/data\/mentorlog\.db\. Look for it/,
      keysheet: fine,
      update: /^There is no database yet, and so nothing to bring up to date\. Start the bot\.$/,
      move: /^There is no file .*\/data\/mentorlog\.db\. Look for it/,
      'rotate-key': /^There is no database yet, and no key to change\./,
    },
  },
  {
    name: 'people’s keys are not there',
    make: () => rm(data('-keys')),
    says: {
      ...beside,
      restore: /^People’s keys \(.*\/data\/mentorlog\.db-keys\) are not there.*Those beside that backup/,
      keysheet: fine,
    },
    others: /^The key store of this database is missing.* Put \S+\/data\/mentorlog\.db-keys back, or/,
  },
  {
    name: 'people’s keys are damaged',
    make: () => spoil(data('-keys')),
    says: { ...beside, keysheet: fine, 'rotate-key': /^The key store beside the database cannot be read \(.*-keys\)/ },
    others: /^People’s keys in \S+\/data\/mentorlog\.db-keys are damaged.* Put the newest copy of them in/,
  },
  {
    name: 'people’s keys are of nobody',
    make: () => writeFile(data('-keys'), ''),
    says: {
      ...beside,
      keysheet: fine,
      verify: /^The key store is older than/,
      'rotate-key': /^The key store is older than/,
    },
    others: /^People’s keys in \S+\/data\/mentorlog\.db-keys are damaged, or are none\. Put the newest copy of them in/,
  },
  {
    name: 'there is no data key',
    make: () => rm(data('.key')),
    says: { ...beside, verify: fine },
    others:
      /^There is a database but no key to it\. Put its key back as mentorlog\.db\.key beside it, or set DATA_KEY\.$/,
  },
  {
    name: 'the data key is another one',
    make: () => writeFile(data('.key'), 'ab'.repeat(32)),
    says: beside,
    others: /^This database was made with another DATA_KEY: set that one, or put its file back\.$/,
  },
  {
    name: 'the key’s file holds none',
    make: () => writeFile(data('.key'), 'hello'),
    says: beside,
    others: /^\S+\/data\/mentorlog\.db\.key holds no key\. Put its copy back, or set DATA_KEY\.$/,
  },
  {
    name: 'there is no key to sign with',
    make: () => rm(data('.signing-key')),
    says: { ...beside, pack: /^There is no key here to sign a pack with, .* its next start makes one\.$/ },
    others: fine,
  },
  {
    name: 'the database is damaged',
    make: () => spoil(data()),
    says: { ...beside, keysheet: fine, restore: fine, move: /is damaged: restore a backup that is whole\.$/ },
    others: /^\S+\/data\/mentorlog\.db is (damaged|no database)|^The database cannot be opened/,
  },
  {
    name: 'the server of the database is not there',
    make: () => {
      env.DATABASE_URL = 'postgresql://nobody:geheim@127.0.0.1:1/x';
    },
    as: { move: () => ['--from', `file:${data()}`] },
    says: { sbom: fine, keysheet: fine },
    others: noServer,
  },
  {
    name: 'a setting is none',
    make: () => {
      env.PORT = 'eighty';
    },
    says: { sbom: fine },
    others: /^These settings need mending:\n {2}PORT: give a port number from 0 to 65535$/,
  },
  {
    name: 'temporary files have no folder',
    make: () => {
      process.env.TMPDIR = `${folder}/none`;
    },
    says: { ...beside, verify: /^Nothing can be written where temporary files go \(\S+\/none\)\. .*set TMPDIR/ },
    others: fine,
  },
  {
    name: 'what is named is in no folder',
    make: () => undefined,
    as: {
      backup: () => [`${folder}/none/b.db`],
      restore: () => [`${folder}/none/b.db`],
      heads: () => ['--to', `${folder}/none/h`],
      pack: () => [pack, '--to', `${folder}/none/p.zip`],
      verify: () => [`${folder}/none/b.db`],
      move: () => ['--from', `file:${folder}/none/b.db`, '--to', 'postgresql://127.0.0.1:1/x'],
    },
    says: {
      backup: /^The folder \S+\/none is not there\. Make it, or name another one\.$/,
      heads: /^The folder \S+\/none is not there\. Make it, or name another one\.$/,
      pack: /^\S+\/none\/p\.zip cannot be written\. Name a folder that is there/,
      restore: /^There is no file \S+\/none\/b\.db\. Look for it, and name it again\.$/,
      verify: /^There is no file \S+\/none\/b\.db\. Look for it, and name it again\.$/,
      move: /^There is no file \S+\/none\/b\.db\. Look for it, and name it again\.$/,
    },
  },
  {
    name: 'what is named is a folder',
    make: () => undefined,
    as: {
      backup: () => [`${folder}/out`],
      restore: () => [`${folder}/out`],
      heads: () => ['--to', `${folder}/out`],
      pack: () => [pack, '--to', `${folder}/out`],
      verify: () => [`${folder}/out`],
      move: () => ['--from', `file:${folder}/out`, '--to', 'postgresql://127.0.0.1:1/x'],
    },
    says: {
      backup: /^A file of that name exists: name another one for the backup\.$/,
      restore: /^\S+\/out is a folder\. Name a file\.$/,
      heads: /^\S+\/out is no file that can grow\. Name another one\.$/,
      pack: /^There is something at \S+\/out already\. Give another name/,
      verify: /^\S+\/out is a folder\. Name a file\.$/,
      move: /^\S+\/out is a folder\. Name a file\.$/,
    },
  },
  {
    name: 'what heads are compared with is none',
    make: () => undefined,
    as: { verify: () => ['--heads', `${folder}/out`] },
    says: { verify: /^\S+\/out is no file\. Name the file of heads\.$/ },
  },
  {
    name: 'what heads are compared with has no end',
    make: () => undefined,
    as: { verify: () => ['--heads', '/dev/zero'], heads: () => ['--to', '/dev/full'] },
    says: { verify: /^\/dev\/zero is no file\. Name the file/, heads: /^\/dev\/full is no file that can grow\. Name/ },
  },
  {
    name: 'backups go into a file',
    make: () => writeFile(`${folder}/backups`, ''),
    says: { backup: /^\S+\/backups is a file, and backups go into a folder\. Set BACKUP_DIR to another one\.$/ },
  },
  {
    name: 'backups go where no folder can be',
    make: () => {
      env.BACKUP_DIR = '/proc/nothing/backups';
    },
    says: { backup: /^The folder \/proc\/nothing cannot be made there\. Name another one\.$/ },
  },
  {
    name: 'a word too many is typed',
    make: () => undefined,
    as: Object.fromEntries(Object.entries(usual).map(([word, args]) => [word, () => [...args(), 'x', 'y']])),
    says: { verify: /^(Write it so: mentorlog verify|There is no file)/ },
    others: /^Write it so: mentorlog [a-z-]+/,
  },
  {
    name: 'what is behind it is missing',
    make: () => undefined,
    as: {
      restore: () => [],
      heads: () => ['--to'],
      pack: () => [pack, '--to'],
      verify: () => ['--key'],
      move: () => ['--from'],
    },
    says: {
      restore: /^Write it so/,
      heads: /^Write it so/,
      pack: /^Write it so/,
      verify: /^Write it so/,
      move: /^Write it so/,
    },
  },
];

/** Tries the commands that a condition speaks of, each where it is as if nothing had been tried before. */
async function tries(
  { name, make, as = {}, says, others }: Condition,
  typedBy: (act: () => Promise<Ended>) => Promise<Ended> = (act) => act(),
  setUp: () => Promise<void> = fresh,
): Promise<void> {
  for (const [word, args] of Object.entries(usual)) {
    const expected = says[word] ?? others;
    if (expected === undefined || word === 'doctor') continue;
    await setUp();
    await make();
    const before = await readdir(folder, { recursive: true });
    const { code, out, err } = await typedBy(() => typed(word, (as[word] ?? args)()));
    const said = `${word}: ${code} ${err}`;
    if (expected === fine) {
      // Without either key not all can be verified.
      const some = word === 'verify' && ['there is no data key', 'there is no key to sign with'].includes(name);
      expect(said).toBe(`${word}: ${some ? 2 : 0} `);
    } else {
      expect([1, 2], said).toContain(code);
      expect(err, said).toMatch(expected);
      expect(err, said).toMatch(/(\.|restore FILE|65535)$/);
      expect(out, said).toBe('');
      // Nothing half done is left, and nothing that stands in the way of trying again.
      const left = (await readdir(folder, { recursive: true })).filter((one) => !before.includes(one));
      expect(
        left.filter((one) => !/mentorlog\.db-(bot|running|shm|wal)$|backups$/.test(one)),
        said,
      ).toEqual([]);
    }
    process.env.TMPDIR = tmp;
    await rm(folder, { recursive: true, force: true });
  }
}

/** The user that root is not, for what root may do everywhere: `nobody`. */
const other = 65534;
/** Does it as somebody who owns the files and may do no more than these say. */
async function asOwner<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return act();
  for (const one of ['', ...(await readdir(folder, { recursive: true }))])
    chownSync(path.join(folder, one), other, other);
  process.setegid?.(other);
  process.seteuid?.(other);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
/** Why it cannot be tried, if so. */
function whyNotAsOwner(): string | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  process.seteuid?.(other);
  try {
    // Opened, for the system answers whether something may be read of whoever started the process.
    closeSync(openSync(path.resolve(import.meta.dirname, '../../package.json'), 'r'));
    return undefined;
  } catch {
    return 'this is root, and nobody else may read the program';
  } finally {
    process.seteuid?.(0);
  }
}
/** It has to be passed through, and SQLite to have room for what it sorts. */
const letThrough = (): void => chmodSync(tmp, (statSync(tmp).mode & 0o7777) | 0o1777);

const fill = async (disk: string): Promise<void> => {
  const filling = await open(`${disk}/filling`, 'w');
  try {
    for (;;) await filling.write(Buffer.alloc(16 * 1024));
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' });
  } finally {
    await filling.close();
  }
};

const ends = ['', '-keys', '.key', '.signing-key'];
const hidden = /^The folder \S+\/data may not be looked into by you\. See who owns it, and give it/;
const locked = /^\S+\/data\/mentorlog\.db(-bot)? cannot be (read|written to|opened or made) by you\. See /;
const keyLocked = /^\S+\/data\/mentorlog\.db\.(signing-)?key may not be used by you\. See who owns it and its folder/;
/** Where whoever types it owns all there is, and may not use it. */
const withoutLeave: readonly Condition[] = [
  { name: 'nothing', make: () => undefined, says: beside, others: fine },
  {
    name: 'to look into the data',
    make: () => chmodSync(`${folder}/data`, 0),
    says: { sbom: fine },
    others: hidden,
  },
  {
    name: 'to write to the data',
    make: () => {
      for (const end of ends) chmodSync(data(end), 0o444);
      chmodSync(`${folder}/data`, 0o555);
    },
    says: { sbom: fine, keysheet: fine },
    others: locked,
  },
  {
    name: 'to read the data',
    make: () => {
      for (const end of ends) chmodSync(data(end), 0);
    },
    says: { sbom: fine, move: locked },
    others: keyLocked,
  },
  {
    name: 'to read the backup',
    make: () => chmodSync(`${folder}/backup.db`, 0),
    as: { verify: () => [`${folder}/backup.db`] },
    says: {
      restore: /^\S+\/backup\.db cannot be read by you\. See who owns it/,
      verify: /^\S+\/backup\.db may not be used by you\. See who owns it/,
    },
  },
  {
    name: 'to write where it is to go',
    make: () => {
      chmodSync(`${folder}/out`, 0o555);
      env.BACKUP_DIR = `${folder}/out/backups`;
    },
    says: {
      backup: /^\S+\/out\/backups may not be used by you\. See/,
      heads: /^\S+\/out\/heads\.jsonl may not be used by you\. See/,
      pack: /^\S+\/out\/pack\.zip cannot be written\. Name a folder that is there and that you may write to\.$/,
    },
  },
  {
    name: 'to write where a file is named',
    make: () => chmodSync(`${folder}/out`, 0o555),
    as: { backup: () => [`${folder}/out/b.db`] },
    says: { backup: /^\S+\/out\/b\.db may not be used by you\. See who owns it and its folder/ },
  },
];

/** Where what is written goes to a disk that is full. */
const onFull: readonly Condition[] = [
  {
    name: 'what a command writes',
    make: () => {
      env.BACKUP_DIR = `${folder}/out`;
      process.env.TMPDIR = `${folder}/out`;
    },
    says: {
      backup: /^There is no room for a backup in \S+\/out, and no older one was let go\. Make room there, or set/,
      heads: /^\S+\/heads\.jsonl could not be written whole, and is as it was\. Make room on its disk/,
      pack: /^\S+\/pack\.zip could not be written whole, and was taken away\. Make room on its disk/,
      verify: /^There is no room for the copy that is verified\. Make room where temporary files are/,
    },
  },
  {
    name: 'a file that is named',
    make: () => undefined,
    as: { backup: () => [`${folder}/out/b.db`] },
    says: { backup: /^The disk is full, where \S+\/out\/b\.db is\. Make room on it, and try again\.$/ },
  },
];

describe('each command is one sentence where', () => {
  test.each(conditions.map((one) => [one.name, one] as const))('%s', { timeout: 60_000 }, async (_, one) => {
    await tries(one);
  });
});

describe('each is one sentence without leave', () => {
  test.each(withoutLeave.map((one) => [one.name, one] as const))('%s', { timeout: 60_000 }, async (_, one) => {
    const why = whyNotAsOwner();
    // biome-ignore lint/suspicious/noConsole: a skip carries its reason
    if (why !== undefined) return console.warn(`Not run: ${why}.`);
    letThrough();
    await tries(one, asOwner);
  });
});

describe('each is one sentence on a full disk:', () => {
  let disk = '';
  const umount = (): void => {
    if (disk !== '') execFileSync('umount', ['-l', disk]);
    disk = '';
  };
  afterEach(umount);
  const mayMount = process.geteuid?.() === 0 && process.platform === 'linux';
  test.each(onFull.map((one) => [one.name, one] as const))('%s', { timeout: 60_000 }, async (_, one) => {
    // biome-ignore lint/suspicious/noConsole: a skip carries its reason
    if (!mayMount) return console.warn('Not run: this user may not mount a small disk.');
    await tries(
      one,
      async (act) => {
        const ended = await act();
        // Nothing that was begun is left.
        expect(await readdir(disk)).toEqual(['filling']);
        umount();
        return ended;
      },
      async () => {
        await fresh();
        disk = `${folder}/out`;
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
        await fill(disk);
      },
    );
  });
});

test('rotate-key where the data lies on a full disk says so, and goes on once there is room', {
  timeout: 60_000,
}, async () => {
  // biome-ignore lint/suspicious/noConsole: a skip carries its reason
  if (process.geteuid?.() !== 0) return console.warn('Not run: this user may not mount a small disk.');
  const disk = await mkdtemp(path.join(tmp, 'mentorlog-commands-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', disk], { stdio: 'ignore' });
  try {
    await fresh(disk);
    const old = await readFile(data('.key'), 'utf8');
    await fill(disk);
    const full = await typed('rotate-key', []);
    expect([full.code, full.err]).toEqual([
      1,
      expect.stringMatching(/^The disk is full.*[Mm]ake room on it, and try again\.$/),
    ]);
    // Half of it, where some room was left: with less than what it writes anew it stops, and is begun.
    await rm(`${disk}/filling`);
    await writeFile(`${disk}/filling`, Buffer.alloc(24 * 2 ** 20 - statSync(data()).size - 2 ** 20)).catch(
      () => undefined,
    );
    await typed('rotate-key', []);
    await rm(`${disk}/filling`);
    const again = await typed('rotate-key', []);
    expect([again.code, again.err]).toEqual([0, '']);
    expect(await readFile(data('.key'), 'utf8')).not.toBe(old);
    expect((await typed('keysheet', [])).out).toContain('tried: it opens the database that is here');
    expect((await typed('verify', [])).code).toBe(0);
  } finally {
    folder = '';
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true, force: true });
  }
});

test('doctor says it of each, in a line that names it, and goes on with the rest', { timeout: 60_000 }, async () => {
  const lines: Readonly<Record<string, RegExp>> = {
    'nothing is amiss': /^ok {8}Records: /m,
    'there is no database': /^not seen {2}Database: there is none yet: start Mentorlog once$/m,
    'people’s keys are not there': /^to mend {3}Records: The key store .* Put \S+\/data\/mentorlog\.db-keys back/m,
    'people’s keys are damaged': /^to mend {3}Records: The key store .* cannot be read \(\S+\.db-keys\)/m,
    'there is no data key': /^not seen {2}Key apart: DATA_KEY is not set, and there is no \S+\.db\.key$/m,
    'the data key is another one': /^to mend {3}Data key: This database was made with another DATA_KEY/m,
    'the key’s file holds none': /^to mend {3}Data key: \S+\.db\.key holds no key/m,
    'the database is damaged': /^to mend {3}Database: is damaged: restore a backup with npx mentorlog restore FILE$/m,
    'the server of the database is not there': /^to mend {3}Database: PostgreSQL does not answer/m,
    'a setting is none': /^to mend {3}Settings: .*PORT: give a port number/m,
    'backups go into a file': /^to mend {3}Backups: A part of \S+ is a file, where a folder has to be/m,
  };
  for (const { name, make } of conditions) {
    if (lines[name] === undefined) continue;
    await fresh();
    await make();
    const { out, err } = await typed('doctor', []);
    expect([name, out]).toEqual([name, expect.stringMatching(lines[name])]);
    expect([name, err]).toEqual([name, '']);
    expect(out, name).toMatch(/(to mend|Nothing to mend)\.$/);
    if (name !== 'a setting is none') expect(out, name).toMatch(/ (Clock|Links): /);
    await rm(folder, { recursive: true, force: true });
  }
});
