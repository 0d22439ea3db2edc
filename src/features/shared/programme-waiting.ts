import { type Button, button } from '../../chat/card.js';
import { mention, moment, say, type Text } from '../../chat/text.js';
import { standingOf } from '../../domain/access-link.js';
import { isLive } from '../../domain/mentorship.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { rightsWords } from '../../domain/rights.js';
import { menteeAskSubject } from '../../domain/subjects.js';
import { day } from '../../kernel/clock.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { MentorshipOutline } from '../../ports/store.js';
import type { ActorWork, Drawing } from '../feature.js';
import { openCorrections } from './correction-asked.js';
import { eraseBy, openErasures } from './erasure-asked.js';
import { openAsks } from './mentee-asks.js';
import { rightsWaiting } from './rights-waiting.js';
import { openPairs, type Pair } from './suggested-pairs.js';
import { unallocated } from './unallocated.js';

/** What waits in a programme, and for whom (docs/field.md#nothing-is-silently-dropped). Names and counts, no content. */

/** One thing that waits. */
export interface Waiting {
  readonly line: Text;
  readonly buttons: readonly Button[];
}

/** What waits in the programme, part by part, the most pressing first. */
export interface Board {
  readonly erasures: readonly Waiting[];
  readonly rights: readonly Waiting[];
  readonly corrections: readonly Waiting[];
  readonly asks: readonly Waiting[];
  readonly unmatched: readonly Waiting[];
  readonly unallocated: readonly Waiting[];
  readonly unsigned: readonly Waiting[];
  readonly notBegun: readonly Waiting[];
  readonly records: readonly Waiting[];
  readonly links: readonly Waiting[];
}

/** How many records each mentor has not written, of what was planned for the last three months. */
export const recordsWaiting = ({ rows, now }: Pick<Drawing, 'rows' | 'now'>): Promise<ReadonlyMap<PersonId, number>> =>
  rows.overview.unwrittenByMentor(now - 90 * day, now);

type People = ReadonlyMap<PersonId, Person>;

/** For whoever could do something about it, has an account to be written to, and has not left. */
function nudgeOf(person: PersonId, people: People): readonly Button[] {
  const p = people.get(person);
  return p !== undefined && p.roles.length > 0 && hasAccount(p) ? [button('Nudge', 'people.nudge', person)] : [];
}

/**
 * Mentees whom nobody mentors, and nobody is to. Who has come to an end with their mentor waits for nothing; who lost
 * them by an erasure does.
 */
async function unmatched(
  mentorships: readonly MentorshipOutline[],
  pairs: readonly Pair[],
  people: People,
  rows: ActorWork['rows'],
): Promise<readonly Waiting[]> {
  const ofMentee = new Map<PersonId, MentorshipOutline[]>();
  for (const m of mentorships) ofMentee.set(m.mentee, [...(ofMentee.get(m.mentee) ?? []), m]);
  const suggested = new Set(pairs.map((x) => x.mentee));
  const erased = await rows.overview.erased();
  const found: Waiting[] = [];
  for (const p of people.values()) {
    const theirs = ofMentee.get(p.id) ?? [];
    if (!p.roles.includes('mentee') || theirs.some(isLive) || suggested.has(p.id)) continue;
    const over = theirs.filter((m) => m.agreedAt !== null).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0];
    if (over !== undefined && (erased.get(over.mentor) ?? null) !== over.endedAt) continue;
    const declined = theirs.find((m) => m.state === 'declined');
    found.push({
      line:
        over !== undefined
          ? say`${mention(p.id)} has no mentor any more: theirs was erased.`
          : declined === undefined
            ? say`${mention(p.id)} has no mentor yet.`
            : say`${mention(p.id)} said no thank you to ${mention(declined.mentor)}, and has no mentor yet.`,
      buttons: [],
    });
  }
  return found;
}

function unsigned(m: MentorshipOutline, people: People): Waiting {
  const asked = m.agreement.menteeWord === 'asked' || m.agreement.menteeWord === 'waiting';
  return {
    line: asked
      ? say`${mention(m.mentee)} has not answered ${mention(m.mentor)}’s agreement, sent ${moment(m.agreement.mentorSignedAt ?? m.createdAt, 'date')}.`
      : say`${mention(m.mentor)} has been asked by ${mention(m.mentee)} to change the agreement.`,
    buttons: nudgeOf(asked ? m.mentee : m.mentor, people),
  };
}

async function unusedLinks(
  mentorships: readonly MentorshipOutline[],
  people: People,
  work: ActorWork,
): Promise<readonly Waiting[]> {
  // An agreement that was taken back, or has ended, waits for nobody.
  const over = new Set<string>(mentorships.filter((m) => m.state === 'ended').map((m) => m.id));
  const last = new Map((await work.rows.overview.newestLinks()).map((link) => [link.person, link]));
  const found: Waiting[] = [];
  for (const p of people.values()) {
    const link = hasAccount(p) ? undefined : last.get(p.id);
    if (link !== undefined && !over.has(link.subject) && standingOf(link, work.now) === 'expired')
      found.push({
        line: say`${mention(p.id)}’s link ran out on ${moment(link.expiresAt, 'date')}, unused. ${mention(link.madeBy)} can make a new one.`,
        buttons: nudgeOf(link.madeBy, people),
      });
  }
  return found;
}

/**
 * All of it: the one source of what home and `people` say waits. Asked for by a coordinator.
 */
export async function boardOf(work: ActorWork): Promise<Board> {
  const mentorships = await work.rows.overview.outlines();
  const people = await work.people();
  const pairs = await openPairs(work.rows);
  return {
    erasures: (await openErasures(work.rows)).map(({ person, askedAt }) => ({
      line: say`${mention(person)} asked on ${moment(askedAt, 'date')} for what is kept about them to be erased. It is to be done by ${moment(eraseBy(askedAt, work.programme.zone), 'date')}.`,
      buttons: [button('Look at it', 'data.erase', person)],
    })),
    rights: (await rightsWaiting(work))
      // A hold waits for nothing until its half year is over.
      .filter((r) => r.kind !== 'hold' || (r.dueAt ?? 0) <= work.now)
      .map((r) => ({
        line:
          r.kind === 'hold'
            ? say`${mention(r.about)} is on hold since ${moment(r.askedAt, 'date')}. Is that still needed?`
            : say`${mention(r.about)}: ${rightsWords[r.kind].toLowerCase()}, to be done by ${moment(r.dueAt ?? r.askedAt, 'date')}.`,
        buttons: [button('Look at it', 'rights.person', r.about)],
      })),
    corrections: (await openCorrections(work.rows))
      .filter(({ person }) => person !== work.actor.id)
      .map(({ person, askedAt }) => ({
        line: say`${mention(person)} asked on ${moment(askedAt, 'date')} whether “18 or over” is right for them.`,
        buttons: [button('Look at it', 'people.roles', person)],
      })),
    asks: (await openAsks(work.rows, work.actor)).map((a) => ({
      line: say`${mention(a.mentee)} would like you to talk with them, since ${moment(a.at, 'date')}.`,
      buttons: [button('Read why', 'mentee.read', menteeAskSubject.write({ mentee: a.mentee, ask: a.id }))],
    })),
    unmatched: await unmatched(mentorships, pairs, people, work.rows),
    unallocated: (await unallocated(work)).map(({ line, button: allocate }) => ({ line, buttons: [allocate] })),
    unsigned: mentorships.filter((m) => m.state === 'proposed').map((m) => unsigned(m, people)),
    notBegun: pairs.map((p) => ({
      line: say`${mention(p.mentor)} has not begun with ${mention(p.mentee)}.`,
      buttons: [...nudgeOf(p.mentor, people), button('Take it back', 'people.unpair', p.mentor, { arg: p.mentee })],
    })),
    records: [...(await recordsWaiting(work))].map(([person, n]) => ({
      line: say`${mention(person)}: ${count(n, 'record')} not written.`,
      buttons: nudgeOf(person, people),
    })),
    links: await unusedLinks(mentorships, people, work),
  };
}

export const titles: Readonly<Record<keyof Board, string>> = {
  erasures: 'Erasure asked for',
  rights: 'Asked of what is kept',
  corrections: 'To be looked at again',
  asks: 'Mentees who would like to talk',
  unmatched: 'No mentor yet',
  unallocated: 'Allocated to nobody yet',
  unsigned: 'No agreement yet',
  notBegun: 'Suggested, not begun',
  records: 'Records that wait',
  links: 'Links not used',
};
export const isPart = (s: string): s is keyof Board => s in titles;
export const parts = Object.keys(titles).filter(isPart);

/** How many things wait, and in words: "Nothing waits.", "2 things wait." */
export const waitingOn = (board: Board): number => parts.reduce((n, part) => n + board[part].length, 0);
