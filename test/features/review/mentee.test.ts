import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReviewForm } from '../../../src/domain/review.js';
import { day } from '../../../src/kernel/clock.js';
import { allocated } from '../../support/allocate.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';
import { askedAlone, formOf, longHeld, longRecorded, saidTo } from '../../support/review-world.js';
import type { Someone } from '../../support/someone.js';

/** A review as its mentee meets it (docs/field.md#reviews): when it comes, how it is answered, and who reads it. */

let t: TestBot;
let leo: Someone;
let maya: Someone;
afterEach(() => t.stop());

const read = (who: Someone): string => saidTo(t, who);
const mine = (): Promise<ReviewForm> => formOf(t, 'mentee');
const messages = (): number => t.chat.in(directOf('leo')).length;
const reminders = () =>
  t.store.read(async (tx) =>
    (await tx.in(t.programme).prompts.waitingFor(leo.id)).filter((p) => p.kind === 'review-again'),
  );
const newest = (): string => leo.sees().at(-1) ?? '';

async function begin(before: Before): Promise<void> {
  t = await startAfter(before);
  [leo, maya] = [t.as('leo'), t.as('maya')];
}

describe('on the day of a session', () => {
  test('one card asks how long it was and goes on with the review, in place of the session’s questions', async () => {
    await begin(longHeld);
    const before = messages();
    await longRecorded(t);
    await t.clock.to('2026-11-23T14:31:00Z');
    expect(messages() - before).toBe(1);
    expect(newest()).toMatch(/session lasted 3 h\. Is that right\?/);
    expect(newest()).not.toMatch(/half-way/);
    await leo.presses('hours.confirm');
    expect(newest()).toMatch(/You are half-way with Maya/);
    expect(newest()).toMatch(/Only Priya \w+ can read what you say\. Maya \w+ can’t, unless you let them/);
    expect(newest()).toContain('I can talk openly with my mentor.');
    for (let i = 0; i < 3; i += 1) await leo.presses('review.rate');
    await leo.presses('review.words');
    await leo.fills({ words: 'LEOS WORDS' }).submits();
    await leo.presses('review.skip');
    expect(newest()).toMatch(/Your answers are saved/);
    expect(newest()).toContain('[Let my mentor read it]');
    // What a message has is no answer: it can be exported.
    expect(leo.sees().join('\n')).not.toContain('LEOS WORDS');
    expect(messages() - before).toBe(1);
    expect((await mine()).answers.map((a) => [a.rating, a.text, a.skipped])).toEqual([
      [1, '', false],
      [1, '', false],
      [1, '', false],
      [null, 'LEOS WORDS', false],
      [null, '', true],
    ]);
    await t.clock.pass(3 * day);
    const told = t.chat.in(directOf('leo')).slice(before);
    expect(
      told.map((m) => m.message.card.title).filter((title) => /half-way|question|thank you/i.test(title)),
    ).toHaveLength(1);
  });

  test('who reads it is named before the first question, those who assess and readers from outside among them', async () => {
    await begin(longHeld);
    await allocated(t, 'grace', 'assessor', 'maya');
    await longRecorded(t);
    await t.clock.to('2026-11-23T14:31:00Z');
    await leo.presses('hours.confirm');
    const card = newest();
    const at = (words: RegExp): number => card.search(words);
    expect(at(/Only Priya \w+ can read what you say/)).toBeGreaterThan(0);
    expect(at(/What Maya \w+ can read, Grace \w+ \(assessor\) can read too/)).toBeGreaterThan(0);
    expect(at(/From outside, an assessor and quality assurers may read it/)).toBeGreaterThan(0);
    expect(at(/From outside/)).toBeLessThan(at(/I can talk openly with my mentor\./));
  });

  test('that did not happen for them, nothing is asked but on another day', async () => {
    await begin(longHeld);
    await longRecorded(t);
    await t.clock.to('2026-11-23T14:31:00Z');
    const before = messages();
    await leo.presses('hours.did-not-happen');
    expect(newest()).not.toMatch(/half-way/);
    await t.clock.to('2026-11-24T12:01:00Z');
    expect(messages()).toBe(before + 1);
    expect(newest()).toMatch(/You are half-way with Maya/);
  });

  test('whose questions have come already, it waits for the next day and comes alone', async () => {
    await begin(longHeld);
    await t.clock.to('2026-11-23T14:31:00Z');
    const before = messages();
    await longRecorded(t);
    expect(newest()).not.toMatch(/half-way/);
    await t.clock.to('2026-11-23T20:00:00Z');
    expect(messages()).toBe(before);
    await t.clock.to('2026-11-24T12:01:00Z');
    expect(messages()).toBe(before + 1);
    expect(newest()).toMatch(/You are half-way with Maya/);
  });
});

describe('once asked', () => {
  beforeEach(() => begin(askedAlone));

  test('“not today” brings it once more, and never again', async () => {
    const before = messages();
    await leo.presses('review.not-today');
    expect(newest()).toContain('I will ask once more.');
    await t.clock.to('2026-11-25T10:01:00Z');
    expect(messages()).toBe(before + 1);
    expect(newest()).toContain('I won’t remind you again.');
    await leo.presses('review.not-today');
    expect(newest()).toContain('I won’t ask about this again.');
    expect(await reminders()).toEqual([]);
    await t.clock.pass(10 * day);
    expect(
      leo
        .sees()
        .slice(before + 1)
        .join('\n'),
    ).not.toMatch(/all in all/);
  });

  test('a reminder that is due although one has come says nothing', async () => {
    await leo.presses('review.not-today');
    expect(await reminders()).toHaveLength(1);
    const form = await mine();
    await t.store.write((tx) => tx.in(t.programme).reviews.saveForm({ ...form, reminded: true }));
    const before = messages();
    await t.clock.pass(3 * day);
    expect(messages()).toBe(before);
  });

  test('stopping is the same switch as after a session, and lets them begin again where they were', async () => {
    await leo.presses('review.rate', { arg: `mid-trust.1.2` });
    await leo.presses('review.stop');
    expect(newest()).toContain('I won’t ask these questions again.');
    const me = await t.store.read((tx) => tx.in(t.programme).people.get(leo.id));
    expect(me?.manners.feedbackStopped).toBe(true);
    await leo.presses('review.start');
    expect(newest()).toContain('We are getting closer to my goals.');
  });

  test('what was answered is changed, shared and taken back, until a stated day; what comes later changes nothing', async () => {
    await leo.presses('review.rate', { arg: 'mid-trust.1.2' });
    await leo.types('review');
    expect(read(leo)).toMatch(/You can change what you said until Mon 14 Dec 2026/);
    await leo.presses('review.change');
    expect(read(leo)).toContain('You said: 2, A little.');
    await leo.presses('review.set', { arg: 'mid-trust.1.5' });
    expect(read(leo)).toContain('You said: 5, Yes, fully.');
    await leo.presses('review.share', { arg: 'mentor.c' });
    expect(read(leo)).toMatch(/priya and maya can read what you say/);
    const { review } = await mine();
    await maya.presses('review.read', { subject: review });
    expect(read(maya)).toMatch(/leo\n.*openly with my mentor\. 5, Yes, fully/);
    // Withdrawn while that panel and a form stand open: what they lead to is gone, and nothing of it was sent.
    const form = await leo.presses('review.form', { subject: (await mine()).id });
    await leo.presses('review.change', { subject: (await mine()).id });
    await leo.presses('review.withdraw');
    await leo.presses('review.withdraw', { arg: 'yes' });
    expect(await mine()).toMatchObject({ state: 'withdrawn', answers: [], share: 'coordinator' });
    await maya.presses('review.read', { subject: review });
    expect(read(maya)).not.toMatch(/openly/);
    await leo.presses('review.rate', { subject: (await mine()).id, arg: 'mid-trust.1.2' });
    expect(read(leo)).toContain('You took these answers back');
    leo.last = form;
    await leo.submits();
    expect(read(leo)).toContain('You took this back meanwhile, so nothing was sent.');
    expect(await mine()).toMatchObject({ state: 'withdrawn', answers: [] });
  });

  test('after its time nothing is taken in, and what was said stays readable', async () => {
    await leo.presses('review.rate', { arg: 'mid-trust.1.2' });
    await t.clock.pass(22 * day);
    await leo.presses('review.rate', { subject: (await mine()).id, arg: 'mid-goals.1.2' });
    expect(read(leo)).toContain('The time to answer or change this ended on');
    await leo.presses('review.change', { subject: (await mine()).id });
    expect(read(leo)).toContain('You said: 2, A little.');
    expect((await mine()).answers).toHaveLength(1);
  });

  test('twice at once, from a card and a panel, one answer is kept; somebody else keeps none', async () => {
    const { id } = await mine();
    await leo.presses('review.rate', { subject: id, arg: 'mid-trust.1.2' });
    await leo.presses('review.rate', { subject: id, arg: 'mid-trust.1.4' });
    expect(read(leo)).toContain('You have answered this already.');
    for (const other of ['maya', 'aisha', 'priya']) {
      await t.as(other).presses('review.rate', { subject: id, arg: 'mid-goals.1.4' });
      expect(read(t.as(other))).toContain('Nothing has changed.');
    }
    expect((await mine()).answers.map((a) => a.rating)).toEqual([2]);
  });

  test('all on one page, half of it left out: what was left out is a skip, and the choice who reads stands in it', async () => {
    await leo.types('review');
    await leo.presses('review.form');
    const labels = leo
      .form()
      .form.steps.flatMap((s) => s.items.map((i) => ('label' in i ? i.label : JSON.stringify(i.text))));
    expect(labels.findIndex((l) => l.includes('can read what you say'))).toBeLessThan(
      labels.findIndex((l) => l.startsWith('I can talk')),
    );
    await leo.fills({ 'all-mid-trust': '4', 'all-mid-change': 'LESS TALK', 'review-share': 'mentor' }).submits();
    expect(read(leo)).toContain('Your answers are saved.');
    expect(await mine()).toMatchObject({ state: 'done', share: 'mentor' });
    await maya.presses('review.read', { subject: (await mine()).review });
    expect(read(maya)).toContain('“LESS TALK”');
  });
});
