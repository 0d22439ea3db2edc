import type { Person, Role, StakeholderAs } from './programme.js';

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
  'social-worker': 'Social worker',
  'youth-worker': 'Youth worker',
  other: 'Stakeholder',
};

/** One of somebody's roles. */
export const roleWordOf = (role: Role, as: StakeholderAs | undefined): string =>
  role === 'stakeholder' && as !== undefined ? stakeholderWords[as] : words[role];

/** What somebody is in the programme: their first role, or that they have none. */
export const roleWord = ({ roles, stakeholderAs }: Pick<Person, 'roles' | 'stakeholderAs'>): string => {
  const [first] = roles;
  return first === undefined ? 'No role yet' : roleWordOf(first, stakeholderAs);
};
