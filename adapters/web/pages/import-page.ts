import express, {
  type Response as Answering,
  type ErrorRequestHandler,
  type Express,
  type Request,
  Router,
} from 'express';
import type { Address, Answer, Inbound } from '../../../src/chat/inbound.js';
import { linkRefusals, noSuchLink } from '../../../src/domain/access-link.js';
import { decodeTable, mostBytes } from '../../../src/domain/table-file.js';
import { type Clock, minute } from '../../../src/kernel/clock.js';
import { faultCode, Refused } from '../../../src/kernel/errors.js';
import type { Ids } from '../../../src/kernel/ids.js';
import { hashOfToken, isToken } from '../../../src/kernel/token.js';
import type { LinkSeen, Links } from '../../../src/ports/access-links.js';
import { callerOf } from '../caller.js';
import { pageHeaders } from '../guard.js';
import { Limiter } from '../limiter.js';
import { deliveryOf } from '../posted.js';
import { isOwnNonce, type LinkPlace, pageNonce, previewPage, saidPage, uploadPage } from './access-link-views.js';

export interface ImportNeeds {
  /** The page is mounted on it, at `/import`. */
  readonly app: Express;
  readonly links: Links;
  hear(event: Inbound): Promise<Answer>;
  /** Keeps the file's text for this link. @throws Refused */
  keep(hash: string, written: string): Promise<void>;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly practice: () => boolean;
  readonly fault?: (code: string) => void;
}

interface Opened {
  readonly token: string;
  readonly hash: string;
  readonly seen: LinkSeen;
  readonly place: LinkPlace;
}

/** Why the page imports nothing any more, and where there is a new one. */
const whyDone: Readonly<Record<Exclude<LinkSeen['standing'], 'open'>, string>> = {
  used: 'This import is done. Type people import in your chat for another one.',
  expired: 'This page is too old now. Type people import in your chat for a new one.',
  void: 'A newer page has taken the place of this one. Type people import in your chat if you cannot find it.',
  erased: linkRefusals.erased,
};

/** Requests with one link that is known, in a minute; and links that nobody knows, of one caller in ten. */
export const mostOfOneToken = 60;
export const mostMisses = 20;
/** Room for the file and what a browser puts around it. */
const mostPosted = mostBytes + 100_000;

/** The coordinator's single-use page for a file of people (`/import/TOKEN`): sent, looked at, applied. */
export function mountImports(needs: ImportNeeds): void {
  const { app, links, ids, practice } = needs;
  const now = (): number => needs.clock.now();
  const tokens = new Limiter(mostOfOneToken, minute, now);
  const misses = new Limiter(mostMisses, 10 * minute, now);
  const page = (response: Answering, status: number, title: string, lines: readonly string[]): void =>
    void response
      .status(status)
      .type('html')
      .send(saidPage(title, lines, practice()));

  const tooMany = (response: Answering, seconds: number): void =>
    page(response.set('Retry-After', String(seconds)), 429, 'One moment', [
      'That was very often. Wait a minute, then try again.',
    ]);

  async function open(request: Request, response: Answering): Promise<Opened | undefined> {
    const token = String(request.params.token ?? '');
    const hash = hashOfToken(token);
    const seen = isToken(token) ? await links.look(hash) : undefined;
    if (seen === undefined || seen.purpose !== 'import') {
      if (misses.take(callerOf(request)))
        page(response, 404, 'This link does not work', [noSuchLink.replace('your mentor', 'me with people import')]);
      else tooMany(response, 600);
      return undefined;
    }
    if (!tokens.take(hash)) {
      tooMany(response, 60);
      return undefined;
    }
    if (seen.standing !== 'open') {
      page(response, 410, 'This page is done', [whyDone[seen.standing]]);
      return undefined;
    }
    return {
      token,
      hash,
      seen,
      place: { path: `/import/${token}`, nonce: pageNonce(token, ids), practice: practice() },
    };
  }

  const press = (opened: Opened, verb: string, nonce: string): Promise<Answer> =>
    needs.hear({
      kind: 'press',
      deliveryId: deliveryOf(opened.hash.slice(0, 24), nonce, verb),
      who: { platform: 'link', tenant: 'link', user: opened.seen.person },
      surface: { scope: 'direct', form: false, page: true },
      through: opened.hash,
      at: `link:link:${opened.seen.person}` as Address,
      press: { verb, subject: opened.hash },
    });

  const router = Router();
  router.use(pageHeaders);
  router.get('/:token', async (request, response) => {
    const opened = await open(request, response);
    if (opened !== undefined) response.type('html').send(uploadPage(opened.place, null));
  });

  router.post(
    '/:token',
    express.raw({ type: ['multipart/form-data', 'application/x-www-form-urlencoded'], limit: mostPosted }),
    async (request, response) => {
      const opened = await open(request, response);
      if (opened === undefined) return;
      const again = (say: string): void => void response.status(422).type('html').send(uploadPage(opened.place, say));
      const posted = await formOf(request);
      const nonce = posted?.get('nonce');
      if (posted === undefined || typeof nonce !== 'string' || !isOwnNonce(opened.token, nonce))
        return again('This page was out of date. Nothing was changed: choose the file again.');
      if (posted.get('do') === 'apply') {
        const { reply } = await press(opened, 'import.apply', nonce);
        const card = reply.kind === 'say' ? reply.card : undefined;
        const lines = (card?.blocks ?? []).flatMap((b) =>
          b.kind === 'text' ? [b.text.parts.map((p) => (typeof p === 'string' ? p : '')).join('')] : [],
        );
        return page(response, 200, card?.title ?? 'Imported', [...lines, 'You can close this page.']);
      }
      const file = posted.get('file');
      if (file === null || typeof file === 'string' || file.size === 0) return again('Choose a file first.');
      const decoded = decodeTable(new Uint8Array(await file.arrayBuffer()));
      if ('say' in decoded) return again(decoded.say);
      try {
        await needs.keep(opened.hash, decoded.text);
      } catch (error) {
        if (error instanceof Refused) return page(response, 410, 'This page is done', [error.say]);
        throw error;
      }
      const answer = await press(opened, 'import.look', nonce);
      if (!('card' in answer.reply)) return again('That did not work. Choose the file again.');
      response.type('html').send(previewPage(answer.reply.card, answer.reader, opened.place, decoded.note));
    },
  );

  const failed: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = (error as { status?: unknown }).status;
    if (status === 413)
      page(response, 413, 'That file is too large', [
        'The file is larger than 1 MB. Nothing was changed. Go back, split it, and import one part after another.',
      ]);
    else if (typeof status === 'number' && status >= 400 && status < 500)
      page(response, status, 'That could not be read', ['Go back to the page, and choose the file again.']);
    else {
      needs.fault?.(faultCode(error));
      page(response, 500, 'Something went wrong here', ['Try again in a moment. Nothing was changed.']);
    }
  };
  app.use('/import', router, failed);
}

/** What a browser posted, with its file; undefined where it cannot be read. */
async function formOf(request: Request): Promise<FormData | undefined> {
  if (!Buffer.isBuffer(request.body)) return undefined;
  try {
    // The platform's own reader of multipart bodies: nothing else is needed for one file.
    return await new Response(new Uint8Array(request.body), {
      headers: { 'Content-Type': request.get('Content-Type') ?? '' },
    }).formData();
  } catch {
    return undefined;
  }
}
