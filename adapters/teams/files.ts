import type { Express } from 'express';
import { z } from 'zod/v4';
import type { PlacedFile } from '../../src/chat/inbound.js';
import { type Clock, day } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/errors.js';
import { base32, type Ids } from '../../src/kernel/ids.js';
import type { AddressBook } from '../../src/ports/address-book.js';
import { largestImage } from './limits.js';

/**
 * Files where Teams can fetch them: cards hold addresses, not bytes, and Teams' image service and a person's browser
 * come without any sign of who they are. So the address itself is the key: unguessable, and gone after a while.
 */

const pictures = ['image/png', 'image/jpeg', 'image/gif'];
/** A picture stands in its card for as long as anyone scrolls back to it; a document is opened soon or asked for again. */
const pictureStays = 30 * day;
const documentStays = 1 * day;

const kept = z.object({
  name: z.string(),
  type: z.string(),
  until: z.number(),
  bytes: z.string(),
});

export interface FilesWith {
  readonly app: Express;
  readonly book: AddressBook;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly publicUrl: string;
}

const keyOf = (token: string): string => `teams/file/${token}`;

/** Serves placed files at `/teams/files/TOKEN` and answers how to place one. */
export function serveFiles({ app, book, clock, ids, publicUrl }: FilesWith) {
  app.get('/teams/files/:token', async (request, response) => {
    const token = String(request.params.token);
    const text = /^[0-9a-z]{40,60}$/.test(token) ? await book.get(keyOf(token)) : undefined;
    const file = text === undefined ? undefined : kept.safeParse(JSON.parse(text)).data;
    if (file === undefined || file.until <= clock.now()) {
      if (file !== undefined) await book.remove(keyOf(token));
      response.status(404).type('text/plain').send('This file is no longer here. Ask for it again in the chat.');
      return;
    }
    const shown = pictures.includes(file.type);
    response
      .status(200)
      .set({
        'content-type': file.type,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': shown ? 'private, max-age=86400' : 'no-store',
        'referrer-policy': 'no-referrer',
        'x-robots-tag': 'noindex',
        'content-disposition': `${shown ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      })
      .send(Buffer.from(file.bytes, 'base64'));
  });

  /** @throws Refused `too-large` for a picture that Teams would not show. */
  return async (file: {
    readonly name: string;
    readonly type: string;
    readonly bytes: Uint8Array;
  }): Promise<PlacedFile> => {
    const shown = pictures.includes(file.type);
    if (shown && file.bytes.length > largestImage)
      throw new Refused('too-large', 'This picture is too large for Teams; its figures stand beside it instead.');
    const token = base32(ids.bytes(32));
    const until = clock.now() + (shown ? pictureStays : documentStays);
    await book.put(
      keyOf(token),
      JSON.stringify({
        name: file.name,
        type: file.type,
        until,
        bytes: Buffer.from(file.bytes).toString('base64'),
      }),
    );
    return { kind: 'url', url: new URL(`/teams/files/${token}`, publicUrl).href, until };
  };
}
