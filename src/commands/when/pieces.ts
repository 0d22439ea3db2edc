import type { CivilDate } from '../../kernel/zoned.js';
import type { Calendar } from './calendar.js';
import type { Label } from './labels.js';
import type { Span } from './words.js';

/** What words are read as: a day, a time of the day, a moment. */

export type Groups = Readonly<Record<string, string | undefined>>;

/** A day (or the days it may be) found in text. */
export interface DatePiece extends Span {
  readonly kind: 'date';
  /** In the order to offer them. None: it names a day that this grammar cannot place, so nothing is guessed. */
  readonly days: readonly CivilDate[];
  readonly question?: string;
  /** `edge`: a day only beside a time, or at the start or end of the text; `beside`: only beside a time. */
  readonly trust: 'always' | 'edge' | 'beside';
  /** "tonight" names a day and a part of it. */
  readonly evening?: true;
  /** The working days of a week, of which one is meant. */
  readonly week?: true;
}

/** What a rule makes of words that it matched. */
export interface DateFound {
  readonly days: readonly CivilDate[];
  readonly question?: string;
  readonly trust?: DatePiece['trust'];
  readonly evening?: true;
  /** The working days of a week, of which one is meant. */
  readonly week?: true;
}
/** Words for a day, and how they are read. */
export interface DateRule {
  readonly pattern: RegExp;
  /** Undefined: what matched is no date after all. */
  read(g: Groups, c: Calendar): DateFound | undefined;
}

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

/** "in 45 minutes", "now": a moment, whatever the zone. */
export interface MomentPiece extends Span {
  readonly kind: 'moment';
  readonly at: number;
}
