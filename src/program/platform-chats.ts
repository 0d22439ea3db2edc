import type { Express } from 'express';
import type { openStore } from '../../adapters/prisma/index.js';
import { opensForm } from '../features/index.js';
import type { Clock } from '../kernel/clock.js';
import type { Ids } from '../kernel/ids.js';
import type { ChatPort } from '../ports/chat.js';
import type { Replicas } from '../ports/replicas.js';
import { type Log, sparing } from '../runtime/log.js';
import { platformLimits } from '../runtime/outbound/platform-limits.js';
import { type Config, isLoopback } from './config.js';

/** Slack and Teams, opened as the settings say. */

/** A chat that is switched on, and what it is called where the start says so. */
export interface OpenChat {
  readonly port: ChatPort;
  readonly called: string;
}

interface PlatformBoot {
  readonly config: Config;
  readonly app: Express;
  readonly store: Awaited<ReturnType<typeof openStore>>;
  readonly log: Log;
  readonly leaseClock: Clock;
  readonly ids: Ids;
  readonly replicas: Replicas;
}

/** What a chat says of its calls: while a platform is away each of them would say the same. */
const oneAMinute = (log: Log, clock: Clock): Log['say'] => sparing(log, clock.now).say;

export async function openSlack(
  slack: NonNullable<Config['slack']>,
  { app, log, leaseClock }: Pick<PlatformBoot, 'app' | 'log' | 'leaseClock'>,
): Promise<OpenChat> {
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
    { app, log: oneAMinute(log, leaseClock) },
  );
  return { port, called: appToken === undefined ? 'Slack (HTTP, /slack/events)' : 'Slack (Socket Mode)' };
}

export async function openTeams(teams: NonNullable<Config['teams']>, boot: PlatformBoot): Promise<OpenChat> {
  const { config, app, store, ids, log, leaseClock, replicas } = boot;
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
      replicas,
      opens: opensForm,
      log: oneAMinute(log, leaseClock),
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
