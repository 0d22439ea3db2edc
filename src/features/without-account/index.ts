import type { LinkPurpose } from '../../domain/link.js';
import { allowed } from '../../domain/permissions.js';
import { hasAccount } from '../../domain/programme.js';
import type { PersonId } from '../../kernel/ids.js';
import type { Feature, Work } from '../feature.js';
import { giveLink, givingOf, mentorFor, tellThem } from './cards.js';
import { back, here, lending, make, ranOut } from './give.js';
import { askToJoin, joinAsk, joinCommand, joinNo, joinYes } from './join.js';
import { listNames, openName, theirName } from './names.js';
import { byMouth, purposes, toldSubject } from './subjects.js';

/** Who can bring somebody this: the mentor, and of a handover the coordinators. */
async function giversOf(purpose: LinkPurpose, mentor: PersonId, work: Work): Promise<ReadonlySet<PersonId>> {
  const about = { programme: work.programme.id, mentor };
  const may = [...(await work.people()).values()].filter((p) => allowed(givingOf(purpose), p, about) && hasAccount(p));
  return new Set([mentor, ...may.map((p) => p.id)]);
}

/** People without an account: links to hand over, answers on a lent device, and an account that comes later. */
export const feature: Feature = {
  name: 'without-account',
  commands: { join: joinCommand },
  presses: {
    'link.make': make,
    'link.here': here,
    'link.back': back,
    'join.yes': joinYes,
    'join.no': joinNo,
    'person.name': openName,
    'people.without': listNames,
  },
  forms: { 'their-name': theirName },
  faces: { 'give-link': giveLink, 'link-out': giveLink, 'tell-them': tellThem, 'join-ask': joinAsk },
  prompts: { 'link-out': ranOut },
  lending,
  async newcomer({ person, perhaps }, work) {
    if (perhaps !== undefined) await askToJoin(perhaps, person, null, work);
  },
  async byLink(told, work) {
    const mentor = await mentorFor(told, work.rows);
    if (mentor === undefined) return;
    const purpose = purposes[told.face];
    if (purpose !== undefined)
      for (const person of await giversOf(purpose, mentor, work)) work.show('give-link', toldSubject(told), { person });
    else if (byMouth[told.face] !== undefined) work.show('tell-them', toldSubject(told), { person: mentor });
  },
};
