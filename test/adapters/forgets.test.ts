import express from 'express';
import { describe, expect, test } from 'vitest';
import { createWebChat } from '../../adapters/web/local-chat/chat.js';
import { platformNames } from '../../src/chat/platforms.js';
import { randomIds } from '../../src/kernel/ids.js';
import { forgetsContract, type ReachedBy } from '../contract/forgets.js';
import { startAfter } from '../support/bot.js';
import { localMessages, localPeople } from '../support/local-chat.js';
import { mayaAndLeoAgreed } from '../support/steps.js';
import { team, workspace } from './slack/workspace.js';
import { activity, scripted, startBot } from './teams/bot.js';
import { ann, ben, startCloud, tenant } from './teams/cloud.js';

/** An erasure reaches what adapters remember (docs/architecture.md#what-stays-in-memory). */

/** Where a conversation was opened once Slack is not asked again. */
async function slack(): Promise<ReachedBy> {
  const w = await workspace();
  const of = (user: string) => ({ platform: 'slack', tenant: team, user }) as const;
  const opened = (): number => w.slack.front.calls.filter((c) => c.method === 'conversations.open').length;
  const [account, other] = [of(w.slack.users.mentee), of(w.slack.users.mentor)];
  for (const who of [account, other]) await w.chat.openDirect(who);
  return {
    ...{ chat: w.chat, account, other },
    async remembers(who) {
      const before = opened();
      await w.chat.openDirect(who);
      return opened() === before;
    },
    stop: w.stop,
  };
}

/** What was told stands in while the book is away. */
async function teams(): Promise<ReachedBy> {
  const { bot, cloud, of } = await teamsMet();
  const { get } = bot.book;
  return {
    ...{ chat: bot.chat, account: of(ann.aadObjectId), other: of(ben.aadObjectId) },
    async remembers(who) {
      bot.book.get = () => Promise.reject(new Error('the book is away'));
      const reached = bot.chat.openDirect(who).then(
        () => true,
        () => false,
      );
      return reached.finally(() => {
        bot.book.get = get;
      });
    },
    async stop() {
      await bot.stop();
      await cloud.stop();
    },
  };
}

async function teamsMet() {
  const cloud = await startCloud();
  const bot = await startBot(scripted().hears, cloud);
  const of = (user: string) => ({ platform: 'teams', tenant, user }) as const;
  for (const who of [ann, ben]) await bot.say(activity(cloud.url, { text: 'hi' }, who));
  return { bot, cloud, of };
}

/** Whoever was known last is known while the programme cannot be asked. */
async function web(): Promise<ReachedBy> {
  const people = localPeople(
    [
      { user: 'leo', name: 'Leo Park', role: 'Mentee' },
      { user: 'maya', name: 'Maya Okafor', role: 'Mentor' },
    ],
    ['mentoring'],
  );
  let away = false;
  const asked =
    <A extends readonly unknown[], T>(ask: (...about: A) => Promise<T>) =>
    (...about: A): Promise<T> =>
      away ? Promise.reject(new Error('the database is away')) : ask(...about);
  const chat = createWebChat({
    app: express(),
    messages: localMessages(),
    people: { ...people, list: asked(people.list), reader: asked(people.reader) },
    ids: randomIds(),
    practice: () => false,
  });
  const of = (user: string) => ({ platform: 'web', tenant: 'local', user }) as const;
  for (const user of ['leo', 'maya']) await chat.profile(of(user));
  away = true;
  return {
    ...{ chat, account: of('leo'), other: of('maya') },
    remembers: (who) =>
      chat.profile(who).then(
        ({ standing }) => standing === 'member',
        () => false,
      ),
    stop: async () => undefined,
  };
}

const all = { slack, teams, web };

describe('whoever was erased', () => {
  test('no chat is without its part', () => {
    expect(Object.keys(all).sort()).toEqual(
      Object.keys(platformNames)
        .filter((p) => p !== 'link')
        .sort(),
    );
  });
  for (const [name, make] of Object.entries(all)) forgetsContract(name, make);

  test('Teams writes down again where somebody is who comes back after they were erased', async () => {
    const { bot, cloud, of } = await teamsMet();
    try {
      const theirs = (): readonly string[] => [...bot.book.kept].flat().filter((one) => one.includes(ann.aadObjectId));
      const before = theirs().length;
      expect(before).toBeGreaterThan(0);
      for (const [key, value] of bot.book.kept)
        if (`${key} ${value}`.includes(ann.aadObjectId) || key.includes(ann.id.slice(3))) bot.book.kept.delete(key);
      bot.chat.forget(of(ann.aadObjectId));
      await bot.say(activity(cloud.url, { text: 'hi' }, ann));
      expect(theirs()).toHaveLength(before);
      expect(await bot.chat.openDirect(of(ann.aadObjectId))).toContain(encodeURIComponent(`a:direct-${ann.id}`));
    } finally {
      await bot.stop();
      await cloud.stop();
    }
  });

  test('the chat is told of each of their accounts once it is committed, and of nobody else’s', async () => {
    const t = await startAfter(mayaAndLeoAgreed);
    try {
      await t.as('leo').types('home');
      const { forget } = t.chat;
      let stood: unknown;
      t.chat.forget = (who) => {
        stood = t.store.read(async (tx) => (await tx.in(t.programme).people.get(t.as('leo').id))?.erasedAt);
        forget(who);
      };
      await t.as('priya').erases({ subject: t.as('leo').id, arg: 'yes' });
      expect(t.chat.forgotten.map((who) => who.user)).toEqual(['leo']);
      expect(await stood).not.toBeNull();
      await t.as('priya').types('home');
      expect(t.chat.forgotten).toHaveLength(1);
    } finally {
      await t.stop();
    }
  });
});
