import type { Answers, Form, Problem, Step } from '../../chat/form.js';
import { textOf } from '../../chat/form.js';
import type { Person } from '../../domain/programme.js';
import { cleanLine } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';

/** What somebody is called, and how they are spoken of: for oneself, and for somebody who has no account to say it from. */

const labels = {
  me: { title: 'My name', name: 'What I am called', pronouns: 'My pronouns' },
  them: { title: 'Their name', name: 'What they are called', pronouns: 'Their pronouns' },
} as const;

export const nameAnswers = (p: Pick<Person, 'name' | 'pronouns'>): Answers => ({
  values: { name: p.name, pronouns: p.pronouns ?? '' },
  rows: {},
});

export function nameForm(id: string, whose: 'me' | 'them'): Form {
  const l = labels[whose];
  const step: Step = {
    id: 'name',
    title: l.title,
    items: [
      { id: 'name', kind: 'text', lines: 'one', max: 120, readers: 'shown', label: l.name },
      {
        id: 'pronouns',
        kind: 'text',
        lines: 'one',
        max: 40,
        optional: true,
        readers: 'shown',
        label: l.pronouns,
        hint: 'For example they/them. You can leave this out.',
      },
    ],
  };
  return { id, title: l.title, submit: 'Save', concern: whose === 'me' ? 'mentee' : 'mentor', steps: [step] };
}

/** Keeps both as they were typed. Answers what is wrong with them; nothing where they are kept. */
export async function keepName(person: Person, answers: Answers, work: ActorWork): Promise<readonly Problem[]> {
  const name = cleanLine(textOf(answers.values, 'name'));
  const pronouns = cleanLine(textOf(answers.values, 'pronouns'));
  if (name === '') return [{ at: 'name', say: 'Write the name.' }];
  const { pronouns: _before, ...rest } = person;
  await work.rows.people.save({ ...rest, name, ...(pronouns === '' ? {} : { pronouns }) });
  work.audit('person.corrected', person.id);
  return [];
}
