/** One line of `mentorlog doctor`. */
export interface Check {
  readonly about: string;
  readonly is: 'ok' | 'to mend' | 'not seen';
  /** What is so, and what to do about it. Never a secret. */
  readonly said: string;
}

export const checkOf = (about: string, is: Check['is'], said: string): Check => ({ about, is, said });
