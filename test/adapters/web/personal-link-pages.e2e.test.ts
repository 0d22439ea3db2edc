import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { type BrowserContext, type Browser as Chromium, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addsOutsider, allocate, Browser, codeIn, linkOf } from '../../support/holder.js';
import { chooses, enters, heldSession, letsGo, offers } from '../../support/let-go.js';
import { addressIn } from '../../support/links-world.js';
import { canaries, type OutsideWorld, outsideWorld } from '../../support/outside-world.js';

/** The pages behind a personal link, on a phone and on a desk, without a script; with the keyboard where it matters. */

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const there = existsSync(chromiumPath);
if (!there && process.env.REQUIRE_BROWSER === '1') throw new Error('REQUIRE_BROWSER=1, but there is no Chromium');
// biome-ignore lint/suspicious/noConsole: a skip carries its reason
if (!there) console.warn('Not run: the pages of personal links, because Chromium is not here (CHROMIUM_PATH).');

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
/** Where pictures of the pages go, for somebody to look at; nowhere unless given. */
const pictures = process.env.PICTURES;

describe.skipIf(!there)('a personal link, in a browser without scripts', () => {
  let browser: Chromium;
  let world: OutsideWorld;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    });
    world = await outsideWorld();
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')))`);
  }

  /** Looks at the page as it is, and then somewhat more closely. */
  async function looked(page: Page, where: string): Promise<void> {
    expect(await page.locator('script').count(), where).toBe(0);
    expect(await violations(page), where).toEqual([]);
    expect(
      await page.evaluate('document.documentElement.scrollWidth <= document.documentElement.clientWidth'),
      where,
    ).toBe(true);
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/${where.replaceAll(' ', '-')}.png`, fullPage: true });
  }

  const open = (width: number, colorScheme: 'light' | 'dark'): Promise<BrowserContext> =>
    browser.newContext({ viewport: { width, height: 844 }, colorScheme, bypassCSP: true, javaScriptEnabled: true });

  for (const [width, scheme] of [
    [390, 'light'],
    [1280, 'dark'],
    [1280, 'light'],
  ] as const) {
    it(`an assessor’s: code, portfolios, one of them, a session (${width} px, ${scheme})`, async () => {
      const ivy = await addsOutsider(world.bot, `Ivy ${width} ${scheme}`, 'assessor');
      await allocate(world.bot, ivy, 'assessor');
      const { address, code } = await linkOf(world.bot, ivy);
      const context = await open(width, scheme);
      const page = await context.newPage();
      const elsewhere: string[] = [];
      page.on('request', (r) => void (r.url().startsWith(world.site.base) || elsewhere.push(r.url())));
      const name = `evidence ${width} ${scheme}`;
      await page.goto(`${address}/qr`);
      await looked(page, `${name} qr`);
      await page.goto(address);
      await looked(page, `${name} code`);
      await page.locator('#code').fill('0000-0000');
      await page.locator('#code').press('Enter');
      await looked(page, `${name} wrong`);
      await page.locator('#code').fill(code);
      await page.locator('#code').press('Enter');
      await looked(page, `${name} portfolios`);
      await page.getByRole('link', { name: 'Open' }).click();
      await looked(page, `${name} portfolio`);
      await page.getByRole('link', { name: 'Open' }).last().click();
      await looked(page, `${name} session`);
      expect(await page.content()).not.toMatch(canaries);
      // The browser's own way back leads through the pages.
      await page.goBack();
      expect(await page.locator('h1').textContent()).toBe('Portfolio');
      expect(elsewhere).toEqual([]);
      await context.close();
    }, 60_000);

    it(`a mentee’s own page (${width} px, ${scheme})`, async () => {
      const { address, code } = await linkOf(world.bot, world.kai);
      const context = await open(width, scheme);
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('#code').fill(code);
      await page.locator('#enter').click();
      const name = `own ${width} ${scheme}`;
      await looked(page, `${name} page`);
      await page.getByRole('button', { name: 'See what is kept' }).click();
      await looked(page, `${name} kept`);
      await page.getByRole('link', { name: 'Back to my page' }).click();
      await page.getByRole('button', { name: 'I don’t agree with something' }).click();
      await looked(page, `${name} objects`);
      await page.getByRole('button', { name: 'Worried about someone?' }).first().click();
      await looked(page, `${name} concern`);
      await context.close();
    }, 60_000);
  }

  it('the page for parents is one sheet of A4 on paper, and whole on a phone of 360 px', async () => {
    const priya = world.bot.as('priya');
    await priya.presses('leaflet.fetch', { subject: '-' });
    const context = await open(360, 'light');
    const page = await context.newPage();
    await page.goto(addressIn(priya.last));
    await page.locator('#code').fill(codeIn(priya.last));
    await page.locator('#code').press('Enter');
    await page.getByText('For parents and carers').first().waitFor();
    await looked(page, 'leaflet 360');
    const sheets = async (): Promise<number> =>
      (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(await sheets()).toBe(1);
    // So counted, what is too long is more than one.
    await page.evaluate("document.querySelectorAll('p').forEach((p) => p.append(p.textContent.repeat(4)))");
    expect(await sheets()).toBeGreaterThan(1);
    await context.close();
  }, 60_000);

  it.each([390, 1280])(
    'words that were let go (%d px)',
    async (width) => {
      const { m } = await heldSession(world);
      if (width === 390) {
        await offers(world);
        const kai = await enters(world, world.kai, new Browser(world.site));
        await chooses(kai, 'all');
        await letsGo(world);
      }
      const ivy = await addsOutsider(world.bot, `Ivy words ${width}`, 'assessor');
      await allocate(world.bot, ivy, 'assessor');
      const { address, code } = await linkOf(world.bot, ivy);
      const context = await open(width, 'light');
      const page = await context.newPage();
      await page.goto(address);
      await page.locator('#code').fill(code);
      await page.locator('#code').press('Enter');
      await page.getByRole('link', { name: 'Open' }).click();
      await page.getByRole('link', { name: 'Open' }).last().click();
      await looked(page, `words ${width} session`);
      expect(await page.content(), m).toContain('Nuthatch, twice.');
      expect(await page.content()).not.toContain('Canary');
      await context.close();
    },
    60_000,
  );
});
