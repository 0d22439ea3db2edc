import type { Limit } from '../../src/ports/chat.js';

/** What Teams allows, each with its source. Sizes in bytes of UTF-8 unless said otherwise; times in ms. */

/**
 * A card with its message must stay below 28 KB, or Teams answers 413.
 * Source: Teams, "Limits and specifications" / "Format your bot messages" (approximately 28 KB for messages and cards
 * that bots send). 2 KB are left for what stands around the card in its message.
 */
export const largestCard = 26 * 1024;

/**
 * A dialog's card is answered in an invoke response, for which Teams documents no limit of its own; the message's is
 * held there as well, so that nothing opens in one client and not in another.
 */
export const largestDialog = largestCard;

/** Source: Teams, "Designing Adaptive Cards": at most six actions stand beside one another; clients drop the rest. */
export const mostActions = 6;

/**
 * For how many people a card may be refreshed by itself. Source: Teams, "User specific views" ("maximum 60 different
 * users"). Where a conversation has no more members than that, Teams refreshes it for all of them whoever is listed.
 */
export const mostRefreshed = 60;

/** The schema that Teams' clients know on desktop, web and phones. Source: Teams, "Cards reference". */
export const cardVersion = '1.5';

/** Longest label of a button (UTF-16 units) that desktop and phone clients show without cutting it. */
export const longestButton = 40;

/** Title of a dialog (UTF-16 units); longer ones are cut in its bar. */
export const longestDialogTitle = 64;

/** The largest request that is read. A message is at most about 80 KB (Teams, "Limits and specifications"), a dialog's
 * submission a step of a form with its texts of 3,000 characters, escaped as JSON. */
export const largestRequest = 512 * 1024;

/** As much of a message (UTF-16 units) is read as words to the bot; no command is as long, and Teams' own are shorter. */
export const longestSaid = 20_000;

/** People whom one message can name; further ones are read as the names that stand there. No session has as many. */
export const mostMentioned = 30;

/** How many of them may be asked for at Teams, each by a request of its own, while whoever wrote waits. */
export const mostAskedFor = 8;

/** Mentions of a message that are looked at: as many as can stand in its words (`<at></at>`). */
export const mostEntities = 2_000;

/** Images: PNG, JPEG or GIF, at most 1 MB. Source: Teams, "Format your bot messages" (picture messages). */
export const largestImage = 1024 * 1024;

/** How long one request to Teams is waited for. Bot Framework's own gateway gives up after 15 s. */
export const requestTimeout = 15_000;

/**
 * The same for a request that answers somebody. Teams waits 5 s for the answer to a button and 15 s for that to a
 * message (at most two or three requests), and delivers what took longer again, under a new id
 * (docs/platforms.md#teams-waits-five-seconds).
 */
export const turnTimeout = 4_000;

/** The longest that whoever waits for an answer is kept waiting for another try at it. */
export const longestWait = 2_000;

/**
 * How long a request that was given up may still be accepted: the connector queues a message for up to as long again
 * as it lets a caller wait. Measured nowhere; deliberately long, as no look-up could settle it
 * (docs/platforms.md#teams-cannot-look-up).
 */
export const acceptDelay = 30_000;

/**
 * How many messages may go. Source: Teams, "Optimize your bot with rate limiting": "per bot per thread" for sending to a
 * conversation, and "the global limit per app per tenant", which editions of that page give as 30 or 50 a second: the
 * lower one. Changes of a message are requests like any other there, and so are answers and questions to the roster.
 */
const counted = ['send', 'update', 'answer'] as const;
export const pace: readonly Limit[] = [
  { of: counted, per: 'conversation', most: 7, within: 1_000 },
  { of: counted, per: 'conversation', most: 8, within: 2_000 },
  { of: counted, per: 'conversation', most: 60, within: 30_000 },
  { of: counted, per: 'conversation', most: 1_800, within: 3_600_000 },
  { of: counted, per: 'workspace', most: 30, within: 1_000 },
];

/** Bytes of a value as it is sent. */
export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
