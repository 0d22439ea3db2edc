import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PackHit } from '../../src/domain/pack/hits.js';
import { minute } from '../../src/kernel/clock.js';
import { Refused } from '../../src/kernel/errors.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import type { MadePack, PackMaker, PackSource } from '../../src/ports/packs.js';
import { inPieces, type Piece } from './pack/pieces.js';

/**
 * What the process that makes packs is sent: parts of a source, beside those that it keeps of what it was sent before; their
 * long lists in pieces behind them; then what is asked of it.
 */
export type ToPacker =
  | { readonly rest: unknown; readonly keeps: readonly string[] }
  | Piece
  | { readonly id: number; readonly ask: 'survey' | 'make' };
export type PackerAnswer = { readonly id: number } & (
  | { readonly hits: readonly PackHit[] }
  | { readonly made: MadePack }
  | { readonly fault: string }
);

/** A source is looked through without these, which are most of it: what chains prove says nothing of anybody. */
const onlyMade: ReadonlySet<string> = new Set<keyof PackSource>(['chains', 'signed']);

/** What takes so long (ms) is given up: both together before the lease of a pack runs out (`packLease`). */
const patience = { survey: minute / 3, make: 1.5 * minute };
/** The process is kept so long (ms) after a pack: most are looked through, and made at once. */
const idle = 5_000;
/** Of its JavaScript (MB); what sets the pages takes as much again at most. It lives for seconds: little of it is young. */
const memory = 384;

/** Its code goes to the log and to the pack's row, its sentence to whoever asks. */
class NotMade extends Refused {
  constructor(code: string) {
    super(
      code,
      code === 'no-typesetter'
        ? 'Packs cannot be made on this machine: there is no typesetter for its system. Run Mentorlog on Linux, macOS or Windows, on x64 or arm64, to make them.'
        : 'The pack could not be made. Ask for it again in a few minutes.',
    );
  }
}

/**
 * Makes packs in a process of their own, one after the other, which is there only while there is one to make: it takes
 * hundreds of megabytes and seconds of computing (docs/architecture.md#document-jobs). It is told nothing but what the pack
 * is made of: no setting, no key.
 * @param program its compiled file
 */
export function packMaker(
  program = fileURLToPath(new URL('./packer.js', import.meta.url)),
  { restMs = idle, patienceMs }: { readonly restMs?: number; readonly patienceMs?: number } = {},
): PackMaker & {
  /** The process that makes packs at the moment, if there is one. */
  pid(): number | undefined;
} {
  /** With the parts of the source that it was sent last. */
  let packer: { readonly child: ChildProcess; has: Partial<PackSource> } | undefined;
  let resting: NodeJS.Timeout | undefined;
  let asked = 0;
  let last: Promise<unknown> = Promise.resolve();

  const begin = (): NonNullable<typeof packer> => {
    const child = fork(program, {
      env: {},
      execArgv: [`--max-old-space-size=${memory}`, '--max-semi-space-size=2', '--optimize-for-size', '--expose-gc'],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // It keeps nobody from stopping.
    child.unref();
    child.channel?.unref();
    const mine = { child, has: {} };
    const over = (): void => {
      if (packer === mine) packer = undefined;
    };
    child.once('exit', over);
    child.on('error', over);
    return mine;
  };
  const rest = (): void => {
    const child = packer?.child;
    packer = undefined;
    if (child?.connected === true) child.disconnect();
  };

  async function answered(source: PackSource, ask: 'survey' | 'make'): Promise<PackerAnswer> {
    clearTimeout(resting);
    packer ??= begin();
    const mine = packer;
    const { child } = mine;
    asked += 1;
    const id = asked;
    let late: NodeJS.Timeout | undefined;
    let stop = (): void => undefined;
    try {
      return await new Promise<PackerAnswer>((resolve, reject) => {
        const came = (answer: PackerAnswer): void => {
          if (answer.id === id) resolve(answer);
        };
        const ended = (code: number | null, signal: string | null): void =>
          // V8 ends so where its memory is at an end.
          reject(new NotMade(signal === 'SIGABRT' || code === 134 ? 'packer-memory' : 'packer-ended'));
        const failed = (): void => reject(new NotMade('packer-ended'));
        child.on('message', came);
        child.once('exit', ended);
        child.once('error', failed);
        stop = () => child.off('message', came).off('exit', ended).off('error', failed);
        late = setTimeout(() => {
          reject(new NotMade('packer-late'));
          if (packer === mine) packer = undefined;
          child.kill('SIGKILL');
        }, patienceMs ?? patience[ask]);
        told(mine, partsFor(ask, source))
          .then(() => sent(child, { id, ask }))
          .catch(reject);
      });
    } finally {
      clearTimeout(late);
      stop();
      // Of what is made nobody asks anything more, and a thousand sessions are not to be held until the process rests.
      if (ask === 'make') mine.has = {};
      resting = setTimeout(rest, restMs).unref();
    }
  }

  /** Sends of a source what it was not sent last, giving others their turn between its pieces. */
  async function told(to: NonNullable<typeof packer>, source: Partial<PackSource>): Promise<void> {
    const { has } = to;
    to.has = {};
    const keeps = (Object.keys(source) as (keyof PackSource)[]).filter((key) => key in has && has[key] === source[key]);
    const news = Object.fromEntries(Object.entries(source).filter(([key]) => !keeps.some((kept) => kept === key)));
    const { rest, pieces } = inPieces(news);
    await sent(to.child, { rest, keeps });
    for (const piece of pieces) {
      await nextTurn();
      await sent(to.child, piece);
    }
    to.has = source;
  }

  /** One after the other: what waits holds nothing but its source, and what came of one is held by whoever asked. */
  const inTurn = <T>(fn: () => Promise<T>): Promise<T> => {
    const mine = last.then(fn, fn);
    last = mine.then(
      () => undefined,
      () => undefined,
    );
    return mine;
  };
  const asks = (source: PackSource, ask: 'survey' | 'make') =>
    inTurn(async () => {
      const answer = await answered(source, ask);
      if ('fault' in answer) throw new NotMade(answer.fault);
      return answer;
    });

  return {
    async survey(source) {
      const answer = await asks(source, 'survey');
      return 'hits' in answer ? answer.hits : [];
    },
    async make(source) {
      const answer = await asks(source, 'make');
      if (!('made' in answer)) throw new NotMade('packer-answer');
      return answer.made;
    },
    pid: () => packer?.child.pid,
  };
}

/** What of a source whoever is asked has to be told. */
const partsFor = (ask: 'survey' | 'make', source: PackSource): Partial<PackSource> =>
  ask === 'make' ? source : Object.fromEntries(Object.entries(source).filter(([key]) => !onlyMade.has(key)));

const sent = (child: ChildProcess, message: ToPacker): Promise<void> =>
  new Promise((resolve, reject) => {
    if (!child.connected) reject(new NotMade('packer-ended'));
    else child.send(message, (error) => (error === null ? resolve() : reject(new NotMade('packer-ended'))));
  });
