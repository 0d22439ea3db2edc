import { createHash } from 'node:crypto';
import type { Activity } from 'botbuilder';
import { z } from 'zod/v4';
import type { AddressBook } from '../../src/ports/address-book.js';
import { alone, type Replicas } from '../../src/ports/replicas.js';
import { withoutThread } from './address.js';

/**
 * What must be known to write to somebody who is not writing just now: Teams' conversation references, kept in the
 * address book (encrypted there) and refreshed by every activity, as Teams may move a tenant to another service URL.
 */

const known = z.object({
  /** Where Teams' connector for this conversation is. Its host was pinned when it came in, and is again when used. */
  serviceUrl: z.string(),
  conversation: z.string(),
  type: z.enum(['personal', 'groupChat', 'channel']),
  bot: z.string(),
});
export type Conversation = z.infer<typeof known>;

const person = z.object({
  /** Teams' own id of them for this bot, `29:…`. */
  id: z.string(),
  /** Their direct conversation with the bot, where there is one. */
  direct: z.string().optional(),
  zone: z.string().optional(),
  locale: z.string().optional(),
  name: z.string().optional(),
});
export type KnownPerson = z.infer<typeof person>;

const tenantKnown = z.object({ serviceUrl: z.string(), bot: z.string() });

const installs = z.object({
  /** How often it was taken out: tells one installation from the next. */
  removals: z.number(),
  /** When it came in last (ms, by Teams' clock); unknown of those from before this was kept. */
  installedAt: z.number().optional(),
});
type Installs = z.infer<typeof installs>;
/** At first only the number of removals was kept. */
const installsKept = z.union([z.number(), installs]);

/** How long (ms) words of one erasure may be apart: keys are waited for in between (postgresql/replica.ts). */
const oneErasure = 10_000;

/** As many entries as are remembered to have been written already, so that an unchanged one costs nothing. */
const remembered = 20_000;

/** What of an activity says where it came from; each part checked by the door. */
export interface Source {
  readonly tenant: string;
  readonly user: string;
  readonly activity: Activity;
}

/** What other programs are told of an entry, and what it is known by here: in the key itself stands who somebody is. */
const nameOf = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 22);

/** The names of the entries of whoever was erased since something was begun. */
export type Since = ReadonlySet<string>;

export class References {
  readonly #book: AddressBook;
  readonly #replicas: Pick<Replicas, 'tell'>;
  /** What is under way, each with whoever was erased since it began. */
  readonly #underWay = new Set<Set<string>>();
  /** Whoever was let go of a moment ago: until when (ms since the start) one more word of it is of the same erasure. */
  readonly #letGo = new Map<string, number>();
  /** By the names of entries. One that another program writes goes from here: it may say something else by now. */
  readonly #written = new Map<string, string>();
  /** As each entry was told last, whether or not it could be written: what goes on being true while the book is away. */
  readonly #told = new Map<string, string>();

  constructor(book: AddressBook, replicas: Pick<Replicas, 'tell' | 'hear'> = alone) {
    this.#book = book;
    this.#replicas = replicas;
    replicas.hear((news) => {
      if (news.what === 'address') this.#written.delete(news.of);
      else if (news.what === 'anything') this.forgetAll();
    });
  }

  #key(kind: 'conversation' | 'person' | 'alias' | 'tenant' | 'installs', tenant: string, id = ''): string {
    return ['teams', kind, tenant, id].map(encodeURIComponent).join('/');
  }

  /**
   * Does what ends in writing down where somebody is. It may take long, and they may be erased meanwhile: their entries go
   * with their rows then, and what was written after that would stay for good. So it is not, or it is taken out again.
   */
  async during<T>(act: (since: Since) => Promise<T>): Promise<T> {
    const since = new Set<string>();
    this.#underWay.add(since);
    try {
      return await act(since);
    } finally {
      this.#underWay.delete(since);
    }
  }

  /** What is somebody's own, and goes with them. */
  async #putOf(tenant: string, user: string, key: string, value: unknown, since: Since): Promise<void> {
    const whose = nameOf(this.#key('person', tenant, user));
    if (since.has(whose)) return;
    try {
      await this.#put(key, value);
    } finally {
      if (since.has(whose)) await this.#remove(key);
    }
  }

  async #put(key: string, value: unknown): Promise<void> {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const of = nameOf(key);
    if (this.#told.size >= remembered) this.#told.clear();
    this.#told.set(of, text);
    const before = this.#written.get(of);
    if (before === text) return;
    // What is as it stands there already is news to nobody.
    if (before !== undefined || (await this.#book.get(key)) !== text) {
      await this.#book.put(key, text);
      this.#replicas.tell({ what: 'address', of });
    }
    if (this.#written.size >= remembered) this.#written.clear();
    this.#written.set(of, text);
  }

  async #remove(key: string): Promise<void> {
    const of = nameOf(key);
    this.#written.delete(of);
    this.#told.delete(of);
    await this.#book.remove(key);
    this.#replicas.tell({ what: 'address', of });
  }

  /** @throws whatever the book does, where nothing was told here that could stand in */
  async #read(key: string): Promise<string | undefined> {
    try {
      return await this.#book.get(key);
    } catch (error) {
      const told = this.#told.get(nameOf(key));
      if (told === undefined) throw error;
      return told;
    }
  }

  async #get<T>(key: string, schema: z.ZodType<T>): Promise<T | undefined> {
    const text = await this.#read(key);
    if (text === undefined) return undefined;
    try {
      return schema.safeParse(JSON.parse(text)).data;
    } catch {
      return undefined;
    }
  }

  /** Keeps, or refreshes, what an activity tells of its conversation and its sender. `fresh`: writes it in any case. */
  remember(source: Source, fresh = false): Promise<void> {
    return this.during((since) => this.#remember(source, fresh, since));
  }

  async #remember({ tenant, user, activity }: Source, fresh: boolean, since: Since): Promise<void> {
    if (fresh) this.#written.clear();
    const type = typeOf(activity);
    const conversation = withoutThread(activity.conversation.id);
    const { serviceUrl } = activity;
    const bot = activity.recipient.id;
    const key = this.#key('person', tenant, user);
    const zone = activity.localTimezone ?? undefined;
    const locale = activity.locale ?? undefined;
    let last = this.#cached(key);
    let unread: unknown;
    try {
      last ??= await this.#get(key, person);
    } catch (error) {
      unread = error;
    }
    const about: KnownPerson = {
      id: activity.from.id,
      direct: type === 'personal' ? conversation : last?.direct,
      zone: zone ?? last?.zone,
      locale: locale ?? last?.locale,
      name: activity.from.name || last?.name,
    };
    const own = (at: string, value: unknown): Promise<void> => this.#putOf(tenant, user, at, value, since);
    // A channel or a group stays, whoever of it goes.
    const theirs = type === 'personal' ? own : (at: string, value: unknown): Promise<void> => this.#put(at, value);
    // Each on its own: where one cannot be written, the others are told all the same.
    const put = [
      theirs(this.#key('conversation', tenant, conversation), { serviceUrl, conversation, type, bot }),
      this.#put(this.#key('tenant', tenant), { serviceUrl, bot }),
      ...(user === activity.from.id ? [] : [own(this.#key('alias', tenant, activity.from.id), user)]),
      // What could not be read is not written over; until it can be, what they say now is gone by.
      unread === undefined ? own(key, about) : this.#tells(key, about, since),
    ];
    await Promise.allSettled(put);
    await Promise.all(put);
    if (unread !== undefined) throw unread;
  }

  #tells(key: string, about: KnownPerson, since: Since): void {
    if (!since.has(nameOf(key))) this.#told.set(nameOf(key), JSON.stringify(about));
  }

  #cached(key: string): KnownPerson | undefined {
    const text = this.#written.get(nameOf(key));
    return text === undefined ? undefined : person.safeParse(JSON.parse(text)).data;
  }

  /**
   * Lets go of whoever this is, in memory: what the book has of them goes by itself, and what was written since it went is
   * taken out of it. What was written once counts as written, so that without it nothing would be written of them again
   * before the next start.
   */
  forget(tenant: string, user: string): void {
    const key = this.#key('person', tenant, user);
    const heardAlready = this.#hasLetGo(nameOf(key));
    if (!heardAlready) for (const since of this.#underWay) since.add(nameOf(key));
    const texts = [this.#told, this.#written].flatMap((kept) => kept.get(nameOf(key)) ?? []);
    const theirs = texts.flatMap((text) => person.safeParse(JSON.parse(text)).data ?? []);
    const keys = [
      key,
      ...theirs.flatMap(({ id, direct }) => [
        this.#key('alias', tenant, id),
        ...(direct === undefined
          ? []
          : [this.#key('conversation', tenant, direct), this.#key('installs', tenant, direct)]),
      ]),
    ];
    const names = new Set(keys.map(nameOf));
    for (const kept of [this.#told, this.#written])
      for (const [at, text] of kept) if (names.has(at) || text === user) kept.delete(at);
    // Where the book is away nothing was written just now either.
    if (theirs.length > 0 && !heardAlready) for (const at of keys) this.#remove(at).catch(() => undefined);
  }

  /** Another program's erasure is heard of twice, and whoever it was may have come back in between. */
  #hasLetGo(whose: string): boolean {
    const now = performance.now();
    for (const [one, until] of this.#letGo) if (until < now) this.#letGo.delete(one);
    const before = this.#letGo.has(whose);
    this.#letGo.set(whose, now + oneErasure);
    return before;
  }

  /** Somebody may have been erased, and another program may have written anew; what is told again stands in again. */
  forgetAll(): void {
    this.#written.clear();
    this.#told.clear();
  }

  /** Forgets a conversation that the bot was taken out of. */
  async left({ tenant, user, activity }: Source): Promise<void> {
    await this.#remove(this.#key('conversation', tenant, withoutThread(activity.conversation.id)));
    if (typeOf(activity) === 'personal') await this.#remove(this.#key('person', tenant, user));
  }

  conversation(tenant: string, conversation: string): Promise<Conversation | undefined> {
    return this.#get(this.#key('conversation', tenant, conversation), known);
  }

  /** Keeps a conversation that the bot itself began with somebody. @param since of `during`, from before it was begun */
  async began(tenant: string, user: string, conversation: Conversation, since: Since): Promise<void> {
    const key = this.#key('person', tenant, user);
    const at = this.#key('conversation', tenant, conversation.conversation);
    const [before] = await Promise.all([this.#get(key, person), this.#putOf(tenant, user, at, conversation, since)]);
    await this.#putOf(tenant, user, key, { id: user, ...before, direct: conversation.conversation }, since);
  }

  /**
   * Keeps Teams' own id of somebody who has not written: by it the bot can begin a conversation with them.
   * @param since of `during`, from before Teams was asked for it
   */
  async met(tenant: string, user: string, id: string, since: Since): Promise<void> {
    const key = this.#key('person', tenant, user);
    const before = await this.#get(key, person);
    if (before === undefined) await this.#putOf(tenant, user, key, { id }, since);
  }

  person(tenant: string, user: string): Promise<KnownPerson | undefined> {
    return this.#get(this.#key('person', tenant, user), person);
  }

  /** Where a tenant's connector was last, and the bot's id there. */
  tenant(tenant: string): Promise<{ serviceUrl: string; bot: string } | undefined> {
    return this.#get(this.#key('tenant', tenant), tenantKnown);
  }

  /** The Entra object id of a Teams id, where one was seen. */
  async userOf(tenant: string, id: string): Promise<string | undefined> {
    return this.#read(this.#key('alias', tenant, id));
  }

  /** @param since as of `met` */
  async alias(tenant: string, id: string, user: string, since: Since): Promise<void> {
    await this.#putOf(tenant, user, this.#key('alias', tenant, id), user, since);
  }

  /** How the bot came into this conversation and went. */
  async installs(tenant: string, conversation: string): Promise<Installs> {
    const kept = await this.#get(this.#key('installs', tenant, conversation), installsKept);
    return typeof kept === 'number' ? { removals: kept } : (kept ?? { removals: 0 });
  }

  /** It came in at that time (ms), as Teams tells it. */
  installed(source: Source, at: number): Promise<void> {
    return this.#counts(source, (before) => ({ ...before, installedAt: Math.max(at, before.installedAt ?? 0) }));
  }

  countRemoval(source: Source): Promise<void> {
    return this.#counts(source, (before) => ({ ...before, removals: before.removals + 1 }));
  }

  #counts({ tenant, user, activity }: Source, change: (before: Installs) => Installs): Promise<void> {
    const conversation = withoutThread(activity.conversation.id);
    const key = this.#key('installs', tenant, conversation);
    return this.during(async (since) => {
      const after = change(await this.installs(tenant, conversation));
      if (typeOf(activity) === 'personal') await this.#putOf(tenant, user, key, after, since);
      else await this.#put(key, after);
    });
  }
}

export function typeOf(activity: Activity): Conversation['type'] {
  const said = activity.conversation.conversationType;
  if (said === 'channel' || said === 'groupChat' || said === 'personal') return said;
  return activity.conversation.isGroup ? 'groupChat' : 'personal';
}
