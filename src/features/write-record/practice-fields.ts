import { type Answers, type Field, longestText, type Option, textOf, type Values } from '../../chat/form.js';
import type { Effect, KeptTo, RecordBody, SupportEffect } from '../../domain/record.js';
import type { PlanVersion } from '../../domain/session.js';
import { doneFor, textKey } from '../../domain/support.js';
import { cleanLine, shorten } from '../../kernel/words.js';
import { type About, isGroup } from './about.js';

/**
 * What the record asks about the plan, on its second step and all of it to be left out: whether its activities were kept to,
 * what its support did, how the guidance it refers to was applied (docs/field.md#support).
 */

const keptToOptions: readonly (Option & { readonly value: KeptTo })[] = [
  { value: 'as-planned', label: 'As planned' },
  { value: 'partly', label: 'Partly' },
  { value: 'differently', label: 'Differently' },
];
const effectOptions: readonly (Option & { readonly value: Effect })[] = [
  { value: 'helped', label: 'It helped' },
  { value: 'partly', label: 'Partly' },
  { value: 'not', label: 'Not this time' },
];

export const keptToWords: Readonly<Record<KeptTo, string>> = {
  'as-planned': 'As planned',
  partly: 'Partly as planned',
  differently: 'Differently from the plan',
};
export const effectWords = Object.fromEntries(effectOptions.map((o) => [o.value, o.label])) as Record<Effect, string>;

const didField = (key: string): string => `did-${key}`;
const lineField = (key: string): string => `showed-${key}`;
/** A reference may name a wording (`KEY@3`); an id has letters, digits and hyphens. */
const appliedField = (ref: string): string => `applied-${ref.replace('@', '--')}`;

const oneLine = 300;

/** Whether the activities were kept to: one tap. */
export const keptToFields = (plan: PlanVersion | undefined): readonly Field[] =>
  plan === undefined || plan.body.activities.length === 0
    ? []
    : [
        {
          id: 'kept-to',
          kind: 'choice',
          shown: 'buttons',
          of: keptToOptions,
          optional: true,
          readers: 'both',
          label: 'The activities went',
        },
      ];

/** What each thing that was going to be done for a need did. */
export function supportFields(about: About, plan: PlanVersion | undefined): readonly Field[] {
  if (plan === undefined) return [];
  const group = isGroup(about.session);
  return doneFor(plan.body).flatMap((s): readonly Field[] => {
    const whose = group ? (s.mentee === undefined ? 'Everybody: ' : `${about.apart.get(s.mentee) ?? 'Someone'}: `) : '';
    // The need is in the mentee's own words; what the mentor meant to do says which it is.
    const what = s.key === textKey ? 'What you planned to help' : `“${shorten(cleanLine(s.strategy), 110)}”`;
    return [
      {
        id: didField(s.key),
        kind: 'choice',
        shown: 'buttons',
        of: effectOptions,
        optional: true,
        readers: 'both',
        label: `${whose}${what}: did it help?`,
      },
      {
        id: lineField(s.key),
        kind: 'text',
        lines: 'one',
        max: oneLine,
        optional: true,
        readers: group ? 'mentor' : 'both',
        label: 'What showed it',
      },
    ];
  });
}

/** How each piece of guidance that the plan refers to was applied. */
export const guidanceFields = (about: About, plan: PlanVersion | undefined): readonly Field[] =>
  (plan?.body.guidance ?? []).map(
    (ref): Field => ({
      id: appliedField(ref),
      kind: 'text',
      lines: 'one',
      max: longestText,
      optional: true,
      readers: 'mentor',
      label: `How you applied: ${shorten(about.guidanceWords.get(ref) ?? 'guidance', 120)}`,
    }),
  );

/** The parts of a record that these fields mean. */
export function practiceIn(
  answers: Answers,
  plan: PlanVersion | undefined,
): Pick<RecordBody, 'keptTo' | 'support' | 'guidance'> {
  const v = answers.values;
  return {
    // Without a plan, or with nobody there, nothing is asked, and nothing that was answered before counts.
    keptTo: plan === undefined ? null : (keptToOptions.find((o) => o.value === textOf(v, 'kept-to'))?.value ?? null),
    support: (plan === undefined ? [] : doneFor(plan.body)).flatMap(({ key, mentee }): readonly SupportEffect[] => {
      const did = effectOptions.find((o) => o.value === textOf(v, didField(key)))?.value ?? null;
      const line = textOf(v, lineField(key));
      return did === null && line === '' ? [] : [{ key, ...(mentee === undefined ? {} : { mentee }), did, line }];
    }),
    guidance: (plan?.body.guidance ?? []).flatMap((ref) => {
      const how = textOf(v, appliedField(ref));
      return how === '' ? [] : [{ ref, how }];
    }),
  };
}

/** A record's parts as its form shows them. */
export const practiceValues = ({ keptTo, support, guidance }: RecordBody): Values => ({
  'kept-to': keptTo ?? '',
  ...Object.fromEntries(
    support.flatMap((s) => [
      [didField(s.key), s.did ?? ''],
      [lineField(s.key), s.line],
    ]),
  ),
  ...Object.fromEntries(guidance.map((g) => [appliedField(g.ref), g.how])),
});
