import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../adapters/prisma/index.js';
import { everythingKept } from '../../src/kept.js';
import { minute } from '../../src/kernel/clock.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { programDatabase } from '../support/program-database.js';
import { chanceFrom } from './chance.js';
import { type ChatServer, chatServer, team } from './chat-server.js';
import { fillings, mark } from './filling.js';
import { type Patient, patient, secret, until } from './people.js';
import { type Program, portOfOurOwn, program } from './program.js';
import { withoutFence } from './without-fence.js';

/**
 * The compiled program dies by `kill -9` at random moments of the loop, on a network that resets, hangs, refuses and
 * delivers late, while people plan, meet, write and answer over signed HTTP. Nothing may be lost and nothing doubled.
 *
 * `npm run survive` sets SURVIVAL_KILLS, how often it dies, and SURVIVAL_TABLE, the file that its row goes to; with
 * SURVIVAL_FENCE=out the program has no fence, and something has to be said twice, or this test sees nothing.
 */

const leastKills = Number(process.env.SURVIVAL_KILLS ?? 25);
const fenced = process.env.SURVIVAL_FENCE !== 'out';
const digestChannel = 'C0MENTORING';
/** Seconds: how long one message may take, and how long one that was given up may still arrive. */
const sendTimeout = 1;
const acceptDelay = 1;

const chance = chanceFrom(Number(process.env.SURVIVAL_SEED ?? (randomBytes(4).readUInt32BE() || 1)));
const key = randomBytes(32);
const tell = (line: string): void => void process.stdout.write(`survival: ${line}\n`);
let folder: string;
let server: ChatServer;
let bot: Program;
let url: string;
let unfenced: ReturnType<typeof withoutFence> | undefined;

beforeAll(async () => {
  tell(`SURVIVAL_SEED=${chance.seed}`);
  if (process.env.SURVIVAL_BUILT === undefined)
    execFileSync('npm', ['run', 'build'], { cwd: fileURLToPath(new URL('../..', import.meta.url)), stdio: 'pipe' });
  if (!fenced) unfenced = withoutFence();
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-survival-'));
  url = await programDatabase(folder);
  server = await chatServer(chance, (sendTimeout + acceptDelay) * 900);
  const settings = {
    DATABASE_URL: url,
    DATA_KEY: key.toString('hex'),
    FIRST_COORDINATOR: `slack:${team}:U0PRIYA`,
    SLACK_BOT_TOKEN: 'xoxb-survival',
    SLACK_SIGNING_SECRET: secret,
    SLACK_API_URL: server.url,
    SLACK_SEND_TIMEOUT: String(sendTimeout),
    SLACK_ACCEPT_DELAY: String(acceptDelay),
    DEV_CLOCK: '1',
    TIME_ZONE: 'UTC',
    LOG_LEVEL: 'error',
  };
  bot = program(await portOfOurOwn(), settings, unfenced?.file);
  await bot.start();
});
afterAll(async () => {
  await bot?.stop();
  await server?.stop();
  unfenced?.gone();
  // Kept on request, to look into what a seed brought about.
  if (folder !== undefined && process.env.SURVIVAL_KEEP === undefined)
    await rm(folder, { recursive: true, force: true });
  else tell(`${folder} is kept`);
});

interface Pair {
  readonly mentor: Patient;
  readonly mentee: Patient;
  /** The session in hand, as the buttons name it. */
  session: string;
}

/** Messages that were taken in more often than once, each time beyond the first. */
const doubled = (): number => [...server.taken.values()].reduce((sum, times) => sum + times - 1, 0);

/** Says how it went: a row of the table of `npm run survive`. */
async function row(lost: number | string): Promise<void> {
  const slowest = Math.round(Math.max(...bot.starts));
  const cells = [
    chance.seed,
    bot.kills,
    bot.starts.length,
    slowest,
    server.messages.length,
    lost,
    doubled(),
    server.ambiguous(),
  ];
  tell(`| seed | kills | starts | slowest ms | messages | lost | doubled | ambiguous |`);
  tell(`| ${cells.join(' | ')} |`);
  if (process.env.SURVIVAL_TABLE !== undefined) await appendFile(process.env.SURVIVAL_TABLE, `${cells.join(' ')}\n`);
}

// Most of the time goes by at the pace that Slack allows, whatever the machine: four to seven minutes for 25 kills.
const longest = 900_000 + Math.max(0, leastKills - 25) * 40_000;
test('killed again and again, it loses nothing and says nothing twice', { timeout: longest }, async () => {
  const taken: string[] = [];
  const keep = async (typing: Promise<readonly string[]>): Promise<void> => void taken.push(...(await typing));
  const anything = fillings();
  const person = (id: string): Patient => patient(id, server, bot);
  const priya = person('U0PRIYA');
  const pairs: Pair[] = [
    { mentor: person('U0MAYA'), mentee: person('U0LEO'), session: '' },
    { mentor: person('U0TOM'), mentee: person('U0AISHA'), session: '' },
  ];

  // ---- the killer: any moment once the program answers
  let over = false;
  const killer = (async () => {
    while (!over && bot.kills < leastKills + 5) {
      // Long enough to get something done between two deaths, on a machine that is busy too.
      await sleep(chance.between(0.1, 2) * Math.max(1_000, bot.starts.at(-1) ?? 0));
      if (!over) await bot.killed();
    }
  })();

  // ---- Monday nine o'clock, well outside quiet hours; everybody says hello
  const today = new Date();
  const monday = Date.UTC(
    today.getUTCFullYear(),
    today.getUTCMonth(),
    today.getUTCDate() + 8 - (today.getUTCDay() || 7),
    9,
  );
  await bot.clockTo(monday);
  await priya.types('help');
  for (const { mentor, mentee } of pairs) {
    await Promise.all([mentor.types('help'), mentee.types('help')]);
    await keep(priya.fillsByTyping(`people <@${mentor.id}>`, anything({ roles: ['mentor'] })));
    await keep(priya.fillsByTyping(`people <@${mentee.id}>`, anything({ roles: ['mentee'] })));
  }
  await Promise.all(
    pairs.map(async ({ mentor, mentee }) => {
      await keep(mentor.fillsByTyping(`start <@${mentee.id}>`, anything()));
      await keep(mentee.fillsByPressing('agreement.answer', anything({ word: 'signed', change: '' })));
    }),
  );

  // ---- sessions, a day each, until it has died often enough
  const held: { readonly session: string; readonly pair: Pair }[] = [];
  let dayBefore = monday;
  for (let n = 1; (held.length < 4 || bot.kills < leastKills) && (fenced || doubled() === 0); n += 1) {
    const startsAt = dayBefore - (dayBefore % 86_400_000) + 86_400_000 + 15 * 60 * minute;
    await Promise.all(
      pairs.map(async (pair) => {
        const { mentor, mentee } = pair;
        const title = `Meeting ${n}`;
        await keep(mentor.fillsByTyping(`plan <@${mentee.id}> tomorrow 3pm 45m ${title}`, anything()));
        const invitation = (): string | undefined => {
          const m = server.messages.findLast(
            (x) =>
              x.channel === server.direct(mentee.id) &&
              JSON.stringify(x.blocks).includes(title) &&
              x.first.includes('plan.accept'),
          );
          const found = /"v":"plan\.accept","s":"([^"]+)"/.exec(m?.first.replaceAll('\\', '') ?? '');
          return found?.[1];
        };
        await until(`${mentee.id} is invited to ${title}`, () => invitation() !== undefined);
        pair.session = invitation() as string;
        await mentee.presses('plan.accept', () => mentee.finds('plan.accept', pair.session) === undefined, {
          about: pair.session,
        });
        // One is planned anew, at the same time: the mentee's yes stands.
        if (pair === pairs[1])
          await keep(mentor.fillsByPressing('plan.change', anything({ title: `${mark} ${title} anew` }), pair.session));
        held.push({ session: pair.session, pair });
      }),
    );
    await bot.clockTo(startsAt - 50 * minute);
    await Promise.all(
      pairs.map(({ session }) =>
        until(
          'both are reminded',
          () =>
            server.messages.filter((m) => m.text.includes('in about an hour') && m.first.includes(session)).length > 1,
        ),
      ),
    );
    await bot.clockTo(startsAt);
    await Promise.all(
      pairs.map(({ mentor, session }) =>
        mentor.presses('session.start', () => mentor.finds('session.start', session) === undefined, { about: session }),
      ),
    );
    await bot.clockTo(startsAt + 40 * minute);
    await Promise.all(
      pairs.map(async ({ mentor, session }, i) => {
        // One is ended by hand, the other by its plan.
        if (i === 0)
          await mentor.presses('session.end', () => mentor.finds('record.open', session) !== undefined, {
            about: session,
          });
      }),
    );
    await bot.clockTo(startsAt + 46 * minute);
    await Promise.all(
      pairs.map(async ({ mentor, session }) => {
        await mentor.sees('record.open', session);
        await keep(mentor.fillsByPressing('record.open', anything({ minutes: '45' }), session));
      }),
    );
    await bot.clockTo(startsAt + 80 * minute);
    await Promise.all(
      pairs.map(async ({ mentee, session }) => {
        const gone = (verb: string) => (): boolean => mentee.finds(verb, session) === undefined;
        await mentee.presses('hours.confirm', gone('hours.confirm'), { about: session });
        await mentee.presses('ask.share', gone('ask.share'), { about: session, arg: 'now' });
        for (let asked = 0; asked < 6; asked += 1) {
          const next = (): 'ask.rate' | 'ask.words' | undefined =>
            mentee.finds('ask.rate', session) !== undefined
              ? 'ask.rate'
              : mentee.finds('ask.words', session) !== undefined
                ? 'ask.words'
                : undefined;
          const verb = next();
          if (verb === undefined) break;
          const before = JSON.stringify(mentee.finds(verb, session)?.blocks);
          const moved = (): boolean => JSON.stringify(mentee.finds(verb, session)?.blocks) !== before;
          if (verb === 'ask.words') {
            await keep(mentee.fillsByPressing('ask.words', anything(), session));
            await until(`${mentee.id} goes on`, moved);
          } else await mentee.presses('ask.rate', moved, { about: session });
        }
      }),
    );
    const [, amends] = pairs;
    if (amends !== undefined) {
      await amends.mentor.sees('record.read', amends.session);
      await keep(
        amends.mentor.fillsByPressing(
          'record.open',
          anything({ minutes: '45', happened: `${mark} amended on day ${n}` }),
          amends.session,
        ),
      );
    }
    // The digest of the day, typed again until it stands there, as somebody would.
    const posted = (): number => server.messages.filter((m) => m.channel === digestChannel).length;
    for (const before = posted(); posted() === before; )
      await priya
        .types('digest now', digestChannel)
        .then(() => until('the digest is posted', () => posted() > before, 20_000))
        .catch(() => undefined);
    dayBefore = startsAt;
  }

  // ---- quiet: whatever is under way ends
  over = true;
  await killer;
  server.beKind();
  await bot.clockTo(dayBefore + 100 * minute);
  await sleep(2_500);
  await bot.stop();
  tell(`${held.length} sessions, ${taken.length} texts; broken: ${JSON.stringify(Object.fromEntries(server.broken))}`);
  if (!fenced) {
    await row('-');
    expect(doubled(), 'without its fence nothing was said twice: this test would not see it go').toBeGreaterThan(0);
    return;
  }
  // Slack being away is no fault of the program's; anything that went wrong while hearing or asking is.
  expect(bot.said.filter((line) => /"code":"(hear|engine|prompt|send|contacts|outbox-settle)"/.test(line))).toEqual([]);
  expect(bot.kills).toBeGreaterThanOrEqual(leastKills);

  const store = await openStore({ url, rootKey: key, ids: randomIds(), kept: everythingKept });
  let lost: number | string = '?';
  try {
    const { promptsDue, outboxOpen, outboxFailed } = await store.queue.counts(dayBefore + 100 * minute);
    expect({ promptsDue, outboxOpen, outboxFailed }).toEqual({ promptsDue: 0, outboxOpen: 0, outboxFailed: 0 });

    // Nothing twice: by the key each message carries, by what it said and to whom, and by what the program knows of it.
    expect([...server.taken].filter(([, times]) => times > 1)).toEqual([]);
    // A card's buttons name what it is about; one without any may say the same of two things.
    const said = server.messages.filter((m) => m.first.includes('"value"')).map((m) => `${m.channel} ${m.first}`);
    expect(said.filter((s, i) => said.indexOf(s) !== i)).toEqual([]);
    await store.read(async (tx) => {
      const [programme, ...others] = await tx.programmes.all();
      expect(others).toEqual([]);
      if (programme === undefined) throw new Error('no programme');
      const rows = tx.in(programme.id);
      for (const m of server.messages) {
        const posted = await rows.posted.find(`slack:${team}:${m.channel}:${m.ts}` as never);
        expect(posted?.key, m.text).toBe(m.key);
      }
      lost = (await textsLost(rows, held, taken)).length + (await rows.outbox.undelivered(1_000)).length;
      expect(lost).toBe(0);
    });
  } finally {
    await row(lost);
    await store.close();
  }
});

/**
 * Every session once, with its prompts fired and its cards posted, its hours right, its chain whole.
 * @returns what was taken in and is kept nowhere
 */
async function textsLost(
  rows: Rows,
  held: readonly { readonly session: string; readonly pair: Pair }[],
  taken: readonly string[],
): Promise<readonly string[]> {
  const programme = await rows.programme.get();
  const people = await rows.people.all();
  const idOf = (p: Patient) => people.find((x) => x.accounts.some((a) => a.user === p.id))?.id as never;
  expect(people).toHaveLength(5);
  const sessions = await rows.sessions.all();
  expect(sessions.map((s) => s.id).sort()).toEqual(held.map((h) => h.session).sort());

  const texts: unknown[] = [await rows.feedback.all()];
  for (const { session, pair } of held) {
    const s = sessions.find((x) => x.id === session);
    if (s === undefined) throw new Error('no such session');
    const mentor = idOf(pair.mentor);
    const mentee = idOf(pair.mentee);
    const record = await rows.records.get(s.id);
    expect(s.state).toBe('ended');
    expect(record?.body.minutes).toBe(45);
    expect(s.attendees[0]).toMatchObject({ mentee, confirmation: 'confirmed', confirmedMinutes: 45 });
    for (const occurrence of [`now:${session}`, `end:${session}`]) {
      const prompt = await rows.prompts.get(occurrence);
      expect(['fired', 'cancelled'], occurrence).toContain(prompt?.state);
    }
    expect((await rows.prompts.get(`ask:${session}:${mentee}`))?.state).toBe('fired');
    const cards = [
      ['invitation', mentee],
      ['plan-status', mentor],
      ['session-now', mentor],
      ['record-prompt', mentor],
      ['after-session', mentee],
    ] as const;
    for (const [face, to] of cards)
      expect(await rows.posted.get(face, session, { person: to }), `${face} of ${session}`).toBeDefined();
    expect((await rows.prompts.get(`remind:${session}:hour:${mentor}`))?.state).toBe('fired');
    expect(await rows.posted.get('reminder', `${session}:hour`, { person: mentee })).toBeDefined();
    const plans = await rows.sessions.plans(s.id);
    const records = await rows.records.versions(s.id);
    const twice = pair.mentor.id === 'U0TOM' ? 2 : 1;
    expect([plans.length, records.length], `versions of ${session}`).toEqual([twice, twice]);
    texts.push(plans, records);
  }
  const mentorships = await rows.mentorships.all();
  expect(mentorships.map((m) => m.state)).toEqual(['active', 'active']);
  for (const m of mentorships) texts.push(m, await rows.mentorships.agreements(m.id));
  for (const p of people) texts.push(await rows.drafts.openOf(p.id));
  const kept = JSON.stringify(texts);
  expect(taken.length).toBeGreaterThan(held.length * 4);
  const missing = taken.filter((text) => !kept.includes(JSON.stringify(text).slice(1, -1)));
  expect(missing).toEqual([]);
  expect(new Set(taken).size).toBe(taken.length);
  expect(taken.every((text) => text.startsWith(mark))).toBe(true);

  expect(await rows.audit.broken(programme.id)).toBeUndefined();
  for (const m of mentorships) {
    expect(await rows.audit.broken(m.id)).toBeUndefined();
    const entries = await rows.audit.of(m.id);
    expect(entries.filter((e) => e.what === 'session.started')).toHaveLength(held.length / 2);
  }
  return missing;
}
