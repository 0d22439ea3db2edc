import type { Server } from 'node:http';
import path from 'node:path';
import express, { type Express, type Request, type RequestHandler, type Response } from 'express';
import { documents } from '../../adapters/documents/documents.js';
import { packMaker } from '../../adapters/documents/packs.js';
import { embeddedJobs, type JobsLog } from '../../adapters/jobs/embedded.js';
import { prometheus } from '../../adapters/metrics/prometheus.js';
import { isPostgresql, type Joined, saidAddress, startsInTurn } from '../../adapters/prisma/databases.js';
import { openStore } from '../../adapters/prisma/index.js';
import { openTelemetry } from '../../adapters/tracing/opentelemetry.js';
import { type Bot, startBot } from '../bot.js';
import type { Pages } from '../features/feature.js';
import { everythingKept } from '../kept.js';
import type { Clock } from '../kernel/clock.js';
import { Refused } from '../kernel/errors.js';
import { type Ids, randomIds } from '../kernel/ids.js';
import { localPeople } from '../local/local-people.js';
import { openClock } from '../local/movable-clock.js';
import { sampleChannel, seedSample } from '../local/sample-people.js';
import type { Jobs } from '../ports/jobs.js';
import type { Replicas } from '../ports/replicas.js';
import { calendarsOf } from '../runtime/access-links/calendars.js';
import { linksOf } from '../runtime/access-links/look-at-link.js';
import { personalLinksOf } from '../runtime/access-links/look-at-personal-link.js';
import { packFilesOf } from '../runtime/access-links/pack-files.js';
import { type Log, lineLog, sparing } from '../runtime/log.js';
import { codesUnder, type FirstCodes, firstCodes } from '../runtime/membership/first-code.js';
import { usualPace } from '../runtime/verification/checks.js';
import { addDevClock } from './clock-route.js';
import { asBot } from './command.js';
import { type Config, readConfig } from './config.js';
import { databaseFile, dataKey } from './data-key.js';
import { leavesIn } from './heads-file.js';
import { addHealth, readinessOf } from './health.js';
import { keepingSaid } from './keeping-said.js';
import { addLastAnswer, lastWords } from './last-answer.js';
import { addressOf, listen } from './listen.js';
import { machineZone } from './machine-zone.js';
import { addMetrics, backupAge } from './metrics.js';
import { metricsDoor, metricsGuard } from './metrics-guard.js';
import { type BackUpApart, backUpInChild, type Nightly, nightlyBackups } from './nightly.js';
import { type OpenChat, openSlack, openTeams } from './platform-chats.js';
import { saySigning, signingKey } from './signing-key.js';
import { stderr, stdout } from './speaking.js';
import { endOnSignals, longestStop, stopper } from './stopping.js';
import { type WatchedTrouble, watchTrouble } from './trouble.js';
import { backUpBeforeUpgrade } from './upgrade-backup.js';
import { type WatchedLock, watchLock } from './watched-lock.js';
import { where } from './where.js';
import { whyNotStarted } from './why-not.js';

/** Boot: settings → store → chats → bot → listening; a signal → drained. Only this file knows the adapters. */

export interface Running {
  readonly address: string;
  readonly log: Log;
  readonly bot: Bot;
  stop(): Promise<void>;
  /** Called where another bot has the database, which this one has to leave to it. */
  whenOvertaken(act: (why: Refused) => void): void;
}

/** What the parts of the start work with. */
interface Boot {
  readonly config: Config;
  readonly app: Express;
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly clock: Awaited<ReturnType<typeof openClock>>;
  readonly log: Log;
  readonly ids: Ids;
  /** DATA_KEY. */
  readonly rootKey: Uint8Array;
  /** The zone of whoever has none of their own. */
  readonly zone: string;
  /** What is up by now: addresses are mounted before the bot is started, and asked once it is. */
  readonly up: { bot?: Bot; server?: Server };
  readonly trouble: WatchedTrouble;
  readonly replicas: Replicas;
  /** The store's own, for leases. */
  readonly leaseClock: Clock;
  readonly counted: ReturnType<typeof prometheus>;
}

/**
 * Starts the program as `config` says.
 * @param app what everything is mounted on: every address that the program answers stands in it
 * @param backUp makes the nightly backup, in a process of its own; without it none is made
 * @throws Refused with a sentence for whoever starts it
 */
export async function start(
  config: Config,
  say: (line: string) => void,
  app: Express = express(),
  backUp?: BackUpApart,
): Promise<Running> {
  let log: Log | undefined;
  const lock = watchLock(() => log);
  const held = await asBot(config.databaseUrl, lock.hears);
  try {
    const running = await startJoined(config, say, app, backUp, { lock, joined: held });
    log = running.log;
    const stop = () => running.stop().finally(() => held.release());
    return { ...running, stop, whenOvertaken: lock.whenTaken };
  } catch (error) {
    await held.release();
    throw error;
  }
}

/** This program's place on its database, and what it does about it. */
interface Place {
  readonly lock: WatchedLock;
  readonly joined: Joined;
}

async function startJoined(
  config: Config,
  say: (line: string) => void,
  app: Express,
  backUp: BackUpApart | undefined,
  place: Place,
): Promise<Omit<Running, 'whenOvertaken'>> {
  const { lock } = place;
  const boot = await openBoot(config, say, app, place);
  const { store, log } = boot;
  const away = () => boot.up.bot?.away() ?? [];
  let nightly: Nightly | undefined;
  const upkeep = (): readonly string[] => [...lock.troubles(), ...(nightly?.troubles() ?? [])];
  const readiness = readinessOf(store, boot.clock, away, boot.trouble, upkeep);
  addHealth(app, readiness);
  const metrics = metricsDoor(app, config);
  addMetrics(metrics.app, metricsGuard(config.metrics.token), {
    store,
    clock: boot.clock,
    page: boot.counted.page,
    away,
    readiness,
    backupAge: () => backupAge(config),
  });
  const chats = await openChats(boot);
  await mountPages(boot);
  const codes = saidCodes(boot, say);
  const bot = await openBot(boot, chats, codes);
  boot.up.bot = bot;
  addLastAnswer(app, log);
  const server = await listen(app, config);
  await metrics.open();
  boot.up.server = server;
  const address = addressOf(server, config);
  say(`Mentorlog is listening on ${address}`);
  say(`Switched on: ${chats.map((c) => c.called).join(', ')}.`);
  for (const { platform } of bot.away())
    say(`Not reached: ${platform}. It is tried again at least once a minute, and the rest is served.`);
  say(`Data: ${saidAddress(config.databaseUrl)}${config.devClock ? '; the clock can be moved forward' : ''}.`);
  if (!boot.replicas.several()) {
    await store.write((tx) => codes.renew(tx));
    // For one that has come just now, and has said the code of before.
    boot.replicas.tell({ what: 'programmes', of: [] });
  }
  await store.read((tx) => codes.say(tx));
  for (const line of keepingSaid(config)) say(line);
  if (backUp !== undefined) nightly = nightlyBackups(boot, bot, backUp, boot.leaseClock.now);
  const stop = stopper(server, bot, store, metrics);
  return { address, log, bot, stop: () => (nightly?.stop() ?? Promise.resolve()).then(stop) };
}

async function openBoot(
  config: Config,
  say: (line: string) => void,
  app: Express,
  { lock, joined }: Place,
): Promise<Boot> {
  const ids = randomIds();
  const key = await dataKey(config.dataKey, config.databaseUrl, ids);
  const signs = await signingKey(config.signingKey, config.databaseUrl, ids);
  const log = lineLog(stderr.say, joined.clock.now, config.logLevel, where);
  stderr.whenAgain((lost) => log.say('log-lines-lost', { lines: lost }));
  const zone = config.zone ?? machineZone();
  const up: Boot['up'] = {};
  const trouble: WatchedTrouble = watchTrouble(path.dirname(databaseFile(config.databaseUrl)), log, {
    tries: () => store.meta.put('room-tried', '1'),
    over: () => {
      up.bot?.upkeep({ what: 'disk-over', at: clock.now() }).catch((error: unknown) => log.fault('upkeep', error));
    },
  });
  const store = await startsInTurn(config.databaseUrl, async () => {
    await backUpBeforeUpgrade(config, { key, zone, say });
    return openStore({
      trouble: trouble.met,
      url: config.databaseUrl,
      rootKey: key,
      signingKey: signs.bytes,
      ids,
      kept: everythingKept,
      mayClaim: lock.isHeld,
      leases: joined.leases,
      say,
      unreadable: (name) => log.fault('kept-unreadable', new Error('does not fit its schema'), { name }),
    });
  });
  await saySigning(store, signs, say, log);
  const clock = await openClock(store, {
    base: joined.clock,
    replicas: joined.replicas,
    moved: () => void up.bot?.run(),
  });
  app.disable('x-powered-by');
  if (config.trustProxy !== undefined) app.set('trust proxy', config.trustProxy);
  const { replicas, clock: leaseClock } = joined;
  const counted = prometheus();
  return { config, app, store, clock, log, ids, rootKey: key, zone, up, trouble, replicas, leaseClock, counted };
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

/** The local chat, with its sample people where there is nothing else and nobody yet, and the clock that it can move. */
async function openLocalChat(boot: Boot): Promise<OpenChat> {
  const { config, app, store, clock, log, ids, zone } = boot;
  const { createWebChat } = await import('../../adapters/web/local-chat/chat.js');
  const { channelAddress } = await import('../../adapters/web/local-chat/paths.js');
  const running = async (): Promise<void> => boot.up.bot?.run();
  const alone = config.slack === undefined && config.teams === undefined;
  const empty = !(await store.read((tx) => tx.programmes.any()));
  // Two that start at the same moment find it empty, both of them.
  if (alone && empty && config.samplePeople && boot.replicas.isFirst())
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
    replicas: boot.replicas,
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
  const { app, store, clock, leaseClock, log, ids, up } = boot;
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
    packs: packFilesOf(store, clock),
    copies: { file: async (...asked) => started().copies.file(...asked) },
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
const saidCodes = ({ config, rootKey }: Boot, say: (line: string) => void): FirstCodes =>
  firstCodes({
    code: codesUnder(rootKey),
    print: (code, where) =>
      say(
        `No coordinator yet${where === '' ? '' : ` (${where})`}: whoever sends “setup ${code}” to the bot${where === '' ? '' : ' there'} becomes one. The code works once.`,
      ),
    ...(config.firstCoordinator === undefined ? {} : { first: config.firstCoordinator }),
  });

/** The bot itself, started: prompts fire and messages go out from now on. */
async function openBot(boot: Boot, chats: readonly OpenChat[], codes: FirstCodes): Promise<Bot> {
  const { config, store, clock, leaseClock, log, ids, zone } = boot;
  const { mail } = config;
  const smtp =
    mail === undefined ? undefined : (await import('../../adapters/mail/smtp.js')).smtpMail(mail.url, mail.from);
  return startBot({
    store,
    ...(smtp === undefined ? {} : { mail: smtp }),
    chats: chats.map((c) => c.port),
    jobs: await jobsFor(config.databaseUrl, sparing(log, leaseClock.now)),
    documents: documents(),
    packs: packMaker(),
    checks: usualPace,
    measures: boot.counted.measures,
    tracing: openTelemetry(),
    ...(config.headsFile === undefined ? {} : { headsSigned: leavesIn(config.headsFile, store, log) }),
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
    replicas: boot.replicas,
  });
}

/** What wakes the engine: on PostgreSQL alarms in the database as well, whose package is loaded there alone. */
async function jobsFor(url: string, log: Log): Promise<Jobs> {
  const said: JobsLog = (code, error) => (error === undefined ? log.say(code) : log.fault(code, error));
  if (!isPostgresql(url)) return embeddedJobs({ log: said });
  const { graphileJobs } = await import('../../adapters/jobs/graphile.js');
  return graphileJobs({ url, log: said });
}

/** Where links lead: the public address, or on this machine the local chat's own; null where neither is there. */
function pagesOf({ config, up }: Boot): Pages | null {
  if (config.publicUrl !== undefined)
    return { base: config.publicUrl, loopback: false, ...(config.mail === undefined ? {} : { mails: true }) };
  if (!config.localChat || up.server === undefined) return null;
  return { base: addressOf(up.server, config).replace(/\/$/, ''), loopback: true };
}

/** The command `npm start`. */
export async function main(): Promise<void> {
  const ending = endOnSignals(process, (code) => process.exit(code));
  try {
    const config = readConfig(process.env);
    const running = await start(config, stdout.say, express(), backUpInChild());
    process.on(
      'uncaughtException',
      lastWords(running.log, (code) => process.exit(code)),
    );
    ending.runs(running);
    running.whenOvertaken((why) => {
      stderr.say(whyNotStarted(why));
      // What still waits for the database may wait for good.
      setTimeout(() => process.exit(1), longestStop).unref();
      running.stop().finally(() => process.exit(1));
    });
  } catch (error) {
    stderr.say(whyNotStarted(error));
    process.exit(1);
  }
}
