import { describe, expect, test } from 'vitest';
import type { Card } from '../../src/chat/card.js';
import { departedMembers } from '../../src/domain/departed-members.js';
import type { Session } from '../../src/domain/session.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { AddressBook } from '../../src/ports/address-book.js';
import type { Reading, Rows } from '../../src/ports/store.js';
import { anything } from '../support/kept.js';
import { aProgramme, aPrompt, fill, marker, monday, type OpenStore, shared } from './store-rows.js';

const ids = randomIds();

export function storeProgramContract(name: string, open: OpenStore): void {
  describe(`${name}: what the program itself keeps comes out as it went in`, () => {
    const opened = shared(open);
    test('the catalogue: newest version of each key, as first put; retired, never reworded', async () => {
      const store = opened();
      const programme = aProgramme(ids);
      await store.write((tx) => tx.programmes.add(programme));
      const rows = <T>(fn: (c: Rows['catalogue']) => Promise<T>) =>
        store.write((tx) => fn(tx.in(programme.id).catalogue));
      const before = await rows((c) => c.current('question'));
      expect(before.length).toBeGreaterThan(0);
      const row = { kind: 'skill' as const, key: 'zzz', version: 1, body: { text: 'a', n: [1] }, retiredAt: null };
      const skills = await rows((c) => c.current('skill'));
      await rows((c) => c.add(row));
      await rows((c) => c.add({ ...row, key: 'aaa' }));
      await rows((c) => c.add({ ...row, version: 2, body: { text: 'b' } }));
      expect(await rows((c) => c.current('skill'))).toEqual([
        ...skills,
        { ...row, version: 2, body: { text: 'b' } },
        { ...row, key: 'aaa' },
      ]);
      expect(await rows((c) => c.get('skill', 'zzz', 1))).toEqual(row);
      expect((await rows((c) => c.every('skill'))).filter((r) => r.key === 'zzz').map((r) => r.version)).toEqual([
        1, 2,
      ]);
      await rows((c) => c.add({ ...row, key: 'aaa', retiredAt: monday }));
      expect((await rows((c) => c.current('skill'))).map((r) => r.key)).not.toContain('aaa');
      await expect(rows((c) => c.add({ ...row, body: 'other' }))).rejects.toMatchObject({ code: 'catalogue-taken' });
    });

    test('an event’s account, deliveries, message and what was read along, as they stand whatever changes them', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const id = f.programme.id;
      const person = f.mentee.id;
      const [account] = f.mentee.accounts;
      const event = { delivery: 'event', told: 'told:event', account, message: 'none' as never };
      expect(await store.read((tx) => tx.arrivals.read({ ...event, account: undefined }))).toEqual({});
      await store.write((tx) => tx.deliveries.record('event', 'close', 1));
      await store.write(async (tx) => {
        expect(await tx.arrivals.read(event)).toEqual({ first: 'close', home: { person, programme: id } });
        const rows = tx.in(id);
        expect(await rows.posted.find(event.message)).toBeUndefined();
        const before = await rows.programme.get();
        expect(before).toEqual(f.programme);
        const list = [{ person, standing: 'guest', at: 1 }] as const;
        expect(await rows.kept.get(departedMembers)).toBeUndefined();
        await rows.kept.put(departedMembers, list);
        expect(await rows.kept.get(departedMembers)).toEqual(list);
        await rows.programme.save({ ...before, name: 'Another', zone: 'Europe/Berlin' });
        expect(await rows.programme.get()).toMatchObject({ name: 'Another', zone: 'Europe/Berlin' });
        await rows.people.all();
        await rows.people.save({ ...f.mentee, zone: 'Europe/Rome' });
        expect((await rows.people.all()).find((p) => p.id === person)?.zone).toBe('Europe/Rome');
        await tx.programmes.markPractice();
        expect(await rows.programme.get()).toMatchObject({ practice: true });
      });
      await store.write(async (tx) => {
        await tx.arrivals.read(event);
        const rows = tx.in(id);
        expect(await rows.kept.get(departedMembers)).toHaveLength(1);
        await rows.kept.forget(departedMembers);
        expect(await rows.kept.get(departedMembers)).toBeUndefined();
        const chain = f.mentorship.id;
        const entry = { chain, at: 1, actor: person, what: 'x', subject: 'x', facts: {} };
        await rows.audit.add(entry);
        // Read with a session from here on, and added to again.
        await rows.sessions.get(f.session.id);
        await rows.audit.add(entry);
        expect(await rows.audit.broken(chain)).toBeUndefined();
      });
      expect(await store.read((tx) => tx.in(id).audit.broken(f.mentorship.id))).toBeUndefined();
    });

    test('who attends a session may change in any way; each other stays as they were', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const [first] = f.session.attendees;
      if (first === undefined) throw new Error('nobody attends');
      const other = { ...first, mentee: f.other.id };
      let revision = f.session.revision;
      const saves = async (attendees: Session['attendees'], read: boolean): Promise<void> => {
        revision += 1;
        await store.write(async (tx) => {
          const { sessions } = tx.in(f.programme.id);
          if (read) await sessions.get(f.session.id);
          await sessions.save({ ...f.session, attendees, revision });
        });
        const saved = await store.read((tx) => tx.in(f.programme.id).sessions.get(f.session.id));
        expect(saved?.attendees).toEqual(attendees);
      };
      for (const read of [true, false]) {
        await saves([first, other], read);
        await saves([{ ...other, answer: 'declined', answeredAt: 5 }, first], read);
        await saves([other], read);
        await saves([], read);
        await saves([{ ...first, confirmation: 'confirmed', confirmedMinutes: 45 }], read);
        await saves([first], read);
      }
    });

    test('deliveries, kept values, meta', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      await store.write((tx) => tx.deliveries.record('k', 'done', 1));
      expect(await store.read((tx) => tx.deliveries.outcome('k'))).toBe('done');
      expect(await store.read((tx) => tx.deliveries.outcome('l'))).toBeUndefined();
      const twice = store.write(async (tx) => {
        await tx.in(f.programme.id).kept.put(anything, 'digest', 'twice');
        await tx.deliveries.record('k', 'again', 2);
      });
      await expect(twice).rejects.toMatchObject({ code: 'delivered-again' });
      expect(await store.read((tx) => tx.in(f.programme.id).kept.get(anything, 'digest'))).toEqual({ last: marker });
      await store.write((tx) => tx.deliveries.put('k', 'told', 3));
      await store.write((tx) => tx.deliveries.put('m', 'told', 3));
      expect(await store.read((tx) => Promise.all(['k', 'm'].map((key) => tx.deliveries.outcome(key))))).toEqual([
        'told',
        'told',
      ]);
      expect(await store.read((tx) => tx.in(f.programme.id).kept.get(anything, 'nothing'))).toBeUndefined();
      expect(await store.meta.get('offset')).toBeUndefined();
      await store.meta.put('offset', '5');
      await store.meta.put('offset', '6');
      expect(await store.meta.get('offset')).toBe('6');
    });

    test('all that is kept of one value, by what its key is made of, and nothing of another', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const before = await store.read((tx) => tx.in(f.programme.id).kept.all(anything));
      await store.write(async (tx) => {
        const { kept } = tx.in(f.programme.id);
        await kept.put(anything, 'two', 2);
        await kept.put(anything, 'one', 1);
        await kept.put(anything, 'one:more', 3);
      });
      const after = await store.read((tx) => tx.in(f.programme.id).kept.all(anything));
      expect(after.filter((row) => !before.some((b) => b.per === row.per))).toEqual([
        { per: 'one', value: 1 },
        { per: 'one:more', value: 3 },
        { per: 'two', value: 2 },
      ]);
      expect(after).toHaveLength(before.length + 3);
      const other = await store.write((tx) => fill(tx, ids));
      expect((await store.read((tx) => tx.in(other.programme.id).kept.all(anything))).map((r) => r.per)).not.toContain(
        'two',
      );
    });

    test('the address book', async () => {
      const book: AddressBook = opened().book;
      expect(await book.get('a')).toBeUndefined();
      await book.put('a', marker);
      await book.put('a', `${marker}2`);
      expect(await book.get('a')).toBe(`${marker}2`);
      await book.remove('a');
      await book.remove('a');
      expect(await book.get('a')).toBeUndefined();
    });

    test('local messages: once per key, edited in place, oldest first', async () => {
      const { localMessages } = opened();
      const card: Card = { title: marker, summary: { parts: [] }, blocks: [] };
      const message = { address: 'local:a' as never, key: 'k1', drawn: 1, card, postedAt: monday };
      const [ref, again] = await Promise.all([localMessages.post(message), localMessages.post(message)]);
      expect(again).toBe(ref);
      const other = await localMessages.post({ ...message, key: 'k2' });
      await localMessages.post({ ...message, address: 'local:b' as never });
      expect(await localMessages.find(message.address, 'k1')).toBe(ref);
      expect(await localMessages.find('local:b' as never, 'k2')).toBeUndefined();
      const change = { card: { ...card, summary: { parts: ['changed'] } }, drawn: 2, editedAt: monday + 1 };
      expect(await localMessages.edit(ref, change)).toBe(true);
      expect(await localMessages.edit('nowhere' as never, change)).toBe(false);
      expect(await localMessages.list(message.address, 9)).toEqual([
        { ...message, ...change, ref },
        { ...message, key: 'k2', ref: other, editedAt: null },
      ]);
      expect(await localMessages.list(message.address, 1)).toEqual([
        { ...message, key: 'k2', ref: other, editedAt: null },
      ]);
    });

    test('audit: a chain for each mentorship and one for the programme, each whole', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const entry = { chain: f.mentorship.id, at: monday + 1, actor: null, what: 'x', subject: 's', facts: { n: 2 } };
      await store.write(async (tx) => {
        // Asked for at once, as a handler may.
        await Promise.all([1, 2, 3].map((n) => tx.in(f.programme.id).audit.add({ ...entry, facts: { n } })));
      });
      await store.read(async (tx) => {
        const { audit } = tx.in(f.programme.id);
        const entries = await audit.of(f.mentorship.id);
        // What the rows of a group committed to under another key has an entry of its own.
        expect(entries.map((e) => e.seq)).toEqual([1, 2, 3, 4, 5]);
        expect(entries.map((e) => e.facts)).toEqual([
          { minutes: 45, secret: marker },
          {},
          { n: 1 },
          { n: 2 },
          { n: 3 },
        ]);
        expect(entries[2]).toMatchObject({ ...entry, facts: { n: 1 } });
        expect(new Set(entries.map((e) => e.hash)).size).toBe(5);
        expect(await audit.broken(f.mentorship.id)).toBeUndefined();
        expect(await audit.broken(f.programme.id)).toBeUndefined();
        expect(await audit.broken(f.second.id)).toBeUndefined();
      });
    });

    test('audit: who read what, on mentorships’ chains and on the programme’s', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const other = await store.write((tx) => fill(tx, ids));
      const [m, p] = [f.mentorship.id, f.programme.id];
      const [maya, leo] = [f.mentor.id, f.mentee.id];
      const entries: readonly (readonly [typeof m | typeof p, string, string, typeof maya | null, number])[] = [
        [m, 'hours.read', m, maya, 1],
        [m, 'hours.read', m, maya, 5],
        [m, 'hours.reader', m, maya, 5],
        [m, 'plan.read', m, leo, 3],
        [m, 'plan.read', m, null, 4],
        [p, 'hours.read', 'all', maya, 6],
        [p, 'hours.read', 'all', leo, 7],
        [p, 'hours.read', 'all', maya, 8],
        [p, 'feedback.read', 'all/coordinator:=,+m1,', leo, 9],
        [p, 'feedback.read', 'all/coordinator', maya, 9],
        [p, 'feedback.read', 'all/mentor:=,+m10,', maya, 9],
      ];
      await store.write(async (tx) => {
        for (const [chain, what, subject, actor, at] of entries)
          await tx.in(p).audit.add({ chain, what, subject, actor, at, facts: {} });
        await tx.in(other.programme.id).audit.add({
          chain: other.programme.id,
          what: 'hours.read',
          subject: 'all',
          actor: other.mentor.id,
          at: 9,
          facts: {},
        });
      });
      const sorted = (all: readonly Reading[]) =>
        [...all].sort((a, b) => a.last - b.last || a.times - b.times).map((r) => [r.what, r.actor, r.times, r.last]);
      await store.read(async (tx) => {
        const { audit } = tx.in(p);
        expect(sorted(await audit.readingsOn([m]))).toEqual([
          ['plan.read', leo, 1, 3],
          ['hours.read', maya, 2, 5],
        ]);
        expect(await audit.readingsOn([])).toEqual([]);
        expect(await audit.readingsOfAll([])).toEqual([]);
        const hours = { what: 'hours.read', subject: 'all', notBy: [leo] };
        // Two spans that both hold an entry count it once.
        expect(sorted(await audit.readingsOfAll([hours, { ...hours, at: 8 }]))).toEqual([['hours.read', maya, 2, 8]]);
        expect(sorted(await audit.readingsOfAll([{ ...hours, at: 7, notBy: [f.second.mentee] }]))).toEqual([
          ['hours.read', leo, 1, 7],
          ['hours.read', maya, 1, 8],
        ]);
        const seqs = (await audit.of(p)).filter((e) => e.what === 'feedback.read').map((e) => e.seq);
        const [first = 0, second = 0, third = 0] = seqs;
        const feedback = { what: 'feedback.read', subject: 'all/coordinator', notBy: [f.second.mentee] };
        const within = async (from: number, until?: number) =>
          sorted(await audit.readingsOfAll([{ ...feedback, from, ...(until === undefined ? {} : { until }) }]));
        expect(await within(second)).toEqual([['feedback.read', maya, 1, 9]]);
        expect(await within(first, second)).toEqual([['feedback.read', leo, 1, 9]]);
        expect(await within(third)).toEqual([]);
        expect(await audit.mentioning('feedback.read', [':=,', 'm1,'])).toEqual([
          { seq: first, subject: 'all/coordinator:=,+m1,' },
          { seq: third, subject: 'all/mentor:=,+m10,' },
        ]);
        expect(await audit.mentioning('feedback.read', ['m1,'])).toHaveLength(1);
        expect(await audit.mentioning('feedback.read', [])).toEqual([]);
        // Only what stands from the colon on is looked at.
        expect(await audit.mentioning('feedback.read', ['coordinator'])).toEqual([]);
      });
    });

    test('prompts: set, moved, cancelled; one that fired stays', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const prompts = <T>(fn: (p: Rows['prompts']) => Promise<T>) =>
        store.write((tx) => fn(tx.in(f.programme.id).prompts));
      const p = (occurrence: string, change = {}) =>
        aPrompt(f.programme.id, { occurrence, to: f.mentee.id, ...change });
      for (const o of ['end:a_1', 'end:a_2', 'end:ab1', 'END:a_3']) await prompts((r) => r.set(p(o)));
      const moved = p('end:a_1', { dueAt: monday + 5, subject: 'moved', expiresAt: monday + 6 });
      await prompts((r) => r.set(moved));
      expect(await prompts((r) => r.get('end:a_1'))).toEqual(moved);

      await prompts((r) => r.cancelAll('end:a_'));
      const states = async () =>
        Promise.all(
          ['end:a_1', 'end:a_2', 'end:ab1', 'END:a_3'].map(async (o) => (await prompts((r) => r.get(o)))?.state),
        );
      expect(await states()).toEqual(['cancelled', 'cancelled', 'waiting', 'waiting']);
      expect(await prompts((r) => r.beginning('end:a'))).toEqual(new Set(['end:a_1', 'end:a_2', 'end:ab1']));
      expect(await prompts((r) => r.beginning('end:b'))).toEqual(new Set());
      expect((await prompts((r) => r.waitingFor(f.mentee.id))).map((r) => r.occurrence)).toEqual([
        'END:a_3',
        'end:ab1',
        'record:s:1',
      ]);
      await prompts((r) => r.set(moved));
      await prompts((r) => r.settle(['end:a_1'], 'fired', monday));
      await prompts((r) => r.set({ ...moved, dueAt: 1 }));
      await prompts((r) => r.cancel('end:a_1'));
      await prompts((r) => r.settle(['end:a_1'], 'dropped', monday));
      expect(await prompts((r) => r.get('end:a_1'))).toEqual({ ...moved, state: 'fired' });
      await prompts((r) => r.cancel('end:ab1'));
      expect(await states()).toEqual(['fired', 'cancelled', 'cancelled', 'waiting']);
    });
  });
}
