import { hashOfHead, isSignedBy, type SignedHead, shortPrint } from '../../kernel/signed-head.js';
import { count, type Findings, moment } from './findings.js';

/** Heads that had left the machine: each line is one that was signed, and the one that is here. */

export interface Left {
  /** Of this programme; undefined where no file was given. */
  readonly left: readonly SignedHead[] | undefined;
  /** Fingerprints that are trusted, or their first digits; none: any. */
  readonly prints: readonly string[];
  /** Those are of the key that is set here: nobody gave them. */
  readonly own?: boolean;
  /** Public keys by their fingerprints. */
  readonly known: ReadonlyMap<string, string>;
}

/** @param heads those that are in the database, by their numbers. @param newest the last of them */
export function checkLeft(
  about: { readonly programme: string },
  heads: ReadonlyMap<number, SignedHead>,
  newest: SignedHead,
  { left, prints, own, known }: Left,
  found: Findings,
): void {
  if (left === undefined) {
    found.notes.push(
      'No heads that had left the machine were given (--heads FILE). Without them nobody sees whether somebody who has DATA_KEY and SIGNING_KEY wrote all of it anew.',
    );
    return;
  }
  if (left.length === 0) {
    found.open.push(`The heads file has none of programme ${about.programme}.`);
    return;
  }
  const others = new Map<string, number>();
  const unknown = new Map<string, number>();
  const add = (to: Map<string, number>, key: string): void => void to.set(key, (to.get(key) ?? 0) + 1);
  for (const head of left) {
    const publicKey = known.get(head.key);
    if (prints.length > 0 && !prints.some((print) => head.key.startsWith(print))) add(others, head.key);
    if (publicKey === undefined) add(unknown, head.key);
    const say = wrongIn(head, publicKey) ?? unlike(head, heads.get(head.seq), newest);
    if (say === undefined) continue;
    found.fault(about, say);
    return;
  }
  for (const [key, lines] of unknown)
    found.open.push(
      `${count(lines, 'line')} of the heads file ${lines === 1 ? 'is' : 'are'} by a key that is not here (${shortPrint(key)}), so ${lines === 1 ? 'its signature' : 'their signatures'} could not be verified.`,
    );
  for (const [key, lines] of others)
    (own === true ? found.notes : found.open).push(
      `${count(lines, 'line')} of the heads file ${lines === 1 ? 'is' : 'are'} by another key (${shortPrint(key)}) than the one that you trust. If it is an earlier one that you noted, give it with --key too.`,
    );
  found.checked.push(
    unknown.size === 0
      ? `${count(left.length, 'head')} that had left the machine: each signature is right, and they are the ones that are here.`
      : `${count(left.length, 'head')} that had left the machine: they are the ones that are here.`,
  );
}

/** What is wrong with a line by itself. */
function wrongIn(head: SignedHead, publicKey: string | undefined): string | undefined {
  if (hashOfHead(head) !== head.hash) return `head ${head.seq} in the heads file was changed.`;
  if (publicKey !== undefined && !isSignedBy(head, publicKey))
    return `the signature under head ${head.seq} in the heads file is false: that line was changed, or made up.`;
  return undefined;
}

/** Where it is not the one that is here. */
function unlike(head: SignedHead, is: SignedHead | undefined, newest: SignedHead): string | undefined {
  if (is === undefined && head.seq > newest.seq)
    return `the heads file has head ${head.seq} of ${moment(head.at)}, and the database ends with head ${newest.seq}: an older copy was put back, or the record was cut short.`;
  if (is !== undefined && is.hash !== head.hash)
    return `head ${head.seq} had left the machine as another one than it is here: the record was written anew, or went on in two copies.`;
  return undefined;
}
