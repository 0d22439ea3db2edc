import type { Request, Response } from 'express';
import type { Account, Address, Answer, Inbound, MessageRef } from '../../../src/chat/inbound.js';
import { plain } from '../../../src/chat/text.js';
import type { DraftId, Ids } from '../../../src/kernel/ids.js';
import type { AddressBook } from '../../../src/ports/address-book.js';
import type { Hears } from '../../../src/ports/chat.js';
import type { LocalMessages, LocalPeople, LocalPerson } from '../../../src/ports/local-chat.js';
import { alone, type Replicas } from '../../../src/ports/replicas.js';
import type { Talk } from './conversation.js';
import { KeptFiles } from './files.js';
import { LastKnownPeople } from './last-known-people.js';
import { Live } from './live.js';
import { addressOf, localTenant, type Place, paths, topicOf } from './paths.js';
import { Remembered } from './remembered.js';
import { alertFragment, plainPage } from './shell.js';
import type { Frame } from './side.js';
import { UnmetPeople } from './unmet-people.js';

/** The clock that the pages show: the domain's. With `moveTo` (ms) it can be moved from the pages. */
export interface WebClock {
  now(): number;
  moveTo?(to: number): Promise<void>;
}

/** What the local chat's routes share. */
export class Web {
  readonly messages: LocalMessages;
  readonly people: UnmetPeople;
  readonly clock: WebClock;
  readonly ids: Ids;
  readonly practice: () => boolean;
  /** Whether other programs answer on these pages too. */
  readonly several: () => boolean;
  readonly live: Live;
  readonly kept: KeptFiles;
  readonly remembered: Remembered;
  hears: Hears | undefined;
  /** Events under way: one that stops to listen waits for them. */
  readonly underWay = new Set<Promise<unknown>>();
  readonly #turns = new Map<string, Promise<void>>();

  constructor(needs: {
    messages: LocalMessages;
    people: LocalPeople;
    clock: WebClock;
    ids: Ids;
    practice: () => boolean;
    book?: AddressBook;
    replicas?: Pick<Replicas, 'tell' | 'hear' | 'several'>;
  }) {
    this.messages = needs.messages;
    this.people = new UnmetPeople(new LastKnownPeople(needs.people));
    this.clock = needs.clock;
    this.ids = needs.ids;
    this.practice = needs.practice;
    const replicas = needs.replicas ?? alone;
    this.several = () => replicas.several();
    this.live = new Live(needs.ids, (at) => replicas.tell({ what: 'local-chat', at }));
    replicas.hear((news) => {
      if (news.what === 'local-chat') this.live.heard(news.at);
      else if (news.what === 'clock') this.live.clockMoved();
      else if (news.what === 'anything') this.live.heard('');
    });
    this.kept = new KeptFiles(needs.ids, needs.book);
    this.remembered = new Remembered(needs.ids, (place) => this.live.noted(topicOf(place)));
  }

  /** Passes an event on; the answer comes back, and the event counts as under way until then. */
  async hear(event: Inbound): Promise<Answer> {
    if (this.hears === undefined) throw new NotListening();
    const answering = this.hears(event);
    this.underWay.add(answering);
    try {
      return await answering;
    } finally {
      this.underWay.delete(answering);
    }
  }

  /** Everything a page of `me` at `place` shows around its content. */
  async frame(me: LocalPerson, place: Place, request: Request): Promise<Frame> {
    const since = this.live.version(topicOf(place));
    const [people, channels, reader] = await Promise.all([
      this.people.list(),
      this.people.channels(),
      this.people.reader(me.user),
    ]);
    return {
      me,
      people,
      channels,
      reader,
      place,
      now: this.clock.now(),
      movable: this.clock.moveTo !== undefined,
      practice: this.practice(),
      several: this.several(),
      nonce: this.ids.next('nonce'),
      stream: paths.stream(place, since),
      swapped: isSwap(request),
    };
  }

  /** What stands in a conversation. */
  async talk(place: Place, focus?: string): Promise<Talk> {
    // Counted before it is read: what is shown may be newer than its count, never older.
    const version = this.live.version(topicOf(place));
    const messages = await this.messages.list(addressOf(place), mostMessages);
    const withFiles = messages.filter((m) => m.card.blocks.some((b) => b.kind === 'image' || b.kind === 'file'));
    const files = await this.kept.of(withFiles.map((m) => m.ref));
    return {
      version,
      messages,
      notes: this.remembered.notes(place),
      filesOf: (ref) => files.get(ref),
      ...(focus === undefined ? {} : { focus }),
    };
  }

  /** The newest message of a conversation; none where the messages are out of reach, which stops nobody from acting. */
  async newest(address: Address): Promise<MessageRef | null> {
    try {
      return (await this.messages.list(address, 1)).at(-1)?.ref ?? null;
    } catch {
      return null;
    }
  }

  /** Does `what` when everything that waits under the same key before it is done. */
  async inTurn<T>(key: string, what: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(key) ?? Promise.resolve();
    const mine = before.then(what);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    this.#turns.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(key) === settled) this.#turns.delete(key);
    }
  }

  /**
   * Keeps what an answer holds where its page will find it; answers where the person goes next.
   * `form`: the form that the event came from. `after`: the message that a private word stands below.
   * `act`: the delivery that is answered; a second answer to it is not said twice.
   */
  async settle(
    user: string,
    place: Place,
    answer: Answer,
    from: { readonly after: MessageRef | null; readonly act: string; readonly form?: DraftId },
  ): Promise<Next> {
    const { reply, reader } = answer;
    switch (reply.kind) {
      case 'form': {
        const before = this.remembered.form(user, reply.view.draft);
        this.remembered.openForm(user, { view: reply.view, reader, from: before?.from ?? place });
        return { kind: 'go', to: paths.form(user, reply.view.draft) };
      }
      case 'panel': {
        const panel = { user, card: reply.card, reader, from: place };
        const id = this.remembered.panelOf(from.form === undefined ? panel : { ...panel, form: from.form });
        return { kind: 'go', to: paths.panel(user, id) };
      }
      case 'say':
        this.remembered.told(place, from.act, reply.card, reader, this.clock.now(), from.after);
        return { kind: 'back', said: plain(reply.card.summary, reader) };
      case 'close':
        if (from.form !== undefined) this.remembered.closeForm(user, from.form);
        if (reply.say === undefined) return { kind: 'back' };
        this.remembered.closed(place, from.act, reply.say, reader, this.clock.now(), from.after);
        return { kind: 'back', said: plain(reply.say.summary, reader) };
      case 'done':
        return { kind: 'back' };
      default:
        return reply satisfies never;
    }
  }
}

/** Where somebody goes after an act: to a page, or back to where they were, perhaps with a private word. */
export type Next =
  | { readonly kind: 'go'; readonly to: string }
  | {
      readonly kind: 'back';
      /** The private word in one sentence, for those who hear the page. */
      readonly said?: string;
    };

/** The runtime is not listening: the program is starting or stopping. */
export class NotListening extends Error {}

/** A page shows at most this many messages. */
const mostMessages = 200;

export const accountOf = (user: string): Account => ({ platform: 'web', tenant: localTenant, user });

/** Asked for by the pages' script, not by a browser on its way to a page. */
export const isSwap = (request: Request): boolean =>
  request.get('HX-Request') === 'true' && request.get('HX-History-Restore-Request') !== 'true';

/** Says no: as a page, or above the page that is open where its script asked. */
export function refuse(
  web: Pick<Web, 'practice'>,
  request: Request,
  response: Response,
  status: number,
  title: string,
  say: string,
  on: { href: string; label: string } = { href: '/', label: 'Go to the chat' },
): void {
  response
    .status(status)
    .type('html')
    .send(isSwap(request) ? alertFragment(title, say) : plainPage(title, say, web.practice(), on));
}

/** Sends a person on to a page: as the answer to a form's POST, or as a word to the page's script. */
export function goTo(request: Request, response: Response, to: string): void {
  // A boosted form follows a redirect by itself; a part of a page has to be told to leave the page.
  if (isSwap(request) && request.get('HX-Boosted') !== 'true') response.set('HX-Location', to).status(204).end();
  else response.redirect(303, to);
}
