import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewRules } from '../../../adapters/slack/limits.js';
import { formModal } from '../../../adapters/slack/modal.js';
import { heightOf, longestStep } from '../../../adapters/slack/phone.js';
import type { Field, Form, FormView } from '../../../src/chat/form.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { agreed, planned } from '../../support/steps.js';
import { everyPart, withMostRows } from './every-part.js';
import { planView, reader } from './samples.js';

const goldens = ['loop/slack', 'slack'].flatMap((folder) => {
  const at = new URL(`../../golden/${folder}/`, import.meta.url);
  return readdirSync(at).map((file) => [file, JSON.parse(readFileSync(new URL(file, at), 'utf8')) as View] as const);
});
interface View {
  readonly blocks: readonly object[];
  readonly callback_id?: string;
}

describe('on a phone of 375 px', () => {
  const forms = goldens.filter(([, v]) => v.callback_id === 'form');
  test('the forms are found', () => {
    expect(forms.length).toBeGreaterThan(10);
  });

  // Whatever else opens a form is measured in test/runtime/inbound/who-may-press.e2e.test.ts, every step of it.
  test.each(forms)('%s is no longer than a thumb’s scroll or two', (_, view) => {
    expect(heightOf(view)).toBeLessThanOrEqual(longestStep);
  });

  test.each(goldens.filter(([f]) => f.startsWith('message')))('%s is read without losing its beginning', (_, view) => {
    expect(heightOf(view)).toBeLessThanOrEqual(longestStep / 2);
  });
});

const outcome = (n: number): Field => ({
  id: `outcome-${n}`,
  label: `Make the call to the training provider alone, number ${n}`,
  hint: 'Measured by: the call was made, and what was said is written down.',
  kind: 'choice',
  shown: 'buttons',
  of: ['met', 'partly', 'not-yet'].map((value) => ({ value, label: value })),
  readers: 'both',
});
const formOf = (n: number): Form => ({
  id: 'record',
  title: 'The record',
  submit: 'Save',
  concern: 'mentor',
  steps: [
    {
      id: 'when',
      title: 'Sixty seconds',
      items: [
        ...Array.from({ length: n }, (_, i) => outcome(i)),
        { id: 'change', label: 'What I would change', kind: 'text', lines: 'many', max: 3000, readers: 'mentor' },
      ],
    },
  ],
});
const drawn = (n: number) => formModal(planView({ form: formOf(n), answers: { values: {}, rows: {} } }), reader);
const elements = (n: number): readonly string[] =>
  drawn(n).blocks.flatMap((b) => ('element' in b ? [b.element.type] : []));

describe('what makes a step shorter', () => {
  test('few choices stand open, one tap each; many are lists', () => {
    expect(elements(4).filter((t) => t === 'radio_buttons')).toHaveLength(4);
    expect(elements(6).filter((t) => t === 'static_select')).toHaveLength(6);
    expect(heightOf(drawn(6))).toBeLessThanOrEqual(longestStep * 0.75);
  });

  test.each([2, 6])('who reads a step of %i and one is said once, at its head, and beside no field', (n) => {
    const words = JSON.stringify(drawn(n).blocks);
    const said =
      '“What I would change”: the mentor and those who assess read this. All else: mentor, mentee, coordinator and those who assess read this.';
    expect(words).toContain(said);
    expect(words.indexOf(said)).toBeLessThan(words.indexOf('outcome-0'));
    expect(words.match(/those who assess/g)).toHaveLength(2);
  });

  test('of too many to name those few say it themselves that the head does not speak of', () => {
    const [step] = formOf(8).steps;
    const more = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ ...outcome(0), id, label: id, readers: 'mentor' as const }));
    const form: Form = { ...formOf(8), steps: [{ ...step, items: [...(step?.items ?? []), ...more] } as never] };
    const parts = everyPart(planView({ form, answers: { values: {}, rows: {} } }), reader);
    const words = JSON.stringify(parts.map((p) => p.blocks));
    expect(words).toContain('Unless a field says otherwise: ');
    // Each of the six says it, and none of the rest.
    for (const { blocks } of parts)
      for (const b of blocks)
        if (b.type === 'input') {
          const says = JSON.stringify(b).includes('those who assess read this.');
          expect(says, b.block_id).toBe(/^([a-e]|change)$/.test(b.block_id ?? ''));
        }
  });
});

describe('with as many rows as they may have', () => {
  let bot: TestBot;
  /** Forms with groups, and in how many parts their longest step is drawn then. */
  const measured = new Map<string, number>();
  const measure = (view: FormView): void => {
    const full = withMostRows(view);
    for (const step of view.form.steps) {
      const parts = everyPart({ ...full, step: step.id }, reader);
      for (const part of parts) {
        expect(viewRules.safeParse(part).error, `${view.form.id}: ${step.id}`).toBeUndefined();
        expect(heightOf(part), `${view.form.id}: ${step.id}`).toBeLessThanOrEqual(longestStep);
      }
      measured.set(view.form.id, Math.max(measured.get(view.form.id) ?? 1, parts.length));
    }
  };
  beforeAll(async () => {
    bot = await startBot();
  });
  afterAll(() => bot.stop());

  test('no part of any form with rows is longer than a thumb’s scroll or two', async () => {
    const [maya, leo, priya] = [bot.as('maya'), bot.as('leo'), bot.as('priya')];
    await maya.types('start @leo');
    measure(maya.form());
    const { next } = leo;
    // The mentee's answer is open from its first step on.
    leo.next = () => {
      measure(leo.form());
      return next();
    };
    await agreed(bot, 'maya', 'leo');
    await maya.types('plan @leo tomorrow 3pm 45m Phone calls');
    measure(maya.form());
    await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    await leo.presses('plan.accept');
    await bot.clock.to('2026-11-24T16:00:00Z');
    await maya.presses('record.open');
    measure(maya.form());
    await priya.types('setup skills');
    measure(priya.form());
    await priya.presses('catalogue.template', { subject: 'standard' });
    measure(priya.form());
    // Every form with rows; each of them needs it.
    expect(Object.fromEntries(measured)).toEqual({
      agreement: 3,
      'agreement-answer': 2,
      'catalogue-list': 3,
      plan: 3,
      record: 6,
      template: 2,
    });
  });
});
