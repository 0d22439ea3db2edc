import { afterEach, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import { addressIn, answersAgreement, proposed as proposedTo } from '../../support/links-world.js';
import {
  asking,
  formIn,
  isAdult,
  leoMayBeAsked,
  mentorshipsOf,
  opensReview,
  type StakeholderWorld,
  stakeholderWorld,
} from '../../support/stakeholder-world.js';
import { Visitor } from '../../support/visitor.js';

/** How a stakeholder is asked where no mail goes (docs/field.md#stakeholders): somebody passes the link on. */

let w: StakeholderWorld;
let m: MentorshipId;
async function begin(mailed: false | 'refused' = false): Promise<void> {
  w = await stakeholderWorld({ mailed, before: leoMayBeAsked });
  m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
}
afterEach(() => w.stop());

const { proposes, says, nextMorning, panelOf } = asking(() => ({ w, m }));

test('the coordinator is given the link to pass on, and their card stays as it is whatever comes of it', async () => {
  await begin();
  await proposes();
  await says('yes');
  await opensReview(w.bot, m);
  await nextMorning();
  const priya = w.bot.as('priya');
  const card = priya.sees().at(-1);
  expect(card).toContain('Please give them their link.');
  expect(w.bot.as('maya').sees().join()).not.toContain('their link');
  const visitor = new Visitor(w.site, addressIn(await priya.presses('stakeholder.pass')));
  await visitor.begins();
  await visitor.sends({ [`q-${formIn(visitor.page.html)}-out-saw`]: 'Patient.' }, 'submit');
  expect(priya.sees().at(-1)).toBe(card);
  await says('no');
  expect(priya.sees().at(-1)).toBe(card);
  await w.bot.clock.pass(6 * day);
  expect(priya.sees().at(-1)).toBe(card);
  // What was said before the yes was taken back stays, and can be taken back by whoever said it.
  expect(await panelOf('maya')).toContain('Patient.');
  await visitor.begins();
  expect(visitor.words).toContain('Take back what I said');
  await visitor.sends({ [`not-${/v\.not-([^"]+?)"/.exec(visitor.page.html)?.[1] ?? ''}`]: 'yes' }, 'submit');
  expect(await panelOf('maya')).not.toContain('Patient.');
});

test('whoever passed it on is not asked again: they would learn that nothing came', async () => {
  await begin();
  await proposes();
  await says('yes');
  await opensReview(w.bot, m);
  await nextMorning();
  const told = () =>
    w.bot
      .as('priya')
      .sees()
      .filter((one) => one.includes('their link'));
  const before = told();
  expect(before).toHaveLength(1);
  for (const date of ['2026-11-30', '2026-12-01', '2026-12-08']) {
    await w.bot.clock.to(`${date}T12:00:00Z`);
    await w.bot.settled();
    expect(told()).toEqual(before);
  }
});

test('nor does one arrive that is refused for good: the link is handed over where the reminder would have come', async () => {
  await begin('refused');
  await proposes();
  await says('yes');
  await opensReview(w.bot, m);
  await nextMorning();
  const priya = w.bot.as('priya');
  expect(priya.sees().join()).not.toContain('their link');
  await w.bot.clock.to('2026-11-30T12:00:00Z');
  await w.bot.settled();
  expect(w.mails).toHaveLength(1);
  expect(priya.sees().at(-1)).toContain('Please give them their link.');
  expect(w.bot.as('maya').sees().join()).not.toContain('their link');
  const visitor = new Visitor(w.site, addressIn(await priya.presses('stakeholder.pass')));
  await visitor.begins();
  expect(visitor.words).toContain('Maya Okafor mentors Leo.');
});

test('a mentee without an account finds it on a link, which tells nobody that it was used', async () => {
  w = await stakeholderWorld({ mailed: false });
  const kai = await proposedTo(w.bot, 'Kai Lund');
  await w.bot.as('maya').presses('link.make');
  await answersAgreement(new Visitor(w.site, addressIn(w.bot.as('maya').last)));
  m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
  await isAdult(w.bot, kai);
  expect(await proposes()).toContain('no account here');
  const before = await panelOf('maya');
  const visitor = new Visitor(w.site, addressIn(await w.bot.as('maya').presses('stakeholder.link')));
  await visitor.begins();
  expect(visitor.words).toContain('not about you. Why they: Sam sees us');
  await visitor.sends({ word: 'no' }, 'submit');
  expect(visitor.words).toContain('Nobody is told that you said no.');
  expect(await panelOf('maya')).toBe(before);
  await visitor.begins();
  await visitor.sends({ word: 'yes' }, 'submit');
  expect(await panelOf('maya')).toBe(before);
  await opensReview(w.bot, m);
  expect(await w.bot.store.read((tx) => tx.in(w.bot.programme).reviews.formsOf([m]))).toHaveLength(1);
});
