import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { minute } from '../../../src/kernel/clock.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { type ChangeWorld, changeWorld } from '../../support/change-world.js';
import { recorded } from '../../support/newer-steps.js';

/** “You said … so I will …”, from the form to the ledger (docs/field.md#changes-of-practice). */

let w: ChangeWorld;
afterEach(() => w.stop());

const secret = /SAID|ASK before|MEANT|SHOWED/;
const messages = (): string =>
  [...['maya', 'leo', 'aisha', 'priya'].flatMap((user) => w.as(user).sees()), ...w.channel()].join('\n');
const told = 'Something will be different this time, because of what you said.';
const reads = async (user: string, verb: string, subject?: string): Promise<string> =>
  w.text(await w.as(user).presses(verb, subject === undefined ? {} : { subject }));
const change = async (user = 'maya'): Promise<string> => w.text(await w.as(user).types('change'));
const plan = async (user: string, s: { readonly id: SessionId }): Promise<string> => reads(user, 'plan.read', s.id);

/** A session planned, held, and recorded with these words on the changes that it asks about. */
async function lived(when: string, ends: string, word?: string): Promise<SessionId> {
  const s = await w.plans(`plan @leo ${when} 45m Calls`);
  await w.clock.to(ends);
  await recorded(w, 'maya', s.id, (asked) =>
    Object.fromEntries(
      asked.flatMap((id): readonly (readonly [string, string])[] =>
        word === undefined || !/^change-/.test(id)
          ? []
          : [[id, id.startsWith('change-note-') ? 'SHOWED: he nodded' : word]],
      ),
    ),
  );
  return s.id;
}

describe('of one mentee', () => {
  beforeEach(async () => {
    w = await changeWorld();
    await w.answered(await w.held({ at: '2026-11-16T10:00:00Z' }), 2, { words: 'Slower please' });
  });

  test('it is carried through invitation, plan, record and ledger, and no message has a word of it', async () => {
    await w.answered(await w.held({ at: '2026-11-13T10:00:00Z' }), 2);
    await w.answered(await w.held({ at: '2026-11-12T10:00:00Z' }), 3);
    expect(w.text(await w.changes())).toContain('Leo Brandt reads of it with the next plan');
    const first = await lived('tomorrow 3pm', '2026-11-24T15:46:00Z', 'partly');
    const record = await reads('maya', 'record.read', first);
    expect(record).toMatch(
      /What was to change\n.*Partly done: I will ASK before each new step\nWhat showed it: SHOWED/,
    );
    expect(await reads('leo', 'record.read', first)).not.toMatch(secret);
    await w.answered(first, 4);
    expect(await change()).toMatch(/Since .*: 1 session\.\n.*Partly done[\s\S]*Once 2 sessions have followed/);
    const second = await lived('tomorrow 3pm', '2026-11-25T15:46:00Z');
    await w.answered(second, 4);
    expect(await change()).toMatch(
      /before 3, 2, 2; after 4, 4 \(3 and 2 answers of one mentee, .*12 Nov.* to .*25 Nov/,
    );
    expect(await change()).toContain('With fewer than 3 answers on a side nobody can tell a change from chance.');
    const third = await lived('tomorrow 3pm', '2026-11-26T15:46:00Z');
    await w.answered(third, 5);
    const ledger = await change();
    expect(ledger).toContain('after 4, 4, 5');
    expect(ledger).not.toContain('nobody can tell');
    // The mentee reads their own, in the same numbers, with what was written of sessions that were theirs alone.
    expect(await change('leo')).toMatch(/You said: SAID it went too fast[\s\S]*Partly done[\s\S]*after 4, 4, 5/);
    expect(messages()).not.toMatch(secret);
    // Only the first invitation said so.
    expect(
      w
        .as('leo')
        .sees()
        .filter((m) => m.includes('because of what you said')),
    ).toHaveLength(0);
  });

  test('the record asks once for each, may be left out, and an amended record changes the word or takes it back', async () => {
    const before = await w.plans('plan @leo today 11:00 45m Calls');
    await w.clock.to('2026-11-23T11:46:00Z');
    await w.as('maya').presses('record.open', { subject: before.id });
    expect(JSON.stringify(w.as('maya').form().form)).not.toContain('was it done?');
    await w.changes();
    const s = await lived('tomorrow 3pm', '2026-11-24T15:46:00Z', 'not');
    const amend = async (values: Readonly<Record<string, string>>): Promise<void> => {
      await w.as('maya').presses('record.open', { subject: s });
      const ids = w
        .as('maya')
        .form()
        .form.steps.flatMap((x) => x.items.map((i) => i.id));
      const named = Object.entries(values).map(([end, value]): readonly [string, string] => [
        ids.find((id) => id.startsWith(end)) ?? end,
        value,
      ]);
      w.as('maya').fills({ reason: 'I looked again' });
      await w.as('maya').next();
      await w.as('maya').fills(Object.fromEntries(named)).submits();
      expect(w.text(w.as('maya').last)).toContain('# Changed');
    };
    expect(await change()).toContain('Not done');
    const [id] = (await w.changesThere()).map((c) => c.id);
    await amend({ [`change-${id}`]: 'done' });
    expect(await change()).toMatch(/Done\. “SHOWED/);
    expect(await change()).not.toContain('Not done');
    await amend({ [`change-${id}`]: '', [`change-note-${id}`]: '' });
    expect(await change()).not.toMatch(/Done|SHOWED/);
    // The record's own words have one version.
    expect(await w.read((rows) => rows.records.head(s))).toMatchObject({ version: 1 });
  });

  test('a plan that stands already is told of with its reminder, and the panel has it at once', async () => {
    const s = await w.plans('plan @leo tomorrow 3pm 45m Calls');
    expect(w.last('leo')).not.toContain('because of what you said');
    const count = w.count('leo');
    await w.clock.pass(minute);
    expect(w.text(await w.changes({ from: s.id }))).toContain('Leo Brandt reads of it with the plan for');
    await w.settled();
    expect(w.count('leo')).toBe(count);
    expect(await plan('leo', s)).toContain('You said: SAID it went too fast');
    await w.clock.to('2026-11-24T14:00:00Z');
    expect(w.last('leo')).toContain(told);
  });

  test('words can be put differently until the first session begins, then only stopped', async () => {
    const s = await w.plans('plan @leo tomorrow 3pm 45m Calls');
    await w.changes();
    await change();
    await w.as('maya').presses('change.new', { subject: `${(await w.changesThere())[0]?.id}:change` });
    await w.as('maya').fills({ what: 'I will WAIT before I speak' }).submits();
    expect(await plan('leo', s)).toContain('I will WAIT before I speak');
    expect(await w.changesThere()).toHaveLength(1);
    await w.clock.to('2026-11-24T15:01:00Z');
    const now = await change();
    expect(now).not.toContain('Put it differently');
    const subject = `${(await w.changesThere())[0]?.id}:change`;
    expect(await reads('maya', 'change.new', subject)).toContain('so its words stay');
    expect(await reads('maya', 'change.withdraw', subject)).toContain('Stop doing this?');
    await w.as('maya').presses('change.withdraw', { arg: 'yes' });
    const later = await w.plans('plan @leo Friday 3pm 45m Calls');
    expect(await plan('maya', later)).not.toContain('WAIT');
    expect(w.last('leo')).not.toContain('because of what you said');
  });

  test('one taken back before any session is gone from everywhere', async () => {
    const s = await w.plans('plan @leo tomorrow 3pm 45m Calls');
    await w.changes();
    await w.settled();
    expect(w.last('leo')).toContain(told);
    await reads('maya', 'change.withdraw', `${(await w.changesThere())[0]?.id}:change`);
    await w.as('maya').presses('change.withdraw', { arg: 'yes' });
    await w.settled();
    expect(w.last('leo')).not.toContain('because of what you said');
    expect(await plan('leo', s)).not.toMatch(secret);
    expect(await change()).toContain('Nothing yet.');
    expect(await reads('leo', 'change.told', s.id)).toContain('There is nothing here any more.');
  });

  test('“that’s not what I meant” reaches the mentor kindly and with what to do, and can be taken back unseen', async () => {
    await w.changes();
    const before = await change();
    const s = await w.plans('plan @leo tomorrow 3pm 45m Calls');
    await w.as('leo').presses('change.told');
    await w.as('leo').presses('change.not-meant');
    expect(JSON.stringify(w.as('leo').form().form)).toContain('can read this');
    await w.as('leo').fills({ note: 'MEANT the bus' }).submits();
    await w.settled();
    expect(w.last('maya')).toContain('Leo Brandt has read what you will change');
    expect(messages()).not.toMatch(secret);
    const seen = await reads('maya', 'change.list');
    expect(seen).toMatch(/Leo Brandt said on .*: that’s not quite what I meant\. “MEANT the bus”/);
    expect(seen).toMatch(/Ask them about it when you next meet/);
    expect(seen).toContain('[Plan a talk about it]');
    expect(await plan('leo', s)).toContain('Your mentor can read that.');
    await w.as('leo').presses('change.not-meant', { arg: 'back' });
    await w.settled();
    expect(await change()).toBe(before);
    expect(await plan('leo', s)).toContain('[That’s not what I meant]');
  });

  test.each([
    ['taken back', { state: 'withdrawn', answers: [] }],
    ['kept for the coordinator', { share: 'coordinator' }],
    ['left for half-way', { share: 'midpoint' }],
    ['skipped after all', { skipped: true }],
  ] as const)(
    'an answer %s since: nothing of what was said is shown to anybody, in the very same words',
    async (_, now) => {
      await w.changes();
      const s = await w.plans('plan @leo tomorrow 3pm 45m Calls');
      await w.as('leo').presses('change.told');
      await w.as('leo').presses('change.not-meant');
      await w.as('leo').fills({ note: 'MEANT the bus' }).submits();
      expect(await change()).toContain('MEANT the bus');
      const [asked] = await w.read((rows) => rows.feedback.ofSessions(['session-1' as SessionId]));
      if (asked === undefined) throw new Error('nobody answered');
      const answers =
        'skipped' in now ? asked.answers.map((a) => ({ ...a, rating: null, skipped: true, text: '' })) : asked.answers;
      await w.change((rows) => rows.feedback.save({ ...asked, answers, ...('skipped' in now ? {} : now) }));
      await w.as('leo').presses('plan.accept', { subject: s.id });
      await w.settled();
      expect(w.last('leo')).not.toContain('because of what you said');
      const [mentors, mentees, ledger, own] = [
        await plan('maya', s),
        await plan('leo', s),
        await change(),
        await change('leo'),
      ];
      for (const one of [mentors, mentees, ledger, own]) {
        expect(one).toContain('I will ASK before each new step');
        expect(one).not.toMatch(/SAID|MEANT|not (?:quite )?what I meant/);
      }
      expect(ledger.replace(/\d\d:\d\d/g, '')).toMatchInlineSnapshot(`
        "# What I am changing
        You said, I changed, and what followed: the newest first.
        I will ASK before each new step
        - What stood here is not there to read any more.
        From Mon 23 Nov 2026: no session yet.
        Once 2 sessions have followed, what was answered before and after stands here.
        [Put it differently] [Take it back]
        [Add a change]"
      `);
    },
  );

  test('what cannot be seen is a thought and no stop, and too many or none are asked about', async () => {
    await w.changes({ what: 'I will be better' });
    expect(w.text(w.as('maya').last)).toContain('It holds from now on.');
    await w.as('maya').presses('change.new', { subject: `${w.mentorship('leo')}:mentorship` });
    await w.as('maya').fills({ what: 'I will be better' }).saves();
    expect(w.as('maya').form().hints).toMatchObject([{ at: 'what', say: expect.stringContaining('Nobody can see') }]);
    await w.as('maya').fills({ cites: [], said: 'x' }).submits();
    expect(w.as('maya').form().problems).toMatchObject([{ at: 'cites' }]);
  });

  test('an erased mentee takes what they said; what the mentor will do stays and reads well', async () => {
    await w.changes();
    await w.as('leo').types('home');
    await w.change((rows) => rows.people.erase(w.id('leo'), w.clock.now()));
    const ledger = await change();
    expect(ledger).toContain('I will ASK before each new step');
    expect(ledger).toContain('What stood here has been erased.');
    expect(ledger).not.toMatch(/SAID|Slower/);
  });

  test('the form says first who reads it, and offers a short list with the newest first', async () => {
    for (const at of ['2026-11-17', '2026-11-18', '2026-11-19'])
      await w.answered(await w.held({ at: `${at}T10:00:00Z` }), 3);
    await w.as('maya').types('feedback');
    await w.as('maya').presses('change.new');
    const [step] = w.as('maya').form().form.steps;
    expect(step?.items[0]).toMatchObject({ kind: 'note', id: 'readers' });
    const cites = step?.items.find((i) => i.id === 'cites');
    const labels = cites !== undefined && 'of' in cites ? cites.of.map((o) => o.label) : [];
    expect(labels[0]).toMatch(/19 Nov.*feedback: The pace was right for me/);
    expect(labels.length).toBeLessThanOrEqual(16);
  });

  test('a record’s “what I would change” leads to it, cited already', async () => {
    const s = await w.plans('plan @leo today 11:00 45m Calls');
    await w.clock.to('2026-11-23T11:46:00Z');
    await recorded(w, 'maya', s.id, (asked) => (asked.includes('change') ? { change: 'Fewer words' } : {}));
    await w.clock.pass(minute);
    await reads('maya', 'record.read', s.id);
    await w.as('maya').presses('change.new');
    await w.as('maya').fills({ said: 'I spoke too much', what: 'I will COUNT to ten' }).submits();
    expect(await change()).toMatch(/It answers: “I spoke too much”\n.*Fewer words/);
    // It answers nobody's feedback, so nobody is told that it does.
    const next = await w.plans('plan @leo tomorrow 3pm 45m Calls');
    expect(w.last('leo')).not.toContain('because of what you said');
    expect(await plan('leo', next)).toMatch(/What will be different\n.*Maya Okafor: I will COUNT to ten/);
    expect(await plan('leo', next)).not.toContain('spoke too much');
  });
});

describe('of two mentees', () => {
  beforeEach(async () => {
    w = await changeWorld({ mentees: ['leo', 'aisha'] });
    await w.answered(await w.held({ at: '2026-11-16T10:00:00Z' }), 2);
    await w.answered(await w.held({ at: '2026-11-17T10:00:00Z', mentees: ['aisha'] }), 1, { mentee: 'aisha' });
  });

  test('the form asks whose feedback it is, and offers only theirs', async () => {
    await w.as('maya').types('change');
    await w.as('maya').presses('change.new');
    w.as('maya').fills({ whom: w.mentorship('aisha') });
    await w.as('maya').next();
    const cites = w
      .as('maya')
      .form()
      .form.steps.flatMap((s) => s.items)
      .find((i) => i.id === 'cites');
    expect(
      cites !== undefined && 'of' in cites
        ? cites.of.filter((o) => o.value.startsWith('answer:')).map((o) => o.value)
        : [],
    ).toEqual([`answer:session-2/${w.id('aisha')}/pace`]);
    await w.as('maya').fills({ what: 'I will tell Aisha first', said: 'x' }).saves();
    expect(w.as('maya').form().hints).toMatchObject([
      { at: 'what', say: expect.stringContaining('leave the name out') },
    ]);
  });

  test('others and a group read “I will …” without a source, and cannot answer it; the ledger is the one’s own', async () => {
    await w.changes({ whom: w.mentorship('leo') });
    const aishas = await w.plans('plan @aisha tomorrow 3pm 45m Calls');
    expect(w.last('aisha')).not.toContain('because of what you said');
    const read = await plan('aisha', aishas);
    expect(read).toMatch(/What will be different\n.*Maya Okafor: I will ASK before each new step/);
    expect(read).not.toMatch(/SAID|Leo|not what I meant/);
    const group = await w.plans('plan @leo @aisha Wednesday 3pm 45m Calls');
    for (const user of ['leo', 'aisha']) {
      expect(w.last(user)).not.toContain('because of what you said');
      expect(await plan(user, group)).not.toMatch(/SAID|not what I meant/);
      expect(await plan(user, group)).toContain('I will ASK before each new step');
    }
    expect(await plan('maya', group)).not.toContain('SAID');
    expect(await change('aisha')).toContain('Nothing is here yet.');
    expect(await change('leo')).toContain('SAID it went too fast');
    for (const [verb, subject] of [
      ['change.list', `${w.mentorship('leo')}:mentorship`],
      ['change.not-meant', (await w.changesThere())[0]?.id ?? ''],
    ] as const)
      expect(await reads('aisha', verb, subject)).not.toMatch(secret);
    // With Leo alone he hears of it.
    await w.plans('plan @leo Thursday 3pm 45m Calls');
    expect(w.last('leo')).toContain(told);
  });
});
