import express, { type Express, type Request, type Response } from 'express';
import type { Account, Address } from '../../src/chat/inbound.js';
import { parse } from '../../src/commands/grammar.js';
import { alsoBeside } from '../../src/domain/programme.js';
import type { Clock } from '../../src/kernel/clock.js';
import { faultCode, Refused } from '../../src/kernel/errors.js';
import { type Ids, randomIds } from '../../src/kernel/ids.js';
import { wellFormed } from '../../src/kernel/words.js';
import { isZone } from '../../src/kernel/zoned.js';
import type { AddressBook } from '../../src/ports/address-book.js';
import type { ChatPort, Hears, Limit, Profile, Spent } from '../../src/ports/chat.js';
import type { Replicas } from '../../src/ports/replicas.js';
import { addressOf, type Place, placeOfAddress, refOf } from './address.js';
import { Door, type DoorSettings } from './door.js';
import { serveFiles } from './files.js';
import { acceptDelay, largestRequest, pace } from './limits.js';
import type { Log } from './post-answers.js';
import { type KnownPerson, References, type Since } from './references.js';
import { Sender } from './send.js';
import { goneKey, turns } from './turns.js';

export interface TeamsSettings extends DoorSettings {
  /** `PUBLIC_URL`, where Teams can fetch pictures and files; without it cards go without them. */
  readonly publicUrl?: string;
  /** What another connector allows; that of Teams where it is not given. */
  readonly limits?: readonly Limit[];
  /** Whether dialogs open: everywhere but in the Agents Playground, unless a test opens them there. */
  readonly dialogs?: boolean;
}

export interface TeamsDeps {
  /** `POST /api/messages` (and `GET /teams/files/TOKEN`, with a public URL) are added to it. */
  readonly app: Express;
  readonly clock: Clock;
  readonly book: AddressBook;
  readonly ids?: Ids;
  readonly log?: Log;
  /** The other programs that this bot's activities may come to. */
  readonly replicas?: Pick<Replicas, 'tell' | 'hear'>;
  /** A request was made to answer somebody: it counts with what the outbox sends. */
  readonly spends?: (answer: Spent) => void;
  /**
   * Verbs that open a form or a panel: their button opens a dialog in one press. Others that answer with a form
   * anyway lead to it in a second press.
   */
  readonly opens?: (verb: string) => boolean;
  /** Commands that a group or channel may read the answer of: the grammar's open words, unless told otherwise. */
  readonly inPlace?: (typed: string) => boolean;
}

function answersInPlace(typed: string): boolean {
  const parsed = parse(typed, () => true);
  return parsed.kind === 'command' && parsed.word.open === true;
}

/** Reads an activity's body; answers 413 or 400 itself where it is none. */
function readBody(request: Request, response: Response): Promise<boolean> {
  return new Promise((resolve) => {
    express.json({ limit: largestRequest })(request, response, (error?: unknown) => {
      if (error === undefined) return resolve(true);
      const status = (error as { status?: unknown }).status;
      response.status(typeof status === 'number' && status >= 400 && status < 500 ? status : 400).end();
      return resolve(false);
    });
  });
}

/**
 * Microsoft Teams as a chat. Hears on `/api/messages` once `listen` was called (503 before and after).
 * @throws Refused where it would have to let anyone in: no credentials, and not told otherwise on loopback.
 */
export function createTeamsChat(settings: TeamsSettings, deps: TeamsDeps): ChatPort {
  const { app, clock, book } = deps;
  const log: Log = deps.log ?? (() => undefined);
  const door = new Door(settings);
  const references = new References(book, deps.replicas);
  const dialogs = settings.dialogs ?? !door.open;
  // In the Agents Playground's own page no dialog opens, so there every button asks for the form in its card.
  const opens = dialogs ? (deps.opens ?? (() => false)) : () => false;
  const limits = settings.limits ?? pace;
  const spends = (at: Place): void =>
    deps.spends?.({ limits, workspace: `teams|${at.tenant}`, address: addressOf(at) });
  const sender = new Sender({ door, references, opens, spends }, () => clock.now());
  const place =
    settings.publicUrl === undefined
      ? undefined
      : serveFiles({ app, book, clock, ids: deps.ids ?? randomIds(), publicUrl: settings.publicUrl });
  let run: ReturnType<typeof turns> | undefined;
  const underWay = new Set<Promise<void>>();

  const handle = async (request: Request, response: Response): Promise<void> => {
    const routes = run;
    if (routes === undefined) return void response.status(503).set('retry-after', '5').end();
    const header = request.headers.authorization ?? '';
    // Whoever brings no token, or one that cannot be Teams', is not worth reading.
    if (!door.mayKnock(header)) return void response.status(401).end();
    if (!(await readBody(request, response))) return;
    let gone = false;
    response.on('close', () => {
      gone = !response.writableFinished;
    });
    try {
      const answered = await door.receive(header, wellFormed(request.body as unknown), async (context) => {
        context.turnState.set(goneKey, () => gone);
        await routes.run(context);
      });
      if (answered.status >= 400) log('teams.refused', { status: answered.status });
      response.status(answered.status);
      if (answered.body === undefined || answered.body === null) response.end();
      else response.json(answered.body);
    } catch (error) {
      log('teams.turn', { fault: faultCode(error) });
      if (!response.headersSent) response.status(500).end();
    }
  };

  app.post('/api/messages', async (request, response) => {
    const work = handle(request, response);
    underWay.add(work);
    try {
      await work;
    } finally {
      underWay.delete(work);
    }
  });

  return {
    platform: 'teams',
    can: { files: place === undefined ? 'none' : 'url', lookUp: false },
    acceptDelayMs: acceptDelay,
    limits,
    async listen(hears: Hears) {
      if (run !== undefined) throw new Error('Teams is listened to already');
      run = turns({
        door,
        references,
        sender,
        spends,
        now: () => clock.now(),
        hears,
        opens,
        inPlace: deps.inPlace ?? answersInPlace,
        dialogs,
        log,
      });
      return async () => {
        run = undefined;
        await Promise.allSettled([...underWay]);
      };
    },
    openDirect: (who) => sender.openDirect(who),
    async place(_to, file) {
      if (place === undefined) throw new Refused('no-public-url', 'Set PUBLIC_URL so that Teams can fetch files.');
      return place(file);
    },
    send: (to, message) => sender.send(to, message),
    update: (ref, message) => sender.update(ref, message),
    async wasSent() {
      throw new Error('Teams has no look-up');
    },
    // A bot in Teams keeps no home view: `home`, typed, answers with the same card. So there is nothing to redraw.
    async home(who) {
      return { kind: 'delivered', ref: refOf({ tenant: who.tenant, conversation: 'home' }, who.user) };
    },
    profile: (who, named) => profile(door, references, who, named),
    forget: (who) => references.forget(who.tenant, who.user),
    forgetAll: () => references.forgetAll(),
  };
}

/**
 * A person as Teams knows them: the roster's name and standing, the zone and locale of their last message.
 * @param named they have not written, and a mention there names them: nobody but that roster vouches for them
 */
async function profile(door: Door, references: References, who: Account, named?: Address): Promise<Profile> {
  const person = await references.person(who.tenant, who.user);
  if (named !== undefined) return profileOf(await namedMember(door, references, who, named), person, who);
  const where = person?.direct === undefined ? undefined : await references.conversation(who.tenant, person.direct);
  const client = where === undefined ? undefined : await door.connector(where.serviceUrl, door.turnTimeout);
  const member = (await client?.conversations
    .getConversationMember(where?.conversation ?? '', person?.id ?? who.user)
    .catch(() => undefined)) as Member | undefined;
  return profileOf(member, person, who);
}

/** Somebody in a conversation's roster, as far as we read it. */
interface Member {
  readonly id?: string;
  readonly name?: string;
  readonly givenName?: string;
  readonly surname?: string;
  readonly email?: string;
  readonly userRole?: string;
  readonly tenantId?: string;
  readonly aadObjectId?: string;
  readonly objectId?: string;
}

/** Whom a mention names, by the roster of the conversation it stands in. @throws Refused where it does not say */
function namedMember(door: Door, references: References, who: Account, named: Address): Promise<Member> {
  return references.during((since) => askedInRoster(door, references, who, named, since));
}

async function askedInRoster(
  door: Door,
  references: References,
  who: Account,
  named: Address,
  since: Since,
): Promise<Member> {
  const at = placeOfAddress(named);
  const where = at === undefined ? undefined : await references.conversation(at.tenant, at.conversation);
  if (where === undefined) throw notInRoster();
  const person = await references.person(who.tenant, who.user);
  const client = await door.connector(where.serviceUrl, door.turnTimeout);
  let member: Member;
  try {
    member = (await client.conversations.getConversationMember(where.conversation, person?.id ?? who.user)) as Member;
  } catch (error) {
    const status = (error as { statusCode?: unknown }).statusCode;
    if (status === 404 || status === 403 || status === 400) throw notInRoster();
    throw new Refused('teams-away', 'Teams does not answer just now. Try again in a few minutes.', {
      cause: faultCode(error),
    });
  }
  const is = member.aadObjectId ?? member.objectId;
  if (is !== undefined && is.toLowerCase() !== who.user.toLowerCase()) throw notInRoster();
  // By Teams' own id of them the bot can be the first to write: nothing they wrote has told it.
  if (member.id?.startsWith('29:') === true) await references.met(who.tenant, who.user, member.id, since);
  return member;
}

const notInRoster = (): Refused =>
  new Refused(
    'not-in-roster',
    'Teams does not tell me who that is from here. Mention them in a group chat or team where both of us are, or ask them to write to me once.',
  );

/** What a roster's entry says of somebody; nothing of their standing where there is none. */
function profileOf(member: Member | undefined, person: KnownPerson | undefined, who: Account): Profile {
  let name = person?.name ?? '';
  let email: string | undefined;
  let standing: Profile['standing'] = who.user.startsWith('28:') ? 'bot' : 'member';
  if (member?.name) name = member.name;
  // From the tenant's own directory; a guest brings another tenant's, so it vouches for nobody.
  if (member?.email !== undefined && member.tenantId === who.tenant) email = member.email;
  if (member?.userRole === 'guest') standing = 'guest';
  else if (member?.userRole === 'anonymous') standing = 'outsider';
  else if (member?.tenantId !== undefined && member.tenantId !== who.tenant) standing = 'outsider';
  const { zone, locale } = person ?? {};
  const called = alsoBeside(name, [member?.givenName, member?.surname]);
  return {
    name: name === '' ? 'Somebody in Teams' : name,
    ...(called.length === 0 ? {} : { alsoCalled: called }),
    ...(zone !== undefined && isZone(zone) ? { zone } : {}),
    locale: locale ?? 'en-GB',
    ...(email === undefined ? {} : { email }),
    standing,
  };
}
