import { type Block, type Card, facts, heading, list, muted, text } from '../../chat/card.js';
import { literal, mention, moment, say, type Text } from '../../chat/text.js';
import { allowed } from '../../domain/permissions.js';
import { heldAt } from '../../domain/session.js';
import { shortPrint } from '../../kernel/signed-head.js';
import { count } from '../../kernel/words.js';
import type { Face } from '../feature.js';
import { concerns, type FoundOnChain, foundIn, othersIn, putRightIn } from './found.js';
import { leftOutSubject } from './subjects.js';

/** So many sessions are named; of the others how many there are. */
const mostNamed = 10;

/** What no longer fits, to a mentor of theirs and to a coordinator of all: titles, moments and counts, and nobody's words. */
export const leftOut: Face = {
  called: 'what was left out of hours',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d): Promise<Card | null> {
    const about = leftOutSubject.read(d.subject);
    const { reader, rows } = d;
    if (about === undefined || reader === null) return null;
    const coordinates = allowed('delivery.read', reader, { programme: d.programme.id });
    const all = await foundIn(rows, await rows.verification.found(about.after, about.upTo));
    const its = coordinates ? all : all.filter((one) => one.mentor === reader.id && concerns(one));
    const heads = coordinates && (await rows.verification.counts()).headsFit === false;
    const key = coordinates
      ? (await rows.signedHeads.keys()).slice(1).find((one) => one.since > about.after && one.since <= about.upTo)
      : undefined;
    if (its.length === 0 && !heads && key === undefined) return null;
    if (its.length === 0 && !heads && key !== undefined) return anotherKey(key.print);
    const sessions = its.flatMap((one) => one.sessions);
    if (sessions.length === 0 && !heads && putRightIn(its) + othersIn(its) === 0) return fitsAgain(about.upTo);
    const line = summaryOf(sessions.length, heads);
    return {
      title: sessions.length > 0 ? 'Sessions are left out of the hours' : 'Something was changed',
      summary: literal(line),
      blocks: [
        text(literal(line)),
        ...(coordinates ? byMentor(its) : named(its)),
        facts(['Found', say`${moment(about.upTo)}`]),
        ...figures(its, coordinates, heads),
        text(
          literal(
            'A backup may have been restored, or somebody changed the data past Mentorlog. It is no sign that anybody here did something wrong.',
          ),
        ),
        text(whatToDo(coordinates)),
      ],
    };
  },
};

function summaryOf(sessions: number, heads: boolean): string {
  if (sessions > 0)
    return `${count(sessions, 'session')} no longer ${sessions === 1 ? 'says' : 'say'} what was put on record, so ${sessions === 1 ? 'it counts' : 'they count'} no time until ${sessions === 1 ? 'it does' : 'they do'}.`;
  return heads
    ? 'The signed list of all records, or the programme’s own history, is not what it was.'
    : 'Something that is kept was changed. No session is left out for it.';
}

const named = (its: readonly FoundOnChain[]): readonly Block[] => {
  const sessions = its.flatMap((one) => one.sessions);
  const lines = sessions.slice(0, mostNamed).map((s): Text => say`${moment(heldAt(s))}, ${s.title}`);
  const more = sessions.length - lines.length;
  return lines.length === 0
    ? []
    : [heading(literal('Left out')), list([...lines, ...(more > 0 ? [literal(`and ${more} more`)] : [])])];
};

const byMentor = (its: readonly FoundOnChain[]): readonly Block[] => {
  const mentors = [...new Set(its.filter((one) => one.sessions.length > 0).map((one) => one.mentor))];
  return mentors.length === 0
    ? []
    : [
        heading(literal('Left out')),
        list(
          mentors.map((mentor) => {
            const sessions = its.filter((one) => one.mentor === mentor).reduce((n, one) => n + one.sessions.length, 0);
            return say`${mention(mentor)}: ${count(sessions, 'session')}`;
          }),
        ),
      ];
};

function figures(its: readonly FoundOnChain[], coordinates: boolean, heads: boolean): readonly Block[] {
  const right = putRightIn(its);
  const others = coordinates ? othersIn(its) : 0;
  return [
    ...(right === 0
      ? []
      : [muted(literal(`Counted figures beside ${count(right, 'session')} were wrong, and are right again.`))]),
    ...(others === 0
      ? []
      : [muted(literal(`Beside these: ${count(others, 'other entry', 'other entries')}. No hours rest on them.`))]),
    ...(heads
      ? [
          muted(
            literal(
              'The signed heads or the programme’s own entries do not fit: one is missing, was changed, or was made with another key.',
            ),
          ),
        ]
      : []),
  ];
}

const whatToDo = (coordinates: boolean): Text =>
  coordinates
    ? literal(
        'Ask whoever runs Mentorlog here to look: “npx mentorlog verify” shows what does not fit, and a right backup mends it. What fits again counts again by itself.',
      )
    : literal('Ask your coordinator, who has this too. There is nothing you have to write again.');

/** Heads are signed with another key than before. */
function anotherKey(print: string): Card {
  const line = literal('The list of all records is signed with another key than before.');
  return {
    title: 'Another key signs',
    summary: line,
    blocks: [
      text(line),
      facts(['Key', literal(shortPrint(print))]),
      text(
        literal(
          'If whoever runs Mentorlog here changed it, all is well: note the new one. If nobody did, ask them to look before you rely on a digest or a pack.',
        ),
      ),
    ],
  };
}

/** It was found, and fits by now. */
function fitsAgain(at: number): Card {
  const line = say`What was found on ${moment(at)} fits again, and counts.`;
  return { title: 'All fits again', summary: line, blocks: [text(line)] };
}
