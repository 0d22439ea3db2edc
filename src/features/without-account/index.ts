import type { LinkPurpose } from '../../domain/access-link.js';
import { allowed } from '../../domain/permissions.js';
import { hasAccount } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import type { FeatureOf, Work } from '../feature.js';
import { giveLink, givingOf, linkRanOut, mentorFor, tellThem } from './cards.js';
import { back, here, lending, make, ranOut } from './give.js';
import { askToJoin, joinAsk, joinCommand, joinNo, joinYes } from './join.js';
import { listNames, openName, theirName } from './names.js';
import { byMouth, linkFor, toldSubject } from './subjects.js';

/** Who can bring somebody this: the mentor, and of a handover the coordinators. */
async function giversOf(purpose: LinkPurpose, mentor: PersonId, work: Work): Promise<ReadonlySet<PersonId>> {
  const about = { programme: work.programme.id, mentor };
  const may = [...(await work.people()).values()].filter((p) => allowed(givingOf(purpose), p, about) && hasAccount(p));
  return new Set([mentor, ...may.map((p) => p.id)]);
}

declare module '../../kernel/names.js' {
  interface Capabilities {
    'without-account': {
      command: 'join';
      verb: 'link.make' | 'link.here' | 'link.back' | 'join.yes' | 'join.no' | 'person.name' | 'people.without';
      form: 'their-name';
      face: 'give-link' | 'link-out' | 'tell-them' | 'join-ask';
      prompt: 'link-out';
      audit:
        | 'link.made'
        | 'link.ran-out'
        | 'link.taken-back'
        | 'person.corrected'
        | 'person.join-asked'
        | 'person.join-refused'
        | 'person.joined';
    };
  }
}

/** People without an account: links to hand over, answers on a lent device, and an account that comes later. */
export const feature: FeatureOf<'without-account'> = {
  name: 'without-account',
  commands: { join: joinCommand },
  presses: {
    'link.make': make,
    'link.here': here,
    'link.back': back,
    'join.yes': joinYes,
    'join.no': joinNo,
    'person.name': { opens: openName },
    'people.without': { opens: listNames },
  },
  forms: { 'their-name': theirName },
  faces: { 'give-link': giveLink, 'link-out': linkRanOut, 'tell-them': tellThem, 'join-ask': joinAsk },
  prompts: { 'link-out': ranOut },
  lending,
  async newcomer({ person, perhaps }, work) {
    if (perhaps !== undefined) await askToJoin(perhaps, person, null, work);
  },
  async byLink(told, work) {
    const mentor = await mentorFor(told, work.rows);
    if (mentor === undefined) return;
    const purpose = linkFor(told, work.parts)?.link;
    if (purpose !== undefined)
      for (const person of await giversOf(purpose, mentor, work))
        work.show('give-link', toldSubject.write(told), { person });
    else if (byMouth(told, work.parts) !== undefined)
      work.show('tell-them', toldSubject.write(told), { person: mentor });
  },
};
