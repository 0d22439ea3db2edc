import type { Pack } from '../../domain/pack/pack.js';
import type { ActorWork } from '../feature.js';
import { isLookedAt } from './packs.js';

/** What a pack waits for, in one sentence to whoever wants to have it. Of what has changed, and whose, it says nothing. */
export function standsAs(pack: Pack, { actor, now }: Pick<ActorWork, 'actor' | 'now'>): string {
  const decides = actor.id === pack.mentor || actor.id === pack.askedBy;
  if (isLookedAt(pack, now)) return 'The mentees’ time to look at it is not over yet. It is made when it is.';
  switch (pack.state) {
    case 'queued':
    case 'building':
    case 'looking':
      return pack.madeAt === null
        ? 'It is being made. Look again in a minute.'
        : 'It is being made again, as it stands now. Look again in a minute.';
    case 'deciding':
      return decides
        ? 'Something in it could still tell who somebody is. Decide it in the chat first: type evidence.'
        : 'Its mentor has something to decide before it can be had. Ask them.';
    case 'failed':
      return decides
        ? 'It could not be made. Nothing is lost: type evidence in the chat, and ask for a new one.'
        : 'It could not be made. Ask its mentor for a new one.';
    case 'dropped':
      return 'It was let go, and is not made any more.';
    case 'ready':
      return 'It is ready.';
    default:
      return pack.state satisfies never;
  }
}
