import type { Account, Address, MessageRef } from '../kernel/account.js';
import type { DraftId } from '../kernel/ids.js';
import type { Card, Pressed } from './card.js';
import type { Answers, FormView, Move } from './form.js';
import type { Reader } from './text.js';

export type { Account, Address, MessageRef };

/** What the surface that an event came from can show in answer to it. */
export interface Surface {
  /** A direct conversation with the bot, or a place that others read. */
  readonly scope: 'direct' | 'shared';
  /** A form can be opened or redrawn in answer to this very event. */
  readonly form: boolean;
  /** The answer to a press may hold the pressed message as it stands after it (`Answer.redrawn`). */
  readonly redraws?: true;
  /** The answer is a message of its own, no part of a response: for a repeat of the event it is not given again. */
  readonly apart?: true;
  /** A page of its own, where a long list has room. */
  readonly page?: true;
}

interface InboundBase {
  /** The same for every delivery of the same act (Slack: `trigger_id`, or the message's place; Teams: the card's nonce). */
  readonly deliveryId: string;
  readonly who: Account;
  readonly surface: Surface;
  /** The hash of the link's token by which somebody without an account acts (`who.platform` is `link`). */
  readonly through?: string;
  /** The hash of what the browser that it comes from keeps, where the link asks for an enrolled one. */
  readonly browser?: string;
}

/** A message that somebody wants in their record. */
export interface Quote {
  /** As a command's text has them: its mentions are placeholders. */
  readonly text: string;
  readonly mentions: readonly Account[];
  /** Null where no person said it. */
  readonly author: Account | null;
  /** What the platform calls them, for those whom the programme does not know. */
  readonly authorName?: string;
  /** ms */
  readonly at: number;
  readonly ref: MessageRef;
  /** Where the message itself can be opened, if that is known. */
  readonly link?: string;
}

export type Inbound = InboundBase &
  (
    | {
        readonly kind: 'command';
        readonly at: Address;
        /**
         * What was typed after `/mentor`. The n-th mention of somebody stands in it as `mentionMark` + n + `\uE001`
         * (see `kernel/words.ts`), and `mentions[n]` is that account.
         */
        readonly text: string;
        readonly mentions: readonly Account[];
        /** The message that the command was given on. */
        readonly quote?: Quote;
      }
    | {
        readonly kind: 'press';
        readonly at: Address;
        readonly press: Pressed;
        readonly on?: { readonly ref: MessageRef; readonly drawn: number };
      }
    | {
        readonly kind: 'form';
        readonly draft: DraftId;
        readonly revision: number;
        /** Where it stands on a screen, for a chat in which what was refused keeps its words and its older revision. */
        readonly window?: string;
        readonly move: Move;
        /** The step that was open; `answers` holds that step's fields only. */
        readonly step: string;
        readonly answers: Answers;
      }
    | { readonly kind: 'home' }
    | { readonly kind: 'installed'; readonly at: Address; readonly name?: string }
    /** `everywhere`: the whole installation is gone, not one person's. */
    | { readonly kind: 'removed'; readonly everywhere?: true }
  );

export type InboundOf<K extends Inbound['kind']> = Extract<Inbound, { kind: K }>;

/** What is answered to the person who acted, and to nobody else. */
export type Reply =
  /** The act is done; what it changed is redrawn where it stands. */
  | { readonly kind: 'done' }
  /** A private word (docs/field.md#never-the-only-copy). */
  | { readonly kind: 'say'; readonly card: Card }
  /** Opens a form, or redraws the open one. */
  | { readonly kind: 'form'; readonly view: FormView }
  /** Something to read where a form would be (a modal, a dialog, a page): private words may stand here. */
  | {
      readonly kind: 'panel';
      readonly card: Card;
      /**
       * What of it may stand in a message (docs/architecture.md#private-words-only-in-forms): where somebody typed for it
       * in a conversation of their own, and the platform can open nothing by that, it is there at once. Absent where
       * all of it may be private.
       */
      readonly inMessage?: Card;
    }
  /** Closes the open form. */
  | { readonly kind: 'close'; readonly say?: Card };

/** A reply with what its adapter needs to draw it. */
export interface Answer {
  readonly reply: Reply;
  readonly reader: Reader;
  /**
   * Somebody in need waits for it, and nothing in it is a secret: it is shown where it was asked for, without a second
   * step, and said again until it arrives (docs/concern.md#no-dead-end). Where others read, `inPublic` stands in its
   * place, and names nobody.
   */
  readonly urgent?: { readonly inPublic: Card };
  /** Nothing was done, and nothing kept: a form that is open stays as it is, with what was typed, beneath the word. */
  readonly undone?: true;
  /** The event was answered before, by a message of its own (`Surface.apart`): there is nothing to show. */
  readonly again?: true;
  /** Another program on the database heard the same event a moment ago: it may be showing this answer now. */
  readonly elsewhere?: true;
  /** The act changed something: what it was pressed in is no longer as it stands there. */
  readonly changed?: true;
  /** The message that was pressed on, as it stands after the press (Teams answers Action.Execute with it). */
  readonly redrawn?: { readonly ref: MessageRef; readonly message: Outgoing };
}

/** One message on its way out. */
export interface Outgoing {
  /** Unguessable, the same for every attempt at this message; safe to be seen by anyone. */
  readonly key: string;
  /** The version of the face that is drawn here; comes back with a press. */
  readonly drawn: number;
  readonly card: Card;
  readonly reader: Reader;
  readonly files: ReadonlyMap<string, PlacedFile>;
  /** The platform did not take the card: its words go alone, as plain text, with how to answer by typing. */
  readonly plainly?: true;
}

/** A file where its platform can show it: uploaded already, or at an address that expires. */
export type PlacedFile =
  | { readonly kind: 'placed'; readonly ref: string }
  /** `until` (ms, the store's clock): it is gone then. */
  | { readonly kind: 'url'; readonly url: string; readonly until?: number | undefined };
