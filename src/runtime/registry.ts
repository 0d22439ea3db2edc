import type { Form } from '../chat/form.js';
import type { LinkPurpose } from '../domain/access-link.js';
import { type ConcernContacts, contactsOf } from '../domain/programme.js';
import type {
  CommandHandler,
  Face,
  Feature,
  FormFeature,
  Lending,
  LinkUse,
  Opening,
  PackMaking,
  Parts,
  PressHandler,
  Prompt,
  Work,
} from '../features/feature.js';

type AcrossHandler = NonNullable<Feature['across']>[string];

/** Every feature's parts by name. */
export interface Registry extends Parts {
  readonly features: readonly Feature[];
  readonly commands: ReadonlyMap<string, CommandHandler>;
  readonly presses: ReadonlyMap<string, PressHandler>;
  readonly forms: ReadonlyMap<string, FormFeature>;
  readonly faces: ReadonlyMap<string, Face>;
  readonly prompts: ReadonlyMap<string, Prompt>;
  /** What commands may be beyond their programme, by the same words. */
  readonly across: ReadonlyMap<string, AcrossHandler>;
  /** What is answered although no word was typed. */
  readonly unasked: ReadonlyMap<string, CommandHandler>;
  /** What links are for. */
  readonly links: ReadonlyMap<LinkPurpose, LinkUse>;
  /** What a lent device shows and hears. */
  readonly lending: Lending | undefined;
  /** What packs are made of; undefined where no feature makes any. */
  readonly packs: PackMaking | undefined;
  /** Says what no longer fits its chain. */
  misfitsFound(work: Work): Promise<void>;
  /** A person's copy as a file. */
  readonly copies: Feature['copies'];
  /** Verbs of presses that nothing holds up. */
  readonly neverHeldUp: ReadonlySet<string>;
  /** A form as it is shown: with what every feature has to say in it. */
  finishForm(form: Form): Form;
  /** A card as one person sees it: with what every feature has to say on it. */
  readonly finishCard: NonNullable<Feature['finishCard']>;
  /** How what a prompt shows folds into one message. */
  readonly folding: Feature['folding'];
}

/** Where the program's settings name nobody. */
const nobodySet: ConcernContacts = { nation: 'england', safeguarding: { hours: '', outOfHours: '' } };

/**
 * Puts the features together.
 * @param fallback whom to tell where a programme says nobody
 * @throws Error where two claim the same name, or one names a press that none has: faults of the program, found at start
 */
export function registryOf(features: readonly Feature[], fallback: ConcernContacts = nobodySet): Registry {
  const gather = <T, K extends string = string>(part: keyof Feature): ReadonlyMap<K, T> => {
    const all = new Map<K, T>();
    for (const feature of features)
      for (const [name, value] of Object.entries((feature[part] as Readonly<Record<string, T>> | undefined) ?? {})) {
        if (all.has(name as K)) throw new Error(`two features claim ${part} ${name}`);
        all.set(name as K, value);
      }
    return all;
  };
  const presses = new Map(
    [...gather<PressHandler | Opening>('presses')].map(([verb, press]) => [
      verb,
      'opens' in press ? press.opens : press,
    ]),
  );
  const links = gather<LinkUse, LinkPurpose>('links');
  const neverHeldUp = new Set(features.flatMap((f) => f.neverHeldUp ?? []));
  const byLinks = [...links.values()].flatMap(({ presses = [], personal }) => [
    ...presses,
    ...(personal === undefined ? [] : [personal.enters, personal.renews, ...personal.presses]),
  ]);
  for (const verb of [...neverHeldUp, ...byLinks])
    if (!presses.has(verb)) throw new Error(`no feature has the press ${verb}`);
  const lending = features.flatMap((f) => f.lending ?? []);
  if (lending.length > 1) throw new Error('two features claim lending');
  const folding = features.flatMap((f) => f.folding ?? []);
  if (folding.length > 1) throw new Error('two features claim folding');
  const packs = features.flatMap((f) => f.packs ?? []);
  if (packs.length > 1) throw new Error('two features claim packs');
  const copies = features.flatMap((f) => f.copies ?? []);
  if (copies.length > 1) throw new Error('two features claim copies');
  return {
    features,
    packs: packs[0],
    async misfitsFound(work) {
      for (const f of features) await f.misfitsFound?.(work);
    },
    copies: copies[0],
    contactsOf: (programme) => contactsOf(programme, fallback),
    commands: gather('commands'),
    presses,
    forms: gather('forms'),
    faces: gather('faces'),
    prompts: gather('prompts'),
    across: gather('across'),
    unasked: gather('unasked'),
    links,
    lending: lending[0],
    neverHeldUp,
    finishCard: (card, drawn) => features.reduce((done, f) => f.finishCard?.(done, drawn) ?? done, card),
    folding: folding[0],
    finishForm: (form) => features.reduce((done, f) => f.finishForm?.(done) ?? done, form),
  };
}
