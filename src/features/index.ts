import type { CapabilityName } from '../kernel/names.js';
import { feature as agree } from './agree/index.js';
import { feature as askCoordinator } from './ask-coordinator/index.js';
import { feature as attest } from './attest/index.js';
import { feature as changePractice } from './change-practice/index.js';
import { feature as checkIn } from './check-in/index.js';
import { feature as concern } from './concern/index.js';
import { feature as coordinate } from './coordinate/index.js';
import { feature as digest } from './digest/index.js';
import type { Feature, FeatureOf } from './feature.js';
import { feature as giveFeedback } from './give-feedback/index.js';
import { feature as goingOn } from './going-on/index.js';
import { feature as handOver } from './hand-over/index.js';
import { helpFeature } from './help/index.js';
import { feature as home } from './home/index.js';
import { feature as joinAccounts } from './join-accounts/index.js';
import { feature as leftOut } from './left-out/index.js';
import { feature as lookBack } from './look-back/index.js';
import { feature as ownData } from './own-data/index.js';
import { feature as ownPage } from './own-page/index.js';
import { feature as pack } from './pack/index.js';
import { feature as past } from './past/index.js';
import { feature as personalLinks } from './personal-links/index.js';
import { feature as planSession } from './plan-session/index.js';
import { feature as putRight } from './put-right/index.js';
import { feature as readOutside } from './read-outside/index.js';
import { feature as readiness } from './readiness/index.js';
import { feature as reflect } from './reflect/index.js';
import { feature as release } from './release/index.js';
import { feature as review } from './review/index.js';
import { feature as rights } from './rights/index.js';
import { feature as runSession } from './run-session/index.js';
import { feature as secondWay } from './second-way/index.js';
import { feature as settings } from './settings/index.js';
import { feature as showFeedback } from './show-feedback/index.js';
import { feature as showHours } from './show-hours/index.js';
import { feature as stakeholders } from './stakeholders/index.js';
import { feature as triangulate } from './triangulate/index.js';
import { feature as upkeep } from './upkeep/index.js';
import { feature as whenHard } from './when-hard/index.js';
import { feature as withoutAccount } from './without-account/index.js';
import { feature as writeRecord } from './write-record/index.js';

/** Every capability but help, which lists the words of the others: one that is missing here does not compile. */
const capabilities: { readonly [N in Exclude<CapabilityName, 'help'>]: FeatureOf<N> } = {
  agree,
  'plan-session': planSession,
  'run-session': runSession,
  'write-record': writeRecord,
  'give-feedback': giveFeedback,
  'put-right': putRight,
  reflect,
  'change-practice': changePractice,
  'when-hard': whenHard,
  'check-in': checkIn,
  'show-hours': showHours,
  'show-feedback': showFeedback,
  readiness,
  triangulate,
  pack,
  past,
  review,
  rights,
  'second-way': secondWay,
  digest,
  settings,
  coordinate,
  'without-account': withoutAccount,
  'ask-coordinator': askCoordinator,
  'going-on': goingOn,
  'left-out': leftOut,
  'look-back': lookBack,
  'own-data': ownData,
  'own-page': ownPage,
  'personal-links': personalLinks,
  'read-outside': readOutside,
  'hand-over': handOver,
  release,
  stakeholders,
  attest,
  concern,
  'join-accounts': joinAccounts,
  upkeep,
  // Last: it says of any missed answer how to have it again, where no other does.
  home,
};

const wordsOf = (f: Feature): readonly string[] => [...Object.keys(f.commands ?? {}), ...(f.words ?? [])];
const words = new Set(['help', ...Object.values(capabilities).flatMap(wordsOf)]);

/** Whether a word of the grammar has its feature. */
export const isKnownWord = (word: string): boolean => words.has(word);

/** Every feature of the bot. Help is the first: it welcomes whoever is new before another asks them something. */
export const features: readonly Feature[] = [helpFeature(isKnownWord), ...Object.values(capabilities)];

const opening = new Set(
  features.flatMap((f) => Object.entries(f.presses ?? {}).flatMap(([verb, press]) => ('opens' in press ? [verb] : []))),
);

/** Whether a press of this verb always answers with a form or a panel, so that its window may open at once. */
export const opensForm = (verb: string): boolean => opening.has(verb);
