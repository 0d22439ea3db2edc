import { cautionInWords, type Followed, type LedgerLine, ledgerOf } from '../change-ledger.js';
import { asWill, doneInWords } from '../practice-change.js';
import { beforeAndAfter } from '../small-samples.js';
import { menteesWords } from './model-agreement.js';
import { type Block, entries, heading, joined, quiet, type Text, words } from './model-blocks.js';
import { changesInOrder } from './model-order.js';
import type { PartOf } from './model-pictures.js';
import { once, type PackScene, sessionInTable } from './model-scene.js';

/** Part 8: you said, I changed, what followed; both lists as they are. */
export function changesPart(scene: PackScene): PartOf {
  const lines = new Map(ledgerOf(scene.facts).map((l) => [l.change, l] as const));
  const all = changesInOrder(scene.facts.changes).flatMap((c) => lines.get(c.id) ?? []);
  return {
    title: 'Changes of practice',
    blocks:
      all.length === 0
        ? [quiet('No change of practice was noted.')]
        : [quiet(menteesWords), ...all.flatMap((line, i) => change(scene, line, i + 1))],
  };
}

function change(scene: PackScene, line: LedgerLine, nth: number): readonly Block[] {
  const cited = once(line.cites.map(scene.toCited));
  return [
    heading(`Change ${nth}`, `change-${nth}`),
    ...words('What was said', line.said),
    ...words('What I changed', line.what.trim() === '' ? '' : asWill(line.what)),
    ...entries([
      ['With', scene.menteeOf(line.mentorship)],
      ['Made', scene.day(line.madeAt)],
      ['From', scene.day(line.from)],
      ['Until', line.until === null ? '' : scene.day(line.until)],
      ['Answers', joined(cited)],
      ['That is not what I meant', line.notMeant === null ? '' : `said on ${scene.day(line.notMeant.at)}`],
    ]),
    ...(line.notMeant === null ? [] : words('In their words', line.notMeant.note)),
    ...since(scene, line),
    ...followed(scene, line.followed ?? []),
    ...line.cautions.map((one) => quiet(cautionInWords[one])),
  ];
}

function since(scene: PackScene, { sessions }: LedgerLine): readonly Block[] {
  const said = sessions.filter((s) => s.word !== null);
  if (said.length === 0) return [];
  const notes = said.some((s) => s.note.trim() !== '');
  return [
    {
      kind: 'table',
      says: 'Whether it was done, by the record of each session',
      columns: [
        { head: 'Session', width: 2 },
        { head: 'Done', width: 2 },
        ...(notes ? [{ head: 'Note', width: 5 }] : []),
      ],
      rows: said.map((s): readonly Text[] => {
        return [
          sessionInTable(scene, s.session),
          s.word === null ? '' : doneInWords[s.word],
          ...(notes ? [s.note] : []),
        ];
      }),
    },
  ];
}

function followed(scene: PackScene, all: readonly Followed[]): readonly Block[] {
  const there = all.filter((f) => f.before.length + f.after.length > 0);
  if (there.length === 0) return [];
  return [
    {
      kind: 'table',
      says: 'What the same person answered to the same question before and after',
      columns: [
        { head: 'Who', width: 2 },
        { head: 'Question', width: 4 },
        { head: 'Before and after', width: 4 },
        { head: 'n', width: 1.4, align: 'right' },
      ],
      rows: there.map((f): readonly Text[] => [
        scene.called(f.by),
        f.asked,
        beforeAndAfter(
          f.before.map((g) => g.rating),
          f.after.map((g) => g.rating),
        ),
        `${f.before.length} + ${f.after.length}`,
      ]),
    },
  ];
}
