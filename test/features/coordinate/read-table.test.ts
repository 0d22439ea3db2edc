import { describe, expect, test } from 'vitest';
import type { Person } from '../../../src/domain/programme.js';
import { planImport } from '../../../src/features/coordinate/plan-import.js';
import { readTable } from '../../../src/features/coordinate/read-table.js';

/** Lists of people as the world writes them: every column is used, or named as not used. */

/** What is read of a file: its people, pairs, columns that are not used, and faults. */
function read(csv: string, everyone: readonly Person[] = []) {
  const plan = planImport(readTable(csv), everyone);
  const name = (at: number): string => plan.people[at]?.name ?? '';
  return {
    people: plan.people.map((p) => [p.name, p.roles.join('+'), p.email || p.account].join(' | ')),
    pairs: plan.pairs.map((p) => `${name(p.mentor)} > ${name(p.mentee)}`),
    unused: plan.columns.flatMap((c) => (c.as === null ? [c.heading] : [])),
    faults: plan.faults.map((f) => `${f.line}: ${f.say}`),
  };
}
const rosa = 'Rosa Bell | mentor | rosa@example.org';
const kai = 'Kai Lund | mentee | kai@example.org';
const pair = ['Rosa Bell > Kai Lund'];

type Case = readonly [what: string, csv: string, expected: Partial<ReturnType<typeof read>>];
const both = { people: [rosa, kai], pairs: pair, faults: [] };
const cases: readonly Case[] = [
  [
    'what was passed over in silence',
    'Full name,Role,Work email,Mentor email\nRosa Bell,Mentor,rosa@example.org,\nKai Lund,Mentee,kai@example.org,rosa@example.org',
    { ...both, unused: [] },
  ],
  [
    'first and last name apart',
    'First Name,Last Name,Role,Email Address,Mentor\nRosa,Bell,mentor,rosa@example.org,\nKai,Lund,mentee,kai@example.org,Rosa Bell',
    { ...both, unused: [] },
  ],
  [
    'Google Workspace, with a role beside it',
    'First Name [Required],Last Name [Required],Email Address [Required],Password [Required],Password Hash Function [UPLOAD ONLY],Org Unit Path [Required],Recovery Email,Home Secondary Email,Work Secondary Email,Manager Email,Department,Status [READ ONLY],Role,Mentor\nRosa,Bell,rosa@example.org,****,,/Staff,,,,boss@example.org,Care,Active,mentor,\nKai,Lund,kai@example.org,****,,/Staff,,,,boss@example.org,Care,Active,mentee,rosa@example.org',
    {
      ...both,
      unused: [
        ...['Password [Required]', 'Password Hash Function [UPLOAD ONLY]', 'Org Unit Path [Required]'],
        ...['Recovery Email', 'Home Secondary Email', 'Work Secondary Email', 'Manager Email', 'Department'],
        'Status [READ ONLY]',
      ],
    },
  ],
  [
    'the Microsoft 365 admin centre: the object id is the account, a guest’s name is no address',
    'Block credential,City,Department,Display name,First name,Last name,Licenses,Object Id,Proxy addresses,Title,User principal name,Role\nFALSE,Leeds,Care,Rosa Bell,Rosa,Bell,E3,3f2504e0-4f89-41d3-9a0c-0305e82c3301,SMTP:rosa@example.org,Nurse,rosa@example.org,Mentor\nFALSE,Leeds,,Tim Roe,,,,4f2504e0-4f89-41d3-9a0c-0305e82c3301,,,tim_gmail.com#EXT#@example.onmicrosoft.com,Mentee',
    {
      people: [rosa, 'Tim Roe | mentee | 4f2504e0-4f89-41d3-9a0c-0305e82c3301'],
      unused: ['Block credential', 'City', 'Department', 'Licenses', 'Proxy addresses', 'Title'],
      faults: [],
    },
  ],
  [
    'Entra’s list of users',
    'userPrincipalName,displayName,surname,mail,givenName,objectId,userType,jobTitle,accountEnabled,role\nrb@example.onmicrosoft.com,Rosa Bell,Bell,rosa@example.org,Rosa,o1,Member,Nurse,TRUE,mentor',
    { people: [rosa], unused: ['userType', 'jobTitle', 'accountEnabled'], faults: [] },
  ],
  [
    'Slack’s list of members: the user id is the account, the short name is not',
    'username,email,status,billing-active,has-2fa,has-sso,userid,fullname,displayname,expiration-timestamp,role,mentor\nrosa.bell,rosa@example.org,Member,1,0,0,U01ROSA,Rosa Bell,rosa,,mentor,\nkai,,Member,1,0,0,U01KAI,Kai Lund,kai,,mentee,U01ROSA',
    {
      people: [rosa, 'Kai Lund | mentee | U01KAI'],
      pairs: pair,
      unused: ['status', 'billing-active', 'has-2fa', 'has-sso', 'expiration-timestamp'],
      faults: [],
    },
  ],
  [
    'SIMS: a name as surname, forename; UPN is a pupil’s number',
    'Forename,Surname,Reg,Year,UPN,Adno,Role,Mentor\nRosa,Bell,11B,11,A123456789012,4321,mentor,\nKai,Lund,7A,7,A123456789013,4322,mentee,"Bell, Rosa"',
    {
      people: ['Rosa Bell | mentor | ', 'Kai Lund | mentee | '],
      pairs: pair,
      unused: ['Reg', 'Year', 'UPN', 'Adno'],
      faults: [],
    },
  ],
  [
    'Arbor: preferred before legal names',
    'Legal First Name,Preferred First Name,Legal Last Name,Student ID,School Email,Role\nRosalind,Rosa,Bell,77,rosa@example.org,Mentor\nKai,,Lund,78,kai@example.org,Mentees',
    { people: [rosa, kai], unused: ['Student ID'], faults: [] },
  ],
  [
    'Bromcom, with a title row, a date and an empty row above',
    'Mentoring 2026,,,\nPrinted 30/11/2026,,,\n,,,\nName,Tutor Group,Email Address,Role\n"Bell, Rosa",11B,rosa@example.org,mentor\n"Lund, Kai",7A,kai@example.org,mentee',
    { people: [rosa, kai], unused: ['Tutor Group'], faults: [] },
  ],
  [
    'a German Excel: sep= and semicolons',
    'sep=;\r\nName;Role;E-Mail;Mentor\r\nRosa Bell;mentor;rosa@example.org;\r\nKai Lund;mentee;kai@example.org;Rosa Bell\r\n',
    { ...both, unused: [] },
  ],
  ['sep= with quotation marks', '"sep=,"\nname,role,email\nRosa Bell,mentor,rosa@example.org', { people: [rosa] }],
  [
    'semicolons below a title with commas',
    'Mentors, mentees, and others\nname;role;email\nRosa Bell;mentor;rosa@example.org',
    { people: [rosa], faults: [] },
  ],
  ['tabs', 'name\trole\temail\nRosa Bell\tmentor\trosa@example.org', { people: [rosa], faults: [] }],
  ['bars', 'name|role|email\nRosa Bell|mentor|rosa@example.org', { people: [rosa], faults: [] }],
  [
    'rows of bare commas, and of spaces',
    `name,role,email\n,,\nRosa Bell,mentor,rosa@example.org\n , ,\u200b\n${',,\n'.repeat(3_000)}`,
    { people: [rosa], faults: [] },
  ],
  [
    'mailto:, a name before the address, characters without width, spaces that do not break',
    'name,role,email,mentor\n\u200bRosa\u00a0Bell\u200b,mentor,mailto:Rosa@Example.org,\nKai Lund,mentee,Kai Lund <kai@example.org>;,mailto:rosa@example.org',
    both,
  ],
  [
    'two mentors in a cell, however they are parted',
    'name,role,mentor\nRosa Bell,mentor,\nTim Roe,mentor,\nA,mentee,Rosa Bell; Tim Roe\nB,mentee,"Rosa Bell, Tim Roe"\nC,mentee,Rosa Bell and Tim Roe\nD,mentee,Rosa Bell / Tim Roe\nE,mentee,"Rosa Bell\nTim Roe"',
    {
      pairs: ['A', 'B', 'C', 'D', 'E'].flatMap((m) => [`Rosa Bell > ${m}`, `Tim Roe > ${m}`]),
      faults: [],
    },
  ],
  [
    'a mentor’s name and address: the address decides, the name helps where it is empty',
    'name,role,email,Mentor name,Mentor email\nRosa Bell,mentor,rosa@example.org,,\nRosa Bell,mentor,rosa2@example.org,,\nKai Lund,mentee,kai@example.org,Rosa Bell,rosa@example.org\nMia,mentee,mia@example.org,Kai Lund,',
    { pairs: pair, faults: ['5: The person named as mentor is no mentor.'] },
  ],
  [
    'one of two mentors who is not there',
    'name,role,mentor\nRosa Bell,mentor,\nKai Lund,mentee,Rosa Bell; Nobody',
    { pairs: pair, faults: ['3: Mentor 2 is neither in the file nor here yet.'] },
  ],
  [
    'two addresses in a cell',
    'name,role,email\nRosa Bell,mentor,rosa@example.org; r@example.org',
    { people: [], faults: ['2: There are several e-mail addresses. Give one.'] },
  ],
  [
    'a name for signing in that is an address',
    'name,role,username\nRosa Bell,mentor,Rosa@example.org',
    { people: [rosa] },
  ],
  [
    'a mention of Slack’s',
    'name,role,user\nRosa Bell,mentor,<@U01ROSA|rosa>',
    { people: ['Rosa Bell | mentor | U01ROSA'] },
  ],
  [
    'a mentor with an @',
    'name,role,email,mentor\nRosa Bell,mentor,rosa@example.org,\nKai Lund,mentee,kai@example.org,@Rosa Bell',
    both,
  ],
  ['letters after a name', 'name,role\n"Rosa Bell, MBE",mentor', { people: ['Rosa Bell, MBE | mentor | '] }],
  [
    'headings with stars, brackets and *required*',
    '*Full Name*,Role (mentor/mentee),E-mail (work) - required\nRosa Bell,mentor,rosa@example.org',
    { people: [rosa], unused: [] },
  ],
  [
    'a column without a heading, and the same heading twice',
    'name,role,email,,email\nRosa Bell,mentor,,note,rosa@example.org',
    { people: [rosa], unused: ['column 4'] },
  ],
  [
    'no role',
    'First Name,Last Name,Email\nRosa,Bell,rosa@example.org',
    { faults: [expect.stringMatching(/^1: No column says who is mentor/)] as never },
  ],
  [
    'no name',
    'Role,Email\nmentor,rosa@example.org',
    { faults: [expect.stringMatching(/^1: No column has the names/)] as never },
  ],
];
test.each(cases)('%s', (_, csv, expected) => {
  expect(read(csv)).toMatchObject(expected);
});

describe('a name that is put right by importing again', () => {
  const person = (name: string, more: object): Person =>
    ({
      id: 'p1',
      name,
      roles: ['mentee'],
      accounts: [{ platform: 'link', tenant: 'link', user: 'p1' }],
      ...more,
    }) as never;
  const awaited = { expected: { email: 'kai@example.org' } };
  const arrived = { emails: ['kai@example.org'], accounts: [{ platform: 'slack', tenant: 'T1', user: 'U1' }] };
  const again = (there: Person, csv = 'name,role,email\nKai Lund,mentee,Kai@example.org') => {
    const [p] = planImport(readTable(csv), [there]).people;
    return { name: p?.name, before: p?.changes?.calledBefore, other: p?.otherName, id: p?.id };
  };
  test.each([
    ['nobody has heard from them', person('Kai Lnud', awaited), { name: 'Kai Lund', before: 'Kai Lnud', id: 'p1' }],
    ['only its capitals', person('kai lund', awaited), { name: 'Kai Lund', before: 'kai lund', id: 'p1' }],
    ['the same', person('Kai Lund', awaited), { name: 'Kai Lund', id: 'p1' }],
    ['they say it themselves', person('Kaya Lund', arrived), { name: 'Kaya Lund', other: 'Kai Lund', id: 'p1' }],
  ])('%s', (_, there, expected) => {
    expect(again(there)).toEqual({ before: undefined, other: undefined, ...expected });
  });
  test('a name alone changes nobody’s', () => {
    expect(again(person('kai lund', {}), 'name,role\nKAI LUND,mentee')).toMatchObject({
      name: 'kai lund',
      before: undefined,
    });
  });
});
