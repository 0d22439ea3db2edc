import type { Calendar } from '../domain/calendar.js';

/** What a calendar's address leads to. */
export type CalendarSeen =
  | { readonly kind: 'calendar'; readonly calendar: Calendar }
  /** It was switched off, or its person is gone: it will not come back. */
  | { readonly kind: 'off' };

export interface Calendars {
  /** By the token's hash; undefined where there never was such an address. Reads only. */
  look(hash: string): Promise<CalendarSeen | undefined>;
}
