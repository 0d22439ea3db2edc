import type { EvidenceKind } from './criteria.js';
import type { Found, Look } from './readiness-finding.js';
import { ahead, changes, feedback, reflection, reviews, stakeholders, triangulation } from './readiness-of-analysis.js';
import {
  activities,
  agreement,
  guidance,
  hours,
  objectives,
  plans,
  records,
  resources,
  restorative,
  skills,
  support,
} from './readiness-of-sessions.js';
import type { Scene } from './readiness-scene.js';

/** Each kind of evidence: what there is of it, and what its mentor can still do. */
const looks: Readonly<Record<EvidenceKind, Look>> = {
  agreement,
  plans,
  objectives,
  activities,
  resources,
  support,
  hours,
  records,
  skills,
  guidance,
  restorative,
  feedback,
  reviews,
  stakeholders,
  changes,
  triangulation,
  reflection,
  ahead,
};

export function foundIn(scene: Scene): Readonly<Record<EvidenceKind, Found>> {
  return Object.fromEntries(Object.entries(looks).map(([kind, look]) => [kind, look(scene)])) as Readonly<
    Record<EvidenceKind, Found>
  >;
}
