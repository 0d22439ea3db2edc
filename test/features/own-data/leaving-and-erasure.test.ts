import { afterEach, expect, test } from 'vitest';
import { keepTyped, typedWith, withTyped } from '../../../src/features/plan-session/typed-words.js';
import { factsForPack } from '../../../src/features/shared/pack-source.js';
import { startAfter, startBot, type TestBot } from '../../support/bot.js';
import { nothingFound } from '../../support/no-misfit.js';
import { oneSession, secret, theirs, words } from '../../support/one-session.js';
import { agreed, mayaAndLeoAgreed, planned, toTheEnd } from '../../support/steps.js';

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});

test('whoever left is written to no more: no weekly digest, no nudge', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  await agreed(t, 'tom', 'aisha');
  const maya = t.as('maya');
  await maya.types('home');
  await maya.presses('mentorship.open');
  await maya.presses('mentorship.end');
  await maya.presses('mentorship.end', { arg: 'yes' });
  await maya.presses('data.leave', { subject: '-' });
  await maya.presses('data.leave', { arg: 'yes' });
  const before = maya.sees().length;
  await t.clock.to('2026-11-27T16:30:00Z');
  expect(t.as('tom').sees().join('\n')).toContain('Your mentoring this week');
  await t.as('priya').presses('people.nudge', { subject: maya.id });
  expect(words(t.as('priya').last)).toContain('They have no role here now');
  expect(maya.sees().slice(before)).toEqual([]);
});

test('the last coordinator is not erased, by asking nor by doing it', async () => {
  t = await startBot();
  const priya = t.as('priya');
  for (const arg of [undefined, 'yes'])
    for (const [verb, subject] of [
      ['data.erase-ask', '-'],
      ['data.erase', priya.id],
    ] as const) {
      await priya.presses(verb, { subject, ...(arg === undefined ? {} : { arg }) });
      expect(words(priya.last), verb).toContain('last coordinator');
    }
  const person = await t.store.read((tx) => tx.in(t?.programme as never).people.get(priya.id));
  expect(person).toMatchObject({ roles: ['coordinator'], erasedAt: null });
});

test('erasure: asked for, done by the coordinator; words and key are gone, minutes stay, the chain holds', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m, s } = await theirs(bot);
  const leo = bot.as('leo');
  await leo.presses('data.erase-ask', { subject: '-' });
  // To who asks it is no cost of anybody's.
  expect(words(leo.last)).not.toMatch(/apart|towards/);
  await leo.presses('data.erase-ask', { arg: 'yes' });
  const priya = bot.as('priya');
  await priya.presses('data.erase');
  expect(words(priya.last)).toContain('"yes"');
  expect(words(priya.last)).toContain('stands apart then');
  await bot.as('maya').presses('data.erase', { subject: leo.id, arg: 'yes' });
  expect(words(bot.as('maya').last)).toContain('coordinator only');
  await priya.erases({ arg: 'yes' });
  expect(words(priya.last)).toContain('Erased');

  await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    expect((await rows.people.all()).some((p) => p.id === leo.id)).toBe(false);
    expect(await rows.people.get(leo.id)).toMatchObject({ name: '', accounts: [], roles: [] });
    const record = await rows.records.get(s);
    expect(record?.body).toMatchObject({ minutes: 45, happened: '', skills: [], outcomes: [] });
    const mentorship = await rows.mentorships.get(m);
    expect(mentorship?.state).toBe('ended');
    expect(mentorship?.agreement.body.purpose).toBe('');
    expect(mentorship?.goals.map((g) => g.what)).toEqual(['']);
    expect((await rows.feedback.ofMentee(leo.id)).flatMap((f) => f.answers)).toEqual([]);
    expect(await rows.audit.broken(m)).toBeUndefined();
    const entries = await rows.audit.of(m);
    expect(entries.length).toBeGreaterThan(3);
    // What happened is told still, and its figures: hours must add up. That leaves went by the rules is entered.
    expect(entries.filter((e) => e.what === 'hours.confirmed').map((e) => e.facts)).toEqual([{ minutes: 45 }]);
    expect(await rows.audit.broken(bot.programme)).toBeUndefined();
  });
  // With neither plan nor record to show they stand apart: said to whose hours they are, and to the coordinator.
  await bot.as('maya').types('hours');
  const told = words(bot.as('maya').last);
  expect(told).toContain('0 min of 6 h delivered.');
  expect(told).toContain(
    '45 min stand apart: whoever was mentored then was erased, so no plan or record of it is left to show.',
  );
  expect(told).toContain('stands apart, as its mentee was erased');
  expect(told).not.toContain('Leo');
  // A goal without words is no line.
  expect(told).not.toContain('no session has served it yet');
  // What both signed is gone, and nothing is made up in its place.
  const [portfolio] = await bot.store.read((tx) => tx.in(bot.programme).portfolios.ofMentor(bot.as('maya').id));
  if (portfolio === undefined) throw new Error('no portfolio');
  const facts = await bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const [programme, all] = [await rows.programme.get(), await rows.people.all()];
    const people = async () => new Map(all.map((p) => [p.id, p]));
    return factsForPack(portfolio, { rows, programme, people, now: bot.clock.now() } as never);
  });
  expect(facts.mentorships.map((one) => one.meant)).toEqual([null]);
  await priya.types('hours');
  expect(words(priya.last)).toContain('45 min stand apart: whoever was mentored then was erased');
  // Its figures are what its rows give: a recount finds nothing amiss.
  await nothingFound(bot);
  // Their account is nobody's: whoever writes from it is somebody new.
  await leo.types('home');
  expect(words(leo.last)).not.toContain('Maya');
  // Twice changes nothing.
  await priya.erases({ subject: leo.id, arg: 'yes' });
  expect(words(priya.last)).toContain('Nothing is left to erase');
});

test('erasing a mentor takes what they wrote for themselves, and leaves the mentee’s own side readable', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m, s } = await theirs(bot);
  const maya = bot.as('maya');
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const [head, first] = [await rows.records.head(s), await rows.records.get(s)];
    if (head === undefined || first === undefined) throw new Error('no record');
    const body = { ...first.body, change: 'I talked too much.', nextFocus: 'Call the college' };
    await rows.records.add(
      { ...head, version: 2 },
      { ...first, version: 2, body, reason: 'A slip', lateReason: 'Ill' },
    );
    const at = bot.clock.now();
    const contact = {
      id: 'c1',
      mentorship: m,
      at,
      minutes: 5,
      note: 'A word at the door',
      author: maya.id,
      savedAt: at,
    };
    await rows.contacts.add(contact);
    // What was typed last beside a name, kept for the button that was offered.
    await keepTyped({ rows, actor: maya, now: at }, 'Typed by me');
  });
  await bot.as('priya').types('people erase @Maya Okafor');
  await bot.as('priya').presses('data.erase');
  // What is said of it is what becomes of it.
  expect(words(bot.as('priya').last)).toContain('As a mentor: what they wrote for themselves goes');
  expect(words(bot.as('priya').last)).not.toContain('As a mentee');
  await bot.as('priya').erases({ arg: 'yes' });
  const typed = (now: number): Promise<string> =>
    bot.store.read((tx) => typedWith(withTyped, { rows: tx.in(bot.programme), actor: maya, now }));
  expect(await typed(bot.clock.now())).toBe('');
  expect(words(bot.as('priya').last)).toContain('stays the mentees’');
  const [record, contacts] = await bot.store.read(async (tx) => [
    await tx.in(bot.programme).records.versions(s),
    await tx.in(bot.programme).contacts.ofMentorship(m),
  ]);
  for (const { body, lateReason } of record) {
    expect(body).toMatchObject({ minutes: 45, happened: secret, change: '' });
    expect(body.skills.map((x) => [x.skill, x.example])).toEqual([['active-listening', '']]);
    expect(lateReason).toBe('');
  }
  expect(record.at(-1)).toMatchObject({ reason: 'A slip', body: { nextFocus: 'Call the college' } });
  expect(contacts).toMatchObject([{ minutes: 5, note: '' }]);
  await bot.as('leo').presses('record.read', { subject: s });
  expect(words(bot.as('leo').last)).toContain(secret);
  await bot.as('leo').types('hours');
  expect(words(bot.as('leo').last)).toContain('45 min');
  await bot.as('leo').types('home');
  expect(words(bot.as('leo').last)).not.toContain('Not done');
  await bot.as('priya').types('hours');
  expect(words(bot.as('priya').last)).not.toContain('Not done');
});

test('erasing the mentor of a group leaves each mentee their actions and next focus', async () => {
  t = await startBot();
  const bot = t;
  await agreed(bot, 'maya', 'leo');
  await agreed(bot, 'maya', 'aisha');
  await planned(bot, 'maya', 'plan @leo @aisha tomorrow 3pm 45m Together');
  await bot.clock.to('2026-11-24T15:46:00Z');
  const session = await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const [s] = await rows.sessions.all();
    if (s === undefined) throw new Error('no session');
    const at = bot.clock.now();
    await rows.records.add(
      { session: s.id, version: 1, firstSavedAt: at, signedAt: at, botDelayMs: 0 },
      {
        session: s.id,
        version: 1,
        body: {
          attended: s.attendees.map((a) => a.mentee),
          startedAt: s.startsAt,
          minutes: 45,
          outcomes: [],
          skills: [],
          happened: secret,
          actions: [{ key: 'a1', what: 'Write the letter', owner: 'mentee', due: null }],
          change: 'I talked too much.',
          nextFocus: 'Interviews',
          restorative: null,
          checkIn: '',
          checkOut: '',
          keptTo: null,
          support: [],
          guidance: [],
        },
        savedAt: at,
        author: s.mentor,
        reason: '',
        lateReason: '',
      },
    );
    return s.id;
  });
  await bot.as('priya').erases({ subject: bot.as('maya').id, arg: 'yes' });
  const record = await bot.store.read((tx) => tx.in(bot.programme).records.get(session));
  expect(record?.body).toMatchObject({ minutes: 45, happened: '', change: '', nextFocus: 'Interviews' });
  for (const user of ['leo', 'aisha']) {
    await bot.as(user).presses('record.read', { subject: session });
    expect(words(bot.as(user).last), user).toContain('Write the letter');
    expect(words(bot.as(user).last), user).not.toContain(secret);
  }
});

test('a handover: the mentee chooses what passes on, and the next mentor reads that and no more', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  const maya = bot.as('maya');
  await maya.presses('handover.begin', { subject: m });
  await maya.fills({ to: bot.as('tom').id }).submits();
  const tom = bot.as('tom');
  await tom.presses('handover.read', { subject: m });
  expect(words(tom.last)).toContain('Nothing has changed');
  const leo = bot.as('leo');
  await leo.presses('handover.choose');
  await leo.fills({ 'go-on': 'yes', passes: ['goals'] }).submits();
  await tom.presses('handover.read');
  expect(words(tom.last)).toContain('Make phone calls alone');
  expect(words(tom.last)).not.toContain(secret);
  expect(words(tom.last)).not.toContain('What it was for');
  const old = await bot.store.read((tx) => tx.in(bot.programme).mentorships.get(m));
  expect(old?.state).toBe('ended');
  await tom.presses('mentorship.start', { subject: leo.id });
  await toTheEnd(tom).catch(() => undefined);
  for (const who of ['maya', 'sam', 'grace', 'priya']) {
    await bot.as(who).presses('handover.read', { subject: m });
    expect(words(bot.as(who).last)).toContain('Nothing has changed');
  }
  // Answered once.
  await leo.presses('handover.choose', { subject: m });
  expect(words(leo.last)).toContain('answered already');
});

test('a handover refused changes nothing; records pass on only as the mentee reads them', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  await bot.as('maya').presses('handover.begin', { subject: m });
  await bot
    .as('maya')
    .fills({ to: bot.as('tom').id })
    .submits();
  await bot.as('leo').presses('handover.choose');
  await bot.as('leo').fills({ 'go-on': 'no' }).submits();
  expect((await bot.store.read((tx) => tx.in(bot.programme).mentorships.get(m)))?.state).toBe('active');
  expect(bot.as('maya').sees().join('\n')).toContain('would rather not go on');
  await bot.as('tom').presses('handover.read', { subject: m });
  expect(words(bot.as('tom').last)).not.toContain('phone calls');
  // The coordinator may ask again, with another or the same.
  await bot.as('priya').presses('handover.begin', { subject: m });
  await bot
    .as('priya')
    .fills({ to: bot.as('tom').id })
    .submits();
  await bot.as('leo').presses('handover.choose');
  await bot
    .as('leo')
    .fills({ 'go-on': 'yes', passes: ['records'] })
    .submits();
  await bot.as('tom').presses('handover.read');
  expect(words(bot.as('tom').last)).toContain(secret);
});
