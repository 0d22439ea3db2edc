import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { grammar } from '../src/commands/grammar.js';
import { features } from '../src/features/index.js';
import { registryOf } from '../src/runtime/registry.js';

/**
 * Who may import whom (docs/architecture.md#who-may-import-whom): read from the imports themselves, each break named
 * with its rule and its mend.
 */

const root = path.resolve(import.meta.dirname, '..');

function filesIn(folder: string): string[] {
  return readdirSync(path.join(root, folder)).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(path.join(root, file)).isDirectory()) return filesIn(file);
    return /\.tsx?$/.test(name) ? [file] : [];
  });
}

interface Import {
  readonly from: string;
  readonly to: string;
}

function importsOf(file: string): Import[] {
  const source = readFileSync(path.join(root, file), 'utf8');
  const found = source.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;]*?\bfrom\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/g,
  );
  return [...found].map((m) => {
    const target = m[1] ?? m[2] ?? m[3] ?? '';
    const to = target.startsWith('.')
      ? path.normalize(path.join(path.dirname(file), target)).replace(/\.js$/, '')
      : target;
    return { from: file, to };
  });
}

/** What a room under `src/` may import of the others. */
const rooms: Readonly<Record<string, readonly string[]>> = {
  kernel: [],
  domain: ['kernel'],
  chat: ['kernel'],
  commands: ['kernel', 'chat', 'domain'],
  ports: ['kernel', 'chat', 'domain'],
  features: ['kernel', 'chat', 'domain', 'commands', 'ports'],
  runtime: ['kernel', 'chat', 'domain', 'commands', 'ports', 'features'],
  local: ['kernel', 'chat', 'domain', 'ports', 'features', 'runtime'],
};

/** The room of boot and of the command line, which puts the others together: it may import them all. */
const program = 'program';

/** Files of `src/` itself that may import adapters: boot and the command line's own tools. */
const doors: ReadonlySet<string> = new Set(
  [
    'backup',
    'command',
    'data-key',
    'signing-key',
    'doctor/data',
    'main',
    'move',
    'watched-lock',
    'pack',
    'platform-chats',
    'restore',
    'restore-on-server',
    'rotate-key',
    'heads',
    'keeping-said',
    'update',
    'upgrade-backup',
    'verified-copy',
    'verify',
    'verify/copy',
    'why-not',
    'files-refused',
    'keysheet',
  ].map((file) => `src/program/${file}.ts`),
);

/** Vendors' packages, and the one folder that may import each; what keeps alarms in a database is a part of that, too. */
const vendors: readonly (readonly [vendor: RegExp, home: string, too?: string])[] = [
  [/^@slack\//, 'adapters/slack'],
  [/^(botbuilder|botframework|@microsoft\/)/, 'adapters/teams'],
  [/^@?prisma(\/|$)|^better-sqlite3$|^sqlite-for-node-20$|prisma\/generated/, 'adapters/prisma'],
  [/^node-cron$/, 'adapters/jobs'],
  [/^graphile-worker(\/|$)/, 'adapters/jobs', 'adapters/prisma/postgresql'],
  [/^prom-client$/, 'adapters/metrics'],
  [/^@opentelemetry\//, 'adapters/tracing'],
  [/^nodemailer$/, 'adapters/mail'],
  [/^uqr$/, 'adapters/web'],
  [/^preact/, 'adapters/web'],
  [/^(ical-generator$|echarts(\/|$)|@resvg\/|@fontsource\/)/, 'adapters/documents'],
];

function breaks(imports: readonly Import[]): string[] {
  const faults: string[] = [];
  for (const { from, to } of imports) {
    const [top, room = ''] = from.split(path.sep);
    const [toTop, toRoom = ''] = to.split(path.sep);
    const say = (rule: string): void => void faults.push(`${from} imports ${to}: ${rule}`);
    if (top === 'src' && toTop === 'adapters' && !doors.has(from))
      say('only program/main.ts imports adapters; give it the port instead');
    if (top === 'src' && toTop === 'src' && room in rooms && toRoom !== room) {
      if (!(toRoom in rooms)) say(`${room} may not import what stands outside the rooms; move what it needs into one`);
      else if (!rooms[room]?.includes(toRoom))
        say(`${room} may import only ${rooms[room]?.join(', ') || 'nothing'}; move what both need further in`);
    }
    if (top === 'src' && room === 'runtime' && toTop === 'src' && toRoom === 'features')
      if (to !== path.join('src', 'features', 'feature'))
        say(
          'the runtime knows no feature; let it say what it needs through a member of `Feature` in features/feature.ts',
        );
    if (top === 'src' && room === 'features') {
      const [, , feature = '', inner] = from.split(path.sep);
      const [, , other = '', otherInner] = to.split(path.sep);
      const isIndex = from === path.join('src', 'features', 'index.ts');
      if (
        toTop === 'src' &&
        toRoom === 'features' &&
        !isIndex &&
        otherInner !== undefined &&
        other !== 'shared' &&
        (inner === undefined || feature !== other)
      )
        say(
          'a feature never imports another; show its face by name, or move what both need to domain or features/shared/',
        );
    }
    if (top === 'adapters') {
      if (toTop === 'adapters' && toRoom !== room)
        say('an adapter never imports another; what both need belongs in src/');
    }
    if (to === 'express' && top === 'src' && room !== program)
      say('Express stays in adapters/ and src/program/; give it a plain function instead');
    for (const [vendor, home, too = home] of vendors)
      if (vendor.test(to) && !from.startsWith(home) && !from.startsWith(too) && (top === 'src' || top === 'adapters'))
        say(`this package stays inside ${[...new Set([home, too])].join('/ and ')}/`);
  }
  return faults;
}

test('every import keeps to the house', () => {
  const files = [...filesIn('src'), ...filesIn('adapters')];
  expect(files.length).toBeGreaterThan(80);
  expect(breaks(files.flatMap(importsOf))).toEqual([]);
});

/** Every name by which a feature is called: typed words, buttons, forms, cards, what falls due and what is audited. */
const namesOfFeatures = (): ReadonlySet<string> => {
  const all = registryOf(features);
  const parts = [all.commands, all.across, all.presses, all.forms, all.faces, all.prompts];
  return new Set([
    ...grammar.map((w) => w.word),
    ...parts.flatMap((part) => [...(part as ReadonlyMap<string, unknown>).keys()]),
    ...features.map((f) => f.name),
    // Whatever else a feature writes as `concern.open`: a button that is answered from memory, an audit entry.
    ...filesIn(path.join('src', 'features')).flatMap((file) =>
      [...readFileSync(path.join(root, file), 'utf8').matchAll(/'([a-z][a-z-]*\.[a-z][a-z-]*)'/g)].map(
        (m) => m[1] ?? '',
      ),
    ),
  ]);
};

/** Quoted in the runtime, and yet no reaching into a feature: what it is there. */
const homonyms: readonly { readonly in: string; readonly name: string; readonly is: string }[] = [
  {
    in: 'src/runtime/inbound/act-as.ts',
    name: 'programme.first-coordinator',
    is: 'audited of whom the program’s own settings name, as it is of whoever sends the printed code',
  },
  { in: 'src/runtime/inbound/dispatch.ts', name: 'home', is: 'a kind of event: a platform opened a home view' },
  { in: 'src/runtime/outbound/mails.ts', name: 'link', is: 'why a mail was not sent: its link opens nothing any more' },
  {
    in: 'src/runtime/outbound/pictures.ts',
    name: 'hours',
    is: 'a kind of picture: the one that may be placed in a chat',
  },
  { in: 'src/runtime/work.ts', name: 'cancel', is: 'a property of a buffered prompt' },
];

test('the runtime names no word, button, form, card or prompt of a feature', () => {
  const names = namesOfFeatures();
  expect(names.size).toBeGreaterThan(150);
  const found = new Set<string>();
  for (const file of filesIn(path.join('src', 'runtime'))) {
    // Of what is imported, said in a comment or picked from a type, nothing is done with its name.
    const code = readFileSync(path.join(root, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      .replace(/\b(?:Pick|Omit)<[^>]*>/g, '')
      .replace(/\bfrom '[^']+'/g, '');
    for (const [, quoted = ''] of code.matchAll(/'([^'\n]+)'/g))
      if (names.has(quoted)) found.add(`${file} names ${quoted}`);
    // `zone-ask:${subject}`: what begins a key is a name where it is more than one word.
    for (const [, begins = ''] of code.matchAll(/`([a-z]+[-.][a-z-]+):\$/g))
      if (names.has(begins)) found.add(`${file} names ${begins}`);
  }
  expect([...found].sort()).toEqual(homonyms.map((h) => `${h.in} names ${h.name}`).sort());
});

test('a break is seen and named', () => {
  const f = (from: string, to: string): string[] => breaks([{ from, to }]);
  expect(f('src/domain/a.ts', 'src/chat/text')[0]).toContain('domain may import only kernel');
  expect(f('src/features/a/index.ts', 'src/features/b/card')[0]).toContain('never imports another');
  expect(f('src/features/a/index.ts', 'src/features/a/card')).toEqual([]);
  expect(f('src/features/a/index.ts', 'src/features/shared/guards')).toEqual([]);
  expect(f('src/features/shared/guards.ts', 'src/features/b/card')[0]).toContain('never imports another');
  expect(f('src/runtime/inbound/receive.ts', 'src/features/join-accounts/code')[0]).toContain('knows no feature');
  expect(f('src/runtime/inbound/receive.ts', 'src/features/feature')).toEqual([]);
  expect(f('src/bot.ts', 'adapters/web/chat')[0]).toContain('only program/main.ts');
  expect(f('adapters/web/local-chat/chat.ts', 'adapters/slack/text')[0]).toContain('never imports another');
  expect(f('src/runtime/inbound/receive.ts', '@slack/bolt')[0]).toContain('adapters/slack');
  expect(f('src/local/a.ts', 'express')[0]).toContain('Express stays');
  expect(f('src/runtime/a.ts', 'src/program/config')[0]).toContain('outside the rooms');
});

test('no file outgrows a room', () => {
  const long = [...filesIn('src'), ...filesIn('adapters')]
    .map((file) => [file, readFileSync(path.join(root, file), 'utf8').split('\n').length] as const)
    .filter(([, lines]) => lines > 430);
  expect(long).toEqual([]);
});

test('nobody but kernel reads the machine’s clock or chance', () => {
  const offenders = filesIn('src')
    .filter((f) => !f.startsWith(path.join('src', 'kernel')))
    .filter((f) =>
      /\bDate\.now\(\)|new Date\(\)|Math\.random\(|randomUUID\(|randomBytes\(|randomFillSync\(/.test(
        readFileSync(path.join(root, f), 'utf8'),
      ),
    );
  expect(offenders).toEqual([]);
});
