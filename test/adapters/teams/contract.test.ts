import { placeOfAddress, refOf } from '../../../adapters/teams/address.js';
import type { Address } from '../../../src/chat/inbound.js';
import { type ChatUnderTest, chatContract, type Fault, type SeenMessage } from '../../contract/chat.js';
import { activity, inChannel, scripted, startBot } from './bot.js';
import { ann, startCloud, tenant } from './cloud.js';
import { actionsOf, texts, walk } from './reading.js';

async function make(): Promise<ChatUnderTest> {
  const cloud = await startCloud();
  const bot = await startBot(scripted().hears, cloud, {
    requestTimeout: 1_500,
    publicUrl: 'https://mentorlog.example/',
  });
  await bot.say(activity(cloud.url, { text: 'hi' }));
  await bot.say(activity(cloud.url, { text: 'hi', ...inChannel }));
  cloud.posted.length = 0;
  const faults: Record<Exclude<Fault, 'connection-refused'>, Parameters<typeof cloud.misbehave>[0]> = {
    'rate-limited': { status: 429, headers: { 'retry-after': '2' } },
    'server-error': { record: true, status: 500 },
    hang: { record: true, drop: 'hang' },
    'reset-after-accept': { record: true, drop: 'reset' },
    left: { status: 404, body: { error: { code: 'ConversationNotFound' } } },
  };
  return {
    chat: bot.chat,
    member: {
      account: { platform: 'teams', tenant, user: ann.aadObjectId },
      profile: { name: ann.name, zone: 'Europe/London', locale: 'en-GB', standing: 'member' },
    },
    stranger: { platform: 'teams', tenant, user: '00000000-0000-0000-0000-00000000dead' },
    channel: 'teams:'.concat(encodeURIComponent(tenant), ':', encodeURIComponent('19:general')) as Address,
    async seen(at) {
      const place = placeOfAddress(at);
      return cloud.posted
        .filter((p) => p.conversation === place?.conversation)
        .map((p): SeenMessage => {
          const card = (p.activity.attachments as { content: unknown }[])[0]?.content as {
            msteams?: { entities?: { text: string; mentioned: { id: string; name: string } }[] };
          };
          const shown = texts(card);
          const entities = card.msteams?.entities ?? [];
          return {
            ref: refOf({ tenant, conversation: p.conversation }, p.id),
            summary: String(p.activity.summary),
            literals: shown.map((t) => t.words),
            mentions: shown.flatMap((t) =>
              t.tags.map((tag) => entities.find((e) => e.text === tag)?.mentioned.id ?? `unknown ${tag}`),
            ),
            moments: shown.flatMap((t) => t.moments),
            links: shown.flatMap((t) => t.links),
            buttons: actionsOf(card).map((a) => String(a.title)),
            pictures: walk(card)
              .filter((n) => n.type === 'Image')
              .map((n) => String(n.altText)),
          };
        });
    },
    async seenHome() {
      return undefined;
    },
    async fault(kind) {
      cloud.misbehave(kind === undefined || kind === 'connection-refused' ? undefined : faults[kind]);
      if (kind === 'connection-refused') await cloud.close();
      else await cloud.open();
    },
    async stop() {
      await bot.stop();
      await cloud.stop();
    },
  };
}

chatContract('Teams', make, {
  'look-up': 'Teams keeps no key of ours with a message and has no way to look for one',
  home: 'a bot in Teams has no home view; the word home answers with the same card',
});
