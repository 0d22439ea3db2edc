import { afterEach, expect, test } from 'vitest';
import { codeLife, secondWay } from '../../../src/domain/second-way.js';
import { day } from '../../../src/kernel/clock.js';
import { hashOfToken } from '../../../src/kernel/token.js';
import { Browser } from '../../support/holder.js';
import { type LinksWorld, openLinks } from '../../support/links-world.js';
import { agreed } from '../../support/steps.js';
import { hiddenOf } from '../../support/visitor.js';

/** A code that comes by mail (docs/field.md#confirmed-twice): the mail says a link, the link shows the code, once. */

let world: LinksWorld;
afterEach(() => world.stop());

test('the mail says a link and no code; behind it stands the code, for ten minutes; used, it is gone', async () => {
  const mails: { readonly to: string; readonly subject: string; readonly text: string }[] = [];
  world = await openLinks('public', undefined, {
    async send({ to, subject, text }) {
      mails.push({ to, subject, text });
      return { sent: true };
    },
    close() {},
  });
  const { bot, site } = world;
  await agreed(bot, 'maya', 'leo');
  const [priya, leo] = [bot.as('priya'), bot.as('leo')];
  await bot.store.write(async (tx) => {
    const rows = tx.in(bot.programme).people;
    const person = await rows.get(priya.id);
    if (person !== undefined) await rows.save({ ...person, emails: ['priya@example.org'] });
  });
  const kept = () => bot.store.read((tx) => tx.in(bot.programme).kept.get(secondWay, priya.id));
  const isThere = async () =>
    (await bot.store.read((tx) => tx.in(bot.programme).people.get(leo.id)))?.erasedAt === null;
  const linkIn = (text = ''): string => /https?:\S+/.exec(text)?.[0] ?? '';
  const behind = async (): Promise<string> => {
    await bot.settled();
    const b = new Browser(site);
    await b.opens(linkIn(mails.at(-1)?.text));
    // Machines open links: a look at the page shows nothing yet.
    const code = (await kept())?.code ?? 'none';
    expect(b.words).not.toContain(code);
    await b.posts(linkIn(mails.at(-1)?.text), hiddenOf(b.page.html));
    return b.words;
  };

  await priya.presses('data.erase', { subject: leo.id, arg: 'yes' });
  expect(JSON.stringify(priya.form().form)).toContain('A link was sent to your e-mail address. It shows a code.');
  const first = (await kept())?.code ?? '';
  expect(await behind()).toContain(`${first} is your code for: Erase for good.`);
  expect(mails).toHaveLength(1);
  expect(mails[0]).toMatchObject({ to: 'priya@example.org', subject: 'A code to confirm something' });
  // Neither mail nor message has the code, or says whom it is about.
  expect(mails[0]?.text).not.toContain(first);
  expect(mails[0]?.text).not.toMatch(/Leo/);
  expect(priya.sees().join()).not.toContain(first);

  // Too late, link and code are over.
  await bot.clock.pass(codeLife + 1);
  await priya.fills({ code: first }).submits();
  expect(priya.form().problems[0]?.say).toContain('longer than 10 minutes');
  const late = new Browser(site);
  await late.opens(linkIn(mails[0]?.text));
  await late.posts(linkIn(mails[0]?.text), hiddenOf(late.page.html));
  expect(late.words).not.toContain(first);
  expect(await isThere()).toBe(true);
  // Were the link good for longer than its code: the code itself is shown for ten minutes, and not a moment more.
  const showsAfter = async (passed: number): Promise<string> => {
    await priya.presses('data.erase', { subject: leo.id, arg: 'yes' });
    await bot.settled();
    const address = linkIn(mails.at(-1)?.text);
    await bot.store.write((tx) =>
      tx.in(bot.programme).accessLinks.renew(hashOfToken(address.split('/').at(-1) ?? ''), bot.clock.now() + day),
    );
    await bot.clock.pass(passed);
    const b = new Browser(site);
    await b.opens(address);
    await b.posts(address, hiddenOf(b.page.html));
    return b.words;
  };
  expect(await showsAfter(codeLife - 1)).toContain((await kept())?.code);
  const over = await showsAfter(codeLife);
  expect(over).toContain('This code is over.');
  expect(over).not.toContain((await kept())?.code ?? 'none');

  // Anew: the code of before is none, the one behind the newest link is, and goes with its use.
  await priya.presses('data.erase', { subject: leo.id, arg: 'yes' });
  const second = (await kept())?.code ?? '';
  expect(await behind()).toContain(second);
  await priya.fills({ code: second }).submits();
  expect(await isThere()).toBe(false);
  expect(await kept()).toBeUndefined();
  const entries = await bot.store.read((tx) => tx.in(bot.programme).audit.of(bot.programme));
  expect(entries.find((e) => e.what === 'person.erased')?.facts).toMatchObject({ confirmed: 'mail' });
}, 120_000);
