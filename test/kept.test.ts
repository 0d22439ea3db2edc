import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { departedMembers } from '../src/domain/departed-members.js';
import { erasedAgain } from '../src/domain/erased-again.js';
import { goingOn } from '../src/domain/going-on.js';
import { type AnyKept, type KeptValue, keptByName, keptValue, ofName, ofPerson } from '../src/domain/kept.js';
import { doorOf, enrolled } from '../src/domain/personal-link.js';
import { passedOn } from '../src/domain/programme.js';
import { feedbackInSight } from '../src/domain/programme-reading.js';
import { refusedAccounts } from '../src/domain/refused-accounts.js';
import { concernsKeptLonger, keptLonger } from '../src/domain/retention.js';
import { secondWay } from '../src/domain/second-way.js';
import { sentBeside } from '../src/domain/sent-beside.js';
import { signingKept } from '../src/domain/signing.js';
import { zoneAsked } from '../src/domain/zone-asked.js';
import { importFile } from '../src/features/coordinate/import-file.js';
import { nudgedOn } from '../src/features/coordinate/nudge.js';
import { keptDigest, publishedFigures } from '../src/features/digest/gather.js';
import { digestAsked, digestCount, digestLast } from '../src/features/digest/index.js';
import { linkCodes } from '../src/features/join-accounts/code.js';
import { leftOutTold } from '../src/features/left-out/told.js';
import { lookBackOffered } from '../src/features/look-back/subjects.js';
import { pastSearch } from '../src/features/past/find.js';
import { pastSeen } from '../src/features/past/seen.js';
import { seriesHolidays, seriesLeftOut } from '../src/features/plan-session/series.js';
import { suggestedTimes } from '../src/features/plan-session/suggesting.js';
import { typedWords } from '../src/features/plan-session/typed-words.js';
import { reflectionAsked } from '../src/features/reflect/asked.js';
import { leafletContact } from '../src/features/rights/leaflet.js';
import { toldOn } from '../src/features/settings/daily-cap.js';
import { severalAsked } from '../src/features/shared/asked-after.js';
import { correctionAsked } from '../src/features/shared/correction-asked.js';
import { askedToErase } from '../src/features/shared/erasure-asked.js';
import { keptHandOver } from '../src/features/shared/kept-handover.js';
import { lentLink } from '../src/features/shared/lent-device.js';
import { menteeAsks } from '../src/features/shared/mentee-asks.js';
import { recordAsked } from '../src/features/shared/record-asked.js';
import { reviewBeside } from '../src/features/shared/review-asked.js';
import { askedInReview } from '../src/features/shared/review-questions.js';
import { suggestedPairs } from '../src/features/shared/suggested-pairs.js';
import { linkTries } from '../src/features/shared/wrong-codes.js';
import { leftOut } from '../src/features/upkeep/index.js';
import { joinAsked } from '../src/features/without-account/join.js';
import { firstSaved, pressedAt } from '../src/features/write-record/about.js';
import { recordLater } from '../src/features/write-record/later.js';
import { everythingKept } from '../src/kept.js';
import type { Account, Address } from '../src/kernel/account.js';
import { day } from '../src/kernel/clock.js';
import type { DocumentId, MentorshipId, PersonId, SeriesId, SessionId } from '../src/kernel/ids.js';
import { randomIds } from '../src/kernel/ids.js';
import type { ChatPort } from '../src/ports/chat.js';
import type { Rows } from '../src/ports/store.js';
import { zones } from '../src/runtime/membership/zones.js';
import { placedPicture } from '../src/runtime/outbound/pictures.js';
import { registryOf } from '../src/runtime/registry.js';
import { sql } from './adapters/prisma/database.js';
import { aMentorship, aPerson, aPortfolio, aProgramme, aSession, monday } from './contract/store-rows.js';
import { anything } from './support/kept.js';
import { openTestStore } from './support/store.js';

/** What a programme keeps beside its rows: under which keys, in which JSON, and what an erasure leaves of it. */

const ids = randomIds();
const [leo, maya, aisha, tom] = ['leo', 'maya', 'aisha', 'tom'] as readonly string[] as readonly PersonId[] as [
  PersonId,
  PersonId,
  PersonId,
  PersonId,
];
const session = 's1' as SessionId;
const web = (user: string): Account => ({ platform: 'web', tenant: 'T1', user });
const totals = { deliveredMinutes: 90, confirmedMinutes: 45, sessions: 2, records: 1, recordsAtTheTime: 1 };
const picture = (person: PersonId) => ({
  at: { programme: 'x' as never, account: web('x'), to: { person } },
  document: 'hours-1' as DocumentId,
});

interface Case {
  readonly value: AnyKept;
  readonly per: readonly never[];
  /** As databases hold it. */
  readonly key: string;
  readonly stored: unknown;
  /** What is left of it once Leo is erased: undefined, and the row is gone. */
  readonly left: unknown;
}
const all = Symbol('all of it');
const none = undefined;

function row<T, Per extends readonly unknown[]>(
  value: KeptValue<T, Per>,
  per: Per,
  key: string,
  stored: NoInfer<T>,
  left: NoInfer<T> | typeof all | undefined,
): Case {
  return {
    value: value as unknown as AnyKept,
    per: per as readonly unknown[] as readonly never[],
    key,
    stored,
    left: left === all ? stored : left,
  };
}

const waits = {
  act: 'erase',
  subject: 's',
  stamp: 'x',
  figures: { n: 1 },
  way: 'typed',
  code: '',
  until: 5,
  tries: 0,
} as const;

const cases: readonly Case[] = [
  row(askedToErase, [leo], 'erasure:leo', 5, none),
  row(askedToErase, [tom], 'erasure:tom', 5, all),
  row(correctionAsked, [leo], 'correction:leo', 5, none),
  row(correctionAsked, [tom], 'correction:tom', 5, all),
  row(keptLonger, [leo], 'kept-longer:leo', { until: 5, reason: 'r' }, none),
  row(keptLonger, [tom], 'kept-longer:tom', { until: 5, reason: 'r' }, all),
  row(concernsKeptLonger, [], 'concerns-kept-longer', { until: 5, why: 'policy' }, all),
  row(secondWay, [leo], 'second-way:leo', waits, none),
  row(secondWay, [tom], 'second-way:tom', waits, all),
  row(digestAsked, [], 'digest.asked', { by: leo, channel: 'web:#m' as Address, at: 5, subject: '2026-11-23.1' }, none),
  row(digestCount, [], 'digest.count', 3, all),
  row(digestLast, [], 'digest.last', 5, all),
  row(erasedAgain, [], 'erased-again', [{ person: leo, at: 5 }], [{ person: leo, at: 5 }]),
  row(leftOutTold, [], 'left-out.told', { at: 5, heads: true, keys: 1 }, all),
  row(signingKept, [], 'signing', { keys: ['ab'], newest: { seq: 1, hash: 'cd' } }, all),
  row(firstSaved, [session], 'record-first-saved:s1', 5, all),
  row(importFile, ['l1'], 'import:l1', 'name,role,email\nLeo Brandt,mentee,', none),
  row(importFile, ['l2'], 'import:l2', 'name,role,email\nL. B.,mentee,Leo@Old.example', none),
  row(importFile, ['l3'], 'import:l3', 'name,role,account\nL. B.,mentee,u-leo-b', none),
  row(importFile, ['l4'], 'import:l4', 'name,role\nRosa Bell,mentor', all),
  row(joinAsked, [leo], 'join:leo', { older: tom, by: maya, until: 5 }, none),
  row(joinAsked, [tom], 'join:tom', { older: leo, by: null, until: 5 }, none),
  row(joinAsked, [aisha], 'join:aisha', { older: tom, by: null, until: 5 }, all),
  row(
    keptDigest,
    ['2026-11-23'],
    'digest:2026-11-23',
    {
      askedBy: leo,
      from: 1,
      to: 2,
      since: 0,
      week: totals,
      all: totals,
      hours: { targetMinutes: 600, weeks: [{ from: 1, minutes: 45 }] },
      figures: [{ key: 'pace@1', figure: 4, band: '5 to 9', before: 3.5 }],
      own: [
        { mentor: leo, deliveredMinutes: 45, targetMinutes: 300 },
        { mentor: maya, deliveredMinutes: 45, targetMinutes: 300 },
      ],
    },
    {
      from: 1,
      to: 2,
      since: 0,
      week: totals,
      all: totals,
      hours: { targetMinutes: 600, weeks: [{ from: 1, minutes: 45 }] },
      figures: [{ key: 'pace@1', figure: 4, band: '5 to 9', before: 3.5 }],
      own: [{ mentor: maya, deliveredMinutes: 45, targetMinutes: 300 }],
    },
  ),
  row(
    keptHandOver,
    ['m1' as MentorshipId],
    'handover:m1',
    { mentorship: 'm1' as MentorshipId, mentee: leo, from: maya, to: tom, state: 'chosen', passed: ['goals'] },
    { mentorship: 'm1' as MentorshipId, mentee: leo, from: maya, to: tom, state: 'chosen', passed: [] },
  ),
  row(
    keptHandOver,
    ['m2' as MentorshipId],
    'handover:m2',
    { mentorship: 'm2' as MentorshipId, mentee: aisha, from: leo, to: tom, state: 'chosen', passed: ['records'] },
    all,
  ),
  row(
    departedMembers,
    [],
    'left',
    [
      { person: leo, standing: 'took-off', at: 5 },
      { person: maya, standing: 'guest', at: 4 },
    ],
    [{ person: maya, standing: 'guest', at: 4 }],
  ),
  row(
    leftOut,
    ['upkeep:restored:1'],
    'left-out:upkeep:restored:1',
    { people: [leo, maya], prompts: 3, messages: 1 },
    { people: [maya], prompts: 3, messages: 1 },
  ),
  row(lentLink, [leo], 'lent:leo', 'hash', none),
  row(
    linkCodes,
    [],
    'link.codes',
    [
      { code: 'abcde12345', person: leo, until: 5 },
      { code: 'abcde12346', person: maya, until: 5 },
    ],
    [{ code: 'abcde12346', person: maya, until: 5 }],
  ),
  row(linkTries, [], 'link.tries', { 'web:T1:u-leo-b': [5], 'web:T1:u%3Amaya': [4, 5] }, { 'web:T1:u%3Amaya': [4, 5] }),
  row(
    menteeAsks,
    [leo],
    'mentee-asks:leo',
    [{ id: 'a1', what: 'absent', mentor: maya, about: 's1', at: 5, doneAt: null }],
    none,
  ),
  row(
    menteeAsks,
    [maya],
    'mentee-asks:maya',
    [
      { id: 'a2', what: 'somebody-else', mentor: tom, about: 'm1', at: 5, doneAt: 6 },
      { id: 'a3', what: 'somebody-else', mentor: leo, about: 'm2', at: 5, doneAt: null },
    ],
    [{ id: 'a2', what: 'somebody-else', mentor: tom, about: 'm1', at: 5, doneAt: 6 }],
  ),
  row(pastSearch, [leo], 'past-search:leo', { words: 'calls', goal: null }, none),
  row(pastSearch, [maya], 'past-search:maya', { words: 'Leo rings', goal: 'g1' }, none),
  row(pastSeen, [leo], 'past-seen:leo', { f1: 5 }, none),
  row(pastSeen, [maya], 'past-seen:maya', { f1: 5 }, all),
  row(nudgedOn, [leo], 'nudged:leo', '2026-11-23', none),
  row(placedPicture, [picture(leo)], 'placed:web|T1|p:leo|hours-1', { state: 'trying', tries: 1 }, none),
  row(
    placedPicture,
    [picture(maya)],
    'placed:web|T1|p:maya|hours-1',
    { state: 'placed', file: { kind: 'url', url: 'https://x.example/1', until: 5 } },
    all,
  ),
  row(
    placedPicture,
    [{ ...picture(maya), at: { ...picture(maya).at, to: { channel: 'slack:T1:C1' as Address } } }],
    'placed:web|T1|c:slack:T1:C1|hours-1',
    { state: 'given-up' },
    all,
  ),
  row(pressedAt, [session], 'record-pressed:s1', null, all),
  row(feedbackInSight, ['coordinator'], 'feedback-in-sight:coordinator', ['m1', 'm2'] as never, all),
  row(
    publishedFigures,
    [],
    'digest.figures',
    {
      'pace@1': {
        at: 5,
        figure: 4,
        from: [maya, leo, aisha],
        before: { figure: 3, from: [leo] },
      },
      ':answered': { at: 5, figure: 0.5, from: [maya] },
    },
    {
      'pace@1': {
        at: 5,
        figure: 4,
        from: [maya, '' as PersonId, aisha],
        before: { figure: 3, from: ['' as PersonId] },
      },
      ':answered': { at: 5, figure: 0.5, from: [maya] },
    },
  ),
  row(recordAsked, [session], 'record-asked:s1', { askedAt: 5, endedAt: 4 }, all),
  row(recordLater, [session], 'record-later:s1', [5, 6], all),
  row(
    askedInReview,
    ['r1'],
    'asked-in-review:r1',
    { mentee: ['open@1', 'own'], mentor: ['self@2'], stakeholder: [] },
    all,
  ),
  row(reviewBeside, [leo], 'review-beside:leo', [{ form: 'f1', session: 's1' }], none),
  row(
    reflectionAsked,
    [leo],
    'reflection-asked:leo',
    { portfolio: 'f1', question: 'driscoll/what/felt', at: 5, open: true },
    none,
  ),
  row(
    goingOn,
    [leo, 'm1' as MentorshipId],
    'going-on:leo:m1',
    { version: 1, why: 'hours', said: 'end', shown: false },
    none,
  ),
  row(lookBackOffered, [leo, 'm1' as MentorshipId], 'look-back-offered:leo:m1', 'no-thanks', none),
  row(sentBeside, [leo], 'sent-beside:leo', { date: '2026-12-01', face: 'review-ask' }, none),
  row(seriesHolidays, ['r1' as SeriesId], 'series-holidays:r1', 'move', all),
  row(seriesLeftOut, ['r1' as SeriesId], 'series-left-out:r1', [{ date: '2026-12-25', name: 'Christmas Day' }], all),
  row(
    enrolled,
    [leo],
    'enrolled:leo',
    { link: 'l1', code: { mark: 'm', until: 9 }, browsers: [{ hash: 'h', at: 5 }] },
    none,
  ),
  row(
    doorOf('pack'),
    [leo],
    'enrolled-for-packs:leo',
    { link: 'l2', code: null, browsers: [{ hash: 'h', at: 5 }] },
    none,
  ),
  row(
    doorOf('leaflet'),
    [leo],
    'enrolled-for-leaflet:leo',
    { link: 'l4', code: null, browsers: [{ hash: 'h', at: 5 }] },
    none,
  ),
  row(leafletContact, [], 'leaflet-contact', { by: leo, name: 'Leo', reach: '020' }, none),
  row(
    doorOf('copy'),
    [leo],
    'enrolled-for-copy:leo',
    { link: 'l3', code: null, browsers: [{ hash: 'h', at: 5 }] },
    none,
  ),
  row(severalAsked, [leo], 'confirm-several:leo', 'leo:2026-11-23', none),
  row(
    suggestedPairs,
    [],
    'pairs',
    [
      { mentor: maya, mentee: leo },
      { mentor: leo, mentee: aisha },
      { mentor: maya, mentee: aisha },
    ],
    [{ mentor: maya, mentee: aisha }],
  ),
  row(
    suggestedTimes,
    [session, leo],
    'suggested:s1:leo',
    { n: 2, at: [5, 6], version: 1, state: 'open' },
    { n: 2, at: [], version: 1, state: 'open' },
  ),
  row(suggestedTimes, [session, maya], 'suggested:s1:maya', { n: 1, at: [5], version: 1, state: 'taken' }, all),
  row(toldOn, [leo], 'told:leo', { date: '2026-11-23', told: 2, folded: [{ face: 'x', subject: 'y' }] }, none),
  row(
    refusedAccounts,
    [],
    'turned-away',
    [
      { account: web('u-leo-b'), name: 'Leo Brandt', standing: 'guest', at: 5 },
      { account: web('gwen'), name: 'Gwen', standing: 'outsider', at: 4 },
    ],
    [{ account: web('gwen'), name: 'Gwen', standing: 'outsider', at: 4 }],
  ),
  row(typedWords, [leo], 'plan.typed:leo', { words: 'tomorow 3 about the college', at: 5 }, none),
  row(typedWords, [maya], 'plan.typed:maya', { words: 'tomorow 3', at: 5 }, all),
  row(zoneAsked, [leo], 'zone-asked:leo', 'Asia/Tokyo answered', none),
];

const source = path.resolve(import.meta.dirname, '..', 'src');

describe('the list of what is kept', () => {
  test('every definition under src/ is in src/kept.ts, and in the cases of this test', () => {
    const defined = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && file !== path.join('domain', 'kept.ts'))
      .flatMap((file) => {
        const text = readFileSync(path.join(source, file), 'utf8');
        return [...text.matchAll(/\bkeptValue\((?:\{\s*name: '([^']*)')?/g)].map(
          (found) => found[1] ?? `${file}: say the name first`,
        );
      });
    expect(defined.length).toBeGreaterThan(20);
    expect(everythingKept.map((value) => value.name).sort()).toEqual(defined.sort());
    expect([...new Set(cases.map((c) => c.value.name))].sort()).toEqual(defined.sort());
  });

  test('two of one name, and a name that a key could not tell, are faults of the program', async () => {
    const twin = keptValue({ name: 'told', schema: z.string(), erasure: { of: 'nobody', because: 'It is a test’s.' } });
    expect(() => keptByName([...everythingKept, twin])).toThrow('two kept values are named told');
    await expect(openTestStore({ kept: [toldOn, twin] })).rejects.toThrow('two kept values');
    const named = (name: string) => () =>
      keptValue({ name, schema: z.string(), erasure: { of: 'nobody', because: 'It is a test’s.' } });
    for (const name of ['', 'a:b', 'a_b', 'a%', 'A']) expect(named(name), name).toThrow('no name');
  });

  test('whoever is kept by a person’s id says what becomes of it', () => {
    const about = { name: 'x', schema: z.string() } as const;
    // @ts-expect-error: the key names a person.
    keptValue({ ...about, per: [ofPerson], erasure: { of: 'nobody', because: 'It is a test’s.' } });
    // @ts-expect-error: the key names none.
    keptValue({ ...about, per: [ofName], erasure: { of: 'person', does: 'forget' } });
    // @ts-expect-error: it must be said.
    keptValue({ ...about, per: [ofName] });
    for (const { value } of cases)
      if (value.erasure.of === 'nobody') expect(value.erasure.because).toMatch(/^[A-Z].*\.$/);
  });
});

test.each(cases)('$key stands where it stood, and reads what was written', ({ value, per, key, stored }) => {
  expect(value.key(...per)).toBe(key);
  expect(value.read(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
});

test('what earlier versions wrote is read', () => {
  // Forgotten, as it was written then.
  for (const { value, key } of cases)
    if (key !== 'record-pressed:s1') expect(value.read(null), value.name).toBeUndefined();
  // A digest of before there were pictures.
  const plain = { from: 1, to: 2, since: 0, week: totals, all: totals, figures: [], own: [] };
  expect(keptDigest.read(plain)).toEqual(plain);
  // Codes of which only a hash was kept, beside one that is whole.
  const whole = { code: 'abcde12345', person: leo, until: 5 };
  expect(linkCodes.read([{ hash: 'x', person: 'leo', until: 5 }, whole])).toEqual([whole]);
  expect(toldOn.read({ date: '2026-11-23', told: 1, folded: [null, { face: 'x', subject: 'y' }] })).toEqual({
    date: '2026-11-23',
    told: 1,
    folded: [{ face: 'x', subject: 'y' }],
  });
});

/** A programme with Leo in it, and everything of the cases kept. */
async function filled(kept?: readonly AnyKept[]) {
  const { store, file, unreadable, close } = await openTestStore(kept === undefined ? {} : { kept });
  onTestFinished(close);
  const programme = aProgramme(ids);
  const person = aPerson(ids, programme.id, 'mentee', {
    id: leo,
    name: 'Leo Brandt',
    accounts: [web('u-leo-b')],
    emails: ['leo@old.example'],
  });
  const rows = <T>(fn: (r: Rows) => Promise<T>): Promise<T> => store.write((tx) => fn(tx.in(programme.id)));
  await store.write(async (tx) => {
    await tx.programmes.add(programme);
    await tx.in(programme.id).people.save(person);
  });
  await rows(async (r) => {
    for (const { value, per, stored } of cases) await r.kept.put(value, ...([...per, stored] as never));
  });
  return {
    store,
    file,
    unreadable,
    programme,
    person,
    rows,
    of: (c: Case) => rows((r) => r.kept.get(c.value, ...c.per)),
  };
}

test('an erasure leaves of each what its definition says', async () => {
  const { rows, of } = await filled();
  for (const c of cases) expect(await of(c), c.key).toEqual(c.stored);
  await rows((r) => r.people.erase(leo, 9));
  for (const c of cases) expect(await of(c), c.key).toEqual(c.left);
  // Once more, when their name is empty: that is in every file.
  await rows((r) => r.people.erase(leo, 9));
  for (const c of cases) expect(await of(c), c.key).toEqual(c.left);
});

test('what is kept under the id of somebody who goes on under another goes; what may be the other’s stays', async () => {
  const { rows, person, of } = await filled();
  await rows((r) => r.people.save(passedOn(person, 9)));
  const byName: readonly AnyKept[] = [importFile, refusedAccounts, linkTries];
  for (const c of cases) expect(await of(c), c.key).toEqual(byName.includes(c.value) ? c.stored : c.left);
});

test('what does not fit is read as absent and told by its name alone; it can be written anew, and an erasure takes it', async () => {
  const { file, rows, unreadable, programme } = await filled();
  const [pairs, left] = ['pairs', 'left'].map((name) =>
    keptValue({ name, schema: z.string(), erasure: { of: 'nobody', because: 'It is a test’s own.' } }),
  ) as [KeptValue<string, readonly []>, KeptValue<string, readonly []>];
  const other = await openTestStore({ file, kept: [pairs, left] });
  onTestFinished(other.close);
  const spoil = () =>
    other.store.write(async (tx) => {
      for (const value of [pairs, left]) await tx.in(programme.id).kept.put(value, 'Leo Brandt and Maya');
    });
  await spoil();
  expect(await rows((r) => r.kept.get(suggestedPairs))).toBeUndefined();
  expect(unreadable).toEqual(['pairs']);
  await rows((r) => r.kept.put(suggestedPairs, []));
  expect(await rows((r) => r.kept.get(suggestedPairs))).toEqual([]);
  await spoil();
  await rows((r) => r.people.erase(leo, 9));
  expect(await sql(file, `SELECT "key" FROM "Memory" WHERE "key" IN ('pairs', 'left')`)).toEqual([]);
});

test('a row that cannot be opened does not keep an erasure from being done', async () => {
  const { file, rows, of } = await filled();
  await sql(
    file,
    `UPDATE "Memory" SET "value" = (SELECT "value" FROM "Memory" WHERE "key" = 'left') WHERE "key" = 'pairs'`,
  );
  await expect(rows((r) => r.kept.get(suggestedPairs))).rejects.toThrow('seal-broken');
  await rows((r) => r.people.erase(leo, 9));
  for (const c of cases) expect(await of(c), c.key).toEqual(c.value === suggestedPairs ? undefined : c.left);
});

test('the store writes nothing that no erasure would find', async () => {
  const { rows } = await filled(everythingKept);
  await expect(rows((r) => r.kept.put(anything, 'x', 1))).rejects.toThrow('test is not in src/kept.ts');
  const twin = keptValue({
    name: 'left',
    schema: z.string(),
    erasure: { of: 'nobody', because: 'It is a test’s own.' },
  });
  await expect(rows((r) => r.kept.put(twin, 'x'))).rejects.toThrow('left is not in src/kept.ts');
});

test('what is forgotten is gone, and its row with it', async () => {
  const { file, rows } = await filled();
  await rows((r) => r.kept.forget(typedWords, maya));
  expect(await rows((r) => r.kept.get(typedWords, maya))).toBeUndefined();
  expect(await sql(file, `SELECT "key" FROM "Memory" WHERE "key" LIKE 'plan.typed:%'`)).toEqual([['plan.typed:leo']]);
});

test.each(['deactivated', 'member'] as const)(
  'of somebody erased while their platform is asked about them, a %s, nothing is kept',
  async (standing) => {
    const { store, rows, person, programme } = await filled();
    const mentor = aPerson(ids, programme.id, 'mentor', { accounts: [] });
    const portfolio = aPortfolio(ids, mentor);
    const mentorship = aMentorship(ids, portfolio, person.id);
    await rows(async (r) => {
      await r.people.save(mentor);
      await r.portfolios.save(portfolio);
      await r.mentorships.save(mentorship);
      await r.sessions.save(aSession(ids, [mentorship]));
      await r.kept.forget(departedMembers);
      await r.kept.forget(zoneAsked, leo);
    });
    const clock = { now: () => monday + day };
    let asked = 0;
    const chat = {
      async profile({ user }: Account) {
        asked += 1;
        await rows((r) => r.people.erase(leo, monday));
        return { name: user, zone: 'Asia/Tokyo', locale: 'en-GB', standing };
      },
    };
    const faults: string[] = [];
    const log = { say: () => undefined, fault: (code: string, error: unknown) => void faults.push(`${code} ${error}`) };
    const chats = new Map([['web', chat as unknown as ChatPort]] as const);
    await zones({
      registry: registryOf([]),
      store,
      chats,
      clock,
      leaseClock: clock,
      ids,
      log,
      isFirst: () => true,
      unreachable: async () => undefined,
    }).run();
    expect([asked, faults]).toEqual([1, []]);
    expect(await rows((r) => r.kept.get(departedMembers))).toBeUndefined();
    expect(await rows((r) => r.kept.get(zoneAsked, leo))).toBeUndefined();
  },
);
