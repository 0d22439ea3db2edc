import { readCitation } from '../../domain/citation.js';
import type { Mentorship, Portfolio } from '../../domain/mentorship.js';
import { packNames } from '../../domain/pack/names.js';
import type { Pack, PackChoice } from '../../domain/pack/pack.js';
import { type PackPassage, packPassages } from '../../domain/pack/passages.js';
import type { FactsSession } from '../../domain/portfolio-facts.js';
import { answersPart, type Release } from '../../domain/release.js';
import { digestOf } from '../../kernel/chain.js';
import type { ActorWork } from '../feature.js';
import { factsForPack, peopleOf } from '../shared/pack-source.js';

/** What of a mentee's words would stand in a pack, as it would leave: in the order of their sessions, the newest first. */

export interface Looked extends PackPassage {
  /** The id of its field in the form. */
  readonly field: string;
  /** Of the words as they were written: a choice is about these and no others. */
  readonly digest: string;
  /** As they would leave: with no name in them. */
  readonly shown: string;
}

/** Passages of one session; null: what belongs to none. */
export interface LookedGroup {
  readonly session: Pick<FactsSession, 'id' | 'title' | 'beganAt'> | null;
  readonly passages: readonly Looked[];
}

const short = 16;
const fieldOf = (citation: string): string => `p-${digestOf(citation).slice(0, short)}`;

export async function lookedGroups(
  pack: Pack,
  m: Pick<Mentorship, 'id'>,
  portfolio: Portfolio,
  work: ActorWork,
): Promise<readonly LookedGroup[]> {
  const facts = await factsForPack(portfolio, work);
  const { replaced } = packNames(
    peopleOf(facts, [...(await work.people()).values()]),
    facts.mentorships.map((one) => one.mentee),
    pack.words.seed,
  );
  const mine = packPassages(facts)
    .filter((p) => p.mentorship === m.id)
    .map(
      (p): Looked => ({
        ...p,
        field: fieldOf(p.citation),
        digest: digestOf(p.words),
        shown: p.menteeReads ? replaced.of(p.words).text : '',
      }),
    );
  const inSession = facts.sessions.map((s) => ({ session: s, passages: mine.filter((p) => p.session === s.id) }));
  const known = new Set(facts.sessions.map((s) => s.id));
  const beside = mine.filter((p) => p.session === null || !known.has(p.session));
  return [{ session: null, passages: beside }, ...inSession.reverse()].filter(({ passages }) => passages.length > 0);
}

/** What the form was opened with, kept in it: nobody chooses about what they were not shown. */
export const seenAs = ({ field, digest }: Looked): string => `${field}-${digest.slice(0, short)}`;

export const onlySeen = (groups: readonly LookedGroup[], seen: ReadonlySet<string>): readonly LookedGroup[] =>
  groups
    .map((g) => ({ ...g, passages: g.passages.filter((p) => seen.has(seenAs(p))) }))
    .filter(({ passages }) => passages.length > 0);

/**
 * Whether it begins as left out: as they chose for this pack, or else before; what is about their needs in any case.
 * @param earlier what they last chose of another pack of the portfolio. What is of a session that began since was not there to
 *   choose; of what belongs to none nobody knows, so it begins as left out
 */
export function beginsOut(
  p: Looked,
  session: Pick<FactsSession, 'beganAt'> | null,
  choice: PackChoice | undefined,
  before: { readonly earlier: PackChoice | undefined; readonly releases: readonly Release[] },
): boolean {
  if (choice !== undefined) return choice.stands[p.citation] !== p.digest;
  const { earlier, releases } = before;
  if (earlier !== undefined && !(p.citation in earlier.stands) && (session?.beganAt ?? 0) < earlier.at) return true;
  return p.tender || wasLeftOut(p, releases);
}

/** What this mentee last chose of a pack that was asked for before this one; undefined where they said nothing of any. */
export async function choiceBefore(
  pack: Pick<Pack, 'id' | 'portfolio' | 'askedAt'>,
  m: Pick<Mentorship, 'id'>,
  { rows }: Pick<ActorWork, 'rows'>,
): Promise<PackChoice | undefined> {
  const found: PackChoice[] = [];
  for (const one of await rows.packs.ofPortfolio(pack.portfolio))
    if (one.id !== pack.id && one.withWords && one.askedAt <= pack.askedAt)
      found.push(...(await rows.packs.choices(one.id)).filter((c) => c.mentorship === m.id));
  return found.sort((a, b) => b.at - a.at)[0];
}

/** Whether they left it out when words of that session were let go, if they chose then. */
function wasLeftOut({ citation }: Looked, releases: readonly Release[]): boolean {
  const cited = readCitation(citation);
  const release = releases.find((r) => r.session === cited?.id && r.answeredAt !== null);
  if (cited === undefined || release === undefined) return false;
  if (release.leftOut === 'all') return true;
  const part = cited.kind === 'answer' ? answersPart : `${cited.kind}/${cited.part ?? ''}`;
  return release.leftOut.includes(part);
}
