import { copyFileSync, existsSync } from 'node:fs';
import { openSqlite } from '../../dist/adapters/prisma/driver.js';
import { openStore } from '../../dist/adapters/prisma/index.js';
import { defaultAgreement } from '../../dist/src/domain/defaults/agreement.js';
import { defaultSettings } from '../../dist/src/domain/defaults/settings.js';
import { everythingKept } from '../../dist/src/kept.js';
import { randomIds } from '../../dist/src/kernel/ids.js';
import { seedSample } from '../../dist/src/local/sample-people.js';

export const rootKey = new Uint8Array(32).fill(7);
export const signingSecret = 'bench-secret';
export const botToken = 'xoxb-bench';
export const team = 'T0BENCH';
const day = 86_400_000;

/** A database that nobody has open, once more: with the keys that lie beside it, without which it opens nothing. */
export function copyDatabase(from, to) {
  for (const end of ['', '-keys']) if (end === '' || existsSync(from + end)) copyFileSync(from + end, to + end);
}

/** Where the two of them are, and as whom. */
const onSlack = { platform: 'slack', tenant: team, mentor: 'U0MENTOR', mentee: 'U0MENTEE' };

/** A programme with one mentor, one mentee and one session in two days. Answers their ids. */
export async function seed(file, on = onSlack) {
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
  const now = Date.now();
  const [programme, mentor, mentee, portfolio, mentorship, session] = Array.from({ length: 6 }, () => ids.next('id'));
  const startsAt = now + 2 * day;
  await store.write(async (tx) => {
    await tx.programmes.add({
      id: programme,
      name: 'Bench',
      nation: 'england',
      zone: 'Europe/London',
      createdAt: now,
      practice: false,
      settings: defaultSettings,
    });
    await tx.programmes.install(on.platform, on.tenant, programme, now);
    const rows = tx.in(programme);
    for (const [id, user, role] of [
      [mentor, on.mentor, 'mentor'],
      [mentee, on.mentee, 'mentee'],
    ])
      await rows.people.save({
        id,
        programme,
        name: user,
        zone: 'Europe/London',
        locale: 'en-GB',
        manners: {},
        roles: [role],
        accounts: [{ platform: on.platform, tenant: on.tenant, user }],
        createdAt: now,
        erasedAt: null,
      });
    await rows.portfolios.save({ id: portfolio, programme, mentor, targetMinutes: 360, startedAt: now });
    await rows.mentorships.save({
      id: mentorship,
      programme,
      portfolio,
      mentor,
      mentee,
      state: 'active',
      createdAt: now,
      agreedAt: now,
      endedAt: null,
      goals: [],
      agreement: {
        version: 1,
        body: defaultAgreement,
        mentorSignedAt: now,
        menteeSignedAt: now,
        menteeWord: 'signed',
        changeWanted: '',
      },
    });
    await rows.sessions.save({
      id: session,
      programme,
      portfolio,
      mentor,
      title: 'Phone calls',
      place: 'Room 4',
      kind: 'standard',
      startsAt,
      minutes: 45,
      planVersion: 1,
      state: 'planned',
      startedAt: null,
      endedAt: null,
      plannedAt: now,
      plannedAfterwards: false,
      revision: 1,
      attendees: [
        {
          mentorship,
          mentee,
          answer: 'asked',
          answeredVersion: null,
          answeredAt: null,
          confirmation: 'open',
          confirmedMinutes: null,
          confirmedAt: null,
          settledMinutes: null,
        },
      ],
    });
    await rows.sessions.addPlan({
      session,
      version: 1,
      startsAt,
      minutes: 45,
      title: 'Phone calls',
      place: 'Room 4',
      kind: 'standard',
      savedAt: now,
      author: mentor,
      copiedFrom: null,
      unchanged: false,
      body: {
        objectives: [],
        activities: [],
        resources: '',
        resourcesWhy: '',
        support: [],
        strategies: '',
        guidance: [],
        goals: [],
        asGiven: [],
      },
    });
  });
  await store.close();
  return { programme, mentor, mentee, session, startsAt };
}

/** So many programmes with a coordinator each; the first is the local chat's, and has sample people. */
export async function manyProgrammes(file, count) {
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
  const now = Date.now();
  await seedSample(store, { ids, now, zone: 'Europe/London', channel: 'web:#mentoring' });
  for (let from = 1; from < count; from += 50)
    await store.write(async (tx) => {
      for (let n = from; n < Math.min(count, from + 50); n += 1) {
        const programme = ids.next('programme');
        await tx.programmes.add({
          id: programme,
          name: `Programme ${n}`,
          nation: 'england',
          zone: 'Europe/London',
          createdAt: now,
          practice: false,
          settings: {
            ...defaultSettings,
            digest: { ...defaultSettings.digest, channel: { address: `slack:T${n}/C1`, name: 'mentoring' } },
          },
        });
        await tx.programmes.install('slack', `T${n}`, programme, now);
        await tx.in(programme).people.save({
          id: ids.next('person'),
          programme,
          name: `Coordinator ${n}`,
          zone: 'Europe/London',
          locale: 'en-GB',
          manners: {},
          roles: ['coordinator'],
          accounts: [{ platform: 'slack', tenant: `T${n}`, user: 'U1' }],
          createdAt: now,
          erasedAt: null,
        });
      }
    });
  await store.close();
}

/** How many of the sessions are the one mentor's own: a programme grows by people, not by one mentor's hours. */
const own = 50;

/** Makes `count` sessions of the one: 50 of the same two people, the others of a thousand other pairs. */
export async function multiply(file, { programme, session, startsAt }, count) {
  const ids = randomIds();
  const store = await openStore({ url: `file:${file}`, rootKey, ids, kept: everythingKept });
  await store.write(async (tx) => {
    const { sessions } = tx.in(programme);
    const first = await sessions.get(session);
    for (let i = 1; i < own; i += 1)
      await sessions.save({ ...first, id: ids.next('session'), startsAt: startsAt + (i - own / 2) * day, revision: 1 });
  });
  await store.close();
  const db = await openSqlite(`file:${file}`);
  const run = (sql) => db.executeScript(sql);
  const columns = async (table, but) =>
    (await db.queryRaw({ sql: `SELECT name FROM pragma_table_info('${table}')`, args: [], argTypes: [] })).rows
      .map(([n]) => n)
      .filter((n) => !but.includes(n))
      .map((n) => `"${n}"`)
      .join(', ');
  const s = await columns('Session', ['id', 'mentorId', 'startsAt', 'endsAt']);
  const a = await columns('Attendee', ['sessionId', 'menteeId']);
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count - own})`;
  // Half of them in the past.
  const at = `${startsAt} + (i - ${Math.floor(count / 2)}) * 3600000`;
  await run('PRAGMA foreign_keys=OFF; BEGIN');
  await run(
    `${numbers} INSERT INTO "Session" ("id", "mentorId", "startsAt", "endsAt", ${s}) SELECT 'copy' || i, 'mentor' || (i % 1000), ${at}, ${at} + 2700000, ${s} FROM "Session", n WHERE "id" = '${session}'`,
  );
  await run(
    `${numbers} INSERT INTO "Attendee" ("sessionId", "menteeId", ${a}) SELECT 'copy' || i, 'mentee' || (i % 1000), ${a} FROM "Attendee", n WHERE "sessionId" = '${session}'`,
  );
  // Not analysed: no database that runs is.
  await run('COMMIT');
  await db.dispose();
}
