import { type Command, fromHere, usageCode } from './command.js';

/** What can be typed behind `mentorlog`: what each word does, and how help says it. */

interface OneCommand {
  /** How it is typed, and what it does: a line each. */
  readonly help: readonly (readonly [typed: string, does: string])[];
  /** @param args what stands behind the word. @returns the exit code */
  run(args: readonly string[], command?: Command): Promise<number>;
}

export const commands: Readonly<Record<string, OneCommand>> = {
  backup: {
    help: [
      ['backup', 'takes a verified copy into BACKUP_DIR, as each night'],
      ['backup FILE', 'takes a consistent copy of the database, also while the bot runs'],
    ],
    run: async (...given) => (await import('./backup.js')).backup(...given),
  },
  restore: {
    help: [['restore FILE', 'puts a backup in the place of the database, while no bot runs']],
    run: async (...given) => (await import('./restore.js')).restore(...given),
  },
  heads: {
    help: [
      ['heads --to FILE', 'writes every signed head into a file that only grows, also while it runs'],
      ['heads --accept', 'an older copy was put back by hand: its signed heads hold from now on'],
    ],
    run: async (...given) => (await import('./heads.js')).heads(...given),
  },
  pack: {
    help: [
      ['pack', 'lists the packs of evidence that were asked for'],
      ['pack ID --to FILE', 'writes one into a file, also while the bot runs'],
    ],
    run: async (...given) => (await import('./pack.js')).pack(...given),
  },
  verify: {
    help: [['verify [FILE]', 'finds out what was changed in the database, in a backup or in a pack']],
    run: async (...given) => (await import('./verify.js')).verify(...given),
  },
  keysheet: {
    help: [['keysheet', 'prints a page on which to note the keys; with --show, the keys too']],
    run: async (...given) => (await import('./keysheet.js')).keysheet(...given),
  },
  sbom: {
    help: [['sbom', 'lists every package that runs, as CycloneDX JSON']],
    run: async (...given) => (await import('./sbom.js')).sbom(...given),
  },
  update: {
    help: [['update', 'brings the database up to date after a new version, while no bot runs']],
    run: async (...given) => (await import('./update.js')).update(...given),
  },
  move: {
    help: [['move', 'brings a file into a PostgreSQL database: --from file:… --to postgresql://…']],
    run: async (...given) => (await import('./move.js')).move(...given),
  },
  doctor: {
    help: [['doctor', 'looks at all there is, and says what to mend']],
    run: async (...given) => (await import('./doctor.js')).doctor(...given),
  },
  'rotate-key': {
    help: [['rotate-key', 'brings the database under another key, while the bot is stopped']],
    run: async (...given) => (await import('./rotate-key.js')).rotateKey(...given),
  },
};

/** All that can be typed. */
const help = (): string =>
  [['', 'starts the bot'] as const, ...Object.values(commands).flatMap((one) => one.help)]
    .map(([typed, does]) => `${`mentorlog ${typed}`.padEnd(28)} ${does}`)
    .join('\n');

/** Does what was typed. @returns the exit code */
export async function run(word: string, args: readonly string[], command: Command = fromHere): Promise<number> {
  const one = Object.hasOwn(commands, word) ? commands[word] : undefined;
  if (one !== undefined) return one.run(args, command === fromHere ? undefined : command);
  const asked = word === 'help' || word === '--help';
  (asked ? command.out : command.err)(help());
  return asked ? 0 : usageCode;
}
