/** How long (ms) until the next Tuesday's working hours in London: nobody is asked in the night. */
export function untilMorning(now?: number): number;
