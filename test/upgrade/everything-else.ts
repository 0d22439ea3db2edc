import type { Address } from '../../src/chat/inbound.js';
import type { Role } from '../../src/domain/programme.js';
import type { Session } from '../../src/domain/session.js';
import { importFile } from '../../src/features/coordinate/import-file.js';
import { minute } from '../../src/kernel/clock.js';
import { type PersonId, randomIds, type SessionId } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { fillEvidence } from '../contract/fill-evidence.js';
import { allocated } from '../support/allocate.js';
import type { TestBot } from '../support/bot.js';
import { directOf } from '../support/chat.js';
import { mentorshipOf as mentorshipWith, newerThings } from '../support/newer-steps.js';
import type { Someone } from '../support/someone.js';
import { agreed, planned, toTheEnd } from '../support/steps.js';

/**
 * What a season of single mentorships has nothing of: groups and series, a record changed afterwards, answers in words,
 * an informal contact, a handover, a mentee without an account, people who were erased, a draft, what could not be
 * delivered, and what the program keeps for itself. All but the last is done as people do it.
 */

const person = (user: string, name: string, ...roles: readonly Role[]) => ({ user, name, roles });

/** They are there from the start of the season, and do nothing in it. */
export const elsePeople = [
  person('gail', 'Gail Moreau', 'mentor'),
  person('hal', 'Hal Lindgren', 'mentor'),
  person('ivor', 'Ivor Tait', 'mentor'),
  person('hugo', 'Hugo Sands', 'mentee'),
  person('jude', 'Jude Amari', 'mentee'),
  person('nia', 'Nia Prosser', 'mentee'),
  person('ola', 'Ola Berg', 'mentee'),
  person('pia', 'Pia Novak', 'mentee'),
  person('ana', 'Ana Reyes', 'assessor'),
  person('sue', 'Sue Park', 'supervisor'),
];

/** Nobody of these can be read any more: a mentee and a mentor. */
export const erased = ['ola', 'ivor'] as const;

export async function doEverythingElse(t: TestBot): Promise<void> {
  const rows = <T>(fn: (r: Rows) => Promise<T>): Promise<T> => t.store.write((tx) => fn(tx.in(t.programme)));
  const [gail, hal, hugo, jude, priya] = [t.as('gail'), t.as('hal'), t.as('hugo'), t.as('jude'), t.as('priya')];
  const idOf = (user: string): PersonId => t.as(user).id;
  const titled = (title: string): Promise<Session> =>
    rows(async (r) => {
      const found = (await r.sessions.all()).find((s) => s.title === title);
      if (found === undefined) throw new Error(`no session is called ${title}`);
      return found;
    });
  const mentorshipOf = (mentee: string) =>
    rows(async (r) => {
      const [m] = await r.mentorships.of(idOf(mentee));
      if (m === undefined) throw new Error(`nobody mentors ${mentee}`);
      return m;
    });

  for (const [mentor, mentee] of [
    ['gail', 'hugo'],
    ['gail', 'jude'],
    ['hal', 'nia'],
    ['hal', 'ola'],
    ['ivor', 'pia'],
  ] as const)
    await agreed(t, mentor, mentee);

  // A group, its record with actions, changed afterwards; what its mentees say of it.
  const group = await held(t, 'gail', ['hugo', 'jude'], 'Group practice', '15:00', titled);
  await gail.presses('record.open', { subject: group });
  gail.fills({ minutes: 50, reason: 'It ran over.' });
  await toTheEnd(gail);
  const key = await rows(async (r) => (await r.records.get(group))?.body.actions[0]?.key ?? '');
  await hugo.presses('record.action-done', { subject: `${group}/${key}` });
  await answers(t, 'hugo', group, 'Keep the calls.');
  await t.as('jude').presses('hours.confirm', { subject: group });

  // Those who are erased wrote and were written of.
  for (const [mentor, mentee, at] of [
    ['hal', 'ola', '10:00'],
    ['ivor', 'pia', '12:00'],
  ] as const)
    await answers(t, mentee, await held(t, mentor, [mentee], `With ${mentee}`, at, titled), 'It was good to talk.');
  await hal.types('plan @ola 2026-12-11 10:00 45m Never to be');
  await hal.saves();
  for (const mentee of ['ola', 'nia']) {
    await hal.types(`log @${mentee}`);
    await hal.presses('contact.open', { subject: (await mentorshipOf(mentee)).id });
    hal.fills({ time: '09:05', minutes: 15, note: 'We spoke in the corridor.' });
    await hal.submits();
  }
  for (const user of erased) {
    await priya.presses('data.erase', { subject: idOf(user) });
    await priya.erases({ subject: idOf(user), arg: 'yes' });
  }

  const m = await mentorshipOf('nia');
  await hal.presses('handover.begin', { subject: m.id });
  await hal.fills({ to: gail.id }).submits();
  await t.as('nia').presses('handover.choose');
  await t
    .as('nia')
    .fills({ 'go-on': 'yes', passes: ['goals', 'records'] })
    .submits();
  await gail.presses('mentorship.start', { subject: idOf('nia') });
  await proposes(gail);

  // Somebody without an account: begun with, and given a link.
  await hal.types('start "Kai Lund"');
  await proposes(hal);
  await hal.presses('link.make');

  // What is to come: a series, a session that nobody could be told of, a plan that was begun.
  await planned(t, 'gail', 'plan @hugo every Friday 10am for 4 sessions 45m Calls');
  await hugo.presses('series.accept');
  const { send } = t.chat;
  t.chat.send = async (to, message) => (to === directOf('jude') ? { kind: 'gone', why: 'blocked' } : send(to, message));
  await planned(t, 'gail', 'plan @jude 2026-12-10 14:00 45m Not told');
  await t.settled();
  t.chat.send = send;
  await gail.types('plan @hugo 2026-12-09 10:00 45m Begun');
  await gail.saves();
  await jude.types('home');

  await whatIsNewer(t);

  const retired = await rows(async (r) => (await r.catalogue.current('template')).find((e) => e.key !== 'standard'));
  await priya.presses('catalogue.retire', { subject: `template:${retired?.key}`, arg: '1' });
  await rows((r) => r.kept.put(importFile, 'import-1', 'name,role\nNew Person,mentee'));

  await t.store.write((tx) => tx.programmes.install('slack', 'T0GONE', t.programme, t.clock.now()));
  await t.store.write((tx) => tx.programmes.uninstall('slack', 'T0GONE', t.clock.now()));
  await t.store.book.put('web:hugo', JSON.stringify({ conversation: 'hugo' }));
  await t.store.localMessages.post({
    address: 'web:hugo' as Address,
    key: 'kept',
    drawn: 1,
    card: { title: 'Kept', summary: { parts: [] }, blocks: [] },
    postedAt: t.clock.now(),
  });
  await t.store.queue.count(['web:hugo'], () => [
    new Map([['web:hugo', { free: t.clock.now(), line: t.clock.now() }]]),
    0,
  ]);
  await t.settled();
}

/** A promise and goal levels, somebody allocated and a mail of theirs, words for outside, a card, how they arrived. */
async function whatIsNewer(t: TestBot): Promise<void> {
  await newerThings(t, 'gail', 'hugo');
  await allocated(t, 'ana', 'assessor');
  const [gail, hugo, priya] = [t.as('gail'), t.as('hugo'), t.as('priya')];
  const m = await mentorshipWith(t, 'hugo');
  await gail.presses('release.open', { subject: m });
  await gail.presses('release.offer', { subject: m });
  await hugo.presses('hard.change', { subject: '-' });
  await hugo.fills({ notice: 'I go quiet.', helps: 'A walk.', goTo: 'My aunt.' }).submits();
  await t.store.write(async (tx) => {
    const r = tx.in(t.programme);
    const [session] = await r.sessions.ofMentorship(m);
    if (session === undefined) throw new Error('no session of hugo');
    const at = t.clock.now();
    await r.checkIns.save({
      session: session.id,
      mentee: hugo.id,
      moment: 'in',
      level: 4,
      word: 'calm',
      shared: true,
      at,
    });
    await r.mails.add({
      id: 'mail-1',
      programme: t.programme,
      person: t.as('ana').id,
      link: 'l-mail',
      words: { to: 'ana@example.org', url: 'https://mentorlog.example/e/x' },
      askedAt: at,
    });
  });
  await t.store.write(async (tx) => {
    const r = tx.in(t.programme);
    const mentorship = await r.mentorships.get(m);
    const portfolio = mentorship && (await r.portfolios.get(mentorship.portfolio));
    const mentor = mentorship && (await r.people.get(mentorship.mentor));
    const [session] = await r.sessions.ofMentorship(m);
    if (mentorship === undefined || portfolio === undefined || mentor === undefined || session === undefined)
      throw new Error('nothing of hugo');
    await fillEvidence(tx, randomIds(), { mentorship, portfolio, mentor, session: session.id });
  });
  await priya.types('home');
}

/** Fills in one goal, which is asked for on the form's fourth step, and signs. */
async function proposes(who: Someone): Promise<void> {
  const goal = {
    'goals.0.what': 'Ask for help early',
    'goals.0.how': 'Asked twice in a month',
    'goals.0.baseline': '1',
    'goals.0.target': '3',
  };
  who.fills(goal);
  for (let i = 0; i < 3; i += 1) await who.next();
  who.fills(goal);
  await toTheEnd(who);
}

/** A session of the next day that is held and recorded. */
async function held(
  t: TestBot,
  mentor: string,
  mentees: readonly string[],
  title: string,
  at: string,
  titled: (title: string) => Promise<Session>,
): Promise<SessionId> {
  const who = t.as(mentor);
  await planned(t, mentor, `plan ${mentees.map((m) => `@${m}`).join(' ')} tomorrow ${at} 45m ${title}`);
  const { id, startsAt } = await titled(title);
  for (const mentee of mentees) await t.as(mentee).presses('plan.accept', { subject: id });
  await t.clock.to(new Date(startsAt + 45 * minute).toISOString());
  await who.presses('record.open', { subject: id });
  const outcome = who.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'));
  who.fills({
    ...(outcome === undefined ? {} : { [outcome.id]: 'met' }),
    skill: 'active-listening',
    'skill-example': 'I waited.',
    happened: 'Two calls were made.',
  });
  await toTheStep(t, mentor, 'next');
  await who.adds('actions');
  who.fills({ 'actions.0.what': 'Ring the bank', 'actions.0.owner': 'mentee' });
  await toTheEnd(who);
  await t.clock.pass(31 * minute);
  return id;
}

async function toTheStep(t: TestBot, user: string, step: string): Promise<void> {
  const who = t.as(user);
  for (let i = 0; who.form().step !== step; i += 1) {
    await who.next();
    if (i > 9) throw new Error(`${who.form().step}: ${JSON.stringify(who.form().problems)}`);
  }
}

/** Says of a session how long it was, who may read what they answer, and answers every question. */
async function answers(t: TestBot, user: string, session: SessionId, words: string): Promise<void> {
  const who = t.as(user);
  await who.presses('hours.confirm', { subject: session });
  await who.presses('ask.share', { subject: session, arg: 'now' });
  for (const arg of ['agreed.1.4', 'listened.1.5', 'pace.1.4'])
    await who.presses('ask.rate', { subject: session, arg });
  who.last = undefined;
  await who.presses('ask.words', { subject: session });
  who.fills({ words });
  await who.submits();
}
