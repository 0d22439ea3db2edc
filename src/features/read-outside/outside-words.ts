import { type Block, facts, heading, muted, table } from '../../chat/card.js';
import { literal, type Text } from '../../chat/text.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Session } from '../../domain/session.js';
import type { ActorWork } from '../feature.js';
import { auditReading } from '../shared/audit-reading.js';
import type { OutsidePassage } from '../shared/outside-words.js';
import { passageKind } from '../shared/released-words.js';

/**
 * Words of a session as they stand before a reader from outside: those that `releasedWords` found, and no others
 * (docs/field.md#released-words).
 */

/** Each kind of words that was read is on record, as it is for whoever reads inside. */
export function auditWords(words: readonly OutsidePassage[], m: Mentorship, work: ActorWork): void {
  const of = (kind: ReturnType<typeof passageKind>): number => words.filter((p) => passageKind(p) === kind).length;
  if (of('plan') > 0) auditReading('plan.read', m, work, { passages: of('plan') });
  if (of('record') > 0) auditReading('record.read', m, work, { passages: of('record') });
  if (of('answers') > 0) auditReading('feedback.read', m, work, { forms: 1 });
}

const said = (p: OutsidePassage): Text => literal(p.words.text);

/** What stands in the plan, and beside it what in the record is of the same. */
const facing = (part: string): string =>
  part === 'plan/activities'
    ? 'record/happened'
    : part.replace(/^plan\/objectives\//, 'record/outcomes/').replace(/^plan\//, '- ');

/** The words of one session: the plan faces its record, what only one of them has follows, and what was answered. */
export function wordsBlocks(session: Session, words: readonly OutsidePassage[]): readonly Block[] {
  if (words.length === 0)
    return [
      heading(literal('In words')),
      muted(
        literal(
          session.attendees.length > 1
            ? 'What is written of a group is never shown outside.'
            : 'No words of this session are shown. Words are shown once the mentee was asked what to leave out, and the mentor has looked them through and let them go.',
        ),
      ),
    ];
  const byPart = new Map(words.map((p) => [p.part, p]));
  const both = words.flatMap((planned) => {
    const was = passageKind(planned) === 'plan' ? byPart.get(facing(planned.part)) : undefined;
    return was === undefined ? [] : [{ planned, was }];
  });
  const faced = new Set(both.flatMap(({ planned, was }) => [planned, was]));
  const alone = (kind: ReturnType<typeof passageKind>, title: string): readonly Block[] => {
    const these = words.filter((p) => passageKind(p) === kind && !faced.has(p));
    return these.length === 0
      ? []
      : [heading(literal(title)), facts(...these.map((p): readonly [string, Text] => [p.label, said(p)]))];
  };
  return [
    ...(both.length === 0
      ? []
      : [
          heading(literal('The plan, and what came of it')),
          table(
            'in-words',
            'The plan, and what came of it',
            ['What', 'Planned', 'As it was'],
            both.map(({ planned, was }) => ({ cells: [literal(planned.label), said(planned), said(was)] })),
          ),
        ]),
    ...alone('plan', both.length === 0 ? 'Planned, in words' : 'Also planned'),
    ...alone('record', both.length === 0 ? 'On record, in words' : 'Also on record'),
    ...alone('answers', 'From the mentee'),
    muted(
      literal(
        'Every name that the programme knows is replaced, and a number is the same person in all of this portfolio. Mentee and mentor may each have left parts out.',
      ),
    ),
  ];
}
