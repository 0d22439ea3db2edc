import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json } from '../../../adapters/documents/pack/files.js';
import { field, hoursCsv, unitHead } from '../../../adapters/documents/pack/hours-csv.js';
import { leavingOf } from '../../../adapters/documents/pack/leaving.js';
import type { PackManifest } from '../../../adapters/documents/pack/manifest.js';
import { recordsSchema } from '../../../adapters/documents/pack/records-schema.js';
import type { PortfolioFacts } from '../../../src/domain/portfolio-facts.js';
import { hoursOfFacts } from '../../../src/domain/portfolio-hours.js';
import { day } from '../../../src/kernel/clock.js';
import type { PackSource } from '../../../src/ports/packs.js';
import type { Store, Transaction } from '../../../src/ports/store.js';
import { sealChains } from '../../../src/runtime/documents/seal-chains.js';
import { recompute } from '../../recompute/recompute.mjs';
import {
  type Changeable,
  type Files,
  filesOf,
  forged,
  lived,
  misled,
  read,
  withFiles,
} from '../../support/pack-files.js';
import { sourceOf } from '../../support/pack-source-world.js';
import { mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

/** The files of a pack beside its PDF, and that whoever changes one is found out (docs/records-json.md). */

const root = path.resolve(import.meta.dirname, '../../..');
let w: World;
let source: PackSource;
let files: Files;
let facts: PortfolioFacts;
beforeAll(async () => {
  w = await world();
  await lived(w);
  await w.to(tuesday + 20 * day);
  const read = await w.read((rows) => sourceOf(w, rows));
  const store: Pick<Store, 'write'> = {
    write: (fn) => w.change((rows) => fn({ in: () => rows } as unknown as Transaction)),
  };
  source = await sealChains({ id: read.id, programme: w.programme }, read, store, w.now);
  files = filesOf(source);
  facts = leavingOf(source).facts;
}, 60_000);
afterAll(() => w.close());

const textOf = (name: string): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(files.get(name));

describe('what leaves', () => {
  test('is equal after a round trip, and comes to the same hours as what was read', () => {
    expect(JSON.parse(textOf('records.json'))).toEqual(facts);
    expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
    expect(hoursOfFacts(facts)).toEqual(hoursOfFacts(source.facts));
    expect(hoursOfFacts(facts)).toMatchObject({ disputedMinutes: 45, overlapMinutes: 30 });
  });

  test('names nobody by the ids or names of the programme, but in a leaf’s own path', () => {
    const named = source.people.filter((p) => p.as !== 'mentor' && p.as !== 'signatory');
    const all = ['records.json', 'hours.csv', 'README.txt', 'manifest.json'].map(textOf).join('\n');
    for (const p of named) for (const name of p.names) expect(all).not.toContain(name);
    expect(all).not.toMatch(/\bLeo\b|Brandt|Aisha/);
    for (const name of ['records.json', 'hours.csv'])
      for (const p of source.people) expect(textOf(name)).not.toContain(p.id);
    expect(Object.keys(facts.called).sort()).toEqual(
      Object.keys(facts.called)
        .map((_, i) => `person-${i + 1}`)
        .sort(),
    );
  });

  test('says of an answer the day, and not the minute', () => {
    expect(facts.answers.length).toBeGreaterThan(3);
    facts.answers.forEach(({ at }, i) => {
      const given = source.facts.answers[i]!.at;
      expect(new Date(at).toISOString()).toBe(`${new Date(given).toISOString().slice(0, 10)}T00:00:00.000Z`);
    });
  });

  test('of a group holds no words, and no other pack’s letters', () => {
    const group = facts.sessions.find((s) => s.id === 'group');
    expect(group?.passages).toEqual([]);
    expect(JSON.stringify(group)).not.toMatch(/rang|call alone|talked/);
    const other = leavingOf({ ...source, seed: 'another' }).facts;
    expect(Object.values(other.called)).not.toEqual(Object.values(facts.called));
  });

  test('holds no word of a mentee’s that does not stand, and every count', () => {
    const counts = leavingOf({ ...source, stand: [] }).facts;
    const said = JSON.stringify({ ...counts, criteria: [], skills: [], called: {} });
    expect(said).not.toMatch(/Slower|far away|It helps|SAID|call alone|rang|Goal of/);
    expect(said).toMatch(/WHAT for mentee|MARK on mentee|SELF said mentee/);
    expect(counts.answers.map((a) => a.rating)).toEqual(facts.answers.map((a) => a.rating));
    expect(hoursOfFacts(counts)).toEqual(hoursOfFacts(facts));
    expect(counts.sessions.every((s) => s.passages.length === 0)).toBe(true);
  });

  test('tells of a chain neither who did what, nor what was skipped', () => {
    const leaves = read<PackManifest>(files, 'manifest.json').chains.flatMap((c) => c.leaves);
    expect(leaves.length).toBeGreaterThan(60);
    const paths = leaves.map((leaf) => leaf.path);
    expect(paths.filter((p) => /^(actor|what|subject|fact\/)/.test(p))).toEqual([]);
    expect(paths.some((p) => p.endsWith('/useful'))).toBe(false);
    // An answer's says in which minute it was given.
    expect(paths.filter((p) => /^(answer|review):/.test(p))).toEqual([]);
    expect(JSON.stringify(leaves)).not.toContain('"skipped":true');
  });
});

describe('records.json', () => {
  const validate = new Ajv2020({ allErrors: true, strict: true, strictTypes: false }).compile(recordsSchema);
  test('is as its schema says, whatever stands in it', () => {
    const counts = leavingOf({ ...source, stand: [] }).facts;
    const empty = { ...facts, sessions: [], mentorships: [], reflection: null, answers: [] };
    for (const one of [facts, counts, empty]) {
      validate(JSON.parse(json(one)));
      expect(validate.errors ?? []).toEqual([]);
    }
  });

  test('with anything more, or less, is not', () => {
    for (const change of [
      (f: Changeable<PortfolioFacts>) => Object.assign(f, { more: 1 }),
      (f: Changeable<PortfolioFacts>) => Object.assign(f.sessions[0]!, { title: 'Words' }),
      (f: Changeable<PortfolioFacts>) => Object.assign(f.mentorships[0]!, { mentee: 'Leo' }),
      (f: Changeable<PortfolioFacts>) => Object.assign(f, { readers: undefined }),
    ]) {
      const changed = JSON.parse(json(facts)) as Changeable<PortfolioFacts>;
      change(changed);
      expect(validate(JSON.parse(JSON.stringify(changed)))).toBe(false);
    }
  });

  test('its published schema is the one in the pack', async () => {
    await expect(json(recordsSchema)).toMatchFileSnapshot(path.join(root, 'docs/records.schema.json'));
    expect(textOf('records.schema.json')).toBe(json(recordsSchema));
  });
});

describe('hours.csv', () => {
  const rowsOf = (text: string): string[][] => parse(text, { bom: true, relaxColumnCount: false }) as string[][];
  test('is read back as what it was made of', () => {
    const [head, ...rows] = rowsOf(textOf('hours.csv'));
    expect(head).toEqual([...unitHead]);
    expect(rows.length).toBe(facts.sessions.reduce((n, s) => n + s.parts.length, 0));
    const at = (session: string): Record<string, string> =>
      Object.fromEntries((rows.find((r) => r[0] === `session:${session}`) ?? []).map((v, i) => [unitHead[i], v]));
    expect(at('disputed')).toMatchObject({ 'Minutes confirmed': '30', Counts: 'no', Dispute: 'open' });
    expect(at('settled')).toMatchObject({ 'Minutes that count': '40', Dispute: 'settled at 40 minutes' });
    expect(at('late')).toMatchObject({ Recorded: 'retrospective', Start: '15:00', 'Time zone': 'Europe/London' });
    expect(at('off')).toMatchObject({ Counts: 'no', 'Why not': 'cancelled' });
    expect(textOf('hours.csv').split('\r\n').length).toBe(rows.length + 2);
  });

  test('as a coach’s log has them, with a total that runs', () => {
    const [head, ...rows] = rowsOf(hoursCsv(facts, 'coach'));
    expect(head?.at(-1)).toBe('Total hours so far');
    expect(rows.at(-1)?.at(-1)).toBe((hoursOfFacts(facts).deliveredMinutes / 60).toFixed(2));
    expect(rows.find((r) => r[0] === 'session:group')?.slice(2, 4)).toEqual(['group', '2']);
    expect(recompute(filesOf({ ...source, preset: 'coach' })).faults).toEqual([]);
  });

  test('whatever stands in a field, it comes back, and is no formula', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc
        .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', ' ', '＝'), fc.string())
        .map((p) => p.join('')),
    );
    fc.assert(
      fc.property(fc.array(anything, { minLength: 2, maxLength: 4 }), (texts) => {
        const [row = []] = rowsOf(`\ufeff${texts.map(field).join(',')}\r\n`);
        const clean = texts.map((t) => t.replaceAll('\0', '').toWellFormed());
        expect(row).toEqual(clean.map((t) => (/^[=+\-@\t\r\n＝＋－＠]/.test(t) ? `'${t}` : t)));
        for (const one of row) expect(one).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});

describe('the checker', () => {
  test('finds nothing wrong with a true pack, and says what nobody can check', () => {
    const { checked, cannot, faults } = recompute(files);
    expect(faults).toEqual([]);
    expect(checked.join('\n')).toContain('minutes delivered');
    expect(cannot.join('\n')).toContain('answers have no leaf');
    for (const stand of [[], source.stand.slice(0, 7)])
      expect(recompute(filesOf({ ...source, stand })).faults).toEqual([]);
  });

  test('imports nothing of what makes packs', () => {
    const folder = path.join(root, 'test/recompute');
    const own = readdirSync(folder).filter((name) => name.endsWith('.mjs'));
    expect(own.length).toBeGreaterThan(5);
    for (const name of own)
      for (const [, from = ''] of readFileSync(path.join(folder, name), 'utf8').matchAll(/from '([^']+)'|import\('/g))
        expect(from.startsWith('node:') || own.includes(from.replace('./', '')), `${name}: ${from}`).toBe(true);
  });

  type Facts = Changeable<PortfolioFacts>;
  const session = (f: Facts, id: string): Facts['sessions'][number] => f.sessions.find((s) => s.id === id)!;
  const part = (f: Facts, id: string) => session(f, id).parts[0]!;
  const leo = (f: Facts) => f.mentorships.find((m) => m.id === mentorshipOf('leo'))!;

  /** Everything else is made to fit: only what a chain committed to tells. */
  const forgeries: Readonly<Record<string, (f: Facts) => void>> = {
    'a minute more': (f) => {
      session(f, 'f0').record!.body.minutes += 1;
      for (const one of [session(f, 'f0'), part(f, 'f0')]) one.minutes += 1;
      part(f, 'f0').mentorMinutes! += 1;
    },
    'a minute more that counts': (f) => {
      for (const one of [session(f, 'f0'), part(f, 'f0')]) one.minutes += 1;
    },
    'a moved date': (f) => {
      session(f, 'f1').beganAt += day;
      session(f, 'f1').record!.body.startedAt += day;
    },
    'another time planned': (f) => {
      session(f, 'f1').startsAt -= 60_000;
    },
    'the minute of an answer': (f) => {
      f.answers[0]!.at += 10 * 60 * 60_000;
    },
    'a removed session': (f) => {
      f.sessions = f.sessions.filter((s) => s.id !== 'disputed');
    },
    'an added session': (f) => void f.sessions.push({ ...session(f, 'f2'), id: 'f9' as never }),
    'a dispute that is none': (f) => {
      const one = session(f, 'disputed');
      Object.assign(one, { minutes: 45, why: null });
      Object.assign(part(f, 'disputed'), { minutes: 45, why: null, standing: 'confirmed', menteeMinutes: 45 });
    },
    'more than was settled': (f) => {
      for (const one of [session(f, 'settled'), part(f, 'settled')]) one.minutes = 45;
    },
    'a mentee who came': (f) => {
      const one = session(f, 'nobody');
      one.attended = [...one.mentees];
      one.record!.body.attended = [...one.mentees];
    },
    'a plan made earlier': (f) => {
      session(f, 'f0').plan!.savedAt -= day;
    },
    'a record made in time': (f) => {
      session(f, 'late').lag = 'at the time';
      session(f, 'late').head!.lag = 'at the time';
      session(f, 'late').head!.firstSavedAt -= 10 * day;
    },
    'a better class': (f) => {
      session(f, 'late').lag = 'late';
      session(f, 'late').head!.lag = 'late';
    },
    'an earlier agreement': (f) => {
      leo(f).agreedAt -= day;
    },
    'an earlier signature': (f) => {
      leo(f).agreements[0]!.menteeSignedAt! -= day;
    },
    'a lower start of a goal': (f) => {
      leo(f).goals[0]!.baseline += 1;
    },
    'a higher level': (f) => {
      f.levels[0]!.level += 1;
    },
    'another’s level': (f) => {
      f.levels[0]!.by = f.levels.find((l) => l.by !== f.levels[0]!.by)!.by;
    },
    'a longer contact': (f) => {
      f.contacts[0]!.minutes += 1;
    },
    'other words of a record': (f) => {
      session(f, 'f0').passages.find((p) => p.part === 'record/change')!.words = 'I listened.';
    },
    'another skill': (f) => {
      session(f, 'f0').record!.body.skills[0]!.skill = 'summarising';
    },
    'two mentees changed for each other': (f) => {
      const [one, two] = [leo(f), f.mentorships.find((m) => m.id === mentorshipOf('aisha'))!];
      [one.mentee, two.mentee] = [two.mentee, one.mentee];
    },
    'planned beforehand after all': (f) => {
      session(f, 'off').state = 'ended';
    },
  };
  test.each(Object.entries(forgeries))('finds %s', (_, change) => {
    const { faults } = recompute(forged(files, change));
    expect(faults.filter((say) => !say.endsWith('.'))).toEqual([]);
    expect(faults.length).toBeGreaterThan(0);
  });

  type Manifest = Changeable<PackManifest>;
  const chain = (m: Manifest) => m.chains.find((c) => c.chain === mentorshipOf('leo'))!;
  const leafAt = (m: Manifest, of: RegExp) => chain(m).leaves.findIndex((leaf) => of.test(leaf.path));
  const misleading: Readonly<Record<string, (m: Manifest) => void>> = {
    'a changed leaf': (m) => {
      (chain(m).leaves[leafAt(m, /^record:f0@1\/figures/)]!.value as { minutes: number }).minutes = 60;
    },
    'another secret': (m) => {
      chain(m).leaves[0]!.secret = Buffer.alloc(16).toString('base64');
    },
    'a leaf that was taken away': (m) => void chain(m).leaves.splice(leafAt(m, /^record:f0@1\/figures/), 1),
    'a leaf of another time': (m) => {
      chain(m).leaves[3]!.at += 1;
    },
    'a leaf that no chain has': (m) =>
      void chain(m).leaves.push({ ...chain(m).leaves[0]!, path: 'record:f0@9/figures' }),
    'a list with one more': (m) => void chain(m).seal!.list.push('0'.repeat(64)),
    'a list with one less': (m) => void chain(m).seal!.list.shift(),
    'an entry that commits to another list': (m) => {
      chain(m).seal!.opened.find((leaf) => leaf.path === 'fact/seal')!.value = '0'.repeat(64);
    },
    'an entry at another time': (m) => {
      chain(m).seal!.entry.at -= 1;
    },
    'an entry that is no pack’s': (m) => {
      chain(m).seal!.opened = chain(m).seal!.opened.filter((leaf) => leaf.path !== 'what');
    },
    'a seal that was taken away': (m) => {
      chain(m).seal = null;
    },
    'a head that is another': (m) => {
      chain(m).head.hash = '0'.repeat(64);
    },
    'a chain that was left out': (m) => {
      m.chains = m.chains.filter((c) => c !== chain(m));
    },
    'a figure that is another': (m) => {
      m.figures.minutes.confirmed += 1;
    },
    'a median that is another': (m) => {
      m.figures.answers[0]!.median = (m.figures.answers[0]!.median ?? 0) + 1;
    },
    'an hour with one skill more': (m) => void m.figures.hours[0]!.skills.push('listening'),
    'a date that is another': (m) => {
      m.madeAt += 1;
    },
  };
  test.each(Object.entries(misleading))('finds %s', (_, change) => {
    expect(recompute(misled(files, change)).faults.length).toBeGreaterThan(0);
  });

  test('finds a file that was changed, added or taken out, and a row of the table', () => {
    const text = textOf('hours.csv').replace(',45,45,', ',45,50,');
    const without = new Map(files);
    without.delete('hours.csv');
    const all: readonly Files[] = [
      withFiles(files, { 'hours.csv': text }),
      new Map(files).set('README.txt', new Uint8Array([1])),
      new Map(files).set('more.txt', new Uint8Array([1])),
      new Map(files).set('records.json', new Uint8Array([0xff])),
      without,
    ];
    for (const one of all) expect(recompute(one).faults.length).toBeGreaterThan(0);
  });

  test('holds the totals that pages print against the records', () => {
    const sums = hoursOfFacts(facts);
    const page = (delivered: number): string =>
      [
        `  Planned beforehand                              9 h 45 min      ${sums.plannedMinutes}`,
        `  Delivered                                       5 h             ${delivered}`,
        `  of which confirmed by the mentee, or settled    3 h 40 min      ${sums.confirmedMinutes}`,
        `  of which not confirmed                          1 h 20 min      ${sums.unansweredMinutes}`,
        `  Disputed, and not counted                       45 min          ${sums.disputedMinutes}`,
        `  Two sessions at once, counted once: taken off   30 min          ${sums.overlapMinutes}`,
      ].join('\n');
    expect(recompute(files, page(sums.deliveredMinutes)).faults).toEqual([]);
    expect(recompute(files, page(sums.deliveredMinutes + 1)).faults).toHaveLength(1);
    expect(recompute(files, 'Nothing.').faults.length).toBeGreaterThan(3);
  });
});
