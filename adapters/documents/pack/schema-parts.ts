/** Parts that a JSON schema (2020-12) is made of, held to the type that it is of. */

export type Schema = Readonly<Record<string, unknown>>;

type OptionalOf<T> = { [K in keyof T]-?: Partial<Pick<T, K>> extends Pick<T, K> ? K : never }[keyof T];

/** An object with exactly these fields. A field of the type that has no schema does not compile. */
export function object<T extends object>(
  description: string,
  fields: { readonly [K in keyof T]-?: Schema },
  optional: readonly OptionalOf<T>[] = [],
): Schema {
  return {
    type: 'object',
    description,
    properties: fields,
    required: Object.keys(fields).filter((key) => !(optional as readonly PropertyKey[]).includes(key)),
    additionalProperties: false,
  };
}

export const list = (items: Schema, description?: string): Schema => ({ type: 'array', ...said(description), items });
export const text = (description?: string): Schema => ({ type: 'string', ...said(description) });
export const yesNo = (description?: string): Schema => ({ type: 'boolean', ...said(description) });
export const whole = (description?: string): Schema => ({ type: 'integer', ...said(description) });
export const number = (description?: string): Schema => ({ type: 'number', ...said(description) });
/** A moment, in milliseconds since 1970 in UTC. */
export const moment = (description?: string): Schema => ({ $ref: '#/$defs/moment', ...said(description) });
export const minutes = (description?: string): Schema => ({ $ref: '#/$defs/minutes', ...said(description) });
export const person = (description?: string): Schema => ({ $ref: '#/$defs/person', ...said(description) });
export const citation = (description?: string): Schema => ({ $ref: '#/$defs/citation', ...said(description) });
export const date = (description?: string): Schema => ({
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}$',
  ...said(description),
});
export const empty = (description: string): Schema => ({ const: '', description });
export const one = (of: readonly (string | number)[], description?: string): Schema => ({
  enum: of,
  ...said(description),
});
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

const said = (description: string | undefined): Schema => (description === undefined ? {} : { description });
