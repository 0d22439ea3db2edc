import { addDays, type CivilDate, local, weekdayOf } from '../../kernel/zoned.js';
import { dateOrder, weekStart } from './words.js';

/** Where and when the words were said; `now` in ms. Numeric dates and weeks follow the locale. */
export interface WordsContext {
  readonly now: number;
  readonly zone: string;
  readonly locale: string;
  /** The session's moment (ms), where it is that one which the words move: an hour alone is of its day. */
  readonly anchor?: number;
}

/** Days relative to today in the person's zone. */
export class Calendar {
  readonly today: CivilDate;
  readonly order: 'day' | 'month' | 'ask';
  /** The day of the session that is being moved. */
  readonly anchor: CivilDate | undefined;
  private readonly weekday: number;
  private readonly weekStart: number;
  constructor(context: WordsContext) {
    const { date, weekday } = local(context.now, context.zone);
    this.today = date;
    this.weekday = weekday;
    this.anchor = context.anchor === undefined ? undefined : local(context.anchor, context.zone).date;
    this.order = dateOrder(context.locale);
    this.weekStart = weekStart(context.locale);
  }
  in(days: number): CivilDate {
    return addDays(this.today, days);
  }
  /** The next such day after today. */
  coming(weekday: number): CivilDate {
    return this.in((weekday - this.weekday + 7) % 7 || 7);
  }
  /** Such days near the session that is being moved and still to come: of its week, and the next one after it. */
  aroundAnchor(weekday: number): CivilDate[] {
    if (this.anchor === undefined) return [];
    const ofItsWeek = addDays(this.anchor, weekday - weekdayOf(this.anchor));
    return [ofItsWeek, addDays(ofItsWeek, 7)].filter(
      (d, n) => d > this.today && (n === 0 || ofItsWeek <= (this.anchor ?? d)),
    );
  }
  /** That day of this week (0), of the next (1). */
  ofWeek(weekday: number, week: number): CivilDate {
    const back = (this.weekday - this.weekStart + 7) % 7;
    return this.in(-back + 7 * week + ((weekday - this.weekStart + 7) % 7));
  }
  isToday(weekday: number): boolean {
    return weekday === this.weekday;
  }
}
