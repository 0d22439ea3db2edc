import { type Block, type Button, button, buttons, type Card, heading, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { standingOf } from '../../domain/access-link.js';
import { isLive, type Mentorship } from '../../domain/mentorship.js';
import { hasAccount, type Person } from '../../domain/programme.js';
import { day } from '../../kernel/clock.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { count } from '../../kernel/words.js';
import type { ActorWork, Drawing } from '../feature.js';
import { demand } from '../shared/guards.js';
import { openPairs, type Pair } from '../shared/suggested-pairs.js';

/** What waits, and for whom: the parts of the coordinator's board. Names and counts, no content. */

/** Lines of each part on the board; the rest is on pages of its own. */
const most = 8;
/** Lines of one page, each with its buttons. */
const page = 20;

interface Waiting {
  readonly line: Text;
  readonly buttons: readonly Button[];
}

interface Board {
  readonly unmatched: readonly Waiting[];
  readonly unsigned: readonly Waiting[];
  readonly notBegun: readonly Waiting[];
  readonly records: readonly Waiting[];
  readonly links: readonly Waiting[];
}

/** How many records each mentor has not written. */
export async function recordsWaiting(around: Pick<Drawing, 'rows' | 'now'>): Promise<ReadonlyMap<PersonId, number>> {
  const ended = (await around.rows.sessions.between(around.now - 90 * day, around.now)).filter(
    (s) => s.state === 'ended',
  );
  const heads = await around.rows.records.heads(ended.map((s) => s.id));
  const waiting = new Map<PersonId, number>();
  for (const s of ended) if (!heads.has(s.id)) waiting.set(s.mentor, (waiting.get(s.mentor) ?? 0) + 1);
  return waiting;
}

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
  mentorships: readonly Mentorship[],
  pairs: readonly Pair[],
  people: People,
  rows: ActorWork['rows'],
): Promise<readonly Waiting[]> {
  const found: Waiting[] = [];
  for (const p of people.values()) {
    const theirs = mentorships.filter((m) => m.mentee === p.id);
    if (!p.roles.includes('mentee') || theirs.some(isLive) || pairs.some((x) => x.mentee === p.id)) continue;
    const over = theirs.filter((m) => m.agreedAt !== null).sort((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0))[0];
    if (over !== undefined && (await rows.people.get(over.mentor))?.erasedAt !== over.endedAt) continue;
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

function unsigned(m: Mentorship, people: People): Waiting {
  const asked = m.agreement.menteeWord === 'asked' || m.agreement.menteeWord === 'waiting';
  return {
    line: asked
      ? say`${mention(m.mentee)} has not answered ${mention(m.mentor)}’s agreement, sent ${moment(m.agreement.mentorSignedAt ?? m.createdAt, 'date')}.`
      : say`${mention(m.mentor)} has been asked by ${mention(m.mentee)} to change the agreement.`,
    buttons: nudgeOf(asked ? m.mentee : m.mentor, people),
  };
}

async function unusedLinks(
  mentorships: readonly Mentorship[],
  people: People,
  work: ActorWork,
): Promise<readonly Waiting[]> {
  const found: Waiting[] = [];
  for (const p of people.values()) {
    if (hasAccount(p)) continue;
    const last = (await work.rows.accessLinks.ofPerson(p.id)).filter((l) => l.purpose !== 'calendar').at(-1);
    // An agreement that was taken back, or has ended, waits for nobody.
    const over = mentorships.some((m) => m.id === last?.subject && m.state === 'ended');
    if (last !== undefined && !over && standingOf(last, work.now) === 'expired')
      found.push({
        line: say`${mention(p.id)}’s link ran out on ${moment(last.expiresAt, 'date')}, unused. ${mention(last.madeBy)} can make a new one.`,
        buttons: nudgeOf(last.madeBy, people),
      });
  }
  return found;
}

export async function boardOf(work: ActorWork): Promise<Board> {
  const mentorships = await work.rows.mentorships.all();
  const people = await work.people();
  const pairs = await openPairs(work.rows);
  return {
    unmatched: await unmatched(mentorships, pairs, people, work.rows),
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

const titles: Readonly<Record<keyof Board, string>> = {
  unmatched: 'No mentor yet',
  unsigned: 'No agreement yet',
  notBegun: 'Suggested, not begun',
  records: 'Records that wait',
  links: 'Links not used',
};
const isPart = (s: string): s is keyof Board => s in titles;
export const parts = Object.keys(titles).filter(isPart);

/** What to do about it where no button does. */
const hints: Readonly<Partial<Record<keyof Board, string>>> = {
  unmatched: 'Ask a mentor to type start and their name, or import a line that names both.',
};

const linesOf = (waiting: readonly Waiting[]): readonly Block[] =>
  waiting.flatMap((w): readonly Block[] => [text(w.line), ...(w.buttons.length === 0 ? [] : [buttons(...w.buttons)])]);

const hintOf = (part: keyof Board): readonly Block[] => {
  const hint = hints[part];
  return hint === undefined ? [] : [muted(literal(hint))];
};

/** One part as it stands on the board: nothing where nothing waits. */
export function section(part: keyof Board, waiting: readonly Waiting[]): readonly Block[] {
  if (waiting.length === 0) return [];
  return [
    heading(literal(`${titles[part]}: ${waiting.length}`)),
    ...linesOf(waiting.slice(0, most)),
    ...(waiting.length > most
      ? [
          muted(literal(`… and ${waiting.length - most} more.`)),
          buttons(button('See all of them', 'people.waiting', part)),
        ]
      : []),
    ...hintOf(part),
  ];
}

/** All that waits of one part, page by page, with what can be done about each: nobody is dropped off the board's end. */
export async function waitingCard(part: string, arg: string, work: ActorWork): Promise<Card> {
  demand('people.roles', work);
  if (!isPart(part)) throw new Refused('no-such-part', 'There is no such list. Type people to see what waits.');
  const all = (await boardOf(work))[part];
  const pages = Math.max(1, Math.ceil(all.length / page));
  const at = Math.min(pages - 1, /^\d{1,4}$/.test(arg) ? Number(arg) : 0);
  const line = literal(`${titles[part]}: ${all.length}.${pages > 1 ? ` Page ${at + 1} of ${pages}.` : ''}`);
  return {
    title: titles[part],
    summary: line,
    blocks: [
      text(line),
      ...linesOf(all.slice(at * page, (at + 1) * page)),
      ...(all.length === 0 ? [] : hintOf(part)),
      buttons(
        at > 0 ? button('Earlier', 'people.waiting', part, { arg: String(at - 1) }) : null,
        at + 1 < pages ? button('More', 'people.waiting', part, { arg: String(at + 1) }) : null,
        button('Back to people', 'people.board', '-'),
      ),
    ],
  };
}
