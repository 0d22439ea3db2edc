import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ActorWork } from '../../../src/features/feature.js';
import { resolveCitation } from '../../../src/features/shared/resolve-citation.js';
import { addAllocation } from '../../support/allocate.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

/** What a citation says: what is cited × who reads × what has become of it (docs/record-format.md#citations). */

const readers = ['maya', 'leo', 'aisha', 'priya', 'ana', 'noah'] as const;
type Reader = (typeof readers)[number];
const people = [
  { user: 'ana', name: 'Ana Reyes', roles: ['assessor'] },
  { user: 'noah', name: 'Noah Stein', roles: ['mentee'] },
] as const;

/** Two sessions: the first is Leo's alone, the second a group's with Aisha; Leo has answered after the first. */
async function lived(): Promise<FeedbackWorld> {
  const w = await feedbackWorld(people);
  const alone = await w.held({ at: '2026-11-24T10:00:00Z' });
  await w.held({ at: '2026-11-24T14:00:00Z', mentees: ['leo', 'aisha'], attended: ['leo'] });
  await w.change(async (rows) => {
    await addAllocation(rows, w.programme, w.id('ana'), 'assessor');
    const head = await rows.records.head(alone);
    const one = await rows.records.get(alone);
    if (head === undefined || one === undefined) throw new Error('no record');
    const body = { ...one.body, change: 'SECRET change' };
    await rows.records.add({ ...head, version: 2 }, { ...one, version: 2, body, reason: 'SECRET why' });
    await rows.contacts.add({
      id: 'contact-1',
      mentorship: w.mentorship('leo'),
      at: 1,
      minutes: 5,
      note: 'SECRET note',
      author: w.id('maya'),
      savedAt: 2,
    });
    await rows.feedback.save({
      programme: w.programme,
      session: alone,
      mentee: w.id('leo'),
      mentor: w.id('maya'),
      state: 'done',
      share: 'now',
      askedAt: 1,
      firstAnsweredAt: 2,
      editableUntil: 10 ** 13,
      reminded: false,
      answers: [{ question: 'pace', wording: 1, rating: 2, text: 'SECRET answer', skipped: false, at: 3 }],
    });
  });
  return w;
}

/** `words` where it is read; otherwise why not. */
async function told(w: FeedbackWorld, text: string, reader: Reader): Promise<string> {
  const cited = text.replaceAll('LEO', w.id('leo')).replaceAll('AISHA', w.id('aisha'));
  return w.read(async (rows) => {
    const [actor, programme] = [await rows.people.get(w.id(reader)), await rows.programme.get()];
    const found = await resolveCitation(cited, { rows, actor, programme, now: 4 } as unknown as ActorWork);
    if ('why' in found) {
      expect(found.say).toMatch(/^[A-Z].*\.$/);
      expect(JSON.stringify(found)).not.toContain('SECRET');
      return found.why;
    }
    return 'words';
  });
}

type Row = readonly [cited: string, maya: string, leo: string, aisha: string, priya: string, ana: string, noah: string];
const [w, n, e, x, b] = ['words', 'not-yours', 'erased', 'nothing', 'withdrawn'];

function table(title: string, change: (world: FeedbackWorld) => Promise<void>, rows: readonly Row[]): void {
  describe(title, () => {
    let world: FeedbackWorld;
    beforeAll(async () => {
      world = await lived();
      await change(world);
    });
    afterAll(async () => world.stop());
    test.each(rows)('%s', async (cited, ...expected) => {
      const found: string[] = [];
      for (const reader of readers) found.push(await told(world, cited, reader));
      expect(found).toEqual(expected);
    });
  });
}

table('as it stands', async () => undefined, [
  // cited, Maya (its mentor), Leo (its mentee), Aisha (another), Priya (coordinator), Ana (assessor), Noah (nobody's)
  ['agreement:m-leo/purpose', w, w, n, w, w, n],
  ['agreement:m-leo@1/signatures', w, w, n, w, w, n],
  ['agreement:m-leo@7/purpose', x, x, n, x, x, n],
  ['goal:goal-leo/what', w, w, n, w, w, n],
  ['goal:goal-leo/levels', w, w, n, w, w, n],
  ['goal:goal-nobody/what', n, n, n, n, n, n],
  ['plan:session-1@1/title', w, w, n, w, w, n],
  ['plan:session-1/objectives/none', x, x, n, x, x, n],
  ['record:session-1/happened', w, w, n, w, w, n],
  ['record:session-1/skills/0', w, w, n, w, w, n],
  ['record:session-1/change', w, n, n, n, w, n],
  ['record:session-1/reason', w, n, n, n, w, n],
  ['record:session-1/head', w, w, n, w, w, n],
  ['record:session-1@1/happened', w, w, n, w, w, n],
  ['record:session-1@3/happened', x, x, n, x, x, n],
  // In a group no mentee reads what could name another.
  ['record:session-2/happened', w, n, n, w, w, n],
  ['record:session-2/actions/a1', w, w, w, w, w, n],
  ['session:session-1/figures', w, w, n, w, w, n],
  ['session:session-2/attendance/LEO', w, w, n, w, w, n],
  ['answer:session-1/LEO/pace', w, w, n, w, w, n],
  // What was skipped, or is no question at all, is like what is not shared to all but whose answers they are.
  ['answer:session-1/LEO/other', n, x, n, n, n, n],
  ['answer:session-2/AISHA/pace', n, n, x, n, n, n],
  ['contact:contact-1/note', w, n, n, n, n, n],
  ['level:l1', n, n, n, n, n, n],
  ['no citation', x, x, x, x, x, x],
]);

table('kept for the coordinator', (world) => shares(world, 'coordinator'), [
  ['answer:session-1/LEO/pace', n, w, n, w, n, n],
]);

table('taken back', (world) => shares(world, null), [['answer:session-1/LEO/pace', n, b, n, n, n, n]]);

table(
  'the mentee is erased',
  (world) => world.change((rows) => rows.people.erase(world.id('leo'), world.clock.now())),
  [
    ['agreement:m-leo/helps', e, n, n, e, e, n],
    ['goal:goal-leo/what', e, n, n, e, e, n],
    ['goal:goal-leo/levels', w, n, n, w, w, n],
    ['record:session-1/happened', e, n, n, e, e, n],
    ['record:session-1/skills/0', e, n, n, e, e, n],
    // What the mentor wrote of her own practice is hers still.
    ['record:session-1/change', w, n, n, n, w, n],
    ['record:session-1/figures', w, n, n, w, w, n],
    ['record:session-2/happened', w, n, n, w, w, n],
    ['answer:session-1/LEO/pace', e, n, n, e, e, n],
    ['contact:contact-1/note', e, n, n, n, n, n],
  ],
);

table(
  'the mentor is erased',
  (world) => world.change((rows) => rows.people.erase(world.id('maya'), world.clock.now())),
  [
    ['record:session-1/happened', n, w, n, w, w, n],
    ['record:session-1/change', n, n, n, n, e, n],
    ['record:session-2/happened', n, n, n, e, e, n],
    ['record:session-2/actions/a1', n, w, w, w, w, n],
  ],
);

/** As the mentee chooses, or (null) takes it back. */
async function shares(world: FeedbackWorld, share: 'coordinator' | null): Promise<void> {
  await world.change(async (rows) => {
    for (const form of await rows.feedback.ofMentee(world.id('leo')))
      await rows.feedback.save(
        share === null ? { ...form, state: 'withdrawn', share, answers: [] } : { ...form, share },
      );
  });
}
