import { base32, type Ids } from '../../src/kernel/ids.js';

export interface KeptFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** At most this many bytes and files are kept; the oldest go first. */
const mostBytes = 64 * 1024 * 1024;
const mostFiles = 100;

/** The files that were placed in messages, in memory, each under an unguessable token. */
export class KeptFiles {
  readonly #ids: Ids;
  readonly #kept = new Map<string, KeptFile>();
  #bytes = 0;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  /** Keeps a file; answers its token (160 bits). */
  keep(file: KeptFile): string {
    const token = base32(this.#ids.bytes(20));
    this.#kept.set(token, file);
    this.#bytes += file.bytes.byteLength;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#kept.size === 1 || (this.#bytes <= mostBytes && this.#kept.size <= mostFiles)) break;
      this.#kept.delete(oldest);
      this.#bytes -= bytes.byteLength;
    }
    return token;
  }

  find(token: string): KeptFile | undefined {
    return this.#kept.get(token);
  }
}

/** Types that a browser may show in place; everything else is saved, so that no document can act as a page. */
const shownInPlace = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml']);

/** The headers that a kept file is answered with. */
export function fileHeaders(file: KeptFile): Record<string, string> {
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : 'application/octet-stream';
  const how = shownInPlace.has(type) ? 'inline' : 'attachment';
  return {
    'Content-Type': type.startsWith('text/') ? `${type}; charset=utf-8` : type,
    'Content-Disposition': `${how}; filename*=UTF-8''${encodeURIComponent(file.name.toWellFormed())}`,
    // A drawing can hold scripts: opened on its own it may run none and load nothing.
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'",
    'Cache-Control': 'private, no-store',
  };
}
