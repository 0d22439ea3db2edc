import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { View } from '../adapters/slack/person.js';
import type { Chance } from './chance.js';
import { type Faults, type Odds, unkind } from './unkind.js';

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
export interface ChatServer extends Faults {
  readonly url: string;
  readonly messages: Message[];
  /** How often a message with this key was taken in. */
  readonly taken: Map<string, number>;
  /** The newest view that each person has open. */
  readonly views: Map<string, View>;
  /** Private words, in no conversation's history. */
  readonly ephemeral: { readonly user: string; readonly text: string }[];
  trigger(user: string): string;
  direct(user: string): string;
  /** Nobody listens there any more, and whoever was being answered is cut off; `back` undoes it. */
  away(): Promise<void>;
  back(): Promise<void>;
  stop(): Promise<void>;
}

export const team = 'T0SURVIVE1';
export const appId = 'A0SURVIVE1';
const triggerLives = 3_000;

const harsh: Odds = {
  limited: 0.03,
  resetBefore: 0.03,
  resetAfter: 0.06,
  failedAfter: 0.03,
  hangs: 0.02,
  late: 0.04,
  slow: 0.19,
};

/**
 * @param longestDelay how late (ms) what was given up may still arrive
 * @param zone everybody's
 */
export async function chatServer(
  chance: Chance,
  longestDelay: number,
  odds: Odds = harsh,
  zone = 'UTC',
): Promise<ChatServer> {
  const messages: Message[] = [];
  const taken = new Map<string, number>();
  const faults = unkind(chance, odds, longestDelay, 'waits');
  const views = new Map<string, View>();
  const ephemeral: { user: string; text: string }[] = [];
  const triggers = new Map<string, { readonly user: string; readonly until: number; used: boolean }>();
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
        return { ok: true, user: { id, team_id: team, real_name: id.toLowerCase(), tz: zone, locale: 'en-GB' } };
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
    if (!posts) return say(answer(method, args));
    const mayBeLate = method === 'chat.postMessage';
    faults.meets({ req, res, mayBeLate, takes: () => answer(method, args), says: say });
  }

  const server = createServer((req, res) => {
    serve(req, res).catch(() => req.socket.destroy());
  });
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  url = `http://127.0.0.1:${port}/api/`;
  const away = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url,
    messages,
    taken,
    ...faults,
    views,
    ephemeral,
    trigger(user) {
      const id = `${Date.now()}.${triggers.size + 1}.trigger`;
      triggers.set(id, { user, until: Date.now() + triggerLives, used: false });
      return id;
    },
    direct,
    away,
    back: () => listen(port),
    stop: away,
  };
}
