import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { runDataSteps } from '../../adapters/prisma/data-steps.js';
import { Keys } from '../../adapters/prisma/keys.js';
import { PostgresqlClients } from '../../adapters/prisma/postgresql/clients.js';
import { migrate } from '../../adapters/prisma/postgresql/migrate.js';
import { randomIds } from '../../src/kernel/ids.js';
import { testRootKey } from './root-key.js';

/** A PostgreSQL of the tests' own: in a folder that goes, on a socket in it, as fast as one that may lose everything. */
export interface Postgres {
  /** Where its socket is: by this another process finds it (`serverIn`). */
  readonly folder: string;
  /** The address of a database of it, there or not. */
  url(database: string): string;
  /** Makes a database as `template` is, which nobody may be connected to; one that is up to date and empty unless given. */
  make(database: string, template?: string): Promise<void>;
  drop(database: string): Promise<void>;
  /** Runs a script as whoever sets a server up does. @throws where a statement of it fails */
  script(text: string): void;
  /** Runs statements on one of its databases, past the store. */
  ask(database: string, statement: string): Promise<readonly Record<string, unknown>[]>;
}

/** The folder of PostgreSQL's programs: what `POSTGRES_BIN` names, or the newest that Debian has installed. */
function programs(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [process.env.POSTGRES_BIN ?? '', ...versions.map((version) => path.join(debian, version, 'bin'))];
  return folders.find((bin) => existsSync(path.join(bin, 'initdb')));
}

const absent = 'PostgreSQL is not here (on Debian: apt-get install postgresql; or POSTGRES_BIN)';

/** Whether this machine has it; says loudly what is left out where not. @throws with REQUIRE_ALL=1 */
export function havePostgres(): boolean {
  if (programs() !== undefined) return true;
  if (process.env.REQUIRE_ALL === '1') throw new Error(`REQUIRE_ALL=1, but ${absent}`);
  // biome-ignore lint/suspicious/noConsole: a skip carries its reason
  console.warn(`Not run: the store on PostgreSQL, because ${absent}.`);
  return false;
}

/** A folder of the run is in memory where that can be had: no place for what is to be lasting. */
const onDisk = '/var/tmp';

/** It refuses to run as root; then it runs as the user that its package made. */
function runsAs(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (what: string): number => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

const settings = {
  listen_addresses: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '32MB',
  max_connections: '100',
  // A text's order is said by the schema, a session's zone by nobody: both are made to differ from what the code takes.
  timezone: 'Asia/Kathmandu',
} as const;

/** As it is installed: what it has committed stands on the disk. */
const asInstalled = { listen_addresses: '', timezone: settings.timezone } as const;

/**
 * Starts it, with a template in it; `restart` lets something be done while it is away. Whoever calls this stops it; should that never come, it ends by itself within a minute
 * of its folder's going with the folder of the run (`run-folder.ts`), as PostgreSQL does.
 * @param how `durable`: on a disk, with PostgreSQL's own settings, where it is to be measured
 */
export async function startPostgres({
  durable = false,
}: {
  readonly durable?: boolean;
} = {}): Promise<
  Postgres & { stop(): void; restart(away?: () => void | Promise<void>, how?: 'fast' | 'immediate'): Promise<void> }
> {
  const bin = programs();
  if (bin === undefined) throw new Error(absent);
  const user = runsAs();
  const folder = mkdtempSync(path.join(durable ? onDisk : tmpdir(), 'postgres-'));
  if (user !== undefined) {
    chownSync(folder, user.uid, user.gid);
    // That user has to pass through.
    chmodSync(path.dirname(folder), (statSync(path.dirname(folder)).mode & 0o7777) | 0o011);
  }
  const about = {
    ...user,
    cwd: folder,
    env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
    // Its own output would keep ours open for as long as it runs.
    stdio: ['ignore', 'ignore', 'inherit'] as ('ignore' | 'inherit')[],
  };
  const run = (program: string, ...args: readonly string[]): void =>
    void execFileSync(path.join(bin, program), args, about);
  /** The same, while the servers of this process go on answering. */
  const runBeside = async (program: string, ...args: readonly string[]): Promise<void> => {
    const [code] = await once(spawn(path.join(bin, program), args, about), 'exit');
    if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${String(code)}`);
  };
  const data = path.join(folder, 'data');
  // Sorted as English is, and not by bytes: no statement may depend on how somebody's database was made.
  const language = ['--locale-provider=icu', '--icu-locale=en-US'];
  run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...language);
  const options = Object.entries(durable ? asInstalled : settings).map(([name, value]) => `-c ${name}='${value}'`);
  const started = ['-D', data, '-w', '-l', path.join(folder, 'log'), '-o', `-k ${folder} ${options.join(' ')}`];
  run('pg_ctl', ...started, 'start');
  const stop = (): void => {
    run('pg_ctl', '-D', data, '-w', '-m', 'immediate', 'stop');
    rmSync(folder, { recursive: true, force: true });
  };
  const server = serverIn(folder);
  try {
    await makeTemplate(server);
  } catch (error) {
    stop();
    throw error;
  }
  return {
    ...server,
    stop,
    async restart(away, how = 'fast') {
      await runBeside('pg_ctl', '-D', data, '-w', '-m', how, 'stop');
      await away?.();
      await runBeside('pg_ctl', ...started, 'start');
    },
  };
}

const template = 'mentorlog_template';

/** As a start of the program would leave a new database. */
async function makeTemplate(server: Postgres): Promise<void> {
  await server.make(template, 'template0');
  const url = server.url(template);
  await migrate(url);
  const [clients, ids] = [new PostgresqlClients(), randomIds()];
  await clients.open(url);
  const keyStore = clients.dialect.keyStore(url);
  await keyStore.open(true);
  await runDataSteps({ url, clients, keys: new Keys(testRootKey, ids), keyStore, ids });
  await clients.close();
  await keyStore.close();
}

/** One that runs, by the folder of its socket. */
export function serverIn(folder: string): Postgres {
  const url: Postgres['url'] = (database) =>
    `postgresql://postgres@localhost/${database}?host=${encodeURIComponent(folder)}`;
  const ask: Postgres['ask'] = async (database, statement) => {
    const client = new pg.Client({ connectionString: url(database) });
    // Where it is cut its query fails; unheard the error itself would end the test.
    client.on('error', () => undefined);
    await client.connect();
    return (await client.query(statement).finally(() => client.end())).rows;
  };
  return {
    folder,
    url,
    ask,
    script(text) {
      const run = path.join(programs() ?? '', 'psql');
      execFileSync(run, ['-v', 'ON_ERROR_STOP=1', '-q', '-h', folder, '-U', 'postgres', 'postgres'], { input: text });
    },
    make: async (database, of = template) =>
      void (await ask('postgres', `CREATE DATABASE ${database} TEMPLATE ${of} STRATEGY file_copy`)),
    drop: async (database) => void (await ask('postgres', `DROP DATABASE ${database} WITH (FORCE)`)),
  };
}
