import type { Card } from '../chat/card.js';
import type { Account, Address, Answer, Inbound, MessageRef, Outgoing, PlacedFile } from '../chat/inbound.js';
import type { Platform, Reader, Text } from '../chat/text.js';
import { Refused } from '../kernel/errors.js';

/** How one attempt to send or update ended. */
export type Sent =
  | { readonly kind: 'delivered'; readonly ref: MessageRef }
  /**
   * Refused for now, surely not delivered: it waits, and is no try the fewer. A whole workspace's without a time to wait
   * is a platform that is away (a refused connection, no name to be found, no token to be had).
   */
  | {
      readonly kind: 'refused';
      readonly retryAfterMs?: number;
      readonly scope: 'conversation' | 'workspace';
      /**
       * `file`: for the sake of a file in it, which the platform does not have ready yet. `too-late`: by ourselves, for it
       * would have left when it may be looked for already.
       */
      readonly because?: 'file' | 'too-late';
    }
  /** May have been delivered: a reset, a time-out, a server's error after the request was read. */
  | { readonly kind: 'ambiguous' }
  /** Cannot be reached, now or by trying again. */
  | { readonly kind: 'gone'; readonly why: 'blocked' | 'left' | 'revoked' }
  /** Will never be accepted as it is: a fault of ours. `code` holds no content. */
  | { readonly kind: 'faulty'; readonly code: string };

/** What `update` answers (as `faulty`) where the message is no longer there: it was deleted. */
export const noSuchMessage = 'message_not_found';

/**
 * The code of a refusal (`Refused`) where the platform does not accept this program itself any more: it says nothing
 * about whom it wanted to write to.
 */
export const revoked = 'revoked';

/**
 * What `openDirect`, `place` and `wasSent` throw where it may go well later: nothing of the message was sent. `ended` says
 * how the call did.
 */
export class NotNow extends Refused {
  readonly ended: Extract<Sent, { kind: 'refused' | 'ambiguous' }>;
  constructor(code: string, say: string, ended: NotNow['ended'], options?: { cause?: unknown }) {
    super(code, say, options);
    this.name = 'NotNow';
    this.ended = ended;
  }
}

/** Whether this end says that the platform itself is away. */
export const isAway = (ended: Sent): boolean =>
  ended.kind === 'refused' && ended.scope === 'workspace' && ended.retryAfterMs === undefined;

/** The code of a refusal of `wasSent` where nobody will ever be able to tell: it may not be read there. */
export const cannotTell = 'cannot-tell';

/** Codes with which `place` refuses for good. */
export const neverPlaced: ReadonlySet<string> = new Set(['too-large', 'no-public-url', 'cannot-place']);

export interface Profile {
  readonly name: string;
  /** What else the platform calls them, where that is not their name: a display name, an account's. */
  readonly alsoCalled?: readonly string[];
  /** IANA zone; undefined where the platform gives none that is known. */
  readonly zone?: string;
  /** BCP 47. */
  readonly locale: string;
  /** Where the platform itself vouches for it. */
  readonly email?: string;
  /** A guest, bot, outsider or deactivated user is refused with a sentence. */
  readonly standing: 'member' | 'guest' | 'bot' | 'outsider' | 'deactivated';
}

/** What a platform allows: at most so many calls within so long, wherever that begins. */
export interface Limit {
  /**
   * The calls that are counted together. An `answer` is the chat's own, to somebody who is waiting for it: it takes its
   * share of what is allowed, and is never held. `open`: a direct conversation that was not known yet. `place`: a file.
   */
  readonly of: readonly ('send' | 'update' | 'answer' | 'open' | 'place')[];
  readonly per: 'conversation' | 'workspace';
  readonly most: number;
  /** ms */
  readonly within: number;
}

/** A request that a chat made of its own accord, to answer somebody. */
export interface Spent {
  readonly limits: readonly Limit[];
  /** Platform and tenant, as the outbox counts them: `teams|TENANT`. */
  readonly workspace: string;
  readonly address: Address;
}

/** What the runtime is to its adapters. */
export interface Hears {
  /** Handles one event whose sender the adapter has authenticated. Never throws: a fault is answered as a sentence. */
  (event: Inbound): Promise<Answer>;
  /**
   * The answer could not be shown, or nobody can tell (a trigger lapsed, the platform hung): the runtime says in a
   * message how to have it again, for a form with *Continue*; what is urgent it says itself, until it has arrived. Never
   * throws.
   */
  missed(event: Inbound, answer: Answer): Promise<void>;
  /**
   * The answer to this event was shown, or said to be missed: where it was a message of its own, no repeat of the event
   * is answered again, after a restart either. Never throws.
   */
  told(event: Inbound): Promise<void>;
  /**
   * Whom to call and to tell, in one short line, for the foot of every form, panel and home view that this account is
   * shown (docs/concern.md#already-there). From memory: at once, whatever is away. Undefined where there is none.
   */
  footFor(who: Account): Text | undefined;
  /**
   * A message of ours as it stands now, as this account may see it. It is no act of theirs: nothing is written, and
   * nobody new is met by it. Undefined where there is nothing to show them. Never throws.
   */
  look(at: { readonly ref: MessageRef; readonly who: Account }): Promise<Outgoing | undefined>;
}

/** One chat platform. */
export interface ChatPort {
  readonly platform: Platform;
  readonly can: {
    /** How a file gets into a message. `none`: facts and alt text stand alone. */
    readonly files: 'upload' | 'url' | 'none';
    /** Pictures of figures are drawn from the card itself: none is made or placed for it. */
    readonly charts?: true;
    /** `wasSent` can settle an ambiguous send. */
    readonly lookUp: boolean;
  };
  /**
   * Longest time (ms) after an attempt of `send` began at which it can still be accepted: how long it is waited for, and
   * how long what was given up may still be on its way. Shorter than the outbox's lease.
   */
  readonly acceptDelayMs: number;
  /** The outbox keeps within these of its own accord; none where nothing is limited. */
  readonly limits: readonly Limit[];
  /**
   * Starts to hear; answers how to stop (requests under way are finished first). May be called again after it failed.
   * @throws Away where the platform cannot be reached for now; Refused where trying again would change nothing
   */
  listen(hears: Hears): Promise<() => Promise<void>>;
  /**
   * The direct conversation with somebody.
   * @throws Refused `not-reachable` or `revoked` where there is none to be had; NotNow where there may be later
   */
  openDirect(who: Account): Promise<Address>;
  /** The conversation in which this message stands, where that costs no request. */
  conversationOf?(ref: MessageRef): Address | undefined;
  /**
   * Puts a file where a message to that conversation can show it, seen by nobody until then.
   * @throws where that failed; for good if it is `Refused` with one of the codes in `neverPlaced`, for now if `NotNow`
   */
  place(
    to: Address,
    file: { readonly name: string; readonly type: string; readonly bytes: Uint8Array },
  ): Promise<PlacedFile>;
  /**
   * @param mayBegin whether it is soon enough after its attempt was written down: asked right before a request that could be
   * looked for is begun. Each may be where it is not given
   */
  send(to: Address, message: Outgoing, mayBegin?: () => boolean): Promise<Sent>;
  update(ref: MessageRef, message: Outgoing): Promise<Sent>;
  /** The message sent there with this key since `since` (ms), if `can.lookUp`. @throws when it cannot tell; for good if it is `Refused` with `cannotTell`. */
  wasSent(to: Address, key: string, since: number): Promise<MessageRef | undefined>;
  /** Redraws the person's home view, where the platform keeps one. */
  home(who: Account, card: Card, reader: Reader): Promise<Sent>;
  /**
   * Who an account is, by the platform's own word.
   * @param named they have not written: a mention in this conversation names them, and nothing else is known of them
   * @throws Refused where the platform cannot say it, or does not know them there
   */
  profile(who: Account, named?: Address): Promise<Profile>;
  /**
   * Lets go of all that it remembers of this account: its person was erased, and what is kept of it in rows is gone. At once,
   * and never throws. Whoever writes from the account afterwards is met as somebody new.
   */
  forget(who: Account): void;
  /**
   * Some accounts may have been such people's, and it was not heard which: lets go of all, or of all but those that it knows
   * to be there still. What it lets go of is found again where it is needed.
   */
  forgetAll(): void;
}
