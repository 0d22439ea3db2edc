import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promptsAfterAmendment } from '../../../src/domain/hours.js';
import type { Role } from '../../../src/domain/programme.js';
import { day } from '../../../src/kernel/clock.js';
import type { SessionId } from '../../../src/kernel/ids.js';
import { addAllocation } from '../../support/allocate.js';
import { type FeedbackWorld, feedbackWorld } from '../../support/feedback-world.js';

/** One bot for the whole story, week by week: starting one takes longer than all that is asked of it. */
let w: FeedbackWorld;
let s: SessionId;
beforeAll(async () => {
  w = await feedbackWorld([{ user: 'ana', name: 'Ana Reyes', roles: ['assessor'] }]);
  await w.change((rows) => addAllocation(rows, w.programme, w.id('ana'), 'assessor'));
});
afterAll(() => w.stop());

describe('the mentee is asked, one thing at a time', () => {
  test('half an hour after the end, without waiting for the record', async () => {
    s = await w.held({ at: '2026-11-23T10:00:00Z', recorded: null });
    await w.clock.to('2026-11-23T11:14:00Z');
    expect(w.count('leo')).toBe(0);
    await w.clock.to('2026-11-23T11:15:00Z');
    expect(w.last('leo')).toContain('Maya Okafor’s session lasted 45 min. Is that right?');
    expect(w.newest('leo').verbs).toEqual([
      'hours.confirm',
      'hours.different',
      'hours.did-not-happen',
      'mentee.mentor-absent',
      'ask.not-today',
      'hours.stop',
      'settings.why',
    ]);
    const row = await w.store.read((tx) => tx.in(w.programme).feedback.get(s, w.id('leo')));
    expect(row).toMatchObject({ state: 'open', share: null, reminded: false });
  });

  test('nobody else can answer, and the mentor is told so', async () => {
    for (const other of ['aisha', 'maya', 'priya'])
      for (const [verb, arg] of [
        ['hours.confirm', '45'],
        ['hours.different', ''],
        ['hours.did-not-happen', ''],
        ['ask.share', 'now'],
        ['ask.rate', 'agreed.1.5'],
        ['ask.change', ''],
        ['ask.withdraw', 'yes'],
      ] as const) {
        await w.as(other).presses(verb, { subject: s, arg });
        expect(w.said(other)).toContain('its mentee only');
      }
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'open' });
  });

  test('yes confirms the length that the card showed; a second press changes nothing', async () => {
    await w.as('leo').presses('hours.confirm', { subject: s, arg: '50' });
    expect(w.said('leo')).toContain('Look at it again');
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'open' });
    w.as('leo').last = undefined;
    await w.as('leo').presses('hours.confirm');
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'confirmed', confirmedMinutes: 45 });
    expect(w.count('leo')).toBe(1);
    await w.as('leo').presses('hours.confirm', { subject: s, arg: '45' });
    expect(w.said('leo')).toContain('answered this already');
    await w.as('leo').presses('hours.did-not-happen', { subject: s, arg: '' });
    expect(w.said('leo')).toContain('answered this already');
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'confirmed' });
  });

  test('who reads the answers is said by name before the first question', async () => {
    const card = w.last('leo');
    expect(card).toContain('Who may read your answers?');
    expect(card).toContain('Maya Okafor and Priya Nair can read your answers now.');
    expect(card).toContain('Only Priya Nair can read your answers. Maya Okafor cannot.');
    expect(card).toContain('What your mentor can read, Ana Reyes (assessor) can read too, and whoever takes over');
    expect(card).toContain('confidential');
    expect(card).toContain('Mon 7 Dec 2026');
    await w.as('leo').presses('ask.rate', { subject: s, arg: 'agreed.1.5' });
    expect(w.said('leo')).toContain('Choose first who may read');
    w.as('leo').last = undefined;
    await w.as('leo').presses('ask.share', { arg: 'now' });
    expect(w.last('leo')).toContain('Question 1 of 4');
  });

  test('each answer is saved on its tap, each can be skipped, and none stands in a message', async () => {
    const leo = w.as('leo');
    leo.last = undefined;
    await leo.presses('ask.rate', { arg: 'agreed.1.2' });
    expect((await w.feedback(s, 'leo'))?.answers).toMatchObject([{ question: 'agreed', rating: 2, wording: 1 }]);
    expect(w.last('leo')).toContain('Question 2 of 4');
    // The same card pressed again, and a question whose wording is another by now.
    await leo.presses('ask.rate', { subject: s, arg: 'agreed.1.5' });
    expect(w.said('leo')).toContain('answered this already');
    await leo.presses('ask.rate', { subject: s, arg: 'listened.7.5' });
    expect(w.said('leo')).toContain('has been changed since. Type feedback');
    await leo.types('feedback');
    expect(w.said('leo')).toContain('Change my answers');
    for (const arg of ['listened.1.0', 'listened.1', 'listened.1.6', '', 'no-such.1.3', 'keep-or-change.1.3']) {
      await leo.presses('ask.rate', { subject: s, arg });
      expect(leo.last).toMatchObject({ kind: 'say' });
    }
    expect((await w.feedback(s, 'leo'))?.answers.length).toBe(1);
    leo.last = undefined;
    await leo.presses('ask.skip');
    leo.last = undefined;
    await leo.presses('ask.rate', { arg: 'pace.1.4' });
    expect(w.last('leo')).toContain('What is one thing to keep or change?');
    leo.last = undefined;
    await leo.presses('ask.words');
    expect(JSON.stringify(leo.form().form)).toContain('can’t stay private');
    leo.fills({ words: '   ' });
    await leo.submits();
    expect(leo.form().problems).toHaveLength(1);
    leo.fills({ words: 'PRIVATE: keep the *calls* <@U1>' });
    await leo.submits();
    const f = await w.feedback(s, 'leo');
    expect(f?.state).toBe('done');
    expect(f?.answers.map((a) => [a.question, a.rating, a.skipped])).toEqual([
      ['agreed', 2, false],
      ['listened', null, true],
      ['pace', 4, false],
      ['keep-or-change', null, false],
    ]);
    expect(w.count('leo')).toBe(1);
    expect(w.last('leo')).toContain('Thank you');
    expect(JSON.stringify(w.chat.messages.map((m) => m.message.card))).not.toContain('PRIVATE');
  });

  test('thanks offers to talk it through; a low answer is met kindly in private, and tells nobody', async () => {
    const leo = w.as('leo');
    leo.last = undefined;
    const before = w.chat.messages.length;
    await leo.presses('ask.talk');
    expect(leo.last).toMatchObject({ kind: 'panel' });
    const panel = w.said('leo');
    expect(panel).toContain('Some of it was not so good');
    expect(panel).toContain('Nobody has been told anything');
    expect(panel).toContain('Dana Whitlock');
    expect(panel).toContain(w.id('priya'));
    expect(w.chat.messages.length).toBe(before);
    expect(w.last('leo')).not.toContain('not so good');
  });

  test('answers can be changed in a panel until the stated date', async () => {
    const leo = w.as('leo');
    leo.last = undefined;
    await leo.presses('ask.change');
    expect(w.said('leo')).toContain('PRIVATE');
    await leo.presses('ask.set', { arg: 'agreed.1.4' });
    expect(leo.last).toMatchObject({ kind: 'panel' });
    await leo.presses('ask.set-share', { arg: 'coordinator' });
    await leo.presses('hours.did-not-happen', { arg: 'c' });
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'did-not-happen' });
    await leo.presses('hours.confirm', { arg: '45.c' });
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'confirmed', confirmedMinutes: 45 });
    expect(await w.feedback(s, 'leo')).toMatchObject({ share: 'coordinator', state: 'done' });
    expect((await w.feedback(s, 'leo'))?.answers.find((a) => a.question === 'agreed')?.rating).toBe(4);
  });

  test('and taken back for good, on a second tap', async () => {
    const leo = w.as('leo');
    leo.last = undefined;
    await leo.presses('ask.withdraw');
    expect((await w.feedback(s, 'leo'))?.answers).toHaveLength(4);
    await leo.presses('ask.withdraw', { arg: 'yes' });
    expect(await w.feedback(s, 'leo')).toMatchObject({ state: 'withdrawn', share: null, answers: [] });
    expect(w.last('leo')).toContain('deleted');
    await leo.presses('ask.rate', { subject: s, arg: 'agreed.1.5' });
    expect(w.said('leo')).toContain('took these answers back');
    expect((await w.feedback(s, 'leo'))?.answers).toEqual([]);
    // The length is another matter, and stays.
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'confirmed' });
  });
});

describe('lengths that differ', () => {
  test('the mentor sees another figure beside theirs, the coordinator settles it, both are told', async () => {
    s = await w.held({ at: '2026-11-23T13:00:00Z', mentees: ['leo', 'aisha'] });
    await w.clock.to('2026-11-23T14:20:00Z');
    const leo = w.as('leo');
    await leo.presses('hours.different');
    leo.fills({ minutes: 30 });
    await leo.submits();
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'different', confirmedMinutes: 30 });
    expect(await w.attendee(s, 'aisha')).toMatchObject({ confirmation: 'open' });
    expect(w.last('maya')).toContain('Leo Brandt remembers a different length: 30 min.');
    expect(w.last('maya')).toContain('You wrote 45 min.');
    expect(w.last('aisha')).not.toContain('Leo');

    await w.as('maya').presses('hours.settle', { subject: s, arg: w.id('leo') });
    await w.as('maya').presses('hours.settle', { subject: s, arg: w.id('leo') });
    expect(w.said('maya')).toContain('the coordinator');
    // Nobody settles what they are a party to, whatever else they are.
    const roles = (extra: readonly Role[]): Promise<void> =>
      w.change(async (rows) => {
        const maya = await rows.people.get(w.id('maya'));
        if (maya !== undefined) await rows.people.save({ ...maya, roles: ['mentor', ...extra] });
      });
    await roles(['coordinator']);
    await w.as('maya').presses('hours.settle', { subject: s, arg: w.id('leo') });
    expect(w.said('maya')).toContain('another coordinator');
    await roles([]);
    const priya = w.as('priya');
    await priya.types('hours');
    await priya.presses('hours.settle');
    priya.fills({ minutes: 45, outcome: 'mentee' });
    await priya.submits();
    expect(priya.form().problems[0]?.say).toContain('The mentee’s figure is 30');
    priya.fills({ minutes: 40, outcome: 'between' });
    await priya.submits();
    expect(await w.attendee(s, 'leo')).toMatchObject({ settledMinutes: null });
    await priya.confirms();
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmedMinutes: 30, settledMinutes: 40 });
    expect(w.last('leo')).toContain('You had 30 min, Maya Okafor had 45 min.');
    expect(w.last('maya')).toContain('40 min count with Leo Brandt');
    await leo.presses('hours.confirm', { subject: s, arg: '45' });
    expect(w.said('leo')).toContain('has settled this length');
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'different' });
  });

  test('a session that overran what can be planned may be as long for the mentee and the coordinator', async () => {
    const long = await w.held({ at: '2026-11-22T06:00:00Z', minutes: 600 });
    await w.clock.to('2026-11-23T14:30:00Z');
    const leo = w.as('leo');
    await leo.presses('hours.different', { subject: long });
    leo.fills({ minutes: 540 });
    await leo.submits();
    const priya = w.as('priya');
    await priya.presses('hours.settle', { subject: long, arg: w.id('leo') });
    priya.fills({ minutes: 600, outcome: 'mentor' });
    await priya.submits();
    await priya.confirms();
    expect(await w.attendee(long, 'leo')).toMatchObject({ confirmedMinutes: 540, settledMinutes: 600 });
  });

  test('“it didn’t happen” asks no questions about it', async () => {
    s = await w.held({ at: '2026-11-23T15:00:00Z' });
    await w.clock.to('2026-11-23T16:20:00Z');
    const leo = w.as('leo');
    leo.last = undefined;
    await leo.presses('hours.did-not-happen', { subject: s, arg: '' });
    expect(w.last('leo')).toContain('Maya Okafor will see that it didn’t happen');
    expect(w.newest('leo').verbs).toEqual(['ask.change', 'mentee.mentor-absent']);
    expect(w.last('maya')).toContain('says that the session did not happen');
  });

  test('the same length typed in is a yes', async () => {
    s = await w.held({ at: '2026-11-24T10:00:00Z' });
    await w.clock.to('2026-11-24T11:20:00Z');
    const leo = w.as('leo');
    leo.last = undefined;
    await leo.presses('hours.different', { subject: s });
    leo.fills({ minutes: 45 });
    await leo.submits();
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'confirmed', confirmedMinutes: 45 });
  });

  test('a record changed after the yes asks again, and keeps what was answered', async () => {
    await w.recorded(s, 60);
    const session = await w.read((rows) => rows.sessions.get(s));
    if (session === undefined) throw new Error('no session');
    expect(promptsAfterAmendment(session, 45, 2, 0)).toEqual([]);
    const [due] = promptsAfterAmendment(session, 60, 2, w.clock.now());
    if (due === undefined) throw new Error('nothing to ask');
    const before = w.count('leo');
    await w.change((rows) => rows.prompts.set({ ...due, programme: w.programme, state: 'waiting' }));
    await w.settled();
    expect(w.count('leo')).toBe(before + 1);
    expect(w.last('leo')).toContain('You confirmed 45 min. Maya Okafor has since written 1 h. Is that right?');
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmation: 'confirmed', confirmedMinutes: 45 });
    w.as('leo').last = undefined;
    await w.as('leo').presses('hours.confirm', { subject: s, arg: '60' });
    expect(await w.attendee(s, 'leo')).toMatchObject({ confirmedMinutes: 60 });
  });

  test('what a changed record would ask at night is not asked once they have said it themselves', async () => {
    await w.recorded(s, 75);
    const session = await w.read((rows) => rows.sessions.get(s));
    if (session === undefined) throw new Error('no session');
    const [due] = promptsAfterAmendment(session, 75, 3, w.clock.now() + 12 * 60 * 60_000);
    if (due === undefined) throw new Error('nothing to ask');
    await w.change((rows) => rows.prompts.set({ ...due, programme: w.programme, state: 'waiting' }));
    await w.as('leo').presses('hours.different', { subject: s });
    w.as('leo').fills({ minutes: 50 });
    await w.as('leo').submits();
    expect((await w.read((rows) => rows.prompts.get(due.occurrence)))?.state).toBe('cancelled');
  });
});

describe('manners', () => {
  test('not today: one reminder on the next day, and never another', async () => {
    s = await w.held({ at: '2026-11-24T13:00:00Z', mentees: ['aisha'] });
    await w.clock.to('2026-11-24T14:20:00Z');
    const aisha = w.as('aisha');
    await aisha.presses('ask.not-today', { subject: s });
    expect(w.last('aisha')).toContain('once more, tomorrow');
    const before = w.count('aisha');
    await w.clock.to('2026-11-25T09:59:00Z');
    expect(w.count('aisha')).toBe(before);
    await w.clock.to('2026-11-25T10:00:00Z');
    expect(w.count('aisha')).toBe(before + 1);
    expect(w.last('aisha')).toContain('I won’t remind you again');
    aisha.last = undefined;
    await aisha.presses('ask.not-today', { subject: s });
    expect(w.last('aisha')).toContain('won’t ask about this one again');
    // Not even where the prompt comes again.
    await w.change((rows) =>
      rows.prompts.set({
        occurrence: 'ask-again:once-more',
        programme: w.programme,
        kind: 'ask-again',
        subject: s,
        to: w.id('aisha'),
        dueAt: w.clock.now(),
        expiresAt: w.clock.now() + day,
        state: 'waiting',
      }),
    );
    await w.settled();
    expect((await w.read((rows) => rows.prompts.get('ask-again:once-more')))?.state).toBe('fired');
    await w.clock.to('2026-11-26T12:00:00Z');
    expect(w.count('aisha')).toBe(before + 1);
    expect(await w.feedback(s, 'aisha')).toMatchObject({ state: 'not-today' });
    // Answering later is always theirs.
    aisha.last = undefined;
    await aisha.presses('ask.open', { subject: s });
    expect(w.newest('aisha').verbs).toContain('hours.confirm');
  });

  test('stop asking stops the questions and not the length; the other way round as well', async () => {
    const aisha = w.as('aisha');
    aisha.last = undefined;
    await aisha.presses('hours.confirm', { subject: s, arg: '45' });
    aisha.last = undefined;
    await aisha.presses('ask.stop', { subject: s });
    expect(w.last('aisha')).toContain('I still ask how long it was');
    s = await w.held({ at: '2026-11-26T13:00:00Z', mentees: ['aisha'] });
    await w.clock.to('2026-11-26T14:20:00Z');
    expect(w.last('aisha')).toContain('lasted 45 min');
    expect(w.newest('aisha').verbs).not.toContain('ask.not-today');
    // There is a form all the same: of how many there are answers would tell her mentor that she said stop.
    expect(await w.feedback(s, 'aisha')).toMatchObject({ state: 'closed', share: null, answers: [] });
    await aisha.presses('ask.share', { subject: s, arg: 'now' });
    expect(w.said('aisha')).toContain('There are no questions about this session');
    await aisha.types('feedback');
    expect(w.said('aisha')).toContain('You were not asked about this one.');
    aisha.last = undefined;
    await aisha.presses('hours.stop', { subject: s });
    const before = w.count('aisha');
    s = await w.held({ at: '2026-11-26T15:00:00Z', mentees: ['aisha'] });
    await w.clock.to('2026-11-26T16:20:00Z');
    expect(w.count('aisha')).toBe(before);
    await w.manners('aisha', { feedbackStopped: false });
    s = await w.held({ at: '2026-11-26T17:00:00Z', mentees: ['aisha'] });
    await w.clock.to('2026-11-26T18:20:00Z');
    expect(w.last('aisha')).toContain('Who may read your answers?');
    expect(await w.attendee(s, 'aisha')).toMatchObject({ confirmation: 'open' });
    await w.manners('aisha', { confirmationStopped: false });
  });

  test('several open lengths come as one card at the end of the week, and are confirmed together', async () => {
    await w.clock.to('2026-11-30T09:00:00Z');
    const a = await w.held({ at: '2026-11-30T10:00:00Z' });
    const b = await w.held({ at: '2026-11-30T11:30:00Z' });
    await w.clock.to('2026-11-30T13:00:00Z');
    await w.clock.to('2026-12-04T11:59:00Z');
    const before = w.count('leo');
    await w.clock.to('2026-12-04T12:00:00Z');
    expect(w.count('leo')).toBe(before + 1);
    expect(w.last('leo')).toContain('Were these sessions as long as it says here?');
    const leo = w.as('leo');
    leo.last = undefined;
    // A length changes between the card and the press: nothing is confirmed unseen.
    await w.recorded(b, 50);
    await leo.presses('hours.confirm-all');
    expect(w.said('leo')).toContain('Something here has changed');
    expect(await w.attendee(a, 'leo')).toMatchObject({ confirmation: 'open' });
    leo.last = undefined;
    await leo.presses('hours.confirm-all');
    expect(await w.attendee(a, 'leo')).toMatchObject({ confirmation: 'confirmed', confirmedMinutes: 45 });
    expect(await w.attendee(b, 'leo')).toMatchObject({ confirmation: 'confirmed', confirmedMinutes: 50 });
    expect(w.last('leo')).toContain('All of these are answered');
  });

  test('one open length brings no such card', async () => {
    await w.held({ at: '2026-12-07T10:00:00Z' });
    await w.clock.to('2026-12-07T11:20:00Z');
    const before = w.count('leo');
    await w.clock.to('2026-12-11T13:00:00Z');
    expect(w.count('leo')).toBe(before);
  });

  test('who was not there, or whose mentorship rests, is not asked', async () => {
    const before = w.count('leo');
    await w.held({ at: '2026-12-14T10:00:00Z', attended: [] });
    await w.clock.to('2026-12-14T12:00:00Z');
    expect(w.count('leo')).toBe(before);
    await w.change(async (rows) => {
      const m = await rows.mentorships.get(w.mentorship('leo'));
      if (m !== undefined) await rows.mentorships.save({ ...m, state: 'paused' });
    });
    await w.held({ at: '2026-12-14T13:00:00Z' });
    await w.clock.to('2026-12-14T15:00:00Z');
    expect(w.count('leo')).toBe(before);
  });

  test('after the stated date answers can be neither given nor changed, and it is said kindly', async () => {
    const f = await w.feedback(s, 'aisha');
    if (f !== undefined) await w.change((r) => r.feedback.save({ ...f, state: 'open' }));
    const before = f?.answers;
    await w.clock.to('2026-12-20T09:00:00Z');
    await w.as('aisha').presses('ask.share', { subject: s, arg: 'now' });
    expect(w.said('aisha')).toContain('ended on');
    expect((await w.feedback(s, 'aisha'))?.answers).toEqual(before);
    expect((await w.feedback(s, 'aisha'))?.share).toBeNull();
  });

  test('a session cancelled after all asks for nothing more', async () => {
    const id = await w.held({ at: '2026-12-21T10:00:00Z', mentees: ['aisha'], session: { state: 'not-held' } });
    const before = w.count('aisha');
    await w.clock.to('2026-12-21T12:00:00Z');
    expect(w.count('aisha')).toBe(before);
    await w.as('aisha').presses('hours.confirm', { subject: id, arg: '45' });
    expect(w.said('aisha')).toContain('did not go ahead');
  });
});

test('every change is on record, and no entry holds what was said', async () => {
  const entries = await w.read((rows) => rows.audit.of(w.mentorship('leo')));
  const kinds = new Set(entries.map((e) => e.what));
  for (const what of [
    'feedback.asked',
    'hours.confirmed',
    'hours.different',
    'hours.did-not-happen',
    'hours.settled',
    'feedback.share-chosen',
    'feedback.answered',
    'feedback.withdrawn',
  ])
    expect(kinds).toContain(what);
  const text = JSON.stringify(entries);
  expect(text).not.toContain('PRIVATE');
  expect(text).not.toContain('rating');
});
