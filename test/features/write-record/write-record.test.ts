import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FormView, Values } from '../../../src/chat/form.js';
import type { Reply } from '../../../src/chat/inbound.js';
import { recordAsked } from '../../../src/features/shared/record-asked.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
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
const head = () => w.read((r) => r.records.head(s1));
const stored = (version?: number) => w.read((r) => r.records.get(s1, version));
const session = () => w.read((r) => r.sessions.get(s1));
const prompt = (occurrence: string) => w.read((r) => r.prompts.get(occurrence));
const audit = async (mentee = 'leo') =>
  (await w.read((r) => r.audit.of(mentorshipOf(mentee)))).map((e) => e.what).filter((x) => x.startsWith('record.'));
const open = async (): Promise<FormView> => formIn(await w.press('maya', 'record.open', s1));
const submit = (view: FormView, values: Values) => w.form('maya', view, { do: 'submit' }, { values });
const problems = (reply: Reply): Record<string, string> =>
  Object.fromEntries(formIn(reply).problems.map((p) => [p.at, p.say]));
const lastCard = (): string => w.cards().at(-1) ?? '';

describe('sixty seconds', () => {
  it('is asked for as the session ends, and becomes its outcome once it is signed', async () => {
    await w.ended();
    expect(lastCard()).toBe(
      [
        '# Write the record',
        'Your session with Leo Brandt has ended. Write the record now, while it is fresh: sixty seconds are enough.',
        'Session: Phone calls',
        'Began: Tue 24 Nov 2026, 15:00',
        '[Write it now] [In an hour] [Tomorrow at nine] [It didn’t happen]',
        '[Why did I get this?] [Stop nudging me]',
      ].join('\n'),
    );
    const view = await open();
    expect(view.answers.values).toEqual({ attended: [w.id('leo')], date: '2026-11-24', time: '15:00', minutes: 45 });
    expect(view.form.steps[0]?.submit).toBe('Save the record');
    // Six taps and two typed sentences: two outcomes, the skill's list and its choice, save; the sentence, what happened.
    const asked = view.form.steps[0]?.items.filter(
      (i) => i.kind !== 'note' && i.kind !== 'group' && i.optional !== true && view.answers.values[i.id] === undefined,
    );
    expect(asked?.map((i) => i.id)).toEqual(['outcome-o1', 'outcome-o2', 'skill', 'skill-example', 'happened']);

    await w.to(w.now + 12 * minute);
    const reply = await submit(view, typed);
    expect(w.said(reply)).toContain('It was recorded 12 minutes after the session, at the time.');
    expect(w.cards()).toEqual([
      [
        '# Recorded',
        'Recorded 12 minutes after the session, at the time, with Leo Brandt.',
        'Session: Phone calls',
        'Began: Tue 24 Nov 2026, 15:00',
        'Lasted: 45 min',
        'Recorded: 45 min of 6 h',
        '[Plan the next one] [Read it] [Change it]',
      ].join('\n'),
    ]);
    expect(await head()).toEqual({
      session: s1,
      version: 1,
      firstSavedAt: w.now,
      signedAt: w.now,
      botDelayMs: 0,
      lag: 'at the time',
    });
    expect((await stored())?.body).toMatchObject({
      attended: [w.id('leo')],
      startedAt: tuesday,
      minutes: 45,
      outcomes: [
        { objective: 'o1', outcome: 'met', evidence: '' },
        { objective: 'o2', outcome: 'partly', evidence: '' },
      ],
      skills: [{ key: 'first', skill: 'open-questions', example: typed['skill-example'] }],
      happened: typed.happened,
      actions: [],
    });
    expect(await session()).toMatchObject({ state: 'ended', startedAt: tuesday, endedAt: tuesday + 45 * minute });
    expect(await audit()).toEqual(['record.signed']);
    expect((await prompt(`nudge:${s1}`))?.state).toBe('cancelled');
    expect((await prompt(`ask:${s1}:${w.id('leo')}`))?.state).not.toBe('cancelled');
  });

  it('takes the rest from the later steps, and shows none of it in a message', async () => {
    await w.ended(s1, { kind: 'restorative' });
    let view = formIn(await w.form('maya', await open(), { do: 'next' }, { values: typed }));
    expect(view.form.steps.map((s) => s.id)).toEqual(['minute', 'restorative', 'evidence', 'next']);
    view = formIn(
      await w.form('maya', view, { do: 'next' }, { values: { 'r-affected': 'private-r', 'r-by': '2026-12-01' } }),
    );
    view = formIn(await w.form('maya', view, { do: 'next' }, { values: { 'evidence-o1': 'private-e' } }));
    view = formIn(await w.form('maya', view, { do: 'add', group: 'actions' }));
    const [a, b] = view.answers.rows.actions ?? [];
    const reply = await w.form(
      'maya',
      view,
      { do: 'submit' },
      {
        values: { change: 'private-c', 'next-focus': 'private-f', 'check-in': 'private-i', 'check-out': 'private-o' },
        rows: {
          actions: [
            { key: a?.key ?? '', values: { what: 'private-a', owner: 'mentee', due: '2026-12-04' } },
            { key: b?.key ?? '', values: { what: 'private-b', owner: 'mentor' } },
          ],
        },
      },
    );
    expect(reply.kind).toBe('close');
    const body = (await stored())?.body;
    expect(body).toMatchObject({
      change: 'private-c',
      nextFocus: 'private-f',
      checkIn: 'private-i',
      checkOut: 'private-o',
      restorative: { happened: '', affected: 'private-r', agreed: '', by: '2026-12-01' },
      actions: [
        { what: 'private-a', owner: 'mentee', due: '2026-12-04' },
        { what: 'private-b', owner: 'mentor', due: null },
      ],
    });
    expect(body?.outcomes[0]?.evidence).toBe('private-e');
    expect(body?.actions.map((x) => x.key).some((k) => k.startsWith('blank'))).toBe(false);
    expect(w.cards().join()).not.toMatch(/private|college|worst call/);
    expect(w.said(reply)).not.toMatch(/private|college|worst call/);
    const entries = await w.read((r) => r.audit.of(mentorshipOf('leo')));
    expect(JSON.stringify(entries)).not.toMatch(/private|college|worst call/);
  });

  it('keeps who was not there apart: nobody came is a record of no hours', async () => {
    await w.ended();
    const view = await open();
    const reply = await submit(view, { attended: [], happened: 'Leo was ill and sent word at noon.' });
    expect(w.said(reply)).toContain('nobody came');
    expect((await stored())?.body).toMatchObject({ attended: [], minutes: 0, outcomes: [], skills: [] });
    expect(await session()).toMatchObject({ state: 'ended', startedAt: tuesday, endedAt: tuesday });
    expect(lastCard()).toContain('Nobody came: it counts no hours.');
    expect((await prompt(`ask:${s1}:${w.id('leo')}`))?.state).toBe('cancelled');
  });

  it('asks those of a group who came, and an absent one after all where an amendment says so', async () => {
    await w.ended(s1, { mentees: ['leo', 'sam'] });
    const view = await open();
    expect(view.answers.values.attended).toEqual([w.id('leo'), w.id('sam')]);
    await submit(view, { ...typed, attended: [w.id('leo')] });
    expect((await prompt(`ask:${s1}:${w.id('sam')}`))?.state).toBe('cancelled');
    expect((await prompt(`ask:${s1}:${w.id('leo')}`))?.state).toBe('waiting');
    await submit(await open(), { attended: [w.id('leo'), w.id('sam')], reason: 'Sam came late.' });
    expect(await prompt(`ask:${s1}:${w.id('sam')}`)).toMatchObject({
      state: 'waiting',
      dueAt: tuesday + 45 * minute + 30 * minute,
    });
    const entered = (await w.read((r) => r.audit.of(mentorshipOf('sam')))).map((e) => e.what);
    // Rows that no feature wrote are entered by the program itself.
    expect(entered.filter((what) => what !== 'rows.kept')).toEqual([
      'session.ended',
      'record.signed',
      'record.amended',
    ]);
  });
});

describe('when it was first saved', () => {
  it('is fixed by nothing that is empty, only pre-filled, or in part', async () => {
    await w.ended();
    let view = await open();
    await w.form('maya', view, { do: 'closed' });
    view = formIn(await w.form('maya', view, { do: 'save' }, { values: view.answers.values }));
    view = formIn(await w.form('maya', view, { do: 'save' }, { values: { ...typed, happened: '  ' } }));
    view = formIn(await w.form('maya', view, { do: 'save' }, { values: { happened: 'x'.repeat(3001) } }));
    view = formIn(await w.form('maya', view, { do: 'next' }, { values: { 'outcome-o2': '', happened: 'So.' } }));
    await w.to(tuesday + 9 * day);
    view = formIn(await submit(await open(), { 'outcome-o2': 'met' }));
    expect(Object.keys(problems({ kind: 'form', view }))).toEqual(['late-reason']);
  });

  it('stays where a kept draft was whole, however late it is signed', async () => {
    await w.ended();
    await w.to(w.now + 20 * minute);
    const wholeAt = w.now;
    await w.form('maya', await open(), { do: 'save' }, { values: typed });
    await w.to(w.now + 9 * day);
    expect(lastCard()).toContain('Your draft has had everything it needs since Tue 24 Nov 2026, 16:05');
    const reply = await submit(await open(), { happened: 'Leo rang the college himself, and again on Friday.' });
    expect(reply.kind).toBe('close');
    expect(await head()).toMatchObject({ firstSavedAt: wholeAt, signedAt: w.now });
    const card = w.cards()[0];
    expect(card).toContain('Recorded 20 minutes after the session, at the time');
    expect(card).toContain('Signed: 9 days after it was first saved');
  });

  it('is not fixed before the session can be over', async () => {
    const s = await w.planned();
    await w.to(tuesday + 20 * minute);
    const view = formIn(await w.press('maya', 'record.open', s.id));
    expect(view.answers.values.minutes).toBe(20);
    await w.form('maya', view, { do: 'save' }, { values: { ...typed, minutes: 45 } });
    await w.to(tuesday + 46 * minute);
    await submit(await open(), { happened: 'Leo rang the college.' });
    expect((await head())?.firstSavedAt).toBe(w.now);
  });

  it('late is labelled, retrospective gives its reason, which the mentee does not read', async () => {
    await w.ended();
    await w.to(tuesday + 2 * day + 12 * hour);
    const late = await open();
    expect(JSON.stringify(late.form)).not.toContain('late-reason');
    await w.to(tuesday + 8 * day);
    const view = formIn(await submit(late, typed));
    expect(problems({ kind: 'form', view })).toEqual({ 'late-reason': 'Please fill this in.' });
    const reply = await submit(view, { 'late-reason': 'I was ill.' });
    expect(w.said(reply)).toContain('recorded 7 days after the session, retrospective');
    expect((await stored())?.lateReason).toBe('I was ill.');
    expect(w.said(await w.press('maya', 'record.read', s1))).toContain('Why so late: I was ill.');
    expect(w.said(await w.press('leo', 'record.read', s1))).not.toContain('I was ill');
  });

  it('a delay of the bot’s own is labelled as the bot’s, and no reason is asked for it', async () => {
    await w.ended();
    await w.change((r) => r.kept.put(recordAsked, s1, { askedAt: tuesday + 8 * day, endedAt: tuesday + 45 * minute }));
    await w.to(tuesday + 8 * day);
    const reply = await submit(await open(), typed);
    expect(w.said(reply)).toContain(', retrospective, as Mentorlog asked 7 days late.');
    expect((await head())?.botDelayMs).toBe(8 * day - 45 * minute);
  });
});

describe('later', () => {
  it('in an hour: the card says so, and a new one comes then', async () => {
    await w.ended();
    await w.press('maya', 'record.later', s1, 'hour');
    expect(w.cards()).toHaveLength(1);
    expect(lastCard()).toContain('You asked to be reminded of the record with Leo Brandt: Tue 24 Nov 2026, 16:45.');
    expect(lastCard()).not.toContain('In an hour');
    await w.to(tuesday + 45 * minute + hour);
    expect(w.cards()).toHaveLength(2);
    expect(lastCard()).toContain('You asked to be reminded: write the record of your session with Leo Brandt.');
    expect(lastCard()).toContain('[In an hour] [Tomorrow at nine]');
    await w.press('maya', 'record.later', s1, 'tomorrow');
    expect(lastCard()).toContain('Wed 25 Nov 2026, 09:00');
    await w.to(tuesday + day);
    expect(w.cards()).toHaveLength(3);
    await submit(await open(), typed);
    for (const card of w.cards()) expect(card).toContain('Recorded 23 hours after the session, at the time');
  });

  it('is the mentor’s own to press, and pressed again moves the one reminder', async () => {
    await w.ended();
    expect(w.said(await w.press('leo', 'record.later', s1, 'hour'))).toContain('This is for its mentor only');
    expect(w.said(await w.press('maya', 'record.later', s1, 'whenever'))).toContain('Choose in an hour or tomorrow');
    expect(await prompt(`record-later:${s1}:1`)).toBeUndefined();
    await w.press('maya', 'record.later', s1, 'hour');
    await w.press('maya', 'record.later', s1, 'tomorrow');
    expect(lastCard()).toContain('Wed 25 Nov 2026, 09:00');
    await w.to(tuesday + 3 * hour);
    expect(w.cards()).toHaveLength(1);
    await w.to(tuesday + 18 * hour);
    expect(w.cards()).toHaveLength(2);
  });

  it('says the time at which it will really come: after quiet hours', async () => {
    await w.ended(s1, { startsAt: Date.parse('2026-11-24T20:30:00Z') });
    await w.press('maya', 'record.later', s1, 'hour');
    const quietUntil = (await prompt(`record-later:${s1}:1`))?.dueAt ?? 0;
    expect(quietUntil).toBeGreaterThan(w.now + 2 * hour);
    await w.to(quietUntil);
    expect(w.cards()).toHaveLength(2);
  });

  it('nudges once', async () => {
    await w.ended();
    await w.to(tuesday + 45 * minute + 21 * hour);
    expect(w.cards()).toHaveLength(2);
    expect(lastCard()).toContain('This is the only reminder');
    await w.to(tuesday + 3 * day);
    expect(w.cards()).toHaveLength(2);
  });

  it('nudges nobody in a pause of the mentoring', async () => {
    await w.ended();
    await w.change(async (r) => {
      const m = await r.mentorships.get(mentorshipOf('leo'));
      if (m !== undefined) await r.mentorships.save({ ...m, state: 'paused' });
    });
    await w.to(tuesday + 45 * minute + 21 * hour);
    expect((await prompt(`nudge:${s1}`))?.state).toBe('fired');
    expect(w.cards()).toHaveLength(1);
  });

  it('does not nudge where a reminder is to come, or has only just come', async () => {
    await w.ended();
    await w.to(tuesday + 45 * minute + 19.5 * hour);
    await w.press('maya', 'record.later', s1, 'hour');
    await w.to(w.now + 40 * minute);
    expect(w.cards()).toHaveLength(1);
    expect((await prompt(`nudge:${s1}`))?.state).toBe('fired');
    await w.to(w.now + 30 * minute);
    expect(w.cards()).toHaveLength(2);
    await w.press('maya', 'record.later', s1, 'hour');
    await submit(await open(), typed);
    expect((await prompt(`record-later:${s1}:2`))?.state).toBe('cancelled');
  });

  it('nudges nobody who has written it', async () => {
    await w.ended();
    await submit(await open(), typed);
    await w.change((r) =>
      r.prompts.set({
        occurrence: 'nudge:again',
        programme: w.programme,
        kind: 'nudge',
        subject: s1,
        to: w.id('maya'),
        dueAt: w.now,
        expiresAt: w.now + 30 * day,
        state: 'waiting',
      }),
    );
    await w.to(w.now + minute);
    expect((await prompt('nudge:again'))?.state).toBe('fired');
    expect(w.cards()).toHaveLength(1);
  });
});

describe('a session that nobody ended', () => {
  it('cannot be recorded before it begins; then its record ends it, and its prompts with it', async () => {
    await w.planned();
    const early = await w.press('maya', 'record.open', s1);
    expect(early.kind).toBe('say');
    expect(w.said(early)).toContain(
      'This session is planned for Tue 24 Nov 2026, 15:00: you can record it once it has begun.',
    );
    await w.change((r) => r.prompts.cancelAll('now:'));
    await w.change(async (r) => {
      const end = await r.prompts.get(`end:${s1}`);
      if (end !== undefined) await r.prompts.set({ ...end, dueAt: tuesday + 2 * day });
    });
    await w.to(tuesday + hour);
    await submit(await open(), { ...typed, time: '15:05', minutes: 50 });
    expect(await session()).toMatchObject({
      state: 'ended',
      startedAt: tuesday + 5 * minute,
      endedAt: tuesday + 55 * minute,
      startsAt: tuesday,
      minutes: 45,
      revision: 2,
    });
    expect((await prompt(`end:${s1}`))?.state).toBe('cancelled');
    expect((await prompt(`ask:${s1}:${w.id('leo')}`))?.dueAt).toBe(tuesday + 85 * minute);
    expect(await prompt(`nudge:${s1}`)).toBeUndefined();
    // Nothing had asked for it, yet its outcome stands in the conversation.
    expect(lastCard()).toContain('Recorded 5 minutes after the session');
  });

  it('keeps a pressed start that was earlier than the recorded one', async () => {
    await w.planned();
    const pressed = tuesday - 10 * minute + 37_000;
    await w.to(pressed);
    await w.press('maya', 'session.start', s1);
    await w.to(tuesday + 40 * minute);
    await w.press('maya', 'session.end', s1);
    await w.to(tuesday + hour);
    const view = await open();
    expect(view.answers.values).toMatchObject({ time: '14:50', minutes: 50 });
    // A start left as the form shows it, to the minute, stays the moment it was.
    await submit(view, typed);
    expect((await stored())?.body).toMatchObject({ startedAt: pressed, minutes: 50 });
    await submit(await open(), { time: '14:30', reason: 'We began before.' });
    expect((await session())?.startedAt).toBe(tuesday - 30 * minute);
    await submit(await open(), { time: '15:00', minutes: 40, reason: 'No, we did not.' });
    expect((await stored())?.body).toMatchObject({ startedAt: tuesday, minutes: 40 });
    expect((await session())?.startedAt).toBe(pressed);
  });

  it('said not to have happened is put right by its record', async () => {
    await w.ended();
    await w.press('maya', 'session.not-held', s1, 'mentee');
    expect(lastCard()).toContain('There is nothing to record.\n[It did: write the record]');
    expect(w.said(await w.press('maya', 'record.later', s1, 'hour'))).toContain('this session didn’t happen');
    expect(w.said(await w.types('maya', 'log'))).toContain('[It did happen: Phone calls]');
    await submit(await open(), typed);
    expect(await session()).toMatchObject({ state: 'ended', endedAt: tuesday + 45 * minute });
    expect((await prompt(`ask:${s1}:${w.id('leo')}`))?.state).toBe('waiting');
  });
});
