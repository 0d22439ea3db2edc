import type { Account } from '../chat/inbound.js';
import type { Platform, Reader } from '../chat/text.js';
import type { Person, Programme } from '../domain/programme.js';
import type { PersonId } from '../kernel/ids.js';

/** Who a card is drawn for: somebody on one of their accounts, or a channel. */
export function readerOf(
  account: Pick<Account, 'platform' | 'tenant'>,
  person: Person | null,
  programme: Programme,
  people: ReadonlyMap<PersonId, Person>,
): Reader {
  return {
    person: person?.id ?? null,
    platform: account.platform,
    zone: person?.zone ?? programme.zone,
    locale: person?.locale ?? 'en-GB',
    named(id) {
      const p = people.get(id);
      if (p === undefined) return { name: 'someone who left' };
      const there = p.accounts.find((a) => a.platform === account.platform && a.tenant === account.tenant);
      return there === undefined ? { name: p.name } : { name: p.name, user: there.user };
    },
  };
}

/** A reader of whom nothing is known: the database is away, or they are nobody's. */
export const strangerOn = (platform: Platform): Reader => ({
  person: null,
  platform,
  zone: 'Europe/London',
  locale: 'en-GB',
  named: () => ({ name: 'someone' }),
});
