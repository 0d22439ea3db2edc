import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { contactCache } from '../../../src/features/concern/contacts.js';
import type { PersonId, ProgrammeId } from '../../../src/kernel/ids.js';
import { randomIds } from '../../../src/kernel/ids.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { statementsOf } from '../../support/asked.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';

/** "Worried about someone?", where the lead is the very person; the card by itself is tried in `test/runtime/inbound/inbound-limit.test.ts`. */

let t: TestBot;
beforeEach(async () => {
  t = await startBot({
    people: [
      { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
      { user: 'leo', name: 'Leo Brandt', roles: ['mentee'] },
      { user: 'dana', name: 'Dana Whitlock', roles: ['safeguarding-lead'] },
    ],
  });
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await t.stop();
});
const words = (reply: Reply | undefined): string => JSON.stringify(reply);

test('a lead who is the person of concern: whom to tell instead, and nothing reaches them', async () => {
  const maya = t.as('maya');
  await maya.types('concern');
  expect(words(maya.last)).toContain('If it is about one of them, do not tell them');
  expect(words(maya.last)).toContain('Omar Reyes');
  await t.as('leo').types('concern');
  expect(words(t.as('leo').last)).toContain('If it is about one of them, choose someone else here.');
  expect(words(t.as('leo').last)).not.toContain('concern.passed');
  const mentee = await t.as('leo').presses('concern.open', { subject: '-', arg: 'mentee' });
  expect(words(mentee)).toContain('If it is about one of them, choose someone else here.');
  await maya.presses('concern.passed', { arg: 'other' });
  const trail = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
  expect(trail.filter((e) => e.what === 'concern.passed-on').map((e) => e.facts)).toEqual([{ to: 'someone else' }]);
  expect(t.as('dana').sees()).toEqual([]);
  await t.as('dana').types('home');
  expect(words(t.as('dana').last)).not.toMatch(/concern.passed|passed/);
});

test('while the database is away: the card all the same, and what was passed on is recorded once it is back', async () => {
  const recorded = async (): Promise<number> => {
    const trail = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
    return trail.filter((e) => e.what === 'concern.passed-on').length;
  };
  const base = {
    who: { platform: 'web', tenant: localTenant, user: 'maya' },
    surface: { scope: 'direct', form: true },
    at: directOf('maya'),
  } as const;
  const types = async (text: string): Promise<string> =>
    words((await t.bot.hear({ ...base, kind: 'command', deliveryId: text, text, mentions: [] })).reply);
  await types('home');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const away = async (): Promise<never> => {
    throw new Error('the database is away');
  };
  const read = vi.spyOn(t.store, 'read').mockImplementation(away);
  const write = vi.spyOn(t.store, 'write').mockImplementation(away);
  expect(await types('hours')).toContain('Something went wrong on our side');
  expect(await types('worried')).toContain('Dana Whitlock');
  const before = write.mock.calls.length;
  const press = { verb: 'concern.passed', subject: '-', arg: 'lead' };
  await t.bot.hear({ ...base, kind: 'press', deliveryId: 'passed', press });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(write.mock.calls.length).toBe(before + 3);
  read.mockRestore();
  write.mockRestore();
  expect(await recorded()).toBe(0);
  await vi.advanceTimersByTimeAsync(5_000);
  await vi.waitFor(async () => expect(await recorded()).toBe(1));
});

test('after a start, with several programmes: each is told of their own lead before they have said a word', async () => {
  const ids = randomIds();
  const other = ids.next<'programme'>('programme');
  const kai = ids.next<'person'>('person') as PersonId;
  await t.store.write(async (tx) => {
    const ours = await tx.in(t.programme).programme.get();
    const lead = { name: 'Rhys Owen', reach: '029 2000 0000' };
    await tx.programmes.add({
      ...ours,
      id: other,
      name: 'Hillside',
      nation: 'wales',
      settings: { ...ours.settings, safeguarding: { ...ours.settings.safeguarding, lead } },
    });
    await tx.programmes.install('slack', 'T-hill', other, 0);
    const leo = await tx.in(t.programme).people.get(t.as('leo').id);
    if (leo === undefined) throw new Error('nobody');
    await tx.in(other).people.save({
      ...leo,
      id: kai,
      programme: other,
      accounts: [{ platform: 'link', tenant: 'link', user: kai }],
    });
  });
  const cache = contactCache(t.store, { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' });
  await cache.refresh();
  const leadOf = (platform: 'slack' | 'web' | 'link', tenant: string, user: string): string | undefined =>
    cache.of({ platform, tenant, user }).safeguarding.lead?.name;
  expect(leadOf('slack', 'T-hill', 'U-new')).toBe('Rhys Owen');
  expect(leadOf('link', 'link', kai)).toBe('Rhys Owen');
  expect(leadOf('web', 'local', 'somebody-new')).toBe('Dana Whitlock');
  expect(leadOf('slack', 'T-unknown', 'U1')).toBeUndefined();

  // A mentee's words for whoever is not known to be more; a mentor's from the first word after a start.
  expect(cache.audience({ platform: 'web', tenant: 'local', user: 'maya' })).toBe('mentor');
  expect(cache.audience({ platform: 'web', tenant: 'local', user: 'leo' })).toBe('mentee');
  expect(cache.audience({ platform: 'web', tenant: 'local', user: 'somebody-new' })).toBe('mentee');
});

test('after a change only the programmes concerned are read, in as few statements beside many as beside one', async () => {
  const ids = randomIds();
  const cache = contactCache(t.store, { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' });
  const add = async (name: string, tenant: string) => {
    const id = ids.next<'programme'>('programme');
    await t.store.write(async (tx) => {
      const ours = await tx.in(t.programme).programme.get();
      await tx.programmes.add({ ...ours, id, name });
      await tx.programmes.install('slack', tenant, id, 0);
    });
    return id;
  };
  const led = async (id: ProgrammeId, name: string) =>
    t.store.write(async (tx) => {
      const { programme } = tx.in(id);
      const now = await programme.get();
      const safeguarding = { ...now.settings.safeguarding, lead: { name, reach: '1' } };
      await programme.save({ ...now, settings: { ...now.settings, safeguarding } });
    });
  const leadAt = (tenant: string) => cache.of({ platform: 'slack', tenant, user: 'U' }).safeguarding.lead?.name;
  const [north, south] = [await add('North', 'T-north'), await add('South', 'T-south')];
  await cache.refresh();
  for (const id of [north, south]) await led(id, 'Rhys Owen');
  const few = await statementsOf(() => cache.refresh([north]));
  expect([leadAt('T-north'), leadAt('T-south')]).toEqual(['Rhys Owen', 'Dana Whitlock']);
  for (let i = 0; i < 20; i += 1) await add(`More ${i}`, `T-more-${i}`);
  await cache.refresh();
  for (const id of [north, south]) await led(id, 'Ann Ward');
  expect(await statementsOf(() => cache.refresh([north]))).toEqual(few);
  await cache.refresh([south, north]);
  expect([leadAt('T-north'), leadAt('T-south')]).toEqual(['Ann Ward', 'Ann Ward']);

  // A workspace that moves to another programme, whichever of the two is read first.
  await led(south, 'Sue Vale');
  for (const order of [
    [north, south],
    [south, north],
  ]) {
    await t.store.write((tx) => tx.programmes.install('slack', 'T-north', south, 1));
    for (const id of order) await cache.refresh([id]);
    expect(leadAt('T-north')).toBe('Sue Vale');
    await t.store.write((tx) => tx.programmes.install('slack', 'T-north', north, 2));
    await cache.refresh([north, south]);
    expect(leadAt('T-north')).toBe('Ann Ward');
  }
});
