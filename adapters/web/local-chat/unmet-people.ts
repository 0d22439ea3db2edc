import type { Reader } from '../../../src/chat/text.js';
import { cleanLine, withoutMarks } from '../../../src/kernel/words.js';
import type { LocalPeople, LocalPerson } from '../../../src/ports/local-chat.js';
import type { LastKnownPeople } from './last-known-people.js';

/** Somebody who came to the local chat by their name and has not said a word yet: the programme knows nothing of them. */
interface UnmetPerson {
  readonly name: string;
  /** As a platform would vouch for it: whoever an import awaits under it is met. */
  readonly email?: string;
}

/** As many as anybody tries out on one machine. */
const most = 500;

/**
 * The programme's people, and those who have only just come. On Slack and Teams people have accounts before they write
 * to the bot; here they say who they are. Once they have written, the programme knows them, and this lets go of them.
 */
export class UnmetPeople implements LocalPeople {
  readonly #people: LastKnownPeople;
  readonly #come = new Map<string, UnmetPerson>();

  constructor(people: LastKnownPeople) {
    this.#people = people;
  }

  async list(): Promise<readonly LocalPerson[]> {
    const known = await this.#people.list();
    for (const { user } of known) this.#come.delete(user);
    return [...known, ...[...this.#come].map(([user, { name }]) => ({ user, name, role: 'New here' }))];
  }
  reader = (user: string): Promise<Reader> => this.#people.reader(user);
  channels = (): Promise<readonly string[]> => this.#people.channels();
  lentTo = (user: string): Promise<string | undefined> => this.#people.lentTo(user);

  forget(user: string): void {
    this.#come.delete(user);
    this.#people.forget(user);
  }

  /** Those who have come and not said a word stay: of them nothing was erased. */
  forgetAll(): void {
    this.#people.forgetAll();
  }

  emailOf(user: string): string | undefined {
    return this.#come.get(user)?.email;
  }

  /** Somebody comes in. Answers the user they are here; a sentence where that cannot be. */
  async comeIn(typed: { readonly name: string; readonly email: string }): Promise<{ user: string } | { say: string }> {
    const name = cleanLine(typed.name);
    const email = cleanLine(typed.email);
    if (name === '') return { say: 'Say what you are called.' };
    if (name.length > 80) return { say: 'Keep the name to 80 characters.' };
    if (email !== '' && !/^[^\s@]+@[^\s@]+$/.test(email))
      return { say: 'That is no e-mail address. Write it like leo@example.org, or leave it out.' };
    if (this.#come.size >= most) return { say: 'Too many new people wait here. Let some of them write first.' };
    const taken = new Set((await this.list()).map((p) => p.user));
    const plain = withoutMarks(name)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40);
    const base = plain === '' ? 'somebody' : plain;
    let user = base;
    for (let n = 2; taken.has(user); n += 1) user = `${base}-${n}`;
    this.#come.set(user, { name, ...(email === '' ? {} : { email }) });
    return { user };
  }
}
