import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomIds } from '../../src/kernel/ids.js';
import { Signer, shortPrint } from '../../src/kernel/signed-head.js';
import { saySigning, signingKey } from '../../src/program/signing-key.js';
import { lineLog } from '../../src/runtime/log.js';

/** What a start says of the key that it signs with: whoever notes it can tell later whose signature is under a pack. */

let folder: string;
let url: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-signing-'));
  url = `file:${path.join(folder, 'mentorlog.db')}`;
});
afterAll(() => rm(folder, { recursive: true }));

const kept = new Map<string, string>();
const meta = {
  get: async (key: string) => kept.get(key),
  put: async (key: string, value: string) => void kept.set(key, value),
};
/** What a start says, and the codes that its log has. */
async function started(setting?: string): Promise<{ said: string; logged: string; print: string; file: string }> {
  const [said, logged]: [string[], string[]] = [[], []];
  const found = await signingKey(setting, url, randomIds());
  const log = lineLog((line) => void logged.push(line), Date.now, 'info');
  await saySigning({ meta } as never, found, (line) => void said.push(line), log);
  return {
    ...{ said: said.join('\n'), logged: logged.join('\n') },
    ...{ print: shortPrint(new Signer(found.bytes).print), file: found.file },
  };
}

test('the first start makes one, prints its fingerprint, and each says that it lies beside the data, until it is parted', async () => {
  const first = await started();
  expect(first.said).toContain(`Records are signed with the key ${first.print}. Note it`);
  expect(first.said).toContain('The signing key lies beside the data (mentorlog.db.signing-key)');
  expect((await stat(first.file)).mode & 0o777).toBe(0o600);
  const key = (await readFile(first.file, 'utf8')).trim();
  expect(first.said + first.logged).not.toContain(key);

  const second = await started();
  expect(second.print).toBe(first.print);
  expect(second.said).not.toContain('Note it');
  expect(second.said).toContain('To part them, set SIGNING_KEY to what is in it, and take the file away.');

  // As the sentence says: the same key, and nothing more to say.
  await rm(first.file);
  expect(await started(key)).toMatchObject({ said: '', logged: '', print: first.print });

  const other = await started('22'.repeat(32));
  expect(other.said).toContain(`Records are signed with the key ${other.print}.`);
  expect(other.said).toContain(`Up to now they were signed with ${first.print}. If nobody changed it on purpose`);
  expect(other.logged).toContain('signing.another-key');
});
