import { type Answers, manyOf, numberOf, type Problem, textOf } from '../../chat/form.js';
import { roundingOfEnd } from '../../domain/record.js';
import { type About, notNow } from './about.js';
import { startOf } from './answers.js';

/** What is wrong beyond the fields' own limits: a session that cannot be recorded, a time that is not over. */
export function recordProblems(about: About, answers: Answers, locale: string): readonly Problem[] {
  const stopped = notNow(about.session, about.now, { zone: about.author.zone, locale });
  if (stopped !== undefined) return [{ at: 'attended', say: stopped }];
  const start = startOf(answers, about);
  if (start.kind === 'never')
    return [{ at: 'time', say: 'The clocks went forward over this time that day. Give the time they showed after.' }];
  if (start.kind === 'none') return [];
  if (start.at > about.now) return [{ at: 'time', say: 'This start is still to come. Check the day and the time.' }];
  const nobody = manyOf(answers.values, 'attended').length === 0;
  const minutes = numberOf(answers.values, 'minutes') ?? 0;
  if (!nobody && start.at + minutes * 60_000 > about.now + roundingOfEnd)
    return [
      { at: 'minutes', say: 'With this length it would not be over yet. Check when it began and how long it was.' },
    ];
  return [];
}

/** Worth a thought, and nobody is held up. */
export function recordHints(answers: Answers): readonly Problem[] {
  const example = textOf(answers.values, 'skill-example');
  return example !== '' && example.length < 15
    ? [{ at: 'skill-example', say: 'Could someone who was not there see the skill in this? A few more words help.' }]
    : [];
}
