import { type Problem, placeOf, type Row, textOf } from '../../chat/form.js';
import { thoughtOn } from '../../domain/plan-quality.js';

/**
 * Thoughts on objectives that cannot be measured (docs/field.md#measurable-objectives), each beside its measure. Hints,
 * never refusals: the mentor knows the person.
 */
export function hintsFor(objectives: readonly Row[]): readonly Problem[] {
  return objectives.flatMap((r) => {
    const thought = thoughtOn(textOf(r.values, 'what'), textOf(r.values, 'measure'));
    return thought === '' ? [] : [{ at: placeOf('objectives', r.key, 'measure'), say: thought }];
  });
}
