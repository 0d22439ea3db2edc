import type { Person, Role, StakeholderAs } from './programme.js';
import type { Action } from './record.js';

/** A role in a word or two, where there is room for no more. */
const words: Readonly<Record<Role, string>> = {
  mentor: 'Mentor',
  mentee: 'Mentee',
  supervisor: 'Supervisor',
  stakeholder: 'Stakeholder',
  coordinator: 'Coordinator',
  assessor: 'Assessor',
  iqa: 'Quality assurer',
  'safeguarding-lead': 'Safeguarding lead',
};

export const stakeholderWords: Readonly<Record<StakeholderAs, string>> = {
  'line-manager': 'Line manager',
  teacher: 'Teacher',
  supervisor: 'Supervisor',
  'social-worker': 'Social worker',
  'youth-worker': 'Youth worker',
  other: 'Stakeholder',
};

/** Who may have an action outside the two. */
export const outsiders = [
  'line-manager',
  'teacher',
  'supervisor',
  'social-worker',
  'youth-worker',
  'other',
] as const satisfies readonly StakeholderAs[];

/** Whoever outside does something, by what they are. */
export const outsiderWord = (as: StakeholderAs | undefined): string =>
  as === undefined || as === 'other' ? 'Someone else' : stakeholderWords[as];

/** What is to be done, and by whom where that is neither of the two: "Send the report (social worker)". */
export const actionWords = (a: Pick<Action, 'what' | 'owner' | 'as'>): string =>
  a.owner === 'outside' ? `${a.what} (${outsiderWord(a.as).toLowerCase()})` : a.what;

/** One of somebody's roles. */
export const roleWordOf = (role: Role, as: StakeholderAs | undefined): string =>
  role === 'stakeholder' && as !== undefined ? stakeholderWords[as] : words[role];

/** What somebody is in the programme: their first role, or that they have none. */
export const roleWord = ({ roles, stakeholderAs }: Pick<Person, 'roles' | 'stakeholderAs'>): string => {
  const [first] = roles;
  return first === undefined ? 'No role yet' : roleWordOf(first, stakeholderAs);
};
