import { shorten } from '../kernel/words.js';
import type { PlanVersion } from './session.js';
import { supportOf } from './support.js';

/**
 * What might be asked of a plan before an assessor asks it: thoughts for whoever plans, kept for whoever looks at what is
 * ready. Nothing here refuses a plan (docs/field.md#measurable-objectives, docs/field.md#a-plan-of-its-own).
 */

const vague =
  /\b(?:understand|know|learn|appreciate|be aware|become aware|feels?|felt|(?:more|less) \w+|be better|get better|improve|be more|become more|think about|talk about|discuss|explore|look at|build (?:confidence|trust|rapport)|gain confidence|be confident|focus)\b/i;
const counted =
  /\d|\b(?:once|twice|one|two|three|four|five|each|every|all|by (?:the|mon|tue|wed|thu|fri|sat|sun|next)|without|list|name|write|show|make|call|book|send|finish|complete|choose|decide|agree|sign|arrive)\b/i;
/** Words that stand where a measure should, and measure nothing. */
const empty =
  /^(?:(?:it(?:['’]?s| is| was| went)?|all|that(?:['’]?s| is)?|looks?|went|is|was|very|if|when|really) )*(?:ok(?:ay)?|yes|no|done|finished|fine|good|great|well|works?|worked|achieved|completed?|met|happy|both|dunno|don['’]?t know|not sure|see|same|nothing|none|any|n\/?a|tbc|tbd|test|x+|-+|\.+|\?+)$/i;
const shortest = 8;

const plainly = (words: string): string => words.trim().replace(/[\s.!…]+$/, '');

/** A measure that nobody else could see reached: "ok", "yes", "done", or a word or two. */
export function saysNothing(measure: string): boolean {
  const words = plainly(measure);
  if (measure.trim() === '') return false;
  return empty.test(words) || (words.length < shortest && !counted.test(words));
}

/** What might be asked of one objective and its measure; empty where it can be seen. */
export function thoughtOn(what: string, measure: string): string {
  if (vague.test(what) && !counted.test(what) && (measure === '' || (vague.test(measure) && !counted.test(measure))))
    return `“${shorten(what, 58)}”: how would you both see it?`;
  return saysNothing(measure) ? 'How would somebody else know it was reached?' : '';
}

export type PlanThought =
  | { readonly kind: 'copied-unchanged' | 'activities-as-given' | 'objectives-as-given' | 'need-without-strategy' }
  | { readonly kind: 'not-measurable'; readonly objective: string };

/** Everything there is to think about in one version of a plan, in the order in which the form asks. */
export function thoughtsOnPlan(plan: Pick<PlanVersion, 'body' | 'copiedFrom' | 'unchanged'>): readonly PlanThought[] {
  const { objectives, asGiven } = plan.body;
  const copied = plan.copiedFrom !== null && plan.unchanged;
  return [
    // An unchanged copy has both parts as given: it is said once.
    ...(copied ? [{ kind: 'copied-unchanged' } as const] : []),
    ...(!copied && asGiven.includes('objectives') ? [{ kind: 'objectives-as-given' } as const] : []),
    ...objectives.flatMap((o): readonly PlanThought[] =>
      thoughtOn(o.what, o.measure) === '' ? [] : [{ kind: 'not-measurable', objective: o.key }],
    ),
    ...(!copied && asGiven.includes('activities') ? [{ kind: 'activities-as-given' } as const] : []),
    ...(supportOf(plan.body).some((s) => s.need.trim() !== '' && s.strategy.trim() === '')
      ? [{ kind: 'need-without-strategy' } as const]
      : []),
  ];
}
