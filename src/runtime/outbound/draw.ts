import type { Card } from '../../chat/card.js';
import type { Account, MessageRef, Outgoing } from '../../chat/inbound.js';
import type { Person, Programme } from '../../domain/programme.js';
import type { Pages } from '../../features/feature.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Recipient, Rows } from '../../ports/store.js';
import { readerOf } from '../readers.js';
import type { Registry } from '../registry.js';
import { filesPlaced } from './pictures.js';

interface Around {
  readonly registry: Registry;
  readonly rows: Rows;
  readonly programme: Programme;
  readonly now: number;
  readonly pages: Pages | null;
  readonly people: ReadonlyMap<PersonId, Person>;
}

/**
 * Draws a face as things stand now, for whoever it is sent to; null where it is no longer worth saying.
 * @param viewer in a channel: who alone sees this drawing
 */
export async function drawFace(
  around: Around,
  face: string,
  subject: string,
  to: Recipient,
  viewer: Person | null = null,
): Promise<Card | null> {
  const known = around.registry.faces.get(face);
  if (known === undefined) return null;
  const reader = 'person' in to ? (around.people.get(to.person) ?? null) : null;
  if ('person' in to && reader === null) return null;
  const card = await known.draw({
    now: around.now,
    programme: around.programme,
    rows: around.rows,
    parts: around.registry,
    subject,
    reader,
    viewer: 'channel' in to ? viewer : null,
    pages: around.pages,
    people: async () => around.people,
  });
  return card === null || reader === null
    ? card
    : around.registry.finishCard(card, { face, subject, why: known.why, reader });
}

/**
 * The message posted there, as it stands now and as this person may see it: for platforms that answer a press with it,
 * or show each reader their own. A message to somebody else is nobody's to see. `leaseNow`: the store's clock.
 */
export async function drawPosted(
  around: Around,
  ref: MessageRef,
  account: Account,
  viewer: Person | null,
  leaseNow: number,
): Promise<Outgoing | undefined> {
  const posted = await around.rows.posted.find(ref);
  if (posted === undefined || ('person' in posted.to && posted.to.person !== viewer?.id)) return undefined;
  const card = await drawFace(around, posted.face, posted.subject, posted.to, viewer);
  if (card === null) return undefined;
  const person = 'person' in posted.to ? (around.people.get(posted.to.person) ?? null) : null;
  return {
    key: posted.key,
    drawn: posted.drawn + 1,
    card,
    reader: readerOf(account, person, around.programme, around.people),
    files: await filesPlaced(around.rows, { programme: around.programme.id, account, to: posted.to }, card, leaseNow),
  };
}
