import { Temporal } from 'temporal-polyfill';
import { minute } from '../../kernel/clock.js';
import { addDays, type CivilDate } from '../../kernel/zoned.js';
import { lengthsIn } from '../length.js';
import type { WordsContext } from './calendar.js';
import type { DateFound, DateRule, MomentPiece } from './pieces.js';
import { bounded, numberOf, numberWord, weekdayWord } from './words.js';

/** What is said of a session that is being moved: its own day, and what is counted from it (`WordsContext.anchor`). */

/** Most days a relative date is read for: ten years. Beyond it lies a typing mistake, or the end of the calendar. */
export const farthest = 3660;
export const unit = '(?:days?|weeks?|fortnights?|months?)';

/** So many days, weeks or months from a day. */
export function countedOn(n: number, unitWord: string, from: CivilDate): DateFound {
  const first = unitWord.charAt(0).toLowerCase();
  const days = n * (first === 'm' ? 30 : first === 'f' ? 14 : first === 'w' ? 7 : 1);
  if (Math.abs(days) > farthest) return { days: [], trust: 'beside' };
  const day = first === 'm' ? Temporal.PlainDate.from(from).add({ months: n }).toString() : addDays(from, days);
  return { days: [day], trust: 'always' };
}

/** "Monday" may be counted from the session as well as from today. */
export const orMoved = (found: DateFound, around: readonly CivilDate[], name: string): DateFound =>
  around.length === 0
    ? found
    : { question: `Which ${name} do you mean?`, ...found, days: [...new Set([...found.days, ...around])].sort() };

const wd = `(?:${weekdayWord})`;
const alone = '(?=\\s*$|,|\\s+(?:at\\s+)?\\d|\\s+same)';

export const moved: readonly DateRule[] = [
  {
    pattern: bounded('(?:on\\s+)?(?:the\\s+)?same\\s+(?:day|date)'),
    read: (_, c) => (c.anchor === undefined ? { days: [], trust: 'beside' } : { days: [c.anchor], trust: 'always' }),
  },
  {
    // "a week later", "two days earlier", "the day after", "the following week".
    pattern: bounded(
      `(?:by\\s+)?(?<n>${numberWord}(?=\\s)|an?(?=\\s)|\\d{1,3})\\s*(?<u>${unit})\\s+(?<rel>later|earlier|sooner|after|before)(?!\\s+${wd})|(?:the\\s+)?(?<u2>day|week)\\s+(?<rel2>after|before|later|earlier)${alone}|(?:the\\s+)?(?:following|next)\\s+(?<u3>day)|the\\s+following\\s+(?<u4>week)|by\\s+(?<n5>${numberWord}(?=\\s)|an?(?=\\s)|\\d{1,3})\\s*(?<u5>${unit})`,
    ),
    read: (g, c) => {
      if (c.anchor === undefined) return undefined;
      if (g.u5 !== undefined) {
        const [later, earlier] = [1, -1].map((way) =>
          countedOn(way * numberOf(g.n5 ?? 'a'), g.u5 ?? '', c.anchor ?? c.today),
        );
        return {
          days: [...(later?.days ?? []), ...(earlier?.days ?? [])],
          question: 'Later, or earlier?',
          trust: 'always',
        };
      }
      const back = /^(?:e|s|b)/i.test(g.rel ?? g.rel2 ?? '');
      return countedOn(numberOf(g.n ?? 'a') * (back ? -1 : 1), g.u ?? g.u2 ?? g.u3 ?? g.u4 ?? '', c.anchor);
    },
  },
];

/** "an hour later", "30 mins earlier", "back half an hour"; "by an hour" is asked. "Forward an hour" has two meanings and is none of them. */
export function movedMoments(text: string, { anchor }: WordsContext): MomentPiece[] {
  if (anchor === undefined) return [];
  return lengthsIn(text).flatMap((l): MomentPiece[] => {
    const tail = /^\s+(?<rel>later|earlier|sooner|after|before|back)(?!\p{L})/iu.exec(text.slice(l.end));
    const lead = /(?<rel>back|later|earlier|sooner)\s+(?:by\s+)?$/i.exec(text.slice(0, l.start));
    const rel = tail?.groups?.rel ?? lead?.groups?.rel;
    if (rel === undefined) {
      const by =
        /(?<!(?:longer|shorter|extend(?:ed)?|shorten(?:ed)?)(?:\s+it)?\s+)(?<!\p{L})by\s+(?:about\s+)?$/iu.exec(
          text.slice(0, l.start),
        );
      if (by === null || l.minutes <= 0) return [];
      const [later, earlier] = [anchor + l.minutes * minute, anchor - l.minutes * minute];
      return [{ kind: 'moment', start: by.index, end: l.end, at: later, earlier }];
    }
    const by = /^(?:e|s|bef)/i.test(rel) ? -l.minutes : l.minutes;
    const span = { start: lead === null ? l.start : lead.index, end: l.end + (tail?.[0].length ?? 0) };
    return [{ kind: 'moment', ...span, at: anchor + by * minute }];
  });
}
