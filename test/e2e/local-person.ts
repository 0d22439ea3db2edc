import type { Browser, Locator, Page } from 'playwright-core';
import { Visitor } from './browser.js';
import type { Filling } from './teams-person.js';

const phone = { width: 360, height: 740 };

/** What is read there, part by part: what is folded together is opened for it. */
async function wordsOf(parts: Locator): Promise<string> {
  await parts.evaluateAll((all) => {
    for (const part of all) for (const folded of part.querySelectorAll('details')) folded.open = true;
  });
  return (await parts.allInnerTexts()).map((words) => words.replace(/\s+/g, ' ').trim()).join('\n---\n');
}

const inQuotes = (value: string): string => JSON.stringify(value);

/** A control of a form: under which name it is posted, what it is, and what it offers. */
interface Control {
  readonly name: string;
  readonly kind: 'one' | 'several' | 'list' | 'words';
  readonly offered: readonly string[];
}

/**
 * Somebody at the local chat with a browser of their own, on a phone: in one tab they act, in another they look at their
 * conversation.
 */
export class LocalPerson {
  readonly user: string;
  readonly #acts: Visitor;
  readonly #looks: Page;
  /** The entries that stand for them alone, as far as they have seen them. */
  #noted: readonly string[] = [];
  /** The entry of the conversation that an act led to; the newest where none is. */
  #on: string | undefined;
  /** Pages that reached over the edge of the phone. */
  readonly #wide: string[] = [];

  private constructor(user: string, acts: Visitor, looks: Page) {
    this.user = user;
    this.#acts = acts;
    this.#looks = looks;
  }

  /** Comes in by their name, as whoever is new, and says hello: nobody can be named before. */
  static async comesIn(browser: Browser, url: string, name: string): Promise<LocalPerson> {
    const acts = await Visitor.arrive(browser, url);
    await acts.page.setViewportSize(phone);
    await acts.opens('/chat');
    await acts.page.fill('#name', name);
    await acts.page.click('#arrive');
    await acts.page.waitForURL(/\/chat\/[^/]+$/);
    const looks = await acts.page.context().newPage();
    looks.on('pageerror', (e) => acts.faults.push(e.message));
    const one = new LocalPerson(new URL(acts.page.url()).pathname.split('/')[2] ?? '', acts, looks);
    await one.types('hi');
    return one;
  }

  /** What went wrong in their browser. */
  get faults(): readonly string[] {
    return [...this.#acts.faults, ...this.#wide];
  }

  get #talk(): string {
    return `/chat/${this.user}`;
  }
  get #inTalk(): boolean {
    return this.#acts.path === this.#talk;
  }

  /** Their conversation as it stands now, in the tab in which they act. */
  async #toTalk(): Promise<void> {
    await this.#acts.opens(this.#talk);
  }

  /** Looks where an act has led. @param on the entry of the conversation that was pressed */
  async #settles(on?: string): Promise<string> {
    const { page } = this.#acts;
    this.#on = undefined;
    if (this.#inTalk) {
      await this.#toTalk();
      const noted = await page.locator('#talk article.private').evaluateAll((all) => all.map((one) => one.id));
      this.#on = noted.filter((id) => !this.#noted.includes(id)).at(-1) ?? on;
      this.#noted = noted;
    }
    if (await page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth'))
      this.#wide.push(`wider than its window: ${this.#acts.path}`);
    return this.reads();
  }

  /** What is open, or what was said to them last. */
  async reads(): Promise<string> {
    const { page } = this.#acts;
    if (!this.#inTalk) return wordsOf(page.locator('#form, .reading-page'));
    const on = page.locator(`#talk article[id=${inQuotes(this.#on ?? '')}]`);
    return wordsOf((await on.count()) > 0 ? on : page.locator('#talk article').last());
  }

  /** The messages of their conversation as they stand now; what was said to them alone, and what they typed, is none. */
  async sees(): Promise<string> {
    await this.#looks.goto(new URL(this.#talk, this.#acts.page.url()).href);
    return wordsOf(this.#looks.locator('#talk article:not(.private)'));
  }

  async types(word: string): Promise<string> {
    await this.#toTalk();
    await this.#acts.says(word);
    return this.#settles();
  }

  #buttons(page: Page, label: string): Locator {
    return page.locator('main').getByRole('button', { name: label, exact: true, includeHidden: true });
  }

  /** Whether what is shown, or their conversation, has this button. */
  async offers(label: string): Promise<boolean> {
    if (!this.#inTalk && (await this.#buttons(this.#acts.page, label).count()) > 0) return true;
    await this.sees();
    return (await this.#buttons(this.#looks, label).count()) > 0;
  }

  /**
   * Presses a button of the page that is open, or else the newest of their conversation.
   * @param then sends what waits to be sent
   */
  async taps(label: string, then: () => Promise<void>): Promise<string> {
    const { page } = this.#acts;
    const here = !this.#inTalk && (await this.#buttons(page, label).count()) > 0;
    if (!here) await this.#toTalk();
    const found = this.#buttons(page, label);
    if ((await found.count()) === 0)
      throw new Error(`nobody offers “${label}” to ${this.user}. What is there:\n${await this.sees()}`);
    const on = await found.last().evaluate((button) => button.closest('article')?.id);
    await this.#acts.presses(label);
    await then();
    return this.#settles(on);
  }

  /** The controls of the form that is open. */
  async #controls(): Promise<readonly Control[]> {
    const all = await this.#acts.page
      .locator('#form :is(input:not([type=hidden]), select, textarea):is([name^="v."], [name^="r."])')
      .evaluateAll((found) =>
        (found as (HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement)[]).map(
          (one) =>
            ({
              name: one.name,
              kind:
                one.type === 'radio'
                  ? 'one'
                  : one.type === 'checkbox'
                    ? 'several'
                    : one.tagName === 'SELECT'
                      ? 'list'
                      : 'words',
              offered: one instanceof HTMLSelectElement ? [...one.options].map((o) => o.value) : [one.value],
            }) as const,
        ),
      );
    const names = [...new Set(all.map((one) => one.name))];
    return names.map((name) => {
      const same = all.filter((one) => one.name === name);
      return {
        name,
        kind: same[0]?.kind ?? 'words',
        offered: same.flatMap((one) => one.offered).filter((v) => v !== ''),
      };
    });
  }

  /** Fills in what of the step that is open fits; its known part is opened for it. */
  async #fills(filling: Filling): Promise<void> {
    const { page } = this.#acts;
    const known = page.locator('#form details.known:not([open]) > summary');
    if ((await known.count()) > 0) await known.click();
    for (const { name, kind, offered } of await this.#controls()) {
      // `v.FIELD`, or `r.GROUP.ROW.FIELD`
      const place = name.startsWith('v.') ? name.slice(2) : name.slice(2).split('.').join('/');
      const written = filling.find(([where]) => where.test(place))?.[1];
      if (written === undefined) continue;
      // `first` stands for whatever is offered first, where it has an id that nobody knows beforehand.
      const value = written === 'first' ? (offered[0] ?? '') : written;
      const named = page.locator(`#form [name=${inQuotes(name)}]:not([type=hidden])`);
      const option = (of: string): Locator =>
        page.locator('#form label.option', { has: page.locator(`[name=${inQuotes(name)}][value=${inQuotes(of)}]`) });
      if (kind === 'words') await named.fill(value);
      else if (kind === 'list') await named.selectOption(value);
      else if (kind === 'one') await option(value).click();
      else
        for (const of of offered)
          if ((await option(of).locator('input').isChecked()) !== value.split(',').includes(of))
            await option(of).click();
    }
  }

  /** Fills in the step that is open, and presses a button of it, which may say where it leads. */
  async goesOn(label: string, filling: Filling): Promise<string> {
    await this.#fills(filling);
    await this.#acts.presses(new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*(?::|$)`));
    return this.#settles();
  }

  /** Goes through the form that is open, step by step, by its main button. @throws where something is to put right */
  async fillsIn(filling: Filling): Promise<string> {
    const { page } = this.#acts;
    for (let step = 0; step < 12; step += 1) {
      if ((await page.locator('#form').count()) === 0) {
        if (step === 0) throw new Error(`no form is open:\n${await this.reads()}`);
        return this.#settles();
      }
      await this.#fills(filling);
      await this.#acts.goesOn();
      if ((await page.locator('#problems').count()) > 0) throw new Error(`refused:\n${await this.reads()}`);
    }
    throw new Error(`a form without an end:\n${await this.reads()}`);
  }
}
