import type { Card } from '../chat/card.js';
import type { Answers, Form, Problem } from '../chat/form.js';
import type { Account, Address, Answer, Inbound, Quote, Reply, Surface } from '../chat/inbound.js';
import type { Text } from '../chat/text.js';
import type { Link, LinkPurpose } from '../domain/link.js';
import type { Person, Programme, Safeguarding } from '../domain/programme.js';
import type { Ids, MentorshipId, PersonId, ProgrammeId } from '../kernel/ids.js';
import type { Profile } from '../ports/chat.js';
import type { DraftRow, PromptRow, Recipient, Rows, Store, Transaction } from '../ports/store.js';

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
  /** Posts the face of this subject there, or redraws it if it stands there already; drawn when it is sent. */
  show(
    face: string,
    subject: string,
    to: Recipient,
    how?: { readonly sensitive?: boolean; readonly expiresAt?: number },
  ): void;
  /** Redraws the faces of the subject, and of what hangs on it (`SUBJECT:…`), wherever they stand; posts nothing new. */
  redraw(subject: string): void;
  /** Sets the one prompt with this occurrence, or moves it while it waits. */
  schedule(prompt: Omit<PromptRow, 'programme' | 'state'>): void;
  cancel(occurrence: string): void;
  /** Cancels all prompts whose occurrence begins so. */
  cancelAll(prefix: string): void;
  /** An audit entry on the chain of the mentorship, or the programme's own. `facts` never hold what people wrote. */
  note(
    what: string,
    subject: string,
    facts?: Readonly<Record<string, string | number | boolean | null>>,
    chain?: MentorshipId,
  ): void;
  /** Erases a person, after all else of this transaction: what is noted of them is noted under their key still. */
  erase(person: PersonId): void;
  /** Everyone of the programme by id; names for sentences come from here. */
  people(): Promise<ReadonlyMap<PersonId, Person>>;
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
      form: string,
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
  readonly word: string;
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

/** The form that a feature owns: built for a subject, checked and taken in by the feature. */
export interface FormFeature {
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
  readonly subject: string;
  /** Whom it is drawn for; null in a channel. */
  readonly reader: Person | null;
  /** In a channel: who alone sees this drawing of it. Null where everybody there sees the same. */
  readonly viewer: Person | null;
  readonly pages: Pages | null;
  people(): Promise<ReadonlyMap<PersonId, Person>>;
}

/** Draws a card, or null where it is no longer worth saying. What is not shown-class (DESIGN §3) never stands in it. */
export type Face = (drawing: Drawing) => Promise<Card | null>;

/** What a due prompt does: usually `work.show(...)`. */
export type PromptHandler = (prompt: PromptRow, work: Work) => Promise<void>;

/** What a feature answers out of memory, so that it can be had while the database is away (DESIGN §2). */
export interface FromMemory {
  /** The answer to this event; undefined where it is none of its own. Reads no rows and never throws. */
  answer(event: Inbound): Reply | undefined;
  /** Reads anew what it answers with. @throws where the database is away: what it knew before stays */
  refresh(): Promise<void>;
  /** It is read anew after an audit entry whose name begins with one of these. */
  readonly staleAfter: readonly string[];
  /** Somebody acts: who they are, as was just read. Called inside their transaction, so it only remembers. */
  learn(account: Account, person: Pick<Person, 'programme' | 'roles'>): void;
}

/** What a programme takes over from the one that it is made beside; its name is its own. */
export type LikeProgramme = Pick<Programme, 'name' | 'zone' | 'nation' | 'practice'>;

/** What a command may reach beyond its own programme, in the same transaction. */
export interface Across {
  /** Over every programme. */
  readonly tx: Transaction;
  /** The account that the command came from. */
  readonly account: Account;
  /**
   * The code printed where the program runs, if this is one that is good in the actor's programme: whoever uses it
   * becomes its first coordinator. Each call counts as a guess.
   */
  firstCode(given: string): { use(): void } | undefined;
  /** Makes a programme that no installation leads to, with what recurs in it. */
  newProgramme(like: LikeProgramme): Promise<ProgrammeId>;
}

/** Where an account belongs: to a person of one programme. */
export interface Home {
  readonly person: PersonId;
  readonly programme: ProgrammeId;
}

/** An account before it is settled who acts by it. */
export interface Arrival {
  /** Over every programme; what is written by it is taken back should the event be refused. */
  readonly tx: Transaction;
  readonly account: Account;
  /** Who the account is already, if anybody. */
  readonly found: Home | undefined;
  /** What the platform says of the account. It is always asked about one that is nobody's yet. */
  readonly profile: Profile | undefined;
  readonly now: number;
}

/** Somebody who was let in just now. */
export interface Newcomer {
  readonly person: PersonId;
  /** They have a conversation with the bot to be greeted in, and nothing else greets them there. */
  readonly canBeGreeted: boolean;
  /** Whom an import says they are, where it takes their own word too. */
  readonly perhaps?: PersonId;
}

/** An answer that could not be shown, or of which nobody can tell. */
export interface Missed {
  readonly event: Inbound;
  readonly answer: Answer;
  readonly person: PersonId;
  /** Of this miss, or of all refusals of the same minute: a card's subject has it, for an edit is not news. */
  readonly key: string;
}

/** What happens although nobody typed a word: a home view was opened, the bot was installed, a message was empty. */
export type Unasked = 'home' | 'installed' | 'nothing';

/** What a link of one purpose lets whoever comes by it do. */
export interface LinkUse {
  /** Opens what it is for, on behalf of its person, as a button would: `press.subject` is the link's. */
  readonly opens?: PressHandler;
  /** Instead: verbs of presses that its page may send, about the link's own id and nothing else. */
  readonly presses?: readonly string[];
  /** Takes in a file that its page sent; `person` is the link's, if there is such a one still. @throws Refused */
  file?(written: string, from: { readonly link: Link; readonly person?: Person; readonly rows: Rows }): Promise<void>;
}

/** What a lent device shows and hears: somebody without an account answers on it, its owner beside them. */
export interface Lending {
  /** This link's person has the device now, and begins. */
  begins(link: Link, work: Pick<Work, 'rows'>): Promise<void>;
  /**
   * What stands in for everything the actor would see or do, while their device is lent. Undefined where it is not, or
   * where this event is heard all the same. Asked of everybody who acts by an account of their own.
   */
  standsIn(event: Inbound, work: Pick<ActorWork, 'actor' | 'rows' | 'now'>): Promise<Card | undefined>;
  /** What the form leaves on the device when it is sent: nothing of its answers, for the owner reads it next. */
  readonly over: Card;
}

/** Whose the account is from now on. */
export interface Recognised {
  readonly home: Home;
  /** What is answered, in place of everything else, and what is noted of it. */
  answer(work: Work): Reply;
}

/** One capability of the bot. Features never import each other: a card of another is shown by its face's name. */
export interface Feature {
  readonly name: string;
  readonly commands?: Readonly<Record<string, CommandHandler>>;
  readonly presses?: Readonly<Record<string, PressHandler>>;
  readonly forms?: Readonly<Record<string, FormFeature>>;
  readonly faces?: Readonly<Record<string, Face>>;
  readonly prompts?: Readonly<Record<string, PromptHandler>>;
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
  /**
   * What it answers before anything else is asked: no limit of pace, no look at who somebody is, no transaction. Made
   * once, when the program starts. `fallback`: what the program's own settings say where no programme does.
   */
  fromMemory?(given: { readonly store: Pick<Store, 'read'>; readonly fallback: ConcernContacts }): FromMemory;
  /**
   * Verbs of its presses that nothing holds up: no limit of pace, no doubt whether somebody is still a member, no device
   * that is lent. Where the database is away such a press waits, and is tried again for an hour.
   */
  readonly neverHeldUp?: readonly string[];
  /**
   * Called with every form of every feature each time it is shown: answers it, with what this one has to say in it. It
   * may add notes, never fields, for what comes back is checked against the form as its own feature built it.
   */
  finishForm?(form: Form): Form;
  /**
   * Reads in an event that its account is somebody's who is known already (a code from their other account). Called for
   * each event that was not answered yet, before anybody new is let in. Undefined where the event says nothing of the
   * kind; else what finds out whose it is (undefined: nobody's), called in the transaction. @throws Refused
   */
  recognise?(event: Inbound): ((arrival: Arrival) => Promise<Recognised | undefined>) | undefined;
  /**
   * Reads what was typed before the grammar does, cleaned and whole: answers what handles it, or undefined where the
   * grammar is to read it. That gets all of it as the command's `rest`.
   */
  reads?(typed: string): CommandHandler | undefined;
  /**
   * Of commands by their word: what else they may be than work within a programme (a code that leads into another one).
   * Asked before the command of the same word; undefined where it is for that to answer. @throws Refused
   */
  readonly across?: Readonly<
    Record<string, (command: Command, work: ActorWork, across: Across) => Promise<Reply | undefined>>
  >;
  /** What is answered although no word was typed; each by one feature. The command's `word` and `rest` are empty. */
  readonly unasked?: Readonly<Partial<Record<Unasked, CommandHandler>>>;
  /** Somebody was let in who was not known before: greets them, or asks them something. In the order of the features. */
  newcomer?(met: Newcomer, work: Work): Promise<void>;
  /**
   * Says in a message how to have a missed answer again; false where it is not for this one to say. The features are
   * asked in their order, until one has said it.
   */
  missed?(missed: Missed, work: Work): boolean;
  /** What links are for; each purpose by one feature. */
  readonly links?: Readonly<Partial<Record<LinkPurpose, LinkUse>>>;
  /** One feature's. */
  readonly lending?: Lending;
  /**
   * A platform says in which zone somebody is who has sessions about now; `kept` is the zone that was theirs as the day's
   * asking began, `day` counts days from the epoch. Called once a day for each of them, with rows to read. Answers what
   * there is to do about it, in a transaction of its own, if anything.
   */
  zoneSeen?(
    seen: { readonly person: PersonId; readonly kept: string; readonly zone: string; readonly day: number },
    rows: Rows,
  ): Promise<((work: Work) => Promise<void>) | undefined>;
  /** Words of the grammar that it answers otherwise than by `commands`: help names them too. */
  readonly words?: readonly string[];
}

/** Contacts for a concern, as they are cached for when the database is away. */
export interface ConcernContacts {
  readonly safeguarding: Safeguarding;
  readonly nation: Programme['nation'];
}
