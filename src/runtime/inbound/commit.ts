import type { Inbound, Reply } from '../../chat/inbound.js';
import { isUsedUp } from '../../domain/access-link.js';
import type { Transaction } from '../../ports/store.js';
import type { Registry } from '../registry.js';
import type { Acting } from './act-as.js';
import type { Handled } from './dispatch.js';
import type { Identified } from './identify.js';
import { isHeard, toldKey } from './once-told.js';
import { outcomeOf } from './repeats.js';

/** The fourth step of an event: what was asked for is written. It holds once the transaction around it has ended well. */

export interface CommitDeps {
  readonly registry: Registry;
  /** Whether another program on the database may be given the same event just now. */
  several(): boolean;
}

/**
 * Writes all buffered work, uses the link up if it was answered, and keeps the outcome of what had an effect, so that
 * a repeat of the event has none; beside other programs also that an answer is on its way that must not come twice. Answers the reply as it is shown.
 */
export async function commit(
  deps: CommitDeps,
  tx: Transaction,
  event: Inbound,
  who: Identified,
  { link, work, works }: Acting,
  handled: Handled,
): Promise<Reply> {
  let { reply } = handled;
  if (link !== undefined && handled.taken && isUsedUp(link.purpose)) {
    await who.rows.accessLinks.settle(link.id, 'used', who.now);
    work.audit('link.used', link.person, { purpose: link.purpose });
    work.redraw(link.subject);
    const over = link.witnessed ? deps.registry.lending?.over : undefined;
    if (over !== undefined) reply = { kind: 'close', say: over };
  }
  let changed = false;
  for (const each of works) changed = (await each.flush()) || changed;
  // A form that was opened is an effect too: opened again by the same request, it would be begun anew.
  const opened = event.kind !== 'form' && reply.kind === 'form';
  if (who.earlier === undefined && (changed || handled.taken || opened))
    await tx.deliveries.record(event.deliveryId, outcomeOf(reply), who.now);
  const key = deps.several() && who.answering === undefined ? toldKey(event) : undefined;
  if (key !== undefined) await tx.deliveries.record(key, isHeard, who.now);
  return reply;
}
