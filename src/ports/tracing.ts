/**
 * What happened within what, and how long each part took, for whoever runs the program and traces it
 * (docs/operations.md#tracing). A span is given words of our own alone: never an id, a name, or anything that was written.
 */

export type SpanName = 'inbound' | 'unit of work' | 'due prompt' | 'delivery';
/** What can be said of a span: each of a few words, which the program itself has. */
export type Traits = { readonly [Name in 'platform' | 'event' | 'verb' | 'prompt' | 'face' | 'end']?: string };

/** A span that is open. */
export interface Span {
  set(traits: Traits): void;
}

/** A place in a trace, to be pointed to from elsewhere. Opaque. */
export type TracePoint = { readonly tracePoint: unknown };

export interface Tracing {
  /**
   * Does this as a span within the one that is open here. What it throws is thrown on; the span is told that it failed,
   * and the code of the fault.
   * @param because what it comes of, in a trace of its own
   */
  span<T>(name: SpanName, traits: Traits, work: (span: Span) => Promise<T>, because?: TracePoint): Promise<T>;
  /** The same function, within the span that is open here, whoever calls it: a queue, say, on behalf of many. */
  within<A extends readonly unknown[], R>(work: (...args: A) => R): (...args: A) => R;
  /** Does this within no span: whoever set it off does not wait for it. */
  apart<T>(work: () => T): T;
  /** The span that is open here; undefined where there is none, or nobody traces. */
  here(): TracePoint | undefined;
}

/** A span of which nobody is told. */
export const untold: Span = { set: () => undefined };

/** Where nobody traces. */
export const noTracing: Tracing = {
  span: (_name, _traits, work) => work(untold),
  within: (work) => work,
  apart: (work) => work(),
  here: () => undefined,
};
