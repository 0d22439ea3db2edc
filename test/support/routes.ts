import type { Express } from 'express';

/** What an Express app answers: `GET /f/:token`. Read from the app itself, so that no list of it can be forgotten. */

interface Layer {
  readonly slash?: boolean;
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Watches what is mounted where from now on: Express itself forgets the path of what is mounted. */
export function watchRoutes(app: Express): () => readonly string[] {
  const mounted: { readonly at: string; readonly stack: readonly Layer[] }[] = [];
  const use = app.use.bind(app) as (...args: readonly unknown[]) => Express;
  app.use = ((...args: readonly unknown[]) => {
    const [first] = args;
    for (const handler of args.flat(2)) {
      const { stack } = handler as Layer['handle'];
      if (typeof handler === 'function' && Array.isArray(stack))
        mounted.push({ at: typeof first === 'string' ? first : '', stack });
    }
    return use(...args);
  }) as Express['use'];
  return () => {
    const own = (app.router as unknown as { readonly stack: readonly Layer[] }).stack.filter((l) => l.route);
    const found = [...routesOf('', own), ...mounted.flatMap((m) => routesOf(m.at, m.stack))];
    return [...new Set(found)].sort();
  };
}

function routesOf(at: string, stack: readonly Layer[]): readonly string[] {
  return stack.flatMap((layer) => {
    if (layer.route !== undefined) {
      const { path, methods } = layer.route;
      return [path]
        .flat()
        .flatMap((p) => Object.keys(methods).map((m) => `${m.toUpperCase()} ${`${at}${p}`.replace(/(.)\/$/, '$1')}`));
    }
    const inner = layer.handle.stack;
    if (inner === undefined) return [];
    // A router within a router, at a path of its own, could not be told: name its paths in full instead.
    if (layer.slash !== true) throw new Error(`a router is mounted below ${at} at a path that cannot be read`);
    return routesOf(at, inner);
  });
}
