import { shortPrint } from '../../kernel/signed-head.js';
import { count } from '../../kernel/words.js';
import type { PackAbout } from './model-about.js';
import { type Block, heading, list, quiet, type Text, text } from './model-blocks.js';
import type { PartOf } from './model-pictures.js';
import { isHeld, type PackScene } from './model-scene.js';
import { withZone } from './model-words.js';

/** Part 12: what is inspected in place, and where that is. No more than where: what is confidential is not copied. */
export function evidencePart(scene: PackScene): PartOf {
  const { facts } = scene;
  const held = facts.sessions.filter(isHeld);
  const row = (what: string, where: string, here: Text): readonly Text[] => [what, where, here];
  const inMentorlog = 'Mentorlog, at the centre';
  return {
    title: 'Evidence location',
    blocks: [
      quiet('Confidential papers are inspected where they are; here stands only where that is.'),
      {
        kind: 'table',
        says: 'What is inspected in place, where it is, and where it is spoken of here',
        columns: [
          { head: 'Evidence', width: 4 },
          { head: 'Where', width: 4 },
          { head: 'In this pack', width: 3 },
        ],
        rows: [
          row('Plans and records as they were written, with every version', inMentorlog, [
            { to: 'part-5', say: 'Plan facing record' },
          ]),
          row('Agreements with their signatures', inMentorlog, [{ to: 'part-2', say: 'Agreement' }]),
          row('Answers to feedback, as they were given', inMentorlog, [{ to: 'part-7', say: 'Feedback' }]),
          row('Earlier versions of the reflection', inMentorlog, [{ to: 'part-10', say: 'Reflection' }]),
          row('Who is called by which letter', 'with the candidate and the centre’s coordinator', 'nowhere'),
          row(
            'Anything about somebody’s safety',
            'with the organisation’s safeguarding lead; never in Mentorlog',
            'nowhere',
          ),
          row('All facts as data, with what it takes to check them', 'beside this file: records.json, manifest.json', [
            { to: 'part-15', say: 'What the chain says' },
          ]),
        ],
      },
      text(
        `In all: ${count(held.length, 'session')} held, ${count(facts.answers.length, 'answer')}, ${count(facts.changes.length, 'change')} of practice, ${count(facts.attestations.length, 'statement')}.`,
      ),
    ],
  };
}

/** Part 14: what the candidate declares; lines to sign by hand. */
export function declarationPart(scene: PackScene, about: PackAbout): PartOf {
  const { reflection, portfolio } = scene.facts;
  const declaration = reflection?.declaration ?? null;
  const ai = declaration?.ai ?? [];
  const candidate = scene.called(portfolio.mentor);
  return {
    title: 'Declaration',
    blocks: [
      text(
        'I declare that the work in this pack is my own, that the sessions took place as they are recorded, and that I have said which help I had.',
      ),
      heading('Authorship, and help by a machine'),
      ...(declaration === null
        ? [text('Nothing was declared in Mentorlog yet: the candidate declares it here, by hand.')]
        : [
            text(`${candidate} declared on ${withZone(scene, declaration.at)} that the reflection is their own work.`),
            ...(ai.length === 0
              ? [text('They declared that no machine helped with it.')]
              : [
                  text('They declared this help by a machine:'),
                  ...list(ai.map((one) => (one.what === '' ? one.tool : `${one.tool}: ${one.what}`))),
                ]),
          ]),
      heading('Signatures'),
      quiet('A false declaration is malpractice.'),
      {
        kind: 'signatures',
        of: portfolio.unit === null ? [candidate] : [`Candidate: ${candidate}`, 'Assessor', 'Internal quality assurer'],
      },
      ...(about.programme.practice ? [quiet('Practice data: not to be signed.')] : []),
    ],
  };
}

/** Who signed where all chains end, and what of it to compare. */
function signedBlocks(scene: PackScene, { signed }: PackAbout): readonly Block[] {
  if (signed === undefined) return [quiet('The heads of this programme are signed by no key.')];
  return [
    {
      kind: 'table',
      says: 'The signed head over all chains of the programme',
      columns: [
        { head: 'Signed', width: 3 },
        { head: 'Number', width: 1.2, align: 'right' },
        { head: 'Key', width: 3 },
        { head: 'Head', width: 3 },
      ],
      rows: [[scene.moment(signed.at), String(signed.seq), shortPrint(signed.key), shortPrint(signed.hash)]],
    },
  ];
}

/** Part 15: the heads of the chains, how to check this pack against them, and what they cannot prove. */
export function chainPart(scene: PackScene, about: PackAbout): PartOf {
  const { mentorships } = scene.facts;
  const nameOf = (head: PackAbout['heads'][number]): string => {
    if (head.of === 'programme') return 'The programme';
    const at = mentorships.findIndex((m) => m.id === head.chain);
    const m = mentorships[at];
    return m === undefined ? 'A mentorship' : scene.called(m.mentee);
  };
  const heads: readonly Block[] =
    about.heads.length === 0
      ? [quiet('No chain was disclosed with this pack.')]
      : [
          {
            kind: 'table',
            says: 'The heads of the chains when this pack was made',
            columns: [
              { head: 'Chain', width: 2.4 },
              { head: 'Entries', width: 1.2, align: 'right' },
              { head: 'Head (SHA-256)', width: 7 },
            ],
            rows: about.heads.map((h) => [nameOf(h), String(h.seq), h.hash]),
          },
        ];
  return {
    title: 'What the chain says, and what it cannot',
    blocks: [
      text(
        'Every plan, record, agreement, answer and statement was entered on a chain when it was saved: not its words, but a digest of them under a secret. Each entry holds the hash of the one before it, so none can be changed, moved or taken out without every later hash becoming another.',
      ),
      heading('Heads'),
      ...heads,
      ...signedBlocks(scene, about),
      heading('How to check it'),
      ...list([
        'manifest.json, beside this file, has the hash of each file, and of what is disclosed each value with its secret.',
        'README.txt, beside this file, says how to compute every figure from records.json, and each digest from its value.',
        about.signed === undefined
          ? 'Compare the heads above with those that the centre was given by another way.'
          : 'Compare the key’s fingerprint with the one that the programme’s digest shows, or that the coordinator gives you: never with this pack’s alone.',
      ]),
      heading('What it cannot prove'),
      ...list([
        'That an entry was made when its clock says.',
        'That nothing was left out from the beginning.',
        'That the whole was not written anew, by somebody who holds the keys, before any head had left the machine.',
        'Anything about the time before a row was first entered on a chain.',
      ]),
    ],
  };
}
