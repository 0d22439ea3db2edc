import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createTeamsChat, type TeamsDeps, type TeamsSettings } from '../../../adapters/teams/index.js';
import type { Card } from '../../../src/chat/card.js';
import type { Account, Answer, Inbound, Outgoing, Reply } from '../../../src/chat/inbound.js';
import { literal, type Reader } from '../../../src/chat/text.js';
import { movableClock } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import type { AddressBook } from '../../../src/ports/address-book.js';
import type { Hears } from '../../../src/ports/chat.js';
import { ann, appId, bot, type FakeCloud, tenant } from './cloud.js';

export const reader: Reader = {
  person: 'p-ann' as PersonId,
  platform: 'teams',
  zone: 'Europe/London',
  locale: 'en-GB',
  named: (p) => (p === 'p-ann' ? { name: ann.name, user: ann.aadObjectId } : { name: 'Zoë _Elsewhere_ <b>' }),
};

export const cardSaying = (words: string): Card => ({
  title: words,
  summary: literal(words),
  blocks: [{ kind: 'text', text: literal(words) }],
});

/** Somebody who answers from a script and remembers what was heard. */
export function scripted(
  answer: (event: Inbound) => Reply | Answer = () => ({ kind: 'done' }),
  look: (who: Account) => Outgoing | undefined = () => undefined,
) {
  const heard: Inbound[] = [];
  const looked: Parameters<Hears['look']>[0][] = [];
  const missed: Inbound[] = [];
  const hears: Hears = Object.assign(
    async (event: Inbound): Promise<Answer> => {
      heard.push(event);
      const said = answer(event);
      return 'reply' in said ? said : { reply: said, reader };
    },
    {
      missed: async (event: Inbound): Promise<void> => {
        missed.push(event);
      },
      told: async () => undefined,
      look: async (at: Parameters<Hears['look']>[0]) => {
        looked.push(at);
        return look(at.who);
      },
      footFor: () => undefined,
    },
  );
  return { hears, heard, missed, looked };
}

export function memoryBook(): AddressBook & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    get: async (key) => kept.get(key),
    put: async (key, value) => void kept.set(key, value),
    remove: async (key) => void kept.delete(key),
  };
}

/** The adapter on a server of its own, on loopback. Without a cloud: nobody is authenticated. */
export async function startBot(
  hears: Hears,
  cloud?: FakeCloud,
  settings: Partial<TeamsSettings> = {},
  deps: Partial<TeamsDeps> = {},
) {
  const app = express();
  const server: Server = await new Promise((done) => {
    const s = app.listen(0, '127.0.0.1', () => done(s));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const book = memoryBook();
  const clock = movableClock();
  const log: string[] = [];
  const chat = createTeamsChat(
    {
      loopback: true,
      ...(cloud === undefined
        ? { unauthenticated: true }
        : {
            appId,
            tenantId: tenant,
            token: async () => 'static-token',
            cloud: { openIdMetadataUrl: `${cloud.url}openid`, serviceHosts: ['127.0.0.1'] },
          }),
      ...settings,
    },
    { app, clock, book, log: (event, detail) => log.push(`${event} ${JSON.stringify(detail)}`), ...deps },
  );
  const stopListening = await chat.listen(hears);
  return {
    chat,
    url,
    book,
    clock,
    log,
    stopListening,
    /** Sends an activity as Teams does; answers status and body. */
    async say(activity: object, header: string | undefined = cloud?.token()) {
      const response = await fetch(`${url}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(header === undefined ? {} : { authorization: header }) },
        body: JSON.stringify(activity),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    },
    async stop(): Promise<void> {
      await stopListening();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
    },
  };
}

let activities = 0;

/** An activity of somebody in their direct conversation with the bot; `more` changes it. */
export function activity(serviceUrl: string, more: object = {}, from = ann): Record<string, unknown> {
  activities += 1;
  return {
    type: 'message',
    id: `act-${activities}`,
    channelId: 'msteams',
    serviceUrl,
    timestamp: '2026-11-24T15:00:00.000Z',
    localTimezone: 'Europe/London',
    locale: 'en-GB',
    from,
    recipient: bot,
    conversation: { id: `a:direct-${from.id}`, conversationType: 'personal', tenantId: tenant },
    channelData: { tenant: { id: tenant } },
    ...more,
  };
}

export const inChannel = {
  conversation: { id: '19:general;messageid=1700', conversationType: 'channel', tenantId: tenant, isGroup: true },
};

export const execute = (serviceUrl: string, data: unknown, more: object = {}) =>
  activity(serviceUrl, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    replyToId: 'message-1',
    value: { action: { type: 'Action.Execute', verb: 'mentorlog', data } },
    ...more,
  });
export const task = (serviceUrl: string, name: 'task/fetch' | 'task/submit', data: unknown, more: object = {}) =>
  activity(serviceUrl, { type: 'invoke', name, replyToId: 'message-1', value: { data }, ...more });
