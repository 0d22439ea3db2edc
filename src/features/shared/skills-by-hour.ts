import { isCore, newestOf, skillBody } from '../../domain/catalogue.js';
import { type CountedHour, countedHours, hoursInWords, type Thin, thinOf } from '../../domain/skill-hours.js';
import type { PortfolioId } from '../../kernel/ids.js';
import type { CountedUse } from '../../ports/store/totals.js';
import type { Rows } from '../../ports/store.js';

/** A programme's skills, those that are core first, as they are worded now. */
export interface SkillNow {
  readonly key: string;
  readonly text: string;
  readonly core: boolean;
  /** Not to be chosen any more; what showed it keeps it. */
  readonly retired: boolean;
}

export async function skillsNow(rows: Pick<Rows, 'catalogue'>): Promise<readonly SkillNow[]> {
  const all = newestOf(await rows.catalogue.every('skill')).map(
    (row): SkillNow => ({
      key: row.key,
      text: skillBody.safeParse(row.body).data?.text ?? row.key,
      // An assessor looks for none that cannot be chosen.
      core: isCore(row) && row.retiredAt === null,
      retired: row.retiredAt !== null,
    }),
  );
  return [...all.filter((s) => s.core), ...all.filter((s) => !s.core)];
}

/** The counted hours of a portfolio, and which core skills are thin in them. */
export interface ByHour {
  readonly hours: readonly CountedHour[];
  readonly thin: readonly Thin[];
}

export const byHourOf = (uses: readonly CountedUse[], skills: readonly Pick<SkillNow, 'key' | 'core'>[]): ByHour => {
  const hours = countedHours(uses);
  return {
    hours,
    thin: thinOf(
      hours,
      skills.filter((s) => s.core).map((s) => s.key),
    ),
  };
};

/** What is thin of a portfolio, by the key of each skill: in which hours it is not shown. */
export async function thinIn(rows: Rows, portfolio: PortfolioId): Promise<ReadonlyMap<string, string>> {
  const core = (await rows.catalogue.current('skill')).filter(isCore).map((row) => ({ key: row.key, core: true }));
  const uses = (await rows.totals.uses([portfolio])).get(portfolio) ?? [];
  return new Map(byHourOf(uses, core).thin.map((t) => [t.skill, hoursInWords(t.without)]));
}
