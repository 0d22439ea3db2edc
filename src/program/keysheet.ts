import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { leaseClock } from '../kernel/clock.js';
import { deriveKey, keyLength } from '../kernel/seal.js';
import { Signer, shortPrint } from '../kernel/signed-head.js';
import { readConfig } from './config.js';
import { databaseFile, keyBytes } from './data-key.js';
import { whyNot } from './main.js';

/**
 * `mentorlog keysheet`: a page to print, on which whoever runs the bot notes which keys there are, where each is kept and
 * who has a copy. It has fingerprints, by which a copy is known to be the right one, and no key unless `--show` asks for it.
 */

/** A key's fingerprint, for people to compare: of a key derived from it, so that it says nothing of the key itself. */
export const dataKeyPrint = (key: Uint8Array): string =>
  shortPrint(createHash('sha256').update(deriveKey(key, 'fingerprint')).digest('hex'));

const hex = (key: Uint8Array): string => Buffer.from(key).toString('hex');
/** In fours: to be read aloud and typed. */
const spaced = (text: string): string => (text.match(/.{4}/g) ?? []).join(' ');

interface OneKey {
  readonly name: string;
  readonly isFor: string;
  readonly without: string;
  /** Where it is on this machine; undefined where there is none. */
  readonly at: string | undefined;
  readonly key: Uint8Array | undefined;
  readonly print: string | undefined;
}

function sheet(keys: readonly OneKey[], show: boolean, day: string): string {
  const blank = '______________________________';
  const of = ({ name, isFor, without, at, key, print }: OneKey): string => `
${name}
${'-'.repeat(name.length)}
${isFor}
${without}

  Fingerprint         ${print ?? 'there is none yet'}
  On this machine     ${at ?? 'not set'}
${show && key !== undefined ? `  The key             ${spaced(hex(key))}\n` : ''}
  A copy is kept      ${blank}  by ${blank}
  A second copy       ${blank}  by ${blank}
  Compared on         ${blank}  by ${blank}
`;
  return `MENTORLOG: KEY SHEET                                                ${day}

Keep this sheet, and copies of the keys, where the backups are not: a backup
with its key beside it is as good as plain text. Whoever has a copy can be asked
to run "mentorlog keysheet" on it: the same fingerprint is the same key.
${show ? '\nThis sheet has the keys themselves. Print it on paper, keep no file of it, and lock it away.\n' : ''}${keys.map(of).join('')}
If a key may have been seen by somebody it is not for: "mentorlog rotate-key"
for DATA_KEY. Backups from before still open with the old one: keep it as long as them.
`;
}

/** Answers the exit code. */
export function keysheet(words: readonly string[], env: NodeJS.ProcessEnv = process.env): number {
  const unknown = words.filter((word) => word !== '--show');
  if (unknown.length > 0) {
    process.stderr.write(
      'mentorlog keysheet          prints a page without the keys; with --show, one that has them\n',
    );
    return 2;
  }
  try {
    const { dataKey, databaseUrl } = readConfig(env);
    const file = `${databaseFile(databaseUrl)}.key`;
    const root =
      dataKey === undefined
        ? existsSync(file)
          ? keyBytes(readFileSync(file, 'utf8').trim())
          : undefined
        : keyBytes(dataKey);
    const signing = env.SIGNING_KEY === undefined || env.SIGNING_KEY === '' ? undefined : keyBytes(env.SIGNING_KEY);
    const signs = signing?.length === keyLength;
    const keys: readonly OneKey[] = [
      {
        name: 'DATA_KEY',
        isFor: 'Opens what people wrote, in the database and in its backups.',
        without: 'Without it nobody can read that any more, you included.',
        at: dataKey !== undefined ? 'the setting DATA_KEY' : root === undefined ? undefined : file,
        key: root,
        print: root === undefined ? undefined : dataKeyPrint(root),
      },
      {
        name: 'SIGNING_KEY',
        isFor: 'Signs where the record stood, so that a changed record is found.',
        without: 'Without it nothing is lost, but what comes later is signed by another one.',
        at: signs ? 'the setting SIGNING_KEY' : undefined,
        key: signs ? signing : undefined,
        print: signs && signing !== undefined ? shortPrint(new Signer(signing).print) : undefined,
      },
    ];
    process.stdout.write(sheet(keys, words.includes('--show'), new Date(leaseClock.now()).toISOString().slice(0, 10)));
    return 0;
  } catch (error) {
    process.stderr.write(`${whyNot(error)}\n`);
    return 1;
  }
}
