import { readdir } from 'node:fs/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { minute } from '../../src/kernel/clock.js';
import { startBot } from '../support/bot.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What people do all day, through the whole runtime: a word, a panel, a form opened and moved, a message sent. */
test('a thousand units of work leave descriptors and memory where they were', { timeout: 120_000 }, async (context) => {
  if (process.platform !== 'linux') context.skip('descriptors are counted in /proc/self/fd');
  const bot = await startBot();
  const maya = bot.as('maya');
  const work = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n += 20) {
      for (let i = 0; i < 5; i += 1) {
        await maya.types('home');
        await maya.types('hours');
        await maya.types('start @leo');
        await maya.next();
      }
      // Nobody types faster than this.
      await bot.clock.pass(minute);
    }
  };
  // A garbage collection moves what is kept a little; twice settles it.
  const held = (): number => {
    collect();
    collect();
    return process.memoryUsage().heapUsed / 2 ** 20;
  };
  const descriptors = async (): Promise<number> => (await readdir('/proc/self/fd')).length;
  try {
    await work(300);
    const [before, heap] = [await descriptors(), held()];
    await work(1_000);
    expect((await descriptors()) - before).toBeLessThanOrEqual(2);
    // 8 kB a unit would be seen.
    expect(held() - heap).toBeLessThan(8);
  } finally {
    await bot.stop();
  }
});
