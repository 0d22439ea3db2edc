// Tries the bot in Microsoft's Agents Playground, with no account anywhere: starts the bot on this machine, and two
// Playgrounds, because each has one person at it: Priya, coordinator and mentor to be, and Leo, her mentee to be.
//   npm run teams:playground
// PORT is the bot's (3978), PLAYGROUND_PORT the first Playground's (56150; the second has the next one). What is tried
// is kept in ./data/playground/, apart from everything else. Ctrl-C stops all three; with `-- --then-stop` they stop by
// themselves once all of them answer.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const tenant = '5a3f1e0c-0000-4000-8000-000000000001';
// The Playground takes the person at it and five more, no fewer and no others.
const people = ['Priya Nair', 'Leo Brandt', 'Maya Okafor', 'Aisha Rahman', 'Sam Whitfield', 'Tom Hughes'].map(
  (name, i) => {
    const [givenName, surname] = name.split(' ');
    const email = `${givenName.toLowerCase()}@riverside.example`;
    return {
      id: `29:${givenName.toLowerCase()}`,
      name,
      userPrincipleName: email,
      aadObjectId: `5a3f1e0c-0000-4000-8000-0000000001${String(i).padStart(2, '0')}`,
      givenName,
      surname,
      email,
    };
  },
);

/** The Playground's configuration with one of the people at it. JSON is YAML too. */
const configFor = (who) =>
  JSON.stringify({
    version: '0.1.1',
    tenantId: tenant,
    bot: { id: '28:mentorlog', name: 'Mentorlog' },
    currentUser: who,
    users: people.filter((p) => p !== who),
    personalChat: { id: `a:${who.givenName.toLowerCase()}` },
    groupChat: { id: '19:circle', name: 'Mentors’ circle' },
    team: {
      id: '19:riverside',
      name: 'Riverside Mentoring',
      aadGroupId: '5a3f1e0c-0000-4000-8000-000000000002',
      channels: [{ id: '19:mentoring', name: 'mentoring' }],
    },
  });

const botPort = Number(process.env.PORT || 3978);
const firstPort = Number(process.env.PLAYGROUND_PORT || 56150);
const bot = `http://127.0.0.1:${botPort}`;
const cli = here('../../dist/program/mentorlog.js');
const playground = here('../../node_modules/@microsoft/m365agentsplayground/cli.js');
if (!existsSync(cli) || !existsSync(playground)) {
  process.stderr.write('Run npm ci first: it prepares the bot and brings the Playground.\n');
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'mentorlog-playground-'));
const children = [];
let stopping = false;

/** Ends everything that was started, and this program with it. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await Promise.all(
    children.map((child) => {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      return ended;
    }),
  );
  rmSync(folder, { recursive: true, force: true });
  process.exit(code);
}
process.on('SIGINT', () => stop(0));
process.on('SIGTERM', () => stop(0));

function run(what, args, options) {
  // A group of its own, so that Ctrl-C reaches this program alone, which then ends the others in order.
  const child = spawn(process.execPath, args, { detached: true, ...options });
  child.once('exit', () => {
    if (stopping) return;
    process.stderr.write(`${what} has stopped.\n`);
    stop(1);
  });
  children.push(child);
}

async function answers(url, what) {
  for (let tries = 0; !stopping && tries < 300; tries += 1) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not yet.
    }
    await new Promise((again) => setTimeout(again, 200));
  }
  if (stopping) return;
  process.stderr.write(`${what} did not start within a minute.\n`);
  await stop(1);
}

const data = process.env.DATABASE_URL || 'file:./data/playground/mentorlog.db';
if (process.env.DATABASE_URL === undefined) mkdirSync('data/playground', { recursive: true });
run('The bot', [cli], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: {
    ...process.env,
    HOST: '127.0.0.1',
    PORT: String(botPort),
    DATABASE_URL: data,
    TEAMS_ALLOW_UNAUTHENTICATED: '1',
    DEV_CLOCK: '1',
    LOCAL_CHAT: '0',
    LOG_LEVEL: process.env.LOG_LEVEL || 'error',
    TIME_ZONE: process.env.TIME_ZONE || 'Europe/London',
    FIRST_COORDINATOR: `teams:${tenant}:${people[0].aadObjectId}`,
  },
});
await answers(`${bot}/healthz`, 'The bot');

const sitting = people.slice(0, 2).map((who, i) => ({ who, port: firstPort + i }));
for (const { who, port } of sitting) {
  const config = join(folder, `${who.givenName}.yml`);
  writeFileSync(config, configFor(who));
  const service = `http://127.0.0.1:${port}/_connector`;
  run(
    `${who.givenName}’s Playground`,
    [playground, 'start', '--disable-telemetry', '--port', String(port), '--service-url', service],
    {
      cwd: folder,
      stdio: 'ignore',
      env: {
        ...process.env,
        DEFAULT_CHANNEL_ID: 'msteams',
        BOT_ENDPOINT: `${bot}/api/messages`,
        TEAMSAPPTESTER_BROWSER: 'none',
        M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, `${who.givenName}.log`),
        M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
      },
    },
  );
}
for (const { who, port } of sitting) await answers(`http://127.0.0.1:${port}/`, `${who.givenName}’s Playground`);

if (!stopping)
  process.stdout.write(
    [
      ...sitting.map(({ who, port }) => `${who.name}: http://127.0.0.1:${port}/`),
      'Say hi as each of them. Then, as Priya: people @Priya, tick Mentor too, and start @Leo.',
      `Time can be moved: curl -d '{"advance":"PT1H"}' -H 'content-type: application/json' ${bot}/dev/clock`,
      'Ctrl-C stops everything. What you tried is kept in ./data/playground/: delete the folder to begin anew.',
      '',
    ].join('\n'),
  );
if (process.argv.includes('--then-stop')) await stop(0);
