import { afterEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Person, Programme } from '../../../src/domain/programme.js';
import { day } from '../../../src/kernel/clock.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { fakeChat } from '../../support/chat.js';

/** Several programmes in one workspace. */

let t: TestBot;
afterEach(() => t.stop());

const words = (reply: Reply | undefined): string => JSON.stringify(reply);
let n = 0;
/** Somebody of the same workspace, met or not. */
async function says(user: string, text: string): Promise<string> {
  n += 1;
  const answer = await t.bot.hear({
    deliveryId: `${user}:${n}`,
    who: { platform: 'web', tenant: localTenant, user },
    surface: { scope: 'direct', form: true },
    kind: 'command',
    at: `web:${user}` as never,
    text,
    mentions: [],
  });
  return words(answer.reply);
}
const second = (): Promise<Programme | undefined> =>
  t.store.read(async (tx) => (await tx.programmes.all()).find((p) => p.id !== t.programme));
const peopleThere = async (): Promise<readonly Person[]> => {
  const programme = await second();
  return programme === undefined ? [] : t.store.read((tx) => tx.in(programme.id).people.all());
};
const codeIn = (reply: string): string => /setup ([0-9a-z]{16})/.exec(reply)?.[1] ?? '';
const begin = () =>
  startBot({
    chat: fakeChat({
      profile: ({ user }) => ({
        name: user,
        zone: 'Europe/London',
        locale: 'en-GB',
        standing: 'member',
        email: `${user}@school.example`,
      }),
    }),
  });

test('a coordinator makes a second one; whoever sends its code coordinates it, and neither sees the other', async () => {
  t = await begin();
  const reply = words(await t.as('priya').types('setup another "North site"'));
  expect(reply).toContain('North site');
  const code = codeIn(reply);
  expect(code).toHaveLength(16);
  expect(await second()).toMatchObject({ name: 'North site', zone: 'Europe/London', nation: 'england' });
  // Whoever takes part in the first stays there; the code is still good.
  expect(await says('maya', `setup ${code}`)).toContain('You take part in a programme here already');
  expect(await says('nora', `setup ${code}`)).toContain('You coordinate it');
  expect(await says('otto', `setup ${code}`)).toContain('not the code');
  expect(await peopleThere()).toMatchObject([{ name: 'nora', roles: ['coordinator'] }]);
  expect(await says('nora', 'people')).toContain('1 person.');
  expect(await says('nora', 'people @maya')).toContain('nobody');
  expect(await says('nora', 'setup')).toContain('Set up the programme');
  expect(await says('priya', 'people')).not.toContain('nora');
  // The first one's newcomers still come into the first.
  await says('pia', 'hello');
  expect((await peopleThere()).map((p) => p.name)).toEqual(['nora']);
  const chain = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
  expect(chain.filter((e) => e.what === 'programme.another-made')).toHaveLength(1);
});

test('whom the second one’s coordinator awaits comes into the second, whoever else into the first', async () => {
  t = await begin();
  const code = codeIn(words(await t.as('priya').types('setup another North site')));
  await says('nora', `setup ${code}`);
  const programme = await second();
  if (programme === undefined) throw new Error('no second programme');
  const awaited = (name: string): Person => ({
    id: `awaited-${name}` as Person['id'],
    programme: programme.id,
    name,
    zone: 'Europe/London',
    locale: 'en-GB',
    manners: {},
    roles: ['mentor'],
    accounts: [],
    expected: { email: `${name}@school.example` },
    createdAt: t.clock.now(),
    erasedAt: null,
  });
  await t.store.write(async (tx) => tx.in(programme.id).people.save(awaited('rosa')));
  await says('rosa', 'hello');
  await says('stan', 'hello');
  const there = await peopleThere();
  expect(there.find((p) => p.name === 'rosa')?.accounts).toHaveLength(1);
  expect(there.map((p) => p.name)).not.toContain('stan');
});

test('a programme in which nobody of this workspace coordinates is none of its newcomers’ business', async () => {
  t = await begin();
  await t.as('priya').types('setup another North site');
  const programme = await second();
  if (programme === undefined) throw new Error('no second programme');
  await t.store.write(async (tx) =>
    tx.in(programme.id).people.save({
      id: 'awaited-rosa' as Person['id'],
      programme: programme.id,
      name: 'rosa',
      zone: 'Europe/London',
      locale: 'en-GB',
      manners: {},
      roles: ['mentor'],
      accounts: [],
      expected: { email: 'rosa@school.example' },
      createdAt: t.clock.now(),
      erasedAt: null,
    }),
  );
  await says('rosa', 'hello');
  expect((await peopleThere()).find((p) => p.name === 'rosa')?.accounts).toEqual([]);
});

test('nobody but a coordinator makes one; it needs a name; its code runs out', async () => {
  t = await begin();
  expect(await says('maya', 'setup another North site')).not.toContain('is made');
  expect(await says('priya', 'setup another')).toContain('Give it a name');
  expect(await says('priya', `setup another ${'x'.repeat(81)}`)).toContain('Give it a name');
  expect(await second()).toBeUndefined();
  const code = codeIn(await says('priya', 'setup another “North site”'));
  await t.clock.pass(8 * day);
  expect(await says('nora', `setup ${code}`)).toContain('not the code');
});
