// node prisma/build.mjs [--if-needed]
//
// Makes dist/: the clients of both databases, everything compiled, and of that the program that runs, in a few files
// (dist/program/). With --if-needed (npm's `prepare`, which every `npm ci` and every `npx mentorlog` runs, also beside a
// running bot) only where dist/ is not of these very sources: a production installation has no compiler, and what was
// built before it has to do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
/** What dist/ was made of; written when it is whole. */
const stamp = path.join(root, 'dist', 'made-of.txt');
const builders = ['prisma', 'typescript', '@prisma/client', 'rolldown'];

/** Sources of the program, by path from the top. */
function sources() {
  const below = (folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const file = path.posix.join(folder, entry.name);
      if (entry.isDirectory()) return /^(node_modules|generated)$/.test(entry.name) ? [] : below(file);
      return /\.(tsx?|typ|conf)$/.test(entry.name) ? [file] : [];
    });
  const made = ['build.mjs', 'bundle.mjs', 'db.mjs', 'schema.prisma'].map((name) => `prisma/${name}`);
  // The lock file: packages are in the program, and whatever builds it is one of them.
  const apart = [...made, 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'];
  return [...['src', 'adapters'].flatMap(below), ...apart].sort();
}

function madeOf() {
  const hash = createHash('sha256');
  for (const file of sources())
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(root, file)))
      .update('\0');
  return hash.digest('hex');
}

const has = (name) => {
  try {
    return require.resolve(`${name}/package.json`) !== '';
  } catch {
    return false;
  }
};

/** Runs one step of the build here; a step that fails ends this with its exit code. */
function run(...step) {
  const { status } = spawnSync(process.execPath, step, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const made = madeOf();
const before = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
if (!process.argv.includes('--if-needed') || before !== made) {
  if (!builders.every(has)) {
    const why = before === undefined ? 'There is no dist/ here' : 'dist/ here is of other sources than these';
    process.stderr.write(
      `${why}, and nothing to compile it with: run \`npm ci\` first, which builds it, then \`npm ci --omit=dev\`.\n`,
    );
    process.exit(1);
  }
  rmSync(stamp, { force: true });
  run('prisma/db.mjs', 'generate');
  run(path.join(path.dirname(require.resolve('typescript/package.json')), 'bin', 'tsc'), '-p', 'tsconfig.build.json');
  const { besidePacks, bundle, readAsFile } = await import('./bundle.mjs');
  for (const name of readdirSync(path.join(root, besidePacks)).filter((name) => readAsFile.test(name)))
    copyFileSync(path.join(root, besidePacks, name), path.join(root, 'dist', besidePacks, name));
  await bundle();
  // npm makes a command of the file once, as it installs, and npx keeps its link to the file that was one when it was
  // first asked (up to 0.3.0 the second): made anew, both still are. The second only leads to the first, which has the
  // packages in itself that a production installation does without.
  writeFileSync(
    path.join(root, 'dist/src/program/cli.js'),
    "#!/usr/bin/env node\nimport '../../program/mentorlog.js';\n",
  );
  for (const command of ['dist/program/mentorlog.js', 'dist/src/program/cli.js'])
    chmodSync(path.join(root, command), 0o755);
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, made);
}
