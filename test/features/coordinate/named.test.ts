import { afterEach, describe, expect, test } from 'vitest';
import type { Account, Reply } from '../../../src/chat/inbound.js';
import type { Person } from '../../../src/domain/programme.js';
import type { ProgrammeId } from '../../../src/kernel/ids.js';
import { mentionMark } from '../../../src/kernel/words.js';
import { localTenant } from '../../../src/local/sample-people.js';
import type { Profile } from '../../../src/ports/chat.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { directOf, fakeChat } from '../../support/chat.js';

/** Somebody whom a mention names before they ever wrote: who may, who comes in as whom, and what everybody is told. */

let t: TestBot;
afterEach(async () => t.stop());

const account = (user: string): Account => ({ platform: 'web', tenant: localTenant, user });
/** What the platform says of whom; of everybody else that they are a member. */
let profiles: Record<string, Partial<Profile>> = {};
let asked: string[] = [];
async function begun(about: typeof profiles = {}): Promise<void> {
  profiles = about;
  asked = [];
  const chat = fakeChat({
    profile: ({ user }) => {
      asked.push(user);
      return {
        name: `${user} of the platform`,
        zone: 'Europe/Paris',
        locale: 'fr-FR',
        standing: 'member',
        ...profiles[user],
      };
    },
  });
  t = await startBot({ chat });
}

/** Types, with `<user>` as a mention of that account. */
function types(user: string, words: string): Promise<Reply> {
  const mentions: Account[] = [];
  const text = words.replace(
    /<(\w+)>/g,
    (_, whom: string) => `${mentionMark}${mentions.push(account(whom)) - 1}\uE001`,
  );
  return t.as(user).types(text, { mentions });
}
const said = (reply: Reply): string => JSON.stringify(reply);
const people = (): Promise<readonly Person[]> => t.store.read((tx) => tx.in(t.programme).people.all());
const who = async (user: string): Promise<Person | undefined> =>
  (await people()).find((p) => p.accounts.some((a) => a.user === user));

test('they come in by the name that the platform gives, are written to once a role is given, and not again', async () => {
  await begun();
  await types('priya', 'people <maja>');
  expect(asked).toEqual(['maja']);
  expect(await who('maja')).toMatchObject({ name: 'maja of the platform', zone: 'Europe/Paris', roles: [] });
  expect(t.chat.in(directOf('maja'))).toHaveLength(0);
  await t
    .as('priya')
    .fills({ roles: ['mentor'] })
    .submits();
  expect(t.as('maja').sees()).toEqual([expect.stringMatching(/Welcome.*named you as mentor/s)]);
  await types('priya', 'people <maja>');
  await t
    .as('priya')
    .fills({ roles: ['mentor', 'mentee'] })
    .submits();
  expect(t.as('maja').sees()).toHaveLength(1);
  // Their first word: the platform says again who they are, and they are greeted no second time.
  await t.as('maja').types('help');
  expect(t.as('maja').sees()).toHaveLength(1);
  expect((await who('maja'))?.named).toBeUndefined();
});

test('who was named and told nothing is greeted at their first word, as anybody new', async () => {
  await begun();
  await types('priya', 'people <maja>');
  await t.as('maja').types('help');
  expect(t.as('maja').sees()).toEqual([expect.stringContaining('Welcome to Mentorlog')]);
});

test.each([
  ['a guest', { standing: 'guest', name: 'Gus' }, 'Gus is a guest here'],
  ['an app', { standing: 'bot', name: 'Reminders' }, 'Reminders is an app'],
  ['somebody of another workspace', { standing: 'outsider', name: 'Olu' }, 'Olu belongs to another organisation'],
  ['a deactivated account', { standing: 'deactivated', name: 'Dee' }, 'account is no longer active'],
] as const)('%s cannot be named, and nobody is made', async (_, profile, answer) => {
  await begun({ kim: profile });
  const before = (await people()).length;
  for (const [user, words] of [
    ['priya', 'people <kim>'],
    ['maya', 'start <kim>'],
    ['maya', 'plan <kim> tomorrow 3pm'],
  ] as const)
    expect(said(await types(user, words))).toContain(answer);
  expect(await people()).toHaveLength(before);
});

test('a mentee brings nobody in, and no platform is asked on their behalf', async () => {
  await begun();
  for (const words of ['people <kim>', 'start <kim>', 'plan <kim>', 'log <kim>', 'cancel <kim>'])
    await types('leo', words);
  expect(asked).toEqual([]);
  expect(await who('kim')).toBeUndefined();
});

test('oneself, and who is here already, are known without asking', async () => {
  await begun();
  expect(said(await types('maya', 'start <maya>'))).toContain('cannot mentor yourself');
  expect((await types('maya', 'start <leo>')).kind).toBe('form');
  expect(asked).toEqual([]);
});

test('eleven strangers at once are too many, and none of them comes in', async () => {
  await begun();
  const eleven = Array.from({ length: 11 }, (_, i) => `<kim${i}>`).join(' ');
  expect(said(await types('maya', `plan ${eleven} tomorrow 3pm`))).toContain('at most 10');
  expect(await who('kim0')).toBeUndefined();
});

test('who cannot be written to is named to whoever brought them in', async () => {
  await begun();
  await types('priya', 'people <maja>');
  t.chat.faults.push({ sent: { kind: 'gone', why: 'blocked' } });
  await t
    .as('priya')
    .fills({ roles: ['mentor'] })
    .submits();
  expect(t.as('priya').sees().join()).toContain('I could not reach');
});

test('a coordinator who was named and never wrote is not yet one who can be left alone', async () => {
  await begun();
  await types('priya', 'people <maja>');
  await t
    .as('priya')
    .fills({ roles: ['coordinator'] })
    .submits();
  await types('priya', 'people @priya');
  expect(said(await t.as('priya').fills({ roles: [] }).submits())).toContain('last coordinator who has written to me');
});

describe('after an import', () => {
  async function imported(lines: string): Promise<void> {
    const priya = t.as('priya');
    await priya.types('people import');
    await priya.fills({ lines: `name,role,email,mentor\n${lines}` }).submits();
    await priya.presses('import.apply');
  }

  test('the one who is awaited by the address that the platform vouches for comes in, under the imported name', async () => {
    await begun({ maja: { email: 'Maja@Example.org' } });
    await imported('Maja Berg,mentor,maja@example.org,');
    const [before] = (await people()).filter((p) => p.name === 'Maja Berg');
    await types('priya', 'people <maja>');
    expect(await who('maja')).toMatchObject({ id: before?.id, name: 'Maja Berg', roles: ['mentor'] });
    expect((await who('maja'))?.expected).toBeUndefined();
  });

  test('nobody is joined by a name, or where two await the same address', async () => {
    await begun({ maja: { name: 'Maja Berg' }, lea: { email: 'lea@example.org' } });
    await imported('Maja Berg,mentor,maja@example.org,');
    await types('priya', 'people <maja>');
    expect((await people()).filter((p) => p.name === 'Maja Berg')).toHaveLength(2);
    const one = (await people()).find((p) => p.name === 'Maja Berg' && p.roles.includes('mentor'));
    expect(one?.expected?.email).toBe('maja@example.org');
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme).people;
      for (const user of ['sam', 'aisha']) {
        const p = await rows.get(t.as(user).id);
        if (p !== undefined)
          await rows.save({
            ...p,
            accounts: [{ platform: 'link', tenant: 'link', user: p.id }],
            expected: { email: 'lea@example.org' },
          });
      }
    });
    await types('priya', 'people <lea>');
    expect((await who('lea'))?.name).toBe('lea of the platform');
  });

  test('a slip in the name of who has no account is put right under people', async () => {
    await begun();
    await imported('Maja Berk,mentor,maja@example.org,');
    await t.as('priya').types('people @maja');
    await t.as('priya').fills({ name: 'Maja Berg' }).submits();
    expect((await people()).map((p) => p.name)).toContain('Maja Berg');
    await t.as('priya').types('people @leo');
    expect(said(t.as('priya').last as Reply)).toContain('They put it right in their settings.');
  });
});

test('whoever began without an account is joined to one that a mention names, once they say yes', async () => {
  await begun();
  await types('maya', 'start "Kit Doe"');
  expect(said(await types('priya', 'join <kit> "Kit Doe"'))).toContain('I have asked');
  expect(t.as('kit').sees()).toEqual([expect.stringContaining('Is this you?')]);
  await t.as('kit').presses('join.yes');
  expect(await who('kit')).toMatchObject({ name: 'Kit Doe', roles: ['mentee'] });
  expect(
    t
      .as('kit')
      .sees()
      .filter((s) => s.includes('Welcome')),
  ).toEqual([]);
});

test('an account of another programme stays there', async () => {
  await begun();
  await t.store.write(async (tx) => {
    const here = await tx.in(t.programme).programme.get();
    const other = 'other' as ProgrammeId;
    await tx.programmes.add({ ...here, id: other, name: 'Another' });
    const rows = tx.in(other).people;
    const like = await tx.in(t.programme).people.get(t.as('leo').id);
    if (like !== undefined)
      await rows.save({
        ...like,
        id: 'kim' as Person['id'],
        programme: other,
        name: 'Kim',
        accounts: [account('kim')],
      });
  });
  expect(said(await types('priya', 'people <kim>'))).toContain('They belong to another programme here.');
  expect(await who('kim')).toBeUndefined();
});

test('whoever was erased and is named again is somebody new', async () => {
  await begun();
  const before = t.as('leo').id;
  await t.store.write((tx) => tx.in(t.programme).people.erase(before, t.clock.now()));
  await types('priya', 'people <leo>');
  const now = await who('leo');
  expect(now?.id).not.toBe(before);
  expect(now?.roles).toEqual([]);
});
