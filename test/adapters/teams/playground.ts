import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Who may sit at a Playground; the others of `playground.yml` are there to be mentioned. */
export type Sitting = 'bob' | 'ann' | 'cid';

/** A port that is free at the moment: the Playground takes a number and not "any". */
async function freePort(): Promise<number> {
  const s = createServer();
  await new Promise<void>((done) => s.listen(0, '127.0.0.1', () => done()));
  const { port } = s.address() as AddressInfo;
  await new Promise((done) => s.close(done));
  return port;
}

/** The configuration with this person at it: where it is not Bob, the two change places. */
async function configuration(who: Sitting): Promise<string> {
  const written = await readFile(new URL('playground.yml', import.meta.url), 'utf8');
  if (who === 'bob') return written;
  const [bob, theirs] = [named.bob, named[who]];
  const other = new Map(
    bob.flatMap((word, i) => [[word, theirs[i] ?? word] as const, [theirs[i] ?? word, word] as const]),
  );
  // A surname alone stays: others have it too. A conversation that is called so stays as well.
  const words = new RegExp(`(?<!19:)\\b(?:${[...other.keys()].join('|')})\\b`, 'g');
  return written.replace(words, (w) => other.get(w) ?? w);
}

const tenantId = '22222222-2222-2222-2222-222222222222';
/** What tells each of them apart in `playground.yml`. */
const named: Readonly<Record<Sitting, readonly string[]>> = {
  bob: ['bob', 'Bob Brown', 'Bob', '0000000000b0'],
  ann: ['ann', 'Ann Archer', 'Ann', '00000000aaaa'],
  cid: ['cid', 'Cid Stone', 'Cid', '00000000cccc'],
};

export interface FromBot {
  readonly method: string;
  readonly conversation: string;
  readonly id: string;
  readonly activity: Record<string, unknown>;
}

/** What a dialog's request is answered with: its card, or a word and no card; nothing closes it. */
export interface DialogAnswer {
  readonly task?: { readonly type: 'continue' | 'message'; readonly value: unknown };
}

/**
 * Microsoft's Agents Playground, with a person at it. What the bot sends goes through a proxy on the way, where it can
 * be read: the Playground itself tells it to its own page only.
 * @param botUrl where the bot listens, without a path
 * @param who sits at it: a Playground knows one person at a time, so two of them are two people
 */
export async function startPlayground(botUrl: () => string, who: Sitting = 'bob') {
  const port = await freePort();
  const base = `http://127.0.0.1:${port}`;
  const sent: FromBot[] = [];
  const arrivals: (() => void)[] = [];
  const proxy = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const body = Buffer.concat(parts);
      const path = request.url ?? '';
      const passed = await fetch(`${base}${path}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': 'application/json' },
        ...(body.length === 0 ? {} : { body }),
      });
      const text = await passed.text();
      const to = /\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(decodeURIComponent(path));
      if (to !== null && passed.ok) {
        const id = text === '' ? (to[2] ?? '') : ((JSON.parse(text) as { id?: string }).id ?? to[2] ?? '');
        sent.push({
          method: request.method ?? '',
          conversation: to[1] ?? '',
          id,
          activity: JSON.parse(body.toString()),
        });
        for (const arrived of arrivals.splice(0)) arrived();
      }
      response.writeHead(passed.status, { 'content-type': 'application/json' }).end(text);
    });
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', () => done()));
  const service = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/_connector`;
  const folder = await mkdtemp(join(tmpdir(), 'playground-'));
  const config = join(folder, 'config.yml');
  await writeFile(config, await configuration(who));
  const cli = new URL('../../../node_modules/@microsoft/m365agentsplayground/cli.js', import.meta.url).pathname;
  const args = [cli, 'start', '--disable-telemetry', '--port', String(port), '--service-url', service];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: 'ignore',
    env: {
      ...process.env,
      DEFAULT_CHANNEL_ID: 'msteams',
      BOT_ENDPOINT: `${botUrl()}/api/messages`,
      TEAMSAPPTESTER_BROWSER: 'none',
      M365_AGENTS_PLAYGROUND_LOGFILE: join(folder, 'log'),
      M365_AGENTS_PLAYGROUND_CONFIG_PATH: config,
    },
  });
  const up = async (): Promise<boolean> => {
    try {
      return (await fetch(base)).ok;
    } catch {
      return false;
    }
  };
  for (let tries = 0; !(await up()); tries += 1) {
    if (child.exitCode !== null || tries > 200) throw new Error('the Agents Playground did not start');
    await new Promise((again) => setTimeout(again, 150));
  }

  const post = async (path: string, body: object): Promise<unknown> => {
    const response = await fetch(`${base}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the Playground answered ${response.status}: ${text.slice(0, 300)}`);
    return text === '' ? undefined : JSON.parse(text);
  };
  const from = { id: `29:${who}` };

  return {
    url: base,
    sent,
    /** The first message for which `is` holds among those sent since `since`; waits for it. */
    async arrives(is: (m: FromBot) => boolean, since = 0): Promise<FromBot> {
      for (;;) {
        const found = sent.slice(since).find(is);
        if (found !== undefined) return found;
        await new Promise<void>((arrived, failed) => {
          const timer = setTimeout(() => failed(new Error('nothing of the kind arrived in 15 s')), 15_000);
          arrivals.push(() => {
            clearTimeout(timer);
            arrived();
          });
        });
      }
    },
    types: (conversation: string, text: string, mentions: readonly { id: string; name: string }[] = []) =>
      post(`/_conversation/v1/conversations/${encodeURIComponent(conversation)}/messages`, {
        text,
        textFormat: 'plain',
        from,
        mentions: mentions.map((m) => ({ mentioned: { id: m.id }, text: `<at>${m.name}</at>` })),
      }),
    /** Presses an `Action.Execute`; answers what the card is replaced with. */
    executes: (on: FromBot, data: unknown) =>
      post('/_conversation/v1/invoke', {
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb: 'mentorlog', data }, trigger: 'manual' },
        from,
        conversation: { id: on.conversation },
        replyToId: on.id,
      }) as Promise<{ statusCode: number; type: string; value: unknown }>,
    /**
     * Opens a dialog, or presses a button of an open one; answers what a client shows of it. The Playground knows no
     * dialogs, so this goes to the bot itself, as Teams sends it; what the bot posts comes by the Playground all the same.
     */
    async dialogs(on: FromBot, name: 'task/fetch' | 'task/submit', data: unknown): Promise<DialogAnswer | undefined> {
      const [, full, , id] = named[who];
      const response = await fetch(`${botUrl()}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'invoke',
          name,
          id: `dialog-${Date.now()}-${Math.random()}`,
          channelId: 'msteams',
          serviceUrl: service,
          from: { ...from, name: full, aadObjectId: `00000000-0000-0000-0000-${id}` },
          recipient: { id: '28:mentorlog', name: 'Mentorlog' },
          conversation: { id: on.conversation, conversationType: 'personal', tenantId },
          channelData: { tenant: { id: tenantId } },
          replyToId: on.id,
          value: { data, context: { theme: 'default' } },
        }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`the bot answered ${response.status}: ${text.slice(0, 300)}`);
      return text === '' ? undefined : (JSON.parse(text) as DialogAnswer);
    },
    /** Presses an `Action.Submit`. */
    submits: (on: FromBot, data: unknown) =>
      post('/_conversation/v1/submit', { value: data, from, conversation: { id: on.conversation }, replyToId: on.id }),
    async stop(): Promise<void> {
      const ended = new Promise<void>((done) => child.once('exit', () => done()));
      if (child.exitCode === null && child.pid !== undefined) {
        process.kill(child.pid);
        await ended;
      }
      proxy.closeAllConnections();
      await new Promise<void>((done) => proxy.close(() => done()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}
