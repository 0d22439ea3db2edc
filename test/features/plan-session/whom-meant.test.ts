import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { textOf } from '../../../src/chat/form.js';
import type { Session } from '../../../src/domain/session.js';
import { minute } from '../../../src/kernel/clock.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { type Before, startAfter, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { buttonsOf, directOf } from '../../support/chat.js';
import { agreed, mayaAgreedWithTwo, planned } from '../../support/steps.js';

/** Whose session typed words are about: Leo's at three and Aisha's at five, both tomorrow; nothing of Sam's. */

let t: TestBot;
const bothPlanned: Before = async (bot) => {
  await mayaAgreedWithTwo(bot);
  await planned(bot, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await planned(bot, 'maya', 'plan @aisha tomorrow 5pm 45m Exams');
};
beforeEach(async () => {
  t = await startAfter(bothPlanned);
});
afterEach(async () => t.stop());

const names: Readonly<Record<string, string>> = { leo: 'Leo Brandt', aisha: 'Aisha Rahman', maya: 'Maya Okafor' };
/** The answer as it is read, with its buttons. */
function said(user = 'maya'): string {
  const { last } = t.as(user);
  if (last === undefined || !('card' in last)) return JSON.stringify(last);
  const named = new Map([...t.people].map(([u, id]) => [id as string, names[u] ?? u]));
  return cardText(last.card, {
    person: t.as(user).id,
    platform: 'web',
    zone: 'Europe/London',
    locale: 'en-GB',
    named: (id) => ({ name: named.get(id) ?? 'someone' }),
  });
}
const shownForm = (): string => JSON.stringify(t.as('maya').form().form.steps[0]?.items);
const titleNow = (): string => textOf(t.as('maya').form().answers.values, 'title');
const sessions = (): Promise<readonly Session[]> => t.store.read((tx) => tx.in(t.programme).sessions.all());

const mentorshipWith = (mentee: string): Promise<string | undefined> =>
  t.store.read(async (tx) => (await tx.in(t.programme).mentorships.of(t.as(mentee).id))[0]?.id);

describe('cancel', () => {
  test.each([
    ['cancel aisha', 'Cancel Exams with Aisha Rahman on Tue 24 Nov 2026, 17:00?'],
    ['cancel my session with Aisha, please', 'Cancel Exams with Aisha Rahman'],
    ['cancel aisha’s session', 'Cancel Exams with Aisha Rahman'],
    ['cancel Aisha Rahman', 'Cancel Exams with Aisha Rahman'],
    ['cancel @aisha', 'Cancel Exams with Aisha Rahman'],
    ['cancel leo', 'Cancel Phone calls with Leo Brandt'],
    ['cancel sam', 'There is no planned session with sam to cancel.'],
    ['cancel @leo @aisha', 'There is no planned session with Leo Brandt and Aisha Rahman to cancel.'],
    ['cancel aysha', 'I did not understand whom you mean. Choose the session to cancel:'],
    ['cancel a', 'I did not understand whom you mean.'],
    ['cancel', 'Several are planned. Choose the session to cancel:'],
    ['cancel my next session', 'Several are planned.'],
  ])('%s', async (typed, answer) => {
    await t.as('maya').types(typed);
    expect(said()).toContain(answer);
    expect((await sessions()).map((s) => s.state)).toEqual(['planned', 'planned']);
  });

  test('chosen by its button, which says with whom and when, it is asked about by name', async () => {
    await t.as('maya').types('cancel aysha');
    expect(said()).toContain('[Tue 24 Nov 2026, 15:00, Leo Brandt] [Tue 24 Nov 2026, 17:00, Aisha Rahman]');
    const { last } = t.as('maya');
    const second = last !== undefined && 'card' in last ? buttonsOf(last.card)[1] : undefined;
    await t.as('maya').presses('session.cancel', { subject: second?.press.subject ?? '' });
    expect(said()).toContain('Cancel Exams with Aisha Rahman');
  });

  test('a mentee is asked about by their mentor’s name, and one planned session needs no name', async () => {
    await t.as('leo').types('cancel');
    expect(said('leo')).toContain('Cancel Phone calls with Maya Okafor on Tue 24 Nov 2026, 15:00?');
  });

  test('of two with the same person a day that was typed is not passed over', async () => {
    await planned(t, 'maya', 'plan @leo Friday 3pm 45m More calls');
    await t.as('maya').types('cancel @leo friday');
    expect(said()).toContain('Choose the session to cancel:');
    await t.as('maya').types('cancel @leo');
    expect(said()).toContain('Cancel Phone calls with Leo Brandt on Tue 24 Nov');
  });
});

describe('reschedule', () => {
  test.each(['reschedule aisha friday 10:00', 'reschedule friday 10:00 with Aisha', 'move aisha to friday at 10:00'])(
    '%s',
    async (typed) => {
      await t.as('maya').types(typed);
      expect(shownForm()).toContain(`"With ",{"mention":"${t.as('aisha').id}"}`);
      expect(titleNow()).toBe('Exams');
      expect(t.as('maya').form().answers.values).toMatchObject({ date: '2026-11-27', time: '10:00' });
    },
  );
  test.each([
    ['reschedule aysha friday 10:00', 'I did not understand whom you mean.'],
    ['reschedule friday 10:00', 'Several are planned. Choose the session to move:'],
    ['reschedule sam friday 10:00', 'There is no planned session with sam to move.'],
  ])('%s', async (typed, answer) => {
    await t.as('maya').types(typed);
    expect(said()).toContain(answer);
  });
  test('where only one is planned the time is enough, and "to" is no name', async () => {
    await t.as('maya').types('cancel aisha');
    await t.as('maya').presses('session.cancel', { arg: 'yes' });
    await t.as('maya').types('reschedule to friday 10:00');
    expect(titleNow()).toBe('Phone calls');
    await t.as('maya').types('reschedule aysha friday 10:00');
    expect(said()).toContain('Whom do you mean?');
  });
});

describe('what was typed beside', () => {
  test.each([['reschedule friday 10:00'], ['reschedule aysha friday 10:00']])(
    '%s: it is in the form of the session that is chosen',
    async (typed) => {
      await t.as('maya').types(typed);
      const exams = (await sessions()).find((s) => s.title === 'Exams');
      await t.as('maya').presses('plan.change', { subject: exams?.id ?? '' });
      expect(titleNow()).toBe('Exams');
      expect(t.as('maya').form().answers.values).toMatchObject({ date: '2026-11-27', time: '10:00' });
    },
  );
  test('is in the form of whoever is chosen; another’s name is not', async () => {
    await t.as('maya').types('plan friday 3pm 30m Forms');
    expect(said()).toContain('Choose whom the session is with. The rest of what you typed is kept.');
    await t.as('maya').presses('plan.new', { subject: (await mentorshipWith('aisha')) ?? '' });
    expect(titleNow()).toBe('Forms');
    expect(t.as('maya').form().answers.values).toMatchObject({ date: '2026-11-27', time: '15:00', minutes: 30 });
    await t.as('maya').types('plan sam friday 4pm');
    await t.as('maya').presses('plan.new', { subject: (await mentorshipWith('leo')) ?? '' });
    expect(titleNow()).not.toContain('sam');
    expect(t.as('maya').form().answers.values).toMatchObject({ time: '16:00' });
  });
  test('however long it is; what stands in the button is no text', async () => {
    const long = `Forms ${'and more forms '.repeat(30)}`.trim();
    await t.as('maya').types(`plan friday 3pm ${long}`);
    expect(JSON.stringify(t.as('maya').last)).not.toContain('more forms');
    await t.as('maya').presses('plan.new', { subject: (await mentorshipWith('leo')) ?? '' });
    expect(titleNow()).toBe(long);
  });
  test('is told nobody else, and nobody after a day', async () => {
    const ask = async () => {
      await t.as('maya').types('plan friday 3pm Forms');
      const { last } = t.as('maya');
      return async () => {
        t.as('maya').last = last;
        await t.as('maya').presses('plan.new', { subject: (await mentorshipWith('leo')) ?? '' });
        return titleNow();
      };
    };
    const press = await ask();
    expect(await press()).toBe('Forms');
    await agreed(t, 'tom', 'sam');
    const theirs = await mentorshipWith('sam');
    await t.bot
      .hear({
        kind: 'press',
        deliveryId: 'by-hand',
        who: { platform: 'web', tenant: localTenant, user: 'tom' },
        surface: { scope: 'direct', form: true },
        at: directOf('tom'),
        press: { verb: 'plan.new', subject: theirs ?? '', arg: 'typed' },
      })
      .then((answer) => expect(JSON.stringify(answer.reply)).not.toContain('Forms'));
    t.clock.set(t.clock.now() + 25 * 60 * minute);
    expect(await press()).toBe('');
  });
});

describe('plan', () => {
  test.each([
    ['plan leo friday 3pm 30m Forms', ['leo'], 'Forms'],
    ['plan friday 3pm with Aisha Rahman Forms', ['aisha'], 'Forms'],
    ['plan leo and aisha friday 3pm Forms', ['leo', 'aisha'], 'Forms'],
  ] as const)('%s', async (typed, whom, title) => {
    await t.as('maya').types(typed);
    const named = whom.map((user) => `{"mention":"${t.as(user).id}"}`).join(',", ",');
    expect(shownForm()).toContain(`"With ",${named}`);
    expect(titleNow()).toBe(title);
  });
  // What stands in names, and means something or nothing in a pattern.
  test.each([
    'Leo-Marie Brandt',
    'Leo O’Brien',
    "Leo O'Brien",
    'Leo J. Brandt',
    'Leo (Lee) Brandt',
    'Leo Brandt/Rahman',
  ])('plan %s', async (name) => {
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      const leo = await rows.people.get(t.as('leo').id);
      if (leo !== undefined) await rows.people.save({ ...leo, name });
    });
    await t.as('maya').types(`plan ${name} friday 3pm 30m Forms`);
    expect(said()).not.toContain('Something went wrong');
    expect(shownForm()).toContain(`{"mention":"${t.as('leo').id}"}`);
  });
  test('somebody else’s name is no title, and asks; any other word is one', async () => {
    await agreed(t, 'tom', 'sam');
    await t.as('tom').types('plan aisha friday 3pm');
    expect(said('tom')).toContain('Plan with whom?');
    await t.as('tom').types('plan Grammar friday 3pm');
    expect(textOf(t.as('tom').form().answers.values, 'title')).toBe('Grammar');
  });
});

describe('log', () => {
  beforeEach(async () => t.clock.to('2026-11-24T18:00:00Z'));
  test.each([
    ['log aisha', 'The last session with Aisha Rahman waits for its record.'],
    ['log my session with leo', 'The last session with Leo Brandt waits for its record.'],
    ['log @aisha @leo', 'No session with Aisha Rahman and Leo Brandt waits for its record.'],
    ['log aysha', 'I did not understand whom you mean. Choose, or type log @name.'],
  ])('%s', async (typed, answer) => {
    await t.as('maya').types(typed);
    expect(said()).toContain(answer);
  });
});

test('log offers every session with them that waits, and none of another', async () => {
  await planned(t, 'maya', 'plan @leo tomorrow 7pm 30m More calls');
  await t.clock.to('2026-11-24T20:00:00Z');
  await t.as('maya').types('log @leo');
  expect(said()).toContain('2 sessions with Leo Brandt wait for their record, the last one first.');
  expect(said()).toMatch(/Write: More calls[\s\S]*Write: Phone calls/);
  expect(said()).not.toContain('Exams');
});

test('start with two people at once asks with whom to begin, and drops neither', async () => {
  await t.as('tom').types('start @leo @aisha');
  expect(said('tom')).toContain('Each agreement is between two people. Choose whom to begin with:');
  expect(said('tom')).toContain('[Leo Brandt] [Aisha Rahman]');
});

test('a mentee who types the beginning of a name learns nobody’s whole name by it', async () => {
  for (const words of ['cancel @sa', 'cancel @sam', 'reschedule @ai Friday', 'cancel tom']) {
    await t.as('leo').types(words);
    expect(said('leo'), words).toContain('There is no planned session with them to ');
    expect(JSON.stringify(t.as('leo').last), words).not.toContain('"mention"');
  }
  await t.as('maya').types('cancel @sam');
  expect(JSON.stringify(t.as('maya').last)).toContain('"mention"');
});
