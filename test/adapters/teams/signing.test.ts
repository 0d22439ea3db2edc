import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf } from '../../../adapters/teams/data.js';
import { drawForm } from '../../../adapters/teams/form.js';
import type { FormView, Item } from '../../../src/chat/form.js';
import { activity, execute, reader } from './bot.js';
import { ann, type FakeCloud, startCloud } from './cloud.js';
import { type Company, company } from './company.js';
import { actionCalled, actionsOf, inputsOf, submission } from './reading.js';
import { form, viewOf } from './samples.js';

/** Nobody is asked to sign what they are not shown: neither for want of room, nor because the form stands in the chat. */

let cloud: FakeCloud;
let c: Company;
beforeAll(async () => {
  cloud = await startCloud();
  c = await company(cloud);
});
afterAll(async () => {
  await c?.stop();
  await cloud?.stop();
});

test('an agreement filled in in the chat shows every word of it to whoever signs', async () => {
  await c.change(async (rows) => {
    for (const m of await rows.mentorships.all())
      await rows.mentorships.save({
        ...m,
        agreement: {
          ...m.agreement,
          body: {
            ...m.agreement.body,
            purpose: 'Why we meet',
            duration: 'A year',
            frequency: 'Each week',
            place: 'Room 4',
            roles: 'What I do',
            boundaries: 'What we leave out',
            confidentiality: 'What stays here',
            ending: 'How we stop',
          },
        },
      });
  });
  await c.post(activity(cloud.url, { text: 'hi' }, ann));
  const press = dataOf({
    kind: 'press',
    press: { verb: 'agreement.open', subject: 'mentorship-1' },
    key: 'k',
    drawn: 1,
    here: true,
  });
  const seen: string[] = [];
  let card = ((await c.post(execute(cloud.url, press))) as { value: unknown }).value;
  for (let step = 0; step < 10; step += 1) {
    for (const i of inputsOf(card)) if (typeof i.value === 'string') seen.push(i.value);
    expect(JSON.stringify(card)).not.toContain('not shown in this chat');
    if (actionsOf(card).some((a) => a.title === 'Sign and send')) break;
    actionCalled(card, 'Next');
    card = ((await c.post(execute(cloud.url, submission(card, 'Next')))) as { value: unknown }).value;
  }
  expect(actionsOf(card).map((a) => a.title)).toContain('Sign and send');
  expect(seen).toEqual(
    expect.arrayContaining([
      'Why we meet',
      'A year',
      'Each week',
      'Room 4',
      'What I do',
      'What we leave out',
      'What stays here',
      'How we stop',
    ]),
  );
});

test('whatever its length: where something is not shown, there is no button to sign, and a sentence says why', () => {
  const [what, activities] = form.steps;
  if (what === undefined || activities === undefined) throw new Error('two steps');
  const own: Item = { kind: 'text', id: 'purpose', label: 'Purpose', lines: 'many', max: 9_000, readers: 'both' };
  const letter = fc.constantFrom('a', 'é', '字', '👩‍🏫');
  const row = fc.record({ letter, length: fc.integer({ min: 1, max: 200 }) });
  let unsigned = 0;
  fc.assert(
    fc.property(
      fc.record({ letter, length: fc.integer({ min: 0, max: 9_000 }) }),
      fc.array(row, { minLength: 1, maxLength: 100, size: 'max' }),
      fc.constantFrom('dialog' as const, 'message' as const),
      (purpose, rows, stands) => {
        const view: FormView = viewOf({
          step: 'activities',
          form: {
            ...form,
            signs: true,
            steps: [
              // All of it the signer's own words.
              { ...what, items: what.items.map((i) => (i.id === 'purpose' ? own : i)) },
              activities,
            ],
          },
          answers: {
            values: { purpose: purpose.letter.repeat(purpose.length) },
            rows: {
              activities: rows.map((r, i) => ({
                key: `r${i}`,
                values: { what: r.letter.repeat(r.length), minutes: 5 },
              })),
            },
          },
        });
        const drawn = (step: string): unknown =>
          drawForm({ ...view, step }, { reader, stands, typed: new Set(), dialog: true, key: 'k' });
        const last = drawn('activities');
        const shown = new Set([drawn('what'), last].flatMap((card) => inputsOf(card)).map((i) => `${i.id}=${i.value}`));
        const all = [
          ...(purpose.length === 0 ? [] : [`purpose=${purpose.letter.repeat(purpose.length)}`]),
          ...rows.map((r, i) => `activities/r${i}/what=${r.letter.repeat(r.length)}`),
        ];
        const whole = all.every((one) => shown.has(one));
        if (!whole) unsigned += 1;
        expect(actionsOf(last).some((a) => a.title === form.submit)).toBe(whole);
        expect(JSON.stringify(last).includes('You sign only what you can read')).toBe(!whole);
      },
    ),
    { numRuns: 60, seed: 7 },
  );

  expect(unsigned).toBeGreaterThan(10);
});
