/**
 * For how many days a backup of the key store is kept, and so for how long an older one could still bring somebody back
 * who was erased (docs/operations.md#two-files). Short, for each of these days is one on which *erased* is not yet so
 * everywhere; and long enough that a disk that breaks on a Friday is noticed. The brief of this product names no such
 * number, and neither does a law: UK GDPR Article 17 says *without undue delay*, and the ICO takes a month to be the
 * outer bound.
 */
export const keyBackupDays = 7;

/** For how many days a backup of the database is kept unless BACKUP_KEEP says otherwise. */
export const backupDays = 14;
