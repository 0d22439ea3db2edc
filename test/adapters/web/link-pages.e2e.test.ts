import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBot, type TestBot } from '../../support/bot.js';
import { answersAgreement, held, proposed } from '../../support/links-world.js';
import { type LinkSite, linkSite, Visitor } from '../../support/visitor.js';

/** The pages for people without an account, as a cheap phone shows them: 320 px, no script, large text, a keyboard. */

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const there = existsSync(chromiumPath);
if (!there && process.env.REQUIRE_BROWSER === '1') throw new Error('REQUIRE_BROWSER=1, but there is no Chromium');
// biome-ignore lint/suspicious/noConsole: a skip carries its reason
if (!there) console.warn('Not run: the pages without an account, because Chromium is not here (CHROMIUM_PATH).');

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

describe.skipIf(!there)('pages without an account, in a browser without scripts', () => {
  let browser: Browser;
  let bot: TestBot;
  let site: LinkSite;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    });
    site = await linkSite(() => bot);
    bot = await startBot({ pages: () => ({ base: site.base, loopback: false }) });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await bot?.stop();
  });

  const addressIn = (said: unknown): string =>
    /https?:[^"]*\/(?:f|import)\/[\w-]{43}/.exec(JSON.stringify(said))?.[0] ?? '';

  async function agreementLink(name: string): Promise<string> {
    await proposed(bot, name);
    const maya = bot.as('maya');
    await maya.presses('link.make');
    return addressIn(maya.last);
  }

  /** What axe finds. Scripts of the page itself stay off: it is run by the browser's own hand. */
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')))`);
  }
  const fits = (page: Page): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

  async function looked(page: Page, where: string): Promise<void> {
    expect(await page.locator('script').count(), where).toBe(0);
    expect(await violations(page), where).toEqual([]);
    expect(await fits(page), where).toBe(true);
    // 200 % text.
    await page.addStyleTag({ content: 'html { font-size: 200% !important }' }).catch(() => undefined);
    expect(await fits(page), `${where}, large`).toBe(true);
  }

  for (const colorScheme of ['light', 'dark'] as const)
    it(`an agreement, from its link to the thanks, with the keyboard alone (${colorScheme})`, async () => {
      const address = await agreementLink(`Kai ${colorScheme}`);
      const context = await browser.newContext({
        viewport: { width: 320, height: 640 },
        colorScheme,
        // Inline styles of the test itself are let in for the large text; the page's own policy has its test elsewhere.
        bypassCSP: true,
      });
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (r) => void (r.url().startsWith(site.base) || asked.push(r.url())));
      await page.goto(address);
      await looked(page, 'landing');
      await page.locator('#begin').focus();
      await page.keyboard.press('Enter');
      for (let step = 0; step < 3; step += 1) {
        await page.locator('#onward').waitFor();
        await looked(page, `step ${step}`);
        await page.locator('#onward').focus();
        await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      }
      // Sent without a choice: what is missing is said first, and leads to its place.
      await page.locator('#onward').focus();
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      expect(await page.locator('#problems').count()).toBe(1);
      await looked(page, 'problems');
      await page.locator('input[value="signed"]').focus();
      await page.keyboard.press('Space');
      await page.locator('#onward').focus();
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      await looked(page, 'thanks');
      await page.goto(address);
      expect(await page.locator('h1').textContent()).toContain('done');
      await looked(page, 'used');
      expect(asked).toEqual([]);
      await context.close();
    });

  it('works with scripts switched off, and prints without its buttons', async () => {
    const address = await agreementLink('Noor Ali');
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    await page.goto(address);
    await page.locator('#begin').click();
    await page.locator('#onward').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('#onward').isVisible()).toBe(false);
    expect(await page.locator('h1').isVisible()).toBe(true);
    await context.close();
  });

  it('the answers to a session, a concern on the way, and the pages that say no', { timeout: 90_000 }, async () => {
    await agreementLink('Ines Roe');
    await answersAgreement(new Visitor(site, addressIn(bot.as('maya').last)));
    await held(bot, 'ines');
    const make = bot.chat
      .in('web:maya' as never)
      .flatMap((m) => m.message.card.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : [])))
      .filter((b) => b.press.verb === 'link.make')
      .at(-1);
    await bot.as('maya').presses('link.make', { subject: make?.press.subject ?? '' });
    const address = addressIn(bot.as('maya').last);
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, bypassCSP: true });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const go = async (press: string): Promise<void> => {
      await Promise.all([page.waitForNavigation(), page.locator(press).click()]);
    };
    await page.goto(address);
    await looked(page, 'answers: landing');
    await go('#begin');
    await looked(page, 'answers: the length');
    await go('#concern');
    await looked(page, 'a concern');
    await go('main form button[type=submit]');
    await page.locator('input[value="yes"]').first().check();
    await go('#onward');
    await looked(page, 'answers: the questions');
    await page.locator('#f-share').first().check();
    await go('#onward');
    await looked(page, 'answers: thanks');
    await page.goto(address);
    await looked(page, 'answers: used');
    await page.goto(`${site.base}/f/${'x'.repeat(43)}`);
    await looked(page, 'no such link');
    let status = 0;
    for (let i = 0; i < 200 && status !== 429; i += 1) status = (await site.get(`/f/${'y'.repeat(43)}`)).status;
    expect(status).toBe(429);
    await page.goto(`${site.base}/f/${'z'.repeat(43)}`);
    await looked(page, 'too often');
    await context.close();
  });

  it('an import: the file chosen, its faults, and applied', async () => {
    const priya = bot.as('priya');
    await priya.types('people import');
    const context = await browser.newContext({ viewport: { width: 320, height: 640 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(addressIn(priya.last));
    await looked(page, 'choose');
    const send = async (text: string): Promise<void> => {
      await page.locator('#file').setInputFiles({ name: 'p.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
      await Promise.all([page.waitForNavigation(), page.locator('#look').click()]);
    };
    await send('');
    await looked(page, 'empty');
    await send('name,role,mentor\nRosa Bell,mentor,\nBen Cole,mentee,Rosa Bell\nTim,captain,');
    expect(await page.locator('article').textContent()).toContain('Line 4');
    await looked(page, 'preview');
    await Promise.all([page.waitForNavigation(), page.locator('#apply').click()]);
    expect(await page.locator('main').textContent()).toContain('2 people added');
    await looked(page, 'applied');
    await context.close();
  });
});
