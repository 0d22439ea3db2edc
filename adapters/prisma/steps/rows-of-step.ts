import type { ProgrammeId } from '../../../src/kernel/ids.js';
import { nothingAlong, peopleKept, type Scope, scope, settingsKept } from '../scope.js';
import type { StepWork } from './step.js';

/** The rows of one programme as repositories have them, for a data step; nothing of it is kept beyond its batch. */
export const scopeOf = ({ db, keys, ids }: StepWork, of: ProgrammeId): Scope =>
  scope(
    { ids, keys, people: peopleKept(), settings: settingsKept(), kept: new Map(), unreadable: () => undefined },
    db,
    of,
    { made: new Map(), along: nothingAlong(), alone: true },
  );
