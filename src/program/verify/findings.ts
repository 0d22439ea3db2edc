/** What was found in a database: sentences for whoever runs the program and for quality assurers. */

/** What a sentence is about: a mentorship's chain, the programme's own, or a programme. */
export interface About {
  readonly programme: string;
  /** Absent: the programme as a whole. */
  readonly chain?: string;
}

export interface Finding extends About {
  readonly say: string;
}

export class Findings {
  readonly faults: Finding[] = [];
  /** What should have been checked, and could not be. */
  readonly open: string[] = [];
  readonly checked: string[] = [];
  /** What is worth knowing, and is no fault. */
  readonly notes: string[] = [];

  fault(about: About, say: string): void {
    this.faults.push({ ...about, say });
  }
}

export const count = (n: number, one: string, several = `${one}s`): string => `${n} ${n === 1 ? one : several}`;

export const moment = (ms: number): string => {
  const at = new Date(ms);
  return Number.isNaN(at.getTime()) ? 'an impossible time' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
};
