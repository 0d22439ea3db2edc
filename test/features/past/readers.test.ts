import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { day } from '../../../src/kernel/clock.js';
import type { PersonId, PortfolioId } from '../../../src/kernel/ids.js';
import { allocate, held, leos, mayas, portfolio, saying } from '../../support/past-world.js';
import { mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

/** docs/field.md#allocated-readers: from home to a mentor's portfolio, its sessions, and a plan beside its record. */

let w: World;
beforeEach(async () => {
  w = await world(undefined, false);
  await held(w, 'a', { change: saying(w.id('leo'), 30) });
  await held(w, 'b', { at: tuesday + day, title: 'Unwritten', mentees: ['sam'], recordedAfter: null });
  await w.to(tuesday + 2 * day);
});
afterEach(() => w.close());

const types = async (user: string, text = 'past'): Promise<string> => w.said(await w.types(user, text));
const press = async (user: string, verb: string, subject: string, arg?: string): Promise<string> =>
  w.said(await w.press(user, verb, subject, arg));
const entries = async (mentee: string, user: string): Promise<readonly string[]> =>
  (await w.read((r) => r.audit.of(mentorshipOf(mentee)))).filter((e) => e.actor === w.id(user)).map((e) => e.what);
const others = 'portfolio-tom' as PortfolioId;
const another = (): Promise<void> =>
  w.change((rows) =>
    rows.portfolios.save({
      id: others,
      programme: w.programme,
      mentor: w.id('tom'),
      targetMinutes: 360,
      startedAt: tuesday,
    }),
  );

describe('whose portfolios somebody reads', () => {
  it('a role alone opens nothing; an allocation opens its portfolio, from its beginning until its end', async () => {
    expect(await types('ana')).toContain('No portfolio is allocated to you');
    expect(await press('ana', 'past.list', mayas)).toContain('whoever it is allocated to at the moment');
    await allocate(w, 'ana', 'assessor', { until: tuesday + 3 * day });
    expect(await types('ana')).toContain('Maya Okafor: 2 sessions so far.');
    await w.to(tuesday + 4 * day);
    // The page still stands open.
    expect(await press('ana', 'past.list', mayas)).toContain('Nothing has changed.');
    expect(await press('ana', 'past.months', mayas)).toContain('Nothing has changed.');
    expect(await press('ana', 'past.search', mayas)).toContain('Nothing has changed.');
    expect(await press('ana', 'past.found', mayas)).toContain('Nothing has changed.');
    expect(await types('ana')).toContain('No portfolio is allocated to you');
  });

  it('one of its own goes before the programme’s, and nobody reads their own work as another’s', async () => {
    await another();
    await allocate(w, 'ana', 'assessor', { portfolio: null });
    expect(await press('ana', 'past.open', '-')).toContain('Mentors whose work you read');
    await allocate(w, 'tom', 'assessor');
    // Maya's is Tom's to assess from now on, and his own is not.
    expect(await types('ana')).toContain('Tom Hughes: no session is past yet.');
    expect(await types('tom', 'past @maya')).toContain('Maya Okafor: 2 sessions so far.');
    expect(await press('tom', 'past.list', `${others}:portfolio`)).toContain('All your mentees');
  });

  it('who assures the quality of what they assess, assesses', async () => {
    await allocate(w, 'ana', 'iqa');
    await allocate(w, 'ana', 'assessor');
    await another();
    await allocate(w, 'ana', 'iqa', { portfolio: others });
    const front = await w.types('ana', 'past');
    expect(w.said(front)).toContain('Maya Okafor');
    expect(w.said(front)).toContain('Tom Hughes');
  });

  it('whoever is mentored there reads nobody else’s, whatever was allocated, nor where there is no unit', async () => {
    await allocate(w, 'leo', 'supervisor');
    for (const verb of ['past.list', 'past.months', 'past.search', 'past.found'])
      expect(await press('leo', verb, mayas)).toContain('Nothing has changed.');
    expect(await types('leo')).not.toContain('Unwritten');
    await allocate(w, 'ana', 'assessor');
    expect(await press('ana', 'past.list', mayas)).toContain('Maya Okafor: 2 sessions');
    await w.change(async (rows) => {
      const p = await rows.portfolios.get(portfolio);
      if (p !== undefined) await rows.portfolios.save({ ...p, withoutUnit: true });
    });
    expect(await press('ana', 'past.list', mayas)).toContain('Nothing has changed.');
    expect(await types('ana')).not.toContain('Maya');
    // Its mentor and the coordinator read it as before.
    expect(await press('maya', 'past.list', mayas)).toContain('2 sessions so far');
    expect(await press('priya', 'past.list', mayas)).toContain('2 sessions so far');
  });

  it('each with hours of its target, sessions, gaps, and what changed since they last looked', async () => {
    await another();
    await allocate(w, 'ana', 'assessor', { portfolio: null });
    expect(await types('ana')).toContain(
      'Maya Okafor: 0 min of 6 h delivered, 2 sessions, the last on Wed 25 Nov 2026. 1 session without a record.',
    );
    await press('ana', 'past.list', mayas);
    expect(await types('ana')).not.toContain('changed since');
    await w.to(tuesday + 3 * day);
    await held(w, 'new', { at: tuesday + 2.5 * day, mentees: ['aisha'] });
    expect(await types('ana')).toContain('changed since you last looked');
  });

  it('a centre’s assessor of nine mentors has each of them at once, and opens any', async () => {
    const mentors = Array.from({ length: 8 }, (_, i) => `mentor-${i}` as PersonId);
    const maya = await w.read((rows) => rows.people.get(w.id('maya')));
    await w.change(async (rows) => {
      for (const [i, id] of mentors.entries()) {
        if (maya !== undefined) await rows.people.save({ ...maya, id, name: `Mentor ${i}`, accounts: [], emails: [] });
        const portfolio = { programme: w.programme, mentor: id, targetMinutes: 360, startedAt: tuesday + i };
        await rows.portfolios.save({ ...portfolio, id: `portfolio-${i}` as PortfolioId });
      }
    });
    await allocate(w, 'ana', 'assessor', { portfolio: null });
    const page = await types('ana');
    expect(page.match(/\[Open\]/g)).toHaveLength(9);
    expect(await press('ana', 'past.list', 'portfolio-7:portfolio')).toContain('no session is past yet.');
  });

  it('a coordinator reads all of them, but what is read by those who assess', async () => {
    await another();
    expect(await types('priya')).toContain('Mentors\nMaya Okafor');
    const page = await press('priya', 'past.session', 'a', `${mayas}:months:0`);
    expect(page).toContain('Leo rang the college himself.');
    expect(page).not.toContain('I talked too much.');
  });
});

describe('what a reader reads is on record', () => {
  it('with those whose sessions were listed, and those alone', async () => {
    await allocate(w, 'ana', 'assessor');
    await press('ana', 'past.list', leos);
    expect(await entries('leo', 'ana')).toEqual(['session.read']);
    expect(await entries('sam', 'ana')).toEqual([]);
    await press('ana', 'past.list', mayas);
    expect(await entries('sam', 'ana')).toEqual(['session.read']);
    await press('ana', 'past.session', 'a');
    expect((await entries('leo', 'ana')).slice(-2)).toEqual(['plan.read', 'record.read']);
    expect(await entries('aisha', 'ana')).toEqual([]);
    expect(await press('leo', 'data.open', '-')).toContain('Ana Reyes (assessor) read sessions and their figures');
  });

  it('and nobody’s own look is', async () => {
    for (const user of ['maya', 'leo']) {
      await press(user, 'past.list', leos);
      await press(user, 'past.session', 'a');
      await types(user);
      expect(await entries('leo', user)).not.toContain('session.read');
      expect((await entries('leo', user)).filter((what) => what.endsWith('.read'))).toEqual([]);
    }
  });

  it('whose hours were seen in the list of mentors is told of that', async () => {
    await another();
    await allocate(w, 'ana', 'assessor', { portfolio: null });
    await types('ana');
    expect(await entries('leo', 'ana')).toEqual(['hours.read']);
    await types('priya');
    expect(await entries('leo', 'priya')).toEqual([]);
    expect(await press('leo', 'data.open', '-')).toMatch(/Priya Nair \(?.*read hours/);
  });
});

it('a supervisor reads the plan and every figure, and none of what was written about it', async () => {
  await w.change(async (rows) => {
    const grace = await rows.people.get(w.id('tom'));
    if (grace !== undefined) await rows.people.save({ ...grace, roles: ['supervisor'] });
  });
  await allocate(w, 'tom', 'supervisor', { portfolio });
  expect(await types('tom')).toContain('Maya Okafor: 2 sessions so far.');
  const page = await press('tom', 'past.session', 'a', `${mayas}:months:0`);
  expect(page).toContain('Make one call alone');
  expect(page).toContain('says 30 min');
  expect(page).toContain('What was written about it is read by the mentor, the mentee, and those who assess.');
  expect(page).not.toMatch(/rang the college|talked too much|He told me|whole record/);
  expect(await entries('leo', 'tom')).not.toContain('record.read');
});
