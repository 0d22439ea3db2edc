import {
  type Activity,
  noTitle,
  type Objective,
  type PlanBody,
  type PlanVersion,
  type Session,
  type Support,
} from '../../../src/domain/session.js';
import { type Defaults, eachWithDefaults, withDefaults } from './defaults.js';

/** What is sealed of a session. */
export type SessionWords = Pick<Session, 'title' | 'place'>;
/** What is sealed of a plan's version. */
export type PlanWords = Pick<PlanVersion, 'title' | 'place' | 'body'>;

/** What a session is called whose words are gone, or whose mentor's are. */
export const noSessionWords: Defaults<SessionWords> = { title: noTitle, place: '' };

const noPlan: Defaults<PlanBody> = {
  objectives: [],
  activities: [],
  resources: '',
  resourcesWhy: '',
  support: [],
  strategies: '',
  guidance: [],
  goals: [],
  asGiven: [],
};
/** A plan without a word. */
export const noPlanWords: Defaults<PlanWords> = { ...noSessionWords, body: noPlan };

const objective: Defaults<Omit<Objective, 'goal'>, 'key' | 'what'> = { measure: '' };
const support: Defaults<Omit<Support, 'mentee'>, 'key'> = { need: '', strategy: '' };
const activity: Defaults<Activity, 'key' | 'what' | 'minutes'> = {};

export const readSessionWords = (stored: unknown): SessionWords => withDefaults(stored, noSessionWords);

export function readPlanWords(stored: unknown): PlanWords {
  const words = withDefaults<PlanWords>(stored, noPlanWords);
  const body = withDefaults<PlanBody>(words.body, noPlan);
  return {
    ...words,
    body: {
      ...body,
      objectives: eachWithDefaults(body.objectives, objective),
      activities: eachWithDefaults(body.activities, activity),
      support: eachWithDefaults(body.support, support),
    },
  };
}

/** Of a group's plan without one of its mentees: their needs go; undefined where it named none. */
export function withoutMentee(body: PlanBody, mentee: string): PlanBody | undefined {
  const support = body.support.filter((s) => s.mentee !== mentee);
  return support.length === body.support.length ? undefined : { ...body, support };
}
