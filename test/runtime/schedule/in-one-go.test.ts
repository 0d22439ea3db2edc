import { expect, onTestFinished, test } from 'vitest';
import { hour } from '../../../src/kernel/clock.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { PromptRow, Rows } from '../../../src/ports/store.js';
import { inOneGo } from '../../../src/runtime/schedule/in-one-go.js';
import { aPrompt, begin, monday } from '../../contract/store-rows.js';
import { statementsOf } from '../../support/asked.js';
import { openTestStore } from '../../support/store.js';

/** What several prompts do in one go is what each would have done by itself, to whoever looks in between and at the end. */

const occurrences = ['p:1', 'p:2', 'p:3', 'q:1', 'q:2'];

async function world() {
  const ids = randomIds();
  const { store, close } = await openTestStore({ ids });
  onTestFinished(close);
  const f = await store.write((tx) => begin(tx, ids));
  const set = occurrences.map((occurrence, n) =>
    aPrompt(f.programme.id, { occurrence, dueAt: monday, to: n % 2 === 0 ? f.mentee.id : f.mentor.id }),
  );
  await store.write((tx) => tx.in(f.programme.id).prompts.change({ set, cancel: [], cancelAll: [] }));
  return { store, f };
}
type World = Awaited<ReturnType<typeof world>>;

/** Numbers by chance, the same ones for the same seed. */
function chance(seed: number): (below: number) => number {
  let at = seed;
  return (below) => {
    at = (at * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((at / 2 ** 31) * below);
  };
}

/** One thing that a prompt, or what it calls, may do; it answers what it saw. */
type Act = (rows: Rows, f: World['f']) => Promise<unknown>;

function actBy(below: (n: number) => number): readonly [name: string, act: Act] {
  const one = occurrences[below(occurrences.length)] as string;
  const [face, subject] = [`face${below(3)}`, `s${below(3)}`];
  const moved = (f: World['f']): PromptRow => aPrompt(f.programme.id, { occurrence: one, dueAt: monday + hour });
  const person = below(2);
  const who = (f: World['f']) => (person === 0 ? f.mentee.id : f.mentor.id);
  const redrawn = { subjects: below(4) === 0 ? [subject] : [], sameTime: [], expiresAt: monday };
  const sensitive = below(2) === 0;
  const state = below(2) === 0 ? 'fired' : 'dropped';
  const acts: readonly (readonly [string, Act])[] = [
    ['take', async ({ prompts }) => [...(await prompts.take([one]))]],
    ['settle', ({ prompts }) => prompts.settle([one], state, monday)],
    ['get', ({ prompts }) => prompts.get(one)],
    ['beginning', async ({ prompts }) => [...(await prompts.beginning('p:'))].sort()],
    ['waitingFor', async ({ prompts }, f) => (await prompts.waitingFor(who(f))).map((row) => row.occurrence)],
    ['set', ({ prompts }, f) => prompts.set(moved(f))],
    ['cancel', ({ prompts }) => prompts.cancel(one)],
    ['cancelAll', ({ prompts }) => prompts.cancelAll(one.slice(0, 2))],
    ['change', ({ prompts }, f) => prompts.change({ set: [moved(f)], cancel: ['q:2'], cancelAll: [] })],
    [
      'ask',
      ({ outbox }, f) =>
        outbox.ask({
          at: 1,
          shown: [{ face, subject, to: { person: who(f) }, sensitive, expiresAt: monday + 5 }],
          redrawn,
        }),
    ],
    ['add', ({ outbox }, f) => outbox.add({ face, subject, to: { person: who(f) }, sensitive, at: 1 })],
    ['first', ({ outbox }, f) => outbox.first(face, subject, { person: who(f) })],
    ['undelivered', ({ outbox }) => outbox.undelivered(9)],
    ['countUndelivered', ({ outbox }) => outbox.countUndelivered()],
    [
      'placesOf',
      async ({ posted }) => (await posted.placesOf(subject)).map((place) => `${place.face} ${place.subject}`).sort(),
    ],
    ['posted', ({ posted }, f) => posted.get(face, subject, { person: who(f) })],
  ];
  // What is asked for most happens most.
  const which = below(acts.length + 8);
  return acts[which < acts.length ? which : which % 2 === 0 ? 1 : 9] as readonly [string, Act];
}

/** The rows as they are at the end, without what differs from store to store. */
async function end({ store, f }: World) {
  const rows = await store.read(async (tx) => tx.in(f.programme.id));
  const said = await store.queue.claimOutbox(10, 20, 99);
  return {
    prompts: (await Promise.all(occurrences.map((one) => rows.prompts.get(one)))).map((row) => [
      row?.state,
      row?.dueAt,
    ]),
    said: said.map((row) => [row.face, row.subject, row.sensitive, row.expiresAt, row.waitsFor]),
    first: await Promise.all(
      ['face0', 'face1', 'face2'].map((face) => rows.outbox.first(face, 's0', { person: f.mentee.id })),
    ),
  };
}

/** What differs of two worlds by the ids that each has made. */
const named = (value: unknown, f: World['f']): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null)
      .replaceAll(f.programme.id, 'PROGRAMME')
      .replaceAll(f.mentee.id, 'MENTEE')
      .replaceAll(f.mentor.id, 'MENTOR'),
  );

test.each(Array.from({ length: 60 }, (_, n) => n))('by chance %i', async (seed) => {
  const [a, b] = [await world(), await world()];
  const run = async ({ store, f }: World, together: boolean) => {
    const below = chance(seed + 1);
    const seen: unknown[] = [];
    await store.write(async (tx) => {
      const direct = tx.in(f.programme.id);
      const { rows, flush } = together
        ? inOneGo(direct, occurrences, monday)
        : { rows: direct, flush: async () => undefined };
      for (let n = 0; n < 25; n += 1) {
        const [name, act] = actBy(below);
        seen.push([name, named(await act(rows, f), f)]);
      }
      await flush();
    });
    return seen;
  };
  expect(await run(b, true)).toEqual(await run(a, false));
  expect(await end(b)).toEqual(await end(a));
});

test('whoever is erased in between is written to by none of what was asked before, and their prompts are as they would be', async () => {
  const ends = [];
  for (const together of [false, true]) {
    const w = await world();
    const { id } = w.f.mentee;
    await w.store.write(async (tx) => {
      const direct = tx.in(w.f.programme.id);
      const { rows, flush } = together
        ? inOneGo(direct, occurrences, monday)
        : { rows: direct, flush: async () => undefined };
      expect(await rows.prompts.take(['p:1'])).toMatchObject([{ state: 'waiting' }]);
      await rows.prompts.settle(['p:1'], 'fired', monday);
      await rows.outbox.add({ face: 'face0', subject: 's0', to: { person: id }, sensitive: false, at: 1 });
      await rows.people.erase(id, monday);
      expect(await rows.prompts.take(['p:3'])).toMatchObject([{ state: 'cancelled' }]);
      await flush();
    });
    ends.push(await end(w));
  }
  expect(ends[1]).toEqual(ends[0]);
  expect(ends[1]?.said).toEqual([]);
  expect(ends[1]?.prompts.map(([state]) => state)).toEqual(['fired', 'waiting', 'cancelled', 'waiting', 'cancelled']);
});

test('five that say something each are taken, settled and said in four statements', async () => {
  const { store, f } = await world();
  const sent = await statementsOf(() =>
    store.write(async (tx) => {
      const { rows, flush } = inOneGo(tx.in(f.programme.id), occurrences, monday);
      for (const one of occurrences) {
        expect(await rows.prompts.take([one])).toHaveLength(1);
        await rows.prompts.settle([one], 'fired', monday);
        await rows.outbox.add({ face: 'a', subject: one, to: { person: f.mentee.id }, sensitive: false, at: 1 });
      }
      await flush();
    }),
  );
  const words = sent.filter((sql) => !/^\s*(?:BEGIN|COMMIT|SAVEPOINT|RELEASE)/.test(sql));
  expect(words).toHaveLength(4);
});
