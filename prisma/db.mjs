// node prisma/db.mjs generate | check | new NAME | postgresql
//
//   generate   the clients of both databases, from the one data model, into prisma/generated/; left alone where they
//              are those of this very model: npx prepares the package anew at each command, also beside a running bot
//   check      do the migrations of both databases say what the schema says? (fails if not)
//   new NAME   writes the migrations that bring them there, one of each database, of one name
//   postgresql writes PostgreSQL's first migration anew, as the whole schema: only until a version with it is released,
//              and only while it is the only one
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const schema = path.join(here, 'schema.prisma');
const copies = path.join(here, '.schemas');
const migrations = path.join(here, 'migrations', 'sqlite');
const ofPostgresql = path.join(here, 'migrations', 'postgresql');
const initial = path.join(ofPostgresql, '20261130000000_initial', 'migration.sql');
/** The schema that PostgreSQL's migrations come to: what the next one is worked out from, without a server. */
const model = path.join(ofPostgresql, 'model.prisma');
const providers = ['sqlite', 'postgresql'];
const require = createRequire(import.meta.url);
/** What the generated clients were made of. */
const stamp = path.join(here, 'generated', 'made-of.txt');

async function writeCopies() {
  const { modelFor } = await import('./engine.mjs');
  const source = await readFile(schema, 'utf8');
  await mkdir(copies, { recursive: true });
  for (const provider of providers) {
    const copy = modelFor(provider, source).replace(/output(\s*)= ".*"/, `output$1= "../generated/${provider}"`);
    await writeFile(path.join(copies, `${provider}.prisma`), copy);
  }
}

async function generate() {
  const from = createHash('sha256')
    .update(await readFile(schema))
    .update(await readFile(fileURLToPath(import.meta.url)))
    .update(await readFile(path.join(here, 'engine.mjs')))
    .update(require('prisma/package.json').version)
    .digest('hex');
  if ((await readFile(stamp, 'utf8').catch(() => '')) === from) return;
  await rm(stamp, { force: true });
  await writeCopies();
  const cli = require.resolve('prisma/build/index.js');
  await Promise.all(
    providers.map(async (provider) => {
      await rm(path.join(here, 'generated', provider), { recursive: true, force: true });
      await promisify(execFile)(
        process.execPath,
        [cli, 'generate', '--no-hints', '--schema', path.join(copies, `${provider}.prisma`)],
        {
          cwd: path.dirname(here),
          env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false', CHECKPOINT_DISABLE: '1' },
        },
      );
    }),
  );
  await writeFile(stamp, from);
  process.stdout.write(`clients generated: ${providers.join(', ')}\n`);
}

async function missing() {
  const { missingSql, sqliteAt } = await import('./engine.mjs');
  const { openSqlite } = await import('../dist/adapters/prisma/driver.js');
  return missingSql(sqliteAt(openSqlite, 'file::memory:'), schema, migrations);
}

/** Of SQLite's migrations the last, of PostgreSQL's all. */
async function named() {
  const { readMigrations } = await import('./engine.mjs');
  const [sqlite, postgresql] = [await readMigrations(migrations), await readMigrations(ofPostgresql)];
  return { last: sqlite.names.at(-1), sqlite: sqlite.names, postgresql };
}

const heading = (command, last) => `-- Written by \`node prisma/db.mjs ${command}\`, as SQLite’s up to ${last}.\n\n`;

/** PostgreSQL's first migration as the schema would have it. */
async function whole() {
  const { wholePostgresql } = await import('./engine.mjs');
  return `${heading('postgresql', (await named()).last)}${await wholePostgresql(schema)}`;
}

const say = (line) => process.stdout.write(`${line}\n`);
const textOf = (file) => readFile(file, 'utf8').catch(() => '');

async function check() {
  const sql = await missing();
  if (sql !== '') say(`the migrations lack:\n${sql}`);
  const faults = await faultsOfPostgresql();
  for (const fault of faults) say(fault);
  if (sql === '' && faults.length === 0) say('migrations and schema agree');
  else process.exitCode = 1;
}

/** Without a server; on one the tests replay them (test/adapters/prisma/postgresql.e2e.test.ts). */
async function faultsOfPostgresql() {
  const { last, sqlite, postgresql } = await named();
  const [, ...later] = postgresql.names;
  const faults = [];
  if ((await textOf(model)) !== (await textOf(schema)))
    faults.push('PostgreSQL’s migrations are of another schema: run `node prisma/db.mjs new NAME`');
  else if (later.length === 0 && (await textOf(initial)) !== (await whole()))
    faults.push('PostgreSQL’s migration is of another schema: run `node prisma/db.mjs postgresql`');
  if (postgresql.asSqlite.at(-1) !== last)
    faults.push(`PostgreSQL’s migrations come up to ${postgresql.asSqlite.at(-1)}, SQLite’s to ${last}`);
  for (const [i, as] of postgresql.asSqlite.entries())
    if (!sqlite.includes(as) || (i > 0 && as !== postgresql.names[i]))
      faults.push(`PostgreSQL’s migration ${postgresql.names[i]} is beside none of SQLite’s`);
  return faults;
}

async function writeNew(name) {
  const sql = await missing();
  if (sql === '') {
    say('nothing to write: migrations and schema agree');
    return;
  }
  const { stepPostgresql } = await import('./engine.mjs');
  const folder = `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`;
  await write(path.join(migrations, folder, 'migration.sql'), sql);
  // What somebody adds to the one by hand (a column that is filled) they add to the other, in its own words.
  const step = await stepPostgresql(model, schema);
  await write(path.join(ofPostgresql, folder, 'migration.sql'), `${heading(`new ${name}`, folder)}${step}`);
  await writeFile(model, await textOf(schema));
}

async function writePostgresql() {
  const { names } = (await named()).postgresql;
  if (names.length > 1) {
    say('PostgreSQL has further migrations, so the first stays as it is: write another with `new NAME`');
    process.exitCode = 1;
    return;
  }
  await writeFile(model, await textOf(schema));
  const sql = await whole();
  if ((await textOf(initial)) !== sql) await write(initial, sql);
}

async function write(file, sql) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, sql);
  say(`wrote ${path.relative(process.cwd(), file)}`);
}

const [command, name] = process.argv.slice(2);
if (command === 'generate') {
  await generate().catch((error) => {
    process.stderr.write(error.stderr ?? `${error}\n`);
    process.exitCode = 1;
  });
} else if (command === 'check') await check();
else if (command === 'new' && /^[a-z0-9_]+$/.test(name ?? '')) await writeNew(name);
else if (command === 'postgresql') await writePostgresql();
else {
  process.stderr.write('usage: node prisma/db.mjs generate | check | new NAME | postgresql   (NAME: a-z, 0-9, _)\n');
  process.exitCode = 2;
}
