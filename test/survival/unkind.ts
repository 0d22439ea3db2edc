import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Chance } from './chance.js';

/** How often (share of all that is posted) what is done to it. */
export interface Odds {
  readonly limited: number;
  readonly resetBefore: number;
  readonly resetAfter: number;
  readonly failedAfter: number;
  readonly hangs: number;
  readonly late: number;
  readonly slow: number;
}

/** What was done to attempts whose end the program could not know. */
const unsure = [
  'taken in, then reset',
  'taken in, then 500',
  'reset before',
  'hangs for good',
  'taken in late, nobody told',
];

/** What goes wrong on the way to a server that a test counts at. */
export interface Faults {
  /** What was broken, by kind. */
  readonly broken: ReadonlyMap<string, number>;
  /** To how many requests something was done after which nobody can know what came of them. */
  ambiguous(): number;
  /** From now on everything works; with `false`, as unkind as its odds are. */
  beKind(kind?: boolean): void;
}

/** A network, and whoever is at its other end, in front of such a server. */
export interface Unkind extends Faults {
  /**
   * One request that posts something.
   * @param surely whether it is taken in and then reset, whatever the odds
   * @param takes takes it in, and answers what is said of it
   * @param says answers that
   */
  meets<T>(about: {
    readonly req: IncomingMessage;
    readonly res: ServerResponse;
    readonly mayBeLate: boolean;
    readonly surely?: boolean;
    readonly takes: () => T;
    readonly says: (taken: T) => void;
  }): void;
}

/**
 * @param longestDelay how late (ms) what was given up may still arrive
 * @param whenLate whether whoever asked is kept waiting, or hears at once that the connection went
 */
export function unkind(chance: Chance, odds: Odds, longestDelay: number, whenLate: 'waits' | 'reset'): Unkind {
  const broken = new Map<string, number>();
  let kind = false;
  const breaks = (what: string): true => {
    broken.set(what, (broken.get(what) ?? 0) + 1);
    return true;
  };
  return {
    broken,
    ambiguous: () => unsure.reduce((sum, what) => sum + (broken.get(what) ?? 0), 0),
    beKind(is = true) {
      kind = is;
    },
    meets({ req, res, mayBeLate, surely = false, takes, says }) {
      const dice = kind || surely ? 1 : chance.next();
      let up = 0;
      const within = (share: number): boolean => {
        up += share;
        return dice < up;
      };
      if (within(odds.limited) && breaks('429')) {
        res.writeHead(429, { 'retry-after': '1' }).end();
      } else if (within(odds.resetBefore) && breaks('reset before')) {
        req.socket.resetAndDestroy();
      } else if ((surely || within(odds.resetAfter)) && breaks('taken in, then reset')) {
        takes();
        req.socket.resetAndDestroy();
      } else if (within(odds.failedAfter) && breaks('taken in, then 500')) {
        takes();
        res.writeHead(500).end();
      } else if (within(odds.hangs) && breaks('hangs for good')) {
        return;
      } else if (within(odds.late) && mayBeLate && breaks('taken in late, nobody told')) {
        // Whoever asked may be dead by then.
        setTimeout(takes, chance.between(0, longestDelay)).unref();
        if (whenLate === 'reset') req.socket.resetAndDestroy();
      } else if (within(odds.slow)) {
        setTimeout(() => says(takes()), chance.between(0, 300)).unref();
      } else says(takes());
    },
  };
}
