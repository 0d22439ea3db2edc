import type { Pack, PackChoice, PackId } from '../../src/domain/pack/pack.js';
import { emptyCover } from '../../src/domain/pack/pack.js';
import { packPassages } from '../../src/domain/pack/passages.js';
import { factsForPack } from '../../src/features/shared/pack-source.js';
import { digestOf } from '../../src/kernel/chain.js';
import type { PersonId } from '../../src/kernel/ids.js';
import type { TestBot } from './bot.js';

/** Packs as they stand once they were asked for. */

let n = 0;

/** One of Maya's, asked for now and due at once. */
export async function asks(t: TestBot, change: Partial<Pack> = {}): Promise<PackId> {
  n += 1;
  const id = `pack-${String(n).padStart(6, '0')}` as PackId;
  const now = t.clock.now();
  const maya = t.people.get('maya') as PersonId;
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [portfolio] = await rows.portfolios.ofMentor(maya);
    if (portfolio === undefined) throw new Error('Maya mentors nobody');
    await rows.packs.add({
      id,
      programme: t.programme,
      portfolio: portfolio.id,
      mentor: maya,
      askedBy: maya,
      askedAt: now,
      withWords: false,
      lookUntil: now,
      state: 'queued',
      madeAt: null,
      madeAgainAt: null,
      size: null,
      hash: '',
      attempts: 0,
      fence: 0,
      code: '',
      words: {
        standard: 'ua-1',
        preset: 'unit',
        cover: emptyCover,
        named: null,
        seed: '00'.repeat(16),
        hits: [],
        decided: {},
        contents: [],
        fingerprint: '',
      },
      ...change,
    });
  });
  return id;
}

export async function packOf(t: TestBot, id: PackId): Promise<Pack> {
  const pack = await t.store.read((tx) => tx.in(t.programme).packs.get(id));
  if (pack === undefined) throw new Error(`there is no ${id}`);
  return pack;
}

/** The mentee lets all of their passages stand, or these. */
export async function letsStand(t: TestBot, id: PackId, which: (words: string) => boolean = () => true): Promise<void> {
  const { portfolio: of } = await packOf(t, id);
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const portfolio = await rows.portfolios.get(of);
    if (portfolio === undefined) throw new Error('no portfolio');
    const people = new Map((await rows.people.all()).map((p) => [p.id, p]));
    const programme = await rows.programme.get();
    const work = { rows, programme, now: t.clock.now(), people: async () => people };
    const facts = await factsForPack(portfolio, work);
    for (const m of facts.mentorships) {
      const theirs = packPassages(facts).filter((p) => p.mentorship === m.id && which(p.words));
      const choice: PackChoice = {
        pack: id,
        mentorship: m.id,
        mentee: m.mentee,
        at: t.clock.now(),
        stands: Object.fromEntries(theirs.map((p) => [p.citation, digestOf(p.words)])),
        named: false,
      };
      await rows.packs.choose(choice);
    }
  });
}
