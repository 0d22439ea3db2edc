import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viewRules } from '../../adapters/slack/limits.js';
import { heightOf, longestStep } from '../../adapters/slack/phone.js';
import type { FormView } from '../../src/chat/form.js';
import type { Reader } from '../../src/chat/text.js';
import { features } from '../../src/features/index.js';
import { everyPart, withMostRows } from '../adapters/slack/every-part.js';
import { broken, cells, type Presses, pressesIn, said, verbs } from './press-steps.js';
import { everybodys, lineOf, readers, table } from './press-table.js';
import { type PressWorld, pressWorld } from './press-world.js';

/**
 * Every button there is, pressed by everybody: its owner, the other party, other members, somebody of another
 * workspace's programme, a guest and somebody whose account is no longer active; at once, and delivered again. Each is
 * tried on the same state, in which whoever may press it brings something about. Whoever may not is told so in a
 * sentence, reads nothing, and leaves every row as it was. When its time is over, and by whoever might have pressed it
 * before: who-may-press-later.e2e.test.ts.
 */

let w: PressWorld;
let p: Presses;
beforeAll(async () => {
  w = await pressWorld();
  p = pressesIn(w);
}, 60_000);
afterAll(() => w?.stop());

test('every button has a line in the table, about something that is there', () => {
  // A button that is new: say in the table who may press it and what it is about.
  expect(verbs.filter((v) => table[v] === undefined && !everybodys.test(v))).toEqual([]);
  expect([...Object.keys(table), ...readers].filter((v) => !verbs.includes(v))).toEqual([]);
  for (const { about } of Object.values(table))
    if (about !== '-') expect(w.subjects.get(about), about).toMatch(/^[a-z0-9]/i);
});

describe('who may not, while it would do something', () => {
  test.each(verbs)('%s', async (verb) => {
    await w.back(lineOf(verb).at);
    await p.othersTurnedAway(verb, false);
  });
});

const drawnForms = new Set<string>();
/** Every step of a form as Slack's phone app would show it: within its limits, and no longer than a scroll or two. */
function drawnInSlack(view: FormView, whose: string): void {
  drawnForms.add(view.form.id);
  const reader: Reader = {
    person: null,
    platform: 'slack',
    zone: 'Europe/London',
    locale: 'en-GB',
    named: () => ({ name: 'Somebody Someone', user: 'U0000000001' }),
  };
  for (const step of view.form.steps)
    for (const rows of [view, withMostRows(view)])
      for (const modal of everyPart({ ...rows, step: step.id }, reader)) {
        expect(viewRules.safeParse(modal).error, `${whose}: ${step.id}`).toBeUndefined();
        expect(heightOf(modal), `${whose}: ${step.id}`).toBeLessThanOrEqual(longestStep);
      }
}

describe('who may: it does something, once', () => {
  test.each(cells)('%s by %s', async (verb, user) => {
    await w.back(lineOf(verb).at);
    const before = await w.digest();
    const first = await p.press(user, verb);
    const after = await w.digest();
    expect(first.undone, said(first)).toBeUndefined();
    // A form or a panel to read opens; whatever else there is changes something.
    if (first.reply.kind === 'form') drawnInSlack(first.reply.view, `${verb} by ${user}`);
    else if (readers.has(verb)) expect(first.reply.kind).toBe('panel');
    else expect(after, `${verb} by ${user} did nothing: ${said(first)}`).not.toBe(before);
    const second = await p.press(user, verb, { again: true });
    expect(said(second)).not.toContain(broken);
    // Reading may be done again, and is noted each time; whatever the first did is not done twice.
    if (!readers.has(verb)) expect(await w.digest(), `delivered again: ${verb}`).toBe(after);
  });
});

describe('what is everybody’s own: a press that is delivered again does nothing more', () => {
  test.each(verbs.filter((v) => everybodys.test(v)))('%s', async (verb) => {
    await w.back('open');
    for (const user of ['maya', 'leo']) await p.pressedTwice(user, verb, false);
  });
});

test('the forms that buttons open were all drawn', async () => {
  await w.back('open');
  for (const verb of ['settings.change', 'data.correct']) {
    const { reply } = await p.press('maya', verb);
    if (reply.kind === 'form') drawnInSlack(reply.view, verb);
  }
  // Opened by a shortcut on somebody's message; and the name of somebody without an account, of whom there is none here.
  const elsewhere = ['quote', 'their-name'];
  const forms = features.flatMap((f) => Object.keys(f.forms ?? {}));
  expect(forms.filter((f) => !drawnForms.has(f) && !elsewhere.includes(f))).toEqual([]);
});
