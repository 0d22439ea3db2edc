import { standingOf } from '../../domain/access-link.js';
import type { Clock } from '../../kernel/clock.js';
import type { Links } from '../../ports/access-links.js';
import type { Store } from '../../ports/store.js';

/** What is said of a link to whoever opens it. After its person was erased it opens nothing. */
export const linksOf = (store: Pick<Store, 'read'>, clock: Clock): Links => ({
  look: (hash) =>
    store.read(async (tx) => {
      const link = await tx.accessLinks.find(hash);
      if (link === undefined) return undefined;
      const person = await tx.in(link.programme).people.get(link.person);
      const there = person !== undefined && person.erasedAt === null;
      return {
        standing: there ? standingOf(link, clock.now()) : 'erased',
        person: link.person,
        purpose: link.purpose,
        witnessed: link.witnessed,
        expiresAt: link.expiresAt,
        name: link.witnessed && there ? (person.name.split(' ')[0] ?? person.name) : null,
        zone: there ? person.zone : 'UTC',
        locale: there ? person.locale : 'en-GB',
      };
    }),
});
