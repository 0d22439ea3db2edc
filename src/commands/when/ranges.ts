import { either, mod } from './hours.js';
import type { TimePiece } from './pieces.js';
import { matchesOf, notCounted } from './words.js';

const until = '(?:[-=]>|→|-|–|—|to|until|till|til)';
const rangeSign = new RegExp(`^\\s*${until}\\s*$`, 'i');
/** "between 2pm and 3pm" is a range; "2pm and 3pm" are two times. */
const between = /\bbetween\s+\S{1,8}(?:\s?[ap]\.?m\.?)?$/i;
const isRange = (text: string, from: number, to: number): boolean =>
  rangeSign.test(text.slice(from, to)) ||
  (/^\s*and\s*$/i.test(text.slice(from, to)) && between.test(text.slice(0, from)));

/** "15:00–15:45", "3pm to 4pm": the first is the time, the second gives the length. */
export function ranges(text: string, times: readonly TimePiece[]): TimePiece[] {
  const out: TimePiece[] = [];
  for (const piece of times) {
    const last = out.at(-1);
    if (last !== undefined && last.minutes === undefined && isRange(text, last.end, piece.start)) {
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
    } else if (last !== undefined && isChoice(text, last, piece)) out[out.length - 1] = choice(last, piece);
    else out.push(openRange(text, piece) ?? openChoice(text, piece) ?? closedRange(text, piece) ?? piece);
  }
  return out;
}

/** The times that an hour may mean; past twelve it is one of the 24-hour clock. */
const hourOf = (h: string | undefined, m: string | undefined): number[] =>
  Number(h) > 12 ? [Number(h) * 60 + Number(m ?? 0)] : either(Number(h), Number(m ?? 0));

/** "3-4pm", "from 3 to 4pm", "4 till half 5": the bare hour before a time is the start of a range. */
function openRange(text: string, piece: TimePiece): TimePiece | undefined {
  const lead = new RegExp(
    `(?<![\\p{L}\\p{N}_£$€#/.:-])(?:(?<b>between\\s+)|from\\s+)?(?<h>1\\d|2[0-3]|[1-9])(?:[:.](?<m>[0-5]\\d))?\\s*(?:${until}|(?<and>and))\\s*$`,
    'iu',
  ).exec(text.slice(0, piece.start));
  if (lead?.groups === undefined || (lead.groups.and !== undefined && lead.groups.b === undefined)) return undefined;
  const end = piece.times[0] ?? 0;
  const starts = hourOf(lead.groups.h, lead.groups.m);
  const wrap = piece.times.length > 1 && starts.length > 1 ? 720 : 1440;
  const start = [...starts].sort((a, b) => mod(end - a, wrap) - mod(end - b, wrap))[0] ?? 0;
  const minutes = mod(end - start, wrap);
  // "20 to 4pm" is no range.
  if (minutes === 0 || (Number(lead.groups.h) > 12 && end <= start)) return undefined;
  return { ...piece, start: lead.index, times: wrap === 720 ? starts : [start], trust: 'always', minutes };
}

/** "2pm or 3pm", "at 2 or 3", "2pm and 3pm": one of them, the likelier ones first. */
function isChoice(text: string, a: TimePiece, b: TimePiece): boolean {
  if (a.minutes !== undefined || b.minutes !== undefined) return false;
  const joint =
    a.trust === 'always' && b.trust === 'always'
      ? /^\s*(?:or|and|[|&+])\s*(?:at\s+)?$/i
      : /^\s*(?:or|[|])\s*(?:at\s+)?$/i;
  return joint.test(text.slice(a.end, b.start));
}
function choice(a: TimePiece, b: TimePiece): TimePiece {
  const times = [...a.times.slice(0, 1), ...b.times.slice(0, 1), ...a.times.slice(1), ...b.times.slice(1)];
  return { ...b, start: a.start, times: [...new Set(times)], trust: a.trust === 'beside' ? b.trust : a.trust };
}

/** "2 or 3pm": the bare hour before a time is of the same half of the day. */
function openChoice(text: string, piece: TimePiece): TimePiece | undefined {
  const lead = /(?<![\p{L}\p{N}_£$€#/.:-])(?<h>1[0-2]|[1-9])(?:[:.](?<m>[0-5]\d))?\s*(?:or|[|])\s*$/iu.exec(
    text.slice(0, piece.start),
  );
  if (lead?.groups === undefined || piece.minutes !== undefined) return undefined;
  const near = piece.times.map(
    (t) => hourOf(lead.groups?.h, lead.groups?.m).sort((a, b) => Math.abs(a - t) - Math.abs(b - t))[0] ?? t,
  );
  return { ...piece, start: lead.index, times: [...new Set([...near, ...piece.times])] };
}

/** "3pm-4", "3.15-4": the bare hour behind a time is the end of a range; "3pm - 4 mentees" is a title. */
function closedRange(text: string, piece: TimePiece): TimePiece | undefined {
  const tail =
    /^(?:[-–—]|\s+(?:to|until|till|til)\s+|\s*[-–—]\s*(?=\d{1,2}(?:[:.]\d\d)?\s*(?:$|,)))(?<h>1[0-2]|[1-9])(?:[:.](?<m>[0-5]\d))?(?![\p{L}\p{N}_:.%/–—-])/iu.exec(
      text.slice(piece.end),
    );
  if (tail?.groups === undefined || piece.times.includes(1440)) return undefined;
  const end = either(Number(tail.groups.h), Number(tail.groups.m ?? 0))[0] ?? 0;
  const minutes = mod(end - (piece.times[0] ?? 0), 720);
  return minutes === 0 ? undefined : { ...piece, end: piece.end + tail[0].length, minutes };
}

const hour = (n: string): string => `(?<h${n}>1\\d|2[0-3]|[1-9])(?:\\.(?<m${n}>[0-5]\\d))?`;
const barePattern = new RegExp(
  `(?<![\\p{L}\\p{N}_£$€#/.:-]|-\\s)${notCounted}(?:(?<b>between\\s+)|(?<f>from\\s+))?${hour('1')}\\s*(?:(?<to>to)|-|–|—|until|till|til|(?<and>and))\\s*${hour('2')}(?!\\s?[ap]\\.?m\\b|[\\p{L}\\p{N}_:.%/–—-])`,
  'giu',
);

/** "4 - 5", "between 2 and 3", "11-1": two bare hours, which are a time beside a day alone. "1-1" and "1-2-1" are none. */
export function bareRanges(text: string): TimePiece[] {
  return matchesOf(barePattern, text).flatMap((match): TimePiece[] => {
    const g = match.groups ?? {};
    const [h1, m1, h2, m2] = [g.h1, g.m1 ?? 0, g.h2, g.m2 ?? 0].map(Number) as [number, number, number, number];
    const minutes = mod(h2 * 60 + m2 - h1 * 60 - m1, h1 > 12 ? 1440 : 720);
    if (g.m1 !== undefined && g.m2 !== undefined) return []; // two times, each read on its own
    const range = minutes > 0 && (h1 <= 12 || h2 > h1) && minutes <= 480 && (g.and === undefined || g.b !== undefined);
    const span = { kind: 'time', start: match.index, end: match.index + match[0].length, trust: 'beside' } as const;
    const starts = hourOf(g.h1, g.m1);
    // "10 to 11" is a quarter of the day's talk of its own: ten minutes before, or from ten o'clock.
    if (g.to && g.f === undefined && m1 === 0 && m2 === 0 && h2 <= 12 && (h1 === 5 || h1 === 10))
      return [
        { ...span, times: [...either(h2, 0).map((t) => mod(t - h1, 1440)), ...(range ? starts.slice(0, 1) : [])] },
      ];
    return range ? [{ ...span, times: starts, minutes }] : [];
  });
}
