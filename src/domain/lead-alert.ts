import { minute } from '../kernel/clock.js';
import type { Id, PersonId, ProgrammeId } from '../kernel/ids.js';
import type { Contact, Person, Safeguarding } from './programme.js';
import { hasAccount } from './programme.js';

/**
 * That the safeguarding lead is told of a concern passed on (docs/concern.md#the-lead-is-told): by whom and when, whom it
 * went to, and who has it. Never what it is, and never about whom.
 */
export interface LeadAlert {
  readonly id: Id<'lead-alert'>;
  readonly programme: ProgrammeId;
  /** Whoever says that they have told the lead. Null once they were erased while nobody had said yet that they have it. */
  readonly by: PersonId | null;
  /** ms, as `deputyToldAt` and `acknowledgedAt` are. */
  readonly at: number;
  /** Null where no person of the programme is the lead, or was to be told as the lead. */
  readonly lead: PersonId | null;
  readonly deputy: PersonId | null;
  readonly deputyToldAt: number | null;
  readonly acknowledgedAt: number | null;
  readonly acknowledgedBy: PersonId | null;
}

/** How long (ms) the lead has before the deputy is told. */
export const deputyAfter = 30 * minute;
/** Pressed again within so long (ms), it is the same: whoever is shaken presses twice. */
export const sameAlertFor = 10 * minute;

/** How the program can tell one of them. */
export type ToldBy = 'chat' | 'mail' | 'nobody';

/** One of those who are to be told, as they are named to everybody. */
export interface Told extends Contact {
  readonly by: ToldBy;
}

/** Whom *I’ve told the lead* tells, and how, for one person who may press it. */
export interface Telling {
  readonly lead: Told | null;
  readonly deputy: Told | null;
  /** What whoever presses it is themselves. */
  readonly is: 'lead' | 'deputy' | null;
}

/** Whether they can be told in a chat: they take part here as more than a mentee, and there is a chat to write to. */
export const isInReach = (p: Pick<Person, 'accounts' | 'roles' | 'erasedAt'> | undefined): boolean =>
  p !== undefined && p.erasedAt === null && hasAccount(p) && p.roles.some((role) => role !== 'mentee');

/** The first e-mail address among words on how to reach somebody. */
export const mailAddressIn = (reach: string): string | undefined =>
  /[^\s@,;:()<>]+@[^\s@,;()<>]+\.[^\s@,;()<>.]+/.exec(reach)?.[0];

/**
 * @param inReach whether this person can be told in a chat
 * @param mails whether a mail can be sent
 * @param actor whoever may press it, where it is known who they are
 */
export function tellingOf(
  { lead, deputy }: Pick<Safeguarding, 'lead' | 'deputy'>,
  inReach: (person: PersonId) => boolean,
  mails: boolean,
  actor: PersonId | null,
): Telling {
  const told = (contact: Contact | undefined): Told | null => {
    if (contact === undefined) return null;
    const inChat = contact.person !== undefined && inReach(contact.person);
    const byMail = mails && mailAddressIn(contact.reach) !== undefined;
    return { ...contact, by: inChat ? 'chat' : byMail ? 'mail' : 'nobody' };
  };
  const isThem = (contact: Contact | undefined): boolean => actor !== null && contact?.person === actor;
  return { lead: told(lead), deputy: told(deputy), is: isThem(lead) ? 'lead' : isThem(deputy) ? 'deputy' : null };
}

/** Who is told at once: the lead, or the deputy where the lead cannot be; nobody where neither can, or whoever presses is one. */
export function toldAtOnce({ lead, deputy, is }: Telling): 'lead' | 'deputy' | null {
  if (is !== null || lead === null) return null;
  if (lead.by !== 'nobody') return 'lead';
  return deputy !== null && deputy.by !== 'nobody' ? 'deputy' : null;
}

/** What a button says of whom it tells, so that a press of an older card tells nobody whom it did not name. */
export const tellingKey = ({ lead, deputy }: Telling): string =>
  [lead, deputy].map((told) => (told === null ? '-' : told.by === 'chat' ? (told.person ?? '-') : told.by)).join('+');
