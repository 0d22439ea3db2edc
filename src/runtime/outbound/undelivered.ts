import type { PersonId } from '../../kernel/ids.js';
import type { OutboxRow } from '../../ports/store.js';
import type { Programmes } from '../membership/programmes.js';
import type { Registry } from '../registry.js';

/** What the features are told of a message that reached nobody, and of one that somebody in need waits for: each time in a transaction of its own. */
export interface Undelivered {
  /** Somebody cannot be reached at all. */
  unreachable(of: Pick<OutboxRow, 'programme'>, person: PersonId): Promise<void>;
  /** A channel does not take what was to be posted there. */
  channelClosed(row: OutboxRow): Promise<void>;
  /** Something urgent stands where it was to be said. */
  arrived(row: OutboxRow): Promise<void>;
  /** It ended without having been delivered, or without anybody knowing. */
  notDelivered(row: OutboxRow, ended: 'expired' | 'failed' | 'unknown'): Promise<void>;
  /** Somebody has no account, only links. */
  byLink(row: OutboxRow, person: PersonId): Promise<void>;
}

export function undelivered({ features }: Pick<Registry, 'features'>, programmes: Pick<Programmes, 'on'>): Undelivered {
  return {
    unreachable: ({ programme }, person) =>
      programmes.on(programme, async (work) => {
        for (const feature of features) await feature.unreachable?.(person, work);
      }),
    channelClosed: ({ programme, face, subject, id }) =>
      programmes.on(programme, async (work) => {
        for (const feature of features) await feature.channelClosed?.({ face, subject, row: id }, work);
      }),
    notDelivered: ({ programme, face, subject, to, id }, ended) =>
      programmes.on(programme, async (work) => {
        for (const feature of features) await feature.notDelivered?.({ face, subject, to, ended, row: id }, work);
      }),
    arrived: ({ programme, face, subject, to }) =>
      programmes.on(programme, async (work) => {
        for (const feature of features) await feature.arrived?.({ face, subject, to }, work);
      }),
    byLink: ({ programme, face, subject }, person) =>
      programmes.on(programme, async (work) => {
        for (const feature of features) await feature.byLink?.({ face, subject, person }, work);
      }),
  };
}
