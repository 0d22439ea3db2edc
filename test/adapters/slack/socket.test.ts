import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { createSlackChat } from '../../../adapters/slack/index.js';
import { literal } from '../../../src/chat/text.js';
import { appId, botToken, type ScriptedHears, scriptedHears, team } from './workspace.js';

interface Envelope {
  readonly envelope_id: string;
  readonly payload: Record<string, unknown>;
}

/**
 * The little of Slack that Socket Mode needs: `auth.test`, `apps.connections.open`, and a web socket (RFC 6455) that
 * says hello, delivers envelopes and takes acknowledgements.
 */
interface FakeSocketMode {
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

async function fakeSocketMode(): Promise<FakeSocketMode> {
  const refusals: string[] = [];
  const acks: Envelope[] = [];
  const sockets = new Set<Socket>();
  let opened = 0;
  const server: Server = createServer((req, res) => {
    req.resume();
    const method = req.url?.split('/').at(-1);
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

const command = {
  command: '/mentor',
  text: 'hours',
  team_id: team,
  api_app_id: appId,
  channel_id: 'C1',
  user_id: 'U1',
  trigger_id: '1.2',
};
const event = (id: string) => ({
  type: 'event_callback',
  team_id: team,
  api_app_id: appId,
  event_id: id,
  event: { type: 'app_home_opened', user: 'U1', tab: 'home' },
});

describe('Socket Mode', () => {
  let slack: FakeSocketMode;
  let script: ScriptedHears;
  let quit: () => Promise<void>;
  const logged: string[] = [];
  async function start(appToken = 'xapp-1'): Promise<void> {
    slack = await fakeSocketMode();
    script = scriptedHears();
    logged.length = 0;
    const chat = createSlackChat(
      { botToken, appToken, apiUrl: slack.apiUrl, sendTimeoutMs: 2_000 },
      { app: express(), log: (code) => void logged.push(code) },
    );
    quit = async () => undefined;
    quit = await chat.listen(script.hears);
  }
  afterEach(async () => {
    await quit();
    await slack.stop();
  });

  test('a command is heard and answered in its acknowledgement', async () => {
    await start();
    script.answer = () => ({ kind: 'say', card: { title: 'Hours', summary: literal('4 of 6'), blocks: [] } });
    const id = slack.deliver('slash_commands', command);
    await expect.poll(() => slack.acks).toHaveLength(1);
    expect(slack.acks[0]).toMatchObject({ envelope_id: id, payload: { response_type: 'ephemeral', text: '4 of 6' } });
    expect(script.heard[0]).toMatchObject({ kind: 'command', deliveryId: 'slack:1.2', text: 'hours' });
  });

  test('an event is acknowledged after it was handled, and not at all where that failed', async () => {
    await start();
    let release: () => void = () => undefined;
    script.answer = () => new Promise((resolve) => (release = () => resolve({ kind: 'done' })));
    slack.deliver('events_api', event('Ev1'));
    await expect.poll(() => script.heard).toHaveLength(1);
    expect(slack.acks).toEqual([]);
    release();
    await expect.poll(() => slack.acks).toHaveLength(1);
    script.answer = (e) => {
      if (e.deliveryId === 'slack:Ev2') throw new Error('no');
      return { kind: 'done' };
    };
    slack.deliver('events_api', event('Ev2'));
    const third = slack.deliver('events_api', event('Ev3'));
    await expect.poll(() => slack.acks.map((a) => a.envelope_id)).toContain(third);
    expect(script.heard.map((e) => e.deliveryId)).toEqual(['slack:Ev1', 'slack:Ev2', 'slack:Ev3']);
    expect(slack.acks).toHaveLength(2);
  });

  test('what is of another app is taken and goes no further', async () => {
    await start();
    slack.deliver('slash_commands', { ...command, api_app_id: 'A0OTHER' });
    await expect.poll(() => slack.acks).toHaveLength(1);
    expect(script.heard).toEqual([]);
  });

  test.each(['refresh', 'cut'] as const)('the connection ends (%s): it is made again', async (how) => {
    await start();
    slack[how]();
    await expect.poll(() => slack.opened(), { timeout: 5000 }).toBe(2);
    await expect.poll(() => slack.connections(), { timeout: 5000 }).toBe(1);
    const id = slack.deliver('slash_commands', command);
    await expect.poll(() => slack.acks.map((a) => a.envelope_id)).toEqual([id]);
  });

  test('a refusal while connecting again is waited out, and ends nothing', async () => {
    await start();
    slack.refusals.push('invalid_auth', 'internal_error');
    slack.cut();
    await expect.poll(() => slack.opened(), { timeout: 8000 }).toBe(4);
    await expect.poll(() => slack.connections(), { timeout: 5000 }).toBe(1);
    expect(logged.filter((l) => l === 'slack.socket')).toHaveLength(2);
  });

  test('what is under way is finished before it stops', async () => {
    await start();
    let release: () => void = () => undefined;
    script.answer = () => new Promise((resolve) => (release = () => resolve({ kind: 'done' })));
    const id = slack.deliver('slash_commands', command);
    await expect.poll(() => script.heard).toHaveLength(1);
    const stopped = quit();
    release();
    await stopped;
    expect(slack.acks.map((a) => a.envelope_id)).toEqual([id]);
    await expect.poll(() => slack.connections()).toBe(0);
  });

  test('an app token that Slack does not take: a sentence', async () => {
    await expect(start('xapp-wrong')).rejects.toMatchObject({
      code: 'slack-app-token',
      say: expect.stringContaining('SLACK_APP_TOKEN'),
    });
  });
});
