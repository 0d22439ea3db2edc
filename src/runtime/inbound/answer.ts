import type { Answer, Inbound, Reply } from '../../chat/inbound.js';
import type { Pages } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import { offeredByLink } from '../access-links/offered-by-link.js';
import { drawPosted } from '../outbound/draw.js';
import type { LastDrawn } from '../outbound/last-drawn.js';
import { readerOf } from '../readers.js';
import type { Registry } from '../registry.js';
import type { Acting } from './act-as.js';
import type { Identified } from './identify.js';
import { isHeard } from './once-told.js';

/** The last step of an event: the reply, with what its chat needs to show it. */

export interface AnswerDeps {
  readonly registry: Registry;
  readonly leaseClock: Clock;
  readonly lastDrawn: LastDrawn;
  pages(): Pages | null;
}

/**
 * Answers the reply for its reader, as they are after what was written; with the message that was pressed in as it
 * stands now, where the platform takes it in the same answer. Reads, and writes nothing.
 */
export async function answer(
  deps: AnswerDeps,
  event: Inbound,
  { now, rows, programme, told, answering }: Identified,
  { actor, link, work, works }: Acting,
  given: Reply,
): Promise<Answer> {
  const personal = link && deps.registry.links.get(link.purpose)?.personal;
  const reply = personal === undefined ? given : offeredByLink(given, personal);
  const people = await work.people();
  const reader = people.get(actor.id) ?? actor;
  const plain: Answer = {
    reply,
    reader: readerOf(event.who, reader, programme, people),
    ...(works.some((w) => w.changes()) ? { changed: true } : {}),
    ...(told ? { again: true } : {}),
    ...(answering === isHeard ? { elsewhere: true } : {}),
  };
  if (event.kind !== 'press' || event.on === undefined || event.surface.redraws !== true) return plain;
  const message = await drawPosted(
    { registry: deps.registry, rows, programme, now, pages: deps.pages(), people },
    event.on.ref,
    event.who,
    reader,
    deps.leaseClock.now(),
  );
  if (message === undefined) return plain;
  deps.lastDrawn.answered(event.on.ref);
  return { ...plain, redrawn: { ref: event.on.ref, message } };
}
