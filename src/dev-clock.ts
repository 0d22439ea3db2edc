import express, { type Express } from 'express';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { type Clock, movableClock, systemClock } from './kernel/clock.js';
import type { Store } from './ports/store.js';

/** The domain's clock of a running program; where it was moved, the database says so for good. */
export interface ProgramClock extends Clock {
  /** The database ever ran on a moved clock. */
  readonly practice: boolean;
  /** Moves it forward to `to` (ms), keeps that, and lets `then` bring what fell due. @throws RangeError for the past */
  moveTo(to: number, then: () => Promise<void>): Promise<void>;
}

const offsetKey = 'clock-offset';

/** The clock as the database left it: an offset kept there stays in force, so that time never runs backwards. */
export async function openClock(store: Store, movable: boolean): Promise<ProgramClock> {
  const kept = Number((await store.meta.get(offsetKey)) ?? 0);
  const clock = movableClock(kept);
  let practice = kept > 0;
  return {
    now: movable || kept > 0 ? clock.now : systemClock.now,
    get practice() {
      return practice;
    },
    async moveTo(to, then) {
      clock.moveTo(to);
      if (!practice) {
        practice = true;
        await store.write((tx) => tx.programmes.markPractice());
      }
      await store.meta.put(offsetKey, String(clock.offset));
      await then();
    },
  };
}

const wish = z.union([
  z.object({ advance: z.string().max(40) }).strict(),
  z.object({ to: z.string().max(40) }).strict(),
]);

/** `POST /dev/clock` with `{"advance":"PT1H"}` or `{"to":"…Z"}`; `GET` tells it. Loopback only: `config.ts` sees to that. */
export function addDevClock(app: Express, clock: ProgramClock, then: () => Promise<void>): void {
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
      response
        .status(400)
        .json({ say: 'Give {"advance":"PT1H"} or {"to":"2026-11-24T15:00:00Z"}; the clock moves forward only.' });
    }
  });
}
