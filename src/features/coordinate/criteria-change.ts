import type { CatalogueRow } from '../../domain/catalogue.js';
import { newestOf } from '../../domain/catalogue.js';
import { byCode, criterionBody, type EvidenceKind, sameCode } from '../../domain/criteria.js';
import { standardCriteria } from '../../domain/defaults/catalogue.js';
import type { ActorWork } from '../feature.js';
import { addEntry, retire, reword } from './catalogue-change.js';

/** A unit's criteria as the catalogue has them, and what a change of them does. */

export interface Criterion {
  readonly row: CatalogueRow;
  readonly code: string;
  readonly text: string;
  /** Null where nothing is said: by the outcome that its code begins with. */
  readonly evidence: readonly EvidenceKind[] | null;
}

const criterionOf = (row: CatalogueRow): readonly Criterion[] => {
  const body = criterionBody.safeParse(row.body).data;
  return body === undefined ? [] : [{ row, code: body.code, text: body.text, evidence: body.evidence ?? null }];
};

/** By code; those retired among them. */
export const everyCriterion = async (work: ActorWork): Promise<readonly Criterion[]> =>
  newestOf(await work.rows.catalogue.every('criterion'))
    .flatMap(criterionOf)
    .sort(byCode);

export const inUse = (c: Criterion): boolean => c.row.retiredAt === null;

/** One of the three outcomes in the product's own words: what a centre's own take the place of. */
export const isStandard = ({ row, text }: Criterion): boolean =>
  standardCriteria.some((c) => c.key === row.key && c.text === text);

export type Wanted = Omit<Criterion, 'row'>;

export const bodyOf = ({ code, text, evidence }: Wanted) => ({
  code,
  text,
  ...(evidence === null ? {} : { evidence: [...evidence] }),
});

const same = (a: Wanted, b: Wanted): boolean =>
  JSON.stringify([a.code, a.text, [...(a.evidence ?? ['usual'])].sort()]) ===
  JSON.stringify([b.code, b.text, [...(b.evidence ?? ['usual'])].sort()]);

/** What a list of criteria would do. */
export interface CriteriaPlan {
  readonly added: readonly Wanted[];
  readonly changed: readonly { readonly of: Criterion; readonly to: Wanted }[];
  readonly unchanged: readonly Criterion[];
  /** Not in the list: the standard ones, in whose place it comes. */
  readonly retired: readonly Criterion[];
  /** Not in the list, and left as they are. */
  readonly left: readonly Criterion[];
}

export function planCriteria(wanted: readonly Wanted[], every: readonly Criterion[]): CriteriaPlan {
  const added: Wanted[] = [];
  const changed: { of: Criterion; to: Wanted }[] = [];
  const unchanged: Criterion[] = [];
  for (const to of wanted) {
    const of = every.find((c) => inUse(c) && sameCode(c.code, to.code)) ?? every.find((c) => sameCode(c.code, to.code));
    if (of === undefined) added.push(to);
    else if (inUse(of) && same(of, to)) unchanged.push(of);
    else changed.push({ of, to });
  }
  const others = every.filter((c) => inUse(c) && !wanted.some((w) => sameCode(w.code, c.code)));
  return {
    added,
    changed,
    unchanged,
    retired: wanted.length === 0 ? [] : others.filter(isStandard),
    left: wanted.length === 0 ? others : others.filter((c) => !isStandard(c)),
  };
}

export async function keepCriteria(plan: CriteriaPlan, work: ActorWork): Promise<void> {
  for (const one of plan.added) await addEntry(work, 'criterion', bodyOf(one));
  for (const { of, to } of plan.changed) await reword(work, of.row, bodyOf(to));
  for (const { row } of plan.retired) await retire(work, row);
}
