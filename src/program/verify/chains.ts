import { chainStart, leafEntryHash, readLeafAt } from '../../kernel/chain.js';
import {
  type ChainEnd,
  hashOfHead,
  isSignedBy,
  printOf,
  rootOfEnds,
  type SignedHead,
  shortPrint,
} from '../../kernel/signed-head.js';
import type { Unopened, UnopenedEntry, UnopenedHead, UnopenedProgramme } from '../../ports/unopened.js';
import { count, type Findings, moment } from './findings.js';
import { checkLeft } from './left.js';
import type { Noted } from './note.js';

/** What shows without a key to the data: entries against one another, their ends, and the heads that were signed over them. */

/** @param trusted fingerprints (or their first 16 digits) that did not come from the database; none: it is only said which signed */
export interface Trust {
  readonly prints: readonly string[];
  /** They are of the key that is set here, which may not have signed yet; nobody gave them. */
  readonly own?: boolean;
  /** Lines of heads that left the machine. */
  readonly heads?: readonly SignedHead[];
  /** Public keys (base64) that did not come from the database. */
  readonly publicKeys?: readonly string[];
  /** What the program noted (note.ts), which says itself what is wrong where a head is gone. */
  readonly notes?: Noted['notes'];
  readonly isCurrent?: boolean;
}

export async function checkUnopened({ programmes, keys }: Unopened, trust: Trust, found: Findings): Promise<void> {
  for (const [print, publicKey] of keys)
    if (printOf(publicKey) !== print)
      found.open.push(`A public key in the database is not the one of its fingerprint (${shortPrint(print)}).`);
  for (const id of new Set((trust.heads ?? []).map((head) => head.programme)))
    if (!programmes.some((programme) => programme.id === id))
      found.fault({ programme: id }, 'the heads file has signed heads of it, and it is not in the database.');
  for (const programme of programmes) {
    const walked = new Map<string, { readonly hashes: ReadonlyMap<number, string>; readonly last: number }>();
    const before = found.faults.length;
    let entries = 0;
    for (const { chain, end } of programme.chains) {
      const rows = await programme.entries(chain);
      entries += rows.length;
      const hashes = new Map(rows.filter((r) => r.version !== 1).map((r) => [r.seq, r.hash]));
      walked.set(chain, { hashes, last: rows.at(-1)?.seq ?? 0 });
      for (const say of unfitIn(chain, rows, end)) found.fault({ programme: programme.id, chain }, say);
    }
    if (found.faults.length === before && entries > 0)
      found.checked.push(
        `${count(entries, 'entry', 'entries')} on ${count(programme.chains.length, 'chain')}: none was changed, taken out, put in or moved, and each chain ends where it should.`,
      );
    checkHeads(programme, keys, trust, walked, found);
  }
}

/** What is wrong with one chain, the first thing of each kind. */
function unfitIn(
  chain: string,
  rows: readonly UnopenedEntry[],
  end: { readonly seq: number; readonly hash: string } | undefined,
): readonly string[] {
  const said: string[] = [];
  const [last] = rows.slice(-1);
  if (end === undefined) said.push('it is not known any more where its chain should end.');
  else if (last === undefined) said.push(`all ${end.seq} entries of its chain are gone.`);
  else if (last.seq < end.seq)
    said.push(`its chain was cut short: it should have ${end.seq} entries, and ends with entry ${last.seq}.`);
  else if (last.seq > end.seq) said.push(`something was put in behind the end of its chain: entry ${end.seq + 1}.`);
  else if (last.version !== 1 && last.hash !== end.hash)
    said.push(`the last entry of its chain, ${end.seq}, is not the one that should be there.`);
  let before: UnopenedEntry | undefined;
  for (const [i, row] of rows.entries()) {
    if (row.seq !== i + 1) {
      said.push(`entry ${i + 1} of its chain is gone.`);
      break;
    }
    if (row.version === 1) {
      if (before !== undefined && before.version !== 1)
        said.push(`entry ${row.seq} of its chain was moved: it is of an earlier kind.`);
    } else {
      const wrong = unfitEntry(chain, row, before);
      if (wrong !== undefined) {
        said.push(wrong);
        break;
      }
    }
    before = row;
  }
  return said;
}

function unfitEntry(chain: string, row: UnopenedEntry, before: UnopenedEntry | undefined): string | undefined {
  const { seq, at, prev, hash } = row;
  const [leaves, voids] = [textsIn(row.leaves), textsIn(row.voids)];
  if (row.version !== 2 || leaves === undefined || voids === undefined) return `entry ${seq} of its chain was changed.`;
  if (leafEntryHash({ v: 2, chain, seq, at, leaves, voids, prev }) !== hash)
    return `entry ${seq} of its chain was changed.`;
  if (prev !== (before === undefined || before.version === 1 ? chainStart : before.hash))
    return `entry ${seq} of its chain does not follow the one before: something was put in, moved or written anew there.`;
  for (const name of voids) {
    const at = readLeafAt(name);
    if (at === undefined || at.seq >= seq) return `entry ${seq} of its chain voids what was not there.`;
  }
  return undefined;
}

function textsIn(json: string): readonly string[] | undefined {
  try {
    const list: unknown = JSON.parse(json);
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

type Walked = ReadonlyMap<string, { readonly hashes: ReadonlyMap<number, string>; readonly last: number }>;

function checkHeads(
  { id, heads: rows, chains }: UnopenedProgramme,
  keys: ReadonlyMap<string, string>,
  trust: Trust,
  walked: Walked,
  found: Findings,
): void {
  const about = { programme: id };
  const before = found.faults.length;
  const ends = new Map<string, ChainEnd>();
  const told = new Set<string>();
  const heads = new Map<number, SignedHead>();
  const signers = new Set<string>();
  let last: UnopenedHead | undefined;
  for (const row of rows) {
    const moved = endsIn(row.moved);
    if (row.seq !== (last?.seq ?? 0) + 1) found.fault(about, `signed head ${(last?.seq ?? 0) + 1} is gone.`);
    else if (row.prev !== (last?.hash ?? chainStart))
      found.fault(about, `signed head ${row.seq} does not follow the one before: one of them was changed.`);
    for (const end of moved ?? []) ends.set(end.chain, end);
    const head = headOf(id, row, [...ends.values()]);
    heads.set(row.seq, head);
    const publicKey = keys.get(row.keyPrint);
    if (moved === undefined || hashOfHead(head) !== row.hash || head.root !== row.root)
      found.fault(about, `signed head ${row.seq} was changed: it is not over the chains that it names.`);
    else if (publicKey === undefined)
      found.fault(about, `signed head ${row.seq} is by a key that is not known here (${shortPrint(row.keyPrint)}).`);
    else if (!isSignedBy({ ...head, hash: row.hash }, publicKey))
      found.fault(about, `the signature under head ${row.seq} is false.`);
    else signers.add(row.keyPrint);
    for (const end of moved ?? []) {
      const say = told.has(end.chain) ? undefined : unlike(end, row, walked);
      if (say === undefined) continue;
      told.add(end.chain);
      found.fault({ programme: id, chain: end.chain }, say);
    }
    last = row;
  }
  checkTrust(id, heads, signers, { ...trust, hasSigned: keys.size > 0, known: keysKnown(keys, trust) }, found);
  if (last === undefined) return;
  const since = chains.reduce(
    (n, { chain }) => n + Math.max(0, (walked.get(chain)?.last ?? 0) - (ends.get(chain)?.seq ?? 0)),
    0,
  );
  if (found.faults.length === before)
    found.checked.push(
      `${count(rows.length, 'signed head')}, the newest of ${moment(last.at)}: every chain goes on from where each of them has it.`,
    );
  if (since > 0)
    found.notes.push(
      `${count(since, 'entry is', 'entries are')} newer than the newest signed head, and are in the next one.`,
    );
}

/** Public keys by their own fingerprints, wherever they came from: which of them is trusted, a fingerprint says. */
const keysKnown = (keys: ReadonlyMap<string, string>, trust: Trust): ReadonlyMap<string, string> =>
  new Map([...keys.values(), ...(trust.publicKeys ?? [])].map((publicKey) => [printOf(publicKey), publicKey]));

function headOf(programme: string, row: UnopenedHead, ends: readonly ChainEnd[]): SignedHead {
  const { seq, at, prev, hash, keyPrint: key, signature } = row;
  return { v: 1, programme, seq, at, size: ends.length, root: rootOfEnds(ends), prev, hash, key, signature };
}

function endsIn(json: string): readonly ChainEnd[] | undefined {
  try {
    const list: unknown = JSON.parse(json);
    if (!Array.isArray(list)) return undefined;
    const ends = list.map((one: unknown) => (Array.isArray(one) ? one : []));
    if (
      ends.some(
        ([chain, seq, hash]) => typeof chain !== 'string' || !Number.isSafeInteger(seq) || typeof hash !== 'string',
      )
    )
      return undefined;
    return ends.map(([chain, seq, hash]) => ({ chain, seq, hash }));
  } catch {
    return undefined;
  }
}

/** Where a chain is not as the head has it. */
function unlike({ chain, seq, hash }: ChainEnd, head: UnopenedHead, walked: Walked): string | undefined {
  const is = walked.get(chain);
  const when = `signed head ${head.seq} (${moment(head.at)})`;
  if (is === undefined || is.last < seq)
    return `its chain had ${count(seq, 'entry', 'entries')} by ${when}, and has ${is?.last ?? 0} now: it was cut short, or an older copy was put back.`;
  const now = is.hashes.get(seq);
  return now === undefined || now === hash
    ? undefined
    : `its chain was written anew: up to entry ${seq} it is not the one that ${when} was signed over.`;
}

/** What did not come from the database: fingerprints, and heads that left the machine. */
function checkTrust(
  id: string,
  heads: ReadonlyMap<number, SignedHead>,
  signers: ReadonlySet<string>,
  trust: Trust & { readonly hasSigned: boolean; readonly known: ReadonlyMap<string, string> },
  found: Findings,
): void {
  const about = { programme: id };
  const newest = [...heads.values()].at(-1);
  if (newest === undefined) {
    const unseen = 'so it cannot be seen whether somebody with DATA_KEY wrote the record anew.';
    const noted = trust.notes?.get(id) !== undefined;
    const given = trust.prints.length > 0 && trust.own !== true;
    if (given || trust.hasSigned || (trust.heads ?? []).some((h) => h.programme === id))
      found.fault(
        about,
        'no signed head is there, though there is a key that signed some: they were taken away, or the program has not run with it yet.',
      );
    else if (noted && trust.isCurrent !== true)
      found.open.push(`This copy is from before the first head of programme ${id} was signed, ${unseen}`);
    else if (!noted)
      found.open.push(
        `In programme ${id} no head was signed yet, ${unseen} The program signs one each day, once it runs with a key to sign with.`,
      );
    return;
  }
  const isTrusted = (print: string) => trust.prints.some((p) => print.startsWith(p));
  if (trust.prints.length === 0)
    found.open.push(
      `Whose key signed the heads of programme ${id} cannot be told from the database. Its fingerprint is ${shortPrint(newest.key)}: compare it with a weekly digest or the operator’s note, and give it with --key.`,
    );
  else if (!isTrusted(newest.key))
    found.fault(
      about,
      `its newest head was signed by another key (${shortPrint(newest.key)}) than the one that you trust (${trust.prints.map(shortPrint).join(', ')}): all of it may have been signed anew.`,
    );
  for (const print of signers)
    if (trust.prints.length > 0 && print !== newest.key && !isTrusted(print))
      found.notes.push(
        `Some earlier heads are by another key (${shortPrint(print)}): compare it with what you noted before the key was changed.`,
      );
  checkLeft(about, heads, newest, { ...trust, left: trust.heads?.filter((h) => h.programme === id) }, found);
}
