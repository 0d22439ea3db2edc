import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FormView, Values } from '../../../src/chat/form.js';
import type { Reply } from '../../../src/chat/inbound.js';
import { firstSaved } from '../../../src/features/write-record/about.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { formIn, mentorshipOf, s1, tuesday, type World, world } from '../../support/record-world.js';

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(() => w.close());

const typed: Values = {
  'outcome-o1': 'met',
  'outcome-o2': 'partly',
  skill: 'open-questions',
  'skill-example': 'I asked what the worst call had been like.',
  happened: 'Leo rang the college himself.',
};
const stored = (version?: number) => w.read((r) => r.records.get(s1, version));
const open = async (key: string = s1): Promise<FormView> => formIn(await w.press('maya', 'record.open', key));
const submit = (view: FormView, values: Values) => w.form('maya', view, { do: 'submit' }, { values });
const read = async (user: string, arg?: string): Promise<string> => w.said(await w.press(user, 'record.read', s1, arg));
const problems = (reply: Reply): Record<string, string> =>
  Object.fromEntries(formIn(reply).problems.map((p) => [p.at, p.say]));
const entries = async (mentee = 'leo') => w.read((r) => r.audit.of(mentorshipOf(mentee)));

/** Signs the record of `s1` with two actions and everything that has other readers. */
async function recorded(more: Values = {}): Promise<void> {
  let view = formIn(await w.form('maya', await open(), { do: 'next' }, { values: { ...typed, ...more } }));
  view = formIn(await w.form('maya', view, { do: 'next' }, { values: { 'evidence-o1': 'He told me the number.' } }));
  view = formIn(await w.form('maya', view, { do: 'add', group: 'actions' }));
  const [a, b] = view.answers.rows.actions ?? [];
  const reply = await w.form(
    'maya',
    view,
    { do: 'submit' },
    {
      values: { change: 'I talked too much.', 'next-focus': 'A call to the bank.' },
      rows: {
        actions: [
          { key: a?.key ?? '', values: { what: 'Ring the bank', owner: 'mentee', due: '2026-12-04' } },
          { key: b?.key ?? '', values: { what: 'Find the number', owner: 'mentor' } },
        ],
      },
    },
  );
  expect(reply.kind).toBe('close');
}

describe('reading', () => {
  it('the mentor and who assesses read all; the mentee and the coordinator never what the mentor would change', async () => {
    await w.ended();
    expect(await read('leo')).toContain('No record of this session is written yet.');
    await recorded();
    for (const user of ['maya', 'ana']) {
      const all = await read(user);
      for (const words of ['I talked too much.', 'Leo rang', 'He told me', 'Ring the bank', 'A call to the bank.'])
        expect(all).toContain(words);
      expect(all).toContain('Planned 3 days before the start.');
      expect(all).toContain('Goals: Goal of leo');
    }
    for (const user of ['leo', 'priya']) {
      const part = await read(user);
      for (const words of ['Leo rang', 'Met: Make one call alone', 'Leo Brandt: Ring the bank, by Fri 4 Dec 2026'])
        expect(part).toContain(words);
      expect(part).not.toContain('I talked too much');
      expect(part).not.toContain('Change it');
    }
    for (const user of ['tom', 'sam', 'grace']) expect(await read(user)).toContain('Nothing has changed.');
    const seen = (await entries()).filter((e) => e.what === 'record.read');
    expect(seen.map((e) => [e.actor, e.facts.whole])).toEqual([
      [w.id('ana'), true],
      [w.id('leo'), false],
      [w.id('priya'), false],
    ]);
  });

  it('in a group each mentee reads nothing of another', async () => {
    await w.ended(s1, { mentees: ['leo', 'sam'] });
    await recorded({ attended: [w.id('leo')] });
    const part = await read('leo');
    expect(part).toContain('Met: Make one call alone');
    expect(part).toContain('Each mentee: Ring the bank');
    expect(part).not.toMatch(/Sam|Goal of sam|rang|worst call|He told me/);
    expect((await entries('sam')).some((e) => e.what === 'record.read')).toBe(false);
    // One ticks off their own part, and the mentor sees how many have.
    const key = (await stored())?.body.actions[0]?.key ?? '';
    await w.press('leo', 'record.action-done', `${s1}/${key}`);
    expect(await read('leo')).toContain('Ring the bank, by Fri 4 Dec 2026 (done)');
    expect(await read('sam')).not.toContain('(done');
    expect(await read('maya')).toContain('(done by 1 mentee of 2)');
  });

  it('says of the plan what an assessor asks: made, changed, copied, or made afterwards', async () => {
    await w.ended(s1, { savedAt: tuesday + 10 * minute });
    const view = await open();
    expect(JSON.stringify(view.form)).toContain('Its plan was made after this start');
    await submit(view, typed);
    expect(await read('ana')).toContain('Planned after it began: kept apart');
  });
});

describe('an amendment', () => {
  it('is the same form, gives its reason, and leaves both versions to read', async () => {
    await w.ended();
    await recorded();
    await w.to(tuesday + 2 * day);
    const first = await w.read((r) => r.records.head(s1));
    const view = await open();
    expect(view.notice?.parts.join()).toContain('This record is signed');
    expect(view.answers.values).toMatchObject({ ...typed, change: 'I talked too much.', minutes: 45 });
    expect(problems(await submit(view, { minutes: 50 }))).toEqual({ reason: 'Please fill this in.' });
    expect(problems(await submit(await open(), { minutes: 45, reason: 'No idea.' })).reason).toContain(
      'Nothing differs from what is on record',
    );
    const reply = await submit(await open(), { minutes: 50, reason: 'It ran over.' });
    expect(w.said(reply)).toContain('Version 2 is in force');
    expect(await w.read((r) => r.records.head(s1))).toEqual({ ...first, version: 2 });
    expect((await stored(1))?.body.minutes).toBe(45);
    expect(await stored(2)).toMatchObject({ reason: 'It ran over.', savedAt: w.now });
    // What was not opened stays as it was.
    expect((await stored(2))?.body.actions).toEqual((await stored(1))?.body.actions);
    expect(w.cards()).toHaveLength(1);
    expect(w.cards()[0]).toContain('Lasted: 50 min\nVersion: 2');
    const newest = await read('maya');
    expect(newest).toContain('Changed because: It ran over.');
    expect(newest).toContain('[Read version 1]');
    expect(newest).toContain('Lasted: 50 min');
    expect(await read('maya', 'v1')).toContain('Lasted: 45 min');
    expect(await read('maya', 'v7')).toContain('That version of the record is not here');
    expect(await read('leo')).not.toContain('It ran over.');
    const amended = (await entries()).find((e) => e.what === 'record.amended');
    expect(amended?.facts).toMatchObject({ version: 2, minutes: 50, minutesBefore: 45 });
    expect(await w.read((r) => r.audit.broken(mentorshipOf('leo')))).toBeUndefined();
  });
});

describe('actions', () => {
  it('are ticked off by the mentor or whoever owns them', async () => {
    await w.ended();
    await recorded();
    const [his, hers] = (await stored())?.body.actions.map((a) => `${s1}/${a.key}`) ?? [];
    const done = async () => [...(await w.read((r) => r.actions.done(mentorshipOf('leo'))))];
    expect(await read('leo')).toContain('[Done: Ring the bank]');
    expect(await read('leo')).not.toContain('[Done: Find the number]');
    expect(w.said(await w.press('leo', 'record.action-done', his ?? ''))).toContain('[Not done: Ring the bank]');
    expect(w.said(await w.press('leo', 'record.action-done', hers ?? ''))).toContain('your mentor’s to tick off');
    expect(w.said(await w.press('priya', 'record.action-done', his ?? ''))).toContain('Nothing has changed.');
    await w.press('maya', 'record.action-done', hers ?? '');
    await w.press('maya', 'record.action-done', hers ?? '');
    expect((await done()).sort()).toEqual([his, hers].sort());
    expect((await entries()).filter((e) => e.what === 'action.done')).toHaveLength(2);
    await w.press('maya', 'record.action-done', his ?? '', 'undo');
    expect(await done()).toEqual([hers]);
    expect(w.said(await w.press('maya', 'record.action-done', `${s1}/gone`))).toContain('no longer in the record');
    expect(w.said(await w.press('maya', 'record.action-done', 'no/such'))).toContain('no longer here');
  });
});

describe('log', () => {
  it('opens the one that waits, offers several, and says when nothing does', async () => {
    const none = w.said(await w.types('maya', 'log'));
    expect(none).toContain('No session of yours waits for its record.');
    expect(none).toContain('[Informal contact: Leo Brandt]');
    await w.ended();
    expect(formIn(await w.types('maya', 'log')).form.id).toBe('record');
    await w.ended('s2', { startsAt: tuesday + hour, title: 'Second', mentees: ['sam'] });
    const several = w.said(await w.types('maya', 'log'));
    expect(several).toContain('2 sessions wait for their record.');
    expect(several.indexOf('[Write: Second]')).toBeLessThan(several.indexOf('[Write: Phone calls]'));
    const leo = w.said(await w.types('maya', 'log @leo'));
    expect(leo).toContain('[Write: Phone calls]');
    expect(leo).not.toContain('Second');
    expect(leo).toContain('[Informal contact: Leo Brandt]');
    expect(w.said(await w.types('maya', 'log @aisha'))).toContain('No session with Aisha Rahman waits');
    expect(w.said(await w.types('maya', 'log @nobody'))).toContain('Nobody called nobody is in this programme');
    expect(w.said(await w.types('maya', 'log @priya'))).toContain('You don’t mentor Priya Nair');
    expect(w.said(await w.types('leo', 'log'))).toContain('Records are written by mentors');
  });

  it('keeps an informal contact, which counts no hours', async () => {
    await w.to(tuesday);
    const leo = mentorshipOf('leo');
    let view = formIn(await w.press('maya', 'contact.open', leo));
    expect(JSON.stringify(view.form)).toContain('counts no hours');
    expect(view.answers.values).toEqual({ date: '2026-11-24', time: '15:00' });
    view = formIn(await submit(view, { time: '18:00', minutes: 10, note: 'x'.repeat(3001) }));
    expect(Object.keys(problems({ kind: 'form', view })).sort()).toEqual(['note', 'time']);
    // In London the clocks jumped over this time.
    view = formIn(await submit(view, { date: '2026-03-29', time: '01:30', minutes: 10, note: 'A word' }));
    expect(problems({ kind: 'form', view })).toEqual({ time: expect.stringContaining('clocks went forward') });
    const reply = await submit(view, { date: '2026-11-24', time: '14:30', note: 'We spoke in the corridor.' });
    expect(w.said(reply)).toContain('as an informal contact. It counts no hours.');
    expect(await w.read((r) => r.contacts.ofMentorship(leo))).toMatchObject([
      {
        at: tuesday - 30 * minute,
        minutes: 10,
        note: 'We spoke in the corridor.',
        author: w.id('maya'),
        savedAt: w.now,
      },
    ]);
    const hours = w.said(await w.types('maya', 'hours'));
    expect(hours).not.toContain('10 min');
    expect(JSON.stringify(await entries())).not.toContain('corridor');
    expect(w.said(await w.press('tom', 'contact.open', leo))).toContain('This is for its mentor only');
  });
});

describe('bad input', () => {
  it('what is far too long is said and not lost; a second sending changes nothing', async () => {
    await w.ended();
    const long = `\u202E<b>@here</b> 🙂 ${'é'.repeat(100_000)}`;
    const view = formIn(await submit(await open(), { ...typed, happened: long }));
    expect(problems({ kind: 'form', view }).happened).toMatch(/^Keep this to 3,000 characters: it has 100,0\d\d/);
    expect(String(view.answers.values.happened)).toHaveLength(long.length - 1);
    expect((await submit(view, { happened: 'Leo rang.' })).kind).toBe('close');
    expect(w.said(await submit(view, { happened: 'Leo did not ring.' }))).toContain('Nothing was done twice');
    expect((await stored())?.body.happened).toBe('Leo rang.');
    expect(await w.read((r) => r.records.versions(s1))).toHaveLength(1);
  });

  it('a stale window loses nothing of either', async () => {
    await w.ended();
    const old = await open();
    await w.form('maya', old, { do: 'save' }, { values: { ...typed, happened: 'From the desk.' } });
    const reply = formIn(await submit(old, { ...typed, happened: 'From the phone.' }));
    expect(reply.answers.values.happened).toBe('From the desk.');
    expect(reply.problems).toEqual([{ at: 'happened', say: 'In the other window this was “From the phone.”.' }]);
    expect(await stored()).toBeUndefined();
  });

  it('a session cancelled while the form is open keeps the words and says so', async () => {
    const session = await w.planned();
    await w.to(tuesday + 20 * minute);
    const view = await open();
    await w.change((r) => r.sessions.save({ ...session, state: 'cancelled', revision: session.revision + 1 }));
    const reply = formIn(await submit(view, { ...typed, minutes: 15 }));
    expect(problems({ kind: 'form', view: reply }).attended).toContain('This session was cancelled');
    const again = await open();
    expect(again.answers.values.happened).toBe(typed.happened);
    expect(JSON.stringify(again.form)).toContain('What you wrote is still here to copy.');
    expect(await w.read((r) => r.kept.get(firstSaved, s1))).toBeUndefined();
    expect(w.said(await w.press('maya', 'record.later', s1, 'hour'))).toContain('This session was cancelled');
  });

  it('a plan changed meanwhile asks for the objectives that are new', async () => {
    const session = await w.planned();
    await w.to(tuesday + 20 * minute);
    const view = await open();
    const plan = await w.read((r) => r.sessions.plan(s1));
    await w.change(async (r) => {
      if (plan === undefined) return;
      const objectives = [{ key: 'o3', what: 'Write one down', measure: '' }, ...plan.body.objectives.slice(0, 1)];
      await r.sessions.addPlan({ ...plan, version: 2, savedAt: tuesday - minute, body: { ...plan.body, objectives } });
      await r.sessions.save({ ...session, planVersion: 2, revision: 2 });
    });
    const reply = formIn(await submit(view, { ...typed, minutes: 15 }));
    expect(problems({ kind: 'form', view: reply })).toEqual({ 'outcome-o3': 'Choose one.' });
    await submit(reply, { 'outcome-o3': 'not-yet' });
    expect((await stored())?.body.outcomes.map((o) => [o.objective, o.outcome])).toEqual([
      ['o3', 'not-yet'],
      ['o1', 'met'],
    ]);
  });

  it('what is missing or cannot be is said beside its field, and nobody else can press', async () => {
    await w.ended();
    for (const user of ['leo', 'tom', 'priya'])
      expect(w.said(await w.press(user, 'record.open', s1))).toContain(
        'This is for its mentor only. Nothing has changed.',
      );
    expect(w.said(await w.press('maya', 'record.open', 'nothing'))).toContain('That session is no longer here');
    expect(await w.read((r) => r.sessions.get('nothing' as SessionId))).toBeUndefined();
    expect(problems(await submit(await open(), {}))).toEqual({
      'outcome-o1': 'Choose one.',
      'outcome-o2': 'Choose one.',
      skill: 'Choose one.',
      'skill-example': 'Please fill this in.',
      happened: 'Please fill this in.',
    });
    expect(await stored()).toBeUndefined();
    const cases: readonly (readonly [Values, string, string])[] = [
      [{ date: '2026-11-25' }, 'time', 'still to come'],
      [{ minutes: 500 }, 'minutes', 'not be over yet'],
      [{ minutes: 26 * 60 }, 'minutes', 'The most is 720 minutes.'],
      [{ minutes: 0 }, 'minutes', 'The least is 1'],
      [{ minutes: 'an hour' }, 'minutes', 'Give this as a number'],
      [{ date: '2026-11-31' }, 'date', 'a date that exists'],
      [{ date: '2026-03-29', time: '01:30' }, 'time', 'The clocks went forward'],
    ];
    const right = { date: '2026-11-24', time: '15:00', minutes: 45 };
    for (const [values, at, says] of cases)
      expect(problems(await submit(await open(), { ...typed, ...right, ...values }))[at]).toContain(says);
    expect(await stored()).toBeUndefined();
  });

  it('of an hour that was there twice, the one nearer to the plan', async () => {
    await w.close();
    const again = Date.parse('2026-10-25T01:30:00Z');
    w = await world(again - 2 * day);
    await w.ended(s1, { startsAt: again });
    const view = await open();
    expect(view.answers.values.time).toBe('01:30');
    await submit(view, { ...typed, time: '01:25' });
    expect((await stored())?.body.startedAt).toBe(again - 5 * minute);
  });
});
