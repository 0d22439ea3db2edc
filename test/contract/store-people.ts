import { describe, expect, test } from 'vitest';
import type { Account } from '../../src/chat/inbound.js';
import type { Role } from '../../src/domain/programme.js';
import { randomIds } from '../../src/kernel/ids.js';
import type { Rows } from '../../src/ports/store.js';
import { aDraft, anAgreement, aPerson, aProgramme, fill, monday, type OpenStore, shared } from './store-rows.js';

const ids = randomIds();

export function storePeopleContract(name: string, open: OpenStore): void {
  describe(`${name}: programmes and people come out as they went in`, () => {
    const opened = shared(open);
    test('a programme and its settings; practice is for good', async () => {
      const store = opened();
      const programme = aProgramme(ids);
      await store.write((tx) => tx.programmes.add(programme));
      expect(await store.read((tx) => tx.programmes.all())).toContainEqual(programme);
      const changed = { ...programme, name: 'Hilltop', practice: true };
      await store.write((tx) => tx.in(programme.id).programme.save(changed));
      expect(await store.read((tx) => tx.in(programme.id).programme.get())).toEqual(changed);
      await store.write((tx) => tx.in(programme.id).programme.save({ ...changed, practice: false }));
      expect((await store.read((tx) => tx.in(programme.id).programme.get())).practice).toBe(true);
      const other = aProgramme(ids);
      await store.write((tx) => tx.programmes.add(other));
      await store.write((tx) => tx.programmes.markPractice());
      expect((await store.read((tx) => tx.in(other.id).programme.get())).practice).toBe(true);
    });

    test('installations: made, taken away, made again elsewhere', async () => {
      const store = opened();
      const [a, b] = [aProgramme(ids), aProgramme(ids)];
      const tenant = ids.next('tenant');
      const where = () => store.read((tx) => tx.programmes.ofInstallation('slack', tenant));
      await store.write(async (tx) => {
        await tx.programmes.add(a);
        await tx.programmes.add(b);
        await tx.programmes.install('slack', tenant, a.id, 1);
        await tx.programmes.install('slack', 'T2', a.id, 1);
      });
      expect(await where()).toBe(a.id);
      expect(await store.read((tx) => tx.programmes.ofInstallation('teams', tenant))).toBeUndefined();
      await store.write((tx) => tx.programmes.uninstall('slack', tenant, 2));
      expect(await where()).toBeUndefined();
      const of = (id: typeof a.id) => store.read((tx) => tx.in(id).programme.installations());
      expect(await of(a.id)).toEqual([
        { platform: 'slack', tenant, removedAt: 2 },
        { platform: 'slack', tenant: 'T2', removedAt: null },
      ]);
      await store.write((tx) => tx.programmes.install('slack', tenant, b.id, 3));
      expect(await where()).toBe(b.id);
      expect(await of(b.id)).toEqual([{ platform: 'slack', tenant, removedAt: null }]);
      // A programme that is made for a workspace has it only where nobody else has.
      const first = (id: typeof a.id) => store.write((tx) => tx.programmes.installFirst('slack', tenant, id, 4));
      await expect(first(a.id)).rejects.toMatchObject({ code: 'place-taken' });
      expect(await where()).toBe(b.id);
      await store.write((tx) => tx.programmes.uninstall('slack', tenant, 5));
      await first(a.id);
      expect(await where()).toBe(a.id);
    });

    test('accounts beyond what a workspace tells: more than a mentee, by a link, or of another programme', async () => {
      const store = opened();
      const [a, b] = [aProgramme(ids), aProgramme(ids)];
      const tenant = ids.next('tenant');
      const person = (programme: typeof a.id, user: string, roles: readonly Role[], platform: 'slack' | 'link') => ({
        ...aPerson(ids, programme, 'mentee'),
        roles,
        accounts: [{ platform, tenant: platform === 'link' ? 'link' : tenant, user }],
      });
      const all = [
        person(a.id, `${tenant}-mentor`, ['mentor'], 'slack'),
        person(a.id, `${tenant}-mentee`, ['mentee'], 'slack'),
        person(a.id, `${tenant}-by-link`, ['mentee'], 'link'),
        person(b.id, `${tenant}-elsewhere`, ['mentee'], 'slack'),
        person(b.id, `${tenant}-new`, [], 'slack'),
      ];
      await store.write(async (tx) => {
        for (const programme of [a, b]) await tx.programmes.add(programme);
        await tx.programmes.install('slack', tenant, a.id, 1);
        for (const one of all) await tx.in(one.programme).people.save(one);
      });
      const found = async (...of: readonly (typeof a.id)[]): Promise<readonly string[]> =>
        (await store.read((tx) => tx.everywhere.accounts(of)))
          .map((one) => one.account.user.slice(tenant.length + 1))
          .sort();
      expect(await found(a.id)).toEqual(['by-link', 'mentor']);
      expect(await found(b.id, a.id)).toEqual(['by-link', 'elsewhere', 'mentor', 'new']);
    });

    test('first codes: a number each, moved on once', async () => {
      const store = opened();
      const [one, other] = [ids.next<'programme'>('programme'), ids.next<'programme'>('programme')];
      const use = (number: number) => store.write((tx) => tx.firstCodes.use(one, number));
      const numbers = async () => [...(await store.read((tx) => tx.firstCodes.numbers([one, other])))];
      expect(await numbers()).toEqual([]);
      const number = async () => (await numbers())[0]?.[1] ?? 0;
      expect([await use(0), await use(0), await use(1)]).toEqual([true, false, false]);
      const next = await number();
      expect([next > 0, await use(next), await use(next)]).toEqual([true, true, false]);
      const last = await number();
      expect(last).toBeGreaterThan(next);
      await expect(
        store.write(async (tx) => {
          await tx.firstCodes.use(other, 0);
          throw new Error('undone');
        }),
      ).rejects.toThrow('undone');
      expect(await numbers()).toEqual([[one, last]]);
    });

    test('people, their roles and accounts, in the order given', async () => {
      const store = opened();
      const programme = aProgramme(ids);
      const ada = aPerson(ids, programme.id, 'mentor');
      const ben = aPerson(ids, programme.id, 'mentee', {
        accounts: [],
        manners: {},
        emails: ['ben@x.org', 'ben@home.org'],
        createdAt: monday + 1,
      });
      await store.write(async (tx) => {
        await tx.programmes.add(programme);
        await tx.in(programme.id).people.save(ben);
        await tx.in(programme.id).people.save(ada);
        expect(await tx.in(programme.id).people.all()).toEqual([ada, ben]);
      });
      const all = () => store.read((tx) => tx.in(programme.id).people.all());
      expect(await all()).toEqual([ada, ben]);
      expect(await all()).toEqual([ada, ben]);
      expect(await store.read((tx) => tx.in(programme.id).people.get(ada.id))).toEqual(ada);
      const account = ada.accounts[0] as Account;
      expect(await store.read((tx) => tx.accounts.find(account))).toEqual({ person: ada.id, programme: programme.id });

      const moved = { ...ada, name: 'Ada', roles: ['coordinator' as const], accounts: ada.accounts.slice(1) };
      await store.write((tx) => tx.in(programme.id).people.save(moved));
      // What she was called before is kept with her, for packs.
      const stands = { ...moved, formerly: [ada.name] };
      expect(await all()).toEqual([stands, ben]);
      expect(await store.read((tx) => tx.accounts.find(account))).toBeUndefined();
      await expect(
        store.write((tx) => tx.in(programme.id).people.save({ ...ben, accounts: moved.accounts })),
      ).rejects.toMatchObject({ code: 'account-taken' });

      await store.write((tx) => tx.in(programme.id).people.save({ ...ben, erasedAt: monday }));
      expect(await all()).toEqual([stands]);
      expect((await store.read((tx) => tx.in(programme.id).people.get(ben.id)))?.erasedAt).toBe(monday);
    });

    test('what is kept of people in memory never outlives a change or a rollback', async () => {
      const store = opened();
      const programme = aProgramme(ids);
      const ada = aPerson(ids, programme.id, 'mentor');
      const names = async () => (await store.read((tx) => tx.in(programme.id).people.all())).map((p) => p.name);
      await store.write(async (tx) => {
        await tx.programmes.add(programme);
        await tx.in(programme.id).people.save({ ...ada, name: 'one' });
      });
      expect(await names()).toEqual(['one']);
      const undone = store.write(async (tx) => {
        await tx.in(programme.id).people.save({ ...ada, name: 'undone' });
        expect((await tx.in(programme.id).people.all())[0]?.name).toBe('undone');
        expect((await tx.in(programme.id).people.get(ada.id))?.name).toBe('undone');
        throw new Error('no');
      });
      await expect(undone).rejects.toThrow('no');
      // At once, for the next number of a change is the one that was undone.
      await store.write(async (tx) => {
        await tx.in(programme.id).people.save({ ...ada, name: 'two' });
      });
      expect((await store.read((tx) => tx.in(programme.id).people.get(ada.id)))?.name).toBe('two');
      expect(await names()).toEqual(['two']);
    });

    test('a key that was read while its person was being erased is gone with them', async () => {
      const store = opened();
      const programme = aProgramme(ids);
      const ada = aPerson(ids, programme.id, 'mentor');
      await store.write(async (tx) => {
        await tx.programmes.add(programme);
        await tx.in(programme.id).people.save(ada);
        await tx.in(programme.id).drafts.save(aDraft(ids, ada.id));
      });
      await store.write(async (tx) => {
        await tx.in(programme.id).people.erase(ada.id, monday);
        // Nobody else knows of it yet.
        expect(await store.read((beside) => beside.in(programme.id).drafts.openOf(ada.id))).toHaveLength(1);
      });
      const writes = store.write((tx) => tx.in(programme.id).drafts.save(aDraft(ids, ada.id)));
      await expect(writes).rejects.toMatchObject({ code: 'erased' });
    });

    test('a person whose making was rolled back can be made again', async () => {
      const store = opened();
      const programme = aProgramme(ids);
      const ada = aPerson(ids, programme.id, 'mentor');
      await store.write((tx) => tx.programmes.add(programme));
      const make = (fail: boolean) =>
        store.write(async (tx) => {
          await tx.in(programme.id).people.save(ada);
          await tx.in(programme.id).drafts.save(aDraft(ids, ada.id));
          if (fail) throw new Error('no');
        });
      await expect(make(true)).rejects.toThrow('no');
      await make(false);
      expect(await store.read((tx) => tx.in(programme.id).people.all())).toEqual([ada]);
      expect(await store.read((tx) => tx.in(programme.id).drafts.openOf(ada.id))).toHaveLength(1);
    });

    test('allocations, which end once', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const rows = <T>(fn: (r: Rows) => Promise<T>) => store.read((tx) => fn(tx.in(f.programme.id)));
      const write = <T>(fn: (r: Rows) => Promise<T>) => store.write((tx) => fn(tx.in(f.programme.id)));
      const one = {
        id: ids.next('allocation'),
        programme: f.programme.id,
        portfolio: f.portfolio.id,
        person: f.mentee.id,
        as: 'assessor',
        from: monday,
        until: null,
        madeBy: f.mentor.id,
        madeAt: monday,
      } as const;
      const all = { ...one, id: ids.next('allocation'), portfolio: null, as: 'iqa', until: monday + 9 } as const;
      await write((r) => r.allocations.add(one));
      await write((r) => r.allocations.add(all));
      expect(await rows((r) => r.allocations.all())).toEqual([one, all]);
      await write((r) => r.allocations.end(one.id, monday + 5));
      await write((r) => r.allocations.end(one.id, monday + 7));
      await write((r) => r.allocations.end(all.id, monday + 5));
      expect(await rows((r) => r.allocations.all())).toEqual([
        { ...one, until: monday + 5 },
        { ...all, until: monday + 5 },
      ]);
    });

    test('portfolios, mentorships, agreements in all their versions, goals, contacts, actions', async () => {
      const store = opened();
      const f = await store.write((tx) => fill(tx, ids));
      const rows = <T>(fn: (r: Rows) => Promise<T>) => store.read((tx) => fn(tx.in(f.programme.id)));
      expect(await rows((r) => r.portfolios.get(f.portfolio.id))).toEqual(f.portfolio);
      expect(await rows((r) => r.portfolios.ofMentor(f.mentor.id))).toEqual([f.portfolio]);
      expect(await rows((r) => r.portfolios.ofMentor(f.mentee.id))).toEqual([]);
      expect(await rows((r) => r.mentorships.get(f.mentorship.id))).toEqual(f.mentorship);
      expect(await rows((r) => r.mentorships.all())).toEqual([f.mentorship, f.second]);
      expect(await rows((r) => r.mentorships.of(f.mentor.id))).toEqual([f.second, f.mentorship]);
      expect(await rows((r) => r.mentorships.of(f.mentee.id))).toEqual([f.mentorship]);

      const again = {
        ...f.mentorship,
        state: 'ended' as const,
        endedAt: monday + 5,
        agreement: { ...anAgreement(2), menteeSignedAt: monday + 4, changeWanted: '' },
        goals: [f.mentorship.goals[1]!],
      };
      await store.write((tx) => tx.in(f.programme.id).mentorships.save(again));
      expect(await rows((r) => r.mentorships.get(f.mentorship.id))).toEqual(again);
      expect(await rows((r) => r.mentorships.agreements(f.mentorship.id))).toEqual([anAgreement(1), again.agreement]);

      expect(await rows((r) => r.mentorships.agreementsOf([f.mentorship.id, f.second.id]))).toEqual(
        new Map([
          [f.mentorship.id, [anAgreement(1), again.agreement]],
          [f.second.id, [f.second.agreement]],
        ]),
      );
      expect(await rows((r) => r.mentorships.agreementsOf([]))).toEqual(new Map());

      expect(await rows((r) => r.contacts.ofMentorship(f.mentorship.id))).toEqual([f.contact]);
      expect(await rows((r) => r.actions.done(f.mentorship.id))).toEqual(new Set([f.action]));
      expect(await rows((r) => r.actions.doneIn(f.portfolio.id))).toEqual(
        new Map([[f.mentorship.id, new Set([f.action])]]),
      );
      await store.write((tx) => tx.in(f.programme.id).actions.setDone(f.mentorship.id, f.action, true, monday + 1));
      await store.write((tx) => tx.in(f.programme.id).actions.setDone(f.mentorship.id, f.action, false, monday));
      expect(await rows((r) => r.actions.done(f.mentorship.id))).toEqual(new Set());
      expect(await rows((r) => r.actions.doneIn(f.portfolio.id))).toEqual(new Map());
    });
  });
}
