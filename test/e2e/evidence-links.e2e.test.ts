import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserIsHere, launch, type Program, startProgram, Visitor } from './browser.js';

/**
 * Evidence by links alone, on a narrow telephone: the mentee has no account but a page of their own, a teacher a link that
 * the coordinator hands over, the mentor the local chat. A review opens by the rule: of two hours meant one is half.
 */

const there = browserIsHere('evidence by links in a browser');
const phone = { width: 360, height: 740 };

describe.skipIf(!there)('evidence by links alone, on a telephone', () => {
  let browser: Browser;
  let program: Program;
  let maya: Visitor;
  let priya: Visitor;
  let kai: Page;
  let home: string;
  const found: string[] = [];

  /** A page in a browser of its own; what goes wrong in it is kept. */
  async function onPhone(address: string): Promise<Page> {
    const context = await browser.newContext({ viewport: phone, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (e) => found.push(e.message));
    await page.goto(address);
    return page;
  }
  const words = async (page: Page): Promise<string> => (await page.locator('main').innerText()).replace(/\s+/g, ' ');
  /** Nothing reaches over the edge of the telephone. */
  async function fits(page: Page, name: string): Promise<void> {
    if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
      found.push(`${name}: wider than its window`);
  }
  /** Presses a button, or follows the link that looks like one, and waits for the page that comes of it. */
  async function taps(page: Page, label: string): Promise<string> {
    const main = page.locator('main');
    const here = { name: label, exact: true } as const;
    await Promise.all([
      page.waitForEvent('load'),
      main.getByRole('button', here).or(main.getByRole('link', here)).last().click(),
    ]);
    await fits(page, label);
    return words(page);
  }
  const goesOn = async (page: Page): Promise<string> => {
    await Promise.all([page.waitForEvent('load'), page.click('#onward')]);
    await fits(page, 'a form');
    return words(page);
  };
  const chooses = async (page: Page, label: string): Promise<void> => {
    for (const option of await page.locator('label.option', { hasText: label }).all()) await option.click();
  };
  const kaisPage = async (): Promise<string> => {
    await kai.goto(home);
    return words(kai);
  };

  /** Maya goes through a form to its end, with what it needs wherever it asks. */
  async function through(fields: Readonly<Record<string, string>>): Promise<void> {
    for (let step = 0; step < 8 && (await maya.page.locator('#onward').count()) > 0; step += 1) {
      for (const [field, value] of Object.entries(fields)) {
        const one = maya.page.locator(field).first();
        if ((await one.count()) === 0) continue;
        if ((await one.evaluate((e) => e.tagName)) === 'SELECT') await one.selectOption(value);
        else await one.fill(value);
      }
      await maya.goesOn();
    }
  }
  async function meet(date: string, changed?: string): Promise<void> {
    await maya.opens('/chat/maya');
    await maya.says(`plan @Kai Lund ${date} 11:00 45m Phone calls`);
    await through({
      '[id^=f-objectives-][id$=-what]': 'Make two calls',
      '[id^=f-objectives-][id$=-measure]': 'Two stand in the log',
    });
    if (changed !== undefined) {
      expect(await kaisPage()).toContain('Something will be different this time, because of what you said.');
      const told = await taps(kai, 'See what changes');
      expect(told).toContain('You said: It went too fast for you');
      expect(told).toContain('I will wait until you say go on');
    }
    await kaisPage();
    await taps(kai, 'Yes, I’ll be there');
    await program.clock({ to: `${date}T11:46:00Z` });
    await maya.opens('/chat/maya');
    await maya.presses('Write it now');
    await maya.chooses('Met');
    await maya.picks('#f-skill', 'Active listening');
    await maya.types('[id^=f-skill][id$=example]', 'I waited');
    await maya.types('#f-happened', 'Two calls');
    if (changed !== undefined) {
      await maya.presses(/^Add the rest/);
      await maya.sees('“I will wait until you say go on”: was it done?');
      await maya.chooses(changed);
    }
    await maya.goesOn();
    await program.clock({ to: `${date}T12:30:00Z` });
  }
  /** How it was, on their own page. */
  async function says(rating: string, line: string): Promise<void> {
    await kaisPage();
    await taps(kai, 'Say how it was');
    await chooses(kai, 'Yes, 45 min');
    await goesOn(kai);
    await chooses(kai, 'My mentor, now');
    await chooses(kai, rating);
    await kai.locator('textarea').first().fill(line);
    expect(await goesOn(kai)).toContain('Your answers are saved.');
  }

  beforeAll(async () => {
    [browser, program] = await Promise.all([
      launch(),
      startProgram({ settings: { PORT: '0', TIME_ZONE: 'Europe/London', DEV_CLOCK: '1' } }),
    ]);
    // Years ahead, for a program's clock goes forward only.
    await program.clock({ to: '2032-11-29T10:00:00Z' });
    maya = await Visitor.arrive(browser, program.url);
    priya = await Visitor.arrive(browser, program.url);
    for (const who of [maya, priya]) await who.page.setViewportSize(phone);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('a mentee without an account signs on their own page, and says yes to being asked about', async () => {
    await maya.opens('/chat/maya');
    await maya.says('start "Kai Lund"');
    await through({
      '#f-hours': '2',
      '[id^=f-goals-][id$=-what]': 'Make phone calls',
      '[id^=f-goals-][id$=-how]': 'Three calls in the log',
      '[id^=f-goals-][id$=-baseline]': '2',
      '[id^=f-goals-][id$=-target]': '4',
    });
    await priya.opens('/chat/priya');
    await priya.says('people');
    for (const label of ['Without an account', 'A link of their own', 'Make a link']) await priya.presses(label);
    const handed = await priya.page.locator('main').innerText();
    kai = await onPhone(/https?:\/\/\S+\/e\/\S+/.exec(handed)?.[0] ?? '');
    home = kai.url();
    await kai.locator('input[name=code]').fill(/[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(handed)?.[0] ?? '');
    expect(await taps(kai, 'Open in this browser')).toContain('Nothing starts until you sign.');
    await taps(kai, 'Read and answer');
    for (let step = 0; step < 3; step += 1) await goesOn(kai);
    await chooses(kai, 'I agree and sign');
    expect(await goesOn(kai)).toContain('You have signed.');

    await maya.opens('/chat/maya');
    await maya.says('home');
    await maya.presses('Goals and more');
    for (const label of ['Asked from outside', 'Propose somebody', 'Ask the coordinator']) await maya.presses(label);
    await priya.opens('/chat/priya');
    await priya.presses('Propose somebody');
    await priya.types('#f-name', 'Sam Hill');
    await priya.picks('#f-as', 'Teacher');
    await priya.types('#f-reason', 'Sees us on Tuesdays');
    await priya.goesOn();
    expect(await kaisPage()).toContain('Sam Hill (teacher): You have not said yes, so they are not asked.');
    const asked = await taps(kai, 'Have a look');
    for (const line of ['not about you', 'Why they: Sees us on Tuesdays', 'not even @Maya Okafor'])
      expect(asked).toContain(line);
    await chooses(kai, 'Yes, that’s OK');
    expect(await goesOn(kai)).toContain('come back here and say no');
  }, 120_000);

  it('what they said is a change: on their page, in the record, in the ledger; and not quite what they meant', async () => {
    await meet('2032-11-30');
    await says('A little', 'More time before each new step');
    await maya.opens('/chat/maya');
    await maya.says('change');
    await maya.presses('Add a change');
    // A number beside the words: what is asked again can be compared.
    for (const cited of ['We worked on what we agreed: 2', 'More time before each new step'])
      await maya.page.locator('label', { hasText: cited }).first().click();
    await maya.types('#f-said', 'it went too fast for you');
    await maya.types('#f-what', 'wait until you say go on');
    await maya.goesOn();
    await meet('2032-12-01', 'Done');
    await kaisPage();
    await taps(kai, 'What my mentor changed');
    await taps(kai, 'That’s not what I meant');
    await kai.locator('textarea').first().fill('Only the second call');
    expect(await goesOn(kai)).toContain('You can change your words or take them back.');
    await maya.opens('/chat/maya');
    await maya.says('change');
    await maya.sees('Only the second call');
  }, 120_000);

  it('half-way three sides say how it is: a page, a chat, a link', async () => {
    expect(await kaisPage()).toContain('You are half-way with your mentor.');
    const review = await taps(kai, 'Say how it is');
    expect(review).toContain('Only @Priya Nair can read what you say.');
    // The limits stand once in it, before the first box.
    expect(review.match(/it can’t stay private/g)).toHaveLength(1);
    await chooses(kai, 'Mostly');
    await kai.locator('textarea').first().fill('She waits for me now');
    expect(await goesOn(kai)).not.toContain('Type ');
    await maya.opens('/chat/maya');
    await maya.presses('Write my view');
    await maya.types('textarea >> nth=-1', 'I still speak too soon');
    await maya.goesOn();

    await program.clock({ to: '2032-12-02T10:00:00Z' });
    await priya.opens('/chat/priya');
    await priya.presses('Make their link');
    const sam = await onPhone(
      /https?:\/\/\S+\/f\/[\w-]+/.exec(await priya.page.locator('main').innerText())?.[0] ?? '',
    );
    expect(await taps(sam, 'Begin')).toContain('Kai said yes to your being asked');
    await sam.locator('textarea').first().fill('She came every Tuesday');
    expect(await goesOn(sam)).toContain('It is saved.');

    const said = async (): Promise<string> => {
      await maya.opens('/chat/maya');
      await maya.says('review');
      await maya.presses('What was said');
      return maya.text();
    };
    const before = await said();
    expect(before).toContain('I still speak too soon');
    expect(before).toContain('She came every Tuesday');
    expect(before).not.toContain('She waits for me now');
    await kaisPage();
    for (const label of ['Half-way and at the end', 'My answers', 'Let my mentor read it']) await taps(kai, label);
    expect(await said()).toContain('She waits for me now');
  }, 120_000);

  it('after two meetings the ledger says what was before and after', async () => {
    await meet('2032-12-03');
    await says('Yes, fully', 'Nothing');
    expect(await kaisPage()).toContain('What my mentor changed');
    const theirs = await taps(kai, 'What my mentor changed');
    await maya.opens('/chat/maya');
    await maya.says('change');
    for (const ledger of [theirs, await maya.text()]) {
      expect(ledger).toContain('before');
      expect(ledger).toContain('I will wait until you say go on');
    }
  }, 120_000);

  it('a reflection in fortnightly pieces: saved while typing, evidence chosen, declared with the tool that helped', async () => {
    await maya.opens('/chat/maya');
    await maya.says('reflect');
    await maya.presses('What? So what? Now what?');
    await program.clock({ to: '2032-12-17T10:30:00Z' });
    await maya.opens('/chat/maya');
    await maya.presses('Answer it');
    await maya.page.locator('textarea').first().pressSequentially('The pause before the second call');
    await maya.page.getByText(/^Saved at/).waitFor();
    await maya.presses(/^Choose evidence/);
    await fits(maya.page, 'evidence');
    await maya.page.locator('label.option').first().click();
    await maya.goesOn();
    await program.clock({ to: '2032-12-31T10:30:00Z' });
    await maya.opens('/chat/maya');
    await maya.presses('Answer it');
    await maya.types('textarea', 'I had filled every silence');
    await maya.goesOn();
    await maya.says('reflect');
    await maya.sees(/^2 of \d+ questions answered/);
    await fits(maya.page, 'reflection');
    await maya.presses('Declare it');
    await maya.chooses('Yes, this is my own work');
    await maya.chooses('Yes: I say below');
    await maya.types('[id^=f-ai-][id$=-tool]', 'Dictation');
    await maya.types('[id^=f-ai-][id$=-what]', 'put my speech into text');
    await maya.goesOn();
    await maya.sees(/^Declared on/);
    expect(found).toEqual([]);
    expect([...maya.faults, ...priya.faults]).toEqual([]);
  }, 120_000);
});
