import type { Server } from 'node:http';
import express, { type Express } from 'express';
import { documents } from '../adapters/documents/documents.js';
import { embeddedJobs } from '../adapters/jobs/embedded.js';
import { openStore } from '../adapters/prisma/index.js';
import { type Bot, startBot } from './bot.js';
import { type Config, isLoopback, readConfig } from './config.js';
import { dataKey } from './data-key.js';
import { addDevClock, openClock } from './dev-clock.js';
import type { Pages } from './features/feature.js';
import { opensForm } from './features/index.js';
import { addHealth } from './health.js';
import { leaseClock } from './kernel/clock.js';
import { Refused } from './kernel/errors.js';
import { base32, randomIds } from './kernel/ids.js';
import { addLastAnswer, lastWords } from './last-answer.js';
import { localPeople } from './local-people.js';
import type { ChatPort } from './ports/chat.js';
import { calendarsOf } from './runtime/calendars.js';
import { firstCodes, uncoordinated } from './runtime/first-code.js';
import { type Log, lineLog } from './runtime/log.js';
import { linksOf } from './runtime/look-at-link.js';
import { throttle } from './runtime/throttle.js';
import { sampleChannel, seedSample } from './sample.js';

/** Boot: settings → store → chats → bot → listening; a signal → drained. Only this file knows the adapters. */

export interface Running {
  readonly address: string;
  readonly log: Log;
  readonly bot: Bot;
  stop(): Promise<void>;
}

/**
 * Starts the program as `config` says.
 * @param app what everything is mounted on: every address that the program answers stands in it
 * @throws Refused with a sentence for whoever starts it
 */
export async function start(config: Config, say: (line: string) => void, app: Express = express()): Promise<Running> {
  const ids = randomIds();
  const key = await dataKey(config.dataKey, config.databaseUrl, ids);
  const store = await openStore({ url: config.databaseUrl, rootKey: key, ids, say });
  const clock = await openClock(store, config.devClock);
  const log = lineLog((line) => process.stderr.write(`${line}\n`), leaseClock.now, config.logLevel);
  const zone = config.zone ?? machineZone();
  app.disable('x-powered-by');

  const jobs = embeddedJobs();
  const chats: ChatPort[] = [];
  const on: string[] = [];
  let bot: Bot | undefined;
  const running = async (): Promise<void> => bot?.run();
  addHealth(app, store, clock);
  if (config.slack !== undefined) {
    const { createSlackChat } = await import('../adapters/slack/index.js');
    const { signingSecret, botToken, appToken, apiUrl, sendTimeoutMs, acceptDelayMs } = config.slack;
    chats.push(
      createSlackChat(
        {
          botToken,
          ...(signingSecret === undefined ? {} : { signingSecret }),
          ...(appToken === undefined ? {} : { appToken }),
          ...(apiUrl === undefined ? {} : { apiUrl }),
          ...(sendTimeoutMs === undefined ? {} : { sendTimeoutMs }),
          ...(acceptDelayMs === undefined ? {} : { acceptDelayMs }),
        },
        { app, log: (code, more) => log.say(code, more) },
      ),
    );
    on.push(appToken === undefined ? 'Slack (HTTP, /slack/events)' : 'Slack (Socket Mode)');
  }
  if (config.teams !== undefined) {
    const pacing = throttle((keys, change) => store.queue.count(keys, change), leaseClock.now);
    const { createTeamsChat } = await import('../adapters/teams/index.js');
    const { appId, appPassword, tenantId, unauthenticated } = config.teams;
    chats.push(
      createTeamsChat(
        {
          ...(appId === undefined ? {} : { appId }),
          ...(appPassword === undefined ? {} : { appPassword }),
          ...(tenantId === undefined ? {} : { tenantId }),
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
          log: (code, more) => log.say(code, more),
          spends: (answer) => {
            // Nobody waits for it: an answer that was not counted is one of many.
            pacing.spend(answer).catch((error: unknown) => log.fault('pace', error));
          },
        },
      ),
    );
    on.push(
      unauthenticated
        ? 'Microsoft Teams (unauthenticated, for the Agents Playground)'
        : 'Microsoft Teams (/api/messages)',
    );
  }
  if (config.localChat) {
    const { createWebChat } = await import('../adapters/web/chat.js');
    const { channelAddress } = await import('../adapters/web/paths.js');
    const alone = config.slack === undefined && config.teams === undefined;
    const empty = (await store.read((tx) => tx.programmes.all())).length === 0;
    if (alone && empty && config.samplePeople)
      await seedSample(store, { ids, now: clock.now(), zone, channel: channelAddress(sampleChannel) });
    const web = createWebChat({
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
      addDevClock(app, clock, async () => {
        await running();
        web.clockMoved();
      });
    chats.push(web);
    on.push('the local chat');
  } else if (config.devClock) addDevClock(app, clock, running);

  const started = (): Bot => {
    if (bot === undefined) throw new Refused('starting', 'Mentorlog is starting. Wait a moment, and try again.');
    return bot;
  };
  const [{ mountLinks }, { mountNotices }] = await Promise.all([
    import('../adapters/web/links.js'),
    import('../adapters/web/notices.js'),
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
  const [{ mountFeed }, { writeCalendar }] = await Promise.all([
    import('../adapters/web/feed.js'),
    import('../adapters/documents/calendar.js'),
  ]);
  mountFeed({
    app,
    calendars: calendarsOf(store, clock),
    write: writeCalendar,
    clock,
    leaseClock,
    fault: (code) => log.fault('calendar', new Refused(code, '')),
  });
  const { mountImports } = await import('../adapters/web/imports.js');
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
  let server: Server | undefined;
  /** Where links lead: the public address, or on this machine the local chat's own. */
  const pages = (): Pages | null => {
    if (config.publicUrl !== undefined) return { base: config.publicUrl, loopback: false };
    if (!config.localChat || server === undefined) return null;
    return { base: addressOf(server, config).replace(/\/$/, ''), loopback: true };
  };
  const codes = firstCodes(
    () => base32(ids.bytes(10)),
    (code, where) =>
      say(
        `No coordinator yet${where === '' ? '' : ` (${where})`}: whoever sends “setup ${code}” to the bot${where === '' ? '' : ' there'} becomes one. The code works once.`,
      ),
  );
  bot = await startBot({
    store,
    chats,
    jobs,
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
    pages,
    newProgramme: { name: 'Mentoring', zone, nation: 'england' },
    ...(config.firstCoordinator === undefined ? {} : { firstCoordinator: config.firstCoordinator }),
    firstCodes: codes,
  });
  addLastAnswer(app, log);
  const listening = await listen(app, config);
  server = listening;
  const address = addressOf(listening, config);
  say(`Mentorlog is listening on ${address}`);
  say(`Switched on: ${on.join(', ')}.`);
  say(`Data: ${config.databaseUrl}${config.devClock ? '; the clock can be moved forward' : ''}.`);
  await store.read(async (tx) => {
    const none = (await tx.programmes.all()).length === 0;
    if (none && config.firstCoordinator === undefined) codes.want(undefined, '');
    for (const { programme, where } of await uncoordinated(tx, config.firstCoordinator)) codes.want(programme, where);
  });

  let stopping: Promise<void> | undefined;
  return {
    address,
    log,
    bot,
    stop() {
      stopping ??= (async () => {
        const closed = new Promise<void>((resolve) => listening.close(() => resolve()));
        listening.closeIdleConnections();
        await bot?.stop();
        // Live pages hold their connection open for good: what is under way has been answered by now.
        listening.closeAllConnections();
        await closed;
        await store.close();
      })();
      return stopping;
    },
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
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
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
