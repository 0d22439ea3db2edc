import { addDays, type CivilDate, local } from '../../kernel/zoned.js';
import { dateOrder, weekStart } from './words.js';

/** Where and when the words were said; `now` in ms. Numeric dates and weeks follow the locale. */
export interface WordsContext {
  readonly now: number;
  readonly zone: string;
  readonly locale: string;
}

/** Days relative to today in the person's zone. */
export class Calendar {
  readonly today: CivilDate;
  readonly order: 'day' | 'month' | 'ask';
  private readonly weekday: number;
  private readonly weekStart: number;
  constructor(context: WordsContext) {
    const { date, weekday } = local(context.now, context.zone);
    this.today = date;
    this.weekday = weekday;
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
  /** That day of this week (0), of the next (1). */
  ofWeek(weekday: number, week: number): CivilDate {
    const back = (this.weekday - this.weekStart + 7) % 7;
    return this.in(-back + 7 * week + ((weekday - this.weekStart + 7) % 7));
  }
  isToday(weekday: number): boolean {
    return weekday === this.weekday;
  }
}
