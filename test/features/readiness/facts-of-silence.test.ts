import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { leavingOf } from '../../../adapters/documents/pack/leaving.js';
import { manifestOf } from '../../../adapters/documents/pack/manifest.js';
import type { Mentorship } from '../../../src/domain/mentorship.js';
import { asLeaving } from '../../../src/domain/pack/facts.js';
import { type PackModel, packModel, packReadiness } from '../../../src/domain/pack/model.js';
import { packPassages } from '../../../src/domain/pack/passages.js';
import type { PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import { readinessOf } from '../../../src/domain/readiness.js';
import type { FactsFor } from '../../../src/features/shared/portfolio-facts.js';
import { day } from '../../../src/kernel/clock.js';
import type { GoalId, LevelId, PersonId, SessionId } from '../../../src/kernel/ids.js';
import type { Rows } from '../../../src/ports/store.js';
import { answer, attestation, factsFor, feedbackOf, filled, reviewForm, undone } from '../../support/facts-world.js';
import { packAbout } from '../../support/pack-season.js';
import { sourceOf } from '../../support/pack-source-world.js';
import { mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

/**
 * How a mentee did not answer is in no facts (docs/field.md#portfolio-facts): wherever something may be left unsaid, each
 * way of leaving it unsaid gives the same facts, and so the same readiness, to the mentor and to everybody who assesses.
 */

let w: World;
beforeAll(async () => {
  w = await world();
  await filled(w);
  await w.to(tuesday + 20 * day);
}, 60_000);
afterAll(() => w.close());

type Way = (rows: Rows) => Promise<void>;
const nothing: Way = async () => {};

const aFeedback =
  (change: Parameters<typeof feedbackOf>[3]): Way =>
  (rows) =>
    rows.feedback.save(feedbackOf(w, 'f0', 'leo', change));
const aReview =
  (audience: 'mentee' | 'stakeholder', change: Parameters<typeof reviewForm>[2]): Way =>
  (rows) =>
    rows.reviews.saveForm(reviewForm(w, audience, change));
const skipped = [answer('pace', { rating: null, skipped: true }), answer('listened', { rating: null, skipped: true })];

const goal =
  (state: 'proposed' | 'dropped'): Way =>
  async (rows) => {
    const m = (await rows.mentorships.get(mentorshipOf('leo'))) as Mentorship;
    const one = { ...m.goals[0], id: 'goal-new' as GoalId, what: 'REFUSED goal', state } as Mentorship['goals'][number];
    await rows.mentorships.save({ ...m, goals: [...m.goals, one] });
  };

const levels =
  (...said: readonly (number | null)[]): Way =>
  (rows) =>
    rows.goalLevels.add(
      said.map((level, i) => ({
        id: `level-leo-${i}` as LevelId,
        mentorship: mentorshipOf('leo'),
        goal: 'goal-leo' as GoalId,
        level,
        by: w.id('leo'),
        at: tuesday + i,
        session: 'f0' as SessionId,
        why: '',
      })),
    );

/** One whom Maya has asked, and who has never signed. */
const asked =
  (state: Mentorship['state'], menteeWord: Mentorship['agreement']['menteeWord']): Way =>
  async (rows) => {
    const m = (await rows.mentorships.get(mentorshipOf('sam'))) as Mentorship;
    await rows.mentorships.save({
      ...m,
      id: 'mentorship-new' as Mentorship['id'],
      state,
      agreedAt: null,
      agreement: {
        ...m.agreement,
        menteeSignedAt: null,
        menteeWord,
        changeWanted: menteeWord === 'change-wanted' ? 'Other days' : '',
      },
      goals: [],
    });
  };

/** A later version, which the mentee has not signed. */
const version =
  (menteeWord: Mentorship['agreement']['menteeWord']): Way =>
  async (rows) => {
    const m = (await rows.mentorships.get(mentorshipOf('leo'))) as Mentorship;
    await rows.mentorships.save({ ...m, agreement: { ...m.agreement, version: 2, menteeSignedAt: null, menteeWord } });
  };

const attested =
  (change: Parameters<typeof attestation>[1]): Way =>
  (rows) =>
    rows.attestations.save(attestation(w, change));

const stopped: Way = async (rows) => {
  const leo = await rows.people.get(w.id('leo'));
  if (leo !== undefined)
    await rows.people.save({ ...leo, manners: { ...leo.manners, feedbackStopped: true, confirmationStopped: true } });
};

/** Each place where something may be left unsaid, and the ways to do it. */
const places: Readonly<Record<string, Readonly<Record<string, Way>>>> = {
  'after a session': {
    'never asked': nothing,
    'asked, and silent': aFeedback({ state: 'open', share: null }),
    'not today': aFeedback({ state: 'not-today', share: null }),
    skipped: aFeedback({ answers: skipped }),
    withdrawn: aFeedback({ state: 'withdrawn' }),
    closed: aFeedback({ state: 'closed', share: null }),
    'for the coordinator alone': aFeedback({ share: 'coordinator', answers: [answer('pace', { rating: 1 })] }),
    'it did not happen': async (rows) => {
      await aFeedback({ answers: [] })(rows);
    },
    'asked no more': stopped,
  },
  'in a review': {
    'never asked': nothing,
    silent: aReview('mentee', { state: 'open' }),
    skipped: aReview('mentee', { answers: skipped }),
    withdrawn: aReview('mentee', { state: 'withdrawn' }),
    'for the coordinator alone': aReview('mentee', { share: 'coordinator', answers: [answer('mid-trust')] }),
  },
  'of a stakeholder': {
    'never asked': nothing,
    silent: aReview('stakeholder', { state: 'open' }),
    declined: aReview('stakeholder', { state: 'declined' }),
    withdrawn: aReview('stakeholder', { state: 'withdrawn' }),
  },
  'of a goal': { silent: goal('proposed'), refused: goal('dropped'), 'never proposed': nothing },
  'of a level': { 'never said': nothing, 'taken back': levels(2, null), 'only taken back': levels(null) },
  'to a mentor': {
    'never asked': nothing,
    silent: asked('proposed', 'asked'),
    'not now': asked('proposed', 'waiting'),
    'no thank you': asked('declined', 'declined'),
    'something else': asked('proposed', 'change-wanted'),
  },
  'to a later version': { silent: version('asked'), 'not now': version('waiting'), no: version('declined') },
  'of a conversation': {
    'never noted': nothing,
    silent: attested({ state: 'asked', givenAt: null, countersigned: null }),
    'not confirmed': attested({ countersigned: null }),
    declined: attested({ state: 'declined', countersigned: null }),
    withdrawn: attested({ state: 'withdrawn' }),
  },
};

const readers: Readonly<Record<string, FactsFor>> = {
  'its mentor': { reader: 'mentor' },
  'the coordinator': { reader: 'assessing', as: ['coordinator'] },
  'an assessor': { reader: 'assessing', as: ['assessor'] },
  'a supervisor': { reader: 'assessing', as: ['supervisor'] },
  'an assessor who counts': { reader: 'assessing', as: ['assessor'], counting: true },
  'a supervisor who counts': { reader: 'assessing', as: ['supervisor'], counting: true },
  'somebody outside': { reader: 'outside', as: ['assessor'] },
  'whoever reads a pack': { reader: 'outside', pack: true },
};

/** A pack's pages, with every word that there is standing in them: whatever differed would be seen. */
function pagesOf(facts: PortfolioFacts): PackModel {
  const stand = new Set(packPassages(facts).map((p) => p.citation));
  const aliases = new Map(Object.entries(facts.called) as [PersonId, string][]);
  const leaving = asLeaving(facts, { stand, aliases, replaced: (text) => text });
  return packModel(leaving, { ...packAbout(leaving), readiness: packReadiness(facts, facts.called) });
}

const factsAfter = (ways: readonly Way[]) =>
  undone(
    w,
    async (rows) => {
      for (const way of ways) await way(rows);
    },
    async (rows) => {
      const all: Record<string, unknown> = {};
      for (const [name, who] of Object.entries(readers)) {
        const facts = await factsFor(w, rows, who);
        all[name] = {
          facts,
          readiness: readinessOf(facts),
          ...(who.pack === true ? { pages: pagesOf(facts) } : {}),
        };
      }
      // What leaves in a pack, and what is shown of the chains beside it.
      const source = await sourceOf(w, rows);
      const leaving = leavingOf(source);
      const { chains, figures } = manifestOf(source, leaving, [], '');
      const shown = chains.flatMap((c) => c.leaves.map(({ path, value }) => ({ path, value })));
      all['a pack'] = { facts: leaving.facts, readiness: readinessOf(leaving.facts), figures, shown };
      return all;
    },
  );

describe.each(Object.entries(places))('what was left unsaid %s', (_, ways) => {
  const [[, first] = ['', nothing], ...others] = Object.entries(ways);
  test.each(others)('looks the same: %s', async (_name, way) => {
    expect(await factsAfter([way])).toEqual(await factsAfter([first]));
  });
});

test('in every mixture of ways, for every reader', async () => {
  const first = Object.values(places).map((ways) => Object.values(ways)[0] ?? nothing);
  const reference = await factsAfter(first);
  const mixture = fc.tuple(...Object.values(places).map((ways) => fc.constantFrom(...Object.values(ways))));
  await fc.assert(
    fc.asyncProperty(mixture, async (ways) => {
      expect(await factsAfter(ways)).toEqual(reference);
    }),
    { numRuns: 12, seed: 20_261_130 },
  );
}, 60_000);

test('what was given is there, so that this proves something', async () => {
  const given = await factsAfter([aFeedback({ answers: [answer('pace', { rating: 2 })] }), levels(2), attested({})]);
  expect(given).not.toEqual(await factsAfter([]));
  const { facts } = given['its mentor'] as { facts: Awaited<ReturnType<typeof factsFor>> };
  expect(facts.answers.map((a) => a.source)).toEqual(['self', 'mentee'].sort((a) => (a === 'mentee' ? -1 : 1)));
  expect(facts.changes[0]?.cites).toHaveLength(2);
  expect(facts.marks[0]?.cites).toHaveLength(1);
  const { pages } = given['whoever reads a pack'] as { pages: PackModel };
  expect(JSON.stringify(pages)).toContain('WHAT for Leo Brandt');
});

test('an answer that is taken back goes from whatever cites it, and from what is quoted of it for others', async () => {
  const all = (await factsAfter([aFeedback({ state: 'withdrawn' })])) as Record<
    string,
    { facts: Awaited<ReturnType<typeof factsFor>> }
  >;
  for (const [reader, { facts }] of Object.entries(all)) {
    expect(JSON.stringify(facts), reader).not.toContain('answer:f0/');
    if (reader !== 'its mentor') expect(JSON.stringify(facts), reader).not.toContain('SAID by');
  }
});
