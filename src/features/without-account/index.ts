import type { Feature } from '../feature.js';
import { giveLink, mentorFor, tellThem } from './cards.js';
import { back, here, make, ranOut } from './give.js';
import { joinAsk, joinCommand, joinNo, joinYes } from './join.js';
import { byMouth, purposes, toldSubject } from './subjects.js';

/** People without an account: links to hand over, answers on a lent device, and an account that comes later. */
export const feature: Feature = {
  name: 'without-account',
  commands: { join: joinCommand },
  presses: { 'link.make': make, 'link.here': here, 'link.back': back, 'join.yes': joinYes, 'join.no': joinNo },
  faces: { 'give-link': giveLink, 'link-out': giveLink, 'tell-them': tellThem, 'join-ask': joinAsk },
  prompts: { 'link-out': ranOut },
  async byLink(told, work) {
    const mentor = await mentorFor(told, work.rows);
    if (mentor === undefined) return;
    if (purposes[told.face] !== undefined) work.show('give-link', toldSubject(told), { person: mentor });
    else if (byMouth[told.face] !== undefined) work.show('tell-them', toldSubject(told), { person: mentor });
  },
};
