import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express from 'express';

const require = createRequire(import.meta.url);

/** The package's root: the style sheet and the icon are not compiled, so they are not beside this file when that runs from `dist/`. */
function packageRoot(from: string): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const up = dirname(from);
  if (up === from) throw new Error('package.json not found above adapters/web');
  return packageRoot(up);
}

const beside = (name: string) => join(packageRoot(import.meta.dirname), 'adapters/web', name);

const assets = [
  { path: '/style.css', type: 'text/css; charset=utf-8', file: () => beside('style.css') },
  { path: '/icon.svg', type: 'image/svg+xml', file: () => beside('icon.svg') },
  {
    path: '/htmx.js',
    type: 'text/javascript; charset=utf-8',
    file: () => require.resolve('htmx.org/dist/htmx.min.js'),
  },
  {
    path: '/htmx-sse.js',
    type: 'text/javascript; charset=utf-8',
    file: () => require.resolve('htmx-ext-sse/dist/sse.min.js'),
  },
] as const;

/**
 * The pages' static files, each at its exact path under `/assets`; nothing else of any folder can be reached. They
 * are read once, at start: a missing file is found then, and not by the first person who opens a page.
 */
export function assetRoutes(): express.Router {
  const router = express.Router();
  for (const asset of assets) {
    const bytes = readFileSync(asset.file());
    router.get(asset.path, (_request, response) => {
      response.removeHeader('X-Powered-By');
      response.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-cache' }).type(asset.type).send(bytes);
    });
  }
  return router;
}
