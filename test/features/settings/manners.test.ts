import { afterEach, describe, expect, test } from 'vitest';
import { usualDailyCap } from '../../../src/domain/prompt-schedule.js';
import { hour, minute } from '../../../src/kernel/clock.js';
import { startAfter, startBot, type TestBot } from '../../support/bot.js';
import { fakeChat } from '../../support/chat.js';
import { agreed, mayaAndLeoAgreed, planned } from '../../support/steps.js';

let t: TestBot;
afterEach(async () => t.stop());

const waiting = async (user: string, kind: string): Promise<string[]> =>
  (await t.store.read((tx) => tx.in(t.programme).prompts.waitingFor(t.as(user).id)))
    .filter((p) => p.kind === kind)
    .map((p) => new Date(p.dueAt).toISOString().slice(0, 16));
const said = (user: string): string => JSON.stringify(t.as(user).last);

async function begun(command = 'plan @leo Thursday 3pm 45m Phone calls'): Promise<void> {
  t = await startAfter(mayaAndLeoAgreed);
  await planned(t, 'maya', command);
}
async function sets(user: string, values: Record<string, string | number | readonly string[]>): Promise<void> {
  await t.as(user).presses('settings.change', { subject: '-' });
  t.as(user).fills(values);
  await t.as(user).submits();
}

describe('reminders', () => {
  test('come before quiet hours where they would be too late after them, and say when the session is', async () => {
    await begun('plan @leo Thursday 7:30am 45m Early');
    // A day before: 07:30 waits for 08:00. An hour before would be 06:30: it comes the evening before.
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-25T08:00', '2026-11-25T18:45']);
    await t.clock.to('2026-11-25T08:00:00Z');
    await t.clock.to('2026-11-25T18:45:00Z');
    const cards = t
      .as('leo')
      .sees()
      .filter((c) => c.startsWith('# Early') && c.includes('tomorrow'));
    expect(cards).toHaveLength(2);
    expect(cards[1]).toContain('Thu 26 Nov 2026, 07:30');
    expect(await waiting('maya', 'now')).toEqual([]);
  });

  test('are switched off each by itself, also those that were set already', async () => {
    await begun();
    await sets('leo', { first: 'off' });
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-26T14:00']);
    await t.clock.to('2026-11-26T14:01:00Z');
    const seen = t.as('leo').sees().join('\n');
    expect(seen).not.toContain('You are meeting Maya Okafor tomorrow');
    expect(seen).toContain('You are meeting Maya Okafor in about an hour');
    await planned(t, 'maya', 'plan @leo Monday 3pm 45m Next');
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-30T14:00']);
  });

  test('have a lead of each one’s choice, which moves what is planned in the same transaction', async () => {
    await begun();
    await sets('leo', { first: 'two-days', second: 'half-hour' });
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-24T15:00', '2026-11-26T14:30']);
    expect(await waiting('maya', 'remind')).toEqual(['2026-11-25T15:00', '2026-11-26T14:00']);
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Next');
    const leo = t.as('leo');
    const of = (words: string): string[] =>
      leo.sees().filter((c) => c.includes(`You are meeting Maya Okafor ${words}.`));
    // Maya changes nothing: a card of each session the hour before it, until it is over.
    const hers = (): number =>
      t
        .as('maya')
        .sees()
        .filter((c) => /You are meeting Leo \S+ in about an hour/.test(c)).length;
    await t.clock.to('2026-11-24T15:00:00Z');
    expect(of('in 2 days')[0]).toContain('Thu 26 Nov 2026, 15:00');
    // The first of Thursday's came already; Friday's moves.
    await sets('leo', { first: 'morning', second: 'two-hours' });
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-26T13:00', '2026-11-27T08:00', '2026-11-27T13:00']);
    await t.clock.to('2026-11-26T13:00:00Z');
    expect(of('in about two hours')).toHaveLength(1);
    await sets('leo', { first: 'off', second: 'quarter' });
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-27T14:45']);
    await t.clock.to('2026-11-26T14:00:00Z');
    expect(hers()).toBe(1);
    await t.clock.to('2026-11-27T08:00:00Z');
    expect(of('today')).toHaveLength(0);
    await t.clock.to('2026-11-27T14:00:00Z');
    expect(hers()).toBe(1);
    await t.clock.to('2026-11-27T14:45:00Z');
    expect(of('in 15 minutes')).toHaveLength(1);
  });

  test('follow a change of quiet hours and of the zone; a paused mentorship stays silent', async () => {
    await begun();
    await sets('leo', { from: '13:30', to: '08:00' });
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-26T08:00', '2026-11-26T13:15']);
    await sets('leo', { from: '19:00', first: 'morning', zone: 'America/New_York' });
    // 15:00 in London is 10:00 in New York: 08:00 and 09:00 there.
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-26T13:00', '2026-11-26T14:00']);
    const [m] = await t.store.read((tx) => tx.in(t.programme).mentorships.all());
    await t.as('maya').presses('mentorship.pause', { subject: m?.id ?? '' });
    expect(await waiting('leo', 'remind')).toEqual([]);
    await sets('leo', { first: 'two-days' });
    expect(await waiting('leo', 'remind')).toEqual([]);
    // Going on again sets them as they have it now.
    await t.as('maya').presses('mentorship.resume', { subject: m?.id ?? '' });
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-24T15:00', '2026-11-26T14:00']);
  });

  test('of one person come once where both are due together', async () => {
    await begun('plan @leo Thursday 7:30am 45m Early');
    // The bot was away since 08:00: the first reminder would stand beside the second.
    await t.clock.to('2026-11-25T18:45:00Z');
    const cards = t.as('leo').sees();
    expect(cards.filter((c) => c.startsWith('# Early') && c.includes('tomorrow'))).toHaveLength(1);
  });

  test('lead a mentee to the plan the day before, unless they would rather not', async () => {
    await begun();
    await t.clock.to('2026-11-25T15:00:00Z');
    expect(
      t
        .as('leo')
        .sees()
        .find((c) => c.includes('tomorrow')),
    ).toContain('[See the plan]');
    await sets('leo', { on: [] });
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m Without');
    await t.clock.to('2026-11-26T15:00:00Z');
    const card = t
      .as('leo')
      .sees()
      .find((c) => c.startsWith('# Without') && c.includes('tomorrow'));
    expect(card).toBeDefined();
    expect(card).not.toContain('[See the plan]');
  });

  test('can come later, at times before the session and outside quiet hours only', async () => {
    await begun();
    await t.clock.to('2026-11-25T15:00:00Z');
    const leo = t.as('leo');
    await leo.presses('remind.later');
    const labels = [...said('leo').matchAll(/"label":"([^"]+)"/g)].map((m) => m[1]);
    expect(labels).toEqual([
      'Wed 25 Nov 2026, 16:00',
      'Wed 25 Nov 2026, 17:00',
      'Thu 26 Nov 2026, 09:00',
      'Thu 26 Nov 2026, 13:00',
      'Thu 26 Nov 2026, 14:30',
    ]);
    await leo.presses('remind.later', { arg: String(Date.parse('2026-11-26T09:00Z')) });
    await t.clock.to('2026-11-26T09:00:00Z');
    expect(leo.sees().filter((c) => c.includes('You are meeting Maya Okafor today'))).not.toHaveLength(0);
    await leo.presses('remind.later', { arg: String(Date.parse('2026-11-25T09:00Z')), subject: 'nothing' });
    expect(said('leo')).toContain('no longer here');
    // Somebody else's session is nobody's to be reminded of.
    const subject = /"remind.later","subject":"([^"]+)"/.exec(JSON.stringify(t.chat.messages))?.[1] ?? '';
    await t.as('aisha').presses('remind.later', { subject, arg: '' });
    expect(said('aisha')).toContain('Nothing has changed');
  });
});

describe('a reminder that Leo asked for', () => {
  const at = '2026-11-26T09:00';
  const begunAndAsked = async (): Promise<void> => {
    await begun();
    await t.clock.to('2026-11-25T15:00:00Z');
    await t.as('leo').presses('remind.later');
    await t.as('leo').presses('remind.later', { arg: String(Date.parse(`${at}Z`)) });
    expect(await waiting('leo', 'remind')).toContain(at);
  };
  const changes = async (date: string, time: string): Promise<void> => {
    await t.as('maya').presses('plan.change');
    t.as('maya').fills({ date, time });
    await t.as('maya').submits();
  };
  const cancels = async (): Promise<void> => {
    await t.as('maya').presses('session.cancel');
    await t.as('maya').presses('session.cancel', { arg: 'yes' });
  };
  test.each<readonly [string, boolean, () => Promise<unknown>]>([
    ['his yes', true, () => t.as('leo').presses('plan.accept')],
    ['a plan that is moved to later', true, () => changes('2026-11-27', '15:00')],
    ['a plan that is moved to before it', true, () => changes('2026-11-26', '08:00')],
    ['his no', false, () => t.as('leo').presses('plan.decline')],
    ['a session that is called off', false, cancels],
  ])('%s: it stays: %s', async (_, stays, act) => {
    await begunAndAsked();
    await act();
    expect((await waiting('leo', 'remind')).includes(at)).toBe(stays);
  });

  test('stays where somebody else answers', async () => {
    await begun();
    const maya = t.as('maya');
    await t.clock.to('2026-11-25T15:00:00Z');
    await maya.presses('remind.later');
    await maya.presses('remind.later', { arg: String(Date.parse(`${at}Z`)) });
    await t.as('leo').presses('plan.accept');
    expect(await waiting('maya', 'remind')).toContain(at);
  });

  test('is not told as late where the session was moved to before it', async () => {
    await begunAndAsked();
    await changes('2026-11-26', '08:00');
    await t.clock.to('2026-11-26T10:00:00Z');
    expect(t.as('leo').sees().join('\n')).not.toContain('did not reach you');
  });
});

test('every card that comes unasked says why on request, to whoever asked alone', async () => {
  await begun();
  const leo = t.as('leo');
  // An invitation was sent by a person: it says so itself.
  const invited = leo.sees().find((c) => c.startsWith('# A session with your mentor'));
  expect(invited).toContain('[Yes, I’ll be there]');
  expect(invited).not.toContain('Why did I get this?');
  await t.clock.to('2026-11-26T14:01:00Z');
  const before = leo.sees().length;
  await leo.presses('settings.why', { subject: 'reminder' });
  expect(said('leo')).toContain('A session is planned. Your settings say when its reminders come');
  expect(leo.sees()).toHaveLength(before);
  await t.clock.to('2026-11-26T16:30:00Z');
  for (const [user, face] of [
    ['maya', 'record-prompt'],
    ['leo', 'after-session'],
  ] as const) {
    await t.as(user).presses('settings.why', { subject: face });
    expect(said(user)).toContain('Why you got this');
  }
});

test('a reminder, the asking for a record and a mentor’s digest are each stopped by one tap', async () => {
  await begun();
  const maya = t.as('maya');
  const buttonsOn = (starts: string): string => maya.sees().findLast((c) => c.startsWith(starts)) ?? '';
  const stop = async (face: string, starts: string, label: string): Promise<void> => {
    expect(buttonsOn(starts)).toContain(label);
    await maya.presses('settings.stop', { subject: face });
    expect(said('maya')).toContain('settings');
    // Its own button is gone; why it came can still be asked.
    expect(buttonsOn(starts)).not.toContain(label);
    expect(buttonsOn(starts)).toContain('[Why did I get this?]');
  };
  await t.clock.to('2026-11-25T15:00:00Z');
  await stop('reminder', '# Phone calls', '[Stop reminders]');
  const reminders = (): number => maya.sees().filter((c) => c.includes('You are meeting')).length;
  expect(reminders()).toBe(1);
  await t.clock.to('2026-11-26T14:30:00Z');
  expect(reminders()).toBe(1);
  await t.clock.to('2026-11-26T15:50:00Z');
  await stop('record-prompt', '# Write the record', '[Stop nudging me]');
  await t.clock.to('2026-11-27T15:55:00Z');
  expect(maya.sees().filter((c) => c.startsWith('# Write the record'))).toHaveLength(1);
  await t.clock.to('2026-11-27T16:05:00Z');
  await stop('mentor-digest', '# Your mentoring this week', '[Stop my weekly digest]');
  await t.clock.to('2026-12-04T16:05:00Z');
  expect(maya.sees().filter((c) => c.startsWith('# Your mentoring this week'))).toHaveLength(1);
  // What there is no stopping of is said, and a card that never stood is not posted by a press.
  const before = maya.sees().length;
  await maya.presses('settings.stop', { subject: 'invitation', arg: 'x' });
  expect(said('maya')).toContain('nothing to stop');
  await maya.presses('settings.stop', { subject: 'mentor-digest', arg: '2026-W01' });
  expect(maya.sees()).toHaveLength(before);
});

test('after the day’s worth of reminders the rest comes as one message', async () => {
  t = await startAfter(mayaAndLeoAgreed);
  const times = ['9:30am', '10:30am', '11:30am', '12:30pm', '1:30pm', '2:30pm', '3:30pm', '4:30pm'];
  for (const [i, time] of times.entries()) await planned(t, 'maya', `plan @leo Thursday ${time} 30m Talk ${i + 1}`);
  await t.clock.to('2026-11-25T17:00:00Z');
  const leo = t.as('leo');
  const alone = leo.sees().filter((c) => /^# Talk \d/.test(c) && c.includes('tomorrow'));
  expect(alone).toHaveLength(usualDailyCap);
  const folded = leo.sees().filter((c) => c.startsWith('# Waiting for you'));
  expect(folded).toHaveLength(1);
  expect(folded[0]).toContain('3 things wait for you.');
  expect(folded[0]).toContain('A session: Talk 8, Thu 26 Nov 2026, 16:30.');
  // The next day is another day.
  await t.clock.to('2026-11-26T08:31:00Z');
  expect(leo.sees().filter((c) => c.includes('in about an hour'))).toHaveLength(1);
}, 60_000);

test('a pause holds until its day, and a day that is past or too far is none', async () => {
  await begun();
  await sets('leo', { pause: '2026-11-27' });
  await t.as('leo').types('settings');
  expect(t.as('leo').last).toMatchObject({ kind: 'panel' });
  await t.clock.to('2026-11-26T14:30:00Z');
  expect(t.as('leo').sees().join('\n')).not.toContain('You are meeting');
  for (const [day, words] of [
    ['2026-11-01', 'past'],
    ['2029-01-01', 'a year at most'],
  ] as const) {
    await sets('leo', { pause: day });
    expect(t.as('leo').form().problems[0]?.say).toContain(words);
  }
});

test('a pause by its button: a week, said on the settings; ended by its button, what is asked comes again', async () => {
  await begun();
  const leo = t.as('leo');
  const asked = (): boolean => leo.sees().join('\n').includes('in about an hour');
  await leo.types('settings');
  await leo.presses('settings.pause');
  expect(said('leo')).toContain('ask you for anything until');
  await leo.types('settings');
  expect(said('leo')).toContain('settings.resume');
  expect(said('leo')).not.toContain('settings.pause');
  await t.clock.to('2026-11-26T14:01:00Z');
  expect(asked()).toBe(false);
  await leo.types('settings');
  await leo.presses('settings.resume');
  await leo.types('settings');
  expect(said('leo')).toContain('settings.pause');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Next');
  await t.clock.to('2026-11-27T14:01:00Z');
  expect(asked()).toBe(true);
});

test('what is planned during a pause that is ended early is reminded of; during one that holds it is not', async () => {
  await begun();
  const leo = t.as('leo');
  const asked = (): boolean => leo.sees().join('\n').includes('in about an hour');
  await leo.types('settings');
  await leo.presses('settings.pause');
  await planned(t, 'maya', 'plan @leo Friday 3pm 45m Next');
  await t.clock.to('2026-11-26T14:01:00Z');
  expect(asked()).toBe(false);
  await leo.types('settings');
  await leo.presses('settings.resume');
  await t.clock.to('2026-11-27T14:01:00Z');
  expect(asked()).toBe(true);
});

test('a nudge for a record waits over a public holiday', async () => {
  // Thursday, Christmas Eve: Friday and Monday are holidays, the weekend lies between.
  t = await startAfter(mayaAndLeoAgreed, { start: '2026-12-23T09:00:00Z' });
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Last one');
  await t.clock.to('2026-12-24T15:45:00Z');
  const records = (): number =>
    t
      .as('maya')
      .sees()
      .filter((c) => c.includes('# Write the record')).length;
  expect(records()).toBe(1);
  for (const day of ['25', '26', '27', '28']) await t.clock.to(`2026-12-${day}T12:00:00Z`);
  expect(records()).toBe(1);
  await t.clock.to('2026-12-29T08:01:00Z');
  expect(records()).toBe(2);
});

describe('a person who travels', () => {
  const at = { zone: 'Europe/London' };
  async function away(until = '2026-11-24T12:00:00Z'): Promise<void> {
    at.zone = 'Europe/London';
    t = await startBot({
      chat: fakeChat({
        profile: (who) => ({
          name: who.user,
          zone: who.user === 'leo' ? at.zone : 'Europe/London',
          locale: 'en-GB',
          standing: 'member',
        }),
      }),
    });
    await agreed(t, 'maya', 'leo');
    await planned(t, 'maya', 'plan @leo Thursday 3pm 45m Phone calls');
    at.zone = 'America/New_York';
    await t.clock.to(until);
  }
  const zoneOf = async (user: string): Promise<string | undefined> =>
    (await t.store.read((tx) => tx.in(t.programme).people.get(t.as(user).id)))?.zone;

  test('is asked, never switched; one press changes it', async () => {
    await away();
    const leo = t.as('leo');
    expect(leo.sees().filter((c) => c.startsWith('# Are you somewhere else?'))).toHaveLength(1);
    expect(leo.sees().at(-1)).toContain('Your chat says New York, where it is 07:00');
    expect(await zoneOf('leo')).toBe('Europe/London');
    await t.as('maya').presses('settings.zone', { subject: `${leo.id}:America/New_York`, arg: 'use' });
    expect(await zoneOf('leo')).toBe('Europe/London');
    await sets('leo', { first: 'morning' });
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-26T08:00', '2026-11-26T14:00']);
    await leo.presses('settings.zone', { arg: 'use' });
    expect(await zoneOf('leo')).toBe('America/New_York');
    // The morning is New York's now.
    expect(await waiting('leo', 'remind')).toEqual(['2026-11-26T13:00', '2026-11-26T14:00']);
    expect(leo.sees().join('\n')).toContain('Your times are shown for New York now.');
  });

  test('who keeps their zone is not asked again, until they are elsewhere again', async () => {
    await away();
    await t.as('leo').presses('settings.zone', { arg: 'keep' });
    const asked = (): number =>
      t
        .as('leo')
        .sees()
        .filter((c) => c.includes('Are you somewhere else')).length;
    for (let i = 0; i < 3; i += 1) await t.clock.pass(24 * hour);
    expect(asked()).toBe(0);
    expect(await zoneOf('leo')).toBe('Europe/London');
    at.zone = 'Asia/Tokyo';
    await t.clock.pass(24 * hour);
    await t.clock.pass(minute);
    expect(asked()).toBe(1);
  });

  test('who is away a second time is asked again, by a new message', async () => {
    await away();
    const leo = t.as('leo');
    const asked = (): number => leo.sees().filter((c) => c.includes('Are you somewhere else')).length;
    const cards = (): number => leo.sees().filter((c) => /Are you somewhere else|Your time zone/.test(c)).length;
    const daysLater = async (zone: string): Promise<void> => {
      at.zone = zone;
      await t.clock.pass(24 * hour);
      await t.clock.pass(minute);
    };
    await leo.presses('settings.zone', { arg: 'keep' });
    await daysLater('Europe/London');
    await daysLater('America/New_York');
    expect([asked(), cards()]).toEqual([1, 2]);
    // Back before they answered: the question is withdrawn where it stands.
    await daysLater('Europe/London');
    expect([asked(), cards()]).toEqual([0, 2]);
    expect(leo.sees().filter((c) => c.includes('Your times stay as they are, for London'))).toHaveLength(2);
  });

  test('is not asked at night or in a pause, and not once they are back', async () => {
    await away('2026-11-23T18:30:00Z');
    const leo = t.as('leo');
    const asked = (): boolean => leo.sees().join('\n').includes('Are you somewhere else');
    // The day turns in the middle of the quiet hours, from seven to eight.
    await t.clock.to('2026-11-24T00:01:00Z');
    expect(asked()).toBe(false);
    await t.clock.to('2026-11-24T07:59:00Z');
    expect(asked()).toBe(false);
    await t.clock.to('2026-11-24T08:00:00Z');
    expect(asked()).toBe(true);

    await leo.presses('settings.zone', { arg: 'keep' });
    await leo.presses('settings.pause', { subject: leo.id, arg: '7' });
    at.zone = 'Asia/Tokyo';
    await t.clock.to('2026-11-25T12:00:00Z');
    at.zone = 'Europe/London';
    await t.clock.to('2026-11-27T12:00:00Z');
    await t.clock.to('2026-12-03T12:00:00Z');
    expect(asked()).toBe(false);
  });

  test('a zone that does not exist is not asked about', async () => {
    await away();
    at.zone = 'Mars/Olympus_Mons';
    await t.clock.pass(24 * hour);
    expect(t.as('leo').sees().join('\n')).not.toContain('Olympus');
  });
});
