import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reply } from '../src/chat/inbound.js';
import { opensForm } from '../src/features/index.js';
import { everyPress as presses } from './support/every-press.js';
import { all, letIn, ours, type PermissionsWorld, permissionsWorld, registry } from './support/permissions-world.js';

/** The permission table's buttons, cell by cell: each pressed by every role, on what is theirs, another’s, and from elsewhere. */

/** Told by its own sentence, for a draft is nobody's to know of: tried below. */
const elsewhere = ['draft.continue', 'plan.at'];

let w: PermissionsWorld;
beforeAll(async () => {
  w = await permissionsWorld();
}, 60_000);
afterAll(() => w?.t.stop());

test('no button is without a row', () => {
  expect([...Object.keys(presses), ...elsewhere].sort()).toEqual([...registry.presses.keys()].sort());
});

/** How each button was answered where it was let in. */
const answered = new Map<string, Set<Reply['kind']>>();

describe('every button, by every role, on what is theirs and what is not', () => {
  test.each(Object.entries(presses))('%s', async (verb, row) => {
    const may = await letIn(async (user) => {
      const tried = await w.press(user, verb, row);
      if (tried.refused === undefined)
        answered.set(verb, (answered.get(verb) ?? new Set()).add(tried.answer.reply.kind));
      return tried;
    });
    expect(may).toBe(row[0]);
  });

  test('those that open a form are known to, for platforms that must know before, and no others are', () => {
    const known = [...answered].filter(([verb]) => opensForm(verb));
    const only = (kinds: ReadonlySet<Reply['kind']>, ...of: Reply['kind'][]) => [...kinds].every((k) => of.includes(k));
    expect(known.length).toBeGreaterThan(30);
    expect([...answered].filter(([verb, kinds]) => only(kinds, 'form') && !opensForm(verb))).toEqual([]);
    expect(known.filter(([, kinds]) => !only(kinds, 'form', 'panel'))).toEqual([]);
  });
});

describe('from another programme, with every role there is: nothing of ours is read, opened or changed', () => {
  test.each(Object.entries(presses))('%s', async (verb, row) => {
    const { answer, changed } = await w.press('fred', verb, row);
    // Help has examples with names of its own, the same for everybody.
    if (verb !== 'help.open') expect(JSON.stringify(answer.reply)).not.toMatch(ours);
    if (!row[1].includes('$')) return;
    expect(answer.reply.kind).not.toBe('form');
    // That feedback was looked for is noted, whether there is any or not.
    if (verb !== 'feedback.read') expect(changed).toBe(false);
  });
});

test('a draft is its owner’s alone', async () => {
  await w.t.as('maya').types('plan @leo Friday 10am 45m Begun');
  const { draft } = w.t.as('maya').form();
  for (const user of all.split(' ')) {
    const { answer } = await w.press(user, 'draft.continue', ['', draft]);
    expect(answer.reply.kind, user).toBe(user === 'maya' ? 'form' : 'say');
  }
});
