import { afterEach, expect, test } from 'vitest';
import { decodeTable } from '../../../src/domain/table-file.js';
import { importFile } from '../../../src/features/coordinate/import-file.js';
import { planImport } from '../../../src/features/coordinate/plan-import.js';
import { readTable } from '../../../src/features/coordinate/read-table.js';
import { day, hour } from '../../../src/kernel/clock.js';
import { hashOfToken } from '../../../src/kernel/token.js';
import { awaitedAs } from '../../../src/runtime/membership/match-import.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { fakeChat } from '../../support/chat.js';
import { type LinkSite, linkSite, Visitor } from '../../support/visitor.js';

let t: TestBot | undefined;
let site: LinkSite | undefined;
afterEach(async () => {
  await site?.stop();
  await t?.stop();
  t = undefined;
  site = undefined;
});

const bytes = (s: string): Uint8Array => new TextEncoder().encode(s);
const faults = (csv: string): readonly string[] =>
  planImport(readTable(csv), []).faults.map((f) => `${f.line}: ${f.say}`);

test.each([
  ['no header', 'Rosa Bell,mentor\nKai Lund,mentee', /^1: The first line must name/],
  ['an empty file', '', /^1: The first line must name/],
  ['no name', 'name,role\n,mentor', /^2: There is no name/],
  ['no role', 'name,role\nRosa,', /^2: There is no role/],
  ['an unknown role', 'name,role\nRosa,captain', /^2: The role is not known/],
  ['a role that every object has', 'name,role\nRosa,constructor', /^2: The role is not known/],
  ['another such', 'name,role\nRosa,mentor; __proto__', /^2: The role is not known/],
  ['a formula in wide signs', 'name,role\n＝1+1,mentor', /^2: The name looks like a formula/],
  ['a formula as a name', 'name,role\n"=HYPERLINK(""x"")",mentor', /^2: The name looks like a formula/],
  ['a formula as a mentor', 'name,role,mentor\nKai,mentee,+1+1', /^2: The mentor looks like a formula/],
  ['no e-mail address', 'name,role,email\nRosa,mentor,rosa', /^2: The e-mail address is not one/],
  ['one person twice', 'name,role,email\nRosa,mentor,r@x.org\nRosa,mentor,r@x.org', /^3: This person stands in line 2/],
  [
    'one address for two',
    'name,role,email\nRosa,mentor,r@x.org\nTim,mentee,r@x.org',
    /^3: This person stands in line 2/,
  ],
  ['a mentor of themselves', 'name,role,mentor\nRosa,mentor and mentee,Rosa', /^2: Nobody can be their own mentor/],
  [
    'a mentor who is none',
    'name,role,mentor\nTim,supervisor,\nKai,mentee,Tim',
    /^3: The person named as mentor is no mentor/,
  ],
  [
    'an assessor who is not there',
    'name,role,assessor\nRosa,mentor,Nobody',
    /^2: Their assessor is neither in the file nor here yet/,
  ],
  [
    'an assessor who is none',
    'name,role,assessor\nRosa,mentor,Tim\nTim,supervisor,',
    /^2: The person named as assessor is no assessor/,
  ],
  [
    'one person to assess and to assure the quality',
    'name,role,assessor,IQA\nRosa,mentor,Ada,Ada\nAda,assessor and IQA,,',
    /^2: Nobody assures the quality of what they assess/,
  ],
  [
    'an assessor for somebody without a mentor',
    'name,role,assessor\nKai,mentee,Ada\nAda,assessor,',
    /^2: An assessor is named for somebody who is no mentor and has none in this file/,
  ],
  ['a mentor who is not there', 'name,role,mentor\nKai,mentee,Nobody', /^2: Their mentor is neither/],
  [
    'a mentor for no mentee',
    'name,role,mentor\nRosa,mentor,\nTim,supervisor,Rosa',
    /^3: A mentor is named for somebody who is no mentee/,
  ],
  [
    'a mentee who is not there',
    'name,role,mentees\nRosa,mentor,Kai; Nobody\nKai,mentee,',
    /^2: Mentee 2 is neither in the file nor here yet/,
  ],
  ['a mentee of themselves', 'name,role,mentees\nRosa,mentor and mentee,Rosa', /^2: Nobody can be their own mentor/],
  ['mentees for no mentor', 'name,role,mentees\nTim,supervisor,Kai\nKai,mentee,', /^2: Mentees are named for somebody/],
  ['a mentee who is none', 'name,role,mentees\nRosa,mentor,Tim\nTim,supervisor,', /^2: The mentee is no mentee/],
  ['a formula as a mentee', 'name,role,mentees\nRosa,mentor,=1+1', /^2: A mentee looks like a formula/],
  ['two roles that judge each other', 'name,role\nRosa,mentor;assessor', /^2: An assessor or quality assurer/],
  ['an open quotation mark', 'name,role\n"Rosa,mentor\nKai,mentee', /: This line cannot be read/],
])('%s is told by its line', (_what, csv, said) => {
  expect(faults(csv)).toHaveLength(1);
  expect(faults(csv)[0]).toMatch(said);
});

test('which stakeholder somebody is comes with their role, and is told of them', async () => {
  const bot = await open(false);
  const priya = bot.as('priya');
  await priya.types('people import');
  await priya.fills({ lines: 'name,role,account\nRosa Bell,teacher,rosa\nTim Roe,social worker,tim' }).submits();
  await priya.presses('import.apply');
  const of = async (name: string) => (await people(bot)).find((p) => p.name === name);
  expect(await of('Rosa Bell')).toMatchObject({ roles: ['stakeholder'], stakeholderAs: 'teacher' });
  expect(await of('Tim Roe')).toMatchObject({ roles: ['stakeholder'], stakeholderAs: 'social-worker' });
  await priya.types('people @Rosa Bell');
  await priya.fills({ as: 'youth-worker' }).submits();
  expect(JSON.stringify(priya.last)).toContain('Youth worker');
  await bot.as('rosa').types('hello');
  expect(await of('Rosa Bell')).toMatchObject({ stakeholderAs: 'youth-worker' });
  await priya.types('people @Rosa Bell');
  await priya.fills({ roles: ['supervisor'] }).submits();
  expect((await of('Rosa Bell'))?.stakeholderAs).toBeUndefined();
});

test('pairs are named from either side, or from both', () => {
  const plan = planImport(
    readTable(
      'name,role,email,mentor,mentees\nRosa,mentor,r@x.org,,"Kai, l@x.org"\nKai,mentee,,Rosa,\nLu,mentee,l@x.org,,\n',
    ),
    [],
  );
  expect(plan.faults).toEqual([]);
  expect(plan.pairs).toEqual([
    { mentor: 0, mentee: 1 },
    { mentor: 0, mentee: 2 },
  ]);
});

test('ten thousand lines are refused at once, and nothing of them is kept', () => {
  const csv = `name,role\n${Array.from({ length: 10_000 }, (_, i) => `Person ${i},mentee`).join('\n')}`;
  const plan = planImport(readTable(csv), []);
  expect(plan.people).toEqual([]);
  expect(plan.faults[0]?.say).toContain('more than 1,000 people');
});

test('a thousand are taken, whatever parts their cells', () => {
  for (const d of [',', ';', '\t']) {
    const csv = `\uFEFFName${d}Role${d}E-mail\r\n${Array.from({ length: 1_000 }, (_, i) => `Person ${i}${d}mentee${d}p${i}@x.org`).join('\r\n')}`;
    const plan = planImport(readTable(csv), []);
    expect([plan.people.length, plan.faults.length]).toEqual([1_000, 0]);
  }
});

const cp1252 = (s: string): Uint8Array => new Uint8Array(Buffer.from(s, 'latin1'));
const utf16 = (s: string): Uint8Array => new Uint8Array(Buffer.from(`\uFEFF${s}`, 'utf16le'));
test.each<[string, Uint8Array, object]>([
  ['UTF-8 with its mark', bytes('\uFEFFname'), { text: 'name' }],
  ['Windows-1252', cp1252('René Müller'), { text: 'René Müller', note: expect.stringContaining('Windows-1252') }],
  ['Windows-1252, with its own signs', new Uint8Array([0x4f, 0x92, 0x4e, 0x80]), { text: 'O’N€' }],
  ['UTF-16 as Excel’s “Unicode text”', utf16('Zoë\tŁucja'), { text: 'Zoë\tŁucja' }],
  ['UTF-16 the other way', new Uint8Array(Buffer.from(utf16('Zoë')).swap16()), { text: 'Zoë' }],
  ['UTF-16 that does not say so', utf16('name').slice(2), { say: expect.stringContaining('CSV UTF-8') }],
  ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), { say: expect.stringContaining('workbook') }],
  ['an old workbook', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), { say: expect.stringContaining('old Excel') }],
  ['a PDF', bytes('%PDF-1.7'), { say: expect.stringContaining('PDF') }],
  ['letters that nobody can tell', new Uint8Array([0x52, 0x81, 0x8d]), { say: expect.stringContaining('Nobody can') }],
  ['too much', new Uint8Array(1_000_001), { say: expect.stringContaining('larger than 1 MB') }],
])('an encoding: %s', (_, file, read) => {
  expect(decodeTable(file)).toMatchObject(read);
});

test('two who fit are nobody, and an address that nobody vouches for counts for nothing', () => {
  const person = (id: string, expected: object) =>
    ({ id, expected, accounts: [{ platform: 'link', tenant: 'link', user: id }] }) as never;
  const account = { platform: 'slack', tenant: 'T', user: 'U1' } as const;
  const profile = { name: 'x', zone: 'UTC', locale: 'en', standing: 'member' } as const;
  const rosa = person('rosa', { email: 'r@x.org' });
  const met = (all: readonly never[], email?: string): string | undefined =>
    awaitedAs(all, account, email === undefined ? profile : { ...profile, email })?.id;
  expect(met([rosa], 'R@x.org')).toBe('rosa');
  expect(met([rosa])).toBeUndefined();
  expect(met([rosa, person('tim', { email: 'r@x.org' })], 'r@x.org')).toBeUndefined();
  expect(met([rosa, person('ben', { user: 'u1' })], 'r@x.org')).toBe('ben');
});

async function open(pages = true, emails: Readonly<Record<string, string>> = {}): Promise<TestBot> {
  const s = await linkSite(() => t as TestBot);
  site = s;
  t = await startBot({
    pages: () => (pages ? { base: s.base, loopback: false } : null),
    chat: fakeChat({
      profile: (who) => ({
        name: who.user,
        zone: 'Europe/Paris',
        locale: 'fr-FR',
        standing: 'member',
        ...(emails[who.user] === undefined ? {} : { email: emails[who.user] as string }),
      }),
    }),
  });
  return t;
}

const list = [
  'name,role,email,account,mentor',
  ...Array.from({ length: 40 }, (_, i) => `Mentor ${i},mentor,m${i}@x.org,,`),
  ...Array.from({ length: 90 }, (_, i) => `Mentee ${i},mentee,,,m${i % 40}@x.org`),
].join('\n');

async function upload(visitor: Visitor, file: Uint8Array | string): Promise<void> {
  await visitor.opens();
  await visitor.uploads(file);
}
const people = (bot: TestBot) => bot.store.read((tx) => tx.in(bot.programme).people.all());

test('a file of 40 mentors and 90 mentees on the page: looked at, applied, and repeated without doubling', async () => {
  const bot = await open(true, { rosa: 'M3@x.org' });
  const priya = bot.as('priya');
  await priya.types('people import');
  const address = /https?:[^"]*\/import\/[\w-]{43}/.exec(JSON.stringify(priya.last))?.[0] ?? '';
  const visitor = new Visitor(site as LinkSite, address);
  const before = (await people(bot)).length;
  await upload(visitor, list);
  expect(visitor.words).toContain('130 people to add, 0 to change, 0 lines with a fault');
  expect(visitor.words).toContain('Pairs 90');
  expect((await people(bot)).length).toBe(before);
  await visitor.sends({ apply: '' }, undefined, '');
  expect(visitor.words).toContain('130 people added');
  expect((await people(bot)).length).toBe(before + 130);
  expect((await visitor.opens()).status).toBe(410);

  // The same again, by pasting: nobody is doubled, and nothing is left to apply.
  await priya.types('people import');
  await priya.presses('import.paste');
  await priya.fills({ lines: list.split('\n').slice(0, 30).join('\n') }).submits();
  expect(JSON.stringify(priya.last)).toContain('0 people to add, 0 to change');
  expect(JSON.stringify(priya.last)).not.toContain('import.apply');

  // A mentor writes for the first time, and is who the file named: by the address that the platform vouches for.
  await bot.as('rosa').types('home');
  expect((await people(bot)).length).toBe(before + 130);
  const rosa = (await people(bot)).find((p) => p.accounts.some((a) => a.user === 'rosa'));
  expect(rosa).toMatchObject({ name: 'Mentor 3', zone: 'Europe/Paris', roles: ['mentor'] });
  expect(rosa?.expected).toBeUndefined();
  expect(JSON.stringify(bot.as('rosa').last)).toContain('suggests that you mentor');
  await bot.as('rosa').presses('mentorship.start');
  expect(bot.as('rosa').form().form.id).toBe('agreement');
  // Somebody whom nobody expects is somebody new.
  await bot.as('stranger').types('home');
  expect((await people(bot)).length).toBe(before + 131);
});

test('faults stand by line on the page, a wrong encoding is named, and nothing is applied by looking', async () => {
  const bot = await open();
  const priya = bot.as('priya');
  await priya.types('people import');
  const visitor = new Visitor(
    site as LinkSite,
    /https?:[^"]*\/import\/[\w-]{43}/.exec(JSON.stringify(priya.last))?.[0] ?? '',
  );
  await upload(visitor, new Uint8Array([0x50, 0x4b, 3, 4, 0]));
  expect(visitor.page.status).toBe(422);
  expect(visitor.words).toContain('This is a workbook');
  await upload(visitor, cp1252('name,role\nRené Müller,mentor'));
  expect(visitor.words).toContain('Windows-1252');
  expect(visitor.words).toContain('René Müller, mentor');
  await visitor.opens();
  await upload(visitor, '');
  expect(visitor.words).toContain('Choose a file first');
  await upload(visitor, 'name,role,mentor\nRosa,mentor,\nKai,mentee,Nobody\n=1+1,mentee,Rosa\nTim,captain,');
  for (const line of ['Line 3', 'Line 4', 'Line 5']) expect(visitor.words).toContain(line);
  expect(visitor.words).not.toContain('=1+1');
  await visitor.sends({}, undefined, '');
  expect(visitor.words).toContain('2 people added');
  expect((await people(bot)).map((p) => p.name)).toEqual(expect.arrayContaining(['Rosa', 'Kai']));
});

test('without an address the form says why there is no page; 130 people are pasted in three parts', async () => {
  const bot = await open(false);
  const priya = bot.as('priya');
  const before = (await people(bot)).length;
  const [header = '', ...lines] = list.split('\n');
  for (let from = 0; from < lines.length; from += 50) {
    await priya.types('people import');
    expect(JSON.stringify(priya.last)).toContain('whoever runs this bot sets PUBLIC_URL');
    await priya.fills({ lines: [header, ...lines.slice(from, from + 50)].join('\n') }).submits();
    expect(JSON.stringify(priya.last)).toContain('0 lines with a fault');
    await priya.presses('import.apply');
  }
  expect((await people(bot)).length).toBe(before + 130);
  await bot.stop();
  // Where there is a page, it needs no excuse.
  await (await open()).as('priya').types('people import');
  await t?.as('priya').presses('import.paste');
  expect(JSON.stringify(t?.as('priya').last)).not.toContain('PUBLIC_URL');
});

test('without an address: pasted; only a coordinator', async () => {
  const bot = await open(false);
  const priya = bot.as('priya');
  await priya.types('people import');
  await priya.fills({ lines: 'name,role,account\nRosa Bell,mentor,rosa' }).submits();
  await priya.presses('import.apply');
  expect(JSON.stringify(priya.last)).toContain('1 person added');
  await bot.as('rosa').types('home');
  expect((await people(bot)).find((p) => p.name === 'Rosa Bell')?.accounts[0]?.user).toBe('rosa');
  for (const who of ['maya', 'leo']) {
    await bot.as(who).types('people import');
    expect(JSON.stringify(bot.as(who).last)).toContain('coordinator only');
    await bot.as(who).presses('import.apply', { subject: 'x' });
    expect(JSON.stringify(bot.as(who).last)).toContain('coordinator only');
  }
});

test('a file that was looked at and left is gone after a day; pasted lines too, and what was applied at once', async () => {
  const bot = await open();
  const priya = bot.as('priya');
  const kept = (id: string): Promise<unknown> => bot.store.read((tx) => tx.in(bot.programme).kept.get(importFile, id));
  await priya.types('people import');
  const address = /https?:[^"]*\/import\/([\w-]{43})/.exec(JSON.stringify(priya.last)) ?? [];
  const id = hashOfToken(address[1] ?? '');
  await upload(new Visitor(site as LinkSite, address[0] ?? ''), 'name,role\nRosa Bell,mentor');
  await bot.clock.pass(day - hour);
  expect(await kept(id)).toContain('Rosa Bell');
  await bot.clock.pass(hour);
  expect(await kept(id)).toBeUndefined();

  const pastes = async (name: string): Promise<string> => {
    await priya.types('people import');
    await priya.presses('import.paste');
    await priya.fills({ lines: `name,role\n${name},mentor` }).submits();
    return /"verb":"import.apply","subject":"([^"]+)"/.exec(JSON.stringify(priya.last))?.[1] ?? '';
  };
  const left = await pastes('Ida Moss');
  expect(await kept(left)).toContain('Ida Moss');
  await bot.clock.pass(day);
  expect(await kept(left)).toBeUndefined();
  await priya.presses('import.apply');
  expect(JSON.stringify(priya.last)).toContain('There is no file waiting any more');

  const applied = await pastes('Una Fry');
  await priya.presses('import.apply');
  expect(JSON.stringify(priya.last)).toContain('1 person added');
  await bot.clock.pass(hour);
  expect(await kept(applied)).toBeUndefined();
});

test('an import under way is its coordinator’s page alone', async () => {
  const bot = await open();
  await bot.as('priya').types('people import');
  const address = /https?:[^"]*\/import\/[\w-]{43}/.exec(JSON.stringify(bot.as('priya').last))?.[0] ?? '';
  const s = site as LinkSite;
  // The token of an import opens no form, and a blind POST changes nothing.
  expect((await s.get(new URL(address).pathname.replace('/import/', '/f/'))).status).toBe(404);
  expect((await s.post(new URL(address).pathname, { do: 'apply' })).status).toBe(422);
});

test('whoever is no coordinator any more imports nothing by a page that they opened as one', async () => {
  const bot = await open();
  const priya = bot.as('priya');
  await priya.types('people import');
  const visitor = new Visitor(
    site as LinkSite,
    /https?:[^"]*\/import\/[\w-]{43}/.exec(JSON.stringify(priya.last))?.[0] ?? '',
  );
  await upload(visitor, list);
  const before = await people(bot);
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const me = await rows.people.get(priya.id);
    if (me !== undefined) await rows.people.save({ ...me, roles: [] });
  });
  await visitor.sends({ apply: '' }, undefined, '');
  expect(visitor.words).not.toContain('130 people added');
  expect((await people(bot)).length).toBe(before.length);
  // Nor is another file of theirs kept until then.
  const kept = await bot.store.read((tx) =>
    tx.in(bot.programme).kept.get(importFile, hashOfToken(visitor.path.slice(8))),
  );
  await upload(visitor, 'name,role\nRosa,mentor');
  expect(visitor.words).toContain('This is for a coordinator only.');
  expect(
    await bot.store.read((tx) => tx.in(bot.programme).kept.get(importFile, hashOfToken(visitor.path.slice(8)))),
  ).toBe(kept);
});

test('a file that names everybody everywhere is looked at at once, and says that it has too many pairs', () => {
  const mentees = Array.from({ length: 800 }, (_, i) => `e${i}`);
  const mentors = Array.from({ length: 190 }, (_, i) => `M${i},mentor,"${mentees.join(';')}"`);
  const table = readTable(['name,role,mentees', ...mentees.map((m) => `${m},mentee,`), ...mentors].join('\n'));
  const from = performance.now();
  const plan = planImport(table, []);
  // Half a minute, while nobody else was answered, before each pair was looked up among all others.
  expect(performance.now() - from).toBeLessThan(5_000);
  expect(plan.pairs).toHaveLength(4_800);
  expect(plan.faults).toHaveLength(184);
  expect(plan.faults[0]?.say).toContain('more pairs than one file may have: 5,000');
});

test('of four hundred columns the preview names forty, and counts the rest', async () => {
  t = await startBot();
  await t.as('priya').types('people import');
  await t
    .as('priya')
    .fills({ lines: `name,role,${'mail,'.repeat(400)}\nRosa Bell,mentor` })
    .submits();
  const seen = JSON.stringify(t.as('priya').last);
  expect(seen).toContain('as the e-mail address and 362 more.');
  expect(seen).toContain('Rosa Bell, mentor');
});

test('who assesses and assures the quality of each mentor, in the mentor’s line or in a mentee’s', async () => {
  t = await startBot();
  const bot = t;
  const csv = [
    'name,role,mentor,assessor,IQA,supervisor',
    'Rosa Bell,mentor,,Ada Cole,Ian Marsh,',
    'Kai Lund,mentee,Rosa Bell,,,Sue Hart',
    'Ada Cole,assessor,,,,',
    'Ian Marsh,IQA,,,,',
    'Sue Hart,supervisor,,,,',
  ].join('\n');
  const priya = bot.as('priya');
  await priya.presses('import.paste', { subject: '-' });
  await priya.fills({ lines: csv }).submits();
  const seen = JSON.stringify(priya.last);
  for (const line of [
    'Ada Cole assesses Rosa Bell',
    'Ian Marsh quality-assures Rosa Bell',
    'Sue Hart supervises Rosa Bell',
  ])
    expect(seen).toContain(line);
  await priya.presses('import.apply');
  expect(JSON.stringify(priya.last)).toContain('3 allocations made');
  await priya.types('setup readers');
  expect(JSON.stringify(priya.last)).toContain('3 allocations');
  // Again it changes nothing.
  await priya.presses('import.paste', { subject: '-' });
  await priya.fills({ lines: csv }).submits();
  expect(JSON.stringify(priya.last)).not.toContain('Who assesses, from today');
});
