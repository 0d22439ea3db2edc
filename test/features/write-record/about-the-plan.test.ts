import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FormView, Values } from '../../../src/chat/form.js';
import type { PlanBody } from '../../../src/domain/session.js';
import { actionSubject } from '../../../src/domain/subjects.js';
import { formIn, mentorshipOf, s1, type World, world } from '../../support/record-world.js';

/** What the record asks about its plan, on its second step, and whose an action is. */

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(() => w.close());

const sixty: Values = {
  'outcome-o1': 'met',
  'outcome-o2': 'partly',
  skill: 'open-questions',
  'skill-example': 'I asked what the worst call had been like.',
  happened: 'Leo rang the college himself.',
};
const stored = async () => (await w.read((r) => r.records.get(s1)))?.body;
const open = async (): Promise<FormView> => formIn(await w.press('maya', 'record.open', s1));
const read = async (user: string): Promise<string> => w.said(await w.press(user, 'record.read', s1));
const plan: Partial<PlanBody> = {
  support: [
    { key: 'n1', need: 'Short breaks', strategy: 'Stop after 20 minutes' },
    { key: 'n2', need: 'A quiet place', strategy: '' },
  ],
  guidance: ['kcsie', 'children-act'],
};
/** Each field that somebody is asked to fill in by hand, of a step. */
const idsOf = (view: FormView, step: string): readonly string[] =>
  view.form.steps.find((s) => s.id === step)?.items.flatMap((i) => (i.kind === 'note' ? [] : [i.id])) ?? [];
const evidence = async (): Promise<FormView> =>
  formIn(await w.form('maya', await open(), { do: 'next' }, { values: sixty }));
const send = (view: FormView, values: Values) => w.form('maya', view, { do: 'submit' }, { values });

describe('six taps', () => {
  it('are as many with support, guidance and activities in the plan: none of it is on the first step, none of it required', async () => {
    await w.ended(s1, { plan });
    const view = await open();
    const asked = view.form.steps[0]?.items.filter(
      (i) => i.kind !== 'note' && i.kind !== 'group' && i.optional !== true && view.answers.values[i.id] === undefined,
    );
    expect(asked?.map((i) => i.id)).toEqual(['outcome-o1', 'outcome-o2', 'skill', 'skill-example', 'happened']);
    expect((await w.form('maya', view, { do: 'submit' }, { values: sixty })).kind).toBe('close');
    expect(await stored()).toMatchObject({ keptTo: null, support: [], guidance: [] });
  });
});

describe('the second step', () => {
  it('asks whether the activities were kept to, what the support did, and how guidance was applied', async () => {
    await w.ended(s1, { plan });
    const view = await evidence();
    expect(view.step).toBe('evidence');
    // Of a need that nothing was planned for nothing is asked.
    expect(idsOf(view, 'evidence')).toEqual([
      'kept-to',
      'did-n1',
      'showed-n1',
      'evidence-o1',
      'evidence-o2',
      'skills',
      'applied-kcsie',
      'applied-children-act',
    ]);
    const labels = JSON.stringify(view.form.steps.find((s) => s.id === 'evidence'));
    expect(labels).toContain('Stop after 20 minutes');
    // What the mentee said stands in no label: a form may stand in a message.
    expect(labels).not.toContain('Short breaks');
    await send(view, {
      'kept-to': 'differently',
      'did-n1': 'helped',
      'showed-n1': 'He went on for ten minutes more.',
      'applied-children-act': 'I told the lead the same day.',
    });
    expect(await stored()).toMatchObject({
      keptTo: 'differently',
      support: [{ key: 'n1', did: 'helped', line: 'He went on for ten minutes more.' }],
      guidance: [{ ref: 'children-act', how: 'I told the lead the same day.' }],
    });
  });

  it('is read beside the plan; how guidance was applied by the mentor and those who assess alone', async () => {
    await w.ended(s1, { plan });
    await send(await evidence(), {
      'kept-to': 'partly',
      'did-n1': 'not',
      'showed-n1': 'He was too tired.',
      'applied-kcsie': 'I told the lead the same day.',
    });
    for (const user of ['maya', 'leo']) {
      const words = await read(user);
      expect(words).toContain('Activities: Partly as planned');
      expect(words).toContain('Not this time: Short breaks → Stop after 20 minutes');
      expect(words).toContain('What showed it: He was too tired.');
    }
    for (const user of ['maya', 'ana'])
      expect(await read(user)).toMatch(/Keeping children safe in education, \w+ \d{4} \(England\): I told the lead/);
    for (const user of ['leo', 'priya']) expect(await read(user)).not.toContain('I told the lead');
    expect(w.cards().join()).not.toMatch(/too tired|told the lead|20 minutes/);
  });

  it('opens again with what was said, and an amendment keeps it', async () => {
    await w.ended(s1, { plan });
    await send(await evidence(), { 'kept-to': 'partly', 'did-n1': 'partly', 'applied-kcsie': 'As it says.' });
    const view = await open();
    expect(view.answers.values).toMatchObject({
      'kept-to': 'partly',
      'did-n1': 'partly',
      'applied-kcsie': 'As it says.',
    });
    await w.form('maya', view, { do: 'submit' }, { values: { happened: 'More.', reason: 'I had left it out.' } });
    expect(await stored()).toMatchObject({
      happened: 'More.',
      keptTo: 'partly',
      support: [{ key: 'n1', did: 'partly' }],
      guidance: [{ ref: 'kcsie', how: 'As it says.' }],
    });
  });

  it('asks about the one text of an earlier version, without saying it again', async () => {
    await w.ended(s1, { plan: { strategies: 'Short breaks' } });
    const view = await evidence();
    expect(idsOf(view, 'evidence')).toContain('did-strategies');
    expect(JSON.stringify(view.form.steps)).not.toContain('Short breaks');
    await send(view, { 'did-strategies': 'helped' });
    expect(await read('leo')).toContain('It helped: Short breaks');
  });

  it('asks nothing of that where nobody came', async () => {
    await w.ended(s1, { plan });
    await w.form('maya', await open(), { do: 'submit' }, { values: { attended: [], happened: 'Nobody came.' } });
    expect(await stored()).toMatchObject({ attended: [], keptTo: null, support: [], guidance: [] });
  });
});

describe('in a group', () => {
  const group: Partial<PlanBody> = {
    support: [
      { key: 'n1', need: 'Breaks', strategy: 'Stop at twenty', mentee: 'LEO' as never },
      { key: 'n2', need: 'Quiet', strategy: 'The small room', mentee: 'SAM' as never },
      { key: 'n3', need: '', strategy: 'Say the plan first' },
    ],
  };
  const recorded = async (): Promise<void> => {
    const whose = { LEO: w.id('leo'), SAM: w.id('sam') };
    const support = group.support?.map((s) =>
      s.mentee === undefined ? s : { ...s, mentee: whose[s.mentee as unknown as keyof typeof whose] },
    );
    await w.ended(s1, { mentees: ['leo', 'sam'], plan: { support: support ?? [] } });
    const view = await evidence();
    expect(JSON.stringify(view.form.steps)).toContain('Leo Brandt: “Stop at twenty”: did it help?');
    await send(view, {
      'did-n1': 'helped',
      'showed-n1': 'line-of-leo',
      'did-n2': 'not',
      'showed-n2': 'line-of-sam',
      'did-n3': 'partly',
      'showed-n3': 'line-of-both',
    });
  };

  it('each mentee reads what was done for them and for everybody, and no line that could speak of another', async () => {
    await recorded();
    const leo = await read('leo');
    expect(leo).toContain('It helped: Breaks → Stop at twenty');
    expect(leo).toContain('Partly: Say the plan first');
    expect(leo).not.toMatch(/small room|Quiet|line-of/);
    const maya = await read('maya');
    expect(maya).toContain('Sam');
    expect(maya).toContain('line-of-sam');
  });

  it('a mentee who is erased leaves no need behind in what stays with the others', async () => {
    await recorded();
    await w.change((r) => r.people.erase(w.id('sam'), w.now));
    const versions = await w.read((r) => r.records.versions(s1));
    const plans = await w.read((r) => r.sessions.plans(s1));
    const words = JSON.stringify([versions, plans]);
    expect(words).not.toMatch(/small room|Quiet|line-of-sam/);
    for (const left of ['Stop at twenty', 'line-of-leo', 'Say the plan first']) expect(words).toContain(left);
  });
});

describe('an action of somebody outside', () => {
  const withAction = async (values: Values): Promise<void> => {
    await w.ended();
    let view = await evidence();
    view = formIn(await w.form('maya', view, { do: 'next' }));
    const [a] = view.answers.rows.actions ?? [];
    const reply = await w.form('maya', view, { do: 'submit' }, { rows: { actions: [{ key: a?.key ?? '', values }] } });
    expect(reply.kind).toBe('close');
  };

  it.each([
    ['social-worker', 'Social worker: Send the report', 'social worker'],
    ['youth-worker', 'Youth worker: Send the report', 'youth worker'],
    ['', 'Someone else: Send the report', 'someone else'],
  ])('by role, “%s”: said so, ticked off by the mentor and not by the mentee', async (as, said, carried) => {
    await withAction({ what: 'Send the report', owner: 'outside', as });
    const key = actionSubject.write({ session: s1, action: (await stored())?.actions[0]?.key ?? '' });
    expect(await read('leo')).toContain(said);
    expect(await read('leo')).not.toContain('[Done: Send the report]');
    expect(await read('maya')).toContain('[Done: Send the report]');
    expect(w.said(await w.press('leo', 'record.action-done', key))).toContain('your mentor’s to tick off');
    // The next plan opens with it, and says whose it is.
    const view = formIn(await w.types('maya', 'plan @leo Friday week 3pm 45m Calls'));
    expect(JSON.stringify(view.form.steps)).toContain(`Send the report (${carried})`);
    await w.press('maya', 'record.action-done', key);
    expect(await w.read((r) => r.actions.done(mentorshipOf('leo')))).toContain(key);
  });

  it('asks for no name: what somebody is to the mentee is chosen from a list', async () => {
    await w.ended();
    const group = (await open()).form.steps.at(-1)?.items.find((i) => i.id === 'actions');
    const as = group?.kind === 'group' ? group.fields.find((f) => f.id === 'as') : undefined;
    expect(as?.kind === 'choice' ? as.of.map((o) => o.label) : []).toEqual([
      'Line manager',
      'Teacher',
      'Supervisor',
      'Social worker',
      'Youth worker',
      'Someone else',
    ]);
  });
});
