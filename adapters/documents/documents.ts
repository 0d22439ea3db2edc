import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { HoursChart } from '../../src/chat/chart.js';
import { minute } from '../../src/kernel/clock.js';
import { type Documents, type DrawnFile, drawerBusy } from '../../src/ports/documents.js';

/** What the drawing process is asked, and what it answers. */
export interface Asked {
  readonly id: number;
  readonly chart: HoursChart;
  readonly as: 'svg' | 'png';
}
export type Drawn = { readonly id: number } & ({ readonly file: DrawnFile } | { readonly fault: string });

/** A picture takes about a second; one that takes so long (ms), from its turn on, will never be done. */
const patience = minute / 3;
/** They are drawn one after another. Whoever comes to a longer line is told to come again: nobody waits out a lease. */
const mostInLine = 16;
/** The process is kept so long (ms) after a picture: a digest's come one after another. */
const idle = 5_000;

interface Waiting {
  resolve(file: DrawnFile): void;
  reject(error: Error): void;
}

class NotDrawn extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.name = 'NotDrawn';
    this.code = code;
  }
}

/**
 * Draws pictures in a process of their own, which is there only while there is something to draw: the libraries take
 * some hundred megabytes (docs/platforms.md#drawing-is-heavy), and a picture a second of computing that nobody's answer
 * shall wait for. The process is told nothing but the chart: no setting, no key.
 * @param program its compiled file
 * @param restMs how long the process is kept after a picture
 * @param patienceMs how long one may take, from its turn on
 */
export function documents(
  program = fileURLToPath(new URL('./drawer.js', import.meta.url)),
  restMs = idle,
  patienceMs = patience,
): Documents & {
  /** The process that draws at the moment, if there is one. */
  pid(): number | undefined;
} {
  const waiting = new Map<number, Waiting>();
  let drawer: ChildProcess | undefined;
  let resting: NodeJS.Timeout | undefined;
  let asked = 0;

  const begin = (): ChildProcess => {
    const child = fork(program, {
      env: {},
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    // It keeps nobody from stopping.
    child.unref();
    child.channel?.unref();
    child.on('message', (drawn: Drawn) => {
      const one = waiting.get(drawn.id);
      if ('file' in drawn) one?.resolve(drawn.file);
      else one?.reject(new NotDrawn(drawn.fault));
    });
    const over = (): void => {
      if (drawer !== child) return;
      drawer = undefined;
      for (const one of waiting.values()) one.reject(new NotDrawn('drawer-ended'));
    };
    child.on('exit', over);
    child.on('error', over);
    return child;
  };
  const rest = (): void => {
    const child = drawer;
    drawer = undefined;
    if (child?.connected === true) child.disconnect();
  };

  let inLine = 0;
  let last: Promise<unknown> = Promise.resolve();

  return {
    async draw(chart, as) {
      if (inLine >= mostInLine) throw new NotDrawn(drawerBusy);
      inLine += 1;
      const mine = last.then(() => one(chart, as));
      last = mine.catch(() => undefined);
      try {
        return await mine;
      } finally {
        inLine -= 1;
      }
    },
    pid: () => drawer?.pid,
  };

  async function one(chart: HoursChart, as: Asked['as']): Promise<DrawnFile> {
    clearTimeout(resting);
    drawer ??= begin();
    const child = drawer;
    asked += 1;
    const id = asked;
    let late: NodeJS.Timeout | undefined;
    try {
      return await new Promise<DrawnFile>((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        late = setTimeout(() => {
          // Whoever comes next has another: this one may be a while in going.
          if (drawer === child) drawer = undefined;
          child.kill('SIGKILL');
          reject(new NotDrawn('drawer-late'));
        }, patienceMs);
        child.send({ id, chart, as } satisfies Asked, (error) => {
          if (error !== null) reject(new NotDrawn('drawer-deaf'));
        });
      });
    } finally {
      clearTimeout(late);
      waiting.delete(id);
      if (inLine <= 1) resting = setTimeout(rest, restMs).unref();
    }
  }
}
