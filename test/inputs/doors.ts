import { grammar } from '../../src/commands/grammar.js';
import { samplePeople } from '../../src/local/sample-people.js';
import { buttonsOf, stateValues } from '../adapters/slack/person.js';
import { sign } from '../adapters/slack/workspace.js';
import { activity, execute, task } from '../adapters/teams/bot.js';
import { ann, ben, type FakeCloud } from '../adapters/teams/cloud.js';
import type { Chance } from '../survival/chance.js';
import { appId, type ChatServer, team } from '../survival/chat-server.js';
import { secret } from '../survival/people.js';
import { badText, badValue, noBody, pick, randomWord, spoilt, stranger } from './bad.js';
import { badlyFilled, formsIn, linksIn, type PageForm } from './pages.js';

/** What is sent: a request, to be answered by anything but a fault of the program's. */
export interface Sent {
  readonly door: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Looks at what came back. */
  readonly heard?: (html: string, location: string | null) => void;
}

export interface Around {
  readonly chance: Chance;
  /** Ids of everybody's: of the other programme, of other people. */
  readonly known: readonly string[];
}

const words = grammar.flatMap(({ word, example }) => [word, ...(example === undefined ? [] : [example])]);
const words2 = ['people import', 'calendar', 'setup', 'start @leo', 'start @sam', 'plan @leo tomorrow 3pm 45m Calls'];

const typedBy = (chance: Chance): string => {
  const roll = chance.next();
  if (roll < 0.35) return badText(chance);
  const word = pick([...words, ...words2], chance);
  return roll < 0.6 ? `${word} ${badText(chance)}` : word;
};

/** The id of something else, a random one, or no id at all. */
const otherId =
  ({ chance, known }: Around) =>
  (): string => {
    const roll = chance.next();
    return roll < 0.6 && known.length > 0
      ? pick(known, chance)
      : roll < 0.8
        ? randomWord(chance)
        : badText(chance, stranger);
  };

/** Headers that no browser sends. */
const oddHeaders = (chance: Chance): Record<string, string> =>
  chance.next() > 0.02
    ? {}
    : pick<Record<string, string>>(
        [
          { 'x-long': 'x'.repeat(9_000) },
          { 'x-too-long': 'x'.repeat(20_000) },
          { cookie: 'a=b; '.repeat(500) },
          { 'accept-language': 'q=;;;,,,'.repeat(50) },
          { 'x-forwarded-for': '1.2.3.4, evil', 'x-forwarded-host': 'example.org' },
          { accept: '*/*;q=nonsense', range: 'bytes=9-1', 'if-none-match': '"x"' },
        ],
        chance,
      );

/** The pages: the local chat, links, personal links, imports, calendars, notices. Follows what it is shown. */
export function pagesDoor(around: Around): () => Sent {
  const { chance } = around;
  const seen = new Map<string, string[]>([['/chat', []]]);
  const forms: PageForm[] = [];
  const tokens: string[] = ['nonsense'];
  const people = samplePeople.map((p) => p.user);
  const other = otherId(around);
  const learn = (html: string): void => {
    for (const form of formsIn(html)) if (form.method.toLowerCase() === 'post') forms.push(form);
    if (forms.length > 3_000) forms.splice(0, forms.length - 2_000);
    for (const at of linksIn(html)) {
      const [, first = ''] = at.split('/');
      const list = seen.get(`/${first}`) ?? [];
      if (list.length < 400 || chance.next() < 0.1) list.push(at);
      if (list.length > 500) list.shift();
      seen.set(`/${first}`, list);
    }
    for (const [, token = ''] of html.matchAll(/\/(?:f|e|c|import)\/([\w-]{16,})/g))
      if (!tokens.includes(token) && tokens.length < 2_000) tokens.push(token);
  };
  const origin = { 'sec-fetch-site': 'same-origin' };
  const asForm = { 'content-type': 'application/x-www-form-urlencoded' };
  const roots = ['/f/', '/e/', '/import/', '/c/', '/files/', '/teams/files/'];
  const ends = [
    '',
    '/qr',
    '/press',
    '/form',
    '/renew',
    '/concern',
    '/see/hours.open/-',
    '/pack/x',
    '/copy/x',
    '/file/a.b/c',
  ];
  const token = (): string => (chance.next() < 0.7 ? pick(tokens, chance) : encodeURIComponent(safe(other())));
  return () => {
    const roll = chance.next();
    const headers = { ...(chance.next() < 0.97 ? origin : {}), ...oddHeaders(chance) };
    const get = (path: string): Sent => ({ door: 'pages', method: 'GET', path, headers, heard: learn });
    const post = (path: string, body: string, more: Record<string, string> = asForm): Sent => ({
      door: 'pages',
      method: 'POST',
      path,
      headers: { ...headers, ...more },
      body,
      heard: learn,
    });
    const me = pick(people, chance);
    if (roll < 0.12)
      return get(
        `/chat/${me}${pick(['', '/home', '/channel/mentoring', `/channel/${encodeURIComponent(safe(other()))}`], chance)}`,
      );
    if (roll < 0.24) {
      const lists = [...seen.values()].filter((l) => l.length > 0);
      if (lists.length > 0) return get(pick(pick(lists, chance), chance));
    }
    if (roll < 0.45) {
      const from = chance.next() < 0.9 ? 'direct' : pick(['home', '#mentoring', '#', '__proto__'], chance);
      const nonce = chance.next() < 0.9 ? randomWord(chance) : badText(chance, stranger);
      const fields = new URLSearchParams({ nonce, from, text: typedBy(chance) });
      return post(`/chat/${chance.next() < 0.95 ? me : encodeURIComponent(safe(other()))}/say`, fields.toString());
    }
    if (roll < 0.8 && forms.length > 0) {
      const form = chance.next() < 0.7 ? pick(forms.slice(-60), chance) : pick(forms, chance);
      const path =
        chance.next() < 0.08 ? form.action.replace(/[\w-]{16,}/, encodeURIComponent(safe(other()))) : form.action;
      return post(path, badlyFilled(form, chance, other));
    }
    if (roll < 0.9) {
      const path = `${pick(roots, chance)}${token()}${pick(ends, chance)}`;
      if (chance.next() < 0.5) return get(path);
      if (forms.length > 0) return post(path, badlyFilled(pick(forms, chance), chance, other));
    }
    if (roll < 0.96) {
      const { type, body } = noBody(chance);
      const path = pick(
        [`/chat/${me}/say`, `/chat/${me}/press`, `/f/${token()}`, `/e/${token()}/form`, `/import/${token()}`, '/chat'],
        chance,
      );
      return post(path, body, { 'content-type': type });
    }
    return get(
      pick(
        [
          '/privacy',
          '/concern',
          '/notices',
          '/healthz',
          '/readyz',
          '/assets/x',
          '/%',
          '/%00',
          '/..%2f..%2fetc/passwd',
          `/${encodeURIComponent(safe(other()))}`,
          '/chat/%E0%A4%A',
          '/chat/__proto__',
          '/c/x.ics?x=1&x=2',
        ],
        chance,
      ),
    );
  };
}

/** Lone surrogates are in no address. */
const safe = (text: string): string => Buffer.from(text.slice(0, 3_000), 'utf8').toString('utf8');

const slackPeople = ['U0PRIYA', 'U0MAYA', 'U0LEO', 'U0TOM', 'U0AISHA', 'U0STRANGER'];

/** Slack's signed requests: words, presses of what stands there, forms, events, and what is nothing of these. */
export function slackDoor(around: Around, server: ChatServer): () => Sent {
  const { chance } = around;
  const other = otherId(around);
  let events = 0;
  const signed = (body: string, type = 'application/x-www-form-urlencoded', good = true): Sent => {
    const now = Math.floor(Date.now() / 1000);
    return {
      door: 'slack',
      method: 'POST',
      path: '/slack/events',
      headers: {
        'content-type': type,
        'x-slack-request-timestamp': String(now),
        'x-slack-signature': good ? sign(body, now, secret) : `v0=${randomWord(chance)}`,
        ...oddHeaders(chance),
      },
      body,
    };
  };
  const payload = (value: object, often: number): Sent =>
    signed(new URLSearchParams({ payload: JSON.stringify(spoilt(value, chance, other, often)) }).toString());
  return () => {
    const user = pick(slackPeople, chance);
    const trigger = server.trigger(user);
    const often = pick([0, 0.01, 0.05, 0.2], chance);
    const base = {
      team: { id: team, domain: 'acme' },
      user: { id: user, username: 'x', name: 'x', team_id: team },
      api_app_id: appId,
      token: 'x',
      trigger_id: trigger,
    };
    const roll = chance.next();
    if (roll < 0.25) {
      const fields = {
        token: 'x',
        team_id: team,
        channel_id: chance.next() < 0.8 ? server.direct(user) : 'C0MENTORING',
        user_id: user,
        command: '/mentor',
        text: typedBy(chance),
        api_app_id: appId,
        trigger_id: trigger,
      };
      const body = new URLSearchParams(fields);
      if (chance.next() < 0.05) body.append('text', badText(chance));
      if (chance.next() < 0.05) body.append(pick(['user_id', '__proto__', 'team_id'], chance), other());
      return signed(body.toString());
    }
    const view = server.views.get(user);
    if (roll < 0.5 && view !== undefined) {
      const inputs = view.blocks.filter((b) => b.type === 'input' && b.element?.type === 'plain_text_input');
      const fills = Object.fromEntries(inputs.map((b) => [b.block_id ?? '', badText(chance)] as const));
      const state = { values: stateValues(view, chance.next() < 0.8 ? fills : {}) };
      const type = chance.next() < 0.85 ? 'view_submission' : 'view_closed';
      return payload({ ...base, type, view: { ...view, state }, response_urls: [] }, often);
    }
    const message = server.messages.length === 0 ? undefined : pick(server.messages.slice(-200), chance);
    const button = message === undefined ? undefined : pick(buttonsOf(message.blocks), chance);
    if (roll < 0.78 && message !== undefined && button !== undefined) {
      const action = { ...button.action, action_ts: '1.1' } as Record<string, unknown>;
      if (typeof action.value === 'string' && chance.next() < 0.6)
        action.value =
          chance.next() < 0.2 ? badText(chance, stranger) : JSON.stringify(spoiltJson(action.value, around));
      return payload(
        {
          ...base,
          type: 'block_actions',
          container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
          channel: { id: message.channel, name: 'x' },
          message: { ts: message.ts, blocks: message.blocks },
          state: { values: {} },
          actions: [action],
        },
        often,
      );
    }
    if (roll < 0.9) {
      events += 1;
      const event = pick<object>(
        [
          {
            type: 'message',
            channel_type: 'im',
            channel: server.direct(user),
            user,
            text: typedBy(chance),
            ts: `1.${events}`,
          },
          { type: 'app_mention', channel: 'C0MENTORING', user, text: `<@U0BOT> ${typedBy(chance)}`, ts: `1.${events}` },
          { type: 'app_home_opened', user, channel: server.direct(user), tab: 'home' },
          { type: 'team_join', user: { id: other(), real_name: badText(chance) } },
          { type: badText(chance, stranger), user },
        ],
        chance,
      );
      const whole = { type: 'event_callback', team_id: team, api_app_id: appId, event_id: `Ev${events}`, event };
      return signed(JSON.stringify(spoilt(whole, chance, other, often)), 'application/json');
    }
    const { type, body } = noBody(chance);
    return signed(body, type, chance.next() < 0.6);
  };
}

/** What a button carries, with other ids in it. */
function spoiltJson(text: string, around: Around): unknown {
  try {
    return spoilt(JSON.parse(text), around.chance, otherId(around), 0.5);
  } catch {
    return badValue(around.chance);
  }
}

/** Objects with this key anywhere below. */
function below(value: unknown, key: string): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.values(value).flatMap((v) => below(v, key));
  return key in value ? [value as Record<string, unknown>, ...found] : found;
}

/** Teams' door on loopback, where nobody is authenticated: words, presses, dialogs, and what is nothing of these. */
export function teamsDoor(around: Around, cloud: FakeCloud): () => Sent {
  const { chance } = around;
  const other = otherId(around);
  const datas: unknown[] = [{}];
  const inputs: string[] = ['title'];
  const learn = (text: string): void => {
    if (text.startsWith('{')) note(JSON.parse(text));
  };
  const note = (value: unknown): void => {
    for (const { data } of below(value, 'data')) if (typeof data === 'object') datas.push(data);
    for (const { id, type } of below(value, 'id'))
      if (typeof id === 'string' && String(type).startsWith('Input.') && inputs.length < 300) inputs.push(id);
    if (datas.length > 2_000) datas.splice(0, 1_000);
  };
  const sent = (value: unknown, type = 'application/json'): Sent => ({
    door: 'teams',
    method: 'POST',
    path: '/api/messages',
    headers: { 'content-type': type, ...oddHeaders(chance) },
    body: typeof value === 'string' ? value : JSON.stringify(value),
    heard: learn,
  });
  let looked = 0;
  return () => {
    for (; looked < cloud.posted.length; looked += 1) note(cloud.posted[looked]?.activity);
    const who = pick([ann, ben], chance);
    const more = {
      from: who,
      conversation: {
        id: `a:direct-${who.id}`,
        conversationType: 'personal',
        tenantId: '22222222-2222-2222-2222-222222222222',
      },
    };
    const often = pick([0, 0.01, 0.05, 0.2], chance);
    const roll = chance.next();
    if (roll < 0.3) return sent(spoilt(activity(cloud.url, { ...more, text: typedBy(chance) }), chance, other, often));
    const data = {
      ...(spoilt(pick(datas.slice(-300), chance), chance, other, pick([0, 0.1, 0.4], chance)) as object),
      ...Object.fromEntries(
        [1, 2, 3].map(() => [pick(inputs, chance), chance.next() < 0.7 ? badText(chance) : badValue(chance)]),
      ),
    };
    if (roll < 0.55) return sent(spoilt(execute(cloud.url, data, more), chance, other, often));
    if (roll < 0.85)
      return sent(
        spoilt(task(cloud.url, chance.next() < 0.4 ? 'task/fetch' : 'task/submit', data, more), chance, other, often),
      );
    if (roll < 0.92) {
      const type = pick(
        ['installationUpdate', 'conversationUpdate', 'messageReaction', 'invoke', 'event', badText(chance, stranger)],
        chance,
      );
      return sent(
        spoilt(
          activity(cloud.url, {
            ...more,
            type,
            name: badText(chance),
            action: 'add',
            value: badValue(chance),
            membersAdded: badValue(chance),
          }),
          chance,
          other,
          often,
        ),
      );
    }
    const { type, body } = noBody(chance);
    return sent(body, type);
  };
}
