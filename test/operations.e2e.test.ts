import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

/** The alerts as Prometheus's own tool reads them, and tries them. What they name is held against `/metrics` beside this. */

const promtool = '/usr/bin/promtool';
const folder = path.resolve(import.meta.dirname, '../manifests/operations');

/** Whether this machine has it; says loudly what is left out where not. @throws with REQUIRE_ALL=1 */
function canTryRules(): boolean {
  if (spawnSync(promtool, ['--version']).error === undefined) return true;
  const absent = `there is no ${promtool} (apt-get install prometheus)`;
  if (process.env.REQUIRE_ALL === '1') throw new Error(`REQUIRE_ALL=1, but ${absent}`);
  process.stderr.write(`\nLeft out: the rules for Prometheus: ${absent}.\n`);
  return false;
}

test.runIf(canTryRules()).each([
  ['check', 'mentorlog.rules.yml'],
  ['test', 'mentorlog.rules.test.yml'],
])('promtool %s rules', { timeout: 120_000 }, (what, file) => {
  const { status, stdout, stderr } = spawnSync(promtool, [what, 'rules', file], { cwd: folder, encoding: 'utf8' });
  expect(`${status} ${stdout}${stderr}`).toMatch(/^0 [\s\S]*SUCCESS/);
});
