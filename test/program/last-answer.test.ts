import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { addLastAnswer, lastWords } from '../../src/program/last-answer.js';
import { type Log, lineLog } from '../../src/runtime/log.js';

const lines: string[] = [];
const log: Log = lineLog(
  (line) => lines.push(line),
  () => 0,
  'error',
);
const printed = vi.spyOn(console, 'error').mockImplementation(() => undefined);
let server: Server;
let base = '';

beforeAll(async () => {
  const app = express();
  // Under the name of a test Express keeps its own words back.
  app.set('env', 'development');
  app.post('/json', express.json({ limit: 100 }), (_request, response) => void response.send('read'));
  app.get('/breaks', () => {
    throw new Error('a secret of Sam’s');
  });
  app.get('/half', (_request, response) => {
    response.write('half of it');
    throw new Error('a secret of Sam’s');
  });
  addLastAnswer(app, log);
  server = await new Promise<Server>((resolve) => {
    const s = app.listen(0, '127.0.0.1', () => resolve(s));
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  lines.length = 0;
  printed.mockClear();
});
afterAll(() => {
  printed.mockRestore();
  server.closeAllConnections();
  server.close();
});

const asked = async (path: string, body?: string): Promise<{ status: number; says: string }> => {
  const answer = await fetch(base + path, {
    ...(body === undefined ? {} : { method: 'POST', body, headers: { 'content-type': 'application/json' } }),
  });
  return { status: answer.status, says: await answer.text() };
};

test('an address with nothing behind it is said to be one', async () => {
  expect(await asked('/no/such?name=Sam')).toEqual({
    status: 404,
    says: 'There is nothing at this address. Check it, or ask whoever gave it to you.\n',
  });
});

test.each([
  ['{"note": "a secret of Sam’s"', 400],
  [`{"note": "${'a secret of Sam’s '.repeat(20)}"}`, 413],
])('what cannot be read is told to whoever sent it, and to nobody else', async (body, status) => {
  expect(await asked('/json', body)).toEqual({
    status,
    says: 'This request could not be read. Check what was sent, and send it again.\n',
  });
  expect([lines, printed.mock.calls]).toEqual([[], []]);
});

test('a fault of ours is a sentence there, and a code and a place in the log', async () => {
  const { status, says } = await asked('/breaks');
  expect([status, says]).toEqual([500, 'That did not work, and nothing was changed. Try again in a moment.\n']);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', code: 'http', fault: 'Error' });
  expect(lines[0]).not.toContain('secret');
  expect(printed).not.toHaveBeenCalled();
});

test('an answer that breaks off half-way breaks off, and is told to the log without what was in it', async () => {
  await expect(asked('/half')).rejects.toThrow();
  expect(lines[0]).toContain('"code":"http"');
  expect([lines, printed.mock.calls].flat(2).join()).not.toContain('secret');
});

test('an error that nobody caught ends the program, without what was in it', () => {
  const ended: number[] = [];
  lastWords(log, (code) => ended.push(code))(new Error('a secret of Sam’s'));
  expect(ended).toEqual([1]);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'error', code: 'uncaught', fault: 'Error' });
  expect(lines[0]).not.toContain('secret');
});
