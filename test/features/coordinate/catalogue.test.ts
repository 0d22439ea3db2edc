import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { CatalogueKind } from '../../../src/domain/catalogue.js';
import { newestOf } from '../../../src/domain/catalogue.js';
import type { Rows } from '../../../src/ports/store.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { agreed, planned } from '../../support/steps.js';

/** The coordinator's catalogue: what they change counts from then on, and what was written keeps its own words. */

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
const rows = <T>(fn: (r: Rows) => Promise<T>): Promise<T> => t.store.read((tx) => fn(tx.in(t.programme)));
const textsOf = async (kind: CatalogueKind): Promise<readonly string[]> =>
  (await rows((r) => r.catalogue.current(kind))).map((row) => {
    const body = row.body as { text?: string; name?: string };
    return body.text ?? body.name ?? '';
  });
const skills = () => textsOf('skill');
const problems = (user: string): string => JSON.stringify(t.as(user).form().problems);
const indexOf = (user: string, text: string): number =>
  (t.as(user).form().answers.rows.entries ?? []).findIndex((r) => r.values.text === text);
const keyOf = (user: string, text: string): string =>
  t.as(user).form().answers.rows.entries?.[indexOf(user, text)]?.key ?? '';

describe('where it stands', () => {
  test('the coordinator’s home says what is not set, and leads to the catalogue', async () => {
    const priya = t.as('priya');
    await priya.types('setup');
    await priya.fills({ policy: '' }).submits();
    await priya.types('home');
    expect(words(priya.last)).toContain('Not set yet: the link to the policy.');
    await priya.presses('catalogue.open');
    for (const part of [
      'After a session, to the mentee: 8',
      'Skills: 9',
      'Plan templates: 6',
      'Guidance: 8',
      'Examples of support: 8',
      'The standard text.',
    ])
      expect(words(priya.last)).toContain(part);
  });

  test.each([
    ['setup catalogue', 'Catalogue'],
    ['setup questions', 'Questions'],
    ['setup skills', 'Skills'],
    ['setup guidance', 'Guidance'],
    ['setup support', 'Support'],
    ['setup strategies', 'Support'],
    ['setup templates', 'Plan templates'],
    ['setup agreement', 'Agreement text'],
    ['setup nonsense', 'I know setup, setup catalogue'],
  ])('%s', async (typed, title) => {
    await t.as('priya').types(typed);
    expect(words(t.as('priya').last)).toContain(title);
    await t.as('maya').types(typed);
    expect(words(t.as('maya').last)).not.toContain(title);
  });
});

describe('skills and guidance', () => {
  test('added, reworded, retired and brought back: each a new version or a date, each in the audit trail', async () => {
    const priya = t.as('priya');
    await priya.types('setup skills');
    await priya.adds('entries');
    priya.fills({ 'entries.9.text': 'Humour', [`entries.${indexOf('priya', 'Goal setting')}.text`]: 'Setting goals' });
    await priya.moves({ do: 'remove', group: 'entries', row: keyOf('priya', 'Challenging kindly') });
    await priya.submits();
    expect(words(priya.last)).toContain('Skills: 3 changes');
    const now = await skills();
    expect(now).toContain('Humour');
    expect(now).toContain('Setting goals');
    expect(now).not.toContain('Goal setting');
    expect(now).not.toContain('Challenging kindly');
    const every = await rows((r) => r.catalogue.every('skill'));
    expect(every.filter((r) => r.key === 'goal-setting').map((r) => [r.version, r.retiredAt])).toEqual([
      [1, null],
      [2, null],
    ]);
    const trail = await rows((r) => r.audit.of(t.programme));
    const noted = trail.filter((e) => e.what === 'catalogue.changed');
    expect(noted.map((e) => (e.facts as { change?: string }).change).sort()).toEqual(['added', 'retired', 'worded']);
    expect(JSON.stringify(noted)).not.toContain('Humour');
    await priya.presses('catalogue.open');
    await priya.presses('catalogue.retired');
    await priya.presses('catalogue.back', { subject: 'skill:challenge' });
    expect(await skills()).toContain('Challenging kindly');
  });

  test('what is retired and typed again is the same skill', async () => {
    const priya = t.as('priya');
    await priya.types('setup skills');
    await priya.moves({ do: 'remove', group: 'entries', row: keyOf('priya', 'Challenging kindly') });
    await priya.submits();
    await priya.types('setup skills');
    await priya.adds('entries');
    await priya.fills({ 'entries.8.text': '  challenging   KINDLY ' }).submits();
    const every = (await rows((r) => r.catalogue.every('skill'))).filter((r) => r.key === 'challenge');
    expect(every.map((r) => r.version)).toEqual([1, 2]);
    expect(every[1]).toMatchObject({ retiredAt: null, body: { text: 'challenging KINDLY' } });
  });

  test('the same twice, an emptied line, none left, one too many: said where it is, and nothing is lost', async () => {
    const priya = t.as('priya');
    await priya.types('setup skills');
    await priya.fills({ 'entries.1.text': 'active  LISTENING' }).submits();
    expect(problems('priya')).toContain('This is in the list already');
    await priya.fills({ 'entries.1.text': '' }).submits();
    expect(problems('priya')).toContain('Please fill this in');
    await priya.fills({ 'entries.1.text': 'x'.repeat(76) }).submits();
    expect(problems('priya')).toContain('75 characters');
    expect(await skills()).toContain('Open questioning');
    for (const row of priya.form().answers.rows.entries ?? [])
      await priya.moves({ do: 'remove', group: 'entries', row: row.key });
    await priya.submits();
    expect(problems('priya')).toContain('Fill in at least one skill');
    expect(await skills()).toHaveLength(9);
    await t.as('piers').types('setup guidance');
    for (const row of t.as('piers').form().answers.rows.entries ?? [])
      await t.as('piers').moves({ do: 'remove', group: 'entries', row: row.key });
    await t.as('piers').submits();
    expect(await textsOf('guidance')).toEqual([]);
  });

  test('examples of support have two sides: a need, and what a mentor can do', async () => {
    const priya = t.as('priya');
    await priya.types('setup support');
    const at = (priya.form().answers.rows.entries ?? []).findIndex((r) => r.values.need === 'Needs time to answer');
    priya.fills({ [`entries.${at}.text`]: 'Wait for ten breaths' });
    await priya.adds('entries');
    priya.fills({ 'entries.8.need': 'Loves animals', 'entries.8.text': 'Meet at the farm' });
    await priya.submits();
    expect(words(priya.last)).toContain('Support: 2 changes');
    const now = await textsOf('strategy');
    expect(now).toContain('Needs time to answer → Wait for ten breaths');
    expect(now).toContain('Loves animals → Meet at the farm');
    const every = await rows((r) => r.catalogue.every('strategy'));
    expect(every.filter((r) => r.key === 'time').map((r) => r.version)).toEqual([1, 2]);
    await priya.types('setup support');
    await priya.moves({ do: 'remove', group: 'entries', row: 'calm' });
    await priya.submits();
    await priya.presses('catalogue.open');
    await priya.presses('catalogue.retired');
    await priya.presses('catalogue.back', { subject: 'strategy:calm' });
    expect((await textsOf('strategy')).join()).toContain('calm, predictable');
  });

  test('two coordinators who each leave another one: the second is told that none would be left', async () => {
    const [priya, piers] = [t.as('priya'), t.as('piers')];
    await priya.types('setup skills');
    await piers.types('setup skills');
    const all = priya.form().answers.rows.entries ?? [];
    for (const row of all.slice(1)) await priya.moves({ do: 'remove', group: 'entries', row: row.key });
    for (const row of all.slice(0, -1)) await piers.moves({ do: 'remove', group: 'entries', row: row.key });
    await priya.submits();
    await piers.submits();
    expect(problems('piers')).toContain('this would leave none');
    expect(await skills()).toEqual(['Active listening']);
    await piers.adds('entries');
    await piers.fills({ 'entries.1.text': 'Humour' }).submits();
    expect(await skills()).toEqual(['Humour']);
  });

  test('two coordinators: what only one of them touched is kept of both, what both did is asked', async () => {
    const [priya, piers] = [t.as('priya'), t.as('piers')];
    await priya.types('setup skills');
    await piers.types('setup skills');
    await piers.adds('entries');
    await piers
      .fills({ 'entries.0.text': 'Listening', 'entries.1.text': 'Asking openly', 'entries.9.text': 'Humour' })
      .submits();
    await priya.fills({ 'entries.0.text': 'Hearing', 'entries.2.text': 'Setting goals' }).submits();
    expect(words(priya.last)).toContain('It is now: “');
    expect(words(priya.last)).toContain('Listening');
    expect(problems('priya')).toContain('meanwhile');
    const choice = priya.form().form.steps[0]?.items.find((i) => i.id === 'meanwhile');
    const mine = choice?.kind === 'choice' ? (choice.of[0]?.value ?? '') : '';
    // A third change: what was chosen for the second is no choice for it.
    await piers.types('setup skills');
    await piers.fills({ 'entries.0.text': 'Hearing out' }).submits();
    await priya.fills({ meanwhile: mine }).submits();
    expect(problems('priya')).toContain('meanwhile');
    const again = priya.form().form.steps[0]?.items.find((i) => i.id === 'meanwhile');
    await priya.fills({ meanwhile: again?.kind === 'choice' ? (again.of[0]?.value ?? '') : '' }).submits();
    expect(await skills()).toEqual(expect.arrayContaining(['Hearing', 'Asking openly', 'Setting goals', 'Humour']));
    expect(await skills()).not.toContain('Hearing out');
  });

  test('theirs, where that is chosen; and the other’s line is no line of this form', async () => {
    const [priya, piers] = [t.as('priya'), t.as('piers')];
    await priya.types('setup skills');
    await piers.types('setup skills');
    await piers.fills({ 'entries.0.text': 'Listening' }).submits();
    await priya.moves({ do: 'remove', group: 'entries', row: keyOf('priya', 'Active listening') });
    await priya.submits();
    const choice = priya.form().form.steps[0]?.items.find((i) => i.id === 'meanwhile');
    await priya.fills({ meanwhile: choice?.kind === 'choice' ? (choice.of[1]?.value ?? '') : '' }).submits();
    expect(await skills()).toContain('Listening');
    await priya.types('setup skills');
    await piers.types('setup skills');
    await piers.adds('entries');
    await piers.fills({ 'entries.9.text': 'Humour' }).submits();
    await priya.adds('entries');
    await priya.fills({ 'entries.9.text': 'humour' }).submits();
    expect(problems('priya')).toContain('in the list already');
  });

  test('a record keeps the words its skill had; a new one has the new', async () => {
    await agreed(t, 'maya', 'leo');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Held');
    await t.clock.to('2026-11-24T15:45:00Z');
    const maya = t.as('maya');
    await maya.presses('record.open');
    const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
    await maya
      .fills({ [outcome]: 'met', skill: 'goal-setting', 'skill-example': 'We set one.', happened: 'Two calls.' })
      .submits();
    const priya = t.as('priya');
    await priya.types('setup skills');
    priya.fills({ [`entries.${indexOf('priya', 'Goal setting')}.text`]: 'Setting goals together' });
    await priya.submits();
    await maya.presses('record.read');
    expect(words(maya.last)).toContain('Goal setting');
    expect(words(maya.last)).not.toContain('Setting goals together');
    // Amended: its own words are among those that can be chosen, beside the new.
    await maya.presses('record.open');
    const field = maya.form().form.steps[0]?.items.find((i) => i.id === 'skill');
    const offered = field?.kind === 'choice' ? field.of.map((o) => o.label) : [];
    expect(offered).toEqual(expect.arrayContaining(['Goal setting', 'Setting goals together']));
    // Counted as one skill.
    await maya.types('hours');
    expect(words(maya.last)).toContain('Setting goals together');
  });

  test('a plan keeps the words of the guidance it refers to', async () => {
    await agreed(t, 'maya', 'leo');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Held');
    const maya = t.as('maya');
    await maya.presses('plan.change');
    for (let i = 0; i < 3; i += 1) await maya.next();
    await maya.fills({ guidance: ['lone-working'] }).submits();
    const priya = t.as('priya');
    await priya.types('setup guidance');
    priya.fills({ [`entries.${indexOf('priya', 'Our lone working policy')}.text`]: 'Working alone, policy of 2027' });
    await priya.submits();
    await maya.presses('plan.read');
    expect(words(maya.last)).toContain('Our lone working policy');
    await maya.presses('plan.change');
    for (let i = 0; i < 3; i += 1) await maya.next();
    const field = maya
      .form()
      .form.steps.at(-1)
      ?.items.find((i) => i.id === 'guidance');
    const offered = field?.kind === 'choice' ? field.of.map((o) => o.value) : [];
    expect(offered).toEqual(expect.arrayContaining(['lone-working', 'lone-working@2']));
  });
});

describe('plan templates', () => {
  const fresh = {
    name: 'Walk and talk',
    kind: 'standard',
    title: 'A walk',
    minutes: 30,
    'objectives.0.what': 'Name one thing that went well',
    'objectives.0.measure': 'One thing is written down',
    'activities.0.what': 'Walk',
    'activities.0.minutes': 30,
  };
  /** Fills in step by step, as the form is gone through. */
  async function fillAll(user: string, values: Readonly<Record<string, string | number>>): Promise<void> {
    const who = t.as(user);
    for (let i = 0; i < 4 && who.last?.kind === 'form'; i += 1) {
      const step = who.form().form.steps.find((s) => s.id === who.form().step);
      const ids = new Set((step?.items ?? []).map((item) => item.id));
      who.fills(Object.fromEntries(Object.entries(values).filter(([k]) => ids.has(k.split('.')[0] ?? ''))));
      await (who.form().form.steps.at(-1)?.id === who.form().step ? who.submits() : who.next());
      if (who.last?.kind === 'form' && who.form().problems.length > 0) return;
    }
  }

  test('a programme’s own: added, planned with, changed; the plan keeps what it was made from', async () => {
    const priya = t.as('priya');
    await priya.types('setup templates');
    await priya.presses('catalogue.template', { subject: 'new' });
    await fillAll('priya', { ...fresh, resources: 'Good shoes', strategies: 'Let them set the pace' });
    expect(words(priya.last)).toContain('Saved');
    await agreed(t, 'maya', 'leo');
    const maya = t.as('maya');
    await maya.types('plan @leo now');
    expect(words(maya.last)).toContain('Walk and talk, 30 min');
    const key = (await rows((r) => r.catalogue.current('template'))).at(-1)?.key ?? '';
    await maya.presses('plan.template', { arg: key });
    const [session] = await rows((r) => r.sessions.all());
    expect(session).toMatchObject({ title: 'A walk', minutes: 30 });
    await priya.types('setup templates');
    await priya.presses('catalogue.template', { subject: key });
    await fillAll('priya', { minutes: 60, 'activities.0.what': 'Walk far', 'activities.0.minutes': 60 });
    const plan = await rows(async (r) => (session === undefined ? undefined : r.sessions.plan(session.id)));
    expect(plan?.body).toMatchObject({
      activities: [{ what: 'Walk', minutes: 30 }],
      support: [{ need: '', strategy: 'Let them set the pace' }],
    });
    await maya.types('plan @leo now');
    expect(words(maya.last)).toContain('Walk and talk, 60 min');
  });

  test('its own length decides what its activities add up to, and how long a plan is unless it is said', async () => {
    const priya = t.as('priya');
    await priya.types('setup templates');
    await priya.presses('catalogue.template', { subject: 'standard' });
    await fillAll('priya', { minutes: 50 });
    expect(problems('priya')).toContain('5 are left to fill');
    await fillAll('priya', { 'activities.0.minutes': 15 });
    expect(words(priya.last)).toContain('Saved');
    await agreed(t, 'maya', 'leo');
    const maya = t.as('maya');
    await maya.types('plan @leo tomorrow 3pm Phone calls');
    expect(maya.form().answers.values.minutes).toBe(50);
    await maya.types('plan @leo tomorrow 3pm 30m Phone calls');
    expect(maya.form().answers.values.minutes).toBe(30);
  });

  test('a name that is taken, the last one, one too many, one retired meanwhile', async () => {
    const priya = t.as('priya');
    await priya.types('setup templates');
    await priya.presses('catalogue.template', { subject: 'new' });
    await fillAll('priya', { ...fresh, name: 'standard  SESSION' });
    expect(problems('priya')).toContain('There is a template of that name');
    const piers = t.as('piers');
    await piers.types('setup templates');
    await piers.presses('catalogue.template', { subject: 'review' });
    await piers.fills({ title: 'How is it going?' }).next();
    for (const key of ['now', 'restorative', 'first', 'review', 'ending']) {
      await priya.types('setup templates');
      await priya.presses('catalogue.retire', { subject: key });
    }
    await priya.types('setup templates');
    await priya.presses('catalogue.retire', { subject: 'standard' });
    expect(words(priya.last)).toContain('This is the last template');
    expect(await textsOf('template')).toEqual(['Standard session']);
    await fillAll('piers', {});
    expect(words(piers.last)).toContain('was retired');
    const choice = piers.form().form.steps[0]?.items.find((i) => i.id === 'meanwhile');
    await piers.fills({ meanwhile: choice?.kind === 'choice' ? (choice.of[0]?.value ?? '') : '' }).submits();
    expect(await textsOf('template')).toEqual(['Standard session', 'Mid-period review']);
    await t.store.write(async (tx) => {
      const [some] = await tx.in(t.programme).catalogue.current('template');
      if (some === undefined) throw new Error('none');
      for (let i = 0; i < 18; i += 1)
        await tx.in(t.programme).catalogue.add({
          ...some,
          key: `many-${i}`,
          version: 1,
          body: { ...(some.body as object), name: `Many ${i}` },
        });
    });
    await priya.types('setup templates');
    await priya.presses('catalogue.template', { subject: 'new' });
    expect(words(priya.last)).toContain('There are 20 templates');
    await priya.types('setup catalogue');
    await priya.presses('catalogue.retired');
    await priya.presses('catalogue.back', { subject: 'template:first' });
    expect(words(priya.last)).toContain('There are 20 templates');
  });
});

describe('the agreement’s text', () => {
  test('a new agreement begins with it; one that was sent keeps its own; emptied, it is the standard text', async () => {
    await agreed(t, 'maya', 'leo');
    const priya = t.as('priya');
    await priya.types('setup agreement');
    await priya.fills({ duration: 'One school year.' }).next();
    await priya.next();
    await priya.submits();
    expect(words(priya.last)).toContain('Agreement text: 1 change');
    const [row] = newestOf(await rows((r) => r.catalogue.every('agreement')));
    expect(row).toMatchObject({ version: 1, body: { duration: 'One school year.' } });
    const [m] = await rows((r) => r.mentorships.all());
    expect(m?.agreement.body.duration).toContain('half-way');
    const maya = t.as('maya');
    await maya.types('start @piers');
    expect(maya.form().answers.values.duration).toBe('One school year.');
    await priya.types('setup agreement');
    await priya.fills({ duration: '' }).next();
    await priya.next();
    await priya.submits();
    await maya.types('start @priya');
    expect(maya.form().answers.values.duration).toContain('half-way');
  });

  test('two coordinators: part by part', async () => {
    const [priya, piers] = [t.as('priya'), t.as('piers')];
    await priya.types('setup agreement');
    await piers.types('setup agreement');
    await piers.fills({ duration: 'A year.', place: 'The library.' }).submits();
    await priya.fills({ duration: 'Two years.', frequency: 'Weekly.' }).submits();
    expect(problems('priya')).toContain('meanwhile');
    const choice = priya.form().form.steps[0]?.items.find((i) => i.id === 'meanwhile');
    await priya.fills({ meanwhile: choice?.kind === 'choice' ? (choice.of[1]?.value ?? '') : '' }).submits();
    expect(newestOf(await rows((r) => r.catalogue.every('agreement')))[0]?.body).toEqual({
      duration: 'A year.',
      place: 'The library.',
      frequency: 'Weekly.',
    });
  });
});
