import { Prisma } from '../../prisma/generated/sqlite/client.js';
import type { Person } from '../../src/domain/programme.js';
import { recipientKey } from '../../src/ports/store/delivery.js';
import { entriesOf, partsOf } from './book.js';
import { type Scope, text } from './scope.js';

/**
 * Where somebody was reached, in every table that names it: what was sent to them, where it stands, their conversation in
 * the local chat, what an adapter keeps of how to reach them, how busy their conversation was, and what they did there. A
 * platform's own copies are its own to keep.
 */
export async function eraseAddresses(s: Scope, before: Person): Promise<void> {
  const { sql } = s.db;
  const recipient = recipientKey({ person: before.id });
  const sent = await sql.query<{ address: string | null }>`
    DELETE FROM "Outbox" WHERE "programmeId" = ${s.programme} AND "recipient" = ${recipient} RETURNING "address"`;
  // After their rows of the outbox, which may just have been settled by whoever sent the message (attempts.ts).
  const posted = await sql.query<{ ref: string }>`
    SELECT "ref" FROM "Posted" WHERE "programmeId" = ${s.programme} AND "recipient" = ${recipient}`;
  s.along.posted.clear();

  // Their accounts, and the conversations that the adapters know of them. A name that is as short as a word says nothing
  // where it stands among others: it is looked for as a whole part of a key or a value only.
  const named = new Set(before.accounts.map(({ user }) => text(user)));
  for (const { key, says } of await entriesOf(s, named)) {
    for (const one of says) named.add(one);
    await sql.run`DELETE FROM "AddressBookEntry" WHERE "key" = ${key}`;
  }
  const places = new Set(sent.flatMap(({ address }) => (address === null ? [] : [address])));
  // The local chat's direct conversations (adapters/web/local-chat/paths.ts).
  for (const { platform, user } of before.accounts) if (platform === 'web') places.add(`web:${user}`);
  for (const { key } of await entriesOf(s, named)) await sql.run`DELETE FROM "AddressBookEntry" WHERE "key" = ${key}`;
  await eraseHere(s, places, posted);

  const isTheirs = (key: string): boolean => partsOf(key).some((part) => named.has(part)) || among(places, key);
  for (const table of ['Counter', 'Delivery'] as const) {
    const at = Prisma.raw(`"${table}"`);
    const keys = await sql.query<{ key: string }>`SELECT "key" FROM ${at}`;
    for (const { key } of keys.filter((row) => isTheirs(row.key)))
      await sql.run`DELETE FROM ${at} WHERE "key" = ${key}`;
  }
}

/** What stood in the local chat, which is no platform but ours. */
async function eraseHere(
  { db: { sql } }: Scope,
  places: ReadonlySet<string>,
  posted: readonly { readonly ref: string }[],
): Promise<void> {
  for (const place of places) await sql.run`DELETE FROM "LocalMessage" WHERE "address" = ${place}`;
  for (const { ref } of posted) await sql.run`DELETE FROM "LocalMessage" WHERE "ref" = ${ref}`;
}

/** Whether a key is of one of these conversations: it begins with it, and goes on after a mark. */
const among = (places: ReadonlySet<string>, key: string): boolean =>
  [...places].some((place) => key === place || key.startsWith(`${place}|`) || key.startsWith(`${place}:`));
