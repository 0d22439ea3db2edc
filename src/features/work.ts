import type { Answers } from '../chat/form.js';
import type { Account, Address, Quote, Reply, Surface } from '../chat/inbound.js';
import type { Platform, Text } from '../chat/text.js';
import type { Spoken } from '../commands/grammar.js';
import type { AccessLink, LinkPurpose } from '../domain/access-link.js';
import type { ConcernContacts, Manners, Person, Programme } from '../domain/programme.js';
import type { SessionPart } from '../domain/subjects.js';
import type { Ids, MentorshipId, PersonId, SessionId } from '../kernel/ids.js';
import type { AuditName, FaceName, FormName, PromptKind, Verb } from '../kernel/names.js';
import type { Occurrence, OccurrenceCodec } from '../kernel/subject.js';
import type { DraftRow, Hours, PromptRow, Recipient, Rows, SameTime } from '../ports/store.js';

/**
 * Why a card that comes unasked has come, and how to have less of it (docs/field.md#why-and-stop). Such a card carries
 * a button that answers with the sentence, privately, for as long as it has one of the buttons that ask for something:
 * an outcome needs no reason.
 */
export interface Reason {
  readonly say: string;
  /** The verbs of the buttons that ask. */
  readonly asks: readonly Verb[];
  /** One tap that ends such cards; absent where the card's own buttons do, or where it comes once. */
  readonly stop?: {
    readonly label: string;
    /** What is chosen by it: settings show it, and choose otherwise. */
    readonly manners: Manners;
    /** What has stopped, and what has not. */
    readonly said: string;
  };
}

/** What somebody without an account, who cannot be written to, gets in a face's place. */
export type InItsPlace =
  /** A link, or their mentor's device, on which they can do this: "read and answer your mentoring agreement". */
  | { readonly link: LinkPurpose; readonly to: string }
  /** Their mentor is asked to tell them: "you planned a session together". */
  | { readonly passOn: string }
  /** It is for people who have accounts, or says what such a card of another face says. */
  | 'nothing';

/**
 * What brings a message to a mentee, if anything (docs/field.md#one-message-a-day):
 * - `with-session`: a session does: its invitation, change, cancellation, beginning, length or questions;
 * - `in-answer`: their own words or press;
 * - `from-somebody`: what another person did just now, told at once as a message from them would be;
 * - `beside`: the program, of its own accord or because of what somebody did. It is their one message of a day: whatever
 *   shows it asks for that first (`src/features/shared/once-a-day.ts`), and the outbox lets no second one go;
 * - `to-others`: it is for mentors, coordinators, channels and others, and no mentee gets it as a mentee.
 */
export type Comes = 'with-session' | 'in-answer' | 'from-somebody' | 'beside' | 'to-others';

/** What a face says about itself, for what speaks of other features' messages. */
export interface AboutFace {
  /** On the coordinator's board, of one that was not delivered: "an invitation". Never what it says. */
  readonly called: string;
  readonly comes: Comes;
  /** Why it came, where it comes unasked and asks; one that names who sent it, or that tells an outcome, says so itself. */
  readonly why: Reason | 'says-itself';
  readonly withoutAccount: InItsPlace;
  /** Its line among several things in one message; null where no prompt that folds shows it. */
  readonly folded: string | null;
  /** By which of its reader's accounts alone it goes, where that is not the first that there is: of this subject. */
  through?(subject: string): Platform | undefined;
  /**
   * Somebody in need waits for it (docs/concern.md#no-dead-end), and twice does no harm: it is tried until it expires or is
   * known to have arrived, however often it may have arrived already.
   */
  readonly urgent?: true;
}

/** What a form says about itself. */
export interface AboutForm {
  /** Told to whoever began one and has not sent it: "a record". */
  readonly called: string;
}

/** Who is asked or told by a prompt. */
type AskedByPrompt = 'mentor' | 'mentee' | 'mentor-and-mentees' | 'coordinator' | 'anyone' | 'nobody';
/** Where a mentee is, each of them has one of their own. */
type OneForEach = 'mentee' | 'mentor-and-mentees';

/** What a prompt says about itself. */
export type AboutPrompt<K extends PromptKind = PromptKind> = {
  /**
   * Which hours it waits for once it is due: none (no person is asked by it, or it ends a session), the end of its
   * person's quiet hours and pause, or a working day of theirs as well, for what belongs to no particular day.
   */
  readonly waitsFor: 'nothing' | 'quiet-hours' | 'working-days';
  /**
   * Folds into one message with others once its person has had their day's worth
   * (docs/field.md#one-message-instead-of-three).
   */
  readonly folds: boolean;
} & (
  | {
      /** It is about no session. */
      readonly session: null;
      readonly asks: AskedByPrompt;
      readonly occurrence: OccurrenceCodec<K, unknown>;
    }
  | {
      /**
       * Of one about a session: the part of the session's life that it belongs to. What becomes of the session takes it
       * back by that (`Work.cancelAbout`), with no word about this prompt anywhere else.
       */
      readonly session: SessionPart;
      readonly asks: Exclude<AskedByPrompt, OneForEach>;
      /** What its occurrences are made of: the session first. */
      readonly occurrence: OccurrenceCodec<K, { readonly session: SessionId }>;
    }
  | {
      readonly session: SessionPart;
      /** Each of them has one of their own, which is taken back alone where only they are concerned. */
      readonly asks: OneForEach;
      /** What its occurrences are made of: the session first, and whose it is. */
      readonly occurrence: OccurrenceCodec<K, { readonly session: SessionId; readonly to: PersonId }>;
    }
);

/** What every face, form and prompt of the program says about itself, by name; and what all of them ask the program. */
export interface Parts {
  /** Whom to tell of a concern in this programme, the program's own settings included. */
  contactsOf(programme: Pick<Programme, 'settings' | 'nation'>): ConcernContacts;
  readonly faces: ReadonlyMap<string, AboutFace>;
  readonly forms: ReadonlyMap<string, AboutForm>;
  readonly prompts: ReadonlyMap<string, AboutPrompt>;
}

/**
 * One open transaction, as a handler sees it. A handler awaits nothing but `rows` and `forms`; the verbs are buffered
 * and take effect in the same transaction, or not at all.
 */
export interface Work {
  /** The domain's clock (ms), the same throughout. */
  readonly now: number;
  readonly programme: Programme;
  readonly rows: Rows;
  readonly ids: Ids;
  readonly parts: Parts;
  /** Null where this installation has no address of its own. */
  readonly pages: Pages | null;
  /**
   * Posts the face of this subject there, or redraws it if it stands there already; drawn when it is sent. What a prompt
   * shows the person whom it asks keeps to the hours that the prompt waits for; `waitsFor` says so of anything else.
   * It waits for its platform until `expiresAt`, or else `waitsAtMost`.
   */
  show(
    face: FaceName,
    subject: string,
    to: Recipient,
    how?: { readonly sensitive?: boolean; readonly expiresAt?: number; readonly waitsFor?: Hours },
  ): void;
  /** Redraws the faces of the subject, and of what hangs on it (`SUBJECT:…`), wherever they stand; posts nothing new. */
  redraw(subject: string): void;
  /** The same of the mentee's other open sessions at that time, and of the series that they belong to. */
  redrawThen(span: SameTime): void;
  /** Sets the one prompt with this occurrence, or moves it while it waits. */
  schedule(prompt: PromptToSet): void;
  cancel(prompt: Occurrence | PromptRow): void;
  /** Cancels all prompts whose occurrence begins so. */
  cancelAll(beginning: Occurrence): void;
  /**
   * Cancels every prompt about this session that belongs to one of these parts of its life, whichever feature set it;
   * `of`: those alone that are this person's own.
   */
  cancelAbout(session: SessionId, parts: readonly SessionPart[], of?: PersonId): void;
  /** An audit entry on the chain of the mentorship, or the programme's own. `facts` never hold what people wrote. */
  audit(
    what: AuditName,
    subject: string,
    facts?: Readonly<Record<string, string | number | boolean | null>>,
    chain?: MentorshipId,
  ): void;
  /** Erases a person, after all else of this transaction: what is audited of them is sealed under their key still. */
  erase(person: PersonId): void;
  /** Everyone of the programme by id; names for sentences come from here. */
  people(): Promise<ReadonlyMap<PersonId, Person>>;
}

/** A prompt as a handler sets it, its occurrence one of its kind; its programme and state are the runtime's. */
export type PromptToSet = {
  readonly [K in PromptKind]: Omit<PromptRow, 'programme' | 'state' | 'kind' | 'occurrence'> & {
    readonly kind: K;
    readonly occurrence: Occurrence<K>;
  };
}[PromptKind];

/** Where pages for people without an account are: `base` has no slash at its end. */
export interface Pages {
  readonly base: string;
  /** Opens on the machine that the program runs on, and nowhere else. */
  readonly loopback: boolean;
  /** A link to them can be sent by mail. */
  readonly mails?: true;
}

/** A chat that is switched on and away, since then (ms of the domain's clock): not listened to, or not written to. */
export interface AwayChat {
  readonly platform: Platform;
  readonly since: number;
  /** Somebody is there and does not let this program in: its token was taken back, its installation removed. */
  readonly notLetIn: boolean;
}

/** Work on behalf of somebody who acted. */
export interface ActorWork extends Work {
  readonly actor: Person;
  readonly surface: Surface;
  /** By which of their accounts they act. */
  readonly account: Account;
  /** Chats that are away: nobody there can be heard, and what is for them waits. */
  readonly away: readonly AwayChat[];
  /** Who lends their device and stands by, where the actor answers on it: every entry it leaves says so. */
  readonly witness?: PersonId;
  /**
   * The person whom a mention of this account means, met by it where nobody knows them yet: joined to the one whom the
   * programme awaits by an address or account that the platform vouches for, or made. They are written to by whoever
   * asks for this, once there is something to say. `perhaps`: the person they were without an account, who is asked.
   * @throws Refused where they cannot take part from that account, or take part in another programme
   */
  meet(account: Account): Promise<{ readonly person: Person; readonly perhaps?: PersonId }>;
  /** Opens here what this link lets its person do, and does it as that person. @throws Refused */
  begin(link: AccessLink): Promise<Reply>;
  readonly forms: {
    /**
     * Opens this form about this subject for the actor: goes on with their open draft of it, or begins one with `seed`.
     * `fresh` throws an older draft away (its text is in it until then).
     */
    open(
      form: FormName,
      subject: string,
      seed: Answers,
      how?: { readonly fresh?: boolean; readonly notice?: Text; readonly step?: string },
    ): Promise<Reply>;
    /** Goes on with a draft of the actor's. */
    continue(draft: DraftRow): Promise<Reply>;
  };
}

export interface Command {
  /** The grammar's word: `plan`; empty where none was typed. */
  readonly word: Spoken | '';
  /** What was typed after it, cleaned; mentions stand in it as placeholders. */
  readonly rest: string;
  readonly mentions: readonly Account[];
  /** The message that it was given on. */
  readonly quote?: Quote;
  readonly at: Address;
}

export type CommandHandler = (command: Command, work: ActorWork) => Promise<Reply>;
export type PressHandler = (
  press: { readonly subject: string; readonly arg: string; readonly drawn?: number },
  work: ActorWork,
) => Promise<Reply>;

/**
 * A press that always answers with a form or a panel. Platforms that must know before the press is handled (Teams'
 * dialogs) open its window at once. Not said of one whose card has to show the outcome in place of its buttons, nor of
 * one that stands in a channel, which is answered in private: without it a press still works, in one more press.
 */
export interface Opening {
  readonly opens: PressHandler;
}

/** Some of a feature's presses by verb, as a file of its own may hold them. */
export type Presses = Readonly<Partial<Record<Verb, PressHandler | Opening>>>;
