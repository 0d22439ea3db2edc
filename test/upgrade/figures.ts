import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Store } from '../../src/ports/store.js';

/**
 * What is read of one programme, through the store and the counting of hours: names, words, minutes, chains. It is
 * written down when a fixture is made, and every later version has to read the same. Nothing in it is the shape of a
 * stored body: those may grow.
 */
export interface Figures {
  /** Names by id; an erased person's is empty. */
  readonly people: Readonly<Record<string, string>>;
  readonly mentorships: Readonly<
    Record<
      string,
      { readonly state: string; readonly agreements: readonly string[]; readonly goals: readonly string[] }
    >
  >;
  readonly sessions: Readonly<
    Record<
      string,
      {
        readonly title: string;
        readonly state: string;
        readonly startsAt: number;
        readonly plans: number;
        readonly objectives: readonly string[];
        readonly minutes: readonly number[];
        readonly happened: readonly string[];
        readonly answers: readonly string[];
      }
    >
  >;
  /** By portfolio. */
  readonly hours: Readonly<Record<string, { readonly delivered: number; readonly confirmed: number }>>;
  /** By chain: how many entries, and how many of them still have their facts; those of an upgrade's own are not among them. */
  readonly chains: Readonly<Record<string, { readonly entries: number; readonly withFacts: number }>>;
  readonly contacts: readonly string[];
  readonly openDrafts: number;
  readonly undelivered: number;
}

/** What the program enters by itself as it brings a database up to date, or as rows are written past every feature. */
const ofUpgrades: ReadonlySet<string> = new Set(['chain.carried-over', 'rows.backfilled', 'rows.kept']);

/** @throws where a chain is broken, or something sealed does not open */
export async function figuresOf(store: Store, programme: ProgrammeId): Promise<Figures> {
  return store.read(async (tx) => {
    const rows = tx.in(programme);
    const people = await rows.people.all();
    const mentorships = await rows.mentorships.all();
    const named: Record<string, string> = Object.fromEntries(people.map((p) => [p.id, p.name]));
    for (const m of mentorships)
      for (const id of [m.mentor, m.mentee]) named[id] ??= (await rows.people.get(id))?.name ?? 'nobody';
    const sessions: [string, Figures['sessions'][string]][] = [];
    for (const s of await rows.sessions.all()) {
      const plans = await rows.sessions.plans(s.id);
      const versions = await rows.records.versions(s.id);
      const feedback = await rows.feedback.ofSessions([s.id]);
      sessions.push([
        s.id,
        {
          title: s.title,
          state: s.state,
          startsAt: s.startsAt,
          plans: plans.length,
          objectives: (plans.at(-1)?.body.objectives ?? []).map((o) => o.what),
          minutes: versions.map((v) => v.body.minutes),
          happened: versions.map((v) => v.body.happened),
          answers: feedback.flatMap((f) => f.answers.map((a) => `${a.question} ${a.rating ?? a.text}`)).sort(),
        },
      ]);
    }
    const hours: [string, Figures['hours'][string]][] = [];
    for (const portfolio of await rows.portfolios.all()) {
      const { deliveredMinutes, confirmedMinutes } = await rows.totals.ofPortfolio(portfolio.id);
      hours.push([portfolio.id, { delivered: deliveredMinutes, confirmed: confirmedMinutes }]);
    }
    const chains: [string, Figures['chains'][string]][] = [];
    for (const chain of [programme, ...mentorships.map((m) => m.id)]) {
      const broken = await rows.audit.broken(chain);
      if (broken !== undefined) throw new Error(`the chain ${chain} is broken at ${broken}`);
      const entries = (await rows.audit.of(chain)).filter((e) => !ofUpgrades.has(e.what));
      const withFacts = entries.filter((e) => Object.keys(e.facts).length > 0).length;
      chains.push([chain, { entries: entries.length, withFacts }]);
    }
    const contacts = await Promise.all(mentorships.map((m) => rows.contacts.ofMentorship(m.id)));
    const drafts = await Promise.all(people.map((p) => rows.drafts.openOf(p.id)));
    return {
      people: named,
      mentorships: Object.fromEntries(
        await Promise.all(
          mentorships.map(async (m) => {
            const agreements = (await rows.mentorships.agreements(m.id)).map((a) => a.body.purpose);
            return [m.id, { state: m.state, agreements, goals: m.goals.map((g) => g.what) }] as const;
          }),
        ),
      ),
      sessions: Object.fromEntries(sessions),
      hours: Object.fromEntries(hours),
      chains: Object.fromEntries(chains),
      contacts: contacts.flat().map((c) => c.note),
      openDrafts: drafts.flat().length,
      undelivered: await rows.outbox.countUndelivered(),
    };
  });
}
