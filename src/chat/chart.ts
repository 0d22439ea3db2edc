/**
 * What a picture of hours shows: figures, and the few words that name them. It stands in the card beside the same
 * figures in words, so it holds no name and nothing that anybody wrote; and it is all that the picture is drawn from.
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
  /** The figures come from a clock that was moved. */
  readonly practice: boolean;
}
