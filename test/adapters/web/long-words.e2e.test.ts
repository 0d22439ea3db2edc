import { existsSync, mkdirSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { channelAddress, directAddress } from '../../../adapters/web/local-chat/paths.js';
import { button, buttons, type Card, facts, heading, list, muted, table, text } from '../../../src/chat/card.js';
import { literal, mention, moment, type Reader, say } from '../../../src/chat/text.js';
import { hour } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { card, outgoing, people, planView, reader, start, type World, world } from './world.js';

/**
 * Long words, long names and emoji on a phone: nothing is wider than the window, nothing is cut but with an ellipsis, and
 * nothing stands in a column of single letters.
 */

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const there = existsSync(chromiumPath);
if (!there && process.env.REQUIRE_BROWSER === '1') throw new Error('REQUIRE_BROWSER=1, but there is no Chromium');
// biome-ignore lint/suspicious/noConsole: a skip carries its reason
if (!there) console.warn('Not run: long words in the local chat, because Chromium is not here (CHROMIUM_PATH).');
/** Where pictures of the pages go, for somebody to look at; nowhere unless given. */
const pictures = process.env.PICTURES;

const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft';
const names = {
  long: 'Wilhelmina Bartholomew-Featherstonehaugh of the Lower Riverside Annexe',
  word: 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren',
  emoji: '👩🏽‍🏫 Zoë 🏳️‍🌈👨‍👩‍👧‍👦 Núñez',
  arabic: 'أمينة عبد الرحمن الحسن المكي',
} as const;
const them: Reader = { ...reader, named: (p) => ({ name: names[p as unknown as keyof typeof names] ?? 'Somebody' }) };
const at = (who: keyof typeof names) => mention(who as unknown as PersonId);
const link = `https://example.org/${'a-long-path/'.repeat(8)}?${'q=1&'.repeat(12)}`;

/** Each kind of block with each kind of words. */
const blocks: Card['blocks'] = [
  text(
    say`Your session with ${at('long')} ended ${moment(start - hour)}, and ${at('word')} and ${at('emoji')} came too.`,
  ),
  text(say`${at('arabic')}, ${at('long')}, ${at('word')}.`),
  text({ parts: ['Read ', { link, label: link }, '.'] }),
  heading(literal(`What counts: ${longWord}`)),
  list([literal(longWord), say`${at('word')}: said yes`, literal('👨‍👩‍👧‍👦'.repeat(30))]),
  facts(
    ['With', say`${at('long')} and ${at('word')}`],
    ['What for', literal(longWord)],
    [`Answer of ${longWord}`, literal('Yes')],
    ['Where', literal(link)],
    ['When', say`${moment(start)}, for 45 min`],
  ),
  { kind: 'progress', label: `Delivered with ${longWord}`, done: 4.5, of: 6, words: '4 h 30 min of 6 h' },
  { kind: 'file', document: 'd' as never, name: `${longWord}.csv` },
  table(
    'sessions',
    'Sessions',
    ['Day', 'What', 'With', 'Counts'],
    [
      {
        cells: [say`${moment(start, 'date')}`, literal(longWord), say`${at('word')}`, literal('45 min')],
        button: button('Record', 'record.read', 's1'),
      },
      { cells: [say`${moment(start, 'date')}`, literal('Phone calls'), say`${at('long')}`, literal('45 min')] },
    ],
  ),
  buttons(
    button(`Write: ${longWord.slice(0, 60)}`, 'record.open', 's1', { style: 'main' }),
    button('Cancel it and the 11 that follow, all of them', 'record.later', 's1'),
    button('🗓️ Add to my calendar', 'record.later', 's2'),
  ),
  muted(literal(`Small: ${longWord}`)),
];
const titles = {
  sentence: 'Phone calls with customers who have waited for longer than they were told they would',
  word: longWord,
  emoji: '🎧📞👩🏽‍🏫'.repeat(9),
  arabic: 'مكالمات هاتفية مع العملاء الذين انتظروا أطول مما قيل لهم أنهم سينتظرون',
} as const;

/** What is cut without saying so, wider than the window, or a column of single letters. */
const amiss = `(() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push('the page is ' + document.documentElement.scrollWidth + ' wide');
  const unseen = (e) => e.closest('.unseen, [hidden], thead, svg') !== null || !e.checkVisibility()
    || [...function* () { for (let a = e; a; a = a.parentElement) yield a; }()].some((a) => {
      const s = getComputedStyle(a);
      return s.clipPath !== 'none' || s.visibility === 'hidden';
    });
  for (const e of document.body.querySelectorAll('*')) {
    if (unseen(e)) continue;
    const style = getComputedStyle(e);
    const named = e.tagName.toLowerCase() + '.' + e.className + ' ' + JSON.stringify((e.textContent || '').slice(0, 40));
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '');
    const scrolls = ['auto', 'scroll'];
    if (e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && style.overflowX !== 'visible' && !['input', 'textarea', 'select'].includes(e.tagName.toLowerCase())
      && !(style.overflowX === 'hidden' && style.textOverflow === 'ellipsis'))
      found.push((scrolls.includes(style.overflowX) ? 'scrolls sideways: ' : 'cut: ') + named);
    if (style.overflowY === 'hidden' && e.scrollHeight > e.clientHeight + 2 && style.textOverflow !== 'ellipsis') found.push('cut below: ' + named);
    if (!own) continue;
    const lines = [...e.childNodes].filter((n) => n.nodeType === 3).flatMap((n) => {
      const range = document.createRange();
      range.selectNodeContents(n);
      return [...range.getClientRects()].filter((r) => r.width > 0);
    });
    const ends = style.textOverflow === 'ellipsis' || e.closest('.folded summary, .menu summary, .back-line') !== null;
    if (!ends && lines.some((r) => r.right > width + 1 || r.left < -1)) found.push('beyond the window: ' + named);
    const box = e.getBoundingClientRect();
    if ((e.textContent || '').trim().length > 8 && style.display !== 'inline' && box.width < 3.5 * parseFloat(style.fontSize) && box.height > 4 * parseFloat(style.fontSize))
      found.push('a column of letters: ' + named);
  }
  return found;
})()`;

describe.skipIf(!there)('long words on a phone', () => {
  let browser: Browser;
  let w: World;
  let url: string;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: chromiumPath,
      headless: true,
      args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
    });
    w = await world({
      practice: true,
      movable: true,
      people: [
        ...people,
        ...Object.entries(names).map(([user, name]) => ({ user, name, role: `Mentor, ${longWord}` })),
      ],
    });
    url = `http://127.0.0.1:${w.port}`;
    const of = (title: string): Card => card(title, ...blocks);
    w.answer((e) => {
      if (e.kind === 'home') return { kind: 'panel', card: of(titles.sentence) };
      if (e.kind !== 'command') return { kind: 'done' };
      if (e.text.startsWith('plan')) return { kind: 'form', view: planView({ step: 'when' }) };
      return { kind: 'say', card: of(titles.word) };
    });
    for (const title of Object.values(titles)) {
      await w.chat.send(directAddress('maya'), outgoing(of(title), { reader: them }));
      // What is over is one line.
      await w.chat.send(
        directAddress('leo'),
        outgoing(card(title, text(say`Over with ${at('long')}.`)), { reader: them }),
      );
    }
    await w.chat.send(channelAddress('mentoring'), outgoing(of(titles.word), { reader: them }));
    if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await w?.stop();
  });

  async function looked(page: Page, where: string): Promise<void> {
    if (pictures !== undefined) {
      const tall = await page.evaluate(
        'Math.max(...[...document.querySelectorAll(".scroller, html")].map((e) => e.scrollHeight)) + 120',
      );
      const size = page.viewportSize();
      await page.setViewportSize({ width: size?.width ?? 360, height: Math.min(1_900, Number(tall)) });
      await page.screenshot({ path: `${pictures}/${where.replaceAll(' ', '-')}.png` });
      if (size !== null) await page.setViewportSize(size);
    }
    expect(await page.evaluate(amiss), where).toEqual([]);
  }

  it('what is over is called by as much of its title as there is room for', async () => {
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, bypassCSP: true });
    const page = await context.newPage();
    await page.goto(`${url}/chat/leo`);
    const cut =
      await page.evaluate(`[...document.querySelectorAll('.folded summary, .folded .line')].flatMap((line) => {
      const title = line.querySelector('.card-title');
      const whole = title.scrollWidth <= title.clientWidth && title.scrollHeight <= title.clientHeight;
      return whole || title.clientWidth > 0.6 * line.clientWidth ? [] : [title.textContent + ': ' + title.clientWidth + ' of ' + line.clientWidth];
    })`);
    expect(cut).toEqual([]);
    expect(await page.locator('.folded').count()).toBeGreaterThan(2);
    await context.close();
  });

  for (const width of [320, 360])
    it(`nothing is cut at ${width} px`, { timeout: 60_000 }, async () => {
      const context = await browser.newContext({ viewport: { width, height: 740 }, bypassCSP: true });
      const page = await context.newPage();
      for (const [where, path] of [
        ['who are you', '/chat'],
        ['a conversation', '/chat/maya'],
        ['what is over', '/chat/leo'],
        ['a channel', '/chat/maya/channel/mentoring'],
        ['home', '/chat/maya/home'],
        ['somebody with a long name', '/chat/word'],
      ] as const) {
        await page.goto(`${url}${path}`);
        await looked(page, `${where} ${width}`);
        if ((await page.locator('.menu summary').count()) > 0) {
          await page.click('.menu summary');
          await looked(page, `the menu of ${where} ${width}`);
        }
      }
      await page.goto(`${url}/chat/maya`);
      await page.fill('#say', `${longWord} ${titles.emoji}`);
      await page.press('#say', 'Enter');
      await page.waitForSelector('.private');
      await looked(page, `an answer ${width}`);
      await page.fill('#say', 'plan');
      await page.press('#say', 'Enter');
      await page.waitForSelector('#form');
      await looked(page, `a form ${width}`);
      await context.close();
    });
});
