import { activity, execute } from '../adapters/teams/bot.js';
import { type ann, type FakeCloud, tenant } from '../adapters/teams/cloud.js';
import type { FromBot } from '../adapters/teams/playground.js';
import { type Play, TeamsPerson } from './teams-person.js';

/** Somebody in Teams, behind the stand-in for Microsoft's servers: all of them see one and the same tenant. */
export function teamsCloudPerson(cloud: FakeCloud, botUrl: string, who: typeof ann): TeamsPerson {
  const personal = `a:direct-${who.id}`;
  const sent = (): FromBot[] => cloud.posted.map((p) => ({ method: 'POST', ...p }));
  const post = async (about: object): Promise<unknown> => {
    const response = await fetch(`${botUrl}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(about),
    });
    if (!response.ok) throw new Error(`answered ${response.status}`);
    const text = await response.text();
    return text === '' ? undefined : JSON.parse(text);
  };
  /** The conversation as an activity names it. */
  const where = (id: string): object =>
    id === personal ? {} : { conversation: { id, conversationType: 'groupChat', tenantId: tenant, isGroup: true } };
  const play: Play = {
    url: cloud.url,
    get sent() {
      return sent();
    },
    async arrives(is, since = 0) {
      const found = sent().slice(since).find(is);
      if (found === undefined) throw new Error('nothing of the kind arrived');
      return found;
    },
    types: (conversation, text, mentions = []) =>
      post(
        activity(
          cloud.url,
          {
            text,
            entities: mentions.map((m) => ({ type: 'mention', text: `<at>${m.name}</at>`, mentioned: m })),
            ...where(conversation),
          },
          who,
        ),
      ),
    async executes(on, data) {
      const body = await post({
        ...execute(cloud.url, data),
        from: who,
        replyToId: on.id,
        conversation: { id: on.conversation, conversationType: 'personal' },
      });
      return body as Awaited<ReturnType<Play['executes']>>;
    },
    stop: async () => undefined,
  };
  return new TeamsPerson(play, personal);
}
