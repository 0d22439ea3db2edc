import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Browser as Chromium, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestOf } from '../../../src/kernel/chain.js';
import { day } from '../../../src/kernel/clock.js';
import { asks, packOf } from '../../support/asked-packs.js';
import { addsOutsider, allocate, codeIn, linkOf } from '../../support/holder.js';
import { addressIn } from '../../support/links-world.js';
import { type OutsideWorld, outsideWorld } from '../../support/outside-world.js';
import { fakePackMaker } from '../../support/pack-maker.js';

/** The page where packs are fetched, on a phone and on a desk: the link, the code, what stands there, and the file itself. */

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const there = existsSync(chromiumPath);
if (!there && process.env.REQUIRE_BROWSER === '1') throw new Error('REQUIRE_BROWSER=1, but there is no Chromium');
// biome-ignore lint/suspicious/noConsole: a skip carries its reason
if (!there) console.warn('Not run: the page of packs, because Chromium is not here (CHROMIUM_PATH).');

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
/** Where pictures of the pages go, for somebody to look at; nowhere unless given. */
const pictures = process.env.PICTURES;

describe.skipIf(!there)('where a pack is fetched', () => {
  let browser: Chromium;
  let world: OutsideWorld;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    });
    world = await outsideWorld(undefined, undefined, undefined, fakePackMaker());
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await world?.stop();
  });

  async function looked(page: Page, where: string): Promise<void> {
    expect(await page.locator('script').count(), where).toBe(0);
    await page.evaluate(axe);
    const wrong =
      await page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')))`);
    expect(wrong, where).toEqual([]);
    const fits = 'document.documentElement.scrollWidth <= document.documentElement.clientWidth';
    expect(await page.evaluate(fits), where).toBe(true);
    if (pictures !== undefined)
      await page.screenshot({ path: `${pictures}/${where.replaceAll(' ', '-')}.png`, fullPage: true });
  }

  async function downloads(page: Page, which = 0): Promise<{ readonly name: string; readonly hash: string }> {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download' }).nth(which).click(),
    ]);
    return { name: file.suggestedFilename(), hash: digestOf((await readFile(await file.path())).toString('utf8')) };
  }

  for (const [width, colorScheme] of [
    [390, 'light'],
    [1280, 'dark'],
  ] as const)
    it(`by its mentor, and by a reader from outside (${width} px, ${colorScheme})`, async () => {
      const { bot } = world;
      const id = await asks(bot);
      await asks(bot, { state: 'looking', withWords: true, lookUntil: bot.clock.now() + 7 * day });
      await bot.settled();
      const { hash } = await packOf(bot, id);
      const size = { viewport: { width, height: 844 }, colorScheme, bypassCSP: true };
      const mine = await browser.newContext(size);
      const page = await mine.newPage();
      const made = await bot.as('maya').presses('pack.fetch', { subject: id });
      await page.goto(addressIn(made));
      await looked(page, `packs ${width} code`);
      await page.locator('#code').fill('0000-0000');
      await page.locator('#code').press('Enter');
      await looked(page, `packs ${width} wrong`);
      await page.locator('#code').fill(codeIn(made));
      await page.locator('#code').press('Enter');
      await looked(page, `packs ${width} list`);
      expect(await page.locator('main').textContent()).toContain('The mentees’ time to look at it is not over yet');
      expect(await downloads(page)).toEqual({ name: 'mentoring-pack-2026-11-24.zip', hash });

      // A reader's own door, in a browser of theirs.
      const ivy = await addsOutsider(bot, `Ivy ${width}`, 'assessor');
      await allocate(bot, ivy, 'assessor');
      const { address, code } = await linkOf(bot, ivy);
      const theirs = await browser.newContext(size);
      const other = await theirs.newPage();
      await other.goto(address);
      await other.locator('#code').fill(code);
      await other.locator('#code').press('Enter');
      await other.getByRole('link', { name: 'Open' }).click();
      await looked(other, `packs ${width} outside`);
      expect((await downloads(other)).hash).toBe(hash);

      // Its file was thrown away: it is made again, and is there a moment later.
      await bot.store.write((tx) => tx.in(bot.programme).packs.dropFile(id));
      await page.getByRole('link', { name: 'Download' }).first().click();
      await looked(page, `packs ${width} again`);
      expect(await page.locator('main').textContent()).toContain('Look again in a minute');
      await page.getByRole('link', { name: 'All packs' }).click();
      expect((await downloads(page)).hash).toBe((await packOf(bot, id)).hash);
      await Promise.all([mine.close(), theirs.close()]);
    }, 120_000);
});
