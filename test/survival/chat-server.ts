import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { View } from '../adapters/slack/person.js';
import type { Chance } from './chance.js';

type Json = Record<string, unknown>;
interface Block {
  readonly type: string;
  readonly elements?: readonly Json[];
  readonly accessory?: Json;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly key: string;
  /** As it was posted first. */
  readonly first: string;
  blocks: readonly Block[];
  text: string;
  updates: number;
}

/**
 * A Slack that was written apart from the product: it counts every message by the key it carries, keeps them, and is as
 * unkind as a network is. Triggers live three seconds and are used once, as Slack's do
 * (docs/platforms.md#slack-waits-three-seconds).
 */
export interface ChatServer {
  readonly url: string;
  readonly messages: Message[];
  /** How often a message with this key was taken in. */
  readonly taken: Map<string, number>;
  /** What was broken, by kind. */
  readonly broken: Map<string, number>;
  /** The newest view that each person has open. */
  readonly views: Map<string, View>;
  /** Private words, in no conversation's history. */
  readonly ephemeral: { readonly user: string; readonly text: string }[];
  trigger(user: string): string;
  direct(user: string): string;
  /** From now on everything works. */
  beKind(): void;
  stop(): Promise<void>;
}

export const team = 'T0SURVIVE1';
export const appId = 'A0SURVIVE1';
const triggerLives = 3_000;

/** How often (share of all that is posted) what is done to it. */
export interface Odds {
  readonly limited: number;
  readonly resetBefore: number;
  readonly resetAfter: number;
  readonly failedAfter: number;
  readonly hangs: number;
  readonly late: number;
  readonly slow: number;
}
const harsh: Odds = {
  limited: 0.03,
  resetBefore: 0.03,
  resetAfter: 0.06,
  failedAfter: 0.03,
  hangs: 0.02,
  late: 0.04,
  slow: 0.19,
};

/** @param longestDelay how late (ms) what was given up may still arrive */
export async function chatServer(chance: Chance, longestDelay: number, odds: Odds = harsh): Promise<ChatServer> {
  const messages: Message[] = [];
  const taken = new Map<string, number>();
  const broken = new Map<string, number>();
  const views = new Map<string, View>();
  const ephemeral: { user: string; text: string }[] = [];
  const triggers = new Map<string, { readonly user: string; readonly until: number; used: boolean }>();
  let kind = false;
  let made = 0;
  let url = '';
  const direct = (user: string): string => `D${user.slice(1)}`;
  const stamp = (): string => {
    made += 1;
    return `${Math.floor(Date.now() / 1000)}.${String(made).padStart(6, '0')}`;
  };

  const post = (args: Record<string, string>): Json => {
    const { key = '' } =
      (JSON.parse(args.metadata ?? '{}') as { event_payload?: { key?: string } }).event_payload ?? {};
    const message: Message = {
      channel: args.channel ?? '',
      ts: stamp(),
      key,
      first: args.blocks ?? '',
      blocks: JSON.parse(args.blocks ?? '[]') as Block[],
      text: args.text ?? '',
      updates: 0,
    };
    messages.push(message);
    taken.set(key, (taken.get(key) ?? 0) + 1);
    return { ok: true, channel: message.channel, ts: message.ts };
  };

  const open = (args: Record<string, string>): Json => {
    const trigger = triggers.get(args.trigger_id ?? '');
    if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
    if (trigger.used) return { ok: false, error: 'exchanged_trigger_id' };
    if (trigger.until < Date.now()) return { ok: false, error: 'expired_trigger_id' };
    trigger.used = true;
    const view = { ...(JSON.parse(args.view ?? '{}') as View), id: `V${stamp().replace('.', '')}` };
    views.set(trigger.user, view);
    return { ok: true, view };
  };

  const answer = (method: string, args: Record<string, string>): Json => {
    switch (method) {
      case 'auth.test':
        return { ok: true, team_id: team, user_id: 'U0BOT', bot_id: 'B0BOT', app_id: appId };
      case 'users.info': {
        const id = args.user ?? '';
        return { ok: true, user: { id, team_id: team, real_name: id.toLowerCase(), tz: 'UTC', locale: 'en-GB' } };
      }
      case 'conversations.open':
        return { ok: true, channel: { id: direct(args.users ?? '') } };
      case 'conversations.history':
        return {
          ok: true,
          messages: messages
            .filter((m) => m.channel === args.channel && Number(m.ts) >= Number(args.oldest ?? 0))
            .map((m) => ({ ts: m.ts, metadata: { event_type: 'mentorlog_key', event_payload: { key: m.key } } })),
        };
      case 'chat.postMessage':
        return post(args);
      case 'chat.update': {
        const there = messages.find((m) => m.channel === args.channel && m.ts === args.ts);
        if (there === undefined) return { ok: false, error: 'message_not_found' };
        there.blocks = JSON.parse(args.blocks ?? '[]') as Block[];
        there.text = args.text ?? '';
        there.updates += 1;
        return { ok: true, channel: there.channel, ts: there.ts };
      }
      case 'chat.postEphemeral':
        ephemeral.push({ user: args.user ?? '', text: `${args.text} ${args.blocks ?? ''}` });
        return { ok: true, message_ts: stamp() };
      case 'views.open':
      case 'views.push':
        return open(args);
      case 'views.update':
      case 'views.publish':
        return { ok: true, view: {} };
      case 'files.getUploadURLExternal':
        made += 1;
        return { ok: true, upload_url: `${url}upload`, file_id: `F0PICTURE${made}` };
      case 'upload':
        return { ok: true };
      case 'files.completeUploadExternal':
        return { ok: true, files: JSON.parse(args.files ?? '[]') as Json[] };
      default:
        return { ok: false, error: 'unknown_method' };
    }
  };

  const breaks = (what: string): true => {
    broken.set(what, (broken.get(what) ?? 0) + 1);
    return true;
  };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const method = (req.url ?? '').replace(/^\/api\//, '');
    const say = (body: Json): void => {
      if (!res.destroyed) res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    // A picture's upload leaves no trace where it breaks: it is made anew, and the message carries the one that came through.
    const posts = method === 'chat.postMessage' || method === 'chat.update' || method.startsWith('files.');
    const dice = kind || !posts ? 1 : chance.next();
    let up = 0;
    const within = (share: number): boolean => {
      up += share;
      return dice < up;
    };
    if (within(odds.limited) && breaks('429')) {
      res.writeHead(429, { 'retry-after': '1' }).end();
    } else if (within(odds.resetBefore) && breaks('reset before')) {
      req.socket.resetAndDestroy();
    } else if (within(odds.resetAfter) && breaks('taken in, then reset')) {
      answer(method, args);
      req.socket.resetAndDestroy();
    } else if (within(odds.failedAfter) && breaks('taken in, then 500')) {
      answer(method, args);
      res.writeHead(500).end();
    } else if (within(odds.hangs) && breaks('hangs for good')) {
      return;
    } else if (within(odds.late) && method === 'chat.postMessage' && breaks('taken in late, nobody told')) {
      // Whoever asked may be dead by then.
      setTimeout(() => answer(method, args), chance.between(0, longestDelay)).unref();
    } else if (within(odds.slow)) {
      setTimeout(() => say(answer(method, args)), chance.between(0, 300)).unref();
    } else say(answer(method, args));
  }

  const server = createServer((req, res) => {
    serve(req, res).catch(() => req.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return {
    url,
    messages,
    taken,
    broken,
    views,
    ephemeral,
    trigger(user) {
      const id = `${Date.now()}.${triggers.size + 1}.trigger`;
      triggers.set(id, { user, until: Date.now() + triggerLives, used: false });
      return id;
    },
    direct,
    beKind() {
      kind = true;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
