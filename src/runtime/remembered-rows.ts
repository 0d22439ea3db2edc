import { type Rows, remembered } from '../ports/store.js';

type Method = (...args: readonly unknown[]) => Promise<unknown>;
type Repository = Readonly<Record<string, Method>>;
/** A repository's table (`Remembered`), whatever repository it is of. */
type Table = Readonly<Record<string, 'anew' | 'once' | { readonly among: string } | Forgetting>>;
interface Forgetting {
  readonly forgets: 'all' | 'everything' | readonly string[];
  readonly as?: string;
}

/**
 * The rows of one unit of work, with what was read once not read again: what is remembered, and which write forgets it,
 * stands beside each repository of the port. Nothing is remembered beyond the unit of work, so no other replica's change
 * can be missed by it.
 */
export function rememberedRows(rows: Rows): Rows {
  /** Readings by `REPOSITORY.METHOD` and then by the arguments they were asked with. */
  const kept = new Map<string, Map<string, Promise<unknown>>>();
  const fold = (name: string, repository: Repository, table: Table): Repository => {
    const once = (method: string, args: readonly unknown[]): Promise<unknown> => {
      const place = `${name}.${method}`;
      const readings = kept.get(place) ?? new Map<string, Promise<unknown>>();
      kept.set(place, readings);
      // An argument that is left out and one that is undefined ask the same.
      const asked = JSON.stringify(args.filter((arg) => arg !== undefined));
      const reading = readings.get(asked) ?? (repository[method] as Method)(...args);
      readings.set(asked, reading);
      return reading;
    };
    const forget = (forgets: Forgetting['forgets']): void => {
      if (forgets === 'everything') kept.clear();
      else for (const method of forgets === 'all' ? Object.keys(table) : forgets) kept.delete(`${name}.${method}`);
    };
    const methods = Object.entries(table).map(([method, word]): readonly [string, Method] => {
      const real = repository[method] as Method;
      if (word === 'anew') return [method, real];
      if (word === 'once') return [method, (...args) => once(method, args)];
      if ('among' in word)
        return [
          method,
          async (...args) =>
            ((await once(word.among, [])) as readonly { readonly id: unknown }[]).find((row) => row.id === args[0]) ??
            once(method, args),
        ];
      return [
        method,
        async (...args) => {
          forget(word.forgets);
          const written = await real(...args);
          const [row] = args as readonly { readonly id?: unknown }[];
          if (word.as !== undefined && row?.id !== undefined)
            kept.set(`${name}.${word.as}`, new Map([[JSON.stringify([row.id]), Promise.resolve(row)]]));
          return written;
        },
      ];
    });
    return Object.fromEntries(methods);
  };
  const all = Object.entries(remembered).map(([name, table]) => {
    const repository = rows[name as keyof Rows];
    return [name, table === 'nothing' ? repository : fold(name, repository as never, table as Table)] as const;
  });
  return Object.fromEntries(all) as unknown as Rows;
}
