import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { mountLinks } from '../../adapters/web/pages/access-link-pages.js';
import { mountImports } from '../../adapters/web/pages/import-page.js';
import { mountPersonalLinks } from '../../adapters/web/pages/personal-link-pages.js';
import type { Bot } from '../../src/bot.js';
import type { Inbound } from '../../src/chat/inbound.js';
import type { Clock } from '../../src/kernel/clock.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';
import { linksOf } from '../../src/runtime/access-links/look-at-link.js';
import { personalLinksOf } from '../../src/runtime/access-links/look-at-personal-link.js';
import { packFilesOf } from '../../src/runtime/access-links/pack-files.js';

export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

/** The pages under `/f` on a port of their own, in front of a bot under test. */
export interface LinkSite {
  readonly base: string;
  get(path: string, how?: RequestInit): Promise<Seen>;
  post(path: string, fields: URLSearchParams | Readonly<Record<string, string>>): Promise<Seen>;
  stop(): Promise<void>;
}

/** The bot behind such pages. */
interface Behind {
  readonly bot: Pick<Bot, 'hear' | 'keepImport' | 'copies'>;
  readonly store: Store;
  readonly clock: Clock;
  settled(): Promise<void>;
}

/** @param publicly under which address it says that it is, where that is another one */
export async function linkSite(bot: () => Behind, publicly?: string): Promise<LinkSite> {
  const app = express();
  const server: Server = await new Promise((resolve) => {
    const s = app.listen(0, '127.0.0.1', () => resolve(s));
  });
  // By default the server closes a connection after five idle seconds. Held up for longer, this process would first send
  // a request on it and then close it, both being here: ECONNRESET. So the visitor alone ends its connections.
  server.keepAliveTimeout = 0;
  const needs = {
    app,
    links: { look: (hash: string) => linksOf(bot().store, bot().clock).look(hash) },
    async hear(event: Inbound) {
      const answer = await bot().bot.hear(event);
      await bot().settled();
      return answer;
    },
    ids: randomIds(),
    clock: { now: () => bot().clock.now() },
    practice: () => false,
  };
  mountLinks(needs);
  mountImports({ ...needs, keep: (hash, written) => bot().bot.keepImport(hash, written) });
  mountPersonalLinks({
    ...needs,
    links: { look: (hash, browser) => personalLinksOf(bot().store, bot().clock).look(hash, browser) },
    packs: { file: (...asked) => packFilesOf(bot().store, bot().clock).file(...asked) },
    copies: { file: (...asked) => bot().bot.copies.file(...asked) },
    base: () => publicly ?? base,
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const get = async (path: string, how: RequestInit = {}): Promise<Seen> => {
    const answer = await fetch(new URL(path, base), { redirect: 'manual', ...how });
    return { status: answer.status, headers: answer.headers, html: await answer.text() };
  };
  return {
    base,
    get,
    post: (path, fields) =>
      get(path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields as Record<string, string>).toString(),
      }),
    stop: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

/** A page without what chance has made in it (tokens, nonces, ids): any short name may stand in these by itself. */
export const withoutRandom = (html: string): string => html.replace(/[\w-]{20,}/g, '');

const decode = (s: string): string =>
  s
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

/** What a browser would send of the hidden fields of a page's main form. */
export function hiddenOf(html: string): URLSearchParams {
  const start = html.indexOf('<form');
  const form = html.slice(start, html.indexOf('</form>', start));
  const fields = new URLSearchParams();
  for (const [tag] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1];
    if (name !== undefined) fields.append(decode(name), decode(/value="([^"]*)"/.exec(tag)?.[1] ?? ''));
  }
  return fields;
}

/** Somebody on such a page, without a script: sees it, fills it in, presses a button. */
export class Visitor {
  page: Seen = { status: 0, headers: new Headers(), html: '' };
  readonly path: string;
  readonly #site: LinkSite;
  constructor(site: LinkSite, address: string) {
    this.#site = site;
    this.path = new URL(address).pathname;
  }
  async opens(): Promise<Seen> {
    this.page = await this.#site.get(this.path);
    return this.page;
  }
  async begins(): Promise<Seen> {
    await this.opens();
    return this.sends({});
  }
  /** Sends the form that is open with these values; `move` is the button. */
  async sends(values: Readonly<Record<string, string>>, move?: string, end = ''): Promise<Seen> {
    const fields = hiddenOf(this.page.html);
    if (move !== undefined) fields.set('move', move);
    for (const [name, value] of Object.entries(values)) fields.set(`v.${name}`, value);
    this.page = await this.#site.post(`${this.path}${end}`, fields);
    return this.page;
  }
  /** Sends a file as a browser does. */
  async uploads(file: Uint8Array | string): Promise<Seen> {
    const body = new FormData();
    for (const [name, value] of hiddenOf(this.page.html)) body.append(name, value);
    body.append('file', new Blob([file as BlobPart], { type: 'text/csv' }), 'people.csv');
    this.page = await this.#site.get(this.path, { method: 'POST', body });
    return this.page;
  }
  /** What is read there, without markup. */
  get words(): string {
    const main = this.page.html.slice(this.page.html.indexOf('<main'));
    return decode(main.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')).trim();
  }
}
