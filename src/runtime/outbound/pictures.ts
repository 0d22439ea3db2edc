import { z } from 'zod';
import type { Block, Card } from '../../chat/card.js';
import type { HoursChart } from '../../chat/chart.js';
import type { Account, Address, PlacedFile } from '../../chat/inbound.js';
import { keptValue, type PersonPart } from '../../domain/kept.js';
import { type Clock, minute } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { DocumentId, ProgrammeId } from '../../kernel/ids.js';
import { type ChatPort, isAway, NotNow, neverPlaced, revoked } from '../../ports/chat.js';
import { type Documents, drawerBusy } from '../../ports/documents.js';
import { type Recipient, type Rows, recipientKey, type Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import type { Passed } from './platform-limits.js';

/**
 * Pictures are placed before their message leaves, as a step of its own: where a picture stands is written down first,
 * so that a message tried again takes the one that is there. A crash in between leaves at most a file that nobody ever
 * sees, never a second message. A picture holds nobody up for long: what cannot be placed is given up, and the card
 * goes without it, for its words say the same.
 */

/** How long to wait after each try (ms); after the last of these it is given up. */
const waits = [2_000, 8_000, 20_000];
export const mostTries = waits.length + 1;
/** Where too many pictures are being drawn it is asked again so soon (ms), and that is no try. */
const lineMs = 3_000;
/** A card, and what is to be said behind it, waits no longer than this (ms) for its picture's place in the line. */
export const longestInLine = minute;
/** A message refused so often because its picture is not ready yet goes without it. */
export const mostSendsWithPicture = 5;

/** Where a picture goes: a person or channel, on one platform's workspace. */
export interface Conversation {
  readonly programme: ProgrammeId;
  readonly account: Pick<Account, 'platform' | 'tenant'>;
  readonly to: Recipient;
  /** Which message: its face and its subject. */
  readonly message: string;
}

export interface PicturePlacingDeps {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly leaseClock: Clock;
  readonly log: Log;
  /** None: no pictures are drawn, and the words stand alone. */
  readonly documents?: Documents;
}

export type Step =
  /** The message may go, with these files. */
  | { readonly kind: 'ready'; readonly files: ReadonlyMap<string, PlacedFile> }
  /** Something was done, or has to be tried again: the row waits so long (ms). */
  | { readonly kind: 'again'; readonly afterMs: number; readonly code: string }
  /** A picture may not be placed before `at` (ms): the row waits in the line until then. */
  | { readonly kind: 'in-line'; readonly at: number; readonly code: string };

export interface PicturePlacing {
  /**
   * Does at most one upload: what is placed already is taken as it stands.
   * @param may whether one may go now, at the platform's pace
   */
  step(at: Conversation, chat: ChatPort, address: Address, card: Card, may: () => Promise<Passed>): Promise<Step>;
  /** From now on this message goes there without its pictures; another is tried with them. */
  giveUp(at: Conversation, card: Card, code: string): Promise<void>;
}

type Picture = Extract<Block, { kind: 'image' }> & { readonly chart: HoursChart };

const picturesOf = (card: Card): readonly Picture[] =>
  // Dots show answers one by one, and a grid is of one portfolio: they are never placed anywhere.
  card.blocks.filter((b): b is Picture => b.kind === 'image' && b.chart?.kind === 'hours');

const inConversation: PersonPart<{ readonly at: Omit<Conversation, 'message'>; readonly document: DocumentId }> = {
  write: ({ at: { account, to }, document }) => `${account.platform}|${account.tenant}|${recipientKey(to)}|${document}`,
  person: (written) => /\|p:([^|]+)\|[^|]*$/.exec(written)?.[1],
};

const file = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('placed'), ref: z.string() }),
  z.object({ kind: z.literal('url'), url: z.string(), until: z.number().optional() }),
]);

/** One picture in one conversation. */
export const placedPicture = keptValue({
  name: 'placed',
  per: [inConversation],
  schema: z.discriminatedUnion('state', [
    z.object({ state: z.literal('placed'), file }),
    /** Counted before each try, so that one which ends the program is counted too. */
    z.object({ state: z.literal('trying'), tries: z.number() }),
    /** For one message, and no other: what is wrong once need not be wrong the next time. */
    z.object({ state: z.literal('given-up'), of: z.string().optional() }),
  ]),
  erasure: { of: 'person', does: 'forget' },
});
type Kept = NonNullable<ReturnType<(typeof placedPicture)['read']>>;

const stands = (kept: Kept | undefined, now: number): kept is Extract<Kept, { state: 'placed' }> =>
  kept?.state === 'placed' && (kept.file.kind === 'placed' || kept.file.until === undefined || kept.file.until > now);

/** The card's files that are placed there already: for a message that is drawn again where it stands. */
export async function filesPlaced(
  rows: Pick<Rows, 'kept'>,
  at: Omit<Conversation, 'message'>,
  card: Card,
  now: number,
): Promise<ReadonlyMap<string, PlacedFile>> {
  const files = new Map<string, PlacedFile>();
  for (const { document } of picturesOf(card)) {
    const kept = await rows.kept.get(placedPicture, { at, document });
    if (stands(kept, now)) files.set(document, kept.file);
  }
  return files;
}

export function picturePlacing({ store, leaseClock, log, documents }: PicturePlacingDeps): PicturePlacing {
  const look = (at: Conversation, document: DocumentId): Promise<Kept | undefined> =>
    store.read((tx) => tx.in(at.programme).kept.get(placedPicture, { at, document }));
  const keep = (at: Conversation, document: DocumentId, kept: Kept): Promise<void> =>
    store.write((tx) => tx.in(at.programme).kept.put(placedPicture, { at, document }, kept));

  const place = async (
    at: Conversation,
    chat: ChatPort,
    address: Address,
    { document, chart }: Picture,
    tries: number,
    drawing: Documents,
    may: () => Promise<Passed>,
  ): Promise<Step> => {
    const passed = await may();
    if (!passed.go && passed.at - leaseClock.now() <= longestInLine) return { ...passed, kind: 'in-line' };
    if (!passed.go) {
      await keep(at, document, { state: 'given-up', of: at.message });
      return { kind: 'again', afterMs: 0, code: 'without-picture' };
    }
    await keep(at, document, { state: 'trying', tries });
    try {
      const file = await chat.place(address, await drawing.draw(chart, 'png'));
      await keep(at, document, { state: 'placed', file });
      return { kind: 'again', afterMs: 0, code: 'picture-placed' };
    } catch (error) {
      const away = error instanceof NotNow && isAway(error.ended);
      if (away || (error instanceof Refused && error.code === revoked)) {
        // Nothing is the matter with the picture: this was none of its tries.
        await keep(at, document, { state: 'trying', tries: tries - 1 });
        throw error;
      }
      if ((error as { readonly code?: unknown } | null)?.code === drawerBusy) {
        await keep(at, document, { state: 'trying', tries: tries - 1 });
        return { kind: 'again', afterMs: lineMs, code: 'picture' };
      }
      log.fault('picture', error, { tries });
      const wait = waits[tries - 1];
      if (wait !== undefined && !(error instanceof Refused && neverPlaced.has(error.code)))
        return { kind: 'again', afterMs: wait, code: 'picture' };
      await keep(at, document, { state: 'given-up', of: at.message });
      return { kind: 'again', afterMs: 0, code: 'without-picture' };
    }
  };

  return {
    async step(at, chat, address, card, may) {
      const files = new Map<string, PlacedFile>();
      if (documents === undefined || chat.can.files === 'none' || chat.can.charts === true)
        return { kind: 'ready', files };
      for (const picture of picturesOf(card)) {
        const kept = await look(at, picture.document);
        if (stands(kept, leaseClock.now())) files.set(picture.document, kept.file);
        else if (kept?.state !== 'given-up' || kept.of !== at.message) {
          const tries = kept?.state === 'trying' ? kept.tries + 1 : 1;
          // The last try ended the program, or its end could not be written down.
          if (tries > mostTries) await keep(at, picture.document, { state: 'given-up', of: at.message });
          else return place(at, chat, address, picture, tries, documents, may);
        }
      }
      return { kind: 'ready', files };
    },

    async giveUp(at, card, code) {
      log.say('picture-given-up', { code });
      for (const { document } of picturesOf(card)) await keep(at, document, { state: 'given-up', of: at.message });
    },
  };
}
