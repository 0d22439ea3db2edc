import type { RightsId } from '../../domain/rights.js';
import { id, occurrence, subject, whole } from '../../kernel/subject.js';

/** Whether a hold is still needed: looked at on its day (ms), once. */
export const holdLookPrompt = occurrence('hold-look')`${['request', id<RightsId>()]}:${['at', whole]}`;
/** What has been kept for its time: asked once a month (`2026-11`). */
export const retentionPrompt = occurrence('retention')`${['month', id()]}`;
export const retentionSubject = subject`retention:${['month', id()]}`;
