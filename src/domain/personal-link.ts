import { z } from 'zod';
import { day } from '../kernel/clock.js';
import type { PersonId } from '../kernel/ids.js';
import { markOf, sameText } from '../kernel/token.js';
import { type AccessLink, isHandedOver, type LinkPurpose, type LinkStanding, standingOf } from './access-link.js';
import { type Allocation, readingOver } from './allocation.js';
import { keptValue, listOf, ofPerson } from './kept.js';

/**
 * A personal link opens nothing by itself (docs/field.md#a-personal-link): links are forwarded, and opened by machines. A
 * code that was told by another way enrols one browser; another browser needs another code.
 */

/** How long a code may wait for its browser (ms). */
export const codeLife = 14 * day;
/** More browsers than this one person hardly has: the one that was enrolled first makes room. */
const mostBrowsers = 5;

const door = z.object({
  /** The link's id (its token's hash): what was enrolled for another one opens this one no more. */
  link: z.string(),
  /** What a code that nobody has used yet is known by, and until when it may be used (ms). */
  code: z.object({ mark: z.string(), until: z.number() }).nullable(),
  /** What each enrolled browser keeps, by its hash, and since when (ms). */
  browsers: listOf(z.object({ hash: z.string(), at: z.number() })),
});
export type Enrolled = z.infer<typeof door>;

/** Of each person with a personal link: sealed, as all that is kept. */
export const enrolled = keptValue({
  name: 'enrolled',
  per: [ofPerson],
  schema: door,
  erasure: { of: 'person', does: 'forget' },
});

/**
 * The same of a link to packs, which somebody makes for themselves: who reads from outside and mentors too has both, and
 * making one closes nothing of the other.
 */
const enrolledForPacks = keptValue({
  name: 'enrolled-for-packs',
  per: [ofPerson],
  schema: door,
  erasure: { of: 'person', does: 'forget' },
});

/** The same of a link to the copy of what is kept about somebody: whoever has one may have another link as well. */
const enrolledForCopy = keptValue({
  name: 'enrolled-for-copy',
  per: [ofPerson],
  schema: door,
  erasure: { of: 'person', does: 'forget' },
});

/** The same of a link to the page for parents. */
const enrolledForLeaflet = keptValue({
  name: 'enrolled-for-leaflet',
  per: [ofPerson],
  schema: door,
  erasure: { of: 'person', does: 'forget' },
});

const doors: Readonly<Partial<Record<LinkPurpose, typeof enrolled>>> = {
  pack: enrolledForPacks,
  copy: enrolledForCopy,
  leaflet: enrolledForLeaflet,
};

/** Where the code and the browsers of a link of this purpose are kept. */
export const doorOf = (purpose: LinkPurpose): typeof enrolled => doors[purpose] ?? enrolled;

/** Whether its person makes it in a chat, and can make another there. */
export const isMadeInChat = (purpose: LinkPurpose): boolean => purpose === 'pack' || purpose === 'leaflet';

/** Eight characters of Crockford's base 32 are 40 bits. */
const codeShape = /^[0-9a-hjkmnp-tv-z]{8}$/;

/** A code as it was typed: without case, spaces and hyphens, and with the digits that letters were taken for. */
export function codeIn(typed: string): string | undefined {
  const code = typed
    .toLowerCase()
    .replace(/[\s\u2010-\u2015-]/g, '')
    .replace(/o/g, '0')
    .replace(/[il]/g, '1');
  return codeShape.test(code) ? code : undefined;
}

/** A code as it is told: two groups of four, which an eye can hold. */
export const codeInWords = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`.toUpperCase();

/** Whether this is the code that waits for a browser at `now` (ms). */
export const isCode = (kept: Enrolled | undefined, link: Pick<AccessLink, 'id'>, code: string, now: number): boolean =>
  sameText(kept?.link === link.id ? (kept.code?.mark ?? '-') : '-', markOf(code, link.id)) &&
  (kept?.code?.until ?? 0) > now;

/** Its code is used up by this browser. */
export const withBrowser = (kept: Enrolled, hash: string, now: number): Enrolled => ({
  ...kept,
  code: null,
  browsers: [...kept.browsers.filter((b) => b.hash !== hash), { hash, at: now }].slice(-mostBrowsers),
});

/** Whether a browser that keeps what has this hash is enrolled for the link. */
export const isEnrolled = (
  kept: Enrolled | undefined,
  link: Pick<AccessLink, 'id'>,
  browser: string | undefined,
): boolean => browser !== undefined && kept?.link === link.id && kept.browsers.some((b) => sameText(b.hash, browser));

/** `over`: their part as a reader has ended since it was made. */
export type PersonalStanding = Exclude<LinkStanding, 'used'> | 'over';

/** What it is worth at `now` (ms), while its person is here. */
export function personalStanding(
  link: Pick<AccessLink, 'state' | 'expiresAt' | 'purpose' | 'person' | 'madeAt'>,
  allocations: readonly Allocation[],
  now: number,
): Exclude<PersonalStanding, 'erased'> {
  if (link.purpose === 'evidence' && readingOver(allocations, link.person, link.madeAt, now)) return 'over';
  const standing = standingOf(link, now);
  return standing === 'used' ? 'void' : standing;
}

/** Why it opens nothing, and what to do. It names nobody: anybody may have the link. */
export const personalRefusal = (purpose: LinkPurpose, standing: Exclude<PersonalStanding, 'open'>): string =>
  standing === 'erased'
    ? personalRefusals.erased
    : isMadeInChat(purpose)
      ? madeInChatRefused
      : purpose === 'copy'
        ? copyLinkRefused
        : personalRefusals[standing];

/** Nobody has to be asked for another. */
const madeInChatRefused =
  'This link no longer works. Nothing is lost: make a new one in the chat, where you made this one.';

const copyLinkRefused =
  'This link no longer works. Nothing is lost: make a new one where you asked for your copy, or ask the coordinator of the programme.';

const personalRefusals: Readonly<Record<Exclude<PersonalStanding, 'open'>, string>> = {
  expired:
    'This link is more than 30 days old. Open it in the browser you used before to renew it, or ask the coordinator for a new one.',
  void: 'This link no longer works. Ask the coordinator of the programme for a new one.',
  erased: 'What was kept about you has been erased. Nothing is shown here any more. You can close this page.',
  over: 'Your part here has ended, so nothing is shown any more. Ask the coordinator of the programme if that is not right.',
};
export const notEnrolled = 'This browser is not known here. Open the link again, and type the code that you were told.';

/** Which of somebody's links is the personal one that was handed over to them, and is not void. */
export const personalOf = (links: readonly AccessLink[], person: PersonId): AccessLink | undefined =>
  links.findLast((l) => l.person === person && isHandedOver(l.purpose) && l.state === 'open');
