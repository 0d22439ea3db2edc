import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scaffoldsByName } from '../../../src/domain/scaffolds.js';
import { day } from '../../../src/kernel/clock.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { marker, mayasReflection, reflecting, reflectingWithEvidence, shownIn } from '../../support/reflect-world.js';
import type { Someone } from '../../support/someone.js';

/** A mentor's reflection as they write it (docs/field.md#reflection): one box at a time, and nothing is lost. */

let t: TestBot;
let maya: Someone;
afterEach(() => t.stop());

const sees = (): string => shownIn(t, maya.last);
const pieceAbout = async (question: string): Promise<string> => `${(await mayasReflection(t)).id}:${question}`;
async function answers(question: string, text: string): Promise<void> {
  await maya.presses('reflect.answer', { subject: await pieceAbout(question) });
  await maya.fills({ text }).submits();
}
const section = async (key: string, arg?: string): Promise<string> => {
  await maya.presses('reflect.section', {
    subject: `${(await mayasReflection(t)).id}:${key}`,
    ...(arg === undefined ? {} : { arg }),
  });
  return sees();
};

describe('with nothing held yet', () => {
  beforeEach(async () => {
    t = await startAfter(reflecting);
    maya = t.as('maya');
    await maya.types('reflect');
  });

  test('the next question is one tap and one box away; each change is a version, and every version is kept', async () => {
    expect(sees()).toContain('Which moment of your mentoring stays with you');
    await maya.presses('reflect.answer');
    // A mentor without any evidence is asked for words alone.
    expect(maya.form().form.steps.map((s) => s.items.filter((i) => i.kind !== 'note').map((i) => i.id))).toEqual([
      ['text'],
    ]);
    const note = JSON.stringify(maya.form().form.steps[0]?.items);
    expect(note).toMatch(/draft is yours alone.*coordinator.*from outside/s);
    expect(maya.form().form.steps[0]?.items[0]?.id).toBe('limits-draft');
    await maya.fills({ text: 'He rang alone.' }).submits();
    expect(sees()).toMatch(/saved[\s\S]*What did you do, and what did you see/);
    await answers('driscoll/what/happened', 'He rang alone.');
    expect(sees()).toContain('Nothing differs');
    await answers('driscoll/what/happened', 'He rang alone, twice.');
    expect(sees()).toContain('version 2');
    expect(await section('what')).toContain('He rang alone, twice.');
    await maya.presses('reflect.versions');
    expect(sees()).toMatch(/Version 2[\s\S]*twice[\s\S]*Version 1[\s\S]*He rang alone\./);
    await answers('driscoll/what/happened', '');
    expect(sees()).toContain('The earlier versions are kept');
    expect((await mayasReflection(t)).pieces.map((p) => p.version)).toEqual([1, 2, 3]);
    await maya.types('reflect');
    expect(sees()).toContain('0 of ');
  });

  test('another scaffold loses nothing: an answer goes where its question is asked, the rest stands as written before', async () => {
    await answers('driscoll/so-what/boundaries', 'I gave no private number.');
    await maya.presses('reflect.scaffold', { subject: (await mayasReflection(t)).id });
    await maya.presses('reflect.begin', { arg: 'gibbs' });
    await answers('gibbs/evaluation/went', 'The plan went well.');
    expect(await section('analysis')).toMatch(/boundary[\s\S]*Written under: What\? So what\?[\s\S]*no private number/);
    await maya.presses('reflect.begin', { subject: (await mayasReflection(t)).id, arg: 'kolb' });
    expect(sees()).toContain('Written before: 4 words');
    expect(await section('before')).toMatch(/What went well[\s\S]*The plan went well\./);
    expect(await section('concept')).toContain('no private number');
    // It is changed where it stands, and stays one answer.
    await answers('driscoll/so-what/boundaries', 'I gave no number at all.');
    expect((await mayasReflection(t)).pieces.map((p) => `${p.question} ${p.version}`).sort()).toEqual([
      'driscoll/so-what/boundaries 1',
      'driscoll/so-what/boundaries 2',
      'gibbs/evaluation/went 1',
    ]);
  });

  test('of two devices the later holds, and what the earlier sent is kept', async () => {
    const subject = await pieceAbout('driscoll/what/happened');
    await maya.presses('reflect.answer', { subject });
    const phone = maya.last;
    await maya.fills({ text: 'From the laptop' }).submits();
    maya.last = phone;
    await maya.fills({ text: 'From the phone' }).submits();
    const said = shownIn(t, maya.last);
    await maya.presses('reflect.answer', { subject });
    await maya.fills({ text: 'From the phone, then' }).submits();
    expect(said).toMatch(/sent/i);
    expect((await mayasReflection(t)).pieces.map((p) => p.text)).toEqual(['From the laptop', 'From the phone, then']);
  });

  test('what was begun in a box months ago is there still, and is nobody’s version yet', async () => {
    await maya.presses('reflect.answer');
    await maya.fills({ text: 'Half a thought' }).saves();
    await t.clock.pass(120 * day);
    await maya.types('reflect');
    await maya.presses('reflect.answer');
    expect(maya.form().answers.values.text).toBe('Half a thought');
    expect((await mayasReflection(t)).pieces).toEqual([]);
  });

  test('ten thousand words are box after box, and a section is read page by page', async () => {
    const { id } = await mayasReflection(t);
    const box = Array.from({ length: 400 }, () => 'mentor').join(' ');
    await t.store.write(async (tx) => {
      for (let n = 1; n <= 24; n += 1)
        await tx.in(t.programme).reflections.addPiece({
          portfolio: id,
          question: `driscoll/what/happened${n === 1 ? '' : `/${n}`}`,
          version: 1,
          text: `${n}: ${box}`,
          cites: [],
          savedAt: t.clock.now(),
        });
    });
    const first = await section('what');
    expect(first).toMatch(/Page 1 of 6/);
    expect(await section('what', '4')).toContain('24: mentor');
    await maya.presses('reflect.answer', { subject: `${id}:driscoll/what/happened/25` });
    await maya.fills({ text: box }).submits();
    await maya.types('reflect');
    expect(sees()).toMatch(/10024 words|10,024 words/);
  });

  test('somebody who mentors nobody is told whose it is, and a strange question or scaffold changes nothing', async () => {
    for (const [user, says] of [
      ['leo', 'This is for mentors'],
      ['tom', 'You mentor nobody yet'],
      ['priya', 'with that mentor’s sessions'],
    ] as const) {
      await t.as(user).types('reflect');
      expect(shownIn(t, t.as(user).last)).toContain(says);
    }
    const { id } = await mayasReflection(t);
    await maya.presses('reflect.answer', { subject: `${id}:driscoll/what/nothing` });
    expect(sees()).toContain('not here any more');
    await maya.presses('reflect.begin', { subject: id, arg: 'mine' });
    expect(sees()).toContain('no such scaffold');
  });

  test('mentoring that leads to no unit, and one that has ended, are reflected on all the same', async () => {
    const { id } = await mayasReflection(t);
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      const portfolio = await rows.portfolios.get(id);
      const [m] = await rows.mentorships.of(maya.id);
      if (portfolio === undefined || m === undefined) throw new Error('nothing there');
      await rows.portfolios.save({ ...portfolio, withoutUnit: true, targetMinutes: 0 });
      await rows.mentorships.save({ ...m, state: 'ended', endedAt: t.clock.now() });
    });
    await maya.types('reflect');
    await answers('driscoll/what/happened', 'It went its way.');
    expect(sees()).toContain('It is saved');
  });
});

describe('with a record and an answer', () => {
  beforeEach(async () => {
    t = await startAfter(reflectingWithEvidence);
    maya = t.as('maya');
  });

  async function cites(question: string, source: RegExp): Promise<void> {
    await maya.presses('reflect.answer', { subject: await pieceAbout(question) });
    maya.fills({ text: `${marker} what I think` });
    await maya.next();
    const choice = maya.form().form.steps[1]?.items.find((i) => i.id === 'cites');
    if (choice?.kind !== 'choice') throw new Error('no evidence to choose from');
    await maya.fills({ cites: choice.of.filter((o) => source.test(o.value)).map((o) => o.value) }).submits();
  }

  test('evidence stands beside the question that it bears on, is chosen, and shows what it says', async () => {
    await maya.types('reflect');
    expect(await section('so-what', '0')).toMatch(/Evidence that bears on it/);
    await cites('driscoll/so-what/strategy', /support/);
    expect(await section('so-what')).toMatch(/Record: NEED of leo → Short breaks: The breaks helped him to go on/);
    expect((await mayasReflection(t)).pieces[0]?.cites).toMatchObject(
      [/^record:.*support/].map((r) => expect.stringMatching(r)),
    );
  });

  test.each([
    ['taken back', 'withdrawn'],
    ['shared with the coordinator alone', 'unshared'],
    ['skipped after all', 'skipped'],
  ])('an answer that was %s reads like any other that is not there', async (_what, how) => {
    await cites('driscoll/what/happened', /^answer:/);
    expect(await section('what')).toContain('Answer: 4');
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      const [s] = (await rows.sessions.all()).filter((one) => one.state === 'ended');
      const f = s && (await rows.feedback.get(s.id, t.as('leo').id));
      if (f === undefined) throw new Error('no answer');
      await rows.feedback.save(
        how === 'withdrawn'
          ? { ...f, state: 'withdrawn' }
          : how === 'unshared'
            ? { ...f, share: null }
            : { ...f, answers: f.answers.map((a) => ({ ...a, rating: null, skipped: true })) },
      );
    });
    expect(await section('what')).toContain('Answer: This can’t be read here any more.');
    await maya.presses('reflect.check', { subject: (await mayasReflection(t)).id });
    expect(sees()).toMatch(/can’t be read any more/);
    expect(sees()).not.toMatch(/taken back|withdr|skipp|declin|refus|shared/i);
  });

  test('an erasure shows in what cites it, and the mentor’s own words stay', async () => {
    await cites('driscoll/so-what/strategy', /support|^answer:/);
    await t.store.write((tx) => tx.in(t.programme).people.erase(t.as('leo').id, t.clock.now()));
    const seen = await section('so-what');
    expect(seen).toContain(`${marker} what I think`);
    expect(seen).toMatch(/has been erased|can’t be read/);
    expect(seen).not.toContain('The breaks helped');
    // What is gone can be let go, and another chosen.
    await maya.presses('reflect.answer', { subject: await pieceAbout('driscoll/so-what/strategy') });
    await maya.next();
    expect(JSON.stringify(maya.form().form.steps[1])).toMatch(/has been erased|can’t be read/);
    await maya.fills({ cites: [] }).submits();
    expect((await mayasReflection(t)).pieces.at(-1)?.cites).toEqual([]);
  });

  test('the check names what is missing, each with a button that opens the answer', async () => {
    await answers('driscoll/what/happened', 'Words without evidence');
    await maya.presses('reflect.check', { subject: (await mayasReflection(t)).id });
    expect(sees()).toMatch(/“What\?” points at no evidence yet[\s\S]*/);
    expect(sees()).toContain('“Now what?” has no words yet.');
    await maya.presses('reflect.answer', { subject: await pieceAbout('driscoll/now-what/learnt') });
    expect(maya.form().form.id).toBe('reflect-piece');
  });

  test('a professional discussion is offered instead: the questions to take along, and who notes the answers', async () => {
    await maya.presses('reflect.talk', { subject: (await mayasReflection(t)).id });
    expect(sees()).toMatch(/spoken, and ada \(assessor\) notes them/);
    for (const s of scaffoldsByName.driscoll.sections) expect(sees()).toContain(s.title);
    expect(sees()).toContain('Which strategy did you use for which need');
    expect(sees()).not.toContain('restorative');
  });
});
