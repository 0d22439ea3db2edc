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
