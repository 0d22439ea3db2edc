import type { Card } from '../../src/chat/card.js';
import type { Address, MessageRef } from '../../src/chat/inbound.js';
import type { AddressBook } from '../../src/ports/address-book.js';
import type { LocalMessages } from '../../src/ports/local-chat.js';
import type { Store } from '../../src/ports/store.js';
import type { Clients } from './connect.js';
import type { Gate } from './gate.js';
import { openJson, sealJson } from './keys.js';
import type { Tables } from './repository.js';
import { ms, msOrNull, type Scope, type Shared, text } from './scope.js';

/** What the program keeps that is no programme's. */
export const programTables: Tables = {
  Meta: { stay: 'Facts of the program: its clock, its key’s check, codes as hashes.' },
  AddressBookEntry: {
    deleted: 'How an adapter reaches them goes; what it knows of others and of workspaces stays.',
  },
  LocalMessage: { deleted: 'Their conversation in the local chat goes: no platform keeps it but this one.' },
};

/**
 * Entries of the address book that name one of these, as a whole part of their key or a whole text in their value; and
 * what else each says somebody is reached by. Erasing is rare, so all are opened.
 */
export async function entriesOf(
  { db, keys }: Pick<Scope, 'db' | 'keys'>,
  named: ReadonlySet<string>,
): Promise<readonly { readonly key: string; readonly says: readonly string[] }[]> {
  if (named.size === 0) return [];
  const rows = await db.sql.query<{ key: string; value: Uint8Array }>`SELECT "key", "value" FROM "AddressBookEntry"`;
  return rows.flatMap(({ key, value }) => {
    const opened = textsIn(openJson<string>(keys.addressBook, value, entryAt(key)));
    const inKey = partsOf(key).some((part) => named.has(part));
    if (!inKey && !Object.values(opened).some((text) => named.has(text))) return [];
    // Of a person's own entry: their id at the platform, and their conversation.
    const says = inKey ? [opened.id, opened.direct].filter((text) => text !== undefined) : [];
    return [{ key, says }];
  });
}

/** What a key is made of, as adapters put theirs together. */
export const partsOf = (key: string): readonly string[] =>
  key.split(/[/:|]/).map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });

/** The texts that a value holds, by their names; a value that is no object is one text. */
function textsIn(value: string): Readonly<Record<string, string>> {
  try {
    const read = JSON.parse(value) as unknown;
    if (typeof read !== 'object' || read === null) return { value: String(read) };
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return { value };
  }
}

/** What the program keeps beside the programmes: written through the gate, read beside it. */
export interface Beside {
  readonly clients: Clients;
  readonly gate: Gate;
}

export const entryAt = (key: string): string => `address-book/${key}`;

export function addressBook({ keys }: Shared, { clients: { writing, reading }, gate }: Beside): AddressBook {
  return {
    async get(key) {
      const [row] = await reading.query<{ value: Uint8Array }>`
        SELECT "value" FROM "AddressBookEntry" WHERE "key" = ${text(key)}`;
      return row === undefined ? undefined : openJson<string>(keys.addressBook, row.value, entryAt(text(key)));
    },
    async put(key, value) {
      const sealed = sealJson(keys.addressBook, value, entryAt(text(key)));
      await gate.run(
        () => writing.run`
          INSERT INTO "AddressBookEntry" ("key", "value") VALUES (${text(key)}, ${sealed})
          ON CONFLICT ("key") DO UPDATE SET "value" = excluded."value"`,
      );
    },
    async remove(key) {
      await gate.run(() => writing.run`DELETE FROM "AddressBookEntry" WHERE "key" = ${text(key)}`);
    },
  };
}

export function meta({ clients: { writer, reader }, gate }: Beside): Store['meta'] {
  return {
    async get(key) {
      return (await reader.meta.findUnique({ where: { key: text(key) } }))?.value;
    },
    async put(key, value) {
      await gate.run(() =>
        writer.meta.upsert({ where: { key: text(key) }, create: { key: text(key), value }, update: { value } }),
      );
    },
  };
}

export const cardAt = (ref: string): string => `local/${ref}/card`;

export function localMessages({ keys, ids }: Shared, { clients: { writer, reader }, gate }: Beside): LocalMessages {
  return {
    post: (message) =>
      gate.run(async () => {
        const place = { address: text(message.address), key: text(message.key) };
        const before = await writer.localMessage.findUnique({ where: { address_key: place }, select: { ref: true } });
        if (before !== null) return before.ref as MessageRef;
        const ref = ids.next('message');
        await writer.localMessage.create({
          data: {
            ...place,
            ref,
            drawn: message.drawn,
            card: sealJson(keys.localChat, message.card, cardAt(ref)),
            postedAt: message.postedAt,
          },
          select: { seq: true },
        });
        return ref;
      }),

    async edit(ref, { card, drawn, editedAt }) {
      const at = cardAt(text(ref));
      const before = await reader.localMessage.findUnique({ where: { ref: text(ref) }, select: { card: true } });
      // Drawn again just as it was: nobody would see what was edited.
      const same =
        before !== null && JSON.stringify(openJson(keys.localChat, before.card, at)) === JSON.stringify(card);
      const { count } = await gate.run(() =>
        writer.localMessage.updateMany({
          where: { ref: text(ref) },
          data: { drawn, ...(same ? {} : { card: sealJson(keys.localChat, card, at), editedAt }) },
        }),
      );
      return count === 1;
    },

    async find(address, key) {
      const row = await reader.localMessage.findUnique({
        where: { address_key: { address: text(address), key: text(key) } },
        select: { ref: true },
      });
      return row === null ? undefined : (row.ref as MessageRef);
    },

    async list(address, limit) {
      const rows = await reader.localMessage.findMany({
        where: { address: text(address) },
        orderBy: { seq: 'desc' },
        take: limit,
      });
      return rows.reverse().map((row) => ({
        ref: row.ref as MessageRef,
        address: row.address as Address,
        key: row.key,
        drawn: row.drawn,
        card: openJson<Card>(keys.localChat, row.card, cardAt(row.ref)),
        postedAt: ms(row.postedAt),
        editedAt: msOrNull(row.editedAt),
      }));
    },
  };
}
