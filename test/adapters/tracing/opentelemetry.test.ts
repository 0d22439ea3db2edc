import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, expect, test } from 'vitest';
import { openTelemetry } from '../../../adapters/tracing/opentelemetry.js';
import { minute } from '../../../src/kernel/clock.js';
import { Refused } from '../../../src/kernel/errors.js';
import { tracedStore } from '../../../src/runtime/traced-store.js';
import { startAfter, startBot, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed, planned } from '../../support/steps.js';

/** What is seen of an act by whoever traces the program: its parts, what came of it, and no word of anybody's. */

let t: TestBot | undefined;
afterEach(async () => {
  await t?.stop();
  t = undefined;
  // Other files of this process are traced by nobody.
  trace.disable();
  context.disable();
});

/** A tracing that keeps what it is told, as an SDK would send it. */
function recording() {
  const kept = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(kept)] }));
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  return { tracing: openTelemetry(), spans: () => kept.getFinishedSpans(), begin: () => kept.reset() };
}

const id = (span: ReadableSpan): string => span.spanContext().spanId;
/** A span as one line, with those within it below, and what it comes of. */
function tree(spans: readonly ReadableSpan[], of?: ReadableSpan, depth = 0): readonly string[] {
  return spans
    .filter((s) => s.parentSpanContext?.spanId === (of === undefined ? undefined : id(of)))
    .flatMap((span) => {
      const said = Object.entries(span.attributes)
        .map(([name, value]) => ` ${name.replace('mentorlog.', '')}=${value}`)
        .sort();
      const because = span.links.map((link) => {
        const found = spans.find((s) => id(s) === link.context.spanId);
        return ` <- ${found?.name ?? 'nothing'}`;
      });
      return [`${'  '.repeat(depth)}${span.name}${said.join('')}${because.join('')}`, ...tree(spans, span, depth + 1)];
    });
}

test('one press: its unit of work within it, and each delivery that came of it in a trace of its own', async () => {
  const { tracing, spans, begin } = recording();
  t = await startAfter(mayaAndLeoAgreed, {}, { tracing });
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Calls');
  await t.settled();
  begin();
  await t.as('leo').presses('plan.accept');
  await t.settled();
  const all = tree(spans());
  expect(all.slice(0, 2)).toEqual(['inbound end=done event=press platform=web verb=plan.accept', '  unit of work']);
  const deliveries = all.slice(2);
  expect(deliveries).toContain('delivery end=delivered face=plan-answer platform=web <- inbound');
  // Whatever else was asked for comes of the same press: cards about the session are drawn anew.
  for (const line of deliveries)
    expect(line).toMatch(/^delivery end=(delivered|unchanged|nothing-to-say) face=[a-z-]+( platform=web)? <- inbound$/);
  // No trace is another's: nobody who looks at the press waits for the deliveries.
  expect(new Set(spans().map((s) => s.spanContext().traceId)).size).toBe(1 + deliveries.length);
});

test('a due prompt stands within its unit of work, apart from whoever woke the engine, and what it says comes of it', async () => {
  const { tracing, spans, begin } = recording();
  t = await startAfter(mayaAndLeoAgreed, {}, { tracing });
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Calls');
  await t.as('leo').presses('plan.accept');
  await t.settled();
  begin();
  const { clock } = t;
  await tracing.span('inbound', { event: 'whoever woke it' }, () => clock.to('2026-11-24T15:46:00Z'));
  const all = tree(spans());
  expect(all.filter((_, at) => all[at - 1]?.startsWith('inbound'))).not.toContain('  unit of work');
  expect(all).toContain('unit of work');
  expect(all).toContain('  due prompt end=fired prompt=end');
  expect(all).toContain('delivery end=delivered face=record-prompt platform=web <- due prompt');
});

test('what several do at once stands within each one’s own unit of work, whoever was first at the gate', async () => {
  const { tracing, spans, begin } = recording();
  t = await startBot();
  const store = tracedStore(t.store, tracing);
  begin();
  const acts = ['one', 'two', 'three', 'four'];
  await Promise.all(
    acts.map((verb) =>
      tracing.span('inbound', { verb }, () =>
        store.write(async (tx) => {
          await tx.programmes.any();
          await tracing.span('due prompt', { verb }, async () => tx.programmes.any());
        }),
      ),
    ),
  );
  expect([...tree(spans())]).toEqual(
    acts.flatMap((verb) => [`inbound verb=${verb}`, '  unit of work', `    due prompt verb=${verb}`]),
  );
});

test('no word of anybody’s stands in a span, nor an id; what nobody may see is called other', async () => {
  const { tracing, spans } = recording();
  t = await startAfter(mayaAndLeoAgreed, {}, { tracing });
  const canary = 'Goldammer';
  await planned(t, 'maya', `plan @leo tomorrow 3pm 45m ${canary}`);
  const leo = t.as('leo');
  await leo.types(`${canary} is typed by nobody`);
  await leo.types(`note ${canary}`);
  const { bot } = t;
  const hears = (verb: string, subject: string) =>
    bot.hear({
      kind: 'press',
      deliveryId: `made-up-${verb}`,
      at: 'web:leo' as never,
      who: { platform: 'web', tenant: 'local', user: 'leo' },
      surface: { scope: 'direct', form: true },
      press: { verb, subject } as never,
    });
  await hears(`${canary}.verb`, canary);
  await leo.types('concern');
  await hears('concern.tell-lead', 'help');
  await hears('concern.open', 'help');
  await t.clock.pass(40 * minute);
  const said = JSON.stringify(
    spans().map(({ name, attributes, links, events, status, resource }) => [
      name,
      attributes,
      links.map((l) => l.attributes),
      events,
      status,
      resource.attributes,
    ]),
  );
  expect(said.length).toBeGreaterThan(1_000);
  for (const word of [canary, 'concern', 'lead-alert', t.programme, ...t.people.values(), 'maya', 'leo'])
    expect(said.includes(word), word).toBe(false);
  expect(said).toContain('"mentorlog.verb":"other"');
  // Every value is one that the program itself has: words and dots, and nothing that could be an id.
  const values = new Set(spans().flatMap((s) => Object.values(s.attributes).map(String)));
  expect([...values].filter((value) => !/^[a-z][a-z.-]{1,30}$/.test(value))).toEqual([]);
});

test('what fails is told by its code alone', async () => {
  const { tracing, spans } = recording();
  const failing = tracing.span('unit of work', {}, async () => {
    throw new Refused('no-such-thing', 'Goldammer wrote this.');
  });
  await expect(failing).rejects.toThrow(Refused);
  const [span] = spans();
  expect(span?.attributes).toEqual({ 'mentorlog.fault': 'no-such-thing' });
  expect([span?.status, span?.events]).toEqual([{ code: 2 }, []]);
});

test('where nobody traces nothing is kept, and each answers the same', async () => {
  const tracing = openTelemetry();
  expect(tracing.here()).toBeUndefined();
  const answer = await tracing.span('inbound', { platform: 'web' }, async (span) => {
    span.set({ end: 'done' });
    expect(tracing.here()).toBeUndefined();
    return tracing.within((n: number) => n + 1)(tracing.apart(() => 1));
  });
  expect(answer).toBe(2);
  t = await startBot({ tracing });
  expect(await t.as('maya').types('help')).toMatchObject({ kind: 'say' });
});
