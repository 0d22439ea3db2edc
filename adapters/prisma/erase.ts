import type { AgreementBody } from '../../src/domain/mentorship.js';
import type { RecordBody } from '../../src/domain/record.js';
import type { PlanBody } from '../../src/domain/session.js';
import type { PersonId } from '../../src/kernel/ids.js';
import { agreementAt, contactAt, goalAt } from './mentorships.js';
import { recordAt } from './records.js';
import { type Scope, text } from './scope.js';
import { planAt, sessionAt } from './sessions.js';

/**
 * Erasing somebody (docs/field.md#erasure): what they wrote and what was written of them is overwritten, what was
 * theirs alone goes, and their key is destroyed, so that no copy of these rows can be read again. What must add up
 * stays: who held how many minutes when, without a word. It stands under the programme's key from now on.
 */

const noAgreement: AgreementBody = {
  purpose: '',
  duration: '',
  frequency: '',
  place: '',
  roles: '',
  boundaries: '',
  confidentiality: '',
  ending: '',
  menteeRole: '',
  helps: '',
  avoid: '',
};
const noPlan: PlanBody = { objectives: [], activities: [], resources: '', strategies: '', guidance: [], goals: [] };
const onlyMinutes = (body: RecordBody): RecordBody => ({
  attended: body.attended,
  startedAt: body.startedAt,
  minutes: body.minutes,
  outcomes: [],
  skills: [],
  happened: '',
  actions: [],
  change: '',
  nextFocus: '',
  restorative: null,
  checkIn: '',
  checkOut: '',
});

/** Of a group's record, which is under its mentor's key: what each of its mentees reads, and goes on with. */
const groupsPart = (body: RecordBody): RecordBody => ({
  ...onlyMinutes(body),
  actions: body.actions,
  nextFocus: body.nextFocus,
});
/** Of a mentee's record without its mentor: what only the mentor read, or only the mentor is judged by, is blank. */
const withoutMentor = (body: RecordBody): RecordBody => ({
  ...body,
  change: '',
  skills: body.skills.map((s) => ({ ...s, example: '' })),
});

const nobody = '';
/** What a session of theirs is called from now on. */
const erasedTitle = 'Session';

export async function erase(s: Scope, person: PersonId, at: number): Promise<void> {
  const { db, programme: programmeId } = s;
  const keyOf = text(person);
  const ring = await s.ring([keyOf, nobody]);
  const under = { programmeId, keyOf };

  for (const row of await db.agreement.findMany({ where: under }))
    await db.agreement.updateMany({
      where: { mentorshipId: row.mentorshipId, version: row.version, programmeId },
      data: {
        keyOf: nobody,
        words: ring.seal(nobody, { body: noAgreement, changeWanted: '' }, agreementAt(row.mentorshipId, row.version)),
      },
    });
  for (const row of await db.goal.findMany({ where: under }))
    await db.goal.updateMany({
      where: { id: row.id, programmeId },
      data: { keyOf: nobody, words: ring.seal(nobody, { what: '', how: '' }, goalAt(row.id)) },
    });
  for (const row of await db.informalContact.findMany({ where: under }))
    await db.informalContact.updateMany({
      where: { id: row.id, programmeId },
      data: { keyOf: nobody, note: ring.seal(nobody, '', contactAt(row.id)) },
    });
  for (const row of await db.plan.findMany({ where: under }))
    await db.plan.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId },
      data: {
        keyOf: nobody,
        words: ring.seal(nobody, { title: erasedTitle, place: '', body: noPlan }, planAt(row.sessionId, row.version)),
      },
    });
  for (const row of await db.recordVersion.findMany({ where: under })) {
    const place = recordAt(row.sessionId, row.version);
    const { body } = ring.open<{ readonly body: RecordBody }>(keyOf, row.words, place);
    await db.recordVersion.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId },
      data: {
        keyOf: nobody,
        words: ring.seal(
          nobody,
          { body: row.authorId === keyOf ? groupsPart(body) : onlyMinutes(body), reason: '', lateReason: '' },
          place,
        ),
      },
    });
  }
  await eraseAuthor(s, keyOf);
  await eraseTitles(s, keyOf);

  await db.feedbackAnswer.deleteMany({ where: { programmeId, menteeId: keyOf } });
  await db.feedback.updateMany({
    where: { programmeId, menteeId: keyOf },
    data: { state: 'withdrawn', share: null, firstAnsweredAt: null },
  });
  await db.draft.deleteMany({ where: { programmeId, personId: keyOf } });
  await db.account.deleteMany({ where: { programmeId, personId: keyOf } });
  await db.link.updateMany({ where: { programmeId, personId: keyOf, state: 'open' }, data: { state: 'void' } });
  await db.prompt.updateMany({ where: { programmeId, toId: keyOf, state: 'waiting' }, data: { state: 'cancelled' } });
  await db.person.updateMany({
    where: { id: keyOf, programmeId },
    data: { dataKey: null, profile: new Uint8Array(0), roles: '[]', erasedAt: at },
  });
  await db.$executeRaw`
    UPDATE "Programme" SET "peopleRevision" = "peopleRevision" + 1 WHERE "id" = ${programmeId}`;
  s.fresh.people = true;
  s.fresh.keys.delete(keyOf);
  s.keys.forget(programmeId, keyOf);
}

/**
 * What a mentor wrote for themselves, in rows that are their mentees': no mentee's evidence depends on it. What a mentee
 * shares in stays the mentee's, as it was written.
 */
async function eraseAuthor(s: Scope, author: string): Promise<void> {
  const written = { programmeId: s.programme, authorId: author, keyOf: { not: author } };
  const records = await s.db.recordVersion.findMany({ where: written });
  const contacts = await s.db.informalContact.findMany({ where: written, select: { id: true, keyOf: true } });
  const ring = await s.ring([...records, ...contacts].map((row) => row.keyOf));
  for (const row of records) {
    const place = recordAt(row.sessionId, row.version);
    const words = ring.open<{ readonly body: RecordBody; readonly reason: string }>(row.keyOf, row.words, place);
    await s.db.recordVersion.updateMany({
      where: { sessionId: row.sessionId, version: row.version, programmeId: s.programme },
      data: { words: ring.seal(row.keyOf, { ...words, body: withoutMentor(words.body), lateReason: '' }, place) },
    });
  }
  for (const row of contacts)
    await s.db.informalContact.updateMany({
      where: { id: row.id, programmeId: s.programme },
      data: { note: ring.seal(row.keyOf, '', contactAt(row.id)) },
    });
}

/** Titles and places of sessions that were theirs alone: those of a group belong to others too. */
async function eraseTitles(s: Scope, person: string): Promise<void> {
  const rows = await s.db.session.findMany({
    where: {
      programmeId: s.programme,
      OR: [{ mentorId: person }, { attendees: { some: { menteeId: person }, every: { menteeId: person } } }],
    },
    select: { id: true, mentorId: true },
  });
  const ring = await s.ring(rows.map((row) => row.mentorId));
  for (const row of rows) {
    if (!ring.has(row.mentorId)) continue;
    await s.db.session.updateMany({
      where: { id: row.id, programmeId: s.programme },
      data: { words: ring.seal(row.mentorId, { title: erasedTitle, place: '' }, sessionAt(row.id)) },
    });
  }
}
