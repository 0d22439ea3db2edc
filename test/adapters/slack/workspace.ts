import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createEmulator } from 'emulate';
import express from 'express';
import { createSlackChat, type SlackSettings } from '../../../adapters/slack/index.js';
import manifest from '../../../manifests/slack.json' with { type: 'json' };
import type { Answer, Inbound, Reply } from '../../../src/chat/inbound.js';
import type { Reader } from '../../../src/chat/text.js';
import type { ChatPort, Hears } from '../../../src/ports/chat.js';
import { type SlackFront, slackFront } from './slack-front.js';
import { type FakeSocketMode, fakeSocketMode } from './socket-mode.js';

export const secret = 'sig-secret-for-tests-only';
export const team = 'T000000001';
export const appId = 'A0MENTOR01';
export const botToken = 'xoxb-test';

/** A port that is free at the moment: the emulator takes a number and not "any". */
export async function freePort(): Promise<number> {
  const s = createSocket();
  await new Promise<void>((resolve) => s.listen(0, '127.0.0.1', resolve));
  const { port } = s.address() as AddressInfo;
  await new Promise((resolve) => s.close(resolve));
  return port;
}

export const readerFor = (user: string, zone = 'Europe/London'): Reader => ({
  person: null,
  platform: 'slack',
  zone,
  locale: 'en-GB',
  named: () => ({ name: 'Sam', user }),
});

/** What stands for the runtime: notes every event and answers as the test says. */
export interface ScriptedHears {
  readonly hears: Hears;
  readonly heard: Inbound[];
  readonly missed: { readonly event: Inbound; readonly answer: Answer }[];
  /** Events whose answer was shown as a message of its own. */
  readonly told: Inbound[];
  answer: (event: Inbound) => Reply | Promise<Reply>;
  /** What else stands in each answer. */
  more: Partial<Answer>;
}

export function scriptedHears(): ScriptedHears {
  const heard: Inbound[] = [];
  const missed: { event: Inbound; answer: Answer }[] = [];
  const told: Inbound[] = [];
  const script: ScriptedHears = {
    heard,
    missed,
    told,
    answer: () => ({ kind: 'done' }),
    more: {},
    hears: Object.assign(
      async (event: Inbound): Promise<Answer> => {
        heard.push(event);
        return { reply: await script.answer(event), reader: readerFor(event.who.user), ...script.more };
      },
      {
        missed: async (event: Inbound, answer: Answer) => {
          missed.push({ event, answer });
        },
        told: async (event: Inbound) => {
          told.push(event);
        },
        look: async () => undefined,
        footFor: () => undefined,
      },
    ),
  };
  return script;
}

interface Json {
  readonly [key: string]: unknown;
}

export interface Delivered {
  readonly status: number;
  readonly text: string;
  readonly json: Json;
}

export interface EmulatedSlack {
  readonly front: SlackFront;
  readonly users: Readonly<Record<'mentor' | 'mentee' | 'coordinator', string>>;
  readonly general: string;
  call(method: string, args?: Record<string, unknown>): Promise<Json>;
  trigger(user: string, view?: string): Promise<string>;
  stop(): Promise<void>;
}

/** The emulated Web API, with the manifest's scopes and no others. */
export async function emulatedSlack(): Promise<EmulatedSlack> {
  const emulator = await createEmulator({
    service: 'slack',
    port: await freePort(),
    seed: {
      slack: {
        team: { name: 'Acme', domain: 'acme' },
        strict_scopes: true,
        users: [
          { name: 'mentor', real_name: 'Max Mentor', email: 'mentor@example.com' },
          { name: 'mentee', real_name: 'Mia Mentee', email: 'mentee@example.com' },
          { name: 'coordinator', real_name: 'Cora Coordinator', email: 'coordinator@example.com' },
        ],
        channels: [{ name: 'general' }],
        oauth_apps: [
          {
            client_id: '1.2',
            client_secret: 's',
            app_id: appId,
            name: 'Mentorlog',
            redirect_uris: [],
            scopes: manifest.oauth_config.scopes.bot,
            bot_id: 'B0MENTOR1',
            bot_user_id: 'U0MENTOR1',
            bot_name: 'mentorlog',
          },
        ],
        tokens: [
          {
            token: botToken,
            type: 'bot',
            user_id: 'U0MENTOR1',
            bot_id: 'B0MENTOR1',
            app_id: appId,
            scopes: manifest.oauth_config.scopes.bot,
          },
          // A person's, who sees what stands in a channel: the bot may not read there.
          {
            token: 'xoxp-all',
            type: 'user',
            user: 'mentor',
            app_id: appId,
            scopes: ['users:read', 'channels:read', 'channels:history'],
          },
        ],
      },
    },
  });
  const front = await slackFront(emulator.url);
  const call = async (method: string, args: Record<string, unknown> = {}, token = botToken): Promise<Json> => {
    const answer = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    return (await answer.json()) as Json;
  };
  const members = (await call('users.list', {}, 'xoxp-all')).members as { id: string; name: string }[];
  const named = (name: string): string => members.find((m) => m.name === name)?.id ?? '';
  const channels = (await call('conversations.list', {}, 'xoxp-all')).channels as { id: string; name: string }[];
  return {
    front,
    users: { mentor: named('mentor'), mentee: named('mentee'), coordinator: named('coordinator') },
    general: channels.find((c) => c.name === 'general')?.id ?? '',
    call: (method, args) =>
      method === 'conversations.history' && String(args?.channel).startsWith('C')
        ? call(method, args, 'xoxp-all')
        : call(method, args),
    async trigger(user, view) {
      const args = { user_id: user, ...(view === undefined ? {} : { view_id: view }) };
      const id = String((await call('views.generateTriggerId', args)).trigger_id);
      front.triggers.set(id, { user, ...(view === undefined ? {} : { view }) });
      return id;
    },
    async stop() {
      await front.stop();
      await emulator.close();
    },
  };
}

export const sign = (body: string, timestamp: number | string, key = secret): string =>
  `v0=${createHmac('sha256', key).update(`v0:${timestamp}:${body}`).digest('hex')}`;

export interface SignedPost {
  readonly body: string;
  readonly type?: string;
  readonly timestamp?: number | string;
  readonly signature?: string | null;
}

export const asForm = (fields: Record<string, string>): SignedPost => ({
  body: new URLSearchParams(fields).toString(),
});
export const asPayload = (payload: Json): SignedPost => asForm({ payload: JSON.stringify(payload) });
export const asEvent = (event: Json, more: Json = {}): SignedPost => ({
  type: 'application/json',
  body: JSON.stringify({
    type: 'event_callback',
    team_id: team,
    api_app_id: appId,
    event_id: `Ev${randomUUID().replace(/-/g, '').toUpperCase()}`,
    event_time: 1_764_000_000,
    authorizations: [{ team_id: team, enterprise_id: null, is_bot: true, is_enterprise_install: false }],
    event,
    ...more,
  }),
});

export interface Workspace {
  readonly slack: EmulatedSlack;
  readonly chat: ChatPort;
  readonly script: ScriptedHears;
  readonly logged: string[];
  readonly url: string;
  post(what: SignedPost): Promise<Delivered>;
  /** Stops listening, with everything under way finished. */
  stop(): Promise<void>;
}

export const nowSeconds = (): number => Math.floor(Date.now() / 1000);

/** The adapter on an Express app of its own, listening to the emulated Slack. */
export async function workspace(
  more: Partial<SlackSettings> = {},
  /** What listens in place of the script; answers how to stop. */
  listen?: (chat: ChatPort, slack: EmulatedSlack) => Promise<() => Promise<void>>,
  /** How Slack delivers: to an address, signed, or over a socket that the program opened. */
  by: 'signed HTTP' | 'Socket Mode' = 'signed HTTP',
): Promise<Workspace> {
  const slack = await emulatedSlack();
  const socket = by === 'Socket Mode' ? await fakeSocketMode(slack.front.url) : undefined;
  const app = express();
  const logged: string[] = [];
  const over = socket === undefined ? {} : { appToken: 'xapp-1', apiUrl: socket.apiUrl };
  const chat = createSlackChat(
    { signingSecret: secret, botToken, apiUrl: slack.front.url, sendTimeoutMs: 2_000, limits: [], ...over, ...more },
    { app, log: (code, extra) => void logged.push(`${code} ${JSON.stringify(extra ?? {})}`) },
  );
  const server: Server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const script = scriptedHears();
  const quit = await (listen === undefined ? chat.listen(script.hears) : listen(chat, slack));
  return {
    slack,
    chat,
    script,
    logged,
    url: base,
    async post({ body, type = 'application/x-www-form-urlencoded', timestamp = nowSeconds(), signature }) {
      if (socket !== undefined) return enveloped(socket, type, body);
      const answer = await fetch(`${base}/slack/events`, {
        method: 'POST',
        headers: {
          'content-type': type,
          'x-slack-request-timestamp': String(timestamp),
          ...(signature === null ? {} : { 'x-slack-signature': signature ?? sign(body, timestamp) }),
        },
        body,
      });
      const text = await answer.text();
      return { status: answer.status, text, json: text.startsWith('{') ? (JSON.parse(text) as Json) : {} };
    },
    async stop() {
      await quit();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await socket?.stop();
      await slack.stop();
    },
  };
}

/** The same body as an envelope; what its acknowledgement carried is the answer. */
async function enveloped(socket: FakeSocketMode, type: string, body: string): Promise<Delivered> {
  const fields = Object.fromEntries(new URLSearchParams(body));
  const id =
    type === 'application/json'
      ? socket.deliver('events_api', JSON.parse(body) as object)
      : fields.payload === undefined
        ? socket.deliver('slash_commands', fields)
        : socket.deliver('interactive', JSON.parse(fields.payload) as object);
  for (let waited = 0; waited < 1_000; waited += 1) {
    const ack = socket.acks.find((a) => a.envelope_id === id);
    if (ack !== undefined)
      return {
        status: 200,
        text: ack.payload === undefined ? '' : JSON.stringify(ack.payload),
        json: ack.payload ?? {},
      };
    await sleep(10);
  }
  throw new Error('never acknowledged');
}
