import type { Answer, Inbound } from '../../chat/inbound.js';
import type { Platform } from '../../chat/text.js';
import { noSuchLink } from '../../domain/access-link.js';
import { linkPlatform } from '../../kernel/account.js';
import { Refused } from '../../kernel/errors.js';
import type { ChatPort } from '../../ports/chat.js';
import type { Installations } from '../membership/installations.js';
import { answerFromMemory, type ReceiveDeps, receiver } from './receive.js';

/** Events of every platform, each heard with what its own chat knows of its accounts. */

/** Who comes by a link is known already: there is no platform to ask who they are. */
const noPlatform: Pick<ChatPort, 'platform' | 'profile'> = {
  platform: linkPlatform,
  async profile() {
    throw new Refused('no-such-link', noSuchLink);
  },
};

/**
 * Hears one event of any platform; what it says of an installation is kept first.
 * @throws Refused where the event's platform is not switched on
 */
export function inbound(
  deps: Omit<ReceiveDeps, 'profile'> & {
    readonly installed: Pick<Installations, 'heard' | 'removed'>;
  },
  chats: readonly Pick<ChatPort, 'platform' | 'profile'>[],
): (event: Inbound) => Promise<Answer> {
  const hearers = new Map<Platform, (event: Inbound) => Promise<Answer>>();
  for (const chat of [...chats, noPlatform]) {
    const own = {
      ...deps,
      profile: (...about: Parameters<typeof chat.profile>) => chat.profile(...about),
    };
    hearers.set(chat.platform, receiver(own, chat));
  }
  return async (event) => {
    if (event.kind === 'removed' && event.everywhere === true) return deps.installed.removed(event);
    // Before anything that is kept: the database may be away.
    const remembered = answerFromMemory(deps.memory, event);
    if (remembered !== undefined) return remembered;
    await deps.installed.heard(event.who);
    const hear = hearers.get(event.who.platform);
    if (hear === undefined) throw new Refused('no-such-platform', 'This chat is not switched on.');
    return hear(event);
  };
}
