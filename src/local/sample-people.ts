import { defaultSettings } from '../domain/defaults/settings.js';
import type { Contact, Role, Safeguarding, StakeholderAs } from '../domain/programme.js';
import type { Address } from '../kernel/account.js';
import type { Ids, PersonId, ProgrammeId } from '../kernel/ids.js';
import type { Store } from '../ports/store.js';

/**
 * Sample people for a new, local-only database, so that the product can be tried with no account anywhere: two
 * mentors, three mentees, a coordinator and a line manager (README, the tour). None of them is anybody.
 */
export const samplePeople: readonly {
  readonly user: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly stakeholderAs?: StakeholderAs;
}[] = [
  { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
  { user: 'tom', name: 'Tom Hughes', roles: ['mentor'] },
  { user: 'leo', name: 'Leo Brandt', roles: ['mentee'] },
  { user: 'aisha', name: 'Aisha Rahman', roles: ['mentee'] },
  { user: 'sam', name: 'Sam Whitfield', roles: ['mentee'] },
  { user: 'priya', name: 'Priya Nair', roles: ['coordinator'] },
  { user: 'grace', name: 'Grace Lindqvist', roles: ['stakeholder'], stakeholderAs: 'line-manager' },
];

/** The local chat's one tenant. */
export const localTenant = 'local';
export const sampleChannel = 'mentoring';

/**
 * Makes the sample programme in an empty store.
 * @param zone the machine's own zone, so that "tomorrow 3pm" means what it says on the wall
 */
export async function seedSample(
  store: Store,
  about: {
    readonly ids: Ids;
    readonly now: number;
    readonly zone: string;
    readonly channel: Address;
    readonly people?: typeof samplePeople;
    /** Another tenant than the local chat's own, for a second programme. */
    readonly tenant?: string;
  },
): Promise<{ readonly programme: ProgrammeId; readonly people: ReadonlyMap<string, PersonId> }> {
  const programme = about.ids.next('programme');
  const people = new Map<string, PersonId>();
  await store.write(async (tx) => {
    await tx.programmes.add({
      id: programme,
      name: 'Riverside Mentoring',
      nation: 'england',
      zone: about.zone,
      createdAt: about.now,
      practice: false,
      settings: {
        ...defaultSettings,
        safeguarding: {
          lead: { name: 'Dana Whitlock', reach: '020 7946 0018 (a sample number)' },
          deputy: { name: 'Omar Reyes', reach: '020 7946 0019 (a sample number)' },
          hours: 'Monday to Friday, 08:30 to 17:00',
          outOfHours: 'Leave a message; for anything urgent call the council’s duty team.',
          policyUrl: 'https://example.org/safeguarding',
        },
        digest: { ...defaultSettings.digest, channel: { address: about.channel, name: sampleChannel } },
      },
    });
    const tenant = about.tenant ?? localTenant;
    await tx.programmes.install('web', tenant, programme, about.now);
    const rows = tx.in(programme);
    for (const person of about.people ?? samplePeople) {
      const id = about.ids.next('person');
      people.set(person.user, id);
      await rows.people.save({
        id,
        programme,
        name: person.name,
        zone: about.zone,
        locale: 'en-GB',
        manners: {},
        roles: person.roles,
        ...(person.stakeholderAs === undefined ? {} : { stakeholderAs: person.stakeholderAs }),
        accounts: [{ platform: 'web', tenant, user: person.user }],
        createdAt: about.now,
        erasedAt: null,
      });
    }
    // Lead and deputy are told in their own chat where they are among the people.
    const here = (contact: Contact | undefined): Contact | undefined => {
      const user = (about.people ?? samplePeople).find((p) => p.name === contact?.name)?.user;
      const person = user === undefined ? undefined : people.get(user);
      return contact === undefined || person === undefined ? contact : { ...contact, person };
    };
    const made = await rows.programme.get();
    const { lead, deputy } = made.settings.safeguarding;
    const safeguarding = { ...made.settings.safeguarding, lead: here(lead), deputy: here(deputy) } as Safeguarding;
    if (safeguarding.lead !== lead || safeguarding.deputy !== deputy)
      await rows.programme.save({ ...made, settings: { ...made.settings, safeguarding } });
  });
  return { programme, people };
}
