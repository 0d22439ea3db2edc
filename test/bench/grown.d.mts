import type { PersonId, ProgrammeId, SessionId } from '../../src/kernel/ids.js';

export interface Grown {
  readonly programme: ProgrammeId;
  readonly coordinator: { readonly id: PersonId; readonly user: string };
  readonly mentors: readonly { readonly id: PersonId; readonly user: string }[];
  readonly mentees: readonly {
    readonly id: PersonId;
    readonly user: string;
    readonly mentor: PersonId;
    readonly next: SessionId;
  }[];
}

export function grow(
  file: string,
  about: {
    readonly platform: string;
    readonly tenant: string;
    readonly mentors: number;
    readonly mentees: number;
    readonly sessions: number;
    readonly most?: number;
    readonly ahead?: number | ((mentorship: number) => readonly number[]);
    readonly wholeLife?: boolean;
    readonly startsAt?: number;
    readonly now: number;
    readonly settings?: object;
  },
): Promise<Grown>;
