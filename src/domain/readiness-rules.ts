import { count, listInWords } from '../kernel/words.js';
import { addMonths, local, placeAnyway } from '../kernel/zoned.js';
import type { PortfolioFacts } from './portfolio-facts.js';
import type { Gap } from './readiness.js';
import { type Found, finding } from './readiness-finding.js';
import type { UnitRules } from './unit-rules.js';

/** What a unit asks for beside its hours and criteria (docs/field.md#unit-rules), and what of it there is. */

export function ruleFindings(facts: PortfolioFacts, rules: UnitRules): readonly Found[] {
  return [
    ...(rules.mentees > 1 ? [mentees(facts, rules)] : []),
    ...(rules.months > 0 ? [months(facts, rules)] : []),
    ...(rules.supervisor ? [supervisor(facts)] : []),
    ...(rules.observation ? [observation(facts)] : []),
  ];
}

/** Mentees with whom any time counts. */
const withTime = (facts: PortfolioFacts) =>
  facts.mentorships.filter((m) =>
    facts.sessions.some((s) => s.parts.some((p) => p.mentorship === m.id && p.minutes > 0)),
  );

function mentees(facts: PortfolioFacts, rules: UnitRules): Found {
  const n = new Set(withTime(facts).map((m) => m.mentee)).size;
  return finding({
    label: 'Mentees',
    asks: 'With how many mentees was this done?',
    there: n === 0 ? [] : [`Time counts with ${count(n, 'mentee')}; the unit asks for ${rules.mentees}.`],
    gaps: n >= rules.mentees ? [] : [gap(`The unit asks for hours with ${count(rules.mentees, 'mentee')}.`)],
    any: n > 0,
  });
}

function months(facts: PortfolioFacts, rules: UnitRules): Found {
  const end = (m: PortfolioFacts['mentorships'][number]): number => Math.min(m.endedAt ?? facts.at, facts.at);
  const asked = (m: PortfolioFacts['mentorships'][number]): number =>
    placeAnyway(addMonths(local(m.agreedAt, facts.zone).date, rules.months), '00:00', facts.zone);
  const long = withTime(facts).filter((m) => end(m) >= asked(m));
  const going = withTime(facts).filter((m) => end(m) < asked(m) && m.endedAt === null);
  const enough = new Set(long.map((m) => m.mentee)).size >= rules.mentees;
  const words = `${count(rules.months, 'month')} with ${rules.mentees === 1 ? 'a mentee' : `each of ${rules.mentees} mentees`}`;
  return finding({
    label: 'Months',
    asks: 'For how long was each of them mentored?',
    there:
      long.length === 0 ? [] : [`So long with ${listInWords(long.map((m) => facts.called[m.mentee] ?? 'a mentee'))}.`],
    gaps: enough
      ? []
      : [
          gap(
            going.length === 0
              ? `The unit asks for ${words}.`
              : `The unit asks for ${words}: with ${listInWords(going.map((m) => facts.called[m.mentee] ?? 'a mentee'))} it is not so long yet.`,
          ),
        ],
    any: long.length > 0,
  });
}

function supervisor(facts: PortfolioFacts): Found {
  const theirs = facts.readers.filter((r) => r.as === 'supervisor');
  return finding({
    label: 'Supervisor',
    asks: 'Who supervised this mentoring?',
    there:
      theirs.length === 0
        ? []
        : [`Supervised by ${listInWords(theirs.map((r) => facts.called[r.person] ?? 'somebody'))}.`],
    gaps:
      theirs.length > 0
        ? []
        : [
            {
              say: 'The unit asks for a supervisor, and nobody is allocated as one. The coordinator does that.',
              mend: { by: 'allocate', about: '-' },
            },
          ],
    any: theirs.length > 0,
  });
}

function observation(facts: PortfolioFacts): Found {
  const n = facts.attestations.filter((a) => a.kind === 'observation').length;
  return finding({
    label: 'Observation',
    asks: 'Who observed a session, and what did they see?',
    there: n === 0 ? [] : [`${count(n, 'observation')}, signed by both.`],
    gaps:
      n > 0
        ? []
        : [
            {
              say: 'The unit asks for an observation of a session.',
              mend: { by: 'observation', about: facts.portfolio.id },
            },
          ],
    any: n > 0,
  });
}

const gap = (say: string): Gap => ({ say, mend: null });
