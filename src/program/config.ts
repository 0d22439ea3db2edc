import path from 'node:path';
import { z } from 'zod';
import { backupDays } from '../domain/kept-for.js';
import { Refused } from '../kernel/errors.js';
import { databaseFile } from './database-file.js';
import {
  account,
  apiAddress,
  clientSecret,
  contact,
  database,
  dataKeyText,
  flag,
  guid,
  listeningHost,
  mailAddress,
  mailServer,
  type NamedAccount,
  notAnApp,
  notATenant,
  oneOf,
  rootAddress,
  seconds,
  signingSecret,
  slackToken,
  text,
  trustedProxies,
  withoutWrapping,
  zone,
} from './pasted.js';

/**
 * Every setting, in one schema (their names are stable). An empty setting is one that is not set. All faults
 * are reported together, in words.
 */

/** Microsoft's clouds in which a bot can be in Teams, by what they are called there. */
export const teamsClouds = ['public', 'gcc-high', 'dod'] as const;

const portNumber = text
  .refine((s) => /^\d{1,5}$/.test(s) && Number(s) <= 65_535, 'give a port number from 0 to 65535')
  .transform(Number);

const schema = z.object({
  HOST: listeningHost.optional(),
  PORT: portNumber.optional(),
  PUBLIC_URL: rootAddress.optional(),
  TRUST_PROXY: trustedProxies.optional(),
  SMTP_URL: mailServer.optional(),
  MAIL_FROM: mailAddress.optional(),
  DATABASE_URL: database.optional(),
  DATA_KEY: dataKeyText.optional(),
  BACKUP_DIR: text.optional(),
  BACKUP_KEEP: text
    .refine((s) => /^[1-9]\d{0,2}$/.test(s), 'give a number of days from 1 to 999')
    .transform(Number)
    .optional(),
  SIGNING_KEY: dataKeyText.optional(),
  HEADS_FILE: text.optional(),
  DATA_KEY_NEW: dataKeyText.optional(),
  FIRST_COORDINATOR: account.optional(),
  SAFEGUARDING_LEAD: contact.optional(),
  SAFEGUARDING_DEPUTY: contact.optional(),
  SLACK_SIGNING_SECRET: signingSecret.optional(),
  SLACK_BOT_TOKEN: slackToken('xoxb-', 'give the bot token, which begins with xoxb-').optional(),
  SLACK_APP_TOKEN: slackToken('xapp-', 'give the app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: apiAddress.optional(),
  // Together below the outbox's lease of a minute: what is looked up too early is sent twice.
  SLACK_SEND_TIMEOUT: seconds(1, 20).optional(),
  SLACK_ACCEPT_DELAY: seconds(1, 30).optional(),
  TEAMS_APP_ID: guid(notAnApp).optional(),
  TEAMS_APP_PASSWORD: clientSecret.optional(),
  TEAMS_TENANT_ID: guid(notATenant).optional(),
  TEAMS_CLOUD: oneOf(teamsClouds, 'give public (also for GCC), gcc-high or dod').optional(),
  TEAMS_ALLOW_UNAUTHENTICATED: flag.optional(),
  LOCAL_CHAT: flag.optional(),
  DEV_CLOCK: flag.optional(),
  SAMPLE_PEOPLE: flag.optional(),
  METRICS_TOKEN: text
    .refine(
      (s) => /^[\w.~+/=-]{16,}$/.test(s),
      'give at least 16 letters and digits, for example from: openssl rand -hex 32',
    )
    .optional(),
  METRICS_PORT: portNumber.optional(),
  LOG_LEVEL: oneOf(['error', 'info'], 'give error or info').optional(),
  TIME_ZONE: zone.optional(),
});

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(schema.shape);

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** How many proxies stand in front, or their addresses: express's `trust proxy`. */
  readonly trustProxy: number | readonly string[] | undefined;
  /** A mail server, and who its mails are from. */
  readonly mail: { readonly url: string; readonly from: string } | undefined;
  readonly databaseUrl: string;
  readonly dataKey: string | undefined;
  /** Where the nightly backups go, and the databases of how many days stay there; absent where they are switched off. */
  readonly backups: { readonly folder: string; readonly keep: number } | undefined;
  /** What signed heads are signed with; a file beside the database unless given. */
  readonly signingKey: string | undefined;
  /** Where every signed head is appended to as well. */
  readonly headsFile: string | undefined;
  /** The one that `rotate-key` brings the database under; nothing else asks for it. */
  readonly newDataKey: string | undefined;
  readonly firstCoordinator: NamedAccount | undefined;
  readonly lead: { readonly name: string; readonly reach: string } | undefined;
  readonly deputy: { readonly name: string; readonly reach: string } | undefined;
  readonly slack:
    | {
        readonly signingSecret: string | undefined;
        readonly botToken: string;
        readonly appToken: string | undefined;
        readonly apiUrl: string | undefined;
        readonly sendTimeoutMs: number | undefined;
        readonly acceptDelayMs: number | undefined;
      }
    | undefined;
  readonly teams:
    | {
        readonly appId: string | undefined;
        readonly appPassword: string | undefined;
        readonly tenantId: string | undefined;
        readonly cloud: (typeof teamsClouds)[number];
        readonly unauthenticated: boolean;
      }
    | undefined;
  readonly localChat: boolean;
  readonly devClock: boolean;
  /** Whether a new database of the local chat alone begins with sample people. */
  readonly samplePeople: boolean;
  /** What whoever reads `/metrics` has to show, and the port that it is on where that is its own. */
  readonly metrics: { readonly token: string | undefined; readonly port: number | undefined };
  readonly logLevel: 'error' | 'info';
  readonly zone: string | undefined;
}

/** Whether a server listening there is reached from this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

/**
 * The settings in an environment. With none at all: the whole product on this machine, with the local chat.
 * @throws Refused `bad-settings`; its sentence names every fault, a line each
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    settingNames.flatMap((name) => {
      const pasted = withoutWrapping(env[name] ?? '');
      return pasted === '' ? [] : [[name, pasted]];
    }),
  );
  const read = schema.safeParse(given);
  const faults: string[] = read.success ? [] : read.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  const e: Partial<z.infer<typeof schema>> = read.success ? read.data : understood(given);
  const has = (name: string): boolean => given[name] !== undefined;

  const host = e.HOST ?? '127.0.0.1';
  const slackOn = has('SLACK_BOT_TOKEN') || has('SLACK_SIGNING_SECRET') || has('SLACK_APP_TOKEN');
  const teamsOn = has('TEAMS_APP_ID') || has('TEAMS_APP_PASSWORD') || e.TEAMS_ALLOW_UNAUTHENTICATED === true;
  const localChat = e.LOCAL_CHAT ?? (!slackOn && !teamsOn);
  const devClock = e.DEV_CLOCK ?? (localChat && !slackOn && !teamsOn);
  const loopback = isLoopback(host);

  if (slackOn && !has('SLACK_BOT_TOKEN'))
    faults.push('SLACK_BOT_TOKEN: Slack is switched on, so give the bot token too');
  if (slackOn && !has('SLACK_SIGNING_SECRET') && !has('SLACK_APP_TOKEN'))
    faults.push('SLACK_SIGNING_SECRET: give the signing secret for HTTP, or SLACK_APP_TOKEN for Socket Mode');
  if (teamsOn && e.TEAMS_ALLOW_UNAUTHENTICATED !== true)
    for (const name of ['TEAMS_APP_ID', 'TEAMS_APP_PASSWORD', 'TEAMS_TENANT_ID'])
      if (!has(name)) faults.push(`${name}: Teams is switched on, so give this too`);
  if (e.TEAMS_ALLOW_UNAUTHENTICATED === true && !loopback)
    faults.push('TEAMS_ALLOW_UNAUTHENTICATED: anybody could speak as anybody; it is for HOST=127.0.0.1 only');
  if (localChat && !loopback) faults.push('LOCAL_CHAT: anybody could be anybody in it; it is for HOST=127.0.0.1 only');
  if (devClock && !loopback) faults.push('DEV_CLOCK: a clock that can be moved is for HOST=127.0.0.1 only');
  // With a real platform behind it, a moved clock would write to real people at made-up times.
  if (devClock && slackOn && !loopbackUrl(e.SLACK_API_URL))
    faults.push('DEV_CLOCK: not with Slack, unless SLACK_API_URL is on this machine');
  if (devClock && teamsOn && e.TEAMS_ALLOW_UNAUTHENTICATED !== true)
    faults.push('DEV_CLOCK: not with Teams, unless TEAMS_ALLOW_UNAUTHENTICATED=1');
  if (has('SMTP_URL') && !has('MAIL_FROM'))
    faults.push('MAIL_FROM: say whom mails are from, for example mentoring@example.org');
  if (has('MAIL_FROM') && !has('SMTP_URL')) faults.push('SMTP_URL: give the mail server too, or leave out MAIL_FROM');
  if (has('SMTP_URL') && !has('PUBLIC_URL'))
    faults.push('PUBLIC_URL: a link in a mail has to lead somewhere, so give the public address too');
  if (e.METRICS_PORT !== undefined && e.METRICS_PORT !== 0 && e.METRICS_PORT === (e.PORT ?? 3978))
    faults.push('METRICS_PORT: give another port than PORT, or leave it out');
  if (!localChat && !slackOn && !teamsOn)
    faults.push('LOCAL_CHAT: nothing is switched on; set Slack, Teams or LOCAL_CHAT=1');
  if ((slackOn || teamsOn) && !has('DATA_KEY') && !loopback)
    faults.push(
      'DATA_KEY: give the key that what people write is encrypted with, for example from: openssl rand -hex 32',
    );
  if (faults.length > 0)
    throw new Refused('bad-settings', `These settings need mending:\n${faults.map((f) => `  ${f}`).join('\n')}`);

  const databaseUrl = e.DATABASE_URL ?? 'file:./data/mentorlog.db';
  return {
    host,
    port: e.PORT ?? 3978,
    publicUrl: e.PUBLIC_URL,
    trustProxy: e.TRUST_PROXY,
    mail: e.SMTP_URL === undefined || e.MAIL_FROM === undefined ? undefined : { url: e.SMTP_URL, from: e.MAIL_FROM },
    databaseUrl,
    dataKey: e.DATA_KEY,
    backups: backupsOf(e.BACKUP_DIR, e.BACKUP_KEEP, databaseUrl),
    signingKey: e.SIGNING_KEY,
    headsFile: e.HEADS_FILE,
    newDataKey: e.DATA_KEY_NEW,
    firstCoordinator: e.FIRST_COORDINATOR,
    lead: e.SAFEGUARDING_LEAD,
    deputy: e.SAFEGUARDING_DEPUTY,
    slack:
      e.SLACK_BOT_TOKEN === undefined
        ? undefined
        : {
            signingSecret: e.SLACK_SIGNING_SECRET,
            botToken: e.SLACK_BOT_TOKEN,
            appToken: e.SLACK_APP_TOKEN,
            apiUrl: e.SLACK_API_URL,
            sendTimeoutMs: e.SLACK_SEND_TIMEOUT,
            acceptDelayMs: e.SLACK_ACCEPT_DELAY,
          },
    teams: teamsOn
      ? {
          appId: e.TEAMS_APP_ID,
          appPassword: e.TEAMS_APP_PASSWORD,
          tenantId: e.TEAMS_TENANT_ID,
          cloud: e.TEAMS_CLOUD ?? 'public',
          unauthenticated: e.TEAMS_ALLOW_UNAUTHENTICATED === true,
        }
      : undefined,
    localChat,
    devClock,
    samplePeople: e.SAMPLE_PEOPLE ?? true,
    metrics: { token: e.METRICS_TOKEN, port: e.METRICS_PORT },
    logLevel: e.LOG_LEVEL ?? 'info',
    zone: e.TIME_ZONE,
  };
}

/** The settings that are right beside others that are not: what the ones mean to the others is said of them as they are. */
function understood(given: Readonly<Record<string, string>>): Partial<z.infer<typeof schema>> {
  return Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, setting]) => {
      const one = setting.safeParse(given[name]);
      return one.success && one.data !== undefined ? [[name, one.data]] : [];
    }),
  );
}

function backupsOf(folder: string | undefined, keep = backupDays, databaseUrl: string): Config['backups'] {
  if (folder?.toLowerCase() === 'off') return undefined;
  const beside = path.join(path.dirname(databaseFile(databaseUrl)), 'backups');
  return { folder: path.resolve(folder ?? beside), keep };
}

function loopbackUrl(address: string | undefined): boolean {
  if (address === undefined) return false;
  try {
    return isLoopback(new URL(address).hostname.replace(/^\[|\]$/g, ''));
  } catch {
    return false;
  }
}
