/** Arithmetic of the hours that words name. */

/** What an hour of the 12-hour clock may mean; the one in working hours (8 to 18) first, else the afternoon. */
export function either(hour: number, minutes: number): number[] {
  const morning = (hour % 12) * 60 + minutes;
  return hour >= 8 && hour <= 11 ? [morning, morning + 720] : [morning + 720, morning];
}

/** The remainder, never negative. */
export const mod = (n: number, by: number): number => ((n % by) + by) % by;
