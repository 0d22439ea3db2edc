import express, { type ErrorRequestHandler, type Express, type Request, type Response, Router } from 'express';
import type { Address, Answer, Inbound } from '../../../src/chat/inbound.js';
import { answersByLink, noSuchLink, refusalOf } from '../../../src/domain/access-link.js';
import type { Clock } from '../../../src/kernel/clock.js';
import { minute } from '../../../src/kernel/clock.js';
import { faultCode } from '../../../src/kernel/errors.js';
import type { DraftId, Ids } from '../../../src/kernel/ids.js';
import { hashOfToken, isToken } from '../../../src/kernel/token.js';
import { showMoment } from '../../../src/kernel/zoned.js';
import type { LinkSeen, Links } from '../../../src/ports/access-links.js';
import { assetRoutes } from '../assets.js';
import { callerOf } from '../caller.js';
import { pageHeaders } from '../guard.js';
import { Limiter } from '../limiter.js';
import { deliveryOf, readAnswers, readMove, readNonce } from '../posted.js';
import {
  isOwnNonce,
  type LinkPlace,
  landingPage,
  openFormPage,
  pageNonce,
  readingPage,
  saidPage,
} from './access-link-views.js';
import { sendAsFile } from './as-file.js';
import { contactsPage, mountConcern, whomToCall } from './concern-page.js';

export interface LinkNeeds {
  /** The pages are mounted on it: `/f`, `/concern` and `/assets`. They answer under any host name: whoever has the token may. */
  readonly app: Express;
  readonly links: Links;
  hear(event: Inbound): Promise<Answer>;
  readonly ids: Ids;
  /** The machine's, for the limits. */
  readonly clock: Clock;
  readonly practice: () => boolean;
  /** Told the code of a fault that a person was shown as a sentence; never any content. */
  readonly fault?: (code: string) => void;
}

/**
 * Requests with one link that is known, in a minute; and links that nobody knows, of one caller in ten. Whoever has a link
 * is never counted with strangers, for behind a proxy or a school's router everybody may have one address.
 */
export const mostOfOneToken = 60;
export const mostMisses = 20;
/** Room for every field of one step in any script. */
const mostPosted = '256kb';

const tooMany = ['That was very often.', 'Please wait a minute, then open the link again. Nothing is lost.'];

interface Opened {
  readonly token: string;
  readonly hash: string;
  readonly seen: LinkSeen;
  readonly place: LinkPlace;
}

/** Single-use pages for people without an account (`/f/TOKEN`). A GET changes nothing; every POST comes from a page. */
export function mountLinks(needs: LinkNeeds): void {
  const { app, links, ids, practice } = needs;
  const now = (): number => needs.clock.now();
  const tokens = new Limiter(mostOfOneToken, minute, now);
  const misses = new Limiter(mostMisses, 10 * minute, now);

  const page = (response: Response, title: string, lines: readonly string[]): void =>
    void response.type('html').send(saidPage(title, lines, practice()));
  /** A page that stands in the way of what somebody wanted: whoever is in need has the numbers on it. */
  const inTheWay = async (
    response: Response,
    status: number,
    title: string,
    lines: readonly string[],
  ): Promise<void> => {
    const whom = await whomToCall(needs);
    response
      .status(status)
      .type('html')
      .send(saidPage(title, lines, practice(), whom));
  };

  /**
   * The link that a request is about; where there is none to be had, the page says so and this answers undefined. A page
   * that shows whom to turn to is `always` given: it is counted nowhere, and never asked to wait.
   */
  async function open(request: Request, response: Response, always = false): Promise<Opened | undefined> {
    const token = String(request.params.token ?? '');
    const hash = hashOfToken(token);
    const seen = isToken(token) ? await links.look(hash) : undefined;
    if (seen === undefined || !answersByLink.has(seen.purpose)) {
      if (always || misses.take(callerOf(request)))
        await inTheWay(response, 404, 'This link does not work', [noSuchLink]);
      else await inTheWay(response.set('Retry-After', '600'), 429, 'One moment', tooMany);
      return undefined;
    }
    if (!always && !tokens.take(hash)) {
      await inTheWay(response.set('Retry-After', '60'), 429, 'One moment', tooMany);
      return undefined;
    }
    return { token, hash, seen, place: { path: `/f/${token}`, nonce: pageNonce(token, ids), practice: practice() } };
  }

  const base = (opened: Opened, nonce: string, raw: string) => ({
    deliveryId: deliveryOf(opened.hash.slice(0, 24), nonce, raw),
    who: { platform: 'link' as const, tenant: 'link', user: opened.seen.person },
    surface: { scope: 'direct' as const, form: true },
    through: opened.hash,
  });
  const at = (opened: Opened): Address => `link:link:${opened.seen.person}` as Address;

  function show(opened: Opened, answer: Answer, response: Response): void {
    const { reply, reader } = answer;
    switch (reply.kind) {
      case 'form':
        response.type('html').send(openFormPage(reply.view, reader, opened.place));
        return;
      case 'panel':
      case 'say':
        response
          .type('html')
          .send(
            readingPage(reply.card, reader, opened.place, opened.seen.purpose === 'look-back' ? 'file' : undefined),
          );
        return;
      case 'close':
        if (opened.seen.witnessed || reply.say === undefined)
          page(response, 'Thank you', [
            'Your answers are saved.',
            opened.seen.witnessed ? 'Please hand the device back now.' : 'You can close this page.',
          ]);
        else response.type('html').send(readingPage(reply.say, reader, opened.place, 'over'));
        return;
      case 'done':
        page(response, 'Saved', [
          `What you wrote is kept. Open the link again by ${showMoment(opened.seen.expiresAt, opened.seen.zone, opened.seen.locale, 'date')} to go on.`,
        ]);
        return;
      default:
        reply satisfies never;
    }
  }

  const router = Router();
  router.use(pageHeaders);
  router.use(express.text({ type: 'application/x-www-form-urlencoded', limit: mostPosted }));

  router.get('/:token', async (request, response) => {
    const opened = await open(request, response);
    if (opened === undefined) return;
    const { standing } = opened.seen;
    if (standing === 'open') response.type('html').send(landingPage(opened.seen, opened.place));
    else await inTheWay(response, 410, 'This link is done', [refusalOf(opened.seen.purpose, standing)]);
  });

  /** What was posted from a page of this link; where it was not, the page says so and this answers undefined. */
  async function posted(opened: Opened, request: Request, response: Response): Promise<URLSearchParams | undefined> {
    const fields = typeof request.body === 'string' ? new URLSearchParams(request.body) : undefined;
    const nonce = fields === undefined ? undefined : readNonce(fields);
    if (fields !== undefined && nonce !== undefined && isOwnNonce(opened.token, nonce)) return fields;
    await inTheWay(response, 422, 'This page is out of date', ['Open the link again, and go on from there.']);
    return undefined;
  }

  const move = (opened: Opened, fields: URLSearchParams, raw: string, what: NonNullable<ReturnType<typeof readMove>>) =>
    needs.hear({
      ...base(opened, fields.get('nonce') ?? '', raw),
      kind: 'form',
      draft: (fields.get('draft') ?? '') as DraftId,
      revision: Number.parseInt(fields.get('revision') ?? '', 10) || 0,
      move: what,
      step: fields.get('step') ?? '',
      answers: readAnswers(fields, undefined, ''),
    });

  router.post('/:token', async (request, response) => {
    const opened = await open(request, response);
    if (opened === undefined) return;
    const fields = await posted(opened, request, response);
    if (fields === undefined) return;
    const raw = String(request.body);
    const what = readMove(fields.get('move') ?? '');
    if (what !== undefined && fields.has('draft')) show(opened, await move(opened, fields, raw, what), response);
    else if (fields.get('do') === 'begin' || fields.get('do') === 'file') {
      const answer = await needs.hear({
        ...base(opened, fields.get('nonce') ?? '', raw),
        kind: 'press',
        at: at(opened),
        press: { verb: 'link.begin', subject: '-' },
      });
      if (fields.get('do') === 'file' && answer.reply.kind === 'panel')
        sendAsFile(response, answer.reply.card, answer.reader);
      else show(opened, answer, response);
    } else await inTheWay(response, 422, 'This page is out of date', ['Open the link again, and go on from there.']);
  });

  // What is written is kept first; whom to turn to is then shown whatever became of that.
  router.post('/:token/concern', async (request, response) => {
    const opened = await open(request, response, true);
    if (opened === undefined) return;
    const fields = await posted(opened, request, response);
    if (fields === undefined) return;
    const raw = String(request.body);
    if (fields.has('draft')) await move(opened, fields, `save ${raw}`, { do: 'save' });
    const answer = await needs.hear({
      ...base(opened, fields.get('nonce') ?? '', `concern ${raw}`),
      kind: 'press',
      at: at(opened),
      press: { verb: 'concern.open', subject: '-', arg: 'mentee' },
    });
    if ('card' in answer.reply)
      response
        .type('html')
        .send(
          readingPage(
            answer.reply.card,
            answer.reader,
            opened.place,
            opened.seen.standing === 'open' ? 'back' : undefined,
          ),
        );
    else show(opened, answer, response);
  });

  const failed: ErrorRequestHandler = async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = (error as { status?: unknown }).status;
    if (status === 413)
      await inTheWay(response, 413, 'That is too long', [
        'Nothing was changed. Go back, make it shorter, and send it again.',
      ]);
    else if (typeof status === 'number' && status >= 400 && status < 500)
      await inTheWay(response, status, 'That could not be read', ['Open the link again, and go on from there.']);
    else {
      needs.fault?.(faultCode(error));
      // Whose page it is cannot be looked at: whom to tell is answered all the same.
      if (request.path.endsWith('/concern')) response.type('html').send(await contactsPage(needs, true));
      else
        await inTheWay(response, 500, 'Something went wrong here', ['Try again in a moment. What was saved is safe.']);
    }
  };
  app.use('/assets', assetRoutes());
  app.use('/f', router, failed);
  mountConcern({ app, hear: needs.hear, practice });
}
