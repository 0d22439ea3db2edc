import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { chance } from './chance.js';

/** Bytes that could not be opened: another key, another place, or changed since. Says nothing of what is in them. */
export class SealBroken extends Error {
  readonly code = 'seal-broken';
  constructor() {
    super('seal-broken');
    this.name = 'SealBroken';
  }
}

/** The first byte of everything sealed, so that another way of sealing can stand beside this one later. */
const form = 1;
const nonceLength = 12;
const tagLength = 16;

/** Length of every key here, in bytes (AES-256). */
export const keyLength = 32;

/**
 * Seals bytes with AES-256-GCM: form (1) · nonce (12) · ciphertext · tag (16). `place` says where the bytes belong
 * (table, row, column): they open there only, so that nothing can be moved from one row to another. The nonce is made
 * here and cannot be passed in: used twice under one key, it would give the texts away (NIST SP 800-38D, §8).
 * @throws RangeError if the key is not 32 bytes.
 */
export function seal(key: Uint8Array, plain: Uint8Array, place: string): Uint8Array<ArrayBuffer> {
  checkKey(key);
  const nonce = chance(nonceLength);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
  cipher.setAAD(Buffer.from(place, 'utf8'));
  const body = cipher.update(plain);
  cipher.final();
  return joined(Uint8Array.of(form), nonce, body, cipher.getAuthTag());
}

/** What `seal` made, opened again. @throws SealBroken if key, place or bytes are not those of the sealing. */
export function open(key: Uint8Array, sealed: Uint8Array, place: string): Uint8Array<ArrayBuffer> {
  checkKey(key);
  if (sealed.length < 1 + nonceLength + tagLength || sealed[0] !== form) throw new SealBroken();
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + nonceLength), {
    authTagLength: tagLength,
  });
  decipher.setAAD(Buffer.from(place, 'utf8'));
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength));
  try {
    const plain = decipher.update(sealed.subarray(1 + nonceLength, sealed.length - tagLength));
    decipher.final();
    return joined(plain);
  } catch {
    throw new SealBroken();
  }
}

/** A new key. Made here, as nonces are, so that nothing that counts or is known beforehand can be passed in as chance. */
export function newKey(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(randomBytes(keyLength));
}

/** A key of its own for one purpose, from the root key (HKDF-SHA256, RFC 5869). */
export function deriveKey(root: Uint8Array, purpose: string): Uint8Array {
  checkKey(root);
  return new Uint8Array(hkdfSync('sha256', root, new Uint8Array(0), Buffer.from(purpose, 'utf8'), keyLength));
}

/** HMAC-SHA256 as lower-case hexadecimal. */
export function mac(secret: Uint8Array, text: string): string {
  return createHmac('sha256', secret).update(text, 'utf8').digest('hex');
}

function checkKey(key: Uint8Array): void {
  if (key.length !== keyLength) throw new RangeError('a key has 32 bytes');
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
