import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { formModal } from '../../../adapters/slack/modal.js';
import type { Field, Form } from '../../../src/chat/form.js';
import { heightOf, longestStep } from './phone.js';
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

  // Whatever else opens a form is measured in test/runtime/who-may-press.test.ts, every step of it.
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

  test('who reads most fields is said once, and beside those alone that differ', () => {
    const words = JSON.stringify(drawn(6).blocks);
    expect(words.match(/Both of you can read this/g)).toHaveLength(1);
    expect(words.indexOf('Both of you')).toBeLessThan(words.indexOf('outcome-0'));
    const last = drawn(6).blocks.find((b) => b.block_id === 'change');
    expect(JSON.stringify(last)).toContain('The mentor and those who assess can read this.');
    // With few fields each says it.
    expect(JSON.stringify(drawn(2).blocks).match(/Both of you can read this/g)).toHaveLength(2);
  });
});
