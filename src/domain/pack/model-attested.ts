import type { Attestation, AttestationKind } from '../attestation.js';
import { keyOfRef } from '../catalogue.js';
import { type Block, entries, heading, quiet, words } from './model-blocks.js';
import { attested } from './model-order.js';
import type { PartOf } from './model-pictures.js';
import { civilDay, type PackScene } from './model-scene.js';
import { withZone } from './model-words.js';

const kinds: Readonly<Record<AttestationKind, string>> = {
  testimony: 'Witness testimony',
  observation: 'Observation',
  discussion: 'Professional discussion',
  conversation: 'Conversation with the mentee',
};
const wordsOf: Readonly<Record<AttestationKind, string>> = {
  testimony: 'What I saw',
  observation: 'What I saw',
  discussion: 'What was said',
  conversation: 'What the two of us said',
};

/** Part 11: statements, each by itself, with who signed it when. */
export function attestedPart(scene: PackScene): PartOf {
  const all = attested(scene.facts);
  return {
    title: 'Testimony, observation and discussion',
    blocks:
      all.length === 0
        ? [quiet('There is no statement by anybody.')]
        : all.flatMap((a, i) => statement(scene, a, i + 1)),
  };
}

function statement(scene: PackScene, a: Attestation, nth: number): readonly Block[] {
  const { body } = a;
  const link = a.session === null ? undefined : scene.toSession(a.session);
  const codes = body.criteria
    .map((ref) => scene.facts.criteria.find((c) => c.key === keyOfRef(ref))?.code ?? '')
    .filter((c) => c !== '');
  const hours = body.from === '' ? '' : body.to === '' ? `, ${body.from}` : `, ${body.from}–${body.to}`;
  return [
    heading(`Statement ${nth}: ${kinds[a.kind].toLowerCase()}`, `attested-${nth}`),
    ...entries([
      ['By', scene.called(a.by)],
      ['Role', body.role],
      ['Knows the candidate', body.relation],
      ['About', scene.menteeOf(a.mentorship)],
      ['On', body.on === null ? '' : `${civilDay(body.on)}${hours}`],
      ['Session', link === undefined ? [] : [link]],
      ['Going on', body.activity],
      ['Criteria seen', codes.join(', ')],
    ]),
    ...words(wordsOf[a.kind], body.words),
    ...body.questions.flatMap((q) => words(q.question || 'Question', q.answer)),
    ...words('Feedback to the candidate', body.feedback),
    ...words(body.differs ? 'The candidate sees it differently' : 'The candidate’s word', body.reply),
    ...entries([
      ['Signed', a.givenAt === null ? '' : `${scene.called(a.by)}, ${withZone(scene, a.givenAt)}`],
      [
        a.kind === 'conversation' ? 'Confirmed' : 'Countersigned',
        a.countersigned === null ? '' : `${scene.called(a.countersigned.by)}, ${withZone(scene, a.countersigned.at)}`,
      ],
    ]),
  ];
}

/** Which statement says of which criterion that it was seen: to them. */
export const seenIn = ({ facts }: PackScene, criterion: string) =>
  attested(facts).flatMap((a, i) =>
    a.body.criteria.some((ref) => keyOfRef(ref) === criterion)
      ? [{ to: `attested-${i + 1}`, say: `Statement ${i + 1} (${kinds[a.kind].toLowerCase()})` }]
      : [],
  );
