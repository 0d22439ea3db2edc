import { minute } from '../../kernel/clock.js';
import { local } from '../../kernel/zoned.js';
import { lengthsIn } from '../length.js';
import type { WordsContext } from './calendar.js';
import { either, mod } from './hours.js';
import { type Label, labelAt } from './labels.js';
import { movedMoments } from './moved.js';
import type { Groups, MomentPiece, TimePiece } from './pieces.js';
import { bareRanges, ranges } from './ranges.js';
import {
  bounded,
  hourWord,
  inOrder,
  matchesOf,
  notCounted,
  numberOf,
  type Pattern,
  tomorrowWord,
  weekdayWord,
} from './words.js';

const meridiem = '(?<p>[ap])\\.?m\\b\\.?';
type Found = Pick<TimePiece, 'times'> & Partial<Pick<TimePiece, 'question' | 'trust' | 'label'>>;

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

const minuteWords: Readonly<Record<string, number>> = {
  half: 30,
  '½': 30,
  '1/2': 30,
  quarter: 15,
  quater: 15,
  qtr: 15,
  '1/4': 15,
  five: 5,
  ten: 10,
  twenty: 20,
};

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

const rules: readonly { pattern: Pattern; read(g: Groups): Found | undefined }[] = [
  {
    pattern: bounded(`(?:(?<=\\s)at(?=\\d))?(?<h>\\d{1,2})(?:[:.](?<m>\\d{2})(?::[0-5]\\d)?)?\\.?\\s?${meridiem}`),
    read: (g) => ({ times: clock(g.h ?? '', g.m, g.p), trust: 'always' }),
  },
  {
    pattern:
      /(?<![\p{L}\p{N}_£$€#/.:-]|[\p{L}\p{N}]-|\d\s?\+)T?(?<h>\d{1,2}):(?<m>[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?(?![\p{N}_:%]|\.\d)(?=Z|\b)/giu,
    read: (g) => ({
      times: g.h === '24' && g.m === '00' ? [1440] : clock(g.h ?? '', g.m, undefined),
      trust: (g.h ?? '').length === 2 ? 'always' : 'edge',
    }),
  },
  {
    pattern:
      /(?<=\d)T(?<h>[0-2]\d):(?<m>[0-5]\d)(?::[0-5]\d(?:\.\d{1,9})?)?(?:[−–-](?<oh>[01]\d):?(?<om>[0-5]\d)(?!\d))?(?=Z|\b)/gu,
    read: (g) => ({
      times: clock(g.h ?? '', g.m, undefined),
      trust: 'always',
      ...(g.oh !== undefined && {
        label: { length: 0, name: `-${g.oh}:${g.om}`, offset: -(Number(g.oh) * 60 + Number(g.om)) },
      }),
    }),
  },
  {
    pattern: /(?<![\p{L}\p{N}_£$€#/.:-])(?<h>\d{1,2})\.(?<m>[0-5]\d)(?![\p{L}\p{N}_%]|[.:]\d)/gu,
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: 'beside' }),
  },
  {
    // "330pm", "3 30pm"
    pattern: bounded(`${notCounted}(?<h>1[0-2]|0?[1-9])\\s?(?<m>[0-5]\\d)\\s?${meridiem}`),
    read: (g) => ({ times: clock(g.h ?? '', g.m, g.p), trust: 'always' }),
  },
  {
    // Beside a day, "1530" is a time; "2026" may be a year.
    pattern: bounded(
      '(?<h>0[6-9]|1[0-8]|2[1-3])(?<m>00|15|30|45|[0-5]5|[1-5]0)(?!\\s+(?:words?|people|pupils|steps|miles)\\b)',
    ),
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: 'beside' }),
  },
  {
    // "fri 930", "fri 15 30": last, behind its day.
    pattern: new RegExp(
      `(?<=(?:today|${tomorrowWord}|${weekdayWord})\\s+(?:at\\s+|@\\s*)?)(?:(?<h>[1-9])(?<m>[0-5][05])|(?<h2>1\\d|2[0-3]|[1-9])\\s(?<m2>[0-5][05]))(?=\\s*(?:$|,))`,
      'giu',
    ),
    read: (g) => ({ times: clock(g.h ?? g.h2 ?? '', g.m ?? g.m2, undefined), trust: 'beside' }),
  },
  {
    // "3ish", "around noonish"
    pattern: bounded(`(?<h>1[0-2]|[1-9]|${hourWord})(?:[:.](?<m>[0-5]\\d))?(?:\\s?${meridiem})?[\\s-]?ish`),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), g.m, g.p), trust: 'edge' }),
  },
  {
    // "9 tomorrow", "3 on Friday": first of all that was typed.
    pattern: new RegExp(
      `^\\s*(?:(?<h>2[0-3]|1?\\d)(?=\\s+(?:on\\s+)?(?:today|tonight|${tomorrowWord}|${weekdayWord})(?!\\p{L}))|(?<h2>${hourWord})(?=\\s+(?:tonight|${tomorrowWord}|on\\s+(?:${weekdayWord}))(?!\\p{L})))`,
      'giu',
    ),
    read: (g) => ({ times: clock(g.h ?? String(numberOf(g.h2 ?? '')), undefined, undefined), trust: 'beside' }),
  },
  {
    pattern: bounded('(?<h>09|9|1\\d|2[0-3])h(?<m>[0-5]\\d)'),
    read: (g) => ({ times: clock((g.h ?? '').padStart(2, '0'), g.m, undefined), trust: 'always' }),
  },
  {
    pattern: bounded('(?<h>[01]\\d|2[0-3]|9(?=[.:]))[.:]?(?<m>[0-5]\\d)\\s?(?:hrs|hours|h)'),
    read: (g) => ({ times: clock(g.h ?? '', g.m, undefined), trust: 'always' }),
  },
  {
    pattern: bounded('(?<=\\b(?:at|@|from)\\s*)(?:(?<h>[01]\\d|2[0-3])(?<m>[0-5]\\d)|(?<h2>2[0-3]|1?\\d)h)'),
    read: (g) => ({ times: clock((g.h ?? g.h2 ?? '').padStart(2, '0'), g.m ?? '00', undefined), trust: 'edge' }),
  },
  {
    pattern: bounded(
      `(?<q>half|½|(?:a\\s+)?(?:quarter|quater|qtr|1/4)|1/2(?![\\s-]+\\d{1,2}\\s?[ap]\\.?m(?!\\p{L}))|five|ten|twenty[\\s-]+five|twenty)(?:[\\s-]+(?<rel>past|to|gone))?(?:[\\s-]+|(?<=half)(?=\\d))(?<h>1[0-2]|[1-9]|${hourWord})(?:\\s?${meridiem}|\\s+o'?clock)?(?![:.]\\d)`,
    ),
    read: spoken,
  },
  {
    pattern: bounded(
      `(?<q>5|10|20|25|[1-5]?\\d(?=\\s+min))(?:\\s+min(?:ute)?s?)?\\s+(?<rel>past)\\s+(?<h>1[0-2]|[1-9]|${hourWord})(?:\\s?${meridiem})?|(?<q2>(?:20|25)(?=\\s+to)|[1-5]?\\d(?=\\s*min))(?:\\s*min(?:ute)?s?)?\\s+(?:to|until|till?|before)\\s+(?<h2>1[0-2]|[1-9]|${hourWord})(?:\\s?${meridiem.replace('<p>', '<p2>')})?`,
    ),
    read: (g) => (g.q2 === undefined ? spoken(g) : spoken({ q: g.q2, rel: 'to', h: g.h2, p: g.p2 })),
  },
  {
    pattern: bounded(`(?<h>1[0-2]|[1-9]|${hourWord})\\s*o'?\\s?clock(?:\\s?${meridiem})?`),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, g.p), trust: 'always' }),
  },
  {
    pattern: bounded(
      `(?<h>${hourWord}|(?:1[0-2]|[1-9])(?=\\s))[\\s-]+(?<m>fifteen|thirty|forty[\\s-]five)(?:\\s?${meridiem})?`,
    ),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), String(numberOf(g.m ?? '')), g.p), trust: 'edge' }),
  },
  {
    pattern: bounded(`(?<h>${hourWord})\\s?${meridiem}`),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, g.p), trust: 'always' }),
  },
  {
    pattern: bounded(
      `(?<h>1[0-2]|[1-9]|${hourWord})(?=\\s+(?:in\\s+the\\s+(?:morning|afternoon|evening)|at\\s+night|sharp|prompt|on\\s+the\\s+dot)(?!\\p{L}))`,
    ),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, undefined), trust: 'edge' }),
  },
  {
    // A bare hour: only after "at", or last beside a day. "at 3 units" and "at 10 to 4" are none.
    pattern: bounded(
      `(?<=(?:\\bat|@)\\s*)(?<h>2[0-3]|1?\\d|${hourWord})(?!\\s*(?:(?:to|past|till|until)\\s+|[-–—]\\s?(?=\\d)|[-–—:./](?=\\p{L}|\\d)|[:./]\\s*)(?:\\d|\\p{L}))`,
    ),
    read: (g) => ({ times: clock(String(numberOf(g.h ?? '')), undefined, undefined), trust: 'edge' }),
  },
  {
    // Also where a comma or a dash ends it, behind its day: "fri 2, unit 4".
    pattern: bounded(
      `(?<!\\bin\\s+)(?<h>2[0-3]|1?\\d)(?=\\s*$)|(?<=(?:today|tonight|${tomorrowWord}|${weekdayWord})\\s+)(?<h2>2[0-3]|1?\\d)(?=,\\s|\\s+-\\s+\\p{L})`,
    ),
    read: (g) => ({ times: clock(g.h ?? g.h2 ?? '', undefined, undefined), trust: 'beside' }),
  },
  {
    // "after 3pm": not three o'clock, so the times near it are offered.
    pattern: bounded(
      `(?<!\\b(?:day|week)\\s)(?<rel>(?:not?\\s+(?:before|earlier\\s+than)|after)|(?:not\\s+after|before))\\s+(?:(?<h>1[0-2]|[1-9])(?:[:.](?<m>[0-5]\\d))?\\s?${meridiem}|(?<h4>[01]\\d|2[0-3]):(?<m4>[0-5]\\d)|(?<h5>1[0-2]|[1-9])(?=\\s*(?:$|,)))`,
    ),
    read: (g) => {
      const [t] = clock(g.h ?? g.h4 ?? g.h5 ?? '', g.h5 === undefined ? (g.m ?? g.m4 ?? '00') : undefined, g.p);
      if (t === undefined) return undefined;
      const off = /^(?:after|not?\s+(?:b|e))/i.test(g.rel ?? '') ? [0, 30, 60] : [-60, -30, -90];
      return { times: off.map((o) => mod(t + o, 1440)), question: 'At what time?', trust: 'edge' };
    },
  },
  { pattern: bounded('(?:12\\s*)?noon(?:-?ish)?|mid-?day'), read: () => ({ times: [720], trust: 'edge' }) },
  {
    pattern: bounded('(?:12\\s*)?midnight'),
    read: () => ({ times: [1440, 0], question: 'Midnight at the start of that day, or at its end?', trust: 'edge' }),
  },
  {
    pattern: bounded(
      'eod|cob|cop|(?:the\\s+)?(?:end|close)\\s+of\\s+(?:the\\s+)?(?:working\\s+)?(?:day|play|business)',
    ),
    read: () => ({ times: [17 * 60], trust: 'edge' }),
  },
];

function singleTimes(text: string): TimePiece[] {
  const found: TimePiece[] = bareRanges(text);
  for (const rule of rules) {
    for (const match of matchesOf(rule.pattern, text)) {
      const read = rule.read(match.groups ?? {});
      if (read === undefined || read.times.length === 0) continue;
      const span = { start: match.index, end: match.index + match[0].length };
      found.push({ kind: 'time', trust: 'edge', ...read, ...span });
    }
  }
  return inOrder(found);
}

const presentTime = bounded('(?:at\\s+)?(?:this|(?:the\\s+)?(?<same>same))\\s+time');

/** "this time tomorrow": what the clock says now; "same time Friday": the time of the session that is being moved. */
function presentIn(text: string, context: WordsContext): TimePiece[] {
  return matchesOf(presentTime, text).flatMap((match) => {
    const of = match.groups?.same === undefined ? context.now : context.anchor;
    if (of === undefined) return [];
    const [h, m] = local(of, context.zone).time.split(':').map(Number);
    const span = { start: match.index, end: match.index + match[0].length };
    return [{ kind: 'time', ...span, times: [(h ?? 0) * 60 + (m ?? 0)], trust: 'beside' } as const];
  });
}

/** Every time of day in `text` (made readable), with its zone where one follows, in order and without overlaps. */
export function timesIn(text: string, context: WordsContext): TimePiece[] {
  // A hyphen between two times is a dash, not a part of a word.
  const dashed = text
    // So is a stroke: "2pm/3pm" is "2pm or 3pm".
    .replace(
      /(?<=[ap]\.?m\.?\s?|\b(?:[01]?\d|2[0-3])[:.]?[0-5]\d|(?<!\d\s?\/\s?|[\p{L}\p{N}])\d{1,2})\/(?=\s?\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m(?!\p{L}))/giu,
      '|',
    )
    .replace(
      /(?<=[\dm.])-(?=\d{1,2}(?:[:.]\d|(?:\d\d)?\s?[ap]\.?m))|(?<=(?<!\d)(?:[01]\d|2[0-3])[0-5]\d(?:h|hrs)?)-(?=(?:[01]\d|2[0-3])[0-5]\d(?!\d))/giu,
      '–',
    );
  return inOrder([...ranges(dashed, singleTimes(dashed)), ...presentIn(text, context)]).map((piece) => {
    const label = labelAt(text.slice(piece.end), context.zone, context.now);
    if (label !== undefined) return { ...piece, label, end: piece.end + label.length, trust: 'always' };
    const led = labelBefore(text.slice(0, piece.start), context);
    return led === undefined ? piece : { ...piece, label: led, start: piece.start - led.length };
  });
}

/** "Paris time 2pm": a city's clock before its time. */
function labelBefore(lead: string, context: WordsContext): Label | undefined {
  for (const words of [3, 2, 1]) {
    const named = new RegExp(`(?<!\\p{L})(?:\\p{L}+\\s+){${words}}time,?\\s+(?:at\\s+)?$`, 'iu').exec(lead)?.[0];
    const label = named === undefined ? undefined : labelAt(named, context.zone, context.now);
    if (named !== undefined && label !== undefined) return { ...label, length: named.length };
  }
  return undefined;
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
  return [...movedMoments(text, context), ...found];
}
