import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StakeholderAskId } from '../../../src/domain/stakeholder.js';
import { day } from '../../../src/kernel/clock.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { directOf } from '../../support/chat.js';
import {
  askedAlone,
  firstMentorship,
  formOf,
  longHeld,
  longRecorded,
  reviewForms,
  saidTo,
} from '../../support/review-world.js';
import type { Someone } from '../../support/someone.js';
import { agreed } from '../../support/steps.js';

/** A review as everybody but its mentee meets it (docs/field.md#review-readers). */

let t: TestBot;
afterEach(() => t.stop());
const as = (user: string): Someone => t.as(user);
const read = (user: string): string => saidTo(t, as(user));

/** All that the mentor and the coordinator can see of it, word by word and button by button. */
async function seenByOthers(): Promise<string> {
  const { review } = await formOf(t, 'mentee');
  const all: string[] = [];
  for (const user of ['maya', 'priya']) {
    for (const word of ['review', 'home', user === 'maya' ? 'digest' : 'people']) {
      await as(user).types(word);
      all.push(JSON.stringify(as(user).last));
    }
    await as(user).presses('review.read', { subject: review });
    all.push(JSON.stringify(as(user).last), read(user), ...as(user).sees());
  }
  await as('priya').presses('review.answers', { subject: '-' });
  all.push(JSON.stringify(as('priya').last), ...t.channel());
  return all.join('\n\n');
}

test('skipped, put off, stopped, taken back and not answered look alike to the mentor and to everybody above', async () => {
  const ways: Readonly<Record<string, (leo: Someone) => Promise<void>>> = {
    'not answered': async () => {},
    skipped: async (leo) => {
      for (let i = 0; i < 5; i += 1) await leo.presses('review.skip');
    },
    'put off': async (leo) => {
      await leo.presses('review.not-today');
    },
    stopped: async (leo) => {
      await leo.presses('review.stop');
    },
    'taken back': async (leo) => {
      await leo.presses('review.rate', { arg: 'mid-trust.1.1' });
      await leo.presses('review.share', { subject: (await formOf(t, 'mentee')).id, arg: 'mentor' });
      await leo.presses('review.withdraw', { subject: (await formOf(t, 'mentee')).id, arg: 'yes' });
    },
  };
  const seen: string[] = [];
  for (const way of Object.values(ways)) {
    t = await startAfter(askedAlone);
    await way(as('leo'));
    await t.settled();
    seen.push(await seenByOthers());
    await t.stop();
  }
  t = await startAfter(askedAlone);
  expect(seen[0]).toContain('There is nothing to read here now.');
  for (const [i, way] of Object.keys(ways).entries()) expect([way, seen[i]]).toEqual([way, seen[0]]);
}, 90_000);

describe('half-way', () => {
  beforeEach(async () => {
    t = await startAfter(askedAlone);
  });

  test('the coordinator has one line with one button, reads what was given, and the mentee sees that they did', async () => {
    const before = t.chat.in(directOf('priya')).length;
    await as('leo').presses('review.rate', { arg: 'mid-trust.1.2' });
    for (let i = 0; i < 4; i += 1) await as('leo').presses('review.skip');
    await as('priya').types('home');
    expect(read('priya')).toMatch(
      /1 mentorship came half-way or to the end in the last seven days\.\n\[Read what was said\]/,
    );
    expect(read('priya')).not.toMatch(/openly/);
    await as('priya').presses('review.answers');
    await as('priya').presses('review.read');
    expect(read('priya')).toMatch(/leo\n- I can talk openly with my mentor\. 2, A little/);
    expect(read('priya')).not.toMatch(/goals|skip/i);
    // The mentor was not let in.
    const { review } = await formOf(t, 'mentee');
    await as('maya').presses('review.read', { subject: review });
    expect(read('maya')).toContain('There is nothing to read here now.');
    await as('leo').presses('data.open', { subject: '-' });
    expect(read('leo')).toMatch(/priya \(coordinator\) read what was said in a review/);
    // To the mentor, whom Leo did not let in, it would say that he said something.
    await as('maya').presses('data.open', { subject: '-' });
    expect(read('maya')).not.toMatch(/priya|review,/);
    expect(read('leo')).toContain('Reviews you answered: 1');
    expect(read('leo')).toContain('What you said in a review: the coordinator, and your mentor once you let them.');
    expect(t.chat.in(directOf('priya'))).toHaveLength(before);
    await t.clock.pass(8 * day);
    await as('priya').types('home');
    expect(read('priya')).not.toContain('came half-way');
  });

  test('a coordinator who is the mentor reads as the mentor, and an outsider nothing', async () => {
    await as('leo').presses('review.rate', { arg: 'mid-trust.1.2' });
    await t.store.write(async (tx) => {
      const { people } = tx.in(t.programme);
      const maya = await people.get(as('maya').id);
      if (maya !== undefined) await people.save({ ...maya, roles: [...maya.roles, 'coordinator'] });
    });
    const { review } = await formOf(t, 'mentee');
    await as('maya').presses('review.answers', { subject: '-' });
    expect(read('maya')).toContain('There is nothing to read here now.');
    await as('maya').presses('review.read', { subject: review });
    expect(read('maya')).not.toMatch(/openly/);
    for (const user of ['sam', 'aisha', 'ada', 'sue']) {
      if (as(user).id === undefined) continue;
      await as(user).presses('review.read', { subject: review });
      expect(read(user)).toContain('Nothing has changed.');
    }
  });

  test('the mentor is told once, writes their own view over two sittings, and nobody but them reads it', async () => {
    const told = as('maya')
      .sees()
      .filter((m) => m.includes('You and Leo Brandt are half-way.'));
    expect(told).toHaveLength(1);
    await as('maya').types('home');
    expect(read('maya')).toContain('How was your own mentoring of leo, half-way?');
    await as('maya').presses('review.self');
    const notes = JSON.stringify(as('maya').form().form);
    expect(notes).toContain('For now you alone read this');
    await as('maya').fills({ 'self-self-listened': '4', 'self-self-learn': 'MAYAS OWN' }).saves();
    await as('maya').types('home');
    await as('maya').presses('review.self', { subject: (await formOf(t, 'mentor')).id });
    expect(as('maya').form().answers.values['self-self-learn']).toBe('MAYAS OWN');
    await as('maya').submits();
    expect(await formOf(t, 'mentor')).toMatchObject({ state: 'done', share: 'mentor' });
    expect(as('maya').sees().join('\n')).toContain('Your own view is saved.');
    const { review } = await formOf(t, 'mentor');
    for (const user of ['leo', 'priya']) {
      await as(user).presses('review.read', { subject: review });
      expect(read(user)).not.toContain('MAYAS OWN');
    }
    await as('maya').presses('review.read', { subject: review });
    expect(read('maya')).toContain('“MAYAS OWN”');
    await as('maya').types('home');
    expect(read('maya')).not.toContain('How was your own mentoring');
    await as('leo').presses('review.self', { subject: (await formOf(t, 'mentor')).id });
    expect(read('leo')).toContain('Nothing has changed.');
    await t.clock.pass(22 * day);
    await as('maya').presses('review.self', { subject: (await formOf(t, 'mentor')).id });
    expect(read('maya')).toContain('The time to write about it is over.');
  });

  test('a session to look at it together is planned from there, as a review', async () => {
    await as('maya').types('review');
    await as('maya').presses('plan.new', { arg: 'review' });
    expect(as('maya').form().answers.values.kind).toBe('review');
  });

  test('an end in mid-review closes what was open and asks about the end alone; what was said stays', async () => {
    await as('leo').presses('review.rate', { arg: 'mid-trust.1.2' });
    await as('leo').presses('mentorship.end', { subject: await firstMentorship(t), arg: 'yes' });
    await t.clock.to('2026-11-25T12:01:00Z');
    expect(as('leo').sees().at(-1)).toMatch(/Your time with Maya .* has come to its end/);
    const [mid, end] = (await reviewForms(t)).filter((f) => f.audience === 'mentee');
    expect([mid?.state, mid?.answers.length, end?.state]).toEqual(['closed', 1, 'open']);
    await as('leo').types('review');
    expect(read('leo').match(/\[Answer\]/g)).toHaveLength(1);
    await t.clock.pass(20 * day);
    expect((await reviewForms(t)).filter((f) => f.audience === 'mentee')).toHaveLength(2);
  });

  test('a handover in mid-review: what was said stays between those who read it, and whoever goes on begins anew', async () => {
    const { id, review } = await formOf(t, 'mentee');
    await as('leo').presses('review.rate', { arg: 'mid-trust.1.2' });
    await as('leo').presses('review.share', { subject: id, arg: 'mentor' });
    const m = await firstMentorship(t);
    await as('maya').presses('handover.begin', { subject: m });
    await as('maya')
      .fills({ to: as('tom').id })
      .submits();
    await as('leo').presses('handover.choose', { subject: m });
    await as('leo')
      .fills({ 'go-on': 'yes', passes: ['goals', 'agreement', 'records'] })
      .submits();
    await agreed(t, 'tom', 'leo');
    await t.clock.to('2026-11-25T12:01:00Z');
    // The half is asked no more; of the end both sides are asked, about the mentor it was with.
    expect(as('leo').sees().at(-1)).toMatch(/Your time with Maya .* has come to its end/);
    expect((await reviewForms(t)).map((f) => [f.mentorship === m, f.audience, f.moment, f.state])).toEqual([
      [true, 'mentee', 'mid', 'closed'],
      [true, 'mentor', 'mid', 'closed'],
      [true, 'mentee', 'end', 'open'],
      [true, 'mentor', 'end', 'open'],
    ]);
    await as('maya').presses('review.read', { subject: review });
    expect(read('maya')).toContain('I can talk openly with my mentor. 2, A little');
    // Whoever goes on has no part in it, whatever the mentee let pass on.
    await as('tom').presses('review.read', { subject: review });
    expect(read('tom')).toContain('Nothing has changed.');
    await as('tom').presses('handover.read', { subject: m });
    expect(read('tom')).not.toMatch(/openly|A little/);
    await as('tom').types('review');
    expect(read('tom')).toContain('The first opens half-way');
    // The minutes with whoever was before bring no review of the new one.
    await t.clock.pass(5 * day);
    expect((await reviewForms(t)).every((f) => f.mentorship === m)).toBe(true);
    await as('leo').presses('review.withdraw', { subject: id, arg: 'yes' });
    await as('maya').presses('review.read', { subject: review });
    expect(read('maya')).not.toMatch(/openly/);
  });

  test('after an erasure nothing of the mentee is there, and nobody is asked', async () => {
    await as('leo').presses('review.rate', { arg: 'mid-trust.1.2' });
    const { id, review } = await formOf(t, 'mentee');
    await as('priya').erases({ subject: as('leo').id, arg: 'yes' });
    await as('priya').presses('review.read', { subject: review });
    expect(read('priya')).toContain('There is nothing to read here now.');
    expect((await reviewForms(t)).find((f) => f.id === id)).toMatchObject({ state: 'withdrawn', answers: [] });
    await t.clock.pass(3 * day);
    expect((await reviewForms(t)).filter((f) => f.moment === 'end')).toEqual([]);
  });
});

describe('a review opens', () => {
  const begin = async (before: Before): Promise<void> => {
    t = await startAfter(before);
  };

  test('not while it is paused, and as soon as it goes on', async () => {
    await begin(longHeld);
    const m = await firstMentorship(t);
    await as('leo').presses('mentorship.pause', { subject: m });
    await longRecorded(t);
    await t.clock.pass(3 * day);
    expect(await reviewForms(t)).toEqual([]);
    await as('leo').presses('mentorship.resume', { subject: m });
    expect((await reviewForms(t)).map((f) => f.audience)).toEqual(['mentee', 'mentor']);
  });

  test('at half of its time, however few its minutes; and a mentee paused meanwhile is not asked until it goes on', async () => {
    await begin(longHeld);
    // Held, and never written about.
    await t.clock.to('2027-01-09T08:00:00Z');
    const [form] = await reviewForms(t);
    expect(form?.audience).toBe('mentee');
    const before = t.chat.in(directOf('leo')).length;
    await as('leo').presses('mentorship.pause', { subject: await firstMentorship(t) });
    const paused = t.chat.in(directOf('leo')).length;
    await t.clock.pass(2 * day);
    expect(t.chat.in(directOf('leo'))).toHaveLength(paused);
    await as('leo').presses('mentorship.resume', { subject: await firstMentorship(t) });
    await t.clock.pass(2 * day);
    expect(t.chat.in(directOf('leo')).length).toBeGreaterThan(before);
    expect(as('leo').sees().at(-1)).toContain('You are half-way with Maya');
  });

  test('of one that ends after one short session: at its end, once; of one in which they never met: never', async () => {
    await begin(longHeld);
    await as('leo').presses('mentorship.end', { subject: await firstMentorship(t), arg: 'yes' });
    await t.clock.pass(2 * day);
    expect((await reviewForms(t)).map((f) => [f.audience, f.moment])).toEqual([
      ['mentee', 'end'],
      ['mentor', 'end'],
    ]);
  });

  test('with a form for each stakeholder whom the mentee said yes to, and for nobody else', async () => {
    await begin(longHeld);
    const mentorship = await firstMentorship(t);
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      const people = (await rows.people.all()).filter((p) => ![as('leo').id, as('maya').id].includes(p.id));
      for (const [i, word] of (['yes', 'no', 'asked', 'yes'] as const).entries())
        await rows.stakeholderAsks.save({
          id: `ask-${i}` as StakeholderAskId,
          programme: t.programme,
          mentorship,
          person: people[i]?.id as never,
          as: 'teacher',
          reason: '',
          proposedBy: as('priya').id,
          proposedAt: t.clock.now(),
          word,
          wordAt: null,
          endedAt: i === 3 ? t.clock.now() : null,
        });
    });
    await longRecorded(t);
    const forms = await reviewForms(t);
    expect(forms.map((f) => f.audience)).toEqual(['mentee', 'mentor', 'stakeholder']);
  });
});
