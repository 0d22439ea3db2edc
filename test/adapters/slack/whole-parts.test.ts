import { afterAll, beforeAll, expect, test } from 'vitest';
import { heightOf, longestStep } from '../../../adapters/slack/phone.js';
import { buttonsOf, type View } from './person.js';
import { type Whole, wholeBot } from './whole.js';

/** A long form in parts, from its first row to its plan: nothing that was typed in any of them is lost. */

let t: Whole;
beforeAll(async () => {
  t = await wholeBot();
});
afterAll(() => t.stop());

const fields = (view: View, end: string): string[] =>
  view.blocks.flatMap((b) => (b.type === 'input' && b.block_id?.endsWith(end) === true ? [b.block_id] : []));
const held = (view: View, end: string): unknown[] =>
  view.blocks.flatMap((b) => (b.block_id?.endsWith(end) === true ? [b.element?.initial_value] : []));
const add = 'Add an activity';
const where = (view: View): string => /Step \d of \d[^"]*/.exec(JSON.stringify(view.blocks))?.[0] ?? '';
const sends = async (view: View, fills: Parameters<typeof t.mentor.submits>[1]): Promise<View> => {
  const { json } = await t.mentor.submits(view, fills);
  expect(json.response_action, JSON.stringify(json)).toBe('update');
  return { ...(json.view as View), id: view.id };
};
const presses = (view: View, label: string, fills: Parameters<typeof t.mentor.pressesOn>[2] = {}): Promise<View> =>
  t.shown('views.update', t.mentor.pressesOn(view, label, fills));

test('ten activities, some on each part, and back again', async () => {
  const opens = (): Promise<View> =>
    t.shown('views.open', t.mentor.types(`plan <@${t.mentee.id}> tomorrow 11am 60m Phone calls`));
  // On a busy machine the first one may come too late for its trigger.
  let view = await opens().catch(opens);
  view = await sends(view, {});
  const [what = ''] = fields(view, '/what');
  const [measure = ''] = fields(view, '/measure');
  view = await sends(view, { [what]: 'Make two calls', [measure]: 'Two calls stand in the log' });
  expect(where(view)).toBe('Step 3 of 4');
  // The template has some of its own.
  const begun = held(view, '/what');
  const words = (n: number): unknown => begun[n] ?? `Activity ${n}`;
  let fills = {};
  for (let n = begun.length; n < 10; n += 1) {
    expect(heightOf(view)).toBeLessThanOrEqual(longestStep);
    view = await presses(view, add, fills);
    // The one that is added is seen, on whichever part it stands.
    const row = fields(view, '/what').at(-1) ?? '';
    fills = { [row]: words(n), [row.replace('/what', '/minutes')]: 6 };
  }
  view = await presses(view, 'Save', fills);
  expect(where(view)).toBe('Step 3 of 4, part 2 of 2');
  const second = held(view, '/what');
  expect(second.at(-1)).toBe('Activity 9');
  view = await presses(view, 'Back', {});
  expect(where(view)).toBe('Step 3 of 4, part 1 of 2');
  expect([...held(view, '/what'), ...second]).toEqual(Array.from({ length: 10 }, (_, n) => words(n)));
  // On the first part nothing is checked yet; from the last one it goes to the next step, and back to the last part.
  const [first = ''] = fields(view, '/what');
  view = await sends(view, { [first]: '' });
  expect(where(view)).toBe('Step 3 of 4, part 2 of 2');
  view = await sends(view, {});
  // What is missing stands on the first part, and is shown there; its line may leave room for a row less.
  expect(where(view)).toMatch(/^Step 3 of 4, part 1 of [23]$/);
  expect(JSON.stringify(view.blocks)).toContain('⚠');
  // Ten of six minutes fill the hour: the template's are shortened for it.
  const shorter = Object.fromEntries(
    fields(view, '/minutes')
      .slice(0, begun.length)
      .map((at) => [at, 6]),
  );
  view = await sends(view, { ...shorter, [first]: 'Begin' });
  // Through the parts that are left, two or three as it was drawn.
  for (let left = 2; left > 0 && where(view).startsWith('Step 3'); left -= 1) view = await sends(view, {});
  expect(where(view)).toBe('Step 4 of 4');
  view = await presses(view, 'Back');
  expect(where(view)).toBe('Step 3 of 4, part 2 of 2');
  expect(buttonsOf(view.blocks).map((b) => b.label)).not.toContain(add);
});
