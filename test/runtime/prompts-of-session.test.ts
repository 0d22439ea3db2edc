import { describe, expect, test } from 'vitest';
import { promptsAtRest } from '../../src/domain/ending.js';
import type { SessionState } from '../../src/domain/session.js';
import { type SessionPart, untilItBegins, untilItEnds } from '../../src/domain/subjects.js';
import { features } from '../../src/features/index.js';
import { type PersonId, randomIds, type SessionId } from '../../src/kernel/ids.js';
import type { PromptChanges } from '../../src/ports/store.js';
import { registryOf } from '../../src/runtime/registry.js';
import { workOn } from '../../src/runtime/work.js';

/** What waits to be said about a session, and what takes it back: each prompt says itself where it belongs. */

const registry = registryOf(features);
const s = 'S' as SessionId;
const leo = 'LEO' as PersonId;

/** Everything that may wait about a session of two mentees, as rows have it, and of another session beside it. */
const waiting = [
  'remind:S:day:MAYA',
  'remind:S:hour:MAYA',
  'remind:S:day:LEO',
  'remind:S:hour:LEO',
  'remind:S:later:LEO:1764500000000',
  'remind:S:day:SAM',
  'now:S',
  'end:S',
  'nudge:S',
  'record-later:S:1',
  'record-later:S:2',
  'ask:S:LEO',
  'ask:S:SAM',
  'ask-again:S:LEO',
  'ask-again:S:SAM',
  'ask-length:S:LEO:2',
  'ask-length:S:SAM:2',
  'remind:S2:day:LEO',
  'now:S2',
  'end:S2',
  'nudge:S2',
  'record-later:S2:1',
  'ask:S2:LEO',
  'ask-again:S2:LEO',
  'ask-length:S2:LEO:2',
] as const;

/** What of it is cancelled once this was asked for. */
async function cancelled(asked: readonly { readonly parts: readonly SessionPart[]; readonly of?: PersonId }[]) {
  const gone = new Set<string>();
  const prompts = {
    change: async ({ cancel, cancelAll }: PromptChanges) => {
      for (const o of waiting)
        if (cancel.includes(o) || cancelAll.some((beginning) => o.startsWith(beginning))) gone.add(o);
    },
  };
  const work = workOn({
    rows: { prompts } as never,
    parts: registry,
    programme: { id: 'p' } as never,
    now: 0,
    leaseNow: 0,
    ids: randomIds(),
    actor: null,
  });
  for (const { parts, of } of asked) work.cancelAbout(s, parts, of);
  await work.flush();
  return waiting.filter((o) => gone.has(o));
}

const reminders = waiting.slice(0, 6);
const asksLeo = ['ask:S:LEO', 'ask-again:S:LEO'];
const asksForRecord = ['nudge:S', 'record-later:S:1', 'record-later:S:2'];
const ownReminders = ['remind:S:day:LEO', 'remind:S:hour:LEO'];

test.each<readonly [string, readonly SessionPart[], PersonId | undefined, readonly string[]]>([
  ['an answer to the plan', ['ahead'], undefined, reminders],
  ['its beginning, and a new plan', untilItBegins, undefined, [...reminders, 'now:S']],
  ['its end, and that it is called off', untilItEnds, undefined, [...reminders, 'now:S', 'end:S']],
  ['its record', ['record', 'amended'], undefined, [...asksForRecord, 'ask-length:S:LEO:2', 'ask-length:S:SAM:2']],
  ['Leo’s word about its length', ['amended'], leo, ['ask-length:S:LEO:2']],
  ['a record that says that Leo was not there', ['after'], leo, asksLeo],
  [
    'that it did not happen',
    [...untilItEnds, 'record', 'after', 'amended'],
    undefined,
    [
      'ask-length:S:LEO:2',
      'ask-length:S:SAM:2',
      ...reminders,
      'now:S',
      'end:S',
      ...asksForRecord,
      ...asksLeo,
      'ask:S:SAM',
      'ask-again:S:SAM',
    ],
  ],
])('%s takes back', async (_, parts, of, taken) => {
  expect(await cancelled([{ parts, ...(of === undefined ? {} : { of }) }])).toEqual(
    waiting.filter((o) => taken.includes(o)),
  );
});

describe('a mentorship with Leo that rests takes back', () => {
  const startsAt = 1000;
  test.each<readonly [SessionState, number, boolean, readonly string[]]>([
    // Another mentee of the group goes on: a reminder that Leo asked for himself comes all the same.
    ['planned', -1, true, ownReminders],
    ['running', 1, true, ownReminders],
    ['ended', 1, true, [...ownReminders, ...asksLeo]],
    ['planned', -1, false, [...reminders, 'now:S', 'end:S']],
    ['planned', 0, false, reminders],
    ['planned', 1, false, reminders],
    ['running', -1, false, reminders],
    ['running', 1, false, reminders],
    ['ended', 1, false, [...reminders, ...asksForRecord, ...asksLeo]],
  ])('of a session %s, %s ms after its time, while others go on: %s', async (state, after, othersGoOn, taken) => {
    const stopped = promptsAtRest({ state, startsAt }, leo, othersGoOn, startsAt + after);
    expect(await cancelled(stopped)).toEqual(waiting.filter((o) => taken.includes(o)));
  });
});

describe('every prompt', () => {
  test.each([...registry.prompts])(
    '%s: its occurrences begin with its kind, and with the session it is about',
    (kind, p) => {
      expect(p.occurrence.kind).toBe(kind);
      const begin: (about: object) => string = p.occurrence.begin;
      expect(begin({}).startsWith(`${kind}:`)).toBe(true);
      // One that holds a session is about it, and says to which part of its life it belongs: src/features/work.ts.
      expect(begin({ session: s }).startsWith(`${kind}:${s}`)).toBe(p.session !== null);
    },
  );

  test('about a session is among those that this file asks about', () => {
    const about = [...registry.prompts].filter(([, p]) => p.session !== null).map(([kind]) => kind);
    expect(about.filter((kind) => !waiting.some((o) => o.startsWith(`${kind}:`)))).toEqual([]);
  });
});
