import type { Server } from 'node:http';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { documents } from '../../adapters/documents/documents.js';
import { embeddedJobs } from '../../adapters/jobs/embedded.js';
import { openStore } from '../../adapters/prisma/index.js';
import { type Bot, startBot } from '../bot.js';
import type { Pages } from '../features/feature.js';
import { opensForm } from '../features/index.js';
import { everythingKept } from '../kept.js';
import { leaseClock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import { base32, type Ids, randomIds } from '../kernel/ids.js';
import { localPeople } from '../local/local-people.js';
import { openClock } from '../local/movable-clock.js';
import { sampleChannel, seedSample } from '../local/sample-people.js';
import type { ChatPort } from '../ports/chat.js';
import { calendarsOf } from '../runtime/access-links/calendars.js';
import { linksOf } from '../runtime/access-links/look-at-link.js';
import { personalLinksOf } from '../runtime/access-links/look-at-personal-link.js';
import { type Log, lineLog, sparing } from '../runtime/log.js';
import { type FirstCodes, firstCodes, uncoordinated } from '../runtime/membership/first-code.js';
import { platformLimits } from '../runtime/outbound/platform-limits.js';
import { addDevClock } from './clock-route.js';
import { type Config, isLoopback, readConfig } from './config.js';
import { dataKey } from './data-key.js';
import { addHealth } from './health.js';
import { addLastAnswer, lastWords } from './last-answer.js';
import { where } from './where.js';

/** Boot: settings → store → chats → bot → listening; a signal → drained. Only this file knows the adapters. */

export interface Running {
  readonly address: string;
  readonly log: Log;
  readonly bot: Bot;
  stop(): Promise<void>;
}

/** What the parts of the start work with. */
interface Boot {
  readonly config: Config;
  readonly app: Express;
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly clock: Awaited<ReturnType<typeof openClock>>;
  readonly log: Log;
  readonly ids: Ids;
  /** The zone of whoever has none of their own. */
  readonly zone: string;
  /** What is up by now: addresses are mounted before the bot is started, and asked once it is. */
  readonly up: { bot?: Bot; server?: Server };
}

/**
 * Starts the program as `config` says.
 * @param app what everything is mounted on: every address that the program answers stands in it
 * @throws Refused with a sentence for whoever starts it
 */
export async function start(config: Config, say: (line: string) => void, app: Express = express()): Promise<Running> {
  const boot = await openBoot(config, say, app);
  const { store, log } = boot;
  addHealth(app, store, boot.clock, () => boot.up.bot?.away() ?? []);
  const chats = await openChats(boot);
  await mountPages(boot);
  const codes = saidCodes(boot, say);
  const bot = await openBot(boot, chats, codes);
  boot.up.bot = bot;
  addLastAnswer(app, log);
  const server = await listen(app, config);
  boot.up.server = server;
  const address = addressOf(server, config);
  say(`Mentorlog is listening on ${address}`);
  say(`Switched on: ${chats.map((c) => c.called).join(', ')}.`);
  for (const { platform } of bot.away())
    say(`Not reached: ${platform}. It is tried again at least once a minute, and the rest is served.`);
  say(`Data: ${config.databaseUrl}${config.devClock ? '; the clock can be moved forward' : ''}.`);
  await store.read(async (tx) => {
    const none = !(await tx.programmes.any());
    if (none && config.firstCoordinator === undefined) codes.want(undefined, '');
    for (const { programme, where } of await uncoordinated(tx, config.firstCoordinator)) codes.want(programme, where);
  });
  return { address, log, bot, stop: stopper(server, bot, store) };
}

async function openBoot(config: Config, say: (line: string) => void, app: Express): Promise<Boot> {
  const ids = randomIds();
  const key = await dataKey(config.dataKey, config.databaseUrl, ids);
  const log = lineLog((line) => process.stderr.write(`${line}\n`), leaseClock.now, config.logLevel, where);
  const store = await openStore({
    url: config.databaseUrl,
    rootKey: key,
    ids,
    kept: everythingKept,
    say,
    unreadable: (name) => log.fault('kept-unreadable', new Error('does not fit its schema'), { name }),
  });
  const clock = await openClock(store, config.devClock);
  app.disable('x-powered-by');
  if (config.trustProxy !== undefined) app.set('trust proxy', config.trustProxy);
  return { config, app, store, clock, log, ids, zone: config.zone ?? machineZone(), up: {} };
}

/** A chat that is switched on, and what it is called where the start says so. */
interface OpenChat {
  readonly port: ChatPort;
  readonly called: string;
}

/** Every chat that the settings switch on, mounted on the app, in the order in which they are said. */
async function openChats(boot: Boot): Promise<readonly OpenChat[]> {
  const { config, app, clock } = boot;
  const chats: OpenChat[] = [];
  if (config.slack !== undefined) chats.push(await openSlack(config.slack, boot));
  if (config.teams !== undefined) chats.push(await openTeams(config.teams, boot));
  if (config.localChat) chats.push(await openLocalChat(boot));
  else if (config.devClock) addDevClock(app, clock, async () => boot.up.bot?.run(), await thisMachineOnly());
  return chats;
}

/** What a chat says of its calls: while a platform is away each of them would say the same. */
const oneAMinute = (log: Log): Log['say'] => sparing(log, leaseClock.now).say;

async function openSlack(slack: NonNullable<Config['slack']>, { app, log }: Boot): Promise<OpenChat> {
  const { createSlackChat } = await import('../../adapters/slack/index.js');
  const { signingSecret, botToken, appToken, apiUrl, sendTimeoutMs, acceptDelayMs } = slack;
  const port = createSlackChat(
    {
      botToken,
      ...(signingSecret === undefined ? {} : { signingSecret }),
      ...(appToken === undefined ? {} : { appToken }),
      ...(apiUrl === undefined ? {} : { apiUrl }),
      ...(sendTimeoutMs === undefined ? {} : { sendTimeoutMs }),
      ...(acceptDelayMs === undefined ? {} : { acceptDelayMs }),
    },
    { app, log: oneAMinute(log) },
  );
  return { port, called: appToken === undefined ? 'Slack (HTTP, /slack/events)' : 'Slack (Socket Mode)' };
}

async function openTeams(teams: NonNullable<Config['teams']>, boot: Boot): Promise<OpenChat> {
  const { config, app, store, ids, log } = boot;
  const pacing = platformLimits((keys, change) => store.queue.count(keys, change), leaseClock.now);
  const { createTeamsChat } = await import('../../adapters/teams/index.js');
  const { appId, appPassword, tenantId, cloud, unauthenticated } = teams;
  const port = createTeamsChat(
    {
      ...(appId === undefined ? {} : { appId }),
      ...(appPassword === undefined ? {} : { appPassword }),
      ...(tenantId === undefined ? {} : { tenantId }),
      cloud,
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
      unauthenticated,
      loopback: isLoopback(config.host),
    },
    {
      app,
      clock: leaseClock,
      book: store.book,
      ids,
      opens: opensForm,
      log: oneAMinute(log),
      spends: (answer) => {
        // Nobody waits for it: an answer that was not counted is one of many.
        pacing.spend(answer).catch((error: unknown) => log.fault('pace', error));
      },
    },
  );
  const called = unauthenticated
    ? 'Microsoft Teams (unauthenticated, for the Agents Playground)'
    : 'Microsoft Teams (/api/messages)';
  return { port, called };
}

/** The local chat, with its sample people where there is nothing else and nobody yet, and the clock that it can move. */
async function openLocalChat(boot: Boot): Promise<OpenChat> {
  const { config, app, store, clock, log, ids, zone } = boot;
  const { createWebChat } = await import('../../adapters/web/local-chat/chat.js');
  const { channelAddress } = await import('../../adapters/web/local-chat/paths.js');
  const running = async (): Promise<void> => boot.up.bot?.run();
  const alone = config.slack === undefined && config.teams === undefined;
  const empty = !(await store.read((tx) => tx.programmes.any()));
  if (alone && empty && config.samplePeople)
    await seedSample(store, { ids, now: clock.now(), zone, channel: channelAddress(sampleChannel) });
  const port = createWebChat({
    app,
    messages: store.localMessages,
    people: localPeople(store, zone, clock),
    clock: {
      now: clock.now,
      ...(config.devClock ? { moveTo: async (to: number) => clock.moveTo(to, running) } : {}),
    },
    ids,
    book: store.book,
    practice: () => clock.practice,
    fault: (code) => log.fault('local-chat', new Refused(code, '')),
  });
  if (config.devClock)
    addDevClock(
      app,
      clock,
      async () => {
        await running();
        port.clockMoved();
      },
      await thisMachineOnly(),
    );
  return { port, called: 'the local chat' };
}

/** Guards of what only whoever sits at this machine may do, and no page of another site for them. */
async function thisMachineOnly(): Promise<readonly RequestHandler[]> {
  const { loopbackOnly, notFromElsewhere } = await import('../../adapters/web/guard.js');
  const refuse = (_request: Request, response: Response): unknown =>
    response.status(403).type('text/plain').send('This is for this machine alone. Use its own address, 127.0.0.1.\n');
  return [loopbackOnly(refuse), notFromElsewhere(refuse)];
}

/** The pages that stand beside every chat: links of people without an account, notices, calendars and imports. */
async function mountPages(boot: Boot): Promise<void> {
  const { app, store, clock, log, ids, up } = boot;
  const started = (): Bot => {
    if (up.bot === undefined) throw new Refused('starting', 'Mentorlog is starting. Wait a moment, and try again.');
    return up.bot;
  };
  const [{ mountLinks }, { mountNotices }, { mountFeed }, { writeCalendar }, { mountImports }, { mountPersonalLinks }] =
    await Promise.all([
      import('../../adapters/web/pages/access-link-pages.js'),
      import('../../adapters/web/pages/notices.js'),
      import('../../adapters/web/pages/calendar-feed.js'),
      import('../../adapters/documents/calendar.js'),
      import('../../adapters/web/pages/import-page.js'),
      import('../../adapters/web/pages/personal-link-pages.js'),
    ]);
  mountNotices(app);
  mountLinks({
    app,
    links: linksOf(store, clock),
    hear: async (event) => started().hear(event),
    ids,
    clock: leaseClock,
    practice: () => clock.practice,
    fault: (code) => log.fault('link-pages', new Refused(code, '')),
  });
  mountPersonalLinks({
    app,
    links: personalLinksOf(store, clock),
    hear: async (event) => started().hear(event),
    ids,
    clock: leaseClock,
    practice: () => clock.practice,
    base: () => pagesOf(boot)?.base ?? null,
    fault: (code) => log.fault('personal-link-pages', new Refused(code, '')),
  });
  mountFeed({
    app,
    calendars: calendarsOf(store, clock),
    write: writeCalendar,
    clock,
    leaseClock,
    fault: (code) => log.fault('calendar', new Refused(code, '')),
  });
  mountImports({
    app,
    links: linksOf(store, clock),
    hear: async (event) => started().hear(event),
    keep: async (hash, written) => started().keepImport(hash, written),
    ids,
    clock: leaseClock,
    practice: () => clock.practice,
    fault: (code) => log.fault('import-pages', new Refused(code, '')),
  });
}

/** Codes that make somebody a first coordinator, each said to whoever starts the program. */
const saidCodes = ({ ids }: Boot, say: (line: string) => void): FirstCodes =>
  firstCodes(
    () => base32(ids.bytes(10)),
    (code, where) =>
      say(
        `No coordinator yet${where === '' ? '' : ` (${where})`}: whoever sends “setup ${code}” to the bot${where === '' ? '' : ' there'} becomes one. The code works once.`,
      ),
  );

/** The bot itself, started: prompts fire and messages go out from now on. */
async function openBot(boot: Boot, chats: readonly OpenChat[], codes: FirstCodes): Promise<Bot> {
  const { config, store, clock, log, ids, zone } = boot;
  const { mail } = config;
  const smtp =
    mail === undefined ? undefined : (await import('../../adapters/mail/smtp.js')).smtpMail(mail.url, mail.from);
  return startBot({
    store,
    ...(smtp === undefined ? {} : { mail: smtp }),
    chats: chats.map((c) => c.port),
    jobs: embeddedJobs({
      log: (code, error) => (error === undefined ? log.say(code) : log.fault(code, error)),
    }),
    documents: documents(),
    clock,
    leaseClock,
    ids,
    log,
    fallback: {
      nation: 'england',
      safeguarding: {
        hours: '',
        outOfHours: '',
        ...(config.lead === undefined ? {} : { lead: config.lead }),
        ...(config.deputy === undefined ? {} : { deputy: config.deputy }),
      },
    },
    pages: () => pagesOf(boot),
    newProgramme: { name: 'Mentoring', zone, nation: 'england' },
    ...(config.firstCoordinator === undefined ? {} : { firstCoordinator: config.firstCoordinator }),
    firstCodes: codes,
  });
}

/** Where links lead: the public address, or on this machine the local chat's own; null where neither is there. */
function pagesOf({ config, up }: Boot): Pages | null {
  if (config.publicUrl !== undefined)
    return { base: config.publicUrl, loopback: false, ...(config.mail === undefined ? {} : { mails: true }) };
  if (!config.localChat || up.server === undefined) return null;
  return { base: addressOf(up.server, config).replace(/\/$/, ''), loopback: true };
}

/** What stops the program: no new request, the bot drained, then every connection and the store closed. Once. */
function stopper(server: Server, bot: Bot, store: Boot['store']): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeIdleConnections();
    await bot.stop();
    // Live pages hold their connection open for good: what is under way has been answered by now.
    server.closeAllConnections();
    await closed;
    await store.close();
  };
  return () => {
    stopping ??= stop();
    return stopping;
  };
}

/** The zone of this machine, where it has one. The process itself runs at UTC. */
function machineZone(): string {
  const named = process.env.TZ_OF_MACHINE ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return named === 'UTC' || named === 'Etc/UTC' || named === '' ? 'Europe/London' : named;
}

const listen = (app: Express, config: Config): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = app.listen(config.port, config.host, (error?: Error) =>
      error === undefined ? resolve(server) : reject(error),
    );
  });

function addressOf(server: Server, config: Config): string {
  const at = server.address();
  const port = typeof at === 'object' && at !== null ? at.port : config.port;
  return `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}/`;
}

/** What is said where the program cannot start. */
export function whyNot(error: unknown): string {
  if (error instanceof Refused) return error.say;
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'EADDRINUSE')
    return 'Something else listens on that port already. Stop it, or set PORT to another number.';
  if (code === 'EACCES')
    return 'This port or folder may not be used by you. Set PORT above 1024, and check who owns the data folder.';
  return error instanceof Error
    ? (error.stack ?? error.message)
        .split('\n')
        .map((line) => where(line))
        .join('\n')
    : String(error);
}

/** The command `npm start`. */
export async function main(): Promise<void> {
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  try {
    const config = readConfig(process.env);
    const running = await start(config, say);
    process.on(
      'uncaughtException',
      lastWords(running.log, (code) => process.exit(code)),
    );
    const stop = (): void => {
      running.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  } catch (error) {
    process.stderr.write(`${whyNot(error)}\n`);
    process.exit(1);
  }
}
