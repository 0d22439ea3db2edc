import { createHash, timingSafeEqual } from 'node:crypto';
import type { Server } from 'node:http';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { type Config, isLoopback } from './config.js';

/**
 * Who may read `/metrics`: counts of what is due and what failed, of no use to anybody else. Nobody reads them from
 * another machine without the token.
 */

/** Headers by which a proxy says for whom it asks: then it is not this machine that wants to know. */
const proxied = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/** Whether this very machine asks, without a proxy between. What a proxy says of others is not asked here. */
const fromHere = ({ socket, headers }: Request): boolean =>
  isLoopback((socket.remoteAddress ?? '').replace(/^::ffff:/i, '')) &&
  !proxied.some((name) => headers[name] !== undefined);

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Lets pass whoever has the token; where none is set, this machine. To others nothing is there. */
export function metricsGuard(token: string | undefined): RequestHandler {
  const expected = token === undefined ? undefined : digest(token);
  return (request, response, next) => {
    if (expected === undefined) {
      if (fromHere(request)) next();
      else response.status(404).type('text/plain').send('not found\n');
      return;
    }
    const given = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    // Of digests, which are of one length: how long it takes says nothing of how much of it was right.
    if (timingSafeEqual(digest(given), expected)) next();
    else response.status(401).set('WWW-Authenticate', 'Bearer').type('text/plain').send('METRICS_TOKEN is asked for\n');
  };
}

/** What `/metrics` is mounted on: the program's own app, or one that listens on a port of its own. */
export interface MetricsDoor {
  readonly app: Express;
  /** Begins to listen, where there is a port of its own. @throws Error where something else does already */
  open(): Promise<void>;
  close(): Promise<void>;
}

export function metricsDoor(app: Express, { metrics, host }: Pick<Config, 'metrics' | 'host'>): MetricsDoor {
  if (metrics.port === undefined) return { app, async open() {}, async close() {} };
  const { port } = metrics;
  const own = express();
  own.disable('x-powered-by');
  let server: Server | undefined;
  return {
    app: own,
    open: () =>
      new Promise((resolve, reject) => {
        // Without a token it would be everybody's beyond this machine.
        const at = metrics.token === undefined && !isLoopback(host) ? '127.0.0.1' : host;
        server = own.listen(port, at, (error?: Error) => (error === undefined ? resolve() : reject(error)));
      }),
    close: () =>
      new Promise((resolve) => {
        if (server === undefined) return resolve();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
