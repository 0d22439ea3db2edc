import { oneOf, subject, whole } from '../../kernel/subject.js';

/** Face `upkeep`: what there was, and when (ms). */
export const upkeepSubject = subject`upkeep:${['what', oneOf('backup-failed', 'backup-doubtful', 'disk-over', 'restored', 'erased-again', 'set-aside')]}:${['at', whole]}`;
