import type { PersonId, ProgrammeId } from '../../kernel/ids.js';

/** A mail on its way to somebody without an account: it says nothing but a link of theirs. */
export interface Mail {
  readonly id: string;
  readonly programme: ProgrammeId;
  /** Whose it is, and under whose key; null of one whose row says of nobody that they had it sent. */
  readonly person: PersonId | null;
  /** The link's id: a mail goes only while the link is good. */
  readonly link: string;
  /** Sealed, and gone as soon as the mail is: the address carries the token. */
  readonly words: { readonly to: string; readonly url: string };
  readonly askedAt: number;
}

export type MailState = 'waiting' | 'sent' | 'failed' | 'void';

export interface MailsRepository {
  add(mail: Mail): Promise<void>;
  /** How the newest of this person's stands, and since when (ms). */
  lastOf(
    person: PersonId,
  ): Promise<{ readonly state: MailState; readonly at: number; readonly link: string } | undefined>;
  /** How the one stands that is about this link, and since when (ms). */
  ofLink(link: string): Promise<{ readonly state: MailState; readonly at: number } | undefined>;
  /** Takes one that waits and that nobody else has in hand, until `leaseUntil` (ms); counts the attempt. */
  claim(id: string, now: number, leaseUntil: number): Promise<(Mail & { readonly attempts: number }) | undefined>;
  /** It goes again then (ms). */
  again(id: string, nextAt: number, code: string): Promise<void>;
  /** It is over: its words go. */
  settle(id: string, state: Exclude<MailState, 'waiting'>, at: number, code: string): Promise<void>;
}

/** The mails of every programme. */
export interface AnyMailRepository {
  /** Those that may go at `now` (ms), the oldest first. */
  due(now: number, most: number): Promise<readonly { readonly id: string; readonly programme: ProgrammeId }[]>;
}
