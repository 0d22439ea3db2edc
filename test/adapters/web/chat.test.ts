import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { channelAddress, directAddress } from '../../../adapters/web/local-chat/paths.js';
import { button, buttons, facts, heading, list, muted, text } from '../../../src/chat/card.js';
import { literal, mention, moment, say, strong } from '../../../src/chat/text.js';
import { hour } from '../../../src/kernel/clock.js';
import { Refused } from '../../../src/kernel/errors.js';
import type { DocumentId, PersonId } from '../../../src/kernel/ids.js';
import { card, outgoing, start, type World, world } from './world.js';

let w: World;
beforeEach(async () => {
  w = await world({ movable: true });
});
afterEach(() => w.stop());

const leo = { platform: 'web', tenant: 'local', user: 'leo' } as const;

describe('what the chat sends', () => {
  it('shows messages oldest first, under their day, at the time of their reader', async () => {
    await w.chat.send(directAddress('leo'), outgoing(card('First')));
    await w.post('/chat/leo/clock', { by: '1d' });
    await w.chat.send(directAddress('leo'), outgoing(card('Second')));
    const page = (await w.get('/chat/leo')).text;
    const order = ['Mon 23 Nov 2026', 'First', 'Today, Tue 24 Nov 2026', 'Second'].map((s) => page.indexOf(`>${s}<`));
    expect(order.every((at, i) => at > (order[i - 1] ?? -1))).toBe(true);
    expect(page).toMatch(/<time dateTime="2026-11-23T14:02:00.000Z">14:02<\/time>/i);
    expect((await w.get('/chat/maya')).text).not.toContain('First');
  });

  it('marks an edited message with the time of its change, and shows it as it stands now', async () => {
    const sent = await w.chat.send(directAddress('leo'), outgoing(card('Draft plan')));
    if (sent.kind !== 'delivered') throw new Error(sent.kind);
    await w.post('/chat/leo/clock', { by: '1h' });
    expect(await w.chat.update(sent.ref, outgoing(card('Agreed plan'), { drawn: 2 }))).toEqual({
      kind: 'delivered',
      ref: sent.ref,
    });
    const page = (await w.get('/chat/leo')).text;
    expect(page).toContain('Agreed plan');
    expect(page).not.toContain('Draft plan');
    expect(page).toMatch(/ · edited <time[^>]*>15:02</);
    expect(await w.chat.update('none' as never, outgoing(card('x')))).toEqual({
      kind: 'faulty',
      code: 'no-such-message',
    });
  });

  it('says when a message was changed only where that tells anything, and on which day', async () => {
    const sent = await w.chat.send(directAddress('leo'), outgoing(card('Draft plan')));
    if (sent.kind !== 'delivered') throw new Error(sent.kind);
    await w.chat.update(sent.ref, outgoing(card('Agreed plan'), { drawn: 2 }));
    expect((await w.get('/chat/leo')).text).not.toContain('edited');
    await w.post('/chat/leo/clock', { by: '1d' });
    await w.chat.update(sent.ref, outgoing(card('Agreed plan'), { drawn: 3 }));
    expect((await w.get('/chat/leo')).text).toMatch(/ · edited <time[^>]*>Tue 24 Nov 2026</);
  });

  it('leaves what is over where and when it was said, whenever it was drawn again', async () => {
    const told = (title: string) => outgoing(card(title, text(literal('It is over.'))));
    const sent = await w.chat.send(directAddress('leo'), told('Reminder'));
    if (sent.kind !== 'delivered') throw new Error(sent.kind);
    await w.chat.send(directAddress('leo'), told('The newest'));
    await w.post('/chat/leo/clock', { by: '1d' });
    await w.post('/chat/leo/clock', { by: '1h' });
    await w.chat.update(sent.ref, { ...told('Reminder'), drawn: 2 });
    const page = (await w.get('/chat/leo')).text;
    expect(page).toMatch(/Reminder<\/h3>.*?<span class="when"><time[^>]*>14:02</s);
    expect(page).not.toContain('15:02<');
  });

  it('keeps one message for one key, and finds it again by the key', async () => {
    const message = outgoing(card('Once'), { key: 'the-key' });
    const first = await w.chat.send(directAddress('leo'), message);
    expect(await w.chat.send(directAddress('leo'), message)).toEqual(first);
    expect(w.messages.all).toHaveLength(1);
    expect(await w.chat.wasSent(directAddress('leo'), 'the-key', start)).toBe(first.kind === 'delivered' && first.ref);
    expect(await w.chat.wasSent(directAddress('maya'), 'the-key', start)).toBeUndefined();
  });

  it('knows who can be reached', async () => {
    expect(await w.chat.openDirect(leo)).toBe('web:leo');
    const nobody = w.chat.openDirect({ ...leo, user: 'nobody' });
    await expect(nobody).rejects.toThrow(Refused);
    await expect(nobody).rejects.toMatchObject({ code: 'not-reachable' });
    expect(await w.chat.send(directAddress('nobody'), outgoing(card('x')))).toEqual({ kind: 'gone', why: 'left' });
    expect(await w.chat.send(channelAddress('other'), outgoing(card('x')))).toEqual({ kind: 'gone', why: 'left' });
    expect(await w.chat.send('slack:C1' as never, outgoing(card('x')))).toMatchObject({ kind: 'faulty' });
    expect(await w.chat.profile(leo)).toMatchObject({ name: 'Leo Park', zone: 'Europe/London', standing: 'member' });
    expect(await w.chat.profile({ ...leo, user: 'nobody' })).toMatchObject({ standing: 'outsider' });
    expect(await w.chat.home({ ...leo, user: 'nobody' }, card('x'), null as never)).toEqual({
      kind: 'gone',
      why: 'left',
    });
  });

  it('draws every kind of block', async () => {
    const doc = 'doc' as DocumentId;
    const picture = await w.chat.place(directAddress('leo'), {
      name: 'häufig "1".png',
      type: 'image/png',
      bytes: Buffer.from('png'),
    });
    await w.chat.send(
      directAddress('leo'),
      outgoing(
        card(
          'All of it',
          heading(literal('A heading')),
          text(
            say`With ${mention('leo' as PersonId)} at ${moment(start + hour, 'time')}, ${strong('really')}. ${{ link: 'https://example.org/x', label: 'A link' }} ${{ link: 'javascript:alert(1)', label: 'No link' }}`,
          ),
          muted(literal('Quiet')),
          list([literal('One'), literal('Two')]),
          facts(['Where', literal('Room 2')]),
          { kind: 'progress', label: 'Delivered', done: 4.5, of: 6, words: '4 h 30 min of 6 h' },
          { kind: 'image', document: doc, alt: 'Hours by month' },
          { kind: 'file', document: doc, name: 'hours.csv' },
          { kind: 'file', document: 'lost' as DocumentId, name: 'lost.csv' },
          { kind: 'divider' },
          buttons(button('Accept', 'plan.accept', 's1', { style: 'main' })),
        ),
        { files: new Map([['doc', picture]]) },
      ),
    );
    const page = (await w.get('/chat/leo')).text;
    expect(page).toMatch(/<h4[^>]*>A heading<\/h4>/);
    expect(page).toMatch(/<bdi class="mention">@Leo Park<\/bdi> at <time[^>]*>15:02<\/time>, <strong>really<\/strong>/);
    expect(page).toMatch(/<a href="https:\/\/example.org\/x" target="_blank" rel="noopener noreferrer">A link<\/a>/);
    expect(page).not.toContain('javascript:');
    expect(page).toMatch(/<li[^>]*>Two<\/li>/);
    expect(page).toMatch(/<dt[^>]*>Where<\/dt><dd[^>]*>Room 2<\/dd>/);
    expect(page).toContain('4 h 30 min of 6 h');
    expect(page).toMatch(/<progress aria-label="Delivered" max="6" value="4.5">/);
    const src = /<img class="picture" src="([^"]+)" alt="Hours by month"/.exec(page)?.[1] ?? '';
    expect(src).toMatch(/^\/files\/[0-9a-z]{32}\//);
    expect(page).toMatch(/lost.csv<\/bdi> is no longer kept here/);
    const file = await w.get(src);
    expect(file).toMatchObject({ status: 200, text: 'png' });
    expect(file.headers).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-disposition': "inline; filename*=UTF-8''h%C3%A4ufig%20%221%22.png",
    });
    expect((await w.get(src.replace(/.\/[^/]*$/, '~/x'))).status).toBe(404);
  });

  it('lets no file act as a page', async () => {
    const placed = await w.chat.place(directAddress('leo'), {
      name: 'x.html',
      type: 'text/html',
      bytes: Buffer.from('<script>'),
    });
    const { headers } = await w.get(placed.kind === 'url' ? placed.url : '');
    expect(headers['content-disposition']).toMatch(/^attachment/);
    expect(headers['content-security-policy']).toMatch(/sandbox/);
    const odd = await w.chat.place(directAddress('leo'), {
      name: 'x',
      type: 'text/html\r\nX: 1',
      bytes: Buffer.from('x'),
    });
    expect((await w.get(odd.kind === 'url' ? odd.url : '')).headers['content-type']).toBe('application/octet-stream');
  });
});

describe('live updates', () => {
  it('tells an open conversation of a post and of an edit, and the list then holds it', async () => {
    const page = (await w.get('/chat/leo')).text;
    const path = (/sse-connect="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');
    const stream = await w.stream(path);
    const sent = await w.chat.send(directAddress('leo'), outgoing(card('News')));
    await stream.next('changed');
    const list = await w.get('/chat/leo/talk?seen=-%7C0', { 'HX-Request': 'true' });
    expect(list.text).toMatch(/^<div id="talk"/);
    expect(list.text).toMatch(/<p id="heard" hx-swap-oob="innerHTML">New message: News<\/p>/);
    if (sent.kind === 'delivered') await w.chat.update(sent.ref, outgoing(card('Old news')));
    await stream.next('changed');
    const seen = encodeURIComponent(`${w.messages.all[0]?.ref}|0`);
    expect((await w.get(`/chat/leo/talk?seen=${seen}`)).text).toContain('Changed: Old news');
    stream.close();
  });

  it('tells a page that connects late what it missed, and one that missed nothing nothing', async () => {
    const page = (await w.get('/chat/leo')).text;
    const path = (/sse-connect="([^"]+)"/.exec(page)?.[1] ?? '').replaceAll('&amp;', '&');
    await w.chat.send(directAddress('maya'), outgoing(card('Not for Leo')));
    const early = await w.stream(path);
    await w.chat.send(directAddress('leo'), outgoing(card('Between')));
    await early.next('changed');
    const late = await w.stream(path);
    await late.next('changed');
    const current = /sse-connect="([^"]+)"/.exec((await w.get('/chat/leo')).text)?.[1] ?? '';
    const quiet = await w.stream(current);
    let told = false;
    void quiet.next('changed').then(() => {
      told = true;
    });
    await w.chat.send(directAddress('maya'), outgoing(card('Not for Leo either')));
    // The clock's event comes on the same stream, after whatever came before it.
    const clock = quiet.next('moved');
    w.chat.clockMoved();
    await clock;
    expect(told).toBe(false);
    for (const s of [early, late, quiet]) s.close();
  });

  it('tells a home page, and everyone when the clock moves', async () => {
    w.answer(() => ({ kind: 'panel', card: card('Home') }));
    const home = await w.stream('/chat/leo/home/stream?since=');
    await home.next('changed');
    expect(await w.chat.home(leo, card('x'), null as never)).toMatchObject({ kind: 'delivered' });
    await home.next('changed');
    await w.post('/chat/maya/clock', { by: '15m' });
    await home.next('moved');
    expect((await w.get('/chat/leo/clock')).text).toBe('Mon 23 Nov 2026, 14:17 GMT');
    home.close();
  });
});
