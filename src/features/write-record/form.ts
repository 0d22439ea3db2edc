import {
  type Answers,
  type Field,
  type Form,
  formNote,
  type Item,
  longestText,
  manyOf,
  numberOf,
  type Option,
  type Readers,
  type Step,
} from '../../chat/form.js';
import { literal, moment, say } from '../../chat/text.js';
import type { PracticeChange } from '../../domain/practice-change.js';
import { type Action, lagClass, type Outcome, recordedEnd } from '../../domain/record.js';
import { outsiders, outsiderWord } from '../../domain/role-words.js';
import { heldAt, longestRecorded, type Objective, type PlanVersion, planInForce } from '../../domain/session.js';
import { minutesInWords, shorten } from '../../kernel/words.js';
import type { Rated } from '../shared/goal-levels.js';
import { anyMinutes } from '../shared/minutes-field.js';
import { type About, isGroup, menteesIn, notNow, objectivesAt, planAt } from './about.js';
import { evidenceField, outcomeField, startOf } from './answers.js';
import { changeFields } from './changes.js';
import { goalSteps } from './goals.js';
import { guidanceFields, keptToFields, supportFields } from './practice-fields.js';
import { sharedBy, skillField } from './skill-field.js';
import { thinFirst } from './thin-first.js';

/** The record's form: sixty seconds first, the rest for who has more (docs/field.md#the-record). */

/** One sentence; what needs more belongs in the larger fields. */
const sentenceMax = 500;

const outcomeOptions: readonly (Option & { readonly value: Outcome })[] = [
  { value: 'met', label: 'Met' },
  { value: 'partly', label: 'Partly' },
  { value: 'not-yet', label: 'Not yet' },
];

interface Around {
  /** Core skills that are thin in the hours so far, by key, and in which hours (docs/field.md#core-skills). */
  readonly thin: ReadonlyMap<string, string>;
  /** Whose goals are looked at anew. */
  readonly rated: readonly Rated[];
  /** What the mentor set out to change. */
  readonly changes: readonly PracticeChange[];
}

/**
 * The form as it is for these answers: an empty attendance asks for what happened only.
 */
export function recordForm(about: About, answers: Answers, locale: string, { thin, rated, changes }: Around): Form {
  const nobody = manyOf(answers.values, 'attended').length === 0;
  const start = startOf(answers, about);
  const startedAt = start.kind === 'at' ? start.at : about.session.startsAt;
  const changing = nobody ? [] : changeFields(changes, about.session);
  if (!about.forUnit)
    return {
      id: 'record',
      title: 'The record',
      submit: 'Save the record',
      steps: [withoutUnit(sixtySeconds({ ...about, skills: [] }, answers, [], startedAt, nobody, locale), changing)],
      signs: true,
      concern: 'mentor',
    };
  const objectives = nobody ? [] : objectivesAt(about, startedAt);
  const steps: Step[] = [
    sixtySeconds({ ...about, skills: thinFirst(about.skills, thin) }, answers, objectives, startedAt, nobody, locale),
  ];
  if (about.session.kind === 'restorative' && !nobody) steps.push(restorative(about));
  if (!nobody)
    steps.push(
      evidence(
        { ...about, skills: thinFirst(about.skills, thin) },
        answers,
        objectives,
        planAt(about, startedAt),
        changing,
      ),
    );
  const there = manyOf(answers.values, 'attended');
  steps.push(...goalSteps(rated.filter((r) => there.includes(r.mentorship.mentee))));
  steps.push(whatNext(about, nobody));
  return { id: 'record', title: 'The record', submit: 'Save the record', steps, signs: true, concern: 'mentor' };
}

/** Two fields: what happened, and what comes next. Nobody assesses it, so nothing is said of when it was written. */
function withoutUnit(step: Step, changing: readonly Field[]): Step {
  const items = step.items.filter((item) => item.id !== 'no-plan' && item.id !== 'late-reason');
  const at = items.findIndex((item) => item.id === 'happened') + 1;
  return {
    ...step,
    title: 'What happened',
    items: [...items.slice(0, at), nextFocusField, ...changing, ...items.slice(at)],
  };
}

const nextFocusField: Field = {
  id: 'next-focus',
  kind: 'text',
  lines: 'one',
  max: sentenceMax,
  label: 'Next focus',
  hint: 'The next plan opens with it.',
  optional: true,
  readers: 'both',
};

/** Whether a reason for its lateness is asked for: it is retrospective, and was not made so by the bot's own delay. */
function tooLate(about: About, answers: Answers, startedAt: number, nobody: boolean): boolean {
  if (about.head !== undefined) return false;
  const minutes = numberOf(answers.values, 'minutes') ?? 0;
  const end = recordedEnd({ attended: nobody ? [] : about.mentees.map((m) => m.id), startedAt, minutes });
  const saved = about.draftSavedAt ?? about.now;
  return lagClass(end, saved - about.delay, about.author) === 'retrospective';
}

function sixtySeconds(
  about: About,
  answers: Answers,
  objectives: readonly Objective[],
  startedAt: number,
  nobody: boolean,
  locale: string,
): Step {
  const { session } = about;
  const shared = sharedBy(about);
  const stopped = notNow(session, about.now, { zone: about.author.zone, locale });
  const items: (Item | null)[] = [
    formNote('about', say`${session.title}, ${moment(heldAt(session))}, with ${menteesIn(session)}.`),
    stopped === undefined ? null : formNote('stopped', literal(`${stopped} What you wrote is still here to copy.`)),
    planInForce(about.plans, startedAt) === undefined
      ? formNote(
          'no-plan',
          literal('Its plan was made after this start: it is kept apart, and counts only if the assessor accepts it.'),
        )
      : null,
    isGroup(session)
      ? formNote(
          'group',
          literal('Each mentee reads the outcomes, actions and next focus: name no other mentee there.'),
        )
      : null,
    {
      id: 'attended',
      kind: 'choice',
      many: true,
      shown: 'buttons',
      of: about.mentees.map((m) => ({ value: m.id, label: about.apart.get(m.id) ?? m.name })),
      label: 'Who was there?',
      hint: 'If nobody came, untick everyone and say what happened: it is kept, and counts no hours.',
      optional: true,
      readers: isGroup(session) ? 'mentor' : 'both',
    },
    { id: 'date', kind: 'date', label: 'Day', readers: 'both' },
    { id: 'time', kind: 'time', label: 'It began at', readers: 'both' },
    {
      ...anyMinutes,
      id: 'minutes',
      max: longestRecorded,
      label: 'It lasted',
      readers: 'both',
      depends: true,
      ...(nobody ? { optional: true as const } : {}),
    },
    ...objectives.map(
      (o): Field => ({
        id: outcomeField(o.key),
        kind: 'choice',
        shown: 'buttons',
        of: outcomeOptions,
        label: shorten(o.what, 150),
        ...(o.measure === '' ? {} : { hint: shorten(`Measured by: ${o.measure}`, 150) }),
        readers: 'both',
        depends: true,
      }),
    ),
    ...(nobody || about.skills.length === 0
      ? []
      : [
          { ...skillField(about, answers, 'A skill you used'), depends: true as const },
          {
            id: 'skill-example',
            kind: 'text',
            lines: 'one',
            max: sentenceMax,
            label: 'How you used it',
            hint: 'One sentence.',
            readers: shared,
            depends: true,
          } satisfies Field,
        ]),
    {
      id: 'happened',
      kind: 'text',
      lines: 'many',
      max: longestText,
      label: 'What happened',
      hint: 'A sentence or two.',
      readers: shared,
    },
    tooLate(about, answers, startedAt, nobody)
      ? {
          id: 'late-reason',
          kind: 'text',
          lines: 'one',
          max: sentenceMax,
          label: 'Why is this written so late?',
          hint: 'It is more than three working days after the session. Late is allowed: it is labelled.',
          readers: 'mentor',
          depends: true,
        }
      : null,
    about.head === undefined
      ? null
      : {
          id: 'reason',
          kind: 'text',
          lines: 'one',
          max: sentenceMax,
          label: 'Why are you changing it?',
          readers: 'mentor',
        },
    formNote('signing', 'Saving signs it: I wrote this about a session that took place.', 'muted'),
  ];
  return {
    id: 'minute',
    title: 'Sixty seconds',
    submit: 'Save the record',
    items: items.filter((i) => i !== null),
    ...(nobody
      ? {}
      : {
          known: {
            line: say`${session.title}, ${moment(startedAt)}, ${minutesInWords(numberOf(answers.values, 'minutes') ?? session.minutes)}, with ${menteesIn(
              session,
              about.mentees.map((m) => m.id).filter((id) => manyOf(answers.values, 'attended').includes(id)),
            )}`,
            items: ['about', 'attended', 'date', 'time', 'minutes'],
          },
        }),
  };
}

function restorative(about: About): Step {
  const shared = sharedBy(about);
  const field = (id: string, label: string, hint: string): Field => ({
    id,
    kind: 'text',
    lines: 'many',
    max: longestText,
    label,
    hint,
    optional: true,
    readers: shared,
  });
  return {
    id: 'restorative',
    title: 'Putting it right',
    submit: 'Save the record',
    items: [
      field('r-happened', 'What happened, as each of them saw it', 'In their words where you can.'),
      field('r-affected', 'Who was affected, and how', 'Initials or roles are enough.'),
      field('r-agreed', 'What was agreed to put it right', 'The next plan asks whether it was done.'),
      { id: 'r-by', kind: 'date', label: 'By when', optional: true, readers: shared },
    ],
  };
}

function evidence(
  about: About,
  answers: Answers,
  objectives: readonly Objective[],
  plan: PlanVersion | undefined,
  changing: readonly Field[],
): Step {
  return {
    id: 'evidence',
    title: 'Evidence and skills',
    submit: 'Save the record',
    items: [
      ...keptToFields(plan),
      ...supportFields(about, plan),
      ...changing,
      ...objectives.map(
        (o): Field => ({
          id: evidenceField(o.key),
          kind: 'text',
          lines: 'many',
          max: longestText,
          label: `Evidence: ${shorten(o.what, 130)}`,
          hint: 'What showed it? What was said, done or made?',
          optional: true,
          readers: sharedBy(about),
        }),
      ),
      {
        kind: 'group',
        id: 'skills',
        label: 'More skills you used',
        one: 'Skill',
        addLabel: 'Add a skill',
        min: 0,
        max: 8,
        fields: [
          { ...skillField(about, answers, 'Skill'), id: 'skill' },
          {
            id: 'example',
            kind: 'text',
            lines: 'one',
            max: sentenceMax,
            label: 'How you used it',
            readers: sharedBy(about),
          },
        ],
      },
      ...guidanceFields(about, plan),
    ],
  };
}

const owner = (group: boolean, name: string): readonly (Option & { readonly value: Action['owner'] })[] => [
  { value: 'mentor', label: 'Me' },
  { value: 'mentee', label: group ? 'Each mentee' : name },
  { value: 'outside', label: 'Someone else' },
];

function whatNext(about: About, nobody: boolean): Step {
  const group = isGroup(about.session);
  const inOwnWords = (id: string, label: string, hint: string, readers: Readers, lines: 'one' | 'many'): Field => ({
    id,
    kind: 'text',
    lines,
    max: lines === 'one' ? sentenceMax : longestText,
    label,
    hint,
    optional: true,
    readers,
  });
  return {
    id: 'next',
    title: 'What comes next',
    items: [
      {
        kind: 'group',
        id: 'actions',
        label: 'Actions agreed',
        one: 'Action',
        addLabel: 'Add an action',
        min: 0,
        max: 10,
        fields: [
          { id: 'what', kind: 'text', lines: 'one', max: sentenceMax, label: 'What', readers: 'both' },
          {
            id: 'owner',
            kind: 'choice',
            shown: 'buttons',
            of: owner(group, about.mentees[0]?.name ?? 'Mentee'),
            label: 'Who does it',
            readers: 'both',
          },
          {
            id: 'as',
            kind: 'choice',
            shown: 'list',
            of: outsiders.map((value) => ({ value, label: outsiderWord(value) })),
            optional: true,
            label: 'If someone else: who?',
            hint: 'By what they are, not by name. You tick it off once you hear it is done.',
            readers: 'both',
          },
          { id: 'due', kind: 'date', label: 'By', optional: true, readers: 'both' },
        ],
      },
      nextFocusField,
      inOwnWords('change', 'What I would change', about.changeReadBy, 'mentor', 'many'),
      ...(nobody
        ? []
        : [
            inOwnWords(
              'check-in',
              'Check-in: how they arrived',
              'A feeling, if they gave one.',
              sharedBy(about),
              'one',
            ),
            inOwnWords('check-out', 'Check-out: how they left', 'A feeling, and what helped.', sharedBy(about), 'one'),
          ]),
    ],
  };
}
