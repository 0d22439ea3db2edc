import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asLeaving } from '../../src/domain/pack/facts.js';
import { type PackModel, packModel, packReadiness } from '../../src/domain/pack/model.js';
import { type Block, wordsIn } from '../../src/domain/pack/model-blocks.js';
import { packPassages } from '../../src/domain/pack/passages.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { hoursOfFacts } from '../../src/domain/portfolio-hours.js';
import { minutesInWords } from '../../src/kernel/words.js';
import { packAbout, packSeason } from '../support/pack-season.js';

const modelOf = (facts: PortfolioFacts, change: Parameters<typeof packAbout>[1] = {}): PackModel =>
  packModel(facts, packAbout(facts, change));
const partOf = (m: PackModel, n: number): readonly Block[] => m.parts[n - 1]?.blocks ?? [];
const said = (m: PackModel, n: number): string => wordsIn(partOf(m, n)).join('\n');
const everything = (m: PackModel): string => JSON.stringify(m);
const tableOf = (blocks: readonly Block[], says: string) => {
  const found = blocks.find((b) => b.kind === 'table' && b.says.startsWith(says));
  if (found?.kind !== 'table') throw new Error(`no table: ${says}`);
  return found;
};

describe('the pages of a pack', () => {
  const facts = packSeason();
  const model = modelOf(facts);

  it('stand in the order and under the names of the forms that assessors know', () => {
    expect(model.parts.map((p) => `${p.number} ${p.title}`)).toEqual([
      '1 Candidate and centre',
      '2 Agreement',
      '3 Development plan',
      '4 Hours log',
      '5 Plan facing record',
      '6 Skills by hour',
      '7 Feedback from each side',
      '8 Changes of practice',
      '9 Triangulation',
      '10 Reflection',
      '11 Testimony, observation and discussion',
      '12 Evidence location',
      '13 Criteria index',
      '14 Declaration',
      '15 What the chain says, and what it cannot',
    ]);
  });

  it('have the totals that the facts come to, and every session once', () => {
    const sums = hoursOfFacts(facts);
    const totals = tableOf(partOf(model, 4), 'Totals').rows.map((r) => r.map(String));
    expect(totals).toContainEqual(['Delivered', minutesInWords(sums.deliveredMinutes), String(sums.deliveredMinutes)]);
    expect(totals.find(([what]) => what?.includes('confirmed by'))?.[2]).toBe(String(sums.confirmedMinutes));
    const rows = partOf(model, 4).flatMap((b) =>
      b.kind === 'table' && b.columns[0]?.head === 'Session' && !b.says.startsWith('Lengths') ? b.rows : [],
    );
    expect(rows).toHaveLength(facts.sessions.length);
    // A retrospective record, and a session that was planned afterwards, stand apart and are labelled.
    expect(JSON.stringify(tableOf(partOf(model, 4), 'Sessions that stand apart').rows)).toMatch(
      /retrospective: .*afterwards/,
    );
    expect(said(model, 4)).toContain('settled by the coordinator: 40 count');
    expect(said(model, 4)).toContain('They are no formal hours: none of it counts.');
  });

  it('say of a mentorship whose signed words are gone nothing that was meant', () => {
    const gone = modelOf({ ...facts, mentorships: facts.mentorships.map((m) => ({ ...m, meant: null })) });
    const meant = (m: PackModel) => tableOf(partOf(m, 1), 'Mentees of this portfolio').rows.map((r) => String(r[3]));
    expect(meant(model).every((cell) => cell.includes(', until '))).toBe(true);
    expect(new Set(meant(gone))).toEqual(new Set(['–']));
  });

  it('point at nothing that is not there, and no heading level is skipped', () => {
    const links = [...everything(model).matchAll(/"to":"([^"]+)"/g)].map(([, to]) => to ?? '');
    expect(links.length).toBeGreaterThan(40);
    expect(links.filter((to) => !(to in model.labels))).toEqual([]);
    for (const { blocks } of model.parts) {
      let level = 1;
      for (const b of blocks) {
        if (b.kind !== 'heading') continue;
        expect(b.level).toBeLessThanOrEqual(level + 1);
        level = b.level;
      }
    }
  });

  it('draw each picture that they show, with every number of it in words', () => {
    const shown = model.parts.flatMap((p) => p.blocks.flatMap((b) => (b.kind === 'picture' ? [b] : [])));
    expect(shown.map((b) => b.name).sort()).toEqual(model.pictures.map((p) => p.name).sort());
    for (const picture of model.pictures) {
      const alt = shown.find((b) => b.name === picture.name)?.alt ?? '';
      if (picture.kind === 'lanes')
        for (const lane of picture.lanes) expect(alt).toContain(`${lane.label}: ${lane.numbers.join(', ')}`);
    }
  });

  it('never hold two people in one line of numbers, and say no way of fewer than eight answers', () => {
    const lines = partOf(model, 7).flatMap((b) => (b.kind === 'table' ? b.rows : []));
    const given = (mentee: string, question: string) =>
      facts.answers.filter((a) => facts.called[a.by] === mentee && a.asked === question).map((a) => a.rating);
    for (const [who, , question, answers, n, median] of lines) {
      const all = String(answers).split(', ').map(Number);
      expect(String(n)).toBe(String(all.length));
      if (!String(who).includes(' on ')) expect(all).toEqual(given(String(who), String(question)));
      if (all.length < 3) expect(median).toBe('–');
    }
    expect(said(model, 7)).not.toMatch(/higher later|lower later|much the same|%/);
    expect(said(modelOf(packSeason(40)), 7)).toMatch(/higher later|lower later|much the same/);
  });

  it('say of each criterion where what bears on it stands, what was recorded elsewhere, and what is missing', () => {
    const words = said(model, 13);
    for (const c of facts.criteria) expect(words).toContain(c.text);
    expect(words).toContain('achieved, 20 Nov 2026, by Ann Bell');
    expect(words).toContain('not yet, 20 Nov 2026, by Ann Bell. One more hour with open questions.');
    const { gaps } = packAbout(facts).readiness;
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) expect(words).toContain(gap.say);
  });

  it('name nobody in what is missing but as the pack calls them', () => {
    const uncut = { ...facts, called: { ...facts.called, k: 'Leo Brandt', t: 'Aisha Khan' } as typeof facts.called };
    const long = {
      ...uncut,
      portfolio: {
        ...facts.portfolio,
        unit: { title: 'U', rules: { minutes: 360, mentees: 2, months: 9, supervisor: true, observation: true } },
      },
      mentorships: facts.mentorships.map((m) => ({
        ...m,
        agreements: m.agreements.map(({ body, ...a }) => {
          const { minutes: _, until: __, ...rest } = body ?? ({} as NonNullable<typeof body>);
          return { ...a, body: rest as typeof body };
        }),
      })),
    };
    const readiness = packReadiness(long, facts.called);
    expect(JSON.stringify(packReadiness(long, long.called))).toContain('Leo Brandt');
    expect(JSON.stringify(readiness)).not.toMatch(/Leo|Aisha/);
    expect(JSON.stringify(readiness)).toContain('Mentee K');
  });

  it('say on the cover who could be recognised, that it was practised, and that it was made again', () => {
    expect(everything(model)).not.toContain('Practice data');
    const other = modelOf(facts, {
      again: true,
      programme: { name: 'P', practice: true },
      named: { mentees: 1, reason: 'The centre asks for it' },
    });
    expect(other.cover.practice).toContain('Practice data');
    expect(JSON.stringify(other.cover)).toContain('made again since');
    expect(JSON.stringify(other.cover)).toContain(
      'noted as 18 or over, and said yes to it. Why: The centre asks for it.',
    );
    expect(JSON.stringify(model.cover)).toContain('may still recognise a mentee by dates and times');
  });
});

describe('where there is little', () => {
  it.each([
    ['nothing at all', packSeason(0)],
    ['one session', packSeason(1)],
    ['no unit', { ...packSeason(4), portfolio: { ...packSeason(4).portfolio, unit: null }, criteria: [] }],
    ['no feedback, reflection or change', { ...packSeason(4), answers: [], reflection: null, changes: [], marks: [] }],
  ])('every part says so in words: %s', (_, facts) => {
    const model = modelOf(facts);
    expect(model.parts).toHaveLength(15);
    for (const part of model.parts) expect(wordsIn(part.blocks).join('').trim()).not.toBe('');
    expect(everything(model)).not.toMatch(/undefined|NaN|\[object/);
  });

  it('without a unit no criterion and no hours are asked for', () => {
    const facts = packSeason(4);
    const model = modelOf({ ...facts, portfolio: { ...facts.portfolio, unit: null }, criteria: [] });
    expect(said(model, 13)).toBe('This mentoring is for no unit, so there are no criteria to claim.');
    expect(said(model, 4)).not.toContain('Asked for by the unit');
    expect(JSON.stringify(model.cover)).not.toMatch(/of 6 h|criterion is claimed for/);
  });
});

describe('words that a mentee left out', () => {
  /** As somebody who makes a pack reads it: every word still there. */
  const uncut: PortfolioFacts = (() => {
    const season = packSeason(6);
    return {
      ...season,
      sessions: season.sessions.map((s) => ({
        ...s,
        passages: [],
        title: `MARK title ${s.id}`,
        plan:
          s.plan === null
            ? null
            : {
                ...s.plan,
                title: `MARK plan ${s.id}`,
                body: {
                  ...s.plan.body,
                  resources: 'MARK resources',
                  objectives: s.plan.body.objectives.map((o) => ({ ...o, what: 'MARK objective' })),
                },
              },
        record:
          s.record === null
            ? null
            : { ...s.record, body: { ...s.record.body, happened: 'MARK happened', nextFocus: 'MARK focus' } },
      })),
      answers: season.answers.map((a) => (a.source === 'mentee' ? { ...a, text: 'MARK answer' } : a)),
      levels: season.levels.map((l) => ({ ...l, why: 'MARK why' })),
      mentorships: season.mentorships.map((m) => ({
        ...m,
        goals: m.goals.map((g) => ({ ...g, what: 'MARK goal', how: 'MARK how' })),
        agreements: m.agreements.map((a) => ({
          ...a,
          body: a.body === null ? null : { ...a.body, helps: 'MARK helps', avoid: 'MARK avoid', boundaries: 'MARK b' },
        })),
      })),
    };
  })();
  const passages = packPassages(uncut);
  const called = new Map(Object.entries(uncut.called)) as never;
  const leaving = (stand: readonly string[]): PackModel => {
    const facts = asLeaving(uncut, { stand: new Set(stand), aliases: called, replaced: (text) => text });
    return packModel(facts, { ...packAbout(facts), readiness: packReadiness(uncut, facts.called) });
  };

  it('are in none of it, and every figure stays', () => {
    const none = leaving([]);
    expect(everything(none)).not.toContain('MARK');
    const all = leaving(passages.map((p) => p.citation));
    expect(everything(all)).toContain('MARK happened');
    // What is a table of figures, and what is said of criteria, is the same whatever words stand.
    for (const n of [1, 4, 6, 12, 13, 14, 15]) expect(said(none, n)).toBe(said(all, n));
  });

  it('leave no trace of which they were: what stands is said as if nothing else had been there', () => {
    fc.assert(
      fc.property(fc.subarray(passages.map((p) => p.citation)), (stand) => {
        const model = leaving(stand);
        const shown = JSON.stringify(model).match(/MARK [a-z]+/g) ?? [];
        if (stand.length === 0) expect(shown).toEqual([]);
        expect(JSON.stringify(model.parts.slice(0, 14))).not.toMatch(
          /left out|declined|refused|withheld|withdrawn|skipped|\bnot shown\b/i,
        );
        // The sentence on what stands is one and the same, whichever do.
        expect(said(model, 2).split('\n')[0]).toBe(said(leaving([]), 2).split('\n')[0]);
      }),
      { numRuns: 25 },
    );
  });
});
