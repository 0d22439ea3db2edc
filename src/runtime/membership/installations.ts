import type { Account, Answer, InboundOf } from '../../chat/inbound.js';
import type { Clock } from '../../kernel/clock.js';
import type { Ids, ProgrammeId } from '../../kernel/ids.js';
import type { Replicas } from '../../ports/replicas.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import { strangerOn } from '../readers.js';
import type { Registry } from '../registry.js';
import { workOn } from '../work.js';

/**
 * Installations that a platform took away (uninstalled, its token revoked), and that came back. Nobody of that workspace
 * can be written to meanwhile: the coordinator reads it among the people, and whoever runs the program in its log. What
 * there is of the programme stays; whoever writes from there again finds it as it was.
 */
export interface Installations {
  /** Reads which are gone; once, at the start. */
  load(): Promise<void>;
  /** A platform does not accept this program any more. Noted once. */
  gone(at: Pick<Account, 'platform' | 'tenant'>): Promise<void>;
  /** A platform says that its installation is gone. */
  removed(event: InboundOf<'removed'>): Promise<Answer>;
  /** Somebody writes from there, or is written to: it is no longer gone. Costs nothing where it never was. */
  heard(who: Pick<Account, 'platform' | 'tenant'>): Promise<void>;
}

export function installations(deps: {
  readonly store: Store;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly replicas: Pick<Replicas, 'tell'>;
}): Installations {
  /** What the rows say; another program that hears of it first tells this one to read them again. */
  const gone = new Map<string, ProgrammeId>();
  const keyOf = ({ platform, tenant }: Pick<Account, 'platform' | 'tenant'>): string => `${platform}|${tenant}`;

  const markGone = async (at: Pick<Account, 'platform' | 'tenant'>): Promise<void> => {
    if (gone.has(keyOf(at))) return;
    const { platform, tenant } = at;
    const now = deps.clock.now();
    const marked = await deps.store.write(async (tx) => {
      // Uninstalling and revoking are told each for itself, in any order: the second finds nothing to do.
      const programme = await tx.programmes.ofInstallation(platform, tenant);
      if (programme === undefined) return false;
      await tx.programmes.uninstall(platform, tenant, now);
      const rows = tx.in(programme);
      const work = workOn({
        rows,
        parts: deps.registry,
        programme: await rows.programme.get(),
        now,
        leaseNow: deps.leaseClock.now(),
        ids: deps.ids,
        actor: null,
      });
      work.audit('installation.removed', tenant, { platform });
      await work.flush();
      gone.set(keyOf(at), programme);
      return true;
    });
    if (!marked) return;
    deps.replicas.tell({ what: 'installations' });
    deps.log.say('installation-removed', { platform });
  };

  return {
    async load() {
      const places = await deps.store.read((tx) => tx.everywhere.places());
      gone.clear();
      for (const place of places) if (place.removedAt !== null) gone.set(keyOf(place), place.programme);
    },

    async removed(event) {
      await markGone(event.who);
      return { reply: { kind: 'done' }, reader: strangerOn(event.who.platform) };
    },

    gone: markGone,

    async heard(who) {
      const programme = gone.get(keyOf(who));
      if (programme === undefined) return;
      await deps.store.write((tx) => tx.programmes.install(who.platform, who.tenant, programme, deps.clock.now()));
      gone.delete(keyOf(who));
      deps.replicas.tell({ what: 'installations' });
    },
  };
}
