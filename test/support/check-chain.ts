import { createHash, createHmac } from 'node:crypto';

/**
 * A verifier written from docs/record-format.md alone, sharing nothing with what writes: what it finds wrong, the writer
 * does not hide by being wrong in the same way.
 */

export interface ShownChain {
  readonly chain: string;
  /** Told by another way than the entries. */
  readonly head: { readonly seq: number; readonly hash: string };
  readonly entries: readonly (Shown1 | Shown2)[];
  /** Leaves that are opened: all of them, some or none. */
  readonly opened: readonly OpenedLeaf[];
}

interface Shown1 {
  readonly v: 1;
  readonly seq: number;
  readonly at: number;
  readonly actor: string | null;
  readonly what: string;
  readonly subject: string;
  readonly commitments: string;
  readonly prev: string;
  readonly hash: string;
}
interface Shown2 {
  readonly v: 2;
  readonly seq: number;
  readonly at: number;
  readonly leaves: readonly string[];
  readonly voids: readonly string[];
  readonly prev: string;
  readonly hash: string;
}
export interface OpenedLeaf {
  readonly seq: number;
  readonly n: number;
  readonly path: string;
  readonly value: unknown;
  readonly secret: Uint8Array;
}

/** RFC 8785, as far as what is written needs it. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = value as Readonly<Record<string, unknown>>;
    const names = Object.keys(fields).sort();
    return `{${names.map((name) => `${canonical(name)}:${canonical(fields[name])}`).join(',')}}`;
  }
  if (typeof value === 'string') return JSON.stringify(value.toWellFormed());
  if (value === null || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value)))
    return JSON.stringify(value);
  throw new TypeError('not JSON');
}
const sha256 = (value: unknown): string => createHash('sha256').update(canonical(value)).digest('hex');

/** Everything that is wrong with it, a sentence each; none where it verifies. */
export function faultsOf({ chain, head, entries, opened }: ShownChain): readonly string[] {
  const faults: string[] = [];
  const wrong = (seq: number, what: string): void => void faults.push(`entry ${seq}: ${what}`);
  const valueAt = (seq: number, path: string): unknown => opened.find((l) => l.seq === seq && l.path === path)?.value;
  let prev = '0'.repeat(64);
  let former: { readonly seq: number; readonly hash: string } | undefined;
  let begun = false;
  for (const [i, entry] of entries.entries()) {
    if (entry.seq !== i + 1) wrong(i + 1, 'is not there');
    if (entry.v === 2 && !begun) {
      begun = true;
      former = entries[i - 1];
      prev = '0'.repeat(64);
      const [what, last] = [valueAt(entry.seq, 'what'), valueAt(entry.seq, 'format-1/head')];
      if (what !== undefined && (what === 'chain.carried-over') !== (former !== undefined))
        wrong(entry.seq, 'does not begin as it should');
      if (last !== undefined && (last !== former?.hash || valueAt(entry.seq, 'format-1/entries') !== former?.seq))
        wrong(entry.seq, 'is not tied to what stood before');
    } else if (entry.v === 1 && begun) wrong(entry.seq, 'is of before, and stands after');
    if (entry.prev !== prev) wrong(entry.seq, 'does not follow the one before');
    const { seq, at } = entry;
    const hash =
      entry.v === 2
        ? sha256({ v: 2, chain, seq, at, leaves: entry.leaves, voids: entry.voids, prev: entry.prev })
        : sha256({
            seq,
            chain,
            at,
            actor: entry.actor,
            what: entry.what,
            subject: entry.subject,
            commitments: entry.commitments,
            prev: entry.prev,
          });
    if (hash !== entry.hash) wrong(seq, 'was changed');
    prev = entry.hash;
  }
  const last = entries.at(-1);
  if ((last?.seq ?? 0) !== head.seq || (last !== undefined && last.hash !== head.hash))
    faults.push('the chain does not end where it is said to');
  for (const { seq, n, path, value, secret } of opened) {
    const entry = entries[seq - 1];
    const digest = createHmac('sha256', secret)
      .update(canonical([path, value]))
      .digest('hex');
    if (secret.length !== 16 || entry?.v !== 2 || entry.leaves[n] !== digest) wrong(seq, `leaf ${n} is not ${path}`);
  }
  for (const entry of entries) {
    if (entry.v !== 2) continue;
    const numbers = entry.voids.map((name) => name.split('.').map(Number) as [number, number]);
    for (const [i, [seq, n]] of numbers.entries()) {
      const [beforeSeq, beforeN] = numbers[i - 1] ?? [0, -1];
      const of = entries[seq - 1];
      if (seq >= entry.seq || of?.v !== 2 || of.leaves[n] === undefined) wrong(entry.seq, 'voids what is not there');
      if (seq < beforeSeq || (seq === beforeSeq && n <= beforeN)) wrong(entry.seq, 'voids out of order');
    }
    const what = valueAt(entry.seq, 'what');
    if (entry.voids.length > 0 && what !== undefined && what !== 'person.erased' && what !== 'leaf.voided')
      wrong(entry.seq, 'may not void');
  }
  return faults;
}
