import { type Answers, manyOf, numberOf, type Row, rowsOf, textOf, type Value } from '../../chat/form.js';
import { lengthAskedAbout } from '../../domain/hours.js';
import type { Action, Outcome, RecordBody, Restorative } from '../../domain/record.js';
import { outsiders } from '../../domain/role-words.js';
import { longestRecorded, type Objective, plannedEnd } from '../../domain/session.js';
import { local, place } from '../../kernel/zoned.js';
import { type About, planAt } from './about.js';
import { practiceIn, practiceValues } from './practice-fields.js';

/** Between a record and the form it is written in: answers to begin with, and the record that answers mean. */

export const outcomeField = (objective: string): string => `outcome-${objective}`;
export const evidenceField = (objective: string): string => `evidence-${objective}`;
/** The key of the skill that the first step asks for. */
const firstSkill = 'first';

/** The moment that the pre-filled start stands for: exact, where the form shows whole minutes (ms). */
const knownStart = (about: About): number =>
  about.newest?.body.startedAt ?? about.session.startedAt ?? about.session.startsAt;

/** What the form opens with: the plan and the clock for a first record, the newest version for an amendment. */
export function seedOf(about: About): Answers {
  const { session, newest } = about;
  const start = local(knownStart(about), about.author.zone);
  if (newest === undefined) {
    const here = session.attendees.filter((a) => a.answer !== 'declined').map((a) => a.mentee);
    // What is recorded before it was ended ends now; if nobody pressed *start*, at the latest when it was planned to.
    const end = session.state === 'running' ? about.now : Math.min(about.now, plannedEnd(session));
    const over = session.state === 'ended' ? session : { ...session, endedAt: end };
    return {
      values: {
        attended: here,
        date: start.date,
        time: start.time,
        minutes: Math.min(longestRecorded, lengthAskedAbout(over, undefined)),
      },
      rows: {},
    };
  }
  const b = newest.body;
  const [skill, ...more] = b.skills;
  const values: Record<string, Value> = {
    attended: b.attended,
    date: start.date,
    time: start.time,
    minutes: b.minutes > 0 ? b.minutes : session.minutes,
    skill: skill?.skill ?? '',
    'skill-example': skill?.example ?? '',
    happened: b.happened,
    change: b.change,
    'next-focus': b.nextFocus,
    'check-in': b.checkIn,
    'check-out': b.checkOut,
    'r-happened': b.restorative?.happened ?? '',
    'r-affected': b.restorative?.affected ?? '',
    'r-agreed': b.restorative?.agreed ?? '',
    'r-by': b.restorative?.by ?? '',
    ...practiceValues(b),
  };
  for (const o of b.outcomes) {
    values[outcomeField(o.objective)] = o.outcome;
    values[evidenceField(o.objective)] = o.evidence;
  }
  return {
    values,
    rows: {
      skills: more.map((s) => ({ key: s.key, values: { skill: s.skill, example: s.example } })),
      actions: b.actions.map((a) => ({
        key: a.key,
        values: { what: a.what, owner: a.owner, as: a.as ?? '', due: a.due ?? '' },
      })),
    },
  };
}

export type Start =
  | { readonly kind: 'at'; readonly at: number }
  /** Not filled in, or no date or time at all: its field says so. */
  | { readonly kind: 'none' }
  /** The clocks jumped over it. */
  | { readonly kind: 'never' };

/** When the session began by these answers (the mentor's own zone). Of a time that was there twice, the nearer one. */
export function startOf(answers: Answers, about: About): Start {
  const date = textOf(answers.values, 'date');
  const time = textOf(answers.values, 'time');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) return { kind: 'none' };
  const known = knownStart(about);
  const shown = local(known, about.author.zone);
  // Left as it was shown: the exact moment, of which the form shows the minute only.
  if (shown.date === date && shown.time === time) return { kind: 'at', at: known };
  try {
    const placed = place(date, time, about.author.zone);
    if (placed.kind === 'once') return { kind: 'at', at: placed.at };
    if (placed.kind === 'never') return { kind: 'never' };
    const nearer = Math.abs(placed.earlier - known) <= Math.abs(placed.later - known) ? placed.earlier : placed.later;
    return { kind: 'at', at: nearer };
  } catch {
    // The 31st of February: its field says so.
    return { kind: 'none' };
  }
}

const outcomes: readonly string[] = ['met', 'partly', 'not-yet'] satisfies readonly Outcome[];
const isOutcome = (v: string): v is Outcome => outcomes.includes(v);

/** The record that these answers mean, whole or not; `startedAt` as `startOf` found it (ms). */
export function bodyOf(
  answers: Answers,
  about: About,
  startedAt: number,
  objectives: readonly Objective[],
): RecordBody {
  const v = answers.values;
  const ticked = new Set(manyOf(v, 'attended'));
  const attended = about.session.attendees.map((a) => a.mentee).filter((m) => ticked.has(m));
  const nobody = attended.length === 0;
  const skill = { key: firstSkill, skill: textOf(v, 'skill'), example: textOf(v, 'skill-example') };
  return {
    attended,
    startedAt,
    minutes: nobody ? 0 : (numberOf(v, 'minutes') ?? 0),
    outcomes: nobody
      ? []
      : objectives.flatMap((o) => {
          const outcome = textOf(v, outcomeField(o.key));
          return isOutcome(outcome) ? [{ objective: o.key, outcome, evidence: textOf(v, evidenceField(o.key)) }] : [];
        }),
    skills: nobody
      ? []
      : [skill, ...rowsOf(answers, 'skills').map(skillRow)].filter((s) => s.skill !== '' || s.example !== ''),
    happened: textOf(v, 'happened'),
    actions: rowsOf(answers, 'actions').map(actionRow),
    change: textOf(v, 'change'),
    nextFocus: textOf(v, 'next-focus'),
    restorative: nobody ? null : restorativeOf(answers),
    checkIn: nobody ? '' : textOf(v, 'check-in'),
    checkOut: nobody ? '' : textOf(v, 'check-out'),
    ...practiceIn(answers, nobody ? undefined : planAt(about, startedAt)),
  };
}

const skillRow = (row: Row): RecordBody['skills'][number] => ({
  key: row.key,
  skill: textOf(row.values, 'skill'),
  example: textOf(row.values, 'example'),
});

const actionRow = (row: Row): Action => ({
  key: row.key,
  what: textOf(row.values, 'what'),
  ...ownerIn(row),
  due: textOf(row.values, 'due') || null,
});

function ownerIn(row: Row): Pick<Action, 'owner' | 'as'> {
  const owner = textOf(row.values, 'owner');
  if (owner !== 'outside') return { owner: owner === 'mentor' ? 'mentor' : 'mentee' };
  return { owner, as: outsiders.find((as) => as === textOf(row.values, 'as')) ?? 'other' };
}

function restorativeOf(answers: Answers): Restorative | null {
  const v = answers.values;
  const part: Restorative = {
    happened: textOf(v, 'r-happened'),
    affected: textOf(v, 'r-affected'),
    agreed: textOf(v, 'r-agreed'),
    by: textOf(v, 'r-by') || null,
  };
  return part.happened === '' && part.affected === '' && part.agreed === '' && part.by === null ? null : part;
}
