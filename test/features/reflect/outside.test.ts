import { afterEach, expect, test } from 'vitest';
import { scaffoldsByName } from '../../../src/domain/scaffolds.js';
import { day } from '../../../src/kernel/clock.js';
import type { PortfolioId } from '../../../src/kernel/ids.js';
import { type Before, startAfter } from '../../support/bot.js';
import { addsOutsider, allocate, Browser, linkOf } from '../../support/holder.js';
import { held, recorded } from '../../support/newer-steps.js';
import { canaries, type OutsideWorld, outsideWorld } from '../../support/outside-world.js';
import { mayaAndLeoAgreed } from '../../support/steps.js';

/** A reflection as somebody from outside reads it, and the one message that says there may be one (docs/field.md#reflection). */

let stop: () => Promise<unknown>;
afterEach(() => stop());

test('from outside a declared reflection is read with names replaced, and what it cites is not', async () => {
  const world: OutsideWorld = await outsideWorld();
  stop = () => world.stop();
  const { bot } = world;
  const maya = bot.as('maya');
  await maya.types('reflect');
  await maya.presses('reflect.begin', { arg: 'kolb' });
  await maya.presses('reflect.answer');
  maya.fills({ text: 'Kai Canary rang alone. Priya Nair heard of it.' });
  await maya.next();
  const cites = maya.form().form.steps[1]?.items.find((i) => i.id === 'cites');
  if (cites?.kind !== 'choice') throw new Error('no evidence');
  await maya.fills({ cites: cites.of.map((o) => o.value) }).submits();

  const ivy = await addsOutsider(bot, 'Ivy Assessor', 'assessor');
  await allocate(bot, ivy, 'assessor');
  const { address, code } = await linkOf(bot, ivy);
  const b = new Browser(world.site);
  await b.opens(address);
  await b.enters(address, code);
  await b.presses('Open');
  expect(b.words).toMatch(/A reflection is being written: 1 version of its answers/);
  expect(b.words).not.toContain('Read the reflection');

  await maya.presses('reflect.open');
  await maya.presses('reflect.declare');
  expect(JSON.stringify(maya.form().form)).toContain('names of everybody here replaced');
  await maya.fills({ own: 'yes', helped: 'no' }).submits();
  await b.opens(address);
  await b.presses('Open');
  await b.presses('Read the reflection');
  expect(b.words).toContain('mentee 1 rang alone. the coordinator heard of it.');
  expect(b.words).toContain('Record : in the portfolio');
  // It is read in the sections in which it was declared, whichever the mentor goes on with.
  const [declared] = b.words.split('Back to the portfolio');
  expect(declared).toContain(scaffoldsByName.kolb.called);
  await maya.types('reflect');
  await maya.presses('reflect.scaffold');
  expect(JSON.stringify(maya.last)).toContain('What you declared is read as you declared it');
  await maya.presses('reflect.begin', { arg: 'gibbs' });
  await b.presses('Back to the portfolio');
  await b.presses('Read the reflection');
  expect(b.words.split('Back to the portfolio')[0]).toBe(declared);
  expect(b.sent.join('\n')).not.toMatch(canaries);
  await b.presses('Back to the portfolio');
  expect(b.words).toContain('Sessions that count');
});

const half: Before = async (t) => {
  await mayaAndLeoAgreed(t);
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [p] = await rows.portfolios.ofMentor(t.as('maya').id);
    if (p !== undefined) await rows.portfolios.save({ ...p, targetMinutes: 90 });
  });
};

test('half of the hours bring it up once, not where it was begun, and nothing is asked of whoever leaves it', async () => {
  const t = await startAfter(half);
  stop = () => t.stop();
  const offers = (): readonly string[] =>
    t
      .as('maya')
      .sees()
      .filter((m) => m.startsWith('# Looking back'));
  await recorded(t, 'maya', await held(t, 'maya', 'leo', 'standard'));
  expect(offers()).toHaveLength(0);
  await t.clock.pass(day);
  expect(offers()).toHaveLength(1);
  await recorded(t, 'maya', await held(t, 'maya', 'leo', 'standard'));
  for (let i = 0; i < 5; i += 1) await t.clock.pass(14 * day);
  expect(offers()).toHaveLength(1);
  expect(t.as('maya').sees().join('\n')).not.toContain('A small question');
  await t.as('maya').presses('reflect.open');
  await t.as('maya').presses('reflect.begin', { arg: 'gibbs' });
  expect(offers()[0]).toContain('You have begun');
  const id = await t.store.read(async (tx) => (await tx.in(t.programme).portfolios.ofMentor(t.as('maya').id))[0]?.id);
  expect(await t.store.read((tx) => tx.in(t.programme).reflections.get(id as PortfolioId))).toMatchObject({
    scaffold: 'gibbs',
  });
});
