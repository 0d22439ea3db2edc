import { expect, test } from 'vitest';
import type { Session } from '../../src/domain/session.js';
import type { SessionId } from '../../src/kernel/ids.js';
import type { PeopleRepository } from '../../src/ports/store/people.js';
import type { Remembered } from '../../src/ports/store/remembered.js';
import type { SessionsRepository } from '../../src/ports/store/sessions.js';
import { type Rows, remembered } from '../../src/ports/store.js';
import { rememberedRows } from '../../src/runtime/remembered-rows.js';

/** Rows that answer a new object each time, with a note of each question that reached them. */
function asked(): { readonly rows: Rows; readonly questions: string[] } {
  const questions: string[] = [];
  const repository = (name: string) =>
    new Proxy(
      {},
      {
        get:
          (_, method) =>
          async (...args: readonly unknown[]): Promise<unknown> => {
            questions.push([name, method, ...args].map(String).join(' '));
            return method === 'all' ? [{ id: 'x' }] : { is: questions.length };
          },
      },
    );
  const rows = Object.fromEntries(Object.keys(remembered).map((name) => [name, repository(name)]));
  return { rows: rows as unknown as Rows, questions };
}
type Any = Readonly<Record<string, Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>>>;

const words = Object.entries(remembered).flatMap(([name, table]) =>
  table === 'nothing' ? [] : Object.entries(table).map(([method, word]) => [name, method, word as unknown] as const),
);
const once = words.filter(([, , word]) => word === 'once');
const writes = words.flatMap(([name, method, word]) =>
  typeof word === 'object' && word !== null && 'forgets' in word ? [[name, method, word.forgets] as const] : [],
);

test.each(once)('%s.%s is asked once in a unit of work, for each thing that is asked', async (name, method) => {
  const { rows, questions } = asked();
  const kept = rememberedRows(rows) as unknown as Any;
  const first = await kept[name]?.[method]?.('a');
  expect(await kept[name]?.[method]?.('a', undefined)).toBe(first);
  expect(await kept[name]?.[method]?.('b', 2)).not.toBe(first);
  expect(questions).toEqual([`${name} ${method} a`, `${name} ${method} b 2`]);
  // Another unit of work knows nothing of it.
  await (rememberedRows(rows) as unknown as Any)[name]?.[method]?.('a');
  expect(questions).toHaveLength(3);
});

test.each(writes)('%s.%s is written through, and forgets %s', async (name, method, forgets) => {
  const { rows, questions } = asked();
  const kept = rememberedRows(rows) as unknown as Any;
  for (const [of, read] of once) await kept[of]?.[read]?.('a');
  questions.length = 0;
  await kept[name]?.[method]?.('row', 7);
  expect(questions.splice(0)).toEqual([`${name} ${method} row 7`]);
  for (const [of, read] of once) await kept[of]?.[read]?.('a');
  const again = once.filter(
    ([of, read]) =>
      forgets === 'everything' || (of === name && (forgets === 'all' || (forgets as string[]).includes(read))),
  );
  expect(questions).toEqual(again.map(([of, read]) => `${of} ${read} a`));
  expect(again.length).toBeGreaterThan(0);
});

test('a person is looked for among all, and asked for alone if not among them', async () => {
  const { rows, questions } = asked();
  const kept = rememberedRows(rows);
  expect(await kept.people.get('x' as never)).toEqual({ id: 'x' });
  for (let i = 0; i < 2; i += 1) await kept.people.get('erased' as never);
  expect(questions).toEqual(['people all', 'people get erased']);
});

test('what is not remembered is asked each time', async () => {
  const { rows, questions } = asked();
  const kept = rememberedRows(rows);
  for (let i = 0; i < 2; i += 1) {
    await kept.sessions.ofPortfolio('p' as never);
    await kept.feedback.all();
  }
  expect(questions).toEqual(['sessions ofPortfolio p', 'feedback all', 'sessions ofPortfolio p', 'feedback all']);
});

test('a table that says too little, or what there is not, does not compile', () => {
  const people = remembered.people as Remembered<PeopleRepository>;
  const sessions = remembered.sessions as Remembered<SessionsRepository>;
  // @ts-expect-error: every method has its word
  ({ all: 'once', save: { forgets: 'all' }, erase: { forgets: 'all' } }) satisfies Remembered<PeopleRepository>;
  // @ts-expect-error: no such method
  ({ ...people, everybody: 'once' }) satisfies Remembered<PeopleRepository>;
  // @ts-expect-error: a write is not remembered
  ({ ...people, save: 'once' }) satisfies Remembered<PeopleRepository>;
  // @ts-expect-error: a read forgets nothing
  ({ ...people, all: { forgets: 'all' } }) satisfies Remembered<PeopleRepository>;
  // @ts-expect-error: no such read to look among
  ({ ...people, get: { among: 'get' } }) satisfies Remembered<PeopleRepository>;
  // @ts-expect-error: no such read to forget
  ({ ...sessions, addPlan: { forgets: ['plann'] } }) satisfies Remembered<SessionsRepository>;
  // @ts-expect-error: what is asked with a list is told apart by nothing
  ({ ...sessions, plansOf: 'once' }) satisfies Remembered<SessionsRepository>;
  expect(Object.keys(people)).toContain('get');
});

test('what was saved whole is read again without a question, and only that', async () => {
  const { rows, questions } = asked();
  const kept = rememberedRows(rows);
  const session = { id: 'a' } as unknown as Session;
  await kept.sessions.get('b' as SessionId);
  await kept.sessions.save(session);
  questions.length = 0;
  expect(await kept.sessions.get('a' as SessionId)).toBe(session);
  expect(questions).toEqual([]);
  await kept.sessions.get('b' as SessionId);
  expect(questions).toEqual(['sessions get b']);
});

test('what could not be saved is not what is read', async () => {
  const { rows, questions } = asked();
  const stale = {
    ...rows,
    sessions: { ...rows.sessions, get: rows.sessions.get, save: () => Promise.reject(new Error('stale')) },
  };
  const kept = rememberedRows(new Proxy(stale, {}) as unknown as Rows);
  await expect(kept.sessions.save({ id: 'a' } as unknown as Session)).rejects.toThrow('stale');
  await kept.sessions.get('a' as SessionId);
  expect(questions).toEqual(['sessions get a']);
});
