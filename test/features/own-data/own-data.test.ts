import { afterEach, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { keepTyped, typedWith, withTyped } from '../../../src/features/plan-session/typed-words.js';
import type { MentorshipId, SessionId } from '../../../src/kernel/ids.js';
import { said } from '../../support/agree-world.js';
import { addAllocation } from '../../support/allocate.js';
import { type Before, startAfter, startBot, type TestBot } from '../../support/bot.js';
import { agreed, mayaAndLeoAgreed, planned, toTheEnd } from '../../support/steps.js';

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
});
const words = (reply: Reply | undefined): string => JSON.stringify(reply);
const secret = 'Leo rang the college, and was nervous.';

/** A session of 45 minutes between Maya and Leo, on record, confirmed, with a word of feedback. */
const oneSession: Before = async (bot) => {
  await agreed(bot, 'maya', 'leo');
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await bot.clock.to('2026-11-24T15:00:00Z');
  const maya = bot.as('maya');
  await maya.presses('session.start');
  await bot.clock.to('2026-11-24T15:46:00Z');
  await maya.presses('record.open');
  const objective = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  maya.fills({
    [objective?.id ?? '']: 'met',
    skill: 'active-listening',
    'skill-example': 'I waited.',
    happened: secret,
  });
  await maya.submits();
  await bot.clock.to('2026-11-24T16:31:00Z');
  const leo = bot.as('leo');
  await leo.presses('hours.confirm');
  await leo.presses('ask.share', { arg: 'now' });
  await leo.presses('ask.rate');
};
const theirs = (bot: TestBot): Promise<{ m: MentorshipId; s: SessionId }> =>
  bot.store.read(async (tx) => {
    const rows = tx.in(bot.programme);
    const [m] = await rows.mentorships.all();
    const [s] = await rows.sessions.all();
    return { m: m?.id as MentorshipId, s: s?.id as SessionId };
  });

test('what is kept, who may read it, and who did', async () => {
  t = await startAfter(oneSession);
  const { m } = await theirs(t);
  const leo = t.as('leo');
  await leo.types('settings');
  await leo.presses('data.open');
  expect(words(leo.last)).toContain('Nobody but you and the one you work with');
  await t.as('priya').presses('agreement.read', { subject: m });
  await leo.presses('data.open', { subject: '-' });
  expect(words(leo.last)).toContain(' read ');
  expect(words(leo.last)).toContain(`"mention":"${t.people.get('priya')}"`);
});

test('what is held is counted whole, and leads to what one signed and to the shared record', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  const maya = bot.as('maya');
  await bot.store.write((tx) =>
    tx.in(bot.programme).contacts.add({
      id: 'c1',
      mentorship: m,
      at: 0,
      minutes: 5,
      note: 'A word at the door',
      author: maya.id,
      savedAt: 0,
    }),
  );
  const leo = bot.as('leo');
  // `people` is the coordinator's; whoever else types it is led to what is theirs.
  await leo.types('people');
  await leo.presses('data.open');
  expect(said(leo.last)).toContain('Informal contacts: 1');
  expect(said(leo.last)).toContain('Links and calendar feeds made for you: 0');
  await leo.presses('agreement.read');
  expect(said(leo.last)).toContain('Between NAME and NAME');
  await leo.presses('data.open', { subject: '-' });
  await leo.presses('data.records');
  expect(said(leo.last)).toContain('Phone calls');
  await leo.presses('record.read');
  expect(said(leo.last)).toContain(secret);
  await bot.as('tom').presses('data.records', { subject: m });
  expect(said(bot.as('tom').last)).toContain('Nothing has changed');
  await leo.types('people @maya');
  expect(said(leo.last)).toContain('coordinator only');
});

test.each([
  ['feedback', 'read feedback'],
  ['hours', 'read hours'],
])('who typed %s, and so read what is theirs, is told to them', async (word, read) => {
  t = await startAfter(oneSession);
  const leo = t.as('leo');
  // Looking at one's own is no reading, nor is the mentor's of what was shared with them.
  for (const user of ['leo', 'maya']) await t.as(user).types(word);
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain('Nobody but you and the one you work with');
  await t.as('priya').types(word);
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain(read);
  expect(said(leo.last)).not.toContain('times');
  await t.as('priya').types(word);
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain(`${read}, 2 times, last `);
  // Aisha has nothing to read yet, so nobody has read it.
  await t.as('aisha').presses('data.open', { subject: '-' });
  expect(said(t.as('aisha').last)).toContain('Nobody but you');
});

test('feedback that its reader may not read is not told as read', async () => {
  t = await startAfter(oneSession);
  const leo = t.as('leo');
  await leo.types('feedback');
  await leo.presses('ask.withdraw');
  await leo.presses('ask.withdraw', { arg: 'yes' });
  await t.as('priya').types('feedback');
  await leo.presses('data.open', { subject: '-' });
  expect(said(leo.last)).toContain('Nobody but you and the one you work with');
});

/** Who read what of theirs, as it is told to them. */
const toldTo = async (bot: TestBot, user: string): Promise<string> => {
  await bot.as(user).presses('data.open', { subject: '-' });
  return said(bot.as(user).last).split('Who read it')[1] ?? '';
};

test('one look at the hours of all is one entry of the programme’s, and is told to all who had agreed by then', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const chain = (id: string) => bot.store.read((tx) => tx.in(bot.programme).audit.of(id as MentorshipId));
  const before = [(await chain((await theirs(bot)).m)).length, (await chain(bot.programme)).length] as const;
  await bot.as('priya').types('hours');
  expect((await chain((await theirs(bot)).m)).length).toBe(before[0]);
  expect((await chain(bot.programme)).slice(before[1])).toMatchObject([
    { what: 'hours.read', subject: 'all', facts: { portfolios: 1 } },
  ]);
  await bot.clock.pass(60_000);
  await agreed(bot, 'tom', 'aisha');
  expect(await toldTo(bot, 'leo')).toContain('read hours');
  expect(await toldTo(bot, 'maya')).toContain('read hours');
  // They had not agreed yet when it was looked at.
  expect(await toldTo(bot, 'aisha')).toContain('Nobody but you');
  await bot.clock.pass(60_000);
  await bot.as('priya').types('hours');
  expect(await toldTo(bot, 'leo')).toContain('read hours, 2 times');
  expect(await toldTo(bot, 'aisha')).toContain('read hours');
  expect(await toldTo(bot, 'aisha')).not.toContain('times');
});

test('a look at all and one at a single mentorship are told in one line', async () => {
  t = await startAfter(oneSession);
  await t.as('priya').types('hours');
  await t.as('priya').presses('hours.read', { subject: (await theirs(t)).m });
  expect(await toldTo(t, 'leo')).toContain('read hours, 2 times');
});

test('a coordinator who mentors is not told to their own mentee as somebody else', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  await bot.store.write(async (tx) => {
    const { people } = tx.in(bot.programme);
    const maya = await people.get(bot.as('maya').id);
    if (maya !== undefined) await people.save({ ...maya, roles: [...maya.roles, 'coordinator'] });
  });
  await agreed(bot, 'tom', 'aisha');
  await bot.as('maya').types('hours');
  await bot.as('maya').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('Nobody but you');
  expect(await toldTo(bot, 'aisha')).toContain('read hours');
  // Nor does what she saw of her own mentee keep a later look of somebody else's from being told.
  await bot.as('priya').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('read feedback');
});

test('answers taken back: who had read them stays told, who looks later is not', async () => {
  t = await startAfter(oneSession);
  const leo = t.as('leo');
  await t.as('priya').types('feedback');
  await leo.types('feedback');
  await leo.presses('ask.withdraw');
  await leo.presses('ask.withdraw', { arg: 'yes' });
  await t.as('priya').types('feedback');
  expect(await toldTo(t, 'leo')).toContain('read feedback, ');
  expect(await toldTo(t, 'leo')).not.toContain('times');
});

test('a look at all feedback says what has come into sight or gone since the last, and nothing else', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  const leo = bot.as('leo');
  for (let i = 0; i < 2; i += 1) await bot.as('priya').types('feedback');
  await leo.types('feedback');
  await leo.presses('ask.withdraw');
  await leo.presses('ask.withdraw', { arg: 'yes' });
  for (let i = 0; i < 2; i += 1) await bot.as('priya').types('feedback');
  const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(bot.programme));
  expect(entries.map((e) => e.subject).filter((subject) => subject.startsWith('all/'))).toEqual([
    `all/coordinator:=,+${m},`,
    'all/coordinator',
    `all/coordinator:-${m},`,
    'all/coordinator',
  ]);
});

test('answers for the coordinator alone: who assesses has not read them', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const grace = await rows.people.get(bot.as('grace').id);
    if (grace !== undefined) await rows.people.save({ ...grace, roles: ['assessor'] });
    await addAllocation(rows, bot.programme, bot.as('grace').id, 'assessor');
    for (const f of await rows.feedback.all()) await rows.feedback.save({ ...f, share: 'coordinator' });
  });
  await bot.as('grace').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('Nobody but you');
  await bot.as('priya').types('feedback');
  expect(await toldTo(bot, 'leo')).toContain('read feedback');
  await bot.store.write(async (tx) => {
    const { feedback } = tx.in(bot.programme);
    for (const f of await feedback.all()) await feedback.save({ ...f, share: 'now' });
  });
  await bot.as('grace').types('feedback');
  await toldTo(bot, 'leo');
  expect(words(bot.as('leo').last)).toContain(`"mention":"${bot.people.get('grace')}"`);
});

test('what an earlier version put on the mentorship’s own chain is told still', async () => {
  t = await startAfter(oneSession);
  const bot = t;
  const { m } = await theirs(bot);
  await bot.store.write(async (tx) => {
    const { audit } = tx.in(bot.programme);
    for (const what of ['hours.read', 'feedback.read', 'essay.read'])
      await audit.add({ chain: m, at: 5, actor: bot.as('priya').id, what, subject: m, facts: {} });
  });
  const told = await toldTo(bot, 'leo');
  for (const read of ['read hours', 'read feedback', 'read something']) expect(told).toContain(read);
});

test('a name and pronouns are put right by whose they are', async () => {
  t = await startBot();
  const leo = t.as('leo');
  await leo.presses('data.correct', { subject: '-' });
  await leo.fills({ name: '  Leona \u202E Brandt ', pronouns: 'she/her' }).submits();
  const person = await t.store.read((tx) => tx.in(t?.programme as never).people.get(leo.id));
  expect(person).toMatchObject({ name: 'Leona Brandt', pronouns: 'she/her' });
  await t.as('leo').presses('data.open', { subject: '-' });
  expect(words(leo.last)).toContain('she/her');
});

test('leaving: not while working with somebody, not as the last coordinator', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const leo = t.as('leo');
  await leo.presses('data.leave', { subject: '-' });
  expect(words(leo.last)).toContain('End that first');
  await leo.presses('mentorship.open');
  await leo.presses('mentorship.end');
  await leo.presses('mentorship.end', { arg: 'yes' });
  await leo.presses('data.leave', { subject: '-' });
  await leo.presses('data.leave', { arg: 'yes' });
  expect(words(leo.last)).toContain('You have left');
  await t.as('priya').presses('data.leave', { subject: '-' });
  expect(words(t.as('priya').last)).toContain('last coordinator');
});

test('leaving: a session that goes on after its mentorship ended is ended first', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await t.clock.to('2026-11-24T15:00:00Z');
  const maya = t.as('maya');
  await maya.presses('session.start');
  const { m, s } = await theirs(t);
  await t.as('leo').presses('mentorship.end', { subject: m, arg: 'yes' });
  await maya.presses('data.leave', { subject: '-', arg: 'yes' });
  expect(words(maya.last)).toContain('still going on');
  await maya.presses('session.end', { subject: s });
  await maya.presses('data.leave', { subject: '-', arg: 'yes' });
  expect(words(maya.last)).toContain('You have left');
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
  await leo.presses('data.erase-ask', { arg: 'yes' });
  const priya = bot.as('priya');
  await priya.presses('data.erase');
  expect(words(priya.last)).toContain('"yes"');
  await bot.as('maya').presses('data.erase', { subject: leo.id, arg: 'yes' });
  expect(words(bot.as('maya').last)).toContain('coordinator only');
  await priya.presses('data.erase', { arg: 'yes' });
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
  await bot.as('maya').types('hours');
  expect(words(bot.as('maya').last)).toContain('45 min');
  expect(words(bot.as('maya').last)).not.toContain('Leo');
  // Their account is nobody's: whoever writes from it is somebody new.
  await leo.types('home');
  expect(words(leo.last)).not.toContain('Maya');
  // Twice changes nothing.
  await priya.presses('data.erase', { subject: leo.id, arg: 'yes' });
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
  await bot.as('priya').presses('data.erase', { arg: 'yes' });
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
  await bot.as('priya').presses('data.erase', { subject: bot.as('maya').id, arg: 'yes' });
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
