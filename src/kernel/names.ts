/**
 * The names of what the program can do, so that a mistyped one does not compile. The two interfaces are empty here:
 * each capability adds its own beside its code, so nothing central has to be edited for a new one, and no room has to
 * import a capability to know what it is called.
 *
 * ```ts
 * declare module '../../kernel/names.js' {
 *   interface Capabilities {
 *     concern: { verb: 'concern.passed'; face: 'concern-missed'; audit: 'concern.passed-on' };
 *   }
 * }
 * ```
 */

/**
 * By capability: the literal names of its parts. A part that a capability has none of is left out. `Feature` asks for
 * an implementation of each name, and takes no other.
 */
// biome-ignore lint/suspicious/noEmptyInterface: every capability adds itself.
export interface Capabilities {}

/** What the runtime itself answers to and puts on record: `verb` and `audit`, beside the code that does. */
// biome-ignore lint/suspicious/noEmptyInterface: the runtime adds its own.
export interface RuntimeNames {}

export type CapabilityName = keyof Capabilities;

/** The kinds of parts that have names. `fromMemory`: verbs of buttons that are answered from memory, not by a press. */
export type Part = 'command' | 'verb' | 'fromMemory' | 'form' | 'face' | 'prompt' | 'audit';

/** The names that capability `N` has for part `P`. */
export type NamesOf<N extends CapabilityName, P extends Part> =
  Capabilities[N] extends Readonly<Record<P, infer Names extends string>> ? Names : never;

type All<P extends Part> = { readonly [N in CapabilityName]: NamesOf<N, P> }[CapabilityName];

type OfRuntime<P extends Part> = RuntimeNames extends Readonly<Record<P, infer Names extends string>> ? Names : never;

/** What a button does: `plan.accept`. */
export type Verb = All<'verb'> | All<'fromMemory'> | OfRuntime<'verb'>;
export type FormName = All<'form'>;
/** A kind of message, drawn when it is sent: `invitation`. */
export type FaceName = All<'face'>;
/** What falls due at a moment: `remind`. */
export type PromptKind = All<'prompt'>;
/** What an entry on a chain says happened: `session.planned`. */
export type AuditName = All<'audit'> | OfRuntime<'audit'>;
/** What says that somebody read what is not theirs: it changes nothing. */
export type ReadName = Extract<AuditName, `${string}.read`>;
