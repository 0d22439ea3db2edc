import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { allocate, held, leos, mayas, saying, sessionId } from '../../support/past-world.js';
import { mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

/** A plan beside its record, with every figure: what an assessor who does not believe asks for. */

let w: World;
beforeEach(async () => {
  w = await world(undefined, false);
});
afterEach(() => w.close());
const page = async (user: string, key = 'a', arg = `${mayas}:months:0`): Promise<string> =>
  w.said(await w.press(user, 'past.session', key, arg));

it('an assessor sees when it was planned, which version was in force, and what came after it began', async () => {
  await held(w, 'a');
  await w.change(async (rows) => {
    const id = sessionId('a');
    const [first] = await rows.sessions.plans(id);
    if (first === undefined) throw new Error('no plan');
    await rows.sessions.addPlan({
      ...first,
      version: 2,
      savedAt: tuesday - 2 * hour,
      copiedFrom: 'template:standard',
      unchanged: true,
    });
    await rows.sessions.addPlan({ ...first, version: 3, savedAt: tuesday + hour });
  });
  await allocate(w, 'ana', 'assessor');
  await w.to(tuesday + 2 * day);
  const said = await page('ana');
  for (const words of [
    'First saved Mon 23 Nov 2026, 15:00.',
    'In force: version 2 of 3, saved Tue 24 Nov 2026, 13:00. One version came after it began, and changes nothing.',
    'Planned 24 hours before the start, last changed 2 hours before it.',
    'Copied, and used unchanged.',
    'First saved Tue 24 Nov 2026, 15:57, signed Tue 24 Nov 2026, 15:57.',
    'Recorded 12 minutes after the session: at the time.',
    'Mentor: says 45 min',
    'Leo Brandt: said yes to the plan (Mon 23 Nov 2026, 15:00); was there; has not said how long it was; counts 45 min.',
    'Counts: 45 min.',
    'Make one call alone (seen by: The call was made)',
    'Met. He told me the number.',
    'Also on record\nSkills shown: Open questioning: I asked what came next.',
    'I talked too much.',
  ])
    expect(said).toContain(words);
  expect(said).toContain('[The whole plan] [The whole record]');
  expect(said).toContain('[Back to the month]');
});

it('both figures stand side by side, with the settlement', async () => {
  await held(w, 'a', { change: saying(w.id('leo'), 30, 40) });
  await w.to(tuesday + 2 * day);
  const said = await page('maya');
  expect(said).toContain('Mentor: says 45 min');
  expect(said).toContain('says 30 min (Wed 25 Nov 2026, 15:00); settled at 40 min; counts 40 min.');
});

it('what was planned afterwards, moved late, or came late says so, with its reason for those who may read it', async () => {
  await held(w, 'a', { recordedAfter: 9 * day, change: (s) => ({ ...s, plannedAfterwards: true }) });
  await w.change(async (rows) => {
    const id = sessionId('a');
    const [head, version] = [await rows.records.head(id), await rows.records.get(id)];
    if (head === undefined || version === undefined) throw new Error('no record');
    await rows.records.add(
      { ...head, version: 2, botDelayMs: 2 * hour },
      { ...version, version: 2, savedAt: tuesday + 11 * day, reason: 'I had the wrong day.', lateReason: '' },
    );
  });
  await allocate(w, 'ana', 'assessor');
  await w.to(tuesday + 12 * day);
  const said = await page('ana');
  for (const words of [
    'Planned after it began: kept apart, and counts only if the assessor accepts it.',
    'Recorded 9 days after the session: retrospective.',
    'Mentorlog asked 2 hours late, which changes no class.',
    'Amended: version 2 is in force.',
    'Why so late: I was ill.',
    'Version 2, Sat 5 Dec 2026, 15:00. Changed because: I had the wrong day.',
    'Counts: Nothing: planned after it began, so an assessor has to accept it first.',
  ])
    expect(said).toContain(words);
  for (const user of ['leo', 'priya']) expect(await page(user)).not.toMatch(/I was ill|wrong day/);
});

it('a session that was called off, or has no record, says what there is', async () => {
  await held(w, 'a', { recordedAfter: null });
  await held(w, 'b', {
    at: tuesday + day,
    recordedAfter: null,
    change: (s) => ({ ...s, state: 'cancelled', startedAt: null, endedAt: null, missed: 'late' }),
  });
  await w.to(tuesday + 2 * day);
  expect(await page('maya', 'a')).toContain('Record: There is none.');
  const off = await page('maya', 'b');
  expect(off).toContain('What became of it: Cancelled less than a day before.');
  expect(off).toContain('Record: None is due.');
});

it('nobody whom it does not concern reads it', async () => {
  await held(w, 'a');
  await w.to(tuesday + 2 * day);
  for (const user of ['tom', 'sam', 'grace']) expect(await page(user)).toContain('Nothing has changed.');
  expect(await page('maya', 'gone')).toContain('That session is no longer here.');
  // Whatever stands where it was opened from leads to nobody's past.
  for (const arg of ['', 'x', ':::', `${leos}:months:x`])
    expect(await page('maya', 'a', arg)).toContain('[All that is past]');
});

describe('somebody whose data was erased', () => {
  it('is still in a mentor’s past, as that: no word of theirs is, and nothing breaks', async () => {
    await held(w, 'a', { title: 'Leo and his bank' });
    await held(w, 'g', { at: tuesday + day, mentees: ['leo', 'sam'], title: 'Both' });
    await w.change((rows) =>
      rows.contacts.add({
        id: 'c1',
        mentorship: mentorshipOf('leo'),
        at: tuesday + minute,
        minutes: 10,
        note: 'Leo was nervous.',
        author: w.id('maya'),
        savedAt: tuesday + minute,
      }),
    );
    await allocate(w, 'ana', 'assessor');
    await w.to(tuesday + 2 * day);
    await w.press('leo', 'data.erase-ask', '-', 'yes');
    const asked = await w.press('priya', 'data.erase', w.id('leo'), 'yes');
    if (asked.kind !== 'form') throw new Error('nothing is to be confirmed');
    const done = w.said(await w.form('priya', asked.view, { do: 'submit' }, { values: { code: 'Erase for good' } }));
    expect(done).not.toContain('Nothing has changed');
    const list = w.said(await w.types('maya', 'past'));
    expect(list).toContain('Session, Tue 24 Nov 2026, 15:00, with somebody whose data was erased');
    expect(list).toContain('with somebody whose data was erased and Sam');
    expect(list).toContain('10 min, with somebody whose data was erased.');
    const pages = `${await page('maya', 'a')}${await page('ana', 'a')}${await page('priya', 'a')}`;
    expect(pages).toContain('With somebody whose data was erased.');
    expect(pages).toContain('Mentor: says 45 min');
    expect(`${list}${pages}`).not.toMatch(/Leo|leo\b|bank|nervous|rang|someone who left/);
    // A group's record is its mentor's, and its other mentees': it stays, and names nobody who is gone.
    const group = await page('maya', 'g');
    expect(group).toContain('With somebody whose data was erased and Sam Whitfield.');
    expect(group).not.toMatch(/Goal of leo|Leo Brandt/);
    expect(w.said(await w.press('maya', 'past.list', leos))).toContain('somebody whose data was erased');
    expect(w.said(await w.types('maya', 'past bank'))).toContain('no session');
    expect(w.said(await w.press('maya', 'past.search', mayas))).not.toMatch(/Goal of leo/);
  });
});
