import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserIsHere, launch, type Program, startProgram, Visitor } from './browser.js';

const there = browserIsHere('the loop in a browser');

/** The first Monday of the next December at 09:00 in London: outside quiet hours, and far from a clock change. */
function monday(now: Date): Date {
  const at = new Date(Date.UTC(now.getUTCFullYear() + 1, 11, 1, 9));
  at.setUTCDate(1 + ((8 - at.getUTCDay()) % 7));
  return at;
}

describe.skipIf(!there)('the loop, by hand, in a browser', () => {
  let browser: Browser;
  let program: Program;
  let who: Visitor;
  const start = monday(new Date());
  /** A moment (UTC, which London keeps in December) some days after the start. */
  const at = (days: number, time: string): { to: string } => {
    const [h = 0, m = 0] = time.split(':').map(Number);
    const moment = new Date(start);
    moment.setUTCDate(moment.getUTCDate() + days);
    moment.setUTCHours(h, m, 0, 0);
    return { to: moment.toISOString() };
  };
  const found: string[] = [];
  const look = async (...args: Parameters<Visitor['look']>): Promise<void> => {
    found.push(...(await who.look(...args)));
  };

  beforeAll(async () => {
    [browser, program] = await Promise.all([
      launch(),
      startProgram({ settings: { PORT: '0', TIME_ZONE: 'Europe/London' } }),
    ]);
    await program.clock({ to: start.toISOString() });
    who = await Visitor.arrive(browser, program.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  it('goes from “start” to the digest, and to the end', { timeout: 280_000 }, async () => {
    await who.become('maya');
    await who.sees('Hello, Maya Okafor');
    await look('01-nothing-yet', { all: true, axe: true });
    await who.says('help');
    await who.sees('What you can type');
    await look('02-help', { axe: true });
    await who.presses('Dismiss');

    // The agreement: the mentor signs, then the mentee.
    await who.says('start @leo');
    await look('03-agreement');
    for (let i = 0; i < 3; i += 1) await who.goesOn();
    await who.goesOn();
    await who.sees('Fill in at least one goal.');
    await look('04-agreement-problems', { all: true, axe: true });
    await who.types('[id^=f-goals-][id$=-what]', 'Make phone calls without a script');
    await who.types('[id^=f-goals-][id$=-how]', 'Three calls stand in the call log');
    await who.picks('[id^=f-goals-][id$=-baseline]', '2 · a little');
    await who.picks('[id^=f-goals-][id$=-target]', '4 · most of the time');
    await who.goesOn();
    await who.sees('Agreement sent');
    await look('05-agreement-sent');

    await who.become('leo');
    await who.sees('Would you like a mentor?');
    await look('06-asked');
    await who.presses('Read and answer');
    await look('07-agreement-to-read', { axe: true });
    await who.goesOn();
    await look('08-agreement-goals');
    await who.goesOn();
    await who.chooses('Time to think before I answer');
    await who.goesOn();
    await who.chooses('I agree and sign');
    await look('09-agreement-answer');
    await who.goesOn();
    await who.sees('You have both signed');
    await look('10-signed');

    // The plan: a hint where an objective cannot be measured, never a refusal.
    await who.become('maya');
    await who.sees('Agreement signed');
    await who.says('plan @leo tomorrow 3pm 45m Phone calls');
    await who.sees(/Understood as Tue .*, 15:00–15:45/);
    await look('11-plan', { all: true, axe: true });
    await who.goesOn();
    await who.types('[id^=f-objectives-][id$=-what]', 'Feel more confident');
    await who.types('[id^=f-objectives-][id$=-measure]', 'Leo feels more confident');
    expect(await who.page.isChecked('#f-goals')).toBe(true);
    await look('12-plan-objectives');
    await who.goesOn();
    await who.sees('how would you both see it?');
    await look('13-plan-hint');
    await who.presses('Back');
    await who.types('[id^=f-objectives-][id$=-what]', 'Make two calls to the college');
    await who.types('[id^=f-objectives-][id$=-measure]', 'Two calls stand in the call log');
    await who.goesOn();
    await who.sees('The activities fill the session: 45 min.');
    await who.goesOn();
    await look('14-plan-support');
    await who.goesOn();
    await who.sees('Planned with');
    await look('15-planned');

    await who.become('leo');
    await who.sees('A session with your mentor');
    await look('16-invited', { all: true });
    await who.presses('See the plan');
    await who.sees('How you will both see it: Two calls stand in the call log');
    await look('17-plan-to-read', { axe: true });
    await who.goes('/chat/leo', who.page.locator('.back-line a'));
    await who.presses('Yes, I’ll be there');
    await who.sees('You said yes');
    await look('18-accepted');
    await who.become('maya');
    await who.sees(/said yes to Phone calls/);
    await look('19-maya-told');

    // A reminder, and the session.
    await program.clock(at(0, '15:30'));
    await who.sees(/You are meeting .* tomorrow/);
    await program.clock(at(1, '14:02'));
    await who.sees(/in about an hour/);
    await who.become('leo');
    await who.sees(/in about an hour/);
    await look('20-reminded');
    await program.clock(at(1, '15:00'));
    await who.become('maya');
    await who.sees(/begins now/);
    await look('21-now');
    await who.presses('Start now');
    await who.sees(/^Ends\s?15:45$/);
    await program.clock(at(1, '15:40'));
    await who.presses('15 minutes more');
    await who.sees(/^Ends\s?16:00$/);
    await look('22-more-time');
    await program.clock(at(1, '15:52'));
    expect(await who.text()).not.toContain('Write the record');
    await who.presses('End now');
    await who.sees('Write the record');
    await look('23-asked-for-the-record', { all: true });

    // Sixty seconds: six taps and two typed sentences at most.
    who.taps = 0;
    who.typed = 0;
    await who.presses('Write it now');
    await look('24-record', { all: true, axe: true });
    // On a phone all of it stands on one screen, the button that saves it among it.
    await who.page.setViewportSize({ width: 390, height: 844 });
    const below: number = await who.page.evaluate(
      `document.querySelector('#f-happened').getBoundingClientRect().bottom - document.querySelector('.moves').getBoundingClientRect().top`,
    );
    expect(below).toBeLessThanOrEqual(0);
    await who.page.setViewportSize({ width: 1280, height: 800 });
    await who.chooses('Met');
    await who.picks('#f-skill', 'Active listening');
    await who.types('#f-skill_2dexample', 'I waited until he had finished before I spoke.');
    await who.types('#f-happened', 'Leo made two calls to the college.');
    await who.presses('Save the record');
    await who.sees(/Recorded .*after the session, at the time/);
    const taps = who.taps;
    expect(taps).toBeLessThanOrEqual(6);
    expect(who.typed).toBe(2);
    await look('25-recorded');

    await who.presses('Change it');
    await who.types('#f-happened', 'Leo made two calls to the college, and booked a visit.');
    await who.types('#f-reason', 'I had left the visit out.');
    await look('26-amendment');
    await who.presses('Save the record');
    await who.sees(/^Version\s?2$/);
    await look('27-amended');
    await who.presses('Read it');
    await who.sees('Leo made two calls to the college, and booked a visit.');
    await look('28-record-to-read', { axe: true });

    // Half an hour later: the length, and four questions.
    await program.clock(at(1, '16:24'));
    await who.become('leo');
    await who.sees('How long was it?');
    await look('29-how-long');
    await who.presses('Yes');
    await who.sees('Who may read your answers?');
    await look('30-who-may-read', { all: true });
    await who.presses('My mentor, now');
    await who.sees('Question 1 of 4');
    await look('31-question', { axe: true });
    await who.presses('4 Mostly');
    await who.sees('Question 2 of 4');
    await who.presses('5 Yes, fully');
    await who.sees('Question 3 of 4');
    await who.presses('Skip');
    await who.sees('Question 4 of 4');
    await who.presses('Write a few words');
    await who.types('#f-words', 'More practice calls, please.');
    await look('32-in-your-own-words');
    await who.goesOn();
    await who.sees('Your answers are saved.');
    await look('33-answered');

    // What it adds up to.
    await who.become('maya');
    await who.says('hours');
    await who.sees('All mentees together');
    await look('34-hours', { all: true, axe: true });
    await who.opens('/chat/maya');
    await who.says('feedback');
    await who.sees(/More practice calls, please\./);
    await look('35-feedback', { axe: true });
    await who.become('priya');
    await who.says('digest now');
    await who.sees(/^The digest is on its way to the channel/);
    await who.goes('/chat/priya/channel/mentoring', who.page.locator('.side .places a', { hasText: 'mentoring' }));
    await who.sees('Mentoring this week');
    await look('36-digest', { all: true, axe: true });
    const posted = await who.text();
    for (const told of ['Leo', 'Maya', 'Phone', 'college', 'practice calls']) expect(posted).not.toContain(told);
    await who.opens('/chat/priya/home');
    await look('37-coordinator-home', { axe: true });

    // An informal contact; a concern from its form, and back to it; a concern from home.
    await who.become('maya');
    await who.says('log @leo');
    await who.presses(/^Informal contact/);
    await who.types('#f-note', 'A word in the corridor about Friday.');
    await look('38-contact');
    await who.presses('Worried about someone?');
    await who.sees('Dana Whitlock');
    await look('39-concern', { all: true, axe: true });
    await who.presses('I’ve told someone else');
    await who.sees(/^Noted/);
    await who.goes('', who.page.getByRole('link', { name: 'Back to the form' }));
    expect(await who.page.inputValue('#f-note')).toBe('A word in the corridor about Friday.');
    await who.types('#f-minutes', '10');
    await who.goesOn();
    await who.sees(/informal contact/i);
    await look('40-contact-kept');
    await who.opens('/chat/maya/home');
    expect(await who.text()).toContain('50 min of 6 h');
    await look('41-home', { all: true, axe: true });
    await who.presses('Worried about someone?');
    await who.sees('Dana Whitlock');
    await who.sees('Back to Home');
    await who.opens('/chat/maya');
    await who.says('settings');
    await who.presses('What is kept about me');
    await who.sees('What is kept about me');
    await look('42a-own-data', { all: true, axe: true });

    // Pausing, going on, ending.
    await who.opens('/chat/maya/home');
    await who.presses('Goals and more');
    await look('42-mentorship', { all: true, axe: true });
    await who.presses('Pause');
    await who.sees(/Paused: no reminders/);
    await who.become('leo');
    await who.sees('Your mentoring is paused');
    await look('43-paused');
    await who.opens('/chat/maya/home');
    await who.presses('Goals and more');
    await who.presses('Go on again');
    await who.sees(/under way/);
    await who.presses('End');
    await look('44-end');
    await who.presses('Yes, end it');
    await who.become('leo');
    await who.sees(/has ended|is over|ended on/);
    await look('45-ended');
    await who.opens('/chat/nobody');
    await look('46-no-such-person', { axe: true });
    who.faults.splice(0, who.faults.length, ...who.faults.filter((f) => !f.includes('status of 404')));

    // What people wrote, and who they are, is in no line of the log and in no metric.
    const told = program.wrote() + (await (await fetch(`${program.url}/metrics`)).text());
    expect(told).toContain('mentorlog');
    for (const words of ['Leo', 'Maya', 'Phone calls', 'college', 'practice calls', 'corridor'])
      expect(told).not.toContain(words);

    expect(who.faults).toEqual([]);
    expect(found).toEqual([]);
    // biome-ignore lint/suspicious/noConsole: measured, not asserted (a busy machine is slower)
    console.info(
      `The record took ${taps} taps and two sentences. After the whole loop the program holds ${program.memory()} MB.`,
    );
  });
});
