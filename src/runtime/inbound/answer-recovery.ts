import type { Work } from '../../features/feature.js';
import { minute } from '../../kernel/clock.js';
import type { ProgrammeId } from '../../kernel/ids.js';
import { hashOfToken } from '../../kernel/token.js';
import type { Hears } from '../../ports/chat.js';
import type { Store } from '../../ports/store.js';
import type { Log } from '../log.js';
import type { Registry } from '../registry.js';

export interface AnswerRecoveryDeps {
  readonly store: Store;
  readonly registry: Registry;
  readonly log: Log;
  onProgramme(programme: ProgrammeId, act: (work: Work) => Promise<void>): Promise<void>;
  wake(): void;
}

/**
 * An answer that could not be shown: a message of its own says how to have it again, by the outbox, which does not give
 * up. What it says is the features' to know. Each miss has a subject of its own: an edit is not news.
 */
export function answerRecovery({ store, registry, log, onProgramme, wake }: AnswerRecoveryDeps): Hears['missed'] {
  return async (event, answer) => {
    const { reply } = answer;
    if (reply.kind === 'done' || (reply.kind === 'close' && reply.say === undefined)) return;
    try {
      const home = await store.read((tx) => tx.accounts.find(event.who));
      if (home === undefined) return;
      await onProgramme(home.programme, async (work) => {
        // A refusal did nothing, and may be one of hundreds: those of a minute are one message.
        const key = answer.undone ? String(Math.floor(work.now / minute)) : hashOfToken(event.deliveryId).slice(0, 16);
        const told = { event, answer, person: home.person, key };
        registry.features.some((feature) => feature.missed?.(told, work) === true);
      });
      wake();
    } catch (error) {
      log.fault('missed', error);
    }
  };
}
