import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqlite } from '../adapters/prisma/driver.js';
import { saidOnChain } from '../adapters/prisma/rows-of-chain.js';
import { portfolioFacts } from '../src/features/shared/portfolio-facts.js';
import type { Rows } from '../src/ports/store.js';
import { allInSight } from './support/all-in-sight.js';
import { faultsOf } from './support/check-chain.js';
import { type Lived, liveEvidenceSeason, wrote } from './support/evidence-season.js';
import { committing, misfits, shown } from './support/leaves.js';
import { daysOverTheCap } from './support/messages-counted.js';
import { nothingFound } from './support/no-misfit.js';
import { saidTo } from './support/review-world.js';
import { type StakeholderWorld, stakeholderWorld } from './support/stakeholder-world.js';
import { hearsTyped, readableIn } from './support/typed-nowhere.js';

/**
 * A season of one mentor with two mentees through all that is evidence: reviews from three sides, changes of practice, a
 * reflection, a mark, the page looked back on, and an erasure at the end. What must hold of it all is checked then.
 */

let w: StakeholderWorld;
let lived: Lived;
let typed: ReadonlySet<string>;
let folder: string;
let file: string;
const facts: { readonly when: string; readonly json: string; readonly value: unknown }[] = [];

const read = <T>(fn: (rows: Rows) => Promise<T>): Promise<T> => w.bot.store.read((tx) => fn(tx.in(w.bot.programme)));
/** Everything that was ever in a message, to anybody: drawn anew since or not; and every mail. */
const everyMessage = (): string =>
  JSON.stringify([
    w.bot.chat.drawn.map((d) => d.message.card),
    w.bot.chat.messages.map((m) => m.message.card),
    w.mails,
  ]);
const readers = [{ reader: 'mentor' }, { reader: 'assessing', as: ['coordinator'] }] as const;
const takeFacts = async (when: string): Promise<void> =>
  read(async (rows) => {
    const people = new Map((await rows.people.all()).map((p) => [p.id, p]));
    const work = { rows, programme: await rows.programme.get(), now: w.bot.clock.now(), people: async () => people };
    for (const portfolio of await rows.portfolios.ofMentor(w.bot.as('maya').id))
      for (const who of readers) {
        const value = await portfolioFacts(portfolio, who, work);
        facts.push({ when: `${when}, ${who.reader}`, json: JSON.stringify(value), value });
      }
  });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-season-'));
  file = path.join(folder, 'season.db');
  w = await stakeholderWorld({ file });
  typed = hearsTyped(w.bot.bot);
  lived = await liveEvidenceSeason(w);
  await takeFacts('before');
  // What she wrote is there until she is erased: else the check of it would hold of nothing.
  expect(await chainOf(lived.of.aisha)).toContain(wrote.aisha);
  const priya = w.bot.as('priya');
  const subject = w.bot.as('aisha').id;
  await priya.presses('data.erase', { subject });
  await priya.erases({ subject, arg: 'yes' });
  await takeFacts('after');
}, 300_000);
afterAll(async () => {
  await w?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** All that the rows of a chain say, opened. */
const chainOf = (chain: Lived['of']['leo']): Promise<string> =>
  w.bot.store.read(async (tx) => {
    const { scope } = committing(tx, w.bot.programme);
    return JSON.stringify(await saidOnChain(scope, chain, 3), (_, v) => (v instanceof Map ? [...v] : v));
  });

test('the reviews have what each side gave, and nobody answered for anybody', async () => {
  const forms = await read((rows) => rows.reviews.formsOf([lived.of.leo]));
  const given = forms
    .map((f) => `${f.moment} ${f.audience} ${f.state}${f.audience === 'mentee' ? ` ${f.share}` : ''}`)
    .sort();
  expect(given).toEqual([
    'end mentee done coordinator',
    'end mentor open',
    // Grace, who declined half-way, is not asked again.
    'end stakeholder open',
    'mid mentee done mentor',
    'mid mentor done',
    'mid stakeholder declined',
    'mid stakeholder done',
  ]);
  // Whoever the other mentee said no to is asked nothing.
  expect(w.mails.map((m) => m.to)).not.toContain('ann.bell@school.example');
});

test('chains hold, and rows fit their leaves, in every mentorship and in the programme', async () => {
  for (const chain of [w.bot.programme, lived.of.leo, lived.of.aisha] as const) {
    expect([chain, await read((rows) => rows.audit.broken(chain))]).toEqual([chain, undefined]);
    expect(faultsOf(shown(await read((rows) => rows.audit.proof(chain))))).toEqual([]);
  }
  for (const chain of Object.values(lived.of))
    expect(await w.bot.store.read((tx) => misfits(tx, w.bot.programme, chain))).toEqual([]);
  await nothingFound(w.bot);
});

test('a mentee is sent one message a day at most beside what a session brings', async () => {
  const sent = await lived.messages.all();
  expect(new Set(sent.filter((m) => m.comes === 'beside').map((m) => m.face))).toEqual(
    new Set(['stakeholder-proposed', 'review-asked', 'going-on', 'look-back-offer']),
  );
  expect(daysOverTheCap(sent, ['leo', 'aisha'])).toEqual([]);
});

test('no message and no mail holds a private word', () => {
  const all = everyMessage();
  expect(all).toContain('because of what you said');
  for (const word of Object.values(wrote)) expect([word, all.includes(word)]).toEqual([word, false]);
});

test('a no and a decline leave what the mentor and the coordinator see as it was', () => {
  expect(lived.panels).toHaveLength(4);
  for (const { what, before, after } of lived.panels) {
    expect([what, after]).toEqual([what, before]);
    expect(after).not.toMatch(/said no|declin|refus|rather not/i);
  }
});

test('the ledger shows the answers as they are, and goes with what is taken back', () => {
  const [full, withdrawn] = lived.ledgers;
  expect(full).toContain('before 2; after 4, 5 (1 and 2 answers of one mentee');
  expect(full).toMatch(/that’s not quite what I meant. “LEO-SAID the bus”/);
  expect(full.match(/CHANGE-SAID said/g)).toHaveLength(3);
  expect(full).toMatch(/Partly done[\s\S]*Done/);
  expect(withdrawn).toContain('before 2; after 5 (1 and 1 answers of one mentee');
  expect(withdrawn).toContain('I will CHANGE-SAID 2');
  expect(withdrawn).not.toContain('CHANGE-SAID said 2');
  expect(withdrawn).not.toContain('LEO-SAID the third');
  expect(withdrawn).toContain('What stood here is not there to read any more.');
});

test('nothing that the erased mentee wrote is in a row or a message, nor in sight of anybody', {
  timeout: 120_000,
}, async () => {
  expect(await chainOf(lived.of.aisha)).not.toContain(wrote.aisha);
  expect(everyMessage()).not.toContain(wrote.aisha);
  const db = await openSqlite(`file:${file}`);
  const all = async (sql: string) => (await db.queryRaw({ sql, args: [], argTypes: [] })).rows;
  const found: string[] = [];
  for (const [table] of await all(`SELECT name FROM sqlite_master WHERE type = 'table'`))
    for (const row of await all(`SELECT * FROM "${table}"`))
      for (const value of row)
        if ((value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value)).match(/AISHA-SAID/))
          found.push(String(table));
  await db.dispose();
  expect(found).toEqual([]);
  for (const user of ['maya', 'priya', 'leo'])
    for (const { way, seen } of await allInSight(w.bot, user, new Map(), ['chat']))
      expect([way, /AISHA-SAID|Aisha Rahman|CHANGE-SAID said 3/.test(seen)]).toEqual([way, false]);
});

test('no word that anybody typed, and nobody’s name, stands readable in the file', async () => {
  const names = await read(async (rows) => (await rows.people.all()).map((p) => p.name));
  expect(typed.size).toBeGreaterThan(60);
  expect(names).toContain('Maya Okafor');
  expect(await readableIn(file, [...typed, ...names])).toEqual([]);
});

test('facts, before and after, are plain data', () => {
  expect(facts.map((f) => f.when)).toHaveLength(4);
  for (const { when, json, value } of facts) expect([when, JSON.parse(json)]).toEqual([when, value]);
  expect(facts.filter((f) => f.json.includes('AISHA-SAID')).map((f) => f.when)).toEqual([
    'before, mentor',
    'before, assessing',
  ]);
});

test('whoever looks back reads their own words, and nobody else', async () => {
  await w.bot.as('leo').presses('look-back.open', { subject: lived.of.leo });
  expect(saidTo(w.bot, w.bot.as('leo'))).toContain(wrote.back);
  expect(facts.some((f) => f.json.includes(wrote.back))).toBe(false);
});
