import type { Account, Address, MessageRef } from '../../src/chat/inbound.js';

/**
 * Addresses and message references are opaque outside: `teams:TENANT:CONVERSATION[:ACTIVITY]`, each part
 * percent-encoded, since Teams' own ids hold colons, semicolons and at-signs.
 */

const pack = (...parts: readonly string[]): string => ['teams', ...parts.map(encodeURIComponent)].join(':');

function unpack(packed: string, count: number): readonly string[] | undefined {
  const [platform, ...parts] = packed.split(':');
  if (platform !== 'teams' || parts.length !== count || parts.some((p) => p === '')) return undefined;
  try {
    return parts.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

export interface Place {
  readonly tenant: string;
  readonly conversation: string;
}

export const addressOf = (at: Place): Address => pack(at.tenant, at.conversation) as Address;

/** The conversation of an address; undefined where it is not one of ours. */
export function placeOfAddress(address: Address): Place | undefined {
  const [tenant, conversation] = unpack(address, 2) ?? [];
  return tenant === undefined || conversation === undefined ? undefined : { tenant, conversation };
}

export const refOf = (at: Place, activity: string): MessageRef =>
  pack(at.tenant, at.conversation, activity) as MessageRef;

/** The message of a reference; undefined where it is not one of ours. */
export function placeOfRef(ref: MessageRef): (Place & { readonly activity: string }) | undefined {
  const [tenant, conversation, activity] = unpack(ref, 3) ?? [];
  if (tenant === undefined || conversation === undefined || activity === undefined) return undefined;
  return { tenant, conversation, activity };
}

/** A reply in a channel's thread has the thread's id appended; the channel itself is what is addressed. */
export const withoutThread = (conversation: string): string => conversation.replace(/;messageid=.*$/i, '');

export const teamsAccount = (tenant: string, user: string): Account => ({ platform: 'teams', tenant, user });
