/** How ratings of one question have moved. It is there only where the rule about averages lets the card say the same. */
export interface RatingTrend {
  readonly question: string;
  /** Of 5. */
  readonly figure: number;
  /** Of 5: what stood in its place before; null where only the way may be said. */
  readonly before: number | null;
  /** "4.2 of 5, going up", as the card says it. */
  readonly words: string;
}

/**
 * What a picture of hours shows: figures, and the few words that name them. It stands in the card beside the same
 * figures in words, so it holds no name and nothing that anybody wrote but the questions that a programme asks; and it
 * is all that the picture is drawn from.
 */
export interface HoursChart {
  readonly kind: 'hours';
  readonly title: string;
  readonly deliveredMinutes: number;
  /** 0: there is no target. */
  readonly targetMinutes: number;
  /** Weeks of seven days, oldest first; the last is the week that the card is about. Fewer than two are no trend. */
  readonly weeks: readonly {
    /** The day it began, as the picture says it: "20 Nov". */
    readonly began: string;
    readonly minutes: number;
  }[];
  /** Below the hours, where there is a trend at all. */
  readonly ratings?: { readonly title: string; readonly trends: readonly RatingTrend[] };
  /** The figures come from a clock that was moved. */
  readonly practice: boolean;
}

/**
 * What somebody said each time, as a dot of five in the order in which it was said; the same as the words beside it.
 * Dots show answers one by one, so this stands on pages and panels alone and is never placed in a chat
 * (docs/field.md#always-with-n).
 */
export interface DotsChart {
  readonly kind: 'dots';
  readonly title: string;
  readonly rows: readonly {
    readonly label: string;
    /** 1 to 5, the earliest first. */
    readonly points: readonly number[];
    /** A line to reach, 1 to 5; null where there is none. */
    readonly target: number | null;
    /** All of it, as the card says it. */
    readonly words: string;
  }[];
}

/**
 * What there is of each kind of evidence, criterion by criterion: a mark for each, told apart by its shape. It is of one
 * portfolio, so it stands on pages and panels alone, beside the same in words.
 */
export interface GridChart {
  readonly kind: 'grid';
  readonly title: string;
  readonly rows: readonly {
    readonly label: string;
    readonly cells: readonly { readonly label: string; readonly mark: GridMark }[];
  }[];
  /** What each mark says, in the order in which it is explained. */
  readonly marks: readonly { readonly mark: GridMark; readonly words: string }[];
}
export type GridMark = 'shown' | 'partly' | 'missing' | 'nothing';

export type Chart = HoursChart | DotsChart | GridChart;
