import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ask,
  beginPages,
  doorOf,
  draft,
  endPages,
  firstOf,
  formStaysHers,
  get,
  guarded,
  local,
  nobodyIn,
  nonce,
  ours,
  post,
  private_,
  says,
  secret,
  seenBy,
  theirs,
  tokenOf,
  tokens,
  users,
  whole,
} from './support/pages-world.js';

/**
 * Every address that the program answers, tried by every role, on what is theirs, another's, and another programme's.
 * They are read from the running program itself: one that is new and has no line here fails.
 */

beforeAll(beginPages);
afterAll(endPages);

/** A session's title, or the name of one of the two whose it is. */
const named = /Phone calls|Maya|Leo/;
const onlyThatItChanged = /^retry: 1000\n\nid: [\w.-]+\nevent: changed\ndata: -\n\n$/;
const mayOnlyRead = async (at: string, html: RegExp): Promise<void> => {
  const seen = await get(at);
  expect([seen.status, html.test(seen.text), ours.test(seen.text)]).toEqual([200, true, false]);
};

const table: Readonly<Record<string, () => Promise<void>>> = {
  // Whose it is, is the token's: which role somebody has opens nothing, and a token opens its own kind of door alone.
  'GET /f/:token': () =>
    doorOf(
      (token) => `/f/${token}`,
      (name) => /^(answer|session) of/.test(name),
    ),
  'GET /import/:token': () =>
    doorOf(
      (token) => `/import/${token}`,
      (name) => name.startsWith('import of'),
    ),
  'GET /c/:file': async () => {
    await doorOf(
      (token) => `/c/${token}.ics`,
      (name) => name.startsWith('calendar of'),
    );
    const seen: string[] = [];
    for (const user of [...users, 'fred'])
      if (named.test((await get(`/c/${tokenOf(`calendar of ${user}`)}.ics`)).text)) seen.push(user);
    expect(seen).toEqual(theirs);
  },
  'POST /f/:token': async () => {
    for (const name of ['answer of leo', 'answer of fred', 'session of tom', 'import of priya', 'calendar of leo'])
      await nobodyIn(
        post(`/f/${tokenOf(name)}`, { do: 'begin', nonce: 'x' }),
        ...(/^(a|s)/.test(name) ? [422] : [404, 429]),
      );
  },
  'POST /f/:token/concern': async () => {
    for (const name of ['answer of leo', 'answer of fred', 'import of priya'])
      await nobodyIn(
        post(`/f/${tokenOf(name)}/concern`, { nonce: 'x' }),
        ...(name.startsWith('a') ? [422] : [404, 429]),
      );
  },
  // Personal links: whoever has one is asked for a code, and told nothing. What an enrolled browser may is tried in
  // test/features/personal-links.
  'GET /e/:token': async () => {
    await doorOf((token) => `/e/${token}`, isPersonalLink);
    for (const name of ['evidence of ada', 'own page of leo'])
      expect((await get(`/e/${tokenOf(name)}`)).text).not.toMatch(ours);
  },
  'GET /e/:token/qr': async () => {
    for (const name of ['evidence of ada', 'own page of leo', 'calendar of maya'])
      await nobodyIn(get(`/e/${tokenOf(name)}/qr`), ...(isPersonalLink(name) ? [200] : [404, 429]));
  },
  'GET /e/:token/see/:verb/:subject': async () => {
    for (const name of ['evidence of ada', 'own page of leo', 'import of priya'])
      for (const verb of ['evidence.open', 'data.open', 'people.list'])
        await nobodyIn(get(`/e/${tokenOf(name)}/see/${verb}/-`), ...(isPersonalLink(name) ? [200] : [404, 429]));
  },
  'GET /e/:token/file/:verb/:subject': async () => {
    for (const name of ['evidence of ada', 'own page of leo', 'import of priya'])
      for (const verb of ['look-back.file', 'data.open'])
        await nobodyIn(get(`/e/${tokenOf(name)}/file/${verb}/-`), ...(isPersonalLink(name) ? [200] : [404, 429]));
  },
  'GET /e/:token/pack/:id': async () => {
    for (const name of ['evidence of ada', 'own page of leo', 'packs of maya', 'import of priya'])
      await nobodyIn(get(`/e/${tokenOf(name)}/pack/none`), ...(isPersonalLink(name) ? [200] : [404, 429]));
  },
  'GET /e/:token/copy/:id': async () => {
    for (const name of ['evidence of ada', 'own page of leo', 'packs of maya', 'import of priya'])
      await nobodyIn(get(`/e/${tokenOf(name)}/copy/none`), ...(isPersonalLink(name) ? [200] : [404, 429]));
  },
  'POST /e/:token': () => personalPosts(''),
  'POST /e/:token/renew': () => personalPosts('/renew', 422),
  'POST /e/:token/press': () => personalPosts('/press'),
  'POST /e/:token/form': () => personalPosts('/form'),
  'POST /e/:token/concern': () => personalPosts('/concern', 422),
  // Numbers for everybody, whoever asks, and nobody's name.
  'GET /concern': async () => {
    const seen = await get('/concern');
    expect([seen.status, /href="tel:999"/.test(seen.text), /Dana|Omar/.test(seen.text)]).toEqual([200, true, false]);
    expect(seen.text).not.toMatch(ours);
  },
  'POST /import/:token': async () => {
    for (const name of ['import of priya', 'import of maya', 'import of fred', 'answer of leo', 'calendar of priya'])
      await nobodyIn(post(`/import/${tokenOf(name)}`, { do: 'apply' }), ...(name.startsWith('i') ? [422] : [404, 429]));
  },
  'GET /files/:token/:name': async () => {
    await guarded('GET', '/files/none/hours.png');
    for (const [, token] of tokens) await nobodyIn(get(`/files/${token}/hours.png`), 404);
  },
  'GET /teams/files/:token': async () => {
    for (const [, token] of tokens) expect((await get(`/teams/files/${token}`)).status).toBe(404);
  },

  // The local chat asks nobody who they are: it is open to this machine alone, and each of its people sees their own.
  'GET /': async () => {
    await guarded('GET', '/');
    expect((await get('/')).to).toMatch(/^\/chat/);
  },
  'GET /chat': async () => {
    await guarded('GET', '/chat');
    await mayOnlyRead('/chat', /Who are you/);
  },
  'POST /chat': () => guarded('POST', '/chat'),
  'GET /chat/:user': async () => {
    await guarded('GET', '/chat/maya');
    expect(await seenBy(async (user) => (await get(`/chat/${user}`)).text)).toEqual(theirs);
    await nobodyIn(get('/chat/fred'), 404);
  },
  'GET /chat/:user/talk': async () => {
    expect(await seenBy(async (user) => (await get(`/chat/${user}/talk`)).text)).toEqual(theirs);
  },
  'GET /chat/:user/home': async () =>
    expect(await seenBy(async (user) => (await get(`/chat/${user}/home`)).text)).toEqual(theirs),
  'GET /chat/:user/panel/:id': async () => {
    const opened = await post('/chat/maya/press', { nonce: nonce(), verb: 'data.open', subject: '-' });
    const id = opened.to.split('/').at(-1) ?? '';
    const status = new Map<string, number>();
    for (const user of users) status.set(user, (await get(`/chat/${user}/panel/${id}`)).status);
    expect([...status].filter(([, s]) => s === 200).map(([user]) => user)).toEqual(['maya']);
  },
  'GET /chat/:user/form/:draft': async () => {
    const seen: string[] = [];
    for (const user of users) {
      const page = await get(`/chat/${user}/form/${draft}`);
      const shown = page.status === 303 ? await get(page.to) : page;
      if (shown.text.includes(secret)) seen.push(user);
    }
    expect(seen).toEqual(['maya']);
  },
  'POST /chat/:user/form/:draft': async () => {
    await guarded('POST', `/chat/maya/form/${draft}`);
    await formStaysHers('');
  },
  'POST /chat/:user/form/:draft/concern': async () => {
    await guarded('POST', `/chat/maya/form/${draft}/concern`);
    await formStaysHers('/concern');
  },
  'POST /chat/:user/press': async () => {
    await guarded('POST', '/chat/maya/press');
    // What each button is to each role is tried in `permissions-presses.test.ts`; here, that the page says who presses.
    for (const user of users) {
      const pressed = await post(`/chat/${user}/press`, { nonce: nonce(), verb: 'programme.setup', subject: '-' });
      expect(pressed.to.includes('/form/'), user).toBe(user === 'priya');
    }
  },
  'POST /chat/:user/say': async () => {
    await guarded('POST', '/chat/maya/say');
    const told: string[] = [];
    for (const user of users) if (!(await says(user, 'people import')).includes('coordinator only')) told.push(user);
    expect(told).toEqual(['priya']);
  },
  'POST /chat/:user/dismiss': async () => {
    await guarded('POST', '/chat/maya/dismiss');
    const page = await says('maya', 'nonsense');
    const note = /name="note" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(note).not.toBe('');
    await post('/chat/tom/dismiss', { nonce: nonce(), note });
    expect((await get('/chat/maya')).text).toContain(`value="${note}"`);
    await post('/chat/maya/dismiss', { nonce: nonce(), note });
    expect((await get('/chat/maya')).text).not.toContain(`value="${note}"`);
  },
  'GET /chat/:user/channel/:name': async () => {
    await guarded('GET', '/chat/maya/channel/mentoring');
    expect(await seenBy(async (user) => (await get(`/chat/${user}/channel/mentoring`)).text)).toEqual([]);
  },
  'GET /chat/:user/channel/:name/talk': async () =>
    expect(await seenBy(async (user) => (await get(`/chat/${user}/channel/mentoring/talk`)).text)).toEqual([]),
  'GET /chat/:user/channel/:name/stream': async () =>
    expect(await firstOf('/chat/tom/channel/mentoring/stream')).toMatch(onlyThatItChanged),
  'GET /chat/:user/stream': async () => expect(await firstOf('/chat/tom/stream')).toMatch(onlyThatItChanged),
  'GET /chat/:user/home/stream': async () => expect(await firstOf('/chat/tom/home/stream')).toMatch(onlyThatItChanged),
  'GET /chat/:user/clock': () => mayOnlyRead('/chat/tom/clock', /\d\d:\d\d/),
  'POST /chat/:user/clock': async () => {
    await guarded('POST', '/chat/maya/clock');
    // With Slack and Teams switched on there is no clock to move, whoever asks.
    for (const user of users) expect((await post(`/chat/${user}/clock`, { by: 'PT1H' })).status).toBe(400);
  },

  // The platforms say who somebody is; without their signature nobody is anybody.
  'POST /slack/events': async () => {
    const command = { command: '/mentor', text: 'people', user_id: 'U1', team_id: 'T1', trigger_id: '1' };
    await nobodyIn(post('/slack/events', command), 401);
    const forged = { 'x-slack-signature': 'v0=00', 'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)) };
    await nobodyIn(post('/slack/events', command, forged), 401);
  },
  'POST /api/messages': async () => {
    const activity = {
      type: 'message',
      id: '1',
      text: 'people',
      from: { id: 'x' },
      channelId: 'msteams',
      conversation: { id: 'a:1' },
      recipient: { id: 'y' },
    };
    const body = JSON.stringify({ ...activity, serviceUrl: 'https://smba.trafficmanager.net/emea/' });
    for (const authorization of [undefined, 'Bearer x.y.z'])
      await nobodyIn(
        ask('POST', '/api/messages', {
          body,
          headers: {
            'content-type': 'application/json',
            ...(authorization === undefined ? {} : { authorization }),
          },
        }),
        401,
      );
  },

  // For everybody: what this is, what is kept of people, and on what terms. The same for all, and about nobody.
  'GET /about': () => mayOnlyRead('/about', /Mentorlog helps a mentor/),
  'GET /privacy': () => mayOnlyRead('/privacy', /Who can read it/),
  'GET /terms': () => mayOnlyRead('/terms', /not for emergencies/),

  // For whoever runs the program: that it runs, and counts.
  'GET /healthz': () => mayOnlyRead('/healthz', /^ok\n$/),
  'GET /readyz': () => mayOnlyRead('/readyz', /^ready\n$/),
  'GET /livez': () => mayOnlyRead('/livez', /^ok\n$/),
  'GET /metrics': () => mayOnlyRead('/metrics', /^(# (HELP|TYPE) \w+ .+\n|\w+(\{[\w="+.,-]+\})? -?[\d.e-]+\n|\n)+$/),
  'GET /assets/htmx.js': () => mayOnlyRead('/assets/htmx.js', /htmx/),
  'GET /assets/htmx-sse.js': () => mayOnlyRead('/assets/htmx-sse.js', /htmx/),
  'GET /assets/icon.svg': () => mayOnlyRead('/assets/icon.svg', /<svg/),
  'GET /assets/page.js': () => mayOnlyRead('/assets/page.js', /later versions win/),
  'GET /assets/source-sans-3-400.woff2': () => mayOnlyRead('/assets/source-sans-3-400.woff2', /wOF2/),
  'GET /assets/source-sans-3-600.woff2': () => mayOnlyRead('/assets/source-sans-3-600.woff2', /wOF2/),
  'GET /assets/style.css': () => mayOnlyRead('/assets/style.css', /{/),
};

/** Where nothing but the local chat is switched on. */
const onlyThere: Readonly<Record<string, () => Promise<void>>> = {
  'GET /dev/clock': async () => {
    const at = new URL('/dev/clock', local.running.address);
    expect(await (await fetch(at)).json()).toEqual({ now: expect.stringMatching(/^\d{4}-/) });
    expect((await get('/dev/clock')).status).toBe(404);
  },
  'POST /dev/clock': async () => {
    const body = JSON.stringify({ advance: 'PT1H' });
    const headers = { 'content-type': 'application/json' };
    expect((await ask('POST', '/dev/clock', { body, headers })).status).toBe(404);
    // What another site's page sends, by any name of this machine, changes nothing: the database would be practice data.
    const { host, port } = new URL(local.running.address);
    const origin = `http://${host}`;
    const sends = (more: Record<string, string>): Promise<number> =>
      new Promise((resolve, reject) => {
        const r = request(
          { host: '127.0.0.1', port, method: 'POST', path: '/dev/clock', headers: { host, ...headers, ...more } },
          (response) => resolve(response.resume().statusCode ?? 0),
        );
        r.on('error', reject).end(JSON.stringify({ advance: 'PT1M' }));
      });
    expect(await sends({ origin: 'https://evil.example' })).toBe(403);
    expect(await sends({ origin: 'null' })).toBe(403);
    expect(await sends({ origin: `http://127.0.0.1:${Number(port) + 1}` })).toBe(403);
    expect(await sends({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await sends({ 'sec-fetch-site': 'same-site', origin })).toBe(403);
    expect(await sends({ 'sec-fetch-site': 'none' })).toBe(403);
    expect(await sends({ host: 'evil.example' })).toBe(403);
    expect(await sends({ host: `evil.example:${port}`, origin: `http://evil.example:${port}` })).toBe(403);
    expect(
      (await fetch(new URL('/chat/priya', local.running.address)).then((r) => r.text())).includes('Practice data'),
    ).toBe(false);
    for (const to of ['+275760-09-13T00:00:00Z', '2999-01-01T00:00:00Z', '2001-01-01T00:00:00Z'])
      expect(
        (await fetch(`${origin}/dev/clock`, { method: 'POST', headers, body: JSON.stringify({ to }) })).status,
      ).toBe(400);
    expect((await fetch(`${origin}/dev/clock`, { method: 'POST', headers, body: '{"advance":"P11Y"}' })).status).toBe(
      400,
    );
    expect(
      (await fetch(new URL('/chat/priya', local.running.address)).then((r) => r.text())).includes('Practice data'),
    ).toBe(false);
    // From this machine's own page, or from no page at all, it moves.
    for (const from of [{}, { origin }, { 'sec-fetch-site': 'same-origin', origin }])
      expect(await sends(from)).toBe(200);
  },
};

const isPersonalLink = (name: string): boolean => /^(evidence|own page|packs|copy|leaflet) of/.test(name);
/** Nothing is done by a post from a browser that is not enrolled, nor from a page that is not ours. */
async function personalPosts(end: string, ...status: readonly number[]): Promise<void> {
  for (const name of ['evidence of ada', 'own page of leo', 'own page of fred', 'answer of tom']) {
    const fields = { nonce: nonce(), code: '0000-0000', verb: 'evidence.open', subject: '-' };
    const expected = isPersonalLink(name) ? (status.length > 0 ? status : [200, 422]) : [404, 429];
    await nobodyIn(post(`/e/${tokenOf(name)}${end}`, fields), ...expected);
  }
}

describe('every address, by every role', () => {
  test('none is without a line, and no line without an address', () => {
    expect(whole.routes).toEqual(Object.keys(table).sort());
    expect(local.routes.filter((r) => !whole.routes.includes(r))).toEqual(Object.keys(onlyThere).sort());
  });
  test.each(Object.keys(table))('%s', (route) => table[route]?.());
  test.each(Object.keys(onlyThere))('%s', (route) => onlyThere[route]?.());
  test.each(['/people', '/f', '/f/', '/import', '/c/', '/assets/../package.json', '/.env', '/chat/maya/print'])(
    '%s is nothing, and says so without a trace',
    async (at) => {
      const { status, text } = await get(at);
      expect(status).toBe(404);
      expect(text).not.toMatch(/^\s+at |node_modules|Error/m);
      expect(text).not.toMatch(private_);
    },
  );
});
