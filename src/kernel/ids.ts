import { randomBytes } from 'node:crypto';
import { chance } from './chance.js';

/** A string that names one kind of thing; the brand exists at compile time only. */
export type Id<K extends string> = string & { readonly [brand in K]: true };

export type ProgrammeId = Id<'programme'>;
export type PersonId = Id<'person'>;
export type PortfolioId = Id<'portfolio'>;
export type MentorshipId = Id<'mentorship'>;
export type GoalId = Id<'goal'>;
export type LevelId = Id<'level'>;
export type SessionId = Id<'session'>;
export type SeriesId = Id<'series'>;
export type DraftId = Id<'draft'>;
export type DocumentId = Id<'document'>;

/** Where new ids and other unguessable values come from. Only `kernel/` touches the machine's randomness. */
export interface Ids {
  /** A new id. Ids made later sort later (as text), so a list in id order is in order of making. */
  next<K extends string>(kind: K): Id<K>;
  /** Unguessable bytes, for tokens, keys and secrets. */
  bytes(length: number): Uint8Array;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Crockford base 32, lower case: safe in URLs, in Slack's action ids and read aloud. */
export function base32(bytes: Uint8Array): string {
  let bits = 0;
  let value = 0;
  let out = '';
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0x1fff;
    bits += 8;
    while (bits >= 5) {
      out += alphabet[(value >> (bits - 5)) & 31];
      bits -= 5;
    }
  }
  if (bits > 0) out += alphabet[(value << (5 - bits)) & 31];
  return out;
}

/**
 * Ids for a running program: 48 bits of time, 16 bits of a counter, 64 random bits, as 26 characters.
 * The time in an id orders it and is never read back as a fact.
 */
export function randomIds(): Ids {
  let counter = 0;
  return {
    next<K extends string>(_kind: K): Id<K> {
      const bytes = new Uint8Array(16);
      const time = Date.now();
      counter = (counter + 1) & 0xffff;
      new DataView(bytes.buffer).setUint32(0, Math.floor(time / 0x10000));
      new DataView(bytes.buffer).setUint16(4, time & 0xffff);
      new DataView(bytes.buffer).setUint16(6, counter);
      bytes.set(chance(8), 8);
      return base32(bytes) as Id<K>;
    },
    bytes: (length) => new Uint8Array(randomBytes(length)),
  };
}
