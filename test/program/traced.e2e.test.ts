import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { portOfOurOwn, program } from '../survival/program.js';

/** The compiled program, which has OpenTelemetry's API in it, with an SDK brought as docs/operations.md#tracing says. */

const root = path.resolve(import.meta.dirname, '../..');

/** An SDK that writes each span down as it ends. */
const sdk = (file: string): string => `
  import { appendFileSync } from 'node:fs';
  import { createRequire } from 'node:module';
  const load = createRequire(${JSON.stringify(path.join(root, 'package.json'))});
  const apis = load('@opentelemetry/api');
  const hooks = load('@opentelemetry/context-async-hooks');
  const base = load('@opentelemetry/sdk-trace-base');
  const kept = { export: (spans, done) => {
    for (const s of spans) appendFileSync(${JSON.stringify(file)}, JSON.stringify([s.name, s.attributes, s.links.length]) + '\\n');
    done({ code: 0 });
  }, shutdown: async () => {} };
  apis.trace.setGlobalTracerProvider(
    new base.BasicTracerProvider({ spanProcessors: [new base.SimpleSpanProcessor(kept)] }));
  apis.context.setGlobalContextManager(new hooks.AsyncLocalStorageContextManager().enable());
`;

test('its spans come to an SDK that is loaded before it', { timeout: 120_000 }, async () => {
  if (process.env.SURVIVAL_BUILT === undefined) execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' });
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-traced-'));
  const port = await portOfOurOwn();
  const spans = path.join(folder, 'spans');
  await writeFile(spans, '');
  await writeFile(path.join(folder, 'start.mjs'), sdk(spans));
  const bot = program(port, {
    DATABASE_URL: `file:${folder}/mentorlog.db`,
    BACKUP_DIR: 'off',
    NODE_OPTIONS: `--import ${pathToFileURL(path.join(folder, 'start.mjs')).href}`,
  });
  onTestFinished(async () => {
    await bot.stop();
    await rm(folder, { recursive: true });
  });
  await bot.start();
  const said = await fetch(`http://127.0.0.1:${port}/chat/maya/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', Origin: `http://127.0.0.1:${port}` },
    body: new URLSearchParams({ nonce: 'a'.repeat(32), text: 'help' }),
    redirect: 'manual',
  });
  expect(said.status).toBeLessThan(400);
  await expect
    .poll(async () => readFile(spans, 'utf8'))
    .toContain(
      '["inbound",{"mentorlog.platform":"web","mentorlog.event":"command","mentorlog.end":"done","mentorlog.verb":"help"},0]',
    );
  expect(await readFile(spans, 'utf8')).toContain('["unit of work",{},0]');
  expect(bot.said).toEqual([]);
});
