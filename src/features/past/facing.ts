import { type Block, facts, heading, list, table } from '../../chat/card.js';
import { join, literal, moment, say, strong, type Text } from '../../chat/text.js';
import type { RecordBody } from '../../domain/record.js';
import type { PlanVersion, Session } from '../../domain/session.js';
import { kindWords } from '../../domain/session-kinds.js';
import { minutesInWords } from '../../kernel/words.js';
import { namesOf, type Who } from './scope.js';

/** A plan facing its record: what was meant, and beside it what came of it. */

/** One thing, as it was planned and as it was. Undefined where that side says nothing of it. */
interface Facing {
  readonly what: string;
  readonly planned: Text | undefined;
  readonly was: Text | undefined;
}

const outcomeWords = { met: 'Met', partly: 'Partly met', 'not-yet': 'Not yet met' } as const;

const some = (s: string): Text | undefined => (s.trim() === '' ? undefined : literal(s));
const lines = (all: readonly Text[]): Text | undefined => (all.length === 0 ? undefined : join(all, '\n'));

/**
 * @param plan the one in force
 * @param body the part of the record that its reader may read; undefined where there is none for them
 * @param goals words of those it serves
 * @param skill the wording of a skill
 */
export function facingOf(
  session: Session,
  plan: PlanVersion | undefined,
  body: RecordBody | undefined,
  how: {
    readonly who: Who;
    readonly goals: readonly string[];
    readonly skill: (ref: string) => string;
    /** The one whose own it is; null for whoever reads all of it. */
    readonly mentee: Session['attendees'][number]['mentee'] | null;
  },
): readonly Facing[] {
  const { who, goals, skill, mentee } = how;
  const invited = session.attendees.map((a) => a.mentee).filter((id) => mentee === null || id === mentee);
  const objectives = plan?.body.objectives ?? [];
  const outcome = (key: string): Text | undefined => {
    const o = body?.outcomes.find((one) => one.objective === key);
    if (o === undefined) return undefined;
    return o.evidence === '' ? literal(`${outcomeWords[o.outcome]}.`) : say`${outcomeWords[o.outcome]}. ${o.evidence}`;
  };
  const earlier = body?.outcomes.filter((o) => objectives.every((x) => x.key !== o.objective)) ?? [];
  return [
    {
      what: 'When',
      planned: plan === undefined ? undefined : say`${moment(plan.startsAt)}`,
      was: body === undefined ? undefined : say`${moment(session.startedAt ?? body.startedAt)}`,
    },
    {
      what: 'How long',
      planned: plan === undefined ? undefined : literal(minutesInWords(plan.minutes)),
      was: body === undefined ? undefined : literal(body.minutes === 0 ? 'no time' : minutesInWords(body.minutes)),
    },
    ...(mentee === null
      ? [
          {
            what: 'Who',
            planned: namesOf(invited, who),
            was: body === undefined ? undefined : namesOf(body.attended, who),
          },
        ]
      : []),
    { what: 'Kind', planned: plan === undefined ? undefined : literal(kindWords(plan.kind)), was: undefined },
    ...(goals.length === 0 ? [] : [{ what: 'Goals', planned: literal(goals.join('; ')), was: undefined }]),
    ...objectives.map((o, i) => ({
      what: objectives.length === 1 ? 'Objective' : `Objective ${i + 1}`,
      planned: o.measure === '' ? literal(o.what) : say`${o.what} (seen by: ${o.measure})`,
      was: outcome(o.key),
    })),
    ...earlier.map((o) => ({
      what: 'An objective of another version',
      planned: undefined,
      was: outcome(o.objective),
    })),
    {
      what: body === undefined ? 'Activities' : 'What happened',
      planned: lines((plan?.body.activities ?? []).map((a) => say`${minutesInWords(a.minutes)}: ${a.what}`)),
      was: some(body?.happened ?? ''),
    },
    { what: 'Resources', planned: some(plan?.body.resources ?? ''), was: undefined },
    { what: 'What helps', planned: some(plan?.body.strategies ?? ''), was: undefined },
    {
      what: 'Skills shown',
      planned: undefined,
      was: lines(
        (body?.skills ?? []).map((s) =>
          s.example === '' ? literal(skill(s.skill)) : say`${skill(s.skill)}: ${s.example}`,
        ),
      ),
    },
    { what: 'Agreed to do', planned: undefined, was: lines((body?.actions ?? []).map((a) => literal(a.what))) },
    { what: 'Next focus', planned: undefined, was: some(body?.nextFocus ?? '') },
    { what: 'What the mentor would change', planned: undefined, was: some(body?.change ?? '') },
  ].filter((f) => f.planned !== undefined || f.was !== undefined);
}

/** What only one side says anything of, below those that face one another. */
function alone(title: string, all: readonly (readonly [what: string, said: Text])[]): readonly Block[] {
  return all.length === 0 ? [] : [heading(literal(title)), facts(...all)];
}

/**
 * Two columns where a page has room, else one after the other: each thing with what was meant and what came of it. What
 * stands in the plan alone, or in the record alone, follows.
 */
export function facingBlocks(all: readonly Facing[], page: boolean): readonly Block[] {
  const both = all.flatMap(({ what, planned, was }) =>
    planned === undefined || was === undefined ? [] : [{ what, planned, was }],
  );
  const only = (side: 'planned' | 'was') =>
    all.flatMap((f): readonly (readonly [string, Text])[] => {
      const said = f[side];
      return said === undefined || f[side === 'planned' ? 'was' : 'planned'] !== undefined ? [] : [[f.what, said]];
    });
  return [
    ...(both.length === 0
      ? []
      : page
        ? [
            table(
              'plan-and-record',
              'Plan and record',
              ['', 'Planned', 'As it was'],
              both.map(({ what, planned, was }) => ({ cells: [literal(what), planned, was] })),
            ),
          ]
        : both.flatMap(({ what, planned, was }): readonly Block[] => [
            heading(literal(what)),
            list([say`${strong('Planned:')} ${planned}`, say`${strong('As it was:')} ${was}`]),
          ])),
    ...alone(both.length === 0 ? 'Planned' : 'Also planned', only('planned')),
    ...alone(both.length === 0 ? 'On record' : 'Also on record', only('was')),
  ];
}
