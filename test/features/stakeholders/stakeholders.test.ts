import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { MentorshipId } from '../../../src/kernel/ids.js';
import { addressIn, answersAgreement, proposed as proposedTo } from '../../support/links-world.js';
import {
  agreedBefore,
  isAdult,
  mentorshipsOf,
  opensReview,
  type StakeholderWorld,
  stakeholderWorld,
} from '../../support/stakeholder-world.js';
import { Visitor } from '../../support/visitor.js';

/** Whom a mentee lets be asked about a mentorship (docs/field.md#stakeholders), from the proposal to what is read. */

let w: StakeholderWorld;
let m: MentorshipId;
const sam = 'sam.hill@school.example';
const shown = (of: unknown): string => JSON.stringify(of);

beforeEach(async () => {
  w = await stakeholderWorld();
  await agreedBefore(w.bot, 'maya', 'leo');
  m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
  await isAdult(w.bot, w.bot.as('leo').id);
});
afterEach(() => w.stop());

async function proposes(who = 'maya', values: Record<string, string> = {}): Promise<string> {
  const a = w.bot.as(who);
  await a.presses('stakeholder.open', { subject: m });
  await a.presses('stakeholder.propose', { subject: m });
  await a
    .fills({ name: 'Sam Hill', email: sam, as: 'teacher', reason: 'Sam sees us on Tuesdays.', ...values })
    .submits();
  return shown(a.last);
}

async function says(word: 'yes' | 'no'): Promise<void> {
  await w.bot.as('leo').presses('stakeholder.choose');
  await w.bot.as('leo').fills({ word }).submits();
}

/** The morning after: what opened is asked, and the mails of it have gone. */
async function nextMorning(): Promise<void> {
  await w.bot.clock.to('2026-11-24T09:31:00Z');
  await w.bot.settled();
}

const panelOf = async (who: string, of = m): Promise<string> =>
  shown(await w.bot.as(who).presses('stakeholder.open', { subject: of }));

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

/** The id of the form whose step is open. */
const formIn = (html: string): string => /v\.q-([^"]+?)-out-contact/.exec(html)?.[1] ?? '';

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

describe('where no mail goes', () => {
  beforeEach(async () => {
    await w.stop();
    w = await stakeholderWorld(false);
  });

  test('the coordinator is given the link to pass on, and their card stays as it is whatever comes of it', async () => {
    await agreedBefore(w.bot, 'maya', 'leo');
    m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
    await isAdult(w.bot, w.bot.as('leo').id);
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
    await visitor.sends({ [`not-${formIn2(visitor.page.html)}`]: 'yes' }, 'submit');
    expect(await panelOf('maya')).not.toContain('Patient.');
  });

  test('whoever passed it on is not asked again: they would learn that nothing came', async () => {
    await w.stop();
    w = await stakeholderWorld(false);
    await agreedBefore(w.bot, 'maya', 'leo');
    m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
    await isAdult(w.bot, w.bot.as('leo').id);
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
    await w.stop();
    w = await stakeholderWorld('refused');
    await agreedBefore(w.bot, 'maya', 'leo');
    m = (await mentorshipsOf(w.bot))[0]?.id as MentorshipId;
    await isAdult(w.bot, w.bot.as('leo').id);
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
});

const formIn2 = (html: string): string => /v\.not-([^"]+?)"/.exec(html)?.[1] ?? '';
