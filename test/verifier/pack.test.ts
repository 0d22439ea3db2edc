import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json } from '../../adapters/documents/pack/files.js';
import type { PackManifest } from '../../adapters/documents/pack/manifest.js';
import { verifyPack } from '../../docs/verifier/mentorlog-verify.mjs';
import { day } from '../../src/kernel/clock.js';
import type { SignedHead } from '../../src/kernel/signed-head.js';
import { type Changeable, type Files, forged, lived, misled, read } from '../support/pack-files.js';
import { tuesday, type World, world } from '../support/record-world.js';
import { anotherSigner, type SignedPack, signedPack, signer, unzipped, zipped } from '../support/signed-pack.js';

/** What assessors are given to check a pack with, tried on packs as somebody would forge them. */

const verifier = path.resolve(import.meta.dirname, '../../docs/verifier/mentorlog-verify.mjs');
let folder: string;
let w: World;
let first: SignedPack;
let second: SignedPack;
/** The second, as it would be had everything since the beginning been made anew by whoever has all keys. */
let anew: SignedPack;
let files: Files;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-packs-'));
  w = await world();
  await lived(w);
  await w.to(tuesday + 20 * day);
  first = await signedPack(w);
  await w.to(tuesday + 21 * day);
  second = await signedPack(w, first.head);
  files = unzipped(second.zip);
  const other = await world();
  await lived(other);
  await other.to(tuesday + 20 * day);
  const before = await signedPack(other, undefined, signer, w.programme);
  await other.to(tuesday + 21 * day);
  anew = await signedPack(other, before.head, signer, w.programme);
  await other.close();
}, 120_000);
afterAll(async () => {
  await w.close();
  await rm(folder, { recursive: true });
});

interface Given {
  readonly key?: string;
  readonly heads?: readonly SignedHead[];
  readonly earlier?: readonly Uint8Array[];
}
let nth = 0;
/** By the file alone, as whoever has it does. */
async function run(zip: Uint8Array, { key = signer.print, heads, earlier = [] }: Given = {}, ...more: string[]) {
  const put = async (bytes: Uint8Array | string): Promise<string> => {
    nth += 1;
    const file = path.join(folder, `${nth}`);
    await writeFile(file, bytes);
    return file;
  };
  const args = [await put(zip), ...(key === '' ? [] : ['--key', key])];
  if (heads !== undefined) args.push('--heads', await put(heads.map((h) => `${JSON.stringify(h)}\n`).join('')));
  for (const one of earlier) args.push('--earlier', await put(one));
  const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, ...args, ...more], {
    encoding: 'utf8',
    env: {},
  });
  expect(stderr).toBe('');
  return { code: status, text: stdout };
}

describe('what nobody touched', () => {
  test('verifies, by itself and from earlier heads', async () => {
    const whole = await run(second.zip, { heads: [first.head, second.head], earlier: [first.zip] });
    expect(whole.text).toContain('RESULT: Everything that was checked is as it was when the pack was made and signed.');
    expect(whole.text).toMatch(/280 minutes count, 220 of them confirmed or settled: each rests on what was sealed/);
    expect(whole.text).toMatch(/WHAT NO SINGLE MACHINE CAN PROMISE\n {2}- that a meeting took place/);
    expect(whole.code).toBe(0);
    const short = await run(second.zip, { key: `${signer.print.slice(0, 16).match(/.{4}/g)?.join('-')}` });
    expect(short).toMatchObject({ code: 0, text: expect.stringContaining('give a heads file or an earlier pack') });
  });

  test('is not called well where nobody said whose key it is', async () => {
    expect(await run(second.zip, { key: '' })).toMatchObject({
      code: 2,
      text: expect.stringMatching(
        /Whose key signed the pack cannot be told from the pack[\s\S]*not enough to rely on it/,
      ),
    });
    expect((await run(second.zip, { key: 'abc' })).code).toBe(2);
    expect(await run(first.zip, { earlier: [second.zip] })).toMatchObject({
      code: 2,
      text: expect.stringContaining('it is the later one of both. Exchange them.'),
    });
    const said = await run(second.zip, {}, '--json');
    expect(JSON.parse(said.text)).toMatchObject({ code: 0, faults: [], open: [] });
  });
});

type Manifest = Changeable<PackManifest>;
/** Everything that a pack's maker could do without the key: hashes and figures fit. */
const manifestIs = (change: (m: Manifest) => void): Uint8Array => zipped(misled(withoutOthers(), change));
const withoutOthers = (): Files => new Map([...files].filter(([name]) => name !== 'signature.json'));
const leaves = (m: Manifest): Manifest['chains'][number]['leaves'] =>
  m.chains.find((c) => c.leaves.length > 50)!.leaves;
const leaf = (m: Manifest, path: RegExp) => leaves(m).find((l) => path.test(l.path))!;

/** Name, the pack, what is said; and what it is held against, where it needs that. */
type Case = readonly [string, () => Uint8Array, RegExp, (() => Given)?];
const cases: Case[] = [
  [
    'edit: a page',
    () => zipped(new Map(files).set('README.txt', new TextEncoder().encode('Changed.'))),
    /README\.txt was changed/,
  ],
  [
    'edit: minutes in records.json, all figures and hashes made to fit',
    () =>
      zipped(
        forged(withoutOthers(), (f) => {
          for (const p of f.sessions.find((s) => s.id === 'f0')!.parts)
            Object.assign(p, { minutes: 300, mentorMinutes: 300 });
          f.sessions.find((s) => s.id === 'f0')!.minutes = 300;
        }),
      ),
    /300 minutes count, and what was sealed of the record is \d+ minutes/,
  ],
  [
    'edit: a leaf',
    () => manifestIs((m) => Object.assign(leaf(m, /^record:f0@1\/figures/).value as object, { minutes: 300 })),
    /record:f0@1\/figures: was changed, or was put in/,
  ],
  [
    'edit: only what no leaf has',
    () =>
      manifestIs((m) => {
        m.decided.replaced = 0;
        m.again = true;
      }),
    /signature\.json is missing/,
  ],
  [
    'edit: the list of files, with the old signature',
    () =>
      zipped(
        new Map(
          misled(withoutOthers(), (m) => {
            m.decided.left += 1;
          }),
        ).set('signature.json', files.get('signature.json')!),
      ),
    /manifest\.json was changed: it is not the one that was signed/,
  ],
  [
    'deletion: a leaf of figures',
    () =>
      manifestIs((m) => {
        const all = leaves(m);
        all.splice(all.indexOf(leaf(m, /^record:f1@1\/head/)), 1);
      }),
    /its head stand in records\.json, and what was sealed of them was taken out/,
  ],
  [
    'deletion: a session',
    () =>
      zipped(
        forged(withoutOthers(), (f) => {
          f.sessions.splice(
            f.sessions.findIndex((s) => s.id === 'disputed'),
            1,
          );
        }),
      ),
    /session:disputed@\d+\/figures: was sealed, and records\.json does not have/,
  ],
  [
    'deletion: a mentorship’s chain',
    () =>
      manifestIs((m) => {
        m.chains.pop();
      }),
    /chains of other mentorships than records\.json/,
  ],
  [
    'deletion: a file',
    () => {
      const all = new Map(files);
      all.delete('hours.csv');
      return zipped(all);
    },
    /hours\.csv was taken out/,
  ],
  ['reordering: leaves', () => manifestIs((m) => void leaves(m).reverse()), /was moved: it is not in its order/],
  [
    'reordering: what two sessions were sealed as',
    () =>
      manifestIs((m) => {
        const [a, b] = [leaf(m, /^record:f0@1\/figures/), leaf(m, /^record:late@1\/figures/)];
        [a.value, b.value] = [b.value, a.value];
      }),
    /record:f0@1\/figures: was changed/,
  ],
  [
    'insertion: a leaf',
    () =>
      manifestIs((m) => {
        const one = leaf(m, /^session:f0@\d+\/figures/);
        leaves(m).push({ ...one, path: 'session:x@1/figures' });
      }),
    /session:x@1\/figures: was changed, or was put in/,
  ],
  [
    'insertion: a leaf, the list and the entry made to fit',
    () =>
      manifestIs((m) => {
        m.chains[0]!.seal!.list.push('f'.repeat(64));
      }),
    /the list of all its facts was changed/,
  ],
  [
    'insertion: a file',
    () => zipped(new Map(files).set('more.pdf', new Uint8Array(9))),
    /more\.pdf was put into the pack/,
  ],
  [
    'truncation: a later pack of a record cut short',
    () => anewShort(),
    /an older copy of the data was put back, or the record was cut short/,
    () => ({ earlier: [second.zip] }),
  ],
  [
    're-chained by somebody who has the data’s key alone: a key of their own',
    () => signedBy(anotherSigner),
    /was signed by another key than the one that you gave/,
  ],
  [
    're-chained by somebody who has both keys, against an earlier pack',
    () => anew.zip,
    /Both packs have|does not follow head 1 of the earlier one/,
    () => ({ earlier: [first.zip] }),
  ],
  [
    're-chained by somebody who has both keys, against heads that left',
    () => anew.zip,
    /Head 2 in the heads file is another than the pack’s/,
    () => ({ heads: [first.head, second.head] }),
  ],
  ['forked copy, against heads that left', () => anew.zip, /went on in two copies/, () => ({ heads: [first.head] })],
  [
    'forked copy: a heads file with two of one number',
    () => second.zip,
    /has two heads 2/,
    () => ({ heads: [first.head, second.head, anew.head] }),
  ],
  [
    'forged erasure: what was sealed of a record is gone',
    () =>
      manifestIs((m) => {
        const all = leaves(m);
        for (const l of [...all]) if (/^record:f0@/.test(l.path)) all.splice(all.indexOf(l), 1);
      }),
    /nothing was sealed of its record/,
  ],
  [
    'not signed',
    () =>
      manifestIs((m) => {
        Reflect.deleteProperty(m, 'signed');
      }),
    /The pack is not signed/,
  ],
];
const signedBy = (by: typeof signer): Uint8Array =>
  zipped(
    misled(withoutOthers(), (m) => Object.assign(m, { signed: by.sign(second.head), publicKey: by.publicKey })),
    by,
  );
/** As of later than the second pack, and with the head of the first. */
const anewShort = (): Uint8Array => {
  const later = (text: string): string =>
    text.replaceAll(String(second.source.madeAt), String(second.source.madeAt + day));
  const one = unzipped(first.zip);
  const records = JSON.parse(new TextDecoder().decode(one.get('records.json'))) as { at: number };
  records.at = second.source.madeAt + day;
  const changed = misled(
    new Map([...one].filter(([name]) => name !== 'signature.json')).set(
      'records.json',
      new TextEncoder().encode(later(json(records))),
    ),
    (m) => {
      m.madeAt = records.at;
    },
  );
  return zipped(changed, signer);
};

test('imports nothing but Node’s own modules, and is documented', () => {
  const text = readFileSync(verifier, 'utf8');
  const froms = [...text.matchAll(/from '([^']+)'|import\('([^']+)'\)/g)].map(([, from, by]) => from ?? by ?? '');
  expect(froms.length).toBeGreaterThan(3);
  expect(froms.filter((from) => !from.startsWith('node:'))).toEqual([]);
  const page = readFileSync(path.join(path.dirname(verifier), 'README.md'), 'utf8');
  for (const word of ['--key', '--heads', '--earlier', '--json'])
    expect([word, text.includes(`'${word}'`), page.includes(word)]).toEqual([word, true, true]);
});

describe('a zip that no pack is', () => {
  const noEnd = (): Uint8Array => second.zip.subarray(0, second.zip.length - 1);
  const behind = (): Uint8Array => Buffer.concat([second.zip, Buffer.from('more')]);
  const renamed = (name: string) => (): Uint8Array => zipped(new Map([[name, new Uint8Array(9)], ...files]));
  /** The name of a file, in front of it and in the list, is another of the same length. */
  const twice = (): Uint8Array => {
    const zip = Buffer.from(zipped(new Map(files).set('record2.json', new Uint8Array(3))));
    for (let at = zip.indexOf('record2.json'); at >= 0; at = zip.indexOf('record2.json')) zip.write('records.json', at);
    return zip;
  };
  const bomb = (): Uint8Array => {
    const zip = Buffer.from(zipped(new Map([['a.txt', new Uint8Array(1_000_000)]])));
    zip.writeUInt32LE(10, 22);
    zip.writeUInt32LE(10, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
    return zip;
  };
  const huge = (): Uint8Array => {
    const zip = Buffer.from(zipped(files));
    zip.writeUInt32LE(0xfffffff0, zip.indexOf('PK\u0001\u0002', 0, 'latin1') + 24);
    return zip;
  };
  const json = (text: string) => (): Uint8Array => zipped(new Map(files).set('manifest.json', Buffer.from(text)));
  test.each<readonly [string, () => Uint8Array, RegExp]>([
    ['nothing', () => new Uint8Array(), /This is no zip file/],
    ['cut short', noEnd, /This is no zip file, or its end is missing/],
    ['with something behind it', behind, /or something was put behind it/],
    ['with a way out of the folder', renamed('../out.txt'), /a file of a name that no pack’s has: \.\.\/out\.txt/],
    ['with a folder of the system', renamed('/etc/passwd'), /a file of a name that no pack’s has/],
    ['with a terminal’s commands in a name', renamed('\u001b[2Jx'), /a file of a name that no pack’s has: \?/],
    ['with a file twice', twice, /The zip has records\.json twice/],
    ['that is larger unpacked than it says', bomb, /cannot be unpacked|says two things/],
    ['that says that it is huge', huge, /Unzipped it would be larger than any pack is/],
    ['with JSON that is none', json('{"format": 1'), /manifest\.json cannot be read/],
    ['with JSON too deep', json(`${'['.repeat(200_000)}${']'.repeat(200_000)}`), /manifest\.json|has not the form/],
    ['with a number too large', json('{\n  "format": 1e999\n}\n'), /manifest\.json is not spelled/],
    ['with a prototype', json('{\n  "__proto__": {\n    "format": 1\n  }\n}\n'), /manifest\.json has not the form/],
    ['with nothing in it', json('{}\n'), /manifest\.json has not the form/],
  ])('%s', async (_, zip, said) => {
    const found = await run(zip());
    expect(found).toMatchObject({ code: 1, text: expect.stringMatching(said) });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal takes them as commands
    expect(found.text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe('each tampering is found in a pack', () => {
  test.each(cases.map(([name, ...how]) => [name, how] as const))('%s', async (_, [pack, said, given]) => {
    const found = await run(pack(), given?.());
    expect(found).toMatchObject({ code: 1, text: expect.stringMatching(said) });
    expect(found.text).toContain('Do not rely on this pack');
  });

  test('whoever has both keys is not found by the pack alone, and that is said', async () => {
    expect(await run(anew.zip)).toMatchObject({
      code: 0,
      text: expect.stringMatching(
        /whether the record was written anew before the pack was made, by somebody with the key to sign/,
      ),
    });
  });

  test('whatever byte of whatever file is another', () => {
    const all = [...files].filter(([, bytes]) => bytes.length > 0);
    fc.assert(
      fc.property(
        fc.nat(all.length - 1),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        (nth, where, flip) => {
          const [name, bytes] = all[nth]!;
          const other = Uint8Array.from(bytes);
          other[Math.floor(where * other.length)]! ^= flip;
          expect(verifyPack(zipped(new Map(files).set(name, other)), { key: signer.print }).code, name).toBe(1);
        },
      ),
      { numRuns: 100 },
    );
  });

  test('whatever leaf is dropped, doubled or moved', () => {
    const manifest = read<Manifest>(files, 'manifest.json');
    const places = manifest.chains.flatMap((c, i) => c.leaves.map((_, n) => [i, n] as const));
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom('drop', 'double', 'move'),
        fc.boolean(),
        ([i, n], how, keeps) => {
          const change = (m: Manifest): void => {
            const its = m.chains[i]!.leaves;
            const [one] = its.splice(n, how === 'double' ? 0 : 1);
            if (how === 'double') its.splice(n, 0, its[n]!);
            if (how === 'move') its.splice(n === its.length ? 0 : n + 1, 0, one!);
          };
          const changed = misled(withoutOthers(), change);
          if (keeps) changed.set('signature.json', files.get('signature.json')!);
          expect(verifyPack(zipped(changed), { key: signer.print }).code).toBe(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
