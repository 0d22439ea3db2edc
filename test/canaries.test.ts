import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Answers,
  type Field,
  type FormView,
  type Item,
  type Move,
  placeOf,
  type Readers,
  type Value,
} from '../src/chat/form.js';
import type { Inbound, Reply } from '../src/chat/inbound.js';
import { randomIds } from '../src/kernel/ids.js';
import { localTenant } from '../src/local/sample-people.js';
import { lineLog } from '../src/runtime/log.js';
import { directOf } from './support/chat.js';
import { everyForm } from './support/every-form.js';
import { type PermissionsWorld, permissionsWorld, registry } from './support/permissions-world.js';
import { everyRole } from './support/roles.js';
import { teamsDialogs } from './support/teams-dialogs.js';

/**
 * A word that nobody else types goes into every box for words of every form there is. Then it stands in no line of the log,
 * in no message of anybody's unless its field may be shown, in no answer to people whom it does not concern, and readable in
 * no byte of the files. It goes in as the runtime takes it, and as somebody types it in Teams' windows. What comes in at the doors of the compiled program is tried in `test/inputs`.
 */

const bird = 'Goldammer';
interface Canary {
  readonly words: string;
  readonly form: string;
  readonly field: string;
  readonly readers: Readers;
  readonly by: string;
}
/** These have no box for words, or are opened by what is not in this world; each is typed into in the tests of its feature. */
const without: Readonly<Record<string, string>> = {
  'concerns-erase': 'a code alone, once something is over: test/features/rights/concerns-over.test.ts',
  'concerns-keep': 'no box: of a concern nothing is typed',
  retention: 'numbers alone',
  suggest: 'days and times alone',
  allocation: 'choices and dates alone',
  handover: 'a choice alone',
  'handover-choice': 'choices alone',
  'stakeholder-choice': 'a choice alone',
  role: 'a name only for somebody without an account: test/features/coordinate',
  quote: 'no session waits for a record here; its words go into one: test/features/write-record',
  'ask-words': 'its question was answered here: the same box stands in session-answers',
  'hours-different': 'the length was settled here; a number, and a line: test/features/give-feedback',
  'their-name': 'nobody is without an account here: test/features/without-account',
  'check-word': 'switched off here: test/features/check-in',
  'goal-levels': 'no goals are asked about here; the same box stands in record',
  'release-choice': 'choices alone',
  'release-look': 'nothing was chosen here: test/features/release',
  'pack-look': 'choices alone',
  'pack-decide': 'nothing waits here: test/features/pack',
};

test('no form is without a row, and no row is of none', () => {
  expect(Object.keys(everyForm).sort()).toEqual([...registry.forms.keys()].sort());
  for (const form of Object.keys(without)) expect(registry.forms.has(form as never), form).toBe(true);
});

/** What takes people, their parts or what is kept comes after everything else. */
const atTheEnd = ['handover', 'handover-choice', 'role', 'erase-confirm', 'setup', 'import'];
/** Answers come before what they answer is written anew. */
const atFirst = ['agreement-answer'];
const between = Object.keys(everyForm).filter((f) => !atFirst.includes(f) && !atTheEnd.includes(f));
const inOrder = [...atFirst, ...between, ...atTheEnd];

/** How a form comes to its writer and back. */
type Way = 'as the runtime takes it' | 'in a window of Teams';

describe.each<Way>(['as the runtime takes it', 'in a window of Teams'])('%s', (way) => {
  const canaries: Canary[] = [];
  const kept = new Set<string>();
  const lines: string[] = [];

  let w: PermissionsWorld;
  beforeAll(async () => {
    w = await permissionsWorld({
      log: lineLog(
        (line) => void lines.push(line),
        () => 0,
        'info',
      ),
    });
  }, 90_000);
  afterAll(() => w?.t.stop());

  const ids = randomIds();
  const isField = (i: Item): i is Field => i.kind !== 'note' && i.kind !== 'group';

  async function hear(user: string, event: object): Promise<Reply> {
    const { reply } = await w.t.bot.hear({
      deliveryId: ids.next('delivery'),
      who: { platform: 'web', tenant: localTenant, user },
      surface: { scope: 'direct', form: true },
      at: directOf(user),
      ...event,
    } as unknown as Inbound);
    return reply;
  }

  /** Something that this field takes: a word of its own where it is a box for words. */
  function valueFor(f: Field, form: string, by: string, row = ''): Value {
    switch (f.kind) {
      case 'text': {
        const n = canaries.length + 1;
        const words = `${bird}${n} and ${bird}${n}`.slice(0, Math.max(1, f.max));
        canaries.push({ words, form, field: `${row}${f.id}`, readers: f.readers, by });
        return words;
      }
      case 'choice':
        return f.many === true ? f.of.slice(0, 1).map((o) => o.value) : (f.of[0]?.value ?? '');
      case 'date':
        return '2026-11-24';
      case 'time':
        return '15:00';
      default:
        return f.min;
    }
  }

  /** Every box of a step filled, a row that is there as well. */
  function filled(view: FormView, by: string): Answers {
    const { values, rows } = view.answers;
    const step = view.form.steps.find((s) => s.id === view.step);
    const typed: Record<string, Value> = {};
    const inRows: Record<string, { key: string; values: Record<string, Value> }[]> = {};
    for (const i of step?.items ?? []) {
      if (isField(i))
        typed[i.id] =
          i.kind === 'text' || values[i.id] === undefined ? valueFor(i, view.form.id, by) : (values[i.id] as Value);
      if (i.kind === 'group')
        inRows[i.id] = (rows[i.id] ?? []).map((r) => ({
          key: r.key,
          values: Object.fromEntries(i.fields.map((f) => [f.id, valueFor(f, view.form.id, by, `${i.id}/`)])),
        }));
    }
    return { values: { ...values, ...typed }, rows: { ...rows, ...inRows } };
  }

  /** Types into all steps of a form, and sends it. Answers whether it was there to type into. */
  async function typesInto(form: string): Promise<boolean> {
    const [user, subject] = everyForm[form] ?? ['', ''];
    const draft = ids.next<'draft'>('draft');
    const person = w.t.people.get(user);
    if (person === undefined) throw new Error(`nobody is ${user}`);
    const at = w.t.clock.now();
    const none: Answers = { values: {}, rows: {} };
    await w.t.store.write((tx) =>
      tx.in(w.t.programme).drafts.save({
        ...{ id: draft, person, form, subject: w.filled(subject), revision: 1, step: '', answers: none },
        ...{ openedAt: at, savedAt: at, doneAt: null, outcome: '' },
      }),
    );
    const moves = async (view: FormView | undefined, step: string, answers: Answers, move: Move): Promise<Reply> => {
      w.t.clock.set(w.t.clock.now() + 3_000);
      return hear(user, { kind: 'form', draft, revision: view?.revision ?? 1, step, move, answers });
    };
    if (way === 'in a window of Teams') return typesInWindow(user, draft, form);
    let reply = await moves(undefined, '', none, { do: 'save' });
    let typed = false;
    for (let n = 0; n < 12 && reply.kind === 'form'; n += 1) {
      const { view } = reply;
      const at = view.form.steps.findIndex((s) => s.id === view.step);
      const last = at === view.form.steps.length - 1;
      const before = canaries.length;
      const answers = filled(view, user);
      typed ||= canaries.length > before;
      await moves(view, view.step, answers, { do: 'save' });
      const again = await moves(view, view.step, answers, { do: last ? 'submit' : 'next' });
      // What is refused is kept in the draft, and that is enough.
      if (again.kind !== 'form' || again.view.step === view.step) {
        if (again.kind !== 'form') kept.add(form);
        break;
      }
      reply = again;
    }
    return typed;
  }

  /** Who is at Teams, and what they were answered last. */
  const there: { user: string; reply: Reply | undefined } = { user: '', reply: undefined };
  const teams = teamsDialogs(async (event) => {
    w.t.clock.set(w.t.clock.now() + 3_000);
    const who = { platform: 'web', tenant: localTenant, user: there.user } as const;
    const answer = await w.t.bot.hear({ ...event, who, at: directOf(there.user) } as Inbound);
    there.reply = answer.reply;
    return answer;
  });

  /** The same in Teams' own window: each step drawn, typed into where it has an input, and sent as a client does. */
  async function typesInWindow(user: string, draft: string, form: string): Promise<boolean> {
    Object.assign(there, { user, reply: undefined });
    let card = await teams.opens(draft);
    let typed = false;
    for (let n = 0; n < 12; n += 1) {
      const { reply } = there as { reply: Reply | undefined };
      if (reply?.kind !== 'form') break;
      const { view } = reply;
      // It may lead to another, which confirms it.
      if (n === 0) expect(view.form.id).toBe(form);
      const last = view.form.steps.at(-1)?.id === view.step;
      const before = canaries.length;
      const { values, rows } = filled(view, user);
      typed ||= canaries.length > before;
      const inRows = Object.entries(rows).flatMap(([group, each]) =>
        each.flatMap((row) => Object.entries(row.values).map(([f, value]) => [placeOf(group, row.key, f), value])),
      );
      const all = { ...values, ...Object.fromEntries(inRows) } as Readonly<Record<string, Value>>;
      // Whoever cannot read all of what they would sign keeps it, and signs elsewhere.
      const signs = JSON.stringify(card).includes('"x":"submit"');
      card = await teams.presses(card, last ? (signs ? 'submit' : 'save') : 'next', all);
      const { reply: again } = there as { reply: Reply | undefined };
      if (again?.kind !== 'form') kept.add(form);
      else if (again.view.step === view.step) break;
    }
    return typed;
  }

  describe('every box of every form is typed into', () => {
    test.each(inOrder)('%s', { timeout: 60_000 }, async (form) => {
      expect(await typesInto(form)).toBe(!(form in without));
    });
  });

  describe('then nothing of it', () => {
    test('stands in the log', async () => {
      await w.t.settled();
      expect(canaries.length).toBeGreaterThan(100);
      expect(kept.size).toBeGreaterThan(15);
      expect(lines.filter((line) => line.includes(bird))).toEqual([]);
      expect(teams.log.filter((line) => line.includes(bird))).toEqual([]);
    });

    test('stands in a message, unless its field may', async () => {
      await w.t.settled();
      const found: string[] = [];
      for (const { user } of everyRole) {
        const messages = w.t.as(user).sees().join('\n');
        for (const c of canaries)
          if (c.readers !== 'shown' && c.readers !== 'own' && messages.includes(c.words))
            found.push(`${user} reads ${c.form}/${c.field}`);
      }
      // What Teams posts beside a window stands in the chat, where a phone may lie open.
      const posted = JSON.stringify(teams.posted);
      for (const c of canaries)
        if (c.readers !== 'shown' && c.readers !== 'own' && posted.includes(c.words))
          found.push(`Teams posts ${c.form}/${c.field}`);
      expect(found).toEqual([]);
    });

    test('stands in what is answered to people whom it does not concern', { timeout: 60_000 }, async () => {
      const found: string[] = [];
      for (const user of ['tom', 'aisha', 'grace', 'sal', 'nobody'])
        for (const text of [
          'home',
          'past',
          'hours',
          'feedback',
          'rights',
          'people',
          'settings',
          'concern',
          'evidence',
        ]) {
          const said = JSON.stringify(await hear(user, { kind: 'command', text, mentions: [] }));
          for (const c of canaries)
            if (c.by !== user && c.readers !== 'shown' && said.includes(c.words))
              found.push(`${user} reads ${c.form}/${c.field} by ${text}`);
        }
      expect(found).toEqual([]);
    });

    test('stands readable in the files', async () => {
      const folder = path.dirname(w.t.file);
      const names = (await readdir(folder)).filter((name) => name.startsWith(path.basename(w.t.file)));
      expect(names.length).toBeGreaterThan(1);
      for (const name of names) {
        const bytes = await readFile(path.join(folder, name), 'latin1');
        const at = bytes.indexOf(bird);
        expect(at < 0 ? '' : bytes.slice(Math.max(0, at - 200), at + 60), `${name} holds what was typed`).toBe('');
      }
    });
  });
});
