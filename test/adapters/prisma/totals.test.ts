import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Session } from '../../../src/domain/session.js';
import { day, hour } from '../../../src/kernel/clock.js';
import { type PersonId, randomIds } from '../../../src/kernel/ids.js';
import type { Rows } from '../../../src/ports/store.js';
import { statementsOf } from '../../support/asked.js';
import { seedPair } from '../../support/pair.js';
import { openTestStore, type TestStore } from '../../support/store.js';
import { sql } from './database.js';

/**
 * How the database adds up: by one index that holds all it needs, in as many statements for a thousand sessions as for
 * one. The plan is the database's own word for it; the bench measures the time.
 */

const ids = randomIds();
const now = Date.parse('2026-11-23T09:00Z');
let opened: TestStore;
let session: Session;
beforeAll(async () => {
  opened = await openTestStore();
  const seeded = await seedPair(opened.store, { ids, now, tenant: 'T', mentor: 'maya', mentee: 'leo' });
  session = (await opened.store.read(async (tx) => {
    const at = await tx.programmes.ofInstallation('slack', 'T');
    return at === undefined ? undefined : tx.in(at).sessions.get(seeded.session);
  })) as Session;
});
afterAll(() => opened.close());

const mentee = (): PersonId => session.attendees[0]?.mentee as PersonId;
const week = { from: now - 7 * day, to: now };
const asks: readonly (readonly [string, (totals: Rows['totals']) => Promise<unknown>, number])[] = [
  ['a portfolio', (t) => t.ofPortfolio(session.portfolio), 2],
  ['a mentee’s share', (t) => t.ofPortfolio(session.portfolio, mentee()), 2],
  // Which there are, then two for each two hundred of them.
  ['all portfolios', (t) => t.byPortfolio(), 3],
  ['all mentees of a portfolio', (t) => t.byMentee(session.portfolio), 2],
  ['a week', (t) => t.within(week), 2],
  ['a portfolio by week', (t) => t.deliveredIn([week], session.portfolio), 2],
  ['a programme by week', (t) => t.deliveredIn([week], null), 2],
  ['the parts of a bar', (t) => t.parts(session.portfolio, 'delivered', 9), 1],
  ['how sessions ended', (t) => t.endings(session.portfolio), 1],
  ['what counts nothing', (t) => t.notCounted([session.portfolio], undefined, 9), 2],
  ['what counts nothing for a mentee', (t) => t.notCounted([session.portfolio], mentee(), 9), 2],
  ['what stands apart', (t) => t.apart(), 1],
  ['disputes', (t) => t.disputes(9), 1],
  ['what sessions were for', (t) => t.uses([session.portfolio]), 1],
  ['what they were for to a mentee', (t) => t.uses([session.portfolio], mentee()), 1],
  ['actions', (t) => t.actions(session.portfolio), 1],
  ['what waits for a record', (t) => t.unrecorded(session.portfolio), 1],
  ['informal contacts', (t) => t.contacts(session.portfolio), 1],
  ['held sessions', (t) => t.held(session.portfolio, 9), 1],
  ['who has signed', (t) => t.signed([session.portfolio]), 1],
  ['the newest records', (t) => t.newestRecorded(session.portfolio, 9), 1],
  ['what mentees’ forms come to', (t) => t.forms([mentee()]), 2],
  ['a mentee’s share of each portfolio', (t) => t.ofMentee(mentee()), 2],
];

const asked = (act: (typeof asks)[number][1]): Promise<readonly string[]> =>
  statementsOf(() => opened.store.read((tx) => act(tx.in(session.programme).totals)));

test.each(asks)('%s: no table is gone through', async (_, act) => {
  for (const select of await asked(act)) {
    const plan = await sql(opened.file, `EXPLAIN QUERY PLAN ${select.replace(/\?/g, "'1'")}`);
    const lines = plan.map((row) => String(row[3]));
    // What SCANs may go through is what a step before it has found.
    const found = new Set(lines.flatMap((line) => /^(?:CO-ROUTINE|MATERIALIZE) (\w+)$/.exec(line)?.[1] ?? []));
    const through = lines.flatMap((line) => /^SCAN (?!\(subquery|CONSTANT)(\w+)/.exec(line)?.[1] ?? []);
    expect(through.filter((table) => !found.has(table))).toEqual([]);
  }
});

const ofOne = asks.filter(([, act]) => /session\.portfolio|portfolio\(\)/.test(String(act)));
test.each(ofOne)('%s: by the portfolio, not among the programme’s sessions', async (_, act) => {
  for (const select of await asked(act)) {
    const plan = await sql(opened.file, `EXPLAIN QUERY PLAN ${select.replace(/\?/g, "'1'")}`);
    const lines = plan.map((row) => String(row[3]));
    expect(lines.filter((line) => /SEARCH o .*\(programmeId=\?(?! AND portfolioId)/.test(line))).toEqual([]);
  }
});

test('what is added up is read from the index alone', async () => {
  for (const act of [asks[0], asks[2], asks[4], asks[5], asks[6]]) {
    const sums = (await asked((act as (typeof asks)[number])[1])).find((select) => select.includes('SUM(')) ?? '';
    const plan = await sql(opened.file, `EXPLAIN QUERY PLAN ${sums.replace(/\?/g, "'1'")}`);
    expect(plan.map((row) => String(row[3])).join('\n')).toContain('USING COVERING INDEX Session_counted_idx');
  }
});

test('a mentee’s share is looked for among their sessions, not the programme’s', async () => {
  for (const select of await asked((t) => t.ofMentee(mentee()))) {
    const plan = await sql(opened.file, `EXPLAIN QUERY PLAN ${select.replace(/\?/g, "'1'")}`);
    expect(plan.map((row) => String(row[3])).join('\n')).toMatch(
      /^SEARCH Attendee USING INDEX Attendee_menteeId_idx.*\nSEARCH o USING (?:COVERING )?INDEX \S+ \([^)]*\bid=\?/,
    );
  }
});

test('as many statements for many sessions as for few', async () => {
  const add = (n: number, from: number): Promise<void> =>
    opened.store.write(async (tx) => {
      for (let i = 0; i < n; i += 1)
        await tx.in(session.programme).sessions.save({
          ...session,
          id: ids.next('session'),
          startsAt: from - i * day,
          state: i % 2 === 0 ? 'cancelled' : 'ended',
          revision: 1,
        });
    });
  await add(3, now);
  for (const [name, act, all] of asks) expect([name, (await asked(act)).length]).toEqual([name, all]);
  await add(120, now - hour);
  for (const [name, act, all] of asks) expect([name, (await asked(act)).length]).toEqual([name, all]);
});
