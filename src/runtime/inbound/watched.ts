import type { Answer, Inbound } from '../../chat/inbound.js';
import type { Clock } from '../../kernel/clock.js';
import type { Watch } from '../watch.js';

/** Hears an event as `hear` does, and throws what it throws: as a span, and with the time that whoever acted waited. */
export function watched(
  { watch, leaseClock }: { readonly watch: Watch; readonly leaseClock: Clock },
  hear: (event: Inbound) => Promise<Answer>,
): (event: Inbound) => Promise<Answer> {
  const { measures, tracing, words } = watch;
  return (event) =>
    tracing.span('inbound', { platform: event.who.platform, event: event.kind }, async (span) => {
      const began = leaseClock.now();
      let end: 'done' | 'undone' = 'undone';
      try {
        const answer = await hear(event);
        if (answer.undone !== true) end = 'done';
        return answer;
      } finally {
        measures.answered(event.who.platform, end, leaseClock.now() - began);
        if (tracing.here() !== undefined) {
          const verb = words.verb(event);
          span.set({ end, ...(verb === undefined ? {} : { verb }) });
        }
      }
    });
}
