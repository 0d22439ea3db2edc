import type { Account, MessageRef } from '../../chat/inbound.js';
import type { PersonId, ProgrammeId } from '../../kernel/ids.js';

/**
 * What an event asks before anything else, of whatever programme, in one reading. What nearly each goes on to ask of that
 * programme and person is read with it, and the transaction remembers it: to ask for that later costs nothing.
 */
export interface ArrivalsRepository {
  read(about: {
    /** The act's own key, and that of its answer where this one is a message of its own. */
    readonly delivery: string;
    readonly told: string | undefined;
    /** Whose it is; undefined where it comes by a link. */
    readonly account: Account | undefined;
    /** The message that it was done in, where that is drawn anew in the answer. */
    readonly message: MessageRef | undefined;
  }): Promise<{
    /** What the first delivery of this act was answered with, and whether that was shown; undefined where there was none. */
    readonly first: string | undefined;
    readonly told: string | undefined;
    readonly home: { readonly person: PersonId; readonly programme: ProgrammeId } | undefined;
  }>;
}
