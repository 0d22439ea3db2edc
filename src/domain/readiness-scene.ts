import type { FactsMentorship, FactsSession, PortfolioFacts } from './portfolio-facts.js';
import { hoursBySkill, hoursOfFacts } from './portfolio-hours.js';
import type { Gap, Mend } from './readiness.js';

/** What every kind of evidence is looked for in: a portfolio's facts, sorted once. */
export interface Scene {
  readonly facts: PortfolioFacts;
  /** Sessions that are over and were held, by planned start. */
  readonly held: readonly FactsSession[];
  /** Those of them that have a record whose words are there. */
  readonly recorded: readonly FactsSession[];
  readonly unrecorded: readonly FactsSession[];
  /** The next that is planned. */
  readonly next: FactsSession | undefined;
  readonly hours: ReturnType<typeof hoursOfFacts>;
  readonly byHour: ReturnType<typeof hoursBySkill>;
  /** A gap that the next plan mends: that plan where there is one, else a new one. */
  forNextPlan(say: string): Gap;
  /** A gap that the newest of these records mends; none where no record of them can be written in any more. */
  forRecord(say: string, of: readonly FactsSession[], which?: 'newest' | 'oldest'): readonly Gap[];
}

/** What was erased has no words: nothing can be asked of it. */
const hasWords = (s: FactsSession): boolean => s.record !== null && s.record.body.happened.trim() !== '';

export function sceneOf(facts: PortfolioFacts): Scene {
  const going = new Set(facts.mentorships.filter((m) => m.endedAt === null).map((m) => m.id));
  const held = facts.sessions.filter((s) => s.state === 'ended');
  const next = facts.sessions.find((s) => s.state === 'planned' && s.startsAt > facts.at);
  const isGoing = (s: FactsSession): boolean => s.mentorships.some((id) => going.has(id));
  const newPlan = leastMet(facts);
  const planning: Mend | null =
    next !== undefined
      ? { by: 'plan-change', about: next.id }
      : newPlan === undefined
        ? null
        : { by: 'plan', about: newPlan.id };
  return {
    facts,
    held,
    recorded: held.filter(hasWords),
    unrecorded: held.filter((s) => s.head === null && isGoing(s)),
    next,
    hours: hoursOfFacts(facts),
    byHour: hoursBySkill(facts),
    forNextPlan: (say) => ({ say, mend: planning }),
    forRecord(say, of, which = 'newest') {
      const open = of.filter(isGoing);
      const one = which === 'newest' ? open.at(-1) : open[0];
      return one === undefined ? [] : [{ say, mend: { by: 'record', about: one.id } }];
    },
  };
}

/** Whom to plan with next: of those who go on, the one with whom least time was spent. */
function leastMet(facts: PortfolioFacts): FactsMentorship | undefined {
  const minutes = (m: FactsMentorship): number =>
    facts.sessions.reduce((n, s) => n + (s.mentorships.includes(m.id) ? s.minutes : 0), 0);
  return facts.mentorships.filter((m) => m.state === 'active').sort((a, b) => minutes(a) - minutes(b))[0];
}
