import type { Card } from '../chat/card.js';
import type { Answers, Form, Problem } from '../chat/form.js';
import type { Reply } from '../chat/inbound.js';
import type { Spoken } from '../commands/grammar.js';
import type { Person, Programme } from '../domain/programme.js';
import type { PersonId } from '../kernel/ids.js';
import type { CapabilityName, NamesOf, PromptKind } from '../kernel/names.js';
import type { PromptRow, Rows } from '../ports/store.js';
import type { Hooks } from './hooks.js';
import type {
  AboutFace,
  AboutForm,
  AboutPrompt,
  ActorWork,
  CommandHandler,
  Opening,
  Pages,
  Parts,
  PressHandler,
  Work,
} from './work.js';

export type * from './hooks.js';
export type * from './work.js';

/** The form that a feature owns: built for a subject, checked and taken in by the feature. */
export interface FormFeature extends AboutForm {
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

/** A kind of message: all that is to be known of it, and how it is drawn. */
export interface Face extends AboutFace {
  /**
   * Draws the card as things stand, or null where it is no longer worth saying. What is not shown-class
   * (docs/architecture.md#private-words-only-in-forms) never stands in it.
   */
  draw(drawing: Drawing): Promise<Card | null>;
}

/** What falls due at a moment: all that is to be known of it, and what it does. */
export type Prompt<K extends PromptKind = PromptKind> = AboutPrompt<K> & {
  /** Usually shows a face. Called once, in a unit of work of its own. */
  fire(prompt: PromptRow, work: Work): Promise<void>;
};

type IfAny<Names extends string, Part> = [Names] extends [never] ? unknown : Part;

/** An implementation of every name that the capability has, and of no other. */
type PartsOf<N extends CapabilityName> = IfAny<
  NamesOf<N, 'command'>,
  {
    readonly commands: NamesOf<N, 'command'> extends Spoken
      ? Readonly<Record<NamesOf<N, 'command'>, CommandHandler>>
      : 'a command that commands/grammar.ts has no word for';
  }
> &
  IfAny<NamesOf<N, 'verb'>, { readonly presses: Readonly<Record<NamesOf<N, 'verb'>, PressHandler | Opening>> }> &
  IfAny<NamesOf<N, 'form'>, { readonly forms: Readonly<Record<NamesOf<N, 'form'>, FormFeature>> }> &
  IfAny<NamesOf<N, 'face'>, { readonly faces: Readonly<Record<NamesOf<N, 'face'>, Face>> }> &
  IfAny<NamesOf<N, 'prompt'>, { readonly prompts: { readonly [K in NamesOf<N, 'prompt'> & PromptKind]: Prompt<K> } }>;

/** One capability, its names declared in `Capabilities`. */
export type FeatureOf<N extends CapabilityName> = Omit<
  Feature,
  'name' | 'commands' | 'presses' | 'forms' | 'faces' | 'prompts'
> & { readonly name: N } & PartsOf<N>;

/** One capability of the bot. Features never import each other: a card of another is shown by its face's name. */
export interface Feature extends Hooks {
  readonly name: string;
  readonly commands?: Readonly<Record<string, CommandHandler>>;
  readonly presses?: Readonly<Record<string, PressHandler | Opening>>;
  readonly forms?: Readonly<Record<string, FormFeature>>;
  readonly faces?: Readonly<Record<string, Face>>;
  readonly prompts?: Readonly<Record<string, Prompt>>;
}
