import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
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
  { path: '/page.js', type: 'text/javascript; charset=utf-8', file: () => beside('page.js') },
  ...([400, 600] as const).map((weight) => ({
    path: `/source-sans-3-${weight}.woff2` as const,
    type: 'font/woff2',
    file: () => require.resolve(`@fontsource/source-sans-3/files/source-sans-3-latin-${weight}-normal.woff2`),
  })),
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

/** Each file's bytes and what they are called by; read when they are first asked for, and once. */
const read = memo((path: string) => {
  const asset = assets.find((a) => a.path === path);
  if (asset === undefined) throw new Error(`There is no ${path} among the pages' files`);
  const bytes = readFileSync(asset.file());
  return { bytes, type: asset.type, tag: createHash('sha256').update(bytes).digest('base64url').slice(0, 12) };
});

/** Smallest first, as far as they go: a browser offers Brotli by https and on its own machine. */
const encodings = {
  br: memo((path: string) => brotliCompressSync(read(path).bytes)),
  gzip: memo((path: string) => gzipSync(read(path).bytes, { level: 9 })),
} as const;

function memo<V>(of: (key: string) => V): (key: string) => V {
  const known = new Map<string, V>();
  return (key) => {
    const value = known.get(key) ?? of(key);
    known.set(key, value);
    return value;
  };
}

/** The address of one of the pages' files, with what it holds named in it: it may be kept for good. */
export const assetPath = (path: (typeof assets)[number]['path']): string => `/assets${path}?v=${read(path).tag}`;

const aYear = 'public, max-age=31536000, immutable';

/**
 * The pages' static files, each at its exact path under `/assets`; nothing else of any folder can be reached. They
 * are read once, at start: a missing file is found then, and not by the first person who opens a page.
 */
export function assetRoutes(): express.Router {
  const router = express.Router();
  for (const { path } of assets) {
    const { bytes, type, tag } = read(path);
    router.get(path, (request, response) => {
      response.removeHeader('X-Powered-By');
      response.vary('Accept-Encoding');
      response
        .set({
          'X-Content-Type-Options': 'nosniff',
          // Asked for by what it holds it never changes; by its name alone it is asked about each time.
          'Cache-Control': request.query.v === tag ? aYear : 'no-cache',
        })
        .type(type);
      // A font is compressed as it is.
      const encoding = type === 'font/woff2' ? false : request.acceptsEncodings('br', 'gzip');
      if (encoding !== 'br' && encoding !== 'gzip') response.send(bytes);
      else response.set('Content-Encoding', encoding).send(encodings[encoding](path));
    });
  }
  return router;
}
