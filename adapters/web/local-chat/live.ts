import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Ids } from '../../../src/kernel/ids.js';

/** A page that is told of changes; `what` is the event's name. */
interface Listener {
  /** The name of what it listens to (`nameOf`). */
  readonly of: string;
  readonly response: Response;
}

const mostListeners = 200;
/** What other programs are told of a topic, and what it is counted under: in the topic itself stands who somebody is. */
const nameOf = (topic: string): string => createHash('sha256').update(topic).digest('base64url').slice(0, 22);

/** A comment this often (ms) keeps proxies and sleeping laptops from cutting a quiet stream. */
const heartbeat = 25_000;

/**
 * Tells open pages that something changed where they are (server-sent events). Events carry no content: a page then
 * asks for its list again. Each topic counts its changes, so that a page which connects a moment after it was drawn,
 * or again after a break, is told at once of what it missed. Pages that are open at another program on the database are
 * told by that one, which is told here (`tell`); what stands in their list comes from rows.
 */
export class Live {
  /** Tells one run of the program from the next: counts start again with it. */
  readonly #run: string;
  readonly #counts = new Map<string, number>();
  readonly #listeners = new Set<Listener>();
  #everything = 0;
  #timer: NodeJS.Timeout | undefined;

  readonly #tell: (of: string) => void;

  /** @param tell others, of one topic's name or, empty, of all topics */
  constructor(ids: Ids, tell: (of: string) => void = () => undefined) {
    this.#run = ids.next('run').slice(0, 16);
    this.#tell = tell;
  }

  /** What a page that is drawn now has seen. */
  version(topic: string): string {
    return this.#versionOf(nameOf(topic));
  }
  #versionOf(of: string): string {
    return `${this.#run}.${(this.#counts.get(of) ?? 0) + this.#everything}`;
  }

  /** Opens a stream on `topic` to a page that has seen `since`. */
  open(request: Request, response: Response, topic: string, since: string): void {
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write('retry: 1000\n\n');
    const listener: Listener = { of: nameOf(topic), response };
    this.#listeners.add(listener);
    this.#timer ??= setInterval(() => {
      for (const { response: open } of this.#listeners) open.write(': still here\n\n');
    }, heartbeat).unref();
    const oldest = this.#listeners.values().next().value;
    if (this.#listeners.size > mostListeners && oldest !== undefined) this.#drop(oldest);
    response.on('close', () => this.#listeners.delete(listener));
    if ((request.get('Last-Event-ID') ?? since) !== this.version(topic)) this.#write(listener, 'changed');
  }

  /** Counts a change that the one page which made it is answered with: nobody else has to ask again for it. */
  noted(topic: string): void {
    this.#count(nameOf(topic));
  }

  /** Tells the pages on `topic` to ask for their list again, wherever they are open. */
  changed(topic: string): void {
    this.#changed(nameOf(topic));
    this.#tell(nameOf(topic));
  }

  /** Tells every page to ask for its list again, wherever it is open. */
  everythingChanged(): void {
    this.#allChanged();
    this.#tell('');
  }

  /** Another program tells of a change, as `tell` is told of those here. */
  heard(of: string): void {
    if (of === '') this.#allChanged();
    else this.#changed(of);
  }

  #count(of: string): void {
    this.#counts.set(of, (this.#counts.get(of) ?? 0) + 1);
  }
  #changed(of: string): void {
    this.#count(of);
    for (const listener of this.#listeners) if (listener.of === of) this.#write(listener, 'changed');
  }
  #allChanged(): void {
    this.#everything += 1;
    for (const listener of this.#listeners) this.#write(listener, 'changed');
  }

  /** Tells every page that the clock was moved. */
  clockMoved(): void {
    for (const listener of this.#listeners) this.#write(listener, 'moved');
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const listener of this.#listeners) this.#drop(listener);
  }

  #write(listener: Listener, event: 'changed' | 'moved'): void {
    listener.response.write(`id: ${this.#versionOf(listener.of)}\nevent: ${event}\ndata: -\n\n`);
  }
  #drop(listener: Listener): void {
    this.#listeners.delete(listener);
    listener.response.end();
  }
}
