import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { smtpMail } from '../../../adapters/mail/smtp.js';
import { day, hour, minute } from '../../../src/kernel/clock.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import { readConfig } from '../../../src/program/config.js';
import { cardText } from '../../support/card-text.js';
import { addsOutsider, allocate, codeIn } from '../../support/holder.js';
import { addressIn } from '../../support/links-world.js';
import { canaries, type OutsideWorld, outsideWorld } from '../../support/outside-world.js';
import { type SmtpServer, smtpServer } from '../../support/smtp-server.js';

/** A link by mail, through a server on this machine: what stands in it, when it goes, and that none is lost. */

let folder = '';
let server: SmtpServer;
let world: OutsideWorld;
let ivy: PersonId;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-mail-'));
  server = await smtpServer();
  world = await outsideWorld(`${folder}/mentorlog.db`, smtpMail(server.url, 'mentoring@example.org'));
  ivy = await addsOutsider(world.bot, 'Ivy Assessor', 'assessor', 'ivy@awarding.example');
  await allocate(world.bot, ivy, 'assessor');
});
afterEach(async () => {
  await world.stop();
  await server.stop();
  await rm(folder, { recursive: true });
});

const priya = () => world.bot.as('priya');
async function mailed(): Promise<{ readonly address: string; readonly code: string }> {
  const reply = await priya().presses('door.make', { subject: ivy, arg: 'mail' });
  return { address: addressIn(reply), code: codeIn(reply) };
}
async function standing(): Promise<string> {
  const reply = await priya().presses('door.open', { subject: ivy });
  if (reply.kind !== 'panel') throw new Error('no panel');
  return cardText(reply.card, {
    person: null,
    platform: 'web',
    zone: 'Europe/London',
    locale: 'en-GB',
    named: () => ({ name: 'x' }),
  });
}
/** What the server was given, as its reader sees it. */
const received = (i: number): string => (server.mails[i]?.data ?? '').replace(/=\n/g, '').replace(/=3D/g, '=');

test('a sentence and the link: no name, no code, nothing of anybody', async () => {
  const { address, code } = await mailed();
  await world.bot.settled();
  expect(server.mails.map((m) => [m.from, m.to])).toEqual([['mentoring@example.org', 'ivy@awarding.example']]);
  expect(received(0)).toContain(address);
  expect(received(0)).not.toContain(code);
  expect(received(0)).not.toContain(code.replace('-', ''));
  expect(received(0)).not.toMatch(canaries);
  expect(received(0)).not.toMatch(/Ivy|Kai|Maya|Priya|Riverside/);
  expect(await standing()).toContain('sent');
});

test('it goes once, however often the program looks', async () => {
  await mailed();
  for (let i = 0; i < 3; i += 1) await world.bot.settled();
  await world.bot.clock.pass(hour);
  await world.bot.settled();
  expect(server.mails).toHaveLength(1);
});

test('while the server is away it waits, and goes when it is back', async () => {
  await server.stop();
  await mailed();
  await world.bot.settled();
  expect(await standing()).toContain('is on its way');
  server = await smtpServer(Number(new URL(server.url).port));
  await world.bot.clock.pass(2 * minute);
  await world.bot.settled();
  expect(server.mails).toHaveLength(1);
  expect(await standing()).toContain('sent');
});

test('a server that is gone before it says that it has it: it goes again, as the same mail', async () => {
  server.dropsAfterData = true;
  await mailed();
  await world.bot.settled();
  server.dropsAfterData = false;
  await world.bot.clock.pass(2 * minute);
  await world.bot.settled();
  const ids = server.mails.map((_m, i) => /Message-ID: (\S+)/i.exec(received(i))?.[1]);
  expect(ids).toHaveLength(2);
  expect(ids[0]).toBe(ids[1]);
});

test('an address that is refused for good: nobody tries again, and the coordinator sees it', async () => {
  server.refuses = '550 no such mailbox';
  await mailed();
  await world.bot.settled();
  await world.bot.clock.pass(day);
  await world.bot.settled();
  expect(server.mails).toHaveLength(0);
  expect(await standing()).toContain('not taken: check the address');
});

test('one that a server does not take for now goes later', async () => {
  server.refuses = '451 try later';
  await mailed();
  await world.bot.settled();
  server.refuses = null;
  await world.bot.clock.pass(2 * minute);
  await world.bot.settled();
  expect(server.mails).toHaveLength(1);
});

test('a link that was closed meanwhile is not sent', async () => {
  server.refuses = '451 try later';
  await mailed();
  await world.bot.settled();
  await priya().presses('door.close', { subject: ivy });
  server.refuses = null;
  await world.bot.clock.pass(hour);
  await world.bot.settled();
  expect(server.mails).toHaveLength(0);
});

test('what waits is sealed, and what has gone is forgotten', async () => {
  server.refuses = '451 try later';
  const { address } = await mailed();
  await world.bot.settled();
  const token = new URL(address).pathname.split('/').at(-1) ?? '-';
  const all = Buffer.concat(
    await Promise.all(['', '-wal'].map((end) => readFile(`${folder}/mentorlog.db${end}`).catch(() => Buffer.alloc(0)))),
  ).toString('latin1');
  expect(all.includes(token)).toBe(false);
  expect(all.includes('ivy@awarding')).toBe(false);
});

test('without a server nobody is offered a mail', async () => {
  const bare = await outsideWorld();
  const person = await addsOutsider(bare.bot, 'Ivy Assessor', 'assessor', 'ivy@awarding.example');
  const reply = await bare.bot.as('priya').presses('door.open', { subject: person });
  expect(JSON.stringify(reply)).not.toContain('e-mail');
  await bare.stop();
});

test.each([
  [{ SMTP_URL: 'smtp://mail.example.org' }, /MAIL_FROM: say whom/],
  [{ MAIL_FROM: 'a@example.org' }, /SMTP_URL: give the mail server too/],
  [{ SMTP_URL: 'https://mail.example.org', MAIL_FROM: 'a@example.org' }, /SMTP_URL: give smtps/],
  [{ SMTP_URL: 'smtps://mail.example.org', MAIL_FROM: 'nobody' }, /MAIL_FROM: give one address/],
  [{ SMTP_URL: 'smtps://mail.example.org', MAIL_FROM: 'a@example.org' }, /PUBLIC_URL: a link in a mail/],
])('settings that do not fit are told: %o', (env, say) => {
  let told = '';
  try {
    readConfig(env as Record<string, string>);
  } catch (error) {
    told = (error as { say: string }).say;
  }
  expect(told).toMatch(say);
});
