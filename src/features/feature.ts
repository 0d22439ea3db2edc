import type { Card } from '../chat/card.js';
import type { Answers, Form, Problem } from '../chat/form.js';
import type { Account, Address, Quote, Reply, Surface } from '../chat/inbound.js';
import type { Text } from '../chat/text.js';
import type { Word } from '../commands/grammar.js';
import type { Link, LinkPurpose } from '../domain/link.js';
import type { Manners, Person, Programme, Safeguarding } from '../domain/programme.js';
import type { Ids, MentorshipId, PersonId } from '../kernel/ids.js';
import type { AuditName, CapabilityName, FaceName, FormName, NamesOf, PromptKind, Verb } from '../kernel/names.js';
import type { DraftRow, PromptRow, Recipient, Rows } from '../ports/store.js';

/** What every face and form of the program says about itself, by name: for what speaks of others' cards and forms. */
export interface Parts {
  readonly faces: ReadonlyMap<string, Face>;
  readonly forms: ReadonlyMap<string, FormFeature>;
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
  /** Posts the face of this subject there, or redraws it if it stands there already; drawn when it is sent. */
  show(
    face: FaceName,
    subject: string,
    to: Recipient,
    how?: { readonly sensitive?: boolean; readonly expiresAt?: number },
  ): void;
  /** Redraws the faces of the subject, and of what hangs on it (`SUBJECT:…`), wherever they stand; posts nothing new. */
  redraw(subject: string): void;
  /** Sets the one prompt with this occurrence, or moves it while it waits. */
  schedule(prompt: PromptToSet): void;
  cancel(occurrence: string): void;
  /** Cancels all prompts whose occurrence begins so. */
  cancelAll(prefix: string): void;
  /** An audit entry on the chain of the mentorship, or the programme's own. `facts` never hold what people wrote. */
  note(
    what: AuditName,
    subject: string,
    facts?: Readonly<Record<string, string | number | boolean | null>>,
    chain?: MentorshipId,
  ): void;
  /** Erases a person, after all else of this transaction: what is noted of them is noted under their key still. */
  erase(person: PersonId): void;
  /** Everyone of the programme by id; names for sentences come from here. */
  people(): Promise<ReadonlyMap<PersonId, Person>>;
}

/** A prompt as a handler sets it; its programme and state are the runtime's. */
export interface PromptToSet extends Omit<PromptRow, 'programme' | 'state' | 'kind'> {
  readonly kind: PromptKind;
}

/** Where pages for people without an account are: `base` has no slash at its end. */
export interface Pages {
  readonly base: string;
  /** Opens on the machine that the program runs on, and nowhere else. */
  readonly loopback: boolean;
}

/** Work on behalf of somebody who acted. */
export interface ActorWork extends Work {
  readonly actor: Person;
  readonly surface: Surface;
  /** Null where this installation has no address of its own. */
  readonly pages: Pages | null;
  /** Who lends their device and stands by, where the actor answers on it: every entry it leaves says so. */
  readonly witness?: PersonId;
  /** Opens here what this link lets its person do, and does it as that person. @throws Refused */
  begin(link: Link): Promise<Reply>;
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
  /** The grammar's word: `plan`. */
  readonly word: Word['word'];
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

/** The form that a feature owns: built for a subject, checked and taken in by the feature. */
export interface FormFeature {
  /** Told to whoever began one and has not sent it: "a record". */
  readonly called: string;
  /** The form as it is for these answers (steps may depend on them). A sentence instead where it cannot be had now. */
  build(about: { readonly subject: string; readonly answers: Answers }, work: ActorWork): Promise<Form | Card>;
  /** What is wrong beyond each field's own limits. Called with all answers, for every step. */
  problems?(
    about: { readonly subject: string; readonly answers: Answers; readonly form: Form },
    work: ActorWork,
  ): Promise<readonly Problem[]>;
  /** Things worth a thought that hold nobody up. */
  hints?(
    answers: Answers,
    about: { readonly subject: string },
    work: ActorWork,
  ): readonly Problem[] | Promise<readonly Problem[]>;
  /**
   * Fills in what follows from what was just chosen (a template's activities): called at each move with the answers
   * before and after it.
   */
  follow?(
    about: { readonly subject: string; readonly before: Answers; readonly answers: Answers },
    work: ActorWork,
  ): Promise<Answers>;
  /**
   * Something that required fields alone make worth keeping as a fact (a record's `first_saved_at`): called at each
   * move that keeps the draft.
   */
  kept?(
    about: { readonly subject: string; readonly answers: Answers; readonly form: Form; readonly complete: boolean },
    work: ActorWork,
  ): Promise<void>;
  /** Takes the answers in: all are within their limits and `problems` found none. More problems, or what to answer. */
  submit(
    about: { readonly subject: string; readonly answers: Answers; readonly form: Form },
    work: ActorWork,
  ): Promise<Reply | { readonly problems: readonly Problem[] }>;
}

/** What a face may read when it is drawn: after the commit, for its reader, as things stand then. */
export interface Drawing {
  readonly now: number;
  readonly programme: Programme;
  readonly rows: Rows;
  readonly parts: Parts;
  readonly subject: string;
  /** Whom it is drawn for; null in a channel. */
  readonly reader: Person | null;
  /** In a channel: who alone sees this drawing of it. Null where everybody there sees the same. */
  readonly viewer: Person | null;
  readonly pages: Pages | null;
  people(): Promise<ReadonlyMap<PersonId, Person>>;
}

/**
 * Why a card that comes unasked has come, and how to have less of it (docs/field.md#why-and-stop). Such a card carries a button that answers with the
 * sentence, privately, for as long as it has one of the buttons that ask for something: an outcome needs no reason.
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

/** A kind of message: all that is to be known of it, and how it is drawn. */
export interface Face {
  /** On the coordinator's board, of one that was not delivered: "an invitation". Never what it says. */
  readonly called: string;
  /** Why it came, where it comes unasked and asks; one that names who sent it, or that tells an outcome, says so itself. */
  readonly why: Reason | 'says-itself';
  readonly withoutAccount: InItsPlace;
  /** Its line among several things in one message; null where no prompt that folds shows it. */
  readonly folded: string | null;
  /**
   * Draws the card as things stand, or null where it is no longer worth saying. What is not shown-class
   * (docs/architecture.md#private-words-only-in-forms) never stands in it.
   */
  draw(drawing: Drawing): Promise<Card | null>;
}

/** What falls due at a moment: when it may go, whom it asks, and what it does. */
export interface Prompt {
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
  /**
   * Of one about a session (its occurrence begins `KIND:SESSION`): the part of the session's life that it belongs to.
   * What is ahead goes when the session begins or is called off; its end stays once it has begun; what comes after
   * stays until it is answered. Null: about no session.
   */
  readonly session: 'ahead' | 'end' | 'after' | null;
  /** Who is asked or told by it. */
  readonly asks: 'mentor' | 'mentee' | 'mentor-and-mentees' | 'coordinator' | 'anyone' | 'nobody';
  /** Usually shows a face. Called once, in a unit of work of its own. */
  fire(prompt: PromptRow, work: Work): Promise<void>;
}

type IfAny<Names extends string, Part> = [Names] extends [never] ? unknown : Part;

/** An implementation of every name that the capability has, and of no other. */
type PartsOf<N extends CapabilityName> = IfAny<
  NamesOf<N, 'command'>,
  { readonly commands: Readonly<Record<NamesOf<N, 'command'>, CommandHandler>> }
> &
  IfAny<NamesOf<N, 'verb'>, { readonly presses: Readonly<Record<NamesOf<N, 'verb'>, PressHandler | Opening>> }> &
  IfAny<NamesOf<N, 'form'>, { readonly forms: Readonly<Record<NamesOf<N, 'form'>, FormFeature>> }> &
  IfAny<NamesOf<N, 'face'>, { readonly faces: Readonly<Record<NamesOf<N, 'face'>, Face>> }> &
  IfAny<NamesOf<N, 'prompt'>, { readonly prompts: Readonly<Record<NamesOf<N, 'prompt'>, Prompt>> }>;

/** One capability, its names declared in `Capabilities`. */
export type FeatureOf<N extends CapabilityName> = Omit<
  Feature,
  'name' | 'commands' | 'presses' | 'forms' | 'faces' | 'prompts'
> & { readonly name: N } & PartsOf<N>;

/** One capability of the bot. Features never import each other: a card of another is shown by its face's name. */
export interface Feature {
  readonly name: string;
  readonly commands?: Readonly<Record<string, CommandHandler>>;
  readonly presses?: Readonly<Record<string, PressHandler | Opening>>;
  readonly forms?: Readonly<Record<string, FormFeature>>;
  readonly faces?: Readonly<Record<string, Face>>;
  readonly prompts?: Readonly<Record<string, Prompt>>;
  /** Called once per programme when the program starts, and when a programme is made: schedules what recurs. */
  begin?(work: Work): Promise<void>;
  /** Somebody could not be reached at all (blocked, left): tells whoever waits for them what to do. */
  unreachable?(person: PersonId, work: Work): Promise<void>;
  /** A channel does not take what was to be posted there: tells whoever can do something about it. `row` is its row's id. */
  channelClosed?(
    told: { readonly face: string; readonly subject: string; readonly row: string },
    work: Work,
  ): Promise<void>;
  /** This was to be shown to somebody without an account: shows whoever works with them what to do instead. */
  byLink?(
    told: { readonly face: string; readonly subject: string; readonly person: PersonId },
    work: Work,
  ): Promise<void>;
}

/** Contacts for a concern, as they are cached for when the database is away. */
export interface ConcernContacts {
  readonly safeguarding: Safeguarding;
  readonly nation: Programme['nation'];
}
