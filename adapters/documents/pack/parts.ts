import { writeCitation } from '../../../src/domain/citation.js';
import { decidedText, type HitText, hitsOf } from '../../../src/domain/pack/hits.js';
import { packModel, packReadiness } from '../../../src/domain/pack/model.js';
import { type VolumeModel, volumesOf } from '../../../src/domain/pack/volumes.js';
import type { PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import { pseudonyms } from '../../../src/domain/pseudonyms.js';
import type { PackSource } from '../../../src/ports/packs.js';
import { packPictures } from './charts.js';
import { dataFiles } from './files.js';
import { type LeavingPack, leavingOf } from './leaving.js';
import type { PackParts, VolumeDocument } from './make-here.js';

/** What a pack is composed of: what leaves, its pages, and the files beside them. */
export const parts: PackParts<LeavingPack> = {
  leaving: leavingOf,
  hits: (source, { texts, names }) => hitsOf([...texts, ...textsBeside(source)], names.replaced),
  documents(source, leaving) {
    const { pictures, ...model } = packModel(leaving.facts, aboutOf(source, leaving));
    const { beside, first } = volumesOf(model);
    const document = (
      { file, says, ...volume }: VolumeModel,
      drawn: Readonly<Record<string, string>>,
    ): VolumeDocument => ({
      file,
      says,
      title: volume.title,
      author: volume.author,
      lang: volume.lang,
      data: { ...volume, drawn: Object.keys(drawn), paged: volume.contents === 2 },
      pictures: Object.fromEntries(Object.entries(drawn).map(([name, svg]) => [`${name}.svg`, svg])),
      standard: source.standard,
      at: source.madeAt,
    });
    return {
      beside: beside.map((volume) => document(volume, {})),
      first: (pages) => document(first(pages), packPictures(pictures)),
    };
  },
  files: dataFiles,
};

/** What the coordinator wrote beside an outcome: who assessed it signs it by name. */
const noteOf = ({ id, note }: PackSource['outcomes'][number]): HitText => ({
  citation: writeCitation({ kind: 'outcome', id, part: 'note' }),
  label: 'Recorded elsewhere',
  text: note,
});
/** Why names stand in it, as the mentor wrote it: of whoever's name does not stand, none is in it either. */
const reasonOf = (text: string): HitText => ({ citation: 'named', label: 'Why names stand in it', text });

/** What is in the pack and in no facts. */
const textsBeside = ({ outcomes, named }: PackSource): readonly HitText[] => [
  ...outcomes.map(noteOf),
  ...(named === null ? [] : [reasonOf(named.reason)]),
];

/** Who assessed stands by name, and nobody who was served. */
const menteesReplaced = ({ people }: PackSource, { aliases }: LeavingPack['names']) =>
  pseudonyms(
    people
      .filter((p) => p.as === 'mentee' || p.as === 'learner')
      .map((p) => ({ names: p.names, alias: aliases.get(p.id) ?? 'another learner' })),
  );

function aboutOf(source: PackSource, { uncut, names }: LeavingPack) {
  const { madeAt, again, standard, cover, programme, named } = source;
  const decidedBy = ({ text, citation }: HitText): string =>
    decidedText(text, citation, source.decided, names.replaced);
  const served = menteesReplaced(source, names);
  const called = Object.fromEntries(
    Object.keys(uncut.called).map((id) => [id, names.aliases.get(id as never) ?? 'a colleague']),
  ) as PortfolioFacts['called'];
  return {
    madeAt,
    again,
    standard,
    cover,
    programme,
    named: named === null ? null : { mentees: named.mentees.length, reason: decidedBy(reasonOf(named.reason)) },
    outcomes: source.outcomes.map((of) => ({
      criterion: of.criterion,
      result: of.result,
      on: of.on,
      by: served.of(of.by).text,
      note: decidedBy(noteOf(of)),
    })),
    readiness: packReadiness(uncut, called),
    heads: source.chains.map(({ chain, head }) => ({
      chain,
      of: source.facts.mentorships.some((m) => m.id === chain) ? ('mentorship' as const) : ('programme' as const),
      ...head,
    })),
    ...(source.signed === undefined ? {} : { signed: source.signed.head }),
  };
}
