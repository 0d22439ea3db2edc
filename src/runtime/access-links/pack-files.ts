import { createHash } from 'node:crypto';
import { isPersonal } from '../../domain/access-link.js';
import { packFileName } from '../../domain/pack/pack.js';
import { doorOf, isEnrolled, personalStanding } from '../../domain/personal-link.js';
import type { Clock } from '../../kernel/clock.js';
import type { PackFiles } from '../../ports/pack-files.js';
import type { Store } from '../../ports/store.js';

/** The bytes of a pack that its link's holder was just let have: whether they may is asked by the press before. */
export const packFilesOf = (store: Pick<Store, 'read'>, clock: Clock): PackFiles => ({
  file: (hash, browser, id) =>
    store.read(async (tx) => {
      const link = await tx.accessLinks.find(hash);
      if (link === undefined || !isPersonal(link.purpose)) return undefined;
      const rows = tx.in(link.programme);
      const open = personalStanding(link, await rows.allocations.all(), clock.now()) === 'open';
      if (!open || !isEnrolled(await rows.kept.get(doorOf(link.purpose), link.person), link, browser)) return undefined;
      const pack = await rows.packs.get(id);
      const bytes = pack?.state === 'ready' ? await rows.packs.file(id) : undefined;
      if (pack === undefined || bytes === undefined) return undefined;
      // Between the two it may have been made anew.
      if (createHash('sha256').update(bytes).digest('hex') !== pack.hash) return undefined;
      return { name: packFileName(pack, (await rows.programme.get()).zone), bytes };
    }),
});
