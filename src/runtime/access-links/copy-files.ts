import { isPersonal } from '../../domain/access-link.js';
import { doorOf, isEnrolled, personalStanding } from '../../domain/personal-link.js';
import type { Clock } from '../../kernel/clock.js';
import type { CopyFiles } from '../../ports/copy-files.js';
import type { Store } from '../../ports/store.js';
import { byId } from '../people-by-id.js';
import type { Registry } from '../registry.js';

/** The bytes of a copy that its person was just let have: whether they may is asked by the press before. */
export const copyFilesOf = (
  store: Pick<Store, 'read'>,
  { copies }: Pick<Registry, 'copies'>,
  clock: Clock,
): CopyFiles => ({
  file: (hash, browser) =>
    store.read(async (tx) => {
      const link = await tx.accessLinks.find(hash);
      if (link === undefined || !isPersonal(link.purpose)) return undefined;
      const rows = tx.in(link.programme);
      const open = personalStanding(link, await rows.allocations.all(), clock.now()) === 'open';
      if (!open || !isEnrolled(await rows.kept.get(doorOf(link.purpose), link.person), link, browser)) return undefined;
      const person = await rows.people.get(link.person);
      if (person === undefined || person.erasedAt !== null) return undefined;
      const programme = await rows.programme.get();
      return copies?.(person, { rows, programme, now: clock.now(), people: async () => byId(await rows.people.all()) });
    }),
});
