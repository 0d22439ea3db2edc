import type { Person, Programme } from '../domain/programme.js';
import { roleWord } from '../domain/role-words.js';
import { lentNow } from '../features/shared/lent-device.js';
import type { Clock } from '../kernel/clock.js';
import type { LocalPeople } from '../ports/local-chat.js';
import type { Store } from '../ports/store.js';
import { readerOf, strangerOn } from '../runtime/readers.js';
import { localTenant, sampleChannel } from './sample-people.js';

/**
 * The people of the local chat: those of the programme that have an account in it.
 * @param zone of whoever comes before there is a programme
 * @param clock the domain's: a device is lent for a time
 */
export function localPeople(store: Store, zone: string, clock: Clock): LocalPeople {
  const everyone = (): Promise<readonly { readonly programme: Programme; readonly people: readonly Person[] }[]> =>
    store.read(async (tx) => {
      const id = await tx.programmes.ofInstallation('web', localTenant);
      if (id === undefined) return [];
      const rows = tx.in(id);
      return [{ programme: await rows.programme.get(), people: await rows.people.all() }];
    });
  const userOf = (p: Person): string | undefined =>
    p.accounts.find((a) => a.platform === 'web' && a.tenant === localTenant)?.user;
  return {
    async list() {
      const [home] = await everyone();
      return (home?.people ?? []).flatMap((p) => {
        const user = userOf(p);
        return user === undefined ? [] : [{ user, name: p.name, role: roleWord(p) }];
      });
    },
    async reader(user) {
      const [home] = await everyone();
      if (home === undefined) return { ...strangerOn('web'), zone };
      const people = new Map(home.people.map((p) => [p.id, p]));
      const me = home.people.find((p) => userOf(p) === user) ?? null;
      return readerOf({ platform: 'web', tenant: localTenant }, me, home.programme, people);
    },
    lentTo: (user) =>
      store.read(async (tx) => {
        const me = await tx.accounts.find({ platform: 'web', tenant: localTenant, user });
        if (me === undefined) return undefined;
        const rows = tx.in(me.programme);
        const link = await lentNow(rows, me.person, clock.now());
        const mentee = link === undefined ? undefined : await rows.people.get(link.person);
        return mentee?.name.split(' ')[0];
      }),
    async channels() {
      const [home] = await everyone();
      if (home === undefined) return [];
      // One is there from the start. Once the digest's place was chosen by typing `digest` in it, it has no name of its own.
      const named = home.programme.settings.digest.channel?.name ?? '';
      return [named === '' ? sampleChannel : named];
    },
  };
}
