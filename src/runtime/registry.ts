import type { Form } from '../chat/form.js';
import type { CommandHandler, Face, Feature, FormFeature, PressHandler, PromptHandler } from '../features/feature.js';

type AcrossHandler = NonNullable<Feature['across']>[string];

/** Every feature's parts by name. */
export interface Registry {
  readonly features: readonly Feature[];
  readonly commands: ReadonlyMap<string, CommandHandler>;
  readonly presses: ReadonlyMap<string, PressHandler>;
  readonly forms: ReadonlyMap<string, FormFeature>;
  readonly faces: ReadonlyMap<string, Face>;
  readonly prompts: ReadonlyMap<string, PromptHandler>;
  /** What commands may be beyond their programme, by the same words. */
  readonly across: ReadonlyMap<string, AcrossHandler>;
  /** What is answered although no word was typed. */
  readonly unasked: ReadonlyMap<string, CommandHandler>;
  /** Verbs of presses that nothing holds up. */
  readonly neverHeldUp: ReadonlySet<string>;
  /** A form as it is shown: with what every feature has to say in it. */
  finishForm(form: Form): Form;
}

/** Puts the features together. @throws Error where two claim the same name: a fault of the program, found at start. */
export function registryOf(features: readonly Feature[]): Registry {
  const gather = <T>(part: keyof Feature): ReadonlyMap<string, T> => {
    const all = new Map<string, T>();
    for (const feature of features)
      for (const [name, value] of Object.entries((feature[part] as Readonly<Record<string, T>> | undefined) ?? {})) {
        if (all.has(name)) throw new Error(`two features claim ${part} ${name}`);
        all.set(name, value);
      }
    return all;
  };
  return {
    features,
    commands: gather('commands'),
    presses: gather('presses'),
    forms: gather('forms'),
    faces: gather('faces'),
    prompts: gather('prompts'),
    across: gather('across'),
    unasked: gather('unasked'),
    neverHeldUp: new Set(features.flatMap((f) => f.neverHeldUp ?? [])),
    finishForm: (form) => features.reduce((done, f) => f.finishForm?.(done) ?? done, form),
  };
}
