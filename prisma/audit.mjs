// npm run audit
//
// Asks the registry what is known to be wrong with the packages that package-lock.json names (`npm audit`). Exit codes: 0
// nothing is known of what runs; 1 something is, and is told; 3 the registry answered nothing, so nothing is known either
// way; 2 it could not even be asked for. No npm package holds a kept database of advisories to fall back on (docs/decisions/house.md), so none is asked.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const say = (line) => process.stdout.write(`${line}\n`);
// A reader that has gone, or a full disk, ends nothing: what was found is in the exit code too.
process.stdout.on('error', () => undefined);
if (process.argv.length > 2) refused('Write it so: npm run audit. It takes nothing behind it.');
const { packages } = readJson('package-lock.json');
const list = path.join(root, 'dist', 'program', 'bundled.json');
/** What is in the program though package.json takes it for a tool; without a build that is not known. */
const inside = new Set(existsSync(list) ? readJson(path.relative(root, list)) : []);

const { status, stdout, error } = spawnSync('npm', ['audit', '--json', '--package-lock-only'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
  timeout: 120_000,
});
if (error?.code === 'ENOENT') refused('There is no npm here, which asks. Install it with Node, from nodejs.org.');
const answered = read(stdout);

if (answered?.vulnerabilities === undefined || status === null) {
  const why = answered?.statusCode === undefined ? answered?.message : `HTTP ${answered.statusCode}`;
  say(
    `Nobody could be asked: the registry answers no audit here${why === undefined ? '' : ` (${String(why).split('\n')[0].slice(0, 120)})`}.`,
  );
  say('So it is not known whether anything is wrong with a package. Run this where registry.npmjs.org can be reached.');
  tellDeprecated();
  process.exitCode = 3;
} else {
  const found = Object.values(answered.vulnerabilities).map((one) => ({ ...one, runs: one.nodes.filter(runs) }));
  const running = found.filter((one) => one.runs.length > 0);
  for (const one of [...running, ...found.filter((each) => each.runs.length === 0)]) tell(one);
  tellDeprecated();
  const tools = found.length - running.length;
  say(
    `${Object.keys(packages).length - 1} packages were asked about. Known to be wrong: ${running.length} of what runs, ${tools} of what only builds and tests.`,
  );
  if (!existsSync(list))
    say('There is no build here: what it puts into the program counts as a tool. Run npm run build.');
  process.exitCode = running.length > 0 ? 1 : 0;
}

function refused(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  } catch {
    return refused(
      `${file} is not beside this, or is not whole. Run it in a whole installation, or install again with npm ci.`,
    );
  }
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function runs(at) {
  return packages[at]?.dev !== true || inside.has(at);
}

function tell({ name, severity, range, via, fixAvailable, runs: at }) {
  say(`${severity}  ${name} ${range}${at.length > 0 ? '' : ' (a tool, not in what runs)'}`);
  for (const one of via) say(`  ${typeof one === 'string' ? `through ${one}` : `${one.title} ${one.url}`}`);
  say(`  ${fixAvailable === false ? 'no version without it is known' : 'npm knows a version without it'}`);
}

/** Its makers' own word, as the lock file keeps it from when it was written. */
function tellDeprecated() {
  for (const [at, { deprecated, version }] of Object.entries(packages))
    if (deprecated !== undefined && runs(at))
      say(`deprecated  ${at.replace(/^.*node_modules\//, '')} ${version}: ${deprecated}`);
}
