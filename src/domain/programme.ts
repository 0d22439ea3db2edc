import type { Account, Address } from '../kernel/account.js';
import type { PersonId, ProgrammeId } from '../kernel/ids.js';
import type { WallTime } from '../kernel/zoned.js';
import type { FirstLead, SecondLead } from './leads.js';
import type { UnitRules } from './unit-rules.js';

/** Whose guidance and emergency number stand in where a programme has set none. */
export type Nation = 'england' | 'scotland' | 'wales' | 'northern-ireland' | 'ireland' | 'other';

export interface Contact {
  readonly name: string;
  /** Telephone, e-mail or both, as people would write it on a poster. */
  readonly reach: string;
  /** Who they are here, where they take part in the programme: they can be told in their own chat. */
  readonly person?: PersonId;
}

export interface Safeguarding {
  readonly lead?: Contact;
  readonly deputy?: Contact;
  /** When the lead can be reached: "Monday to Friday, 08:30 to 17:00". */
  readonly hours: string;
  /** What to do out of hours, in words. */
  readonly outOfHours: string;
  readonly policyUrl?: string;
  /** What to text, for whoever cannot speak, in words: “SHOUT to 85258”. Absent: the nation's. */
  readonly textLine?: string;
  /** A web chat, for the same: an address that begins with https. Absent: the nation's. */
  readonly webChat?: string;
}

/** Daily hours in which no prompt is sent but the record's at its session's end; `from` may be later than `to`. */
export interface QuietHours {
  readonly from: WallTime;
  readonly to: WallTime;
}

export interface ProgrammeSettings {
  readonly safeguarding: Safeguarding;
  readonly digest: {
    readonly channel?: { readonly address: Address; readonly name: string };
    readonly weekly: boolean;
    /** ISO weekday, 1 is Monday. */
    readonly weekday: number;
    readonly time: WallTime;
  };
  /**
   * `leadsTo`: whether mentoring here is evidence for the unit, for nothing, or either, as is said when each begins. Absent
   * where it never was anything but the unit.
   */
  readonly unit: {
    readonly title: string;
    readonly targetMinutes: number;
    readonly leadsTo?: 'unit' | 'nothing' | 'either';
    /** What it asks besides its hours; absent: nothing (docs/field.md#unit-rules). */
    readonly rules?: Omit<UnitRules, 'minutes'>;
  };
  readonly quiet: QuietHours;
  /** ISO weekdays. */
  readonly workingDays: readonly number[];
  /** For how many months after an end what is kept is kept, by class; absent: as usual (docs/field.md#retention). */
  readonly retention?: { readonly learner: number; readonly decisions: number; readonly concerns?: number };
  /** Whose public holidays are kept, as a country's or state's code (`IN`, `US-NY`); absent: the nation's. */
  readonly region?: string;
}

export interface Programme {
  readonly id: ProgrammeId;
  readonly name: string;
  readonly nation: Nation;
  readonly zone: string;
  readonly createdAt: number;
  /** A database that ever ran on a moved clock says so everywhere, for good. */
  readonly practice: boolean;
  /**
   * Since when (ms) those who are asked are told, before the first question, that readers from outside may read it in a pack
   * (docs/field.md#the-pack); absent: since it was made.
   */
  readonly outsideNamedAt?: number;
  readonly settings: ProgrammeSettings;
}

/** docs/field.md#denied-by-default; one person may hold several. */
export type Role =
  | 'mentor'
  | 'mentee'
  | 'supervisor'
  | 'stakeholder'
  | 'coordinator'
  | 'assessor'
  | 'iqa'
  | 'safeguarding-lead';

/** What a stakeholder is to the mentee: it says from where they look at the mentoring, and gives no more rights. */
export type StakeholderAs = 'line-manager' | 'teacher' | 'supervisor' | 'social-worker' | 'youth-worker' | 'other';

/** What a person chose about how the bot treats them; what is absent follows the programme. */
export interface Manners {
  readonly quiet?: QuietHours;
  readonly workingDays?: readonly number[];
  /** The two reminders of a session: their leads, or on or off as kept before there were any. A day and an hour unset. */
  readonly remindDay?: boolean | FirstLead;
  readonly remindHour?: boolean | SecondLead;
  /** A mentee's first reminder leads to the plan: on unless switched off. */
  readonly agenda?: boolean;
  /** A mentee would like to meet on the same day of the week, at the same time: off unless chosen. */
  readonly sameSlot?: boolean;
  /**
   * How a mentee arrives at a session and leaves it is asked with what comes anyway, and read by them alone or by their
   * mentor too: off unless chosen (docs/field.md#how-it-starts-and-ends).
   */
  readonly checkIn?: 'me' | 'mentor' | 'off';
  /** Reminders a day before the rest of the day's are folded into one message. */
  readonly dailyCap?: number;
  /** No prompts before then (ms). */
  readonly pausedUntil?: number;
  /** "Stop asking me" for feedback; confirmation of hours goes on. */
  readonly feedbackStopped?: boolean;
  /** Confirmation of hours stopped; feedback goes on. */
  readonly confirmationStopped?: boolean;
  /** Counts me in the channel's averages: off unless chosen (docs/field.md#five-mentees). */
  readonly inAverages?: boolean;
  /** A mentor is not nudged about a record that waits; the first asking at a session's end goes on. */
  readonly nudgeStopped?: boolean;
  /** A mentor's own week does not come with the weekly digest. */
  readonly digestStopped?: boolean;
  /** A mentor's own line in the channel's digest: off unless chosen. */
  readonly ownLine?: boolean;
}

/** Whether all of these are how somebody has it set. */
export const areChosen = (wanted: Manners, manners: Manners): boolean =>
  Object.entries(wanted).every(([key, value]) => manners[key as keyof Manners] === value);

/** All that somebody may have been called in what was written; what they are called now comes first. */
export const namesOf = (p: Pick<Person, 'name' | 'alsoCalled' | 'formerly'>): readonly string[] => [
  p.name,
  ...(p.alsoCalled ?? []),
  ...(p.formerly ?? []),
];

const wordsOf = (name: string): readonly string[] => name.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Of what else a platform calls somebody, a display name or an account's, what is not in their name already. */
export function alsoBeside(name: string, called: readonly (string | undefined)[]): readonly string[] {
  const known = new Set(wordsOf(name));
  const more: string[] = [];
  for (const one of called) {
    const words = wordsOf(one ?? '');
    if (one === undefined || words.every((word) => known.has(word))) continue;
    more.push(one);
    for (const word of words) known.add(word);
  }
  return more;
}

/** So many names of before are kept of somebody, the newest. */
const mostFormerly = 20;

/**
 * What somebody is called no more, once they are saved as `after`: others wrote it where their name is not to stand
 * (docs/field.md#nobody-is-named-outside). Of whoever is erased or somebody else's account, nothing.
 * @param others names of an account that is theirs from now on
 */
export function formerNames(
  before: Person | undefined,
  after: Person,
  others: readonly string[] = [],
): readonly string[] {
  if (after.erasedAt !== null || after.name === '') return [];
  const now = new Set([after.name, ...(after.alsoCalled ?? [])]);
  const all = [...(after.formerly ?? []), ...(before === undefined ? [] : namesOf(before).toReversed()), ...others];
  return [...new Set(all)].filter((name) => name !== '' && !now.has(name) && !saysAPart(name)).slice(-mostFormerly);
}

/** What somebody is stands in everybody's words: as a name of theirs it would be replaced there. */
export const saysAPart = (called: string): boolean =>
  /^(?:an? |the |my )?(?:mentors?|mentees?|coordinators?|assessors?|supervisors?|managers?|teachers?|tutors?|coach(?:es)?|learners?|students?|trainees?|apprentices?|stakeholders?|admins?|staff|team|me|you|user|guest|somebody)$/i.test(
    called.trim(),
  );

export interface Person {
  readonly id: PersonId;
  readonly programme: ProgrammeId;
  readonly name: string;
  readonly zone: string;
  readonly locale: string;
  readonly manners: Manners;
  readonly roles: readonly Role[];
  readonly accounts: readonly Account[];
  /** How somebody likes to be spoken of, in their own words. */
  readonly pronouns?: string;
  /** What else their platform calls them: others may have written it where their name is not to stand. */
  readonly alsoCalled?: readonly string[];
  /**
   * What they were called before, or by an account that is theirs now, the oldest first: kept by the store as they are saved
   * (`formerNames`). Shown to nobody but themselves; where they are named to nobody, none of these stands either.
   */
  readonly formerly?: readonly string[];
  /** Where `stakeholder` is among their roles and it was said which. */
  readonly stakeholderAs?: StakeholderAs;
  /** The coordinator noted that they are 18 or over: a yes, and no date of birth (docs/field.md#stakeholders). */
  readonly adult?: true;
  /** Addresses that a platform vouches for or an import awaited, in lower case: an import knows them again by these. */
  readonly emails?: readonly string[];
  /** Named in an import before they ever wrote: who they will turn out to be. */
  readonly expected?: { readonly email?: string; readonly user?: string };
  /** Named by a mention, and not heard from yet: who named them first, and whether they were written to about it. */
  readonly named?: { readonly by: PersonId; readonly told: boolean };
  readonly createdAt: number;
  readonly erasedAt: number | null;
}

/**
 * Whether there is a chat to write to them in: they wrote from it, or were named by a mention there. Somebody begun
 * without an account, or named in an import, can be written to nowhere.
 */
export const hasAccount = (p: Pick<Person, 'accounts'> | undefined): boolean =>
  p?.accounts.some((a) => a.platform !== 'link') === true;

/**
 * Whether a programme has a coordinator who can act: one who was named and never wrote coordinates nothing.
 * @param but somebody who is left out of it
 */
export const isCoordinated = (people: Iterable<Person>, but?: PersonId): boolean =>
  [...people].some((p) => p.id !== but && p.roles.includes('coordinator') && hasAccount(p) && p.named === undefined);

/** What is left of somebody whose accounts are somebody else's now: their rows may be named elsewhere, they are not. */
export const passedOn = ({ id, programme, zone, locale, createdAt }: Person, at: number): Person => ({
  id,
  programme,
  name: '',
  zone,
  locale,
  manners: {},
  roles: [],
  accounts: [],
  createdAt,
  erasedAt: at,
});

/** What “Worried about someone?” has nothing to say of yet, the most pressing first. */
export function unsetSafeguarding({ safeguarding: s }: Pick<ProgrammeSettings, 'safeguarding'>): readonly string[] {
  return [
    ...(s.lead === undefined ? ['the safeguarding lead'] : []),
    ...(s.deputy === undefined ? ['a deputy'] : []),
    ...(s.hours === '' ? ['when they can be reached'] : []),
    ...(s.outOfHours === '' ? ['what to do out of hours'] : []),
    ...(s.policyUrl === undefined ? ['the link to the policy'] : []),
  ];
}

/** What a coordinator has not said yet and no default can stand in for, the most pressing first. */
export function unsetIn(settings: ProgrammeSettings): readonly string[] {
  return [
    ...unsetSafeguarding(settings),
    ...(settings.digest.channel === undefined ? ['a channel for the digest'] : []),
  ];
}

/** Whom to tell of a concern. */
export interface ConcernContacts {
  readonly safeguarding: Safeguarding;
  readonly nation: Programme['nation'];
}

/**
 * Whom to tell in this programme, wherever it is said: as its coordinator set it, and the lead and deputy of the program's
 * own settings (`fallback`) where the programme has named none. What draws a card asks `parts.contactsOf`.
 */
export function contactsOf(
  { settings, nation }: Pick<Programme, 'settings' | 'nation'>,
  { safeguarding }: ConcernContacts,
): ConcernContacts {
  const own = settings.safeguarding;
  const lead = own.lead ?? safeguarding.lead;
  const deputy = own.deputy ?? safeguarding.deputy;
  return {
    nation,
    safeguarding: {
      ...own,
      ...(lead === undefined ? {} : { lead }),
      ...(deputy === undefined ? {} : { deputy }),
    },
  };
}
