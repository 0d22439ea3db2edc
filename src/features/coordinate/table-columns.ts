/**
 * What the columns of a list of people are called, by those who write such lists: Google Workspace, the Microsoft 365 admin
 * centre, Entra, Slack's list of members, and what schools keep their pupils in. Each column is used, or named as not used.
 */

import type { AllocatedAs } from '../../domain/allocation.js';

export type Part =
  | 'name'
  | 'first'
  | 'last'
  | 'role'
  | 'account'
  | 'email'
  | 'mentor'
  | 'mentees'
  | 'adult'
  | AllocatedAs;

/** What each part is called where the use of a column is told. */
const called: Readonly<Record<Part, string>> = {
  name: 'the name',
  first: 'the name',
  last: 'the name',
  role: 'the role',
  account: 'the account',
  email: 'the e-mail address',
  mentor: 'the mentor',
  mentees: 'the mentees',
  adult: '18 or over',
  supervisor: 'the supervisor',
  assessor: 'the assessor',
  iqa: 'the quality assurer',
};

/**
 * Names in small letters, without anything but letters and digits, and what is best first: of two columns that mean the
 * same, the later is read where the earlier is empty. Not *UPN*, which is a pupil's number in England; nor the manager's
 * address, who need not be the mentor.
 */
const words: Readonly<Record<Part, readonly string[]>> = {
  name: ['fullname', 'name', 'displayname', 'personsname', 'participantname', 'person', 'participant'],
  first: [
    ...['preferredfirstname', 'preferredforename', 'preferredname', 'knownas'],
    ...['firstname', 'forename', 'forenames', 'givenname', 'givennames', 'legalfirstname', 'legalforename'],
  ],
  last: [
    ...['preferredlastname', 'preferredsurname', 'lastname', 'surname', 'familyname', 'legallastname', 'legalsurname'],
  ],
  role: [
    ...['mentoringrole', 'programmerole', 'programrole', 'roleinprogramme', 'roleintheprogramme', 'roleinprogram'],
    ...['participantrole', 'mentorormentee', 'role', 'roles'],
  ],
  account: [
    ...['userid', 'memberid', 'slackid', 'slackuserid', 'slackmemberid', 'objectid', 'aadobjectid', 'azureadobjectid'],
    ...['entraobjectid', 'account', 'user', 'username', 'userlogin'],
  ],
  email: [
    ...['email', 'emailaddress', 'emailid', 'mail', 'workemail', 'workemailaddress', 'primaryemail', 'schoolemail'],
    ...['schoolemailaddress', 'collegeemail', 'studentemail', 'pupilemail', 'staffemail', 'companyemail'],
    ...['businessemail', 'officeemail', 'contactemail', 'primaryemailaddress', 'userprincipalname'],
  ],
  mentor: [
    ...['mentoremail', 'mentoremailaddress', 'mentorsemail', 'mentorsemailaddress', 'emailofmentor', 'mentoruserid'],
    ...['mentorid', 'mentor', 'mentors', 'mentorname', 'mentorsname', 'mentorfullname', 'nameofmentor', 'mentoredby'],
    ...['assignedmentor', 'allocatedmentor'],
  ],
  mentees: [
    ...['menteeemail', 'menteeemails', 'menteesemail', 'menteesemails', 'menteeid', 'menteeids', 'mentees', 'mentee'],
    ...['menteename', 'menteenames', 'menteesnames', 'mentorsmentees', 'assignedmentees', 'mentorof'],
  ],
  adult: ['18orover', '18andover', 'over18', '18plus', 'aged18orover', 'adult', 'isadult', 'isover18'],
  supervisor: [
    ...['mentoringsupervisor', 'allocatedsupervisor', 'supervisoremail', 'supervisor', 'supervisors', 'supervisorname'],
    ...['supervisedby'],
  ],
  assessor: ['assessoremail', 'allocatedassessor', 'assessor', 'assessors', 'assessorname', 'assessedby'],
  iqa: [
    ...['iqaemail', 'allocatediqa', 'iqa', 'iqas', 'iqaname', 'internalqualityassurer', 'internalqualityassureremail'],
    ...['qualityassurer', 'internalverifier'],
  ],
};

/** A heading without what differs between those who mean the same: case, spaces, brackets, stars, *required*. */
export const compact = (heading: string): string =>
  heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\[[^\]]*\]|\([^)]*\)/g, '')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(?<=.)(required|optional)$/, '');

export interface Columns {
  /** Places of the columns of each part, what is best first. */
  readonly of: Readonly<Partial<Record<Part, readonly number[]>>>;
  /** Each column's heading as it stands, and what it is used as; null: it is not used. */
  readonly all: readonly { readonly heading: string; readonly as: string | null }[];
}

/** @param headings the cells of the row that names the columns, cleaned */
export function columnsOf(headings: readonly string[]): Columns {
  const found = headings.map((heading) => {
    const word = compact(heading);
    const part = (Object.keys(words) as Part[]).find((p) => words[p].includes(word));
    return { heading, word, part };
  });
  const of: Partial<Record<Part, number[]>> = {};
  for (const [at, { part }] of found.entries()) if (part !== undefined) of[part] = [...(of[part] ?? []), at];
  for (const [part, places] of Object.entries(of) as [Part, number[]][]) {
    const rank = (at: number): number => words[part].indexOf(found[at]?.word ?? '');
    places.sort((a, b) => rank(a) - rank(b) || a - b);
  }
  return {
    of,
    all: found.map(({ heading, part }, at) => ({
      heading: heading === '' ? `column ${at + 1}` : heading,
      as: part === undefined ? null : called[part],
    })),
  };
}

/** Whether a row can be the one that names the columns: it says who somebody is, and as what. */
export const namesPeople = ({ of }: Columns): boolean =>
  (of.name ?? of.first ?? of.last) !== undefined && of.role !== undefined;
