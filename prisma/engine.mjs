// Prisma's own schema engine, in the WebAssembly build that npm carries, driven through our driver adapter: no binary is
// downloaded (docs/platforms.md#prismas-engine). Plain JavaScript, because it is not compiled; whoever calls it gives the driver's `open`, compiled or not.
import { createHash } from 'node:crypto';
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

function sqliteFactory(open, url, opened) {
  return {
    provider: 'sqlite',
    adapterName: 'mentorlog-sqlite',
    connect: async () => {
      const adapter = await open(url, { lockWait });
      opened.push(adapter);
      return adapter;
    },
    connectToShadowDb: async () => scriptable(await open('file::memory:')),
  };
}

/** The migrations of a folder, as the engine wants them; `names` and `checksums` beside them. */
export async function readMigrations(folder) {
  const names = existsSync(folder)
    ? (await readdir(folder, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  const scripts = await Promise.all(names.map((name) => readFile(path.join(folder, name, 'migration.sql'), 'utf8')));
  const lock = path.join(folder, 'migration_lock.toml');
  return {
    names,
    checksums: scripts.map((script) => createHash('sha256').update(script).digest('hex')),
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

/** Runs `work` with an engine on the database at `url` (SQLite), then lets go of its connections. */
async function withEngine(open, url, schemaFile, work) {
  const [bg, { bindMigrationAwareSqlAdapterFactory }] = await Promise.all([
    load(),
    import('@prisma/driver-adapter-utils'),
  ]);
  const opened = [];
  const content = await readFile(schemaFile, 'utf8');
  const files = [{ path: path.resolve(schemaFile), content }];
  const engine = await bg.SchemaEngine.new(
    { datamodels: [[path.resolve(schemaFile), content]] },
    () => {},
    bindMigrationAwareSqlAdapterFactory(sqliteFactory(open, url, opened)),
  );
  try {
    return await work(engine, files);
  } finally {
    engine.free();
    for (const adapter of opened) await adapter.dispose().catch(() => {});
  }
}

/** Applies what is pending; answers the names of the migrations applied. `open` is `openSqlite` of adapters/prisma. */
export function applyMigrations(open, url, schemaFile, folder) {
  return withEngine(open, url, schemaFile, async (engine) => {
    const { list } = await readMigrations(folder);
    return (await engine.applyMigrations({ migrationsList: list, filters })).appliedMigrationNames;
  });
}

/** What SQL would bring the migrations of a folder to the schema; an empty string where they agree. */
export function missingSql(open, schemaFile, folder) {
  return withEngine(open, 'file::memory:', schemaFile, async (engine, files) => {
    const { list } = await readMigrations(folder);
    const found = await engine.diff({
      from: { tag: 'migrations', ...list },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      shadowDatabaseUrl: null,
      filters,
    });
    return found.exitCode === 0 ? '' : found.stdout;
  });
}
