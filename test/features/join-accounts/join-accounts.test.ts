import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Bot, startBot } from '../../../src/bot.js';
import type { Account, Address, Answer, Inbound, MessageRef, Reply } from '../../../src/chat/inbound.js';
import { plain, type Reader } from '../../../src/chat/text.js';
import type { AgreementBody } from '../../../src/domain/mentorship.js';
import type { Person, Role } from '../../../src/domain/programme.js';
import { codeLife, readCode } from '../../../src/features/join-accounts/code.js';
import { mostTries } from '../../../src/features/shared/wrong-codes.js';
import { hour, minute } from '../../../src/kernel/clock.js';
import { type PersonId, randomIds } from '../../../src/kernel/ids.js';
import type { Profile } from '../../../src/ports/chat.js';
import { silentLog } from '../../../src/runtime/log.js';
import { cardText } from '../../support/card-text.js';
import { type FakeChat, fakeChat } from '../../support/chat.js';
import { openTestStore, type TestStore } from '../../support/store.js';

const ids = randomIds();
let now: number;
let opened: TestStore;
let bot: Bot;
let slack: FakeChat;
let teams: FakeChat;
let standing: Profile['standing'];
let deliveries = 0;

/** A chat in memory under another name: what is posted there says so. */
function chatOn(platform: 'slack' | 'teams'): FakeChat {
  const chat = fakeChat();
  const { send } = chat;
  return Object.assign(chat, {
    platform,
    openDirect: async (who: Account) => `${platform}:${who.tenant}:${who.user}` as Address,
    send: async (to: Address, message: Parameters<typeof send>[1]) => {
      const sent = await send(to, message);
      if (sent.kind !== 'delivered') return sent;
      const there = chat.messages.find((m) => m.ref === sent.ref);
      const ref = sent.ref.replace('web:', `${platform}:`) as MessageRef;
      if (there !== undefined) Object.assign(there, { ref });
      return { ...sent, ref };
    },
    profile: async (who: Account) => ({ name: who.user, zone: 'Europe/London', locale: 'en-GB', standing }),
  });
}

const on = (platform: 'slack' | 'teams', user: string): Account => ({
  platform,
  tenant: platform === 'slack' ? 'T1' : 'tenant-1',
  user,
});
const ana = on('slack', 'ana');
const anaInTeams = on('teams', 'ana.t');

beforeEach(async () => {
  now = Date.parse('2026-11-23T09:00:00Z');
  standing = 'member';
  opened = await openTestStore({ ids });
  slack = chatOn('slack');
  teams = chatOn('teams');
  const clock = { now: () => now };
  bot = await startBot({
    store: opened.store,
    chats: [slack, teams],
    jobs: { start() {}, wake() {}, async stop() {} },
    clock,
    leaseClock: clock,
    ids,
    log: silentLog,
    fallback: { safeguarding: { hours: '', outOfHours: '' }, nation: 'england' },
    newProgramme: { name: 'Riverside', zone: 'Europe/London', nation: 'england' },
  });
});
afterEach(async () => {
  await bot.stop();
  await opened.close();
});

async function hear(who: Account, event: object, deliveryId?: string): Promise<Answer> {
  deliveries += 1;
  return bot.hear({
    deliveryId: deliveryId ?? `link-test:${deliveries}`,
    who,
    surface: { scope: 'direct', form: true },
    at: `${who.platform}:${who.tenant}:${who.user}`,
    ...event,
  } as Inbound);
}
const types = async (who: Account, text: string, deliveryId?: string): Promise<Reply> =>
  (await hear(who, { kind: 'command', text, mentions: [] }, deliveryId)).reply;
const anyone: Reader = { person: null, platform: 'slack', zone: 'UTC', locale: 'en-GB', named: () => ({ name: '?' }) };
const said = (reply: Reply): string => {
  if (reply.kind !== 'say') throw new Error(`not said: ${reply.kind}`);
  return cardText(reply.card, anyone);
};
async function codeFor(who: Account): Promise<string> {
  return /link ([0-9a-z]{5}-[0-9a-z]{5})/.exec(said(await types(who, 'link')))?.[1] ?? 'none';
}
/** Who an account is, with all that is kept of them. */
const personOf = (account: Account): Promise<Person | undefined> =>
  opened.store.read(async (tx) => {
    const home = await tx.accounts.find(account);
    return home === undefined ? undefined : tx.in(home.programme).people.get(home.person);
  });
const everyone = (): Promise<readonly (readonly string[])[]> =>
  opened.store.read(async (tx) =>
    Promise.all((await tx.programmes.all()).map(async (p) => (await tx.in(p.id).people.all()).map((q) => q.name))),
  );
async function give(account: Account, roles: readonly Role[]): Promise<void> {
  await opened.store.write(async (tx) => {
    const home = await tx.accounts.find(account);
    const rows = tx.in(home?.programme as never);
    const person = await rows.people.get(home?.person as PersonId);
    if (person !== undefined) await rows.people.save({ ...person, roles });
  });
}
const noWords: AgreementBody = {
  purpose: '',
  duration: '',
  frequency: '',
  place: '',
  roles: '',
  boundaries: '',
  confidentiality: '',
  ending: '',
  menteeRole: '',
  helps: '',
  avoid: '',
};
/** A mentorship from nowhere: only that it is there matters. */
async function mentoring(mentor: Account, mentee: Account): Promise<void> {
  const a = await personOf(mentor);
  const b = await personOf(mentee);
  if (a === undefined || b === undefined) throw new Error('nobody there');
  await opened.store.write(async (tx) => {
    const rows = tx.in(a.programme);
    const portfolio = ids.next('portfolio');
    await rows.portfolios.save({
      id: portfolio,
      programme: a.programme,
      mentor: a.id,
      targetMinutes: 360,
      startedAt: now,
    });
    await rows.mentorships.save({
      id: ids.next('mentorship'),
      programme: a.programme,
      portfolio,
      mentor: a.id,
      mentee: b.id,
      state: 'proposed',
      createdAt: now,
      agreedAt: null,
      endedAt: null,
      agreement: {
        version: 1,
        body: noWords,
        mentorSignedAt: null,
        menteeSignedAt: null,
        menteeWord: 'asked',
        changeWanted: '',
      },
      goals: [],
    });
  });
}

describe('a code', () => {
  test('joins an account that nobody has met, and its installation with it', async () => {
    const code = await codeFor(ana);
    const before = await personOf(ana);
    await bot.run();
    expect(said(await types(anaInTeams, `link ${code.toUpperCase().replace('-', ' ')}`))).toContain('joined');
    const after = await personOf(anaInTeams);
    expect(after).toMatchObject({ id: before?.id, accounts: [anaInTeams, ana] });
    expect(await everyone()).toEqual([['ana']]);
    // The same person by another account was welcomed already.
    await bot.run();
    const welcomes = [...slack.messages, ...teams.messages].filter(
      (m) => m.message.card.title === 'Welcome to Mentorlog',
    );
    expect(welcomes.map((m) => m.edits)).toEqual([0]);
    // Whoever comes next from there is of the same programme.
    await types(on('teams', 'ben'), 'hi');
    expect(await everyone()).toEqual([['ana', 'ben']]);
    const noted = await opened.store.read((tx) => tx.in(after?.programme as never).audit.of(after?.programme as never));
    expect(noted.map((e) => e.what)).toEqual(['account.link-asked', 'installation.joined', 'account.linked']);
  });

  test('works once, for a quarter of an hour, and only the newest', async () => {
    const first = await codeFor(ana);
    // Typed again, or delivered again: the same one, so that neither is dead.
    now += 5 * minute;
    expect(await codeFor(ana)).toBe(first);
    now += 5 * minute;
    const second = await codeFor(ana);
    expect(second).not.toBe(first);
    expect(said(await types(anaInTeams, `link ${first}`))).toContain('not known');
    now += codeLife - 1;
    expect(said(await types(anaInTeams, `link ${second}`))).toContain('joined');
    expect(said(await types(on('slack', 'ana.2'), `link ${second}`))).toContain('not known');
    const third = await codeFor(ana);
    now += codeLife;
    expect(said(await types(on('slack', 'ana.3'), `link ${third}`))).toContain('not known');
  });

  test('is kept sealed', async () => {
    const code = readCode(await codeFor(ana)) ?? 'none';
    const files = await Promise.all([opened.file, `${opened.file}-wal`].map((file) => readFile(file)));
    expect(files.some((bytes) => bytes.includes('link.codes'))).toBe(true);
    expect(files.some((bytes) => bytes.includes(code))).toBe(false);
  });

  test('of one’s own account joins nothing, and stays good', async () => {
    const code = await codeFor(ana);
    expect(said(await types(ana, `link ${code}`))).toContain('yours already');
    expect(said(await types(anaInTeams, `link ${code}`))).toContain('joined');
  });

  test('of a guest is not taken', async () => {
    const code = await codeFor(ana);
    standing = 'guest';
    expect(said(await types(anaInTeams, `link ${code}`))).toContain('Guests cannot');
    expect(await personOf(anaInTeams)).toBeUndefined();
  });

  test('that cannot be one is no try', async () => {
    await types(anaInTeams, 'hi');
    for (let i = 0; i <= mostTries; i += 1)
      expect(said(await types(anaInTeams, 'link my other account please'))).toContain('ten letters and digits');
    expect(said(await types(anaInTeams, `link ${await codeFor(ana)}`))).toContain('joined');
  });
});

test.each([
  [' K3M7Q-9X2DW ', 'k3m7q9x2dw'],
  ['k3m7q – 9x2dw', 'k3m7q9x2dw'],
  ['OIL00-00000', '0110000000'],
  ['k3m7q-9x2d', undefined],
  ['k3m7q-9x2du', undefined],
  ['', undefined],
])('reads %j as a person means it', (typed, code) => expect(readCode(typed)).toBe(code));

test('five wrong codes, and the account has to wait an hour', async () => {
  const code = await codeFor(ana);
  for (let i = 0; i < mostTries; i += 1) {
    expect(said(await types(anaInTeams, 'link 00000-00000', `wrong:${i}`))).toContain('not known');
    // The same delivered again is the same try.
    await types(anaInTeams, 'link 00000-00000', `wrong:${i}`);
    now += minute;
  }
  expect(said(await types(anaInTeams, `link ${code}`))).toContain('Wait an hour');
  expect(said(await types(anaInTeams, 'link 00000-00000'))).toContain('Wait an hour');
  // Others are not held up by it.
  const ben = on('slack', 'ben');
  await types(ben, 'hi');
  expect(said(await types(ben, 'link 00000-00000'))).toContain('not known');
  now += hour - mostTries * minute + 1;
  expect(said(await types(anaInTeams, `link ${await codeFor(ana)}`))).toContain('joined');
});

describe('an account that is somebody already', () => {
  test('with nothing of their own: it moves, and the empty person is erased', async () => {
    const second = on('slack', 'ana.2');
    await types(second, 'hi');
    const empty = await personOf(second);
    expect(said(await types(second, `link ${await codeFor(ana)}`))).toContain('joined');
    expect(await everyone()).toEqual([['ana']]);
    const left = await opened.store.read((tx) => tx.in(empty?.programme as never).people.get(empty?.id as PersonId));
    expect(left).toMatchObject({ name: '', accounts: [], roles: [], erasedAt: now });
  });

  test('alone in a programme of its own: the installation joins too', async () => {
    await types(anaInTeams, 'hi');
    expect(await everyone()).toEqual([['ana.t']]);
    expect(said(await types(anaInTeams, `link ${await codeFor(ana)}`))).toContain('joined');
    expect(await everyone()).toEqual([[], ['ana']]);
    await types(on('teams', 'ben'), 'hi');
    expect(await everyone()).toEqual([[], ['ana', 'ben']]);
  });

  test('with others in a programme of theirs: nothing is changed', async () => {
    await types(anaInTeams, 'hi');
    await types(on('teams', 'ben'), 'hi');
    const code = await codeFor(ana);
    expect(said(await types(anaInTeams, `link ${code}`))).toContain('another programme');
    expect(said(await types(on('teams', 'cleo'), `link ${code}`))).toContain('another programme');
    expect(await everyone()).toEqual([['ana.t', 'ben'], ['ana']]);
  });

  test('alone in a programme of its own, but with mentoring there: nothing is changed', async () => {
    const left = on('teams', 'left');
    for (const who of [anaInTeams, left]) await types(who, 'hi');
    await mentoring(anaInTeams, left);
    await opened.store.write(async (tx) => {
      const home = await tx.accounts.find(left);
      const rows = tx.in(home?.programme as never);
      const person = await rows.people.get(home?.person as PersonId);
      if (person !== undefined) await rows.people.save({ ...person, erasedAt: now });
    });
    expect(said(await types(anaInTeams, `link ${await codeFor(ana)}`))).toContain('another programme');
    expect((await personOf(anaInTeams))?.accounts).toEqual([anaInTeams]);
  });

  test('with mentoring of its own: the other way round, or the coordinator', async () => {
    const [second, ben] = [on('slack', 'ana.2'), on('slack', 'ben')];
    for (const who of [ana, second, ben]) await types(who, 'hi');
    await mentoring(ben, second);
    expect(said(await types(second, `link ${await codeFor(ana)}`))).toContain('the other way round');
    expect(said(await types(ana, `link ${await codeFor(second)}`))).toContain('joined');
    expect((await personOf(ana))?.accounts).toEqual([ana, second]);
    // Ben is a mentor, and she a mentee.
    expect(said(await types(ben, `link ${await codeFor(ana)}`))).toContain('Ask your coordinator');
    expect((await personOf(ben))?.accounts).toEqual([ben]);
  });

  test('with a role that the other has not: it is not handed on', async () => {
    const second = on('slack', 'ana.2');
    await types(second, 'hi');
    await give(second, ['coordinator']);
    expect(said(await types(second, `link ${await codeFor(ana)}`))).toContain('the other way round');
    await give(ana, ['mentor']);
    expect(said(await types(second, `link ${await codeFor(ana)}`))).toContain('Ask your coordinator');
    await give(ana, ['coordinator', 'mentor']);
    expect(said(await types(second, `link ${await codeFor(ana)}`))).toContain('joined');
    expect((await personOf(second))?.roles).toEqual(['coordinator', 'mentor']);
  });
});

test('messages go where somebody last wrote; a card stays true where it stands', async () => {
  await types(anaInTeams, `link ${await codeFor(ana)}`);
  const form = async (who: Account): Promise<Answer> =>
    hear(who, { kind: 'press', press: { verb: 'settings.change', subject: '-' } });
  const missed = async (who: Account, answer: Answer): Promise<void> => {
    await slack.hears?.missed({ who, deliveryId: 'one' } as Inbound, answer);
    await bot.run();
  };
  // Their welcome, once.
  await bot.run();
  expect([...slack.messages, ...teams.messages].map((m) => m.message.card.title)).toEqual(['Welcome to Mentorlog']);
  teams.messages.length = 0;
  const first = await form(anaInTeams);
  await missed(anaInTeams, first);
  expect([slack.messages.length, teams.messages.length]).toEqual([0, 1]);
  expect(teams.messages[0]?.address).toBe('teams:tenant-1:ana.t');

  // To look is not to write.
  await hear(ana, { kind: 'home' });
  expect((await personOf(ana))?.accounts).toEqual([anaInTeams, ana]);
  await types(ana, 'hours');
  expect((await personOf(ana))?.accounts).toEqual([ana, anaInTeams]);
  await missed(ana, first);
  expect(slack.messages).toEqual([]);
  expect(teams.messages).toMatchObject([{ edits: 1, posts: 1 }]);
  await missed(ana, await form(ana));
  expect(slack.messages.map((m) => m.address)).toEqual(['slack:T1:ana']);
  expect(plain(teams.messages[0]?.message.card.summary ?? { parts: [] }, anyone)).not.toBe('');
});
