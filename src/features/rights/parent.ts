import { type Form, formNote, textOf } from '../../chat/form.js';
import { closeWith } from '../../chat/reply.js';
import type { ParentAnswer } from '../../domain/rights.js';
import type { FormFeature, PressHandler } from '../feature.js';
import { demandSettle, newRequest, openOf, personOf } from './asked.js';

/**
 * A parent asks for what is kept about their child: a coordinator notes who may answer it, what the child says, and what
 * was decided (docs/field.md#a-parents-request). Nothing of the child's goes to a parent by itself: there is no way here by
 * which it could.
 */

const may = [
  { value: 'yes', label: 'Yes: they have parental responsibility, and may' },
  { value: 'no', label: 'No' },
  { value: 'not-yet', label: 'Not checked yet' },
] as const;
const child = [
  { value: 'wants', label: 'Asked, and they want it' },
  { value: 'does-not', label: 'Asked, and they do not want it' },
  { value: 'not-asked', label: 'Not asked' },
] as const;
const decision = [
  { value: 'waits', label: 'Not decided yet' },
  { value: 'given-by-hand', label: 'Something is given to them, by me, outside this program' },
  { value: 'child-asks', label: 'The young person asks for it themselves' },
  { value: 'refused', label: 'No' },
] as const;

const chosen = <T extends string>(of: readonly { readonly value: T }[], value: string, otherwise: T): T =>
  of.find((o) => o.value === value)?.value ?? otherwise;

/** `subject`: the child. What was noted so far is in the form. */
export const openParent: PressHandler = async (press, work) => {
  const person = await personOf(press.subject, work);
  await demandSettle(person.id, work);
  const before = (await openOf('parent', person.id, work))?.words.parent;
  return work.forms.open(
    'rights-parent',
    person.id,
    {
      values:
        before == null
          ? { may: 'not-yet', child: 'not-asked', decision: 'waits' }
          : {
              who: before.who,
              may: before.may,
              how: before.how,
              child: before.child,
              view: before.view,
              decision: before.decision,
              why: before.why,
            },
      rows: {},
    },
    { fresh: true },
  );
};

const words = (id: string, label: string, hint: string, optional = true) => ({
  id,
  kind: 'text' as const,
  lines: 'many' as const,
  max: 1000,
  readers: 'coordinator' as const,
  ...(optional ? { optional: true as const } : {}),
  label,
  hint,
});

export const parentForm: FormFeature = {
  called: 'a parent’s request',
  async build({ subject }, work): Promise<Form> {
    const person = await personOf(subject, work);
    await demandSettle(person.id, work);
    return {
      id: 'rights-parent',
      title: 'A parent asks',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'who',
          title: 'Who asks, and may they?',
          items: [
            formNote(
              'rights',
              'These rights are the young person’s. From about twelve most can decide for themselves. Nothing is sent to a parent from here.',
            ),
            words('who', 'Who asks, and as what', 'For example their name, and “mother”.', false),
            {
              id: 'may',
              kind: 'choice',
              shown: 'list',
              readers: 'coordinator',
              label: 'Parental responsibility',
              of: may,
            },
            words('how', 'How you checked it', 'Do not keep copies of papers here.'),
          ],
        },
        {
          id: 'child',
          title: 'What the young person says',
          items: [
            { id: 'child', kind: 'choice', shown: 'list', readers: 'coordinator', label: 'Their view', of: child },
            words('view', 'In what words, or why they were not asked', 'Their own words, if they said any.'),
            { id: 'decision', kind: 'choice', shown: 'list', readers: 'coordinator', label: 'Decided', of: decision },
            words('why', 'Why', 'What is best for the young person comes first.'),
          ],
        },
      ],
    };
  },
  async problems({ answers }) {
    const { values } = answers;
    const decided = textOf(values, 'decision') !== 'waits';
    const at = (id: string): string => textOf(values, id).trim();
    return [
      ...(decided && at('why') === '' ? [{ at: 'why', say: 'Say why it was decided so.' }] : []),
      ...(decided && at('view') === ''
        ? [{ at: 'view', say: 'Say what the young person said, or why they were not asked.' }]
        : []),
      ...(at('decision') === 'given-by-hand' && at('may') !== 'yes'
        ? [{ at: 'decision', say: 'First check that they have parental responsibility, and note how.' }]
        : []),
      ...(at('may') !== 'not-yet' && at('how') === '' ? [{ at: 'how', say: 'Say how you checked it.' }] : []),
    ];
  },
  async submit({ subject, answers }, work) {
    const person = await personOf(subject, work);
    await demandSettle(person.id, work);
    const v = answers.values;
    const parent: ParentAnswer = {
      who: textOf(v, 'who').trim(),
      may: chosen(may, textOf(v, 'may'), 'not-yet'),
      how: textOf(v, 'how').trim(),
      child: chosen(child, textOf(v, 'child'), 'not-asked'),
      view: textOf(v, 'view').trim(),
      decision: chosen(decision, textOf(v, 'decision'), 'waits'),
      why: textOf(v, 'why').trim(),
    };
    const before = await openOf('parent', person.id, work);
    const request = before ?? newRequest('parent', person.id, work);
    const decided = parent.decision !== 'waits';
    await work.rows.rights.save({
      ...request,
      words: { ...request.words, parent },
      ...(decided ? { state: 'done' as const, doneAt: work.now, doneBy: work.actor.id } : {}),
    });
    work.audit(before === undefined ? 'rights.asked' : 'rights.noted', person.id, {
      kind: 'parent',
      may: parent.may,
      child: parent.child,
      decision: parent.decision,
    });
    return closeWith(
      'Saved',
      decided
        ? 'It is on record who asked, what the young person said, and what you decided. Nothing was sent to anybody.'
        : 'It waits for you, and stands under rights with its day. Nothing was sent to anybody.',
    );
  },
};
