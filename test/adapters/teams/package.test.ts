import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grammar } from '../../../src/commands/grammar.js';

const root = new URL('../../../', import.meta.url);
const script = new URL('manifests/teams/package.mjs', root).pathname;
const icons = new URL('manifests/teams/draw-icons.mjs', root).href;
const schemas = new URL('node_modules/@microsoft/app-manifest/build/json-schemas/teams/', root);
const run = promisify(execFile);
const env = { TEAMS_APP_ID: '11111111-1111-1111-1111-111111111111', PUBLIC_URL: 'https://mentorlog.example' };

interface Manifest {
  readonly manifestVersion: string;
  readonly id: string;
  readonly bots: readonly {
    readonly botId: string;
    readonly scopes: readonly string[];
    readonly commandLists: readonly {
      readonly scopes: readonly string[];
      readonly commands: readonly { readonly title: string; readonly description: string }[];
    }[];
  }[];
  readonly validDomains: readonly string[];
}

/** The files of a zip that stores them as they are, read by its central directory. */
function unzip(zip: Buffer): Map<string, Buffer> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const files = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < zip.readUInt16LE(end + 10); i += 1) {
    const [size, name, local] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    files.set(zip.toString('utf8', at + 46, at + 46 + name), zip.subarray(start, start + size));
    at += 46 + name;
  }
  return files;
}

let folder = '';
let files = new Map<string, Buffer>();
let manifest: Manifest;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'teams-package-'));
  const to = join(folder, 'app.zip');
  await run(process.execPath, [script, to], { env: { ...process.env, ...env } });
  files = unzip(await readFile(to));
  manifest = JSON.parse(files.get('manifest.json')?.toString() ?? '');
});
afterAll(() => rm(folder, { recursive: true }));

async function validator(version: string) {
  const schema = JSON.parse(await readFile(new URL(`v${version}/MicrosoftTeams.schema.json`, schemas), 'utf8'));
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv as never);
  return ajv.compile(schema);
}

test('holds the manifest and both icons, and nothing else', () => {
  expect([...files.keys()].sort()).toEqual(['color.png', 'manifest.json', 'outline.png']);
});

describe('the manifest', () => {
  test('is what the newest schema asks for', async () => {
    const { readdir } = await import('node:fs/promises');
    const versions = (await readdir(schemas)).flatMap((v) => /^v1\.(\d+)$/.exec(v)?.[1] ?? []).map(Number);
    expect(manifest.manifestVersion).toBe(`1.${Math.max(...versions)}`);
    const valid = await validator(manifest.manifestVersion);
    valid(manifest);
    expect(valid.errors).toBeNull();
  });
  test('would not pass with a field that Teams does not know', async () => {
    const valid = await validator(manifest.manifestVersion);
    expect(valid({ ...manifest, nonsense: true })).toBe(false);
    expect(valid({ ...manifest, id: 'x' })).toBe(false);
  });
  test('names this bot and this host', () => {
    expect(manifest.id).toBe(env.TEAMS_APP_ID);
    expect(manifest.bots.map((b) => b.botId)).toEqual([env.TEAMS_APP_ID]);
    expect(manifest.validDomains).toEqual(['mentorlog.example']);
    expect(files.get('manifest.json')?.toString()).not.toContain('{{');
  });
  test('offers, in every scope, words of the grammar as the grammar explains them', () => {
    const lists = manifest.bots.flatMap((b) => b.commandLists);
    expect(lists.flatMap((l) => l.scopes)).toEqual(manifest.bots[0]?.scopes);
    for (const { commands, scopes } of lists) {
      for (const { title, description } of commands)
        expect(grammar.find((w) => w.word === title)?.does).toBe(description);
      const titles = commands.map((c) => c.title);
      expect(titles).toEqual(expect.arrayContaining(['help', 'digest', 'home']));
      // Whoever chose it where others read would have posted the word to all of them.
      expect([scopes, titles.includes('concern')]).toEqual([scopes, scopes[0] === 'personal']);
    }
  });
});

describe('the icons', () => {
  /** Size and pixels of a PNG of ours: 8 bits, RGBA, no filters. */
  const read = (png: Buffer): { size: number; rows: Buffer } => {
    const size = png.readUInt32BE(16);
    expect(png.readUInt32BE(20)).toBe(size);
    const length = png.readUInt32BE(33);
    expect(png.toString('latin1', 37, 41)).toBe('IDAT');
    return { size, rows: inflateSync(png.subarray(41, 41 + length)) };
  };
  test('are as large as Teams asks for', () => {
    expect(read(files.get('color.png') as Buffer).size).toBe(192);
    expect(read(files.get('outline.png') as Buffer).size).toBe(32);
  });
  test('the outline is white on nothing, and the coloured one has no holes', () => {
    const pixels = (name: string): readonly string[] => {
      const { size, rows } = read(files.get(name) as Buffer);
      return Array.from({ length: size * size }, (_, i) => {
        const at = Math.floor(i / size) * (size * 4 + 1) + 1 + (i % size) * 4;
        return rows.toString('hex', at, at + 4);
      });
    };
    const outline = pixels('outline.png');
    expect(outline.filter((p) => !p.startsWith('ffffff'))).toEqual([]);
    expect(outline).toContain('ffffff00');
    expect(outline).toContain('ffffffff');
    expect(pixels('color.png').filter((p) => !p.endsWith('ff'))).toEqual([]);
  });
  test('are what their script draws', async () => {
    const { colour, outline, png } = await import(icons);
    // Pixels, not bytes: another zlib packs the same picture otherwise.
    for (const [name, drawn] of [
      ['color.png', png(colour(192), 192)],
      ['outline.png', png(outline(32), 32)],
    ] as const)
      expect(read(drawn).rows.equals(read(files.get(name) as Buffer).rows)).toBe(true);
  });
});

test('what is missing is named, all at once, and no package is written', async () => {
  const failed = run(process.execPath, [script, join(folder, 'no.zip')], {
    env: { ...process.env, TEAMS_APP_ID: 'x', PUBLIC_URL: 'http://mentorlog.example', TEAMS_PRIVACY_URL: 'ftp://x' },
  });
  await expect(failed).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/TEAMS_APP_ID.*PUBLIC_URL.*TEAMS_PRIVACY_URL/s),
  });
  await expect(readFile(join(folder, 'no.zip'))).rejects.toThrow();
});
