import { linkRefusals, noSuchLink, standingOf } from '../../domain/access-link.js';
import type { Clock } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { Store } from '../../ports/store.js';
import type { Registry } from '../registry.js';

/**
 * A file that came by the page of a link: given to the feature whose link it is, in a transaction of its own. The link is
 * not used up by it.
 * @throws Refused where the link (by its token's hash) is none, takes no file, or is done
 */
export const fileByLink =
  (deps: { readonly store: Pick<Store, 'write'>; readonly registry: Registry; readonly clock: Clock }) =>
  (hash: string, written: string): Promise<void> =>
    deps.store.write(async (tx) => {
      const link = await tx.accessLinks.find(hash);
      const file = link === undefined ? undefined : deps.registry.links.get(link.purpose)?.file;
      if (link === undefined || file === undefined) throw new Refused('no-such-link', noSuchLink);
      if (standingOf(link, deps.clock.now()) !== 'open') throw new Refused('link-done', linkRefusals.void);
      const rows = tx.in(link.programme);
      const person = await rows.people.get(link.person);
      await file(written, { link, rows, ...(person === undefined ? {} : { person }) });
    });
