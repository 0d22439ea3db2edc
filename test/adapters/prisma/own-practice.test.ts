import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordVersion } from '../../../src/domain/record.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';
import { committing } from '../../support/leaves.js';

/** What a mentor writes of their own practice stands under their own key: docs/field.md#own-practice. */

let w: FeedbackWorld;
let s: SessionId;
beforeEach(async () => {
  w = await feedbackWorld();
  s = await w.held({ at: '2026-11-24T10:00:00Z' });
  await w.change(async (rows) => {
    const [head, one] = [await rows.records.head(s), await rows.records.get(s)];
    if (head === undefined || one === undefined) throw new Error('no record');
    const body = { ...one.body, change: 'Ask less, wait more.' };
    const next = { ...one, version: 2, body, reason: 'Leo came later.', lateReason: 'I was ill.' };
    await rows.records.add({ ...head, version: 2 }, next);
  });
});
afterEach(async () => w.stop());

const newest = async (): Promise<RecordVersion> => (await w.read((rows) => rows.records.get(s))) as RecordVersion;
const erase = (user: string): Promise<void> => w.change((rows) => rows.people.erase(w.id(user), w.clock.now()));

test('it is read back into the record, and nothing of it is left among the words', async () => {
  expect(await newest()).toMatchObject({ body: { change: 'Ask less, wait more.' }, lateReason: 'I was ill.' });
  expect(Object.keys((await newest()).body)).toEqual(
    Object.keys((await w.read((r) => r.records.get(s, 1)))?.body ?? {}),
  );
  const words = await w.store.read(async (tx) => {
    const { scope } = committing(tx, w.programme);
    const [row] = await scope.db.prisma.recordVersion.findMany({ where: { sessionId: s, version: 2 } });
    if (row === undefined) throw new Error('no row');
    return JSON.stringify((await scope.ring([row.keyOf])).open(row.keyOf, row.words, `record/${s}/2/words`));
  });
  expect(words).toContain('SECRET happened');
  expect(words).not.toMatch(/wait more|I was ill/);
});

test('erasing the mentee leaves it to the mentor, and takes the rest', async () => {
  await erase('leo');
  expect(await newest()).toMatchObject({
    body: { happened: '', change: 'Ask less, wait more.', skills: [] },
    reason: '',
    lateReason: 'I was ill.',
  });
});

test('erasing the mentor takes it, and leaves the mentee’s side', async () => {
  await erase('maya');
  expect(await newest()).toMatchObject({
    body: { happened: 'SECRET happened', change: '', skills: [{ example: '' }] },
    reason: 'Leo came later.',
    lateReason: '',
  });
});

test('one of before 0.5.0, which has it among its words, is read as it was, and goes with its mentor', async () => {
  await w.store.write(async (tx) => {
    const { scope } = committing(tx, w.programme);
    const [row] = await scope.db.prisma.recordVersion.findMany({ where: { sessionId: s, version: 2 } });
    if (row === undefined) throw new Error('no row');
    const ring = await scope.ring([row.keyOf]);
    const at = `record/${s}/2/words`;
    const words = ring.open(row.keyOf, row.words, at) as { body: object };
    const old = { ...words, body: { ...words.body, change: 'As it was.' } };
    await scope.db.prisma.recordVersion.updateMany({
      where: { sessionId: s, version: 2 },
      data: { words: ring.seal(row.keyOf, old, at), practice: null },
    });
  });
  expect((await newest()).body.change).toBe('As it was.');
  await erase('maya');
  expect((await newest()).body.change).toBe('');
});
