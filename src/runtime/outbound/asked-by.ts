import { Bounded } from '../../kernel/bounded.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import { type OutboxRow, recipientKey } from '../../ports/store.js';
import type { TracePoint } from '../../ports/tracing.js';
import type { BufferedWork } from '../work.js';

/**
 * Which act asked for a message, in this process and as long as it is remembered: a delivery has a trace of its own, and
 * points to the one that it comes of. Nothing is kept where nobody traces.
 */

/** Messages remembered; one that is forgotten, or was asked for by another process, points to nothing. */
const mostAsked = 5_000;

interface Asked {
  readonly by: TracePoint;
  /** The how many-eth act it was: the newest is meant. */
  readonly nth: number;
}

export interface AskedBy {
  /** What these units of work asked for, once they are committed. */
  note(works: readonly Pick<BufferedWork, 'programme' | 'saysSomething'>[], by: TracePoint | undefined): void;
  of(row: Pick<OutboxRow, 'programme' | 'face' | 'subject' | 'to'>): TracePoint | undefined;
}

export function askedBy(): AskedBy {
  const shown = new Bounded<string, Asked>(mostAsked);
  const redrawn = new Bounded<string, Asked>(mostAsked);
  let acts = 0;
  const about = (programme: ProgrammeId, subject: string): string => `${programme}|${subject}`;
  return {
    note(works, by) {
      if (by === undefined) return;
      acts += 1;
      const act = { by, nth: acts };
      for (const { programme, saysSomething } of works) {
        const asked = saysSomething();
        for (const key of asked.shown) shown.set(about(programme.id, key), act);
        for (const subject of asked.redrawn) redrawn.set(about(programme.id, subject), act);
      }
    },
    of({ programme, face, subject, to }) {
      if (shown.size + redrawn.size === 0) return undefined;
      const acted = [shown.get(about(programme, `${face}|${subject}|${recipientKey(to)}`))];
      // What hangs on a subject (`SUBJECT:…`) is drawn anew with it.
      for (let at: string = subject; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf(':'))))
        acted.push(redrawn.get(about(programme, at)));
      return acted.reduce((newest, one) => ((one?.nth ?? 0) > (newest?.nth ?? 0) ? one : newest), undefined)?.by;
    },
  };
}
