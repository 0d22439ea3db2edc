import { type Card, sentence } from '../../chat/card.js';
import {
  type Answers,
  type Field,
  type Form,
  formNote,
  longestText,
  longestTitle,
  manyOf,
  numberOf,
  type Option,
  rowsOf,
} from '../../chat/form.js';
import { literal, mention, say } from '../../chat/text.js';
import { weekdayName } from '../../commands/when/words.js';
import { understood } from '../../commands/when.js';
import { refOf, wordingsOf } from '../../domain/catalogue.js';
import { sessionKinds } from '../../domain/session-kinds.js';
import { listInWords, minutesInWords, shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { anyMinutes, plannedLength } from '../minutes-field.js';
import { otherZoneAt } from './asking.js';
import { sourcesFor } from './begin-from.js';
import { carriedNotes, carriedOver } from './carried.js';
import { followingOf } from './following.js';
import { comesTwice, momentOf, type PlanSubject, subjectOf } from './making.js';
import { datesStep, followingStep, repeatField, repeats } from './repeating.js';
import { fromHereOn } from './series.js';
import { usualSlot } from './usual-slot.js';

export async function buildPlanForm(
  about: { readonly subject: string; readonly answers: Answers },
  work: ActorWork,
): Promise<Form | Card> {
  const plan = await subjectOf(about.subject, work);
  const closed = cannotPlan(plan);
  if (closed !== undefined) return closed;
  const people = await work.people();
  const who = { parts: plan.mentorships.flatMap((m, i) => [...(i === 0 ? [] : [', ']), mention(m.mentee)]) };
  const names = plan.mentorships.map((m) => people.get(m.mentee)?.name ?? 'your mentee');
  const [carried, usual, sources, guidance] = await Promise.all([
    carriedOver(plan, work),
    usualSlot(plan, work),
    plan.session === undefined ? sourcesFor(plan, work) : [],
    guidanceFor(about.answers, work),
  ]);
  const goals = plan.mentorships.flatMap((m) =>
    m.goals
      .filter((g) => g.state === 'agreed')
      .map((g) => ({
        value: g.id as string,
        label: shorten(names.length > 1 ? `${people.get(m.mentee)?.name ?? ''}: ${g.what}` : g.what, 75),
      })),
  );
  const at = momentOf(about.answers.values, work.actor.zone, String);
  const { zone, locale } = work.actor;
  const other = 'say' in at ? undefined : await otherZoneAt(at.at, plan, work);
  const shown =
    'say' in at ? undefined : understood(at.at, numberOf(about.answers.values, 'minutes'), zone, locale, other);
  const past = 'say' in at ? false : at.at < work.now && plan.session === undefined;
  const proposed = plan.mentorships.some((m) => m.state === 'proposed');

  const which: Field[] = comesTwice(about.answers.values, work.actor.zone)
    ? [
        {
          id: 'which',
          kind: 'choice',
          shown: 'buttons',
          readers: 'shown',
          label: 'The clocks go back that night: which one?',
          of: [
            { value: 'earlier', label: 'The first (summer time)' },
            { value: 'later', label: 'The second (winter time)' },
          ],
        },
      ]
    : [];
  const afterwards: Field[] = past
    ? [
        {
          id: 'afterwards',
          kind: 'choice',
          many: true,
          shown: 'buttons',
          optional: true,
          readers: 'both',
          label: 'This time is past',
          of: [{ value: 'yes', label: 'It took place already. Label it as planned afterwards.' }],
          hint: 'Such a session is kept apart and counts only if the assessor accepts it.',
        },
      ]
    : [];
  const following = plan.session === undefined ? 0 : (await fromHereOn(plan.session, work)).length - 1;
  const later: Field[] =
    following === 0
      ? []
      : [
          {
            id: 'scope',
            kind: 'choice',
            shown: 'buttons',
            optional: true,
            readers: 'shown',
            label: 'This session is one of a series',
            of: [
              { value: 'one', label: 'Change this one only' },
              { value: 'following', label: `Change this and the ${following} that follow` },
            ],
          },
        ];
  const changes = await followingOf(plan.session, about.answers, work);
  return {
    id: 'plan',
    title: plan.session === undefined ? 'Plan a session' : 'Change the plan',
    submit: plan.session === undefined ? 'Save the plan' : 'Save the change',
    concern: 'mentor',
    steps: [
      {
        id: 'when',
        title: 'When and what',
        items: [
          formNote('with', say`With ${who}.${shown === undefined ? '' : ` Understood as ${shown}.`}`),
          ...carriedNotes(carried, true),
          ...(usual === undefined
            ? []
            : [
                formNote(
                  'usual',
                  literal(
                    `${listInWords(usual.names)} asked for the same day and time each time: ${weekdayName(usual.weekday)}, ${usual.time}.`,
                  ),
                ),
              ]),
          ...(proposed
            ? [
                formNote(
                  'unsigned',
                  literal(
                    'The agreement is not signed yet. A first meeting counts if you both sign within seven days of it.',
                  ),
                ),
              ]
            : []),
          {
            id: 'title',
            kind: 'text',
            lines: 'one',
            max: longestTitle,
            readers: 'shown',
            label: 'Title',
            hint: 'What it is for, in a few words that may stand in a message.',
          },
          { id: 'date', kind: 'date', readers: 'shown', label: 'Date' },
          {
            id: 'time',
            kind: 'time',
            readers: 'shown',
            label: 'Time',
            hint: `In your time zone (${work.actor.zone}).`,
          },
          ...which,
          ...afterwards,
          plannedLength,
          ...(plan.session === undefined ? [repeatField(about.answers.values)] : []),
          ...later,
          {
            id: 'place',
            kind: 'text',
            lines: 'one',
            max: 200,
            optional: true,
            readers: 'shown',
            label: 'Place or link',
          },
          { id: 'kind', kind: 'choice', shown: 'list', readers: 'shown', label: 'Kind', of: sessionKinds },
          ...(plan.session === undefined
            ? [
                {
                  id: 'template',
                  kind: 'choice' as const,
                  shown: 'list' as const,
                  optional: true as const,
                  readers: 'mentor' as const,
                  label: sources.some((o) => o.value.startsWith('session:'))
                    ? 'Start from the last plan, or a template'
                    : 'Start from a template',
                  hint: 'Fills in what is still empty in the next steps.',
                  of: sources,
                },
              ]
            : []),
        ],
      },
      ...(plan.session === undefined && repeats(about.answers.values) ? [await datesStep(about.answers, work)] : []),
      ...(changes === undefined || 'say' in at ? [] : [followingStep(at.at, changes, work)]),
      {
        id: 'objectives',
        title: 'Objectives',
        items: [
          ...carriedNotes(carried, false),
          {
            kind: 'group',
            id: 'objectives',
            label: 'Objectives',
            one: 'Objective',
            min: 1,
            max: 6,
            addLabel: 'Add an objective',
            hint: 'What will be different by the end, and how you will both see it.',
            fields: [
              { id: 'what', kind: 'text', lines: 'one', max: 300, readers: 'both', label: 'Objective' },
              {
                id: 'measure',
                kind: 'text',
                lines: 'one',
                max: 300,
                readers: 'both',
                label: 'How will you both see it?',
              },
            ],
          },
          ...(goals.length === 0
            ? []
            : [
                {
                  id: 'goals',
                  kind: 'choice' as const,
                  many: true as const,
                  shown: 'list' as const,
                  readers: 'both' as const,
                  label: 'Goals this session serves',
                  of: goals,
                },
              ]),
        ],
      },
      {
        id: 'activities',
        title: 'Activities',
        items: [
          formNote('sum', literal(sumWords(about.answers))),
          {
            kind: 'group',
            id: 'activities',
            label: 'Activities',
            one: 'Activity',
            min: 1,
            max: 10,
            addLabel: 'Add an activity',
            fields: [
              { id: 'what', kind: 'text', lines: 'one', max: 300, readers: 'both', label: 'What you will do' },
              { ...anyMinutes, id: 'minutes', readers: 'both', label: 'Minutes' },
            ],
          },
        ],
      },
      {
        id: 'how',
        title: 'Resources and support',
        items: [
          {
            id: 'resources',
            kind: 'text',
            lines: 'many',
            max: longestText,
            optional: true,
            readers: 'both',
            label: 'Resources',
            hint: 'What suits their role and course.',
          },
          {
            id: 'strategies',
            kind: 'text',
            lines: 'many',
            max: longestText,
            optional: true,
            readers: 'both',
            label: 'What helps them, and what you will do',
            hint: 'For example: needs a break → stop after 20 minutes.',
          },
          ...(guidance.length === 0
            ? []
            : [
                {
                  id: 'guidance',
                  kind: 'choice' as const,
                  many: true as const,
                  shown: 'list' as const,
                  optional: true as const,
                  readers: 'both' as const,
                  label: 'Guidance this refers to',
                  of: guidance,
                },
              ]),
        ],
      },
    ],
  };
}

/** The programme's guidance as it is now, and what this plan refers to already in words that are not used any more. */
async function guidanceFor(answers: Answers, work: ActorWork): Promise<readonly Option[]> {
  const [current, every] = await Promise.all([
    work.rows.catalogue.current('guidance'),
    work.rows.catalogue.every('guidance'),
  ]);
  const words = wordingsOf(every);
  const refs = new Set([...current.map(refOf), ...manyOf(answers.values, 'guidance')]);
  return [...refs].flatMap((ref) => {
    const text = words.get(ref);
    return text === undefined ? [] : [{ value: ref, label: shorten(text, 75) }];
  });
}

/** Why no plan can be made or changed now, as a card; undefined where one can. */
export function cannotPlan(plan: PlanSubject): Card | undefined {
  const { session } = plan;
  if (session?.state === 'cancelled')
    return sentence('Cancelled', 'This session was cancelled. Your words are kept; type plan to make a new one.');
  if (session !== undefined && session.state !== 'planned')
    return sentence(
      'Already begun',
      'This session has already begun, so its plan stays as it was. Type sessions to see what is coming.',
    );
  if (plan.mentorships.some((m) => m.state === 'ended' || m.state === 'declined'))
    return sentence('Ended', 'This mentorship has ended. Type start and a name to begin a new one.');
  if (plan.mentorships.some((m) => m.state === 'paused'))
    return sentence('Paused', 'This mentorship is paused. Type start and their name to resume it, then plan.');
  return undefined;
}

export function sumWords(answers: Answers): string {
  const minutes = numberOf(answers.values, 'minutes') ?? 0;
  const sum = rowsOf(answers, 'activities').reduce((n, r) => n + (numberOf(r.values, 'minutes') ?? 0), 0);
  const length = minutesInWords(minutes);
  if (sum === minutes) return `The activities fill the session: ${length}.`;
  return sum < minutes
    ? `The session is ${length}; the activities so far take ${minutesInWords(sum)}. ${minutesInWords(minutes - sum)} to go.`
    : `The session is ${length}; the activities take ${minutesInWords(sum)}, which is ${minutesInWords(sum - minutes)} too much.`;
}
