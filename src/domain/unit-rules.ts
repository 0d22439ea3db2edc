/**
 * What a unit asks of a portfolio, as data (docs/field.md#unit-rules): units of different bodies differ in hours, in how many
 * mentees for how long, and in whether somebody supervises or observes.
 */

export interface UnitRules {
  readonly minutes: number;
  readonly mentees: number;
  /** Months with each of so many mentees; 0: none asked for. */
  readonly months: number;
  readonly supervisor: boolean;
  readonly observation: boolean;
}

export const ruleSets = {
  /** The unit as its three outcomes have it: at least six hours. */
  mentoring: { minutes: 360, mentees: 1, months: 0, supervisor: false, observation: false },
  /** ILM 8577, the award: at least six hours, supervised. */
  'ilm-award': { minutes: 360, mentees: 1, months: 0, supervisor: true, observation: false },
  /** ILM 8577, the certificate: 36 hours, supervised. */
  'ilm-certificate': { minutes: 2160, mentees: 1, months: 0, supervisor: true, observation: false },
  /** 1st4sport: two mentees, three months with each, a supervisor. */
  '1st4sport': { minutes: 360, mentees: 2, months: 3, supervisor: true, observation: true },
} as const satisfies Readonly<Record<string, UnitRules>>;
export type RuleSet = keyof typeof ruleSets;

export const ruleSetWords: Readonly<Record<RuleSet, string>> = {
  mentoring: 'At least six hours',
  'ilm-award': 'ILM award: six hours, with a supervisor',
  'ilm-certificate': 'ILM certificate: 36 hours, with a supervisor',
  '1st4sport': '1st4sport: two mentees for three months each, a supervisor, observed',
};

/** What of a set stands beside the hours. */
const beside = ({ minutes: _, ...rules }: UnitRules): Omit<UnitRules, 'minutes'> => rules;

/** The rules of a set, as settings keep them: the hours have a setting of their own. */
export const rulesOf = (set: RuleSet): Omit<UnitRules, 'minutes'> => beside(ruleSets[set]);

const names = Object.keys(ruleSets) as readonly RuleSet[];
export const isRuleSet = (name: string): name is RuleSet => Object.hasOwn(ruleSets, name);

/**
 * Which set these are; where several ask for the same beside their hours, the one of as many hours or else the first.
 * Undefined where they are none of them.
 */
export function ruleSetOf(rules: Omit<UnitRules, 'minutes'> | undefined, minutes: number): RuleSet | undefined {
  if (rules === undefined) return 'mentoring';
  const same = names.filter((name) => JSON.stringify(entries(rulesOf(name))) === JSON.stringify(entries(rules)));
  return same.find((name) => ruleSets[name].minutes === minutes) ?? same[0];
}

const entries = (rules: Omit<UnitRules, 'minutes'>) => [
  rules.mentees,
  rules.months,
  rules.supervisor,
  rules.observation,
];
