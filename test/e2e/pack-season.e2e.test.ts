import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packMaker } from '../../adapters/documents/packs.js';
import type { Pack } from '../../src/domain/pack/pack.js';
import type { PortfolioFacts } from '../../src/domain/portfolio-facts.js';
import { day, minute } from '../../src/kernel/clock.js';
import type { PackMaker, PackSource } from '../../src/ports/packs.js';
import { recompute } from '../recompute/recompute.mjs';
import { bin } from '../support/bin.js';
import { acts, liveEvidenceSeason } from '../support/evidence-season.js';
import { Browser, codeIn } from '../support/holder.js';
import { addressIn, openLinks } from '../support/links-world.js';
import { namesIn } from '../support/names-nowhere.js';
import { held, recorded } from '../support/newer-steps.js';
import { canReadPdf, type ReadPdf, readPdf } from '../support/pdf-tools.js';
import type { Sent, StakeholderWorld } from '../support/stakeholder-world.js';
import { toTheEnd } from '../support/steps.js';
import { Visitor } from '../support/visitor.js';
import { built } from './browser.js';
import { heardInOrder, modelOf } from './pack-read-aloud.js';

/**
 * A season that people live in their chats becomes a pack: six hours with two mentees, a review from each side, a stakeholder,
 * three changes, a length on which two differ, a record that comes late. With the process that makes packs; read by others.
 */

const readable = canReadPdf('a whole season’s pack as other programs read it');

describe.runIf(readable)('a season lived in the chat, handed in', { timeout: 300_000 }, () => {
  let w: StakeholderWorld;
  let folder: string;
  /** What the process that makes packs was last told. */
  let source: PackSource | undefined;
  let zip: Uint8Array;
  let files: ReadonlyMap<string, Uint8Array>;
  let pdf: ReadPdf;
  let facts: PortfolioFacts;

  beforeAll(async () => {
    built();
    folder = await mkdtemp(join(tmpdir(), 'mentorlog-season-pack-'));
    const real = packMaker(join(bin, '../packer.js'));
    const packs: PackMaker = {
      survey: (of) => real.survey(of),
      make(of) {
        source = of;
        return real.make(of);
      },
    };
    const mails: Sent[] = [];
    const world = await openLinks(
      'public',
      undefined,
      {
        async send({ to, subject, text }) {
          mails.push({ to, subject, text });
          return { sent: true };
        },
        close() {},
      },
      packs,
    );
    w = {
      ...world,
      mails,
      visitor: (to) =>
        new Visitor(world.site, /https?:\S+/.exec(mails.findLast((m) => m.to === to)?.text ?? '')?.[0] ?? '/nothing'),
    };
    await liveEvidenceSeason(w);
    const { t, as, until, session } = acts(w);
    const [maya, leo, aisha] = [as('maya'), as('leo'), as('aisha')];

    // Three further sessions: of one they remember different lengths, and of the last the record comes in the week after.
    await session('aisha');
    const disputed = await held(t, 'maya', 'aisha', 'standard');
    await recorded(t, 'maya', disputed);
    await until(new Date(t.clock.now() + 31 * minute).toISOString());
    await aisha.presses('hours.different', { subject: disputed });
    await aisha.fills({ minutes: 30 }).submits();
    const late = await held(t, 'maya', 'aisha', 'standard');
    await until(new Date(t.clock.now() + 8 * day).toISOString());
    await recorded(t, 'maya', late, (asked) =>
      asked.includes('late-reason') ? { 'late-reason': 'The week before the holidays was full.' } : {},
    );

    // Asked for with words; one mentee lets all stand, the other says nothing; what could tell is taken out.
    await maya.types('evidence');
    await maya.presses('pack.open');
    await maya.presses('pack.ask');
    await toTheEnd(maya);
    await leo.presses('pack.look');
    await leo.fills({ how: 'all' }).submits();
    await until(new Date(t.clock.now() + 7 * day + minute).toISOString());
    const newest = (): Promise<Pack | undefined> =>
      t.store.read(async (tx) => {
        const rows = tx.in(t.programme);
        const [portfolio] = await rows.portfolios.ofMentor(maya.id);
        return portfolio === undefined ? undefined : (await rows.packs.ofPortfolio(portfolio.id))[0];
      });
    if ((await newest())?.state === 'deciding') {
      await maya.presses('pack.decide');
      for (let i = 0; i < 20 && maya.last?.kind === 'form'; i += 1) {
        const { form, step, answers } = maya.form();
        for (const item of form.steps.find((s) => s.id === step)?.items ?? [])
          if (item.kind === 'choice' && answers.values[item.id] === undefined) maya.fills({ [item.id]: 'out' });
        await (form.steps.at(-1)?.id === step ? maya.submits() : maya.next());
      }
    }
    const pack = await newest();
    expect(pack).toMatchObject({ state: 'ready', code: '', withWords: true });
    const made = await maya.presses('pack.fetch', { subject: pack?.id ?? '' });
    await t.clock.pass(minute);

    const browser = new Browser(w.site);
    await browser.opens(addressIn(made));
    await browser.enters(addressIn(made), codeIn(made));
    const href = /<a [^>]*href="([^"]*)"[^>]*>Download</.exec(browser.page.html)?.[1]?.replaceAll('&amp;', '&');
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(href ?? '/nothing', w.site.base), { headers: { Cookie: cookie } });
    expect(answer.status).toBe(200);
    zip = new Uint8Array(await answer.arrayBuffer());
    files = new Map(Object.entries(unzipSync(zip)));
    facts = JSON.parse(strFromU8(files.get('records.json') ?? new Uint8Array()));
    pdf = readPdf(folder, files.get('evidence.pdf') ?? new Uint8Array());
  }, 300_000);
  afterAll(async () => {
    await w?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('all that was lived is in it: hours, both mentees, three sides, the changes, what differs and what came late', () => {
    const { figures } = JSON.parse(strFromU8(files.get('manifest.json') ?? new Uint8Array()));
    expect(figures.sessions).toBe(9);
    expect(figures.minutes.delivered).toBe(360);
    expect(figures.minutes.disputed).toBe(45);
    expect(Object.keys(figures.byMentee)).toHaveLength(2);
    expect(facts.changes).toHaveLength(3);
    expect(new Set(facts.answers.map((a) => a.source))).toEqual(new Set(['mentee', 'self', 'stakeholder']));
    expect(facts.mentorships.flatMap((m) => m.reviews.map((r) => r.moment)).sort()).toEqual(
      expect.arrayContaining(['end', 'mid']),
    );
    expect(facts.reflection?.declaration?.own).toBe(true);
    expect(facts.sessions.filter((s) => s.lag === 'retrospective')).toHaveLength(1);
    expect(pdf.text).toMatch(/retrospective/);
  });

  test('every title and figure is heard in order, every font is in it, and the file is clean', () => {
    if (source === undefined) throw new Error('nothing was made');
    heardInOrder(pdf.structure, modelOf(source));
    expect(pdf.fonts.length).toBeGreaterThan(0);
    expect(pdf.fonts.filter((f) => !f.embedded)).toEqual([]);
    expect(pdf.info).toMatch(/^Tagged: +yes$/m);
  });

  test('nobody is named in it but the candidate', async () => {
    const people = await w.bot.store.read((tx) => tx.in(w.bot.programme).people.all());
    const others = people.map((p) => p.name).filter((name) => name !== '' && name !== 'Maya Okafor');
    expect(others).toEqual(expect.arrayContaining(['Leo Brandt', 'Aisha Rahman', 'Priya Nair', 'Sam Hill']));
    expect(namesIn({ 'pack.zip': zip }, others, ['Maya Okafor'])).toEqual([]);
  });

  test('a checker that shares no code comes to the same figures, in the files and on the pages', () => {
    expect(recompute(new Map(files), pdf.text).faults).toEqual([]);
  });
});
