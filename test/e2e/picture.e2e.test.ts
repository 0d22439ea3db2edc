import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextWeekly } from '../../src/domain/prompt-schedule.js';
import { day, hour } from '../../src/kernel/clock.js';
import { feedbackWorld } from '../support/feedback-world.js';
import { testRootKey } from '../support/store.js';
import { browserIsHere, launch, type Program, startProgram, Visitor } from './browser.js';

const there = browserIsHere('the digest’s picture in a browser');

describe.skipIf(!there)('the digest’s picture in the local chat', () => {
  let browser: Browser;
  let program: Program;
  let who: Visitor;
  const folder = mkdtempSync(join(tmpdir(), 'mentorlog-picture-'));
  const file = join(folder, 'mentorlog.db');
  const start = (): Promise<Program> =>
    startProgram({
      folder,
      settings: {
        PORT: '0',
        DATABASE_URL: `file:${file}`,
        DATA_KEY: Buffer.from(testRootKey).toString('hex'),
        DEV_CLOCK: '1',
        LOCAL_CHAT: '1',
        TIME_ZONE: 'Europe/London',
      },
    });

  beforeAll(async () => {
    // Nine weeks of a programme, as its rows keep them.
    const now = Math.floor(Date.now() / hour) * hour;
    const at = (ago: number): string => new Date(now - ago * day).toISOString();
    const w = await feedbackWorld([], undefined, { start: at(63), file });
    for (const [ago, minutes] of [
      [58, 45],
      [50, 60],
      [44, 30],
      [29, 90],
      [22, 60],
      [16, 45],
      [3, 75],
    ] as const)
      await w.held({ at: at(ago), minutes });
    // None is due while the program begins: on some days of the week one would be.
    await w.as('priya').types('digest off');
    await w.stop();
    [browser, program] = await Promise.all([launch(), start()]);
    // From a working day at noon, whatever day and hour the test is run at: quiet hours would hold a mentor's own back.
    await goesTo(wednesday, '12:00');
    who = await Visitor.arrive(browser, program.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const [wednesday, friday] = [3, 5];
  let now = Date.now();
  /** Moves the clock to the next such day of the week, at that time in London. */
  const goesTo = async (weekday: number, time: string): Promise<void> => {
    now = nextWeekly(now, weekday, time, 'Europe/London');
    await program.clock({ to: new Date(now).toISOString() });
  };

  /** The picture that stands in this conversation: what it says, in which face, and whether all of it has room. */
  const shown = async (): Promise<{ alt: string | null; face: boolean; fits: boolean }> => {
    const picture = who.page.locator('main .chart').last();
    await picture.scrollIntoViewIfNeeded();
    await who.page.evaluate(() => document.fonts.ready);
    return picture.evaluate((chart: HTMLElement) => ({
      alt: chart.getAttribute('aria-label'),
      face:
        getComputedStyle(chart).fontFamily.startsWith('"Source Sans 3"') &&
        document.fonts.check('600 16px "Source Sans 3"'),
      fits: [...chart.querySelectorAll<HTMLElement>('p, span')].every(
        (e) => e.scrollWidth <= e.clientWidth + 1 || getComputedStyle(e).display === 'inline',
      ),
    }));
  };

  it('stands in the channel, in light and dark, at any width, and is there after a restart', {
    timeout: 120_000,
  }, async () => {
    await who.become('priya');
    const before = program.memory();
    await who.says('digest now');
    await who.opens('/chat/priya/channel/mentoring');
    await who.sees('Mentoring this week');
    const first = await shown();
    // biome-ignore lint/suspicious/noConsole: information, not asserted
    console.log(`memory: ${before} MB before the first picture, ${program.memory()} MB after it`);
    expect(first).toMatchObject({ face: true, fits: true });
    expect(first.alt).toContain('Hours of mentoring: 6 h 45 min of 6 h delivered. Each week from:');
    expect(await who.look('digest-picture', { all: true, axe: true })).toEqual([]);

    await program.kill();
    program = await start();
    who = await Visitor.arrive(browser, program.url);
    await who.opens('/chat/priya/channel/mentoring');
    expect(await shown()).toEqual(first);

    // Each mentor gets their own, which holds their hours and nobody else's: of the one asked for, and of the weekly one.
    await who.says('digest weekly friday 4pm');
    await goesTo(friday, '16:05');
    await who.become('maya');
    await who.page.waitForFunction(() => document.querySelectorAll('main .chart').length === 2);
    await who.sees('Your mentoring this week');
    expect((await shown()).alt).toMatch(/^Your hours of mentoring: 6 h 45 min of 6 h delivered\. .* Practice data\.$/);
    expect(await who.look('mentor-picture', { all: true, axe: true })).toEqual([]);
    expect(who.faults).toEqual([]);
  });
});
