import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { messageRules, viewRules } from '../../../adapters/slack/limits.js';

export type FrontFault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'code'; readonly code: string; readonly messages?: readonly string[] }
  | { readonly kind: 'hang' }
  | { readonly kind: 'reset-before' }
  /** Every call but the first of its connection, as where the peer had closed it meanwhile. */
  | { readonly kind: 'reset-reused' }
  | { readonly kind: 'reset-after' };

/** How a post to a press's own `response_url` stands among the calls. */
export const hookMethod = 'response_url';

export interface Call {
  readonly method: string;
  readonly args: Readonly<Record<string, string>>;
  /** What the emulator answered, if it was asked. */
  answer?: Record<string, unknown>;
}

/**
 * Stands before the emulated Web API: notes every call, lets a test break them, and adds to an answer what the real
 * Slack gives and the emulator leaves out.
 */
export interface SlackFront {
  /** As `apiUrl`. */
  readonly url: string;
  readonly calls: Call[];
  /** Breaks calls of one method, or of all. */
  break(fault: FrontFault | undefined, method?: string): void;
  /** Whose a trigger is: one that the emulator let lapse because the machine is busy is renewed, for its first use. */
  readonly triggers: Map<string, { readonly user: string; readonly view?: string }>;
  amend(method: string, change: (answer: Record<string, unknown>, args: Call['args']) => Record<string, unknown>): void;
  /** Nobody listens any more; `open` undoes it. */
  close(): Promise<void>;
  open(): Promise<void>;
  stop(): Promise<void>;
}

function refusedByRules({ method, args }: Call): string | undefined {
  if (args.view !== undefined)
    return viewRules.safeParse(JSON.parse(args.view)).success ? undefined : 'invalid_arguments';
  if (args.blocks === undefined) return undefined;
  const message = { text: args.text, blocks: JSON.parse(args.blocks) };
  return method.startsWith('chat.') && !messageRules.safeParse(message).success ? 'invalid_blocks' : undefined;
}

const read = async (req: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

export async function slackFront(target: string): Promise<SlackFront> {
  const calls: Call[] = [];
  const faults = new Map<string, FrontFault>();
  const triggers: SlackFront['triggers'] = new Map();
  const renewed = new Set<string>();
  /** Those over which something was asked already. */
  const connections = new WeakSet<Socket>();
  const changes = new Map<string, (answer: Record<string, unknown>, args: Call['args']) => Record<string, unknown>>();

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const body = await read(req);
    const method = (req.url ?? '').replace(/^\/api\//, '');
    const call: Call = method.startsWith('/hooks/')
      ? { method: hookMethod, args: JSON.parse(body.toString()) }
      : { method, args: Object.fromEntries(new URLSearchParams(body.toString())) };
    calls.push(call);
    const hook = method.startsWith('/hooks/');
    const fault = faults.get(hook ? hookMethod : method) ?? faults.get('*');
    if (fault?.kind === 'hang') return;
    const reused = connections.has(req.socket);
    connections.add(req.socket);
    if (fault?.kind === 'reset-before' || (fault?.kind === 'reset-reused' && reused)) {
      req.socket.resetAndDestroy();
      return;
    }
    if (fault?.kind === 'status') {
      res.writeHead(fault.status, fault.headers ?? {}).end(fault.body ?? '');
      return;
    }
    if (fault?.kind === 'code') {
      const metadata = fault.messages === undefined ? {} : { response_metadata: { messages: fault.messages } };
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ ok: false, error: fault.code, ...metadata }));
      return;
    }
    if (hook) {
      call.answer = { ok: call.args.blocks === undefined || messageRules.safeParse(call.args).success };
      res.writeHead(call.answer.ok === true ? 200 : 400).end('ok');
      return;
    }
    // The emulator takes any blocks; Slack does not.
    const wrong = refusedByRules(call);
    if (wrong !== undefined) {
      call.answer = { ok: false, error: wrong };
      res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(call.answer));
      return;
    }
    const ask = async (asked: Buffer): Promise<Record<string, unknown>> => {
      const answered = await fetch(`${target}${req.url ?? ''}`, {
        method: 'POST',
        headers: {
          authorization: req.headers.authorization ?? '',
          'content-type': req.headers['content-type'] ?? 'application/x-www-form-urlencoded',
        },
        body: new Uint8Array(asked),
      });
      return (await answered.json()) as Record<string, unknown>;
    };
    // Taken before it is asked for: a trigger is used once, and what comes with it again is not to be helped.
    const trigger = call.args.trigger_id ?? '';
    const whose = triggers.get(trigger);
    triggers.delete(trigger);
    let answer: Record<string, unknown> = renewed.has(trigger)
      ? { ok: false, error: 'exchanged_trigger_id' }
      : await ask(body);
    if (answer.error === 'expired_trigger_id' && whose !== undefined) {
      renewed.add(trigger);
      const fresh = await fetch(`${target}/api/views.generateTriggerId`, {
        method: 'POST',
        headers: { authorization: req.headers.authorization ?? '', 'content-type': 'application/json' },
        body: JSON.stringify({ user_id: whose.user, view_id: whose.view }),
      });
      const { trigger_id } = (await fresh.json()) as { trigger_id: string };
      answer = await ask(Buffer.from(new URLSearchParams({ ...call.args, trigger_id }).toString()));
    }
    call.answer = changes.get(method)?.(answer, call.args) ?? answer;
    if (fault?.kind === 'reset-after') {
      req.socket.resetAndDestroy();
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(call.answer));
  }

  const server = createServer((req, res) => {
    serve(req, res).catch(() => req.socket.destroy());
  });
  const listen = (port: number): Promise<void> => new Promise((done) => server.listen(port, '127.0.0.1', () => done()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}/api/`,
    calls,
    triggers,
    break(fault, method = '*') {
      if (fault === undefined) faults.clear();
      else faults.set(method, fault);
    },
    amend: (method, change) => void changes.set(method, change),
    close,
    open: () => (server.listening ? Promise.resolve() : listen(port)),
    stop: () => (server.listening ? close() : Promise.resolve()),
  };
}
