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

/** What the log may know of any thrown value: its kind and code, never its message (messages can carry content). */
export function faultCode(error: unknown): string {
  if (error instanceof Refused) return error.code;
  if (error instanceof Error) {
    const code = (error as { code?: unknown }).code;
    return typeof code === 'string' ? `${error.name}:${code}` : error.name;
  }
  return typeof error;
}
