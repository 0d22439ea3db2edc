import { day } from '../kernel/clock.js';
import type { GoalId, MentorshipId, PersonId, PortfolioId, ProgrammeId } from '../kernel/ids.js';
import type { CivilDate } from '../kernel/zoned.js';
import { actualSpan, type Session } from './session.js';

/** One mentor's way through one unit, or their mentoring without one: the hours of all its mentorships count together (docs/field.md#six-hours). */
export interface Portfolio {
  readonly id: PortfolioId;
  readonly programme: ProgrammeId;
  readonly mentor: PersonId;
  /** 0 where it is for no unit. */
  readonly targetMinutes: number;
  readonly startedAt: number;
  /** It is mentoring and no evidence: there is no target, nobody assesses it (docs/field.md#without-a-unit). */
  readonly withoutUnit?: true;
}

/**
 * `proposed` until both have signed; a mentee may `decline`. Only an `active` one has sessions that count, but for the
 * first meeting (docs/field.md#signed-first).
 */
export type MentorshipState = 'proposed' | 'active' | 'paused' | 'ended' | 'declined';

export interface Mentorship {
  readonly id: MentorshipId;
  readonly programme: ProgrammeId;
  readonly portfolio: PortfolioId;
  readonly mentor: PersonId;
  readonly mentee: PersonId;
  readonly state: MentorshipState;
  readonly createdAt: number;
  /** When both had signed the first agreement (ms). */
  readonly agreedAt: number | null;
  readonly endedAt: number | null;
  readonly agreement: Agreement;
  readonly goals: readonly Goal[];
}

/** What the mentee has said to the agreement's current version. */
export type MenteeWord = 'asked' | 'signed' | 'change-wanted' | 'waiting' | 'declined';

export interface Agreement {
  /** A new version needs both signatures again. */
  readonly version: number;
  readonly body: AgreementBody;
  readonly mentorSignedAt: number | null;
  readonly menteeSignedAt: number | null;
  readonly menteeWord: MenteeWord;
  /** What the mentee would like changed, in their words. */
  readonly changeWanted: string;
}

/** docs/field.md#the-agreement. Every field is private to the two and those who assess. */
export interface AgreementBody {
  readonly purpose: string;
  readonly duration: string;
  readonly frequency: string;
  readonly place: string;
  readonly roles: string;
  readonly boundaries: string;
  readonly confidentiality: string;
  readonly ending: string;
  readonly menteeRole: string;
  /** The mentee's own, skippable. */
  readonly helps: string;
  readonly avoid: string;
  /** Minutes meant for this mentorship; absent where a version of before 0.6.0 did not ask (docs/field.md#minutes-meant). */
  readonly minutes?: number;
  /** The last day meant; absent in the same way. */
  readonly until?: CivilDate;
}

/** The fields of an agreement that are text. */
export type AgreementText = Exclude<keyof AgreementBody, 'minutes' | 'until'>;

export interface Goal {
  readonly id: GoalId;
  readonly what: string;
  /** How both will know. */
  readonly how: string;
  /** 1 to 5. */
  readonly baseline: number;
  readonly target: number;
  /** The mentee's own view of where they start, if they gave one. */
  readonly menteeBaseline: number | null;
  readonly proposedBy: PersonId;
  readonly state: 'proposed' | 'agreed' | 'dropped';
}

export const bothSigned = (a: Pick<Agreement, 'mentorSignedAt' | 'menteeSignedAt'>): boolean =>
  a.mentorSignedAt !== null && a.menteeSignedAt !== null;

/** Who else is in it: the mentee for the mentor, the mentor for the mentee, nobody for others. */
export function otherOf(m: Pick<Mentorship, 'mentor' | 'mentee'>, person: PersonId): PersonId | undefined {
  if (m.mentor === person) return m.mentee;
  if (m.mentee === person) return m.mentor;
  return undefined;
}

/** What can happen to a mentorship. The four in the middle are the mentee's answers to the agreement's current version. */
export type MentorshipEvent = 'ask' | 'sign' | 'wish' | 'wait' | 'decline' | 'pause' | 'resume' | 'end';

/** Why something cannot happen now. */
export type Refusal = 'not-agreed' | 'going' | 'paused' | 'declined' | 'ended';

type Step = { readonly to: MentorshipState } | { readonly no: Refusal };

const to = (state: MentorshipState): Step => ({ to: state });
const no = (why: Refusal): Step => ({ no: why });

/**
 * State × event. What both have signed once stays in force whatever is said to a later version: a mentee who does not
 * want a change says no to the change, not to the mentor. A mentee's "no thank you" to the first may become a yes.
 */
export const transitions: Readonly<Record<MentorshipState, Readonly<Record<MentorshipEvent, Step>>>> = {
  proposed: {
    ask: to('proposed'),
    sign: to('active'),
    wish: to('proposed'),
    wait: to('proposed'),
    decline: to('declined'),
    pause: no('not-agreed'),
    resume: no('not-agreed'),
    end: to('ended'),
  },
  active: {
    ask: to('active'),
    sign: to('active'),
    wish: to('active'),
    wait: to('active'),
    decline: to('active'),
    pause: to('paused'),
    resume: no('going'),
    end: to('ended'),
  },
  paused: {
    ask: to('paused'),
    sign: to('paused'),
    wish: to('paused'),
    wait: to('paused'),
    decline: to('paused'),
    pause: no('paused'),
    resume: to('active'),
    end: to('ended'),
  },
  declined: {
    ask: no('declined'),
    sign: to('active'),
    wish: to('proposed'),
    wait: to('proposed'),
    decline: to('declined'),
    pause: no('declined'),
    resume: no('declined'),
    end: no('declined'),
  },
  ended: {
    ask: no('ended'),
    sign: no('ended'),
    wish: no('ended'),
    wait: no('ended'),
    decline: no('ended'),
    pause: no('ended'),
    resume: no('ended'),
    end: no('ended'),
  },
};

export type Changed = { readonly mentorship: Mentorship } | { readonly no: Refusal };

/** Pauses, resumes or ends it at `now` (ms). */
export function move(m: Mentorship, event: 'pause' | 'resume' | 'end', now: number): Changed {
  const step = transitions[m.state][event];
  if ('no' in step) return step;
  return { mentorship: { ...m, state: step.to, endedAt: step.to === 'ended' ? now : m.endedAt } };
}

/**
 * The agreement's next version, signed by the mentor at `now` (ms): the mentee is asked again. What helps the mentee
 * and what to avoid is theirs and is carried over whatever `body` says.
 */
export function askAgain(m: Mentorship, body: AgreementBody, goals: readonly Goal[], now: number): Changed {
  const step = transitions[m.state].ask;
  if ('no' in step) return step;
  const { helps, avoid } = m.agreement.body;
  return {
    mentorship: {
      ...m,
      state: step.to,
      goals,
      agreement: signedByMentor(m.agreement.version + 1, { ...body, helps, avoid }, now),
    },
  };
}

/** A version as it leaves the mentor: signed by them at `now` (ms), the mentee asked. */
export const signedByMentor = (version: number, body: AgreementBody, now: number): Agreement => ({
  version,
  body,
  mentorSignedAt: now,
  menteeSignedAt: null,
  menteeWord: 'asked',
  changeWanted: '',
});

const eventOf = {
  signed: 'sign',
  'change-wanted': 'wish',
  waiting: 'wait',
  declined: 'decline',
} as const satisfies Record<Exclude<MenteeWord, 'asked'>, MentorshipEvent>;

/**
 * The mentee's word on the current version, at `now` (ms). A signature once given stays (a wish for a change does not
 * take it back); with both signatures the mentorship is agreed, and the goals that the mentor put into it with it.
 */
export function answered(m: Mentorship, word: Exclude<MenteeWord, 'asked'>, now: number, wish = ''): Changed {
  const step = transitions[m.state][eventOf[word]];
  if ('no' in step) return step;
  const agreement: Agreement = {
    ...m.agreement,
    menteeWord: word,
    menteeSignedAt: m.agreement.menteeSignedAt ?? (word === 'signed' ? now : null),
    changeWanted: word === 'change-wanted' ? wish : '',
  };
  const agreed = word === 'signed' && bothSigned(agreement);
  // A signature beside none of the mentor's agrees nothing yet.
  const state = word === 'signed' && !agreed && m.agreedAt === null ? 'proposed' : step.to;
  return {
    mentorship: {
      ...m,
      state,
      agreedAt: m.agreedAt ?? (agreed ? now : null),
      agreement,
      goals: agreed
        ? m.goals.map((g) => (g.state === 'proposed' && g.proposedBy === m.mentor ? { ...g, state: 'agreed' } : g))
        : m.goals,
    },
  };
}

/** Proposed, active or paused: neither over nor refused. */
export const isLive = (m: Pick<Mentorship, 'state'>): boolean =>
  m.state === 'proposed' || m.state === 'active' || m.state === 'paused';

/** The mentorship between these two that is not over, if there is one: there is never a second beside it. */
export const liveBetween = <M extends Pick<Mentorship, 'state' | 'mentor' | 'mentee'>>(
  all: readonly M[],
  mentor: PersonId,
  mentee: PersonId,
): M | undefined => all.find((m) => m.mentor === mentor && m.mentee === mentee && isLive(m));

/** The newest version that both have signed: it holds until a newer one is. */
export const inForce = <A extends Pick<Agreement, 'version' | 'mentorSignedAt' | 'menteeSignedAt'>>(
  versions: readonly A[],
): A | undefined => versions.filter(bothSigned).sort((a, b) => b.version - a.version)[0];

/** docs/field.md#signed-first: days after the first meeting within which both must have signed for it to count. */
const firstMeetingGraceDays = 7;

type Held = Pick<Session, 'kind' | 'startsAt' | 'minutes' | 'startedAt' | 'endedAt'>;

/**
 * Whether a session counts as regards the agreement (docs/field.md#signed-first): both had signed before it began and
 * the mentorship had not ended; or it is the first meeting, and both signed within seven days of its end. `earlier`:
 * sessions held before it in the same mentorship; after one first meeting there is no second.
 */
export function countsFrom(
  m: Pick<Mentorship, 'agreedAt' | 'endedAt'>,
  session: Held,
  earlier: readonly Pick<Session, 'kind'>[] = [],
): boolean {
  if (m.agreedAt === null) return false;
  const { from, to: until } = actualSpan(session);
  if (m.endedAt !== null && from >= m.endedAt) return false;
  if (m.agreedAt <= from) return true;
  if (session.kind !== 'first' || earlier.some((s) => s.kind === 'first')) return false;
  return m.agreedAt <= until + firstMeetingGraceDays * day;
}

/** docs/field.md#goal-levels: levels run from 1, "not yet", to 5, "there". */
export const lowestLevel = 1;
export const highestLevel = 5;
/** Goals of one mentorship that are proposed or agreed, at most; more cannot be worked on. */
export const mostGoals = 12;

/** `below`: the target lies under the start, which is a slip. `same`: a goal to keep something up, worth a thought. */
export function levelsOf(baseline: number, target: number): 'below' | 'same' | 'above' {
  return target < baseline ? 'below' : target === baseline ? 'same' : 'above';
}

/** Goals that are proposed or agreed. */
export const liveGoals = (m: Pick<Mentorship, 'goals'>): readonly Goal[] =>
  m.goals.filter((g) => g.state !== 'dropped');

/**
 * The word of `by` on a goal, as the mentorship then has it. Who did not propose it agrees to it or drops it; who did
 * may take it back; either lets an agreed one go. Undefined where that is not theirs to say, or was said already.
 */
export function decided(m: Mentorship, goal: GoalId, by: PersonId, word: 'agreed' | 'dropped'): Mentorship | undefined {
  const found = m.goals.find((g) => g.id === goal);
  if (found === undefined || found.state === 'dropped' || found.state === word) return undefined;
  if (otherOf(m, by) === undefined) return undefined;
  if (word === 'agreed' && found.proposedBy === by) return undefined;
  return { ...m, goals: m.goals.map((g) => (g.id === goal ? { ...g, state: word } : g)) };
}
