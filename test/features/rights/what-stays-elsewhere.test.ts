import { afterAll, beforeAll, expect, test } from 'vitest';
import { backupDays, keyBackupDays } from '../../../src/domain/kept-for.js';
import { elsewhere } from '../../../src/domain/rights.js';
import { said } from '../../support/agree-world.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed } from '../../support/steps.js';

/**
 * Whoever has something erased, corrected, handed out or left out reads what that cannot reach (docs/field.md#rights): before
 * it is done, and once it is. The last step takes Leo away, so the order of these is theirs.
 */

let t: TestBot;
let correction: string;
beforeAll(async () => {
  t = await startAfter(mayaAndLeoAgreed);
});
afterAll(() => t.stop());

/** Who does what, and how many of the lines stand there: a withdrawal changes no safety copy, and says nothing of them at first. */
const steps: readonly (readonly [string, string, () => Promise<unknown>, number?])[] = [
  [
    'a correction that was answered',
    'leo',
    async () => {
      const [leo, priya] = [t.as('leo'), t.as('priya')];
      await leo.presses('rights.wrong', { subject: '-' });
      leo.fills({ [leo.form().form.steps[0]?.items.find((i) => i.kind === 'text')?.id ?? '']: 'It was twice.' });
      await leo.submits();
      const about = await t.store.read((tx) => tx.in(t.programme).rights.about(leo.id));
      correction = about.find((r) => r.kind === 'correction')?.id ?? '';
      await priya.presses('rights.answer', { subject: correction });
      priya.fills({ outcome: 'elsewhere', answer: 'The school has put it right.' });
      await priya.submits();
      await leo.presses('rights.read', { subject: correction });
    },
  ],
  ['the same, to the coordinator', 'priya', () => t.as('priya').presses('rights.read', { subject: correction })],
  ['what they can do for somebody', 'priya', () => t.as('priya').presses('rights.person', { subject: t.as('leo').id })],
  ['what is over', 'priya', () => t.as('priya').presses('rights.due', { subject: '-' })],
  ['before taking oneself out', 'leo', () => t.as('leo').presses('rights.withdraw', { subject: '-' }), 2],
  ['once one is out', 'leo', () => t.as('leo').presses('rights.withdraw', { subject: '-', arg: 'yes' })],
  ['before asking to be erased', 'leo', () => t.as('leo').presses('data.erase-ask', { subject: '-' })],
  ['once it was asked', 'leo', () => t.as('leo').presses('data.erase-ask', { subject: '-', arg: 'yes' })],
  ['before erasing', 'priya', () => t.as('priya').presses('data.erase', { subject: t.as('leo').id })],
  ['once it is done', 'priya', () => t.as('priya').erases({ subject: t.as('leo').id, arg: 'yes' })],
];

test.each(steps.map(([what, ...how]) => [what, how] as const))('%s', async (_what, how) => {
  const [user, does, lines = elsewhere.length] = how;
  await does();
  const shown = said(t.as(user).last);
  expect(elsewhere.filter((line) => shown.includes(line))).toHaveLength(lines);
});

test('it names every copy there is, and for how long one could bring somebody back', () => {
  const all = elsewhere.join('\n');
  for (const words of [
    'Slack or Teams',
    'a pack of evidence that was handed in',
    `within ${backupDays} days`,
    `cannot open what was erased after ${keyBackupDays}.`,
  ])
    expect(all.toLowerCase()).toContain(words.toLowerCase());
});
