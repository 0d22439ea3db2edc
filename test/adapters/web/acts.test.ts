import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channelAddress, directAddress } from '../../../adapters/web/local-chat/paths.js';
import { button, buttons, text } from '../../../src/chat/card.js';
import { literal } from '../../../src/chat/text.js';
import { madeUp } from '../../support/verbs.js';
import { card, fieldsIn, filled, outgoing, planView, type World, world } from './world.js';

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(() => w.stop());

const told = card('Private', text(literal('Only for Maya')));

describe('a command', () => {
  it('is heard as it was typed, with or without /mentor, mentions as plain text', async () => {
    for (const [typed, heard] of [
      ['plan @leo tomorrow 3pm 45m Phone calls', 'plan @leo tomorrow 3pm 45m Phone calls'],
      ['/mentor  plan @leo', 'plan @leo'],
      ['/MENTOR', ''],
      ['/mentorship is fine', '/mentorship is fine'],
      ['  <@U1> &lt; "x" \u{1F600} אב', '  <@U1> &lt; "x" \u{1F600} אב'],
    ] as const) {
      const { action, fields } = fieldsIn((await w.get('/chat/maya')).text, 'id="say"');
      expect(await w.post(action, filled(fields, { text: typed }))).toMatchObject({
        status: 303,
        headers: { location: '/chat/maya#say' },
      });
      expect(w.heard.at(-1)).toMatchObject({
        kind: 'command',
        text: heard,
        mentions: [],
        at: 'web:maya',
        who: { platform: 'web', tenant: 'local', user: 'maya' },
        surface: { scope: 'direct', form: true },
      });
    }
  });

  it('sent twice from one page is one delivery; from a page drawn anew it is another', async () => {
    const once = fieldsIn((await w.get('/chat/maya')).text, 'id="say"');
    const again = fieldsIn((await w.get('/chat/maya')).text, 'id="say"');
    w.answer(() => ({ kind: 'say', card: told }));
    const typed = { text: 'hours' };
    await Promise.all([
      w.post(once.action, filled(once.fields, typed)),
      w.post(once.action, filled(once.fields, typed)),
    ]);
    await w.post(again.action, filled(again.fields, typed));
    await w.post(again.action, filled(again.fields, { text: 'home' }));
    const ids = w.heard.map((e) => e.deliveryId);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
    const page = (await w.get('/chat/maya')).text;
    expect(page.match(/class="typed"/g)).toHaveLength(3);
    expect(page.match(/Shown to you alone/g)).toHaveLength(3);
  });

  it('is not heard from a page without its one-time field, nor when nothing was typed', async () => {
    const page = await w.post('/chat/maya/say', { text: 'hours' });
    expect(page.status).toBe(400);
    expect(page.text).toContain('Load it again');
    await w.post('/chat/maya/say', { nonce: 'nonce-nonce', text: '  ' });
    await w.post('/chat/maya/say', { nonce: 'no', text: 'x' });
    expect((await w.post('/chat/maya/say', '{}', { 'Content-Type': 'application/json' })).status).toBe(415);
    expect(w.heard).toEqual([]);
  });

  it('in a channel is heard there, and its echo and answer are for the one who typed', async () => {
    w.answer(() => ({ kind: 'say', card: told }));
    const { action, fields } = fieldsIn((await w.get('/chat/maya/channel/mentoring')).text, 'id="say"');
    expect((await w.post(action, filled(fields, { text: 'help' }))).headers.location).toBe(
      '/chat/maya/channel/mentoring#say',
    );
    expect(w.heard.at(-1)).toMatchObject({ at: channelAddress('mentoring'), surface: { scope: 'shared' } });
    expect((await w.get('/chat/maya/channel/mentoring')).text).toContain('Only for Maya');
    for (const path of ['/chat/leo/channel/mentoring', '/chat/maya', '/chat/leo'])
      expect((await w.get(path)).text, path).not.toMatch(/Only for Maya|class="typed"/);
    expect((await w.post(action, filled(fields, { text: 'x', from: '#nowhere' }))).status).toBe(404);
  });

  it('of 100,000 characters is heard whole, and one that is too long is refused with a sentence', async () => {
    const long = '\u0639'.repeat(100_000);
    expect((await w.post('/chat/maya/say', { nonce: 'nonce-nonce', text: long })).status).toBe(303);
    expect(w.heard.at(-1)).toMatchObject({ text: long });
    const page = await w.post('/chat/maya/say', { nonce: 'nonce-nonce', text: 'x'.repeat(1_100_000) });
    expect(page.status).toBe(413);
    expect(page.text).toContain('make it shorter');
    const swapped = await w.post(
      '/chat/maya/say',
      { nonce: 'nonce-nonce', text: 'x'.repeat(1_100_000) },
      { 'HX-Request': 'true' },
    );
    expect(swapped.status).toBe(413);
    expect(swapped.text).toMatch(/^<div class="alert">/);
    expect(w.heard).toHaveLength(1);
  });

  it('from the page’s script is answered with the list, an empty line to type in, and the news in words', async () => {
    w.answer(() => ({ kind: 'say', card: told }));
    const { action, fields } = fieldsIn((await w.get('/chat/maya')).text, 'id="say"');
    const part = await w.post(action, filled(fields, { text: 'hours' }), { 'HX-Request': 'true' });
    expect(part.status).toBe(200);
    expect(part.text).toMatch(/^<div id="talk"/);
    expect(part.text).toContain('Only for Maya');
    expect(part.text).toMatch(/<form id="composer"[^>]*hx-swap-oob="true"/);
    expect(part.text).toMatch(/<p id="heard" hx-swap-oob="innerHTML">Private<\/p>/);
    w.answer(() => ({ kind: 'form', view: planView() }));
    const away = await w.post(action, filled(fields, { text: 'plan' }), { 'HX-Request': 'true' });
    expect(away).toMatchObject({ status: 204, headers: { 'hx-location': '/chat/maya/form/draft1' } });
  });
});

describe('private words', () => {
  it('stand below the message that was the newest, and can be dismissed by their reader', async () => {
    await w.chat.send(directAddress('maya'), outgoing(card('Before')));
    w.answer(() => ({ kind: 'say', card: told }));
    const { action, fields } = fieldsIn((await w.get('/chat/maya')).text, 'id="say"');
    await w.post(action, filled(fields, { text: 'hours' }));
    await w.chat.send(directAddress('maya'), outgoing(card('After')));
    const page = (await w.get('/chat/maya')).text;
    const order = ['Before', 'class="typed"', 'Only for Maya', 'After'].map((s) => page.indexOf(s));
    expect([...order].sort((a, b) => a - b)).toEqual(order);
    const dismiss = fieldsIn(page, 'Dismiss');
    await w.post('/chat/leo/dismiss', dismiss.fields);
    expect((await w.get('/chat/maya')).text).toContain('Only for Maya');
    await w.post(dismiss.action, dismiss.fields);
    const after = (await w.get('/chat/maya')).text;
    expect(after).not.toContain('Only for Maya');
    expect(after).toContain('class="typed"');
  });

  it('are bounded', async () => {
    w.answer(() => ({ kind: 'say', card: told }));
    for (let i = 0; i < 80; i++) await w.post('/chat/maya/say', { nonce: `nonce-nonce-${i}`, text: `say ${i}.` });
    const page = (await w.get('/chat/maya')).text;
    expect(page).not.toContain('say 5.');
    expect(page).toContain('say 79.');
  });
});

describe('a button', () => {
  const asked = card(
    'Asked',
    buttons(
      button('Accept', 'plan.accept', 's1', { style: 'main' }),
      button('Later', madeUp('plan.later'), 's1', { arg: '1h' }),
    ),
  );

  it('says what it says, where it stands and which version it stood on', async () => {
    await w.chat.send(directAddress('leo'), outgoing(asked, { drawn: 7 }));
    const { action, fields } = fieldsIn((await w.get('/chat/leo')).text, '>Later<');
    const pressed = await w.post(action, fields);
    const ref = w.messages.all[0]?.ref;
    expect(pressed).toMatchObject({ status: 303, headers: { location: `/chat/leo?on=${ref}` } });
    expect(w.heard.at(-1)).toMatchObject({
      kind: 'press',
      at: 'web:leo',
      press: { verb: 'plan.later', subject: 's1', arg: '1h' },
      on: { ref, drawn: 7 },
    });
    const { fields: accept } = fieldsIn((await w.get('/chat/leo')).text, '>Accept<');
    await w.post(action, accept);
    expect(w.heard.at(-1)).toMatchObject({ press: { verb: 'plan.accept', subject: 's1' } });
    expect(w.heard.at(-1)).not.toHaveProperty('press.arg');
    // Whoever uses the keyboard stays where they pressed.
    expect((await w.get(`/chat/leo?on=${ref}`)).text).toMatch(
      new RegExp(`id="m-${ref}"[^>]*tabindex="-1" autofocus`, 'i'),
    );
  });

  it('pressed twice on one page is one delivery; two buttons of a page are two', async () => {
    await w.chat.send(directAddress('leo'), outgoing(asked));
    const page = (await w.get('/chat/leo')).text;
    const later = fieldsIn(page, '>Later<');
    await w.post(later.action, later.fields);
    await w.post(later.action, [...later.fields, ['seen', 'changed meanwhile']]);
    const accept = fieldsIn(page, '>Accept<');
    await w.post(accept.action, accept.fields);
    const next = fieldsIn((await w.get('/chat/leo')).text, '>Later<');
    await w.post(next.action, next.fields);
    const ids = w.heard.map((e) => e.deliveryId);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
  });

  it('leads to a form, to a page of its own, or to a private word', async () => {
    await w.chat.send(directAddress('leo'), outgoing(asked));
    const { action, fields } = fieldsIn((await w.get('/chat/leo')).text, '>Accept<');
    w.answer(() => ({
      kind: 'panel',
      card: card('The plan', text(literal('Private objectives')), buttons(button('Accept it', 'plan.accept', 's1'))),
    }));
    const panel = (await w.post(action, fields)).headers.location ?? '';
    expect(panel).toMatch(/^\/chat\/leo\/panel\//);
    const shown = (await w.get(panel)).text;
    expect(shown).toContain('Private objectives');
    expect((await w.get(panel.replace('leo', 'maya'))).status).toBe(404);
    w.answer(() => ({ kind: 'close', say: card('It is agreed') }));
    const inside = fieldsIn(shown, 'Accept it');
    expect((await w.post(inside.action, inside.fields)).headers.location).toMatch(/^\/chat\/leo\?on=/);
    expect((await w.get('/chat/leo')).text).toContain('It is agreed');
  });

  it('on the home page comes back to it, with its private word', async () => {
    w.answer((e) =>
      e.kind === 'home'
        ? { kind: 'panel', card: card('Waiting', buttons(button('In an hour', 'record.later', 's1'))) }
        : { kind: 'say', card: card('I’ll ask in an hour') },
    );
    const home = await w.get('/chat/maya/home');
    expect(w.heard.at(-1)).toMatchObject({ kind: 'home', who: { user: 'maya' } });
    expect(home.text).toMatch(/<h1[^>]*><bdi>Waiting<\/bdi><\/h1>/);
    const { action, fields } = fieldsIn(home.text, 'In an hour');
    const pressed = await w.post(action, fields);
    expect(pressed.headers.location).toMatch(/^\/chat\/maya\/home\?on=/);
    expect((await w.get(pressed.headers.location ?? '')).text).toContain('I’ll ask in an hour');
    expect((await w.get('/chat/maya')).text).not.toContain('I’ll ask in an hour');
  });

  it('"Worried about someone?" is on every page and opens a page of its own', async () => {
    w.answer((e) =>
      e.kind === 'home' ? { kind: 'panel', card: card('Home') } : { kind: 'say', card: card('Whom to turn to') },
    );
    for (const path of ['/chat/leo', '/chat/leo/home', '/chat/leo/channel/mentoring']) {
      const { action, fields } = fieldsIn((await w.get(path)).text, 'Worried<span class="rest"> about someone</span>?');
      const opened = await w.post(action, fields);
      expect(w.heard.at(-1)).toMatchObject({ kind: 'press', press: { verb: 'concern.open', subject: '-' } });
      expect((await w.get(opened.headers.location ?? '')).text).toContain('Whom to turn to');
    }
    expect((await w.get('/chat/leo')).text).not.toContain('Whom to turn to');
  });
});
