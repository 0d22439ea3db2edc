import { listInWords, minutesInWords } from '../kernel/words.js';
import type { EvidenceKind } from './criteria.js';
import type { PortfolioFacts } from './portfolio-facts.js';
import { type Doubt, doubtsOf } from './readiness-doubts.js';
import type { Found } from './readiness-finding.js';
import { foundIn } from './readiness-kinds.js';
import { ruleFindings } from './readiness-rules.js';
import { type Scene, sceneOf } from './readiness-scene.js';
import { hoursInWords } from './skill-hours.js';

/**
 * What of a unit's criteria a portfolio shows by now, and what it lacks (docs/field.md#readiness): worked out of its facts
 * alone. A gap is something that its mentor can mend, or that the unit asks for whoever it is, and is worded about the
 * mentor's own work; what a mentee skipped, refused, declined or took back is no gap, no count and no reason.
 */

/**
 * `shown`: it is there. `partly`: it is there, and something is still to do. `missing`: there is none, and there should be.
 * `nothing`: there is none, and nobody is asked for it.
 */
export type Standing = 'shown' | 'partly' | 'missing' | 'nothing';

/** Where a mentor goes to mend something, and about what. */
export interface Mend {
  readonly by: MendBy;
  /** What the button is about: a session's, a mentorship's or a portfolio's id, or a mentor's. */
  readonly about: string;
}
export type MendBy =
  | 'plan'
  | 'plan-change'
  | 'record'
  | 'agreement'
  | 'by-hour'
  | 'self-review'
  | 'observation'
  | 'change'
  | 'marks'
  | 'reflection'
  | 'allocate';

export interface Gap {
  /** A sentence. */
  readonly say: string;
  /** Null where no button helps: time will, or somebody else. */
  readonly mend: Mend | null;
}

/** What bears on one criterion. */
export interface CriterionReadiness {
  readonly key: string;
  readonly code: string;
  readonly text: string;
  readonly kinds: readonly EvidenceKind[];
  /** Null where neither its code nor the centre says what shows it. */
  readonly standing: Standing | null;
}

export interface Readiness {
  /** Null where the mentoring is for no unit: then there is nothing to be ready for. */
  readonly unit: PortfolioFacts['portfolio']['unit'];
  /** Where it stands, in a sentence. */
  readonly sentence: string;
  readonly confirmedMinutes: number;
  readonly deliveredMinutes: number;
  readonly criteria: readonly CriterionReadiness[];
  /** Everything that a program can point at, whether or not a criterion asks for it. */
  readonly found: Readonly<Record<EvidenceKind, Found>>;
  /** What the unit asks for beside its criteria; nothing of it where it does not. */
  readonly rules: readonly Found[];
  /** What an assessor may refuse in the mentor's own work, what weighs most first. */
  readonly doubts: readonly Doubt[];
  /** The gaps of what is asked for, each once: what cannot wait first, then in the order of the criteria. */
  readonly gaps: readonly Gap[];
}

/** A record is of the day, and what is to be shown in all hours cannot be shown in the last of them. */
const pressing: readonly EvidenceKind[] = ['records', 'skills', 'hours'];

export function readinessOf(facts: PortfolioFacts): Readiness {
  const { unit } = facts.portfolio;
  const scene = sceneOf(facts);
  const found = foundIn(scene);
  const { confirmedMinutes, deliveredMinutes } = scene.hours;
  const criteria = unit === null ? [] : facts.criteria.map((c) => criterionOf(c, found));
  const rules = unit === null ? [] : ruleFindings(facts, unit.rules);
  const asked = [...new Set(criteria.flatMap((c) => c.kinds))];
  const inOrder = [...pressing.filter((kind) => asked.includes(kind)), ...asked.filter((k) => !pressing.includes(k))];
  const gaps = [...inOrder.flatMap((kind) => found[kind].gaps), ...rules.flatMap((rule) => rule.gaps)];
  return {
    unit,
    sentence: sentenceOf(scene),
    confirmedMinutes,
    deliveredMinutes,
    criteria,
    found,
    rules,
    doubts: unit === null ? [] : doubtsOf(facts),
    gaps,
  };
}

function criterionOf(
  { key, code, text, evidence }: PortfolioFacts['criteria'][number],
  found: Readonly<Record<EvidenceKind, Found>>,
): CriterionReadiness {
  return { key, code, text, kinds: evidence, standing: together(evidence.map((kind) => found[kind].standing)) };
}

/** How several stand together; null of none. */
export function together(all: readonly Standing[]): Standing | null {
  if (all.length === 0) return null;
  const asked = all.filter((s) => s !== 'nothing');
  if (asked.length === 0) return 'nothing';
  if (asked.every((s) => s === 'shown')) return 'shown';
  return asked.every((s) => s === 'missing') ? 'missing' : 'partly';
}

/** “4 h 45 min confirmed of 6 h; skills thin in hours 5 and 6.” */
function sentenceOf({ facts, hours: { confirmedMinutes, deliveredMinutes }, byHour: { thin } }: Scene): string {
  const { unit } = facts.portfolio;
  if (unit === null)
    return deliveredMinutes === 0
      ? 'Nothing has been held yet.'
      : `${minutesInWords(deliveredMinutes)} together so far.`;
  const target = minutesInWords(unit.rules.minutes);
  const said =
    deliveredMinutes === 0 ? `No hours yet of ${target}` : `${minutesInWords(confirmedMinutes)} confirmed of ${target}`;
  if (thin.length === 0) return `${said}.`;
  const without = [...new Set(thin.flatMap((t) => t.without))].sort((a, b) => a - b);
  return `${said}; skills thin in ${hoursInWords(without)}.`;
}

/** “2 things are still to do, and an assessor may ask about 1 more.” Empty where there is nothing of either. */
export function openInWords({ gaps, doubts }: Pick<Readiness, 'gaps' | 'doubts'>): string {
  const parts = [
    ...(gaps.length === 0 ? [] : [`${gaps.length === 1 ? '1 thing is' : `${gaps.length} things are`} still to do`]),
    ...(doubts.length === 0
      ? []
      : [`an assessor may ask about ${doubts.length === 1 ? '1 thing' : `${doubts.length} things`}`]),
  ];
  if (parts.length === 0) return '';
  const said = listInWords(parts);
  return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}
