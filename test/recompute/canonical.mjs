import { createHash, createHmac } from 'node:crypto';

/** JSON in one spelling, and what is taken over it (docs/record-format.md#canonical-json). Of no other code's making. */

export function canonical(value) {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${quoted(key)}:${canonical(value[key])}`).join(',')}}`;
  }
  if (value === undefined || (typeof value === 'number' && !Number.isFinite(value)))
    throw new TypeError('there is no JSON for it');
  return JSON.stringify(value);
}

/** A surrogate without its other half is written as U+FFFD. */
const quoted = (text) =>
  JSON.stringify(text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd'));

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** What an entry has of a leaf. `secret` in base64. */
export const leafDigest = (path, value, secret) =>
  createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(canonical([path, value]))
    .digest('hex');

/** The hash of an entry of format 2. */
export const entryHash = (chain, { v, seq, at, leaves, voids, prev }) =>
  sha256(canonical({ v, chain, seq, at, leaves, voids, prev }));

export const same = (a, b) => canonical(a ?? null) === canonical(b ?? null);
