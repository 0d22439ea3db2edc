import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin } from '../support/bin.js';
import { startPostgres } from '../support/postgres.js';
import type { Chance } from './chance.js';
import { type ChatServer, chatServer, team } from './chat-server.js';
import { One } from './one-of-several.js';
import { secret } from './people.js';
import { type Expected, remindersDue, type Standing, type Waiting } from './reminders-due.js';
import { type TeamsServer, teamsServer, teamsTenant } from './teams-server.js';
import type { Odds } from './unkind.js';

/** Seconds: how long one message to Slack may take, and how long one that was given up may still arrive. */
const [sendTimeout, acceptDelay] = [1, 1];
/** How late (ms) what was given up may still arrive in Teams: less than its adapter waits for (adapters/teams/limits.ts). */
const teamsDelay = 4_000;
/** After so long (ms) nothing arrives any more that was given up. */
export const lastArrival = Math.max((sendTimeout + acceptDelay) * 1_000, teamsDelay) + 500;

export const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Several compiled programs on one PostgreSQL, with people on Slack and in Teams, and more to say than one says in a moment. */
export interface Several {
  readonly postgres: Awaited<ReturnType<typeof startPostgres>>;
  readonly database: string;
  readonly slack: ChatServer;
  readonly teams: TeamsServer;
  readonly waiting: Waiting;
  readonly expected: readonly Expected[];
  /** Two of each kind in Teams, of whose first try nobody knows the end: it is taken in, and then the connection goes. */
  readonly uncertain: readonly Expected[];
  /** One program more, not started yet. `loaded`: files that are loaded before it. */
  one(loaded?: readonly string[]): One;
  /**
   * All of them know where Teams is, as they do once anybody wrote to one of them there, and what goes on from now on is on a
   * network as it is.
   */
  begins(at: One): Promise<void>;
  /** Messages that say this to whom it is for. */
  arrived(what: Expected): number;
  /**
   * Messages in Teams, by their keys, that arrived more often than they may: what is sensitive once, and anything else as
   * often as a try of it was written down before it was made.
   */
  tooOften(standing: readonly Standing[]): readonly string[];
  /** Messages beyond the first with the same key, and those that say the same under two keys. */
  doubled(of: 'slack' | 'teams'): { readonly byKey: number; readonly bySight: number };
  gone(): Promise<void>;
}

/**
 * @param about `reminders` on each platform; `file`: the program that is started, the compiled one unless given; `settings`
 * of it besides
 */
export async function several(about: {
  readonly chance: Chance;
  readonly odds: Odds;
  readonly reminders: { readonly slack: number; readonly teams: number };
  readonly file?: string;
  readonly settings?: Readonly<Record<string, string>>;
}): Promise<Several> {
  const { chance, odds, reminders, file = bin } = about;
  const folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-replicas-'));
  const postgres = await startPostgres();
  const slack = await chatServer(chance, (sendTimeout + acceptDelay) * 900, odds, 'Europe/London');
  const toBreak = new Set<string>();
  const teams = await teamsServer(chance, teamsDelay, odds, (text) => {
    const session = [...toBreak].find((id) => text.includes(id));
    return session !== undefined && toBreak.delete(session);
  });
  slack.beKind();
  teams.beKind();
  const database = 'replicas';
  await postgres.make(database, 'template0');
  const { settings, waiting, expected } = await remindersDue({
    folder,
    url: postgres.url(database),
    where: [
      { platform: 'slack', tenant: team, reminders: reminders.slack },
      { platform: 'teams', tenant: teamsTenant, reminders: reminders.teams },
    ],
  });
  const inTeams = (what: Expected['what']): readonly Expected[] =>
    expected.filter((one) => one.platform === 'teams' && one.what === what).slice(0, 2);
  const uncertain = [...inTeams('questions'), ...inTeams('reminder')];
  for (const { session } of uncertain) toBreak.add(session);
  const env = {
    ...settings,
    SLACK_BOT_TOKEN: 'xoxb-survival',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: slack.url,
    SLACK_SEND_TIMEOUT: String(sendTimeout),
    SLACK_ACCEPT_DELAY: String(acceptDelay),
    TEAMS_ALLOW_UNAUTHENTICATED: '1',
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'error',
    ...about.settings,
  };
  const all: One[] = [];
  const seen = (of: 'slack' | 'teams'): readonly string[] =>
    of === 'slack'
      ? slack.messages.map((m) => `${m.channel} ${m.first}`)
      : // The name of a message is another each time it is said under another key; what it shows is the same.
        teams.messages.map((m) => `${m.conversation} ${m.first.replaceAll(m.key, 'KEY')}`);
  return {
    postgres,
    database,
    slack,
    teams,
    waiting,
    expected,
    uncertain,
    one(loaded = []) {
      const made = new One(env, file, loaded);
      all.push(made);
      return made;
    },
    async begins(at) {
      await teams.types(at.url, 'UCOORDINATOR', 'help');
      slack.beKind(false);
      teams.beKind(false);
    },
    arrived: ({ platform, user, session }) =>
      platform === 'slack'
        ? slack.messages.filter((m) => m.channel === slack.direct(user) && m.first.includes(session)).length
        : teams.messages.filter((m) => m.conversation === teams.direct(user) && m.first.includes(session)).length,
    tooOften(standing) {
      const rows = new Map(standing.map((row) => [row.key, row]));
      return [...teams.taken].flatMap(([key, times]) => {
        const row = rows.get(key);
        return times > (row === undefined || row.sensitive ? 1 : row.attempts) ? [key] : [];
      });
    },
    doubled(of) {
      const taken = of === 'slack' ? slack.taken : teams.taken;
      const said = seen(of);
      return {
        byKey: [...taken.values()].reduce((sum, times) => sum + times - 1, 0),
        bySight: said.length - new Set(said).size,
      };
    },
    async gone() {
      for (const one of all) {
        one.signal('SIGCONT');
        await one.dies();
      }
      await slack.stop();
      await teams.stop();
      postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Builds the program, unless SURVIVAL_BUILT says that this was done. */
export function builtForSurvival(): void {
  if (process.env.SURVIVAL_BUILT === undefined)
    execFileSync('npm', ['run', 'build'], { cwd: here('../..'), stdio: 'pipe' });
}
