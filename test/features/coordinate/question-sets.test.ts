import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { QuestionBody } from '../../../src/domain/catalogue.js';
import { type Instrument, instruments } from '../../../src/domain/instrument.js';
import { askedNowIn } from '../../../src/domain/question-sets.js';
import { minute } from '../../../src/kernel/clock.js';
import type { Rows } from '../../../src/ports/store.js';
import { startBot, type TestBot } from '../../support/bot.js';
import type { Someone } from '../../support/someone.js';
import { agreed, planned } from '../../support/steps.js';

/** The sets of questions in `setup catalogue`: each is changed by itself (docs/field.md#instruments). */

let t: TestBot;
let priya: Someone;
beforeEach(async () => {
  t = await startBot({
    people: [
      { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
      { user: 'leo', name: 'Leo Brandt', roles: ['mentee'] },
      { user: 'priya', name: 'Priya Nair', roles: ['coordinator'] },
      { user: 'piers', name: 'Piers Lang', roles: ['coordinator'] },
    ],
  });
  priya = t.as('priya');
});
afterEach(() => t.stop());

const words = (reply: Reply | undefined): string => JSON.stringify(reply);
const rows = <T>(fn: (r: Rows) => Promise<T>): Promise<T> => t.store.read((tx) => fn(tx.in(t.programme)));
const stored = () => rows((r) => r.catalogue.every('question'));
const asked = async (one: Instrument) => askedNowIn(await stored(), one);
const texts = async (one: Instrument) => (await asked(one)).map((q) => q.text);
const problems = (who: Someone): string => JSON.stringify(who.form().problems);

async function opens(who: Someone, set: Instrument): Promise<void> {
  await who.types('setup questions');
  await who.presses('catalogue.questions', { subject: set });
}
const lines = (who: Someone) => who.form().answers.rows.questions ?? [];
const at = (who: Someone, key: string): number => lines(who).findIndex((l) => l.key === key);
const takesOut = (who: Someone, key: string) => who.moves({ do: 'remove', group: 'questions', row: key });
async function adds(who: Someone, line: Readonly<Record<string, string>>): Promise<void> {
  await who.moves({ do: 'add', group: 'questions' });
  const n = lines(who).length - 1;
  who.fills(Object.fromEntries(Object.entries(line).map(([field, value]) => [`questions.${n}.${field}`, value])));
}
const rating = { kind: 'rating', theme: 'support' } as const;

describe('a set', () => {
  test('stands with what it asks; its first change writes its standard rows, then the change, and no other set', async () => {
    const before = await stored();
    await priya.types('setup questions');
    for (const part of [
      'After a session, to the mentee: 4',
      'From session 3 on, in turn with some of these: The way my mentor helps works for me ·',
      'Half-way, to the mentee: 5',
      'To a stakeholder, half-way and at the end: 4',
      'What did you see the mentor do that helped?',
    ])
      expect(words(priya.last)).toContain(part);

    await opens(priya, 'mid');
    expect(lines(priya).map((l) => l.values.text)).toEqual(await texts('mid'));
    priya.fills({ [`questions.${at(priya, 'mid-trust')}.text`]: 'I can say anything to my mentor.' });
    await priya.submits();
    expect(words(priya.last)).toContain('Questions: 1 change');
    const written = (await stored()).slice(before.length);
    expect(written.map((row) => [row.key, row.version])).toEqual([
      ['mid-trust', 1],
      ['mid-goals', 1],
      ['mid-help', 1],
      ['mid-helped-most', 1],
      ['mid-change', 1],
      ['mid-trust', 2],
    ]);
    expect(written.every((row) => (row.body as QuestionBody).instrument === 'mid')).toBe(true);
    expect((await texts('mid'))[0]).toBe('I can say anything to my mentor.');

    await opens(priya, 'mid');
    await priya.submits();
    expect(words(priya.last)).toContain('Nothing changed');
  });

  test('taken out, brought back, added; a theme is no other wording', async () => {
    await opens(priya, 'self');
    await takesOut(priya, 'self-learn');
    priya.fills({ [`questions.${at(priya, 'self-goals')}.theme`]: 'difference' });
    await adds(priya, { ...rating, text: 'I asked before I advised.' });
    await priya.submits();
    expect(words(priya.last)).toContain('Questions: 3 changes');
    expect(await texts('self')).not.toContain('What did you find hard, and what will you try?');
    expect((await asked('self')).at(-1)).toMatchObject({ text: 'I asked before I advised.', theme: 'support' });
    expect((await asked('self')).find((q) => q.key === 'self-goals')).toMatchObject({
      theme: 'difference',
      wording: 1,
    });
    await priya.types('setup catalogue');
    await priya.presses('catalogue.retired');
    expect(words(priya.last)).toContain('What did you find hard');
    await priya.presses('catalogue.back', { subject: 'question:self-learn' });
    expect(await texts('self')).toContain('What did you find hard, and what will you try?');
    expect(await texts('mid')).toHaveLength(5);
  });

  test('a new way to answer is a new question; twice the same, none, too many, nothing that makes room', async () => {
    await opens(priya, 'stakeholder');
    priya.fills({ [`questions.${at(priya, 'out-saw')}.kind`]: 'rating' });
    await priya.submits();
    expect(problems(priya)).toContain('What was answered stays as it was');
    priya.fills({ [`questions.${at(priya, 'out-saw')}.kind`]: 'text' });
    await adds(priya, { ...rating, text: 'the mentor treated  EVERYBODY with respect.' });
    await priya.submits();
    expect(problems(priya)).toContain('This is asked already');

    await opens(priya, 'after-session');
    for (const key of ['listened', 'pace']) priya.fills({ [`questions.${at(priya, key)}.turns`]: 'always' });
    await priya.submits();
    expect(problems(priya)).toContain('needs one that makes room');
    for (const key of ['help-fits', 'say-no', 'next-step'])
      priya.fills({ [`questions.${at(priya, key)}.turns`]: 'always' });
    priya.fills({ [`questions.${at(priya, 'pace')}.turns`]: 'leaves' });
    await priya.submits();
    expect(problems(priya)).toContain('After each session 7 questions would come. Keep to 6');
    for (const key of ['agreed', 'listened', 'pace', 'keep-or-change', 'help-fits', 'say-no', 'next-step'])
      priya.fills({ [`questions.${at(priya, key)}.turns`]: 'comes' });
    await priya.submits();
    expect(problems(priya)).toContain('No question is asked from the first session on');
    expect(await stored()).toHaveLength(4);
  });

  test('two coordinators: each question by itself; what both changed is asked about', async () => {
    const piers = t.as('piers');
    await opens(priya, 'after-session');
    await opens(piers, 'after-session');
    piers.fills({
      [`questions.${at(piers, 'agreed')}.text`]: 'Piers asks.',
      [`questions.${at(piers, 'pace')}.text`]: 'It was not too fast.',
    });
    await piers.submits();
    priya.fills({
      [`questions.${at(priya, 'agreed')}.text`]: 'Priya asks.',
      [`questions.${at(priya, 'listened')}.text`]: 'I was heard.',
    });
    await priya.submits();
    expect(problems(priya)).toContain('meanwhile');
    const choice = priya.form().form.steps[0]?.items.find((i) => i.id === 'meanwhile');
    await priya.fills({ meanwhile: choice?.kind === 'choice' ? (choice.of[1]?.value ?? '') : '' }).submits();
    expect((await texts('after-session')).slice(0, 3)).toEqual(['Piers asks.', 'I was heard.', 'It was not too fast.']);
    expect((await asked('after-session')).filter((q) => q.turns === 'comes')).toHaveLength(4);
  });

  test('a form begun before there were sets says what to type', async () => {
    await priya.presses('catalogue.questions', { subject: 'all' });
    expect(words(priya.last)).toContain('There is no such set. Type setup questions');
  });
});

/** Leo is asked about a session that was held just now. */
async function heldAndAsked(): Promise<void> {
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Held');
  await t.clock.to('2026-11-24T15:45:00Z');
  await t.clock.pass(31 * minute);
}

describe('what is asked after a session stays just that', () => {
  test('reworded meanwhile: an open form keeps its words, an answer too; the next asks in the new ones', async () => {
    await heldAndAsked();
    const leo = t.as('leo');
    await leo.presses('hours.confirm');
    await leo.presses('ask.share', { arg: 'now' });
    await leo.presses('ask.rate', { arg: 'agreed.1.4' });
    await opens(priya, 'after-session');
    priya.fills({
      [`questions.${at(priya, 'agreed')}.text`]: 'We did what we said.',
      [`questions.${at(priya, 'listened')}.text`]: 'My mentor listened.',
    });
    await priya.submits();
    expect(words(priya.last)).toContain('Questions: 2 changes');
    await t.settled();
    expect(leo.sees().join('\n')).toContain('I felt listened to.');
    await leo.presses('ask.rate', { arg: 'listened.1.5' });
    const [given] = await rows((r) => r.sessions.all().then((all) => r.feedback.ofSessions(all.map((s) => s.id))));
    expect(given?.answers.map((a) => [a.question, a.wording])).toEqual([
      ['agreed', 1],
      ['listened', 1],
    ]);
    await t.as('maya').types('feedback');
    expect(words(t.as('maya').last)).toContain('answered an earlier wording');

    await planned(t, 'maya', 'plan @leo 26 November 3pm 45m Next');
    await t.clock.to('2026-11-26T15:45:00Z');
    await t.clock.pass(31 * minute);
    await leo.presses('hours.confirm');
    await leo.presses('ask.share', { arg: 'now' });
    expect(leo.sees().join('\n')).toContain('We did what we said.');
  });

  test('a question added to every other set is in no form, no feedback, no digest, no total after a session', async () => {
    const others = instruments.filter((one) => one !== 'after-session');
    for (const one of others) {
      await opens(priya, one);
      await adds(priya, { ...rating, text: `ADDED to ${one}.` });
      await priya.submits();
      expect(words(priya.last)).toContain('Questions: 1 change');
    }
    await heldAndAsked();
    const leo = t.as('leo');
    await leo.presses('hours.confirm');
    await leo.presses('ask.share', { arg: 'now' });
    const [form] = await rows((r) => r.sessions.all().then((all) => r.feedback.ofSessions(all.map((s) => s.id))));
    expect(form?.asked).toEqual(['agreed', 'listened', 'pace', 'keep-or-change']);
    for (const arg of ['agreed.1.4', 'listened.1.4', 'pace.1.4']) await leo.presses('ask.rate', { arg });
    await leo.presses('ask.skip', { arg: 'keep-or-change.1' });
    expect(leo.sees().at(-1)).toContain('Your answers are saved.');

    // All that anybody sees of answers after sessions, with answers to the added ones on file in a review.
    const m = (await rows((r) => r.mentorships.all()))[0];
    if (m === undefined) throw new Error('none');
    const added = (await stored()).filter((row) => (row.body as QuestionBody).text.startsWith('ADDED'));
    expect(added).toHaveLength(others.length);
    await t.store.write(async (tx) => {
      const r = tx.in(t.programme);
      const now = t.clock.now();
      const review = {
        id: 'r1' as never,
        programme: m.programme,
        mentorship: m.id,
        moment: 'mid',
        why: 'time',
      } as const;
      await r.reviews.save({ ...review, openedAt: now, closesAt: now + 1_000_000 });
      await r.reviews.saveForm({
        id: 'f1' as never,
        programme: m.programme,
        review: review.id,
        mentorship: m.id,
        moment: 'mid',
        audience: 'mentee',
        person: m.mentee,
        state: 'done',
        share: 'mentor',
        answers: added.map((row) => ({
          question: row.key,
          wording: 1,
          rating: 1,
          text: 'ADDED words',
          skipped: false,
          at: now,
        })),
        askedAt: now,
        firstAnsweredAt: now,
        editableUntil: now + 1_000_000,
        reminded: false,
      });
      const person = await r.people.get(m.mentee);
      if (person !== undefined) await r.people.save({ ...person, manners: { ...person.manners, inAverages: true } });
    });
    for (const who of ['leo', 'maya', 'priya']) {
      await t.as(who).types('feedback');
      expect(words(t.as(who).last)).toContain('listened');
      expect(words(t.as(who).last)).not.toContain('ADDED');
    }
    await t.as('maya').types('digest');
    expect(words(t.as('maya').last)).not.toContain('ADDED');
    await priya.types('digest now');
    await t.clock.to('2026-11-27T17:00:00Z');
    for (const who of ['leo', 'maya', 'priya']) expect(t.as(who).sees().join('\n')).not.toContain('ADDED');
    expect(t.channel().join('\n')).not.toContain('ADDED');
    await leo.presses('ask.form', { subject: form?.session ?? '' });
    expect(words(leo.last)).not.toContain('ADDED');
  });
});
