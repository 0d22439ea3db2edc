#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { refusedNode } from './node-version.js';

// First of all: what comes next may already need more than an older Node has.
const refused = refusedNode(process.versions.node);
if (refused !== undefined) {
  process.stderr.write(`${refused}\n`);
  process.exit(1);
}

// The store's engine is WebAssembly that runs for milliseconds; compiling all of it a second time costs a start about a
// second and the process 70 MB for good, so only what proves really hot is. V8's flag for a small heap is not set: a
// press took a quarter more of the processor with it (docs/decisions/start-and-memory.md).
setFlagsFromString('--wasm-tiering-budget=50000000');

// People's own zones decide, never the machine's: the process runs at UTC, and the machine's zone is remembered
// for the sample programme alone.
process.env.TZ_OF_MACHINE ??= new Intl.DateTimeFormat().resolvedOptions().timeZone;
process.env.TZ = 'UTC';

// What is set already goes before what a file says.
try {
  process.loadEnvFile('.env');
} catch (error) {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
    process.stderr.write('Mentorlog cannot read the file .env beside it. Give it leave to, or take the file away.\n');
    process.exit(1);
  }
}

const [word, ...rest] = process.argv.slice(2);
const usage =
  'mentorlog                    starts the bot\nmentorlog backup             takes a verified copy into BACKUP_DIR, as each night\n' +
  'mentorlog backup FILE        takes a consistent copy of the database, also while the bot runs\n' +
  'mentorlog restore FILE       puts a backup in the place of the database, while no bot runs\n' +
  'mentorlog heads --to FILE    writes every signed head into a file that only grows, also while it runs\n' +
  'mentorlog heads --accept     an older copy was put back by hand: its signed heads hold from now on\n' +
  'mentorlog pack               lists the packs of evidence that were asked for\nmentorlog pack ID --to FILE  writes one into a file, also while the bot runs\n' +
  'mentorlog verify [FILE]      finds out what was changed in the database, in a backup or in a pack\n' +
  'mentorlog keysheet           prints a page on which to note the keys; with --show, the keys too\n' +
  'mentorlog sbom               lists every package that runs, as CycloneDX JSON\n' +
  'mentorlog update             brings the database up to date after a new version, while no bot runs\n' +
  'mentorlog move               brings a file into a PostgreSQL database: --from file:… --to postgresql://…\n' +
  'mentorlog doctor             looks at all there is, and says what to mend\n' +
  'mentorlog rotate-key         brings the database under another key, while the bot is stopped\n';

if (word === undefined || word === 'start') {
  const { main } = await import('./main.js');
  await main();
} else if (word === 'backup') {
  const { backup } = await import('./backup.js');
  process.exitCode = await backup(rest);
} else if (word === 'restore') {
  const { restore } = await import('./restore.js');
  process.exitCode = await restore(rest);
} else if (word === 'heads') {
  const { heads } = await import('./heads.js');
  process.exitCode = await heads(rest);
} else if (word === 'update') {
  const { update } = await import('./update.js');
  process.exitCode = await update(rest);
} else if (word === 'move') {
  const { move } = await import('./move.js');
  process.exitCode = await move(rest);
} else if (word === 'doctor') {
  const { doctor } = await import('./doctor.js');
  process.exitCode = await doctor(rest);
} else if (word === 'pack') {
  const { pack } = await import('./pack.js');
  process.exitCode = await pack(rest);
} else if (word === 'keysheet') {
  const { keysheet } = await import('./keysheet.js');
  process.exitCode = keysheet(rest);
} else if (word === 'rotate-key') {
  const { rotateKey } = await import('./rotate-key.js');
  process.exitCode = await rotateKey(rest);
} else if (word === 'sbom') {
  const { sbom } = await import('./sbom.js');
  process.exitCode = sbom();
} else if (word === 'verify') {
  const { verify } = await import('./verify.js');
  process.exitCode = await verify(rest);
} else {
  process.stderr.write(usage);
  process.exitCode = word === 'help' || word === '--help' ? 0 : 2;
}
