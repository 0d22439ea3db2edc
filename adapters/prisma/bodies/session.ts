import type { Activity, Objective, PlanBody, PlanVersion, Session } from '../../../src/domain/session.js';
import { type Defaults, eachWithDefaults, withDefaults } from './defaults.js';

/** What is sealed of a session. */
export type SessionWords = Pick<Session, 'title' | 'place'>;
/** What is sealed of a plan's version. */
export type PlanWords = Pick<PlanVersion, 'title' | 'place' | 'body'>;

/** What a session is called whose words are gone, or whose mentor's are. */
export const noSessionWords: Defaults<SessionWords> = { title: 'Session', place: '' };

const noPlan: Defaults<PlanBody> = {
  objectives: [],
  activities: [],
  resources: '',
  strategies: '',
  guidance: [],
  goals: [],
};
/** A plan without a word. */
export const noPlanWords: Defaults<PlanWords> = { ...noSessionWords, body: noPlan };

const objective: Defaults<Objective, 'key' | 'what'> = { measure: '' };
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
    },
  };
}
