import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Locator, type Page, type Request } from 'playwright-core';
import { bin } from '../support/bin.js';
import { programDatabase } from '../support/program-database.js';

/** What the tests in a browser share: the compiled program as a child process, and a person in front of it. */

export const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Whether there is a browser; says loudly what is left out where there is none. @throws with REQUIRE_BROWSER=1 */
export function browserIsHere(what: string): boolean {
  const there = existsSync(chromiumPath);
  if (!there && process.env.REQUIRE_BROWSER === '1') throw new Error('REQUIRE_BROWSER=1, but there is no Chromium');
  // biome-ignore lint/suspicious/noConsole: a skip carries its reason
  if (!there) console.warn(`Not run: ${what}, because Chromium is not here (CHROMIUM_PATH).`);
  return there;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({
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
      '--lang=en-GB',
    ],
  });

const root = join(import.meta.dirname, '../..');

/** Builds the program where what is there is of other sources; one test file at a time. */
export function built(): void {
  const lock = join(tmpdir(), `mentorlog-build-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`);
  for (let tries = 0; ; tries += 1) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      // Another test file builds it. A lock that nobody let go of in two minutes was left by one that was stopped.
      if (tries > 240) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    }
  }
  try {
    execFileSync(process.execPath, ['prisma/build.mjs', '--if-needed'], { cwd: root, stdio: 'inherit' });
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

export interface Program {
  readonly url: string;
  readonly pid: number;
  readonly folder: string;
  /** Milliseconds from the start of the process to the first page. */
  readonly firstPage: number;
  said(): string;
  /** All that it wrote to its outputs: its log among it. */
  wrote(): string;
  /** Memory that the process holds (MB). */
  memory(): number;
  /** Moves its clock: `{ advance: 'PT1H' }` or `{ to: '…Z' }`; answers the time then. */
  clock(wish: Readonly<Record<string, string>>): Promise<string>;
  /** As when the machine loses power: nothing of it is told. */
  kill(): Promise<void>;
  /** As a person stops it; its folder is removed. */
  stop(): Promise<void>;
}

/** The databases of programs that are on a PostgreSQL, by their folders: started again, a program has its own. */
const onServer = new Map<string, string>();
/** With `TEST_DATABASE=postgresql` they are on the run's. */
async function databaseIn(folder: string): Promise<Readonly<Record<string, string>>> {
  if (process.env.TEST_POSTGRES === undefined) return {};
  const DATABASE_URL = onServer.get(folder) ?? (await programDatabase(folder));
  onServer.set(folder, DATABASE_URL);
  return { DATABASE_URL };
}

/** Starts the compiled program in a folder of its own, with these settings and nothing of this machine's. */
export async function startProgram(
  how: { readonly folder?: string; readonly settings?: Readonly<Record<string, string>> } = {},
): Promise<Program> {
  built();
  const folder = how.folder ?? mkdtempSync(join(tmpdir(), 'mentorlog-e2e-'));
  const began = performance.now();
  const child: ChildProcess = spawn(process.execPath, [bin], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, ...(await databaseIn(folder)), ...how.settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr?.on('data', (bytes) => {
      err += bytes;
    });
    child.stdout?.on('data', (bytes) => {
      out += bytes;
      const said = /listening on (http:\S+?)\/?\n/.exec(out)?.[1];
      if (said !== undefined) resolve(said);
    });
    child.once('exit', (code) => reject(new Error(`The program ended (${code}) before it listened.\n${out}${err}`)));
  });
  const first = await fetch(url);
  await first.text();
  if (!first.ok) throw new Error(`The first page came as ${first.status}`);
  const firstPage = performance.now() - began;
  // A test that is said to be on PostgreSQL is on nothing else.
  if (process.env.TEST_POSTGRES !== undefined && how.settings?.DATABASE_URL === undefined)
    if (!/^Data: postgresql:/m.test(out)) throw new Error(`the program is not on the run's PostgreSQL:\n${out}`);
  const ended = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return {
    url,
    pid: child.pid ?? 0,
    folder,
    firstPage,
    said: () => out,
    wrote: () => out + err,
    memory: () =>
      Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024),
    async clock(wish) {
      const answer = await fetch(`${url}/dev/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(wish),
      });
      if (!answer.ok) throw new Error(`The clock did not move: ${await answer.text()}`);
      return ((await answer.json()) as { now: string }).now;
    },
    kill: () => ended('SIGKILL'),
    async stop() {
      await ended('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const shots = join(root, 'test-results');
const axe = readFileSync(join(root, 'node_modules/axe-core/axe.min.js'), 'utf8');

/** Somebody at the local chat, who is whom they choose; every fault of a page is kept. */
export class Visitor {
  readonly #browser: Browser;
  readonly #url: string;
  readonly page: Page;
  /** Console errors, page errors, and requests to anywhere else. */
  readonly faults: string[] = [];
  /** Presses, and fields typed into, since `counts` was last set to nothing. */
  taps = 0;
  typed = 0;

  private constructor(browser: Browser, url: string, page: Page) {
    this.#browser = browser;
    this.#url = url;
    this.page = page;
    page.on('console', (m) => {
      if (m.type() === 'error' || m.type() === 'warning') this.faults.push(m.text());
    });
    page.on('pageerror', (e) => this.faults.push(e.message));
    page.on('request', (r) => {
      if (!r.url().startsWith(url)) this.faults.push(`asked elsewhere: ${r.url()}`);
    });
  }

  static async arrive(browser: Browser, url: string): Promise<Visitor> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const visitor = new Visitor(browser, url, page);
    await page.goto(url);
    return visitor;
  }

  /** Switches person, as one does: by the list at the side. Lands in their conversation. */
  async become(user: string): Promise<void> {
    await this.goes(`/chat/${user}`, this.page.locator(`.side .people a[href^="/chat/${user}"]`));
    if (new URL(this.page.url()).pathname !== `/chat/${user}`) await this.page.goto(`${this.#url}/chat/${user}`);
  }

  /** Follows a link, or goes there by address where the page has none (a form's page has no list of people). */
  async goes(path: string, link: Locator): Promise<void> {
    if ((await link.count()) === 0) {
      await this.page.goto(`${this.#url}${path}`);
      return;
    }
    await this.#changed(() => link.first().click());
  }

  async opens(path: string): Promise<void> {
    await this.page.goto(`${this.#url}${path}`);
  }

  get path(): string {
    return new URL(this.page.url()).pathname;
  }

  async says(words: string): Promise<void> {
    await this.page.fill('#say', words);
    await this.#answered(() => this.page.click('#send'));
  }

  /** Presses the newest button with these words. */
  async presses(label: string | RegExp): Promise<void> {
    this.taps += 1;
    const name = typeof label === 'string' ? { name: label, exact: true } : { name: label };
    const found = this.page
      .locator('main')
      .getByRole('button', { ...name, includeHidden: true })
      .last();
    await found.waitFor({ state: 'attached' });
    // What stands under *More* takes a press of that first.
    const more = await found.evaluate((button) => button.closest('details.more:not([open])')?.id);
    if (more !== undefined) {
      this.taps += 1;
      await this.page.locator(`#${more} > summary`).click();
    }
    await this.#answered(() => found.click());
  }

  /** Goes on in a form, or sends it: its main button. */
  async goesOn(): Promise<void> {
    this.taps += 1;
    await this.#answered(() => this.page.click('#onward'));
  }

  /** Chooses an answer that is drawn as a button of its own. */
  async chooses(label: string): Promise<void> {
    this.taps += 1;
    await this.page.locator('label.option', { hasText: label }).first().click();
  }

  /** Opens a list and chooses from it: two taps on a telephone. */
  async picks(field: string, label: string): Promise<void> {
    this.taps += 2;
    await this.page.locator(field).first().selectOption({ label });
  }

  async types(field: string, words: string): Promise<void> {
    this.typed += 1;
    await this.page.locator(field).first().fill(words);
  }

  /** Waits until these words stand in the page. */
  async sees(words: string | RegExp): Promise<void> {
    await this.page.locator('main').getByText(words).last().waitFor();
  }

  async text(): Promise<string> {
    // The menu of a narrow window names everybody: it is no part of what the page says.
    return this.page.locator('main').evaluate((main) => {
      const words = main.cloneNode(true) as HTMLElement;
      for (const menu of words.querySelectorAll('.menu')) menu.remove();
      return words.textContent ?? '';
    });
  }

  /** Does something that asks the server, and waits until what stood there has been replaced by its answer. */
  async #answered(act: () => Promise<void>): Promise<void> {
    const isOurs = (r: Request): boolean => r.method() === 'POST' && !(r.postData() ?? '').includes('quiet=1');
    let left = 0;
    const leaves = (r: Request): void => {
      if (isOurs(r)) left += 1;
    };
    this.page.on('request', leaves);
    const asked = this.page
      .waitForResponse((r) => isOurs(r.request()))
      .catch((error: unknown) => {
        const what = left === 0 ? 'nothing was asked of the server' : 'the server did not answer what it was asked';
        throw new Error(what, { cause: error });
      })
      .finally(() => this.page.off('request', leaves));
    await this.#changed(async () => {
      await act();
      await asked;
    });
  }

  /** A conversation's list is replaced in place, or the whole page is: the other page's parts are gone either way. */
  async #changed(act: () => Promise<void>): Promise<void> {
    await this.page.evaluate(() => {
      (document.querySelector('#talk') ?? document.querySelector('#main'))?.setAttribute('data-before', '');
    });
    await act();
    await this.page.waitForFunction(() => document.querySelector('[data-before]') === null);
  }

  /** What stands here as a picture at 1280, and where asked at 320 pixels and in the dark; and what axe finds. */
  async look(name: string, how: { readonly all?: true; readonly axe?: true } = {}): Promise<readonly string[]> {
    mkdirSync(shots, { recursive: true });
    const at = this.page.url();
    // A busy machine answers before it has painted: after two frames all of it stands there.
    await this.page.evaluate(
      () => new Promise<void>((ok) => requestAnimationFrame(() => requestAnimationFrame(() => ok()))),
    );
    // The caret is left as it is: hiding it puts a style into the page, which its policy forbids and tells.
    await this.page.screenshot({ path: join(shots, `${name}.png`), caret: 'initial' });
    if (how.all !== true && how.axe !== true) return [];
    const found: string[] = [];
    for (const [suffix, viewport, colorScheme] of [
      ['320', { width: 320, height: 640 }, 'light'],
      ['dark', { width: 1280, height: 800 }, 'dark'],
    ] as const) {
      const context = await this.#browser.newContext({ viewport, colorScheme, locale: 'en-GB', bypassCSP: true });
      const page = await context.newPage();
      await page.goto(at);
      if (how.all === true) await page.screenshot({ path: join(shots, `${name}-${suffix}.png`), fullPage: true });
      if (how.axe === true) found.push(...(await violations(page)).map((v) => `${name} (${suffix}): ${v}`));
      if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
        found.push(`${name} (${suffix}): wider than its window`);
      await context.close();
    }
    return found;
  }
}

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  return page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then((r) => r.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')))`);
}
