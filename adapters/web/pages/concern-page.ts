import { type Express, Router } from 'express';
import type { Card } from '../../../src/chat/card.js';
import type { Address, Answer, Inbound } from '../../../src/chat/inbound.js';
import type { Reader } from '../../../src/chat/text.js';
import { pageHeaders } from '../guard.js';
import { readingPage, type WhomToCall } from './access-link-views.js';

/**
 * "Worried about someone?" for whoever has no page of their own that works: a link that has expired or was mistyped, a
 * database that is away. It is answered from memory alone (docs/concern.md#no-dead-end); no limit holds it up, for it
 * reads nothing, and who asks is not told apart.
 */
export const concernPath = '/concern';

export interface ConcernNeeds {
  hear(event: Inbound): Promise<Answer>;
  readonly practice: () => boolean;
}

/** Whom to tell, asked for by somebody of whom nothing is known. */
const asked = (): Inbound => ({
  kind: 'press',
  deliveryId: 'concern:page',
  who: { platform: 'link', tenant: 'link', user: '-' },
  surface: { scope: 'direct', form: true },
  at: 'link:link:-' as Address,
  press: { verb: 'concern.open', subject: '-', arg: 'mentee' },
});

/**
 * The page as it is answered in the response itself.
 * @param names with the names of those who are to be told: for whoever comes from a page of ours that cannot be looked at
 * just now. An address that anybody may open says numbers for everybody, and no names.
 */
export async function contactsPage(needs: ConcernNeeds, names: boolean): Promise<string> {
  const { reply, reader, urgent } = await needs.hear(asked());
  const full = 'card' in reply ? reply.card : undefined;
  const card = names ? full : urgent?.inPublic;
  return drawn(card ?? full, reader, needs.practice());
}

/**
 * The first of it, for a page that stands in the way of something else: whom to call in danger, and who else is there. No
 * names; null where it cannot be had, which nobody is to see instead of the page.
 */
export async function whomToCall(needs: Pick<ConcernNeeds, 'hear'>): Promise<WhomToCall | null> {
  try {
    const { reader, urgent } = await needs.hear(asked());
    const card = urgent?.inPublic;
    if (card === undefined) return null;
    const more = card.blocks.findIndex((b) => b.kind === 'text' && b.tone === 'heading');
    return { reader, card: { ...card, blocks: card.blocks.slice(0, more === -1 ? undefined : more) } };
  } catch {
    return null;
  }
}

const drawn = (card: Card | undefined, reader: Reader, practice: boolean): string =>
  card === undefined ? '' : readingPage(card, reader, { path: concernPath, nonce: '-', practice });

/** `GET /concern`. */
export function mountConcern({ app, ...needs }: ConcernNeeds & { readonly app: Express }): void {
  const router = Router();
  router.use(pageHeaders);
  router.get('/', async (_request, response) => {
    response.type('html').send(await contactsPage(needs, false));
  });
  app.use(concernPath, router);
}
