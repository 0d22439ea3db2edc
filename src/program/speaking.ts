/**
 * What the program says on its two streams. A file on a disk that is full, or a reader that has gone, takes no line, and Node
 * ends a program that does not hear of it: a line that cannot be written is lost, and nothing else is.
 *
 * It imports nothing: it is there before anything else is known to run.
 */

export interface Spoken {
  /** Says a line, and a line break after it. */
  say(line: string): void;
  /** The system's code, where the last that was said could not be written. */
  readonly refused: string | undefined;
  /** Who is told, once a line was written after some that were not, how many those were. */
  whenAgain(hears: (lost: number) => void): void;
}

/** One of each stream: it listens for as long as the program runs. */
export function speaksOn(stream: Pick<NodeJS.WriteStream, 'write' | 'on'>): Spoken {
  let lost = 0;
  let again: (lost: number) => void = () => undefined;
  let refused: string | undefined;
  // Unheard, it would end the program.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    refused ??= error.code ?? 'unknown';
  });
  return {
    say(line) {
      // Half of the line before may stand there.
      stream.write(`${lost > 0 ? '\n' : ''}${line}\n`, (error) => {
        if (error !== undefined && error !== null) {
          lost += 1;
          refused = (error as NodeJS.ErrnoException).code ?? 'unknown';
          return;
        }
        if (lost === 0) return;
        const were = lost;
        lost = 0;
        refused = undefined;
        again(were);
      });
    },
    get refused() {
      return refused;
    },
    whenAgain(hears) {
      again = hears;
    },
  };
}

/** What is shown to whoever typed a command; and what is told beside it. */
export const stdout = speaksOn(process.stdout);
export const stderr = speaksOn(process.stderr);

/** As every other tool ends whose reader has gone: 128, and the number of SIGPIPE. */
const readerGone = 141;

/**
 * How a command ends: one that did its work, and could not say so, did not end well.
 * @param code its own exit code
 * @returns the exit code, and what is to be told first
 */
export function endOf(code: number, refused = stdout.refused): { readonly code: number; readonly say?: string } {
  if (refused === undefined) return { code };
  if (refused === 'EPIPE') return { code: code === 0 ? readerGone : code };
  return {
    code: code === 0 ? 1 : code,
    say: `What this command shows could not be written (${refused}). See that where it goes has room, and that you may write there.`,
  };
}
