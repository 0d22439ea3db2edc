import { expect, test } from 'vitest';
import { References, type Source } from '../../../adapters/teams/references.js';
import type { News } from '../../../src/ports/replicas.js';
import { memoryBook } from './bot.js';
import { ann, bot, tenant } from './cloud.js';

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
  return { all: all as [References, References], told, statements, hearing };
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
