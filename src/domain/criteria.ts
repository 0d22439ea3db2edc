import { z } from 'zod';

/**
 * The unit's criteria (docs/field.md#three-outcomes): a centre's own words, as it has them under its licence. What of a
 * portfolio bears on one is said by its `evidence`; without it, by the outcome that its code begins with.
 */

/** What the program can point at for a criterion. */
export const evidenceKinds = [
  'agreement',
  'plans',
  'objectives',
  'activities',
  'resources',
  'support',
  'hours',
  'records',
  'skills',
  'guidance',
  'restorative',
  'feedback',
  'reviews',
  'stakeholders',
  'changes',
  'triangulation',
  'reflection',
  'ahead',
] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What each is called, where it is chosen and where it is shown. */
export const evidenceWords: Readonly<Record<EvidenceKind, string>> = {
  agreement: 'Agreement',
  plans: 'Plans',
  objectives: 'Objectives',
  activities: 'Activities',
  resources: 'Resources',
  support: 'Support',
  hours: 'Hours',
  records: 'Records',
  skills: 'Core skills',
  guidance: 'Guidance',
  restorative: 'Restorative conversations',
  feedback: 'Feedback',
  reviews: 'Reviews',
  stakeholders: 'Somebody besides the two',
  changes: 'Changes of practice',
  triangulation: 'Sources compared',
  reflection: 'Reflection',
  ahead: 'Actions ahead',
};

export const criterionBody = z.object({
  code: z.string(),
  text: z.string(),
  evidence: z.array(z.enum(evidenceKinds)).optional(),
});

/** What usually shows each of the three outcomes. */
const usual: Readonly<Record<string, readonly EvidenceKind[]>> = {
  '1': ['agreement', 'plans', 'objectives', 'activities', 'resources', 'support'],
  '2': ['hours', 'records', 'skills', 'guidance', 'restorative'],
  '3': ['feedback', 'reviews', 'stakeholders', 'changes', 'triangulation', 'reflection', 'ahead'],
};

/** What shows this criterion; nothing where its code says none of the three outcomes and the centre said nothing. */
export const evidenceFor = (c: {
  readonly code: string;
  readonly evidence?: readonly EvidenceKind[] | undefined;
}): readonly EvidenceKind[] => c.evidence ?? usual[c.code.trim().charAt(0)] ?? [];

/** So many criteria that each can still be looked at: units have some dozen. */
export const mostCriteria = 60;
/** Characters. */
export const longestCode = 20;
export const longestCriterion = 1000;

/** As people count: 1.2 before 1.10. */
export const byCode = (a: { readonly code: string }, b: { readonly code: string }): number =>
  a.code.localeCompare(b.code, 'en', { numeric: true });

/** Two codes that a person would take for one. */
export const sameCode = (a: string, b: string): boolean => plainCode(a) === plainCode(b);
const plainCode = (code: string): string =>
  code
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+|\.$/g, '');
