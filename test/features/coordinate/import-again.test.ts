import { afterEach, expect, test } from 'vitest';
import type { Person } from '../../../src/domain/programme.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { fakeChat } from '../../support/chat.js';

/** An import takes nobody for somebody else, and the same file again makes nobody twice. */

let t: TestBot;
afterEach(() => t.stop());

/** Each account's name is its user id, and its address `USER@x.org`, unless `unvouched`. */
const open = async (unvouched: readonly string[] = []): Promise<void> => {
  t = await startBot({
    chat: fakeChat({
      profile: ({ user }) => ({
        name: user.startsWith('john') ? 'John Smith' : user,
        zone: 'Europe/London',
        locale: 'en-GB',
        standing: 'member',
        ...(unvouched.includes(user) ? {} : { email: `${user}@X.org` }),
      }),
    }),
  });
};
const people = (): Promise<readonly Person[]> => t.store.read((tx) => tx.in(t.programme).people.all());
const of = async (user: string): Promise<Person | undefined> =>
  (await people()).find((p) => p.accounts.some((a) => a.user === user));

/** Looks at these lines and, where something would change, applies them. Answers what stood in the preview. */
async function imports(...lines: readonly string[]): Promise<string> {
  const priya = t.as('priya');
  await priya.types('people import');
  await priya.fills({ lines: ['name,role,email,account,mentor,mentees', ...lines].join('\n') }).submits();
  const preview = JSON.stringify(priya.last);
  if (preview.includes('import.apply')) await priya.presses('import.apply');
  return preview;
}

test('another address is another person, whatever they are called', async () => {
  await open();
  await t.as('john1').types('hello');
  const preview = await imports('John Smith,mentee,john2@x.org,,maya@x.org,', 'Maya Okafor,mentor,maya@x.org,maya,,');
  expect(preview).toContain('1 person to add, 1 to change, 0 lines with a fault');
  expect((await of('john1'))?.roles).toEqual([]);
  await t.as('john2').types('hello');
  expect((await of('john2'))?.roles).toEqual(['mentee']);
  // One file with two of them makes two people of it, one role each.
  await imports('John Smith,supervisor,john1@x.org,,,', 'John Smith,mentor,john3@x.org,,,');
  expect((await of('john1'))?.roles).toEqual(['supervisor']);
  await t.as('john3').types('hello');
  expect((await of('john3'))?.roles).toEqual(['mentor']);
});

test('whoever has arrived and put their name right is still who the file names, from either side', async () => {
  await open();
  const file = ['Rosa Bell,mentor,rosa@x.org,,,Kai Lund', 'Kai Lund,mentee,kai@x.org,,Rosa Bell,'];
  await imports(...file);
  for (const who of ['rosa', 'kai']) await t.as(who).types('hello');
  const kai = t.as('kai');
  await kai.types('settings');
  await kai.presses('data.open');
  expect(JSON.stringify(kai.last)).toContain('kai@x.org');
  await kai.presses('data.correct');
  await kai.fills({ name: 'Kaya Lund' }).submits();
  const before = await people();
  expect(await imports(...file)).toContain('0 people to add, 0 to change, 0 lines with a fault');
  expect(await people()).toEqual(before);
});

test('whoever said hello before the import is who it names, and keeps their own name', async () => {
  await open();
  await t.as('rosab').types('hello');
  const count = (await people()).length;
  expect(await imports('Rosa Bell,mentor,RosaB@x.org,,,')).toContain('0 people to add, 1 to change');
  expect(await of('rosab')).toMatchObject({ name: 'rosab', roles: ['mentor'] });
  expect((await people()).length).toBe(count);
});

test('an account joined by a code brings its address, and so does one joined by "that’s me"', async () => {
  await open();
  await t.as('nora').types('hello');
  await t.as('nora').types('link');
  const code = /link (\w{5}-\w{5})/.exec(JSON.stringify(t.as('nora').last))?.[1] ?? '';
  await t.as('nora2').types(`link ${code}`);
  expect((await of('nora2'))?.emails).toEqual(['nora@x.org', 'nora2@x.org']);
  await imports('Una Fry,mentee,,una-typed,,');
  await t.as('una').types('hello');
  await t.as('priya').types('join @una "Una Fry"');
  await t.as('una').presses('join.yes');
  const una = await of('una');
  expect(una).toMatchObject({ name: 'Una Fry', roles: ['mentee'], emails: ['una@x.org'] });
  expect(una?.expected).toBeUndefined();
});

test.each([
  [
    'a name that somebody has whose address is not known',
    'Priya Nair,mentor,p@x.org,,,',
    'Somebody here has this name',
  ],
  [
    'one that several have',
    'John Smith,mentor,,,,',
    'Several people here have this name. Give the e-mail address or the account',
  ],
  [
    'an address of one and the account of another',
    'John Smith,mentor,john1@x.org,john2,,',
    'belongs to several people',
  ],
  [
    'two lines for one person',
    'Maya Okafor,mentor,,maya,,\nMaya Okafor,supervisor,new@x.org,maya,,',
    'in line 2 already',
  ],
  ['a name with and without an address', 'Kai,mentee,kai@x.org,,,\nKai,mentee,,,,', 'Another line has this name too'],
  ['a mentor whose name two have', 'Kai,mentee,kai@x.org,,John Smith,', 'Several people have the mentor’s name'],
])('%s is a fault: nothing is guessed', async (_what, lines, said) => {
  await open(['priya']);
  for (const who of ['john1', 'john2']) await t.as(who).types('hello');
  await imports('John Smith,mentor,john3@x.org,,,');
  expect(await imports(...lines.split('\n'))).toContain(said);
});

test('a name that was mistyped is put right by importing again, and is shown before', async () => {
  await open();
  await imports('Kai Lnud,mentee,kai@x.org,,,', 'Rosa Bell,mentor,rosa@x.org,,,Kai Lnud');
  const preview = await imports('Kai Lund,mentee,kai@x.org,,,', 'Rosa Bell,mentor,rosa@x.org,,,Kai Lund');
  expect(preview).toContain('0 people to add, 1 to change, 0 lines with a fault');
  expect(preview).toContain('Kai Lnud is called Kai Lund from now on.');
  expect(preview).toContain('Rosa Bell mentors Kai Lund');
  await t.as('kai').types('hello');
  expect(await of('kai')).toMatchObject({ name: 'Kai Lund', roles: ['mentee'] });
  // From now on it is theirs.
  expect(await imports('Kay Lund,mentee,kai@x.org,,,')).toContain('Kay Lund is Kai Lund');
  expect(await of('kai')).toMatchObject({ name: 'Kai Lund' });
});

test('a name that was mistyped is put right under people @name, until they have an account', async () => {
  await open();
  await imports('Kai Lnud,mentee,kai@x.org,,,');
  const priya = t.as('priya');
  await priya.types('people @Kai Lnud');
  await priya.fills({ name: '  ' }).submits();
  expect(JSON.stringify(priya.last)).toContain('Please fill this in.');
  await priya.fills({ name: ' Kai  Lund ' }).submits();
  expect((await people()).map((p) => p.name)).toContain('Kai Lund');
  await t.as('kai').types('hello');
  await priya.types('people @Kai Lund');
  expect(JSON.stringify(priya.form())).not.toContain('What they are called');
});

test('what is about to happen is shown by name, and each column is used or named as not used', async () => {
  await open();
  const priya = t.as('priya');
  await priya.types('people import');
  const lines =
    'Full name,Role,Work email,Mentor email,Shoe size\nRosa Bell,Mentor,rosa@x.org,,38\nKai Lund,Mentee,,rosa@x.org,41\nMaya Okafor,Supervisor,,,';
  await priya.fills({ lines }).submits();
  const preview = JSON.stringify(priya.last);
  for (const words of [
    '“Full name” as the name, “Role” as the role, “Work email” as the e-mail address, “Mentor email” as the mentor',
    'Not used: “Shoe size”.',
    'Rosa Bell, mentor, rosa@x.org',
    'Kai Lund, mentee',
    'Rosa Bell mentors Kai Lund',
    'Maya Okafor becomes supervisor as well.',
    '1 person has no e-mail address or account here',
  ])
    expect(preview).toContain(words);
});

test('an address that the file gives of somebody known by their account is kept, and is not asked again', async () => {
  await open();
  const line = 'Maya Okafor,mentor,work@x.org,maya,,';
  expect(await imports(line)).toContain('1 to change');
  expect((await of('maya'))?.emails).toEqual(['work@x.org']);
  expect(await imports(line)).toContain('0 to change');
  expect(await imports('Someone Else,mentor,work@x.org,,,')).toContain('0 people to add, 0 to change');
});
