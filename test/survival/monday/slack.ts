import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { View } from '../../adapters/slack/person.js';
import { appId, type Message, team } from '../chat-server.js';
import { aMinute } from './assumed.js';

type Json = Record<string, unknown>;
type Kind = keyof typeof aMinute;

/** A Slack for tens of thousands of messages: kind but for its limits, and quick to find what it has. */
export interface SlackOfTheDay {
  readonly url: string;
  /** When (ms, `performance.now`) a message of this key came, first. */
  readonly came: ReadonlyMap<string, number>;
  /** How often a message of this key was taken in. */
  readonly taken: ReadonlyMap<string, number>;
  readonly views: Map<string, View>;
  /** How often each method was called by now, and how often it was answered 429. */
  readonly calls: Readonly<Record<string, number>>;
  readonly limited: Readonly<Record<string, number>>;
  /** What stands in one conversation. */
  messagesIn(channel: string): Message[];
  direct(user: string): string;
  trigger(user: string): string;
  stop(): Promise<void>;
}

/** A trigger lives three seconds (docs/platforms.md#slack-waits-three-seconds), of the machine's: people do not think in them. */
const triggerLives = 3_000;

/** Takes as many as are allowed in any minute, which lasts so many ms here. */
function minuteOf(lasts: number): (key: string, most: number) => boolean {
  const before = new Map<string, number[]>();
  return (key, most) => {
    const now = performance.now();
    const taken = before.get(key) ?? [];
    while (taken[0] !== undefined && taken[0] <= now - lasts) taken.shift();
    before.set(key, taken);
    if (taken.length >= most) return false;
    taken.push(now);
    return true;
  };
}

/**
 * @param speed its minute is so many times shorter
 * @param stands is told of each message that was posted or drawn anew
 */
export async function slackOfTheDay(speed: number, stands: (message: Message) => void): Promise<SlackOfTheDay> {
  const came = new Map<string, number>();
  const taken = new Map<string, number>();
  const views = new Map<string, View>();
  const calls: Record<string, number> = {};
  const limited: Record<string, number> = {};
  const channels = new Map<string, Message[]>();
  const triggers = new Map<string, { readonly user: string; readonly until: number }>();
  const allows = minuteOf(60_000 / speed);
  let made = 0;
  const stamp = (): string => {
    made += 1;
    return `${Math.floor(Date.now() / 1_000)}.${String(made).padStart(6, '0')}`;
  };
  const messagesIn = (channel: string): Message[] => {
    const there = channels.get(channel) ?? [];
    channels.set(channel, there);
    return there;
  };

  const post = (args: Record<string, string>): Json => {
    const { key = '' } =
      (JSON.parse(args.metadata ?? '{}') as { event_payload?: { key?: string } }).event_payload ?? {};
    const message: Message = {
      channel: args.channel ?? '',
      ts: stamp(),
      key,
      first: args.blocks ?? '',
      blocks: JSON.parse(args.blocks ?? '[]') as Message['blocks'],
      text: args.text ?? '',
      updates: 0,
    };
    messagesIn(message.channel).push(message);
    if (!came.has(key)) came.set(key, performance.now());
    taken.set(key, (taken.get(key) ?? 0) + 1);
    stands(message);
    return { ok: true, channel: message.channel, ts: message.ts };
  };
  const update = (args: Record<string, string>): Json => {
    const there = messagesIn(args.channel ?? '').find((m) => m.ts === args.ts);
    // What was written to everybody before this day stands in no list of ours.
    if (there === undefined) return { ok: false, error: 'message_not_found' };
    there.blocks = JSON.parse(args.blocks ?? '[]') as Message['blocks'];
    there.text = args.text ?? '';
    there.updates += 1;
    stands(there);
    return { ok: true, channel: there.channel, ts: there.ts };
  };
  const open = (args: Record<string, string>): Json => {
    const trigger = triggers.get(args.trigger_id ?? '');
    triggers.delete(args.trigger_id ?? '');
    if (trigger === undefined) return { ok: false, error: 'invalid_trigger_id' };
    if (trigger.until < Date.now()) return { ok: false, error: 'expired_trigger_id' };
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
        return { ok: true, user: { id, team_id: team, real_name: id, tz: 'Europe/London', locale: 'en-GB' } };
      }
      case 'conversations.open':
        return { ok: true, channel: { id: `D${(args.users ?? '').slice(1)}` } };
      case 'conversations.history':
        return {
          ok: true,
          messages: messagesIn(args.channel ?? '')
            .filter((m) => Number(m.ts) >= Number(args.oldest ?? 0))
            .map((m) => ({ ts: m.ts, metadata: { event_type: 'mentorlog_key', event_payload: { key: m.key } } })),
        };
      case 'chat.postMessage':
        return post(args);
      case 'chat.update':
        return update(args);
      case 'chat.postEphemeral':
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

  /** Which of the limits a call comes under, by workspace, or by conversation where a channel is said. */
  const limitsOf = (method: string, channel: string): readonly (readonly [string, Kind])[] => {
    if (method === 'chat.postMessage')
      return [
        [channel, 'sendToOne'],
        ['send', 'send'],
      ];
    if (method === 'chat.update') return [['update', 'update']];
    if (method.startsWith('files.')) return [[method, 'upload']];
    return method === 'conversations.open' ? [['open', 'open']] : [];
  };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const method = (req.url ?? '').replace(/^\/api\//, '');
    calls[method] = (calls[method] ?? 0) + 1;
    if (!limitsOf(method, args.channel ?? '').every(([key, kind]) => allows(key, aMinute[kind]))) {
      limited[method] = (limited[method] ?? 0) + 1;
      res.writeHead(429, { 'retry-after': '1' }).end();
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer(method, args)));
  }

  const server = createServer((req, res) => {
    serve(req, res).catch(() => req.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  return {
    url,
    came,
    taken,
    views,
    calls,
    limited,
    messagesIn,
    direct: (user) => `D${user.slice(1)}`,
    trigger(user) {
      made += 1;
      const id = `${Date.now()}.${made}.trigger`;
      triggers.set(id, { user, until: Date.now() + triggerLives });
      return id;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
