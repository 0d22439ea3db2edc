import { keyOfRef, newestOf, skillBody } from '../../domain/catalogue.js';
import type { Goal } from '../../domain/mentorship.js';
import { actualSpan, planInForce } from '../../domain/session.js';
import type { GoalId, PersonId, SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { PortfolioTime } from '../shared/read-hours.js';

export interface GoalUse {
  readonly goal: Goal;
  readonly sessions: number;
  readonly minutes: number;
}
export interface SkillUse {
  readonly skill: string;
  readonly sessions: number;
}

/**
 * Which goals the counted sessions served (by the plan in force at each start) and in how many of them each skill was
 * shown. A session that serves two goals stands under both with its whole length: these are no parts of a sum.
 */
export async function usageOf(
  rows: Rows,
  time: PortfolioTime,
  mentee?: PersonId,
): Promise<{ readonly goals: readonly GoalUse[]; readonly skills: readonly SkillUse[] }> {
  const counted = new Map<SessionId, number>(
    time
      .hours(mentee)
      .sessions.filter((v) => v.counts)
      .map((v) => [v.session, v.minutes]),
  );
  const served = new Map<GoalId, { sessions: number; minutes: number }>();
  const shown = new Map<string, number>();
  for (const session of time.sessions) {
    const minutes = counted.get(session.id);
    if (minutes === undefined) continue;
    const plan = planInForce(await rows.sessions.plans(session.id), actualSpan(session).from);
    for (const goal of new Set(plan?.body.goals ?? [])) {
      const so = served.get(goal) ?? { sessions: 0, minutes: 0 };
      served.set(goal, { sessions: so.sessions + 1, minutes: so.minutes + minutes });
    }
    for (const skill of new Set(time.records.get(session.id)?.body.skills.map((s) => keyOfRef(s.skill)) ?? []))
      shown.set(skill, (shown.get(skill) ?? 0) + 1);
  }
  const goals = time.mentorships
    .filter((m) => mentee === undefined || m.mentee === mentee)
    .flatMap((m) => m.goals.filter((g) => g.state === 'agreed'))
    .map((goal) => ({ goal, ...(served.get(goal.id) ?? { sessions: 0, minutes: 0 }) }));
  // Counted whatever its wording was then, under the one it has now; one retired since it was shown stays on record.
  const all = newestOf(await rows.catalogue.every('skill')).filter(
    (row) => row.retiredAt === null || (shown.get(row.key) ?? 0) > 0,
  );
  const skills = all.map((row) => ({ skill: skillBody.parse(row.body).text, sessions: shown.get(row.key) ?? 0 }));
  return { goals, skills };
}
