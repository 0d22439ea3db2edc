import { chmod, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { isAt } from '../../adapters/prisma/is-at.js';
import type { Ids } from '../kernel/ids.js';
import { Signer, shortPrint } from '../kernel/signed-head.js';
import type { Store } from '../ports/store.js';
import type { Log } from '../runtime/log.js';
import { databaseFile, keyBytes, keyIn } from './data-key.js';

/** The key that signed heads are signed with (docs/record-format.md#signed-heads). */
export interface SigningKeyFound {
  /** 32 bytes. */
  readonly bytes: Uint8Array;
  /** It lies beside the database: whoever has the one has the other. */
  readonly beside: boolean;
  /** Where it lies then; empty where it was set. */
  readonly file: string;
}

/** Where it lies unless it is set: beside the database, or in the working directory's `data` where that is a server's. */
export const signingKeyFile = (databaseUrl: string): string => `${databaseFile(databaseUrl)}.signing-key`;

/**
 * As set, or the one in a file beside the database; undefined where there is none. What a command reads by: a key that it made
 * would be another than the bot's, and every reader be told so.
 * @throws Refused `key-file-damaged` where the file holds no key
 */
export async function signingKeyThere(
  setting: string | undefined,
  databaseUrl: string,
): Promise<SigningKeyFound | undefined> {
  if (setting !== undefined) return { bytes: keyBytes(setting), beside: false, file: '' };
  const file = signingKeyFile(databaseUrl);
  if (!isAt(file)) return undefined;
  // The data of a server lies elsewhere.
  return { bytes: await keyIn(file, 'SIGNING_KEY'), beside: databaseUrl.startsWith('file:'), file };
}

/**
 * The same for the bot: in a file that only its owner can read one is made where there is none.
 * @throws Refused `key-file-damaged` where the file holds no key
 */
export async function signingKey(setting: string | undefined, databaseUrl: string, ids: Ids): Promise<SigningKeyFound> {
  const there = await signingKeyThere(setting, databaseUrl);
  if (there !== undefined) return there;
  const file = signingKeyFile(databaseUrl);
  await mkdir(path.dirname(file), { recursive: true });
  const bytes = ids.bytes(32);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(`${Buffer.from(bytes).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(file, 0o600);
  return { bytes, beside: databaseUrl.startsWith('file:'), file };
}

/** What signs: said where it has not signed here before, and each time as long as it lies beside the data. */
export async function saySigning(
  store: Pick<Store, 'meta'>,
  signs: SigningKeyFound,
  say: (line: string) => void,
  log: Log,
): Promise<void> {
  const { print } = new Signer(signs.bytes);
  const before = await store.meta.get(signingPrint);
  if (before !== print) {
    say(`Records are signed with the key ${shortPrint(print)}. Note it: each digest and each pack shows it.`);
    if (before !== undefined) {
      say(
        `Up to now they were signed with ${shortPrint(before)}. If nobody changed it on purpose, put the old key back.`,
      );
      log.say('signing.another-key');
    }
    await store.meta.put(signingPrint, print);
  }
  if (signs.beside)
    say(
      `The signing key lies beside the data (${path.basename(signs.file)}): whoever has both can write everything anew. To part them, set SIGNING_KEY to what is in it, and take the file away.`,
    );
}
const signingPrint = 'signing-print';
