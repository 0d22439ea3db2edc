import { existsSync } from 'node:fs';
import { chmod, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
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

/**
 * As set, or the one in a file beside the database that only its owner can read, made where there is none. Where the
 * database is a server's, it lies in the working directory's `data`.
 * @throws Refused `key-file-damaged` where the file holds no key
 */
export async function signingKey(setting: string | undefined, databaseUrl: string, ids: Ids): Promise<SigningKeyFound> {
  if (setting !== undefined) return { bytes: keyBytes(setting), beside: false, file: '' };
  const database = databaseFile(databaseUrl);
  const file = `${database}.signing-key`;
  // The data of a server lies elsewhere.
  const beside = databaseUrl.startsWith('file:');
  await mkdir(path.dirname(file), { recursive: true });
  if (existsSync(file)) return { bytes: await keyIn(file, 'SIGNING_KEY'), beside, file };
  const bytes = ids.bytes(32);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(`${Buffer.from(bytes).toString('hex')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await chmod(file, 0o600);
  return { bytes, beside, file };
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
