import { isPersonal } from '../../domain/access-link.js';
import { doorOf, isEnrolled, personalStanding } from '../../domain/personal-link.js';
import type { Clock } from '../../kernel/clock.js';
import type { PersonalLinks } from '../../ports/personal-links.js';
import type { Store } from '../../ports/store.js';

/** What a page is told of a personal link; what it does by it is asked again, in the transaction that does it. */
export const personalLinksOf = (store: Pick<Store, 'read'>, clock: Clock): PersonalLinks => ({
  look: (hash, browser) =>
    store.read(async (tx) => {
      const link = await tx.accessLinks.find(hash);
      if (link === undefined || !isPersonal(link.purpose)) return undefined;
      const rows = tx.in(link.programme);
      const person = await rows.people.get(link.person);
      const there = person !== undefined && person.erasedAt === null;
      return {
        standing: there ? personalStanding(link, await rows.allocations.all(), clock.now()) : 'erased',
        person: link.person,
        purpose: link.purpose,
        enrolled: there && isEnrolled(await rows.kept.get(doorOf(link.purpose), link.person), link, browser),
        expiresAt: link.expiresAt,
        zone: there ? person.zone : 'UTC',
        locale: there ? person.locale : 'en-GB',
      };
    }),
});
