import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inForce } from '../../../src/domain/mentorship.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { type PersonId, randomIds } from '../../../src/kernel/ids.js';
import { agreeWorld, goal, last, notes, problems, said, sends } from '../../support/agree-world.js';
import { type Someone, startBot, type TestBot } from '../../support/bot.js';

let bot: TestBot;
let world: ReturnType<typeof agreeWorld>;
let maya: Someone;
let leo: Someone;
beforeEach(async () => {
  bot = await startBot();
  world = agreeWorld(bot);
  maya = bot.as('maya');
  leo = bot.as('leo');
});
afterEach(() => bot.stop());

describe('start', () => {
  it('says what to do where nobody can be told, or nobody may', async () => {
    expect(said(await maya.types('start'))).toMatch(/start @leo/);
    expect(said(await maya.types('start @zebedee'))).toMatch(/nobody by that name.*Check the spelling/s);
    expect(said(await maya.types('start @maya'))).toMatch(/cannot mentor yourself/);
    expect(said(await leo.types('start @maya'))).toMatch(/for mentors or the coordinator only/);
    expect(said(await bot.as('priya').types('start @leo'))).toMatch(/you give the roles here.*\[My roles\]/s);
    expect(await world.rows((r) => r.mentorships.all())).toEqual([]);
  });
  it('offers those of one name as buttons, and goes on from one', async () => {
    const person = await world.rows((r) => r.people.get(leo.id));
    if (person === undefined) throw new Error('no leo');
    for (const name of ['Ana Lima', 'Ana Costa'])
      await world.rows((r) => r.people.save({ ...person, id: randomIds().next('person'), name, accounts: [] }));
    expect(said(await maya.types('start ana'))).toMatch(/Several people.*\[Ana Lima\] \[Ana Costa\]/s);
    expect((await maya.presses('mentorship.start')).kind).toBe('form');
    expect(maya.form().form.id).toBe('agreement');
  });
  it('makes nothing before it is sent, then a portfolio, the role and both cards', async () => {
    await maya.types('start @leo');
    expect(maya.form().answers.values.purpose).toMatch(/goals that matter to them/);
    expect(maya.form().form.steps.map((s) => s.title)).toEqual([
      'Purpose and rhythm',
      'Roles and boundaries',
      'Confidentiality',
      'Goals',
    ]);
    await maya.next();
    expect(await world.rows((r) => r.mentorships.all())).toEqual([]);
    expect(leo.sees()).toEqual([]);
    expect(said(await sends(maya, goal))).toMatch(/You have signed/);

    const m = await world.mentorship();
    expect(m).toMatchObject({ state: 'proposed', agreedAt: null, mentor: maya.id, mentee: leo.id });
    expect(m.agreement).toMatchObject({ version: 1, mentorSignedAt: bot.clock.now(), menteeWord: 'asked' });
    expect(m.goals).toMatchObject([{ what: 'Speak on the phone alone', baseline: 2, target: 4, state: 'proposed' }]);
    const [portfolio] = await world.rows((r) => r.portfolios.ofMentor(maya.id));
    expect(portfolio).toMatchObject({ id: m.portfolio, targetMinutes: 360 });
    expect(last(leo)).toMatch(/would like to mentor you.*\[Read and answer\] \[Not now\]/s);
    expect(last(maya)).toMatch(/is asked to read the agreement/);
  });
  it('names anyone as mentee, keeps one portfolio for all of them, and opens what is open already', async () => {
    await world.proposes();
    await world.proposes('grace');
    expect((await world.rows((r) => r.people.get(bot.people.get('grace') as PersonId)))?.roles).toEqual([
      'stakeholder',
      'mentee',
    ]);
    expect(await world.rows((r) => r.portfolios.ofMentor(maya.id))).toHaveLength(1);
    expect((await world.mentorship('grace')).portfolio).toBe((await world.mentorship()).portfolio);
    expect(said(await maya.types('start @leo'))).toMatch(/Not agreed yet.*Speak on the phone alone/s);
    expect(await world.rows((r) => r.mentorships.all())).toHaveLength(2);
  });
  it('makes one mentorship of a form sent twice, by the same request or another', async () => {
    await maya.types('start @leo');
    for (let i = 0; i < 3; i += 1) await maya.next();
    maya.fills(goal);
    const form = maya.last;
    await maya.submits({ deliveryId: 'same' });
    maya.last = form;
    await maya.submits({ deliveryId: 'same' });
    maya.last = form;
    expect(said(await maya.submits())).toMatch(/already sent/i);
    expect(await world.rows((r) => r.mentorships.all())).toHaveLength(1);
    expect(leo.sees()).toHaveLength(1);
  });
  it('asks again for a target below its start, and only wonders at one that equals it', async () => {
    await maya.types('start @leo');
    await sends(maya, { ...goal, 'goals.0.target': '1' });
    expect(problems(maya)).toEqual([
      'target: Choose a target that is not below the start: 5 is where you both want to be.',
    ]);
    maya.fills({ 'goals.0.target': '2' });
    await maya.saves();
    expect(maya.form().hints.map((h) => h.say)).toEqual([expect.stringMatching(/keeping something up/)]);
    expect((await maya.submits()).kind).toBe('close');
  });
  it('needs a goal, and keeps what is too long to be shortened', async () => {
    await maya.types('start @leo');
    maya.fills({ purpose: 'x'.repeat(100_000) });
    await maya.next();
    expect(problems(maya)).toEqual([expect.stringMatching(/^purpose: Keep this to 2,500 characters: it has 100,000/)]);
    await sends(maya, { purpose: 'Short' });
    expect(problems(maya)).toEqual(['goals: Fill in at least one goal.']);
    expect(await world.rows((r) => r.mentorships.all())).toEqual([]);
  });
  it('keeps people’s words as they are, made safe', async () => {
    await maya.types('start @leo');
    await sends(maya, { ...goal, purpose: 'مرحبا 👩‍🏫 <!channel> *bold* \uD800 \u202Eabc\u0007' });
    expect((await world.mentorship()).agreement.body.purpose).toBe('مرحبا 👩‍🏫 <!channel> *bold* \uFFFD abc');
  });
});

describe('the mentee’s answer', () => {
  it('signed: both told, in force, goals agreed, own start kept', async () => {
    const before = await world.proposes();
    await leo.presses('agreement.answer');
    expect(notes(leo)).toMatch(/goals that matter to them.*Speak on the phone alone/s);
    await bot.clock.pass(hour);
    await sends(leo, {
      [`baseline-${before.goals[0]?.id}`]: '1',
      helps: ['1', '3'],
      'helps-more': 'Music',
      word: 'signed',
    });
    const m = await world.mentorship();
    expect(m).toMatchObject({ state: 'active', agreedAt: bot.clock.now() });
    expect(m.goals).toMatchObject([{ state: 'agreed', baseline: 2, menteeBaseline: 1 }]);
    expect(m.agreement.body.helps).toBe('Knowing the plan before we meet\nShort breaks\nMusic');
    expect(last(leo)).toMatch(/You have both signed/);
    expect(maya.sees()).toEqual([
      expect.stringMatching(/has answered/),
      expect.stringMatching(/both signed.*\[Plan a session\]/s),
    ]);
  });
  it.each(['signed', 'waiting', 'declined'])('a wish beside "%s" is not dropped: they are asked', async (word) => {
    await world.proposes();
    await world.answers({ word, change: 'Somewhere that is not the canteen' });
    expect(problems(leo)).toEqual([expect.stringMatching(/^change: You wrote what you would like changed/)]);
    expect(await world.mentorship()).toMatchObject({ agreement: { menteeWord: 'asked', menteeSignedAt: null } });
    leo.fills({ word: 'change-wanted' });
    await leo.submits();
    expect(await world.mentorship()).toMatchObject({
      agreement: { changeWanted: 'Somewhere that is not the canteen' },
    });
    // What they sent stands in the form when they open it again, and holds nobody up.
    await world.answers({ word });
    expect(await world.mentorship()).toMatchObject({ agreement: { menteeWord: word } });
  });
  it('a change is wanted: its words stay in form and panel; version 2 needs both again', async () => {
    await world.proposes();
    await world.answers({ word: 'change-wanted' });
    expect(problems(leo)).toEqual([expect.stringMatching(/^change: Please say/)]);
    leo.fills({ change: 'Somewhere that is not the canteen' });
    await leo.submits();
    expect(await world.mentorship()).toMatchObject({ state: 'proposed', agreement: { menteeWord: 'change-wanted' } });
    expect(last(maya)).toMatch(/would like something changed.*\[Change the agreement\]/s);
    await maya.presses('mentorship.open');
    expect(said(maya.last)).toMatch(/not the canteen/);
    await maya.presses('agreement.open');
    expect(notes(maya)).toMatch(/not the canteen/);
    expect(maya.form().answers.rows.goals).toHaveLength(1);
    await sends(maya, { place: 'The library' });

    const second = await world.mentorship();
    expect(second).toMatchObject({ state: 'proposed', agreedAt: null });
    expect(second.agreement).toMatchObject({ version: 2, menteeSignedAt: null, menteeWord: 'asked', changeWanted: '' });
    expect(leo.sees()).toEqual([
      expect.stringMatching(/There is a newer agreement/),
      expect.stringMatching(/has changed your agreement.*\[Read and answer\]/s),
    ]);
    await world.answers({ word: 'signed' });
    expect(await world.mentorship()).toMatchObject({
      state: 'active',
      agreement: { version: 2, menteeWord: 'signed' },
    });
    expect(
      (await world.rows((r) => r.mentorships.agreements(second.id))).map((a) => [a.version, a.body.place]),
    ).toEqual([
      [1, expect.stringMatching(/quiet place/)],
      [2, 'The library'],
    ]);
  });
  it('never signs a version that was changed while it was being read', async () => {
    await world.proposes();
    await leo.presses('agreement.answer');
    for (let i = 0; i < 3; i += 1) await leo.next();
    leo.fills({ word: 'signed' });
    await maya.presses('agreement.open');
    await sends(maya, { place: 'The library' });
    expect(said(await leo.submits())).toMatch(/has changed since you opened this/);
    expect(await world.mentorship()).toMatchObject({
      state: 'proposed',
      agreement: { version: 2, menteeSignedAt: null },
    });
  });
  it('time is needed: told kindly, reminded once and never again', async () => {
    const m = await world.proposes();
    await leo.presses('agreement.not-now');
    expect(await world.mentorship()).toMatchObject({ state: 'proposed', agreement: { menteeWord: 'waiting' } });
    expect(leo.sees()).toEqual([expect.stringMatching(/Take your time.*once more on Thu 26 Nov 2026/s)]);
    expect(last(maya)).toMatch(/some time to think/);
    await bot.clock.pass(3 * day - minute);
    expect(leo.sees()).toHaveLength(1);
    await bot.clock.pass(2 * minute);
    expect(leo.sees()).toHaveLength(2);
    expect(last(leo)).toMatch(/You can leave it/);
    // "I need time" again: no second reminder, and none is promised.
    expect(said(await world.answers({ word: 'waiting' }))).not.toMatch(/once more/);
    await bot.clock.pass(10 * day);
    expect(leo.sees()).toHaveLength(2);
    expect(await world.prompt(`agreement-again:${m.id}:1`)).toBe('fired');
  });
  it('no reminder after another answer', async () => {
    const m = await world.proposes();
    await leo.presses('agreement.not-now');
    await world.answers({ word: 'signed' });
    expect(await world.prompt(`agreement-again:${m.id}:1`)).toBe('cancelled');
    await bot.clock.pass(5 * day);
    expect(leo.sees()).toEqual([expect.stringMatching(/You have both signed/)]);
  });
  it('a reminder that is due although an answer has come says nothing', async () => {
    const m = await world.proposes();
    await leo.presses('agreement.not-now');
    const waiting = await world.rows((r) => r.prompts.get(`agreement-again:${m.id}:1`));
    await world.answers({ word: 'signed' });
    if (waiting === undefined) throw new Error('no reminder was set');
    await world.rows((r) => r.prompts.set({ ...waiting, occurrence: 'agreement-again:left-over' }));
    await bot.clock.pass(4 * day);
    expect(await world.prompt('agreement-again:left-over')).toBe('fired');
    expect(leo.sees()).toHaveLength(1);
  });
  it('the reminder waits for waking hours', async () => {
    await bot.clock.to('2026-11-23T21:30:00Z');
    await world.proposes();
    await leo.presses('agreement.not-now');
    await bot.clock.to('2026-11-26T22:00:00Z');
    expect(leo.sees()).toHaveLength(1);
    await bot.clock.to('2026-11-27T08:30:00Z');
    expect(leo.sees()).toHaveLength(2);
  });
  it('no thank you: the mentor is told, and that is all; it may become a yes', async () => {
    await world.proposes();
    await world.answers({ word: 'declined' });
    expect(await world.mentorship()).toMatchObject({ state: 'declined', agreedAt: null });
    expect(last(maya)).toMatch(/said no thank you/);
    expect(last(leo)).toMatch(/That is fine.*\[I changed my mind\]/s);
    const told = (): number[] =>
      [leo, maya].map((who) => who.sees().filter((m) => !m.includes('Your mentoring this week')).length);
    const before = told();
    await bot.clock.pass(20 * day);
    expect(told()).toEqual(before);
    await world.answers({ word: 'signed' });
    expect(await world.mentorship()).toMatchObject({ state: 'active' });
    expect(last(maya)).toMatch(/both signed/);
  });
  it('a mentor may begin again; then the old card leads to nothing', async () => {
    const old = await world.proposes();
    await world.answers({ word: 'declined' });
    await bot.clock.pass(day);
    await world.proposes();
    expect(await world.rows((r) => r.mentorships.all())).toHaveLength(2);
    expect(said(await leo.presses('agreement.answer', { subject: old.id }))).toMatch(/newer agreement/);
    expect(await world.rows((r) => r.mentorships.get(old.id))).toMatchObject({ state: 'declined' });
  });
  it('an old "not now" does not undo what was answered since', async () => {
    const m = await world.proposes();
    await world.answers({ word: 'signed' });
    await leo.presses('agreement.not-now', { subject: m.id });
    expect(await world.mentorship()).toMatchObject({ state: 'active', agreement: { menteeWord: 'signed' } });
  });
  it('can be looked at again: helps are theirs, and a change may be wished for later', async () => {
    await world.agreed();
    await world.answers({ avoid: ['0'], word: 'signed' });
    const m = await world.mentorship();
    expect(m.agreement.body.avoid).toBe('Being put on the spot');
    expect(maya.sees()).toEqual([]);
    await leo.presses('agreement.answer', { subject: m.id });
    expect(leo.form().answers.values.avoid).toEqual(['0']);
    const word = leo
      .form()
      .form.steps.at(-1)
      ?.items.find((i) => i.id === 'word');
    expect(word?.kind === 'choice' && word.of.map((o) => o.value)).toEqual(['signed', 'change-wanted']);
    await sends(leo, { word: 'change-wanted', change: 'Shorter meetings' });
    expect(await world.mentorship()).toMatchObject({ state: 'active', agreement: { menteeWord: 'change-wanted' } });
    expect(last(maya)).toMatch(/would like something changed.*holds until/s);
  });
  it('a change refused later leaves what both signed in force', async () => {
    const m = await world.agreed();
    await maya.presses('agreement.open', { subject: m.id });
    await sends(maya, { place: 'A bench' });
    expect(last(leo)).toMatch(/the one you both signed still holds/);
    await world.answers({ word: 'declined' });
    expect(await world.mentorship()).toMatchObject({
      state: 'active',
      agreement: { version: 2, menteeWord: 'declined' },
    });
    expect(inForce(await world.rows((r) => r.mentorships.agreements(m.id)))?.version).toBe(1);
    expect(said(await leo.presses('agreement.read', { subject: m.id }))).toMatch(/The one you both signed/);
  });
});
