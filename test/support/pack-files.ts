import { createHash } from 'node:crypto';
import { figuresOf } from '../../adapters/documents/pack/figures.js';
import { dataFiles, json } from '../../adapters/documents/pack/files.js';
import { hoursCsv } from '../../adapters/documents/pack/hours-csv.js';
import { leavingOf } from '../../adapters/documents/pack/leaving.js';
import type { PackManifest } from '../../adapters/documents/pack/manifest.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { day } from '../../src/kernel/clock.js';
import type { LevelId, SessionId } from '../../src/kernel/ids.js';
import { answer, attestation, feedbackOf, filled, reviewForm } from './facts-world.js';
import { held, saying } from './past-world.js';
import { mentorshipOf, tuesday, type World } from './record-world.js';

/** A pack's files, and the same as somebody would forge them. */

export type Files = Map<string, Uint8Array>;

/** Something of every kind that a pack can hold: a dispute, one settled, a late record, a group, what was called off. */
export async function lived(w: World): Promise<void> {
  await filled(w);
  await held(w, 'disputed', { at: tuesday + 4 * day, change: saying(w.id('leo'), 30) });
  await held(w, 'settled', { at: tuesday + 5 * day, change: saying(w.id('leo'), 30, 40) });
  await held(w, 'late', { at: tuesday + 6 * day, recordedAfter: 10 * day, change: saying(w.id('leo'), 45) });
  // Half an hour of it lies in the one before.
  await held(w, 'overlaps', { at: tuesday + 6 * day + 15 * 60_000, mentees: ['aisha'] });
  await held(w, 'nobody', { at: tuesday + 7 * day, attended: [] });
  const off = await w.planned('off', { startsAt: tuesday + 8 * day });
  await w.planned('ahead', { startsAt: tuesday + 60 * day });
  await w.change(async (rows) => {
    await rows.sessions.save({ ...off, state: 'cancelled', missed: 'late', revision: off.revision + 1 });
    const said = [
      answer('pace', { text: 'Slower, please.', rating: 2 }),
      answer('listened', { text: 'Leo Brandt was heard.', rating: 5 }),
      answer('useful', { rating: null, skipped: true }),
    ];
    await rows.feedback.save(feedbackOf(w, 'f0', 'leo', { answers: said }));
    await rows.feedback.save(feedbackOf(w, 'f1', 'leo', { answers: [answer('pace', { rating: 4 })] }));
    await rows.reviews.saveForm(reviewForm(w, 'mentee', { answers: [answer('mid-trust', { rating: 4 })] }));
    await rows.attestations.save(attestation(w));
    await rows.goalLevels.add([
      {
        id: 'level-2' as LevelId,
        mentorship: mentorshipOf('leo'),
        goal: 'goal-leo' as never,
        level: 2,
        by: w.id('leo'),
        at: tuesday + 1,
        session: 'f1' as SessionId,
        why: 'It feels far away.',
      },
    ]);
  });
}

export const filesOf = (source: Parameters<typeof leavingOf>[0]): Files =>
  new Map(dataFiles(source, leavingOf(source)).map(({ name, bytes }) => [name, bytes]));

export const read = <T>(files: Files, name: string): T => JSON.parse(new TextDecoder().decode(files.get(name))) as T;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** With these files in it, and a manifest that has their hashes. */
export function withFiles(files: Files, changed: Readonly<Record<string, string>>, manifest?: PackManifest): Files {
  const all = new Map(files);
  for (const [name, text] of Object.entries(changed)) all.set(name, bytes(text));
  const is = manifest ?? read<PackManifest>(files, 'manifest.json');
  const listed = is.files.map(({ name }) => {
    const of = all.get(name) ?? new Uint8Array();
    return { name, size: of.length, sha256: createHash('sha256').update(of).digest('hex') };
  });
  return all.set('manifest.json', bytes(json({ ...is, files: listed })));
}

/** Something that can be changed in place. */
export type Changeable<T> = T extends string | number | boolean
  ? T
  : T extends object
    ? { -readonly [K in keyof T]: Changeable<T[K]> }
    : T;

/** As whoever has the program would forge it: records, table, figures and hashes fit one another. */
export function forged(files: Files, change: (facts: Changeable<PortfolioFacts>) => void): Files {
  const facts = read<Changeable<PortfolioFacts>>(files, 'records.json');
  change(facts);
  const made = facts as PortfolioFacts;
  const manifest = { ...read<PackManifest>(files, 'manifest.json'), figures: figuresOf(made) };
  return withFiles(files, { 'records.json': json(made), 'hours.csv': hoursCsv(made, manifest.preset) }, manifest);
}

/** With something else in the manifest. */
export function misled(files: Files, change: (manifest: Changeable<PackManifest>) => void): Files {
  const manifest = read<Changeable<PackManifest>>(files, 'manifest.json');
  change(manifest);
  return withFiles(files, {}, manifest as PackManifest);
}
