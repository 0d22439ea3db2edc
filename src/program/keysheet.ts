import { createHash } from 'node:crypto';
import { isThere, lookAt } from '../../adapters/prisma/databases.js';
import { isAt } from '../../adapters/prisma/is-at.js';
import { Refused, rotationUnfinished } from '../kernel/errors.js';
import { randomIds } from '../kernel/ids.js';
import { deriveKey } from '../kernel/seal.js';
import { Signer, shortPrint } from '../kernel/signed-head.js';
import { asDate } from '../kernel/zoned.js';
import { type Command, fromHere, told, usageCode } from './command.js';
import { type Config, readConfig } from './config.js';
import { databaseFile, dataKey, keyBytes, keyIn, nextKeyFile } from './data-key.js';
import { signingKeyThere } from './signing-key.js';
import { whyNot } from './why-not.js';

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
  /** What it was tried on, if on anything. */
  readonly tried?: string;
}

function sheet(keys: readonly OneKey[], show: boolean, day: string): string {
  const blank = '______________________________';
  const of = ({ name, isFor, without, at, key, print, tried }: OneKey): string => `
${name}
${'-'.repeat(name.length)}
${isFor}
${without}

  Fingerprint         ${print ?? 'there is none yet'}
  On this machine     ${at ?? 'not set'}${tried === undefined ? '' : `\n  On the data         ${tried}`}
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
export function keysheet(args: readonly string[], command: Command = fromHere): Promise<number> {
  if (args.some((word) => word !== '--show')) {
    command.err('Write it so: mentorlog keysheet, for a page without the keys, or mentorlog keysheet --show.');
    return Promise.resolve(usageCode);
  }
  return told(command, async () => {
    const config = readConfig(command.env);
    const [root, signs] = [await rootOf(config), await signingOf(config)];
    const tried = await triedOn(config, root.key);
    const keys: readonly OneKey[] = [
      {
        name: 'DATA_KEY',
        isFor: 'Opens what people wrote, in the database and in its backups.',
        without: 'Without it nobody can read that any more, you included.',
        ...root,
        print: root.key === undefined ? undefined : dataKeyPrint(root.key),
        ...(tried === undefined ? {} : { tried }),
      },
      {
        name: 'SIGNING_KEY',
        isFor: 'Signs where the record stood, so that a changed record is found.',
        without: 'Without it nothing is lost, but what comes later is signed by another one.',
        ...signs,
        print: signs.key === undefined ? undefined : shortPrint(new Signer(signs.key).print),
      },
    ];
    command.out(sheet(keys, args.includes('--show'), asDate(command.now()).toISOString().slice(0, 10)).trimEnd());
    return 0;
  });
}

type Lies = Pick<OneKey, 'at' | 'key'>;
const nowhere: Lies = { at: undefined, key: undefined };

/** A change of the key that has not ended leaves two of them. @throws Refused `rotation-unfinished`, `key-file-damaged` */
async function rootOf({ dataKey, databaseUrl }: Config): Promise<Lies> {
  if (dataKey !== undefined) return { at: 'the setting DATA_KEY', key: keyBytes(dataKey) };
  if (isAt(nextKeyFile(databaseUrl))) throw rotationUnfinished();
  const file = `${databaseFile(databaseUrl)}.key`;
  return isAt(file) ? { at: file, key: await keyIn(file, 'DATA_KEY') } : nowhere;
}

async function signingOf({ signingKey, databaseUrl }: Config): Promise<Lies> {
  const there = await signingKeyThere(signingKey, databaseUrl);
  if (there === undefined) return nowhere;
  return { at: there.file === '' ? 'the setting SIGNING_KEY' : there.file, key: there.bytes };
}

/**
 * Whether the key is the one that the data is under: a sheet with another one would be found out on the day it is needed.
 * @returns how it was tried; nothing where there is no key to try
 * @throws Refused `wrong-data-key`, `data-key-lost`
 */
async function triedOn(config: Config, rootKey: Uint8Array | undefined): Promise<string | undefined> {
  const url = config.databaseUrl;
  try {
    if (!(await isThere(url))) return rootKey === undefined ? undefined : 'not tried: there is no database yet';
    // It says where the key should be.
    if (rootKey === undefined) await dataKey(undefined, url, randomIds());
    else await lookAt(url, 'none', { rootKey, ids: randomIds() });
    return 'tried: it opens the database that is here';
  } catch (error) {
    if (error instanceof Refused && ['wrong-data-key', 'data-key-lost'].includes(error.code)) throw error;
    return `NOT tried: ${whyNot(error).split('\n')[0]}`;
  }
}
