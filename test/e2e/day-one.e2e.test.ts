import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserIsHere, launch, type Program, startProgram, Visitor } from './browser.js';

/**
 * Day one, as a coordinator has it: an empty database, the code from the start, `setup`, the catalogue, and a file of
 * 40 mentors and 90 mentees; then the first mentor comes in by their e-mail address and begins.
 */

const there = browserIsHere('day one in a browser');
const mentors = 40;
const mentees = 90;
/** What a person is allowed. A browser that is driven types at once, so it may not take a part of that. */
const bar = 5 * 60;

const mentorName = (i: number): string => `Mentor ${String(i).padStart(2, '0')} Okoro`;
/** As somebody's spreadsheet has it: mentees name their mentor. */
const file = [
  'Name,Role,Email,Mentor',
  ...Array.from({ length: mentors }, (_, i) => `${mentorName(i + 1)},mentor,mentor${i + 1}@example.org,`),
  ...Array.from(
    { length: mentees },
    (_, i) =>
      `Mentee ${String(i + 1).padStart(2, '0')} Lund,mentee,mentee${i + 1}@example.org,${mentorName((i % mentors) + 1)}`,
  ),
  '',
].join('\r\n');

describe.skipIf(!there)('from an empty database to 40 mentors and 90 mentees', () => {
  let browser: Browser;
  let program: Program;
  let who: Visitor;

  beforeAll(async () => {
    [browser, program] = await Promise.all([
      launch(),
      startProgram({ settings: { PORT: '0', SAMPLE_PEOPLE: '0', TIME_ZONE: 'Europe/London' } }),
    ]);
    who = await Visitor.arrive(browser, program.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function comesIn(name: string, email = ''): Promise<void> {
    await who.opens('/chat');
    await who.page.fill('#name', name);
    await who.page.fill('#email', email);
    await who.page.click('#arrive');
    await who.page.waitForURL(/\/chat\/[a-z0-9-]+$/);
  }

  it('is done in under five minutes, in chat, and the first mentor begins', { timeout: 300_000 }, async () => {
    const code = /setup ([0-9a-z]{16})/.exec(program.said())?.[1] ?? '';
    expect(code).toHaveLength(16);
    const began = performance.now();
    expect(who.path).toBe('/chat');
    const found = [...(await who.look('day-one-arrive', { all: true, axe: true }))];
    await comesIn('Nora Field');
    await who.says(`setup ${code}`);
    await who.sees('You are the coordinator');
    await who.says('home');
    await who.sees('No safeguarding lead is set. Please set one first.');
    found.push(...(await who.look('day-one-home', { axe: true })));
    await who.opens('/chat/nora-field');

    await who.says('setup');
    // The lead is asked for first, and nothing goes on without one.
    await who.goesOn();
    await who.sees('Please fill this in.');
    await who.types('#f-lead', 'Dana Whitlock');
    await who.types('#f-lead_2dreach', '020 7946 0018');
    await who.goesOn();
    await who.types('#f-name', 'Riverside Mentoring');
    found.push(...(await who.look('day-one-setup', { axe: true })));
    await who.goesOn();
    await who.goesOn();
    await who.sees('The programme is set, from this moment on.');
    await who.sees('Not set yet: a deputy,');

    await who.presses('Questions, skills, templates');
    found.push(...(await who.look('day-one-catalogue', { all: true, axe: true })));
    await who.presses('Change the skills');
    await who.presses('Add a skill');
    await who.types('[id^=f-entries-][id$=-text] >> nth=9', 'Using humour well');
    found.push(...(await who.look('day-one-skills', { all: true, axe: true })));
    await who.goesOn();
    await who.sees('Skills: 1 change, from this moment on.');

    await who.says('people import');
    // The page for the file opens beside the chat.
    const [upload] = await Promise.all([
      who.page.context().waitForEvent('page'),
      who.page.getByRole('link', { name: 'Choose a file' }).click(),
    ]);
    await upload.setInputFiles('input[type=file]', {
      name: 'people.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(file, 'utf8'),
    });
    await upload.screenshot({ path: 'test-results/day-one-upload.png' });
    await upload.locator('main button[type=submit]').first().click();
    await upload.getByText(`${mentors + mentees} people to add, 0 to change, 0 lines with a fault.`).waitFor();
    await upload.screenshot({ path: 'test-results/day-one-preview.png', fullPage: true });
    await upload.getByRole('button', { name: 'Apply it' }).click();
    await upload.getByText(`${mentors + mentees} people added, 0 changed, ${mentees} pairs suggested.`).waitFor();
    await upload.close();
    await who.opens('/chat/nora-field');
    await who.says('people');
    await who.sees('Suggested, not begun: 90');
    const took = (performance.now() - began) / 1000;
    found.push(...(await who.look('day-one-board', { axe: true })));

    // The code has been used: whoever found it in a log is nobody by it.
    await comesIn('Eve Late');
    await who.says(`setup ${code}`);
    await who.sees('That is not the code, or it has been used.');

    await comesIn('M. Okoro', 'Mentor7@Example.org');
    await who.says('home');
    await who.sees('Your coordinator suggests that you mentor');
    await who.look('day-one-mentor');
    await who.presses('Begin');
    await who.sees('Mentoring agreement');
    // biome-ignore lint/suspicious/noConsole: the bar, measured
    console.info(
      `Day one: ${mentors} mentors and ${mentees} mentees from an empty database in ${took.toFixed(1)} s of ${bar} s; ${who.taps} presses, ${who.typed} fields.`,
    );
    expect(took).toBeLessThan(bar);
    expect(found).toEqual([]);
    expect(who.faults).toEqual([]);
  });
});
