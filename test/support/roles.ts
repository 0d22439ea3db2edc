import type { Role } from '../../src/domain/programme.js';

/** Somebody of every role, a second mentor and mentee to whom what is the first ones' is another's, and nobody yet. */
export const everyRole: readonly { readonly user: string; readonly name: string; readonly roles: readonly Role[] }[] = [
  { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
  { user: 'leo', name: 'Leo Brandt', roles: ['mentee'] },
  { user: 'tom', name: 'Tom Hughes', roles: ['mentor'] },
  { user: 'aisha', name: 'Aisha Rahman', roles: ['mentee'] },
  { user: 'priya', name: 'Priya Nair', roles: ['coordinator'] },
  { user: 'sue', name: 'Sue Hart', roles: ['supervisor'] },
  { user: 'grace', name: 'Grace Lindqvist', roles: ['stakeholder'] },
  { user: 'ada', name: 'Ada Cole', roles: ['assessor'] },
  { user: 'ian', name: 'Ian Marsh', roles: ['iqa'] },
  { user: 'sal', name: 'Sal Moore', roles: ['safeguarding-lead'] },
  { user: 'nobody', name: 'Nobody Yet', roles: [] },
];
