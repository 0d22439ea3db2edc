import { formNote, type Note } from '../../chat/form.js';
import { say, strong } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import { isOpenPromise, type PutRight } from '../../domain/put-right.js';
import { isNoShow } from '../../domain/record.js';
import { actionWords } from '../../domain/role-words.js';
import { actionSubject } from '../../domain/subjects.js';
import { listInWords, shorten } from '../../kernel/words.js';
import type { ActorWork } from '../feature.js';
import type { PlanSubject } from './making.js';

/** What earlier records leave for the next plan: it opens with them (docs/field.md#carried-over). */

interface Left {
  /** Of the last session that this mentee came to. */
  readonly focus: string;
  /** What was promised to put right and is not said of yet, the oldest first. */
  readonly promised: readonly string[];
  /** Every action that is not ticked off, of whichever session, the newest first. */
  readonly open: readonly string[];
}

export interface Carried extends Left {
  /** Of whom; empty where it is the same of all that the plan is for. */
  readonly names: readonly string[];
}

/** So many promises are named, of each mentee. */
const mostPromises = 3;
/** At most so many open actions are named one by one. */
const mostNamed = 8;

/** Of each mentee of the plan, those with the same together; who has nothing left over is left out. */
export async function carriedOver(about: PlanSubject, work: ActorWork): Promise<readonly Carried[]> {
  const people = await work.people();
  const groups = new Map<string, Carried>();
  for (const m of about.mentorships) {
    const left = await leftOf(m, about, await work.rows.putRight.ofMentorship(m.id), work);
    const key = JSON.stringify(left);
    groups.set(key, {
      ...left,
      names: [...(groups.get(key)?.names ?? []), people.get(m.mentee)?.name ?? 'your mentee'],
    });
  }
  const all = [...groups.values()];
  return (all.length === 1 ? all.map((c) => ({ ...c, names: [] })) : all).filter(
    (c) => c.focus !== '' || c.promised.length > 0 || c.open.length > 0,
  );
}

async function leftOf(
  m: Mentorship,
  about: PlanSubject,
  promises: readonly PutRight[],
  work: ActorWork,
): Promise<Left> {
  const ended = (await work.rows.sessions.ofMentorship(m.id))
    .filter((s) => s.state === 'ended' && s.id !== about.session?.id)
    .sort((a, b) => b.startsAt - a.startsAt);
  const records = await work.rows.records.newest(ended.map((s) => s.id));
  const done = await work.rows.actions.done(m.id);
  const bodies = ended.flatMap((s) => records.get(s.id) ?? []);
  // Nothing was agreed with somebody who did not come.
  const last = bodies.find((r) => !isNoShow(r.body) && r.body.attended.includes(m.mentee));
  return {
    focus: last?.body.nextFocus ?? '',
    promised: [
      ...promises.filter(isOpenPromise).map((p) => p.what),
      // A record of before 0.5.0 made no promise of it: it is told as it was, and nobody's word on it is kept.
      ...(last === undefined || promises.some((p) => p.session === last.session)
        ? []
        : [last.body.restorative?.agreed ?? ''].filter((agreed) => agreed !== '')),
    ],
    open: bodies.flatMap((r) =>
      r.body.actions
        .filter((a) => !done.has(actionSubject.write({ session: r.session, action: a.key })))
        .map(actionWords),
    ),
  };
}

/**
 * As notes. `short`: where the form opens; the objectives have it in full. `asked`: promises that the form asks about
 * right there, and that need no note beside it.
 */
export function carriedNotes(
  all: readonly Carried[],
  short: boolean,
  asked: ReadonlySet<string> = new Set(),
): readonly Note[] {
  const cut = (words: string, most: number): string => (short ? shorten(words, most) : words);
  return all.flatMap((c, i): readonly Note[] => {
    const id = (what: string): string => `${short ? 'opening' : 'last'}-${what}${i === 0 ? '' : `-${i + 1}`}`;
    const of = c.names.length === 0 ? '' : ` (${listInWords(c.names)})`;
    const named = c.open.slice(0, short ? 4 : mostNamed).map((a) => cut(a, 80));
    const more = c.open.length - named.length;
    const open = more === 0 ? listInWords(named) : `${named.join(', ')} and ${more} more`;
    return [
      ...(c.focus === '' ? [] : [carriedNote(id('focus'), `You agreed to look at${of}:`, cut(c.focus, 200))]),
      ...(named.length === 0 ? [] : [carriedNote(id('actions'), `Still open${of}:`, open)]),
      ...c.promised
        .filter((p) => !asked.has(p))
        .slice(0, mostPromises)
        .map((p, n) =>
          carriedNote(
            `${id('restorative')}${n === 0 ? '' : `-${n + 1}`}`,
            `Agreed to put things right${of}:`,
            cut(p, 200),
          ),
        ),
    ];
  });
}

const carriedNote = (id: string, lead: string, words: string): Note => formNote(id, say`${strong(lead)} ${words}`);
