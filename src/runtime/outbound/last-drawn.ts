import { createHash } from 'node:crypto';
import type { MessageRef, Outgoing } from '../../chat/inbound.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Replicas } from '../../ports/replicas.js';
import type { Posted } from '../../ports/store.js';

/**
 * What each message looked like when it was last drawn where it stands: one act asks for every card about it anew, half
 * of which look as before, and what a platform allows of changes is needed for the others. Kept in memory alone, as a
 * hash, for it tells of what is sealed in the database: after a restart each card is drawn once more.
 */
export interface LastDrawn {
  /** It stands there already just as it would be sent. */
  stands(posted: Pick<Posted, 'ref' | 'drawn'>, message: Outgoing): boolean;
  /** It was drawn there like this. */
  stood(ref: MessageRef, message: Outgoing): void;
  /** It may have been drawn otherwise: the end of an attempt is not known. */
  unsure(ref: MessageRef): void;
  /** An answer is on its way that replaces it, and nobody is told when it arrives. */
  answered(ref: MessageRef): void;
  /** The same, at another program on the database. */
  answeredElsewhere(refs: readonly string[]): void;
  /** What others told may have been missed: nothing is known of any. */
  forget(): void;
}

/** Messages remembered: of the oldest beyond it nothing is known, and they are sent. */
const remembered = 10_000;
/** For so long (ms) a message that was answered with anew may still be replaced by that answer: a request's time. */
const settles = 30_000;

/** Others are told at once of all that was answered within so long (ms), of so many in one word. */
const toldAfter = 200;
const toldAtOnce = 40;

/** @param now the lease clock, which nobody moves */
export function lastDrawn(now: () => number, replicas: Pick<Replicas, 'tell' | 'several'>): LastDrawn {
  type Known = { readonly drawn: number; readonly look: string } | { readonly unsureUntil: number };
  const known = new Map<MessageRef, Known>();
  const keep = (ref: MessageRef, what: Known): void => {
    known.delete(ref);
    known.set(ref, what);
    const [oldest] = known.keys();
    if (known.size > remembered && oldest !== undefined) known.delete(oldest);
  };
  const untold = new Set<MessageRef>();
  const tell = (): void => {
    const refs = [...untold];
    untold.clear();
    for (let i = 0; i < refs.length; i += toldAtOnce)
      replicas.tell({ what: 'answered', refs: refs.slice(i, i + toldAtOnce) });
  };
  const unsure = (ref: MessageRef): void => keep(ref, { unsureUntil: now() + settles });
  return {
    stands({ ref, drawn }, message) {
      const was = known.get(ref);
      // Another process that drew it since has counted on.
      return was !== undefined && 'look' in was && was.drawn === drawn && was.look === lookOf(message);
    },
    stood(ref, message) {
      const was = known.get(ref);
      if (was !== undefined && 'unsureUntil' in was && was.unsureUntil > now()) return;
      const look = lookOf(message);
      if (look === null) known.delete(ref);
      else keep(ref, { drawn: message.drawn, look });
    },
    unsure(ref) {
      const was = known.get(ref);
      if (was !== undefined && 'look' in was) known.delete(ref);
    },
    answered(ref) {
      unsure(ref);
      if (!replicas.several()) return;
      if (untold.size === 0) setTimeout(tell, toldAfter).unref();
      untold.add(ref);
    },
    answeredElsewhere(refs) {
      for (const ref of refs) unsure(ref as MessageRef);
    },
    forget: () => known.clear(),
  };
}

/** Null for a card that shows some of its readers more: what each of them sees is not known here. */
function lookOf({ card, reader, files }: Outgoing): string | null {
  if (card.differsFor !== undefined) return null;
  const { person, platform, zone, locale } = reader;
  const named = (_key: string, value: unknown): unknown =>
    isMention(value) ? { mention: reader.named(value.mention) } : value;
  const all = JSON.stringify([card, { person, platform, zone, locale }, [...files]], named);
  return createHash('sha256').update(all).digest('base64');
}

const isMention = (value: unknown): value is { readonly mention: PersonId } =>
  typeof value === 'object' && value !== null && typeof (value as { mention?: unknown }).mention === 'string';
