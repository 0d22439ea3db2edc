import type { Answer, Inbound } from '../chat/inbound.js';
import { parse } from '../commands/grammar.js';
import type { Work } from '../features/feature.js';
import { minute } from '../kernel/clock.js';
import type { PersonId, ProgrammeId } from '../kernel/ids.js';
import { hashOfToken } from '../kernel/token.js';
import type { Hears } from '../ports/chat.js';
import type { Store } from '../ports/store.js';
import type { Log } from './log.js';

export interface MissedDeps {
  readonly store: Store;
  readonly log: Log;
  onProgramme(programme: ProgrammeId, act: (work: Work) => Promise<void>): Promise<void>;
  wake(): void;
}

/** After so long nobody waits for an answer any more. */
const worthSaying = 60 * minute;

/**
 * An answer that could not be shown: a message of its own brings it back, by the outbox, which does not give up. A form
 * is in its draft, and *Continue* opens it; whom to tell of a concern is one press away; whatever else was answered may
 * be private, so that only how to have it again is said. Each miss has a subject of its own: an edit is not news.
 */
export function missed({ store, log, onProgramme, wake }: MissedDeps): Hears['missed'] {
  return async (event, answer) => {
    const { reply } = answer;
    if (reply.kind === 'done' || (reply.kind === 'close' && reply.say === undefined)) return;
    try {
      const home = await store.read((tx) => tx.accounts.find(event.who));
      if (home === undefined) return;
      await onProgramme(home.programme, async (work) => {
        tell(event, answer, home.person, work);
      });
      wake();
    } catch (error) {
      log.fault('missed', error);
    }
  };
}

function tell(event: Inbound, answer: Answer, person: PersonId, work: Work): void {
  const to = { person };
  // A refusal did nothing, and may be one of hundreds: those of a minute are one message.
  const miss = answer.undone ? String(Math.floor(work.now / minute)) : hashOfToken(event.deliveryId).slice(0, 16);
  const word = wordOf(event);
  if (answer.reply.kind === 'form') work.show('form-ready', `${answer.reply.view.draft}:${miss}`, to);
  else if (event.kind === 'installed') work.show('welcome', `${person}:${miss}`, to);
  else if (word === 'concern') work.show('concern-missed', miss, to);
  else work.show('answer-missed', `${word}:${miss}`, to, { expiresAt: work.now + worthSaying });
}

/** The word that was typed; `-` where none was. */
function wordOf(event: Inbound): string {
  if (event.kind === 'press' && event.press.verb === 'concern.open') return 'concern';
  if (event.kind !== 'command') return '-';
  const parsed = parse(event.text, () => true);
  return parsed.kind === 'command' ? parsed.word.word : 'help';
}
