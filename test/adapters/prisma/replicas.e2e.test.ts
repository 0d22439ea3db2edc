import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { notesAt } from '../../../adapters/prisma/head-notes.js';
import { openStore } from '../../../adapters/prisma/index.js';
import { Keys } from '../../../adapters/prisma/keys.js';
import { locks } from '../../../adapters/prisma/postgresql/lock-of-session.js';
import { migrating } from '../../../adapters/prisma/postgresql/migrate.js';
import { type PaceOfReplica, Replica } from '../../../adapters/prisma/postgresql/replica.js';
import { everythingKept } from '../../../src/kept.js';
import { type PersonId, type ProgrammeId, randomIds } from '../../../src/kernel/ids.js';
import type { News } from '../../../src/ports/replicas.js';
import type { Store } from '../../../src/ports/store.js';
import { aFeedback, aPrompt } from '../../contract/store-rows.js';
import { statementsOf } from '../../support/asked.js';
import { seedPair } from '../../support/pair.js';
import { havePostgres, type Postgres, startPostgres } from '../../support/postgres.js';
import { testRootKey } from '../../support/root-key.js';

/** Several programs on one PostgreSQL: who lives, whose leases end, what each is told, and what none keeps. */

/** A busy machine takes its time. */
const soon = { timeout: 10_000 };
const pace: PaceOfReplica = { beat: 50, again: 50, forgetting: 400 };

describe.skipIf(!havePostgres())('replicas', { timeout: 60_000 }, () => {
  let server: Postgres & { stop(): void };
  let url = '';
  let made = 0;
  const open: { close(): Promise<void> }[] = [];
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  afterEach(async () => {
    for (const one of open.splice(0)) await one.close();
  });

  async function anew(): Promise<void> {
    made += 1;
    await server.make(`replicas${made}`);
    url = server.url(`replicas${made}`);
  }

  interface One {
    readonly replica: Replica;
    readonly store: Store;
    readonly news: News[];
    readonly heard: string[];
    leave(): Promise<void>;
  }
  async function program(): Promise<One> {
    const heard: string[] = [];
    const replica = new Replica(
      url,
      {
        lost: () => heard.push('lost'),
        back: () => heard.push('back'),
        taken: (why) => heard.push(`taken: ${why?.code ?? 'alone'}`),
      },
      pace,
    );
    expect(await replica.join()).toBe(true);
    const news: News[] = [];
    replica.hear((one) => void news.push(one));
    const store = await openStore({
      url,
      rootKey: testRootKey,
      ids: randomIds(),
      kept: everythingKept,
      signingKey: new Uint8Array(32).fill(7),
      leases: replica,
    });
    let left = false;
    const leave = async (): Promise<void> => {
      if (left) return;
      left = true;
      await replica.release();
      await store.close();
    };
    open.push({ close: leave });
    return { replica, store, news, heard, leave };
  }
  /** Ends the session on which one lives, as a server does that has lost it. */
  const cut = async (one: One): Promise<void> => {
    await server.ask(
      'postgres',
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND objid = ${one.replica.number()}`,
    );
  };

  test('one is the first; when it goes another is', async () => {
    await anew();
    const [a, b, c] = [await program(), await program(), await program()];
    expect([a, b, c].map((one) => one.replica.isFirst())).toEqual([true, false, false]);
    await a.leave();
    await expect.poll(() => [b, c].filter((one) => one.replica.isFirst()).length, soon).toBe(1);
  });

  test('one knows at once that it is not alone any more, and at its next look that it is', async () => {
    await anew();
    const slow = { ...pace, beat: 60_000 };
    const a = new Replica(url, undefined, slow);
    expect(await a.join()).toBe(true);
    open.push({ close: () => a.release() });
    expect(a.several()).toBe(false);
    const b = await program();
    await expect.poll(() => a.several(), soon).toBe(true);
    expect(b.replica.several()).toBe(true);
    await a.release();
    await expect.poll(() => b.replica.several(), soon).toBe(false);
  });

  test('what one tells the others hear, and it does not; too much becomes anything', async () => {
    await anew();
    const [a, b, c] = [await program(), await program(), await program()];
    const few: News = { what: 'programmes', of: ['pr1' as ProgrammeId] };
    a.replica.tell(few);
    a.replica.tell({ what: 'programmes', of: Array.from({ length: 900 }, (_, i) => `programme-${i}` as ProgrammeId) });
    for (const one of [b, c]) await expect.poll(() => one.news, soon).toEqual([few, { what: 'anything' }]);
    expect(a.news).toEqual([]);
  });

  test('whoever was away may have missed anything, and has another number', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const before = a.replica.number();
    await cut(a);
    await expect.poll(() => a.heard, soon).toEqual(['lost', 'back']);
    expect(a.replica.number()).not.toBe(before);
    expect(a.news).toContainEqual({ what: 'anything' });
    // And who was not: it may have changed something and told nobody, before the other looks or after.
    await expect.poll(() => b.news, soon).toContainEqual({ what: 'anything' });
  });

  test.each([
    ['nothing was done', [], 'back'],
    [
      'tables were changed by a newer one',
      [
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('n', 'n', '2999_later', now())`,
      ],
      'taken: database-newer',
    ],
    [
      'a newer one has only added what this one leaves as it is',
      [
        `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('n', 'n', '2999_later', now())`,
        `COMMENT ON TABLE _prisma_migrations IS '2999_later'`,
      ],
      'back',
    ],
    [
      'alarms were brought up by a newer one',
      ['INSERT INTO graphile_worker.migrations (id, breaking) VALUES (99, true)'],
      'taken: database-newer',
    ],
    [
      'an older database was put in its place',
      ['DELETE FROM _prisma_migrations WHERE started_at = (SELECT MAX(started_at) FROM _prisma_migrations)'],
      'taken: database-older',
    ],
    [
      'it was given another key, or was restored',
      [`UPDATE "Meta" SET "value" = "value" WHERE "key" = 'root-check'`],
      'taken: database-replaced',
    ],
    [
      'a move into it was begun',
      [`INSERT INTO "Meta" ("key", "value") VALUES ('moving', 'x')`],
      'taken: database-replaced',
    ],
  ] as const)('whoever was cut off looks at what is there when it is back: %s', async (_, meanwhile, then) => {
    await anew();
    await (await program()).leave();
    const a = await program();
    const other = new pg.Client({ connectionString: url });
    await other.connect();
    open.push({ close: () => other.end() });
    const lets = (in_: boolean) =>
      server.ask('postgres', `ALTER DATABASE replicas${made} WITH ALLOW_CONNECTIONS ${in_}`);
    await lets(false);
    await cut(a);
    await expect.poll(() => a.heard, soon).toEqual(['lost']);
    // Somebody is at it still: it is asked again, and has nobody's word for it yet.
    await other.query('SELECT pg_advisory_lock($1)', [migrating]);
    await lets(true);
    for (const statement of meanwhile) await other.query(statement);
    await new Promise((resolve) => setTimeout(resolve, 10 * pace.again));
    expect(a.heard).toEqual(['lost']);
    await other.query('SELECT pg_advisory_unlock($1)', [migrating]);
    await expect.poll(() => a.heard, soon).toEqual(['lost', then]);
    // From then on nobody changes what it goes by; nor is it in the way of anybody where it has ended.
    const b = new Replica(url, undefined, pace);
    expect(await b.join()).toBe(true);
    open.push({ close: () => b.release() });
    expect(await b.othersGoByTables()).toBe(then === 'back');
  });

  test('what one that is gone had in hand is another’s at once, and only that', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const now = 2_000_000;
    await seedPair(a.store, { ids: randomIds(), now, tenant: 'T1', mentor: 'a', mentee: 'b' });
    const due = now * 1_000;
    const taken = await a.store.queue.claimPrompts(due, now, now + 60_000, 1);
    const [row] = await a.store.queue.claimOutbox(now, now + 60_000, 1);
    expect(await a.store.queue.attempting(row?.id ?? '', row?.fence ?? 0, now + 5, 'slack:T1:D1' as never)).toBe(true);
    const own = await b.store.queue.claimPrompts(due, now, now + 60_000, 1);
    expect([taken.length, own.length]).toEqual([1, 1]);

    expect(await b.store.queue.endLeasesOfTheGone(now + 10)).toBe(0);
    const gone = vi.fn(async () => true);
    b.replica.gone(gone);
    await a.replica.release();
    await expect.poll(() => gone.mock.calls.length, soon).toBe(1);
    expect(await b.store.queue.endLeasesOfTheGone(now + 10)).toBe(1);
    const again = await b.store.queue.claimPrompts(due, now + 10, now + 60_010, 99);
    expect(again.map((one) => one.occurrence)).toContain(taken[0]?.occurrence);
    expect(again.map((one) => one.occurrence)).not.toContain(own[0]?.occurrence);
    // What was being tried may be under way still: the program may live, and not every platform can be asked.
    expect(await b.store.queue.claimOutbox(now + 10, now + 60_010, 9)).toEqual([]);
    const later = now + 60_000;
    expect(await b.store.queue.claimOutbox(later, later + 60_000, 9)).toMatchObject([
      { id: row?.id, attemptedAt: now + 5 },
    ]);
    // And what the dead one may still try is refused.
    expect(await a.store.queue.settle(row?.id ?? '', row?.fence ?? 0, { state: 'delivered', at: later })).toBe(false);
    await a.store.close();
    open.splice(0, 1);
  });

  test('a prompt that another has in hand is passed by, not waited for', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const { programme, prompt } = await someone(a);
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let inHand = (): void => undefined;
    const taken = new Promise<void>((resolve) => {
      inHand = resolve;
    });
    const firing = a.store.write(async (tx) => {
      expect(await tx.in(programme).prompts.take([prompt])).toHaveLength(1);
      inHand();
      await held;
      await tx.in(programme).prompts.settle([prompt], 'fired', 1);
    });
    await taken;
    expect(await b.store.write((tx) => tx.in(programme).prompts.take([prompt]))).toEqual([]);
    release();
    await firing;
    expect(await b.store.write((tx) => tx.in(programme).prompts.take([prompt]))).toMatchObject([{ state: 'fired' }]);
  });

  test('a message that another holds keeps no other from beginning and ending, nor does one that is refused', async () => {
    await anew();
    const { store } = await program();
    const { programme } = await someone({ store });
    const at = 2_000_000;
    await store.write(async (tx) => {
      for (const n of [1, 2, 3, 4])
        await tx.in(programme).outbox.add({
          face: 'f',
          subject: `s${n}`,
          to: { channel: `slack:T1:C${n}` as never },
          sensitive: false,
          at,
        });
    });
    const rows = await store.queue.claimOutbox(at, at + 60_000, 99);
    expect(rows.length).toBeGreaterThanOrEqual(4);
    const [held, ...others] = rows;
    const holder = new pg.Client({ connectionString: url });
    await holder.connect();
    open.push({ close: () => holder.end() });
    await holder.query('BEGIN');
    await holder.query('SELECT FROM "Outbox" WHERE "id" = $1 FOR UPDATE', [held?.id]);

    const { queue } = store;
    const begun: boolean[] = [];
    const waits = queue.attempting(held?.id ?? '', held?.fence ?? 0, at, 'slack:T1:C1' as never);
    void waits.then((is) => begun.push(is));
    const beginning = await statementsOf(async () => {
      const all = others.map((row) => queue.attempting(row.id, row.fence, at, 'slack:T1:C1' as never));
      expect(await Promise.all(all)).toEqual(others.map(() => true));
    });
    // All of them in one, and the one that is held by itself.
    expect(beginning.filter((sql) => sql.includes('UPDATE "Outbox"')).length).toBeLessThanOrEqual(2);
    expect(begun).toEqual([]);

    const ends = await Promise.allSettled(
      others.map((row, n) =>
        queue.settle(row.id, row.fence, {
          state: 'delivered',
          // No text of PostgreSQL has such a character.
          code: n === 0 ? 'a\u0000' : '',
          posted: { ref: `slack:T1:C:${n}` as never, drawn: 1 },
          at,
        }),
      ),
    );
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : 'refused'))).toEqual([
      'refused',
      ...others.slice(1).map(() => true),
    ]);
    await holder.query('ROLLBACK');
    expect(await waits).toBe(true);
    const stands = await server.ask(`replicas${made}`, 'SELECT "ref" FROM "Posted" ORDER BY "ref"');
    expect(stands.map((row) => row.ref)).toEqual(others.slice(1).map((_, n) => `slack:T1:C:${n + 1}`));
  });

  async function someone(
    one: Pick<One, 'store'>,
  ): Promise<{ programme: ProgrammeId; person: PersonId; prompt: string }> {
    await seedPair(one.store, { ids: randomIds(), now: 2_000_000, tenant: 'T1', mentor: 'a', mentee: 'b' });
    const [row] = await server.ask(
      `replicas${made}`,
      `SELECT p."programmeId", p."occurrence", a."menteeId" FROM "Prompt" p, "Attendee" a LIMIT 1`,
    );
    return {
      programme: String(row?.programmeId) as ProgrammeId,
      person: String(row?.menteeId) as PersonId,
      prompt: String(row?.occurrence),
    };
  }
  const nameSeenBy = (one: One, at: { programme: ProgrammeId; person: PersonId }) =>
    one.store.read(async (tx) => (await tx.in(at.programme).people.get(at.person))?.name);

  test('nobody has an erased person’s key any more when the erasure is told', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const at = await someone(a);
    expect(await nameSeenBy(b, at)).toBeTruthy();
    const forget = vi.spyOn(Keys.prototype, 'forget');
    await a.store.write((tx) => tx.in(at.programme).people.erase(at.person, 3_000_000));
    // By the time that it is told both have let go of it.
    expect(new Set(forget.mock.contexts).size).toBe(2);
    expect(forget.mock.calls.every(([, person]) => person === at.person)).toBe(true);
    forget.mockRestore();
  });

  /** A moment that a test waits for, or lets come. */
  function moment(): { readonly come: Promise<void>; comes(): void } {
    let comes = (): void => undefined;
    const come = new Promise<void>((resolve) => {
      comes = resolve;
    });
    return { come, comes: () => comes() };
  }
  /** How many wait until no other unit of work goes on. */
  const waiting = async (): Promise<number> =>
    (await server.ask('postgres', `SELECT FROM pg_locks WHERE objid = ${locks.unit} AND NOT granted`)).length;

  for (const [is, also] of [
    ['among the others', async () => undefined],
    // Its connection to the others breaks while its unit of work stands: what it does then counts as much.
    ['cut off from the others', cut],
  ] as const)
    test(`what a unit that had begun writes of somebody goes with them, its program ${is}`, async () => {
      await anew();
      const [a, b] = [await program(), await program()];
      const at = await someone(a);
      const [read, goesOn] = [moment(), moment()];
      const writing = b.store.write(async (tx) => {
        const { people, outbox, prompts, feedback, sessions } = tx.in(at.programme);
        const before = await people.get(at.person);
        const [session] = await sessions.all();
        if (before === undefined || session === undefined) throw new Error('nobody');
        read.comes();
        await goesOn.come;
        await people.save({ ...before, locale: 'cy-GB' });
        await outbox.add({ face: 'thanks', subject: 's', to: { person: at.person }, at: 0, sensitive: false });
        await prompts.set(aPrompt(at.programme, { occurrence: 'late', to: at.person }));
        await feedback.save(aFeedback(session, at.person));
      });
      await read.come;
      const erasing = a.store.write((tx) => tx.in(at.programme).people.erase(at.person, 3_000_000));
      await also(b);
      await expect.poll(waiting, soon).toBe(1);
      goesOn.comes();
      await writing;
      await erasing;
      const left = await server.ask(
        `replicas${made}`,
        `SELECT "erasedAt", "roles", (SELECT COUNT(*)::int FROM "Account" WHERE "personId" = "id") AS accounts,
           (SELECT COUNT(*)::int FROM "Outbox" WHERE "recipient" LIKE '%' || "id") AS outbox,
           (SELECT COUNT(*)::int FROM "Prompt" WHERE "toId" = "id" AND "state" = 'waiting') AS prompts,
           (SELECT COUNT(*)::int FROM "FeedbackAnswer" WHERE "menteeId" = "id" AND LENGTH("text") > 0) AS words
         FROM "Person" WHERE "id" = '${at.person}'`,
      );
      expect(left).toEqual([{ erasedAt: '3000000', roles: '[]', accounts: 0, outbox: 0, prompts: 0, words: 0 }]);
    });

  test('whoever saves somebody as they were before another erased them brings nothing back', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const at = await someone(a);
    const before = await b.store.read((tx) => tx.in(at.programme).people.get(at.person));
    if (before === undefined) throw new Error('nobody');
    await a.store.write((tx) => tx.in(at.programme).people.erase(at.person, 3_000_000));
    const saving = b.store.write((tx) => tx.in(at.programme).people.save({ ...before, locale: 'cy-GB' }));
    await expect(saving).rejects.toMatchObject({ code: 'erased' });
    const left = await server.ask(
      `replicas${made}`,
      `SELECT "erasedAt", "roles", (SELECT COUNT(*)::int FROM "Account" WHERE "personId" = "id") AS n
       FROM "Person" WHERE "id" = '${at.person}'`,
    );
    expect(left).toEqual([{ erasedAt: '3000000', roles: '[]', n: 0 }]);
  });

  test('whoever comes to somebody after they were erased finds them erased', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const at = await someone(a);
    expect(await nameSeenBy(b, at)).toBeTruthy();
    const [erased, goesOn] = [moment(), moment()];
    const erasing = a.store.write(async (tx) => {
      await tx.in(at.programme).people.erase(at.person, 3_000_000);
      erased.comes();
      await goesOn.come;
    });
    await erased.come;
    const found = b.store.write(async (tx) => (await tx.in(at.programme).people.get(at.person))?.erasedAt);
    await expect.poll(waiting, soon).toBe(1);
    goesOn.comes();
    await erasing;
    expect(await found).toBe(3_000_000);
  });

  test('one that is stopped in the middle of a unit holds an erasure up, and others for two seconds at most', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const at = await someone(a);
    const stopped = new pg.Client({ connectionString: url });
    await stopped.connect();
    await stopped.query('BEGIN');
    await stopped.query('SELECT pg_advisory_xact_lock_shared($1)', [locks.unit]);
    let erased = false;
    const erasing = a.store
      .write((tx) => tx.in(at.programme).people.erase(at.person, 3_000_000))
      .then(() => {
        erased = true;
      });
    await expect.poll(waiting, soon).toBe(1);
    await b.store.write((tx) => tx.in(at.programme).people.all());
    expect(erased).toBe(false);
    await stopped.end();
    await erasing;
    expect(await nameSeenBy(b, at)).toBe('');
  });

  test('the accounts of whoever was erased are left by every other program before the erasure is told', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const at = await someone(a);
    await a.store.write((tx) => tx.in(at.programme).people.erase(at.person, 3_000_000));
    expect(b.news).toContainEqual({ what: 'left', who: { platform: 'slack', tenant: 'T1', user: 'b' } });
    expect(a.news).toEqual([]);
  });

  test('what could not be done as another went is tried again at the next look, until it is done', async () => {
    await anew();
    const [a, b, c] = [await program(), await program(), await program()];
    const act = vi.fn(async () => act.mock.calls.length > 2);
    a.replica.gone(act);
    await b.leave();
    await expect.poll(() => act.mock.calls.length, soon).toBe(3);
    // Done, it is not done again before another goes.
    await c.leave();
    await expect.poll(() => act.mock.calls.length, soon).toBe(4);
  });

  test('heads that several sign at the same moment follow one another, and so does the note of the newest', async () => {
    await anew();
    const signing = [await program(), await program(), await program()];
    const [a] = signing;
    const { programme } = await someone(a as One);
    const entry = (at: number) =>
      ({ chain: programme, at, actor: null, what: 'programme.set', subject: programme, facts: {} }) as const;
    for (let round = 1; round <= 8; round += 1) {
      await Promise.all(
        signing.map(({ store }) =>
          store.write(async (tx) => {
            const { audit, signedHeads } = tx.in(programme);
            await audit.add(entry(round));
            return signedHeads.sign(round);
          }),
        ),
      );
      // And where nothing but the signing is at the same moment.
      await (a as One).store.write((tx) => tx.in(programme).audit.add(entry(round)));
      await Promise.all(signing.map(({ store }) => store.write((tx) => tx.in(programme).signedHeads.sign(round))));
    }
    const verdict = await (a as One).store.read((tx) => tx.in(programme).signedHeads.check());
    expect(verdict.brokenAt).toBeUndefined();
    expect(verdict.seq).toBeGreaterThanOrEqual(16);
    const newest = await (a as One).store.read((tx) => tx.in(programme).signedHeads.newest());
    const noted = await notesAt(url, { rootKey: testRootKey, ids: randomIds() });
    expect(noted.get(programme)).toEqual({ seq: newest?.seq, hash: newest?.hash });
  });

  test('one that does not answer is put out: what it does next is to forget everything', async () => {
    await anew();
    const a = await program();
    const at = await someone(a);
    const deaf = new pg.Client({ connectionString: url });
    deaf.on('error', () => undefined);
    await deaf.connect();
    await deaf.query('SELECT pg_advisory_lock(1836412, 7)');
    let ended = false;
    deaf.once('end', () => {
      ended = true;
    });
    await a.store.write((tx) => tx.in(at.programme).people.erase(at.person, 3_000_000));
    await expect.poll(() => ended, soon).toBe(true);
  });

  test('one that loses its connection forgets all keys at once, and an erasure waits until it is back', async () => {
    await anew();
    const [a, b] = [await program(), await program()];
    const at = await someone(a);
    const all = vi.spyOn(Keys.prototype, 'forgetPeople');
    await cut(b);
    // As it breaks, and again as it is back: in between somebody may have been looked up.
    await expect.poll(() => all.mock.calls.length, soon).toBeGreaterThan(1);
    all.mockRestore();
    await cut(a);
    await a.store.write((tx) => tx.in(at.programme).people.erase(at.person, 3_000_000));
    expect(a.replica.number()).not.toBeNull();
  });

  const strays = () => server.ask(`replicas${made}`, `SELECT "strayAt" FROM mentorlog_keys."PersonKey"`);
  /** As a unit under way leaves it: a key that is written, and no row yet. */
  const keyAlone = () =>
    server.ask(
      `replicas${made}`,
      `INSERT INTO mentorlog_keys."PersonKey" ("person", "programme", "wrapped") VALUES ('soon', 'p', '\\x00')`,
    );

  test('of several that start together the first compares rows and keys', async () => {
    await anew();
    await keyAlone();
    const starting = new Replica(url, undefined, pace);
    expect(await starting.join()).toBe(true);
    open.push({ close: () => starting.release() });
    await program();
    expect(await strays()).not.toEqual([{ strayAt: null }]);
  });

  test('rows and keys are compared by whoever starts alone, and by nobody beside another', async () => {
    await anew();
    const a = await program();
    await keyAlone();
    const b = await program();
    expect(await strays()).toEqual([{ strayAt: null }]);
    await a.leave();
    await b.leave();
    await program();
    expect(await strays()).not.toEqual([{ strayAt: null }]);
  });
});
