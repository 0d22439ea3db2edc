import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import {
  agreedBefore,
  asking,
  formIn,
  isAdult,
  leoMayBeAsked,
  mentorshipsOf,
  opensReview,
  type StakeholderWorld,
  sam,
  shown,
  stakeholderWorld,
} from '../../support/stakeholder-world.js';

/** How a stakeholder is asked by mail (docs/field.md#stakeholders): one link, whatever is asked; and what a word of the mentee, given late, does. */

let w: StakeholderWorld;
let m: MentorshipId;
beforeEach(async () => {
  w = await stakeholderWorld({ before: leoMayBeAsked });
  m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
});
afterEach(() => w.stop());

const { proposes, says, nextMorning, panelOf } = asking(() => ({ w, m }));

describe('two mentors', () => {
  let other: MentorshipId;
  beforeEach(async () => {
    await agreedBefore(w.bot, 'tom', 'aisha');
    other = (await mentorshipsOf(w.bot)).find((one) => one.id !== m)?.id as MentorshipId;
    await isAdult(w.bot, w.bot.as('aisha').id);
    await proposes();
    await says('yes');
    const tom = w.bot.as('tom');
    await tom.presses('stakeholder.propose', { subject: other });
    await tom.fills({ name: 'Sam Hill', email: sam.toUpperCase(), as: 'teacher' }).submits();
    await w.bot.as('aisha').presses('stakeholder.choose');
    await w.bot.as('aisha').fills({ word: 'yes' }).submits();
    await opensReview(w.bot, m);
    await opensReview(w.bot, other);
    await nextMorning();
  });

  test('come as one mail and one link, one after the other; one is declined, the other answered at full length', async () => {
    expect(w.mails).toHaveLength(1);
    const visitor = w.visitor(sam);
    await visitor.begins();
    expect(visitor.words).toContain('Maya Okafor and Leo');
    await visitor.sends({ [`not-${formIn(visitor.page.html)}`]: 'yes' }, 'next');
    expect(visitor.words).toContain('Tom Hughes and Aisha');
    const id = formIn(visitor.page.html);
    const long = '<script>alert(1)</script>'.repeat(120);
    await visitor.sends({ [`q-${id}-out-saw`]: long }, 'submit');
    expect(visitor.words).toContain('One thing to put right');
    await visitor.sends({ [`q-${id}-out-saw`]: long.slice(0, 2000) }, 'submit');
    expect(visitor.words).toContain('It is saved.');
    expect(await panelOf('tom', other)).toContain('<script>');
    expect(await panelOf('maya')).not.toContain('<script>');
    expect(shown(await w.bot.as('maya').presses('stakeholder.open', { subject: other }))).toContain('only');
  });

  test('are reminded of once, by a second link beside the first', async () => {
    const first = w.visitor(sam);
    await w.bot.clock.to('2026-11-30T12:00:00Z');
    await w.bot.settled();
    expect(w.mails).toHaveLength(2);
    await w.bot.clock.to('2026-12-06T12:00:00Z');
    await w.bot.settled();
    expect(w.mails).toHaveLength(2);
    for (const visitor of [first, w.visitor(sam)]) {
      await visitor.begins();
      expect(visitor.words).toContain('Maya Okafor mentors Leo');
    }
    // Its time is over: the page that stood open is refused, and nothing of it is kept.
    await w.bot.clock.to('2026-12-07T09:01:00Z');
    await first.sends({ [`q-${formIn(first.page.html)}-out-saw`]: 'Too late' }, 'next');
    expect(first.words).toContain('The time for this has passed');
    await first.opens();
    expect(first.page.status).toBe(410);
    expect(first.words).toContain('nothing more is asked of you');
  });

  test('are reminded of once, be they asked on two days: the first reminder is of all that waits', async () => {
    await opensReview(w.bot, other, 'end');
    await w.bot.clock.to('2026-11-25T12:00:00Z');
    await w.bot.settled();
    expect(w.mails).toHaveLength(2);
    for (const day of ['2026-11-30', '2026-12-01', '2026-12-02']) {
      await w.bot.clock.to(`${day}T12:00:00Z`);
      await w.bot.settled();
      expect(w.mails).toHaveLength(3);
    }
  });

  test('an erasure is asked for by the link: what was said is gone at once, and the link with the name', async () => {
    const visitor = w.visitor(sam);
    await visitor.begins();
    await visitor.sends({ [`q-${formIn(visitor.page.html)}-out-saw`]: 'Patient.' }, 'next');
    await visitor.sends({}, 'submit');
    expect(await panelOf('maya')).toContain('Patient.');
    await visitor.begins();
    await visitor.sends({}, 'next');
    await visitor.sends({ erase: 'yes' }, 'submit');
    expect(visitor.words).toContain('What you said is gone.');
    expect(await panelOf('maya')).not.toContain('Patient.');
    const priya = w.bot.as('priya');
    expect(priya.sees().at(-1)).toContain('to be erased');
    await priya.presses('data.erase');
    await priya.erases({ arg: 'yes' });
    await visitor.opens();
    expect(visitor.words).toContain('What was kept about you has been erased');
    // Nobody is proposed any more, for there is nobody.
    expect(await panelOf('maya')).not.toContain('Sam Hill');
  });

  test('the mentee’s erasure leaves the stakeholder nothing to answer of them', async () => {
    await w.bot.store.write((tx) => tx.in(w.bot.programme).people.erase(w.bot.as('leo').id, w.bot.clock.now()));
    const visitor = w.visitor(sam);
    await visitor.begins();
    expect(visitor.words).toContain('Tom Hughes mentors Aisha');
    expect(visitor.words).not.toMatch(/Maya|Leo/);
  });
});

test('a link that is guessed, and one of another purpose, open nothing of it', async () => {
  await proposes();
  const guessed = await w.site.get(`/f/${'A'.repeat(43)}`);
  expect(guessed.status).toBe(404);
  const draft = await w.bot.store.read((tx) => tx.in(w.bot.programme).drafts.openOf(w.bot.as('leo').id));
  expect(draft).toEqual([]);
  // Somebody else's press about somebody's own form.
  await says('yes');
  await opensReview(w.bot, m);
  const forms = await w.bot.store.read((tx) => tx.in(w.bot.programme).reviews.formsOf([m]));
  for (const who of ['maya', 'leo', 'tom'])
    expect(shown(await w.bot.as(who).presses('stakeholder.answer', { subject: forms[0]?.person ?? '' }))).toContain(
      'only',
    );
});

test('a yes that comes while a review is open is asked in it, and one taken back before the morning is not', async () => {
  await proposes();
  await opensReview(w.bot, m);
  await says('yes');
  await says('no');
  await nextMorning();
  expect(w.mails).toEqual([]);
  await says('yes');
  await w.bot.clock.to('2026-11-25T09:31:00Z');
  await w.bot.settled();
  expect(w.mails).toHaveLength(1);
});

test('a proposal that is taken back while it is asked: the page that stood open takes nothing in, and no reminder goes', async () => {
  await proposes();
  await says('yes');
  await opensReview(w.bot, m);
  await nextMorning();
  const visitor = w.visitor(sam);
  await visitor.begins();
  await w.bot.as('maya').presses('stakeholder.open', { subject: m });
  await w.bot.as('maya').presses('stakeholder.end');
  await visitor.sends({ [`q-${formIn(visitor.page.html)}-out-saw`]: 'Too late' }, 'submit');
  expect(visitor.words).toContain('Nothing is asked of you any more.');
  expect(await panelOf('maya')).not.toContain('Too late');
  await w.bot.clock.pass(13 * day);
  expect(w.mails).toHaveLength(1);
});

test('a yes given anew opens the newest review again, and none that it closed', async () => {
  await proposes();
  await says('yes');
  await opensReview(w.bot, m);
  await says('no');
  await opensReview(w.bot, m, 'end');
  await says('yes');
  const forms = await w.bot.store.read((tx) => tx.in(w.bot.programme).reviews.formsOf([m]));
  expect(forms.map((f) => `${f.moment} ${f.state}`)).toEqual(['mid closed', 'end open']);
});
