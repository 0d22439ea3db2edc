/**
 * `npm run bench`: figures of one run on this machine, each a ratio to its hand-written peer where the machine would
 * decide it (docs/performance.md). Nothing is asserted: a busy machine is not a fault.
 *
 *   npm run bench -- press due         these parts alone
 *   npm run bench -- --smallest        shows that every part still runs, as `.ci/run` has it; its figures say nothing
 *   npm run bench -- --json FILE       keeps the figures there too; parts that did not run stay as they stood in it
 *   npm run bench -- --before FILE     puts those of an earlier run beside them
 *   npm run bench -- --write-docs      writes them into docs/performance.md; with `--json`, all that FILE has by then
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { check } from './check.mjs';
import { endAll, root } from './children.mjs';
import { busy, due, precise } from './due.mjs';
import { evidence } from './evidence.mjs';
import { table } from './figures.mjs';
import { find } from './find.mjs';
import { growth } from './growth.mjs';
import { packs } from './packs.mjs';
import { onPostgresql } from './postgresql.mjs';
import { invoke, press } from './press.mjs';
import { idle, startUp } from './start.mjs';

/** What each part is called where its figures stand. */
const titles = {
  press: 'A press in Slack, with its durable write',
  invoke: 'A press in Teams, with its durable write; tokens checked',
  due: 'Due prompts, in a chat that takes them at once',
  busy: 'Requests while prompts fall due',
  precise: 'From due to the chat, while nothing else happens',
  growth: 'A programme that has grown',
  evidence: 'A portfolio read and judged',
  check: 'A mentorship compared with its chain, beside everything else',
  packs: 'A pack, from the reading to the file',
  start: 'Start',
  idle: 'Idle',
  find: 'What is asked all day, among many sessions',
  postgresql: 'On PostgreSQL, each beside what is written by hand there',
};
const all = {
  press,
  invoke,
  due,
  busy,
  precise,
  growth,
  evidence,
  check,
  packs,
  start: startUp,
  idle,
  find,
  postgresql: onPostgresql,
};

const { values: how, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: {
    smallest: { type: 'boolean', default: false },
    json: { type: 'string' },
    before: { type: 'string' },
    'write-docs': { type: 'boolean', default: false },
  },
});
const say = (line = '') => process.stdout.write(`${line}\n`);
const unknown = asked.filter((part) => !(part in all));
if (unknown.length > 0) {
  process.stderr.write(`no part is called ${unknown.join(' or ')}; there are: ${Object.keys(all).join(', ')}\n`);
  process.exit(2);
}

if (how.smallest && how['write-docs']) {
  process.stderr.write('Figures of --smallest say nothing: leave it out to write them into docs/performance.md.\n');
  process.exit(2);
}

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const before = how.before === undefined ? undefined : read(how.before);
const loads = () =>
  loadavg()
    .map((l) => l.toFixed(1))
    .join(' ');

/** What one part found, as lines of Markdown. */
const drawn = (name, found) => [
  ...table(found.rows, before?.parts[name]?.rows),
  ...(found.tables ?? []).flatMap(({ title, lines }) => ['', `${title}:`, '', ...lines]),
  ...(found.histogram === undefined
    ? []
    : ['', 'How long the event loop was held up, how often:', '', '```', ...found.histogram, '```']),
];

const kept = how.json !== undefined && existsSync(how.json) ? read(how.json) : { parts: {} };
const folder = mkdtempSync(path.join(tmpdir(), 'mentorlog-bench-'));
const clear = () => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
};
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => {
    clear();
    process.exit(1);
  });
try {
  for (const part of asked.length === 0 ? Object.keys(all) : asked) {
    const [began, load] = [performance.now(), loads()];
    const found = await all[part]({ folder, smallest: how.smallest });
    const took = (performance.now() - began) / 1_000;
    kept.parts[part] = { at: new Date().toISOString(), seconds: Math.round(took), load, ...found };
    say(`\n${titles[part]} (${took.toFixed(0)} s; load of the machine at its start: ${load})\n`);
    for (const line of drawn(part, found)) say(line);
    if (how.json !== undefined) writeFileSync(how.json, `${JSON.stringify({ ...kept, ...machine() }, null, 1)}\n`);
  }
} finally {
  clear();
}
if (how['write-docs']) writeDocs();

function machine() {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return { machine: `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memory} GB`, node: process.version };
}

/** Puts all figures there are in place of those that stand in docs/performance.md. */
function writeDocs() {
  const file = path.join(root, 'docs/performance.md');
  const { machine: of, node } = machine();
  const lines = Object.keys(all).flatMap((part) => {
    const found = kept.parts[part];
    if (found === undefined) return [];
    return [
      `### ${titles[part]}`,
      '',
      `Taken on ${found.at.slice(0, 10)}, load before ${found.load}.`,
      '',
      ...drawn(part, found),
      '',
    ];
  });
  const text = readFileSync(file, 'utf8');
  const marks = /(<!-- figures[^>]*-->\n)[\s\S]*(<!-- end of figures -->)/;
  if (!marks.test(text)) throw new Error('docs/performance.md has no place for figures');
  writeFileSync(
    file,
    text.replace(marks, (_, begin, end) => `${begin}\nOn ${of}, Node ${node}.\n\n${lines.join('\n')}\n${end}`),
  );
}
