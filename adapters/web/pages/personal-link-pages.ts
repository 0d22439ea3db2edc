import express, { type ErrorRequestHandler, type Express, type Request, type Response, Router } from 'express';
import type { Address, Answer, Inbound } from '../../../src/chat/inbound.js';
import type { PersonalPurpose } from '../../../src/domain/access-link.js';
import type { PackId } from '../../../src/domain/pack/pack.js';
import { personalRefusal } from '../../../src/domain/personal-link.js';
import { type Clock, day, minute } from '../../../src/kernel/clock.js';
import { faultCode } from '../../../src/kernel/errors.js';
import type { DraftId, Ids } from '../../../src/kernel/ids.js';
import { hashOfToken, isToken, newToken } from '../../../src/kernel/token.js';
import type { CopyFiles } from '../../../src/ports/copy-files.js';
import type { PackFiles } from '../../../src/ports/pack-files.js';
import type { PersonalLinkSeen, PersonalLinks } from '../../../src/ports/personal-links.js';
import { callerOf } from '../caller.js';
import { pageHeaders } from '../guard.js';
import { Limiter } from '../limiter.js';
import { deliveryOf, readAnswers, readMove, readNonce } from '../posted.js';
import { isOwnNonce, type LinkPlace, pageNonce, saidPage } from './access-link-views.js';
import { sendAsFile } from './as-file.js';
import { contactsPage, whomToCall } from './concern-page.js';
import { codePage, isFile, isReading, personalForm, personalPage, qrPage, renewPage } from './personal-link-views.js';

export interface PersonalLinkNeeds {
  /** The pages are mounted on it, at `/e`. */
  readonly app: Express;
  readonly links: PersonalLinks;
  /** Without it there is no pack to take. */
  readonly packs?: PackFiles;
  /** Without it no copy leaves as a file. */
  readonly copies?: CopyFiles;
  hear(event: Inbound): Promise<Answer>;
  readonly ids: Ids;
  /** The machine's, for the limits. */
  readonly clock: Clock;
  readonly practice: () => boolean;
  /** Where pages are from outside (no slash at its end); null where that is nowhere. */
  readonly base: () => string | null;
  readonly fault?: (code: string) => void;
}

/** As the pages of single-use links have it: requests with one link in a minute, and links that nobody knows. */
export const mostOfOneToken = 60;
export const mostMisses = 20;
const mostPosted = '256kb';
/** As long as browsers keep a cookie at most; each visit begins it anew. */
const cookieLife = 400 * day;

const unknown = 'This link does not work. Check that you have all of it, or ask the coordinator for a new one.';
const tooMany = ['That was very often.', 'Please wait a minute, then open the link again. Nothing is lost.'];
const outOfDate = ['Open the link again, and go on from there.'];

/** What each kind of link opens with. */
const opensWith: Readonly<Record<PersonalPurpose, string>> = {
  evidence: 'evidence.open',
  'own-page': 'own-page.open',
  pack: 'pack.page',
  copy: 'copy.page',
  leaflet: 'leaflet.page',
};

interface Opened {
  readonly token: string;
  readonly hash: string;
  readonly seen: PersonalLinkSeen;
  /** The hash of what this browser keeps for this link, where it keeps anything. */
  readonly browser: string | undefined;
  readonly place: LinkPlace;
}

/** Personal links (`/e/TOKEN`): looked at by anybody, opened in an enrolled browser only. */
export function mountPersonalLinks(needs: PersonalLinkNeeds): void {
  const { app, links, ids, practice } = needs;
  const now = (): number => needs.clock.now();
  const tokens = new Limiter(mostOfOneToken, minute, now);
  const misses = new Limiter(mostMisses, 10 * minute, now);

  const inTheWay = async (response: Response, status: number, title: string, lines: readonly string[]) => {
    const whom = await whomToCall(needs);
    response
      .status(status)
      .type('html')
      .send(saidPage(title, lines, practice(), whom));
  };

  /** Only over TLS is a cookie kept to it: on this machine alone there is none. */
  const secure = (): boolean => needs.base()?.startsWith('https:') === true;
  const cookieOf = (hash: string): string => `${secure() ? '__Host-' : ''}e-${hash.slice(0, 16)}`;

  function keptBy(request: Request, hash: string): string | undefined {
    const name = cookieOf(hash);
    const found = (request.get('Cookie') ?? '')
      .split(';')
      .map((one) => one.trim())
      .find((one) => one.startsWith(`${name}=`));
    const value = found?.slice(name.length + 1) ?? '';
    return isToken(value) ? value : undefined;
  }

  /** What the browser keeps says nothing by itself: a code enrols it. `Lax`, for links are opened from mails and chats. */
  const keep = (response: Response, hash: string, value: string): void =>
    void response.cookie(cookieOf(hash), value, {
      httpOnly: true,
      sameSite: 'lax',
      secure: secure(),
      path: '/',
      maxAge: cookieLife,
    });

  async function open(request: Request, response: Response, always = false): Promise<Opened | undefined> {
    const token = String(request.params.token ?? '');
    const hash = hashOfToken(token);
    const value = keptBy(request, hash);
    const browser = value === undefined ? undefined : hashOfToken(value);
    const seen = isToken(token) ? await links.look(hash, browser) : undefined;
    if (seen === undefined) {
      if (always || misses.take(callerOf(request))) await inTheWay(response, 404, 'This link does not work', [unknown]);
      else await inTheWay(response.set('Retry-After', '600'), 429, 'One moment', tooMany);
      return undefined;
    }
    if (!always && !tokens.take(hash)) {
      await inTheWay(response.set('Retry-After', '60'), 429, 'One moment', tooMany);
      return undefined;
    }
    if (value !== undefined && seen.enrolled) keep(response, hash, value);
    const place = { path: `/e/${token}`, nonce: pageNonce(token, ids), practice: practice() };
    return { token, hash, seen, browser, place };
  }

  /**
   * The same, where it opens something in this browser; otherwise the page that says what to do is sent, and this answers
   * undefined.
   */
  async function enter(request: Request, response: Response): Promise<Opened | undefined> {
    const opened = await open(request, response);
    if (opened === undefined) return undefined;
    const { standing, enrolled } = opened.seen;
    if (standing !== 'open' && !(standing === 'expired' && enrolled)) {
      await inTheWay(response, 410, 'This link is closed', [personalRefusal(opened.seen.purpose, standing)]);
      return undefined;
    }
    if (enrolled && standing === 'open') return opened;
    if (enrolled) response.type('html').send(renewPage(opened.place));
    else {
      if (opened.browser === undefined) keep(response, opened.hash, newToken(ids));
      response.type('html').send(codePage(opened.place, opened.seen.purpose, null));
    }
    return undefined;
  }

  const base = (opened: Opened, delivery: string) => ({
    deliveryId: delivery,
    who: { platform: 'link' as const, tenant: 'link', user: opened.seen.person },
    surface: { scope: 'direct' as const, form: true, page: true as const },
    through: opened.hash,
    ...(opened.browser === undefined ? {} : { browser: opened.browser }),
  });
  const press = (opened: Opened, delivery: string, verb: string, subject: string, arg?: string): Promise<Answer> =>
    needs.hear({
      ...base(opened, delivery),
      kind: 'press',
      at: `link:link:${opened.seen.person}` as Address,
      press: { verb, subject, ...(arg === undefined ? {} : { arg }) },
    });
  /** Of what was posted from a page: the same for the same page sent twice. */
  const sent = (opened: Opened, nonce: string, raw: string): string => deliveryOf(opened.hash.slice(0, 24), nonce, raw);
  /** Looking is done anew each time. */
  const looked = (opened: Opened): string => sent(opened, ids.next('nonce'), 'look');

  function show(opened: Opened, { reply, reader }: Answer, response: Response, first = false): void {
    switch (reply.kind) {
      case 'form':
        response.type('html').send(personalForm(reply.view, reader, opened.place));
        return;
      case 'panel':
      case 'say':
        response.type('html').send(personalPage(reply.card, reader, opened.place, opened.seen, first));
        return;
      case 'close':
        if (reply.say === undefined) response.redirect(303, opened.place.path);
        else response.type('html').send(personalPage(reply.say, reader, opened.place, opened.seen, false));
        return;
      case 'done':
        response.redirect(303, opened.place.path);
        return;
      default:
        reply satisfies never;
    }
  }

  /** What was posted from a page of this link; where it was not, the page says so and this answers undefined. */
  async function posted(opened: Opened, request: Request, response: Response) {
    const raw = typeof request.body === 'string' ? request.body : undefined;
    const fields = raw === undefined ? undefined : new URLSearchParams(raw);
    const nonce = fields === undefined ? undefined : readNonce(fields);
    if (raw !== undefined && fields !== undefined && nonce !== undefined && isOwnNonce(opened.token, nonce))
      return { raw, fields, nonce };
    await inTheWay(response, 422, 'This page is out of date', outOfDate);
    return undefined;
  }

  const router = Router();
  router.use(pageHeaders);
  router.use((request, response, next) => {
    response.set('X-Robots-Tag', 'noindex, nofollow, noarchive');
    // A browser that fetches ahead has nobody before it, and looking is on record.
    if (/prefetch/i.test(`${request.get('Sec-Purpose') ?? ''} ${request.get('Purpose') ?? ''}`))
      response.status(503).end();
    // Nor has whoever asks for the headers alone.
    else if (request.method === 'HEAD') response.type('html').end();
    else next();
  });
  router.use(express.text({ type: 'application/x-www-form-urlencoded', limit: mostPosted }));

  router.get('/:token', async (request, response) => {
    const opened = await enter(request, response);
    if (opened === undefined) return;
    show(opened, await press(opened, looked(opened), opensWith[opened.seen.purpose], '-'), response, true);
  });

  router.get('/:token/qr', async (request, response) => {
    const opened = await open(request, response);
    if (opened === undefined) return;
    const { standing } = opened.seen;
    if (standing !== 'open')
      return inTheWay(response, 410, 'This link is closed', [personalRefusal(opened.seen.purpose, standing)]);
    response.type('html').send(qrPage(`${needs.base() ?? ''}${opened.place.path}`, opened.place));
  });

  router.get('/:token/see/:verb/:subject', async (request, response) => {
    const opened = await enter(request, response);
    if (opened === undefined) return;
    const { verb, subject } = request.params;
    const { page } = request.query;
    if (!isReading(verb)) return inTheWay(response, 404, 'There is no such page', outOfDate);
    const arg = typeof page === 'string' ? page : undefined;
    show(opened, await press(opened, looked(opened), verb, subject, arg), response);
  });

  // The holder's own page as a file.
  router.get('/:token/file/:verb/:subject', async (request, response) => {
    const opened = await enter(request, response);
    if (opened === undefined) return;
    const { verb, subject } = request.params;
    if (!isFile(verb)) return inTheWay(response, 404, 'There is no such page', outOfDate);
    const answer = await press(opened, looked(opened), verb, subject, 'bare');
    if (answer.reply.kind !== 'panel') return show(opened, answer, response);
    sendAsFile(response, answer.reply.card, answer.reader);
  });

  // A pack: whether it may be had is asked as every press is, and then it leaves as it was sealed.
  router.get('/:token/pack/:id', async (request, response) => {
    const opened = await enter(request, response);
    if (opened === undefined) return;
    const { id } = request.params;
    const answer = await press(opened, looked(opened), 'pack.download', id);
    if (answer.reply.kind !== 'done') return show(opened, answer, response.status(409));
    const file = await needs.packs?.file(opened.hash, opened.browser, id as PackId);
    if (file === undefined) return inTheWay(response, 409, 'Not now', ['Open the link again, and look there.']);
    response
      .type('application/zip')
      .set('Content-Disposition', `attachment; filename="${file.name}"`)
      .set('Content-Length', String(file.bytes.length))
      .end(file.bytes);
  });

  // The holder's own copy of what is kept about them: asked as every press is.
  router.get('/:token/copy/:id', async (request, response) => {
    const opened = await enter(request, response);
    if (opened === undefined) return;
    const answer = await press(opened, looked(opened), 'copy.json', request.params.id);
    if (answer.reply.kind !== 'done') return show(opened, answer, response.status(409));
    const file = await needs.copies?.file(opened.hash, opened.browser);
    if (file === undefined) return inTheWay(response, 409, 'Not now', ['Open the link again, and look there.']);
    response
      .type('application/json')
      .set('Content-Disposition', `attachment; filename="${file.name}"`)
      .set('Content-Length', String(file.bytes.length))
      .end(file.bytes);
  });

  // The code: a browser that keeps nothing could not be known again.
  router.post('/:token', async (request, response) => {
    const opened = await open(request, response);
    if (opened === undefined) return;
    const { standing, enrolled } = opened.seen;
    if (standing !== 'open')
      return inTheWay(response, 410, 'This link is closed', [personalRefusal(opened.seen.purpose, standing)]);
    const from = await posted(opened, request, response);
    if (from === undefined) return;
    if (enrolled) return response.redirect(303, opened.place.path);
    const again = (say: string): void =>
      void response
        .status(422)
        .type('html')
        .send(codePage(opened.place, opened.seen.purpose, say));
    if (opened.browser === undefined)
      return again('This browser keeps no cookies for this page. Allow them, open the link again, and type the code.');
    const code = (from.fields.get('code') ?? '').slice(0, 40);
    const { reply } = await press(
      opened,
      sent(opened, from.nonce, from.raw),
      'door.enter',
      opened.hash,
      `${code} ${opened.browser}`,
    );
    if (reply.kind === 'done') return response.redirect(303, opened.place.path);
    again('card' in reply ? wordsOf(reply.card.blocks) : 'That did not work. Open the link again.');
  });

  router.post('/:token/renew', async (request, response) => {
    const opened = await open(request, response);
    if (opened === undefined) return;
    const from = await posted(opened, request, response);
    if (from === undefined) return;
    const delivery = sent(opened, from.nonce, `renew ${from.raw}`);
    show(opened, await press(opened, delivery, 'door.renew', opened.hash), response);
  });

  router.post('/:token/press', async (request, response) => {
    const opened = await enter(request, response);
    if (opened === undefined) return;
    const from = await posted(opened, request, response);
    if (from === undefined) return;
    const verb = from.fields.get('verb') ?? '';
    // Where a card leads home, this is it.
    if (verb === 'home.open') return response.redirect(303, opened.place.path);
    const arg = from.fields.get('arg') ?? undefined;
    const delivery = sent(opened, from.nonce, from.raw);
    show(opened, await press(opened, delivery, verb, from.fields.get('subject') ?? '-', arg), response);
  });

  const move = (
    opened: Opened,
    { fields, nonce }: { fields: URLSearchParams; nonce: string },
    raw: string,
    what: string,
  ) =>
    needs.hear({
      ...base(opened, sent(opened, nonce, raw)),
      kind: 'form',
      draft: (fields.get('draft') ?? '') as DraftId,
      revision: Number.parseInt(fields.get('revision') ?? '', 10) || 0,
      move: readMove(what) ?? { do: 'save' },
      step: fields.get('step') ?? '',
      answers: readAnswers(fields, undefined, ''),
    });

  router.post('/:token/form', async (request, response) => {
    const opened = await enter(request, response);
    if (opened === undefined) return;
    const from = await posted(opened, request, response);
    if (from === undefined) return;
    show(opened, await move(opened, from, from.raw, from.fields.get('move') ?? ''), response);
  });

  // As on the other pages: what is written is kept first, and whom to tell is shown whatever became of that.
  router.post('/:token/concern', async (request, response) => {
    const opened = await open(request, response, true);
    if (opened === undefined) return;
    const from = await posted(opened, request, response);
    if (from === undefined) return;
    if (from.fields.has('draft') && opened.seen.enrolled) await move(opened, from, `save ${from.raw}`, 'save');
    const as = opened.seen.purpose === 'own-page' ? 'mentee' : 'mentor';
    const answer = await press(opened, sent(opened, from.nonce, `concern ${from.raw}`), 'concern.open', '-', as);
    // Numbers for everybody, and no names, where nobody has shown whose it is.
    const inPublic = opened.seen.enrolled ? undefined : answer.urgent?.inPublic;
    const card = inPublic ?? ('card' in answer.reply ? answer.reply.card : undefined);
    if (card === undefined) show(opened, answer, response);
    else response.type('html').send(personalPage(card, answer.reader, opened.place, opened.seen, false));
  });

  const failed: ErrorRequestHandler = async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const status = (error as { status?: unknown }).status;
    if (status === 413)
      await inTheWay(response, 413, 'That is too long', ['Nothing was changed. Go back, and make it shorter.']);
    else if (typeof status === 'number' && status >= 400 && status < 500)
      await inTheWay(response, status, 'That could not be read', outOfDate);
    else {
      needs.fault?.(faultCode(error));
      if (request.path.endsWith('/concern')) response.type('html').send(await contactsPage(needs, true));
      else
        await inTheWay(response, 500, 'Something went wrong here', ['Try again in a moment. What was saved is safe.']);
    }
  };
  app.use('/e', router, failed);
}

/** A card's sentences, where they stand above a field. */
const wordsOf = (
  blocks: readonly { readonly kind: string; readonly text?: { readonly parts: readonly unknown[] } }[],
) =>
  blocks
    .flatMap((b) => (b.kind === 'text' ? (b.text?.parts ?? []) : []))
    .map((p) => (typeof p === 'string' ? p : ''))
    .join(' ');
