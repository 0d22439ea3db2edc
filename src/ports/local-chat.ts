import type { Card } from '../chat/card.js';
import type { Address, MessageRef } from '../chat/inbound.js';
import type { Reader } from '../chat/text.js';

/** A message as the local chat keeps it: the platform's own copy, as Slack or Teams would hold one. */
export interface LocalMessage {
  readonly ref: MessageRef;
  readonly address: Address;
  readonly key: string;
  readonly drawn: number;
  /** Names are not in it: mentions are resolved when it is shown. */
  readonly card: Card;
  /** The domain's clock (ms). */
  readonly postedAt: number;
  readonly editedAt: number | null;
}

/** Where the local chat keeps its messages. */
export interface LocalMessages {
  /** Keeps a message once per key: a second post with the same key answers the first one's ref. */
  post(message: Omit<LocalMessage, 'ref' | 'editedAt'>): Promise<MessageRef>;
  /** False where there is no such message. */
  edit(
    ref: MessageRef,
    change: { readonly card: Card; readonly drawn: number; readonly editedAt: number },
  ): Promise<boolean>;
  find(address: Address, key: string): Promise<MessageRef | undefined>;
  /** The newest `limit` messages, oldest first. */
  list(address: Address, limit: number): Promise<readonly LocalMessage[]>;
}

/** Somebody who can be in the local chat. */
export interface LocalPerson {
  readonly user: string;
  readonly name: string;
  /** What they are in the programme, in a word or two: "Mentor", "Coordinator". */
  readonly role: string;
}

/** What the local chat may know of the programme it shows. */
export interface LocalPeople {
  list(): Promise<readonly LocalPerson[]>;
  reader(user: string): Promise<Reader>;
  /** The programme's channels, e.g. `mentoring`. */
  channels(): Promise<readonly string[]>;
  /** The first name of whoever answers on this person's device now, which then shows nothing of theirs. */
  lentTo(user: string): Promise<string | undefined>;
}
