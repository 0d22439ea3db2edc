import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Person } from '../../../src/domain/programme.js';
import { toldApart } from '../../../src/features/shared/told-apart.js';
import { day } from '../../../src/kernel/clock.js';
import type { PersonId, ProgrammeId } from '../../../src/kernel/ids.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { buttonsOf } from '../../support/chat.js';
import { agreed, mayaAgreedWithTwo } from '../../support/steps.js';

/** Two people of one name are never the same to whoever has to choose: Sam and Aisha are both called Sam Lee here. */

let t: TestBot;
const twoSams: Before = async (bot) => {
  await mayaAgreedWithTwo(bot);
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme).people;
    for (const user of ['sam', 'aisha']) {
      const p = await rows.get(bot.as(user).id);
      if (p !== undefined) await rows.save({ ...p, name: 'Sam Lee' });
    }
  });
};
beforeEach(async () => {
  t = await startAfter(twoSams);
});
afterEach(async () => t.stop());

const offered = (reply: Reply | undefined): readonly string[] =>
  reply !== undefined && 'card' in reply ? buttonsOf(reply.card).map((b) => b.label) : [];

test.each([
  ['maya', 'start @sam lee'],
  ['maya', 'start "Sam Lee"'],
  ['priya', 'people @sam lee'],
])('%s types %s, and can tell them apart', async (user, words) => {
  const labels = offered(await t.as(user).types(words)).filter((l) => l.startsWith('Sam Lee'));
  expect(labels).toHaveLength(2);
  expect(new Set(labels).size).toBe(2);
  expect(labels.join()).toContain(user === 'maya' ? 'with you' : 'with Maya Okafor');
});

test.each(['plan @sam lee tomorrow 3pm', 'log @sam lee', 'plan sam lee tomorrow 3pm'])(
  '%s means the one of them whom the mentor works with',
  async (words) => {
    const reply = await t.as('maya').types(words);
    expect(JSON.stringify(reply)).not.toContain('Several people');
    expect(JSON.stringify(reply)).toContain(words.startsWith('log') ? 'No session' : '"form"');
  },
);

test('where the mentor works with both, each stands behind a button that goes on with what was typed', async () => {
  await agreed(t, 'maya', 'sam');
  for (const words of ['plan @sam lee tomorrow 3pm', 'plan @leo @sam lee tomorrow 3pm', 'log @sam lee']) {
    const labels = offered(await t.as('maya').types(words));
    expect(labels, words).toHaveLength(2);
    expect(new Set(labels).size, words).toBe(2);
  }
  await t.as('maya').types('plan @leo @sam lee tomorrow 3pm');
  await t.as('maya').presses('plan.new');
  expect(t.as('maya').form().answers.values).toMatchObject({ date: '2026-11-24', time: '15:00' });
  await t.as('maya').types('log @sam lee');
  expect(JSON.stringify(await t.as('maya').presses('record.choose'))).toContain('waits for its record');
});

test('in the list of people, and in a form’s list, none looks like another', async () => {
  const card = await t.as('priya').presses('people.list', { subject: '-' });
  const said = JSON.stringify(card);
  expect(said).toContain('Sam Lee (');
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme).people;
    for (const user of ['sam', 'aisha']) {
      const p = await rows.get(t.as(user).id);
      if (p !== undefined) await rows.save({ ...p, roles: [...p.roles, 'mentor'] });
    }
  });
  await t.as('maya').types('home');
  const m = await t.store.read(async (tx) => (await tx.in(t.programme).mentorships.of(t.as('leo').id))[0]);
  await t.as('priya').presses('handover.begin', { subject: m?.id ?? '' });
  const to = t
    .as('priya')
    .form()
    .form.steps[0]?.items.find((i) => i.id === 'to');
  const labels = to?.kind === 'choice' ? to.of.map((o) => o.label) : [];
  expect(labels.filter((l) => l.startsWith('Sam Lee'))).toHaveLength(2);
  expect(new Set(labels).size).toBe(labels.length);
});

test('whoever they are, no two labels are the same, and none is too long', async () => {
  const name = fc.constantFrom(
    'Sam Lee',
    'sam lee',
    'Sam-Lee',
    'Sam  Lee',
    'Zoë Lee',
    'Zoe Lee',
    'S'.repeat(120),
    `${'S'.repeat(119)}x`,
  );
  const somebody = fc.record({
    name,
    roles: fc.constantFrom<Person['roles'][]>([], ['mentee'], ['mentor'], ['mentee', 'mentor']),
    email: fc.constantFrom(undefined, 'sam@example.org', 'lee@example.org', `${'l'.repeat(200)}@example.org`),
    account: fc.boolean(),
    days: fc.nat(3),
  });
  const actor = await t.store.read((tx) => tx.in(t.programme).people.get(t.as('priya').id));
  if (actor === undefined) throw new Error('nobody');
  await fc.assert(
    fc.asyncProperty(fc.array(somebody, { minLength: 2, maxLength: 8 }), async (some) => {
      const people = some.map(
        (s, i): Person => ({
          id: `p${i}` as PersonId,
          programme: 'p' as ProgrammeId,
          name: s.name,
          zone: 'UTC',
          locale: 'en-GB',
          manners: {},
          roles: s.roles,
          accounts: s.account ? [{ platform: 'web', tenant: 't', user: `u${i}` }] : [],
          ...(s.email === undefined ? {} : { emails: [s.email] }),
          createdAt: s.days * day,
          erasedAt: null,
        }),
      );
      const labels = await t.store.read((tx) =>
        toldApart(people, {
          rows: tx.in(t.programme),
          actor,
          people: async () => new Map(people.map((p) => [p.id, p])),
        }),
      );
      expect(new Set(labels.values()).size, [...labels.values()].join(' | ')).toBe(people.length);
      for (const label of labels.values()) expect(label.length).toBeLessThanOrEqual(70);
    }),
    { numRuns: 300, seed: 7 },
  );
});
