import type { WallTime } from '../../kernel/zoned.js';

const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** "Friday"; 1 is Monday. */
export const dayName = (weekday: number): string => {
  const name = days[weekday - 1] ?? 'friday';
  return name.charAt(0).toUpperCase() + name.slice(1);
};

export interface WeeklyWords {
  /** ISO weekday. */
  readonly weekday?: number;
  readonly time?: WallTime;
  /** What was typed and means neither a day nor a time. */
  readonly unknown?: string;
}

/** "Friday 4pm", "fri at 16:00", "9.30am Monday", "on Fridays": a day, a time, or both, in either order. */
export function readWeekly(words: string): WeeklyWords {
  let weekday: number | undefined;
  let time: WallTime | undefined;
  const unknown: string[] = [];
  const pieces = words
    .toLowerCase()
    .replace(/(\d)\s+(am|pm)\b/g, '$1$2')
    .split(/[\s,]+/)
    .filter((w) => w !== '' && w !== 'at' && w !== 'on' && w !== 'every');
  for (const piece of pieces) {
    const found = days.findIndex((d) => piece.length >= 3 && (d.startsWith(piece) || piece === `${d}s`));
    const at = readTime(piece);
    if (found >= 0 && weekday === undefined) weekday = found + 1;
    else if (at !== undefined && time === undefined) time = at;
    else unknown.push(piece);
  }
  return {
    ...(weekday === undefined ? {} : { weekday }),
    ...(time === undefined ? {} : { time }),
    ...(unknown.length === 0 ? {} : { unknown: unknown.join(' ') }),
  };
}

function readTime(word: string): WallTime | undefined {
  if (word === 'noon' || word === 'midday') return '12:00';
  const found = /^(\d{1,2})(?:[:.h](\d{2}))?(am|pm)?$/.exec(word);
  if (found === null) return undefined;
  const [, h = '', m = '00', half] = found;
  let hours = Number(h);
  if (half !== undefined) {
    if (hours < 1 || hours > 12) return undefined;
    hours = (hours % 12) + (half === 'pm' ? 12 : 0);
  }
  if (hours > 23 || Number(m) > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${m}`;
}
