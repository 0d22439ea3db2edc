import { type CivilDate, local, weekdayOf } from '../../kernel/zoned.js';
import type { WordsContext } from './calendar.js';
import { datesIn } from './dates.js';
import { type DayPart, type PartPiece, partsIn } from './parts.js';
import type { DatePiece, MomentPiece, TimePiece } from './pieces.js';
import { countedIn } from './second-reader.js';
import { momentsIn, timesIn } from './times.js';
import { inOrder, type Span, weekdayWord } from './words.js';

type Piece = DatePiece | TimePiece | PartPiece | MomentPiece;

/** Pieces that stand together, with nothing but "on", "at", commas and the like between them: one thing said. */
export interface Cluster extends Span {
  /** More than one only where days follow each other directly ("tomorrow, Tuesday"). */
  readonly dates: readonly DatePiece[];
  readonly time?: TimePiece;
  readonly part?: DayPart;
  readonly moment?: MomentPiece;
  /** Set by "this afternoon" and the like, which are today's. */
  readonly today?: CivilDate;
  /**
   * Whether the day, the time and the part count where they stand, without the others' support; `alone`, whether the
   * time does without a day anywhere ("2pm" in "Review of 2pm incident" does not).
   */
  readonly trusted: { readonly date: boolean; readonly time: boolean; readonly part: boolean; readonly alone: boolean };
}

const link =
  '(?:[\\s,;@()&+|–—-]|(?<![\\p{L}\\p{N}])(?:on|at|from|of|by|the|in|starting|and|or|about|around|some\\s?time|any\\s?time)(?![\\p{L}\\p{N}]))*';
const linked = new RegExp(`^${link}$`, 'iu');

/** "Fridays", beside a series: its day was said, so this is a word of the title. */
const severalOf = new RegExp(`^(?:${weekdayWord})s$`, 'i');
const aTitlesOwn = (d: DatePiece, text: string): boolean =>
  d.days.length === 0 && severalOf.test(text.slice(d.start, d.end));

/** What was said of time in `text` (made readable), in order. The days that a series leaves out are not its first. */
export function clustersIn(text: string, context: WordsContext, series: boolean): Cluster[] {
  const own: Piece[] = inOrder<Piece>([
    ...momentsIn(text, context),
    ...datesIn(text, context).filter((d) => !series || !(d.not || aTitlesOwn(d, text))),
    ...timesIn(text, context),
    ...partsIn(text),
  ]);
  const pieces = inOrder<Piece>([...own, ...countedIn(text, own, context)]);
  const groups: Piece[][] = [];
  for (const [n, piece] of pieces.entries()) {
    const group = groups.at(-1);
    if (
      group &&
      beside(group.at(-1), piece, text) &&
      (fits(piece, group) || finishes(piece, group, pieces[n + 1], text))
    )
      group.push(piece);
    else groups.push([piece]);
  }

  return groups.map((group) => clusterOf(group, text, context));
}

const beside = (a: Piece | undefined, b: Piece, text: string): boolean =>
  a !== undefined && linked.test(text.slice(a.end, b.start));

/** "Monday at 3pm on the 7th of December": a day behind the time says more of the day before it. */
function finishes(piece: Piece, group: readonly Piece[], next: Piece | undefined, text: string): boolean {
  const last = group.at(-1);
  const said = group.filter((p) => p.kind === 'date');
  if (piece.kind !== 'date' || piece.not || last === undefined || said.length === 0) return false;
  const joint = text.slice(last.end, piece.start);
  // "3pm Monday or Tuesday" is a choice, and so is "tomorrow 3pm, Friday 4pm".
  if (/[&+|]|(?<!\p{L})(?:or|and)(?!\p{L})/iu.test(joint)) return false;
  if (next !== undefined && next.kind !== 'date' && beside(piece, next, text)) return false;
  const ended = /^\s*(?:$|[,;)(?!.–—-])/u.test(text.slice(piece.end));
  if (ended || /(?<!\p{L})(?:on|of|in|from|starting)(?!\p{L})/iu.test(joint)) return true;
  if (/^(?:on|in|the|from)\s/i.test(text.slice(piece.start))) return true;
  const [one] = said;
  if (said.length === 1 && one?.weekday === undefined && one?.days.some((d) => weekdayOf(d) === piece.weekday))
    return true;
  // "Friday 3pm Monday prep", "tomorrow 3pm Christmas party": a day that begins a title.
  return said.every((d) => d.open) && !piece.open && piece.trust !== 'beside' && !aTitles(text.slice(piece.end));
}

/** "'s meeting", "-day event": a day so continued is a word of the title. */
const aTitles = (after: string): boolean => /^['’-]\p{L}/u.test(after);

const ofTheDay: ReadonlySet<DayPart> = new Set(['morning', 'lunchtime', 'afternoon', 'evening']);

function fits(piece: Piece, group: readonly Piece[]): boolean {
  if (piece.kind === 'moment' || group.some((p) => p.kind === 'moment')) return false;
  // "3pm after school club": the hour is said, so the rest is the title's.
  if (piece.kind === 'part' && !ofTheDay.has(piece.part) && group.some((p) => p.kind === 'time')) return false;
  if (piece.kind !== 'date') return !group.some((p) => p.kind === piece.kind);
  if (piece.week && group.filter((p) => p.kind === 'date').length === 1) return true;
  return group.at(-1)?.kind === 'date' || !group.some((p) => p.kind === 'date');
}

function clusterOf(group: readonly Piece[], text: string, context: WordsContext): Cluster {
  const dates = group.filter((p) => p.kind === 'date');
  const time = group.find((p) => p.kind === 'time');
  const part = group.find((p) => p.kind === 'part');
  const moment = group.find((p) => p.kind === 'moment');
  const start = group[0]?.start ?? 0;
  const end = group.at(-1)?.end ?? 0;
  const first = linked.test(text.slice(0, start));
  const last = linked.test(text.slice(end));
  const atEdge = first || last;
  // Where nothing else was typed there is no title that it could belong to.
  const whole = first && last;
  const trust = (p: Piece | undefined): boolean =>
    p !== undefined &&
    'trust' in p &&
    (p.trust === 'always' ||
      (p.trust === 'edge' && (atEdge || introduced(p, text))) ||
      (p.trust === 'beside' && p.kind !== 'part' && whole));
  const named = part?.part ?? (dates.some((d) => d.evening) ? 'evening' : undefined);
  return {
    start,
    end,
    dates,
    ...(time && { time }),
    ...(named && { part: named }),
    ...(moment && { moment }),
    ...(trust(part) && dates.length === 0 && { today: local(context.now, context.zone).date }),
    trusted: {
      date: dates.some(trust),
      time: trust(time),
      part: trust(part) || dates.some((d) => d.evening),
      alone: trust(time) && (atEdge || (time !== undefined && introduced(time, text))),
    },
  };
}

/** "on 3 Dec", "at half 3" count anywhere; "at 3" does not ("look at 3 units"). */
function introduced(piece: Piece, text: string): boolean {
  const lead = text.slice(0, piece.start);
  if (piece.kind === 'date') return /\bon\s+$/i.test(lead) || /^on\s/i.test(text.slice(piece.start));
  return /(?:\b(?:at|from)|@)\s*$/i.test(lead) && !/^(?:\d{1,2}|\p{L}+)$/u.test(text.slice(piece.start, piece.end));
}
