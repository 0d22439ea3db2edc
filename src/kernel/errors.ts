/**
 * An error whose `say` may be shown to a person: one sentence that says what to do next. The `code` and the cause go
 * to the log; what people wrote goes to neither.
 */
export class Refused extends Error {
  readonly code: string;
  readonly say: string;
  constructor(code: string, say: string, options?: { cause?: unknown }) {
    super(code, options);
    this.name = 'Refused';
    this.code = code;
    this.say = say;
  }
}

/** Refused for now: a platform cannot be reached, and the same is worth trying again. */
export class Away extends Refused {
  constructor(code: string, say: string, options?: { cause?: unknown }) {
    super(code, say, options);
    this.name = 'Away';
  }
}

/** What no second try mends: the database's disk is full, or its file is damaged. */
export type Trouble = 'full' | 'damaged';

/** The database could not do its work for such a reason; nothing of it was saved. */
export class StoreTrouble extends Error {
  readonly code: string;
  readonly trouble: Trouble;
  constructor(trouble: Trouble, options?: { cause?: unknown }) {
    super(`database ${trouble}`, options);
    this.name = 'StoreTrouble';
    this.code = `database-${trouble}`;
    this.trouble = trouble;
  }
}

/**
 * How a sentence ends that both a start and a command of the program may have to say. Whoever typed a command starts nothing:
 * to them `src/program/why-not.ts` says what is in its place there.
 */
export const startAgain = 'start Mentorlog again';

/** What the log may know of any thrown value: its kind and code, never its message (messages can carry content). */
export function faultCode(error: unknown): string {
  if (error instanceof Refused) return error.code;
  if (error instanceof Error) {
    const code = (error as { code?: unknown }).code;
    return typeof code === 'string' ? `${error.name}:${code}` : error.name;
  }
  return typeof error;
}

/** What is said to whoever starts the bot on a database between two data keys, wherever that is seen. */
export const rotationUnfinished = (): Refused =>
  new Refused(
    'rotation-unfinished',
    'A change of the data key was begun on this database and has not ended. Run “npx mentorlog rotate-key” again, with the settings it was begun with: it goes on where it stopped.',
  );
