import { day, minute } from '../kernel/clock.js';
import type { PersonId, ProgrammeId } from '../kernel/ids.js';

/**
 * What lets somebody do one thing once without an account (docs/field.md#without-an-account): answer an agreement,
 * answer about a session, choose what a handover passes on. Also the coordinator's own single-use pages and codes: an
 * import, and joining a programme. A `calendar` is not used up: it shows its person's sessions until it is renewed or
 * switched off; nor is a `look-back`, which its person makes for themselves, to print their page or save it, for a day.
 */
export type LinkPurpose =
  | 'agreement-answer'
  | 'session-answers'
  | 'review-answers'
  | 'handover-choice'
  | 'release-choice'
  | 'look-back'
  | 'second-code'
  | OpenAgain
  | 'import'
  | 'join'
  | 'calendar'
  | PersonalPurpose;

/**
 * What a personal link (`/e/TOKEN`, docs/field.md#a-personal-link) is for: portfolios, for whoever reads them from
 * outside; a page of their own, for a mentee without an account; packs to fetch, which a mentor or coordinator makes for
 * themselves; a copy of what is kept about them (docs/field.md#rights); or the page for parents, to print, which a coordinator
 * makes for themselves (docs/field.md#a-parents-request). Its subject is its person.
 */
export type PersonalPurpose = 'evidence' | 'own-page' | 'pack' | 'copy' | 'leaflet';

/** Whether it is its person's for as long as they renew it: nothing that is done by it uses it up. */
export const isPersonal = (purpose: LinkPurpose): purpose is PersonalPurpose =>
  isHandedOver(purpose) || purpose === 'pack' || purpose === 'copy' || purpose === 'leaflet';

/** Whether a coordinator hands it over; the other one its person makes for themselves, and both may be open. */
export const isHandedOver = (purpose: LinkPurpose): boolean => purpose === 'evidence' || purpose === 'own-page';

/**
 * What somebody outside is asked once, and may change until its date (docs/field.md#stakeholders): nothing that is sent by it
 * uses it up.
 */
type OpenAgain = 'stakeholder-answers' | 'attestation' | ChosenAlone;
/** What a mentee chose is nobody else's to know: a link that was used would tell that they chose. */
type ChosenAlone = 'stakeholder-choice' | 'pack-look';
const chosenAlone: ReadonlySet<LinkPurpose> = new Set<LinkPurpose>(['stakeholder-choice', 'pack-look']);
const openAgain: ReadonlySet<LinkPurpose> = new Set<LinkPurpose>([
  'stakeholder-answers',
  'attestation',
  ...chosenAlone,
]);

/** Whether what is chosen by it is its person's alone: nobody stands beside them, and nobody can tell that they chose. */
export const isChosenAlone = (purpose: LinkPurpose): boolean => chosenAlone.has(purpose);

/** Whether what is done by it uses it up. */
export const isUsedUp = (purpose: LinkPurpose): boolean => !isPersonal(purpose) && !openAgain.has(purpose);

/** What is answered on a page of its own, by whoever has the link. */
export const answersByLink: ReadonlySet<LinkPurpose> = new Set<LinkPurpose>([
  'agreement-answer',
  'session-answers',
  'review-answers',
  'handover-choice',
  'release-choice',
  'look-back',
  'second-code',
  ...openAgain,
]);

/** Whether whoever comes by it is nobody's mentee, and has no mentor to ask. */
export const isOutsiders = (purpose: LinkPurpose): boolean =>
  purpose === 'stakeholder-answers' || purpose === 'attestation';

export interface AccessLink {
  /** The token's hash: the token itself is kept nowhere. */
  readonly id: string;
  readonly programme: ProgrammeId;
  /** Who acts by it. */
  readonly person: PersonId;
  readonly purpose: LinkPurpose;
  /** The mentorship, the session, or the programme; of a calendar the session, the series, or the person for all of theirs. */
  readonly subject: string;
  readonly madeBy: PersonId;
  /** The one who made it lends their device and stands by: kept with everything that is answered by it. */
  readonly witnessed: boolean;
  readonly madeAt: number;
  readonly expiresAt: number;
  /** `void`: a newer one took its place, or the person was erased. */
  readonly state: 'open' | 'used' | 'void';
  readonly usedAt: number | null;
}

/** A link to hand over lives two weeks: until the session after next, as a rule. */
export const linkLife = 14 * day;
/** A personal link, until its holder renews it; and from then on again. */
export const personalLife = 30 * day;
/** A device that was handed over is back within this time. */
export const witnessLife = 30 * minute;

/** `erased`: its person is not here any more, whatever else became of it. */
export type LinkStanding = AccessLink['state'] | 'expired' | 'erased';

/** What a link is worth at `now` (ms), while its person is here. */
export const standingOf = (
  link: Pick<AccessLink, 'state' | 'expiresAt'>,
  now: number,
): Exclude<LinkStanding, 'erased'> => (link.state === 'open' && link.expiresAt <= now ? 'expired' : link.state);

/** Why it opens nothing, and what to do: the reader may be fourteen, on a borrowed phone. */
export const linkRefusals: Readonly<Record<Exclude<LinkStanding, 'open'>, string>> = {
  used: 'This link has been used. Your answers are safe. Ask your mentor if you want to change something.',
  expired: 'This link is too old now. Nothing is lost. Ask your mentor for a new one.',
  void: 'This link no longer works. Ask your mentor for a new one.',
  erased: 'What was kept about you has been erased. Nothing is asked any more. You can close this page.',
};

/** The same of one that somebody made for themselves: nobody else has to be asked for another. */
const ownLinkRefused =
  'This link no longer works. Nothing is lost: make a new one where you made this one, with “Print it or save a copy”.';

/** The same for somebody outside. Whether anything was answered is not told: anybody may have the link. */
const outsidersRefusals: typeof linkRefusals = {
  ...linkRefusals,
  used: 'This link is done. Nothing more is asked of you. Thank you.',
  expired: 'The time for this has passed, and nothing more is asked of you. Thank you.',
  void: 'Nothing is asked by this link any more. Thank you. If you did not expect that, ask whoever gave it to you.',
};

const codeLinkRefused = 'This code is over. Nothing was done. Begin again where you began, and a new link is sent.';

/** What stands where a link of this purpose opens nothing. */
export const refusalOf = (purpose: LinkPurpose, standing: Exclude<LinkStanding, 'open'>): string =>
  purpose === 'second-code' && standing !== 'erased'
    ? codeLinkRefused
    : purpose === 'look-back' && standing !== 'erased'
      ? ownLinkRefused
      : (isOutsiders(purpose) ? outsidersRefusals : linkRefusals)[standing];

/** Nobody knows of such a link. */
export const noSuchLink = 'This link does not work. Check that you have all of it, or ask your mentor for a new one.';
