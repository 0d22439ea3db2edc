import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSqlite } from '../../adapters/prisma/driver.js';
import { migrate as migrateFile } from '../../adapters/prisma/migrate.js';
import { PostgresqlEnd } from '../../adapters/prisma/postgresql/end.js';
import { migrate } from '../../adapters/prisma/postgresql/migrate.js';
import { inWords } from '../../adapters/prisma/postgresql/refusals.js';
import { joinReplicas } from '../../adapters/prisma/postgresql/replica.js';
import { takeAlone } from '../../adapters/prisma/postgresql/take-alone.js';
import { differences } from '../../adapters/prisma/transfer/shape.js';
import { SqliteEnd } from '../../adapters/prisma/transfer/sqlite-end.js';
import { randomIds } from '../../src/kernel/ids.js';
import { backup } from '../../src/program/backup.js';
import { withoutBot } from '../../src/program/command.js';
import { readConfig } from '../../src/program/config.js';
import { doctor } from '../../src/program/doctor.js';
import { type Running, start } from '../../src/program/main.js';
import { verify } from '../../src/program/verify.js';
import { whyNotStarted } from '../../src/program/why-not.js';
import { aProgramme, aPrompt } from '../contract/store-rows.js';
import { startBot } from '../support/bot.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { databaseOf, openPostgresStore } from '../support/postgres-store.js';
import { agreed } from '../support/steps.js';
import { testRootKey } from '../support/store.js';
import { ownCertificate, tlsBefore } from '../support/tls-before.js';

/** The program on a PostgreSQL, whole: its start, its lock, its sentences, and what runs beside it. */

const secret = 'correct-horse-battery';

describe.skipIf(!havePostgres())('the program on PostgreSQL', { timeout: 120_000 }, () => {
  let server: Postgres & { stop(): void };
  let folder: string;
  const running: Running[] = [];
  const relays: (() => void)[] = [];
  beforeAll(async () => {
    server = await startPostgres();
    folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-on-postgresql-'));
  });
  afterAll(async () => {
    server?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    for (const stop of relays.splice(0)) stop();
  });
  let made = 0;
  const bare = async (template = 'template0'): Promise<string> => {
    made += 1;
    await server.make(`own${made}`, template);
    return `own${made}`;
  };
  const settings = (url: string, more: Readonly<Record<string, string>> = {}) => ({
    DATABASE_URL: url,
    DATA_KEY: Buffer.from(testRootKey).toString('hex'),
    SIGNING_KEY: '22'.repeat(32),
    BACKUP_DIR: path.join(folder, 'backups'),
    PORT: '0',
    LOG_LEVEL: 'error',
    ...more,
  });
  const begin = async (url: string, say: (line: string) => void = () => undefined): Promise<Running> => {
    const one = await start(readConfig(settings(url)), say);
    running.push(one);
    return one;
  };
  const refused = async (url: string): Promise<string> => {
    try {
      await begin(url);
    } catch (error) {
      return whyNotStarted(error);
    }
    return 'it started';
  };

  test('a start makes the tables, and the next one finds them', async () => {
    const url = server.url(await bare());
    const said: string[] = [];
    await (await begin(url, (line) => said.push(line))).stop();
    expect(said.join('\n')).toContain('Data: postgresql://localhost/own');
    expect(said.join('\n')).not.toContain('postgres@');
    const again = await begin(url);
    expect(await (await fetch(new URL('/readyz', again.address))).text()).toContain('ready');
  });

  test('both kinds of database have the same tables', async () => {
    const database = await bare();
    await migrate(server.url(database));
    const file = path.join(folder, 'shape.db');
    await migrateFile(`file:${file}`);
    const at = await openSqlite(`file:${file}`);
    const client = new pg.Client({ connectionString: server.url(database) });
    await client.connect();
    const [sqlite, postgresql] = [
      await new SqliteEnd(at).tables(),
      await new PostgresqlEnd(client, 'public').tables(),
    ].map((tables) => tables.filter(({ name }) => name !== '_prisma_migrations'));
    await at.dispose();
    await client.end();
    expect(sqlite?.length).toBeGreaterThan(40);
    expect(differences(sqlite ?? [], postgresql ?? [])).toEqual([]);
  });

  const asRole = (url: string, role: string, password = ''): string =>
    url.replace('postgres@', `${role}${password === '' ? '' : `:${password}`}@`);
  /** Behind what ends encryption, with a certificate of its own; what there is to trust it by is told first. */
  const encrypted = async (host: string, more: (file: string) => string): Promise<string> => {
    const certificate = ownCertificate(folder, host);
    const { port, stop } = await tlsBefore(server.folder, certificate);
    relays.push(stop);
    return `postgresql://postgres@localhost:${port}/${await bare()}?${more(certificate.file)}`;
  };
  const trusting = (file: string): string => `sslmode=verify-full&sslrootcert=${encodeURIComponent(file)}`;
  const unfit: readonly (readonly [what: string, make: () => Promise<string>, sentence: RegExp])[] = [
    [
      'unreachable',
      async () => 'postgresql://nobody@127.0.0.1:1/x',
      /does not answer where DATABASE_URL says: see that/,
    ],
    [
      'on a host that nobody knows',
      async () => 'postgresql://nobody@nowhere.invalid/x',
      /The host in DATABASE_URL is not known here: mend its name/,
    ],
    [
      'not there',
      async () => server.url('nowhere'),
      /has no database of the name in DATABASE_URL: make it with createdb/,
    ],
    [
      'asked for as a role that there is not',
      async () => asRole(server.url(await bare()), 'nobody'),
      /does not let the role of DATABASE_URL in: mend its name or password/,
    ],
    [
      'asked for with a wrong password',
      async () => {
        const database = await bare();
        await server.ask('postgres', `CREATE ROLE locked LOGIN PASSWORD 'another'`);
        const hba = path.join(server.folder, 'data', 'pg_hba.conf');
        const before = readFileSync(hba, 'utf8');
        writeFileSync(hba, `local all locked scram-sha-256\n${before}`);
        await server.ask('postgres', 'SELECT pg_reload_conf()');
        return asRole(server.url(database), 'locked', secret);
      },
      /does not let the role of DATABASE_URL in: mend its name or password/,
    ],
    [
      'read-only',
      async () => {
        const database = await bare();
        await server.ask('postgres', `ALTER DATABASE ${database} SET default_transaction_read_only = on`);
        return server.url(database);
      },
      /can only be read, as a standby can: give DATABASE_URL the one that is written to/,
    ],
    [
      'newer',
      async () => {
        const database = await bare('mentorlog_template');
        await server.ask(
          database,
          `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_x', now())`,
        );
        return server.url(database);
      },
      /was written by a newer Mentorlog: install that version again/,
    ],
    [
      'newer, in its alarms alone',
      async () => {
        const database = await bare('mentorlog_template');
        await server.ask(database, 'INSERT INTO graphile_worker.migrations (id, breaking) VALUES (9999, true)');
        return server.url(database);
      },
      /The alarms in this database .* by a newer Mentorlog: install that version again/,
    ],
    [
      'half brought up to date',
      async () => {
        const database = await bare('mentorlog_template');
        await server.ask(database, `INSERT INTO "Meta" ("key", "value") VALUES ('root-check', 'x')`);
        await server.ask(database, 'UPDATE _prisma_migrations SET finished_at = NULL');
        return server.url(database);
      },
      /The last upgrade of the database did not finish: restore a backup/,
    ],
    [
      'half made',
      async () => {
        const database = await bare();
        await server.ask(
          database,
          `CREATE TABLE _prisma_migrations AS SELECT 'x' AS id, 'x' AS checksum, 'x' AS migration_name,
           NULL::timestamptz AS finished_at, NULL::timestamptz AS rolled_back_at`,
        );
        return server.url(database);
      },
      /was not made to its end, and holds nothing yet: drop it, make it anew with createdb/,
    ],
    [
      'half made, with all its tables',
      async () => {
        const database = await bare();
        const url = server.url(database);
        await migrate(url);
        await server.ask(database, 'UPDATE _prisma_migrations SET finished_at = NULL');
        return url;
      },
      /was not made to its end, and holds nothing yet: drop it, make it anew with createdb/,
    ],
    [
      'somebody else’s',
      async () => {
        const database = await bare();
        await server.ask(database, 'CREATE TABLE customers (id int)');
        return server.url(database);
      },
      /has tables of something else in it: make one for Mentorlog alone/,
    ],
    [
      'somebody else’s, made by Prisma too',
      async () => {
        const database = await bare();
        await migrate(server.url(database));
        await server.ask(database, 'ALTER TABLE "AuditEntry" RENAME TO "Orders"');
        return server.url(database);
      },
      /has tables of something else in it: make one for Mentorlog alone/,
    ],
    [
      'under another data key',
      async () => {
        const database = await bare();
        await (
          await start(readConfig({ ...settings(server.url(database)), DATA_KEY: '33'.repeat(32) }), () => {})
        ).stop();
        return server.url(database);
      },
      /another DATA_KEY/,
    ],
    [
      'without room for a connection',
      async () => {
        const database = await bare();
        await server.ask('postgres', `CREATE ROLE crowded LOGIN CONNECTION LIMIT 0`);
        return asRole(server.url(database), 'crowded');
      },
      /has no connection left/,
    ],
    [
      'without the right to make tables',
      async () => {
        const database = await bare();
        await server.ask('postgres', `CREATE ROLE small LOGIN`);
        return asRole(server.url(database), 'small');
      },
      /lacks a right in this database: give it what manifests\/install\/postgresql.sql gives/,
    ],
    ...['require', 'prefer', 'verify-ca', 'verify-full', 'no-verify'].flatMap(
      (mode) =>
        [
          [
            `without encryption, asked for with sslmode=${mode}`,
            async () => `${server.url(await bare())}&sslmode=${mode}`,
            /speaks without encryption only, and DATABASE_URL asks for it: switch ssl on there/,
          ],
          ...(mode === 'no-verify'
            ? []
            : [
                [
                  `behind a certificate that nobody vouches for, asked for with sslmode=${mode}`,
                  () => encrypted('localhost', () => `sslmode=${mode}`),
                  /a certificate of an authority that is not known here: name that authority’s file/,
                ] as const,
              ]),
        ] as const,
    ),
    [
      'behind a certificate that another authority vouches for',
      () => encrypted('localhost', () => trusting(ownCertificate(folder, 'other').file)),
      /a certificate of an authority that is not known here/,
    ],
    [
      'behind a certificate for another host',
      () => encrypted('elsewhere.invalid', trusting),
      /a certificate for another host than DATABASE_URL names: give the name there/,
    ],
    [
      'asked for with a certificate that is not there',
      () => encrypted('localhost', () => trusting(path.join(folder, 'nowhere.crt'))),
      /^There is no file .*nowhere\.crt\. Look for it/,
    ],
    [
      'asked for with a key that is none',
      () => encrypted('localhost', (file) => `${trusting(file)}&sslcert=${file}&sslkey=${file}`),
      /agree on no encrypted connection: see the certificate and key files/,
    ],
  ];
  test('behind a certificate of its own it is had by whoever names that, and by whoever asks for none to be checked', async () => {
    for (const asked of [trusting, () => 'sslmode=no-verify'])
      expect(await refused(await encrypted('localhost', asked))).toBe('it started');
  });
  // OpenSSL makes none that has run out before it is there.
  test.each([
    ['CERT_HAS_EXPIRED', /has run out, or is not valid yet: renew it/],
    ['CERT_NOT_YET_VALID', /has run out, or is not valid yet: renew it/],
    ['ERR_SSL_WRONG_VERSION_NUMBER', /agree on no encrypted connection/],
    ['EPROTO', /agree on no encrypted connection/],
  ])('%s is a sentence as well', (code, sentence) => {
    expect(whyNotStarted(inWords(Object.assign(new Error(secret), { code })))).toMatch(sentence);
  });
  test.each(unfit)('a database that is %s is refused in a sentence', async (_, make, sentence) => {
    const said = await refused(await make());
    expect(said).toMatch(sentence);
    expect(said).toMatch(/\.$/);
    expect(said).not.toContain(secret);
    expect(said.split('\n')).toHaveLength(1);
  });

  /** A database in which two have agreed. */
  async function lived(): Promise<string> {
    made += 1;
    const before = process.env.TEST_POSTGRES;
    process.env.TEST_POSTGRES = server.folder;
    try {
      const t = await startBot({ file: `lived${made}` });
      await agreed(t, 'maya', 'leo');
      await t.stop();
      return server.url(databaseOf(t.file));
    } finally {
      if (before === undefined) delete process.env.TEST_POSTGRES;
      else process.env.TEST_POSTGRES = before;
    }
  }

  describe('any number of bots', () => {
    test('beside them all looks and copies are made, and nothing that may only be done without them', async () => {
      const url = await lived();
      const one = await begin(url);
      const two = await begin(url);
      const said: string[] = [];
      const command = {
        env: settings(url),
        out: (line: string) => void said.push(line),
        err: (line: string) => void said.push(line),
        now: Date.now,
      };
      // Whether a head was signed by now is a matter of moments.
      expect(await verify([], command)).not.toBe(1);
      expect(said.join('\n')).toContain('every row says what was entered of it');
      expect(said.join('\n')).not.toContain('postgres@');
      said.length = 0;
      expect([await backup([], command), said.join('\n')]).toEqual([
        0,
        expect.stringMatching(/and verified: \d+ people/),
      ]);
      const [name = ''] = (await readdir(path.join(folder, 'backups'))).filter((n) => n.endsWith('.db'));
      said.length = 0;
      expect(await verify([path.join(folder, 'backups', name)], command)).not.toBe(1);
      expect(said.join('\n')).toContain('every row says what was entered of it');
      said.length = 0;
      await doctor([], command, async () => new Response('', { status: 500 }));
      expect(said.join('\n')).toMatch(/ok +Database: whole, of this version/);
      expect(said.join('\n')).toMatch(/ok +Records: \d+ chains hold/);
      await one.stop();
      await expect(withoutBot(url, async () => undefined)).rejects.toMatchObject({ code: 'bot-runs' });
      await two.stop();
      const alone = await takeAlone(url);
      expect(await refused(url)).toMatch(/is being restored, moved or put under another key/);
      await alone?.release();
      expect(await refused(url)).toBe('it started');
    });

    test('a connection that breaks is taken up again; where somebody has taken the database alone by then, this one ends', async () => {
      const database = await bare();
      const url = server.url(database);
      const heard: string[] = [];
      const hears = {
        lost: () => void heard.push('lost'),
        back: () => void heard.push('back'),
        taken: () => void heard.push('taken'),
      };
      const pace = { beat: 20, again: 20, forgetting: 100 };
      const held = await joinReplicas(url, hears, pace);
      expect(held).toBeDefined();
      const cut = () =>
        server.ask(
          'postgres',
          `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '${database}' AND application_name LIKE 'mentorlog-%'`,
        );
      await cut();
      await expect.poll(() => heard).toEqual(['lost', 'back']);
      expect(await takeAlone(url)).toBeUndefined();
      // Nobody is let in until another has it.
      const other = new pg.Client({ connectionString: url });
      await other.connect();
      await server.ask('postgres', `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS false`);
      await cut();
      await expect.poll(() => heard).toEqual(['lost', 'back', 'lost']);
      await other.query('SELECT pg_advisory_lock(1836412536)');
      await server.ask('postgres', `ALTER DATABASE ${database} WITH ALLOW_CONNECTIONS true`);
      await expect.poll(() => heard).toEqual(['lost', 'back', 'lost', 'taken']);
      await other.end();
      await held?.release();
    });

    test('one whose lock is lost claims nothing until it is back', async () => {
      let held = true;
      const t = await openPostgresStore(server, { mayClaim: () => held });
      const programme = aProgramme(randomIds());
      await t.store.write((tx) => tx.programmes.add(programme));
      await t.store.write((tx) => tx.in(programme.id).prompts.set(aPrompt(programme.id, { dueAt: 10 })));
      held = false;
      expect(await t.store.queue.claimPrompts(10, 5, 10, 9)).toEqual([]);
      held = true;
      expect(await t.store.queue.claimPrompts(10, 5, 10, 9)).toHaveLength(1);
      await t.close();
    });
  });
});
