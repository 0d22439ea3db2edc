import { spawn } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresql, saidAddress } from '../../adapters/prisma/databases.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { Refused } from '../kernel/errors.js';
import { type SignedHead, Signer } from '../kernel/signed-head.js';
import { type Command, fromHere, usageCode } from './command.js';
import { readConfig } from './config.js';
import { databaseFile, keyBytes, keyIn } from './data-key.js';
import { signingKeyThere } from './signing-key.js';
import { type Looked, verifyDatabase } from './verify/copy.js';
import type { Finding } from './verify/findings.js';
import { whyNot } from './why-not.js';

/**
 * `mentorlog verify`: whether what is kept is what was entered. Of the database of the settings, beside a running bot; of a
 * backup; of a pack, which the file that assessors are given checks, in a process of its own (docs/verifier/README.md).
 */

/** Exit codes: something does not fit; not all could be checked. */
const [unfitCode, openCode] = [1, 2];
const usage =
  'Write it so: mentorlog verify [FILE] [--key FINGERPRINT] [--heads FILE] [--names] [--json]. FILE is a backup or a pack; without one the database of the settings is verified. Of a pack --earlier PACK.zip too.';

interface Asked {
  readonly file: string | undefined;
  readonly keys: readonly string[];
  readonly heads: string | undefined;
  readonly names: boolean;
  readonly json: boolean;
}

function read(args: readonly string[]): Asked {
  const rest = [...args];
  let [file, heads]: (string | undefined)[] = [];
  const [keys, flags]: [string[], Set<string>] = [[], new Set()];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--names' || arg === '--json') flags.add(arg);
    else if (arg === '--key' || arg === '--heads') {
      const value = rest.shift();
      if (value === undefined) throw new Refused('usage', usage);
      if (arg === '--key') keys.push(value);
      else heads = value;
    } else if (arg.startsWith('--') || file !== undefined) throw new Refused('usage', usage);
    else file = arg;
  }
  return { file, keys, heads, names: flags.has('--names'), json: flags.has('--json') };
}

/** @param args what stands behind `verify`. @returns the exit code */
export async function verify(args: readonly string[], command: Command = fromHere): Promise<number> {
  try {
    const pack = await packIn(args);
    if (pack) return await byTheirs(args, command);
    const asked = read(args);
    const config = readConfig(command.env);
    const database = databaseFile(config.databaseUrl);
    const current = isPostgresql(config.databaseUrl) ? config.databaseUrl : database;
    const file = asked.file === undefined ? current : path.resolve(asked.file);
    // Its fingerprint is trusted where none is given.
    const signs = await signingKeyThere(config.signingKey, config.databaseUrl);
    const own = signs === undefined ? undefined : new Signer(signs.bytes);
    const trust = {
      prints: asked.keys.length > 0 ? asked.keys.map(printIn) : own === undefined ? [] : [own.print],
      own: asked.keys.length === 0,
      publicKeys: own === undefined ? [] : [own.publicKey],
      ...(asked.heads === undefined ? {} : { heads: await headsIn(asked.heads) }),
    };
    const looked = await verifyDatabase(file, await keyTo(file, database, config.dataKey), trust, {
      named: asked.names,
      current,
    });
    return told(saidAddress(file), looked, asked.json, command);
  } catch (error) {
    command.err(whyNot(error));
    return error instanceof Refused && error.code === 'usage' ? usageCode : unfitCode;
  }
}

/** The key to the data: as set, or as it lies beside the file, or beside the database of the settings. */
async function keyTo(file: string, database: string, set: string | undefined): Promise<Uint8Array | undefined> {
  if (set !== undefined) return keyBytes(set);
  for (const one of [`${file}.key`, `${database}.key`]) if (isAt(one)) return keyIn(one, 'DATA_KEY');
  return undefined;
}

/** A fingerprint as somebody types it: 64 digits, or the first 16. */
function printIn(text: string): string {
  const digits = text.replace(/[\s:-]/g, '').toLowerCase();
  if (!/^(?:[0-9a-f]{16}|[0-9a-f]{64})$/.test(digits))
    throw new Refused(
      'usage',
      'What stands behind --key is no fingerprint: it has 64 digits, or the first 16 of them in fours.',
    );
  return digits;
}

const mostHeads = 64 * 2 ** 20;

async function headsIn(file: string): Promise<readonly SignedHead[]> {
  if (!isAt(file)) throw new Refused('no-such-file', `There is no file ${file}. Look for it, and name it again.`);
  // A device, or a pipe, may have no end.
  if (!(await stat(file)).isFile()) throw new Refused('no-such-file', `${file} is no file. Name the file of heads.`);
  if ((await stat(file)).size > mostHeads) throw new Refused('too-large', `${file} is larger than any heads file is.`);
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    try {
      const head = JSON.parse(line) as SignedHead;
      if (
        head?.v === 1 &&
        typeof head.programme === 'string' &&
        Number.isSafeInteger(head.seq) &&
        typeof head.hash === 'string' &&
        typeof head.key === 'string' &&
        typeof head.signature === 'string'
      )
        return head;
    } catch {}
    throw new Refused('heads-damaged', `Line ${i + 1} of ${file} is no head. Take the file as the program wrote it.`);
  });
}

/** Whether the first file named is a zip. */
async function packIn(args: readonly string[]): Promise<boolean> {
  const [file] = args;
  if (file === undefined || file.startsWith('--') || !isAt(file)) return false;
  if ((await stat(file)).isDirectory()) throw new Refused('no-such-file', `${file} is a folder. Name a file.`);
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.readUInt32LE(0) === 0x04034b50;
  } finally {
    await handle.close();
  }
}

/** The file that assessors are given, of this package. */
function theirs(): string {
  for (let at = import.meta.dirname; ; at = path.dirname(at)) {
    const file = path.join(at, 'docs/verifier/mentorlog-verify.mjs');
    if (isAt(file)) return file;
    if (path.dirname(at) === at)
      throw new Refused(
        'no-verifier',
        'docs/verifier/mentorlog-verify.mjs is not beside the program. Take it from its source.',
      );
  }
}

/** What checks a pack shares no code with what makes one: it runs apart, and says all itself. */
function byTheirs(args: readonly string[], command: Command): Promise<number> {
  const file = theirs();
  if (!args.includes('--json'))
    command.out(`Checked by ${path.relative(process.cwd(), file)}, which needs nothing of this program:`);
  return new Promise((resolve, reject) => {
    // It is given no setting and no key.
    const child = spawn(process.execPath, [file, ...args], { env: {}, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      command.out(text.trimEnd());
      resolve(code ?? openCode);
    });
  });
}

const mostTold = 200;

function told(file: string, { found, names }: Looked, asJson: boolean, { out }: Command): number {
  const code = found.faults.length > 0 ? unfitCode : found.open.length > 0 ? openCode : 0;
  const line = ({ programme, chain, say }: Finding): string => {
    const id = chain === undefined || chain === programme ? programme : chain;
    const what = id === programme ? 'Programme' : 'Mentorship';
    const named = names.get(id);
    return `${what} ${id}${named === undefined ? '' : ` (${named})`}: ${say}`;
  };
  const faults = found.faults.map(line);
  const { open: missing, checked, notes } = found;
  if (asJson) {
    out(JSON.stringify({ code, file, faults: found.faults, open: missing, checked, notes, beyond, promises }, null, 2));
    return code;
  }
  const part = (title: string, sentences: readonly string[]): void => {
    if (sentences.length === 0) return;
    out(`\n${title}`);
    for (const sentence of sentences.slice(0, mostTold)) out(`  - ${sentence}`);
    if (sentences.length > mostTold) out(`  - and ${sentences.length - mostTold} more of these.`);
  };
  out(file);
  part('NOT AS IT SHOULD BE', faults);
  part('COULD NOT BE CHECKED, AND SHOULD BE', missing);
  part('CHECKED', checked);
  part('TO KNOW', notes);
  part('COMPARED WITH NO ENTRY', beyond);
  part('WHAT NO SINGLE MACHINE CAN PROMISE', promises);
  out(`\nRESULT: ${results[code]}`);
  return code;
}

/** What a change by another way than the program's would not be found of (docs/verifier/README.md#compared-with-no-entry). */
const beyond: readonly string[] = [
  'Who may read: what a mentee shares of their answers (Feedback), what is released (Release), and who supervises, assesses or assures (Allocation). No minute rests on them. Each change by the program has its entry, and the rows are not held against these.',
  'What is shown and counts nothing: in which order goals stand (Goal), people’s names and roles (Person), settings and catalogue, a mentor’s own reflection, judgements and outcomes, which are compared as a pack is made.',
  'Packs that are kept here (PackFile): each has a seal of its own, and a signature where there is a key to sign with. Verify the file that was handed in.',
];

const promises: readonly string[] = [
  'That a meeting took place, that a clock was right, and that nothing was left out from the beginning.',
  'That somebody who has DATA_KEY and SIGNING_KEY did not write all of it anew before any head had left the machine. Heads that left it show that from then on: keep heads.jsonl elsewhere, and give it with --heads.',
];

const results: Readonly<Record<number, string>> = {
  0: 'Everything is as it was entered.',
  [unfitCode]:
    'Something was changed by another way than the program’s, or is missing. Keep this file as it is, take a copy of it, and restore a backup that verifies.',
  [openCode]: 'Nothing was found that does not fit, but not everything could be checked: see above.',
};
