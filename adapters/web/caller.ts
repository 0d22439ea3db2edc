import { isIP } from 'node:net';
import type { Request } from 'express';

/**
 * Whose misses these are, as a key for a limiter: the caller's address as `trust proxy` of the app has it
 * (`TRUST_PROXY`; without it the socket's). Of an IPv6 address the first 64 bits, for one household or phone has all the
 * rest of it (RFC 6177, RFC 8981). An address that is none counts with all others that are none.
 */
export function callerOf(request: Pick<Request, 'ip'>): string {
  const written = withoutPort(request.ip ?? '').replace(/%.*$/, '');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(written)?.[1];
  if (mapped !== undefined) return mapped;
  const kind = isIP(written);
  if (kind === 4) return written;
  return kind === 6 ? `${firstHalf(written)}::/64` : '';
}

/**
 * Some proxies write the port too, Azure's Application Gateway among them: `203.0.113.7:51234`, `[2001:db8::1]:51234`.
 * Read as no address, everybody behind one would count as one caller.
 */
const withoutPort = (written: string): string =>
  /^\[([^\]]*)\](?::\d{1,5})?$/.exec(written)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/.exec(written)?.[1] ?? written;

/** The first four groups of an IPv6 address, in one spelling: lower case, without leading zeros. */
function firstHalf(address: string): string {
  // An IPv4 address may end one; it stands in the other half.
  const [before = '', after] = address.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0').split('::');
  const groups = (part: string | undefined): string[] =>
    part === undefined || part === '' ? [] : part.split(':').map((g) => Number.parseInt(g, 16).toString(16));
  const [head, tail] = [groups(before), groups(after)];
  const gap = after === undefined ? 0 : 8 - head.length - tail.length;
  return [...head, ...Array.from({ length: gap }, () => '0'), ...tail].slice(0, 4).join(':');
}
