// The program and the packages that it loads, as a few files in place of some hundreds: to find, read and compile each
// by itself was most of a start (docs/decisions/start-and-memory.md). `prisma/build.mjs` has it made.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/**
 * Prisma's client carries its query compiler, which is WebAssembly, as text: two megabytes to be parsed, kept and
 * decoded. Here it is a file beside the client, which is given its bytes: `Buffer.from` takes those as well.
 */
const compilerAsFile = {
  name: 'query-compiler-as-file',
  load: {
    filter: { id: /query_compiler_\w+\.\w+\.wasm-base64\.mjs$/ },
    handler(id) {
      const text = /"([A-Za-z0-9+/=]{100000,})"/.exec(readFileSync(id, 'utf8'))?.[1];
      if (text === undefined) throw new Error('Prisma’s query compiler is written in another way now');
      const name = `${path.basename(id, '.wasm-base64.mjs')}.wasm`;
      this.emitFile({ type: 'asset', fileName: `node_modules/${name}`, source: Buffer.from(text, 'base64') });
      return `import { readFileSync } from 'node:fs';
export const wasm = readFileSync(new URL('./${name}', import.meta.url));`;
    },
  },
};

/**
 * graphile-worker looks for settings of its own as it is loaded, from the folder that the program runs in up to the root,
 * and would run what it finds. All that it needs is said where it is used; and what it would look with (a compiler,
 * a reader of YAML) is asked for by nothing else.
 */
const noSettingsFromAnywhere = {
  name: 'no-settings-from-anywhere',
  resolveId: { filter: { id: /^cosmiconfig$/ }, handler: () => '\0no-settings' },
  load: {
    filter: { id: /^\0no-settings$/ },
    handler: () => 'export const cosmiconfigSync = () => ({ search: () => null });',
  },
};

/** What is read as a file by the code that is beside it: a pack's pages, and which fonts there are. */
export const besidePacks = 'adapters/documents/pack';
export const readAsFile = /\.(typ|conf)$/;
const filesOfPacks = {
  name: 'files-of-packs',
  buildStart() {
    for (const fileName of readdirSync(path.join(root, besidePacks)).filter((name) => readAsFile.test(name)))
      this.emitFile({ type: 'asset', fileName, source: readFileSync(path.join(root, besidePacks, fileName)) });
  },
};

/** Which packages are in the program, by their paths: whatever package.json takes them for, they run (src/program/sbom.ts). */
const namedPackages = {
  name: 'named-packages',
  generateBundle(_options, made) {
    const found = new Set();
    for (const chunk of Object.values(made))
      for (const id of chunk.type === 'chunk' ? chunk.moduleIds : []) {
        const at = path
          .relative(root, id.replace(/[?\0].*$/, ''))
          .split(path.sep)
          .join('/');
        const [, name] = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(at) ?? [];
        if (name !== undefined) found.add(name);
      }
    this.emitFile({
      type: 'asset',
      fileName: 'bundled.json',
      source: `${JSON.stringify([...found].sort(), null, 1)}\n`,
    });
  },
};

/**
 * Writes dist/program/: `mentorlog.js`, which `bin` names, the processes that draw and that make packs, and what they
 * load. Whatever is imported as it is needed (a chat's own side, the pictures) stays in files of its own. Nothing is shortened or renamed,
 * and each source's name stands above what comes from it: the log says where by that (src/program/where.ts).
 * @param dir where to; its files go first
 */
export async function bundle(dir = path.join(root, 'dist', 'program')) {
  const made = await rolldown({
    cwd: root,
    input: {
      mentorlog: 'src/program/cli.ts',
      drawer: 'adapters/documents/drawer.ts',
      packer: 'adapters/documents/packer.ts',
    },
    platform: 'node',
    tsconfig: 'tsconfig.json',
    resolve: { extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } },
    plugins: [compilerAsFile, noSettingsFromAnywhere, filesOfPacks, namedPackages],
    // A package that is not installed and that somebody does without (`bufferutil`) is no news.
    onLog: (level, log, pass) => log.code !== 'UNRESOLVED_IMPORT' && pass(level, log),
  });
  try {
    await made.write({
      dir,
      format: 'esm',
      cleanDir: true,
      // A file of another build is never taken for one of this: a program that runs on finds its own, or none.
      // Packages stand in a folder of the name by which Node knows them: it warns whoever writes a program of what is to
      // go out of Node some day, on standard error, where a line of JSON each is expected, and spares packages that.
      chunkFileNames: ({ name }) => (/^packages(~|$)/.test(name) ? 'node_modules/[hash].js' : '[name]-[hash].js'),
      codeSplitting: { groups: [{ name: 'packages', test: /[\\/]node_modules[\\/]/, entriesAware: true }] },
    });
  } finally {
    await made.close();
  }
}
