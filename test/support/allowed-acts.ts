import { isOpen, plannedEnd, type Session } from '../../src/domain/session.js';
import { day, hour, minute } from '../../src/kernel/clock.js';
import type { PersonId } from '../../src/kernel/ids.js';
import type { Before, TestBot } from './bot.js';
import { held, mentorshipOf, newerThings, recorded } from './newer-steps.js';
import type { Someone } from './someone.js';
import { agreed, planned, signs, toTheEnd } from './steps.js';

/** What people may do with a mentorship, each as they do it: by a word, a button, a form. */

const pairs = [
  ['maya', ['leo']],
  ['maya', ['aisha']],
  ['tom', ['sam']],
  ['maya', ['leo', 'aisha']],
] as const;

/** Three mentorships; one has a session on record. */
export const threeMentorships: Before = async (t) => {
  for (const [mentor, [mentee]] of pairs.slice(0, 3)) await agreed(t, mentor, mentee);
  await recorded(t, 'maya', await held(t, 'maya', 'leo', 'standard'));
};

/** An act, and what chance has chosen of it: which pair, and two numbers from 0 to 99. */
export interface Act {
  readonly what: keyof typeof acts;
  readonly pair: number;
  readonly a: number;
  readonly b: number;
}

interface About {
  readonly t: TestBot;
  readonly mentor: Someone;
  readonly mentees: readonly Someone[];
  /** The first of them. */
  readonly mentee: Someone;
  readonly a: number;
  readonly b: number;
  /** Sessions that these have together, or may have by what has become of the pair; by their start. */
  sessions(): Promise<readonly Session[]>;
}

/** That nobody could do this here and now: nothing to be done it to, no button, or a refusal. */
class NotNow extends Error {}
const found = <T>(one: T | undefined): T => {
  if (one === undefined) throw new NotNow();
  return one;
};
const at = <T>(all: readonly T[], n: number): T => found(all[n % Math.max(1, all.length)]);

const times = ['in 2 hours', 'tomorrow 10am', 'tomorrow 2pm', 'friday 11am', 'next monday 3pm'];
const kinds = ['standard', 'first', 'review', 'restorative'] as const;

const open = async (about: About): Promise<Session> => at((await about.sessions()).filter(isOpen), about.a);
const over = async (about: About): Promise<Session> =>
  at(
    (await about.sessions()).filter((s) => s.state === 'ended' || plannedEnd(s) < about.t.clock.now()),
    about.a,
  );

export const acts = {
  async plan({ t, mentor, mentees, a, b }) {
    const names = mentees.map((m) => `@${m.user}`).join(' ');
    await planned(t, mentor.user, `plan ${names} ${times[a % times.length]} ${30 + 15 * (b % 3)}m ${kinds[b % 4]}`);
  },
  async series({ t, mentor, mentee }) {
    await planned(t, mentor.user, `plan @${mentee.user} every thursday 9am for 3 sessions 45m Calls`);
    await mentee.presses('series.accept');
  },
  async answer(about) {
    const { id } = await open(about);
    const who = at(about.mentees, about.b);
    await who.presses(about.b % 4 === 0 ? 'plan.decline' : 'plan.accept', { subject: id });
    if (who.last?.kind === 'form') await toTheEnd(who);
  },
  async change(about) {
    const { mentor, a, b, t } = about;
    await mentor.presses('plan.change', { subject: (await open(about)).id });
    const date = new Date(t.clock.now() + (1 + (b % 5)) * day).toISOString().slice(0, 10);
    mentor.fills(a % 2 === 0 ? { date, time: `${10 + (b % 7)}:15` } : { place: `Room ${b}`, minutes: 30 });
    await toTheEnd(mentor);
  },
  async cancel(about) {
    await about.mentor.presses('session.cancel', { subject: (await open(about)).id, arg: 'yes' });
  },
  async start(about) {
    const s = await open(about);
    await about.t.clock.to(new Date(Math.max(about.t.clock.now(), s.startsAt)).toISOString());
    await about.mentor.presses('session.start', { subject: s.id });
    if (about.b % 2 === 0) await about.mentor.presses('session.extend', { subject: s.id });
    if (about.b % 3 === 0) await about.mentor.presses('session.end', { subject: s.id });
  },
  async waitItOut(about) {
    await about.t.clock.to(new Date(Math.max(about.t.clock.now(), plannedEnd(await open(about)))).toISOString());
  },
  async wait({ t, a }) {
    await t.clock.pass(found([31 * minute, 3 * hour, day, 4 * day, 15 * day][a % 5]));
  },
  async record(about) {
    await recorded(about.t, about.mentor.user, (await over(about)).id);
  },
  async amend(about) {
    const { mentor, b } = about;
    await mentor.presses('record.open', { subject: (await over(about)).id });
    mentor.fills({ minutes: 30 + (b % 4) * 5, reason: 'A slip of the pen.', happened: `Put otherwise ${b}` });
    await toTheEnd(mentor);
  },
  async notHeld(about) {
    const arg = found(['mentee', 'mentor', 'late'][about.b % 3]);
    const s = at(await about.sessions(), about.a);
    await about.mentor.presses('session.not-held', { subject: s.id, arg });
  },
  async didNotHappen(about) {
    await at(about.mentees, about.b).presses('hours.did-not-happen', { subject: (await over(about)).id });
  },
  async confirm(about) {
    await at(about.mentees, about.b).presses('hours.confirm', { subject: (await over(about)).id });
  },
  async dispute(about) {
    const who = at(about.mentees, about.b);
    await who.presses('hours.different', { subject: (await over(about)).id });
    await who.fills({ minutes: 20 + (about.b % 4) * 5 }).submits();
  },
  async settle(about) {
    const disputed = (await about.sessions()).filter((s) => s.attendees.some((x) => x.confirmation === 'different'));
    const s = at(disputed, about.a);
    const of = found(s.attendees.find((x) => x.confirmation === 'different')).mentee;
    const priya = about.t.as('priya');
    await priya.presses('hours.settle', { subject: s.id, arg: of });
    await priya.fills({ minutes: 40, outcome: 'between' }).submits();
    await priya.confirms();
  },
  async feedback(about) {
    const who = at(about.mentees, about.b);
    const subject = (await over(about)).id;
    await who.presses('ask.share', { subject, arg: about.b % 2 === 0 ? 'now' : 'coordinator' });
    for (const arg of ['agreed.1.4', 'listened.1.2']) await who.presses('ask.rate', { subject, arg });
    who.last = undefined;
    await who.presses('ask.words', { subject });
    await who.fills({ words: `It was fine ${about.b}` }).submits();
  },
  async otherwise(about) {
    const who = at(about.mentees, about.b);
    const subject = (await over(about)).id;
    await who.presses('ask.change', { subject });
    await who.presses('ask.set', { subject, arg: `agreed.1.${1 + (about.b % 5)}` });
  },
  async takeBack(about) {
    const who = at(about.mentees, about.b);
    await who.presses('ask.withdraw', { subject: (await over(about)).id, arg: 'yes' });
  },
  async contact({ t, mentor, mentee, b }) {
    await mentor.types(`log @${mentee.user}`);
    await mentor.presses('contact.open', { subject: await mentorshipOf(t, mentee.user) });
    await mentor.fills({ time: '09:05', minutes: 5 + (b % 3) * 5, note: 'In the corridor.' }).submits();
  },
  async newer({ t, mentor, mentee }) {
    await newerThings(t, mentor.user, mentee.user);
  },
  async agreeAgain({ t, mentor, mentee, b }) {
    await mentor.presses('agreement.open', { subject: await mentorshipOf(t, mentee.user) });
    mentor.fills({ purpose: `To get on with it ${b}` });
    await toTheEnd(mentor);
    await signs(mentee);
  },
  async rest({ t, mentee, b }) {
    const all = await t.store.read((tx) => tx.in(t.programme).mentorships.of(mentee.id));
    const m = at(all, 0);
    await mentee.presses(m.state === 'paused' ? 'mentorship.resume' : 'mentorship.pause', { subject: m.id });
    if (b % 5 === 0) await mentee.presses('mentorship.end', { subject: m.id, arg: 'yes' });
  },
  async handOver({ t, mentor, mentee }) {
    const to = t.as(mentor.user === 'maya' ? 'tom' : 'maya');
    await mentor.presses('handover.begin', { subject: await mentorshipOf(t, mentee.user) });
    await mentor.fills({ to: to.id }).submits();
    await mentee.presses('handover.choose');
    await mentee.fills({ 'go-on': 'yes', passes: ['goals', 'records'] }).submits();
    await agreed(t, to.user, mentee.user);
  },
  async takeOut({ mentee }) {
    await mentee.presses('rights.withdraw', { subject: '-' });
    await mentee.presses('rights.withdraw', { subject: '-', arg: 'yes' });
  },
  async bringIn({ t, b }) {
    const priya = t.as('priya');
    await priya.types('people import');
    await priya.fills({ lines: `name,role,mentees\nRosa ${b},mentor,Kai ${b}\nKai ${b},mentee,` }).submits();
    await priya.presses('import.apply');
  },
  async erase({ t, mentor, mentees, a, b }) {
    const who = a % 4 === 0 ? mentor : at(mentees, b);
    await t.as('priya').erases({ subject: who.id, arg: 'yes' });
  },
} as const satisfies Readonly<Record<string, (about: About) => Promise<void>>>;

/** What the helpers of tests throw where somebody cannot do this now. */
const cannot =
  /sees no button|no form is open|no objectives|refused at|refused:|nobody mentors|no row|nothing is to be confirmed|expected/;

/** Does it, if it can be done now. Answers whether it was. @throws where anything but the act itself went wrong */
export async function does(t: TestBot, { what, pair, a, b }: Act): Promise<boolean> {
  const [mentor, mentees] = found(pairs[pair % pairs.length]);
  const those = mentees.map((user) => t.as(user));
  const before = await entriesOf(t);
  const clock = t.clock.now();
  try {
    await acts[what]({
      t,
      mentor: t.as(mentor),
      mentees: those,
      mentee: found(those[0]),
      a,
      b,
      async sessions() {
        const ids = new Set<PersonId>(those.map((one) => one.id));
        const all = await t.store.read((tx) => tx.in(t.programme).sessions.all());
        const theirs = all.filter((s) => s.attendees.some((x) => ids.has(x.mentee)));
        return [...theirs].sort((x, y) => x.startsAt - y.startsAt || (x.id < y.id ? -1 : 1));
      },
    });
  } catch (error) {
    if (!(error instanceof NotNow) && !(error instanceof Error && cannot.test(error.message))) throw error;
  }
  return (await entriesOf(t)) > before || t.clock.now() > clock;
}

/** How many entries there are on all chains: an act that was done has left one. */
const entriesOf = (t: TestBot): Promise<number> =>
  t.store.read(async (tx) => {
    const rows = tx.in(t.programme);
    let n = (await rows.audit.head(t.programme)).seq;
    for (const { id } of await rows.mentorships.all()) n += (await rows.audit.head(id)).seq;
    return n;
  });
