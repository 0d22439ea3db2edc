// node prisma/db.mjs generate | check | new NAME | postgresql
//
//   generate   the clients of both databases, from the one data model, into prisma/generated/; left alone where they
//              are those of this very model: npx prepares the package anew at each command, also beside a running bot
//   check      do the migrations of both databases say what the schema says? (fails if not)
//   new NAME   writes the migration that brings them there
//   postgresql writes PostgreSQL's one migration anew: nobody has such a database yet, so it is always the whole schema
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
const postgresql = path.join(here, 'migrations', 'postgresql', '20261130000000_initial', 'migration.sql');
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

/** PostgreSQL's migration as the schema would have it. */
async function whole() {
  const { wholePostgresql } = await import('./engine.mjs');
  return `-- Written by \`node prisma/db.mjs postgresql\`.\n\n${await wholePostgresql(schema)}`;
}

const say = (line) => process.stdout.write(`${line}\n`);

async function check() {
  const sql = await missing();
  if (sql !== '') say(`the migrations lack:\n${sql}`);
  const agrees = (await readFile(postgresql, 'utf8').catch(() => '')) === (await whole());
  if (!agrees) say('PostgreSQL’s migration is of another schema: run `node prisma/db.mjs postgresql`');
  if (sql === '' && agrees) say('migrations and schema agree');
  else process.exitCode = 1;
}

async function writeNew(name) {
  const sql = await missing();
  if (sql === '') say('nothing to write: migrations and schema agree');
  else {
    const folder = path.join(migrations, `${new Date().toISOString().replace(/\D/g, '').slice(0, 14)}_${name}`);
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'migration.sql'), sql);
    say(`wrote ${path.relative(process.cwd(), folder)}/migration.sql`);
  }
  await writePostgresql();
}

async function writePostgresql() {
  const sql = await whole();
  if ((await readFile(postgresql, 'utf8').catch(() => '')) === sql) return;
  await mkdir(path.dirname(postgresql), { recursive: true });
  await writeFile(postgresql, sql);
  say(`wrote ${path.relative(process.cwd(), postgresql)}`);
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
