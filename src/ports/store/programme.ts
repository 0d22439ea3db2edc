import type { Account } from '../../chat/inbound.js';
import type { Programme } from '../../domain/programme.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import type { Remembered } from './remembered.js';

/** The one programme whose rows these are. */
export interface ProgrammeRepository {
  get(): Promise<Programme>;
  save(programme: Programme): Promise<void>;
  /** Where it is installed, and where it was: `removedAt` (ms). */
  installations(): Promise<
    readonly { readonly platform: Account['platform']; readonly tenant: string; readonly removedAt: number | null }[]
  >;
}

export const programmeRemembered: Remembered<ProgrammeRepository> = {
  get: 'once',
  save: { forgets: 'all' },
  installations: 'anew',
};

/** All programmes of the database, and where each is installed. */
export interface ProgrammesRepository {
  all(): Promise<readonly Programme[]>;
  /** Whether there is one at all. */
  any(): Promise<boolean>;
  /** Copies the default catalogue in with it. */
  add(programme: Programme): Promise<void>;
  /** Which programme an installation belongs to. */
  ofInstallation(platform: Account['platform'], tenant: string): Promise<ProgrammeId | undefined>;
  install(platform: Account['platform'], tenant: string, programme: ProgrammeId, at: number): Promise<void>;
  /**
   * The same for a programme that is made for it.
   * @throws Refused `place-taken` where it belongs to one already, which another unit of work made a moment ago
   */
  installFirst(platform: Account['platform'], tenant: string, programme: ProgrammeId, at: number): Promise<void>;
  uninstall(platform: Account['platform'], tenant: string, at: number): Promise<void>;
  /** Marks every programme as practice, for good. */
  markPractice(): Promise<void>;
}
