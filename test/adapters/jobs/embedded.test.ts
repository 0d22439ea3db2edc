import { afterEach, expect, test, vi } from 'vitest';
import { embeddedJobs } from '../../../adapters/jobs/embedded.js';

afterEach(() => vi.restoreAllMocks());

test('what node-cron has to say goes to the log as a code, and nothing of it to the console', async () => {
  const console_ = (['log', 'info', 'warn', 'error', 'debug'] as const).map((how) =>
    vi.spyOn(console, how).mockImplementation(() => undefined),
  );
  const logged: string[] = [];
  const jobs = embeddedJobs({ looks: 'second', log: (code) => void logged.push(code) });
  let ran = 0;
  jobs.start(async () => {
    ran += 1;
  });
  // The process is held up for longer than a second, so that one is missed.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_600);
  await expect.poll(() => logged).toContain('jobs.late');
  await expect.poll(() => ran).toBeGreaterThan(1);
  await jobs.stop();
  for (const spied of console_) expect(spied).not.toHaveBeenCalled();
});
