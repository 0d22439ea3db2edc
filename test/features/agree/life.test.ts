import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { agreeWorld, goal, last, notes, said, sends } from '../../support/agree-world.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';
import type { Someone } from '../../support/someone.js';

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

describe('goals', () => {
  const proposal = { 'propose.0.what': 'Sleep better', 'propose.0.baseline': '1', 'propose.0.target': '3' };
  it('a mentee suggests with their answer; the mentor agrees in the form', async () => {
    await world.proposes();
    await world.answers({ ...proposal, word: 'signed' });
    expect(last(maya)).toMatch(/suggested 1 goal/);
    expect(last(maya)).not.toMatch(/Sleep/);
    const theirs = (await world.mentorship()).goals[1];
    expect(theirs).toMatchObject({ state: 'proposed', proposedBy: leo.id, menteeBaseline: 1 });
    await maya.presses('mentorship.open');
    await maya.presses('goal.open', { subject: `${(await world.mentorship()).id}:${theirs?.id}` });
    expect(notes(maya)).toMatch(/Sleep better/);
    await sends(maya, { word: 'agreed' });
    expect((await world.mentorship()).goals[1]?.state).toBe('agreed');
    expect(last(leo)).toMatch(/both agreed on this goal/);
    expect(maya.sees().join()).not.toMatch(/suggested 1 goal/);
  });
  it('a goal is suggested later by either side and answered by the other, once', async () => {
    const m = await world.agreed();
    await leo.presses('goal.propose', { subject: m.id });
    await sends(leo, { what: 'Cook', baseline: '1', target: '2' });
    const cook = (await world.mentorship()).goals[1];
    expect(last(maya)).toMatch(/has suggested a goal/);
    // Home says the same as the message, to the one it waits for alone, and until it is answered.
    expect(said(await maya.types('home'))).toMatch(/suggested 1 goal.*\[Look at it\]/s);
    expect(said(await leo.types('home'))).not.toMatch(/suggested/);
    await maya.presses('goal.open', { subject: `${m.id}:${cook?.id}` });
    await sends(maya, { word: 'dropped' });
    expect(said(await maya.types('home'))).toMatch(/Nothing waits for you/);
    expect((await world.mentorship()).goals[1]?.state).toBe('dropped');
    expect(last(leo)).toMatch(/not used any more/);
    expect(said(await maya.presses('goal.open', { subject: `${m.id}:${cook?.id}` }))).toMatch(/let go already/);

    await maya.presses('goal.propose', { subject: m.id });
    await sends(maya, { what: 'Read maps', how: 'Finds the way', baseline: '2', target: '5' });
    await leo.presses('goal.open');
    await sends(leo, { own: '1', word: 'agreed' });
    expect((await world.mentorship()).goals[2]).toMatchObject({ state: 'agreed', menteeBaseline: 1, baseline: 2 });
    expect(last(maya)).toMatch(/have agreed on a goal/);
  });
  it('who suggested it cannot agree to it', async () => {
    const m = await world.agreed();
    await leo.presses('goal.propose', { subject: m.id });
    await sends(leo, { what: 'Cook', baseline: '1', target: '2' });
    const cook = (await world.mentorship()).goals[1];
    await leo.presses('goal.open', { subject: `${m.id}:${cook?.id}` });
    const choice = leo.form().form.steps[0]?.items.find((i) => i.id === 'word');
    expect(choice?.kind === 'choice' && choice.of.map((o) => o.value)).toEqual(['keep', 'dropped']);
  });
  it('before both have signed, the mentor changes or takes out their own in the agreement', async () => {
    await world.proposes();
    await maya.presses('goal.propose', { subject: (await world.mentorship()).id });
    expect(maya.form().step).toBe('goals');
    const first = maya.form().answers.rows.goals?.[0];
    await maya.adds('goals');
    maya.fills({ 'goals.1.what': 'Cook', 'goals.1.how': 'A meal', 'goals.1.baseline': '1', 'goals.1.target': '3' });
    await maya.moves({ do: 'remove', group: 'goals', row: first?.key ?? '' });
    await maya.submits();
    expect((await world.mentorship()).goals.map((g) => [g.what, g.state])).toEqual([
      ['Speak on the phone alone', 'dropped'],
      ['Cook', 'proposed'],
    ]);
  });
  it('agreed ones stay through a change of the agreement; new ones wait for both', async () => {
    const m = await world.agreed();
    await maya.presses('agreement.open', { subject: m.id });
    await sends(maya, { ...goal, 'goals.0.what': 'Cook' });
    expect((await world.mentorship()).goals.map((g) => [g.what, g.state])).toEqual([
      ['Speak on the phone alone', 'agreed'],
      ['Cook', 'proposed'],
    ]);
    await world.answers({ word: 'signed' });
    expect((await world.mentorship()).goals.map((g) => g.state)).toEqual(['agreed', 'agreed']);
  });
  it('a draft begun before both signed neither drops nor rewrites what they agreed', async () => {
    const m = await world.proposes();
    await maya.presses('agreement.open', { subject: m.id });
    maya.fills({ place: 'The library' });
    await maya.saves();
    const open = maya.last;
    await world.answers({ word: 'signed' });
    maya.last = open;
    await maya.presses('agreement.open', { subject: m.id });
    await sends(maya, { 'goals.0.what': 'Something else' });
    expect((await world.mentorship()).goals.map((g) => [g.what, g.state])).toEqual([
      ['Speak on the phone alone', 'agreed'],
      ['Something else', 'proposed'],
    ]);
  });
});

describe('pausing and ending', () => {
  it('a pause stops what was to be said; going on says it again', async () => {
    const m = await world.agreed();
    const ahead = await world.planned(bot.clock.now() + 3 * day, [m]);
    const held = await world.planned(bot.clock.now() - 2 * hour, [m], {
      state: 'ended',
      endedAt: bot.clock.now() - minute,
    });
    const ours = [
      `remind:${ahead.id}:day:${leo.id}`,
      `remind:${ahead.id}:hour:${maya.id}`,
      `now:${ahead.id}`,
      `end:${ahead.id}`,
    ];
    const after = [`ask:${held.id}:${leo.id}`, `nudge:${held.id}`];
    const all = async (): Promise<readonly (string | undefined)[]> =>
      Promise.all([...ours, ...after].map(world.prompt));
    expect(new Set(await all())).toEqual(new Set(['waiting']));
    await leo.presses('mentorship.open', { subject: m.id });
    expect(said(await leo.presses('mentorship.pause'))).toMatch(/is paused.*\[Go on again\]/s);
    expect((await world.mentorship()).state).toBe('paused');
    expect(new Set(await all())).toEqual(new Set(['cancelled']));
    expect(await world.session(ahead)).toMatchObject({ state: 'planned', revision: 1 });
    expect(last(maya)).toMatch(/is paused from Mon 23 Nov 2026/);
    expect(last(leo)).toMatch(/have a pause/);
    expect(said(await maya.presses('mentorship.pause', { subject: m.id }))).toMatch(/paused already/);
    await maya.presses('mentorship.open', { subject: m.id });
    await maya.presses('mentorship.resume');
    expect((await world.mentorship()).state).toBe('active');
    expect(new Set(await all())).toEqual(new Set(['waiting']));
    expect(last(leo)).toMatch(/go on from/);
    expect(said(await maya.presses('mentorship.resume', { subject: m.id }))).toMatch(/going on already/);
  });
  it('a session that has begun keeps its record’s prompt', async () => {
    const m = await world.agreed();
    const now = await world.planned(bot.clock.now() - 10 * minute, [m], {
      state: 'running',
      startedAt: bot.clock.now() - 10 * minute,
    });
    await leo.presses('mentorship.end', { subject: m.id, arg: 'yes' });
    expect(await world.session(now)).toMatchObject({ state: 'running' });
    expect(await world.prompt(`end:${now.id}`)).toBe('waiting');
  });
  it('ending asks first, then cancels what was planned, tells both, and lets a new one begin', async () => {
    const m = await world.agreed();
    const ahead = await world.planned(bot.clock.now() + 3 * day, [m]);
    const held = await world.planned(bot.clock.now() - 5 * day, [m], {
      state: 'ended',
      endedAt: bot.clock.now() - 5 * day + hour,
    });
    await maya.presses('mentorship.open', { subject: m.id });
    expect(said(await maya.presses('mentorship.end'))).toMatch(/End this mentorship\?/);
    expect((await world.mentorship()).state).toBe('active');
    expect(said(await maya.presses('mentorship.end', { arg: 'yes' }))).toMatch(/Ended\. What was recorded stays/);
    expect(await world.mentorship()).toMatchObject({ state: 'ended', endedAt: bot.clock.now() });
    expect(await world.session(ahead)).toMatchObject({ state: 'cancelled', revision: 2 });
    expect(await world.session(held)).toMatchObject({ state: 'ended', revision: 1 });
    for (const p of [`remind:${ahead.id}:day:${leo.id}`, `now:${ahead.id}`, `end:${ahead.id}`])
      expect([p, await world.prompt(p)]).toEqual([p, 'cancelled']);
    expect(last(leo)).toMatch(/Thank you for the time and thought.*Your goals and records stay/s);
    // The end's review comes with it.
    expect(maya.sees().slice(-2).join('\n')).toMatch(/What stays: the hours/);
    // The same words where nothing was planned: they hold then, too.
    expect(last(leo)).toContain('If a meeting was still planned, it is off.');
    expect(maya.sees().slice(-2).join('\n')).toContain('Any session still planned with them alone is cancelled');
    expect(said(await leo.presses('mentorship.pause', { subject: m.id }))).toMatch(/has ended/);
    expect(said(await maya.presses('agreement.open', { subject: m.id }))).toMatch(/begin a new one with start/);
    const before = leo.sees().length;
    await bot.clock.pass(10 * day);
    // Of all that was to come one thing does: how it was, all in all.
    expect(leo.sees().slice(before)).toEqual([expect.stringContaining('has come to its end')]);
    expect((await maya.types('start @leo')).kind).toBe('form');
  });
  it('a group session loses one mentee, and goes when the last leaves', async () => {
    const m = await world.agreed();
    const sams = await world.agreed('sam');
    const ahead = await world.planned(bot.clock.now() + 3 * day, [m, sams]);
    const theirs = (who: Someone): Promise<string | undefined> => world.prompt(`remind:${ahead.id}:hour:${who.id}`);
    await leo.presses('mentorship.open', { subject: m.id });
    await leo.presses('mentorship.pause');
    expect([await theirs(leo), await theirs(bot.as('sam')), await theirs(maya)]).toEqual([
      'cancelled',
      'waiting',
      'waiting',
    ]);
    await leo.presses('mentorship.resume');
    expect(await theirs(leo)).toBe('waiting');
    await leo.presses('mentorship.end', { arg: 'yes', subject: m.id });
    const left = await world.session(ahead);
    expect(left).toMatchObject({ state: 'planned', revision: 2 });
    expect(left?.attendees.map((a) => a.mentee)).toEqual([bot.as('sam').id]);
    expect([await theirs(leo), await theirs(bot.as('sam')), await world.prompt(`end:${ahead.id}`)]).toEqual([
      'cancelled',
      'waiting',
      'waiting',
    ]);
    await bot.as('sam').presses('mentorship.end', { arg: 'yes', subject: sams.id });
    expect(await world.session(ahead)).toMatchObject({ state: 'cancelled', revision: 3 });
    expect(await world.prompt(`end:${ahead.id}`)).toBe('cancelled');
  });
  it('what was sent can be taken back before it is answered, without a fuss', async () => {
    const m = await world.proposes();
    await maya.presses('mentorship.end', { subject: m.id, arg: 'yes' });
    expect(await world.mentorship()).toMatchObject({ state: 'ended', agreedAt: null });
    expect(leo.sees()).toEqual([expect.stringMatching(/No need to answer.*taken this back/s)]);
    expect(said(await leo.presses('agreement.answer', { subject: m.id }))).toMatch(/has ended/);
  });
});

describe('who may, and who reads', () => {
  it('others are refused at every button, and change nothing', async () => {
    const m = await world.agreed();
    await leo.presses('goal.propose', { subject: m.id });
    await sends(leo, { what: 'Cook', baseline: '1', target: '2' });
    const before = JSON.stringify(await world.mentorship());
    const cook = (await world.mentorship()).goals[1]?.id;
    const tries: readonly [string, string, string, string?][] = [
      ...['tom', 'sam', 'grace'].flatMap((who) =>
        [
          'agreement.open',
          'agreement.read',
          'agreement.answer',
          'agreement.not-now',
          'agreement.ask-again',
          'goal.propose',
          'mentorship.open',
          'mentorship.pause',
          'mentorship.resume',
        ].map((verb): [string, string, string] => [who, verb, m.id]),
      ),
      ['tom', 'mentorship.end', m.id, 'yes'],
      ['sam', 'goal.open', `${m.id}:${cook}`],
      ['leo', 'agreement.open', m.id],
      ['maya', 'agreement.answer', m.id],
      ['maya', 'agreement.not-now', m.id],
    ];
    for (const [who, verb, subject, arg] of tries) {
      const reply = said(await bot.as(who).presses(verb, { subject, ...(arg === undefined ? {} : { arg }) }));
      expect([who, verb, reply]).toEqual([
        who,
        verb,
        expect.stringMatching(/This is for .* only\. Nothing has changed\./),
      ]);
    }
    expect(JSON.stringify(await world.mentorship())).toBe(before);
    expect(said(await maya.presses('mentorship.open', { subject: 'nonsense' }))).toMatch(/no longer here/);
    expect(said(await maya.presses('goal.open', { subject: `${m.id}:nonsense` }))).toMatch(/no longer here/);
  });
  it('the coordinator reads it, and that is kept; and may pause it', async () => {
    const m = await world.agreed();
    const priya = bot.as('priya');
    expect(said(await priya.presses('agreement.read', { subject: m.id }))).toMatch(/What it is for/);
    expect(said(await priya.presses('mentorship.open', { subject: m.id }))).not.toMatch(/Change the agreement/);
    await priya.presses('mentorship.pause');
    expect((await world.mentorship()).state).toBe('paused');
    const kept = await world.rows((r) => r.audit.of(m.id));
    expect(kept.map((e) => [e.what, e.actor])).toEqual(
      expect.arrayContaining([
        ['agreement.read', priya.id],
        ['mentorship.paused', priya.id],
      ]),
    );
    expect(await world.rows((r) => r.audit.broken(m.id))).toBeUndefined();
  });
  it('no message and no kept entry holds what anybody wrote', async () => {
    // Every card ever drawn, not only what the messages say in the end.
    const drawn: string[] = [];
    const { send, update } = bot.chat;
    bot.chat.send = (to, message) => {
      drawn.push(JSON.stringify(message.card));
      return send(to, message);
    };
    bot.chat.update = (ref, message) => {
      drawn.push(JSON.stringify(message.card));
      return update(ref, message);
    };
    await maya.types('start @leo');
    await sends(maya, { ...goal, 'goals.0.what': 'SECRET-goal', purpose: 'SECRET-purpose', menteeRole: 'SECRET-role' });
    await world.answers({
      word: 'change-wanted',
      change: 'SECRET-wish',
      'helps-more': 'SECRET-help',
      'propose.0.what': 'SECRET-own',
      'propose.0.baseline': '1',
      'propose.0.target': '2',
    });
    const m = await world.mentorship();
    await maya.presses('agreement.open', { subject: m.id });
    await sends(maya, { place: 'SECRET-place' });
    await world.answers({ word: 'signed' });
    await maya.presses('goal.open', { subject: `${m.id}:${m.goals[1]?.id}` });
    await sends(maya, { word: 'agreed' });
    await maya.presses('mentorship.open', { subject: m.id });
    expect(said(maya.last)).toMatch(/SECRET-goal.*SECRET-own.*SECRET-help/s);
    await maya.presses('mentorship.pause');
    await maya.presses('mentorship.end', { subject: m.id, arg: 'yes' });
    expect(drawn.length).toBeGreaterThan(15);
    expect(drawn.join()).not.toMatch(/SECRET/);
    const kept = await world.rows(async (r) => [...(await r.audit.of(m.id)), ...(await r.audit.of(bot.programme))]);
    expect(kept.length).toBeGreaterThan(6);
    expect(JSON.stringify(kept)).not.toMatch(/SECRET/);
  });
  it('the mentor is told where the question did not arrive, and can ask again', async () => {
    const { send } = bot.chat;
    bot.chat.send = async (to, message) =>
      to === directOf('leo') ? { kind: 'gone', why: 'blocked' } : send(to, message);
    const m = await world.proposes();
    expect(leo.sees()).toEqual([]);
    expect(maya.sees()).toContainEqual(expect.stringMatching(/did not reach.*\[Ask again\]/s));
    bot.chat.send = send;
    await maya.presses('agreement.ask-again', { subject: m.id });
    expect(last(leo)).toMatch(/would like to mentor you/);
    await world.answers({ word: 'signed' });
    expect(maya.sees().join()).not.toMatch(/did not reach/);
  });
});
