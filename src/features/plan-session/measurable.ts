import { type Problem, placeOf, type Row, textOf } from '../../chat/form.js';

/**
 * Rules of thumb for objectives that cannot be measured (docs/field.md#measurable-objectives). Hints, never
 * refusals: the mentor knows the person.
 */

const vague =
  /\b(?:understand|know|learn|appreciate|be aware|become aware|feels?|felt|(?:more|less) \w+|be better|get better|improve|be more|become more|think about|talk about|discuss|explore|look at|build (?:confidence|trust|rapport)|gain confidence|be confident|focus)\b/i;
const counted =
  /\d|\b(?:once|twice|one|two|three|four|five|each|every|all|by (?:the|mon|tue|wed|thu|fri|sat|sun|next)|without|list|name|write|show|make|call|book|send|finish|complete|choose|decide|agree|sign|arrive)\b/i;

/** What might be asked of one objective and its measure; empty where it can be seen. */
export function thoughtOn(what: string, measure: string): string {
  const short = measure.trim().length > 0 && measure.trim().length < 8;
  if (vague.test(what) && !counted.test(what) && (measure === '' || (vague.test(measure) && !counted.test(measure))))
    return `“${what.length > 60 ? `${what.slice(0, 57)}…` : what}”: how would you both see it?`;
  if (short) return 'How would somebody else know it was reached?';
  return '';
}

export function hintsFor(objectives: readonly Row[]): readonly Problem[] {
  return objectives.flatMap((r) => {
    const thought = thoughtOn(textOf(r.values, 'what'), textOf(r.values, 'measure'));
    return thought === '' ? [] : [{ at: placeOf('objectives', r.key, 'measure'), say: thought }];
  });
}
