import { asLeaving } from '../../../src/domain/pack/facts.js';
import { decidedText } from '../../../src/domain/pack/hits.js';
import { type PackNames, packNames } from '../../../src/domain/pack/names.js';
import type { PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import { digestOf } from '../../../src/kernel/chain.js';
import type { PersonId } from '../../../src/kernel/ids.js';
import type { PackSource } from '../../../src/ports/packs.js';

/** A text that leaves: where it stands, what it is called there, and its words as they were written. */
export interface TextLeaving {
  readonly citation: string;
  readonly label: string;
  readonly text: string;
}

/** What all files of one pack are made of. */
export interface LeavingPack {
  /** What leaves: cut, with what stands for each name, and this pack's ids of people. */
  readonly facts: PortfolioFacts;
  /** As they were read; no file is made of them. */
  readonly uncut: PortfolioFacts;
  readonly names: PackNames;
  /** Every text that leaves, before names were replaced in it. */
  readonly texts: readonly TextLeaving[];
  /** By a person's id: what it is in this pack. */
  readonly people: ReadonlyMap<PersonId, PersonId>;
}

export function leavingOf(source: PackSource): LeavingPack {
  const { facts: uncut, seed } = source;
  const names = namesIn(source);
  const by = { stand: new Set(source.stand), aliases: names.aliases };
  const texts: TextLeaving[] = [];
  const met = new Set<PersonId>();
  asLeaving(uncut, {
    ...by,
    replaced: (text, citation, label) => {
      texts.push({ citation, label, text });
      return text;
    },
    person: (id) => {
      met.add(id);
      return id;
    },
  });
  const people = numbered([...met], seed);
  const facts = asLeaving(uncut, {
    ...by,
    replaced: (text, citation) => decidedText(text, citation, source.decided, names.replaced),
    person: (id) => people.get(id) ?? id,
  });
  return { facts: withAll(facts, people, names.aliases), uncut, names, texts, people };
}

/** By the facts in which they stand: whoever looks a pack through makes it next, and what was looked for is known by them. */
const namesBefore = new WeakMap<PortfolioFacts, { readonly of: readonly unknown[]; readonly names: PackNames }>();

function namesIn(source: PackSource): PackNames {
  const { facts, people, seed, named, forgotten } = source;
  const of = [people, seed, named, forgotten];
  const before = namesBefore.get(facts);
  if (before?.of.every((one, i) => one === of[i]) === true) return before.names;
  const mentees = [...new Set(facts.mentorships.map((m) => m.mentee))];
  const names = packNames(people, mentees, seed, named?.mentees ?? [], source);
  namesBefore.set(facts, { of, names });
  return names;
}

/** In an order of this pack's own, which says nothing of anybody. */
const numbered = (ids: readonly PersonId[], seed: string): ReadonlyMap<PersonId, PersonId> =>
  new Map(
    [...ids]
      .map((id) => ({ id, by: digestOf(`${seed} ${id}`) }))
      .sort((a, b) => (a.by < b.by ? -1 : 1))
      .map(({ id }, i) => [id, `person-${i + 1}` as PersonId]),
  );

/** Everybody who is named by an id in it is called something. */
function withAll(
  facts: PortfolioFacts,
  people: ReadonlyMap<PersonId, PersonId>,
  aliases: ReadonlyMap<PersonId, string>,
): PortfolioFacts {
  const called = [...people].map(([was, is]) => [is, facts.called[is] ?? aliases.get(was) ?? 'a colleague'] as const);
  return { ...facts, called: Object.fromEntries(called) as PortfolioFacts['called'] };
}
