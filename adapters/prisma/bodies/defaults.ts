/**
 * Stored bodies are JSON of whatever version wrote them. Each is read in one place, here, with a default for every field
 * that an older version did not write; a field of a later version, which this one does not know, is kept as it stands.
 * Nothing that counts is made up: an id, a figure or who was there has no default, and every version has written it.
 */

/**
 * The defaults of a body: one for each of its fields that may not be left out, save those that every version has
 * written. A field added to the body has its default here, or this does not compile.
 */
export type Defaults<T, Always extends keyof T = never> = Readonly<Omit<T, Always>>;

/** @param body as it was parsed; its fields keep their order, for bodies are compared as JSON, and what it lacks is last */
export function withDefaults<T extends object>(body: unknown, defaults: NoInfer<Partial<T>>): T {
  const stored = (body ?? {}) as Record<string, unknown>;
  // Nearly every body was written by this version, and is taken as it is.
  let full = stored;
  for (const field of Object.keys(defaults))
    if (!(field in stored)) {
      if (full === stored) full = { ...stored };
      full[field] = defaults[field as keyof T];
    }
  return full as T;
}

/** The same for each entry of a list. */
export const eachWithDefaults = <T extends object>(list: readonly T[], defaults: NoInfer<Partial<T>>): readonly T[] =>
  list.map((entry) => withDefaults<T>(entry, defaults));

/** A body that is a text and nothing else. */
export const readText = (body: unknown): string => (typeof body === 'string' ? body : '');
