import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAttested } from '../../../src/domain/attestation.js';
import { day } from '../../../src/kernel/clock.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';
import { askedAlone, firstMentorship, saidTo } from '../../support/review-world.js';
import type { Someone } from '../../support/someone.js';

/** What the two said about their mentoring, noted by either (docs/field.md#testimony-and-observation). */

let t: TestBot;
let leo: Someone;
let maya: Someone;
beforeEach(async () => {
  t = await startAfter(askedAlone);
  [leo, maya] = [t.as('leo'), t.as('maya')];
});
afterEach(() => t.stop());
const read = (who: Someone): string => saidTo(t, who);
const notes = () => t.store.read((tx) => tx.in(t.programme).attestations.ofWriter(leo.id));
const noted = async (who: Someone, words: string): Promise<void> => {
  await who.presses('conversation.note', { subject: await firstMentorship(t) });
  await who.fills({ on: '2026-11-23', words }).submits();
};
const told = (user: string): number => t.chat.in(directOf(user)).length;

test('a mentor’s note counts once the mentee says so, who hears of it on a day with room, without a word of it', async () => {
  const before = told('leo');
  await noted(maya, 'MAYAS WORDS');
  expect(read(maya)).toContain('It counts once leo says that it was so.');
  // The review has had this day's one message.
  await t.clock.pass(3_600_000);
  expect(told('leo')).toBe(before);
  await t.clock.to('2026-11-25T12:01:00Z');
  expect(told('leo')).toBe(before + 1);
  expect(leo.sees().join('\n')).not.toContain('MAYAS WORDS');
  expect((await notes()).map(isAttested)).toEqual([false]);
  await leo.presses('conversation.read');
  expect(read(leo)).toContain('MAYAS WORDS');
  await leo.presses('conversation.confirm', { arg: 'yes' });
  expect((await notes()).map(isAttested)).toEqual([true]);
  await maya.types('review');
  expect(read(maya)).toMatch(/leo said that it was so, Wed 25 Nov 2026\. It counts\./);
});

test('“that is not what we said” looks to the mentor like no answer, to the last word and button', async () => {
  await noted(maya, 'MAYAS WORDS');
  const seen = async (): Promise<string> => {
    const all: string[] = [];
    await maya.types('review');
    all.push(JSON.stringify(maya.last));
    await maya.presses('conversation.read');
    all.push(JSON.stringify(maya.last), ...maya.sees());
    return all.join('\n');
  };
  const [note] = await notes();
  const before = await seen();
  await leo.presses('conversation.read', { subject: note?.id ?? '' });
  await leo.presses('conversation.confirm', { arg: 'no' });
  expect(read(leo)).toContain('Nobody is told that you said so.');
  expect(await seen()).toBe(before);
  expect((await notes()).map(isAttested)).toEqual([false]);
  // They may change their mind; and it is asked about no more.
  const messages = told('leo');
  await t.clock.pass(3 * day);
  expect(told('leo')).toBe(messages);
  await leo.types('review');
  expect(read(leo)).toContain('You said that it was not so.');
  await leo.presses('conversation.read');
  await leo.presses('conversation.confirm', { arg: 'yes' });
  expect((await notes()).map(isAttested)).toEqual([true]);
});

test('a mentee’s own note counts at once, and is theirs alone once they take it back', async () => {
  const before = told('maya');
  await noted(leo, 'LEOS WORDS');
  expect((await notes()).map(isAttested)).toEqual([true]);
  expect(told('maya')).toBe(before);
  await maya.types('review');
  await maya.presses('conversation.read');
  expect(read(maya)).toContain('LEOS WORDS');
  const [note] = await notes();
  await leo.presses('conversation.confirm', { subject: note?.id ?? '', arg: 'no' });
  await maya.types('review');
  expect(read(maya)).not.toContain('noted on');
  await maya.presses('conversation.read', { subject: note?.id ?? '' });
  expect(read(maya)).toContain('That is no longer here.');
});

test('from a session’s record it is noted with its day; a day to come, and nothing at all, are not taken', async () => {
  const session = await t.store.read(async (tx) => (await tx.in(t.programme).sessions.all())[0]?.id ?? '');
  await maya.presses('record.read', { subject: session });
  await maya.presses('conversation.note');
  expect(maya.form().answers.values.on).toBe('2026-11-23');
  await maya.fills({ on: '2026-11-25', words: 'x' }).submits();
  expect(maya.form().problems).toMatchObject([{ at: 'on' }]);
  await maya.fills({ on: '2026-11-23', words: '   ' }).submits();
  expect(maya.form().problems).toMatchObject([{ at: 'words' }]);
  await maya.fills({ words: 'Said so' }).submits();
  expect((await notes())[0]).toMatchObject({ session, askedBy: maya.id, by: leo.id, state: 'asked' });
  await t.store.write((tx) => tx.in(t.programme).people.erase(leo.id, t.clock.now()));
  expect(await notes()).toEqual([]);
});
