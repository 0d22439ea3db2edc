import { afterEach, expect, test } from 'vitest';
import { said } from '../../support/agree-world.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** Something is not right: it is put right here, a note is put beside a record, or whoever asked reads why not. */

let t: TestBot;
afterEach(() => t.stop());

const happened = 'Leo rang the college twice.';
const read = <T>(fn: (rows: ReturnType<Parameters<Parameters<TestBot['store']['read']>[0]>[0]['in']>) => Promise<T>) =>
  t.store.read((tx) => fn(tx.in(t.programme)));

/** A session of Maya's and Leo's on record. Answers its id. */
async function recorded(): Promise<string> {
  t = await startAfter(mayaAndLeoAgreed);
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  const maya = t.as('maya');
  await t.clock.to('2026-11-24T15:00:00Z');
  await maya.presses('session.start');
  await t.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const objective = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited a long time for him.',
    happened,
  });
  await maya.submits();
  return (await read((r) => r.sessions.all()))[0]?.id ?? '';
}

/** Leo says so; answers the request's id. */
async function asks(what: string): Promise<string> {
  const leo = t.as('leo');
  await leo.presses('rights.wrong', { subject: '-' });
  leo.fills({ said: what });
  await leo.submits();
  await t.settled();
  return (await read((r) => r.rights.about(leo.id))).findLast((r) => r.kind === 'correction')?.id ?? '';
}

test('name, pronouns and age are put right, and a note stands beside the record, which stays as it was', async () => {
  const session = await recorded();
  const [leo, priya, maya] = [t.as('leo'), t.as('priya'), t.as('maya')];
  const before = await read((r) => r.records.versions(session as never));
  const request = await asks('It was once that I rang, and I am Lee now.');
  await priya.presses('rights.answer', { subject: request });
  priya.fills({ outcome: 'here', answer: 'Your name is changed, and a note says once.' });
  await priya.next();
  // Nothing changed is no correction.
  await priya.submits();
  expect(
    priya
      .form()
      .problems.map((p) => p.say)
      .join(),
  ).toContain('Nothing is changed here yet');
  priya.fills({
    name: 'Lee Brandt',
    pronouns: 'they/them',
    adult: 'yes',
    session,
    note: 'He rang once, and not twice.',
  });
  await priya.submits();
  expect(said(priya.last)).toContain('They are told that there is an answer.');
  expect(await read((r) => r.people.get(leo.id))).toMatchObject({
    name: 'Lee Brandt',
    pronouns: 'they/them',
    adult: true,
  });
  expect(await read((r) => r.records.versions(session as never))).toEqual(before);
  await t.settled();
  // No message holds a word of it.
  expect([...leo.sees(), ...maya.sees()].join()).not.toContain('rang once');
  await leo.presses('rights.read', { subject: request });
  expect(said(leo.last)).toContain('It was put right:');
  expect(said(leo.last)).toContain('He rang once, and not twice.');
  for (const [user, verb] of [
    ['leo', 'record.read'],
    ['maya', 'record.read'],
    ['maya', 'past.session'],
  ] as const) {
    await t.as(user).presses(verb, { subject: session });
    expect(said(t.as(user).last), `${user} ${verb}`).toContain('He rang once, and not twice.');
    // What Leo wrote to the coordinator is the coordinator's.
    expect(said(t.as(user).last)).not.toContain('I am Lee now');
  }
  await maya.presses('record.read', { subject: session });
  expect(said(maya.last)).toContain(happened);
  const [m] = await read((r) => r.mentorships.of(leo.id));
  const chain = await read((r) => r.audit.of(m?.id as never));
  expect(chain.filter((e) => e.what === 'record.noted')).toHaveLength(1);
  expect(await read((r) => r.audit.broken(m?.id as never))).toBeUndefined();
  const programme = (await read((r) => r.audit.of(t.programme))).map((e) => e.what);
  expect(programme).toEqual(expect.arrayContaining(['person.corrected', 'person.adult-noted', 'rights.done']));
  // With whom it is about, the note goes.
  await priya.erases({ subject: leo.id, arg: 'yes' });
  await maya.presses('record.read', { subject: session });
  expect(said(maya.last)).not.toContain('rang once');
}, 120_000);

test('it stays as it is: they read why, and that they can complain; nothing that was filled in is changed', async () => {
  const session = await recorded();
  const [leo, priya] = [t.as('leo'), t.as('priya')];
  const request = await asks('I was not late.');
  await priya.presses('rights.answer', { subject: request });
  await priya.submits();
  expect(priya.form().problems.length).toBeGreaterThan(0);
  priya.fills({ outcome: 'refused', answer: 'The register has you at ten past.' });
  await priya.next();
  priya.fills({ session, note: 'He says that he was on time.' });
  await priya.submits();
  expect(priya.form().problems.map((p) => p.at)).toContain('outcome');
  await priya.next();
  priya.fills({ session: '', note: '' });
  await priya.submits();
  await leo.presses('rights.read', { subject: request });
  expect(said(leo.last)).toContain('It stays as it is, and this is why:');
  expect(said(leo.last)).toContain('The register has you at ten past.');
  expect(said(leo.last)).toContain('Information Commissioner');
  expect(await read((r) => r.people.get(leo.id))).toMatchObject({ name: 'Leo Brandt' });
  // Answered once.
  await priya.presses('rights.answer', { subject: request });
  priya.fills({ outcome: 'elsewhere', answer: 'Again.' });
  await priya.next();
  await priya.submits();
  expect(said(priya.last)).toContain('Answered already');
}, 120_000);

test('a note stands under no record of somebody else’s, and under none that is not written', async () => {
  const session = await recorded();
  const priya = t.as('priya');
  // Sam was not there.
  await t.as('sam').presses('rights.wrong', { subject: '-' });
  t.as('sam').fills({ said: 'My name is Samir.' });
  await t.as('sam').submits();
  const [request] = await read((r) => r.rights.about(t.as('sam').id));
  await priya.presses('rights.answer', { subject: request?.id ?? '' });
  priya.fills({ outcome: 'here', answer: 'Changed.' });
  await priya.next();
  expect(JSON.stringify(priya.form().form)).not.toContain(session);
  priya.fills({ session, note: 'Not theirs.' });
  await priya.submits();
  const about = await read((r) => r.rights.about(t.as('sam').id));
  expect(about.every((r) => r.words.note === null)).toBe(true);
}, 120_000);
