import type { ChildProcess } from 'node:child_process';

/**
 * Where a program of ours that was started with `PORT=0` and whose output is a pipe listens, once it answers there;
 * undefined where it ends before. What another test's program answers at the same moment is never taken for it.
 */
export async function listening(child: ChildProcess): Promise<string | undefined> {
  const address = await new Promise<string | undefined>((resolve) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /listening on (http\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => resolve(undefined));
  });
  if (address === undefined) return undefined;
  while (child.exitCode === null && child.signalCode === null) {
    if (await isReady(address)) return address;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}

/** Whether `/readyz` there says so. */
export const isReady = (address: string): Promise<boolean> =>
  fetch(new URL('/readyz', address), { signal: AbortSignal.timeout(1_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
