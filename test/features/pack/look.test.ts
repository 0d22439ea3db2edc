import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Pack } from '../../../src/domain/pack/pack.js';
import { packPassages } from '../../../src/domain/pack/passages.js';
import { factsForPack } from '../../../src/features/shared/pack-source.js';
import type { PortfolioId } from '../../../src/kernel/ids.js';
import { startAfter, type TestBot } from '../../support/bot.js';
import { packSeason } from '../../support/pack-begun.js';
import { type FakePackMaker, fakePackMaker } from '../../support/pack-maker.js';
import { agreed, planned, toTheEnd } from '../../support/steps.js';

/** What of a mentee's stands in a pack, and what they see of it (docs/field.md#the-pack). */

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

describe('the mentee’s look', () => {
  const choose = async (user: string, how: string, labels: readonly string[] = []): Promise<void> => {
    await t.as(user).presses('pack.look');
    t.as(user).fills({ how });
    await leavesOut(user, labels);
  };
  const stands = async () => Object.keys((await choices())[0]?.stands ?? {});

  test.each([
    ['at once', false],
    ['and a page kept it a moment before', true],
  ])('whoever says that they choose is shown what there is before anything is kept: %s', async (_, kept) => {
    await asks();
    await t.as('leo').presses('pack.look');
    t.as('leo').fills({ how: 'choose' });
    if (kept) await t.as('leo').saves();
    expect(t.as('leo').form().step).toBe('how');
    await t.as('leo').submits();
    expect(t.as('leo').form().form.steps.length).toBeGreaterThan(1);
    expect(t.as('leo').form().step).not.toBe('how');
    expect(await choices()).toEqual([]);
  });

  test('it can be changed until the day, and what was left out is still ticked', async () => {
    await asks();
    await choose('leo', 'choose', ['What happened']);
    const [first] = await choices();
    await t.as('leo').presses('pack.look');
    expect(t.as('leo').form().answers.values.how).toBe('choose');
    const kept = Object.values(t.as('leo').form().answers.values).filter((v) => JSON.stringify(v) === '["out"]');
    expect(kept.length).toBeGreaterThan(0);
    await leavesOut('leo', []);
    expect((await choices())[0]?.stands).toEqual(first?.stands);
    await choose('leo', 'nothing');
    expect(await stands()).toEqual([]);
    await later();
    await t.as('leo').presses('pack.look', { subject: (await choices())[0]?.mentorship ?? '' });
    expect(shown('leo')).toContain('The time is over');
    expect(maker.made[0]?.stand).toEqual([]);
  });

  test('what they left out of an earlier pack begins as left out of the next', async () => {
    const out = (): readonly string[] =>
      Object.entries(t.as('leo').form().answers.values).flatMap(([id, v]) =>
        id.startsWith('p-') && JSON.stringify(v) === '["out"]' ? [id] : [],
      );
    await asks();
    await t.as('leo').presses('pack.look');
    const atFirst = out();
    t.as('leo').fills({ how: 'choose' });
    await leavesOut('leo', ['What happened']);
    await later();
    const [first] = await packs();
    await asks();
    expect((await newest()).id).not.toBe(first?.id);
    await t.as('leo').presses('pack.look');
    expect(out().length).toBeGreaterThan(atFirst.length);
    expect(out()).toEqual(expect.arrayContaining([...atFirst]));
    // What they let stand does so still, and nothing is kept of it before they say so.
    const passages = Object.keys(t.as('leo').form().answers.values.seen ?? []).length;
    expect(out().length).toBeLessThan(passages);
    expect(await choices()).toEqual([]);
  });

  test('what is about their needs, and what they left out before, begins as left out', async () => {
    const { m, s } = await t.store.read(async (tx) => {
      const rows = tx.in(t.programme);
      const [session] = await rows.sessions.all();
      const all = await rows.mentorships.of(t.as('leo').id);
      return { m: all[0], s: session };
    });
    if (m === undefined || s === undefined) throw new Error('nothing was held');
    await t.store.write((tx) =>
      tx.in(t.programme).releases.save([
        {
          programme: t.programme,
          mentorship: m.id,
          mentee: m.mentee,
          session: s.id,
          planVersion: 1,
          recordVersion: 1,
          offeredBy: m.mentor,
          offeredAt: 1,
          answeredAt: 2,
          leftOut: ['record/happened'],
          releasedAt: null,
          heldBack: [],
        },
      ]),
    );
    await asks();
    await choose('leo', 'choose');
    const all = await stands();
    expect(all.some((c) => c.includes('/title'))).toBe(true);
    expect(all.some((c) => c.includes('/happened') || c.includes('/support'))).toBe(false);
  });

  test('whoever leaves nothing out is told so, and not of what they left out', async () => {
    await asks();
    await choose('leo', 'all');
    expect(shown('leo')).toContain('You left nothing out.');
    await choose('leo', 'choose', ['What happened']);
    expect(shown('leo')).toContain('What you left out is not in it.');
    await choose('leo', 'nothing');
    expect(shown('leo')).toContain('None of your words are in it.');
  });

  test('what is written anew while they look is not let stand by it', async () => {
    await asks();
    await t.as('leo').presses('pack.look');
    const { id } = await t.store.read(async (tx) => (await tx.in(t.programme).sessions.all())[0] as { id: string });
    await t.as('maya').presses('record.read', { subject: id });
    await t.as('maya').presses('record.open', { subject: id });
    await t.as('maya').fills({ happened: 'Another word.', reason: 'I forgot.' }).submits();
    await t.as('leo').fills({ how: 'all' }).submits();
    expect((await stands()).some((c) => c.includes('/happened'))).toBe(false);
    await later();
    expect(JSON.stringify(maker.made[0]?.stand)).not.toContain('/happened');
  });

  test('erased in between: nothing of theirs is in it, and it is made all the same', async () => {
    await asks();
    await choose('leo', 'all');
    expect((await stands()).length).toBeGreaterThan(3);
    await t.store.write((tx) => tx.in(t.programme).people.erase(t.as('leo').id, t.clock.now()));
    await later();
    expect((await newest()).state).toBe('ready');
    expect(maker.made[0]?.stand).toEqual([]);
    expect(await choices()).toEqual([]);
  });

  test.each([
    ['leo', '-', 'by themselves'],
    ['priya', 'leo', 'by a coordinator'],
  ] as const)('taken out since, %s: what they chose before counts no more', async (by, whom, _how) => {
    await asks();
    await choose('leo', 'all');
    expect((await stands()).length).toBeGreaterThan(3);
    await t.clock.pass(60_000);
    const subject = whom === '-' ? '-' : t.as(whom).id;
    await t.as(by).presses('rights.withdraw', { subject, arg: 'yes' });
    // To its mentor it is as if nothing had been said.
    expect(t.as('maya').sees().join('\n')).not.toMatch(/taken out|withdr/i);
    await later();
    expect((await newest()).state).toBe('ready');
    expect(maker.made[0]?.stand).toEqual([]);
  });

  test('a mentorship that ended meanwhile changes nothing about it', async () => {
    await asks();
    const [m] = await t.store.read((tx) => tx.in(t.programme).mentorships.of(t.as('leo').id));
    await t.as('maya').presses('mentorship.end', { subject: m?.id ?? '', arg: 'yes' });
    await choose('leo', 'all');
    await later();
    expect(maker.made[0]?.stand.length).toBeGreaterThan(3);
  });
});

describe('answers', () => {
  const asMade = () => maker.made.at(-1)?.facts.answers ?? [];
  /** Answers what they see before the first question. */
  const says = async (): Promise<string> => {
    await t.as('leo').presses('hours.confirm');
    const asked = t.as('leo').sees().join('\n');
    await t.as('leo').presses('ask.share', { arg: 'now' });
    await t.as('leo').presses('ask.rate');
    return asked;
  };

  test('of a form that was asked before its notice named readers from outside: in no passage, and not counted', async () => {
    expect(await says()).toContain('From outside, an assessor and quality assurers may read');
    const facts = (outsideNamedAt: number) =>
      t.store.read(async (tx) => {
        const rows = tx.in(t.programme);
        const portfolio = await rows.portfolios.get(await portfolioOf());
        if (portfolio === undefined) throw new Error('no portfolio');
        const everyone = await rows.people.all();
        return factsForPack(portfolio, {
          rows,
          programme: { ...(await rows.programme.get()), outsideNamedAt },
          now: t.clock.now(),
          people: async () => new Map(everyone.map((p) => [p.id, p])),
        });
      });
    const askedAt = await t.store.read(async (tx) => {
      const rows = tx.in(t.programme);
      const [session] = await rows.sessions.all();
      const form = session === undefined ? undefined : await rows.feedback.get(session.id, t.as('leo').id);
      return form?.askedAt ?? 0;
    });
    const [before, after] = [await facts(askedAt), await facts(askedAt + 1)];
    expect(before.answers).toHaveLength(1);
    expect(after.answers).toHaveLength(0);
    expect(packPassages(after).some((p) => p.citation.startsWith('answer:'))).toBe(false);
  });

  test('taken back before the day are neither in it nor counted', async () => {
    await says();
    await asks();
    await t.as('leo').presses('pack.look');
    await t.as('leo').fills({ how: 'all' }).submits();
    await t.as('leo').presses('feedback.read', { subject: 'own' });
    const { id } = await t.store.read(async (tx) => (await tx.in(t.programme).sessions.all())[0] as { id: string });
    await t.as('leo').presses('ask.withdraw', { subject: id, arg: 'yes' });
    await later();
    expect(asMade()).toHaveLength(0);
    expect(JSON.stringify(maker.made[0]?.stand)).not.toContain('answer:');
  });
});

test('after a handover the first mentor’s pack holds nothing of the second’s', async () => {
  const [m] = await t.store.read((tx) => tx.in(t.programme).mentorships.of(t.as('leo').id));
  await t.as('maya').presses('mentorship.end', { subject: m?.id ?? '', arg: 'yes' });
  await agreed(t, 'tom', 'leo');
  await planned(t, 'tom', 'plan @leo tomorrow 3pm 45m Writing letters');
  await t.clock.to('2026-11-26T16:30:00Z');
  await asks('maya', { words: 'counts' });
  const made = JSON.stringify(maker.made[0]?.facts);
  expect(made).toContain('Phone calls');
  expect(made).not.toContain('Writing letters');
  expect(made).not.toContain(t.as('tom').id);
  await asks('maya', { words: 'words' });
  await t.as('leo').presses('pack.look', { subject: m?.id ?? '' });
  await t.as('leo').fills({ how: 'choose' }).submits();
  expect(JSON.stringify(t.as('leo').form().form)).not.toContain('Writing letters');
});
