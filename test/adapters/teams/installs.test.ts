import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressOf } from '../../../adapters/teams/address.js';
import type { Inbound, Outgoing, Reply } from '../../../src/chat/inbound.js';
import { activity, cardSaying, inChannel, reader, scripted, startBot } from './bot.js';
import { ann, ben, bot as botAccount, type FakeCloud, startCloud, tenant } from './cloud.js';

/** The bot comes into a conversation, and is taken out of it: each is told in two kinds of activity. */

let cloud: FakeCloud;
let stop: (() => Promise<void>) | undefined;
beforeAll(async () => {
  cloud = await startCloud();
});
beforeEach(() => cloud.reset());
afterEach(async () => {
  await stop?.();
  stop = undefined;
});
afterAll(() => cloud.stop());

async function start(answer?: (event: Inbound) => Reply) {
  const script = scripted(answer);
  const bot = await startBot(script.hears, cloud);
  stop = bot.stop;
  return { ...script, ...bot };
}

const person = { platform: 'teams', tenant, user: ann.aadObjectId };
const direct = addressOf({ tenant, conversation: `a:direct-${ann.id}` });
const channel = addressOf({ tenant, conversation: '19:general' });

describe('coming and going', () => {
  const added = (url: string) => activity(url, { type: 'conversationUpdate', membersAdded: [botAccount] });
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 24, 15, minute)).toISOString();
  const installed = (url: string, action: string, minute = 0) =>
    activity(url, { type: 'installationUpdate', action, timestamp: at(minute) });

  test('an installation, told twice in two ways, is one; the next one after a removal is another', async () => {
    const b = await start(() => ({ kind: 'say', card: cardSaying('Welcome.') }));
    await b.say(installed(cloud.url, 'add'));
    await b.say(added(cloud.url));
    await b.say(installed(cloud.url, 'remove', 1));
    await b.say(installed(cloud.url, 'add', 2));
    expect(b.heard.map((e) => e.kind)).toEqual(['installed', 'installed', 'removed', 'installed']);
    const keys = b.heard.filter((e) => e.kind === 'installed').map((e) => e.deliveryId);
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
    expect(b.heard[0]).toMatchObject({ who: person, at: direct, surface: { scope: 'direct' } });
  });
  test('a removal told a second time after the bot was added again is none; a later one is', async () => {
    const b = await start(() => ({ kind: 'say', card: cardSaying('Welcome.') }));
    const again = { type: 'conversationUpdate', membersRemoved: [botAccount] };
    await b.say(installed(cloud.url, 'add'));
    await b.say(installed(cloud.url, 'remove', 1));
    await b.say(installed(cloud.url, 'add', 2));
    await b.say(activity(cloud.url, { ...again, timestamp: at(1) }));
    expect(b.heard.map((e) => e.kind)).toEqual(['installed', 'removed', 'installed']);
    expect(await b.chat.openDirect(person as never)).toBe(direct);
    await b.say(activity(cloud.url, { ...again, timestamp: at(3) }));
    expect(b.heard.at(-1)?.kind).toBe('removed');
    expect(new Set(b.heard.map((e) => e.deliveryId)).size).toBe(4);
  });
  test('others coming, and a new version of the package, are no installation', async () => {
    const b = await start();
    await b.say(activity(cloud.url, { type: 'conversationUpdate', membersAdded: [ben] }));
    await b.say(installed(cloud.url, 'add-upgrade'));
    await b.say(activity(cloud.url, { type: 'messageReaction' }));
    await b.say(activity(cloud.url, { type: 'typing' }));
    expect(b.heard).toEqual([]);
  });
  test('in a team the name of the team comes along, and after a removal nothing is sent there', async () => {
    const b = await start();
    const team = { ...inChannel, channelData: { tenant: { id: tenant }, team: { id: '19:t', name: 'Mentors' } } };
    await b.say({ ...installed(cloud.url, 'add'), ...team });
    expect(b.heard).toMatchObject([{ kind: 'installed', name: 'Mentors', at: channel, surface: { scope: 'shared' } }]);
    const message: Outgoing = { key: 'k', drawn: 1, card: cardSaying('Digest'), reader, files: new Map() };
    expect((await b.chat.send(channel, message)).kind).toBe('delivered');
    await b.say({ ...installed(cloud.url, 'remove', 1), ...team });
    expect(await b.chat.send(channel, message)).toEqual({ kind: 'gone', why: 'left' });
  });
});
