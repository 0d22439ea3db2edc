import type { Portfolio } from '../../domain/mentorship.js';
import { fingerprintOf, onlyContents } from '../../domain/pack/contents.js';
import type { Pack, PackChoice } from '../../domain/pack/pack.js';
import { type PackPassage, passagesInPieces } from '../../domain/pack/passages.js';
import type { PortfolioFacts } from '../../domain/portfolio-facts.js';
import { namesOf, type Person } from '../../domain/programme.js';
import { digestOf } from '../../kernel/chain.js';
import type { PersonId } from '../../kernel/ids.js';
import { nextTurn } from '../../kernel/turn-of-loop.js';
import type { PackPerson, PackSource } from '../../ports/packs.js';
import { calledOf, type FactsWork, portfolioFacts } from './portfolio-facts.js';
import { rowsInTurns } from './rows-in-turns.js';

/** Reads all that a pack is made of (docs/field.md#the-pack): in one transaction that only reads. */

/**
 * What stands in a pack's facts, before anything is cut. What is still to come is none of it: it would be there when the pack
 * is made again, with all that came later.
 */
export async function factsForPack(portfolio: Portfolio, work: FactsWork): Promise<PortfolioFacts> {
  const facts = await portfolioFacts(
    portfolio,
    { reader: 'outside', pack: true },
    { ...work, rows: rowsInTurns(work.rows) },
  );
  return { ...facts, sessions: facts.sessions.filter((s) => s.state !== 'planned' && s.state !== 'running') };
}

/** The passages that their mentees let stand, of those that there are: as they were looked at, word for word. */
export const standing = (passages: readonly PackPassage[], choices: readonly PackChoice[]): readonly PackPassage[] => {
  const byMentorship = new Map(choices.map((c) => [c.mentorship, c.stands]));
  return passages.filter((p) => byMentorship.get(p.mentorship)?.[p.citation] === digestOf(p.words));
};

/**
 * What a pack says, without what its chains prove of it: all that its fingerprint is taken of. Undefined where its portfolio is
 * no longer there.
 */
export async function packSaid(
  pack: Pack,
  work: FactsWork,
): Promise<Pick<PackSource, 'facts' | 'stand' | 'named' | 'madeAt'> | undefined> {
  const { rows } = work;
  const portfolio = await rows.portfolios.get(pack.portfolio);
  if (portfolio === undefined) return undefined;
  const madeAt = pack.madeAt ?? work.now;
  const now = await factsForPack(portfolio, work);
  // Who reads since stands in none that was made before.
  const read: PortfolioFacts = { ...now, at: madeAt, readers: now.readers.filter((r) => r.from <= madeAt) };
  const kept = pack.words.contents.length === 0 ? read : onlyContents(read, pack.words.contents);
  // Whoever was taken out since they chose is as one who never chose (docs/field.md#withdrawal).
  const out = pack.withWords ? await rows.rights.withdrawn() : new Map<PersonId, number>();
  const chosen = pack.withWords ? await rows.packs.choices(pack.id) : [];
  const choices = chosen.filter((c) => c.at > (out.get(c.mentee) ?? Number.NEGATIVE_INFINITY));
  const people = await work.people();
  // Nobody is counted who came since, not even as somebody without a name.
  const facts: PortfolioFacts = { ...kept, called: calledOf(kept, people) };
  await nextTurn();
  // While the mentees look all of it is looked through, whatever they choose: what there is to decide tells nothing of them.
  const all = pack.withWords && work.now < pack.lookUntil;
  const stands: PackPassage[] = [];
  for (const passages of passagesInPieces(facts)) {
    stands.push(...(all ? passages : standing(passages, choices)));
    await nextTurn();
  }
  const { words } = pack;
  return {
    facts,
    madeAt,
    stand: stands.map((p) => p.citation),
    named: words.named === null ? null : { mentees: namedIn(choices, people), reason: words.named.reason },
  };
}

/** All of it. Undefined where its portfolio is no longer there. */
export async function packSource(pack: Pack, work: FactsWork): Promise<PackSource | undefined> {
  const said = await packSaid(pack, work);
  if (said === undefined) return undefined;
  const { rows, programme } = work;
  const { words } = pack;
  const people = await work.people();
  const chains = [];
  for (const { id } of said.facts.mentorships) chains.push(await rows.audit.disclosed(id));
  return {
    ...said,
    id: pack.id,
    again: pack.madeAt !== null,
    standard: words.standard,
    preset: words.preset,
    cover: words.cover,
    seed: words.seed,
    programme: { name: programme.name, zone: programme.zone, practice: programme.practice },
    decided: words.decided,
    people: peopleOf(said.facts, [...people.values()]),
    forgotten: (await rows.people.lastErased()) >= said.facts.portfolio.startedAt,
    outcomes: (await rows.outcomes.ofPortfolio(pack.portfolio)).filter((o) => o.withdrawnAt === null),
    chains: [...chains, { chain: programme.id, head: await rows.audit.head(programme.id), leaves: [], seal: null }],
  };
}

/** Another one says that what a pack is made of has changed, or gone, or that somebody changed their mind. */
export const fingerprintOfSource = ({
  facts,
  stand,
  named,
}: Pick<PackSource, 'facts' | 'stand' | 'named'>): Promise<string> =>
  fingerprintOf(facts, [...stand, ...(named?.mentees ?? []).map((mentee) => `named/${mentee}`)]);

/** Only who is noted as 18 or over, and said yes to it. */
const namedIn = (choices: readonly PackChoice[], people: ReadonlyMap<PersonId, Person>): readonly PersonId[] =>
  choices.filter((c) => c.named && people.get(c.mentee)?.adult === true).map((c) => c.mentee);

/** Everybody the programme knows, and as what each stands in these facts. */
export function peopleOf(facts: PortfolioFacts, people: readonly Person[]): readonly PackPerson[] {
  const mentees = new Set(facts.mentorships.map((m) => m.mentee));
  const signed = new Set(facts.attestations.filter((a) => a.kind !== 'conversation').map((a) => a.by));
  const as = (p: Person): PackPerson['as'] => {
    if (p.id === facts.portfolio.mentor) return 'mentor';
    if (mentees.has(p.id)) return 'mentee';
    if (signed.has(p.id)) return 'signatory';
    if (p.roles.includes('mentee')) return 'learner';
    return p.roles.includes('coordinator') ? 'coordinator' : 'colleague';
  };
  return people.filter((p) => p.name !== '').map((p) => ({ id: p.id, names: namesOf(p), as: as(p) }));
}
