import type { Address } from '../../../src/chat/inbound.js';
import type { DraftId } from '../../../src/kernel/ids.js';

/** The tenant of every account of the local chat. */
export const localTenant = 'local';

/** The address of somebody's direct conversation with the bot: `web:USER`. */
export const directAddress = (user: string): Address => `web:${user}` as Address;
/** The address of a channel, by its name without the hash: `web:#NAME`. */
export const channelAddress = (name: string): Address => `web:#${name}` as Address;

/** Where in the local chat somebody is: what they press and type is answered there. */
export type Place =
  | { readonly kind: 'direct'; readonly user: string }
  | { readonly kind: 'channel'; readonly user: string; readonly name: string }
  | { readonly kind: 'home'; readonly user: string };

/** The conversation that a place writes to; the home page belongs to the direct conversation. */
export const addressOf = (place: Place): Address =>
  place.kind === 'channel' ? channelAddress(place.name) : directAddress(place.user);

/** What is told to open pages when a place changes: an address, or somebody's home page. */
export const topicOf = (place: Place): string =>
  place.kind === 'home' ? homeTopic(place.user) : (addressOf(place) as string);
export const homeTopic = (user: string): string => `home:${user}`;

/** What an address is: somebody's direct conversation, a channel, or nothing of the local chat's. */
export function readAddress(
  address: Address,
):
  | { readonly kind: 'direct'; readonly user: string }
  | { readonly kind: 'channel'; readonly name: string }
  | undefined {
  if (!address.startsWith('web:')) return undefined;
  const rest = address.slice('web:'.length);
  if (rest.startsWith('#')) return rest.length > 1 ? { kind: 'channel', name: rest.slice(1) } : undefined;
  return rest === '' ? undefined : { kind: 'direct', user: rest };
}

/** A place as a form's hidden field carries it; `readPlace` reads it back. */
export const writePlace = (place: Place): string => (place.kind === 'channel' ? `#${place.name}` : place.kind);
/** The place of `user` that a hidden field names; the direct conversation where it names none. */
export function readPlace(user: string, written: string): Place {
  if (written === 'home') return { kind: 'home', user };
  if (written.startsWith('#')) return { kind: 'channel', user, name: written.slice(1) };
  return { kind: 'direct', user };
}

const part = encodeURIComponent;

/** Every path of the local chat. The person stands in it, so that two windows can be two people. */
export const paths = {
  /** Who somebody new is. */
  somebodyNew: '/chat',
  person: (user: string) => `/chat/${part(user)}`,
  place: (place: Place): string => {
    const base = `/chat/${part(place.user)}`;
    if (place.kind === 'direct') return base;
    return place.kind === 'home' ? `${base}/home` : `${base}/channel/${part(place.name)}`;
  },
  /** The list of messages alone, for live updates. */
  talk: (place: Place) => `${paths.place(place)}/talk`,
  stream: (place: Place, since: string) => `${paths.place(place)}/stream?since=${part(since)}`,
  say: (user: string) => `/chat/${part(user)}/say`,
  press: (user: string) => `/chat/${part(user)}/press`,
  dismiss: (user: string) => `/chat/${part(user)}/dismiss`,
  clock: (user: string) => `/chat/${part(user)}/clock`,
  form: (user: string, draft: DraftId) => `/chat/${part(user)}/form/${part(draft)}`,
  concern: (user: string, draft: DraftId) => `/chat/${part(user)}/form/${part(draft)}/concern`,
  formThenHome: (user: string, draft: DraftId) => `${paths.form(user, draft)}?to=home`,
  panel: (user: string, id: string) => `/chat/${part(user)}/panel/${part(id)}`,
  file: (token: string, name: string) => `/files/${part(token)}/${part(name)}`,
} as const;
