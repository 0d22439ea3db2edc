import express, { type Express, type RequestHandler } from 'express';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import type { ProgramClock } from '../local/movable-clock.js';

const wish = z.union([
  z.object({ advance: z.string().max(40) }).strict(),
  z.object({ to: z.string().max(40) }).strict(),
]);

/**
 * `POST /dev/clock` with `{"advance":"PT1H"}` or `{"to":"…Z"}`; `GET` tells it. It listens on loopback only, as `config.ts`
 * sees to; but a page of any site, open on this machine, can reach that too, and a database whose clock was moved is
 * practice data for good.
 * @param guards what turns away requests under another host's name, and those that another site's page has sent
 */
export function addDevClock(
  app: Express,
  clock: ProgramClock,
  then: () => Promise<void>,
  guards: readonly RequestHandler[],
): void {
  app.use('/dev/clock', ...guards);
  const tell = (): { readonly now: string } => ({ now: new Date(clock.now()).toISOString() });
  app.get('/dev/clock', (_request, response) => {
    response.json(tell());
  });
  app.post('/dev/clock', express.json({ limit: '1kb' }), async (request, response) => {
    const read = wish.safeParse(request.body);
    try {
      if (!read.success) throw new RangeError('no such wish');
      const to =
        'to' in read.data
          ? Temporal.Instant.from(read.data.to).epochMilliseconds
          : Temporal.Instant.fromEpochMilliseconds(clock.now())
              .toZonedDateTimeISO('UTC')
              .add(Temporal.Duration.from(read.data.advance)).epochMilliseconds;
      await clock.moveTo(to, then);
      response.json(tell());
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      response.status(400).json({
        say: 'Give {"advance":"PT1H"} or {"to":"2026-11-24T15:00:00Z"}; the clock moves forward only, at most ten years.',
      });
    }
  });
}
