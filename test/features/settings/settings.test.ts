import { afterEach, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/chat/card.js';
import type { Role } from '../../../src/domain/programme.js';
import { startAfter, startBot, type TestBot } from '../../support/bot.js';
import { cardText } from '../../support/card-text.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** What `settings` shows and changes, for whom (docs/field.md#their-own-time). */

let t: TestBot;
afterEach(async () => t.stop());

const roles: readonly Role[] = [
  'mentor',
  'mentee',
  'coordinator',
  'supervisor',
  'stakeholder',
  'assessor',
  'iqa',
  'safeguarding-lead',
];
const begin = async (): Promise<void> => {
  t = await startBot({
    pages: () => ({ base: 'http://127.0.0.1:1', loopback: true }),
    people: roles.map((role) => ({ user: role, name: `A ${role}`, roles: [role] })),
  });
};
const panel = async (user: string): Promise<Card> => {
  const reply = await t.as(user).types('settings');
  if (reply.kind !== 'panel') throw new Error(`settings answered ${reply.kind}`);
  return reply.card;
};
const labels = (card: Card): readonly string[] =>
  card.blocks.flatMap((b) => (b.kind === 'facts' ? b.rows.map((f) => f.label) : []));
const buttonsIn = (card: Card): readonly string[] =>
  card.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items.map((i) => i.label) : []));
const person = (user: string) => t.store.read((tx) => tx.in(t.programme).people.get(t.as(user).id));

const everyone = ['Time zone', 'Quiet hours', 'Working days', 'Reminders a day, at most', 'Pause'];
const whoMeets = ['Reminders', 'My calendar'];
const mentees = [
  'The plan, with the first reminder',
  'The same day and time each time',
  'Questions after a session',
  'Asking about the length',
  'How I arrive and leave',
  'Counted in the channel’s averages',
];
const shown: Readonly<Partial<Record<Role, readonly string[]>>> = {
  mentor: [
    ...everyone,
    ...whoMeets,
    'A reminder of a record that waits',
    'My own week, with the digest',
    'My own line in the digest',
  ],
  mentee: [...everyone, ...whoMeets, ...mentees],
};
const switches: Readonly<Partial<Record<Role, readonly string[]>>> = {
  mentor: ['nudge', 'own-digest', 'own-line'],
  mentee: ['agenda', 'same-slot', 'feedback', 'confirmation', 'averages'],
};

describe('settings', () => {
  test('show and change what concerns the person’s role, and nothing else of theirs', async () => {
    await begin();
    for (const role of roles) {
      const card = await panel(role);
      expect([...labels(card)].sort(), role).toEqual([...(shown[role] ?? everyone)].sort());
      expect(buttonsIn(card), role).toEqual([
        'Change',
        'Pause for a week',
        ...(shown[role] === undefined ? [] : ['My calendar']),
        'What is kept about me',
      ]);
      const who = t.as(role);
      await who.presses('settings.change');
      const on = who
        .form()
        .form.steps.flatMap((s) => s.items)
        .find((i) => i.id === 'on');
      expect(on?.kind === 'choice' ? on.of.map((o) => o.value) : [], role).toEqual(switches[role] ?? []);
      const items = who.form().form.steps.flatMap((s) => s.items.map((i) => i.id));
      expect(items.includes('first') && items.includes('second'), role).toBe(switches[role] !== undefined);
      who.fills({
        zone: 'Asia/Kolkata',
        from: '20:30',
        to: '07:30',
        days: ['2', '4'],
        cap: 2,
        pause: '2026-12-24',
        ...(switches[role] === undefined ? {} : { on: [] }),
      });
      await who.submits();
      expect(who.last?.kind, JSON.stringify(who.last)).toBe('close');
      const after = await person(role);
      expect(after, role).toMatchObject({
        zone: 'Asia/Kolkata',
        manners: {
          quiet: { from: '20:30', to: '07:30' },
          workingDays: [2, 4],
          dailyCap: 2,
          // The morning of that day in Kolkata.
          pausedUntil: Date.parse('2026-12-24T02:30Z'),
        },
      });
      // What was not offered was not chosen either.
      for (const [key, whose] of Object.entries({ feedbackStopped: 'mentee', agenda: 'mentee', ownLine: 'mentor' }))
        expect(key in (after?.manners ?? {}), `${role} ${key}`).toBe(role === whose);
      const words = cardText(await panel(role), {
        person: who.id,
        platform: 'web',
        zone: 'Asia/Kolkata',
        locale: 'en-GB',
        named: () => ({ name: 'NAME' }),
      });
      for (const said of ['Asia/Kolkata', '20:30 to 07:30', 'Tuesday, Thursday', '2; more come as one', '24 Dec 2026'])
        expect(words, role).toContain(said);
      expect(words).toContain('[End the pause]');
      await who.presses('settings.resume');
      expect((await person(role))?.manners.pausedUntil).toBe(0);
    }
  });

  test('somebody of two roles is offered both; nobody else’s are changed', async () => {
    t = await startBot({
      people: [
        { user: 'both', name: 'Bo Otherwise', roles: ['mentor', 'mentee'] },
        { user: 'other', name: 'Ada Other', roles: ['mentee'] },
      ],
    });
    const before = await person('other');
    const both = t.as('both');
    await both.presses('settings.change', { subject: '-' });
    both.fills({ first: 'off', second: 'half-hour', on: ['same-slot', 'own-line', 'averages'] });
    await both.submits();
    expect((await person('both'))?.manners).toMatchObject({
      remindDay: 'off',
      remindHour: 'half-hour',
      agenda: false,
      sameSlot: true,
      feedbackStopped: true,
      confirmationStopped: true,
      inAverages: true,
      ownLine: true,
    });
    // Read back as they were chosen.
    await both.presses('settings.change', { subject: '-' });
    expect(both.form().answers.values.on).toEqual(['same-slot', 'averages', 'own-line']);
    expect(both.form().answers.values).toMatchObject({ first: 'off', second: 'half-hour' });
    expect(await person('other')).toEqual(before);
  });

  test('offer a calendar only where there is an address, and what is left to switch off', async () => {
    const at = { pages: true };
    t = await startBot({ pages: () => (at.pages ? { base: 'http://127.0.0.1:1', loopback: true } : null) });
    const leo = t.as('leo');
    const words = async (): Promise<string> => JSON.stringify(await panel('leo'));
    expect(await words()).toContain('no address yet');
    await leo.presses('calendar.open');
    await leo.presses('calendar.make');
    expect(await words()).toContain('an address since ');
    at.pages = false;
    expect(await words()).toContain('an address since ');
    await leo.presses('calendar.open');
    await leo.presses('calendar.off');
    expect(buttonsIn(await panel('leo'))).not.toContain('My calendar');
    expect(labels(await panel('leo'))).not.toContain('My calendar');
  });
});

describe('a prompt due in quiet hours', () => {
  test('waits until they end and then says when the session was; the record’s own comes at its end', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    // Quiet from 19:00: the session ends at 18:45, its questions would come at 19:15.
    await planned(t, 'maya', 'plan @leo tomorrow 6pm 45m Phone calls');
    await t.clock.to('2026-11-24T18:45:00Z');
    expect(t.as('maya').card('record.open')).toBeDefined();
    for (const at of ['2026-11-24T19:15:00Z', '2026-11-24T23:59:00Z', '2026-11-25T07:59:59Z']) {
      await t.clock.to(at);
      expect(t.as('leo').card('hours.confirm'), at).toBeUndefined();
    }
    await t.clock.to('2026-11-25T08:00:00Z');
    const asked = t
      .as('leo')
      .sees()
      .filter((c) => c.startsWith('# How long was it?'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain('Phone calls, Tue 24 Nov 2026, 18:00, with Maya Okafor.');
  });

  test('waits by the hours that hold when it is due, not by those of when it was set', async () => {
    t = await startAfter(mayaAndLeoAgreed);
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    const leo = t.as('leo');
    await t.clock.to('2026-11-24T15:50:00Z');
    await leo.presses('settings.change', { subject: '-' });
    leo.fills({ from: '16:00', to: '18:30' });
    await leo.submits();
    await t.clock.to('2026-11-24T18:29:00Z');
    expect(leo.card('hours.confirm')).toBeUndefined();
    await t.clock.to('2026-11-24T18:30:00Z');
    expect(leo.card('hours.confirm')).toBeDefined();
  });
});
