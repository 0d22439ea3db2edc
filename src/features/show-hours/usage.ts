import type { Goal, Mentorship } from '../../domain/mentorship.js';
import type { GoalId } from '../../kernel/ids.js';
import type { CountedUse } from '../../ports/store/totals.js';
import type { SkillNow } from '../shared/skills-by-hour.js';

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
 * Which goals of these mentorships the counted sessions served (by the plan in force at each start). A session that
 * serves two goals stands under both with its whole length: these are no parts of a sum.
 */
export function goalUses(uses: readonly CountedUse[], mentorships: readonly Mentorship[]): readonly GoalUse[] {
  const served = new Map<GoalId, { sessions: number; minutes: number }>();
  for (const use of uses)
    for (const goal of new Set(use.goals)) {
      const so = served.get(goal) ?? { sessions: 0, minutes: 0 };
      served.set(goal, { sessions: so.sessions + 1, minutes: so.minutes + use.minutes });
    }
  return mentorships
    .flatMap((m) => m.goals.filter((g) => g.state === 'agreed'))
    .map((goal) => ({ goal, ...(served.get(goal.id) ?? { sessions: 0, minutes: 0 }) }));
}

/** In how many of the counted sessions each skill was shown: those of now, and those retired that were shown. */
export function skillUses(skills: readonly SkillNow[], uses: readonly CountedUse[]): readonly SkillUse[] {
  const shown = new Map<string, number>();
  for (const use of uses) for (const skill of use.skills) shown.set(skill, (shown.get(skill) ?? 0) + 1);
  // Counted whatever its wording was then, under the one it has now; one retired since it was shown stays on record.
  return skills
    .filter((s) => !s.retired || (shown.get(s.key) ?? 0) > 0)
    .map((s) => ({ skill: s.text, sessions: shown.get(s.key) ?? 0 }));
}
