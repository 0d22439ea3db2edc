import type { FactsSession } from '../../domain/portfolio-facts.js';
import { type RecordVersion, sharedPart } from '../../domain/record.js';
import { type PlanVersion, planInForce, type Session } from '../../domain/session.js';
import { supportFor } from '../../domain/support.js';
import type { MentorshipId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';
import type { FactsRights } from './portfolio-facts.js';

/**
 * The sessions of a portfolio as one reader may see them.
 * @param known mentorships that this reader sees: of a group nobody else is in it
 */
export async function factsOfSessions(
  sessions: readonly Session[],
  known: ReadonlySet<MentorshipId>,
  who: FactsRights,
  rows: Pick<Rows, 'past' | 'sessions' | 'records'>,
): Promise<readonly FactsSession[]> {
  const ids = sessions.map((s) => s.id);
  if (ids.length === 0) return [];
  const figures = await rows.past.figures(ids);
  const plans = await rows.sessions.plansOf(ids);
  const heads = await rows.records.heads(ids);
  const reads = who.reader === 'outside' || who.may('record.read') || who.may('record.read-shared');
  const records = reads ? await rows.records.newest(ids) : new Map<Session['id'], RecordVersion>();
  return sessions.map((s): FactsSession => {
    const seats = s.attendees.filter((a) => known.has(a.mentorship));
    const theirs = new Set(seats.map((a) => a.mentee));
    const figure = figures.get(s.id);
    const record = records.get(s.id);
    const versions = plans.get(s.id) ?? [];
    const beganAt = record?.body.startedAt ?? s.startedAt ?? s.startsAt;
    const plan = planInForce(versions, beganAt) ?? null;
    return {
      id: s.id,
      kind: s.kind,
      title: s.title,
      startsAt: s.startsAt,
      plannedMinutes: s.minutes,
      plannedAt: s.plannedAt,
      plannedAfterwards: s.plannedAfterwards,
      state: s.state,
      missed: s.missed ?? null,
      ending: figure?.ending ?? null,
      beganAt,
      endedAt: s.endedAt,
      mentees: [...theirs],
      mentorships: seats.map((a) => a.mentorship),
      attended: figure?.attended?.filter((mentee) => theirs.has(mentee)) ?? null,
      minutes: figure?.minutes ?? 0,
      why: figure?.why ?? null,
      parts: (figure?.parts ?? []).filter((p) => known.has(p.mentorship)),
      lag: figure?.lag ?? null,
      plan: plan === null ? null : planAsReadBy(plan, s, who),
      plans: versions.length,
      head: heads.get(s.id) ?? null,
      record: record === undefined ? null : recordAsReadBy(record, s, who),
      passages: [],
    };
  });
}

/** A mentee of a group reads nothing of another in it: whose need, whose goal, or after whose session it was made. */
function planAsReadBy(plan: PlanVersion, s: Session, { reader, mentee }: FactsRights): PlanVersion {
  if (reader !== 'mentee' || mentee === undefined) return plan;
  const { copiedFrom, body } = plan;
  const alone = s.attendees.length === 1;
  return {
    ...plan,
    copiedFrom: copiedFrom?.startsWith('template:') === true ? copiedFrom : null,
    body: {
      ...body,
      support: supportFor(body.support, mentee),
      ...(alone ? {} : { goals: [], objectives: body.objectives.map(({ goal: _, ...o }) => o) }),
    },
  };
}

/** A mentee, and whoever reads the shared part alone, reads nothing of the mentor's own practice. */
function recordAsReadBy(record: RecordVersion, s: Session, who: FactsRights): RecordVersion {
  if (who.reader === 'outside' || who.may('record.read')) return record;
  const of = { mentee: who.reader === 'mentee' ? (who.mentee ?? null) : null, group: s.attendees.length > 1 };
  return { ...record, body: sharedPart(record.body, of), reason: '', lateReason: '' };
}
