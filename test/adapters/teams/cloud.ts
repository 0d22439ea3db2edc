import { generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import jwt from 'jsonwebtoken';

/** Microsoft's side as a server on loopback: the keys that sign Teams' requests, and the connector we send to. */

export const appId = '11111111-1111-1111-1111-111111111111';
export const tenant = '22222222-2222-2222-2222-222222222222';
export const ann = { id: '29:ann', aadObjectId: '00000000-0000-0000-0000-0000000000aa', name: 'Ann Archer' };
export const ben = { id: '29:ben', aadObjectId: '00000000-0000-0000-0000-0000000000bb', name: 'Ben Bright' };
export const bot = { id: `28:${appId}`, name: 'Mentorlog' };

export interface Posted {
  readonly conversation: string;
  readonly id: string;
  readonly authorization: string | undefined;
  activity: Record<string, unknown>;
}

/** What the connector does with a request instead of serving it. `record`: takes the message in first. */
export interface Misbehaviour {
  readonly record?: boolean;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** `reset-reused`: every request but the first of its connection, as where the peer had closed it meanwhile. */
  readonly drop?: 'hang' | 'reset' | 'reset-reused';
}

export async function startCloud() {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'k1', use: 'sig', endorsements: ['msteams'] };
  const posted: Posted[] = [];
  const requests: string[] = [];
  const everyone = [ann, ben].flatMap((m) => [[m.id, m] as const, [m.aadObjectId, m] as const]);
  const members = new Map(everyone);
  const waiting: ServerResponse[] = [];
  /** Those over which something was asked already. */
  const connections = new WeakSet<Socket>();
  let misbehaviour: Misbehaviour | undefined;
  let next = 0;

  const json = (response: ServerResponse, status: number, body: unknown): unknown =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const serve = (request: IncomingMessage, response: ServerResponse, text: string): unknown => {
    const url = decodeURIComponent(request.url ?? '');
    if (url === '/openid')
      return json(response, 200, {
        issuer: 'https://api.botframework.com',
        jwks_uri: `${base()}keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (url === '/keys') return json(response, 200, { keys: [jwk] });
    requests.push(`${request.method} ${url}`);
    const message = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(url);
    const reused = connections.has(request.socket);
    connections.add(request.socket);
    if (misbehaviour?.drop === 'reset-reused') {
      if (reused) return request.socket.resetAndDestroy();
    } else if (misbehaviour !== undefined && misbehaviour.record !== true)
      return misbehave(request, response, misbehaviour);
    if (message !== null) {
      const [, conversation = '', to] = message;
      const activity = JSON.parse(text) as Record<string, unknown>;
      const old = request.method === 'PUT' ? posted.find((p) => p.id === to) : undefined;
      if (request.method === 'PUT' && old === undefined)
        return json(response, 404, { error: { code: 'ActivityNotFoundInConversation' } });
      next += 1;
      const id = old?.id ?? `a${next}`;
      if (old !== undefined) old.activity = activity;
      else posted.push({ conversation, id, authorization: request.headers.authorization, activity });
      if (misbehaviour?.record === true) return misbehave(request, response, misbehaviour);
      return json(response, old === undefined ? 201 : 200, { id });
    }
    if (request.method === 'POST' && url === '/v3/conversations') {
      const asked = JSON.parse(text) as { members: { id: string }[] };
      const member = members.get(asked.members[0]?.id ?? '');
      if (member === undefined) return json(response, 403, { error: { code: 'ForbiddenOperationException' } });
      return json(response, 201, { id: `a:direct-${member.id}` });
    }
    const member = /^\/v3\/conversations\/[^/]+\/members\/([^/]+)$/.exec(url);
    if (member !== null) {
      const found = members.get(member[1] ?? '');
      if (found === undefined) return json(response, 404, { error: { code: 'MemberNotFoundInConversation' } });
      return json(response, 200, { userRole: 'user', tenantId: tenant, ...found, objectId: found.aadObjectId });
    }
    return json(response, 404, { error: { code: 'NotFound' } });
  };
  const misbehave = (request: IncomingMessage, response: ServerResponse, how: Misbehaviour): unknown => {
    if (how.drop === 'hang') return waiting.push(response);
    if (how.drop === 'reset') return request.socket.destroy();
    response.writeHead(how.status ?? 500, { 'content-type': 'application/json', ...how.headers });
    return response.end(JSON.stringify(how.body ?? { error: { code: 'ServiceError', message: 'words of theirs' } }));
  };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => serve(request, response, text));
  });
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, '127.0.0.1', () => done()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const base = (): string => `http://127.0.0.1:${port}/`;
  const close = (): Promise<void> =>
    new Promise((done) => {
      for (const r of waiting) r.destroy();
      server.close(() => done());
      server.closeAllConnections();
    });

  return {
    url: base(),
    posted,
    requests,
    members,
    /** As it was at the start: nothing posted, everybody there, all requests served. */
    reset(): void {
      posted.length = 0;
      requests.length = 0;
      misbehaviour = undefined;
      for (const [id, member] of everyone) members.set(id, member);
    },
    /** Changes what every further request to the connector gets; undefined: served again. */
    misbehave(how: Misbehaviour | undefined): void {
      misbehaviour = how;
    },
    /** Nobody listens any more; `open` undoes it. */
    close,
    open: () => (server.listening ? Promise.resolve() : listen(port)),
    /** A bearer header as Teams signs it; `claims` and `options` change it. */
    token(claims: object = {}, options: jwt.SignOptions = {}, key: jwt.Secret = privateKey): string {
      const signed = jwt.sign({ serviceurl: base(), ...claims }, key, {
        algorithm: 'RS256',
        keyid: 'k1',
        issuer: 'https://api.botframework.com',
        audience: appId,
        expiresIn: '1h',
        ...options,
      });
      return `Bearer ${signed}`;
    },
    async stop(): Promise<void> {
      if (server.listening) await close();
    },
  };
}

export type FakeCloud = Awaited<ReturnType<typeof startCloud>>;
