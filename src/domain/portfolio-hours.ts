import { keyOfRef } from './catalogue.js';
import { type Claim, type Sums, sumsOf } from './hours.js';
import type { FactsSession, PortfolioFacts } from './portfolio-facts.js';
import { type CountedHour, countedHours, type EvidencedSession, type Thin, thinOf } from './skill-hours.js';

/**
 * Hours and skills by hour, worked out of a portfolio's facts: what the store answers of the same rows as totals
 * (`src/ports/store/totals.ts`), so that whoever has the facts alone can recompute it.
 */

/** What one session claims of each total. */
function claimOf(s: FactsSession): Claim {
  const longest = (of: (part: FactsSession['parts'][number]) => number): number => Math.max(0, ...s.parts.map(of));
  const isPlanned =
    s.state !== 'cancelled' && s.state !== 'not-held' && !s.plannedAfterwards && s.why !== 'does not fit its chain';
  return {
    plannedMinutes: isPlanned ? s.plannedMinutes : 0,
    plannedFrom: s.startsAt,
    from: s.beganAt,
    minutes: longest((p) => p.minutes),
    confirmedMinutes: longest((p) =>
      p.standing === 'settled'
        ? p.minutes
        : p.standing === 'confirmed'
          ? Math.min(p.minutes, p.menteeMinutes ?? p.minutes)
          : 0,
    ),
    disputedMinutes: longest((p) => (p.standing === 'disputed' ? (p.mentorMinutes ?? 0) : 0)),
    recordedMinutes: longest((p) => (p.standing === 'nothing' ? 0 : (p.mentorMinutes ?? 0))),
  };
}

/** All in minutes; what two sessions share counts once. */
export const hoursOfFacts = (facts: Pick<PortfolioFacts, 'sessions'>): Sums & { readonly recordedMinutes: number } =>
  sumsOf(facts.sessions.map(claimOf));

/** The sessions that count, with what each names. Where this reader has neither plan nor record, nothing is named. */
export const evidencedIn = (facts: Pick<PortfolioFacts, 'sessions'>): readonly EvidencedSession[] =>
  facts.sessions
    .filter((s) => s.minutes > 0)
    .map((s) => ({
      from: s.beganAt,
      minutes: s.minutes,
      skills: [...new Set((s.record?.body.skills ?? []).map((k) => keyOfRef(k.skill)).filter((key) => key !== ''))],
      goals: s.plan?.body.goals ?? [],
    }));

/** The counted hours, and which core skills are thin in them (docs/field.md#core-skills). */
export function hoursBySkill(facts: Pick<PortfolioFacts, 'sessions' | 'skills'>): {
  readonly hours: readonly CountedHour[];
  readonly thin: readonly Thin[];
} {
  const hours = countedHours(evidencedIn(facts));
  return {
    hours,
    thin: thinOf(
      hours,
      facts.skills.filter((s) => s.core).map((s) => s.key),
    ),
  };
}
