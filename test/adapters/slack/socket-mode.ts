import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { appId, team } from './workspace.js';

interface Envelope {
  readonly envelope_id: string;
  readonly payload: Record<string, unknown>;
}

/**
 * The little of Slack that Socket Mode needs: `auth.test`, `apps.connections.open`, and a web socket (RFC 6455) that
 * says hello, delivers envelopes and takes acknowledgements.
 */
export interface FakeSocketMode {
  readonly apiUrl: string;
  /** Answers to `apps.connections.open`, one by one; then it is granted. */
  readonly refusals: string[];
  readonly acks: Envelope[];
  connections(): number;
  opened(): number;
  deliver(type: 'slash_commands' | 'interactive' | 'events_api', payload: object): string;
  /** Slack is about to end the connection. */
  refresh(): void;
  /** The line goes dead. */
  cut(): void;
  stop(): Promise<void>;
}

const frame = (text: string, opcode = 1): Buffer => {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x80 | opcode, body.length])
      : Buffer.from([0x80 | opcode, 126, body.length >> 8, body.length & 255]);
  return Buffer.concat([head, body]);
};

/** The frames in a buffer, unmasked; whole frames only. */
function frames(buffer: Buffer): { readonly all: { opcode: number; text: string }[]; readonly rest: Buffer } {
  const all: { opcode: number; text: string }[] = [];
  let at = 0;
  while (buffer.length - at >= 6) {
    const short = (buffer[at + 1] ?? 0) & 0x7f;
    const wide = short === 126 ? 2 : short === 127 ? 8 : 0;
    if (buffer.length - at < 6 + wide) break;
    const length =
      wide === 0 ? short : wide === 2 ? buffer.readUInt16BE(at + 2) : Number(buffer.readBigUInt64BE(at + 2));
    const from = at + 6 + wide;
    if (buffer.length < from + length) break;
    const mask = buffer.subarray(from - 4, from);
    const body = Buffer.from(buffer.subarray(from, from + length).map((b, i) => b ^ (mask[i % 4] ?? 0)));
    all.push({ opcode: (buffer[at] ?? 0) & 15, text: body.toString() });
    at = from + length;
  }
  return { all, rest: buffer.subarray(at) };
}

/** @param api another Web API, which answers everything but the handshake */
export async function fakeSocketMode(api?: string): Promise<FakeSocketMode> {
  const refusals: string[] = [];
  const acks: Envelope[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  const server: Server = createServer((req, res) => {
    const method = req.url?.split('/').at(-1);
    if (api !== undefined && method !== 'apps.connections.open') {
      passOn(req, `${api}${method}`).then(
        (answered) => res.writeHead(200, { 'content-type': 'application/json' }).end(answered),
        () => req.socket.destroy(),
      );
      return;
    }
    req.resume();
    const answer =
      method === 'auth.test'
        ? { ok: true, team_id: team, user_id: 'U0MENTOR1', bot_id: 'B0MENTOR1', app_id: appId }
        : method === 'apps.connections.open' && req.headers.authorization === 'Bearer xapp-1'
          ? (() => {
              opened += 1;
              const error = refusals.shift();
              return error === undefined ? { ok: true, url: `ws://127.0.0.1:${port}/link` } : { ok: false, error };
            })()
          : { ok: false, error: 'invalid_auth' };
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  server.on('upgrade', (req: IncomingMessage, socket: Socket) => {
    const accept = createHash('sha1')
      .update(`${req.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accept}\r\n\r\n`,
    );
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      const read = frames(Buffer.concat([pending, chunk]));
      pending = Buffer.from(read.rest);
      for (const f of read.all) {
        if (f.opcode === 1) acks.push(JSON.parse(f.text) as Envelope);
        else if (f.opcode === 9) socket.write(frame(f.text, 10));
        else if (f.opcode === 8) socket.end(frame('\u0003\u00e8', 8));
      }
    });
    socket.write(frame(JSON.stringify({ type: 'hello', num_connections: 1 })));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const send = (message: object): void => {
    for (const s of sockets) s.write(frame(JSON.stringify(message)));
  };
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    refusals,
    acks,
    connections: () => sockets.size,
    opened: () => opened,
    deliver(type, payload) {
      const envelope_id = randomUUID();
      send({ type, envelope_id, payload, accepts_response_payload: type !== 'events_api' });
      return envelope_id;
    },
    refresh: () => send({ type: 'disconnect', reason: 'refresh_requested' }),
    cut() {
      for (const s of sockets) s.destroy();
    },
    stop: () =>
      new Promise((resolve) => {
        for (const s of sockets) s.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passOn(req: IncomingMessage, to: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  const type = req.headers['content-type'] ?? 'application/x-www-form-urlencoded';
  const body = new Uint8Array(Buffer.concat(chunks));
  const headers = { 'content-type': type, authorization: req.headers.authorization ?? '' };
  return (await fetch(to, { method: 'POST', headers, body })).text();
}
