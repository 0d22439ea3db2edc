import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Programme, Safeguarding } from '../../../src/domain/programme.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { channelAddress } from '../../support/chat.js';
import { agreed, planned } from '../../support/steps.js';

/** `setup`: every field with a default, faults beside their fields, two coordinators at once, and what follows. */

let t: TestBot;
beforeEach(async () => {
  t = await startBot({
    people: [
      { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
      { user: 'leo', name: 'Leo Brandt', roles: ['mentee'] },
      { user: 'priya', name: 'Priya Nair', roles: ['coordinator'] },
      { user: 'piers', name: 'Piers Lang', roles: ['coordinator'] },
    ],
  });
});
afterEach(() => t.stop());

const words = (reply: Reply | undefined): string => JSON.stringify(reply);
const programme = (): Promise<Programme> => t.store.read((tx) => tx.in(t.programme).programme.get());
const problems = (user: string): string => JSON.stringify(t.as(user).form().problems);
/** Takes this out of the programme's safeguarding settings, as a new programme has them. */
const unset = (what: keyof Safeguarding): Promise<void> =>
  t.store.write(async (tx) => {
    const rows = tx.in(t.programme).programme;
    const { settings, ...rest } = await rows.get();
    const { [what]: _gone, ...safeguarding } = { ...settings.safeguarding };
    await rows.save({
      ...rest,
      settings: { ...settings, safeguarding: { hours: '', outOfHours: '', ...safeguarding } },
    });
  });
const choice = (user: string, i: 0 | 1): string => {
  const field = t
    .as(user)
    .form()
    .form.steps[0]?.items.find((item) => item.id === 'meanwhile');
  return field?.kind === 'choice' ? (field.of[i]?.value ?? '') : '';
};

test('every field that must be filled in has a default; saved as it stands, nothing is other than it was', async () => {
  const before = await programme();
  const priya = t.as('priya');
  await priya.types('setup');
  const { form, answers } = priya.form();
  const empty = form.steps
    .flatMap((s) => s.items)
    .filter(
      (i) => i.kind !== 'note' && i.kind !== 'group' && i.optional !== true && answers.values[i.id] === undefined,
    );
  expect(empty).toEqual([]);
  for (let i = 0; i < 2; i += 1) await priya.next();
  await priya.submits();
  expect(words(priya.last)).toContain('The programme is set');
  expect(await programme()).toEqual(before);
});

test('what is wrong is said beside its field, and nothing is changed by it', async () => {
  const before = await programme();
  const priya = t.as('priya');
  await priya.types('setup');
  await priya
    .fills({ lead: '', 'lead-reach': '', deputy: 'Omar', 'deputy-reach': '', policy: 'javascript:alert(1)' })
    .submits();
  for (const said of ['lead', 'lead-reach', 'Say how to reach the deputy', 'beginning with https'])
    expect(problems('priya')).toContain(said);
  await priya.fills({ lead: 'Dana', 'lead-reach': '020', deputy: '', policy: 'https://example.org/policy' }).next();
  await priya.fills({ zone: 'Europe/Londn', region: 'QQ', target: 'many' }).submits();
  for (const said of ['There is no such time zone', 'No holidays are known', 'Give this as a number'])
    expect(problems('priya')).toContain(said);
  expect(await programme()).toEqual(before);
});

test('a change takes effect at once and is in the audit trail, without its words', async () => {
  await agreed(t, 'maya', 'leo');
  const priya = t.as('priya');
  await priya.types('setup');
  await priya.fills({ lead: 'Dana Two', 'lead-reach': '020 1' }).next();
  await priya.fills({ name: 'Hillside', target: 10 }).next();
  await priya.fills({ 'quiet-from': '20:00' }).submits();
  expect(await programme()).toMatchObject({
    name: 'Hillside',
    settings: { safeguarding: { lead: { name: 'Dana Two' } }, unit: { targetMinutes: 600 }, quiet: { from: '20:00' } },
  });
  // Contacts are kept in memory for when the database is away, and read again right after the commit.
  await expect.poll(async () => words(await t.as('leo').types('concern'))).toContain('Dana Two');
  // Who works towards the programme's target works towards the new one.
  await t.as('maya').types('hours');
  expect(words(t.as('maya').last)).toContain('"of":600');
  const trail = await t.store.read((tx) => tx.in(t.programme).audit.of(t.programme));
  const noted = trail.filter((e) => e.what === 'programme.set');
  expect(noted).toHaveLength(1);
  expect(JSON.stringify(noted)).not.toContain('Dana');
  expect(noted[0]?.facts.changed).toBe('lead lead-reach name target quiet-from');
});

test('two coordinators: what one of them changed is kept of both, what both did is asked', async () => {
  const [priya, piers] = [t.as('priya'), t.as('piers')];
  await priya.types('setup');
  await piers.types('setup');
  await piers.fills({ hours: 'Always', 'out-of-hours': 'Ring the council.' }).next();
  await piers.fills({ name: 'Piers’ programme' }).next();
  await piers.submits();
  await priya.fills({ policy: 'https://example.org/policy', hours: 'Mornings' }).next();
  await priya.fills({ target: 8 }).submits();
  expect(problems('priya')).toContain('meanwhile');
  expect(words(priya.last)).toContain('Always');
  await priya.fills({ meanwhile: choice('priya', 1) }).submits();
  expect(await programme()).toMatchObject({
    name: 'Piers’ programme',
    settings: {
      unit: { targetMinutes: 480 },
      safeguarding: { hours: 'Always', outOfHours: 'Ring the council.', policyUrl: 'https://example.org/policy' },
    },
  });
  await priya.types('setup');
  await piers.types('setup');
  await piers.fills({ hours: 'Nights' }).submits();
  await priya.fills({ hours: 'Evenings' }).submits();
  await priya.fills({ meanwhile: choice('priya', 0) }).submits();
  expect((await programme()).settings.safeguarding.hours).toBe('Evenings');
});

test('whoever works with somebody keeps the role that it takes, until that has ended', async () => {
  await agreed(t, 'maya', 'leo');
  const [m] = await t.store.read((tx) => tx.in(t.programme).mentorships.all());
  const priya = t.as('priya');
  const takes = async (name: string): Promise<string> => {
    await priya.types(`people @${name}`);
    await priya.fills({ roles: [] }).submits();
    return words(priya.last);
  };
  expect(await takes('Maya Okafor')).toContain('Hand that over or end it first');
  expect(await takes('Leo Brandt')).toContain('They still have a mentor');
  await t.as('maya').presses('mentorship.end', { subject: m?.id as string });
  await t.as('maya').presses('mentorship.end', { subject: m?.id as string, arg: 'yes' });
  for (const name of ['Maya Okafor', 'Leo Brandt']) expect(await takes(name)).toContain('in no role');
});

test('whoever was given the role of safeguarding lead stands in setup; only how to reach them is asked', async () => {
  await unset('lead');
  const priya = t.as('priya');
  await priya.types('people @Piers Lang');
  await priya.fills({ roles: ['coordinator', 'safeguarding-lead'] }).submits();
  expect(words(priya.last)).toContain('Say how the safeguarding lead can be reached');
  await priya.presses('programme.setup');
  expect(priya.form().answers.values.lead).toBe('Piers Lang');
  await priya.fills({ 'lead-reach': '020 7946 0000' }).submits();
  const piers = (await t.store.read((tx) => tx.in(t.programme).people.all())).find((p) => p.name === 'Piers Lang');
  expect((await programme()).settings.safeguarding.lead).toEqual({
    name: 'Piers Lang',
    reach: '020 7946 0000',
    person: piers?.id,
  });
  // Set once, it is the form's: the role says it no more.
  await priya.types('people @Piers Lang');
  await priya.fills({ roles: ['coordinator', 'safeguarding-lead'] }).submits();
  expect(words(priya.last)).not.toContain('can be reached');
});

test('quiet hours of the programme move the reminders of whoever follows them, at once; nobody else’s', async () => {
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await t.as('leo').types('settings');
  await t.as('leo').presses('settings.change');
  await t.as('leo').submits();
  const due = async (user: string): Promise<string | undefined> => {
    const waiting = await t.store.read((tx) => tx.in(t.programme).prompts.waitingFor(t.as(user).id));
    const prompt = waiting.find((p) => p.occurrence.includes(':hour:'));
    return prompt === undefined ? undefined : new Date(prompt.dueAt).toISOString();
  };
  expect([await due('maya'), await due('leo')]).toEqual(['2026-11-24T14:00:00.000Z', '2026-11-24T14:00:00.000Z']);
  await t.as('priya').types('setup');
  for (let i = 0; i < 2; i += 1) await t.as('priya').next();
  await t.as('priya').fills({ 'quiet-from': '13:30', 'quiet-to': '16:00' }).submits();
  expect(words(t.as('priya').last)).toContain('The programme is set');
  expect([await due('maya'), await due('leo')]).toEqual(['2026-11-24T13:15:00.000Z', '2026-11-24T14:00:00.000Z']);
});

test('the digest’s channel is the coordinator’s: a mentor’s own call sets none; setup takes it away', async () => {
  const priya = t.as('priya');
  const third = async (): Promise<string> => {
    await priya.types('setup');
    for (let i = 0; i < 2; i += 1) await priya.next();
    return words(priya.last);
  };
  expect(await third()).toContain('For another channel, write @Mentorlog digest there');
  await priya.fills({ channel: 'none' }).submits();
  expect((await programme()).settings.digest.channel).toBeUndefined();
  expect(words(priya.last)).toContain('Write @Mentorlog digest in the channel where the digest should go');
  expect(await third()).toContain('It goes to no channel yet');
  await t.as('maya').types('digest now', { scope: 'shared' });
  expect(t.channel()).toHaveLength(1);
  expect((await programme()).settings.digest.channel).toBeUndefined();
  await priya.types('digest now', { scope: 'shared' });
  expect((await programme()).settings.digest.channel?.address).toBe(channelAddress);
});
