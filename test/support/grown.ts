import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqlite } from '../../adapters/prisma/driver.js';
import type { AllocationId } from '../../src/domain/allocation.js';
import { askedToErase } from '../../src/features/shared/erasure-asked.js';
import { menteeAsks } from '../../src/features/shared/mentee-asks.js';
import { suggestPairs } from '../../src/features/shared/suggested-pairs.js';
import { day, hour, minute } from '../../src/kernel/clock.js';
import type { MentorshipId, PersonId } from '../../src/kernel/ids.js';
import { startBot, type TestBot } from './bot.js';
import { Growing, type Lived, type Made, type Size } from './growing.js';
import { everyRole } from './roles.js';
import { agreed, planned } from './steps.js';
import { migrated, openTestStore } from './store.js';

/** A programme that has grown: whom to act as, by their user names. */
export interface Grown {
  readonly t: TestBot;
  /** A mentor with a quarter of all mentees and half of all sessions. */
  readonly mentor: string;
  /** A mentee with a good part of that mentor's sessions, and of another mentor in every ten people. */
  readonly mentee: string;
  readonly ids: ReadonlyMap<string, PersonId>;
  /** Two of a kind that are not each other: the mentor's first mentorship, and one session of each kind in it. */
  readonly mentorship: string;
  readonly session: Made['first'];
  /** That mentor's. */
  readonly portfolio: string;
}

let folder: string | undefined;
function newFile(): string {
  if (folder === undefined) {
    const made = mkdtempSync(path.join(tmpdir(), 'mentorlog-grown-'));
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
    folder = made;
  }
  return path.join(folder, `${randomUUID()}.db`);
}

let once: Promise<Lived> | undefined;
/** Lived through as people would, so that whatever a row holds is as the program writes it. */
const lived = (): Promise<Lived> => {
  once ??= live();
  return once;
};

async function live(): Promise<Lived> {
  const file = newFile();
  copyFileSync(await migrated(), file);
  const t = await startBot({ file, people: everyRole });
  const [maya, leo] = [t.as('maya'), t.as('leo')];
  await agreed(t, 'maya', 'leo');
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Held');
  await leo.presses('plan.accept');
  await t.clock.to('2026-11-24T15:45:00Z');
  await maya.presses('record.open');
  const outcome = maya.form().form.steps[0]?.items.find((i) => i.id.startsWith('outcome'))?.id ?? '';
  maya.fills({ [outcome]: 'met', skill: 'active-listening', 'skill-example': 'I waited.', happened: 'Two calls.' });
  await maya.submits();
  await t.clock.pass(31 * minute);
  const [held] = await t.store.read((tx) => tx.in(t.programme).sessions.all());
  const subject = held?.id ?? '';
  await leo.presses('hours.confirm', { subject, arg: '45' });
  await leo.presses('ask.share', { subject, arg: 'now' });
  for (const arg of ['agreed.1.4', 'listened.1.4', 'pace.1.4']) await leo.presses('ask.rate', { subject, arg });
  await planned(t, 'maya', 'plan @leo tomorrow 3pm 45m Unrecorded');
  await leo.presses('plan.accept');
  await t.clock.to('2026-11-25T16:30:00Z');
  await planned(t, 'maya', 'plan @leo Friday 3pm 45m To come');
  await planned(t, 'maya', 'plan @leo next Monday 3pm 45m Asked');
  await t.store.write(async (tx) => {
    const rows = tx.in(t.programme);
    const [m] = await rows.mentorships.all();
    await rows.contacts.add({
      id: 'contact-1',
      mentorship: m?.id as MentorshipId,
      at: t.clock.now() - day,
      minutes: 10,
      note: 'On the phone.',
      author: maya.id,
      savedAt: t.clock.now() - day,
    });
  });
  const { programme, people, chat } = t;
  const now = t.clock.now();
  const deliveries = t.deliveries();
  await t.stop();
  return { file, now, programme, people, kept: chat, deliveries };
}

/**
 * Makes a programme of this size and starts a bot on it. Its rows are copies of what two people lived through, each with
 * ids of its own and sealed anew in its own place, put in by SQL.
 */
export async function grown(size: Size): Promise<Grown> {
  const from = await lived();
  const file = newFile();
  copyFileSync(from.file, file);
  copyFileSync(`${from.file}-keys`, `${file}-keys`);
  const people = new Map(from.people);
  const db = await openSqlite(`file:${file}`, { keepStatements: true });
  const keyFile = await openSqlite(`file:${file}-keys`, { keepStatements: true });
  let made: Made;
  try {
    await db.executeScript('PRAGMA foreign_keys=OFF; BEGIN');
    await keyFile.executeScript('BEGIN');
    made = new Growing(db, keyFile, from, people).grow(size);
    await keyFile.executeScript('COMMIT');
    await db.executeScript('COMMIT');
  } finally {
    await db.dispose();
    await keyFile.dispose();
  }
  await besideRows(file, from, made);
  const t = await startBot({
    resume: { file, now: from.now, deliveries: from.deliveries, programme: from.programme, people, chat: from.kept },
    people: [...everyRole, ...made.named],
    pages: () => ({ base: 'https://mentorlog.example.org', loopback: false }),
  });
  await t.settled();
  return {
    t,
    mentor: 'wide-mentor',
    mentee: 'wide-mentee',
    ids: people,
    mentorship: made.mentorships[0]?.id ?? '',
    session: made.first,
    portfolio: made.portfolio,
  };
}

/** What is kept beside the rows: for a tenth of the mentees each. */
async function besideRows(file: string, from: Lived, made: Made): Promise<void> {
  const { store, close } = await openTestStore({ file });
  await store.write(async (tx) => {
    const rows = tx.in(from.programme);
    const some = made.mentorships.filter((m, i) => m.mentee === made.mentorships[0]?.mentee || i % 10 === 1);
    for (const m of some) {
      await rows.kept.put(askedToErase, m.mentee, from.now - hour);
      await rows.kept.put(menteeAsks, m.mentee, [
        { id: 'a1', what: 'somebody-else', mentor: m.mentor, about: m.id, at: from.now - hour, doneAt: null },
      ]);
    }
    // They read every portfolio, however many there are.
    for (const [user, as] of [
      ['ada', 'assessor'],
      ['sue', 'supervisor'],
    ] as const)
      await rows.allocations.add({
        id: `allocation-${user}` as AllocationId,
        programme: from.programme,
        portfolio: null,
        person: from.people.get(user) as PersonId,
        as,
        from: from.now - day,
        until: null,
        madeBy: from.people.get('priya') as PersonId,
        madeAt: from.now - day,
      });
    await suggestPairs(
      rows,
      made.alone.flatMap((mentee, i) => {
        const mentor = made.mentorships[i]?.mentor;
        return i % 2 === 0 && mentor !== undefined ? [{ mentor, mentee }] : [];
      }),
    );
  });
  await close();
}
