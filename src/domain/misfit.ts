import type { MentorshipId, SessionId } from '../kernel/ids.js';
import { readCitation, writeCitation } from './citation.js';

/**
 * What no longer fits between a mentorship's rows and its chain, and which sessions are left out of the hours for it
 * (docs/record-format.md#what-does-not-fit). Pure.
 */

/**
 * `changed`, `gone`, `uncommitted`: as a check of rows answers them. `broken`: the chain itself. `rewritten`: the chain is
 * another one than a signed head has. `counted`: a figure that is counted beside a row was another one, and was put right.
 */
export type WhyUnfit = 'changed' | 'gone' | 'uncommitted' | 'broken' | 'rewritten' | 'counted';

/** One thing that does not fit, by its citation; `wholeChain` where it is the chain. */
export interface Unfit {
  readonly path: string;
  readonly why: WhyUnfit;
  /** The entry that says something else. */
  readonly seq: number | null;
}

/** As it is kept: from when it was found until it fitted again (ms). */
export interface KeptMisfit extends Unfit {
  readonly chain: MentorshipId;
  readonly foundAt: number;
  readonly goneAt: number | null;
}

export const wholeChain = 'chain';

/** Parts that are figures: of all else is kept only whose words they are, for which field of them was filled in is nobody's to see. */
const figures = /^(figures|head|standing|signatures|levels|attendance)(\/|$)/;

/** What is kept of a path: whose row it is, and of figures which. */
export function keptPath(path: string): string {
  const cited = readCitation(path);
  if (cited === undefined) return path;
  const { kind, id, version, part } = cited;
  const [name] = figures.exec(part ?? '')?.slice(1) ?? [];
  // Of a session its newest revision is meant, whichever that is by now.
  const at = version === undefined || kind === 'session' ? {} : { version };
  return writeCitation({ kind, id, ...at, ...(name === undefined ? {} : { part: name }) });
}

/** Each thing once, as it is kept. */
export function keptOnce(found: readonly Unfit[]): readonly Unfit[] {
  const kept = new Map<string, Unfit>();
  for (const one of found) {
    const path = keptPath(one.path);
    if (!kept.has(path)) kept.set(path, { ...one, path });
  }
  return [...kept.values()];
}

/** Kinds of a session's own rows: what one of them says is what its minutes rest on. */
const ofSession: ReadonlySet<string> = new Set(['session', 'plan', 'record']);

/** The session that is left out for it; `all` of the chain's where it is the chain itself, or what was agreed and when. */
export function leavesOut({ path, why }: Pick<Unfit, 'path' | 'why'>): SessionId | 'all' | undefined {
  if (why === 'counted') return undefined;
  if (path === wholeChain) return 'all';
  const cited = readCitation(path);
  if (cited === undefined) return undefined;
  if (ofSession.has(cited.kind)) return cited.id as SessionId;
  return cited.kind === 'agreement' && (cited.part === 'standing' || cited.part === 'signatures') ? 'all' : undefined;
}

/** The sessions that all of these leave out. */
export function leftOutBy(found: readonly Pick<Unfit, 'path' | 'why'>[]): 'all' | ReadonlySet<SessionId> {
  const sessions = new Set<SessionId>();
  for (const one of found) {
    const left = leavesOut(one);
    if (left === 'all') return 'all';
    if (left !== undefined) sessions.add(left);
  }
  return sessions;
}
