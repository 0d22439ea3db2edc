import { expect, test } from 'vitest';
import type { Answers, Field, Form, FormView, Move } from '../../../src/chat/form.js';
import type { InboundOf } from '../../../src/chat/inbound.js';
import type { ActorWork } from '../../../src/features/feature.js';
import type { DraftRow } from '../../../src/ports/store.js';
import { formCycle } from '../../../src/runtime/inbound/form-cycle.js';
import type { Registry } from '../../../src/runtime/registry.js';

/** Where a form goes from a step whose own answers bring more to look at. */

const field = (id: string): Field => ({
  id,
  kind: 'text',
  lines: 'one',
  max: 99,
  optional: true,
  readers: 'mentor',
  label: id,
});

/** One form of a first step that brings a second where *more* is answered, and a draft of it. */
function asked(early: boolean) {
  const sent: Answers[] = [];
  const build = (answers: Answers): Form => ({
    id: 'f',
    title: 'A form',
    submit: 'Save',
    concern: 'mentor',
    steps: [
      { id: 'first', title: 'First', ...(early ? { submit: 'Save' } : {}), items: [field('more')] },
      ...(answers.values.more === undefined ? [] : [{ id: 'second', title: 'Second', items: [field('what')] }]),
    ],
  });
  const registry = {
    forms: new Map([
      [
        'f',
        {
          called: 'a form',
          build: async ({ answers }: { answers: Answers }) => build(answers),
          async submit({ answers }: { answers: Answers }) {
            sent.push(answers);
            return { kind: 'done' };
          },
        },
      ],
    ]),
    finishForm: (form: Form) => form,
  } as unknown as Registry;
  let draft: DraftRow | undefined;
  const work = {
    actor: { id: 'me' },
    now: 1,
    ids: { next: () => 'd' },
    rows: {
      drafts: {
        open: async () => undefined,
        get: async () => draft,
        save: async (row: DraftRow) => {
          draft = row;
        },
      },
    },
  } as unknown as ActorWork;
  const cycle = formCycle(registry, () => work);
  return {
    sent,
    begin: () => cycle.open('f' as never, 's', { values: {}, rows: {} }),
    async does(move: Move, values: Readonly<Record<string, string>> = {}, step = 'first') {
      const { reply, taken } = await cycle.move({
        draft: 'd',
        revision: draft?.revision ?? 0,
        step,
        answers: { values, rows: {} },
        move,
      } as unknown as InboundOf<'form'>);
      return { taken, at: reply.kind === 'form' ? (reply.view as FormView).step : reply.kind };
    },
  };
}

const shown = { taken: false, at: 'second' };
const sentOff = { taken: true, at: 'done' };

test.each([
  // Whoever sends has seen what they chose, and not what it brings.
  ['may not be sent from', 'at once', false, false, shown],
  ['may not be sent from', 'and a page kept it a moment before', false, true, shown],
  ['may be sent from', 'at once', true, false, shown],
  // The page has shown by then that others follow, beside the button that sends.
  ['may be sent from', 'and a page kept it a moment before', true, true, sentOff],
] as const)('a step that %s, whose own answer brings another, is sent %s', async (_, __, early, kept, goes) => {
  const f = asked(early);
  await f.begin();
  if (kept) expect(await f.does({ do: 'save' }, { more: 'yes' })).toEqual({ taken: false, at: 'first' });
  expect(await f.does({ do: 'submit' }, { more: 'yes' })).toEqual(goes);
  expect(f.sent).toHaveLength(goes.taken ? 1 : 0);
  if (!goes.taken) expect(await f.does({ do: 'submit' }, { what: 'this' }, 'second')).toEqual(sentOff);
});
