import { z } from 'zod/v4';
import type { MessageRef, PlacedFile } from '../../../src/chat/inbound.js';
import { base32, type Ids } from '../../../src/kernel/ids.js';
import type { AddressBook } from '../../../src/ports/address-book.js';

export interface KeptFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** At most this many bytes and files are kept; the oldest go first. */
const mostBytes = 64 * 1024 * 1024;
const mostFiles = 100;

/** At most this many messages' files are at hand; others are looked up. */
const mostMessages = 500;

const writtenFile = z.object({ name: z.string(), type: z.string(), bytes: z.base64() });
const writtenPlaces = z.array(z.tuple([z.string(), z.object({ kind: z.literal('url'), url: z.string() })]));
const fileKey = (token: string): string => `web/file/${token}`;
const placesKey = (ref: MessageRef): string => `web/files-of/${ref}`;

/**
 * The files that were placed in messages, each under an unguessable token, and which message shows which. In memory,
 * and with a book also there: a picture still stands in its message after a restart.
 */
export class KeptFiles {
  readonly #ids: Ids;
  readonly #book: AddressBook | undefined;
  readonly #kept = new Map<string, KeptFile>();
  readonly #places = new Map<MessageRef, ReadonlyMap<string, PlacedFile>>();
  #bytes = 0;

  constructor(ids: Ids, book?: AddressBook) {
    this.#ids = ids;
    this.#book = book;
  }

  /** Keeps a file; answers its token (160 bits). */
  async keep(file: KeptFile): Promise<string> {
    const token = base32(this.#ids.bytes(20));
    await this.#book?.put(
      fileKey(token),
      JSON.stringify({ ...file, bytes: Buffer.from(file.bytes).toString('base64') }),
    );
    this.#remember(token, file);
    return token;
  }

  #remember(token: string, file: KeptFile): void {
    this.#kept.set(token, file);
    this.#bytes += file.bytes.byteLength;
    for (const [oldest, { bytes }] of this.#kept) {
      if (this.#kept.size === 1 || (this.#bytes <= mostBytes && this.#kept.size <= mostFiles)) break;
      this.#kept.delete(oldest);
      this.#bytes -= bytes.byteLength;
    }
  }

  async find(token: string): Promise<KeptFile | undefined> {
    const known = this.#kept.get(token);
    if (known !== undefined || this.#book === undefined || !/^[0-9a-z]{32}$/.test(token)) return known;
    const written = await this.#book.get(fileKey(token));
    if (written === undefined) return undefined;
    const { name, type, bytes } = writtenFile.parse(JSON.parse(written));
    const file = { name, type, bytes: Buffer.from(bytes, 'base64') };
    this.#remember(token, file);
    return file;
  }

  /** Which files stand in a message, by document. */
  async showIn(ref: MessageRef, files: ReadonlyMap<string, PlacedFile>): Promise<void> {
    this.#place(ref, files);
    if (files.size > 0) await this.#book?.put(placesKey(ref), JSON.stringify([...files]));
  }

  #place(ref: MessageRef, files: ReadonlyMap<string, PlacedFile>): void {
    this.#places.delete(ref);
    this.#places.set(ref, files);
    for (const oldest of this.#places.keys()) {
      if (this.#places.size <= mostMessages) break;
      this.#places.delete(oldest);
    }
  }

  /** The files of these messages, as far as they are known. */
  async of(refs: readonly MessageRef[]): Promise<ReadonlyMap<MessageRef, ReadonlyMap<string, PlacedFile>>> {
    const found = new Map<MessageRef, ReadonlyMap<string, PlacedFile>>();
    for (const ref of refs) {
      if (!this.#places.has(ref)) {
        const written = await this.#book?.get(placesKey(ref));
        if (written !== undefined) this.#place(ref, new Map(writtenPlaces.parse(JSON.parse(written))));
      }
      const files = this.#places.get(ref);
      if (files !== undefined) found.set(ref, files);
    }
    return found;
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
