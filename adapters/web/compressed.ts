import { gzipSync } from 'node:zlib';
import type { RequestHandler } from 'express';

/** What is smaller (bytes) fits one packet anyway. */
const worthwhile = 1400;

/**
 * Compresses the pages that are sent whole. A stream is written, not sent, so it passes as it is: nothing of it waits
 * for more. Only for the local chat, which listens on this machine alone: beside a page that holds a secret and repeats
 * what somebody else chose, the size of a compressed answer would tell of the secret.
 */
export const compressed: RequestHandler = (request, response, next) => {
  const send = response.send.bind(response);
  response.send = (body: unknown) => {
    if (typeof body !== 'string' || body.length < worthwhile) return send(body);
    response.vary('Accept-Encoding');
    if (request.acceptsEncodings('gzip') !== 'gzip') return send(body);
    response.set('Content-Encoding', 'gzip');
    return send(gzipSync(body));
  };
  next();
};
