import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import { day } from '../../../src/kernel/clock.js';
import { Refused } from '../../../src/kernel/errors.js';
import { cannotTell, type Sent } from '../../../src/ports/chat.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { channelAddress, directOf } from '../../support/chat.js';
import { addressIn, answersAgreement, openLinks, proposed } from '../../support/links-world.js';
import { agreed, planned } from '../../support/steps.js';
import { Visitor } from '../../support/visitor.js';

/** Whoever cannot be reached is nobody's secret: the mentor and the coordinator are told, and it can be sent again. */

let t: TestBot;
beforeEach(async () => {
  t = await startBot();
});
afterEach(() => t.stop());
const words = (reply: Reply | undefined): string => JSON.stringify(reply);

test.each([
  ['has blocked the bot', 'blocked'],
  ['left, or never installed it', 'left'],
] as const)(
  'a mentee who %s: the mentor sees it, the coordinator’s board counts it, and it goes again',
  async (_, why) => {
    await agreed(t, 'maya', 'leo');
    const { send } = t.chat;
    t.chat.send = async (to, message) => (to === directOf('leo') ? { kind: 'gone', why } : send(to, message));
    await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
    const told = t.as('maya').sees().join('\n');
    expect(told).toContain('Not reached');
    expect(told).toContain('Tell them another way');
    const priya = t.as('priya');
    expect(priya.sees().join('\n')).toContain('Not reached');
    await priya.types('people');
    expect(words(priya.last)).toContain('Not delivered: ');
    await priya.presses('delivery.list');
    expect(words(priya.last)).toContain('they cannot be reached');
    // What it was about is none of the coordinator's.
    expect(words(priya.last)).not.toContain('Phone calls');
    t.chat.send = send;
    expect(t.as('leo').sees().join('\n')).not.toContain('Phone calls');
    await priya.presses('delivery.again');
    expect(t.as('leo').sees().join('\n')).toContain('Phone calls');
    await priya.types('people');
    expect(words(priya.last)).not.toContain('Not delivered: ');
  },
);

test('a mentee whose link ran out: the mentor is told once and what to do, the board shows it until it is mended', async () => {
  const { bot, site, stop } = await openLinks();
  onTestFinished(stop);
  const [maya, priya] = [bot.as('maya'), bot.as('priya')];
  await proposed(bot);
  await maya.presses('link.make');
  const notReached = (): readonly string[] => maya.sees().filter((m) => m.startsWith('# Not reached'));
  await bot.clock.to('2026-12-07T08:59:00Z');
  await priya.types('people');
  expect(words(priya.last)).not.toContain('Links not used');
  expect(notReached()).toEqual([]);
  await bot.clock.to('2026-12-07T09:01:00Z');
  expect(notReached()).toHaveLength(1);
  expect(notReached()[0]).toMatch(/link for someone ran out on Mon 7 Dec 2026.*\[Give them a link\]/s);
  await priya.types('people');
  expect(words(priya.last)).toContain('Links not used: 1');
  expect(words(priya.last)).toContain('ran out on ');
  await bot.clock.pass(3 * day);
  expect(notReached()).toHaveLength(1);

  // A new one from the very card; what it says changes, and the board has nothing any more.
  const subject = /"verb":"link.make","subject":"([^"]+out-[^"]+)"/.exec(JSON.stringify(maya.card('Not reached')))?.[1];
  await maya.presses('link.make', { subject: subject ?? '' });
  expect(notReached()).toEqual([]);
  expect(maya.sees().join('\n')).toContain('A new link is given');
  await priya.types('people');
  expect(words(priya.last)).not.toContain('Links not used');
  await answersAgreement(new Visitor(site, addressIn(await maya.presses('link.make', { subject: subject ?? '' }))));
  await bot.clock.pass(20 * day);
  expect(notReached()).toEqual([]);
});

test('a link that ran out for an agreement that was taken back is no matter of the board’s, nor of the mentor’s', async () => {
  const { bot, stop } = await openLinks();
  onTestFinished(stop);
  const [maya, priya] = [bot.as('maya'), bot.as('priya')];
  const kai = await proposed(bot);
  await maya.presses('link.make');
  const [m] = await bot.store.read((tx) => tx.in(bot.programme).mentorships.of(kai));
  await maya.presses('mentorship.end', { subject: m?.id as string, arg: 'yes' });
  await bot.clock.pass(15 * day);
  await priya.types('people');
  expect(words(priya.last)).not.toContain('Links not used');
  expect(maya.sees().join('\n')).not.toContain('# Not reached');
});

describe('a channel that does not take the digest: what to do next is said to whoever typed, and to the coordinator', () => {
  test.each([
    ['is not in', 'left', 'Mentorlog is not in that channel', 'Invite @Mentorlog to that channel'],
    ['may not write in', 'blocked', 'Mentorlog may not write in that channel', 'Let it write there'],
  ] as const)('the bot %s it', async (_, why, said, first) => {
    const { send } = t.chat;
    t.chat.send = async (to, message) => (to === channelAddress ? { kind: 'gone', why } : send(to, message));
    await t.as('maya').types('digest now', { scope: 'shared' });
    const [maya, priya] = [t.as('maya'), t.as('priya')];
    const news = (who: typeof maya): readonly string[] => who.sees().filter((m) => m.startsWith('# Digest not posted'));
    expect(news(maya)).toEqual([expect.stringContaining(`${said}.\n${first}`)]);
    expect(news(maya)[0]).toMatch(/then write @Mentorlog digest now there again\.$/m);
    expect(news(priya)).toEqual([expect.stringContaining(`${said}.\n${first}`)]);
    expect(news(priya)[0]).toMatch(/then send it again\.\n\[Send again\]$/);
    expect(news(t.as('tom'))).toEqual([]);
    await priya.types('people');
    await priya.presses('delivery.list');
    expect(words(priya.last)).toContain(`${said}: `);
    expect(words(priya.last)).not.toContain('they cannot be reached');
    // Again in vain: the card says so in its place. Then somebody has let it in.
    await priya.presses('delivery.again');
    expect(news(priya)).toHaveLength(1);
    t.chat.send = send;
    await priya.presses('delivery.again');
    expect(t.channel()).toHaveLength(1);
    expect(news(priya)).toEqual([]);
    expect(news(maya)).toEqual([]);
  });

  const unreadable = async (): Promise<never> => {
    throw new Refused(cannotTell, '');
  };
  test.each<readonly [string, Sent, string, string]>([
    ['came too late', { kind: 'refused', scope: 'workspace' }, 'Digest not posted', 'could not be reached in time.'],
    ['was refused for good', { kind: 'faulty', code: 'odd' }, 'Digest not posted', 'the channel did not take it.'],
    ['may have arrived', { kind: 'ambiguous' }, 'Was the digest posted?', 'Nobody can tell whether'],
  ])('one that %s: whoever asked for it is told, in their day', async (_, how, title, said) => {
    const { send } = t.chat;
    t.chat.send = async (to, message) => (to === channelAddress ? how : send(to, message));
    t.chat.wasSent = unreadable;
    await t.as('maya').types('digest now', { scope: 'shared' });
    for (let n = 0; n < 15; n += 1) await t.clock.pass(day);
    const news = t
      .as('maya')
      .sees()
      .filter((m) => m.startsWith(`# ${title}`));
    expect(news).toEqual([expect.stringContaining(said)]);
    expect(news[0]).toMatch(/write @Mentorlog digest now there again\.$/m);
    expect(t.as('tom').sees().join()).not.toContain(said);
  });

  test('the week’s own, which nobody asked for: the coordinator alone is told', async () => {
    const { send } = t.chat;
    t.chat.send = async (to, message) => (to === channelAddress ? { kind: 'gone', why: 'left' } : send(to, message));
    await t.clock.to('2026-11-27T16:00:00Z');
    const told = ['maya', 'tom', 'leo', 'priya'].filter((u) => t.as(u).card('Digest not posted') !== undefined);
    expect(told).toEqual(['priya']);
  });
});

test('a mentee is never told that their mentor cannot be reached', async () => {
  await agreed(t, 'maya', 'leo');
  const { send } = t.chat;
  t.chat.send = async (to, message) => (to === directOf('maya') ? { kind: 'gone', why: 'left' } : send(to, message));
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
  await t.as('leo').presses('plan.accept');
  expect(t.as('leo').sees().join('\n')).not.toContain('Not reached');
  expect(t.as('priya').sees().join('\n')).toContain('Not reached');
});
