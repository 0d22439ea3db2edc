import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../src/program/config.js';
import { type Running, start } from '../../src/program/main.js';
import { personIn, type SlackPerson, type View } from '../adapters/slack/person.js';
import {
  botToken,
  emulatedSlack,
  nowSeconds,
  secret,
  sign,
  team,
  type Workspace,
} from '../adapters/slack/workspace.js';
import { ann, startCloud } from '../adapters/teams/cloud.js';
import { fieldsIn } from '../adapters/web/world.js';
import { teamsCloudPerson } from '../e2e/teams-cloud-person.js';
import { havePostgres, type Postgres, startPostgres } from '../support/postgres.js';
import { testRootKey } from '../support/root-key.js';

/**
 * Whole programs on one PostgreSQL, as behind a load balancer that remembers nobody: each request goes to another of them
 * (docs/architecture.md#what-stays-in-memory).
 */

const within = { timeout: 10_000, interval: 20 };

describe.skipIf(!havePostgres())('programs behind a load balancer', { timeout: 120_000 }, () => {
  let server: Postgres & { stop(): void };
  let made = 0;
  const running: Running[] = [];
  const said: string[][] = [];
  const closing: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());
  afterEach(async () => {
    for (const one of running.splice(0)) await one.stop();
    for (const close of closing.splice(0)) await close();
  });

  /** So many programs on a database of their own. */
  async function programs(many: number, more: Readonly<Record<string, string>>): Promise<readonly URL[]> {
    made += 1;
    said.length = 0;
    const name = `programs${made}`;
    const there = await server.ask('postgres', `SELECT FROM pg_database WHERE datname = '${name}'`);
    if (there.length === 0) await server.make(name);
    const settings = {
      DATABASE_URL: server.url(`programs${made}`),
      DATA_KEY: Buffer.from(testRootKey).toString('hex'),
      SIGNING_KEY: '22'.repeat(32),
      PORT: '0',
      LOG_LEVEL: 'error',
      ...more,
    };
    for (let i = 0; i < many; i += 1) {
      const lines: string[] = [];
      said.push(lines);
      running.push(await start(readConfig(settings), (line) => void lines.push(line)));
    }
    return running.map((one) => new URL(one.address));
  }

  test('a program that starts beside another says the same code, one that starts alone another one', async () => {
    const codesSaid = (): readonly string[] =>
      said.map((lines) => /setup ([0-9a-z]{16})/.exec(lines.join('\n'))?.[1] ?? 'none');
    await programs(2, { SAMPLE_PEOPLE: '0' });
    const [one, other] = codesSaid();
    expect(one).toMatch(/^[0-9a-z]{16}$/);
    expect(other).toBe(one);
    for (const each of running.splice(0)) await each.stop();
    made -= 1;
    await programs(1, { SAMPLE_PEOPLE: '0' });
    expect(codesSaid()).toHaveLength(1);
    expect(codesSaid()).not.toContain(one);
  });

  describe('in Slack', () => {
    /** A workspace whose deliveries go to one program after the other. */
    async function workspaceOf(many: number): Promise<{ w: Workspace; last: () => number }> {
      const slack = await emulatedSlack();
      closing.push(() => slack.stop());
      const at = await programs(many, {
        SLACK_BOT_TOKEN: botToken,
        SLACK_SIGNING_SECRET: secret,
        SLACK_API_URL: slack.front.url,
      });
      let next = 0;
      const w = {
        slack,
        async post({ body, type = 'application/x-www-form-urlencoded' }) {
          next += 1;
          const answer = await fetch(new URL('/slack/events', at[next % many]), {
            method: 'POST',
            headers: {
              'content-type': type,
              'x-slack-request-timestamp': String(nowSeconds()),
              'x-slack-signature': sign(body, nowSeconds()),
            },
            body,
          });
          const text = await answer.text();
          return {
            status: answer.status,
            text,
            json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {},
          };
        },
      } as Workspace;
      return { w, last: () => next % many };
    }
    /** The view that came up. A busy machine may be too late for its trigger: then the same is done once more. */
    async function opened(w: Workspace, person: SlackPerson, act: () => Promise<unknown>): Promise<View> {
      for (let tries = 0; ; tries += 1) {
        const before = w.slack.front.calls.length;
        await act();
        const there = () =>
          w.slack.front.calls.slice(before).some((c) => c.method === 'views.open' && c.answer?.ok === true);
        try {
          await expect.poll(there, { timeout: 10_000 }).toBe(true);
          return person.view();
        } catch (error) {
          if (tries > 2) throw error;
        }
      }
    }

    test('one code of all, a form that is opened, moved, refused and sent at different ones, and what came of it at each', async () => {
      const { w } = await workspaceOf(3);
      const codes = said.map((lines) => /setup ([0-9a-z]{16})/.exec(lines.join('\n'))?.[1] ?? '');
      expect(codes[0]).toMatch(/^[0-9a-z]{16}$/);
      expect(new Set(codes).size).toBe(1);
      const cora = personIn(w, w.slack.users.coordinator);
      const mia = personIn(w, w.slack.users.mentee);
      const both = await Promise.all([cora.types(`setup ${codes[0]}`), mia.types(`setup ${codes[0]}`)]);
      const first = both.map(({ text }) => text.includes('You are the coordinator'));
      expect(first.filter((is) => is)).toHaveLength(1);
      const chief = first[0] === true ? cora : mia;

      let view = await opened(w, chief, () => chief.types('setup'));
      const fields = view.blocks.flatMap((block) => (block.type === 'input' ? [block.block_id ?? ''] : []));
      expect(fields).toEqual(expect.arrayContaining(['lead', 'lead-reach', 'policy']));
      const typed = { lead: 'Rhys Owen', 'lead-reach': '020 7946 0111', policy: 'javascript:alert(1)' };
      const refused = await chief.submits(view, typed);
      expect(refused.json).toMatchObject({ response_action: 'errors', errors: { policy: expect.anything() } });
      // The view stands as it did, at another program by now; what was mended in it is newer than what was kept.
      const mended = await chief.submits(view, { ...typed, lead: 'Ann Ward', policy: 'https://example.org/p' });
      expect(mended.json).toMatchObject({ response_action: 'update' });
      for (let steps = 0; steps < 5; steps += 1) {
        const drawn = (steps === 0 ? mended : undefined)?.json.view as Omit<View, 'id'> | undefined;
        if (drawn !== undefined) view = { ...drawn, id: view.id } as View;
        const sent = await chief.submits(view);
        if (sent.json.response_action !== 'update') {
          expect(sent.json.response_action).toBe('clear');
          break;
        }
        view = { ...(sent.json.view as Omit<View, 'id'>), id: view.id } as View;
      }
      const lead = async (): Promise<readonly boolean[]> => {
        const each: boolean[] = [];
        for (const _ of running) each.push((await mia.types('concern')).text.includes('Ann Ward'));
        return each;
      };
      await expect.poll(lead, { timeout: 10_000 }).toEqual([true, true, true]);
    });

    test('a message that Slack delivers to two at the same moment is answered once', async () => {
      const { w } = await workspaceOf(2);
      const mia = w.slack.users.mentee;
      const channel = String(
        ((await w.slack.call('conversations.open', { users: mia })).channel as { id: string } | undefined)?.id,
      );
      const event = (n: number) => ({
        type: 'application/json',
        body: JSON.stringify({
          type: 'event_callback',
          team_id: team,
          api_app_id: 'A0MENTOR01',
          event_id: `Ev000${n}`,
          event_time: 1_764_000_000,
          authorizations: [{ team_id: team, enterprise_id: null, is_bot: true, is_enterprise_install: false }],
          event: {
            type: 'message',
            channel,
            channel_type: 'im',
            user: mia,
            text: n === 0 ? 'hello' : 'help',
            ts: `1764000000.00000${n}`,
          },
        }),
      });
      const shown = () =>
        w.slack.front.calls.filter((c) => c.method === 'chat.postEphemeral' && c.answer?.ok === true).length;
      await w.post(event(0));
      await expect.poll(shown, { timeout: 10_000 }).toBe(1);
      for (const n of [1, 2, 3]) {
        const before = shown();
        await Promise.all([w.post(event(n)), w.post(event(n))]);
        await expect.poll(shown, { timeout: 10_000 }).toBe(before + 1);
        await w.post(event(n));
        await w.post(event(n));
      }
      // Whatever is under way ends with the programs.
      const before = shown();
      for (const one of running.splice(0)) await one.stop();
      expect(shown()).toBe(before);
    });
  });

  describe('in Teams', () => {
    /** What hands each request on to the next of them. */
    async function balanced(at: readonly URL[]): Promise<string> {
      let next = 0;
      const balancer = createServer((request, response) => {
        next += 1;
        const { hostname, port } = at[next % at.length] as URL;
        const { method, url, headers } = request;
        const onward = ask({ hostname, port, method, path: url, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        });
        onward.on('error', () => response.destroy());
        request.pipe(onward);
      });
      await new Promise<void>((resolve) => balancer.listen(0, '127.0.0.1', resolve));
      closing.push(async () => {
        balancer.closeAllConnections();
        await new Promise<void>((resolve) => balancer.close(() => resolve()));
      });
      return `http://127.0.0.1:${(balancer.address() as AddressInfo).port}`;
    }

    test('a form that one opened is filled in and sent at the others', async () => {
      const cloud = await startCloud();
      closing.push(() => cloud.stop());
      const at = await programs(3, { TEAMS_ALLOW_UNAUTHENTICATED: '1' });
      const chief = teamsCloudPerson(cloud, await balanced(at), ann);
      const [code] = said.map((lines) => /setup ([0-9a-z]{16})/.exec(lines.join('\n'))?.[1] ?? '');
      expect(await chief.types(`setup ${code}`)).toContain('You are the coordinator');
      expect(await chief.presses('Set up')).toContain('Safeguarding');
      const done = await chief.fillsIn([
        [/^lead$/, 'Nia Price'],
        [/^lead-reach$/, '020 7946 0000'],
      ]);
      expect(done).toContain('The programme is set');
      const each = async (): Promise<readonly boolean[]> => {
        const named: boolean[] = [];
        for (const _ of at) named.push((await chief.types('concern')).includes('Nia Price'));
        return named;
      };
      await expect.poll(each, { timeout: 10_000 }).toEqual([true, true, true]);
    });
  });

  describe('in the local chat', () => {
    const page = async (at: URL, path: string): Promise<{ status: number; text: string; url: string }> => {
      const answer = await fetch(new URL(path, at));
      return { status: answer.status, text: await answer.text(), url: answer.url };
    };
    /** Types into a conversation, without a script: answers where that leads. */
    async function types(at: URL, user: string, text: string): Promise<string> {
      const path = `/chat/${user}`;
      const { fields } = fieldsIn((await page(at, path)).text, 'name="text"');
      const body = new URLSearchParams([...fields.filter(([name]) => name !== 'text'), ['text', text]]);
      const answer = await fetch(new URL(`${path}/say`, at), {
        method: 'POST',
        redirect: 'manual',
        headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
        body: body.toString(),
      });
      expect(answer.status, await answer.text()).toBe(303);
      return answer.headers.get('location') ?? '';
    }
    /** How many changes an open page was told of. */
    async function listens(at: URL, path: string): Promise<{ told(): number; told2(): number }> {
      const answer = await fetch(new URL(path, at));
      let text = '';
      const reader = answer.body?.getReader();
      const read = async (): Promise<void> => {
        for (;;) {
          const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
          if (done) return;
          text += Buffer.from(value as Uint8Array).toString('utf8');
        }
      };
      void read().catch(() => undefined);
      const count = (what: string) => text.split(`event: ${what}\n`).length - 1;
      return { told: () => count('changed'), told2: () => count('moved') };
    }
    const streamOf = (html: string): string => /sse-connect="([^"]+)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? '';

    test('a page that is open at one sees within a second what another posted, and the clock that another moved', async () => {
      const [a, b] = (await programs(2, { LOCAL_CHAT: '1', DEV_CLOCK: '1' })) as [URL, URL];
      const path = '/chat/leo/channel/mentoring';
      const open = await listens(b, streamOf((await page(b, path)).text));
      await expect.poll(() => open.told(), within).toBe(0);
      await types(a, 'priya', 'digest now');
      await expect.poll(() => open.told(), within).toBeGreaterThan(0);
      expect((await page(b, `${path}/talk`)).text).toMatch(/digest|sessions|hours/i);

      const timeAt = async (at: URL): Promise<number> =>
        Date.parse(((await (await fetch(new URL('/dev/clock', at))).json()) as { now: string }).now);
      const before = await timeAt(b);
      await fetch(new URL('/dev/clock', a), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: 'PT3H' }),
      });
      await expect.poll(async () => (await timeAt(b)) - before, within).toBeGreaterThan(3 * 3_600_000 - 1);
      await expect.poll(() => open.told2(), within).toBeGreaterThan(0);
    });

    test('a form that one opened is found by the other; what one alone has, the page says', async () => {
      const [a, b] = (await programs(2, { LOCAL_CHAT: '1' })) as [URL, URL];
      const form = await types(a, 'priya', 'setup');
      expect(form).toContain('/form/');
      const there = await page(b, form);
      expect([there.status, /name="[^"]*lead"/.test(there.text)]).toEqual([200, true]);
      const panel = await types(a, 'leo', 'concern');
      expect(panel).toContain('/panel/');
      const gone = await page(b, panel);
      expect([gone.status, gone.text.includes('Press the button again that opened it.')]).toEqual([404, true]);
      expect((await page(b, '/chat/leo')).text).toContain('Several programs answer here.');
    });
  });
});
