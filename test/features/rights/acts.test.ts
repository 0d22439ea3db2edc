import { afterEach, expect, test } from 'vitest';
import type { Person } from '../../../src/domain/programme.js';
import { secondWay } from '../../../src/domain/second-way.js';
import { day } from '../../../src/kernel/clock.js';
import { said } from '../../support/agree-world.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed } from '../../support/steps.js';

/** What is done about what is kept: a hold, a withdrawal, a parent's request, what is over, and what is confirmed twice. */

let t: TestBot;
afterEach(() => t.stop());

const change = (user: string, to: Partial<Person>) =>
  t.store.write(async (tx) => {
    const rows = tx.in(t.programme).people;
    const person = await rows.get(t.as(user).id);
    if (person !== undefined) await rows.save({ ...person, ...to });
  });
const read = <T>(fn: (rows: ReturnType<Parameters<Parameters<TestBot['store']['read']>[0]>[0]['in']>) => Promise<T>) =>
  t.store.read((tx) => fn(tx.in(t.programme)));
const entries = async (what: string) =>
  (await read((r) => r.audit.of(t.programme))).filter((e) => e.what === what).map((e) => e.facts);
const isThere = async (user: string) => (await read((r) => r.people.get(t.as(user).id)))?.erasedAt === null;

test('on hold nobody is erased, and both are told what is true', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const [leo, priya] = [t.as('leo'), t.as('priya')];
  await priya.presses('rights.hold', { subject: leo.id });
  priya.fills({ reason: 'A complaint is looked into.', told: 'It waits until spring.', with: [t.as('maya').id] });
  await priya.submits();
  await leo.presses('data.erase-ask', { subject: '-', arg: 'yes' });
  expect(said(leo.last)).toContain('It waits until spring.');
  expect(said(leo.last)).not.toContain('complaint');
  for (const user of ['leo', 'maya']) {
    await priya.presses('data.erase', { subject: t.as(user).id, arg: 'yes' });
    expect(said(priya.last)).toContain('A complaint is looked into.');
    expect(await isThere(user)).toBe(true);
  }
  // Nor where it is put on between the first word and the second, with the right code.
  const [tom, sam] = [t.as('tom'), t.as('sam')];
  await change('tom', { roles: ['coordinator'] });
  await priya.presses('data.erase', { subject: sam.id, arg: 'yes' });
  await tom.presses('rights.hold', { subject: sam.id });
  await tom.fills({ reason: 'A claim.', told: 'It waits.' }).submits();
  const code = (await read((r) => r.kept.get(secondWay, priya.id)))?.code ?? '';
  await priya.fills({ code }).submits();
  expect(await isThere('sam')).toBe(true);
  const [claim] = await read((r) => r.rights.about(sam.id));
  await tom.presses('rights.hold-lift', { subject: claim?.id ?? '' });
  await change('tom', { roles: ['mentor'] });
  // Half a year later a coordinator is asked, once, and keeps it or lifts it.
  await t.clock.pass(185 * day);
  const asked = () => priya.sees().filter((s) => s.includes('Is that still needed?'));
  expect(asked()).toHaveLength(2);
  const [hold] = (await read((r) => r.rights.about(leo.id))).filter((r) => r.kind === 'hold');
  await priya.presses('rights.hold-lift', { subject: hold?.id ?? '' });
  expect(await isThere('leo')).toBe(true);
  await priya.erases({ subject: leo.id, arg: 'yes' });
  expect(await isThere('leo')).toBe(false);
  expect(await read((r) => r.rights.about(leo.id))).toEqual([]);
}, 120_000);

test('whoever takes themselves out is asked nothing, and nobody sees that they did', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const [leo, maya, priya] = [t.as('leo'), t.as('maya'), t.as('priya')];
  await priya.presses('rights.person', { subject: leo.id });
  const before = [said(priya.last), maya.sees().join()];
  await leo.presses('rights.withdraw', { subject: '-' });
  expect(said(leo.last)).toContain('To a mentor it looks the same as when somebody says nothing.');
  await leo.presses('rights.withdraw', { subject: '-', arg: 'yes' });
  expect(said(leo.last)).toContain('Nobody is told.');
  await priya.presses('rights.person', { subject: leo.id });
  expect([said(priya.last), maya.sees().join()]).toEqual(before);
  expect((await read((r) => r.people.get(leo.id)))?.manners.feedbackStopped).toBe(true);
  expect((await read((r) => r.rights.withdrawn())).has(leo.id)).toBe(true);
  await leo.presses('rights.withdraw', { subject: '-', arg: 'back' });
  expect((await read((r) => r.rights.withdrawn())).size).toBe(0);
}, 120_000);

test('a parent’s request is decided with the child’s view, and reaches nobody by itself', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const [leo, priya] = [t.as('leo'), t.as('priya')];
  await priya.presses('rights.parent', { subject: leo.id });
  priya.fills({ who: 'Ana Brandt, mother', may: 'not-yet' });
  await priya.next();
  priya.fills({ decision: 'given-by-hand', why: 'She asked.' });
  await priya.submits();
  const problems = priya
    .form()
    .problems.map((p) => p.say)
    .join(' ');
  expect(problems).toContain('parental responsibility');
  expect(problems).toContain('what the young person said');
  priya.fills({
    child: 'does-not',
    view: 'I would rather not.',
    decision: 'refused',
    why: 'Leo is fifteen and said no.',
  });
  await priya.submits();
  const [request] = await read((r) => r.rights.about(leo.id));
  expect(request).toMatchObject({ state: 'done', words: { parent: { child: 'does-not', decision: 'refused' } } });
  await t.settled();
  expect([...leo.sees(), ...t.as('maya').sees()].join()).not.toMatch(/Brandt, mother|rather not/);
}, 120_000);

test('what has been kept for its time is asked about once a month, and goes at nobody’s word but the coordinator’s', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const [leo, priya] = [t.as('leo'), t.as('priya')];
  await priya.presses('rights.retention', { subject: '-' });
  priya.fills({ learner: 1, decisions: 2 });
  await priya.submits();
  const [m] = await read((r) => r.mentorships.of(leo.id));
  await priya.presses('mentorship.end', { subject: m?.id ?? '', arg: 'yes' });
  await t.clock.pass(20 * day);
  expect(priya.sees().join()).not.toContain('has been kept for its time');
  await t.clock.pass(40 * day);
  expect(priya.sees().join()).toContain('What is kept about 1 person has been kept for its time.');
  expect(await isThere('leo')).toBe(true);
  await priya.presses('rights.due', { subject: '-' });
  expect(said(priya.last)).toContain('Learner work, 1 month');
  await priya.presses('rights.keep', { subject: leo.id });
  priya.fills({ reason: 'The awarding body asks for it.' });
  await priya.submits();
  await priya.presses('rights.due', { subject: '-' });
  expect(said(priya.last)).not.toContain('Learner work');
  expect(await entries('rights.kept-longer')).toHaveLength(1);
}, 120_000);

test('a code comes by another coordinator, is good for that one act, for ten minutes and five tries', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const [leo, priya, tom] = [t.as('leo'), t.as('priya'), t.as('tom')];
  await change('tom', { roles: ['mentor', 'coordinator'] });
  const begins = () => priya.presses('data.erase', { subject: leo.id, arg: 'yes' });
  const types = async (code: string) => {
    priya.fills({ code });
    await priya.submits();
    return priya.last?.kind === 'form' ? (priya.form().problems[0]?.say ?? '') : 'done';
  };
  await begins();
  await t.settled();
  expect(tom.sees().at(-1)).toContain('They ask you for a code.');
  const code = (await read((r) => r.kept.get(secondWay, priya.id)))?.code ?? '';
  // It stands in no message; whoever waits for it does not see it.
  expect([...tom.sees(), ...priya.sees()].join()).not.toContain(code);
  await priya.presses('second.show', { subject: priya.id });
  expect(said(priya.last)).not.toContain(code);
  await tom.presses('second.show');
  expect(said(tom.last)).toContain(code);
  await begins();
  expect(await types(code === '000000' ? '000001' : '000000')).toContain('4 tries left');
  for (let i = 0; i < 4; i += 1) await types('999999');
  const second = (await read((r) => r.kept.get(secondWay, priya.id)))?.code ?? '';
  expect(await types(second)).toContain('too many tries');
  expect(await isThere('leo')).toBe(true);
  await begins();
  const late = (await read((r) => r.kept.get(secondWay, priya.id)))?.code ?? '';
  await t.clock.pass(11 * 60_000);
  expect(await types(late)).toContain('longer than 10 minutes');
  await begins();
  const right = (await read((r) => r.kept.get(secondWay, priya.id)))?.code ?? '';
  // Something it rests on changes: it is for something else.
  const [m] = await read((r) => r.mentorships.of(leo.id));
  await t.as('maya').presses('mentorship.pause', { subject: m?.id ?? '' });
  if ((await read((r) => r.mentorships.of(leo.id)))[0]?.state !== 'paused') throw new Error('not paused');
  expect(await types(right)).toContain('Something has changed');
  await priya.erases({ subject: leo.id, arg: 'yes' });
  expect(await isThere('leo')).toBe(false);
  expect((await entries('person.erased'))[0]).toMatchObject({ confirmed: 'coordinator' });
}, 120_000);
