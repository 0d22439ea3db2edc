import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import ICAL from 'ical.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeCalendar } from '../../../adapters/documents/calendar.js';
import { mostFetches, mostMisses, mountFeed } from '../../../adapters/web/pages/calendar-feed.js';
import { minute } from '../../../src/kernel/clock.js';
import { calendarsOf } from '../../../src/runtime/access-links/calendars.js';
import { statementsOf } from '../../support/asked.js';
import { startBot, type TestBot } from '../../support/bot.js';
import { agreed, planned } from '../../support/steps.js';

let t: TestBot;
let server: Server;
let base = '';
let looked = 0;

beforeEach(async () => {
  looked = 0;
  const app = express();
  server = app.listen(0, '127.0.0.1');
  server.keepAliveTimeout = 0; // as `linkSite` has it
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  t = await startBot({ pages: () => ({ base, loopback: true }) });
  const calendars = calendarsOf(t.store, t.clock);
  mountFeed({
    app,
    calendars: {
      look(hash) {
        looked += 1;
        return calendars.look(hash);
      },
    },
    write: writeCalendar,
    clock: t.clock,
    leaseClock: t.clock,
  });
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Phone calls');
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  await t.stop();
});

test('a feed asks as little with nine mentorships and many sessions as with one', async () => {
  const { id: maya } = t.as('maya');
  const feed = () =>
    t.store.read(async (tx) => {
      const { sessions } = tx.in(t.programme);
      return sessions.calendarOf(maya, 0, 500);
    });
  const few = await statementsOf(feed);
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [like] = await rows.mentorships.all();
    const [session] = await rows.sessions.all();
    if (like === undefined || session === undefined) throw new Error('nothing is planned');
    for (let i = 0; i < 8; i += 1) {
      const mentorship = `m-${i}` as typeof like.id;
      await rows.mentorships.save({ ...like, id: mentorship, goals: [] });
      for (let n = 0; n < 5; n += 1)
        await rows.sessions.save({
          ...session,
          id: `s-${i}-${n}` as typeof session.id,
          startsAt: session.startsAt + (i * 5 + n + 1) * 3_600_000,
          revision: 1,
          attendees: session.attendees.map((a) => ({ ...a, mentorship })),
        });
    }
  });
  expect((await statementsOf(feed)).length).toBe(few.length);
  expect((await feed()).length).toBe(41);
});

const linkIn = (reply: unknown): string => /http:\/\/127[^"]*\.ics/.exec(JSON.stringify(reply))?.[0] ?? '';
const summaries = (file: string): string[] =>
  new ICAL.Component(ICAL.parse(file))
    .getAllSubcomponents('vevent')
    .map((e) => `${e.getFirstPropertyValue('summary')} ${e.getFirstPropertyValue('status')}`);

/** Makes the person's feed; answers its address. */
async function feedOf(user: string): Promise<string> {
  await t.as(user).types('settings');
  await t.as(user).presses('calendar.open');
  await t.as(user).presses('calendar.make');
  return linkIn(t.as(user).last);
}

describe('a calendar feed', () => {
  test('follows the sessions, for its own person alone, and no cache may keep it', async () => {
    const address = await feedOf('leo');
    const first = await fetch(address);
    expect(first.status).toBe(200);
    expect(first.headers.get('content-type')).toContain('text/calendar');
    expect(first.headers.get('cache-control')).toBe('private, no-store');
    expect(first.headers.get('referrer-policy')).toBe('no-referrer');
    expect(summaries(await first.text())).toEqual(['Phone calls TENTATIVE']);
    await t.as('leo').presses('plan.accept');
    expect(summaries(await (await fetch(address)).text())).toEqual(['Phone calls CONFIRMED']);
    await t.as('maya').types('cancel @leo');
    await t.as('maya').presses('session.cancel', { arg: 'yes' });
    expect(summaries(await (await fetch(address)).text())).toEqual(['Cancelled: Phone calls CANCELLED']);
    expect(summaries(await (await fetch(await feedOf('aisha'))).text())).toEqual([]);
    // The address is in no message, no row and no log: only its hash is kept.
    const token = address.split('/').at(-1)?.replace('.ics', '') ?? '';
    expect(t.as('leo').sees().join('\n')).not.toContain(token);
  });

  test('is not sent again while nothing changed, and asked too often costs the database nothing', async () => {
    const address = await feedOf('maya');
    const tag = (await fetch(address)).headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[\w-]{20,}"$/);
    const again = await fetch(address, { headers: { 'If-None-Match': `W/"other", ${tag}` } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    await t.clock.pass(2 * minute);
    const before = looked;
    const answers: number[] = [];
    for (let i = 0; i < mostFetches + 20; i += 1)
      answers.push((await fetch(address, { headers: { 'If-None-Match': tag } })).status);
    expect(answers.slice(0, mostFetches).every((s) => s === 304)).toBe(true);
    expect(answers.slice(mostFetches).every((s) => s === 429)).toBe(true);
    expect(looked - before).toBe(mostFetches);
    const slow = await fetch(address);
    expect(slow.headers.get('retry-after')).toBe('60');
    await t.clock.pass(minute);
    expect((await fetch(address)).status).toBe(200);
    await t.as('leo').presses('plan.accept');
    expect((await fetch(address)).headers.get('etag')).not.toBe(tag);
  });

  test('is renewed and switched off; an address that was stops in a sentence', async () => {
    const old = await feedOf('leo');
    const renewed = await feedOf('leo');
    expect(renewed).not.toBe(old);
    const gone = await fetch(old);
    expect([gone.status, await gone.text()]).toEqual([
      410,
      'This calendar address was switched off. Make a new one in your settings.\n',
    ]);
    expect((await fetch(renewed)).status).toBe(200);
    await t.as('leo').presses('calendar.off');
    expect((await fetch(renewed)).status).toBe(410);
    await t.as('leo').types('settings');
    await t.as('leo').presses('calendar.open');
    expect(JSON.stringify(t.as('leo').last)).toContain('Make my calendar address');
  });

  test('cannot be guessed, and whoever tries is slowed', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < mostMisses + 3; i += 1)
      statuses.push((await fetch(`${base}/c/${String(i).padStart(43, 'x')}.ics`)).status);
    expect(statuses.slice(0, mostMisses).every((s) => s === 404)).toBe(true);
    expect(statuses.slice(mostMisses).every((s) => s === 429)).toBe(true);
    for (const odd of ['x.ics', '..%2f..%2fetc.ics', `${'y'.repeat(43)}`, '%E0%A4%A.ics'])
      expect([400, 404, 429]).toContain((await fetch(`${base}/c/${odd}`)).status);
  });

  test('what was put there is taken off again: the same UID, a higher SEQUENCE, cancelled', async () => {
    const leo = t.as('leo');
    const event = async (): Promise<Record<string, unknown>> => {
      const response = await fetch(linkIn(leo.last));
      expect(response.headers.get('content-disposition')).toContain('.ics');
      const file = new ICAL.Component(ICAL.parse(await response.text()));
      const e = file.getFirstSubcomponent('vevent');
      const of = (name: string) => e?.getFirstPropertyValue(name);
      return {
        method: file.getFirstPropertyValue('method'),
        uid: of('uid'),
        sequence: of('sequence'),
        status: of('status'),
        start: String(of('dtstart')),
      };
    };
    await leo.presses('plan.accept');
    await leo.presses('calendar.session');
    const put = await event();
    expect(put).toMatchObject({ method: 'REQUEST', status: 'CONFIRMED', start: '2026-11-24T15:00:00Z' });
    await t.as('maya').types('cancel @leo');
    await t.as('maya').presses('session.cancel', { arg: 'yes' });
    const card = leo.card('calendar.session');
    const buttons = card?.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items.map((i) => i.label) : []));
    expect(buttons).toEqual(['Take it off my calendar']);
    await leo.presses('calendar.session');
    expect(JSON.stringify(leo.last)).toContain('"title":"Take it off my calendar"');
    const off = await event();
    expect(off).toEqual({ ...put, method: 'CANCEL', status: 'CANCELLED', sequence: off.sequence });
    expect(Number(off.sequence)).toBeGreaterThan(Number(put.sequence));
  });

  test('one session is a file of its own, for those who take part', async () => {
    const leo = t.as('leo');
    await leo.presses('plan.accept');
    await leo.presses('calendar.session');
    const file = await (await fetch(linkIn(leo.last))).text();
    expect(file).toContain('METHOD:REQUEST');
    expect(summaries(file)).toEqual(['Phone calls CONFIRMED']);
    const id = leo.card('calendar.session') === undefined ? '' : /session-(\w+)@/.exec(file)?.[1];
    await t.as('aisha').presses('calendar.session', { subject: id ?? '' });
    expect(JSON.stringify(t.as('aisha').last)).toContain('Nothing has changed');
    expect(linkIn(t.as('aisha').last)).toBe('');
  });

  test('a series is one file of all its dates, from both cards; what is called off says so', async () => {
    const maya = t.as('maya');
    await planned(t, 'maya', 'plan @leo every Friday 10am for 3 sessions 45m Interviews');
    const leo = t.as('leo');
    expect(leo.card('series.accept')?.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : []))).not.toContainEqual(
      expect.objectContaining({ label: 'Add to my calendar' }),
    );
    await leo.presses('series.accept');
    for (const who of [leo, maya]) {
      await who.presses('calendar.series');
      const file = await (await fetch(linkIn(who.last))).text();
      expect(summaries(file)).toEqual(Array.from({ length: 3 }, () => 'Interviews CONFIRMED'));
    }
    const address = linkIn(leo.last);
    const series = (await t.store.read((tx) => tx.in(t.programme).sessions.all())).find((s) => s.series !== undefined);
    await maya.presses('session.cancel', { subject: series?.id ?? '', arg: 'yes' });
    expect(summaries(await (await fetch(address)).text())).toContain('Cancelled: Interviews CANCELLED');
    await t.as('aisha').presses('calendar.series', { subject: series?.series?.id ?? '' });
    expect(linkIn(t.as('aisha').last)).toBe('');
  });

  test('the feed’s address stands as webcal: too, with two lines for each calendar', async () => {
    const address = await feedOf('leo');
    const shown = JSON.stringify(t.as('leo').last);
    expect(shown).toContain(address.replace('http:', 'webcal:'));
    for (const calendar of ['Google Calendar', 'Outlook', 'Apple Calendar']) expect(shown).toContain(`"${calendar}"`);
    // What can be pressed is the address that every calendar takes.
    expect(shown).not.toContain('"link":"webcal');
  });
});
