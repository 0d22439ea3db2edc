import type { ProgrammeId } from '../../kernel/ids.js';
import { id, subject, whole } from '../../kernel/subject.js';

/** Face `left-out`: what was found after one moment and up to another (ms). */
export const leftOutSubject = subject`${['programme', id<ProgrammeId>()]}:left-out:${['after', whole]}:${['upTo', whole]}`;
