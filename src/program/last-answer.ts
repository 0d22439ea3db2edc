import type { ErrorRequestHandler, Express } from 'express';
import type { Log } from '../runtime/log.js';

/**
 * What nobody else answered. Express's own last answers show a stack to whoever asks, and write the request's body into
 * the log; here whoever asks gets a sentence, and the log a code and a place. Mounted after everything else.
 */
export function addLastAnswer(app: Express, log: Pick<Log, 'fault'>): void {
  app.use((_request, response) => {
    response
      .status(404)
      .type('text/plain')
      .send('There is nothing at this address. Check it, or ask whoever gave it to you.\n');
  });
  const failed: ErrorRequestHandler = (error, _request, response, _next) => {
    const status = statusOf(error);
    if (status >= 500) log.fault('http', error);
    // Half an answer is on its way: it breaks off, so that nobody takes it for the whole.
    if (response.headersSent) return void response.destroy();
    response
      .status(status)
      .type('text/plain')
      .send(
        status >= 500
          ? 'That did not work, and nothing was changed. Try again in a moment.\n'
          : 'This request could not be read. Check what was sent, and send it again.\n',
      );
  };
  app.use(failed);
}

/** What Express's parsers say of a request that cannot be read (4xx); anything else is a fault of ours. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

/**
 * What to do with an error that nobody caught: a code and a place go to the log, then the program ends, for what state it
 * is in nobody knows. Node's own last words would print the message, which can hold what people wrote.
 */
export const lastWords =
  (log: Pick<Log, 'fault'>, end: (code: number) => void) =>
  (error: unknown): void => {
    log.fault('uncaught', error);
    end(1);
  };
