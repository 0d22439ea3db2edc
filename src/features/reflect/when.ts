import { type CivilDate, placeAnyway, showMoment } from '../../kernel/zoned.js';

/** A day as people say it: no zone makes another of it. */
export const dayInWords = (date: CivilDate): string =>
  showMoment(placeAnyway(date, '12:00', 'UTC'), 'UTC', 'en-GB', 'date');
