import type { Rows } from '../ports/store.js';

/** What was sent to be imported, kept (sealed) until it is applied, under the id of its link or form. */
const keyOf = (id: string): string => `import:${id}`;

export const keepImport = (rows: Pick<Rows, 'memory'>, id: string, written: string): Promise<void> =>
  rows.memory.put(keyOf(id), written);

export async function keptImport(rows: Pick<Rows, 'memory'>, id: string): Promise<string | undefined> {
  const written = await rows.memory.get(keyOf(id));
  return typeof written === 'string' ? written : undefined;
}

export const forgetImport = (rows: Pick<Rows, 'memory'>, id: string): Promise<void> => rows.memory.put(keyOf(id), null);
