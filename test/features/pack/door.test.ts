import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isPersonal } from '../../../src/domain/access-link.js';
import type { Feedback } from '../../../src/domain/feedback.js';
import { fileLife } from '../../../src/domain/pack/pack.js';
import { noWords } from '../../../src/domain/rights.js';
import { digestOf } from '../../../src/kernel/chain.js';
import { day, hour } from '../../../src/kernel/clock.js';
import type { Id, PersonId } from '../../../src/kernel/ids.js';
import { localTenant } from '../../../src/local/sample-people.js';
import { asks, letsStand, packOf } from '../../support/asked-packs.js';
import { startBot } from '../../support/bot.js';
import { addsOutsider, allocate, Browser, codeIn, linkOf } from '../../support/holder.js';
import { addressIn } from '../../support/links-world.js';
import { type OutsideWorld, outsideWorld } from '../../support/outside-world.js';
import { type FakePackMaker, fakePackMaker } from '../../support/pack-maker.js';
import { agreed } from '../../support/steps.js';
import { withoutRandom } from '../../support/visitor.js';

/** Where a pack is fetched: by whoever may have it, in a browser that a code has opened, and by nobody else. */

let world: OutsideWorld;
let maker: FakePackMaker;
beforeEach(async () => {
  maker = fakePackMaker();
  world = await outsideWorld(undefined, undefined, undefined, maker);
});
afterEach(() => world.stop());

const entries = async (what: string) => {
  const { store, programme } = world.bot;
  return (await store.read((tx) => tx.in(programme).audit.of(programme))).filter((e) => e.what === what);
};
const anybodys = /Kai|Maya|Okafor|Riverside|SHA-256/;

async function fetches(user: string): Promise<{ readonly address: string; readonly code: string }> {
  const { store, programme } = world.bot;
  const [one] = await store.read(async (tx) => {
    const rows = tx.in(programme);
    return rows.packs.ofPortfolios((await rows.portfolios.all()).map((p) => p.id));
  });
  const reply = await world.bot.as(user).presses('pack.fetch', { subject: one?.id ?? '-' });
  return { address: addressIn(reply), code: codeIn(reply) };
}
async function inside(user: string): Promise<Browser & { readonly address: string }> {
  const { address, code } = await fetches(user);
  const b = Object.assign(new Browser(world.site), { address });
  await b.opens(address);
  await b.enters(address, code);
  return b;
}
async function made(change: Parameters<typeof asks>[1] = {}) {
  const id = await asks(world.bot, change);
  await world.bot.settled();
  expect((await packOf(world.bot, id)).state).toBe('ready');
  return id;
}

test('its mentor and the coordinator fetch it with a link and a code, and each fetch is on record', async () => {
  const id = await made();
  const { hash } = await packOf(world.bot, id);
  for (const user of ['maya', 'priya']) {
    const b = await inside(user);
    expect(b.words).toContain('1 pack, newest first');
    expect(b.words.replaceAll(' ', '')).toContain(hash);
    await b.presses('Download');
    expect(b.page.status).toBe(200);
    expect(digestOf(b.page.html)).toBe(hash);
    expect(b.page.headers.get('content-type')).toBe('application/zip');
    expect(b.page.headers.get('content-disposition')).toBe('attachment; filename="mentoring-pack-2026-11-24.zip"');
    expect(b.page.headers.get('cache-control')).toBe('no-store');
  }
  expect((await entries('pack.fetched')).map((e) => [e.subject, e.facts])).toEqual([
    [id, expect.objectContaining({ hash })],
    [id, expect.objectContaining({ hash })],
  ]);
});

describe('what it was made of', () => {
  test('unchanged, it is the same to the last byte, however often and whenever it is fetched', async () => {
    await made();
    const b = await inside('maya');
    await b.presses('Download');
    const first = b.page.html;
    await world.bot.clock.pass(day / 2);
    await b.opens(b.address);
    await b.presses('Download');
    expect(b.page.html).toBe(first);
    expect(maker.made).toHaveLength(1);
  });

  test('a figure that is another since is in no file that can be had, and nothing says whose it was', async () => {
    const id = await made();
    const b = await inside('maya');
    const before = await packOf(world.bot, id);
    await changesAnAnswer();
    await b.presses('Download');
    expect(b.page.status).toBe(409);
    expect(b.words).toContain('It is being made again, as it stands now. Look again in a minute.');
    expect(withoutRandom(b.page.html)).not.toMatch(anybodys);
    expect(maker.made).toHaveLength(2);
    await b.opens(b.address);
    await b.presses('Download');
    expect(b.page.status).toBe(200);
    const after = await packOf(world.bot, id);
    expect(after.hash).not.toBe(before.hash);
    expect(after.madeAt).toBe(before.madeAt);
    expect(digestOf(b.page.html)).toBe(after.hash);
  });

  test.each(['before', 'while', 'after'] as const)(
    'an answer that is taken back %s it is made is in no file that can be had, and is counted nowhere',
    async (when) => {
      const { bot } = world;
      await answered('done');
      const id = await asks(bot);
      if (when === 'before') await answered('withdrawn');
      if (when === 'while')
        maker.before = async () => {
          maker.before = () => undefined;
          await answered('withdrawn');
        };
      await bot.settled();
      expect(maker.made[0]?.facts.answers).toHaveLength(when === 'before' ? 0 : 1);
      if (when === 'after') await answered('withdrawn');
      const b = await inside('maya');
      await b.presses('Download');
      if (b.page.status === 409) {
        await b.opens(b.address);
        await b.presses('Download');
      }
      expect([b.page.status, maker.made.at(-1)?.facts.answers]).toEqual([200, []]);
      expect(digestOf(b.page.html)).toBe((await packOf(bot, id)).hash);
    },
  );

  test('a mentee who changed their mind is in no file that can be had either', async () => {
    const id = await asks(world.bot, { withWords: true, lookUntil: world.bot.clock.now() + day });
    await letsStand(world.bot, id);
    await world.bot.clock.pass(day);
    const b = await inside('maya');
    await b.presses('Download');
    expect([b.page.status, (maker.made[0]?.stand.length ?? 0) > 0]).toEqual([200, true]);
    await letsStand(world.bot, id, () => false);
    await b.opens(b.address);
    await b.presses('Download');
    expect([b.page.status, maker.made[1]?.stand]).toEqual([409, []]);
    expect(withoutRandom(b.page.html)).not.toMatch(anybodys);
  });

  test.each(['before', 'while', 'after'] as const)(
    'a mentee who is taken out %s it is made is in no file that can be had',
    async (when) => {
      const { bot } = world;
      const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(bot.as('maya').id));
      const mentee = m?.mentee as PersonId;
      const takenOut = async (): Promise<void> => {
        await bot.as('priya').presses('rights.withdraw', { subject: mentee, arg: 'yes' });
        expect(JSON.stringify(bot.as('priya').last)).toContain('taken out');
      };
      // Whoever presses waits until all is made: while it is made only the row comes.
      const takenOutBeside = (): Promise<void> =>
        bot.store.write((tx) =>
          tx.in(bot.programme).rights.save({
            id: 'rights-1' as Id<'rights'>,
            programme: bot.programme,
            about: mentee,
            kind: 'withdrawal',
            askedBy: mentee,
            askedAt: bot.clock.now(),
            dueAt: null,
            state: 'done',
            doneAt: bot.clock.now(),
            doneBy: mentee,
            words: noWords,
          }),
        );
      const id = await asks(bot, { withWords: true, lookUntil: bot.clock.now() + day });
      await letsStand(bot, id);
      await bot.clock.pass(hour);
      if (when === 'before') await takenOut();
      if (when === 'while')
        maker.before = async () => {
          maker.before = () => undefined;
          await takenOutBeside();
        };
      await bot.clock.pass(day);
      expect(maker.made[0]?.stand.length).toEqual(when === 'before' ? 0 : expect.any(Number));
      if (when === 'after') await takenOut();
      const b = await inside('maya');
      await b.presses('Download');
      if (b.page.status === 409) {
        await b.opens(b.address);
        await b.presses('Download');
      }
      expect(b.page.status).toBe(200);
      expect(maker.made.at(-1)?.stand).toEqual([]);
      expect(digestOf(b.page.html)).toBe((await packOf(bot, id)).hash);
      // Their figures are in it as before, and nothing says that anything was changed.
      expect(maker.made.at(-1)?.facts.mentorships).toHaveLength(1);
      expect(withoutRandom(b.page.html)).not.toMatch(/withdr|taken out/i);
    },
  );

  test('a file that is kept no more is made again, the same', async () => {
    const id = await made();
    const { hash } = await packOf(world.bot, id);
    await world.bot.clock.pass(fileLife + hour);
    await world.bot.settled();
    const file = () => world.bot.store.read((tx) => tx.in(world.bot.programme).packs.file(id));
    expect((await file()) === undefined).toBe(true);
    const b = await inside('maya');
    await b.presses('Download');
    expect(b.words).toContain('It is being made again');
    await b.opens(b.address);
    await b.presses('Download');
    expect([b.page.status, digestOf(b.page.html)]).toEqual([200, hash]);
  });
});

/** Kai has rated the session that was held, or took that back. */
async function answered(state: 'done' | 'withdrawn'): Promise<void> {
  const { store, programme, clock, as } = world.bot;
  await store.write(async (tx) => {
    const rows = tx.in(programme);
    const s = (await rows.sessions.all()).find((one) => one.state === 'ended');
    if (s === undefined) throw new Error('no session was held');
    const at = clock.now();
    const one = { question: 'pace', wording: 1, rating: 2, text: '', skipped: false, at };
    const form: Feedback = {
      programme,
      session: s.id,
      mentee: world.kai,
      mentor: as('maya').id,
      state,
      share: state === 'done' ? 'now' : null,
      answers: state === 'done' ? [one] : [],
      askedAt: at,
      firstAnsweredAt: state === 'done' ? at : null,
      editableUntil: at + 14 * day,
      reminded: false,
    };
    await rows.feedback.save(form);
  });
}

/** Kai’s own figure of the session that was held is another now. */
async function changesAnAnswer(): Promise<void> {
  const { store, programme } = world.bot;
  await store.write(async (tx) => {
    const rows = tx.in(programme);
    const s = (await rows.sessions.all()).find((one) => one.state === 'ended');
    if (s === undefined) throw new Error('no session was held');
    await rows.sessions.save({
      ...s,
      revision: s.revision + 1,
      attendees: s.attendees.map((a) => ({ ...a, confirmation: 'confirmed', confirmedMinutes: 30, confirmedAt: 1 })),
    } as typeof s);
  });
}

describe('a reader from outside', () => {
  let ivy: PersonId;
  const opens = async (until: number | null = null): Promise<Browser & { readonly address: string }> => {
    ivy = await addsOutsider(world.bot, 'Ivy Assessor', 'assessor');
    await allocate(world.bot, ivy, 'assessor', until);
    const { address, code } = await linkOf(world.bot, ivy);
    const b = Object.assign(new Browser(world.site), { address });
    await b.opens(address);
    await b.enters(address, code);
    return b;
  };

  test('fetches what is allocated to them, and the mentees can see that they did', async () => {
    const id = await made();
    const b = await opens();
    await b.presses('Open');
    await b.presses('Download');
    expect([b.page.status, digestOf(b.page.html)]).toEqual([200, (await packOf(world.bot, id)).hash]);
    expect((await entries('pack.fetched')).map((e) => e.actor)).toEqual([ivy]);
    const { store, programme } = world.bot;
    const read = await store.read(async (tx) => {
      const rows = tx.in(programme);
      const [m] = await rows.mentorships.of(world.kai);
      return m === undefined ? [] : rows.audit.of(m.id);
    });
    expect(read.filter((e) => e.what === 'pack.read').map((e) => e.actor)).toEqual([ivy]);
  });

  test('sees none that is not ready, and nothing once their part has ended', async () => {
    const id = await made();
    await asks(world.bot, { state: 'looking', withWords: true, lookUntil: world.bot.clock.now() + 7 * day });
    const b = await opens(world.bot.clock.now() + day);
    await b.presses('Open');
    expect(b.page.html.match(/SHA-256/g)).toHaveLength(1);
    await world.bot.clock.pass(day + hour);
    await b.opens(`${b.address}/pack/${id}`);
    expect(b.page.status).toBe(410);
    expect(b.words).toContain('Your part here has ended');
    expect(withoutRandom(b.page.html)).not.toMatch(anybodys);
    expect(await entries('pack.fetched')).toEqual([]);
  });

  test('who coordinates too has two doors, and neither closes the other', async () => {
    const id = await made();
    const b = await opens();
    const { store, programme } = world.bot;
    await store.write(async (tx) => {
      const rows = tx.in(programme);
      const person = await rows.people.get(ivy);
      if (person !== undefined)
        await rows.people.save({
          ...person,
          roles: [...person.roles, 'coordinator'],
          accounts: [...person.accounts, { platform: 'web', tenant: localTenant, user: 'ivy' }],
        });
    });
    const own = await inside('ivy');
    expect(own.words).toContain('1 pack');
    await own.opens(`${own.address}/pack/${id}`);
    expect(own.page.status).toBe(200);
    await b.opens(`${b.address}/pack/${id}`);
    expect(b.page.status).toBe(200);
    const open = await store.read((tx) => tx.in(programme).accessLinks.ofPerson(ivy));
    expect(
      open
        .filter((l) => isPersonal(l.purpose) && l.state === 'open')
        .map((l) => l.purpose)
        .sort(),
    ).toEqual(['evidence', 'pack']);
  });
});

describe('what opens nothing', () => {
  const nothing = async (b: Browser, status: number, says: RegExp): Promise<void> => {
    expect([b.page.status, b.words]).toEqual([status, expect.stringMatching(says)]);
    expect(withoutRandom(b.page.html)).not.toMatch(anybodys);
    expect(await entries('pack.fetched')).toEqual([]);
  };

  test('a link that is forwarded, guessed, used twice, renewed by a newer one or expired', async () => {
    const id = await made();
    const { address, code } = await fetches('maya');
    // Forwarded, or opened by a machine: a code is asked for, of the pack itself too.
    const other = new Browser(world.site);
    for (const at of [address, `${address}/pack/${id}`]) {
      await other.opens(at);
      await nothing(other, 200, /The code stands beside it in the chat where you made it/);
    }
    const headers = await world.site.get(`${new URL(address).pathname}/pack/${id}`, { method: 'HEAD' });
    expect([headers.status, headers.html]).toEqual([200, '']);
    // Guessed.
    const guessed = new Browser(world.site);
    await guessed.opens(`${address.slice(0, -4)}AAAA/pack/${id}`);
    await nothing(guessed, 404, /This link does not work/);
    // The code is used by one browser, and then by no other.
    const b = new Browser(world.site);
    await b.opens(address);
    await b.enters(address, code);
    await other.opens(address);
    await other.enters(address, code);
    await nothing(other, 422, /If it was used, make a new link in the chat/);
    // A newer one closes it, in the browser that it was opened in too.
    const newer = await inside('maya');
    await b.opens(`${address}/pack/${id}`);
    await nothing(b, 410, /make a new one in the chat, where you made this one/);
    // Its time is up: whoever has the browser may renew it.
    await world.bot.clock.pass(31 * day);
    await newer.opens(`${newer.address}/pack/${id}`);
    await nothing(newer, 200, /This link was good for 30 days/);
    await newer.presses('Renew it for 30 days');
    expect(newer.words).toContain('1 pack');
  });

  test('five wrong codes, and then the right one has to wait an hour', async () => {
    await made();
    const { address, code } = await fetches('maya');
    const b = new Browser(world.site);
    await b.opens(address);
    for (let i = 0; i < 5; i += 1) await b.enters(address, `0000-000${i}`);
    await b.enters(address, code);
    await nothing(b, 422, /Wait an hour/);
    await world.bot.clock.pass(hour + 1);
    await b.opens(address);
    await b.enters(address, code);
    expect(b.words).toContain('1 pack');
  });

  test('a pack of somebody else’s and one that there is not are refused alike; no chat hands one out', async () => {
    const id = await made();
    const b = await inside('maya');
    const { store, programme } = world.bot;
    await store.write(async (tx) => {
      const rows = tx.in(programme);
      const [portfolio] = await rows.portfolios.all();
      if (portfolio !== undefined) await rows.portfolios.save({ ...portfolio, mentor: world.bot.as('tom').id });
    });
    const said: string[] = [];
    for (const one of [id, 'pack-999999']) {
      await b.opens(`${b.address}/pack/${one}`);
      await nothing(b, 409, /./);
      said.push(b.words.replace(one, ''));
    }
    expect(said[0]).toBe(said[1]);
    for (const user of ['tom', 'priya']) {
      const reply = await world.bot.as(user).presses('pack.download', { subject: id });
      expect(JSON.stringify(reply)).toContain('It never comes in a chat');
    }
    expect(await entries('pack.fetched')).toEqual([]);
  });

  test('its mentor is erased: the link, the packs and their files are gone', async () => {
    const id = await made();
    const b = await inside('maya');
    await world.bot.store.write((tx) => tx.in(world.bot.programme).people.erase(world.bot.as('maya').id, 1));
    await b.opens(`${b.address}/pack/${id}`);
    await nothing(b, 410, /has been erased/);
    const rows = await world.bot.store.read(async (tx) => {
      const { packs } = tx.in(world.bot.programme);
      return [await packs.get(id), await packs.file(id)];
    });
    expect(rows).toEqual([undefined, undefined]);
  });
});

test('without an address for pages it says the command that writes it into a file', async () => {
  const t = await startBot();
  await agreed(t, 'maya', 'leo');
  const id = await asks(t);
  const reply = await t.as('maya').presses('pack.fetch', { subject: id });
  expect(JSON.stringify(reply)).toContain(`npx mentorlog pack ${id.slice(-6)} --to mentoring-pack.zip`);
  await t.stop();
});
