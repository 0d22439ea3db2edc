import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packMaker } from '../../adapters/documents/packs.js';
import type { Pack, PackId } from '../../src/domain/pack/pack.js';
import { shortPackId } from '../../src/domain/pack/pack.js';
import type { PortfolioId } from '../../src/kernel/ids.js';
import type { samplePeople } from '../../src/local/sample-people.js';
import { bin } from '../support/bin.js';
import { startBot, type TestBot } from '../support/bot.js';
import { addsOutsider, allocate, Browser, codeIn, linkOf } from '../support/holder.js';
import { addressIn, answersAgreement, proposed } from '../support/links-world.js';
import { namesIn } from '../support/names-nowhere.js';
import { canReadPdf, type ReadPdf, readPdf } from '../support/pdf-tools.js';
import type { Someone } from '../support/someone.js';
import { agreed, planned, toTheEnd } from '../support/steps.js';
import { testRootKey } from '../support/store.js';
import { type LinkSite, linkSite, Visitor } from '../support/visitor.js';
import { built } from './browser.js';

/**
 * A pack from the first question to the file that an assessor opens, with the process that makes packs: three mentees, one
 * of whom leaves a passage out, one says nothing, and one has no account; then the same by the command, beside no bot.
 */

const people: typeof samplePeople = [
  { user: 'maya', name: 'Maya Okafor', roles: ['mentor'] },
  { user: 'zoe', name: 'Zoë van den Berg', roles: ['mentee'] },
  { user: 'will', name: 'Will Strand', roles: ['mentee'] },
  { user: 'priya', name: 'Priya Nair', roles: ['coordinator'] },
];
const kai = 'Kai Lund';

/** Of each mentee, what was written of them. Words that everybody knows: any other could be a name, and is taken out. */
const wrote = {
  zoe: {
    happened: 'Like thunder: ZOË’s call to Hillside School went well; Priya helped, and Van den Berg senior rang back.',
    next: 'Like copper: Zoe van den Berg asks what comes next.',
  },
  will: { happened: 'Like velvet: Will will ring Zoë’s centre.', next: 'Like marble: Will’s own list.' },
  kai: {
    happened: 'Like butter: Kai and Will rang together, as Lund, Kai asked.',
    next: 'Like winter: kai writes it down at Hillside School, and tells his nan.',
  },
} as const;

const readable = canReadPdf('a whole pack’s PDF as other programs read it');

describe.runIf(readable)('a pack from its question to its file', { timeout: 240_000 }, () => {
  let t: TestBot;
  let site: LinkSite;
  let folder: string;
  const packs = packMaker(join(dirname(bin), 'packer.js'));
  let id: PackId;
  let files: Readonly<Record<string, Uint8Array>>;
  let zip: Uint8Array;
  let pdf: ReadPdf;

  beforeAll(async () => {
    built();
    folder = mkdtempSync(join(tmpdir(), 'mentorlog-whole-'));
    site = await linkSite(() => t);
    t = await startBot({
      people,
      packs,
      // In the past of any clock: the command has this machine's.
      start: '2025-11-24T09:00:00Z',
      file: join(folder, 'mentorlog.db'),
      pages: () => ({ base: site.base, loopback: false }),
    });
  }, 240_000);
  afterAll(async () => {
    await site?.stop();
    await t?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const portfolio = async (): Promise<PortfolioId> => {
    const [mine] = await t.store.read((tx) => tx.in(t.programme).portfolios.ofMentor(t.as('maya').id));
    return mine?.id as PortfolioId;
  };
  const newest = async (): Promise<Pack> => {
    const of = await portfolio();
    const [pack] = await t.store.read((tx) => tx.in(t.programme).packs.ofPortfolio(of));
    return pack as Pack;
  };

  /** Planned for a day at three, held for three quarters of an hour, recorded. */
  async function meets(who: keyof typeof wrote, day: string): Promise<void> {
    const maya = t.as('maya');
    await planned(t, 'maya', `plan @${who} ${day} 15:00 45m Phone calls`);
    await t.clock.to(`${day}T15:46:00Z`);
    await maya.presses('record.open');
    for (let i = 0; i < 6 && maya.last?.kind === 'form'; i += 1) {
      const { form, step } = maya.form();
      for (const { id: field } of (form.steps.find((s) => s.id === step)?.items ?? []) as readonly { id: string }[])
        for (const [where, value] of [
          [/^outcome/, 'met'],
          [/^skill$/, 'active-listening'],
          [/^skill-example$/, 'I counted to five before I spoke.'],
          [/^happened$/, wrote[who].happened],
          [/^next-focus$/, wrote[who].next],
        ] as const)
          if (where.test(field)) maya.fills({ [field]: value });
      await (form.steps.at(-1)?.id === step ? maya.submits() : maya.next());
    }
    expect(maya.last?.kind).not.toBe('form');
  }
  /** Goes on to the end of the look, and leaves out what says this. */
  async function leavesOut(who: Someone, words: RegExp): Promise<void> {
    let left = 0;
    for (let i = 0; i < 30 && who.last?.kind === 'form'; i += 1) {
      const { form, step } = who.form();
      const items = form.steps.find((s) => s.id === step)?.items ?? [];
      items.forEach((item, at) => {
        if (item.kind !== 'choice' || !words.test(JSON.stringify(items.slice(Math.max(0, at - 1), at + 1)))) return;
        if (!item.of.some((o) => o.value === 'out')) return;
        who.fills({ [item.id]: ['out'] });
        left += 1;
      });
      await (form.steps.at(-1)?.id === step ? who.submits() : who.next());
    }
    expect(left).toBe(1);
  }

  test('a season of three: asked for with words, looked at, decided by the mentor, made on the day', async () => {
    const maya = t.as('maya');
    for (const mentee of ['zoe', 'will']) await agreed(t, 'maya', mentee);
    await proposed(t, kai);
    await maya.presses('link.make');
    await answersAgreement(new Visitor(site, addressIn(maya.last)));
    await t.settled();
    await meets('zoe', '2025-11-24');
    await meets('will', '2025-11-25');
    await meets('kai', '2025-11-26');
    await t.clock.to('2025-11-27T10:00:00Z');

    await maya.types('evidence');
    await maya.presses('pack.open');
    await maya.presses('pack.ask');
    await toTheEnd(maya);
    id = (await newest()).id;
    expect(await newest()).toMatchObject({ state: 'looking', withWords: true });

    // Zoë leaves one passage out; Will says nothing; Kai, by a link, lets everything stand.
    const zoe = t.as('zoe');
    await zoe.presses('pack.look');
    await zoe.fills({ how: 'choose' }).next();
    await leavesOut(zoe, /thunder/);
    const given = t.chat
      .in('web:maya' as never)
      .flatMap((m) => m.message.card.blocks.flatMap((b) => (b.kind === 'buttons' ? b.items : [])))
      .find((b) => b.press.verb === 'link.make' && b.press.subject.includes('pack-look'));
    await maya.presses('link.make', { subject: given?.press.subject ?? '' });
    const visitor = new Visitor(site, addressIn(maya.last));
    await visitor.begins();
    await visitor.sends({ how: 'all' }, 'submit');
    expect(visitor.words).toContain('Nobody is told what you chose');

    await t.clock.to('2025-12-04T10:00:01Z');
    expect((await newest()).state).toBe('deciding');
    expect(maya.sees().at(-1)).toContain('could tell who somebody is');
    await maya.presses('pack.decide');
    // What has no choice beforehand is taken out.
    for (let i = 0; i < 9 && maya.last?.kind === 'form'; i += 1) {
      const { form, step, answers } = maya.form();
      for (const item of form.steps.find((s) => s.id === step)?.items ?? [])
        if (item.kind === 'choice' && answers.values[item.id] === undefined) maya.fills({ [item.id]: 'out' });
      await (form.steps.at(-1)?.id === step ? maya.submits() : maya.next());
    }
    expect(await newest()).toMatchObject({ state: 'ready', code: '' });
    expect(maya.sees().at(-1)).toContain('It is ready');
  });

  test('fetched by its mentor and by an assessor, each by a link and a code of their own, it is one and the same file', async () => {
    const maya = t.as('maya');
    const made = await maya.presses('pack.fetch', { subject: id });
    await t.clock.pass(60_000);
    const ivy = await addsOutsider(t, 'Ivy Assessor', 'assessor');
    await allocate(t, ivy, 'assessor');
    const theirs = await linkOf(t, ivy);
    const got: Uint8Array[] = [];
    for (const { address, code, way } of [
      { address: addressIn(made), code: codeIn(made), way: [] },
      { ...theirs, way: ['Open'] },
    ]) {
      const browser = new Browser(site);
      await browser.opens(address);
      await browser.enters(address, code);
      for (const label of way) await browser.presses(label);
      const href = /<a [^>]*href="([^"]*)"[^>]*>Download</.exec(browser.page.html)?.[1]?.replaceAll('&amp;', '&');
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(new URL(href ?? '/nothing', site.base), { headers: { Cookie: cookie } });
      expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/zip']);
      got.push(new Uint8Array(await answer.arrayBuffer()));
    }
    [zip = new Uint8Array()] = got;
    expect(Buffer.compare(got[0] ?? new Uint8Array(), got[1] ?? new Uint8Array())).toBe(0);
    files = unzipSync(zip);
    pdf = readPdf(folder, files['evidence.pdf'] ?? new Uint8Array());
  });

  test('in all of it nobody is named but who hands it in', () => {
    const names = [...people.map((p) => p.name), kai, 'Ivy Assessor', 'Hillside School'];
    expect(namesIn({ 'pack.zip': zip }, names, ['Maya Okafor', 'will', 'school', 'assessor'])).toEqual([]);
  });

  test('what was left out, and whatever the silent one could have let stand, is in none of it; their counts are', () => {
    const all = Object.entries(files)
      .filter(([name]) => name !== 'evidence.pdf')
      .map(([, bytes]) => strFromU8(bytes))
      .join('\n');
    for (const [where, words] of [
      ['the files', all],
      ['the pages', pdf.text],
      ['the PDF', pdf.raw],
      ['read aloud', pdf.structure],
    ] as const)
      for (const gone of ['thunder', 'velvet', 'marble']) expect([where, words.includes(gone)]).toEqual([where, false]);
    // What could tell was taken out, as the mentor had it.
    for (const out of ['Hillside', 'his nan'])
      expect([out, all.includes(out), pdf.text.includes(out)]).toEqual([out, false, false]);
    for (const stays of ['copper', 'butter', 'winter', '[a school]', '[family]']) {
      expect([stays, all.includes(stays)]).toEqual([stays, true]);
      expect([stays, pdf.text.includes(stays)]).toEqual([stays, true]);
    }
    const records = JSON.parse(strFromU8(files['records.json'] ?? new Uint8Array()));
    const { figures } = JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array()));
    expect([records.sessions.length, figures.sessions, Object.keys(figures.byMentee).length]).toEqual([3, 3, 3]);
  });

  test('a checker that shares no code finds no fault, in the files and on the pages', () => {
    const out = join(folder, 'pack');
    mkdirSync(out);
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(out, name), bytes);
    const pages = join(folder, 'pages.txt');
    execFileSync('pdftotext', ['-layout', join(out, 'evidence.pdf'), pages]);
    const checked = spawnSync(process.execPath, ['test/recompute/recompute.mjs', out, pages], { encoding: 'utf8' });
    expect([checked.status, checked.stderr], checked.stdout).toEqual([0, '']);
  });

  test('its PDF is clean: every font in it, and its headings in order when read aloud', () => {
    expect(pdf.fonts.filter((f) => !f.embedded)).toEqual([]);
    const levels = [...pdf.structure.matchAll(/^\s*H([1-6])\b/gm)].map((m) => Number(m[1]));
    expect(levels[0]).toBe(1);
    // A long word in a narrow cell is found whole.
    expect(pdf.text).toContain('with the organisation’s');
    expect(levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1)).toEqual([]);
  });

  test('the command writes the same file, beside a bot that rests; and makes it again where it is kept no more', async () => {
    const program = (...args: readonly string[]) =>
      spawnSync(process.execPath, [bin, 'pack', ...args], {
        cwd: folder,
        encoding: 'utf8',
        env: {
          PATH: process.env.PATH,
          HOME: folder,
          DATABASE_URL: `file:${folder}/mentorlog.db`,
          DATA_KEY: Buffer.from(testRootKey).toString('hex'),
          // What has to be made anew is signed, and the command makes no key of its own.
          SIGNING_KEY: '22'.repeat(32),
        },
      });
    const listed = program();
    expect([listed.status, listed.stderr]).toEqual([0, '']);
    expect(listed.stdout).toContain(shortPackId(id));
    const write = (name: string): Uint8Array => {
      const written = program(shortPackId(id), '--to', join(folder, name));
      expect([written.status, written.stderr]).toEqual([0, '']);
      return new Uint8Array(readFileSync(join(folder, name)));
    };
    expect(Buffer.compare(write('handed-in.zip'), zip)).toBe(0);
    // Its file is thrown away: the command makes it again by itself, of the same.
    await t.store.write((tx) => tx.in(t.programme).packs.dropFile(id));
    const again = unzipSync(write('again.zip'));
    for (const name of ['records.json', 'hours.csv', 'records.schema.json'])
      expect([name, strFromU8(again[name] ?? new Uint8Array())]).toEqual([
        name,
        strFromU8(files[name] ?? new Uint8Array()),
      ]);
    expect(JSON.parse(strFromU8(again['manifest.json'] ?? new Uint8Array()))).toMatchObject({ again: true });
  });
});
