import { describe, expect, test } from 'vitest';
import { References, type Source } from '../../../adapters/teams/references.js';
import type { News } from '../../../src/ports/replicas.js';
import { memoryBook } from './bot.js';
import { ann, ben, bot, tenant } from './cloud.js';

/** Programs on one address book: what one has written before hides from it nothing that another has written since. */

function programs(many: number) {
  const kept = memoryBook();
  let [puts, gets] = [0, 0];
  const book: typeof kept = {
    ...kept,
    put: (key, value) => {
      puts += 1;
      return kept.put(key, value);
    },
    get: (key) => {
      gets += 1;
      return kept.get(key);
    },
  };
  const hearing: ((news: News) => void)[] = [];
  const told: News[] = [];
  const all = Array.from({ length: many }, (_, me) =>
    Object.assign(
      new References(book, {
        tell(news) {
          told.push(news);
          for (const [other, act] of hearing.entries()) if (other !== me) act(news);
        },
        hear(act) {
          hearing[me] = act;
        },
      }),
    ),
  );
  const statements = (): number => {
    const sum = puts + gets;
    [puts, gets] = [0, 0];
    return sum;
  };
  return { all: all as [References, References], told, statements, hearing, book, kept: kept.kept };
}

const from = (serviceUrl: string, more: object = {}): Source => ({
  tenant,
  user: ann.aadObjectId,
  activity: {
    serviceUrl,
    conversation: { id: 'a:direct', conversationType: 'personal' },
    recipient: bot,
    from: ann,
    ...more,
  } as Source['activity'],
});
const [here, moved] = ['https://smba.trafficmanager.net/uk/', 'https://smba.trafficmanager.net/emea/'];

test('a connector that moved, and moved back, is known at each', async () => {
  const { all, told } = programs(2);
  const [a, b] = all;
  await a.remember(from(here));
  expect(await b.conversation(tenant, 'a:direct')).toMatchObject({ serviceUrl: here });
  await b.remember(from(moved));
  expect(await a.conversation(tenant, 'a:direct')).toMatchObject({ serviceUrl: moved });
  // As A has written it before: B's is in its place by now.
  await a.remember(from(here));
  for (const one of all) expect(await one.tenant(tenant)).toMatchObject({ serviceUrl: here });
  expect(JSON.stringify(told)).not.toMatch(/Ann|29:|smba|0000/);
});

test('what one does not know of somebody another’s entry keeps', async () => {
  const { all } = programs(2);
  const [a, b] = all;
  const inTeam = { conversation: { id: '19:team@thread', conversationType: 'channel' } };
  await a.remember(from(here, inTeam));
  await b.remember(from(here));
  expect(await a.person(tenant, ann.aadObjectId)).toMatchObject({ direct: 'a:direct' });
  await a.remember(from(here, { ...inTeam, locale: 'cy-GB' }));
  expect(await b.person(tenant, ann.aadObjectId)).toMatchObject({ direct: 'a:direct', locale: 'cy-GB' });
});

test('what stands there already is asked for once by each, and written and told by none', async () => {
  const { all, told, statements } = programs(2);
  const [a, b] = all;
  await a.remember(from(here));
  statements();
  told.length = 0;
  await b.remember(from(here));
  expect(told).toEqual([]);
  expect(statements()).toBeGreaterThan(0);
  for (const one of all) await one.remember(from(here));
  expect(statements()).toBe(0);
});

test('whoever may have missed something asks again', async () => {
  const { all, statements, hearing } = programs(2);
  await all[0].remember(from(here));
  statements();
  hearing[0]?.({ what: 'anything' });
  await all[0].remember(from(here));
  expect(statements()).toBeGreaterThan(0);
});

describe('whoever is erased while where they are is being written down', () => {
  const user = ann.aadObjectId;
  /** A call that is not made before `goesOn`. */
  function held<A extends unknown[], T>(call: (...args: A) => Promise<T>) {
    let goesOn = (): void => undefined;
    const until = new Promise<void>((resolve) => {
      goesOn = resolve;
    });
    const asked: A[] = [];
    const waits = (...args: A): Promise<T> => {
      asked.push(args);
      return until.then(() => call(...args));
    };
    return { goesOn, call: waits, asked };
  }
  /** What an erasure takes out of the book is what stands there; then each program is told. */
  const erases = ({ all, kept }: ReturnType<typeof programs>): void => {
    for (const key of kept.keys()) if (!key.startsWith('teams/tenant/')) kept.delete(key);
    for (const one of all) one.forget(tenant, user);
  };
  const theirs = ({ kept }: ReturnType<typeof programs>) =>
    [...kept.keys()].filter((key) => !key.startsWith('teams/tenant/'));
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  test('as the book is asked of them: nothing of theirs is written', async () => {
    const p = programs(2);
    const asking = held(p.book.get);
    p.book.get = asking.call;
    const writing = held(p.book.put);
    writing.goesOn();
    p.book.put = writing.call;
    const remembering = [p.all[0].remember(from(here)), p.all[0].countRemoval(from(here))];
    expect(asking.asked.length).toBeGreaterThan(0);
    erases(p);
    asking.goesOn();
    await Promise.all(remembering);
    expect(writing.asked.filter(([key]) => !key.startsWith('teams/tenant/'))).toEqual([]);
    // What is said of them again stands again.
    await p.all[0].remember(from(here));
    expect(theirs(p).length).toBeGreaterThan(1);
  });

  test('as it is being written: it is taken out again', async () => {
    const p = programs(2);
    const writing = held(p.book.put);
    p.book.put = writing.call;
    const remembering = p.all[0].remember(from(here));
    await expect.poll(() => writing.asked.length).toBeGreaterThan(3);
    erases(p);
    await settled();
    writing.goesOn();
    await remembering;
    expect(theirs(p)).toEqual([]);
  });

  test('while Teams is asked for them: nothing of them comes back', async () => {
    const p = programs(2);
    const [a] = p.all;
    await a.during(async (since) => {
      erases(p);
      await a.began(tenant, user, { serviceUrl: here, bot: bot.id, conversation: 'a:new', type: 'personal' }, since);
      await a.met(tenant, user, ann.id, since);
      await a.alias(tenant, ann.id, user, since);
    });
    expect(theirs(p)).toEqual([]);
  });

  test('after their rows were taken out and before a program was told: it goes as that is told', async () => {
    const p = programs(2);
    await p.all[1].remember(from(here));
    // The rows were gone already as this was written.
    for (const one of p.all) one.forget(tenant, user);
    await settled();
    expect(theirs(p)).toEqual([]);
  });

  test('one more word of it takes nothing of whoever has come back', async () => {
    const p = programs(1);
    const [a] = p.all;
    erases(p);
    const { goesOn, call } = held(p.book.put);
    await a.remember(from(here));
    p.book.put = call;
    const moves = a.remember(from(moved));
    a.forget(tenant, user);
    goesOn();
    await moves;
    await settled();
    expect(await a.person(tenant, user)).toMatchObject({ direct: 'a:direct' });
    expect(await a.conversation(tenant, 'a:direct')).toMatchObject({ serviceUrl: moved });
  });

  test('somebody else, and a team they were in, stay', async () => {
    const p = programs(1);
    const [a] = p.all;
    const { goesOn, call } = held(p.book.put);
    p.book.put = call;
    const inTeam = { conversation: { id: '19:team@thread', conversationType: 'channel' } };
    const writing = [
      a.remember(from(here, inTeam)),
      a.remember({
        ...from(here, { from: ben, conversation: { id: 'a:ben', conversationType: 'personal' } }),
        user: 'ben',
      }),
    ];
    a.forget(tenant, user);
    goesOn();
    await Promise.all(writing);
    expect(await a.conversation(tenant, '19:team@thread')).toBeDefined();
    expect(await a.person(tenant, 'ben')).toMatchObject({ direct: 'a:ben' });
    expect(await a.person(tenant, user)).toBeUndefined();
  });
});
