// Prisma's own schema engine, in the WebAssembly build that npm carries, driven through driver adapters: no binary is
// downloaded (docs/platforms.md#prismas-engine). Plain JavaScript, because it is not compiled; whoever calls it for SQLite
// gives the driver's `open`, compiled or not.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
let wasm;

async function load() {
  if (wasm !== undefined) return wasm;
  const bg = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const module = new WebAssembly.Module(await readFile(path.join(folder, 'schema_engine_bg.wasm')));
  const instance = new WebAssembly.Instance(module, { './schema_engine_bg.js': bg });
  bg.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  wasm = bg;
  return wasm;
}

/** The driver prepares one statement only: what the engine replays as a script must go in as one. */
function scriptable(adapter) {
  const raw = adapter.executeRaw.bind(adapter);
  adapter.executeRaw = async (query) => {
    if (query.args.length > 0 || !query.sql.includes(';')) return raw(query);
    await adapter.executeScript(query.sql);
    return 0;
  };
  return adapter;
}

/** Another program that upgrades the same database is waited for that long (ms). */
const lockWait = 30_000;

/** SQLite at `url`. `open`: `openSqlite` of adapters/prisma. */
export const sqliteAt = (open, url) => ({
  provider: 'sqlite',
  adapterName: 'mentorlog-sqlite',
  connect: () => open(url, { lockWait }),
  connectToShadowDb: async () => scriptable(await open('file::memory:')),
});

/**
 * PostgreSQL at `url`, by an adapter around Prisma's (docs/platforms.md#postgresqls-engine-and-driver). What the engine
 * replays migrations in is a database beside it, made and dropped: its role has to be allowed to. To apply migrations
 * takes none.
 */
export const postgresqlAt = (url) => ({
  provider: 'postgres',
  adapterName: 'mentorlog-postgresql',
  connect: () => postgresql({ connectionString: url }),
  async connectToShadowDb() {
    const [{ default: pg }, name] = [await import('pg'), `mentorlog_shadow_${randomUUID().replaceAll('-', '')}`];
    const beside = async (statement) => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      await client.query(statement).finally(() => client.end());
    };
    await beside(`CREATE DATABASE "${name}"`);
    const address = new URL(url);
    address.pathname = `/${name}`;
    const adapter = await postgresql({ connectionString: address.href });
    const dispose = adapter.dispose.bind(adapter);
    adapter.dispose = async () => {
      // Its connections first: a database that somebody is connected to cannot be dropped.
      await dispose();
      await beside(`DROP DATABASE "${name}"`);
    };
    return adapter;
  },
});

/** PostgreSQL's type of one byte, in which its catalogue keeps what is one letter, and its text. */
const [oneByte, text] = [18, 25];

async function postgresql(config) {
  const [{ default: pg }, { PrismaPg }] = [await import('pg'), await import('@prisma/adapter-pg')];
  const pool = new pg.Pool({ ...config, max: 1 });
  const query = pool.query.bind(pool);
  // Prisma's adapter knows no column of that type, and the engine asks for some.
  pool.query = async (...args) => {
    const result = await query(...args);
    for (const field of result.fields ?? []) if (field.dataTypeID === oneByte) field.dataTypeID = text;
    return result;
  };
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  // Whole: it would be cut at each semicolon, one within a text too.
  adapter.executeScript = async (script) => void (await pool.query(script));
  return adapter;
}

const nothingThere = () => Promise.reject(new Error('there is no database here'));

/** A PostgreSQL that is not there, for what the engine knows without one; it asks for its version nonetheless. */
const noPostgresql = {
  provider: 'postgres',
  adapterName: 'nothing',
  async connect() {
    const { ColumnTypeEnum } = await import('@prisma/driver-adapter-utils');
    return {
      provider: 'postgres',
      adapterName: 'nothing',
      queryRaw: async () => ({
        columnNames: ['exists', 'version', 'numeric_version'],
        columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
        rows: [[true, 'PostgreSQL 15.0', 150_000]],
      }),
      executeRaw: nothingThere,
      executeScript: nothingThere,
      startTransaction: nothingThere,
      getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
      dispose: async () => {},
    };
  },
  connectToShadowDb: nothingThere,
};

/**
 * The migrations of a folder, as the engine wants them; `names`, `checksums` and `asSqlite` beside them: which of SQLite's
 * each of PostgreSQL's comes up to, as its first line says.
 * @param upTo the name of the last one wanted; all of them unless given
 */
/**
 * Whether a migration only adds what a program that knows nothing of it can leave as it is: tables, columns that may be
 * empty or have a default, and ways to find rows. Then an older program may run beside a newer one.
 */
export function onlyAdds(script) {
  const statements = script
    .replace(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim().replace(/\s+/g, ' '))
    .filter((statement) => statement !== '');
  return statements.every(
    (statement) =>
      /^CREATE (TABLE|INDEX) /.test(statement) ||
      (/^ALTER TABLE "\w+" ADD COLUMN /.test(statement) &&
        statement
          .split(/,? ADD COLUMN /)
          .slice(1)
          .every((column) => !/ NOT NULL/.test(column) || / DEFAULT /.test(column))) ||
      // A new table points at one that is there.
      /^ALTER TABLE "\w+" ADD CONSTRAINT "\w+" FOREIGN KEY /.test(statement),
  );
}

export async function readMigrations(folder, upTo) {
  const names = existsSync(folder)
    ? (await readdir(folder, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory() && (upTo === undefined || entry.name <= upTo))
        .map((entry) => entry.name)
        .sort()
    : [];
  const scripts = await Promise.all(names.map((name) => readFile(path.join(folder, name, 'migration.sql'), 'utf8')));
  const lock = path.join(folder, 'migration_lock.toml');
  return {
    names,
    checksums: scripts.map((script) => createHash('sha256').update(script).digest('hex')),
    adds: scripts.map(onlyAdds),
    asSqlite: scripts.map((script) => /^-- .*as SQLite’s up to (\w+)\.$/m.exec(script)?.[1]),
    list: {
      baseDir: path.resolve(folder),
      lockfile: { path: 'migration_lock.toml', content: existsSync(lock) ? await readFile(lock, 'utf8') : null },
      shadowDbInitScript: '',
      migrationDirectories: names.map((name, i) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: scripts[i] } },
      })),
    },
  };
}

const filters = { externalTables: [], externalEnums: [] };

/** The data model as it is for one kind of database: prisma/schema.prisma is SQLite's. */
export const modelFor = (provider, source) =>
  source.replace('provider = "sqlite"', `provider = "${provider === 'postgres' ? 'postgresql' : provider}"`);

/** Runs `work` with an engine on `database` (`sqliteAt`, `postgresqlAt`), then lets go of its connections. */
async function withEngine(database, schemaFile, work) {
  const [bg, { bindMigrationAwareSqlAdapterFactory }] = await Promise.all([
    load(),
    import('@prisma/driver-adapter-utils'),
  ]);
  const opened = [];
  const content = modelFor(database.provider, await readFile(schemaFile, 'utf8'));
  const files = [{ path: path.resolve(schemaFile), content }];
  const connect = async () => {
    const adapter = await database.connect();
    opened.push(adapter);
    return adapter;
  };
  const engine = await bg.SchemaEngine.new(
    { datamodels: [[path.resolve(schemaFile), content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory({ ...database, connect }),
  );
  try {
    return await work(engine, files);
  } finally {
    engine.free();
    for (const adapter of opened) await adapter.dispose().catch(() => {});
  }
}

/** Applies what is pending, up to a name where one is given; answers the names of the migrations applied. */
export function applyMigrations(database, schemaFile, folder, upTo) {
  return withEngine(database, schemaFile, async (engine) => {
    const { list } = await readMigrations(folder, upTo);
    return (await engine.applyMigrations({ migrationsList: list, filters })).appliedMigrationNames;
  });
}

const between = (engine, from, files) =>
  engine.diff({
    from,
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    shadowDatabaseUrl: null,
    filters,
  });

/**
 * What SQL would bring the migrations of a folder to the schema; an empty string where they agree. SQLite replays them in
 * memory, PostgreSQL in a database beside the one that is named.
 */
export function missingSql(database, schemaFile, folder) {
  return withEngine(database, schemaFile, async (engine, files) => {
    const { list } = await readMigrations(folder);
    const found = await between(engine, { tag: 'migrations', ...list }, files);
    return found.exitCode === 0 ? '' : found.stdout;
  });
}

/**
 * What SQL makes a whole PostgreSQL database of the schema; no server is asked. Texts compare by their bytes, as SQLite
 * has them, whatever language the database was made for. A schema `public` is there, and a role that may do
 * little may not make one.
 */
export function wholePostgresql(schemaFile) {
  return withEngine(noPostgresql, schemaFile, async (engine, files) => {
    const { stdout } = await between(engine, { tag: 'empty' }, files);
    return byBytes(stdout.replace(/^-- CreateSchema\nCREATE SCHEMA [^;]*;\n+/, ''));
  });
}

/** The same of what brings a database of an earlier model to the schema; no server is asked. */
export async function stepPostgresql(earlierFile, schemaFile) {
  const earlier = modelFor('postgres', await readFile(earlierFile, 'utf8'));
  return withEngine(noPostgresql, schemaFile, async (engine, files) => {
    const before = [{ path: path.resolve(earlierFile), content: earlier }];
    const found = await between(engine, { tag: 'schemaDatamodel', files: before }, files);
    return found.exitCode === 0 ? '' : byBytes(found.stdout);
  });
}

const byBytes = (sql) => sql.replace(/^( {4}"\w+" TEXT| *ADD COLUMN +"\w+" TEXT)\b/gm, '$1 COLLATE "C"');
