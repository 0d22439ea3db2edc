import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express';
import type { Address, MessageRef, Outgoing } from '../../../src/chat/inbound.js';
import { Bounded } from '../../../src/kernel/bounded.js';
import { systemClock } from '../../../src/kernel/clock.js';
import { faultCode, Refused } from '../../../src/kernel/errors.js';
import type { Ids } from '../../../src/kernel/ids.js';
import type { AddressBook } from '../../../src/ports/address-book.js';
import type { ChatPort, Sent } from '../../../src/ports/chat.js';
import type { LocalMessages, LocalPeople } from '../../../src/ports/local-chat.js';
import type { Replicas } from '../../../src/ports/replicas.js';
import { assetRoutes } from '../assets.js';
import { compressed } from '../compressed.js';
import { loopbackOnly, pageHeaders, sameOriginOnly } from '../guard.js';
import { actRoutes } from './acts.js';
import { lentPages } from './lent.js';
import { fileRoutes, pageRoutes } from './pages.js';
import { directAddress, homeTopic, paths, readAddress } from './paths.js';
import { somebodyNewRoutes } from './somebody-new.js';
import { NotListening, refuse, Web, type WebClock } from './web.js';

export interface WebChatNeeds {
  /** The pages are mounted on it: `/`, `/chat`, `/files` and `/assets`. Nothing else of it is touched. */
  readonly app: Express;
  readonly messages: LocalMessages;
  readonly people: LocalPeople;
  /** The domain's clock; the machine's by default. With `moveTo` the pages show how to move it. */
  readonly clock?: WebClock;
  readonly ids: Ids;
  /** Where placed files are kept over a restart; without it they are in memory only. */
  readonly book?: AddressBook;
  /** The other programs on the same database, where there may be any: pages may be open at each of them. */
  readonly replicas?: Pick<Replicas, 'tell' | 'hear' | 'several'>;
  /** Whether the database ever ran on a moved clock: every page then says so. */
  readonly practice: () => boolean;
  /** Told the code of a fault that a person was shown as a sentence; never any content. */
  readonly fault?: (code: string) => void;
}

export type WebChat = ChatPort & {
  /** Tells open pages that the clock was moved elsewhere. */
  clockMoved(): void;
};

const hosts = {
  title: 'Not from here',
  say: 'Open the local chat on this machine, by the name 127.0.0.1 or localhost.',
};
const origins = {
  title: 'That came from another site',
  say: 'Open the local chat itself, and send it again from its own page.',
};

/** Mounts the pages on the app, behind their guards. */
function mount(web: Web, { app, fault }: WebChatNeeds): void {
  const failed: ErrorRequestHandler = (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { type, status } = error as { type?: unknown; status?: unknown };
    if (type === 'entity.too.large')
      refuse(
        web,
        request,
        response,
        413,
        'That is too long to send at once',
        'Nothing was changed. Go back to what you wrote, make it shorter, and send it again.',
      );
    else if (error instanceof NotListening)
      refuse(web, request, response, 503, 'Mentorlog is starting', 'Wait a moment, and try again.');
    else if (error instanceof Refused) refuse(web, request, response, 422, 'That did not work', error.say);
    else if (typeof status === 'number' && status >= 400 && status < 500)
      refuse(
        web,
        request,
        response,
        status,
        'That could not be read',
        'Go back to the page and send it again from there.',
      );
    else {
      fault?.(faultCode(error));
      refuse(
        web,
        request,
        response,
        500,
        'Something went wrong here',
        'Try again in a moment; what was saved is safe.',
      );
    }
  };
  const guards: RequestHandler[] = [
    pageHeaders,
    compressed,
    loopbackOnly((request, response) => refuse(web, request, response, 403, hosts.title, hosts.say)),
  ];
  const ownPages = sameOriginOnly((request, response) =>
    refuse(web, request, response, 403, origins.title, origins.say),
  );

  const acts = express.Router();
  acts.use((request, response, next) => (request.method === 'POST' ? ownPages(request, response, next) : next()));
  acts.use(somebodyNewRoutes(web));
  acts.use(actRoutes(web));

  // The style sheet and the scripts serve pages for people from elsewhere too: they hold nothing and ask for nothing.
  app.use('/assets', assetRoutes());
  app.use('/files', guards, fileRoutes(web), failed);
  app.use('/chat', guards, lentPages(web), acts, pageRoutes(web));
  app.use('/chat', (request, response) =>
    refuse(web, request, response, 404, 'There is no such page', 'Choose a conversation on the first page.'),
  );
  app.use('/chat', failed);
  app.get('/', ...guards, async (request, response, next) => {
    try {
      const first = (await web.people.list())[0];
      response.redirect(302, first === undefined ? paths.somebodyNew : paths.person(first.user));
    } catch (error) {
      failed(error, request, response, next);
    }
  });
}

/**
 * The local chat: pages on this machine where one can be any of the programme's people. Mounts itself on an Express
 * app and makes no server. Whoever can open the pages can be anybody, so they answer to loopback names only.
 */
export function createWebChat(needs: WebChatNeeds): WebChat {
  const { messages, ids, practice } = needs;
  const web = new Web({
    messages,
    people: needs.people,
    clock: needs.clock ?? systemClock,
    ids,
    practice,
    ...(needs.book === undefined ? {} : { book: needs.book }),
    ...(needs.replicas === undefined ? {} : { replicas: needs.replicas }),
  });
  const addresses = new Bounded<MessageRef, Address>(5000);
  mount(web, needs);

  const known = async (user: string) => (await web.people.list()).some((p) => p.user === user);
  const reachable = async (to: Address): Promise<Sent | undefined> => {
    const at = readAddress(to);
    if (at === undefined) return { kind: 'faulty', code: 'not-a-local-address' };
    const there = at.kind === 'direct' ? await known(at.user) : (await web.people.channels()).includes(at.name);
    return there ? undefined : { kind: 'gone', why: 'left' };
  };

  return {
    platform: 'web',
    can: { files: 'url', charts: true, lookUp: true },
    acceptDelayMs: 0,
    limits: [],

    async listen(hears) {
      web.hears = hears;
      return async () => {
        web.hears = undefined;
        await Promise.allSettled(web.underWay);
        web.live.close();
      };
    },

    async openDirect(who) {
      if (who.platform === 'web' && (await known(who.user))) return directAddress(who.user);
      throw new Refused('not-reachable', 'This person is not in the local chat; choose somebody who is listed there.');
    },

    async place(_to, file) {
      return { kind: 'url', url: paths.file(await web.kept.keep(file), file.name) };
    },

    async send(to: Address, message: Outgoing): Promise<Sent> {
      const unreachable = await reachable(to);
      if (unreachable !== undefined) return unreachable;
      const { key, drawn, card } = message;
      try {
        const ref = await messages.post({ address: to, key, drawn, card, postedAt: web.clock.now() });
        addresses.set(ref, to);
        await web.kept.showIn(ref, message.files);
        web.live.changed(to);
        return { kind: 'delivered', ref };
      } catch {
        // The store failed; it may have kept the message before it did. `wasSent` tells.
        return { kind: 'ambiguous' };
      }
    },

    async update(ref, message): Promise<Sent> {
      const { card, drawn } = message;
      try {
        if (!(await messages.edit(ref, { card, drawn, editedAt: web.clock.now() })))
          return { kind: 'faulty', code: 'no-such-message' };
      } catch {
        return { kind: 'ambiguous' };
      }
      await web.kept.showIn(ref, message.files);
      const address = addresses.get(ref);
      const at = address === undefined ? undefined : readAddress(address);
      if (address === undefined) web.live.everythingChanged();
      else web.live.changed(address);
      if (at?.kind === 'direct') web.live.changed(homeTopic(at.user));
      return { kind: 'delivered', ref };
    },

    async wasSent(to, key) {
      return messages.find(to, key);
    },

    /** The home page is asked for whenever it is drawn: nothing is kept, and open ones are told to ask again. */
    async home(who): Promise<Sent> {
      if (!(await known(who.user))) return { kind: 'gone', why: 'left' };
      web.live.changed(homeTopic(who.user));
      return { kind: 'delivered', ref: homeTopic(who.user) as MessageRef };
    },

    async profile(who) {
      const person = (await web.people.list()).find((p) => p.user === who.user);
      if (person === undefined) return { name: who.user, zone: 'UTC', locale: 'en-GB', standing: 'outsider' };
      const { zone, locale } = await web.people.reader(who.user);
      const email = web.people.emailOf(who.user);
      return { name: person.name, zone, locale, standing: 'member', ...(email === undefined ? {} : { email }) };
    },

    forget({ user }) {
      web.people.forget(user);
      web.remembered.forget(user);
      addresses.deleteWhere((_, at) => at === directAddress(user));
    },

    forgetAll() {
      web.people.forgetAll();
      addresses.clear();
      const users = web.people.list().then((all) => all.map((one) => one.user));
      // What stands for people alone is nowhere else, so only theirs goes who are gone; of whom that cannot be told, all.
      void users.catch(() => []).then((there) => web.remembered.forgetAllBut(new Set(there)));
    },

    clockMoved: () => web.live.clockMoved(),
  };
}
