/**
 * The domain's clock: milliseconds since 1970 in UTC. A test or the local chat may move it
 * (docs/architecture.md#two-clocks).
 */
export interface Clock {
  now(): number;
}

/** A clock that runs with the machine's, shifted by an offset that can be moved forward. */
export interface MovableClock extends Clock {
  readonly offset: number;
  /** Moves the clock so that `now()` is `to` (ms); a moment before the present is refused with a RangeError. */
  moveTo(to: number): void;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The store's own clock, for leases: nobody moves it. */
export const leaseClock: Clock = { now: () => Date.now() };

export function movableClock(offset = 0, base: Clock = systemClock): MovableClock {
  let shift = offset;
  return {
    get offset() {
      return shift;
    },
    now: () => base.now() + shift,
    moveTo(to) {
      const now = base.now() + shift;
      if (to < now) throw new RangeError('a clock moves forward only');
      shift += to - now;
    },
  };
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
