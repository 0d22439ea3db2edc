import type { Outgoing } from '../../chat/inbound.js';
import type { Person, Programme } from '../../domain/programme.js';
import type { Pages } from '../../features/feature.js';
import type { Clock } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { nextTurn } from '../../kernel/turn-of-loop.js';
import { type OutboxRow, type Posted, type Rows, recipientKey, type Store } from '../../ports/store.js';
import { byId } from '../people-by-id.js';
import type { Registry } from '../registry.js';
import { rememberedRows } from '../remembered-rows.js';
import { drawFace } from './draw.js';

/** A row as it is drawn now. */
export interface Drawn {
  readonly kind: 'drawn';
  readonly row: OutboxRow;
  readonly card: Outgoing['card'];
  readonly posted: Posted | undefined;
  readonly programme: Programme;
  readonly people: ReadonlyMap<PersonId, Person>;
}

export type DrawnRow =
  | Drawn
  /** It is no longer worth saying, or comes too late. */
  | { readonly kind: 'nothing-to-say' | 'too-late' }
  | { readonly kind: 'fault'; readonly error: unknown };

/** Rows drawn before the event loop has its turn, and how long (ms) more are begun: requests wait for so much. */
const mostInTurn = 8;
const longestTurn = 8;

const placeOf = ({ face, subject, to }: Pick<OutboxRow, 'face' | 'subject' | 'to'>): string =>
  `${face}|${subject}|${recipientKey(to)}`;

export interface RowDrawing {
  /**
   * Draws each row and hands it on, a few in a turn of the event loop. What those of one programme have in common is read
   * once: they were claimed before, and what changes after that has a row of its own behind them.
   */
  each(rows: readonly OutboxRow[], then: (row: OutboxRow, drawn: DrawnRow) => void): Promise<void>;
}

export function rowDrawing(deps: {
  readonly store: Pick<Store, 'read'>;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly leaseClock: Clock;
  pages(): Pages | null;
}): RowDrawing {
  const draw = async (row: OutboxRow, rows: Rows, stands: Promise<readonly Posted[]>): Promise<DrawnRow> => {
    const now = deps.clock.now();
    if (row.expiresAt !== null && row.expiresAt <= now) return { kind: 'too-late' };
    const [programme, all, places] = await Promise.all([rows.programme.get(), rows.people.all(), stands]);
    const posted = places.find((place) => placeOf(place) === placeOf(row));
    const people = byId(all);
    const around = { registry: deps.registry, rows, programme, now, pages: deps.pages(), people };
    const card = await drawFace(around, row.face, row.subject, row.to);
    return card === null ? { kind: 'nothing-to-say' } : { kind: 'drawn', row, card, posted, programme, people };
  };

  /** Draws as many as belong in this turn, of one programme, and answers how many those were. */
  const some = (rows: readonly OutboxRow[], then: (row: OutboxRow, drawn: DrawnRow) => void): Promise<number> =>
    deps.store.read(async (tx) => {
      const began = deps.leaseClock.now();
      const [first] = rows;
      if (first === undefined) return 0;
      const common = rememberedRows(tx.in(first.programme));
      const inTurn = rows.slice(0, mostInTurn).filter((row) => row.programme === first.programme);
      const stands = common.posted.among(inTurn);
      // Whoever draws is told what went wrong; nobody does where all came too late.
      stands.catch(() => undefined);
      const drawings: Promise<void>[] = [];
      for (const row of rows.slice(0, mostInTurn)) {
        const late = drawings.length > 0 && deps.leaseClock.now() - began >= longestTurn;
        if (row.programme !== first.programme || late) break;
        const drawing = draw(row, common, stands)
          .catch((error: unknown): DrawnRow => ({ kind: 'fault', error }))
          .then((drawn) => then(row, drawn));
        drawings.push(drawing);
        // One that waits for its database on a network does not keep the next from asking.
        await Promise.race([drawing, nextTurn()]);
      }
      await Promise.all(drawings);
      return drawings.length;
    });

  return {
    async each(rows, then) {
      for (let at = 0; at < rows.length; at += await some(rows.slice(at), then)) if (at > 0) await nextTurn();
    },
  };
}
