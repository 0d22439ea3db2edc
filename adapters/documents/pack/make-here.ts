import { createHash } from 'node:crypto';
import { type Zippable, zipSync } from 'fflate';
import type { PackHit } from '../../../src/domain/pack/hits.js';
import { nextTurn } from '../../../src/kernel/turn-of-loop.js';
import type { MadePack, PackMaker, PackSource } from '../../../src/ports/packs.js';
import type { PackFile } from './manifest.js';
import { parts } from './parts.js';
import type { PagesFile } from './read-me.js';
import { type Document, type Typeset, typeset } from './typeset.js';

export interface VolumeDocument extends Document {
  readonly file: string;
  /** What it is, in a line. */
  readonly says: string;
}

/** What a pack is composed of: each a pure function of its source. */
export interface PackParts<Leaving> {
  /** What may leave, with nobody's name in it that is not to stand. */
  leaving(source: PackSource): Leaving;
  hits(source: PackSource, leaving: Leaving): readonly PackHit[];
  /** Its volumes beside the first, none as a rule; and the first, which says on which page of those what stands. */
  documents(
    source: PackSource,
    leaving: Leaving,
  ): {
    readonly beside: readonly VolumeDocument[];
    first(pages: readonly Typeset['at'][]): VolumeDocument;
  };
  /** All that lies in the archive, the volumes among it. No name says anything of anybody. */
  files(source: PackSource, leaving: Leaving, pages: readonly PagesFile[]): readonly PackFile[];
}

/** Makes packs in this very process: the program has one of its own for that (`packMaker`). */
export function madeOf<L>(by: PackParts<L>, pages?: Readonly<Record<string, string>>): PackMaker {
  return {
    survey: async (source) => by.hits(source, by.leaving(source)),
    async make(source): Promise<MadePack> {
      const leaving = by.leaving(source);
      const { beside, first } = by.documents(source, leaving);
      const set: Typeset[] = [];
      const made: PagesFile[] = [];
      const add = async ({ file, says, ...doc }: VolumeDocument): Promise<void> => {
        const one = await typeset(doc, pages);
        set.push(one);
        made.push({ name: file, bytes: one.pdf, says });
      };
      // What it took to look through the words, and what the typesetter has of the pack before, go first.
      await forgotten();
      for (const volume of beside) {
        await add(volume);
        await forgotten();
      }
      await add(first(set.map(({ at }) => at)));
      const [main, others] = [made.slice(-1), made.slice(0, -1)];
      const files = by.files(source, leaving, [...main, ...others]);
      const manifest = files.find((file) => file.name === 'manifest.json');
      const zip = zipped(files, source.madeAt);
      return {
        zip,
        hash: sha256(zip),
        ...(manifest === undefined ? {} : { manifest: sha256(manifest.bytes) }),
        pages: set.reduce((n, one) => n + one.pages, 0),
        rung: rungs.findLast((rung) => set.some((one) => one.rung === rung)) ?? 'tagged',
      };
    },
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export const makeHere: PackMaker = madeOf(parts);

/** From the best on: a pack came out as the worst of its volumes did. */
const rungs = ['tagged', 'bracketed', 'untagged'] as const satisfies readonly MadePack['rung'][];

/**
 * The typesetter's own memory of a volume, hundreds of megabytes, goes when the garbage collector finds that nobody has it any
 * more; it does not know how large that is, and would wait. Only where the process was started so that it can be asked.
 */
async function forgotten(): Promise<void> {
  globalThis.gc?.();
  await nextTurn();
}

/** The same files are the same archive, wherever and whenever it is made. @param at their time (ms): its day in UTC, noon */
function zipped(files: readonly PackFile[], at: number): Uint8Array {
  const on = new Date(at);
  // An archive has times of no zone, and is written by this machine's: noon is there on every day of every zone.
  const mtime = new Date(on.getUTCFullYear(), on.getUTCMonth(), on.getUTCDate(), 12);
  const entries = files.map(({ name, bytes }): [string, Zippable[string]] => [name, [bytes, { level: 9, mtime }]]);
  return zipSync(Object.fromEntries(entries));
}
