import type { Role } from './programme.js';

/** A role in a word or two, where there is room for no more. */
const words: Readonly<Record<Role, string>> = {
  mentor: 'Mentor',
  mentee: 'Mentee',
  supervisor: 'Supervisor',
  stakeholder: 'Line manager',
  coordinator: 'Coordinator',
  assessor: 'Assessor',
  iqa: 'Quality assurer',
  'safeguarding-lead': 'Safeguarding lead',
};

/** What somebody is in the programme: their first role, or that they have none. */
export const roleWord = (roles: readonly Role[]): string => {
  const [first] = roles;
  return first === undefined ? 'No role yet' : words[first];
};
