import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { onTestFinished } from 'vitest';
import { createWebChat } from '../../adapters/web/local-chat/chat.js';
import type { Card } from '../../src/chat/card.js';
import type { Address, Inbound, Reply } from '../../src/chat/inbound.js';
import type { Person } from '../../src/domain/programme.js';
import { type PersonId, randomIds } from '../../src/kernel/ids.js';
import { localPeople } from '../../src/local/local-people.js';
import type { MailPort } from '../../src/ports/mail.js';
import type { PackMaker } from '../../src/ports/packs.js';
import { startBot, type TestBot } from './bot.js';
import { livedOnce } from './kept-bot.js';
import { localMessages } from './local-chat.js';
import { planned, toTheEnd } from './steps.js';
import { type LinkSite, linkSite, type Visitor } from './visitor.js';

/** A mentee who has only links, and the pages that these lead to. */

export interface LinksWorld {
  readonly bot: TestBot;
  readonly site: LinkSite;
  stop(): Promise<void>;
}

/** What has happened at its pages, and in its chat, before a test begins. A constant, as `Before` is. */
export type BeforeLinks = (world: LinksWorld) => Promise<void>;

type Shown = 'public' | 'loopback' | null;
type More = Pick<NonNullable<Parameters<typeof startBot>[0]>, 'mail' | 'file' | 'packs' | 'resume'>;

async function opened(pages: Shown, more: More): Promise<LinksWorld> {
  let t: TestBot | undefined;
  const site = await linkSite(() => t as TestBot);
  const bot = await startBot({
    pages: () =>
      pages === null
        ? null
        : { base: site.base, loopback: pages === 'loopback', ...(more.mail === undefined ? {} : { mails: true }) },
    ...more,
  });
  t = bot;
  return {
    bot,
    site,
    async stop() {
      await site.stop();
      await bot.stop();
    },
  };
}

/**
 * A bot and its pages; `pages: null` is an installation without an address. `file`: where its database is. `before` has
 * happened: lived through once in this process, without `packs`, at pages that are gone since. It may mail
 * nothing.
 */
export async function openLinks(
  pages: Shown = 'public',
  file?: string,
  mail?: MailPort,
  packs?: PackMaker,
  before?: BeforeLinks,
): Promise<LinksWorld> {
  const mails = mail !== undefined;
  const resume =
    before === undefined
      ? undefined
      : await livedOnce(before, { pages, mails }, async (kept) => {
          const world = await opened(pages, { file: kept, ...(mails ? { mail: unseen } : {}) });
          await before(world);
          await world.site.stop();
          if (sentUnseen > 0) throw new Error('a mail was sent that no test sees: let it happen in the test');
          return world.bot;
        });
  return opened(pages, {
    ...(mail === undefined ? {} : { mail }),
    ...(file === undefined ? {} : { file }),
    ...(packs === undefined ? {} : { packs }),
    ...(resume === undefined ? {} : { resume }),
  });
}

let sentUnseen = 0;
/** For what is lived through once: a test that copies it would see nothing of a mail. */
const unseen: MailPort = {
  async send() {
    sentUnseen += 1;
    return { sent: true };
  },
  close() {},
};

const cardOf = (reply: Reply | undefined): Card | undefined =>
  reply !== undefined && 'card' in reply ? reply.card : undefined;

/** The address in a panel. */
export function addressIn(reply: Reply | undefined): string {
  for (const b of cardOf(reply)?.blocks ?? [])
    if (b.kind === 'text') for (const p of b.text.parts) if (typeof p === 'object' && 'link' in p) return p.link;
  throw new Error(`no address in ${JSON.stringify(reply)}`);
}

export const personCalled = (bot: TestBot, name: string): Promise<Person | undefined> =>
  bot.store.read(async (tx) => (await tx.in(bot.programme).people.all()).find((p) => p.name === name));

/** Maya begins with somebody who has no account, and signs. */
export async function proposed(bot: TestBot, name = 'Kai Lund'): Promise<PersonId> {
  const maya = bot.as('maya');
  await maya.types(`start "${name}"`);
  const goal = {
    'goals.0.what': 'Make phone calls alone',
    'goals.0.how': 'Three calls in a call log',
    'goals.0.baseline': '2',
    'goals.0.target': '4',
  };
  maya.fills(goal);
  for (let i = 0; i < 3; i += 1) await maya.next();
  maya.fills(goal);
  await toTheEnd(maya);
  return (await personCalled(bot, name))?.id as PersonId;
}

export async function answersAgreement(visitor: Visitor): Promise<void> {
  await visitor.begins();
  for (let i = 0; i < 3; i += 1) await visitor.sends({}, 'next');
  await visitor.sends({ word: 'signed' }, 'submit');
}

/** The session of Tuesday, begun and ended, and its question asked. */
export async function held(bot: TestBot, name: string): Promise<void> {
  await planned(bot, 'maya', `plan @${name} tomorrow 3pm 45m Phone calls`);
  await bot.clock.to('2026-11-24T15:00:00Z');
  await bot.as('maya').presses('session.start');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await bot.clock.to('2026-11-24T16:20:00Z');
}

/** The local chat on a test's bot: its pages, and the chat that writes to them. */
export async function localChatOf(bot: TestBot) {
  const app = express();
  const chat = createWebChat({
    app,
    messages: localMessages(),
    people: localPeople(bot.store, 'Europe/London', bot.clock),
    clock: bot.clock,
    ids: randomIds(),
    practice: () => false,
  });
  await chat.listen(
    Object.assign((event: Inbound) => bot.bot.hear(event), {
      look: async () => undefined,
      missed: async () => undefined,
      told: async () => undefined,
      footFor: () => undefined,
    }),
  );
  return { app, chat };
}

/** What a browser on the mentor's device is shown of the local chat's pages. */
export async function localPages(bot: TestBot): Promise<(path: string) => Promise<string>> {
  const { app, chat } = await localChatOf(bot);
  for (const seen of bot.chat.in('web:maya' as Address))
    await chat.send('web:maya' as Address, {
      key: seen.ref,
      drawn: 1,
      card: seen.message.card,
      reader: seen.message.reader,
      files: new Map(),
    });
  const server = await new Promise<Server>((resolve) => {
    const s = app.listen(0, '127.0.0.1', () => resolve(s));
  });
  server.keepAliveTimeout = 0; // as `linkSite` has it
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async (path) => (await fetch(`${base}${path}`)).text();
}
