import type { Field, Item, Option, Step } from '../../chat/form.js';
import { formNote, longestTitle, numberOf } from '../../chat/form.js';
import { mention, say } from '../../chat/text.js';
import { weekdayName } from '../../commands/when/words.js';
import { understood } from '../../commands/when.js';
import { sessionKinds } from '../../domain/session-kinds.js';
import { listInWords } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import { plannedLength } from '../shared/minutes-field.js';
import { otherZoneAt } from './asking.js';
import { sourcesFor } from './begin-from.js';
import { comesTwice, momentOf } from './making.js';
import type { PlanAsked } from './plan-steps.js';
import { promiseFields, type promisesToAsk } from './putting-right.js';
import { repeatField } from './repeating.js';
import { fromHereOn } from './series.js';
import { planSource } from './subjects.js';
import { type UsualSlot, usualSlot } from './usual-slot.js';

/** The plan form's first step: when, how long, what it is called, and what it may start from. */

/** What is known before anything is filled in: what the mentee said and what is carried over, and what was promised. */
export interface Known {
  readonly notes: readonly Item[];
  readonly promises: Awaited<ReturnType<typeof promisesToAsk>>;
}

export async function whenStep(asked: PlanAsked, { notes, promises }: Known, work: ActorWork): Promise<Step> {
  const { plan, answers } = asked;
  const fresh = plan.session === undefined;
  const [usual, sources, following] = await Promise.all([
    usualSlot(plan, work),
    fresh ? sourcesFor(plan, work) : [],
    plan.session === undefined ? 0 : fromHereOn(plan.session, work).then((all) => all.length - 1),
  ]);
  return {
    id: 'when',
    title: 'When and what',
    items: [
      await withWhom(asked, work),
      ...notes,
      ...(await promiseFields(plan, promises, work)),
      ...usualNotes(usual),
      ...unsignedNotes(asked),
      titleField,
      { id: 'date', kind: 'date', readers: 'shown', label: 'Date' },
      { id: 'time', kind: 'time', readers: 'shown', label: 'Time', hint: `In your time zone (${work.actor.zone}).` },
      ...whichFields(asked, work),
      ...afterwardsFields(asked, work),
      plannedLength,
      ...(fresh ? [repeatField(answers.values)] : []),
      ...scopeFields(following),
      placeField,
      { id: 'kind', kind: 'choice', shown: 'list', readers: 'shown', label: 'Kind', of: sessionKinds },
      ...(fresh && plan.forUnit ? [sourceField(sources)] : []),
    ],
  };
}

/** With whom it is, and the time as it was understood, on the clock of a mentee elsewhere too. */
async function withWhom({ plan, answers }: PlanAsked, work: ActorWork): Promise<Item> {
  const who = { parts: plan.mentorships.flatMap((m, i) => [...(i === 0 ? [] : [', ']), mention(m.mentee)]) };
  const { zone, locale } = work.actor;
  const at = momentOf(answers.values, zone, String);
  const other = 'say' in at ? undefined : await otherZoneAt(at.at, plan, work);
  const shown = 'say' in at ? undefined : understood(at.at, numberOf(answers.values, 'minutes'), zone, locale, other);
  return formNote('with', say`With ${who}.${shown === undefined ? '' : ` Understood as ${shown}.`}`);
}

const usualNotes = (usual: UsualSlot | undefined): readonly Item[] =>
  usual === undefined
    ? []
    : [
        formNote(
          'usual',
          `${listInWords(usual.names)} asked for the same day and time each time: ${weekdayName(usual.weekday)}, ${usual.time}.`,
        ),
      ];

const unsignedNotes = ({ plan }: PlanAsked): readonly Item[] =>
  plan.mentorships.some((m) => m.state === 'proposed')
    ? [
        formNote(
          'unsigned',
          'The agreement is not signed yet. A first meeting counts if you both sign within seven days of it.',
        ),
      ]
    : [];

const titleField: Field = {
  id: 'title',
  kind: 'text',
  lines: 'one',
  max: longestTitle,
  readers: 'shown',
  label: 'Title',
  hint: 'What it is for, in a few words.',
};

const placeField: Field = {
  id: 'place',
  kind: 'text',
  lines: 'one',
  max: 200,
  optional: true,
  readers: 'shown',
  label: 'Place or link',
};

/** A wall clock that shows the time twice: which of them is meant. */
const whichFields = ({ answers }: PlanAsked, work: ActorWork): readonly Field[] =>
  comesTwice(answers.values, work.actor.zone)
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

/** A past time makes a session only where it is said that it took place. */
function afterwardsFields({ plan, answers }: PlanAsked, work: ActorWork): readonly Field[] {
  const at = momentOf(answers.values, work.actor.zone, String);
  if ('say' in at || at.at >= work.now || plan.session !== undefined) return [];
  return [
    {
      id: 'afterwards',
      kind: 'choice',
      many: true,
      shown: 'buttons',
      optional: true,
      readers: 'both',
      label: 'This time is past',
      of: [{ value: 'yes', label: 'It took place already. Label it as planned afterwards.' }],
      hint: plan.forUnit
        ? 'Such a session is kept apart and counts only if the assessor accepts it.'
        : 'Such a session is kept apart from those planned beforehand.',
    },
  ];
}

/** @param following how many sessions of its series come after it */
const scopeFields = (following: number): readonly Field[] =>
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

const sourceField = (sources: readonly Option[]): Field => ({
  id: 'template',
  kind: 'choice',
  shown: 'list',
  optional: true,
  readers: 'mentor',
  label: sources.some((o) => planSource.read(o.value)?.what === 'session')
    ? 'Start from the last plan, or a template'
    : 'Start from a template',
  hint: 'Fills in what is still empty in the next steps.',
  of: sources,
});
