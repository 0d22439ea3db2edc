import type { NextFunction, Request, RequestHandler, Response } from 'express';

/** No third party, no inline script or style, in no frame; forms go nowhere else. */
const contentPolicy = [
  "default-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** Headers of every page of the local chat. Pages hold private words and one-time fields, so no cache keeps them. */
export const pageHeaders: RequestHandler = (_request, response, next) => {
  response.removeHeader('X-Powered-By');
  response.set({
    'Content-Security-Policy': contentPolicy,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  });
  next();
};

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Lets a request through only if its Host is this machine's own name. The local chat asks nobody who they are, so a
 * page of another site must not reach it by a name that was made to point here (DNS rebinding).
 */
export function loopbackOnly(refuse: (request: Request, response: Response) => unknown): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    if (loopback.test(request.headers.host ?? '')) next();
    else refuse(request, response);
  };
}

/**
 * Lets a request through that no page of another site has sent: from a page of this very origin, or from no page at all, as
 * `curl` and tests send it. A browser says where a request comes from (`Sec-Fetch-Site`, or `Origin` with each POST).
 */
export function notFromElsewhere(refuse: (request: Request, response: Response) => unknown): RequestHandler {
  const own = sameOriginOnly(refuse);
  return (request: Request, response: Response, next: NextFunction) => {
    if (request.get('Sec-Fetch-Site') === undefined && request.get('Origin') === undefined) next();
    else own(request, response, next);
  };
}

/**
 * Lets a POST through only from a page of this very origin. `Sec-Fetch-Site` decides where the browser sends it; with
 * `Referrer-Policy: no-referrer` the Origin of a plain form is "null" and says nothing. Neither header: refused.
 */
export function sameOriginOnly(refuse: (request: Request, response: Response) => unknown): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const site = request.get('Sec-Fetch-Site');
    const origin = request.get('Origin');
    const own = origin === `http://${request.headers.host}` || origin === `https://${request.headers.host}`;
    const fine =
      site === undefined ? own : site === 'same-origin' && (origin === undefined || origin === 'null' || own);
    if (fine) next();
    else refuse(request, response);
  };
}
