import type { Account, MessageRef, Outgoing } from '../../chat/inbound.js';
import type { Pages } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import { drawPosted } from '../outbound/draw.js';
import type { Registry } from '../registry.js';
import { rememberedRows } from '../remembered-rows.js';

/**
 * Looks at a message that stands in a chat, for one of its readers. It goes by the reading connection alone, so that it
 * cannot write; who looks is not let in, welcomed or noted, and sees what everybody there sees unless they are known.
 */
export function lookAtMessage(deps: {
  readonly store: Pick<Store, 'read'>;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly log: Log;
  readonly pages: () => Pages | null;
}) {
  return async (at: { readonly ref: MessageRef; readonly who: Account }): Promise<Outgoing | undefined> => {
    try {
      return await deps.store.read(async (tx) => {
        const home = await tx.accounts.find(at.who);
        const id = home?.programme ?? (await tx.programmes.ofInstallation(at.who.platform, at.who.tenant));
        if (id === undefined) return undefined;
        const rows = rememberedRows(tx.in(id));
        const [programme, all] = [await rows.programme.get(), await rows.people.all()];
        const people = new Map(all.map((p) => [p.id, p]));
        const viewer = home === undefined ? null : (people.get(home.person) ?? null);
        const around = { registry: deps.registry, rows, programme, now: deps.clock.now(), pages: deps.pages(), people };
        return drawPosted(around, at.ref, at.who, viewer, deps.leaseClock.now());
      });
    } catch (error) {
      deps.log.fault('look', error);
      return undefined;
    }
  };
}
