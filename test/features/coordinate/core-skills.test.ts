import { afterEach, beforeEach, expect, test } from 'vitest';
import { isCore, newestOf } from '../../../src/domain/catalogue.js';
import { startBot, type TestBot } from '../../support/bot.js';

/** Which skills are core is the programme's to say (docs/field.md#core-skills). */

let t: TestBot;
beforeEach(async () => {
  t = await startBot();
});
afterEach(() => t.stop());

const rows = () => t.store.read((tx) => tx.in(t.programme).catalogue.every('skill'));
const core = async (): Promise<readonly string[]> =>
  newestOf(await rows())
    .filter((row) => row.retiredAt === null && isCore(row))
    .map((row) => row.key);

test('the coordinator marks one and takes one out, and no other gets a new version', async () => {
  const priya = t.as('priya');
  await priya.presses('catalogue.list', { subject: 'skill' });
  const before = (await rows()).length;
  await priya.fills({ core: ['active-listening', 'goal-setting', 'boundaries'] }).submits();
  expect(await core()).toEqual(['active-listening', 'goal-setting', 'boundaries']);
  expect((await rows()).length).toBe(before + 2);
});

test('reworded, a skill stays core', async () => {
  const priya = t.as('priya');
  await priya.presses('catalogue.list', { subject: 'skill' });
  await priya.fills({ 'entries.0.text': 'Listening well' }).submits();
  expect(newestOf(await rows())[0]).toMatchObject({ version: 2, body: { text: 'Listening well', core: true } });
  expect(await core()).toEqual(['active-listening', 'open-questions', 'goal-setting']);
});

test('saved as it was, nothing changes', async () => {
  const priya = t.as('priya');
  const before = await rows();
  await priya.presses('catalogue.list', { subject: 'skill' });
  await priya.submits();
  expect(await rows()).toEqual(before);
});
