import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PackHit } from '../../../src/domain/pack/hits.js';
import type { Pack } from '../../../src/domain/pack/pack.js';
import { standsAs } from '../../../src/features/pack/news.js';
import { standsAs as standing } from '../../../src/features/pack/standing.js';
import type { PortfolioId } from '../../../src/kernel/ids.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { packSeason } from '../../support/pack-begun.js';
import { type FakePackMaker, fakePackMaker } from '../../support/pack-maker.js';
import { agreed, toTheEnd } from '../../support/steps.js';

/** A pack is asked for, looked at by the mentees, decided, and made (docs/field.md#the-pack). */

const school: PackHit = {
  key: 'hillside school',
  kind: 'school',
  words: 'Hillside School',
  instead: '[a school]',
  times: 1,
  places: [{ label: 'What happened', before: 'call to ', after: ' went well' }],
};
const may: PackHit = { ...school, key: 'may@1', kind: 'also-a-word', words: 'may', instead: '[a name]' };

let t: TestBot;
let maker: FakePackMaker;
beforeEach(async () => {
  maker = fakePackMaker();
  t = await startAfter(packSeason, {}, { packs: maker });
});
afterEach(() => t.stop());

const portfolioOf = async (): Promise<PortfolioId> =>
  t.store.read(async (tx) => (await tx.in(t.programme).portfolios.ofMentor(t.as('maya').id))[0]?.id as PortfolioId);
const packs = async (): Promise<readonly Pack[]> => {
  const portfolio = await portfolioOf();
  return t.store.read((tx) => tx.in(t.programme).packs.ofPortfolio(portfolio));
};
const newest = async (): Promise<Pack> => (await packs())[0] as Pack;
const choices = async () => {
  const { id } = await newest();
  return t.store.read((tx) => tx.in(t.programme).packs.choices(id));
};
const shown = (user: string): string => JSON.stringify(t.as(user).last);

async function asks(user = 'maya', values: Readonly<Record<string, string>> = {}): Promise<void> {
  await t.as(user).presses('pack.open', { subject: await portfolioOf() });
  await t.as(user).presses('pack.ask');
  t.as(user).fills(values);
  await toTheEnd(t.as(user));
}
/** Goes on to the end of the look, and leaves out what has these labels; the rest may stay where nothing is ticked. */
async function leavesOut(user: string, labels: readonly string[]): Promise<void> {
  const who = t.as(user);
  for (let i = 0; i < 30 && who.last?.kind === 'form'; i += 1) {
    const { form, step } = who.form();
    for (const item of form.steps.find((s) => s.id === step)?.items ?? [])
      if (item.kind === 'choice' && labels.includes(item.label)) who.fills({ [item.id]: ['out'] });
    await (form.steps.at(-1)?.id === step ? who.submits() : who.next());
  }
}
const later = () => t.clock.to('2026-12-02T10:00:01Z');

test('from the evidence: asked for with words, looked at, decided, and made on the day', async () => {
  await t.as('maya').types('evidence');
  await t.as('maya').presses('pack.open');
  await asks();
  expect(shown('maya')).toContain('It is made on');
  expect((await newest()).state).toBe('looking');
  expect(t.as('maya').sees().at(-1)).toContain('whatever they choose');

  // From the first moment, before anybody has looked through it: it is not made before the week is over.
  const now = t.clock.now();
  for (const state of ['queued', 'building', 'looking'] as const) {
    const waits = standsAs({ ...(await newest()), state }, true, now);
    expect(JSON.stringify(waits), state).toContain('whatever they choose');
    expect(JSON.stringify(waits), state).not.toContain('It is being made');
  }
  const over = { ...(await newest()), state: 'queued' as const };
  expect(JSON.stringify(standsAs(over, true, over.lookUntil))).toContain('It is being made');
  expect(standing(over, { actor: {} as never, now })).toContain('time to look at it is not over yet');

  expect(t.as('leo').sees().at(-1)).toContain('You can leave out any words of yours');
  await t.as('leo').presses('pack.look');
  expect(shown('leo')).toContain('An assessor and quality assurers read it');
  await t.as('leo').fills({ how: 'choose' }).next();
  const words = JSON.stringify(t.as('leo').form().form);
  expect(words).toContain('’s call to Hillside School went well; the coordinator helped.');
  expect(words).not.toMatch(/Leo|LEO/);
  await leavesOut('leo', ['What happened']);
  const [choice] = await choices();
  const stands = Object.keys(choice?.stands ?? {});
  expect(stands.some((c) => c.endsWith('/title'))).toBe(true);
  expect(stands.some((c) => c.endsWith('/happened'))).toBe(false);

  maker.hits = [school];
  await later();
  expect((await newest()).state).toBe('deciding');
  expect(t.as('maya').sees().at(-1)).toContain('1 thing in it could tell who somebody is');
  await t.as('maya').presses('pack.decide');
  expect(shown('maya')).toContain('[a school]');
  await t.as('maya').submits();
  expect(shown('maya')).toContain('the pack is made now');
  expect((await newest()).state).toBe('ready');
  expect(maker.made).toHaveLength(1);
  expect(maker.made[0]?.decided).toEqual({ 'hillside school': '[a school]' });
  expect([...(maker.made[0]?.stand ?? [])].sort()).toEqual([...stands].sort());
  expect(t.as('maya').sees().at(-1)).toContain('It is ready');
  expect(t.as('leo').sees().join('\n')).toContain('holds only what you said is fine');
});

test('with counts alone: nobody has to look, and it is made at once', async () => {
  await asks('maya', { words: 'counts' });
  expect((await newest()).state).toBe('ready');
  expect(maker.made[0]?.stand).toEqual([]);
  expect(t.as('leo').sees().join('\n')).not.toContain('hand in');
});

describe('asking', () => {
  test('one at a time: the second, asked at the same moment by another, gets a sentence with what to do', async () => {
    for (const user of ['maya', 'priya']) {
      await t.as(user).presses('pack.open', { subject: await portfolioOf() });
      await t.as(user).presses('pack.ask');
      await t.as(user).next();
      await t.as(user).next();
    }
    await t.as('maya').submits();
    await t.as('priya').submits();
    expect(shown('priya')).toContain('where it stands or to let it go');
    expect(await packs()).toHaveLength(1);
    await t.as('maya').presses('pack.ask', { subject: await portfolioOf() });
    expect(shown('maya')).toContain('There is one at a time');
  });

  test('the cover is filled in from the last one; a coordinator’s pack is for its mentor to decide', async () => {
    await asks('priya', { words: 'counts' });
    await t.as('priya').presses('pack.ask', { subject: await portfolioOf() });
    await t.as('priya').fills({ words: 'counts' }).next();
    await t.as('priya').next();
    const named = await t.as('priya').fills({ centre: 'Work of LÉO  brandt' }).submits();
    expect(JSON.stringify(named)).toContain('Somebody you mentor is named here');
    await t.as('priya').fills({ centre: 'Northgate College', candidateNumber: '0042' }).submits();
    expect((await newest()).words.cover.centre).toBe('Northgate College');
    await t.as('maya').presses('pack.ask', { subject: await portfolioOf() });
    expect(t.as('maya').form().answers.values.candidateNumber).toBe('0042');
    expect(t.as('maya').sees().at(-1)).toContain('It is ready');
    await t.as('priya').presses('pack.decide', { subject: (await newest()).id });
    expect(shown('priya')).toContain('only. Nothing has changed.');
  });

  test('how it is laid out is what is made, and stands so in the next form', async () => {
    await asks('maya', { words: 'counts' });
    expect(maker.made[0]).toMatchObject({ preset: 'unit', standard: 'ua-1' });
    await t.as('maya').presses('pack.ask', { subject: await portfolioOf() });
    await t.as('maya').fills({ words: 'counts' }).next();
    t.as('maya').fills({ preset: 'coach', standard: 'a-2a' });
    await toTheEnd(t.as('maya'));
    expect(maker.made[1]).toMatchObject({ preset: 'coach', standard: 'a-2a' });
    await t.as('maya').presses('pack.ask', { subject: await portfolioOf() });
    expect(t.as('maya').form().answers.values).toMatchObject({ preset: 'coach', standard: 'a-2a' });
  });

  test('without a session, or without a unit, nothing is offered, and it says so', async () => {
    await agreed(t, 'tom', 'sam');
    const toms = await t.store.read(
      async (tx) => (await tx.in(t.programme).portfolios.ofMentor(t.as('tom').id))[0]?.id as PortfolioId,
    );
    await t.as('tom').presses('pack.open', { subject: toms });
    expect(shown('tom')).toContain('No session has been held yet');
    expect(shown('tom')).not.toContain('Ask for a pack');
    await t.as('tom').presses('pack.ask', { subject: toms });
    expect(shown('tom')).toContain('No session has been held yet');
    await t.store.write(async (tx) => {
      const rows = tx.in(t.programme);
      const portfolio = await rows.portfolios.get(await portfolioOf());
      if (portfolio !== undefined) await rows.portfolios.save({ ...portfolio, withoutUnit: true });
      const programme = await rows.programme.get();
      await rows.programme.save({
        ...programme,
        settings: { ...programme.settings, unit: { ...programme.settings.unit, leadsTo: 'either' } },
      });
    });
    await t.as('maya').presses('pack.ask', { subject: await portfolioOf() });
    expect(shown('maya')).toContain('for no unit');
    expect(await packs()).toHaveLength(0);
  });

  test('let go: nothing is made on the day, and the mentees’ question ends', async () => {
    await asks();
    await t.as('maya').presses('pack.drop');
    expect((await newest()).state).toBe('looking');
    await t.as('maya').presses('pack.drop', { arg: 'yes' });
    expect((await newest()).state).toBe('dropped');
    expect(t.as('leo').sees().join('\n')).toContain('Nothing you wrote is handed in');
    await later();
    expect(maker.made).toHaveLength(0);
    await t.as('maya').presses('pack.ask');
    expect(t.as('maya').form().form.id).toBe('pack-ask');
  });

  test('what could not be made is said once, and tried again by a press', async () => {
    maker.before = () => {
      throw Object.assign(new Error('no'), { code: 'TYPESET' });
    };
    await asks('maya', { words: 'counts' });
    for (let i = 0; i < 4; i += 1) await t.clock.pass(60_000);
    expect((await newest()).state).toBe('failed');
    expect(t.as('maya').sees().at(-1)).toContain('It could not be made, and nothing is lost');
    maker.before = () => undefined;
    await t.as('maya').presses('pack.again');
    expect((await newest()).state).toBe('ready');
  });
});

describe('with names', () => {
  const adult = (user: string) =>
    t.store.write(async (tx) => {
      const { people } = tx.in(t.programme);
      const person = await people.get(t.as(user).id);
      if (person !== undefined) await people.save({ ...person, adult: true });
    });

  test('of who is not noted as 18 nobody is asked; of who is, each says so with the reason before them', async () => {
    await t.as('maya').presses('pack.ask', { subject: await portfolioOf() });
    expect(shown('maya')).not.toContain('own names');
    await adult('leo');
    await t.as('maya').presses('pack.ask', { subject: await portfolioOf() });
    await t.as('maya').fills({ names: 'asked' }).next();
    expect(t.as('maya').form().step).toBe('reason');
    await t.as('maya').next();
    await t.as('maya').next();
    await t.as('maya').submits();
    expect(JSON.stringify(t.as('maya').form().problems)).toContain('Say why');
    await t.as('maya').fills({ reason: 'The centre asks for full names.' });
    await toTheEnd(t.as('maya'));
    for (const [user, isAsked] of [
      ['leo', true],
      ['aisha', false],
    ] as const) {
      await t.as(user).presses('pack.look');
      expect(JSON.stringify(t.as(user).form().form).includes('The centre asks for full names'), user).toBe(isAsked);
    }
    t.as('leo').last = undefined;
    await t.as('leo').presses('pack.look');
    await t.as('leo').fills({ how: 'nothing' }).next();
    await t.as('leo').fills({ named: 'yes' }).submits();
    await later();
    expect(maker.made[0]?.named).toEqual({ mentees: [t.as('leo').id], reason: 'The centre asks for full names.' });
  });
});

describe('deciding', () => {
  test('while mentees look: a kind of which nobody can say has no choice beforehand; what is left open waits', async () => {
    maker.hits = [school, may];
    await asks();
    await t.as('maya').presses('pack.decide');
    const { values } = t.as('maya').form().answers;
    expect(Object.values(values).filter((v) => v === 'out')).toHaveLength(1);
    await t.as('maya').submits();
    expect((await newest()).words.decided).toEqual({ 'hillside school': '[a school]' });
    expect((await newest()).state).toBe('looking');
    await later();
    expect((await newest()).state).toBe('deciding');
    await t.as('maya').presses('pack.decide');
    const field =
      t
        .as('maya')
        .form()
        .form.steps[0]?.items.find((i) => i.kind === 'text')?.id ?? '';
    await t
      .as('maya')
      .fills({ [field]: 'Ms May' })
      .submits();
    expect(JSON.stringify(t.as('maya').form().problems)).toContain('That still says it');
    await t
      .as('maya')
      .fills({ [field]: 'a teacher' })
      .submits();
    expect((await newest()).state).toBe('ready');
    expect(maker.made[0]?.decided).toEqual({ 'hillside school': '[a school]', 'may@1': 'a teacher' });
  });

  test('all of them are taken out by one press, once it is said what stands there then', async () => {
    maker.hits = [school, may];
    await asks('maya', { words: 'counts' });
    expect((await newest()).state).toBe('deciding');
    await t.as('maya').presses('pack.decide-all');
    expect(shown('maya')).toContain('[a school], [a name]');
    await t.as('maya').presses('pack.decide-all', { arg: 'yes' });
    expect((await newest()).state).toBe('ready');
  });

  test('a try that is in hand when something is decided settles nothing, and is begun anew', async () => {
    maker.hits = [school];
    await asks();
    const { id } = await newest();
    const now = t.clock.now();
    await t.store.write(async (tx) => {
      const { packs } = tx.in(t.programme);
      const pack = await packs.get(id);
      if (pack !== undefined) await packs.save({ ...pack, state: 'queued' });
      await packs.claim(id, now, now, now + 120_000);
    });
    expect((await newest()).state).toBe('building');
    await t.as('maya').presses('pack.decide', { subject: id });
    await t.as('maya').submits();
    expect((await newest()).state).toBe('looking');
    expect((await newest()).words.decided).toEqual({ 'hillside school': '[a school]' });
  });
});

test('what was decided elsewhere stands at its criterion and in the pack, and is taken back', async () => {
  await t.as('priya').types('evidence @maya');
  await t.as('priya').presses('pack.outcomes');
  await t.as('priya').presses('outcome.enter');
  const asked = t
    .as('priya')
    .form()
    .form.steps[0]?.items.find((i) => i.id === 'criterion');
  const criterion = asked?.kind === 'choice' ? (asked.of[0]?.value ?? '') : '';
  await t.as('priya').fills({ criterion, by: 'Ada Cole', on: '2026-12-01' }).submits();
  expect(JSON.stringify(t.as('priya').form().problems)).toContain('still to come');
  await t.as('priya').fills({ on: '2026-11-20' }).submits();
  const line = 'Recorded elsewhere: achieved on 20 November 2026 by Ada Cole.';
  await t.as('maya').types('evidence');
  expect(shown('maya')).toContain(line);
  await asks('maya', { words: 'counts' });
  expect(maker.made[0]?.outcomes).toHaveLength(1);
  await t.as('priya').presses('pack.outcomes', { subject: await portfolioOf() });
  await t.as('priya').presses('outcome.take-back');
  await t.as('priya').presses('outcome.take-back', { arg: 'yes' });
  await t.as('maya').types('evidence');
  expect(shown('maya')).not.toContain(line);
});
