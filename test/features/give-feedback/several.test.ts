import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { minute } from '../../../src/kernel/clock.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { agreed, planned } from '../../support/steps.js';

/** A mentor with three mentees, a mentee with two mentors, and a session for several: each alone with their own. */

let t: TestBot;
beforeEach(async () => {
  t = await startBot();
});
afterEach(() => t.stop());
const words = (reply: Reply | undefined): string => JSON.stringify(reply);
const all = (user: string): string => t.as(user).sees().join('\n');
const idOf = (user: string): string => t.people.get(user) ?? '';

describe('a mentee with two mentors', () => {
  test('neither learns of the other: not by a card, a panel, a clash, the hours or the feedback', async () => {
    await agreed(t, 'maya', 'leo');
    await agreed(t, 'tom', 'leo');
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Budgeting');
    await t.as('leo').presses('plan.accept');
    // The same hour: Tom is told that Leo isn't free, with no name and no title.
    const tom = t.as('tom');
    await tom.types('plan @leo tomorrow 3pm 45m Cooking');
    await tom.saves();
    expect(words(tom.last)).toContain('isn’t free then');
    expect(words(tom.last)).not.toMatch(/Budgeting|Maya/);
    await planned(t, 'tom', 'plan @leo tomorrow 5pm 45m Cooking');
    await t.clock.to('2026-11-24T15:45:00Z');
    await t.clock.pass(31 * minute);
    await t.as('leo').presses('hours.confirm');
    await t.clock.to('2026-11-24T17:45:00Z');
    for (const [one, other, title] of [
      ['maya', 'tom', 'Cooking'],
      ['tom', 'maya', 'Budgeting'],
    ] as const) {
      const seen: string[] = [all(one)];
      for (const word of ['home', 'sessions', 'hours', 'feedback', 'log', 'settings'])
        seen.push(words(await t.as(one).types(word)));
      expect(seen.join('\n')).not.toContain(title);
      expect(seen.join('\n')).not.toContain(idOf(other));
      expect(seen.join('\n')).not.toMatch(other === 'tom' ? /Tom Hughes/ : /Maya Okafor/);
    }
    // Leo has both.
    expect(all('leo')).toContain('Budgeting');
    expect(all('leo')).toContain('Cooking');
  });
});

describe('a mentor with three mentees', () => {
  test('three agreements, one portfolio: their hours add up to one total', async () => {
    for (const mentee of ['leo', 'aisha', 'sam']) await agreed(t, 'maya', mentee);
    const at: Readonly<Record<string, string>> = { leo: '10am', aisha: '12:00', sam: '3pm' };
    for (const mentee of ['leo', 'aisha', 'sam'])
      await planned(t, 'maya', `plan @${mentee} tomorrow ${at[mentee]} 60m With ${mentee}`);
    const portfolios = await t.store.read((tx) => tx.in(t.programme).portfolios.all());
    expect(portfolios).toHaveLength(1);
    for (const mentee of ['leo', 'aisha', 'sam']) {
      const others = ['leo', 'aisha', 'sam'].filter((m) => m !== mentee);
      for (const other of others) expect(all(mentee)).not.toContain(`With ${other}`);
      for (const other of others) expect(words(await t.as(mentee).types('home'))).not.toContain(idOf(other));
    }
    await t.as('maya').types('hours');
    expect(words(t.as('maya').last)).toContain('3 h');
  });
});

describe('a session for several', () => {
  test('one plan; each is invited, confirms and answers alone, and its time counts once', async () => {
    for (const mentee of ['leo', 'aisha']) await agreed(t, 'maya', mentee);
    await planned(t, 'maya', 'plan @leo @aisha tomorrow 3pm 60m Interviews');
    const [session] = await t.store.read((tx) => tx.in(t.programme).sessions.all());
    expect(session?.attendees).toHaveLength(2);
    for (const [one, other] of [
      ['leo', 'aisha'],
      ['aisha', 'leo'],
    ] as const) {
      expect(all(one)).toContain('Interviews');
      expect(all(one)).not.toMatch(one === 'leo' ? /Aisha Rahman/ : /Leo Brandt/);
      await t.as(one).presses('plan.read');
      expect(words(t.as(one).last)).not.toContain(idOf(other));
    }
    await t.as('leo').presses('plan.accept');
    await t.as('aisha').presses('plan.accept');
    await t.clock.to('2026-11-24T16:00:00Z');
    const maya = t.as('maya');
    await maya.presses('record.open');
    const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
    await maya
      .fills({ [outcome]: 'met', skill: 'active-listening', 'skill-example': 'I waited.', happened: 'Two tries.' })
      .submits();
    await t.clock.pass(31 * minute);
    await t.as('leo').presses('hours.confirm');
    await t.as('aisha').presses('hours.did-not-happen');
    const after = await t.store.read((tx) => tx.in(t.programme).sessions.all());
    expect(after[0]?.attendees.map((a) => a.confirmation).sort()).toEqual(['confirmed', 'did-not-happen']);
    expect(all('leo')).not.toMatch(/Aisha/);
    expect(all('aisha')).not.toMatch(/Leo/);
    // Counted once for the mentor: an hour, not two.
    await maya.types('hours');
    expect(words(maya.last)).not.toContain('"done":2');
    expect(words(maya.last)).toContain('"done":60,');
  });
});
