import { leaseClock } from '../../src/kernel/clock.js';
import { Refused, startAgain } from '../../src/kernel/errors.js';
import type { Ids } from '../../src/kernel/ids.js';
import { nextTurn } from '../../src/kernel/turn-of-loop.js';
import { type Clients, withoutContent } from './connect.js';
import type { KeyStore } from './key-store.js';
import { type Keys, keysInBoth } from './keys.js';
import type { Tables } from './repository.js';
import { dataSteps } from './steps/index.js';
import type { DataStep } from './steps/step.js';

/**
 * What an upgrade has to do to stored rows and no SQL can, since it takes DATA_KEY: to open what is sealed, to seal it
 * otherwise, to fill a column with what stands sealed beside it. It runs at the start, after the schema's migrations and
 * before anything else reads, so that the rest of the program knows the newest form only.
 */

export const stepTables: Tables = { DataStep: { stay: 'It says how far an upgrade came, of nobody.' } };

export interface StepsOn {
  /** As the store's. */
  readonly url: string;
  readonly clients: Pick<Clients, 'dialect' | 'writer' | 'unit'>;
  readonly keys: Keys;
  /** Open. */
  readonly keyStore: KeyStore;
  readonly ids: Ids;
  /** Told a sentence where it takes more than a moment. */
  readonly say?: (line: string) => void;
}

/**
 * Runs the steps that have not finished, in order, each from where it stopped. Between two batches other work of the
 * process gets its turn.
 * @throws Refused `database-newer` where a newer program has been here, `not-alone` where another program runs on the
 * database, `data-step-failed` where a step stopped; what was done by then is kept
 */
export async function runDataSteps(on: StepsOn, steps: readonly DataStep[] = dataSteps): Promise<void> {
  if ((await pending(on.clients, steps)).length === 0) return;
  const ran = await alone(on, async () => {
    // Asked again: another start may have done them since.
    for (const step of await pending(on.clients, steps)) await run(on, step);
  });
  if (ran || (await pending(on.clients, steps)).length === 0) return;
  throw new Refused(
    'not-alone',
    `Another Mentorlog runs on this database, and its data must be brought up to date first: stop that one, and ${startAgain}.`,
  );
}

async function pending({ writer }: StepsOn['clients'], steps: readonly DataStep[]): Promise<readonly DataStep[]> {
  const kept = await writer.dataStep.findMany({ select: { number: true, name: true, finishedAt: true } });
  for (const row of kept)
    if (steps.find((step) => step.number === row.number)?.name !== row.name)
      throw new Refused(
        'database-newer',
        'This database was written by a newer Mentorlog: install that version again.',
      );
  const finished = new Set(kept.flatMap((row) => (row.finishedAt === null ? [] : [row.number])));
  return steps.filter((step) => !finished.has(step.number));
}

async function run({ clients, keys, keyStore, ids, say }: StepsOn, step: DataStep): Promise<void> {
  const inBoth = keys.lookingIn(keysInBoth(keyStore));
  try {
    for (let batch = 1; ; batch += 1) {
      const done = await clients.unit(async (db) => {
        // Written before anything is read: from here on no other program can write until this batch is whole.
        const [row] = await db.sql.query<{ cursor: string | null; finishedAt: bigint | null; batches: number }>`
          INSERT INTO "DataStep" ("number", "name", "batches", "startedAt")
          VALUES (${step.number}, ${step.name}, 1, ${leaseClock.now()})
          ON CONFLICT ("number") DO UPDATE SET "batches" = "DataStep"."batches" + 1
          RETURNING "cursor", "finishedAt", "batches"`;
        if (row === undefined || row.finishedAt !== null) return true;
        const next = await step.batch({ db, keys: inBoth, keyStore, ids }, row.cursor ?? undefined);
        // The first batch of one that rewrites has found nothing: there is nothing to be rid of.
        const rest = step.rewrites === true && row.batches > 1;
        await db.sql.run`
          UPDATE "DataStep" SET "cursor" = ${next ?? row.cursor},
            "finishedAt" = ${next === undefined && !rest ? leaseClock.now() : null}
          WHERE "number" = ${step.number}`;
        return next === undefined && (rest ? 'but for the files' : true);
      });
      if (done === 'but for the files') {
        // Killed here, the next start finds nothing to do but this.
        await clients.dialect.rewrite(clients.writer);
        await clients.unit(
          (db) => db.sql.run`UPDATE "DataStep" SET "finishedAt" = ${leaseClock.now()} WHERE "number" = ${step.number}`,
        );
      }
      if (done) return;
      if (batch === 1)
        say?.(
          `The data is brought up to date (${step.name}). Stopped meanwhile, the next start goes on where it stopped.`,
        );
      await nextTurn();
    }
  } catch (error) {
    const cause = withoutContent(error) as { readonly code?: unknown } | null;
    const why = typeof cause?.code === 'string' ? `, ${cause.code}` : '';
    throw new Refused(
      'data-step-failed',
      `The data could not be brought up to date (step ${step.number}, ${step.name}${why}): ${startAgain} to go on where it stopped, or restore the backup from before.`,
      { cause },
    );
  }
}

/** Does it if no other program has the database in use, and answers whether. */
async function alone({ url, clients }: StepsOn, act: () => Promise<void>): Promise<boolean> {
  const running = clients.dialect.running(url);
  try {
    return (
      (await running.ifAlone(async () => {
        await act();
        return true;
      })) === true
    );
  } catch (error) {
    // It waits a moment for another that is finding out the same, and one that has steps to run takes longer.
    if (!(error instanceof Refused) && /locked|busy/i.test(`${error} ${JSON.stringify((error as Error).cause)}`))
      return false;
    throw error;
  } finally {
    await running.close();
  }
}
