import { minute } from '../../kernel/clock.js';
import { lengthsIn } from '../length.js';
import type { WordsContext } from './calendar.js';
import { inOrder } from './dates.js';
import { type Label, labelAt } from './labels.js';
import { bounded, hourWord, numberOf, type Span } from './words.js';

export interface TimePiece extends Span {
  readonly kind: 'time';
  /** Minutes after midnight, in the order to offer them; 1440 is the midnight that ends the day. */
  readonly times: readonly number[];
  readonly question?: string;
  /** As for days: `edge` at the start or end of the text or after "at", `beside` only beside a day. */
  readonly trust: 'always' | 'edge' | 'beside';
  /** Of a range ("15:00–15:45"). */
  readonly minutes?: number;
  readonly label?: Label;
}
export type DayPart = 'morning' | 'lunchtime' | 'afternoon' | 'evening';
export interface PartPiece extends Span {
  readonly kind: 'part';
  readonly part: DayPart;
  /** "this afternoon" is today's; it alone counts without a day beside it. */
  readonly trust: 'always' | 'beside';
}
/** "in 45 minutes", "now": a moment, whatever the zone. */
export interface MomentPiece extends Span {
  readonly kind: 'moment';
  readonly at: number;
}

const meridiem = '(?<p>[ap])\\.?m\\b\\.?';
type Groups = Readonly<Record<string, string | undefined>>;
type Found = Pick<TimePiece, 'times'> & Partial<Pick<TimePiece, 'question' | 'trust'>>;

/** What an hour of the 12-hour clock may mean; the one in working hours (8 to 18) first, else the afternoon. */
export function either(hour: number, minutes: number): number[] {
  const morning = (hour % 12) * 60 + minutes;
  return hour >= 8 && hour <= 11 ? [morning, morning + 720] : [morning + 720, morning];
}

/** The times a clock reading can mean: one if it says so, or is written as on a 24-hour clock; otherwise both. */
function clock(hour: string, minutes: string | undefined, half: string | undefined): number[] {
  const h = Number(hour);
  const m = Number(minutes ?? 0);
  if (m > 59 || h > 23) return [];
  if (half !== undefined) {
    const pm = half.toLowerCase() === 'p';
    if (h > 12) return pm ? [h * 60 + m] : [];
    return h === 0 && pm ? [] : [((h % 12) + (pm ? 12 : 0)) * 60 + m];
  }
  const twentyFour = h > 12 || h === 0 || (hour.length === 2 && minutes !== undefined);
  return twentyFour ? [h * 60 + m] : either(h, m);
}

const minuteWords: Readonly<Record<string, number>> = { half: 30, quarter: 15, five: 5, ten: 10, twenty: 20 };

function spoken(g: Groups): Found | undefined {
  const word = (g.q ?? '').toLowerCase();
  const m = /^twenty[\s-]+five/.test(word) ? 25 : (minuteWords[word.replace(/^a\s+/, '')] ?? Number(word));
  const hour = numberOf(g.h ?? '');
  if (hour < 1 || hour > 12 || !(m > 0 && m < 60)) return undefined;
  const to = /to/i.test(g.rel ?? '');
  if (g.rel === undefined && m !== 30) return undefined;
  const whole = clock(String(hour), undefined, g.p);
  const times = whole.map((t) => (((to ? t - m : t + m) % 1440) + 1440) % 1440);
  return { times, trust: 'edge' };
}

const rules: readonly { pattern: RegExp; read(g: Groups): Found | undefined }[] = [
  {
    pattern: bounded(`(?<h>\\d{1,2})(?:[:.](?<m>\\d{2}))?\\s?${meridiem}`),
    read: (g) => ({ times: clock(g.h ?? '', g.m, g.p), trust: 'always' }),
  },
  {
    pattern:
      /(?<![\p{L}\p{N}_£$€#/.:-]|[\p{L}\p{N}]-)T?(?<h>\d{1,2}):(?<m>[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?(?![\p{N}_:%]|\.\d)(?=Z|\b)/giu,
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: (g.h ?? '').length === 2 ? 'always' : 'edge' }),
  },
  {
    pattern: /(?<=\d)T(?<h>[0-2]\d):(?<m>[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?(?=Z|\b)/gu,
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: 'always' }),
  },
  {
    pattern: /(?<![\p{L}\p{N}_£$€#/.:-])(?<h>\d{1,2})\.(?<m>[0-5]\d)(?![\p{L}\p{N}_%]|[.:]\d)/gu,
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: 'beside' }),
  },
  {
    pattern: bounded('(?<h>09|9|1\\d|2[0-3])h(?<m>[0-5]\\d)'),
    read: (g) => ({ times: clock((g.h ?? '').padStart(2, '0'), g.m, undefined), trust: 'always' }),
  },
  {
    pattern: bounded('(?<h>[01]\\d|2[0-3])(?<m>[0-5]\\d)\\s?(?:hrs|hours|h)'),
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: 'always' }),
  },
  {
    pattern: bounded('(?<=\\b(?:at|@|from)\\s*)(?<h>[01]\\d|2[0-3])(?<m>[0-5]\\d)'),
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: 'edge' }),
  },
  {
    pattern: bounded(
      `(?<q>half|(?:a\\s+)?quarter|five|ten|twenty[\\s-]+five|twenty)(?:\\s+(?<rel>past|to|gone))?\\s+(?<h>1[0-2]|[1-9]|${hourWord})(?:\\s?${meridiem}|\\s+o'?clock)?(?![:.]\\d)`,
    ),
    read: spoken,
  },
  {
    pattern: bounded(
      `(?<q>5|10|20|25|[1-5]?\\d(?=\\s+min))(?:\\s+min(?:ute)?s?)?\\s+(?<rel>past)\\s+(?<h>1[0-2]|[1-9]|${hourWord})(?:\\s?${meridiem})?|(?<q2>[1-5]?\\d)\\s+min(?:ute)?s?\\s+to\\s+(?<h2>1[0-2]|[1-9]|${hourWord})`,
    ),
    read: (g) => (g.q2 === undefined ? spoken(g) : spoken({ q: g.q2, rel: 'to', h: g.h2 })),
  },
  {
    pattern: bounded(`(?<h>1[0-2]|[1-9]|${hourWord})\\s*o'?clock(?:\\s?${meridiem})?`),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, g.p), trust: 'always' }),
  },
  {
    pattern: bounded(`(?<h>${hourWord})[\\s-]+(?<m>fifteen|thirty|forty[\\s-]five)(?:\\s?${meridiem})?`),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), String(numberOf(g.m ?? '')), g.p), trust: 'edge' }),
  },
  {
    pattern: bounded(`(?<h>${hourWord})\\s?${meridiem}`),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, g.p), trust: 'always' }),
  },
  {
    pattern: bounded(
      `(?<h>1[0-2]|[1-9]|${hourWord})(?=\\s+(?:in\\s+the\\s+(?:morning|afternoon|evening)|at\\s+night)(?!\\p{L}))`,
    ),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, undefined), trust: 'edge' }),
  },
  {
    // A bare hour: only after "at", or last beside a day. "at 3 units" and "at 10 to 4" are none.
    pattern: bounded(
      `(?<=(?:\\bat|@)\\s*)(?<h>2[0-3]|1?\\d|${hourWord})(?!\\s*(?:to|past|till|until|[-–—:./])\\s*(?:\\d|\\p{L}))`,
    ),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, undefined), trust: 'edge' }),
  },
  {
    pattern: bounded('(?<h>2[0-3]|1?\\d)(?=\\s*$)'),
    read: (g) => ({ times: clock(g.h ?? '', undefined, undefined), trust: 'beside' }),
  },
  { pattern: bounded('(?:12\\s*)?noon|midday'), read: () => ({ times: [720], trust: 'edge' }) },
  {
    pattern: bounded('(?:12\\s*)?midnight'),
    read: () => ({ times: [1440, 0], question: 'Midnight at the start of that day, or at its end?', trust: 'edge' }),
  },
  {
    pattern: bounded('eod|cob|(?:the\\s+)?(?:end|close)\\s+of\\s+(?:the\\s+)?(?:working\\s+)?(?:day|play|business)'),
    read: () => ({ times: [17 * 60], trust: 'edge' }),
  },
];

function singleTimes(text: string): TimePiece[] {
  const found: TimePiece[] = [];
  for (const rule of rules) {
    for (const match of text.matchAll(rule.pattern)) {
      const read = rule.read(match.groups ?? {});
      if (read === undefined || read.times.length === 0) continue;
      const { times, trust = 'edge', question } = read;
      const base = { kind: 'time', start: match.index, end: match.index + match[0].length, times, trust } as const;
      found.push(question === undefined ? base : { ...base, question });
    }
  }
  return inOrder(found);
}

const rangeSign = /^\s*(?:-|–|—|to|until|till)\s*$/i;

/** "15:00–15:45", "3pm to 4pm": the first is the time, the second gives the length. */
function ranges(text: string, times: readonly TimePiece[]): TimePiece[] {
  const out: TimePiece[] = [];
  for (const piece of times) {
    const last = out.at(-1);
    if (last !== undefined && last.minutes === undefined && rangeSign.test(text.slice(last.end, piece.start))) {
      const wrap = last.times.length > 1 && piece.times.length > 1 ? 720 : 1440;
      const end = piece.times[0] ?? 0;
      // "3–4pm" and "9–11:30": the half of the day that makes the shorter length.
      const starts =
        piece.times.length > 1
          ? last.times
          : [...last.times].sort((a, b) => mod(end - a, 1440) - mod(end - b, 1440)).slice(0, 1);
      const minutes = mod(end - (starts[0] ?? 0), wrap);
      out[out.length - 1] = {
        ...last,
        times: starts,
        end: piece.end,
        trust: 'always',
        ...(minutes > 0 && { minutes }),
      };
    } else out.push(openRange(text, piece) ?? piece);
  }
  return out;
}

const mod = (n: number, by: number): number => ((n % by) + by) % by;

/** "3-4pm", "from 3 to 4pm": the bare hour before a time is the start of a range. */
function openRange(text: string, piece: TimePiece): TimePiece | undefined {
  const lead =
    /(?<![\p{L}\p{N}_£$€#/.:-])(?<h>1[0-2]|[1-9])(?:[:.](?<m>[0-5]\d))?\s*(?:-|–|—|to|until|till)\s*$/iu.exec(
      text.slice(0, piece.start),
    );
  if (lead?.groups === undefined) return undefined;
  const end = piece.times[0] ?? 0;
  const start =
    either(Number(lead.groups.h), Number(lead.groups.m ?? 0)).sort(
      (a, b) => mod(end - a, 1440) - mod(end - b, 1440),
    )[0] ?? 0;
  const minutes = mod(end - start, 1440);
  if (piece.times.length > 1 || minutes === 0) return undefined;
  return { ...piece, start: lead.index, times: [start], trust: 'always', minutes };
}

/** Every time of day in `text` (made readable), with its zone where one follows, in order and without overlaps. */
export function timesIn(text: string, context: WordsContext): TimePiece[] {
  // A hyphen between two times is a dash, not a part of a word.
  const dashed = text.replace(/(?<=[\dm.])-(?=\d{1,2}(?:[:.]\d|\s?[ap]\.?m))/giu, '–');
  return ranges(dashed, singleTimes(dashed)).map((piece) => {
    const label = labelAt(text.slice(piece.end), context.zone, context.now);
    return label === undefined ? piece : { ...piece, label, end: piece.end + label.length, trust: 'always' };
  });
}

/** Parts of a day: they decide which of two times is meant, and alone they are asked about. */
export function partsIn(text: string): PartPiece[] {
  const pattern = bounded(
    '(?<lead>this\\s+|in\\s+the\\s+|at\\s+)?(?<part>morning|lunch\\s?time|afternoon|evening|night)',
  );
  return [...text.matchAll(pattern)].flatMap((match) => {
    const g = match.groups ?? {};
    const word = (g.part ?? '').toLowerCase();
    const part: DayPart = word.startsWith('m')
      ? 'morning'
      : word.startsWith('l')
        ? 'lunchtime'
        : word.startsWith('a')
          ? 'afternoon'
          : 'evening';
    if (word === 'night' && g.lead?.startsWith('this')) return [];
    const trust = /this/i.test(g.lead ?? '') ? 'always' : 'beside';
    return [{ kind: 'part', start: match.index, end: match.index + match[0].length, part, trust } as const];
  });
}

/** The times offered for a part of a day that was said without an hour. */
export const partTimes: Readonly<Record<DayPart, readonly number[]>> = {
  morning: [9 * 60, 10 * 60, 11 * 60],
  lunchtime: [12 * 60, 12 * 60 + 30, 13 * 60],
  afternoon: [14 * 60, 15 * 60, 16 * 60],
  evening: [18 * 60, 19 * 60, 20 * 60],
};

/** Of two readings of an hour, those within the part of the day; both, if neither is. */
export function within(part: DayPart, times: readonly number[]): readonly number[] {
  const [from, to] = { morning: [0, 719], lunchtime: [690, 899], afternoon: [720, 1139], evening: [960, 1440] }[part];
  const kept = times.filter((t) => t >= (from ?? 0) && t <= (to ?? 1440));
  if (kept.length === 0 && part === 'evening' && times.includes(720)) return [1440];
  return kept.length > 0 ? kept : times;
}

/** Moments counted from now. A minute that has begun counts as the present one. */
export function momentsIn(text: string, context: WordsContext): MomentPiece[] {
  const now = Math.floor(context.now / minute) * minute;
  const found: MomentPiece[] = [];
  for (const l of lengthsIn(text)) {
    if (!l.relative || l.minutes < 0 || l.minutes > 366 * 1440) continue;
    const lead = /(?:^|(?<=[\s,(]))(?:in|within)\s+(?:about\s+)?$/i.exec(text.slice(0, l.start));
    const tail = /^(?:\s+from\s+now|\s+hence|'?\s+time)\b/i.exec(text.slice(l.end));
    const ago = /^\s+ago\b/i.exec(text.slice(l.end));
    if (lead === null && tail === null && ago === null) continue;
    const end = l.end + (tail?.[0].length ?? ago?.[0].length ?? 0);
    found.push({ kind: 'moment', start: lead?.index ?? l.start, end, at: now + (ago ? -1 : 1) * l.minutes * minute });
  }
  // "now" is an ordinary word in a title: it counts first in the text, alone, or as "right now".
  const word =
    /^\s*(?:(?:start(?:ing)?\s+)?(?:right\s+)?now)(?=\s*(?:$|[,;:–—-])|\s+(?!and\b|is\b|what\b|or\b|that\b|we\b|then\b|you\b))/i.exec(
      text,
    );
  const right = /(?<=\s)(?:right|starting)\s+now\s*$/i.exec(text);
  const hit = word ?? right;
  if (hit !== null) found.push({ kind: 'moment', start: hit.index, end: hit.index + hit[0].length, at: now });
  return found;
}
