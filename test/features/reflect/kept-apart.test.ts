import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { marker, mayasReflection, reflecting, reflectingWithEvidence, shownIn } from '../../support/reflect-world.js';
import type { Someone } from '../../support/someone.js';

/** Who reads a reflection and when, and what comes by itself (docs/field.md#reflection). */

let t: TestBot;
let maya: Someone;
afterEach(() => t.stop());

const said = (who: Someone): string => shownIn(t, who.last);
async function answers(question: string, text: string): Promise<void> {
  await maya.presses('reflect.answer', { subject: `${(await mayasReflection(t)).id}:${question}` });
  await maya.fills({ text }).submits();
}
const everyMessage = (): string =>
  [...['maya', 'leo', 'priya', 'tom', 'ada'].flatMap((user) => t.as(user).sees()), ...t.channel()].join('\n');
/** How often Maya was sent a small question. */
const questions = (): readonly string[] => maya.sees().filter((m) => m.startsWith('# A small question'));

describe('a draft', () => {
  beforeEach(async () => {
    t = await startAfter(reflectingWithEvidence);
    maya = t.as('maya');
  });

  const reads = async (user: string): Promise<string> => {
    await t.as(user).presses('reflect.read', { subject: (await mayasReflection(t)).id });
    return said(t.as(user));
  };
  const declares = async (ai?: { tool: string; what: string }): Promise<void> => {
    await maya.presses('reflect.declare', { subject: (await mayasReflection(t)).id });
    maya.fills({ own: 'yes', helped: ai === undefined ? 'no' : 'yes' });
    if (ai !== undefined) {
      maya.fills({ 'ai.0.tool': ai.tool, 'ai.0.what': ai.what });
    }
    await maya.submits();
    expect(maya.last?.kind, JSON.stringify(maya.last)).toBe('close');
  };

  test('is its mentor’s alone until it is declared; then others read what was declared, and nothing that came after', async () => {
    await answers('driscoll/what/happened', `${marker} first`);
    for (const user of ['priya', 'ada']) {
      expect(await reads(user)).toContain('a draft is its mentor’s own');
      await t.as(user).types('past @maya');
      expect(said(t.as(user))).toMatch(/A reflection is being written: 1 version of its answers, the first saved on/);
    }
    for (const user of ['leo', 'tom']) expect(await reads(user)).toContain('only. Nothing has changed.');

    await declares({ tool: 'Dictation', what: 'put my speech into text' });
    for (const user of ['priya', 'ada']) {
      await t.as(user).types('past @maya');
      await t.as(user).presses('reflect.read');
      expect(said(t.as(user))).toContain(`${marker} first`);
      expect(said(t.as(user))).toMatch(/Dictation: put my speech into text/);
    }
    for (const user of ['leo', 'tom']) expect(await reads(user)).not.toContain(marker);
    await maya.types('settings');
    await maya.presses('data.open', { subject: '-' });
    expect(said(maya)).toMatch(/\(assessor\) read what a mentor wrote about their mentoring/);
    expect(said(maya)).toMatch(/priya \(coordinator\) read what a mentor wrote/i);

    await answers('driscoll/what/happened', `${marker} second`);
    expect(said(maya)).toContain('declare it again');
    for (const user of ['priya', 'ada']) {
      expect(await reads(user)).toContain(`${marker} first`);
      expect(said(t.as(user))).not.toContain('second');
      expect(said(t.as(user))).toContain('changed, and not declared yet');
    }
    await declares();
    expect(await reads('ada')).toContain(`${marker} second`);
    expect(said(t.as('ada'))).toMatch(/Help by a machine: none/);
    expect(everyMessage()).not.toContain(marker);
  });

  test('the declaration asks which machine helped and for what, names the readers, and points at names that are left', async () => {
    await maya.presses('reflect.declare', { subject: (await mayasReflection(t)).id });
    expect(said(maya)).toContain('not written anything yet');
    await answers('driscoll/what/happened', 'Leo met Zebedee at the college.');
    await maya.presses('reflect.declare', { subject: (await mayasReflection(t)).id });
    const form = JSON.stringify(maya.form().form);
    expect(form).toContain('coordinator');
    expect(form).toContain('“Zebedee”');
    expect(form).not.toContain('“Leo”');
    await maya.fills({ own: 'yes', helped: 'yes' }).submits();
    expect(maya.last?.kind).toBe('form');
    expect((await mayasReflection(t)).reflection.declaration).toBeNull();
  });

  test('an allocation that has ended opens nothing, and nor does an ended role', async () => {
    await answers('driscoll/what/happened', `${marker} first`);
    await declares();
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      for (const a of await rows.allocations.all()) await rows.allocations.end(a.id, t.clock.now());
    });
    await t.clock.pass(1000);
    expect(await reads('ada')).not.toContain(marker);
  });
});

describe('what comes by itself', () => {
  beforeEach(async () => {
    t = await startAfter(reflecting);
    maya = t.as('maya');
  });

  test('a small question a fortnight, on a working day, and none while one is open', async () => {
    await t.clock.pass(13 * day);
    expect(questions()).toHaveLength(0);
    await t.clock.to('2026-12-07T10:05:00Z');
    expect(questions()).toHaveLength(1);
    expect(questions()[0]).toMatch(/Which moment[\s\S]*\[Answer it\][\s\S]*\[No more of these\]/);
    // Left alone it stays the only one, however long.
    for (let i = 0; i < 3; i += 1) await t.clock.pass(14 * day);
    expect(questions()).toHaveLength(1);
    await maya.presses('reflect.answer', { subject: `${(await mayasReflection(t)).id}:driscoll/what/happened` });
    await maya.fills({ text: `${marker} at last` }).submits();
    expect(questions()[0]).toContain('It waits no more');
    await t.clock.pass(15 * day);
    expect(questions()).toHaveLength(2);
    // Put aside, the same question comes again a fortnight later, or another once it is answered.
    await maya.presses('reflect.not-now');
    expect(questions()[1]).toContain('It waits no more');
    await t.clock.pass(15 * day);
    expect(questions()).toHaveLength(3);
    expect(everyMessage()).not.toContain(marker);
  });

  test('stopped with one tap it never comes, until it is asked for again', async () => {
    await t.clock.to('2026-12-07T10:05:00Z');
    await maya.presses('reflect.stop');
    expect(said(maya)).toContain('No small questions come any more');
    for (let i = 0; i < 4; i += 1) await t.clock.pass(14 * day);
    expect(questions()).toHaveLength(1);
    await maya.types('reflect');
    await maya.presses('reflect.ask', { arg: 'on' });
    await t.clock.pass(18 * day);
    expect(questions()).toHaveLength(2);
  });

  test('never in a pause, nor while the mentorship rests, nor once it is declared', async () => {
    await maya.types('settings');
    await maya.presses('settings.pause', { subject: '-', arg: '30' });
    await t.clock.pass(28 * day);
    expect(questions()).toHaveLength(0);
    // Christmas has no working day.
    await t.clock.pass(9 * day);
    expect(questions()).toHaveLength(1);
    await maya.presses('reflect.not-now');
    await answers('driscoll/what/happened', 'A word');
    await maya.presses('reflect.declare', { subject: (await mayasReflection(t)).id });
    await maya.fills({ own: 'yes', helped: 'no' }).submits();
    for (let i = 0; i < 3; i += 1) await t.clock.pass(14 * day);
    expect(questions()).toHaveLength(1);
    // Changed afterwards it is a draft again, and so the questions come again.
    await answers('driscoll/what/happened', 'Another word');
    const [m] = await t.store.read((tx) => tx.in(t.programme).mentorships.of(maya.id));
    await maya.presses('mentorship.pause', { subject: m?.id ?? '' });
    await t.clock.pass(15 * day);
    expect(questions()).toHaveLength(1);
    await maya.presses('mentorship.resume', { subject: m?.id ?? '' });
    await t.clock.pass(15 * day);
    expect(questions()).toHaveLength(2);
  });

  test('what a mentor means to do is reminded of once on its day, without a word of it, and ticked off', async () => {
    const { id } = await mayasReflection(t);
    const adds = async (what: string, due: string): Promise<void> => {
      await maya.presses('reflect.action', { subject: `${id}:ahead:new` });
      await maya.fills({ what: `${marker} ${what}`, due }).submits();
    };
    await adds('ask the college', '2026-11-26');
    await adds('write it down', '2026-11-27');
    const due = (): readonly string[] => maya.sees().filter((m) => m.startsWith('# What you will do'));
    await t.clock.to('2026-11-26T09:05:00Z');
    expect(due()).toHaveLength(1);
    await maya.presses('reflect.section');
    expect(said(maya)).toMatch(/ask the college \(whose: Me, by Thu 26 Nov 2026\)/);
    await maya.presses('reflect.done');
    expect(said(maya)).toContain('done today');
    expect(due()[0]).toContain('dealt with it');
    // The other one is moved: it is reminded of on its new day alone.
    const other = (await mayasReflection(t)).pieces.find((p) => p.text.includes('write it down'));
    await maya.presses('reflect.action', { subject: `${id}:${other?.question.replace('/', ':')}` });
    await maya.fills({ due: '2026-12-01' }).submits();
    await t.clock.to('2026-11-27T12:00:00Z');
    expect(due()).toHaveLength(1);
    await t.clock.to('2026-12-01T12:00:00Z');
    expect(due()).toHaveLength(2);
    await t.clock.pass(7 * day);
    expect(due()).toHaveLength(2);
    expect(everyMessage()).not.toContain(marker);
  });
});
