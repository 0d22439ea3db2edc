import type { AwayChat } from '../features/feature.js';
import type { PlatformAway } from './outbound/platforms-away.js';

/**
 * Which platforms are away, as one list for all who say so: those that could not be listened to since the start, and those
 * where nothing can be sent. Each platform once, since the earlier of the two; not let in where any says that.
 * @param unheard what could not be listened to yet
 * @param unsent the workspaces that take nothing
 * @param concerns whether somebody asks about that workspace; all of them, unless given
 */
export function chatsAway(
  unheard: readonly AwayChat[],
  unsent: readonly PlatformAway[],
  concerns: (workspace: PlatformAway) => boolean = () => true,
): readonly AwayChat[] {
  const all = new Map<AwayChat['platform'], AwayChat>();
  for (const { platform, since, notLetIn } of [...unheard, ...unsent.filter(concerns)]) {
    const known = all.get(platform);
    all.set(platform, {
      platform,
      since: Math.min(since, known?.since ?? since),
      notLetIn: notLetIn || known?.notLetIn === true,
    });
  }
  return [...all.values()].toSorted((a, b) => a.since - b.since);
}

/** The same, in the words of whoever looks after the program; for a page that people do not read. */
export const awayLine = ({ platform, since, notLetIn }: AwayChat): string =>
  `${platform} ${notLetIn ? 'does not let this program in' : 'is away'} since ${new Date(since).toISOString()}: it is tried again at least once a minute`;
