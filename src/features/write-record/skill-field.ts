import { type Answers, type Field, type Readers, rowsOf, textOf } from '../../chat/form.js';
import { type About, isGroup } from './about.js';

/** In a group what could speak of another mentee stays with the mentor (`sharedPart`); the form says so. */
export const sharedBy = (about: About): Readers => (isGroup(about.session) ? 'mentor' : 'both');

/** The programme's skills as they are now, and those named here already in words that are not used any more. */
export function skillField(about: About, answers: Answers, label: string): Field & { readonly kind: 'choice' } {
  const now = new Set(about.skills.map((s) => s.ref));
  const named = [
    ...(about.newest?.body.skills.map((s) => s.skill) ?? []),
    textOf(answers.values, 'skill'),
    ...rowsOf(answers, 'skills').map((r) => textOf(r.values, 'skill')),
  ];
  const earlier = [...new Set(named)].filter((ref) => ref !== '' && !now.has(ref));
  return {
    id: 'skill',
    kind: 'choice',
    shown: 'list',
    of: [
      ...about.skills.map((s) => ({ value: s.ref, label: s.text })),
      ...earlier.map((ref) => ({ value: ref, label: about.skillWords.get(ref) ?? ref })),
    ],
    label,
    readers: sharedBy(about),
  };
}
