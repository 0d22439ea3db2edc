import type { PersonId } from '../../kernel/ids.js';
import type { FactsSession } from '../portfolio-facts.js';
import { passagesOf } from '../release.js';
import { type Cut, every } from './cut.js';

/**
 * A session as it leaves in a pack: plan and record with their figures, and as `passages` the words of them that stand. What
 * is written of a group is never shown outside (docs/field.md#released-words), nor whose need was whose in it.
 * @param goals those that stand in the facts: of any other nobody is told that there was one
 */
export function sessionLeaving(s: FactsSession, cut: Cut, goals: ReadonlySet<string>): FactsSession {
  return every<FactsSession>({
    id: s.id,
    kind: s.kind,
    title: '',
    startsAt: s.startsAt,
    plannedMinutes: s.plannedMinutes,
    plannedAt: s.plannedAt,
    plannedAfterwards: s.plannedAfterwards,
    state: s.state,
    missed: s.missed,
    ending: s.ending,
    beganAt: s.beganAt,
    endedAt: s.endedAt,
    mentees: s.mentees.map(cut.person),
    mentorships: s.mentorships,
    attended: s.attended?.map(cut.person) ?? null,
    minutes: s.minutes,
    why: s.why,
    parts: s.parts.map((p) =>
      every<FactsSession['parts'][number]>({
        mentee: cut.person(p.mentee),
        mentorship: p.mentorship,
        standing: p.standing,
        why: p.why,
        minutes: p.minutes,
        mentorMinutes: p.mentorMinutes,
        menteeMinutes: p.menteeMinutes,
        askAgain: p.askAgain,
      }),
    ),
    lag: s.lag,
    plan: s.plan === null ? null : plan(s.plan, cut, goals),
    plans: s.plans,
    head:
      s.head === null
        ? null
        : every<NonNullable<FactsSession['head']>>({
            session: s.head.session,
            version: s.head.version,
            firstSavedAt: s.head.firstSavedAt,
            signedAt: s.head.signedAt,
            botDelayMs: s.head.botDelayMs,
            lag: s.head.lag,
          }),
    record: s.record === null ? null : record(s.record, s.mentees, cut),
    passages: passages(s, cut),
  });
}

function passages(s: FactsSession, cut: Cut): FactsSession['passages'] {
  if (s.record === null || s.mentees.length !== 1) return [];
  return passagesOf(s.plan ?? undefined, s.record)
    .filter((p) => cut.stands(p.citation))
    .map((p) =>
      every<FactsSession['passages'][number]>({
        part: p.part,
        citation: p.citation,
        label: p.label,
        words: cut.theirs(p.citation, p.label, p.words),
      }),
    );
}

type Plan = NonNullable<FactsSession['plan']>;

function plan(p: Plan, cut: Cut, goals: ReadonlySet<string>): Plan {
  type Body = Plan['body'];
  const { body } = p;
  return every<Plan>({
    session: p.session,
    version: p.version,
    startsAt: p.startsAt,
    minutes: p.minutes,
    title: '',
    place: '',
    kind: p.kind,
    body: every<Body>({
      objectives: body.objectives.map((o) =>
        every<Body['objectives'][number]>({
          key: o.key,
          what: '',
          measure: '',
          goal: o.goal !== undefined && goals.has(o.goal) ? o.goal : undefined,
        }),
      ),
      activities: body.activities.map((a) =>
        every<Body['activities'][number]>({ key: a.key, what: '', minutes: a.minutes }),
      ),
      resources: '',
      resourcesWhy: '',
      support: body.support.map((row) =>
        every<Body['support'][number]>({ key: row.key, need: '', strategy: '', mentee: undefined }),
      ),
      strategies: '',
      guidance: body.guidance,
      goals: body.goals.filter((goal) => goals.has(goal)),
      asGiven: body.asGiven,
    }),
    savedAt: p.savedAt,
    author: cut.person(p.author),
    copiedFrom: p.copiedFrom,
    unchanged: p.unchanged,
  });
}

type Record_ = NonNullable<FactsSession['record']>;

/** @param mentees those of the session that stand in the facts */
function record(r: Record_, mentees: readonly PersonId[], cut: Cut): Record_ {
  type Body = Record_['body'];
  type Action = Body['actions'][number];
  const { body } = r;
  return every<Record_>({
    session: r.session,
    version: r.version,
    body: every<Body>({
      attended: body.attended.filter((id) => mentees.includes(id)).map(cut.person),
      startedAt: body.startedAt,
      minutes: body.minutes,
      outcomes: body.outcomes.map((o) =>
        every<Body['outcomes'][number]>({ objective: o.objective, outcome: o.outcome, evidence: '' }),
      ),
      skills: body.skills.map((k) => every<Body['skills'][number]>({ key: k.key, skill: k.skill, example: '' })),
      happened: '',
      actions: body.actions.map((a) =>
        every<Action>({
          key: a.key,
          what: '',
          owner: a.owner,
          // What somebody outside is to a mentee (a social worker) says who the mentee is.
          as: undefined,
          due: a.due,
        }),
      ),
      change: '',
      nextFocus: '',
      restorative: null,
      // How somebody felt is never shown outside (docs/field.md#released-words).
      checkIn: '',
      checkOut: '',
      keptTo: body.keptTo,
      support: body.support.map((one) =>
        every<Body['support'][number]>({ key: one.key, mentee: undefined, did: one.did, line: '' }),
      ),
      guidance: body.guidance.map((g) => every<Body['guidance'][number]>({ ref: g.ref, how: '' })),
    }),
    savedAt: r.savedAt,
    author: cut.person(r.author),
    reason: '',
    lateReason: '',
  });
}
