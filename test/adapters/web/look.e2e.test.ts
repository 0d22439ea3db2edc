import { existsSync, readFileSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { directAddress } from '../../../adapters/web/local-chat/paths.js';
import { button, buttons, divider, facts, heading, list, muted, text } from '../../../src/chat/card.js';
import type { FormView, Row } from '../../../src/chat/form.js';
import type { Inbound, Reply } from '../../../src/chat/inbound.js';
import { literal, mention, moment, say } from '../../../src/chat/text.js';
import { hour } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { madeUp } from '../../support/verbs.js';
import { card, outgoing, people, planView, start, type World, world } from './world.js';

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const there = existsSync(chromiumPath);
if (!there && process.env.REQUIRE_BROWSER === '1') throw new Error('REQUIRE_BROWSER=1, but there is no Chromium');
// biome-ignore lint/suspicious/noConsole: a skip carries its reason
if (!there) console.warn('Not run: the look of the local chat, because Chromium is not here (CHROMIUM_PATH).');

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

const said = card(
  'How did Phone calls go?',
  text(say`Your session with ${mention('leo' as PersonId)} ended ${moment(start - hour)}.`),
  heading(literal('What counts')),
  list([literal('A plan made before'), literal('A record made at the time')]),
  facts(['Where', literal('Meeting room')], ['When', say`${moment(start)}`]),
  { kind: 'progress', label: 'Delivered', done: 4.5, of: 6, words: '4 h 30 min of 6 h' },
  { kind: 'file', document: 'd' as never, name: 'hours.csv' },
  divider,
  buttons(
    button('Write it now', 'record.open', 's1', { style: 'main' }),
    button('In an hour', 'record.later', 's1'),
    button('Cancel', madeUp('x.y'), 's1', { style: 'danger' }),
  ),
  muted(literal('Records made at the time count as such.')),
);

/** A runtime that keeps one plan form, and refuses it until its activities last 45 minutes. */
function planner(): { answer(e: Inbound): Reply; view(): FormView } {
  let view = planView({ step: 'when' });
  return {
    view: () => view,
    answer(e) {
      if (e.kind === 'home') return { kind: 'panel', card: said };
      if (e.kind === 'command') return e.text.startsWith('plan') ? { kind: 'form', view } : { kind: 'say', card: said };
      if (e.kind === 'press')
        return e.press.verb === 'draft.continue' ? { kind: 'form', view } : { kind: 'say', card: said };
      if (e.kind !== 'form') return { kind: 'done' };
      const values = { ...view.answers.values, ...e.answers.values };
      let rows: readonly Row[] = e.answers.rows.activities ?? view.answers.rows.activities ?? [];
      if (e.move.do === 'add') rows = [...rows, { key: `new${rows.length}`, values: {} }];
      if (e.move.do === 'remove') rows = rows.filter((r) => e.move.do === 'remove' && r.key !== e.move.row);
      const sum = rows.reduce((s, r) => s + Number(r.values.minutes ?? 0), 0);
      const blank = (r: Row) => (r.values.what ?? '') === '';
      const wrong = e.move.do === 'submit' && (sum !== 45 || rows.some(blank));
      const empty = rows.filter((r) => wrong && blank(r));
      view = {
        ...view,
        revision: view.revision + 1,
        step: e.move.do === 'next' ? 'activities' : e.move.do === 'back' ? 'when' : view.step,
        answers: { values, rows: { activities: rows } },
        problems: [
          ...(wrong
            ? [{ at: 'activities', say: `They last ${sum} minutes, the session 45. Change one of them.` }]
            : []),
          ...empty.map((r) => ({ at: `activities/${r.key}/what`, say: 'Say what you will do.' })),
        ],
        hints: wrong ? [{ at: `activities/${rows[0]?.key}/what`, say: 'How would you both see it?' }] : [],
      };
      if (e.move.do === 'submit' && !wrong) return { kind: 'close', say: card('The plan is sent') };
      return { kind: 'form', view };
    },
  };
}

describe.skipIf(!there)('the local chat in a browser', () => {
  let browser: Browser;
  let w: World;
  let url: string;
  let plan: ReturnType<typeof planner>;

  beforeAll(async () => {
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
      ],
    });
    w = await world({
      movable: true,
      practice: true,
      people: [
        ...people,
        { user: 'am', name: 'أمينة الحسن', role: 'Mentee' },
        { user: 'bf', name: 'Wilhelmina Bartholomew-Featherstonehaugh', role: 'Line manager' },
      ],
    });
    url = `http://127.0.0.1:${w.port}`;
    plan = planner();
    w.answer((e) => plan.answer(e));
    await w.chat.send(directAddress('maya'), outgoing(said));
    await w.chat.send(directAddress('maya'), outgoing(card('🎧 مكالمات هاتفية', text(literal('x'.repeat(300))))));
  });
  afterAll(async () => {
    await browser?.close();
    await w?.stop();
  });

  /** A page that fails its test on any error of its own: a blocked script or style is one. */
  async function open(
    options: BrowserContextOptions,
    path: string,
  ): Promise<{ page: Page; faults: string[]; close(): Promise<void> }> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const faults: string[] = [];
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') faults.push(m.text());
    });
    page.on('pageerror', (e) => faults.push(e.message));
    page.on('request', (r) => {
      if (!r.url().startsWith(url)) faults.push(`asked elsewhere: ${r.url()}`);
    });
    await page.goto(`${url}${path}`);
    return { page, faults, close: () => context.close() };
  }

  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    return page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160) + ' ' + (n.failureSummary || '')).join(' | ')))`);
  }
  const tooWide = (page: Page): Promise<boolean> =>
    page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  /** Controls that are too small to be hit: links inside sentences and hidden inputs are not meant. */
  const tooSmall = (page: Page): Promise<string[]> =>
    page.evaluate(`[...document.querySelectorAll('button, .places a, .people a, summary, .option, input, select, textarea')]
      .filter((e) => e.type !== 'hidden' && !e.matches('.unseen, [type=radio], [type=checkbox]') && e.getClientRects().length > 0)
      .filter((e) => { const r = e.getBoundingClientRect(); return r.height < 43.5 || r.width < 43.5; })
      .map((e) => e.outerHTML.slice(0, 120))`);

  for (const width of [320, 1280])
    for (const colorScheme of ['light', 'dark'] as const)
      it(`has no fault that axe finds, fits and can be hit, at ${width} px, ${colorScheme}`, {
        timeout: 60_000,
      }, async () => {
        plan = planner();
        const { page, close } = await open(
          { viewport: { width, height: 720 }, colorScheme, bypassCSP: true },
          '/chat/maya',
        );
        // These pages in every width and scheme; the others in each width and each scheme once.
        const always = ['a conversation', 'home', 'a form with problems'];
        const look = async (what: string) => {
          if (!always.includes(what) && (width === 320) !== (colorScheme === 'light')) return;
          expect(await violations(page), what).toEqual([]);
          expect(await tooWide(page), `${what} is too wide`).toBe(false);
          expect(await tooSmall(page), what).toEqual([]);
        };
        await page.fill('#say', 'hours');
        await page.press('#say', 'Enter');
        await page.waitForSelector('.private');
        await look('a conversation');
        if (width < 900) {
          await page.click('.menu summary');
          await look('the menu');
        }
        await page.goto(`${url}/chat/bf`);
        await look('an empty conversation');
        await page.goto(`${url}/chat/maya/home`);
        await look('home');
        await page.goto(`${url}/chat/maya`);
        await page.fill('#say', 'plan @leo');
        await page.press('#say', 'Enter');
        await page.waitForSelector('#form');
        await look('a form');
        await page.click('#onward');
        await page.waitForSelector('#f-activities');
        await page.click('#add-f-activities');
        await page.waitForSelector('#f-activities-new2-what');
        await page.fill('#f-activities-new2-minutes', '10');
        await page.click('#onward');
        await page.waitForSelector('#problems');
        await look('a form with problems');
        await page.click('#concern');
        await page.waitForSelector('.panel');
        await look('a page to read');
        await page.goto(`${url}/chat/nobody`);
        await look('a page that says no');
        await close();
      });

  it('keeps within its width with letters twice as large', async () => {
    const { page, close } = await open({ viewport: { width: 1280, height: 900 }, bypassCSP: true }, '/chat/maya');
    for (const width of [1280, 640])
      for (const path of ['/chat/maya', '/chat/maya/home', '/chat/maya/form/draft1']) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${url}${path}`);
        await page.addStyleTag({ content: 'html { font-size: 200% }' });
        expect(await tooWide(page), `${path} at ${width}`).toBe(false);
      }
    await close();
  });

  it('leaves no look of having been pointed at behind where there is no pointer', async () => {
    const { page, close } = await open({}, '/chat/maya');
    // An answer that is tapped is followed by the next question's in its place: it may not seem chosen already.
    const everywhere = await page.evaluate(`[...document.styleSheets].flatMap((s) => [...s.cssRules])
      .filter((r) => r.selectorText?.includes(':hover')).map((r) => r.selectorText)`);
    expect(everywhere).toEqual([]);
    await close();
  });

  it('is live: a message appears where one reads, and what one types stays as it is', async () => {
    const { page, faults, close } = await open({}, '/chat/leo');
    await page.fill('#say', 'half a wo');
    await w.chat.send(directAddress('leo'), outgoing(card('Just now')));
    await page.waitForSelector('text=Just now');
    await page.keyboard.type('rd');
    expect(await page.inputValue('#say')).toBe('half a word');
    expect(await page.textContent('#heard')).toBe('New message: Just now');
    expect(await page.evaluate('document.activeElement.id')).toBe('say');
    const before = w.now();
    await page.click('#clock-1h');
    await page.waitForSelector('.side .now >> text=15:0');
    expect(w.now() - before).toBe(hour);
    expect(await page.inputValue('#say')).toBe('half a word');
    expect(faults).toEqual([]);
    await close();
  });

  it('shows its newest message first, without a script too', async () => {
    for (let i = 0; i < 30; i++)
      await w.chat.send(directAddress('grace'), outgoing(card(`Number ${i}`, text(literal('Some words')))));
    for (const javaScriptEnabled of [true, false]) {
      const { page, close } = await open({ viewport: { width: 400, height: 600 }, javaScriptEnabled }, '/chat/grace');
      const box = await page.locator('.entry:last-of-type .card').last().boundingBox();
      expect(box !== null && box.y > 0 && box.y + box.height <= 600).toBe(true);
      await close();
    }
  });

  it('fills in and sends a form by the keyboard alone', { timeout: 60_000 }, async () => {
    plan = planner();
    const { page, faults, close } = await open({}, '/chat/maya');
    const focus = () => page.evaluate('document.activeElement.id') as Promise<string>;
    const to = async (id: string) => {
      for (let i = 0; i < 80 && (await focus()) !== id; i++) await page.keyboard.press('Tab');
      expect(await focus()).toBe(id);
    };
    await to('say');
    await page.keyboard.type('plan @leo tomorrow 3pm');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#form');
    await to('f-title');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('Calls');
    // A pause in typing keeps the draft, without a move of one's own.
    await w.until(() => plan.view().answers.values.title === 'Calls');
    await page.waitForSelector('#revision[value="4"]', { state: 'attached' });
    await expect.poll(focus).toBe('f-title');
    await to('f-kind');
    await page.keyboard.press('ArrowDown');
    await to('onward');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#f-activities');
    await expect.poll(focus).toBe('step');
    expect(plan.view().answers.values).toMatchObject({ title: 'Calls', kind: 'review', goals: ['g1'], length: 45 });
    await to('add-f-activities');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#f-activities-new2-what');
    await expect.poll(focus).toBe('f-activities-new2-what');
    // Enter in a line sends the form, and never presses what stands before it.
    await page.keyboard.press('Enter');
    await page.waitForSelector('#problems');
    await expect.poll(focus).toBe('problems');
    expect(plan.view().answers.rows.activities).toHaveLength(3);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(focus).toBe('f-activities-new2-what');
    await to('remove-f-activities-new2-');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#f-activities-new2-what', { state: 'detached' });
    await expect.poll(focus).toBe('f-activities');
    await to('f-activities-kb-minutes');
    await page.keyboard.press('Control+A');
    await page.keyboard.type('25');
    await to('onward');
    await page.keyboard.press('Enter');
    await page.waitForSelector('text=The plan is sent');
    expect(page.url()).toMatch(/\/chat\/maya\?on=/);
    expect(faults).toEqual([]);
    await close();
  });

  it('puts the focus on what it drew before anything else can be typed', async () => {
    plan = planner();
    const { page, faults, close } = await open({}, '/chat/maya');
    await page.fill('#say', 'plan @leo');
    await page.press('#say', 'Enter');
    await page.waitForSelector('#form');
    await page.click('#onward');
    await page.waitForSelector('#f-activities');
    // The next task after the one that drew the new row is the first in which a key could be heard.
    await page.evaluate(`document.body.addEventListener('htmx:afterSwap', () =>
      setTimeout(() => { document.body.dataset.focusThen = document.activeElement.id; }))`);
    await page.click('#add-f-activities');
    await expect.poll(() => page.getAttribute('body', 'data-focus-then')).toBe('f-activities-new2-what');
    expect(faults).toEqual([]);
    await close();
  });

  it('works without a script', { timeout: 60_000 }, async () => {
    plan = planner();
    const { page, close } = await open({ javaScriptEnabled: false }, '/chat/maya');
    await page.fill('#say', 'plan');
    await page.press('#say', 'Enter');
    await page.fill('#f-title', 'Without');
    await page.click('#onward');
    await page.click('#add-f-activities');
    await page.fill('#f-activities-new2-what', 'Talk');
    await page.fill('#f-activities-new2-minutes', '10');
    await page.click('#onward');
    expect(await page.textContent('#problems')).toContain('They last 55 minutes');
    await page.click('#remove-f-activities-new2-');
    await page.click('#onward');
    expect(await page.textContent('.private')).toBeTruthy();
    expect(await page.textContent('body')).toContain('The plan is sent');
    await close();
  });
});
