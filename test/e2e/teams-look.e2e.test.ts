import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Filling, type TeamsPerson, teamsPerson } from './teams-person.js';
import { type WholeBot, wholeBot } from './whole-bot.js';

/** The Playground's own page in Chromium: what people see, with pictures of it under `test-results/`. */

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const there = existsSync(chromiumPath);
if (!there && process.env.REQUIRE_BROWSER === '1') throw new Error('REQUIRE_BROWSER=1, but there is no Chromium');
// biome-ignore lint/suspicious/noConsole: a skip carries its reason
if (!there) console.warn('Not run: the look of Microsoft Teams, because Chromium is not here (CHROMIUM_PATH).');

const goal: Filling = [
  [/^goals\/.*\/what$/, 'Make phone calls'],
  [/^goals\/.*\/how$/, 'Three calls stand in a call log'],
  [/^goals\/.*\/baseline$/, '2'],
  [/^goals\/.*\/target$/, '4'],
];

describe.skipIf(!there)('Microsoft Teams in a browser', () => {
  let t: WholeBot;
  let bob: TeamsPerson;
  let ann: TeamsPerson;
  let browser: Browser;
  let mentor: Page;
  let mentee: Page;

  beforeAll(async () => {
    t = await wholeBot(undefined, {
      firstCoordinator: {
        platform: 'teams',
        tenant: '22222222-2222-2222-2222-222222222222',
        user: '00000000-0000-0000-0000-0000000000b0',
      },
    });
    [bob, ann] = await Promise.all([teamsPerson(() => t.url, 'bob'), teamsPerson(() => t.url, 'ann')]);
    browser = await chromium.launch({
      executablePath: chromiumPath,
      headless: true,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // The page asks for fonts and telemetry elsewhere: nothing leaves this machine.
        '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      ],
    });
    const open = async (person: TeamsPerson): Promise<Page> => {
      const page = await (await browser.newContext({ viewport: { width: 1400, height: 1500 } })).newPage();

      page.setDefaultTimeout(20_000);
      await page.goto(person.play.url);
      await box(page).waitFor();
      return page;
    };
    [mentor, mentee] = await Promise.all([open(bob), open(ann)]);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([bob?.stop(), ann?.stop()]);
    await t?.stop();
  });

  const box = (page: Page) => page.locator('[role=textbox][contenteditable=true]').last();
  const say = async (page: Page, words: string): Promise<void> => {
    await box(page).click();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
  };
  const press = (page: Page, label: string) => page.getByRole('button', { name: label, exact: true }).last().click();
  const shows = (page: Page, words: string) => page.getByText(words).last().waitFor();
  const picture = (page: Page, name: string) => page.screenshot({ path: `test-results/teams-${name}.png` });

  test('a word, a form in its card, and its outcome', async () => {
    // The Playground has installed the bot as the page came up, and said so twice.
    await shows(mentor, 'What you can type');
    await say(mentor, 'people');
    await shows(mentor, 'Open it to read');
    await picture(mentor, 'welcome');
    expect(bob.sees().match(/What you can type/g)).toHaveLength(1);
    await press(mentor, 'Show here');
    await press(mentor, 'Everybody and their roles');
    await press(mentor, 'Roles');
    // The one before the last, which says for whom a stakeholder speaks.
    await mentor.getByRole('combobox').nth(-2).click();
    await mentor
      .getByRole('menuitemcheckbox', { name: 'Mentor', exact: true })
      .or(mentor.getByRole('option', { name: 'Mentor', exact: true }))
      .click();
    await mentor.keyboard.press('Escape');
    await picture(mentor, 'roles');
    await press(mentor, 'Save');
    await shows(mentor, 'Bob Brown is now: Coordinator, Mentor.');
  }, 90_000);

  test('a plan with rows, pressed and typed in the page', async () => {
    await bob.types('start @Ann');
    await bob.presses('Fill in here');
    await bob.fillsIn(goal);
    await t.bot.run();
    await shows(mentee, 'would like to mentor you');
    await picture(mentee, 'agreement-asked');
    await press(mentee, 'Read and answer');
    await shows(mentee, 'Step 1 of 4');
    await picture(mentee, 'agreement-read');
    for (const step of [2, 3, 4]) {
      await press(mentee, 'Next');
      await shows(mentee, `Step ${step} of 4`);
    }
    await mentee.getByText('I agree and sign', { exact: true }).last().click();
    await picture(mentee, 'agreement-sign');
    await press(mentee, 'Send my answer');
    await shows(mentee, 'You have signed');

    await t.bot.run();
    await say(mentor, 'plan tomorrow 3pm 45m Phone calls');
    await expect.poll(() => bob.sees()).toContain('Plan a session\nYour form is ready.');
    await mentor.getByText('Your form is ready.').nth(1).waitFor();
    await press(mentor, 'Fill in here');
    await shows(mentor, 'Step 1 of 4');
    await picture(mentor, 'plan-when');
    await press(mentor, 'Next');
    await shows(mentor, 'Step 2 of 4');
    await mentor.getByLabel('Objective', { exact: true }).last().fill('Make two calls to the college');
    await mentor.getByLabel('How will you both see it?').last().fill('Two stand in the call log');
    await press(mentor, 'Add an objective');
    await shows(mentor, 'Objective 2');
    await picture(mentor, 'plan-rows');
  }, 90_000);

  /** Goes to another conversation of the Playground's. */
  const goTo = async (page: Page, name: string): Promise<void> => {
    await page.getByText(name, { exact: true }).first().click();
    await box(page).waitFor();
  };
  /** Mentions the bot, chosen from the list that the page offers; in a channel that is a new post. */
  const mention = async (page: Page, words: string, kind: string): Promise<void> => {
    const boxes = page.locator('[role=textbox][contenteditable=true]');
    await (kind === 'channel' ? boxes.first() : boxes.last()).click();
    await page.keyboard.type('@M');
    await page.getByRole('menuitem', { name: 'Mentorlog' }).click();
    await page.keyboard.type(` ${words}`);
    if (kind === 'channel') await page.getByRole('button', { name: 'Post', exact: true }).click();
    else await page.keyboard.press('Enter');
  };

  test.each([
    ['Circle', '19:grp', 'group'],
    ['Announcements', '19:ann', 'channel'],
  ])(
    'in %s what is personal comes in private; help and the digest stand there',
    async (name, place, kind) => {
      await goTo(mentor, name);
      await shows(mentor, 'Hello, I am Mentorlog.');
      await mention(mentor, 'hours', kind);
      await shows(mentor, 'Sent to you in our chat.');
      await mention(mentor, 'help', kind);
      await shows(mentor, 'What you can type');
      await picture(mentor, `${kind}-words`);
      await mention(mentor, 'digest', kind);
      await shows(mentor, 'on its way');
      await t.bot.run();
      await shows(mentor, 'Mentoring this week');
      await mentor.getByText('Mentoring this week').last().scrollIntoViewIfNeeded();
      await picture(mentor, `${kind}-digest`);
      expect(bob.sees(place)).not.toMatch(/Ann Archer|Make phone calls/);
      expect(bob.messages(place).map((m) => m.activity.text)).toContain('Sent to you in our chat.');
      await goTo(mentor, 'Personal Chat');
    },
    90_000,
  );

  test('what waits, and the way back to a form', async () => {
    await shows(mentor, 'Open it to read. It is shown to you alone.');
    await say(mentor, 'home');
    // Other messages offer the same button: the last one is home's only once home stands there.
    await mentor.getByText('Home', { exact: true }).last().waitFor();
    await shows(mentor, 'Go on with it');
    await picture(mentor, 'home');
    await press(mentor, 'Go on with it');
    await shows(mentor, 'Objective 2');
    expect(t.faults).toEqual([]);
  }, 90_000);

  test('a session is held and recorded, and its mentee answers by buttons in the page', async () => {
    await bob.types('plan @Ann tomorrow 3pm 45m Phone calls');
    await bob.presses('Fill in here');
    await bob.fillsIn([
      [/^objectives\/.*\/what$/, 'Make a call'],
      [/^objectives\/.*\/measure$/, 'It stands in the log'],
    ]);
    await t.bot.run();
    await shows(mentee, 'Yes, I’ll be there');
    await picture(mentee, 'invitation');
    await press(mentee, 'Yes, I’ll be there');
    await shows(mentee, 'You said yes');
    await t.to('2026-11-24T15:00:00Z');
    await press(mentor, 'Start now');
    await shows(mentor, 'The session with Ann Archer is on.');
    await picture(mentor, 'session-on');
    await t.to('2026-11-24T15:45:00Z');
    await bob.presses('Write it now');
    await bob.fillsIn([
      [/^outcome/, 'met'],
      [/^skill$/, 'active-listening'],
      [/^skill-example$/, 'I waited before I spoke'],
      [/^happened$/, 'Two calls'],
    ]);
    await t.to('2026-11-24T16:31:00Z');
    await shows(mentee, 'Is that right?');
    await picture(mentee, 'feedback-asked');
    await press(mentee, 'Yes');
    await press(mentee, 'My mentor, now');
    await shows(mentee, '1 of 4');
    await picture(mentee, 'feedback-question');
    expect(t.faults).toEqual([]);
  }, 90_000);
});
