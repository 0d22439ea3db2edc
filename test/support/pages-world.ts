import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import express from 'express';
import { expect } from 'vitest';
import { type LinkPurpose, linkLife } from '../../src/domain/access-link.js';
import { day } from '../../src/kernel/clock.js';
import { type PersonId, randomIds } from '../../src/kernel/ids.js';
import { hashOfToken, newToken } from '../../src/kernel/token.js';
import { readConfig } from '../../src/program/config.js';
import { type Running, start } from '../../src/program/main.js';
import { startBot } from './bot.js';
import { everyRole } from './roles.js';
import { watchRoutes } from './routes.js';
import { agreed, planned } from './steps.js';
import { testRootKey } from './store.js';

/** Two running programs, with people of every role and links of every kind: what `pages.test.ts` goes through. */

export const secret = 'Words of a plan that is not finished';
const title = 'Phone calls';
const ids = randomIds();
let folder = '';
let slack: Server;
export let whole: { readonly running: Running; readonly routes: readonly string[] };
export let local: { readonly running: Running; readonly routes: readonly string[] };
let base = '';
export let draft = '';
let off = '';
const personOf = new Map<string, PersonId>();
export const tokens = new Map<string, string>();
export const users = everyRole.map((p) => p.user);
/** Whose the session and the plan are. */
export const theirs = ['maya', 'leo'];

/** A program on a database, and what it answers. */
async function begin(settings: Readonly<Record<string, string>>): Promise<typeof whole> {
  const app = express();
  const routes = watchRoutes(app);
  const key = Buffer.from(testRootKey).toString('hex');
  const running = await start(
    readConfig({ HOST: '127.0.0.1', PORT: '0', DATA_KEY: key, LOG_LEVEL: 'error', ...settings }),
    () => undefined,
    app,
  );
  return { running, routes: routes() };
}

/** A programme of Maya and Leo with a session to come, a plan of Maya's half written, and links of every kind. */
async function lived(file: string): Promise<void> {
  const monday = new Date(Date.now() + day);
  while (monday.getUTCDay() !== 1) monday.setTime(monday.getTime() + day);
  const t = await startBot({ file, start: `${monday.toISOString().slice(0, 10)}T09:00:00Z`, people: everyRole });
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', `plan @leo tomorrow 3pm 45m ${title}`);
  await planned(t, 'maya', `plan @leo Wednesday 3pm 45m ${title}, more`);
  await t.as('maya').types('plan @leo Friday 10am 45m Begun');
  await t.as('maya').fills({ title: secret }).saves();
  draft = t.as('maya').form().draft;
  for (const [user, id] of t.people) personOf.set(user, id);
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [m] = await rows.mentorships.all();
    const all = await rows.sessions.all();
    const s = all.find((one) => one.title === title);
    off = all.find((one) => one.title === `${title}, more`)?.id ?? '';
    const elsewhere = ids.next<'programme'>('programme');
    const fred = ids.next<'person'>('person');
    await tx.programmes.add({ ...(await rows.programme.get()), id: elsewhere, name: 'Another programme' });
    const leo = await rows.people.get(personOf.get('leo') as PersonId);
    if (leo === undefined || m === undefined || s === undefined) throw new Error('nothing has begun');
    await tx.in(elsewhere).people.save({
      ...leo,
      id: fred,
      programme: elsewhere,
      name: 'Fred Elsewhere',
      roles: ['mentor', 'mentee', 'coordinator', 'supervisor', 'assessor', 'iqa', 'safeguarding-lead'],
      accounts: [{ platform: 'web', tenant: 'elsewhere', user: 'fred' }],
    });
    const link = async (name: string, person: PersonId, purpose: LinkPurpose, subject: string, of = t.programme) => {
      const token = newToken(ids);
      tokens.set(name, token);
      await tx.in(of).accessLinks.add({
        id: hashOfToken(token),
        programme: of,
        person,
        purpose,
        subject,
        madeBy: person,
        witnessed: false,
        madeAt: Date.now(),
        expiresAt: Date.now() + linkLife,
        state: 'open',
        usedAt: null,
      });
    };
    for (const [user, id] of personOf) await link(`calendar of ${user}`, id, 'calendar', id);
    await link('calendar of fred', fred, 'calendar', fred, elsewhere);
    await link('answer of fred', fred, 'agreement-answer', m.id, elsewhere);
    await link('import of fred', fred, 'import', elsewhere, elsewhere);
    await link('evidence of ada', personOf.get('ada') as PersonId, 'evidence', personOf.get('ada') as PersonId);
    await link('own page of leo', personOf.get('leo') as PersonId, 'own-page', personOf.get('leo') as PersonId);
    await link('copy of leo', personOf.get('leo') as PersonId, 'copy', personOf.get('leo') as PersonId);
    await link('leaflet of priya', personOf.get('priya') as PersonId, 'leaflet', personOf.get('priya') as PersonId);
    await link('packs of maya', personOf.get('maya') as PersonId, 'pack', personOf.get('maya') as PersonId);
    await link('own page of fred', fred, 'own-page', fred, elsewhere);
    // A page's own limit of requests is not what is tried here: of these kinds a few people's are enough.
    for (const user of ['maya', 'leo', 'tom', 'priya']) {
      const id = personOf.get(user) as PersonId;
      await link(`answer of ${user}`, id, 'agreement-answer', m.id);
      await link(`session of ${user}`, id, 'session-answers', s.id);
      await link(`import of ${user}`, id, 'import', t.programme);
      await link(`join of ${user}`, id, 'join', t.programme);
    }
  });
  await t.stop();
}

/** Both, begun; what they are is in the variables above from then on. */
export async function beginPages(): Promise<void> {
  folder = await mkdtemp(path.join(tmpdir(), 'mentorlog-pages-'));
  slack = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: true, team_id: 'T1', user_id: 'U1', bot_id: 'B1', app_id: 'A1' }));
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  const file = `${folder}/mentorlog.db`;
  await lived(file);
  whole = await begin({
    DATABASE_URL: `file:${file}`,
    PUBLIC_URL: 'https://mentorlog.example.org',
    LOCAL_CHAT: '1',
    SLACK_SIGNING_SECRET: 'a secret of Slack’s',
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_API_URL: `http://127.0.0.1:${(slack.address() as AddressInfo).port}/api/`,
    TEAMS_APP_ID: '11111111-1111-1111-1111-111111111111',
    TEAMS_APP_PASSWORD: 'a password',
    TEAMS_TENANT_ID: '22222222-2222-2222-2222-222222222222',
  });
  local = await begin({ DATABASE_URL: `file:${folder}/local.db`, SAMPLE_PEOPLE: '1' });
  base = whole.running.address.replace(/\/$/, '');
  // Said in both conversations: a session that was called off.
  await post('/chat/maya/press', { nonce: nonce(), verb: 'session.cancel', subject: off, arg: 'yes' });
  await whole.running.bot.run();
}
export async function endPages(): Promise<void> {
  await whole?.running.stop();
  await local?.running.stop();
  slack?.close();
  if (folder !== '') await rm(folder, { recursive: true });
}

interface Seen {
  readonly status: number;
  readonly to: string;
  readonly text: string;
}
export async function ask(method: string, at: string, how: RequestInit = {}): Promise<Seen> {
  const answer = await fetch(base + at, { method, redirect: 'manual', ...how });
  return { status: answer.status, to: answer.headers.get('location') ?? '', text: await answer.text() };
}
export const get = (at: string, how: RequestInit = {}): Promise<Seen> => ask('GET', at, how);
export const post = (
  at: string,
  fields: Readonly<Record<string, string>> | URLSearchParams,
  more = {},
): Promise<Seen> =>
  ask('POST', at, {
    headers: { 'Sec-Fetch-Site': 'same-origin', ...more },
    body: new URLSearchParams(fields as Record<string, string>),
  });
export const tokenOf = (name: string): string => tokens.get(name) ?? 'none';
/** What a page of this person's would send with an act. */
export const nonce = (): string => ids.next('nonce');
export const ours = new RegExp(`${title}|${secret}|Maya|Leo|Riverside`);
/** Nothing of somebody's: the names in the list of people are the local chat's own. */
export const private_ = new RegExp(`${title}|${secret}`);

/** Only this machine, by its own name; a POST only from its own page. */
export async function guarded(method: string, at: string): Promise<void> {
  // `fetch` sets the Host itself, so the request is written by hand.
  const { request } = await import('node:http');
  const status = (headers: Readonly<Record<string, string>>): Promise<number> =>
    new Promise((resolve, reject) => {
      const { port } = new URL(base);
      const r = request({ host: '127.0.0.1', port, method, path: at, headers, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      r.on('error', reject);
      r.end();
    });
  expect(await status({ Host: 'mentorlog.example.org', 'Sec-Fetch-Site': 'same-origin' })).toBe(403);
  if (method === 'POST') {
    expect(await status({ Host: new URL(base).host, 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
    expect(await status({ Host: new URL(base).host })).toBe(403);
  }
}

/** Everybody asks for it of themselves; `sees` are those who find what is Maya's and Leo's. */
export async function seenBy(at: (user: string) => Promise<string>): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const user of users) if (private_.test(await at(user))) seen.push(user);
  return seen;
}
/** Says a word as this person, and reads what they are told. */
export async function says(user: string, text: string): Promise<string> {
  const said = await post(`/chat/${user}/say`, { nonce: nonce(), text });
  expect(said.status, `${user}: ${text}`).toBe(303);
  return (await get(said.to.replace(/#.*/, ''))).text;
}
/** A token of every kind and of everybody at one door: it opens its own kind there, and nothing else. */
export async function doorOf(at: (token: string) => string, opens: (name: string) => boolean): Promise<void> {
  const wrong: string[] = [];
  for (const [name, token] of tokens) {
    const { status, text } = await get(at(token));
    if (opens(name) ? status !== 200 : ![404, 410, 429].includes(status)) wrong.push(`${name}: ${status}`);
    if (!opens(name) && ours.test(text)) wrong.push(`${name} tells something`);
  }
  expect(wrong).toEqual([]);
}
export const nobodyIn = async (seen: Promise<Seen>, ...status: readonly number[]): Promise<void> => {
  const { status: given, text } = await seen;
  expect(status).toContain(given);
  expect(text).not.toMatch(ours);
};

/** Maya's unfinished plan, as the program has it now. */
export async function mayasForm(): Promise<string> {
  const pressed = await post('/chat/maya/press', { nonce: nonce(), verb: 'draft.continue', subject: draft });
  return (await get(pressed.to)).text;
}
/** Somebody else sends Maya's form: nothing of it is told, and it stays as it is. */
export async function formStaysHers(end: string): Promise<void> {
  for (const user of users.filter((u) => u !== 'maya'))
    for (const move of ['save', 'submit', 'closed']) {
      const sent = await post(`/chat/${user}/form/${draft}${end}`, {
        nonce: nonce(),
        revision: '99',
        step: 'when',
        move,
        'v.title': 'Taken over',
      });
      expect([204, 303], `${user} ${move}`).toContain(sent.status);
      expect(sent.text + (await get(sent.to === '' ? `/chat/${user}` : sent.to)).text).not.toContain(secret);
    }
  expect(await mayasForm()).toContain(secret);
}
/** The first words of a stream; which is then left. */
export async function firstOf(at: string): Promise<string> {
  const leave = new AbortController();
  const answer = await fetch(`${base}${at}?since=long-ago`, { signal: leave.signal });
  const reader = answer.body?.getReader();
  let text = '';
  while (!text.includes('event:')) text += new TextDecoder().decode((await reader?.read())?.value);
  leave.abort();
  return text;
}
