import type { Card } from '../chat/card.js';
import type { Form } from '../chat/form.js';
import type { Account, Answer, Inbound, Reply } from '../chat/inbound.js';
import type { Text } from '../chat/text.js';
import type { AccessLink, LinkPurpose } from '../domain/access-link.js';
import type { PackHit } from '../domain/pack/hits.js';
import type { Pack } from '../domain/pack/pack.js';
import type { ConcernContacts, Person, Programme } from '../domain/programme.js';
import type { PersonId, ProgrammeId } from '../kernel/ids.js';
import type { FormName, Verb } from '../kernel/names.js';
import type { Profile } from '../ports/chat.js';
import type { MadePack, PackSource } from '../ports/packs.js';
import type { Recipient, Rows, Store, Transaction } from '../ports/store.js';
import type { AboutFace, ActorWork, Command, CommandHandler, PressHandler, Work } from './work.js';

export type { ConcernContacts } from '../domain/programme.js';

/**
 * What the runtime asks of features besides what was typed, pressed and filled in: the moments at which one may have
 * something to say. The runtime calls them without knowing whose they are.
 */

/**
 * What a feature answers out of memory, so that it can be had while the database is away
 * (docs/field.md#worried-about-someone).
 */
export interface FromMemory {
  /**
   * The answer to this event, and what of it may stand where others read; undefined where it is none of its own. Reads no
   * rows and never throws.
   */
  answer(event: Inbound): { readonly reply: Reply; readonly inPublic: Card } | undefined;
  /** One short line for whoever may be in need, at the foot of whatever this account is shown; undefined: none. */
  footFor?(account: Account): Text | undefined;
  /**
   * What is said where this event could not be heard, the database being away: it is tried again by itself, and nothing
   * of it is done yet. Undefined where nothing particular is to be said.
   */
  notYet?(event: Inbound): Card | undefined;
  /**
   * Reads anew what it answers with, of all programmes or of these; one call at a time. It is called after each change to
   * a programme's own row, its people or its workspaces, whoever made it: so it is made of these, and of nothing else.
   * @throws where the database is away: what it knew before stays
   */
  refresh(of?: readonly ProgrammeId[]): Promise<void>;
  /** Lets go of what it knows of this account: its person was erased. */
  unlearn(account: Account): void;
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
   * becomes its first coordinator, and is saved as one before. Each call counts as a guess.
   */
  firstCode(given: string): Promise<{ use(): Promise<void> } | undefined>;
  /** Makes a programme that no installation leads to, with what recurs in it. */
  newProgramme(like: LikeProgramme): Promise<ProgrammeId>;
}

/** Where an account belongs: to a person of one programme. */
export interface Home {
  readonly person: PersonId;
  readonly programme: ProgrammeId;
}

/** An account before it is settled who acts by it. */
export interface UnsettledAccount {
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

/** A message that was not delivered, and how it ended. */
export interface NotDelivered {
  readonly face: string;
  readonly subject: string;
  readonly to: Recipient;
  readonly ended: 'expired' | 'failed' | 'unknown';
  /** Its row's id. */
  readonly row: string;
}

/**
 * What happens although nobody typed a word of ours: a home view was opened, the bot was installed, a message was empty,
 * or nothing in it is known. Of the last the command's `rest` is the one known word that it may be a slip of, if any.
 */
export type Unasked = 'home' | 'installed' | 'nothing' | 'unknown';

/** What a link of one purpose lets whoever comes by it do. */
export interface LinkUse {
  /** Opens what it is for, on behalf of its person, as a button would: `press.subject` is the link's. */
  readonly opens?: PressHandler;
  /** Instead: verbs of presses that its page may send, about the link's own id and nothing else. */
  readonly presses?: readonly string[];
  /** Instead, of a personal link: what its page may send from a browser that is enrolled, and how one is. */
  readonly personal?: PersonalUse;
  /**
   * What a mail says that sends such a link, in place of a personal link's one sentence: nobody's words, and no name
   * (docs/field.md#mail-says-a-link). `until` (ms): when the link ends.
   */
  mail?(about: { readonly url: string; readonly until: number; readonly to: Person }): {
    readonly subject: string;
    readonly text: string;
  };
  /** Takes in a file that its page sent; `person` is the link's, if there is such a one still. @throws Refused */
  file?(
    written: string,
    from: { readonly link: AccessLink; readonly person?: Person; readonly rows: Rows },
  ): Promise<void>;
}

/** What somebody may do by a personal link; verbs of presses, about whatever the page shows them. */
export interface PersonalUse {
  /** The one press of a browser that is not enrolled, about the link's own id: it takes a code. */
  readonly enters: Verb;
  /** The one press when its time is up, about the link's own id. */
  readonly renews: Verb;
  readonly presses: readonly Verb[];
  /** Buttons that its page has an answer of its own to. */
  readonly shows: readonly Verb[];
  /** Forms of their own that they may fill in. */
  readonly forms: readonly FormName[];
}

/** What a lent device shows and hears: somebody without an account answers on it, its owner beside them. */
export interface Lending {
  /** This link's person has the device now, and begins. */
  begins(link: AccessLink, work: Pick<Work, 'rows'>): Promise<void>;
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
  /** What is answered, in place of everything else, and what is audited of it. */
  answer(work: Work): Reply;
}

/** How a pack is made apart from every transaction (docs/architecture.md#document-jobs). */
export interface PackMaking {
  /** All that it is made of, in one reading; undefined where there is nothing to make any more. */
  read(pack: Pack, work: Pick<Work, 'rows' | 'programme' | 'now' | 'people'>): Promise<PackSource | undefined>;
  /**
   * What becomes of it, as it is to be saved, and says so to whoever waits. Called in the transaction that saves it, if
   * nobody else has it in hand by then.
   */
  settled(pack: Pack, came: PackCame, work: Work): Promise<Pack>;
}

/** What came of a try. */
export type PackCame =
  /** Looked through, and not made yet: `afterSurvey` says what it waits for. */
  | { readonly kind: 'surveyed'; readonly state: 'looking' | 'deciding'; readonly hits: readonly PackHit[] }
  | { readonly kind: 'made'; readonly made: MadePack; readonly source: PackSource; readonly hits: readonly PackHit[] }
  /** `final`: it is not tried again by itself. */
  | { readonly kind: 'failed'; readonly code: string; readonly final: boolean };

/** What a coordinator has to know of how the program itself is running, and when it was (ms). */
export type Upkeep =
  /** `erased-again`: data is older than an erasure, which was done again. */
  | { readonly what: 'backup-failed' | 'backup-doubtful' | 'disk-over' | 'erased-again'; readonly at: number }
  /** Something that falls due by itself failed each time it was tried, and is tried no more: its kind, and what it is about. */
  | { readonly what: 'set-aside'; readonly at: number; readonly kind: string; readonly subject: string }
  /** A backup was put back, and what fell due since was left unsaid: for whom, and how much of it. */
  | {
      readonly what: 'restored';
      readonly at: number;
      readonly people: readonly PersonId[];
      readonly prompts: number;
      readonly messages: number;
    };

/** All of them are optional: a feature has those that it needs. */
export interface Hooks {
  /** Called once per programme when the program starts, and when a programme is made: schedules what recurs. */
  begin?(work: Work): Promise<void>;
  /** Tells coordinators of a programme how the program itself is running. */
  upkeep?(told: Upkeep, work: Work): Promise<void>;
  /** Somebody was erased again, for the data was older than their erasure at `at` (ms): ends what lives of theirs. */
  erasedAgain?(person: PersonId, at: number, work: Work): Promise<void>;
  /** Somebody could not be reached at all (blocked, left): tells whoever waits for them what to do. */
  unreachable?(person: PersonId, work: Work): Promise<void>;
  /** A channel does not take what was to be posted there: tells whoever can do something about it. `row` is its row's id. */
  channelClosed?(
    told: { readonly face: string; readonly subject: string; readonly row: string },
    work: Work,
  ): Promise<void>;
  /**
   * A message ended without having been delivered: it came too late, was refused for good, or nobody knows whether it
   * arrived. Tells whoever waits for it.
   */
  notDelivered?(told: NotDelivered, work: Work): Promise<void>;
  /** A message of an urgent face arrived, or was drawn anew where it stands: whoever waits to hear so is told. */
  arrived?(told: Pick<NotDelivered, 'face' | 'subject' | 'to'>, work: Work): Promise<void>;
  /**
   * What a mail says that leads nowhere: `about` stands where another mail has its link's id. Undefined where it is none of
   * this feature's, or is worth no saying any more.
   */
  mailSays?(about: string, rows: Rows): Promise<{ readonly subject: string; readonly text: string } | undefined>;
  /** Such a mail has gone, or will not go. */
  mailEnded?(about: string, how: 'sent' | 'failed', work: Work): Promise<void>;
  /** This was to be shown to somebody without an account: shows whoever works with them what to do instead. */
  byLink?(
    told: { readonly face: string; readonly subject: string; readonly person: PersonId },
    work: Work,
  ): Promise<void>;
  /**
   * What it answers before anything else is asked: no limit of pace, no look at who somebody is, no transaction. Made
   * once, when the program starts. `fallback`: what the program's own settings say where no programme does.
   */
  fromMemory?(given: {
    readonly store: Pick<Store, 'read'>;
    readonly fallback: ConcernContacts;
    /** Whether a mail can be sent. */
    mails(): boolean;
  }): FromMemory;
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
   * Called with every card of every feature that is drawn for one person: answers it, with what this one has to say on
   * it. `why` is its face's own.
   */
  finishCard?(
    card: Card,
    drawn: { readonly face: string; readonly subject: string; readonly why: AboutFace['why']; readonly reader: Person },
  ): Card;
  /**
   * The work that a prompt which folds is given: what it shows its person goes out, or into one message with others.
   * `done` is called once the prompt is through. For one feature to say.
   */
  folding?(work: Work, person: Person): { readonly work: Work; done(): Promise<void> };
  /**
   * Reads in an event that its account is somebody's who is known already (a code from their other account). Called for
   * each event that was not answered yet, before anybody new is let in. Undefined where the event says nothing of the
   * kind; else what finds out whose it is (undefined: nobody's), called in the transaction. @throws Refused
   */
  recognise?(event: Inbound): ((account: UnsettledAccount) => Promise<Recognised | undefined>) | undefined;
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
  /** What is answered although no word of ours was typed; each by one feature. The command's `word` is empty. */
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
  /** What a lent device shows and hears; for one feature to say. */
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
  /** What packs are made of, and what becomes of them; for one feature to say. */
  readonly packs?: PackMaking;
  /**
   * Chains were compared with their rows: says what was found since it was said last, if anything. Called in a transaction
   * of its own, once a programme's chains were gone through.
   */
  misfitsFound?(work: Work): Promise<void>;
  /** A person's copy of what is kept about them, as a file; undefined where nobody asked for one. For one feature to say. */
  copies?(
    person: Person,
    work: Pick<Work, 'rows' | 'programme' | 'now' | 'people'>,
  ): Promise<{ readonly name: string; readonly bytes: Uint8Array } | undefined>;
  /** Words of the grammar that it answers otherwise than by `commands`: help names them too. */
  readonly words?: readonly string[];
}
