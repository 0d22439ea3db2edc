import type { Store } from '../ports/store.js';
import { noTracing, type Tracing } from '../ports/tracing.js';

/**
 * A store whose every unit of work is a span. What is done in one is within it: the gate runs it for whoever waits
 * (docs/architecture.md#the-gate), and would run it within the span of whoever came first.
 */
export const tracedStore = (store: Store, tracing: Tracing): Store =>
  tracing === noTracing
    ? store
    : { ...store, write: (fn) => tracing.span('unit of work', {}, () => store.write(tracing.within(fn))) };
