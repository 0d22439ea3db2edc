import type { Card } from '../../src/chat/card.js';
import type { Address, MessageRef } from '../../src/chat/inbound.js';
import type { AddressBook } from '../../src/ports/address-book.js';
import type { LocalMessages } from '../../src/ports/local-chat.js';
import type { Store } from '../../src/ports/store.js';
import type { Clients } from './connect.js';
import type { Gate } from './gate.js';
import { openJson, sealJson } from './keys.js';
import type { Tables } from './repository.js';
import { ms, msOrNull, type Shared, text } from './scope.js';

/** What the program keeps that is no programme's. */
export const programTables: Tables = {
  Meta: { stay: 'Facts of the program: its clock, its key’s check, codes as hashes.' },
  AddressBookEntry: {
    stay: 'What an adapter must know to reach a conversation or hand over a file, sealed and the adapter’s own.',
  },
  LocalMessage: { stay: 'A conversation of the local chat, as a platform keeps its own.' },
};

/** What the program keeps beside the programmes: written through the gate, read beside it. */
export interface Beside {
  readonly clients: Clients;
  readonly gate: Gate;
}

const entryAt = (key: string): string => `address-book/${key}`;

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

const cardAt = (ref: string): string => `local/${ref}/card`;

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
