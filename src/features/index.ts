import { feature as agree } from './agree/index.js';
import { feature as concern } from './concern/index.js';
import { feature as coordinate } from './coordinate/index.js';
import { feature as digest } from './digest/index.js';
import type { Feature } from './feature.js';
import { feature as giveFeedback } from './give-feedback/index.js';
import { feature as handOver } from './hand-over/index.js';
import { helpFeature } from './help/index.js';
import { feature as home } from './home/index.js';
import { feature as ownData } from './own-data/index.js';
import { feature as planSession } from './plan-session/index.js';
import { feature as runSession } from './run-session/index.js';
import { feature as settings } from './settings/index.js';
import { feature as showFeedback } from './show-feedback/index.js';
import { feature as showHours } from './show-hours/index.js';
import { feature as withoutAccount } from './without-account/index.js';
import { feature as writeRecord } from './write-record/index.js';

const capabilities: readonly Feature[] = [
  agree,
  planSession,
  runSession,
  writeRecord,
  giveFeedback,
  showHours,
  showFeedback,
  digest,
  home,
  settings,
  coordinate,
  withoutAccount,
  ownData,
  handOver,
  concern,
];

const words = new Set(['help', 'concern', 'link', ...capabilities.flatMap((f) => Object.keys(f.commands ?? {}))]);

/** Whether a word of the grammar has its feature. */
export const isKnownWord = (word: string): boolean => words.has(word);

/** Every feature of the bot. */
export const features: readonly Feature[] = [...capabilities, helpFeature(isKnownWord)];

/**
 * Verbs that always answer with a form or a panel, for platforms that must know before the press is handled (Teams'
 * dialogs). One that is missing here still works there, in one more press.
 */
const opening: ReadonlySet<string> = new Set([
  'agreement.answer',
  'ask.change',
  'ask.talk',
  'ask.withdraw',
  'ask.words',
  'feedback.read',
  'hours.different',
  'hours.one-by-one',
  'hours.read',
  'hours.settle',
  'agreement.open',
  'agreement.read',
  'contact.open',
  'catalogue.agreement',
  'catalogue.list',
  'catalogue.open',
  'catalogue.questions',
  'catalogue.retired',
  'catalogue.template',
  'catalogue.templates',
  'delivery.list',
  'draft.continue',
  'goal.open',
  'goal.propose',
  'home.open',
  'mentorship.open',
  'people.roles',
  'people.waiting',
  'plan.change',
  'plan.new',
  'plan.read',
  'programme.setup',
  'record.open',
  'record.read',
  'settings.change',
  'settings.open',
]);
export const opensForm = (verb: string): boolean => opening.has(verb);
