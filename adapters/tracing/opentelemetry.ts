import {
  type Attributes,
  type Context,
  context,
  isSpanContextValid,
  type Link,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { faultCode } from '../../src/kernel/errors.js';
import {
  type Span,
  type SpanName,
  type TracePoint,
  type Tracing,
  type Traits,
  untold,
} from '../../src/ports/tracing.js';

/**
 * Traces by OpenTelemetry's API alone. What records and sends them is brought by whoever runs the program
 * (`NODE_OPTIONS=--import`, docs/operations.md#tracing); without that every call here ends in the API's own nothing.
 */

const kinds: Readonly<Record<SpanName, SpanKind>> = {
  inbound: SpanKind.SERVER,
  'unit of work': SpanKind.INTERNAL,
  'due prompt': SpanKind.INTERNAL,
  delivery: SpanKind.PRODUCER,
};

/** As attributes are called that are one program's own: `mentorlog.verb`. */
const attributes = (traits: Traits): Attributes =>
  Object.fromEntries(Object.entries(traits).map(([name, value]) => [`mentorlog.${name}`, value]));

const linkTo = ({ tracePoint }: TracePoint): readonly Link[] => {
  const found = trace.getSpanContext(tracePoint as Context);
  return found === undefined ? [] : [{ context: found }];
};

export function openTelemetry(): Tracing {
  const tracer = trace.getTracer('mentorlog');
  return {
    span(name, traits, work, because) {
      const at = context.active();
      const links = because === undefined ? [] : [...linkTo(because)];
      const open = tracer.startSpan(name, { kind: kinds[name], links }, at);
      // No SDK is there: that is all it costs.
      if (!isSpanContextValid(open.spanContext())) return work(untold);
      if (open.isRecording()) open.setAttributes(attributes(traits));
      const ends = async (): Promise<Awaited<ReturnType<typeof work>>> => {
        try {
          return await work(spanOf(open));
        } catch (error) {
          // Never the error itself: its message can hold what people wrote.
          open.setAttribute('mentorlog.fault', faultCode(error));
          open.setStatus({ code: SpanStatusCode.ERROR });
          throw error;
        } finally {
          open.end();
        }
      };
      return context.with(trace.setSpan(at, open), ends);
    },
    within: (work) => context.bind(context.active(), work),
    apart: (work) => context.with(ROOT_CONTEXT, work),
    here() {
      const at = context.active();
      return trace.getSpan(at)?.isRecording() === true ? { tracePoint: at } : undefined;
    },
  };
}

const spanOf = (open: OtelSpan): Span => ({
  set: (traits) => void open.setAttributes(attributes(traits)),
});
