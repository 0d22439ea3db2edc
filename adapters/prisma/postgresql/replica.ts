import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { z } from 'zod';
import type { Account } from '../../../src/chat/inbound.js';
import type { Clock } from '../../../src/kernel/clock.js';
import type { ProgrammeId } from '../../../src/kernel/ids.js';
import type { News, Replicas } from '../../../src/ports/replicas.js';
import type { HearsOfLock, Held } from '../alone.js';
import type { ErasedThere, Forgetting, Leases } from '../leases.js';
import { ChangedMeanwhile, endOurOwn, type Holds, LockOfSession, locks, type Pace } from './lock-of-session.js';
import { markOf, stillFit } from './still-fit.js';

/**
 * One of the bots on a PostgreSQL database. What makes it one is a connection that does nothing else: on it stand a lock
 * that all bots share, so that nothing is done beside them that may only be done without one; and a lock of its own, by
 * whose number its leases go. When the connection goes, so do both: others see it at their next beat, and what this one
 * had in hand is theirs. The same connection carries the news (LISTEN and NOTIFY).
 */

/** What has to be seen soon: that another is gone. Untouched work is back within 10 s, and it takes a turn more than this. */
const usual: PaceOfReplica = { beat: 3_000, again: 500, forgetting: 5_000 };

export interface PaceOfReplica extends Pace {
  /** Whoever is to forget somebody's key is waited for so long (ms), and then put out. */
  readonly forgetting: number;
}

/**
 * Several machines have several clocks, and a lease is worth as much as they agree: so all go by the database's. A clock
 * that is right within so much (ms) is left as it is, for to ask takes a moment too.
 */
const rightWithin = 500;

/** PostgreSQL's name for our news; each database has its own. */
const channel = 'mentorlog';
/** PostgreSQL carries no more than 8,000 bytes. */
const mostBytes = 7_500;

/** News, as they are carried. `from` is the number of whoever tells. */
const carried = z.object({ from: z.number(), news: z.unknown() });
const ids = z.array(z.string());
const account = z.object({ platform: z.string(), tenant: z.string(), user: z.string() });
const inner = z.discriminatedUnion('what', [
  z.object({ what: z.literal('programmes'), of: ids }),
  z.object({ what: z.literal('installations') }),
  z.object({ what: z.literal('pace'), of: z.string(), spent: z.number() }),
  z.object({ what: z.literal('answered'), refs: ids }),
  z.object({ what: z.literal('address'), of: z.string() }),
  z.object({ what: z.literal('local-chat'), at: z.string() }),
  z.object({ what: z.literal('left'), who: account }),
  z.object({ what: z.literal('clock') }),
  z.object({ what: z.literal('anything') }),
  /** Whose keys are destroyed, and the accounts that were theirs: to be answered. */
  z.object({
    what: z.literal('erased'),
    ask: z.string(),
    people: z.array(z.tuple([z.string(), z.string()])),
    accounts: z.array(account),
  }),
  z.object({ what: z.literal('forgotten'), ask: z.string() }),
  /** One has come. */
  z.object({ what: z.literal('here') }),
]);
type Inner = z.infer<typeof inner>;

/** The numbers of all that live, by the locks that they hold. */
const livingSql = `SELECT objid::int AS number, pid FROM pg_locks
  WHERE locktype = 'advisory' AND classid = ${locks.replica} AND objsubid = 2 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

/** Whether somebody else goes by the tables. A lock of one number has it in two halves (postgresql.org/docs/current/view-pg-locks.html). */
const othersGoBySql = `SELECT EXISTS (SELECT 1 FROM pg_locks
  WHERE locktype = 'advisory' AND classid = 0 AND objid = ${locks.tables} AND objsubid = 1 AND granted
    AND pid <> pg_backend_pid()
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS others`;

interface Living {
  readonly number: number;
  readonly pid: number;
}

export class Replica implements Replicas, Leases, Held {
  readonly #lock: LockOfSession;
  readonly #forgetting: number;
  readonly #hearing: ((news: News) => void)[] = [];
  readonly #goneActs: (() => Promise<boolean>)[] = [];
  /** Of these what has still to be done. */
  readonly #owed = new Set<() => Promise<boolean>>();
  /** Its connection and number; nothing while it is away. */
  #client: pg.Client | undefined;
  #number = 0;
  /** Whether it goes by the tables as they are, connected or not. */
  #goesBy = false;
  /** What tells the database from another in its place (still-fit.ts); a first start comes to it only later. */
  #mark: string | undefined;
  #first = false;
  /** How far (ms) the database's clock is ahead of this machine's. */
  #ahead = 0;
  #others: ReadonlySet<number> = new Set();
  /** Whom an answer is waited for, by what was asked. */
  readonly #asked = new Map<string, (from: number) => void>();
  #forget: Forgetting = { these() {}, all() {} };

  constructor(url: string, hears: HearsOfLock | undefined, pace: PaceOfReplica = usual) {
    const holds: Holds = {
      take: (client, called) => this.#take(client, called),
      beat: (client) => this.#look(client),
      lost: () => this.#lost(),
    };
    this.#forgetting = pace.forgetting;
    this.#lock = new LockOfSession(url, holds, hears, pace);
  }

  /** Answers whether it is one of them from now on: not while somebody has the database for themselves. */
  join(): Promise<boolean> {
    return this.#lock.take();
  }

  async #take(client: pg.Client, called: string): Promise<boolean> {
    // A session of ours that broke on the way would be taken for another bot for as long as the server keeps it.
    await endOurOwn(client, called);
    const { rows } = await client.query<{ has: boolean }>('SELECT pg_try_advisory_lock_shared($1) AS has', [
      locks.database,
    ]);
    if (rows[0]?.has !== true) return false;
    if (this.#goesBy) await this.#goesOn(client);
    const number = await ownNumber(client);
    client.on('notification', ({ payload }) => this.#heard(client, payload));
    await client.query(`LISTEN ${channel}`);
    const first = await takesFirst(client);
    // At first its own clock may be wrong by anything: the quickest of some answers counts, however slow.
    for (let tries = 5; tries > 0 && !(await this.#setClock(client, tries === 1)); tries -= 1);
    const others = await living(client, number);
    const before = this.#number;
    // Others took this one for gone, and somebody's erasure for done, while it may have looked a key up again.
    this.#forget.all();
    this.#client = client;
    this.#number = number;
    this.#first = first;
    this.#others = new Set(others.map((one) => one.number));
    if (before === 0) this.#send({ what: 'here' });
    else {
      // What was told while it was away was not heard; and what this one changed meanwhile it told nobody.
      this.#tellOwn({ what: 'anything' });
      this.#send({ what: 'anything' });
      this.#oneIsGone();
    }
    return true;
  }

  /** While it was away others may have changed the tables, or put another database in this one's place. @throws ChangedMeanwhile */
  async #goesOn(client: pg.Client): Promise<void> {
    const unfit = await stillFit(client, this.#mark, () => sharesTables(client));
    if (unfit !== undefined) throw new ChangedMeanwhile(unfit);
  }

  async #look(client: pg.Client): Promise<void> {
    await this.#setClock(client);
    if (this.#goesBy) this.#mark ??= await markOf(client);
    // Whoever says meanwhile that it is there is not among those that are looked at.
    const before = this.#others;
    const others = new Set((await living(client, this.#number)).map((one) => one.number));
    if (this.#client !== client) return;
    const gone = [...before].some((number) => !others.has(number));
    this.#others = others;
    if (!this.#first) {
      const first = await takesFirst(client);
      if (this.#client !== client) return;
      this.#first = first;
    }
    if (gone) {
      // It may have changed something, or erased somebody, and told nobody.
      this.#forget.all();
      this.#tellOwn({ what: 'anything' });
      this.#oneIsGone();
    } else this.#doOwed();
  }

  #oneIsGone(): void {
    for (const act of this.#goneActs) this.#owed.add(act);
    this.#doOwed();
  }

  /** What fails now, for the database was away for a moment, say, is done at the next look. */
  #doOwed(): void {
    for (const act of this.#owed) {
      this.#owed.delete(act);
      void act().then((done) => {
        if (!done) this.#owed.add(act);
      });
    }
  }

  /** Answers whether it was quick enough to go by; `anyway`: it is gone by however slow it was. */
  async #setClock(client: pg.Client, anyway = false): Promise<boolean> {
    const before = Date.now();
    const { rows } = await client.query<{ now: string }>('SELECT extract(epoch FROM clock_timestamp()) * 1000 AS now');
    const ahead = Math.round(Number(rows[0]?.now) - (before + Date.now()) / 2);
    // An answer that took long says little.
    const quick = Date.now() - before < rightWithin;
    if (quick || anyway) this.#ahead = Math.abs(ahead) < rightWithin ? 0 : ahead;
    return quick;
  }

  /** The database's time. */
  readonly clock: Clock = { now: () => Date.now() + this.#ahead };

  #lost(): void {
    this.#client = undefined;
    this.#first = false;
    // Others may have taken it for gone, and somebody's erasure for done.
    this.#forget.all();
  }

  #heard(client: pg.Client, payload: string | undefined): void {
    if (client !== this.#client && this.#client !== undefined) return;
    const read = carried.safeParse(parsed(payload));
    if (!read.success || read.data.from === this.#number) return;
    const { from } = read.data;
    // Whether it is alone it knows from the first word on, and not only from its next look.
    if (!this.#others.has(from)) this.#others = new Set([...this.#others, from]);
    const news = inner.safeParse(read.data.news);
    // A newer version's, most likely, while it takes this one's place.
    if (!news.success) this.#tellOwn({ what: 'anything' });
    else if (news.data.what === 'erased') {
      this.#forget.these(news.data.people.map(([programme, person]) => ({ programme, person })));
      // Before it says so: whoever writes from such an account once the erasure was told is met as somebody new.
      for (const who of news.data.accounts) this.#tellOwn({ what: 'left', who: who as Account });
      this.#send({ what: 'forgotten', ask: news.data.ask });
    } else if (news.data.what === 'forgotten') this.#asked.get(news.data.ask)?.(from);
    else if (news.data.what !== 'here') this.#tellOwn(asHeard(news.data));
  }

  #tellOwn(news: News): void {
    for (const act of this.#hearing) act(news);
  }

  #send(news: Inner): void {
    const client = this.#client;
    if (client === undefined) return;
    const whole = JSON.stringify({ from: this.#number, news });
    const text =
      Buffer.byteLength(whole) <= mostBytes
        ? whole
        : JSON.stringify({ from: this.#number, news: { what: 'anything' } });
    // Where it fails the connection is gone, and with it this one: the others look at everything.
    client.query('SELECT pg_notify($1, $2)', [channel, text]).catch(() => undefined);
  }

  tell(news: News): void {
    this.#send(asCarried(news));
  }
  hear(act: (news: News) => void): void {
    this.#hearing.push(act);
  }
  gone(act: () => Promise<boolean>): void {
    this.#goneActs.push(act);
  }
  isFirst(): boolean {
    return this.#first;
  }
  several(): boolean {
    return this.#others.size > 0;
  }

  number(): number | null {
    return this.#client === undefined ? null : this.#number;
  }
  async living(): Promise<readonly number[]> {
    const client = this.#mine();
    return [this.#number, ...(await living(client, this.#number)).map((one) => one.number)];
  }
  async othersGoByTables(): Promise<boolean> {
    const { rows } = await this.#mine().query<{ others: boolean }>(othersGoBySql);
    return rows[0]?.others === true;
  }
  async goesByTables(): Promise<void> {
    this.#goesBy = true;
    await sharesTables(this.#mine());
    this.#mark = await markOf(this.#mine());
  }
  forgets(how: Forgetting): void {
    this.#forget = how;
  }

  async forgottenByAll(people: readonly ErasedThere[]): Promise<void> {
    for (let from = 0; from < people.length; from += peopleAtOnce)
      await this.#forgotten(people.slice(from, from + peopleAtOnce));
  }

  async #forgotten(people: readonly ErasedThere[]): Promise<void> {
    const client = await this.#there();
    const ask = randomUUID();
    const said = new Set<number>();
    let heard = (): void => undefined;
    this.#asked.set(ask, (from) => {
      said.add(from);
      heard();
    });
    try {
      const waited = (await living(client, this.#number)).map((one) => one.number);
      if (waited.length === 0) return;
      this.#send({
        what: 'erased',
        ask,
        people: people.map((one) => [one.programme, one.person]),
        accounts: people.flatMap((one) => one.accounts ?? []),
      });
      const all = (): boolean => waited.every((number) => said.has(number));
      await new Promise<void>((resolve) => {
        const late = setTimeout(resolve, this.#forgetting);
        heard = () => {
          if (!all()) return;
          clearTimeout(late);
          resolve();
        };
        heard();
      });
      if (all()) return;
      // One that hangs, or is stopped: its connection is ended, so that the first thing it does is to forget everything.
      for (const one of await living(client, this.#number))
        if (waited.includes(one.number) && !said.has(one.number))
          await client.query('SELECT pg_terminate_backend($1, 2000)', [one.pid]);
    } finally {
      this.#asked.delete(ask);
    }
  }

  /** Its connection, once it is there: while it was away others took this one for gone, and have forgotten everything. */
  async #there(): Promise<pg.Client> {
    for (let left = 20; this.#client === undefined && left > 0; left -= 1) await sleep(this.#forgetting / 10);
    return this.#mine();
  }

  #mine(): pg.Client {
    if (this.#client === undefined) throw new Error('the connection to the other replicas is away');
    return this.#client;
  }

  async release(): Promise<void> {
    await this.#lock.release();
    this.#client = undefined;
  }
}

/** People whose ids and accounts are carried at once: an account has up to 150 bytes or so, and few have more than two. */
const peopleAtOnce = 10;

/** A number that nobody has, and the lock of it. */
async function ownNumber(client: pg.Client): Promise<number> {
  for (;;) {
    const number = randomInt(1, 2 ** 31 - 1);
    const { rows } = await client.query<{ has: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS has', [
      locks.replica,
      number,
    ]);
    if (rows[0]?.has === true) return number;
  }
}

/** Nobody has that lock alone, so it is never waited for. */
const sharesTables = (client: pg.Client): Promise<unknown> =>
  client.query('SELECT pg_advisory_lock_shared($1)', [locks.tables]);

async function takesFirst(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>('SELECT pg_try_advisory_lock($1, 1) AS has', [locks.once]);
  return rows[0]?.has === true;
}

async function living(client: pg.Client, but: number): Promise<readonly Living[]> {
  const { rows } = await client.query<Living>(livingSql);
  return rows.filter((one) => one.number !== but);
}

function parsed(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '');
  } catch {
    return undefined;
  }
}

type Passed = Exclude<Inner, { what: 'erased' | 'forgotten' | 'here' }>;
const asHeard = (news: Passed): News => {
  if (news.what === 'programmes') return { what: news.what, of: news.of as ProgrammeId[] };
  return news.what === 'left' ? { what: news.what, who: news.who as Account } : news;
};
const asCarried = (news: News): Inner => {
  if (news.what === 'programmes') return { what: news.what, of: [...news.of] };
  return news.what === 'answered' ? { what: news.what, refs: [...news.refs] } : news;
};

/**
 * Joins the bots on a PostgreSQL database.
 * @returns nothing where somebody has the database for themselves: it is being restored, moved, or is under another key
 * @throws Refused where there is no connection at all
 */
export async function joinReplicas(
  url: string,
  hears?: HearsOfLock,
  pace?: PaceOfReplica,
): Promise<Replica | undefined> {
  const replica = new Replica(url, hears, pace);
  return (await replica.join()) ? replica : undefined;
}
