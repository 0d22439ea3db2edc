import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Chance } from './chance.js';
import { type Faults, type Odds, unkind } from './unkind.js';

/** A message as the connector took it in: each is one that somebody sees. */
export interface Arrived {
  readonly conversation: string;
  readonly id: string;
  /** The name that its buttons carry; its whole text where it has none. */
  readonly key: string;
  /** As it was sent first. */
  readonly first: string;
}

/**
 * Microsoft's connector for Teams, written apart from the product: it keeps every message that is sent into a conversation,
 * changes those that are changed, and is as unkind as `unkind.ts` is. It cannot be asked what arrived, as Teams cannot
 * (docs/platforms.md#teams-cannot-look-up).
 */
export interface TeamsServer extends Faults {
  readonly url: string;
  readonly messages: readonly Arrived[];
  /** How often a message with this key was taken in. */
  readonly taken: ReadonlyMap<string, number>;
  /** The direct conversation with somebody. */
  direct(user: string): string;
  /** What somebody types to the bot, as Teams delivers it to the program at `address`. */
  types(address: string, user: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

export const teamsTenant = '22222222-2222-2222-2222-222222222222';
const bot = { id: '28:survival', name: 'Mentorlog' };

/**
 * @param longestDelay how late (ms) what was given up may still arrive
 * @param breaks whether this message is taken in and its sender not told, whatever the odds
 */
export async function teamsServer(
  chance: Chance,
  longestDelay: number,
  odds: Odds,
  breaks: (text: string) => boolean,
): Promise<TeamsServer> {
  const messages: Arrived[] = [];
  const taken = new Map<string, number>();
  const faults = unkind(chance, odds, longestDelay, 'reset');
  let made = 0;
  const direct = (user: string): string => `a:direct-${user}`;

  const take = (conversation: string, text: string): string => {
    made += 1;
    const id = `a${made}`;
    const key = /"n":"([^"]+)"/.exec(text)?.[1] ?? text;
    messages.push({ conversation, id, key, first: text });
    taken.set(key, (taken.get(key) ?? 0) + 1);
    return id;
  };

  const serve = (req: IncomingMessage, res: ServerResponse, text: string): unknown => {
    const says = (status: number, body: unknown): void => {
      if (!res.destroyed) res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const path = decodeURIComponent(req.url ?? '');
    const message = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path);
    const member = /^\/v3\/conversations\/[^/]+\/members\/([^/]+)$/.exec(path);
    if (message !== null) {
      const [, conversation = '', old] = message;
      const there = old === undefined || messages.some((m) => m.id === old);
      if (req.method === 'PUT' && !there) return says(404, { error: { code: 'ActivityNotFoundInConversation' } });
      // A change is no new message.
      const takes = (): string => (req.method === 'PUT' ? (old ?? '') : take(conversation, text));
      const post = req.method === 'POST';
      const surely = post && breaks(text);
      return faults.meets({ req, res, mayBeLate: post, surely, takes, says: (id) => says(post ? 201 : 200, { id }) });
    }
    if (req.method === 'POST' && path === '/v3/conversations') {
      const { members } = JSON.parse(text) as { members: readonly { readonly id: string }[] };
      return says(201, { id: direct(members[0]?.id.replace(/^29:/, '') ?? '') });
    }
    if (member !== null) {
      const user = (member[1] ?? '').replace(/^29:/, '');
      return says(200, { id: `29:${user}`, aadObjectId: user, name: user, userRole: 'user', tenantId: teamsTenant });
    }
    return says(404, { error: { code: 'NotFound' } });
  };

  const server = createServer((req, res) => {
    let text = '';
    req.setEncoding('utf8');
    req.on('data', (part: string) => {
      text += part;
    });
    req.on('end', () => serve(req, res, text));
    req.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    messages,
    taken,
    ...faults,
    direct,
    async types(address, user, words) {
      made += 1;
      const answer = await fetch(new URL('/api/messages', address), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          id: `f:${made}`,
          text: words,
          channelId: 'msteams',
          serviceUrl: url,
          from: { id: `29:${user}`, aadObjectId: user, name: user },
          recipient: bot,
          conversation: { id: direct(user), conversationType: 'personal', tenantId: teamsTenant },
          channelData: { tenant: { id: teamsTenant } },
          locale: 'en-GB',
          localTimezone: 'UTC',
        }),
      });
      if (!answer.ok) throw new Error(`Teams' message was answered ${answer.status}`);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
