import { afterEach, expect, test } from 'vitest';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import { hashOfToken } from '../../../src/kernel/token.js';
import {
  addressIn,
  answersAgreement,
  held,
  type LinksWorld,
  localPages,
  openLinks,
  personCalled,
  proposed,
} from '../../support/links-world.js';
import { Visitor, withoutRandom } from '../../support/visitor.js';

let world: LinksWorld | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});
async function open(pages: 'public' | 'loopback' | null = 'public'): Promise<LinksWorld> {
  world = await openLinks(pages);
  return world;
}

test('the whole loop with a mentee who has only links', async () => {
  const { bot, site } = await open();
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  expect(maya.sees().join('\n')).toContain('Give them a link');
  await maya.presses('link.make');
  const address = addressIn(maya.last);
  expect(address).toMatch(/\/f\/[\w-]{43}$/);
  // No message holds it: a direct conversation can be exported.
  expect(maya.sees().join('\n')).not.toContain('/f/');

  // A robot that shows previews looks twice, and learns no name.
  const visitor = new Visitor(site, address);
  for (let i = 0; i < 2; i += 1) {
    const seen = await visitor.opens();
    expect(seen.status).toBe(200);
    expect(withoutRandom(seen.html)).not.toMatch(/Kai|Lund|Maya|Okafor/);
    expect(seen.html).not.toContain('<script');
    expect(seen.headers.get('referrer-policy')).toBe('no-referrer');
    expect(seen.headers.get('cache-control')).toBe('no-store');
  }
  const before = await bot.store.read((tx) => tx.in(bot.programme).drafts.openOf(kai));
  expect(before).toEqual([]);

  await answersAgreement(visitor);
  expect(visitor.page.status).toBe(200);
  expect(visitor.words).toContain('Ask them if you want to see it again.');
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  expect(m?.state).toBe('active');
  expect(maya.sees().join('\n')).toContain('signed');
  await visitor.opens();
  expect(visitor.page.status).toBe(410);
  expect(visitor.words).toContain('has been used');

  await held(bot, 'kai');
  expect(maya.sees().join('\n')).toContain('say how long your session was');
  const subject = bot.chat
    .in('web:maya' as never)
    .flatMap((s) => s.message.card.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : [])));
  const make = subject.filter((b) => b.press.verb === 'link.make').at(-1)?.press.subject ?? '';
  await maya.presses('link.make', { subject: make });
  const after = new Visitor(site, addressIn(maya.last));
  await after.begins();
  expect(after.words).toContain('45 min');
  await after.sends({ length: 'different', minutes: '30' }, 'next');
  expect(after.words).toContain('Who may read your answers?');
  // An answer, and nobody chosen who may read it: asked for, nothing lost.
  await after.sends({ 'q-listened': '4' }, 'submit');
  const stillOpen = await bot.store.read((tx) => tx.in(bot.programme).feedback.ofMentee(kai));
  if (after.page.html.includes('id="problems"')) await after.sends({ share: 'now', 'q-listened': '4' }, 'submit');
  expect(stillOpen).toHaveLength(1);
  const [session] = await bot.store.read((tx) => tx.in(bot.programme).sessions.ofMentorship(m?.id as never));
  expect(session?.attendees[0]).toMatchObject({ confirmation: 'different', confirmedMinutes: 30 });
  expect(maya.sees().join('\n')).toContain('remembers a different length: 30 min');
  expect((await after.opens()).status).toBe(410);
});

test('two who send at once are taken in once; a page sent twice is answered alike', async () => {
  const { bot, site } = await open();
  const kai = await proposed(bot);
  await bot.as('maya').presses('link.make');
  const address = addressIn(bot.as('maya').last);
  const one = new Visitor(site, address);
  const two = new Visitor(site, address);
  await one.begins();
  for (let i = 0; i < 3; i += 1) await one.sends({}, 'next');
  await two.begins();
  const again = one.page;
  await Promise.all([one.sends({ word: 'signed' }, 'submit'), two.sends({ word: 'declined' }, 'submit')]);
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(m?.id as never));
  expect(entries.filter((e) => /^agreement\.(signed|declined)$/.test(e.what))).toHaveLength(1);
  // The very same page once more: no second signature, and no fright.
  one.page = again;
  await one.sends({ word: 'signed' }, 'submit');
  expect(one.words).toContain('saved');
});

test('a page that was open before opens nothing once the link is used, or too old', async () => {
  const { bot, site } = await open();
  await proposed(bot);
  await bot.as('maya').presses('link.make');
  const address = addressIn(bot.as('maya').last);
  const early = new Visitor(site, address);
  await early.opens();
  await answersAgreement(new Visitor(site, address));
  const before = early.page;
  await early.sends({});
  expect(early.words).toContain('has been used');
  expect(early.page.html).not.toContain('<textarea');

  await proposed(bot, 'Noor Ali');
  await bot.as('maya').presses('link.make');
  const late = new Visitor(site, addressIn(bot.as('maya').last));
  await late.begins();
  await bot.clock.pass(14 * day);
  await late.sends({}, 'next');
  expect(late.words).toContain('too old');
  expect(before.status).toBe(200);
});

test('a link opens its one thing only: not another form, not another verb, not somebody else', async () => {
  const { bot } = await open();
  const kai = await proposed(bot);
  const maya = bot.as('maya');
  await maya.presses('link.make');
  const token = addressIn(maya.last).split('/f/')[1] ?? '';
  const come = (more: Record<string, unknown>, user: string = kai) =>
    bot.bot.hear({
      deliveryId: `x:${Math.random()}`,
      who: { platform: 'link', tenant: 'link', user },
      surface: { scope: 'direct', form: true },
      through: hashOfToken(token),
      ...more,
    } as never);
  const said = async (more: Record<string, unknown>, user?: string): Promise<string> =>
    JSON.stringify((await come(more, user)).reply);
  expect(await said({ kind: 'command', at: 'x', text: 'home', mentions: [] })).toContain('for one thing only');
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  expect(await said({ kind: 'press', at: 'x', press: { verb: 'mentorship.open', subject: m?.id } })).toContain(
    'for one thing only',
  );
  expect(await said({ kind: 'press', at: 'x', press: { verb: 'link.begin', subject: '-' } }, maya.id)).toContain(
    'does not work',
  );
  expect(
    await said({ kind: 'press', at: 'x', press: { verb: 'link.begin', subject: '-' }, through: undefined }),
  ).toContain('does not work');
  expect(await said({ kind: 'press', at: 'x', press: { verb: 'link.begin', subject: '-' } })).toContain('"form"');
  // Whom to turn to is answered always.
  expect(
    await said({ kind: 'press', at: 'x', press: { verb: 'concern.open', subject: '-', arg: 'mentee' } }),
  ).toContain('999');
});

test('too old, replaced, guessed, and posted without its page: a clear page each, nothing used up', async () => {
  const { bot, site } = await open();
  await proposed(bot);
  const maya = bot.as('maya');
  await maya.presses('link.make');
  const first = new Visitor(site, addressIn(maya.last));
  await maya.presses('link.make');
  const second = new Visitor(site, addressIn(maya.last));
  await first.opens();
  expect(first.page.status).toBe(410);
  expect(first.words).toContain('Ask your mentor for a new one');
  const blind = await site.post(second.path, { do: 'begin' });
  expect(blind.status).toBe(422);
  const forged = await site.post(second.path, { do: 'begin', nonce: 'abcdefghij-abcdefghijabcdefghijab' });
  expect(forged.status).toBe(422);
  expect((await second.opens()).status).toBe(200);
  await bot.clock.pass(14 * day);
  await second.opens();
  expect(second.page.status).toBe(410);
  expect(second.words).toContain('too old');
  expect((await site.get(`/f/${'A'.repeat(43)}`)).status).toBe(404);
  expect((await site.get('/f/short')).status).toBe(404);
});

test('whoever guesses is stopped, and so is whoever knocks too often', async () => {
  const { bot, site } = await open();
  await proposed(bot);
  const statuses: number[] = [];
  for (let i = 0; i < 25; i += 1) statuses.push((await site.get(`/f/${String(i).padStart(43, 'x')}`)).status);
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 404));
  expect(statuses.slice(20)).toEqual(Array.from({ length: 5 }, () => 429));
  await bot.clock.pass(11 * minute);
  await bot.as('maya').presses('link.make');
  const visitor = new Visitor(site, addressIn(bot.as('maya').last));
  for (let i = 0; i < 60; i += 1) expect((await visitor.opens()).status).toBe(200);
  expect((await visitor.opens()).status).toBe(429);
  await bot.clock.pass(2 * minute);
  expect((await visitor.opens()).status).toBe(200);
});

test('on a lent device: a page, recorded as witnessed, that ends on a neutral one', async () => {
  const { bot, site } = await open('loopback');
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  expect(maya.sees().join('\n')).toContain('its pages open nowhere else');
  await maya.presses('link.here');
  const visitor = new Visitor(site, addressIn(maya.last));
  await visitor.opens();
  expect(visitor.words).toContain('Kai , this is for you');
  await answersAgreement(visitor);
  expect(visitor.words).toContain('hand the device back');
  expect(visitor.words).not.toMatch(/sign|agree/i);
  expect(visitor.page.html).not.toMatch(/href="\/(?!assets)/);
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(m?.id as never));
  expect(entries.find((e) => e.what === 'agreement.signed')).toMatchObject({ actor: kai, facts: { witnessed: true } });
  await maya.presses('agreement.read', { subject: m?.id as string });
  expect(JSON.stringify(maya.last)).toContain('on a lent device');
});

test('while a mentee answers on it, nothing of the mentor’s is shown on a device, whatever is asked for', async () => {
  const { bot, site } = await open('loopback');
  const maya = bot.as('maya');
  await proposed(bot);
  const page = await localPages(bot);
  const own = async (): Promise<readonly boolean[]> =>
    Promise.all(
      ['', '/home', '/channel/mentoring'].map(async (at) => (await page(`/chat/maya${at}`)).includes('Goals and more')),
    );
  expect(await own()).toEqual([true, true, false]);
  const asked = async (): Promise<string> => JSON.stringify(maya.last);
  await maya.presses('link.here');
  const address = addressIn(maya.last);
  // Until the mentee says that they have it, it is the mentor's.
  await maya.types('home');
  expect(await asked()).toContain('Goals and more');
  const visitor = new Visitor(site, address);
  await visitor.begins();
  expect(maya.sees().join('\n')).toContain('is answering on your device now, until 09:30');
  for (const act of [
    () => maya.types('home'),
    () => maya.types('feedback'),
    () => maya.types('help'),
    () => maya.presses('mentorship.open'),
  ]) {
    await act();
    expect(await asked()).toContain('This device is lent');
    expect(await asked()).not.toMatch(/Goals and more|Phone calls|Settings/);
  }
  for (const at of ['', '/home', '/channel/mentoring', '/talk', '/panel/x', '/form/x']) {
    const seen = await page(`/chat/maya${at}`);
    expect(seen).toContain('This device is lent');
    expect(withoutRandom(seen)).not.toMatch(/Maya|Okafor|Lund|Goals and more/);
  }
  // Another's pages are theirs, and a concern does not wait.
  expect(await page('/chat/tom')).not.toContain('This device is lent');
  await maya.types('concern');
  expect(await asked()).toContain('999');
  for (let i = 0; i < 3; i += 1) await visitor.sends({}, 'next');
  await visitor.sends({ word: 'signed' }, 'submit');
  expect(visitor.words).toContain('hand the device back');
  await maya.types('home');
  expect(await asked()).toContain('Goals and more');
  expect(await own()).toEqual([true, true, false]);
});

test('a mentor takes a lent device back: the answering ends, what was written stays the mentee’s, and it is kept', async () => {
  const { bot, site } = await open('loopback');
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  await maya.presses('link.here');
  const visitor = new Visitor(site, addressIn(maya.last));
  await visitor.begins();
  await visitor.sends({}, 'next');
  await maya.presses('link.back');
  expect(JSON.stringify(maya.last)).toContain('You have it back');
  await visitor.sends({}, 'next');
  expect(visitor.words).toContain('no longer works');
  await maya.types('home');
  expect(JSON.stringify(maya.last)).toContain('Goals and more');
  const drafts = await bot.store.read((tx) => tx.in(bot.programme).drafts.openOf(kai));
  expect(drafts).toHaveLength(1);
  const trail = await bot.store.read((tx) => tx.in(bot.programme).audit.of(bot.programme));
  expect(trail.map((e) => e.what)).toContain('link.taken-back');
  // Left lying, it is the mentor's own again after half an hour.
  await maya.presses('link.here');
  await new Visitor(site, addressIn(maya.last)).begins();
  await maya.types('home');
  expect(JSON.stringify(maya.last)).toContain('This device is lent');
  await bot.clock.pass(30 * minute);
  await maya.types('home');
  expect(JSON.stringify(maya.last)).toContain('Goals and more');
});

test('without an address: only the device is offered, and it says why; the form is the mentee’s own', async () => {
  const { bot } = await open(null);
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  const seen = maya.sees().join('\n');
  expect(seen).toContain('Links are not offered');
  expect(seen).not.toContain('[Give them a link]');
  await expect(maya.presses('link.make')).rejects.toThrow('sees no button');
  await maya.presses('link.here');
  expect(JSON.stringify(maya.form().notice)).toContain('Hand the device to');
  const draft = maya.form().draft;
  expect((await bot.store.read((tx) => tx.in(bot.programme).drafts.get(draft)))?.person).toBe(kai);
  for (let i = 0; i < 3; i += 1) await maya.next();
  maya.fills({ word: 'signed' });
  await maya.submits();
  expect(JSON.stringify(maya.last)).toContain('hand the device back');
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(m?.id as never));
  expect(entries.find((e) => e.what === 'agreement.signed')).toMatchObject({ actor: kai, facts: { witnessed: true } });
  // Done with: the mentor cannot open it again, nor another mentor's.
  await maya.types('home');
  expect(JSON.stringify(maya.last)).not.toContain(draft);
});

test('answers about a session on a lent device say so to whoever reads the totals', async () => {
  const { bot, site } = await open('loopback');
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  await maya.presses('link.here');
  await answersAgreement(new Visitor(site, addressIn(maya.last)));
  await held(bot, 'kai');
  await maya.presses('link.here');
  const visitor = new Visitor(site, addressIn(maya.last));
  await visitor.begins();
  await visitor.sends({ length: 'yes' }, 'next');
  await visitor.sends({ share: 'now', 'q-agreed': '5' }, 'submit');
  expect(visitor.words).toContain('hand the device back');
  await maya.types('hours');
  expect(JSON.stringify(maya.last)).toContain('1 answer about a session came on a lent device');
  await maya.types('feedback');
  expect(JSON.stringify(maya.last)).toContain('came on a lent device');
  const links = await bot.store.read((tx) => tx.in(bot.programme).accessLinks.ofPerson(kai));
  expect(links.map((l) => l.state)).toEqual(['used', 'used']);
});

test('a half-filled form on a lent device is nobody’s to read half an hour later', async () => {
  const { bot } = await open(null);
  const maya = bot.as('maya');
  await proposed(bot);
  await maya.presses('link.here');
  await bot.clock.pass(31 * minute);
  await maya.saves();
  expect(JSON.stringify(maya.last)).toContain('not yours');
});

test('only the mentor of the two may make a link', async () => {
  const { bot } = await open();
  await proposed(bot);
  const card = bot.as('maya').card('For your mentee to answer');
  const subject = card?.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : []))[0]?.press.subject ?? '';
  for (const who of ['tom', 'leo', 'priya'])
    for (const verb of ['link.make', 'link.here']) {
      await bot.as(who).presses(verb, { subject });
      expect(JSON.stringify(bot.as(who).last)).toContain('Nothing has changed');
    }
});

test('an account that comes later is joined once both say so', async () => {
  const { bot } = await open();
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  const newcomer = bot.as('kai.l');
  await newcomer.types('hello');
  await maya.types('join @kai.l "Kai Lund"');
  expect(JSON.stringify(maya.last)).toContain('Nothing is joined until they say yes');
  await newcomer.presses('join.yes');
  const joined = await personCalled(bot, 'Kai Lund');
  expect(joined?.id).toBe(kai);
  expect(joined?.accounts.map((a) => a.user)).toEqual(['kai.l', kai]);
  await newcomer.types('home');
  expect(JSON.stringify(newcomer.last)).toContain('asks you to agree');
  await bot.clock.pass(hour);
  // What is said from now on goes to the account.
  await maya.presses('agreement.ask-again', {
    subject: (await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai)))[0]?.id as string,
  });
  expect(newcomer.sees().join('\n')).toContain('Maya Okafor');
});

test('nobody is joined on one side’s word, nor one who takes part already', async () => {
  const { bot } = await open();
  const maya = bot.as('maya');
  const kai = await proposed(bot);
  await maya.types('join @leo "Kai Lund"');
  expect(JSON.stringify(maya.last)).toContain('takes part here already');
  await bot.as('kai.l').types('hello');
  await bot.as('tom').types('join @kai.l "Kai Lund"');
  expect(JSON.stringify(bot.as('tom').last)).toContain('Whose account is it?');
  await maya.types('join @kai.l "Kai Lund"');
  await bot.as('kai.l').presses('join.no');
  expect((await personCalled(bot, 'Kai Lund'))?.accounts.every((a) => a.platform === 'link')).toBe(true);
  await bot.as('kai.l').presses('join.yes', { subject: bot.as('kai.l').id ?? 'x' });
  expect((await personCalled(bot, 'Kai Lund'))?.id).toBe(kai);
});

test('whoever took part between the question and the yes is not joined', async () => {
  const { bot } = await open();
  const kai = await proposed(bot);
  await bot.as('kai.l').types('hello');
  await bot.as('maya').types('join @kai.l "Kai Lund"');
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme);
    const newer = (await rows.people.all()).find((p) => p.accounts.some((a) => a.user === 'kai.l'));
    if (newer !== undefined) await rows.people.save({ ...newer, roles: ['supervisor'] });
  });
  await bot.as('kai.l').presses('join.yes');
  expect(JSON.stringify(bot.as('kai.l').last)).toContain('cannot be joined any more');
  const person = await bot.store.read((tx) => tx.in(bot.programme).people.get(kai));
  expect(person?.accounts.every((a) => a.platform === 'link')).toBe(true);
});

test('plan, reschedule and cancel take the name in quotes, as start does, and it is no title', async () => {
  const { bot } = await open();
  const kai = await proposed(bot);
  const maya = bot.as('maya');
  for (const [typed, title] of [
    ['plan "Kai Lund" Friday 3pm', ''],
    ['plan “Kai Lund” Friday 3pm Phone calls', 'Phone calls'],
    ['plan Friday 3pm "Kai Lund" "Why Monday?"', 'Why Monday?'],
    ['plan "kai" Friday 3pm', ''],
  ] as const) {
    await maya.types(typed);
    const { form, answers } = maya.form();
    expect([typed, answers.values.title, answers.values.time]).toEqual([typed, title, '15:00']);
    expect(JSON.stringify(form.steps[0]?.items)).toContain(`{"mention":"${kai}"}`);
  }
  for (const word of ['reschedule', 'cancel']) {
    await maya.types(`${word} "Kai Lund"`);
    expect(JSON.stringify(maya.last)).toContain('There is no planned session with ');
  }
});

test('start with a name that is here already asks which of them', async () => {
  const { bot } = await open();
  const maya = bot.as('maya');
  await maya.types('start "Leo Brandt"');
  expect(JSON.stringify(maya.last)).toContain('has an account');
  await maya.presses('mentorship.start-without');
  expect(maya.form().form.id).toBe('agreement');
  const all = await bot.store.read((tx) => tx.in(bot.programme).people.all());
  expect(all.filter((p) => p.name === 'Leo Brandt')).toHaveLength(2);
});

test('the name of somebody without an account is put right by their mentor and by the coordinator, by nobody else', async () => {
  const { bot } = await open();
  const kai = await proposed(bot, 'Kay Lundd');
  for (const user of ['tom', 'grace', 'leo']) {
    await bot.as(user).presses('person.name', { subject: kai });
    expect(JSON.stringify(bot.as(user).last), user).toContain('Nothing has changed');
  }
  const maya = bot.as('maya');
  await maya.types('home');
  await maya.presses('mentorship.open');
  await maya.presses('person.name');
  await maya.fills({ name: '  ' }).submits();
  expect(maya.form().problems.map((p) => p.say)).toHaveLength(1);
  await maya.fills({ name: 'Kay Lund' }).submits();
  expect(await personCalled(bot, 'Kay Lund')).toMatchObject({ id: kai });
  const priya = bot.as('priya');
  await priya.types('people');
  await priya.presses('people.without');
  await priya.presses('person.name', { subject: kai });
  await priya.fills({ name: 'Kai Lund', pronouns: 'they/them' }).submits();
  expect(await personCalled(bot, 'Kai Lund')).toMatchObject({ id: kai, pronouns: 'they/them' });
  // Whoever has an account does it themselves.
  await priya.presses('person.name', { subject: bot.as('leo').id });
  expect(JSON.stringify(priya.last)).toContain('correct it themselves');
});
