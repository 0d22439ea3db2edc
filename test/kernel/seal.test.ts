import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deriveKey, keyLength, mac, newKey, open, SealBroken, seal } from '../../src/kernel/seal.js';

const key = new Uint8Array(32).fill(1);
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what is sealed opens with the same key in the same place', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.string(), (plain, place) => {
      expect(open(key, seal(key, plain, place), place)).toEqual(new Uint8Array(plain));
    }),
  );
});

test('another key, another place or any byte changed: it does not open', () => {
  const sealed = seal(key, bytes('hello'), 'row/1');
  expect(() => open(new Uint8Array(32).fill(2), sealed, 'row/1')).toThrow(SealBroken);
  expect(() => open(key, sealed, 'row/2')).toThrow(SealBroken);
  for (let i = 0; i < sealed.length; i++) {
    const changed = sealed.slice();
    changed[i] = (changed[i] ?? 0) ^ 1;
    expect(() => open(key, changed, 'row/1'), `byte ${i}`).toThrow(SealBroken);
  }
  for (let length = 0; length < sealed.length; length++)
    expect(() => open(key, sealed.subarray(0, length), 'row/1')).toThrow(SealBroken);
});

test('sealing the same twice gives different bytes', () => {
  const many = new Set(Array.from({ length: 100 }, () => Buffer.from(seal(key, bytes('x'), 'p')).toString('hex')));
  expect(many.size).toBe(100);
});

test('a key has 32 bytes', () => {
  expect(() => seal(new Uint8Array(31), bytes('x'), 'p')).toThrow(RangeError);
  expect(() => open(new Uint8Array(16), seal(key, bytes('x'), 'p'), 'p')).toThrow(RangeError);
  expect(() => deriveKey(new Uint8Array(0), 'p')).toThrow(RangeError);
});

test('opens what an independent implementation sealed', () => {
  // Python's `cryptography` 48: AESGCM(b'\\x01' * 32).encrypt(b'\\x02' * 12, b'hello', b'row/1'), after form and nonce.
  const sealed = Buffer.from(`01${'02'.repeat(12)}6fb3a525259b67bc682bf81a10f6066f51cea95add`, 'hex');
  expect(open(key, sealed, 'row/1')).toEqual(bytes('hello'));
});

test('a key for each purpose, the same each time', () => {
  expect(deriveKey(key, 'a')).toEqual(deriveKey(key, 'a'));
  expect(deriveKey(key, 'a')).not.toEqual(deriveKey(key, 'b'));
  expect(deriveKey(key, 'a')).toHaveLength(32);
});

test('a new key is of the length that seals, and no two are alike', () => {
  const made = Array.from({ length: 50 }, () => Buffer.from(newKey()).toString('hex'));
  expect(new Set(made).size).toBe(50);
  for (const one of made) expect(one).toHaveLength(2 * keyLength);
});

test('the keyed hash is HMAC-SHA256 (RFC 4231, test case 2)', () => {
  expect(mac(bytes('Jefe'), 'what do ya want for nothing?')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});
