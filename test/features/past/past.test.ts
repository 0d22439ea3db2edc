import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { Missed } from '../../../src/domain/session.js';
import { day, hour } from '../../../src/kernel/clock.js';
import { held, leos, mayas, saying } from '../../support/past-world.js';
import { mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

let w: World;
beforeEach(async () => {
  w = await world(undefined, false);
});
afterEach(() => w.close());

const types = async (user: string, text = 'past'): Promise<string> => w.said(await w.types(user, text));
const press = async (user: string, verb: string, subject: string, arg?: string): Promise<string> =>
  w.said(await w.press(user, verb, subject, arg));
const inMessage = (reply: Reply): string => JSON.stringify(reply.kind === 'panel' ? reply.inMessage : undefined);
const missed = (how: Missed | undefined) =>
  held(w, 'off', {
    title: 'Off',
    recordedAfter: null,
    change: (s) => ({
      ...s,
      state: how === 'in-time' || how === 'late' ? 'cancelled' : 'not-held',
      startedAt: null,
      endedAt: null,
      ...(how === undefined ? {} : { missed: how }),
    }),
  });

describe('a mentor looks back', () => {
  it('at sessions by month, each with its class, both figures and what counts', async () => {
    await held(w, 'a', { title: 'Phone calls', change: saying(w.id('leo'), 45) });
    await held(w, 'b', {
      title: 'A bus ride',
      at: tuesday + day,
      recordedAfter: 30 * hour,
      change: saying(w.id('leo'), 30),
    });
    await held(w, 'c', { title: 'At the bank', at: tuesday + 2 * day, recordedAfter: null });
    await held(w, 'd', { title: 'Long ago', at: tuesday - 40 * day, recordedAfter: 9 * day });
    await w.to(tuesday + 6 * day);
    const said = await types('maya');
    expect(said).toContain('All your mentees: 4 sessions so far.');
    expect(said).toContain('November 2026');
    expect(said).toContain('Record: at the time. Mentor 45 min, mentee 45 min. Counts');
    expect(said).toContain('Record: late. Mentor 45 min, mentee 30 min. Counts nothing yet, as the lengths differ.');
    expect(said).toContain('At the bank, Thu 26 Nov 2026, 15:00, with Leo Brandt\nRecord: no record.');
    expect(said).not.toContain('Long ago');
    expect(await press('maya', 'past.list', mayas, '2026-10.0')).toContain('Record: retrospective.');
  });

  it('by any of its words: past, records, history; record still writes one', async () => {
    await held(w, 'a');
    await w.to(tuesday + 2 * day);
    for (const word of ['past', 'records', 'history', 'Records', '/mentor past'])
      expect(await types('maya', word)).toContain('1 session so far');
    expect(await types('maya', 'record')).not.toContain('so far');
  });

  it.each([
    ['in-time', 'Cancelled in good time.', 'It was cancelled beforehand.'],
    ['late', 'Cancelled less than a day before.', 'It was cancelled shortly before.'],
    ['mentee', 'The mentee did not come.', 'You were not there.'],
    ['mentor', 'The mentor could not make it.', 'Your mentor could not make it.'],
    ['called-off', 'Called off at the last moment.', 'It was called off at the last moment.'],
    [undefined, 'It did not take place.', 'It did not take place.'],
  ] as const)('at what did not take place, and how it came to that: %s', async (how, mentors, mentees) => {
    await missed(how);
    await w.to(tuesday + 2 * day);
    expect(await types('maya')).toContain(mentors);
    expect(await types('leo')).toContain(mentees);
  });

  it('at informal contacts apart; their notes stand in no message', async () => {
    await held(w, 'a');
    await w.change((rows) =>
      rows.contacts.add({
        id: 'c1',
        mentorship: mentorshipOf('leo'),
        at: tuesday + hour,
        minutes: 10,
        note: 'He was nervous.',
        author: w.id('maya'),
        savedAt: tuesday + hour,
      }),
    );
    await w.to(tuesday + 2 * day);
    const reply = await w.types('maya', 'past');
    expect(w.said(reply)).toMatch(/Informal contacts, which are no hours\n.*10 min, with Leo Brandt: He was nervous\./);
    expect(inMessage(reply)).toContain('Informal contacts');
    expect(inMessage(reply)).not.toContain('nervous');
    // What it was is for the mentor and those who assess.
    for (const user of ['leo', 'priya']) expect(await press(user, 'past.list', leos)).not.toContain('Informal');
  });

  it('at nobody’s past but what is theirs, named by a mention or in words', async () => {
    await held(w, 'a');
    await held(w, 'b', { mentees: ['sam'], title: 'With Sam', at: tuesday + day });
    await w.to(tuesday + 2 * day);
    expect(await types('maya', 'past @sam')).toContain('With Sam');
    expect(await types('maya', 'past @sam')).not.toContain('Phone calls');
    expect(await types('maya', 'past @leo')).toContain('Leo Brandt: 1 session so far.');
    expect(await types('maya', 'past @nobody')).toContain('Nobody called nobody is in this programme.');
    expect(await types('maya', 'past @tom')).toContain('There is nothing of theirs that you could look back at.');
    expect(await types('tom', 'past @leo')).not.toContain('Phone calls');
    expect(await types('sam', 'past @leo')).not.toContain('Phone calls');
  });

  it('and where nothing is past yet is told so', async () => {
    expect(await types('maya')).toContain('All your mentees: no session is past yet.');
    expect(await types('leo')).toContain('nothing yet. When you have met, you find it here.');
    expect(await types('tom')).toContain('Nothing is past yet. After your first session you find it here.');
    expect(await types('ana')).toContain('No portfolio is allocated to you at the moment. The coordinator does that.');
  });
});

describe('the way through many months', () => {
  it('goes from month to month, over a full one in pages, and to any month at once', async () => {
    for (let i = 0; i < 14; i += 1) await held(w, `n${i}`, { at: tuesday - i * day, title: `November ${i}` });
    await held(w, 'sep', { at: tuesday - 70 * day, title: 'September' });
    await held(w, 'old', { at: tuesday - 500 * day, title: 'Last year' });
    await w.to(tuesday + day);
    const first = await types('maya');
    expect(first).toContain('November 2026, page 1 of 2');
    expect(first).toContain('[Earlier in November 2026]');
    const second = await press('maya', 'past.list', mayas, '2026-11.1');
    expect(second).toContain('November 13');
    expect(second).toContain('[September 2026] [Later in November 2026]');
    const months = await press('maya', 'past.months', mayas);
    expect(months).toContain('2026\n[Nov (14)] [Sep (1)]');
    expect(months).toContain('2025\n[Jul (1)]');
    expect(await press('maya', 'past.list', mayas, '2025-07.0')).toContain('Last year');
    // A month in which there was nothing is the one before it; whatever else is pressed, the newest.
    expect(await press('maya', 'past.list', mayas, '2026-10.0')).toContain('September 2026');
    for (const arg of ['2026-13.0', 'x', '2026-11.9999999', '0', '-1'])
      expect(await press('maya', 'past.list', mayas, arg)).toContain('November 2026');
    expect(await press('maya', 'past.list', mayas, '1999-01.0')).toContain('Last year');
  });

  it('begins with this month, however far ahead something was called off', async () => {
    await held(w, 'a');
    await held(w, 'off', {
      at: tuesday + 100 * day,
      title: 'Next year',
      recordedAfter: null,
      change: (s) => ({ ...s, state: 'cancelled', startedAt: null, endedAt: null, missed: 'in-time' }),
    });
    await w.to(tuesday + day);
    const said = await types('maya');
    expect(said).toContain('Phone calls');
    expect(said).toContain('[March 2027]');
  });

  it('counts a day by its reader’s own clock', async () => {
    await held(w, 'a', { at: Date.parse('2026-10-31T23:30:00Z'), title: 'Late at night' });
    await w.to(tuesday + day);
    expect(await types('maya')).toContain('October 2026');
    await w.change(async (rows) => {
      const maya = await rows.people.get(w.id('maya'));
      if (maya !== undefined) await rows.people.save({ ...maya, zone: 'Europe/Paris' });
    });
    expect(await types('maya')).toContain('November 2026');
  });
});

describe('a mentee looks back', () => {
  it('in plain words, without a class, a target or a word of what counts', async () => {
    await held(w, 'a', { recordedAfter: 9 * day });
    await held(w, 'b', { at: tuesday + day, change: saying(w.id('leo'), 30, 40) });
    await held(w, 'c', { at: tuesday + 2 * day, change: saying(w.id('leo'), 0) });
    await held(w, 'd', { at: tuesday + 3 * day, recordedAfter: null });
    await w.to(tuesday + 14 * day);
    const said = await press('leo', 'past.list', leos, '2026-11.0');
    expect(said).toContain('You and Maya Okafor: 4 sessions so far.');
    for (const line of [
      'You met for 45 min.',
      'Your mentor wrote 45 min. You said 30 min. The coordinator looked at it: 40 min.',
      'Your mentor wrote 45 min. You said it did not happen.',
      'Your mentor has not written about it yet.',
    ])
      expect(said).toContain(line);
    expect(said).not.toMatch(/retrospective|late|Counts|target|delivered|Record:/);
    const page = await press('leo', 'past.session', 'b', `${leos}:months:0`);
    expect(page).toContain('Leo rang the college himself.');
    expect(page).not.toMatch(/talked too much|retrospective|Counts|target|Mentorlog asked|First saved/);
  });

  it('of a group at nothing of another', async () => {
    await held(w, 'g', { mentees: ['leo', 'sam'], attended: ['leo', 'sam'], change: saying(w.id('sam'), 30) });
    await w.to(tuesday + 2 * day);
    const said = `${await types('leo')}${await press('leo', 'past.session', 'g')}`;
    expect(said).toContain('With Maya Okafor, in a group.');
    expect(said).toContain('Goals: Goal of leo');
    expect(said).not.toMatch(/Sam|sam|30 min|rang|He told me|what came next/);
    // The mentor reads both.
    expect(await types('maya')).toContain('Leo Brandt has not answered, Sam');
  });
});
