import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Bot } from '../bot.js';
import { type Clock, hour, leaseClock, minute } from '../kernel/clock.js';
import { local } from '../kernel/zoned.js';
import type { Replicas } from '../ports/replicas.js';
import type { Store } from '../ports/store.js';
import type { Log } from '../runtime/log.js';
import { doubtfulCode } from './backup.js';
import { type Backup, backupsIn, stemOf } from './backups.js';
import type { Config } from './config.js';
import { databaseFile } from './data-key.js';

/**
 * The nightly backup: `mentorlog backup` in a process of its own, for to copy, read and recompute a database holds up
 * whoever does it, and a press waits for nobody (docs/decisions/operations.md#2026-12-01-backups).
 */

/** When (the installation's zone) a day's backup is due: few people are awake. */
export const quietHour = 3;
/** After a start the first look waits so long (ms): who starts has something else in mind. */
const firstLook = 10 * minute;
/** It is looked so often (ms); what failed is tried again then. */
const apart = hour;
/** The longest that one may take (ms). */
const longest = 2 * hour;
/** How much of the machine it may have beside others. */
const politely = 10;

export interface BackUpApart {
  /** Answers its exit code. */
  run(): Promise<number>;
  /** Ends one that is under way. */
  stop(): void;
}

export interface Nightly {
  /** What is to be mended, a line each. */
  troubles(): readonly string[];
  /** Makes one if it is due. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether a day's backup is due: from the quiet hour on, where there is none of that day. */
export function isDue(all: readonly Backup[], now: number, zone: string): boolean {
  const { date, time } = local(now, zone);
  return Number(time.slice(0, 2)) >= quietHour && !all.some((one) => one.day === date);
}

/** By the program's own file, with its own settings. */
export function backUpInChild(program = process.argv[1] ?? '', env = process.env): BackUpApart {
  let child: ReturnType<typeof spawn> | undefined;
  return {
    run: () =>
      new Promise((resolve) => {
        child = spawn(process.execPath, [program, 'backup'], { stdio: 'ignore', env });
        const late = setTimeout(() => child?.kill('SIGKILL'), longest).unref();
        const over = (code: number | null): void => {
          clearTimeout(late);
          child = undefined;
          resolve(code ?? 1);
        };
        child.once('error', () => over(1));
        child.once('exit', over);
        try {
          if (child.pid !== undefined) setPriority(child.pid, politely);
        } catch {
          // It is over already, or this system has no such thing.
        }
      }),
    stop: () => void child?.kill('SIGTERM'),
  };
}

/** Under which of the program's facts it is kept what coordinators were told: once of each trouble. */
const toldKey = 'backup-told';

/** Looks each hour whether one is due. Nothing where BACKUP_DIR is off. */
export function nightlyBackups(
  at: {
    readonly config: Config;
    readonly store: Pick<Store, 'meta'>;
    readonly clock: Clock;
    readonly log: Log;
    readonly zone: string;
    /** Of several programs on one database one makes it. */
    readonly replicas?: Pick<Replicas, 'isFirst'>;
  },
  bot: Pick<Bot, 'upkeep'>,
  backUp: BackUpApart,
  now: () => number = leaseClock.now,
): Nightly {
  const { config, store, clock, log, zone, replicas } = at;
  const { backups } = config;
  let trouble: string | undefined;
  let underWay: Promise<void> | undefined;
  let stopped = false;

  const come = async (code: number): Promise<void> => {
    const what = code === 0 ? undefined : code === doubtfulCode ? 'backup-doubtful' : 'backup-failed';
    const day = local(now(), zone).date;
    trouble =
      what === undefined
        ? undefined
        : what === 'backup-failed'
          ? `the backup of ${day} could not be made: run npx mentorlog backup to see why`
          : `the backup of ${day} was made, and some of its chains do not hold: run npx mentorlog verify`;
    if (what === undefined) log.say('backup');
    else log.fault(what, undefined);
    if (((await store.meta.get(toldKey)) ?? '') === (what ?? '')) return;
    await store.meta.put(toldKey, what ?? '');
    if (what !== undefined) await bot.upkeep({ what, at: clock.now() });
  };
  const look = async (): Promise<void> => {
    if (backups === undefined || stopped || replicas?.isFirst() === false) return;
    try {
      if (!isDue(await backupsIn(backups.folder, stemOf(databaseFile(config.databaseUrl))), now(), zone)) return;
      const code = await backUp.run();
      if (!stopped) await come(code);
    } catch (error) {
      log.fault('backup', error);
    }
  };
  const inTurn = (): Promise<void> => {
    underWay ??= look().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };
  let timer: NodeJS.Timeout | undefined;
  const later = (ms: number): void => {
    timer = setTimeout(() => void inTurn().then(() => (stopped ? undefined : later(apart))), ms).unref();
  };
  if (backups !== undefined) later(firstLook);
  return {
    troubles: () => (trouble === undefined ? [] : [trouble]),
    look: inTurn,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      backUp.stop();
      await underWay;
    },
  };
}
