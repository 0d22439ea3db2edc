import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserIsHere, launch, type Program, startProgram, Visitor } from './browser.js';

/** Planning as people do it in the local chat: what is asked, a series, another time, a calendar, their own settings. */

const there = browserIsHere('time in a browser');
const shots = join(import.meta.dirname, '../../test-results');

describe.skipIf(!there)('time, as it is planned in the local chat', () => {
  let browser: Browser;
  let program: Program;
  let who: Visitor;
  const found: string[] = [];

  /** What stands here on a telephone, kept as a picture; and whether it fits. */
  const look = async (name: string): Promise<void> => {
    await who.page.setViewportSize({ width: 390, height: 844 });
    const form = (await who.page.locator('#onward').count()) > 0;
    await who.page.screenshot({ path: join(shots, `time-${name}-390.png`), caret: 'initial', fullPage: form });
    if (await who.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
      found.push(`${name}: wider than its window`);
    await who.page.setViewportSize({ width: 1280, height: 800 });
    found.push(...(await who.look(`time-${name}`, { axe: true })));
  };
  /** The objectives of a plan, and on to its end. */
  const objectives = async (): Promise<void> => {
    await who.types('[id^=f-objectives-][id$=-what]', 'Make two calls');
    await who.types('[id^=f-objectives-][id$=-measure]', 'Two calls stand in the log');
    for (let i = 0; i < 5 && (await who.page.locator('#onward').count()) > 0; i += 1) await who.goesOn();
  };

  beforeAll(async () => {
    [browser, program] = await Promise.all([
      launch(),
      startProgram({ settings: { PORT: '0', TIME_ZONE: 'Europe/London', DEV_CLOCK: '1' } }),
    ]);
    // Years ahead, for a program's clock goes forward only: on its own date this could be run in the morning alone.
    await program.clock({ to: '2032-11-29T10:00:00Z' });
    who = await Visitor.arrive(browser, program.url);
    await who.become('maya');
    await who.says('start @leo');
    for (let i = 0; i < 3; i += 1) await who.goesOn();
    await who.types('[id^=f-goals-][id$=-what]', 'Make phone calls');
    await who.types('[id^=f-goals-][id$=-how]', 'Three calls in the log');
    await who.picks('[id^=f-goals-][id$=-baseline]', '2 · a little');
    await who.picks('[id^=f-goals-][id$=-target]', '4 · most of the time');
    await who.goesOn();
    await who.become('leo');
    await who.presses('Read and answer');
    for (let i = 0; i < 3; i += 1) await who.goesOn();
    await who.chooses('I agree and sign');
    await who.goesOn();
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('an hour that the clocks skip is asked about, and the form opens at the one chosen', async () => {
    await who.become('maya');
    await who.says('plan @leo 27 March 2033 01:30 45m Early');
    await who.sees('The clocks go forward, so that time does not exist. Which one instead?');
    await look('skipped');
    await who.presses('Sun 27 Mar 2033, 02:30 (BST)');
    expect(await who.page.inputValue('#f-date')).toBe('2033-03-27');
    expect(await who.page.inputValue('#f-time')).toBe('02:30');
  }, 60_000);

  it('a series leaves public holidays out and says which', async () => {
    await who.become('maya');
    await who.says('plan @leo every Saturday 3pm for 5 sessions 45m Saturdays');
    await who.goesOn();
    await who.sees(/Left out: Sat 25 Dec 2032 \(Christmas Day\), Sat 1 Jan 2033 \(New Year/);
    await look('series');
    await who.goesOn();
    await objectives();
    await who.sees('5 sessions');
    await look('series-planned');
  }, 60_000);

  it('"at 3" is asked; another time is suggested three times, one is taken, and its file comes down', async () => {
    await who.become('maya');
    await who.says('plan @leo tomorrow at 3 45m Phone calls');
    await look('asked');
    await who.presses('Tue 30 Nov 2032, 15:00');
    await who.goesOn();
    await objectives();
    await who.become('leo');
    await who.presses('Suggest another time');
    for (const [i, [date, time]] of [
      ['2032-12-01', '16:00'],
      ['2032-12-02', '09:30'],
      ['2032-12-06', '11:00'],
    ].entries()) {
      await who.types(i === 0 ? '#f-date' : `#f-date_2d${i + 1}`, date ?? '');
      await who.types(i === 0 ? '#f-time' : `#f-time_2d${i + 1}`, time ?? '');
    }
    await look('suggest');
    await who.goesOn();
    // Each time as it is understood, and what is in its way, before anything is sent.
    await who.sees('Wed 1 Dec 2032, 16:00');
    await who.goesOn();
    await who.become('maya');
    await who.sees('Thu 2 Dec 2032, 09:30');
    await look('suggested');
    await who.presses('Take the third');
    await who.sees('Mon 6 Dec 2032, 11:00');
    await who.become('leo');
    await who.sees('Mon 6 Dec 2032, 11:00');
    await who.presses('Add to my calendar');
    const link = who.page.locator('main a', { hasText: 'Open the calendar file' });
    const [file] = await Promise.all([who.page.waitForEvent('download'), link.click()]);
    expect(file.suggestedFilename()).toMatch(/\.ics$/);
    const ics = readFileSync(await file.path(), 'utf8');
    for (const line of [
      'SUMMARY:Phone calls',
      'DTSTART:20321206T110000Z',
      'DTEND:20321206T114500Z',
      'STATUS:CONFIRMED',
    ])
      expect(ics.split('\r\n')).toContain(line);
    // Moved since it was first planned: a calendar that has it takes this one instead.
    expect(Number(/SEQUENCE:(\d+)/.exec(ics)?.[1])).toBeGreaterThan(1);
  }, 90_000);

  it('settings: reminders at another time, read back', async () => {
    await who.become('leo');
    await who.says('settings');
    await look('settings');
    await who.presses('Change');
    await look('settings-form');
    await who.picks('#f-first', 'The morning of the day');
    await who.picks('#f-second', '30 minutes before');
    await who.goesOn();
    await who.become('leo');
    await who.says('settings');
    await who.sees('the morning of the day, and 30 minutes before');
    await look('settings-changed');
    expect(found).toEqual([]);
    expect(who.faults).toEqual([]);
  }, 60_000);
});
