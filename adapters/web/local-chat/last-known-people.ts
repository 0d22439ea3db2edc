import type { Reader } from '../../../src/chat/text.js';
import type { LocalPeople, LocalPerson } from '../../../src/ports/local-chat.js';

/**
 * The programme's people, as they were last known where they cannot be asked for: with the database out of reach a
 * page can still be drawn, and "Worried about someone?" answered on it.
 */
export class LastKnownPeople implements LocalPeople {
  readonly #people: LocalPeople;
  #list: readonly LocalPerson[] | undefined;
  #channels: readonly string[] | undefined;
  readonly #readers = new Map<string, Reader>();

  constructor(people: LocalPeople) {
    this.#people = people;
  }

  async list(): Promise<readonly LocalPerson[]> {
    this.#list = await orLast(() => this.#people.list(), this.#list);
    return this.#list;
  }
  async channels(): Promise<readonly string[]> {
    this.#channels = await orLast(() => this.#people.channels(), this.#channels);
    return this.#channels;
  }
  /** Out of reach, nobody's words are to be had either: nothing is locked then. */
  lentTo = (user: string): Promise<string | undefined> => this.#people.lentTo(user).catch(() => undefined);
  forget(user: string): void {
    this.#readers.delete(user);
    this.#list = this.#list?.filter((one) => one.user !== user);
  }
  forgetAll(): void {
    this.#readers.clear();
    this.#list = undefined;
  }
  /** @throws what the programme's people throw, where nothing is known from before. */
  async reader(user: string): Promise<Reader> {
    const reader = await orLast(() => this.#people.reader(user), this.#readers.get(user));
    this.#readers.set(user, reader);
    return reader;
  }
}

async function orLast<T>(ask: () => Promise<T>, last: T | undefined): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (last === undefined) throw error;
    return last;
  }
}
