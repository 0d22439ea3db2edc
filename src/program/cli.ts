#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { refusedNode } from './node-version.js';
import { endOf, stderr } from './speaking.js';

// First of all: what comes next may already need more than an older Node has.
const refused = refusedNode(process.versions.node);
if (refused !== undefined) {
  stderr.say(refused);
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
    stderr.say('Mentorlog cannot read the file .env beside it. Give it leave to, or take the file away.');
    process.exit(1);
  }
}

const [word, ...rest] = process.argv.slice(2);
if (word === undefined || (word === 'start' && rest.length === 0)) {
  const { main } = await import('./main.js');
  await main();
} else {
  const { run } = await import('./commands.js');
  process.exitCode = await run(word, rest);
  // What it shows may still be on its way.
  process.once('exit', (own) => {
    const { code, say } = endOf(own);
    if (say !== undefined) stderr.say(say);
    process.exitCode = code;
  });
}
