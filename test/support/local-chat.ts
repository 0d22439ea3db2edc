import type { Address, MessageRef } from '../../src/chat/inbound.js';
import type { Reader } from '../../src/chat/text.js';
import type { LocalMessage, LocalMessages, LocalPeople, LocalPerson } from '../../src/ports/local-chat.js';

/** The local chat's messages in memory. */
export function localMessages(): LocalMessages & { readonly all: readonly LocalMessage[] } {
  const all: LocalMessage[] = [];
  const of = (address: Address, key: string) => all.find((m) => m.address === address && m.key === key);
  return {
    all,
    async post(message) {
      const before = of(message.address, message.key);
      if (before !== undefined) return before.ref;
      const ref = `msg${all.length + 1}` as MessageRef;
      all.push({ ...message, ref, editedAt: null });
      return ref;
    },
    async edit(ref, change) {
      const i = all.findIndex((m) => m.ref === ref);
      const before = all[i];
      if (before === undefined) return false;
      all[i] = { ...before, ...change };
      return true;
    },
    async find(address, key) {
      return of(address, key)?.ref;
    },
    async list(address, limit) {
      return all.filter((m) => m.address === address).slice(-limit);
    },
  };
}

/** People of the local chat: everybody reads in `zone`, and a person's id is their user id. */
export function localPeople(
  people: readonly LocalPerson[],
  channels: readonly string[],
  zone = 'Europe/London',
): LocalPeople {
  const reader: Reader = {
    person: null,
    platform: 'web',
    zone,
    locale: 'en-GB',
    named: (person) => {
      const found = people.find((p) => p.user === (person as string));
      return found === undefined ? { name: 'Somebody' } : { name: found.name, user: found.user };
    },
  };
  return {
    list: async () => people,
    reader: async () => reader,
    channels: async () => channels,
    lentTo: async () => undefined,
  };
}
