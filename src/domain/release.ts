import { day } from '../kernel/clock.js';
import type { MentorshipId, PersonId, ProgrammeId, SessionId } from '../kernel/ids.js';
import { writeCitation } from './citation.js';
import type { RecordVersion } from './record.js';
import type { PlanVersion } from './session.js';
import { supportOf } from './support.js';

/**
 * Words that somebody from outside may read (docs/field.md#released-words): what a mentor and a mentee wrote of one
 * session, offered to the mentee passage by passage, and let go by the mentor after that. Silence leaves all of it out.
 */

export interface Release {
  readonly programme: ProgrammeId;
  readonly mentorship: MentorshipId;
  readonly mentee: PersonId;
  readonly session: SessionId;
  /** The versions that were offered: a later one was never looked at, and shows nothing. Null: there is no plan. */
  readonly planVersion: number | null;
  readonly recordVersion: number;
  readonly offeredBy: PersonId;
  /** ms */
  readonly offeredAt: number;
  /** When the mentee last chose (ms); null while they have not. */
  readonly answeredAt: number | null;
  /** What the mentee leaves out, as the passages' `part`. */
  readonly leftOut: readonly string[] | 'all';
  /** When the mentor let it go (ms). */
  readonly releasedAt: number | null;
  /** What the mentor holds back besides. */
  readonly heldBack: readonly string[];
}

/** Days after which no answer is a no. */
const silenceDays = 7;

export type ReleaseStanding =
  /** The mentee is asked. */
  | 'offered'
  /** They did not answer in time: nothing is shown, and they may still choose. */
  | 'silent'
  /** They leave all of it out. */
  | 'left-out'
  /** They have chosen, and the mentor has not looked yet. */
  | 'answered'
  | 'released';

/** Where it stands at `now` (ms). */
export function releaseStanding(
  r: Pick<Release, 'offeredAt' | 'answeredAt' | 'leftOut' | 'releasedAt'>,
  now: number,
): ReleaseStanding {
  if (r.answeredAt === null) return now < r.offeredAt + silenceDays * day ? 'offered' : 'silent';
  if (r.leftOut === 'all') return 'left-out';
  return r.releasedAt === null ? 'answered' : 'released';
}

/**
 * The mentee's choice at `now` (ms). What they leave out is gone at once, from what was released before too; what they let
 * in anew the mentor has not looked at, so all of it waits for that.
 */
export function chosen(r: Release, leftOut: Release['leftOut'], now: number): Release {
  const before = r.answeredAt === null ? 'all' : r.leftOut;
  const lessStays = leftOut === 'all' || (before !== 'all' && before.every((part) => leftOut.includes(part)));
  return { ...r, answeredAt: now, leftOut, releasedAt: lessStays ? r.releasedAt : null };
}

/**
 * The same where somebody was erased at `lost` (ms) or before: their name is known no more, so nothing replaces it. What
 * was let go before that waits for the mentor to look again.
 */
export const lookedAtSince = (r: Release, lost: number): Release =>
  r.releasedAt !== null && r.releasedAt <= lost ? { ...r, releasedAt: null } : r;

/** Whose word a passage is. */
export type PassageOf = 'plan' | 'record';

/** What a choice about the mentee's answers after a session is kept as: all of them together. */
export const answersPart = 'answers';

export interface Passage {
  /** What a choice about it is kept as: `record/happened`. */
  readonly part: string;
  /** Which version of what it is of. */
  readonly citation: string;
  /** What it is called: "What happened". */
  readonly label: string;
  readonly words: string;
  /** The mentee may read it in any case; what the mentor wrote of their own practice they may not. */
  readonly menteeReads: boolean;
  /** About what somebody needs: left out unless the mentee says otherwise. */
  readonly tender: boolean;
}

/**
 * What was written of one session that somebody from outside could be shown, in its order; what is empty is not among it.
 * How somebody felt as they came and left is never shown outside.
 */
export function passagesOf(plan: PlanVersion | undefined, record: RecordVersion): readonly Passage[] {
  const found: Passage[] = [];
  const add = (
    kind: PassageOf,
    version: number,
    part: string,
    label: string,
    words: string,
    how: { readonly menteeReads?: false; readonly tender?: true } = {},
  ): void => {
    if (words.trim() === '') return;
    found.push({
      part: `${kind}/${part}`,
      citation: writeCitation({ kind, id: record.session, version, part }),
      label,
      words,
      menteeReads: how.menteeReads ?? true,
      tender: how.tender ?? false,
    });
  };
  if (plan !== undefined) {
    const { body, version } = plan;
    add('plan', version, 'title', 'Title', plan.title);
    body.objectives.forEach((o, i) => {
      add('plan', version, `objectives/${o.key}`, `Objective ${i + 1}`, joined(o.what, o.measure));
    });
    add(
      'plan',
      version,
      'activities',
      'Activities',
      body.activities.map((a) => `${a.what} (${a.minutes} min)`).join('\n'),
    );
    add('plan', version, 'resources', 'Resources', joined(body.resources, body.resourcesWhy));
    const support = supportOf(body)
      .map((s) => [s.need, s.strategy].filter((words) => words !== '').join(' → '))
      .join('\n');
    add('plan', version, 'support', 'What helps, and what was to be done', support, { tender: true });
  }
  const { body, version } = record;
  add('record', version, 'happened', 'What happened', body.happened);
  body.outcomes.forEach((o, i) => {
    add('record', version, `outcomes/${o.objective}`, `Evidence ${i + 1}`, o.evidence);
  });
  const did = body.support.map((s) => s.line).filter((line) => line !== '');
  add('record', version, 'support', 'What the support did', did.join('\n'), { tender: true });
  body.skills.forEach((s, i) => {
    add('record', version, `skills/${i}`, `Skill ${i + 1}`, s.example);
  });
  add('record', version, 'actions', 'Actions', body.actions.map((a) => a.what).join('\n'));
  add('record', version, 'nextFocus', 'Next focus', body.nextFocus);
  if (body.restorative !== null) {
    const r = body.restorative;
    add('record', version, 'restorative', 'Putting it right', [r.happened, r.affected, r.agreed].join('\n').trim(), {
      tender: true,
    });
  }
  const applied = body.guidance.map((g) => g.how).filter((how) => how !== '');
  add('record', version, 'guidance', 'How guidance was applied', applied.join('\n'), { menteeReads: false });
  add('record', version, 'change', 'What the mentor would change', body.change, { menteeReads: false });
  return found;
}

const joined = (what: string, measure: string): string => (measure === '' ? what : `${what}\n${measure}`);

/** Of these passages what somebody from outside may be shown at `now` (ms). */
export function releasedOf(r: Release | undefined, passages: readonly Passage[], now: number): readonly Passage[] {
  if (r === undefined || releaseStanding(r, now) !== 'released' || r.leftOut === 'all') return [];
  const out = new Set([...r.leftOut, ...r.heldBack]);
  return passages.filter((p) => !out.has(p.part));
}
