import type { PackSource } from '../../../src/ports/packs.js';
import type { PackFile } from './manifest.js';

/** A volume: what it is, in a line. */
export interface PagesFile extends PackFile {
  readonly says: string;
}

/** `README.txt`, for an assessor: what each file is, how to check a figure by hand, and how to have a program check all. */
export function readMe({ preset, madeAt, again, facts }: PackSource, pages: readonly PagesFile[]): string {
  const day = new Date(madeAt).toISOString().slice(0, 10);
  const coach = preset === 'coach';
  const lines = [
    'A MENTORING PORTFOLIO',
    '',
    `All of it is as it stood on ${day} (UTC).${again ? ' This file was made again later from the same list of records.' : ''}`,
    '',
    'WHAT IS IN IT',
    '',
    ...pages.map((p) => `${p.name}: ${p.says}`),
    coach
      ? 'hours.csv: the sessions that count, as a coach’s log has them. It opens in any table program.'
      : 'hours.csv: every session, as the unit’s log has it: a row for each mentee of each session.',
    'records.json: all facts that the portfolio is made of, for programs.',
    'records.schema.json: what records.json has to look like (JSON Schema 2020-12).',
    'manifest.json: a SHA-256 of each file, the figures in short, and what it takes to check them.',
    'signature.json, where there is one: the signature over manifest.json, and so over all of it.',
    '',
    'WHO IS WHO',
    '',
    'A mentee is called by a letter that means nothing, and is another one in every pack. Names of people, and what could',
    'have told who somebody is, were replaced in what was written: by a word in square brackets, or by what somebody is.',
    'Words of a mentee are in it where they let them stand. An empty place says no more than that.',
    'A mentee is “person-1”, “person-2”, … in records.json; under “called” stands what each is called.',
    '',
    'HOW MINUTES COUNT',
    '',
    'A session counts where its plan was made before it began, both had signed the agreement, a record was written, and the',
    'mentee did not say that it was otherwise. Minutes that two sessions share count once. What the mentee said of the length',
    'stands beside what the mentor wrote; where they differ it counts nothing until a coordinator has settled it.',
    ...(coach
      ? [
          'What was paid for nobody notes here: mentoring at work is a part of the job, or unpaid. So all hours stand under',
          '“Pro bono or internal hours”, and “Paid hours” is 0. Whoever was paid moves them before handing the table in.',
        ]
      : []),
    '',
    'HOW TO CHECK A FIGURE BY HAND',
    '',
    '1. Open hours.csv and add up “Minutes that count”: once for each session, its longest row where it has several. Take off',
    '   what two sessions share. It is the last “Total minutes so far”.',
    '2. Find the session in records.json by what stands in its first column after “session:”. “beganAt” and all other moments',
    '   are milliseconds since 1970 in UTC; the table has them in the zone that stands beside them.',
    '3. Find that session’s leaf in manifest.json, under “chains”, “leaves”: “record:…/figures” has the minutes, and',
    '   “session:…/attendance/…” what the mentee confirmed. Write ["PATH",VALUE] as JSON without blanks and with its keys in',
    '   order, and take the HMAC-SHA-256 of it under the leaf’s “secret” (base64): its digest. The SHA-256 of',
    '   ["leaf",DIGEST,AT] stands in “seal”, “list”.',
    '4. The SHA-256 of that list (as JSON without blanks) is the fact “seal” of the entry that stands in “seal”, and the',
    '   SHA-256 of that entry’s other fields and the chain’s id is the chain’s head. A head that somebody else was given',
    '   shows that nothing in the list was changed since.',
    '',
    'Of some records there is no leaf here: of words that were left out or in which something was replaced, and of a seat to',
    'which the mentee had said nothing beforehand. The chain’s other entries are not here: when each was made would tell when',
    'somebody did something. They are looked at where the program runs.',
    '',
    'HOW TO HAVE A PROGRAM CHECK ALL OF IT',
    '',
    'The checker is one file, mentorlog-verify.mjs. It comes with the program’s source (docs/verifier), not with this pack: what',
    'checks a thing should not come with it. It needs Node.js 20 or newer and nothing else:',
    '',
    '   node mentorlog-verify.mjs PACK.zip --key FINGERPRINT',
    '',
    'FINGERPRINT is of the key that the program signs with. Ask whoever runs the program for it, or read it in a weekly digest;',
    'do not take it from this pack. It shares no code with what made the pack, prints what it checked, says each fault in a',
    'sentence, and what it could not check. An earlier pack (--earlier) shows whether this one goes on from it.',
    '',
    'What nothing in here can prove: that a meeting took place, that an entry was made when its clock says, and that nothing',
    'was left out from the beginning.',
    '',
    `Sessions: ${facts.sessions.length}. Mentorships: ${facts.mentorships.length}. Time zone: ${facts.zone}.`,
    '',
  ];
  return lines.join('\r\n');
}
