import type { CivilDate } from '../../kernel/zoned.js';
import type { Calendar } from './calendar.js';
import type { Label } from './labels.js';
import type { Pattern, Span } from './words.js';

/** What words are read as: a day, a time of the day, a moment. */

export type Groups = Readonly<Record<string, string | undefined>>;

/** `edge`: only beside its other half, or at the start or end of the text; `beside`: only beside its other half. */
export type Trust = 'always' | 'edge' | 'beside';

/** What a rule makes of words that it matched: a day, or the days it may be. */
export interface DateFound {
  /** In the order to offer them. None: it names a day that this grammar cannot place, so nothing is guessed. */
  readonly days: readonly CivilDate[];
  readonly question?: string;
  /** Of a day beside a time; `always` if nothing is said. */
  readonly trust?: Trust;
  /** "tonight" names a day and a part of it. */
  readonly evening?: true;
  /** The working days of a week, of which one is meant. */
  readonly week?: true;
  /** "not Tuesday", "except 22 December": the day that is not meant; it has no days. */
  readonly not?: true;
  /** Which days `not` leaves out. */
  readonly never?: readonly CivilDate[];
  /** "Friday", "the 7th": one more word ("7 December", "in January") can make it another day. */
  readonly open?: true;
  /** ISO weekday, where nothing but a weekday was said. */
  readonly weekday?: number;
  /** "in two weeks": beside a weekday, such a day near it. */
  readonly roughly?: true;
}

/** Such a day where it stands in the text. */
export interface DatePiece extends Span, DateFound {
  readonly kind: 'date';
  readonly trust: Trust;
}

/** Words for a day, and how they are read. */
export interface DateRule {
  readonly pattern: Pattern;
  /** Of what `said` matched. Undefined: it is no date after all. */
  read(g: Groups, c: Calendar, said: string): DateFound | undefined;
}

export interface TimePiece extends Span {
  readonly kind: 'time';
  /** Minutes after midnight, in the order to offer them; 1440 is the midnight that ends the day. */
  readonly times: readonly number[];
  readonly question?: string;
  /** Of a time beside a day; after "at" is an edge too. */
  readonly trust: Trust;
  /** Of a range ("15:00–15:45"). */
  readonly minutes?: number;
  readonly label?: Label;
}

/** "in 45 minutes", "now": a moment, whatever the zone. */
export interface MomentPiece extends Span {
  readonly kind: 'moment';
  readonly at: number;
  /** "by 15 minutes" may be back as well. */
  readonly earlier?: number;
}
