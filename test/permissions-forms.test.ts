import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { letIn, ours, type PermissionsWorld, permissionsWorld, registry } from './support/permissions-world.js';
import { whoSends as forms } from './support/who-sends.js';

/**
 * The permission table's forms: each sent by every role, as somebody who has a draft of it (they could open it once, or
 * forged its address), on what is theirs, another’s, and from elsewhere.
 */

let w: PermissionsWorld;
beforeAll(async () => {
  w = await permissionsWorld();
}, 60_000);
afterAll(() => w?.t.stop());

test('no form is without a row', () => {
  expect(Object.keys(forms).sort()).toEqual([...registry.forms.keys()].sort());
});

describe('every form, sent by every role', () => {
  test.each(Object.entries(forms))('%s', async (form, [may, subject]) => {
    expect(await letIn((user) => w.sends(user, form, subject))).toBe(may);
  });
});

describe('from another programme, with every role there is', () => {
  test.each(Object.entries(forms))('%s', async (form, [, subject]) => {
    const { answer, changed } = await w.sends('fred', form, subject);
    expect(JSON.stringify(answer.reply)).not.toMatch(ours);
    if (!subject.includes('$')) return;
    expect(answer.reply.kind).not.toBe('form');
    expect(changed).toBe(false);
  });
});
