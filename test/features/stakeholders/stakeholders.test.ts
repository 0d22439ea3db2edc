import { afterEach, beforeEach, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import {
  agreedBefore,
  asking,
  formIn,
  leoMayBeAsked,
  mentorshipsOf,
  opensReview,
  type StakeholderWorld,
  sam,
  shown,
  stakeholderWorld,
} from '../../support/stakeholder-world.js';

/** Whom a mentee lets be asked about a mentorship (docs/field.md#stakeholders): who may propose, what the mentee is told, and what is read. */

let w: StakeholderWorld;
let m: MentorshipId;
beforeEach(async () => {
  w = await stakeholderWorld({ before: leoMayBeAsked });
  m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
});
afterEach(() => w.stop());

const { proposes, says, nextMorning, panelOf } = asking(() => ({ w, m }));

test('a mentor proposes, the mentee says yes, a review opens, and Sam answers by one link', async () => {
  expect(await proposes()).toContain('If they are asked and answer, you will read it here.');
  const card = w.bot.as('leo').sees().at(-1) ?? '';
  expect(card).toContain('how Maya Okafor does as a mentor');
  expect(card).not.toContain('Tuesdays');
  await w.bot.as('leo').presses('stakeholder.choose');
  const form = shown(w.bot.as('leo').form());
  expect(form).toContain('Sam sees us on Tuesdays.');
  expect(form).toContain('The mentor treated everybody with respect.');
  expect(form).toContain('the coordinator');
  await w.bot.as('leo').fills({ word: 'yes' }).submits();
  expect(w.mails).toEqual([]);

  await opensReview(w.bot, m);
  await nextMorning();
  expect(w.mails).toHaveLength(1);
  expect(w.mails[0]?.text).toContain('Four questions, about two minutes, by');
  expect(w.mails[0]?.text).not.toMatch(/Maya|Leo|Sam/);
  const visitor = w.visitor(sam);
  await visitor.opens();
  expect(visitor.words).not.toMatch(/Maya|Leo|didn’t come/);
  await visitor.begins();
  expect(visitor.words).toContain('Maya Okafor mentors Leo.');
  expect(visitor.words).not.toContain('Brandt');
  const id = /v\.q-([^"]+?)-out-contact/.exec(visitor.page.html)?.[1] ?? '';
  await visitor.sends(
    { [`q-${id}-out-contact`]: '4', [`q-${id}-out-saw`]: 'Rang back <b>the same</b> day.' },
    'submit',
  );
  expect(visitor.words).toContain('It is saved.');

  for (const who of ['maya', 'leo', 'priya']) {
    const panel = await panelOf(who);
    expect(panel).toContain('Rang back <b>the same</b> day.');
    expect(panel).toContain('Mostly (4 of 5)');
  }
  // Opened again, it holds what was said, and can be changed.
  await visitor.begins();
  expect(visitor.page.html).toContain('Rang back &lt;b>the same&lt;/b> day.');
  await visitor.sends({ [`q-${id}-out-saw`]: 'Rang back.' }, 'submit');
  expect(await panelOf('maya')).toContain('Rang back.');
  expect(await panelOf('maya')).not.toContain('the same');
  // Whoever is asked has no part here, and is in no digest.
  const people = await w.bot.store.read((tx) => tx.in(w.bot.programme).people.all());
  expect(people.find((p) => p.name === 'Sam Hill')?.roles).toEqual([]);
  // It is nobody's news.
  await w.bot.clock.pass(8 * day);
  expect(w.mails).toHaveLength(1);
});

test('no, silence, a yes taken back, a decline and an answer left empty look the same to mentor and coordinator', async () => {
  await proposes();
  const messages = () =>
    ['maya', 'priya'].map((who) =>
      w.bot
        .as(who)
        .sees()
        .filter((one) => !one.includes('this week')),
    );
  const look = async () => [await panelOf('maya'), await panelOf('priya'), ...messages()];
  const silence = await look();
  expect(silence[0]).toContain('You have proposed');
  const same = async () => expect(await look()).toEqual(silence);
  await says('no');
  await same();
  await says('yes');
  await same();
  await opensReview(w.bot, m);
  await nextMorning();
  await same();
  const visitor = w.visitor(sam);
  await visitor.begins();
  const id = formIn(visitor.page.html);
  await visitor.sends({}, 'submit');
  await same();
  await visitor.begins();
  await visitor.sends({ [`not-${id}`]: 'yes' }, 'submit');
  expect(visitor.words).toContain('It is saved.');
  await same();
  await says('no');
  await same();
  await visitor.begins();
  expect(visitor.words).toContain('Nothing is asked of you any more.');
  await w.bot.clock.pass(20 * day);
  await same();
  // What the two choose and send empty stands on no chain: whoever sees its entries would see that something was said.
  const entries = await w.bot.store.read((tx) => tx.in(w.bot.programme).audit.of(m));
  expect([...new Set(entries.map((e) => e.what))].filter((what) => what.startsWith('stakeholder.')).sort()).toEqual([
    'stakeholder.proposed',
    'stakeholder.read',
  ]);
  // The mentee's own word is theirs to see.
  expect(await panelOf('leo')).toContain('You said no. They are not asked.');
});

test('for a mentee who is not noted as 18 or over the coordinator alone proposes; the mentor is told kindly', async () => {
  const tom = w.bot.as('tom');
  await agreedBefore(w.bot, 'tom', 'aisha');
  const other = (await mentorshipsOf(w.bot)).find((one) => one.mentor === tom.id)?.id as MentorshipId;
  expect(shown(await tom.presses('stakeholder.propose', { subject: other }))).toContain('your coordinator chooses');
  await tom.presses('stakeholder.ask-coordinator');
  const priya = w.bot.as('priya');
  expect(priya.sees().at(-1)).toContain('Tom Hughes would like somebody beside the two to be asked');
  await priya.presses('stakeholder.propose');
  await priya.fills({ who: w.bot.as('grace').id, as: 'line-manager', reason: 'Only Aisha and I read this.' }).submits();
  expect(w.bot.as('aisha').sees().at(-1)).toContain('May Grace Lindqvist be asked how Tom Hughes does as a mentor?');
  expect(await panelOf('tom', other)).not.toContain('Only Aisha and I read this.');
  expect(await panelOf('priya', other)).toContain('Only Aisha and I read this.');
});

test('a form that was open before is the coordinator’s alone too, once the mentee is not noted as 18 or over', async () => {
  const maya = w.bot.as('maya');
  await maya.presses('stakeholder.propose', { subject: m });
  await w.bot.store.write(async (tx) => {
    const { people } = tx.in(w.bot.programme);
    const leo = await people.get(w.bot.as('leo').id);
    if (leo === undefined) throw new Error('no Leo');
    const { adult: _, ...others } = leo;
    await people.save(others);
  });
  await maya.fills({ name: 'Sam Hill', email: sam, as: 'teacher' }).submits();
  expect(shown(maya.last)).toContain('your coordinator chooses');
  const rows = await w.bot.store.read(async (tx) => {
    const { stakeholderAsks, people } = tx.in(w.bot.programme);
    return [await stakeholderAsks.ofMentorships([m]), (await people.all()).filter((p) => p.name === 'Sam Hill')];
  });
  expect(rows).toEqual([[], []]);
});

test('the mentee is told in one message a day, and never reminded', async () => {
  const told = (): readonly string[] =>
    w.bot
      .as('leo')
      .sees()
      .filter((s) => s.includes('be asked how Maya'));
  await proposes();
  await proposes('maya', { name: 'Ann Bell', email: 'ann@school.example' });
  expect(told()).toHaveLength(1);
  await w.bot.clock.to('2026-11-24T12:01:00Z');
  expect(told()).toHaveLength(2);
  // Proposed again, or taken back and proposed again, nobody is told anew.
  await proposes();
  await w.bot.as('maya').presses('stakeholder.open', { subject: m });
  await w.bot.as('maya').presses('stakeholder.end');
  await proposes();
  await w.bot.clock.pass(40 * day);
  expect(told()).toHaveLength(2);
});

test('a proposal that is taken back says so on the mentee’s card; proposed anew, who was not told yet is told', async () => {
  const card = (of: string): string | undefined =>
    w.bot
      .as('leo')
      .sees()
      .findLast((s) => s.includes(of));
  const takesBack = async (nth: number): Promise<void> => {
    const asks = await w.bot.store.read((tx) => tx.in(w.bot.programme).stakeholderAsks.ofMentorships([m]));
    await w.bot.as('maya').presses('stakeholder.end', { subject: asks[nth]?.id ?? '' });
    await w.bot.settled();
  };
  await proposes();
  await w.bot.settled();
  expect(card('how Maya')).toContain('You decide.');
  await takesBack(0);
  expect(card('how Maya')).toBeUndefined();
  expect(card('# Nobody is asked')).toContain('Whoever proposed this has taken it back.');
  // It stands again, as it stood.
  await proposes();
  await w.bot.settled();
  expect(card('how Maya')).toContain('You decide.');
  // His message of that day was the first: of the second he was to hear the next day, and it was taken back by then.
  await proposes('maya', { name: 'Ann Bell', email: 'ann@school.example' });
  await takesBack(1);
  await w.bot.clock.pass(3 * day);
  const before = w.bot.as('leo').sees().length;
  await proposes('maya', { name: 'Ann Bell', email: 'ann@school.example' });
  await w.bot.settled();
  expect(w.bot.as('leo').sees().length).toBe(before + 1);
  // Once he has answered he is not told again, whatever he said.
  await says('no');
  const silence = await panelOf('maya');
  await takesBack(1);
  expect(shown(await proposes('maya', { name: 'Ann Bell', email: 'ann@school.example' }))).toContain(
    'you will read it here.',
  );
  await w.bot.clock.pass(5 * day);
  expect(await panelOf('maya')).toBe(silence);
  expect(w.bot.as('leo').sees().length).toBe(before + 1);
  expect(await panelOf('leo')).toContain('You said no. They are not asked.');
});

test.each([
  ['the mentee', { name: 'leo BRANDT', email: '' }, 'That is the mentee'],
  ['the mentor', { name: 'Maya Okafor' }, 'That is the mentor'],
  ['nobody', { name: '  ', email: '' }, 'Please fill this in.'],
  ['an address that is none', { name: 'Sam', email: 'sam at school' }, 'Write it like name@example.org.'],
])('proposing %s is refused in words', async (_what, values: Record<string, string>, refusal) => {
  expect(await proposes('maya', values)).toContain(refusal);
  expect(await w.bot.store.read((tx) => tx.in(w.bot.programme).stakeholderAsks.ofMentorships([m]))).toEqual([]);
});

test('in their chat: a card with buttons, not today, one reminder, and a decline that nobody hears of', async () => {
  const grace = w.bot.as('grace');
  await w.bot.as('priya').presses('stakeholder.propose', { subject: m });
  await w.bot.as('priya').fills({ who: grace.id, as: 'line-manager' }).submits();
  await says('yes');
  await opensReview(w.bot, m);
  await nextMorning();
  expect(grace.sees().at(-1)).toContain('You see how Maya Okafor mentors.');
  expect(grace.sees().at(-1)).not.toContain('Leo');
  await grace.presses('stakeholder.not-today');
  const before = grace.sees().length;
  await w.bot.clock.to('2026-11-25T12:01:00Z');
  expect(grace.sees()).toHaveLength(before + 1);
  expect(grace.sees().at(-1)).toContain('Still time to answer');
  expect(shown(await grace.presses('stakeholder.not-today'))).toContain('I won’t remind you again.');
  await w.bot.clock.pass(9 * day);
  expect(grace.sees()).toHaveLength(before + 1);
  const panel = await panelOf('maya');
  await grace.presses('stakeholder.decline');
  expect(grace.sees().at(-1)).toContain('Nobody is told.');
  expect(await panelOf('maya')).toBe(panel);
  await grace.presses('stakeholder.answer');
  const id = /q-([^"]+?)-out-saw/.exec(shown(grace.form()))?.[1] ?? '';
  await grace.fills({ [`q-${id}-out-saw`]: 'She listens.', [`not-${id}`]: [] }).submits();
  expect(await panelOf('maya')).toContain('She listens.');
  // The coordinator takes it back, at her wish.
  await panelOf('priya');
  await w.bot.as('priya').presses('stakeholder.take-back');
  await w.bot.as('priya').presses('stakeholder.take-back', { arg: 'yes' });
  expect(await panelOf('maya')).not.toContain('She listens.');
});
