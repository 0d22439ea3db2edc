import type { FactsSession, PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import { hoursBySkill, hoursOfFacts } from '../../../src/domain/portfolio-hours.js';
import { fewestForMiddle, medianOf } from '../../../src/domain/small-samples.js';
import type { PersonId } from '../../../src/kernel/ids.js';

/** The figures that a pack states of its facts, so that whoever recomputes them has something to hold theirs against. */
export interface PackFigures {
  readonly sessions: number;
  /** In minutes; those that two sessions share count once. */
  readonly minutes: PackMinutes;
  /** By this pack's id of a mentee. */
  readonly byMentee: Readonly<Record<string, PackMinutes>>;
  /** Counted hours in the order in which they were held, with the skills that each shows. */
  readonly hours: readonly { readonly hour: number; readonly minutes: number; readonly skills: readonly string[] }[];
  /** One person's numbers on one question about one mentorship: how many there are, and from three on the one in the middle. */
  readonly answers: readonly {
    readonly by: string;
    readonly source: string;
    readonly mentorship: string;
    readonly question: string;
    readonly n: number;
    /** Null of fewer than three (docs/field.md#always-with-n). */
    readonly median: number | null;
  }[];
}

export interface PackMinutes {
  readonly planned: number;
  readonly delivered: number;
  readonly confirmed: number;
  readonly unanswered: number;
  readonly disputed: number;
  /** Taken off because two sessions share them. */
  readonly overlap: number;
}

/** @param facts as they leave */
export function figuresOf(facts: PortfolioFacts): PackFigures {
  const mentees = [...new Set(facts.mentorships.map((m) => m.mentee))];
  return {
    sessions: facts.sessions.length,
    minutes: minutesOf(facts.sessions),
    byMentee: Object.fromEntries(mentees.map((id) => [id, minutesOf(partOf(facts.sessions, id))])),
    hours: hoursBySkill(facts).hours.map(({ nth, minutes, skills }) => ({
      hour: nth,
      minutes,
      skills: [...skills].sort(),
    })),
    answers: answersOf(facts),
  };
}

function minutesOf(sessions: readonly FactsSession[]): PackMinutes {
  const sums = hoursOfFacts({ sessions });
  return {
    planned: sums.plannedMinutes,
    delivered: sums.deliveredMinutes,
    confirmed: sums.confirmedMinutes,
    unanswered: sums.unansweredMinutes,
    disputed: sums.disputedMinutes,
    overlap: sums.overlapMinutes,
  };
}

const partOf = (sessions: readonly FactsSession[], mentee: PersonId): readonly FactsSession[] =>
  sessions
    .filter((s) => s.mentees.includes(mentee))
    .map((s) => ({ ...s, parts: s.parts.filter((p) => p.mentee === mentee) }));

function answersOf(facts: PortfolioFacts): PackFigures['answers'] {
  const found = new Map<string, { readonly of: PortfolioFacts['answers'][number]; readonly numbers: number[] }>();
  for (const a of facts.answers) {
    if (a.rating === null) continue;
    const key = [a.source, a.by, a.mentorship, a.question].join(' ');
    const line = found.get(key) ?? { of: a, numbers: [] };
    found.set(key, line);
    line.numbers.push(a.rating);
  }
  return [...found.values()].map(({ of, numbers }) => ({
    by: of.by,
    source: of.source,
    mentorship: of.mentorship,
    question: of.question,
    n: numbers.length,
    median: numbers.length < fewestForMiddle ? null : medianOf(numbers),
  }));
}
