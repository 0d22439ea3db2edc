import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reply } from '../../../src/chat/inbound.js';
import type { ReflectionPiece } from '../../../src/domain/reflection.js';
import { day } from '../../../src/kernel/clock.js';
import type { PortfolioId } from '../../../src/kernel/ids.js';
import { type Before, cardText, type Someone, startAfter, type TestBot } from '../../support/bot.js';
import { mayaAndLeoAgreed } from '../../support/steps.js';

/** A mentor's reflection as they live with it (docs/field.md#reflection). */

let t: TestBot;
let maya: Someone;
afterEach(() => t.stop());

const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB' } as const;
export const textOf = (reply: Reply | undefined): string => {
  const card = reply === undefined ? undefined : 'card' in reply ? reply.card : 'say' in reply ? reply.say : undefined;
  const named = (id: string) => ({ name: [...t.people].find(([, p]) => p === id)?.[0] ?? id });
  return card === undefined ? JSON.stringify(reply) : cardText(card, { ...reader, named } as never);
};

const begun: Before = async (bot) => {
  await mayaAndLeoAgreed(bot);
  await bot.as('maya').types('reflect');
  await bot.as('maya').presses('reflect.begin', { arg: 'driscoll' });
};

const rows = async () =>
  t.store.read(async (tx) => {
    const r = tx.in(t.programme);
    const [portfolio] = await r.portfolios.ofMentor(maya.id);
    const id = portfolio?.id as PortfolioId;
    return { id, reflection: await r.reflections.get(id), pieces: await r.reflections.pieces(id) };
  });
const pieces = async (): Promise<readonly ReflectionPiece[]> => (await rows()).pieces;

describe('once begun', () => {
  beforeEach(async () => {
    t = await startAfter(begun);
    maya = t.as('maya');
    await maya.types('reflect');
  });

  test('the next small question is one tap and one box away, and its answer stands in its section', async () => {
    expect(textOf(maya.last)).toContain('Which moment of your mentoring stays with you');
    await maya.presses('reflect.answer');
    expect(maya.form().form.steps[0]?.items.filter((i) => i.kind !== 'note')).toHaveLength(1);
    await maya.fills({ text: 'Leo rang the college.' }).submits();
    expect(textOf(maya.last)).toContain('It is saved');
    await maya.presses('reflect.section');
    expect(textOf(maya.last)).toContain('Leo rang the college.');
    expect(await pieces()).toMatchObject([{ question: 'driscoll/what/happened', version: 1 }]);
  });
});
