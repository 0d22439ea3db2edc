import type { Mentorship } from '../../domain/mentorship.js';
import { namesOf, type Person } from '../../domain/programme.js';
import { type Named, type Pseudonymised, type Pseudonyms, pseudonyms } from '../../domain/pseudonyms.js';
import type { RecordVersion } from '../../domain/record.js';
import { lookedAtSince, type Passage, passagesOf, type Release, releasedOf } from '../../domain/release.js';
import { type PlanVersion, planInForce, type Session } from '../../domain/session.js';
import type { PersonId, SessionId } from '../../kernel/ids.js';
import type { Rows } from '../../ports/store.js';

/** What was written of sessions as somebody from outside reads it: released, and with nobody's name in it. */

/** One session with what was written of it. */
export interface WrittenSession {
  readonly session: Session;
  readonly plan: PlanVersion | undefined;
  readonly record: RecordVersion;
}

type Begun = Pick<Mentorship, 'mentor' | 'mentee' | 'createdAt' | 'id' | 'state'>;

/**
 * What each mentee of a portfolio is called outside, in figures and in words alike: by number, in the order in which they
 * began, so that one stays theirs whoever comes after.
 * @param mentorships of the portfolio, in any order; one that was declined never began
 */
export function menteesOutside(mentorships: readonly Begun[]): ReadonlyMap<PersonId, string> {
  const mentees = [...mentorships]
    .filter((m) => m.state !== 'declined')
    .sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .map((m) => m.mentee);
  return new Map([...new Set(mentees)].map((mentee, i) => [mentee, `mentee ${i + 1}`]));
}

/** What stands for everybody of the programme, as read in one mentor's portfolio. */
export function namesOutside(people: Iterable<Person>, mentorships: readonly Begun[]): NamesOutside {
  const mentees = menteesOutside(mentorships);
  const mentor = mentorships[0]?.mentor;
  const all = [...people];
  const aliasOf = (p: Person): string => {
    const mentee = mentees.get(p.id);
    if (mentee !== undefined) return mentee;
    if (p.id === mentor) return 'the mentor';
    if (p.roles.includes('mentee')) return 'another learner';
    return p.roles.includes('coordinator') ? 'the coordinator' : 'a colleague';
  };
  const aliases = new Map(all.map((p) => [p.id, aliasOf(p)]));
  const named: readonly Named[] = all
    .filter((p) => p.name !== '')
    .map((p) => ({ names: namesOf(p), alias: aliases.get(p.id) ?? 'a colleague' }));
  return { aliases, replaced: pseudonyms(named) };
}

export interface NamesOutside {
  readonly aliases: ReadonlyMap<PersonId, string>;
  readonly replaced: Pseudonyms;
}

/**
 * Sessions of one mentee alone that have a record, with the plan in force, in their order; those of a group are not among
 * them, for what is written there is of several.
 */
export async function writtenSessions(
  rows: Pick<Rows, 'sessions' | 'records'>,
  sessions: readonly Session[],
): Promise<readonly WrittenSession[]> {
  const alone = sessions.filter((s) => s.attendees.length === 1);
  const ids = alone.map((s) => s.id);
  const records = await rows.records.newest(ids);
  const plans = await rows.sessions.plansOf(ids);
  return alone.flatMap((session): readonly WrittenSession[] => {
    const record = records.get(session.id);
    if (record === undefined) return [];
    return [{ session, record, plan: planInForce(plans.get(session.id) ?? [], record.body.startedAt) }];
  });
}

/** Whether what was offered is what stands there now: what was written since was never looked at. */
export const isOfNow = (r: Release, { plan, record }: WrittenSession): boolean =>
  r.recordVersion === record.version && r.planVersion === (plan?.version ?? null);

/** A passage with nobody's name in it. */
export interface OutsidePassage extends Pick<Passage, 'part' | 'citation' | 'label'> {
  readonly words: Pseudonymised;
}

/**
 * By session, what somebody from outside may read of it at `now` (ms); a session with nothing is not among them.
 * @param names `lost`: when a name was last forgotten (ms), so that nothing replaces it where it was written
 * @param answered what the mentee answered of it, as far as this reader may see it
 */
export function outsideWords(
  written: readonly WrittenSession[],
  releases: readonly Release[],
  { replaced, lost }: { readonly replaced: Pseudonyms; readonly lost: number },
  now: number,
  answered: (session: Session, release: Release) => readonly Passage[] = () => [],
): ReadonlyMap<SessionId, readonly OutsidePassage[]> {
  const bySession = new Map(releases.map((r) => [r.session, lookedAtSince(r, lost)]));
  const found = new Map<SessionId, readonly OutsidePassage[]>();
  for (const one of written) {
    const r = bySession.get(one.session.id);
    if (r === undefined || !isOfNow(r, one)) continue;
    const passages = releasedOf(r, [...passagesOf(one.plan, one.record), ...answered(one.session, r)], now);
    if (passages.length > 0)
      found.set(
        one.session.id,
        passages.map((p) => outside(p, replaced)),
      );
  }
  return found;
}

/** One passage as it would be read. */
export const outside = ({ part, citation, label, words }: Passage, replaced: Pseudonyms): OutsidePassage => ({
  part,
  citation,
  label,
  words: replaced.of(words),
});
