import type { Answer, Inbound } from '../../chat/inbound.js';
import type { Work } from '../../features/feature.js';
import { minute } from '../../kernel/clock.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import { hashOfToken } from '../../kernel/token.js';
import type { Hears } from '../../ports/chat.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import type { Registry } from '../registry.js';
import { type UntilThere, type UntilThereDeps, untilThere } from './until-there.js';

export interface AnswerRecoveryDeps extends Omit<UntilThereDeps, 'keep'> {
  readonly store: Store;
  readonly registry: Registry;
  readonly log: Log;
  onProgramme(programme: ProgrammeId, act: (work: Work) => Promise<void>): Promise<void>;
  wake(): void;
}

export interface AnswerRecovery {
  readonly missed: Hears['missed'];
  /** Says what is urgent and waits again, where its time has come. Never throws. */
  readonly tryAgain: UntilThere['tryAgain'];
}

/**
 * An answer that could not be shown: a message of its own says how to have it again, by the outbox, which does not give
 * up. What it says is the features' to know. Each miss has a subject of its own: an edit is not news. What is urgent is
 * said itself, and without the database too.
 */
export function answerRecovery(deps: AnswerRecoveryDeps): AnswerRecovery {
  const { store, registry, log, onProgramme, wake } = deps;

  /** Puts it into the outbox; false where the account is nobody's. @throws where the database is away */
  const keep = async (event: Inbound, answer: Answer): Promise<boolean> => {
    const home = await store.read((tx) => tx.accounts.find(event.who));
    if (home === undefined) return false;
    await onProgramme(home.programme, async (work) => {
      // A refusal did nothing, and may be one of hundreds: those of a minute are one message.
      const key = answer.undone ? String(Math.floor(work.now / minute)) : hashOfToken(event.deliveryId).slice(0, 16);
      const told = { event, answer, person: home.person, key };
      registry.features.some((feature) => feature.missed?.(told, work) === true);
    });
    wake();
    return true;
  };
  const urgent = untilThere({ ...deps, keep });

  return {
    tryAgain: urgent.tryAgain,
    async missed(event, answer) {
      const { reply } = answer;
      if (reply.kind === 'done' || (reply.kind === 'close' && reply.say === undefined)) return;
      if (answer.urgent !== undefined) return urgent.say(event, answer);
      try {
        await keep(event, answer);
      } catch (error) {
        log.fault('missed', error);
      }
    },
  };
}
