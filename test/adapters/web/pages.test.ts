import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { renderCardHtml } from '../../../adapters/web/card.js';
import { renderFormHtml } from '../../../adapters/web/form.js';
import { directAddress } from '../../../adapters/web/local-chat/paths.js';
import { button, buttons, facts, text } from '../../../src/chat/card.js';
import { literal } from '../../../src/chat/text.js';
import { madeUp } from '../../support/verbs.js';
import { card, fieldsIn, outgoing, planView, reader, type World, world } from './world.js';

let w: World;
afterEach(() => w.stop());

describe('every page', () => {
  it('has strict headers, nothing inline and nothing from elsewhere', async () => {
    w = await world({ movable: true });
    w.answer((e) => (e.kind === 'home' ? { kind: 'panel', card: card('Home') } : { kind: 'form', view: planView() }));
    for (const path of [
      '/chat/maya',
      '/chat/maya/home',
      '/chat/maya/form/draft1',
      '/chat/maya/channel/mentoring',
      '/chat/nobody',
    ]) {
      const page = await w.get(path);
      expect(page.headers, path).toMatchObject({
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      const csp = page.headers['content-security-policy'] ?? '';
      expect(csp).toMatch(/default-src 'self'/);
      expect(csp).toMatch(/frame-ancestors 'none'/);
      expect(csp).not.toMatch(/unsafe/);
      expect(page.headers['x-powered-by']).toBeUndefined();
      expect(page.text).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script>|<script[^>]*>[^<]/);
      const links = [...page.text.matchAll(/\s(?:src|href|action)="([^"]*)"/g)].map((m) => m[1]);
      expect(links.length).toBeGreaterThan(2);
      expect(links.filter((l) => !/^[/#]/.test(l ?? ''))).toEqual([]);
    }
  });

  it('serves its style sheet and scripts at their exact paths, and nothing else', async () => {
    w = await world();
    expect((await w.get('/assets/style.css')).text).toBe(readFileSync('adapters/web/style.css', 'utf8'));
    expect((await w.get('/assets/htmx.js')).text).toBe(readFileSync('node_modules/htmx.org/dist/htmx.min.js', 'utf8'));
    expect((await w.get('/assets/htmx-sse.js')).headers['content-type']).toMatch(/javascript/);
    expect((await w.get('/assets/icon.svg')).headers['content-type']).toMatch(/svg/);
    for (const path of ['/assets/', '/assets/../package.json', '/assets/%2e%2e%2fchat.ts', '/assets/htmx.min.js'])
      expect((await w.get(path)).status, path).toBe(404);
  });

  it('says where it begins, who one is, and who else there is', async () => {
    w = await world();
    expect(await w.get('/')).toMatchObject({ status: 302, headers: { location: '/chat/maya' } });
    const page = (await w.get('/chat/leo')).text;
    expect(page).toMatch(/<a href="\/chat\/leo" aria-current="true">/);
    expect(page).toContain('Mentee<span class="unseen"> · this is you</span>');
    expect(page).toMatch(/<a href="\/chat\/grace">/);
    expect(page).toContain('Hello, <bdi>Leo Park</bdi>');
    expect(page).not.toContain('Practice data');
    expect(page).not.toContain('+15 min');
    const nobody = await w.get('/chat/nobody');
    expect(nobody.status).toBe(404);
    expect(nobody.text).toContain('Choose one of the people');
    expect((await w.get('/chat/leo/channel/other')).status).toBe(404);
    expect((await w.get('/chat/leo/nothing/here')).text).toContain('There is no such page');
  });

  it('says practice data where the clock was moved, and lets it be moved', async () => {
    w = await world({ movable: true, practice: true });
    w.answer((e) => (e.kind === 'home' ? { kind: 'panel', card: card('Home') } : { kind: 'form', view: planView() }));
    for (const path of ['/chat/maya', '/chat/maya/home', '/chat/maya/form/draft1', '/chat/nobody'])
      expect((await w.get(path)).text, path).toContain('Practice data');
    const before = w.now();
    const { action, fields } = fieldsIn((await w.get('/chat/maya')).text, '+1 day');
    const moved = await w.post(action, [...fields, ['by', '1d']]);
    expect(moved).toMatchObject({ status: 303, headers: { location: '/chat/maya' } });
    expect(w.now() - before).toBe(24 * 60 * 60 * 1000);
    expect((await w.post(action, { by: '1y' })).status).toBe(400);
  });

  it('offers an example that whoever writes could type', async () => {
    w = await world();
    expect((await w.get('/chat/maya')).text).toContain('"For example: start @leo"');
    await w.chat.send(directAddress('maya'), outgoing(card('Agreement signed')));
    expect((await w.get('/chat/maya')).text).toContain('plan @leo tomorrow 3pm 45m Phone calls');
    expect((await w.get('/chat/leo')).text).toContain('"For example: help"');
  });

  it('is still drawn when the programme cannot be asked, and answers whom to turn to', async () => {
    w = await world();
    const page = (await w.get('/chat/leo')).text;
    w.messages.list = async () => {
      throw new Error('the database is away');
    };
    w.answer(() => ({ kind: 'say', card: card('Call Ruth', text(literal('020 7946 0321'))) }));
    const { action, fields } = fieldsIn(page, 'concern.open');
    const answered = await w.post(action, fields);
    expect(answered.status).toBe(303);
    const shown = await w.get(answered.headers.location ?? '');
    expect(shown.text).toContain('020 7946 0321');
    const conversation = await w.get('/chat/leo');
    expect(conversation.status).toBe(500);
    expect(conversation.text).toContain('Try again in a moment');
    expect(conversation.text).not.toContain('database');
    expect(w.faults).toEqual(['Error']);
  });
});

describe('who may ask', () => {
  it('says no to somebody new as a page, or above the page that its script has open', async () => {
    w = await world();
    const typed = { name: '  ', email: '' };
    const page = await w.post('/chat', typed);
    expect(page).toMatchObject({ status: 422, text: expect.stringMatching(/<html.*Say what you are called\./s) });
    const above = await w.post('/chat', typed, { 'HX-Request': 'true', 'HX-Boosted': 'true' });
    expect(above).toMatchObject({ status: 422, text: expect.stringContaining('Say what you are called.') });
    expect(above.text).not.toMatch(/<html|<form/);
  });

  it('calls somebody new by their name as anybody would type it', async () => {
    w = await world();
    const come = await w.post('/chat', { name: 'Zoë Müller', email: '' });
    expect(come.headers.location).toBe('/chat/zoe-muller');
  });

  it('answers to loopback names only', async () => {
    w = await world();
    for (const host of [
      'evil.example',
      `evil.example:${w.port}`,
      '127.0.0.1.evil.example',
      '10.0.0.1',
      'localhost.evil.example',
      '127.0.0.1:80:90',
    ])
      for (const path of ['/', '/chat/maya', '/files/x/y', '/chat/maya/stream']) {
        const page = await w.get(path, { Host: host });
        expect(page.status, `${host} ${path}`).toBe(403);
        expect(page.text).toContain('Open the local chat on this machine');
      }
    for (const host of ['localhost', `localhost:${w.port}`, '127.0.0.1', '127.0.0.2:80', '[::1]:3978'])
      expect((await w.get('/chat/maya', { Host: host })).status, host).toBe(200);
    expect((await w.get('/assets/style.css', { Host: 'mentorlog.example' })).status).toBe(200);
  });

  it('takes a POST from its own pages only', async () => {
    w = await world();
    const fields = { nonce: 'nonce-nonce', text: 'help' };
    const own = `http://127.0.0.1:${w.port}`;
    const no = async (headers: Record<string, string>) => {
      const page = await w.post('/chat/maya/say', fields, headers);
      expect(page.status, JSON.stringify(headers)).toBe(403);
      expect(page.text).toContain('Open the local chat itself');
    };
    await no({ 'Sec-Fetch-Site': 'cross-site' });
    await no({ 'Sec-Fetch-Site': 'same-site', Origin: own });
    await no({ 'Sec-Fetch-Site': 'none' });
    await no({ 'Sec-Fetch-Site': 'same-origin', Origin: 'http://evil.example' });
    await no({ 'Sec-Fetch-Site': 'same-origin', Origin: `http://127.0.0.1:${w.port + 1}` });
    expect(w.heard).toEqual([]);
    expect((await w.post('/chat/maya/say', fields, { Origin: 'null' })).status).toBe(303);
    expect((await w.post('/chat/maya/say', fields, { Origin: own })).status).toBe(303);
  });

  it('takes a POST without Sec-Fetch-Site only with its own Origin', async () => {
    w = await world();
    const { request } = await import('node:http');
    const post = (headers: Record<string, string>) =>
      new Promise<number>((resolve) => {
        const r = request(
          {
            host: '127.0.0.1',
            port: w.port,
            path: '/chat/maya/say',
            method: 'POST',
            headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
          },
          (res) => {
            res.resume();
            resolve(res.statusCode ?? 0);
          },
        );
        r.end('nonce=nonce-nonce&text=help');
      });
    expect(await post({})).toBe(403);
    expect(await post({ Origin: 'null' })).toBe(403);
    expect(await post({ Origin: `http://127.0.0.1:${w.port}` })).toBe(303);
  });

  it('says so while nobody listens', async () => {
    w = await world({ listening: false });
    const page = await w.get('/chat/maya/home');
    expect(page.status).toBe(503);
    expect(page.text).toContain('Wait a moment');
  });
});

describe('words are never markup', () => {
  const nasty = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus=alert(1) x='",
    '</textarea><b>',
  ];

  it('in messages, names and what was typed', async () => {
    w = await world({ people: [{ user: 'x"><i>', name: nasty[0]!, role: nasty[1]! }] });
    for (const s of nasty)
      await w.chat.send(
        directAddress('x"><i>'),
        outgoing(
          card(
            s,
            text(literal(s)),
            facts([s, literal(s)]),
            { kind: 'progress', label: s, done: 1, of: 2, words: s },
            { kind: 'image', document: 'd' as never, alt: s },
            buttons(button(s, madeUp(s), s, { arg: s })),
          ),
        ),
      );
    const path = `/chat/${encodeURIComponent('x"><i>')}`;
    for (const s of nasty) await w.post(`${path}/say`, { nonce: 'nonce-nonce', text: s });
    const page = await w.get(path);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<script>|<img src=x|<b>|<i>|\sonfocus=alert\(1\) x='">/);
    expect(page.text.match(/&lt;script>alert\(1\)/g)?.length).toBeGreaterThan(5);
  });

  it('in forms', () => {
    for (const s of nasty) {
      const plan = planView();
      const html = renderFormHtml(
        planView({
          step: 'when',
          notice: literal(s),
          problems: [{ at: 'title', say: s }],
          hints: [{ at: 'why', say: s }],
          answers: { values: { title: s, why: s, date: s, length: s, kind: s }, rows: {} },
          form: { ...plan.form, title: s, submit: s },
        }),
        reader,
      );
      expect(html).not.toMatch(/<script|<img|<b>/);
      // A value stays inside its attribute: what it holds is no attribute of its own.
      expect(html.replace(/"[^"]*"/g, '""')).not.toMatch(/<[^>]*\sonfocus=/);
    }
  });

  it('in a card on its own', () => {
    expect(renderCardHtml(card('<b>', text(literal('<i>'))), reader)).toMatch(/<h3[^>]*>&lt;b><\/h3>.*&lt;i>/);
  });
});
