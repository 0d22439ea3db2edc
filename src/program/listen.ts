import type { Server } from 'node:http';
import type { Express } from 'express';
import type { Config } from './config.js';

/** Listens where the settings say. @throws Error where something else does already */
export const listen = (app: Express, config: Config): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = app.listen(config.port, config.host, (error?: Error) =>
      error === undefined ? resolve(server) : reject(error),
    );
  });

/** Where it listens then, with a slash at its end. */
export function addressOf(server: Server, config: Config): string {
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : config.port;
  return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/`;
}
