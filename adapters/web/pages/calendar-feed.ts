import { createHash } from 'node:crypto';
import type { Express, Request, Response } from 'express';
import type { Calendar } from '../../../src/domain/calendar.js';
import { type Clock, minute } from '../../../src/kernel/clock.js';
import { faultCode } from '../../../src/kernel/errors.js';
import { hashOfToken, isToken } from '../../../src/kernel/token.js';
import type { Calendars } from '../../../src/ports/calendars.js';
import { callerOf } from '../caller.js';
import { Limiter } from '../limiter.js';

/** A person's calendar at an address that nobody can guess: `/c/TOKEN.ics`, for Google, Outlook and Apple to fetch. */

export interface FeedNeeds {
  readonly app: Express;
  readonly calendars: Calendars;
  /** Draws the file; `now` (ms) is when. */
  write(calendar: Calendar, now: number): string;
  /** The domain's clock: what is past is left out by it. */
  readonly clock: Clock;
  /** The machine's, for the limits. */
  readonly leaseClock: Clock;
  readonly fault?: (code: string) => void;
}

/**
 * Fetches of one calendar in a minute; more are answered before the database is asked. Calendars that subscribe fetch
 * a few times a day.
 */
export const mostFetches = 6;
/** Addresses that lead nowhere, of one caller in ten minutes: nobody guesses 256 bits, but they may keep trying. */
export const mostMisses = 20;

const headers = {
  'Cache-Control': 'private, no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex, nofollow',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/** The calendar's fingerprint, without the moment it was written: unchanged is 304 however often it is asked for. */
const tagOf = (calendar: Calendar): string =>
  `"${createHash('sha256').update(JSON.stringify(calendar)).digest('base64url').slice(0, 27)}"`;

/** Mounts `/c/TOKEN.ics`. It answers whatever chat is switched on: what is asked for is the token, not who asks. */
export function mountFeed(needs: FeedNeeds): void {
  const now = (): number => needs.leaseClock.now();
  const fetches = new Limiter(mostFetches, minute, now);
  const misses = new Limiter(mostMisses, 10 * minute, now);
  const say = (response: Response, status: number, sentence: string): void => {
    response.status(status).type('text/plain').send(`${sentence}\n`);
  };
  const slower = (response: Response): void => {
    response.set('Retry-After', '60');
    say(response, 429, 'This calendar was asked for very often. Ask again in a minute; once an hour is plenty.');
  };
  const nowhere = (request: Request, response: Response): void => {
    if (misses.take(callerOf(request)))
      say(response, 404, 'No calendar is here. Look in your settings for its address.');
    else slower(response);
  };

  needs.app.get('/c/:file', async (request, response) => {
    response.set(headers);
    const file = String(request.params.file);
    const token = file.endsWith('.ics') ? file.slice(0, -4) : '';
    if (!isToken(token)) return nowhere(request, response);
    const hash = hashOfToken(token);
    if (!fetches.take(hash)) return slower(response);
    try {
      const seen = await needs.calendars.look(hash);
      if (seen === undefined) return nowhere(request, response);
      if (seen.kind === 'off')
        return say(response, 410, 'This calendar address was switched off. Make a new one in your settings.');
      const tag = tagOf(seen.calendar);
      response.set('ETag', tag);
      if (
        request
          .get('If-None-Match')
          ?.split(/\s*,\s*/)
          .some((t) => t.replace(/^W\//, '') === tag) === true
      ) {
        response.status(304).end();
        return;
      }
      response
        .type('text/calendar; charset=utf-8')
        .set('Content-Disposition', 'inline; filename="mentoring.ics"')
        .send(needs.write(seen.calendar, needs.clock.now()));
    } catch (error) {
      needs.fault?.(faultCode(error));
      say(response, 503, 'Mentorlog cannot be reached just now. Nothing is lost: ask again in a minute.');
    }
  });
}
