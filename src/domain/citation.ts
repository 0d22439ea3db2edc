/**
 * What one thing is called wherever it is pointed at: in the leaves of a chain, in an analysis, in a pack
 * (docs/record-format.md#citations). `kind:id[@version][/part]`; it is resolved when it is shown, so that an erasure or a
 * withdrawal shows in whatever cites it.
 */

export const citedKinds = [
  'agreement',
  'goal',
  'plan',
  'record',
  'session',
  'answer',
  'level',
  'contact',
  'promise',
  'review',
  'attestation',
  'change',
  'mark',
  'reflection',
  'outcome',
] as const;
export type CitedKind = (typeof citedKinds)[number];

export interface Citation {
  readonly kind: CitedKind;
  readonly id: string;
  /** Absent: the newest. */
  readonly version?: number;
  /** Which field of it, or which row of a list by its key: `happened`, `objectives/KEY`. Absent: the whole. */
  readonly part?: string;
}

const form = /^([a-z]+):([^:@/]+)(?:@(0|[1-9]\d{0,14}))?(?:\/(.+))?$/s;

/** @throws RangeError where the id could not be told apart from what follows it */
export function writeCitation({ kind, id, version, part }: Citation): string {
  if (!/^[^:@/]+$/.test(id)) throw new RangeError('an id in a citation has none of : @ /');
  return `${kind}:${id}${version === undefined ? '' : `@${version}`}${part === undefined ? '' : `/${part}`}`;
}

/** Undefined where it is no citation. */
export function readCitation(text: string): Citation | undefined {
  const [, kind, id, version, part] = form.exec(text) ?? [];
  const known = citedKinds.find((k) => k === kind);
  if (known === undefined || id === undefined) return undefined;
  return {
    kind: known,
    id,
    ...(version === undefined ? {} : { version: Number(version) }),
    ...(part === undefined ? {} : { part }),
  };
}
