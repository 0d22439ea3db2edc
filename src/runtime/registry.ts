import type { CommandHandler, Feature, Parts, PressHandler, Prompt } from '../features/feature.js';

/** Every feature's parts by name. */
export interface Registry extends Parts {
  readonly features: readonly Feature[];
  readonly commands: ReadonlyMap<string, CommandHandler>;
  readonly presses: ReadonlyMap<string, PressHandler>;
  readonly prompts: ReadonlyMap<string, Prompt>;
}

/** Puts the features together. @throws Error where two claim the same name: a fault of the program, found at start. */
export function registryOf(features: readonly Feature[]): Registry {
  const gather = <P extends 'commands' | 'presses' | 'forms' | 'faces' | 'prompts'>(
    part: P,
  ): ReadonlyMap<string, NonNullable<Feature[P]>[string]> => {
    const all = new Map<string, NonNullable<Feature[P]>[string]>();
    for (const feature of features)
      for (const [name, value] of Object.entries(feature[part] ?? {})) {
        if (all.has(name)) throw new Error(`two features claim ${part} ${name}`);
        all.set(name, value as NonNullable<Feature[P]>[string]);
      }
    return all;
  };
  return {
    features,
    commands: gather('commands'),
    presses: new Map([...gather('presses')].map(([verb, press]) => [verb, 'opens' in press ? press.opens : press])),
    forms: gather('forms'),
    faces: gather('faces'),
    prompts: gather('prompts'),
  };
}
