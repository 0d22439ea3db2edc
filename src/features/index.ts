import { feature as agree } from './agree/index.js';
import { feature as concern } from './concern/index.js';
import { feature as coordinate } from './coordinate/index.js';
import { feature as digest } from './digest/index.js';
import type { Feature } from './feature.js';
import { feature as giveFeedback } from './give-feedback/index.js';
import { feature as handOver } from './hand-over/index.js';
import { helpFeature } from './help/index.js';
import { feature as home } from './home/index.js';
import { feature as link } from './link/index.js';
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
  settings,
  coordinate,
  withoutAccount,
  ownData,
  handOver,
  concern,
  link,
  // Last: it says of any missed answer how to have it again, where no other does.
  home,
];

const wordsOf = (f: Feature): readonly string[] => [...Object.keys(f.commands ?? {}), ...(f.words ?? [])];
const words = new Set(['help', ...capabilities.flatMap(wordsOf)]);

/** Whether a word of the grammar has its feature. */
export const isKnownWord = (word: string): boolean => words.has(word);

/** Every feature of the bot. Help is the first: it welcomes whoever is new before another asks them something. */
export const features: readonly Feature[] = [helpFeature(isKnownWord), ...capabilities];

/**
 * Verbs that always answer with a form or a panel, for platforms that must know before the press is handled (Teams'
 * dialogs). One that is missing here still works there, in one more press; left out on purpose are those whose card has
 * to show the outcome in place of its buttons, and those that stand in a channel, which are answered in private.
 */
const opening: ReadonlySet<string> = new Set([
  'agreement.answer',
  'agreement.open',
  'agreement.read',
  'ask.change',
  'ask.form',
  'ask.talk',
  'ask.withdraw',
  'ask.words',
  'calendar.session',
  'catalogue.agreement',
  'catalogue.list',
  'catalogue.open',
  'catalogue.questions',
  'catalogue.retired',
  'catalogue.template',
  'catalogue.templates',
  'contact.open',
  'data.correct',
  'data.open',
  'data.records',
  'delivery.list',
  'draft.continue',
  'feedback.read',
  'goal.open',
  'goal.propose',
  'handover.begin',
  'handover.choose',
  'handover.read',
  'home.open',
  'hours.different',
  'hours.one-by-one',
  'hours.read',
  'hours.settle',
  'import.paste',
  'mentorship.open',
  'mentorship.start',
  'mentorship.start-without',
  'people.board',
  'people.list',
  'people.roles',
  'people.waiting',
  'people.without',
  'person.name',
  'plan.at',
  'plan.change',
  'plan.new',
  'plan.read',
  'plan.suggest',
  'programme.setup',
  'record.open',
  'record.read',
  'settings.change',
  'settings.open',
]);
export const opensForm = (verb: string): boolean => opening.has(verb);
