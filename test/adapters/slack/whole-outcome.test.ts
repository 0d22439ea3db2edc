import { afterAll, beforeAll, expect, test } from 'vitest';
import { buttonsOf, type View } from './person.js';
import { hookMethod } from './slack-front.js';
import { type Whole, wholeBot } from './whole.js';
import { asEvent } from './workspace.js';

/** Buttons outside posted messages give their place to what came of them, too. */

let t: Whole;
beforeAll(async () => {
  t = await wholeBot();
});
afterAll(() => t.stop());

const labels = (blocks: View['blocks']): readonly string[] => buttonsOf(blocks).map((b) => b.label);

test('App Home: whoever says that they come sees it there at once', async () => {
  const opened = asEvent({ type: 'app_home_opened', user: t.mentee.id, tab: 'home' });
  const home = await t.shown('views.publish', t.w.post(opened));
  const yes = 'Yes, I’ll be there';
  expect(labels(home.blocks)).toContain(yes);
  const after = await t.shown('views.publish', t.mentee.pressesOn(home, yes));
  expect(labels(after.blocks)).not.toContain(yes);
});

test('a panel: a pause takes the place of its button, and what is only read stands on top', async () => {
  const home = await t.shown('views.open', t.mentor.types('home'));
  const goals = await t.shown('views.push', t.mentor.pressesOn(home, 'Goals and more'));
  const pause = labels(goals.blocks).find((l) => /^Pause/.test(l)) ?? '';
  const paused = await t.shown('views.update', t.mentor.pressesOn(goals, pause));
  expect(paused.id).toBe(goals.id);
  expect(labels(paused.blocks)).not.toContain(pause);
});

test('a private word: what was cancelled cannot be cancelled there again', async () => {
  const { json } = await t.mentor.types('cancel');
  const blocks = json.blocks as View['blocks'];
  const before = t.w.slack.front.calls.length;
  await t.mentor.pressesWord(blocks, 'Cancel the session');
  await expect.poll(() => t.w.slack.front.calls.slice(before).map((c) => c.method)).toEqual([hookMethod]);
  expect(t.w.slack.front.calls.at(-1)).toMatchObject({ args: { replace_original: true }, answer: { ok: true } });
});
