import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createWebChat, type WebChat } from '../../../adapters/web/local-chat/chat.js';
import type { Card } from '../../../src/chat/card.js';
import type { FormView } from '../../../src/chat/form.js';
import type { Answer, Inbound, InboundOf, Outgoing, Reply } from '../../../src/chat/inbound.js';
import { literal, type Reader } from '../../../src/chat/text.js';
import { randomIds } from '../../../src/kernel/ids.js';
import type { LocalPerson } from '../../../src/ports/local-chat.js';
import { localMessages, localPeople } from '../../support/local-chat.js';

export const people: readonly LocalPerson[] = [
  { user: 'maya', name: 'Maya Okafor', role: 'Mentor' },
  { user: 'leo', name: 'Leo Park', role: 'Mentee' },
  { user: 'grace', name: 'Grace Whitfield', role: 'Coordinator' },
];

/** Monday 23 November 2026, 14:02 in London. */
export const start = Date.UTC(2026, 10, 23, 14, 2);

export const reader: Reader = {
  person: null,
  platform: 'web',
  zone: 'Europe/London',
  locale: 'en-GB',
  named: (p) => ({ name: (p as string) === 'leo' ? 'Leo Park' : 'Somebody' }),
};

export const card = (title: string, ...blocks: Card['blocks']): Card => ({ title, summary: literal(title), blocks });

let made = 0;
/** A message on its way out, with a key of its own unless one is given. */
export const outgoing = (c: Card, more: Partial<Outgoing> = {}): Outgoing => ({
  key: `key${++made}`,
  drawn: 1,
  card: c,
  reader,
  files: new Map(),
  ...more,
});

export interface Page {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** The local chat on a port of its own, with a runtime that answers what a test tells it to. */
export interface World {
  readonly chat: WebChat;
  readonly messages: ReturnType<typeof localMessages>;
  readonly heard: Inbound[];
  readonly faults: string[];
  readonly port: number;
  /** What the runtime answers from now on. */
  answer(how: (event: Inbound) => Reply | Promise<Reply>): void;
  /** The same, with nothing done and nothing kept. */
  undone(how: (event: Inbound) => Reply): void;
  /** Waits until the condition holds: looked at again whenever the process has done what it had to do. */
  until(holds: () => boolean): Promise<void>;
  /** How many requests have come in. */
  requests(): number;
  now(): number;
  get(path: string, headers?: Record<string, string>): Promise<Page>;
  /** A POST as a browser makes it from a page of the same origin; headers can say otherwise. */
  post(path: string, fields: Fields | string, headers?: Record<string, string>): Promise<Page>;
  /** The events of a stream; `next` waits for one of that name. */
  stream(
    path: string,
    headers?: Record<string, string>,
  ): Promise<{ next(event: string): Promise<void>; close(): void }>;
  stop(): Promise<void>;
}
export type Fields = readonly (readonly [string, string])[] | Readonly<Record<string, string>>;

export async function world(
  more: { movable?: boolean; practice?: boolean; people?: readonly LocalPerson[]; listening?: boolean } = {},
): Promise<World> {
  let now = start;
  const clock = {
    now: () => now,
    ...(more.movable === true
      ? {
          moveTo: async (to: number) => {
            now = to;
          },
        }
      : {}),
  };
  const app = express();
  let requests = 0;
  app.use((_request, _response, next) => {
    requests += 1;
    next();
  });
  const messages = localMessages();
  const faults: string[] = [];
  const chat = createWebChat({
    app,
    messages,
    people: localPeople(more.people ?? people, ['mentoring']),
    clock,
    ids: randomIds(),
    practice: () => more.practice === true,
    fault: (code) => faults.push(code),
  });
  const heard: Inbound[] = [];
  let how: (event: Inbound) => Reply | Promise<Reply> = () => ({ kind: 'done' });
  let undone = false;
  const hears = Object.assign(
    async (event: Inbound): Promise<Answer> => {
      heard.push(event);
      return { reply: await how(event), reader, ...(undone ? { undone } : {}) };
    },
    {
      missed: async () => undefined,
      told: async () => undefined,
      look: async () => undefined,
      footFor: () => undefined,
    },
  );
  const stopListening = more.listening === false ? async () => undefined : await chat.listen(hears);
  const server: Server = await new Promise((resolve) => {
    const s = app.listen(0, '127.0.0.1', () => resolve(s));
  });
  const { port } = server.address() as AddressInfo;

  const send = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const r = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, resolve);
      r.on('error', reject);
      r.end(body);
    });
  const read = async (response: IncomingMessage): Promise<Page> => {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: Buffer.concat(chunks).toString('utf8'),
    };
  };

  return {
    chat,
    messages,
    heard,
    faults,
    port,
    answer: (h) => {
      how = h;
      undone = false;
    },
    undone: (h) => {
      how = h;
      undone = true;
    },
    until: async (holds) => {
      while (!holds()) await new Promise((resolve) => setImmediate(resolve));
    },
    requests: () => requests,
    now: () => now,
    get: async (path, headers = {}) => read(await send('GET', path, headers)),
    post: async (path, fields, headers = {}) => {
      const body =
        typeof fields === 'string'
          ? fields
          : new URLSearchParams(fields as [string, string][] | Record<string, string>).toString();
      return read(
        await send(
          'POST',
          path,
          {
            'Content-Type': 'application/x-www-form-urlencoded',
            'Content-Length': String(Buffer.byteLength(body)),
            'Sec-Fetch-Site': 'same-origin',
            ...headers,
          },
          body,
        ),
      );
    },
    stream: async (path, headers = {}) => {
      const response = await send('GET', path, headers);
      let text = '';
      let wake: () => void = () => undefined;
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        wake();
      });
      return {
        next: async (event) => {
          const mark = `event: ${event}\n`;
          while (!text.includes(mark))
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          text = text.slice(text.indexOf(mark) + mark.length);
        },
        close: () => response.destroy(),
      };
    },
    stop: async () => {
      await stopListening();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const asWords = (s: string): string =>
  s
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return found === undefined ? undefined : asWords(found);
};

/** What a browser would post from the first form that holds `mark`, without any button: its hidden and filled fields. */
export function fieldsIn(html: string, mark: string): { action: string; fields: [string, string][] } {
  const form = html.match(/<form[\s\S]*?<\/form>/g)?.find((f) => f.includes(mark));
  if (form === undefined) throw new Error(`no form with ${mark}`);
  const fields: [string, string][] = [];
  for (const [tag, inside] of [
    ...form.matchAll(/<input[^>]*>|<textarea[^>]*>([\s\S]*?)<\/textarea>|<select[\s\S]*?<\/select>/g),
  ].map((m) => [m[0], m[1]] as const)) {
    const name = attribute(tag, 'name');
    if (name === undefined) continue;
    const type = attribute(tag, 'type');
    if ((type === 'radio' || type === 'checkbox') && !/\schecked/.test(tag)) continue;
    if (tag.startsWith('<textarea')) fields.push([name, asWords(inside ?? '')]);
    else if (tag.startsWith('<select')) {
      const chosen = /<option[^>]*\sselected[^>]*>/.exec(tag)?.[0] ?? '';
      fields.push([name, attribute(chosen, 'value') ?? '']);
    } else fields.push([name, attribute(tag, 'value') ?? '']);
  }
  return { action: attribute(form, 'action') ?? '', fields };
}

/** The same fields with some of them filled in anew. */
export function filled(
  fields: readonly [string, string][],
  more: Readonly<Record<string, string>>,
): [string, string][] {
  const kept = fields.filter(([name]) => !(name in more));
  return [...kept, ...Object.entries(more)];
}

export const formEvent = (w: World): InboundOf<'form'> => {
  const event = w.heard.findLast((e) => e.kind === 'form');
  if (event?.kind !== 'form') throw new Error('no form was heard');
  return event;
};

/** A plan form as a view, with two activities. */
export function planView(more: Partial<FormView> = {}): FormView {
  return {
    draft: 'draft1' as FormView['draft'],
    revision: 3,
    form: {
      id: 'plan',
      title: 'Plan a session',
      submit: 'Send the plan',
      concern: 'mentor',
      steps: [
        {
          id: 'when',
          title: 'When',
          items: [
            { kind: 'text', id: 'title', label: 'Title', lines: 'one', max: 80, readers: 'shown' },
            { kind: 'date', id: 'date', label: 'Date', readers: 'shown' },
            { kind: 'time', id: 'time', label: 'Starts at', readers: 'shown' },
            {
              kind: 'number',
              id: 'length',
              label: 'Length',
              min: 5,
              max: 480,
              step: 5,
              unit: 'minutes',
              readers: 'shown',
            },
            {
              kind: 'choice',
              id: 'kind',
              label: 'Kind',
              shown: 'buttons',
              readers: 'both',
              of: [
                { value: 'standard', label: 'Standard' },
                { value: 'review', label: 'Review' },
              ],
            },
            {
              kind: 'choice',
              id: 'goals',
              label: 'Goals',
              shown: 'list',
              many: true,
              readers: 'both',
              of: [
                { value: 'g1', label: 'Take calls alone' },
                { value: 'g2', label: 'Plan my week' },
              ],
            },
            {
              kind: 'choice',
              id: 'place',
              label: 'Place',
              shown: 'list',
              optional: true,
              readers: 'both',
              of: [{ value: 'room', label: 'Meeting room' }],
            },
            {
              kind: 'text',
              id: 'why',
              label: 'Why now',
              hint: 'One sentence.',
              lines: 'many',
              max: 3000,
              readers: 'mentor',
            },
          ],
        },
        {
          id: 'activities',
          title: 'Activities',
          items: [
            { kind: 'note', id: 'n', text: literal('Minutes add up to 45.') },
            {
              kind: 'group',
              id: 'activities',
              label: 'Activities',
              one: 'Activity',
              min: 1,
              max: 3,
              addLabel: 'Add an activity',
              fields: [
                { kind: 'text', id: 'what', label: 'What', lines: 'one', max: 200, readers: 'both' },
                { kind: 'number', id: 'minutes', label: 'Minutes', min: 1, max: 480, step: 1, readers: 'both' },
              ],
            },
          ],
        },
      ],
    },
    step: 'activities',
    answers: {
      values: { title: 'Phone calls', date: '2026-11-24', time: '15:00', length: 45, kind: 'standard', goals: ['g1'] },
      rows: {
        activities: [
          { key: 'ka', values: { what: 'Listen', minutes: 20 } },
          { key: 'kb', values: { what: 'Role play', minutes: 25 } },
        ],
      },
    },
    problems: [],
    hints: [],
    savedAt: start,
    ...more,
  };
}
