import {
  answers,
  type Block,
  type Button,
  button,
  buttons,
  type Card,
  divider,
  facts,
  heading,
  list,
  muted,
  text,
} from '../../chat/card.js';
import { join, literal, mention, moment, say, type Text } from '../../chat/text.js';
import { mentorReadsCheck } from '../../domain/check-in.js';
import { asWill, doneInWords, wordInSession } from '../../domain/practice-change.js';
import {
  type Action,
  isNoShow,
  planInWords,
  type RecordBody,
  type RecordVersion,
  sharedPart,
} from '../../domain/record.js';
import { outsiderWord } from '../../domain/role-words.js';
import { heldAt, type Session, titleWithin } from '../../domain/session.js';
import { changeSubject, noteSubject } from '../../domain/subjects.js';
import { supportOf } from '../../domain/support.js';
import { Refused } from '../../kernel/errors.js';
import { minutesInWords } from '../../kernel/words.js';
import { type CivilDate, placeAnyway } from '../../kernel/zoned.js';
import type { ActorWork, PressHandler } from '../feature.js';
import { toReadSession } from '../shared/allocated.js';
import { auditAll } from '../shared/audit-all.js';
import { checkInWords, momentWords } from '../shared/check-in.js';
import { correctionNotes } from '../shared/correction-notes.js';
import { demandThere, wentBlocks, wentWithMentee } from '../shared/erased-part.js';
import { demand, mayActor, type ReadOf, sessionOf } from '../shared/guards.js';
import { practiceNote } from '../shared/practice.js';
import { changesFor } from '../shared/practice-changes.js';
import { promiseBlocks, promisedIn } from '../shared/put-right.js';
import { type About, aboutRecord, isGroup, lagOfRecord, menteesIn, objectivesAt, planAt } from './about.js';
import { doneBy, tickButton } from './actions.js';
import { effectWords, keptToWords } from './practice-fields.js';

/** The record to read: whole for its mentor and those who assess, the shared part for its mentee and the coordinator. */
export const read: PressHandler = async (press, work) => {
  const session = await sessionOf(work, press.subject);
  const reader = await toReadSession(session, work);
  const card = await recordPanel(session, press.arg, work, reader);
  // Reading somebody's record is itself noted (docs/field.md#reading-is-noted); a mentor's own is theirs.
  if (work.actor.id !== session.mentor) {
    const facts = { version: versionIn(press.arg) ?? null, whole: mayActor('record.read', work, reader) };
    const own = session.attendees.find((a) => a.mentee === work.actor.id);
    if (own === undefined) auditAll('record.read', session, facts, work);
    else work.audit('record.read', session.id, facts, own.mentorship);
  }
  return { kind: 'panel', card };
};

/** `v2` asks for the second version; anything else for the newest. */
function versionIn(arg: string): number | undefined {
  const n = /^v(\d{1,4})$/.exec(arg)?.[1];
  return n === undefined ? undefined : Number(n);
}

/** @throws Refused where the actor may read neither the whole nor the shared part, or there is no record. */
export async function recordPanel(session: Session, arg: string, work: ActorWork, reader?: ReadOf): Promise<Card> {
  const whose = reader ?? (await toReadSession(session, work));
  demand('record.read-shared', work, whose);
  const all = mayActor('record.read', work, whose);
  const about = await aboutRecord(session, work);
  if (about.head === undefined || about.newest === undefined)
    throw new Refused(
      'no-record',
      'No record of this session is written yet. Its mentor is asked for it when it ends.',
    );
  const asked = versionIn(arg);
  const went = await wentWithMentee(session, work);
  // What the mentor wrote of their own practice is theirs still.
  if (went && !(all && about.newest.body.change !== '')) await demandThere(session, work);
  const shown = asked === undefined ? about.newest : await work.rows.records.get(session.id, asked);
  if (shown === undefined)
    throw new Refused('no-such-version', 'That version of the record is not here. Open the record again to see all.');
  const mentee = session.attendees.find((a) => a.mentee === work.actor.id)?.mentee ?? null;
  const body = all ? shown.body : sharedPart(shown.body, { mentee, group: isGroup(session) });
  const versions = await work.rows.records.versions(session.id);
  const summary = say`The record of ${titleWithin(session)}, ${moment(body.startedAt)}.`;
  const blocks: (Block | null)[] = [
    ...practiceNote(work.programme),
    facts(
      ['Session', say`${session.title}, ${moment(body.startedAt)}`],
      ['Lasted', literal(isNoShow(shown.body) ? 'Nobody came: no hours' : minutesInWords(body.minutes))],
      isNoShow(body) ? null : ['There', menteesIn(session, body.attended)],
      ['Mentor', say`${mention(session.mentor)}`],
      await goalsRow(about, body.startedAt, mentee, work),
      // Beside the plan, whose activities they are.
      body.keptTo === null ? null : ['Activities', literal(keptToWords[body.keptTo])],
    ),
    ...standing(about, shown, all),
    divider,
    ...outcomes(about, body),
    ...support(about, body, mentee),
    ...part('What happened', body.happened),
    ...skills(about, body),
    ...guidance(about, body),
    ...(await restorative(session, body, work)),
    ...(await actions(session, body, work)),
    ...part('Next focus', body.nextFocus),
    ...part('Check-in', body.checkIn),
    ...part('Check-out', body.checkOut),
    ...(await checks(session, work)),
    ...(all ? await changes(session, body, work) : []),
    ...(await noteBlocks(session, work)),
    ...(await correctionNotes(session, work)),
    ...(went ? wentBlocks(session) : history(session, versions, shown, all, work)),
  ];
  return { title: 'The record', summary, blocks: blocks.filter((b) => b !== null) };
}

/** When it was written and how its plan stands to it: what an assessor asks first. */
function standing(about: About, shown: RecordVersion, all: boolean): readonly Block[] {
  const { session, head, plans } = about;
  const lag = lagOfRecord(about);
  if (head === undefined || lag === undefined || !about.forUnit) return [];
  const lines: Text[] = [
    literal(`${lag.words.charAt(0).toUpperCase()}${lag.words.slice(1)}, ${lag.label}.`),
    say`Ended ${moment(session.endedAt ?? heldAt(session))}, first saved ${moment(head.firstSavedAt)}, signed ${moment(head.signedAt)}.`,
    ...planInWords(plans, session.startedAt ?? shown.body.startedAt, session.plannedAfterwards).map(literal),
  ];
  if (all && shown.lateReason !== '') lines.push(say`Why so late: ${shown.lateReason}`);
  return [list(lines)];
}

async function goalsRow(
  about: About,
  startedAt: number,
  mentee: string | null,
  work: ActorWork,
): Promise<readonly [string, Text] | null> {
  const served = new Set<string>(planAt(about, startedAt)?.body.goals ?? []);
  const words: string[] = [];
  for (const a of about.session.attendees) {
    // In a group a mentee reads their own goals only.
    if (mentee !== null && a.mentee !== mentee) continue;
    const mentorship = await work.rows.mentorships.get(a.mentorship);
    for (const g of mentorship?.goals ?? []) if (served.has(g.id)) words.push(g.what);
  }
  return words.length === 0 ? null : ['Goals', literal(words.join('; '))];
}

const outcomeWords = { met: 'Met', partly: 'Partly', 'not-yet': 'Not yet' } as const;

function outcomes(about: About, body: RecordBody): readonly Block[] {
  const objectives = objectivesAt(about, body.startedAt);
  const items = body.outcomes.map((o): Text => {
    const what = objectives.find((x) => x.key === o.objective)?.what ?? 'An objective of an earlier plan';
    const said = say`${{ strong: outcomeWords[o.outcome] }}: ${what}`;
    return o.evidence === '' ? said : say`${said} Evidence: ${o.evidence}`;
  });
  return items.length === 0 ? [] : [heading(literal('Objectives')), list(items)];
}

/** Need → what was done → what it did, beside the plan as it was in force. */
function support(about: About, body: RecordBody, reader: string | null): readonly Block[] {
  const plan = planAt(about, body.startedAt);
  const rows = plan === undefined ? [] : supportOf(plan.body);
  const items = body.support.map((s): Text => {
    const row = rows.find((r) => r.key === s.key);
    const words = [row?.need ?? '', row?.strategy ?? ''].filter((part) => part !== '').join(' → ');
    const what = words === '' ? 'Something of an earlier plan' : words;
    const did = s.did === null ? say`${what}` : say`${{ strong: effectWords[s.did] }}: ${what}`;
    const said = s.mentee === undefined || s.mentee === reader ? did : say`${mention(s.mentee)}: ${did}`;
    return s.line === '' ? said : say`${said}\nWhat showed it: ${s.line}`;
  });
  return items.length === 0 ? [] : [heading(literal('Support')), list(items)];
}

/** How guidance was applied: for the mentor and those who assess. */
const guidance = (about: About, body: RecordBody): readonly Block[] =>
  body.guidance.length === 0
    ? []
    : [
        heading(literal('Guidance applied')),
        list(body.guidance.map((g) => say`${{ strong: about.guidanceWords.get(g.ref) ?? 'Guidance' }}: ${g.how}`)),
      ];

function skills(about: About, body: RecordBody): readonly Block[] {
  const named = (key: string): string => about.skillWords.get(key) ?? key;
  return body.skills.length === 0
    ? []
    : [heading(literal('Skills')), list(body.skills.map((s) => say`${{ strong: named(s.skill) }}: ${s.example}`))];
}

const part = (title: string, words: string): readonly Block[] =>
  words === '' ? [] : [heading(literal(title)), text(literal(words))];

const day = (date: CivilDate, work: ActorWork): Text =>
  say`${moment(placeAnyway(date, '12:00', work.actor.zone), 'date')}`;

/** What was agreed, once: with both sides' words of it where it is still what was promised, else before them. */
async function restorative(session: Session, body: RecordBody, work: ActorWork): Promise<readonly Block[]> {
  const r = body.restorative;
  const agreed = r === null || r.agreed === '' ? undefined : r;
  const made = await promises(session, agreed, work);
  return [
    ...(r === null
      ? []
      : [...part('What happened, as each saw it', r.happened), ...part('Who was affected', r.affected)]),
    ...(agreed === undefined || made.asAgreed
      ? []
      : [...part(agreedTitle, agreed.agreed), ...(agreed.by === null ? [] : [text(say`By ${day(agreed.by, work)}.`)])]),
    ...made.blocks,
  ];
}

/**
 * Whether what the mentor set out to change was done, and what they would change next: with a way to say what they will. Their
 * own practice, for them and whoever assesses it.
 */
async function changes(session: Session, body: RecordBody, work: ActorWork): Promise<readonly Block[]> {
  const said = (await changesFor(session, work.rows)).flatMap((c): readonly Text[] => {
    const word = wordInSession(c, session.id);
    if (word === undefined) return [];
    return [
      say`${{ strong: doneInWords[word.word] }}: ${asWill(c.what)}${word.note === '' ? '' : `\nWhat showed it: ${word.note}`}`,
    ];
  });
  const subject = changeSubject.write({ id: session.id, of: 'session' });
  return [
    ...(said.length === 0 ? [] : [heading(literal('What was to change')), list(said)]),
    ...part('What I would change', body.change),
    ...(body.change === '' || work.actor.id !== session.mentor
      ? []
      : [buttons(button('Say what I will change', 'change.new', subject))]),
  ];
}

const agreedTitle = 'What was agreed to put it right';

/** What was promised in it, with both sides' words; of a group a mentee sees their own. */
async function promises(
  session: Session,
  agreed: NonNullable<RecordBody['restorative']> | undefined,
  work: ActorWork,
): Promise<{ readonly blocks: readonly Block[]; readonly asAgreed: boolean }> {
  const { made, pairs } = await promisedIn(session, work);
  if (made.length === 0) return { blocks: [], asAgreed: false };
  // A group's stands once for all, and each mentee's word of it below.
  const asAgreed =
    agreed !== undefined && made.every((p) => !p.group && p.what === agreed.agreed && p.by === agreed.by);
  return { blocks: promiseBlocks(made, pairs, work, asAgreed ? agreedTitle : 'What came of it'), asAgreed };
}

/**
 * How a mentee said they arrived and left: their own, and their mentor's to read where they let them. Nobody else has it
 * here, whoever assesses neither (docs/field.md#how-it-starts-and-ends).
 */
async function checks(session: Session, work: ActorWork): Promise<readonly Block[]> {
  const me = work.actor.id;
  const mentor = mayActor('check.read-shared', work, { mentor: session.mentor });
  if (!mentor && !session.attendees.some((a) => a.mentee === me)) return [];
  const people = await work.people();
  const seen = (await work.rows.checkIns.ofSession(session.id)).filter(
    (c) => c.mentee === me || (mentor && mentorReadsCheck(c, people.get(c.mentee)?.manners ?? {})),
  );
  for (const a of session.attendees)
    if (a.mentee !== me && seen.some((c) => c.mentee === a.mentee))
      work.audit('check.read', session.id, {}, a.mentorship);
  return seen.length === 0
    ? []
    : [
        heading(literal(mentor ? 'How they said they arrived and left' : 'How you arrived and left')),
        list(
          seen.map((c) =>
            mentor
              ? say`${mention(c.mentee)}, ${momentWords[c.moment].toLowerCase()}: ${checkInWords(c)}`
              : say`${momentWords[c.moment]}: ${checkInWords(c)}`,
          ),
        ),
      ];
}

/** What was said in it about the mentoring itself, to be noted by either of the two. */
async function noteBlocks(session: Session, work: ActorWork): Promise<readonly Block[]> {
  const me = work.actor.id;
  const whom = session.attendees.filter((a) => me === session.mentor || a.mentee === me);
  const people = await work.people();
  const several = whom.length > 1;
  return whom.length === 0
    ? []
    : [
        answers(
          ...whom
            .slice(0, mostInRow)
            .map((a) =>
              button(
                several
                  ? `Note a talk with ${people.get(a.mentee)?.name ?? 'a mentee'}`
                  : 'Note what we said about the mentoring',
                'conversation.note',
                noteSubject.write({ mentorship: a.mentorship, session: session.id }),
              ),
            ),
        ),
      ];
}

/** Teams shows at most six actions in a row. */
const mostInRow = 6;

async function actions(session: Session, body: RecordBody, work: ActorWork): Promise<readonly Block[]> {
  if (body.actions.length === 0) return [];
  const items: Text[] = [];
  const ticks: Button[] = [];
  for (const action of body.actions) {
    const done = await doneBy(session, action, work);
    const due = action.due === null ? say`` : say`, by ${day(action.due, work)}`;
    items.push(say`${owner(session, action)}: ${action.what}${due}${done.words === '' ? '' : ` (${done.words})`}`);
    const tick = tickButton(session, action, done, work);
    if (tick !== undefined) ticks.push(button(...tick));
  }
  return [heading(literal('Actions')), list(items), ...(ticks.length === 0 ? [] : [answers(...ticks)])];
}

function owner(session: Session, action: Action): Text {
  if (action.owner === 'mentor') return say`${mention(session.mentor)}`;
  if (action.owner === 'outside') return literal(outsiderWord(action.as));
  return isGroup(session) ? literal('Each mentee') : menteesIn(session);
}

/** Both versions stay readable: which is shown, why it was changed, and buttons to the others. */
function history(
  session: Session,
  versions: readonly RecordVersion[],
  shown: RecordVersion,
  all: boolean,
  work: ActorWork,
): readonly Block[] {
  const newest = versions.reduce((n, v) => Math.max(n, v.version), 0);
  const mine = work.actor.id === session.mentor;
  const lines: Text[] =
    newest < 2
      ? []
      : [...versions]
          .sort((a, b) => a.version - b.version)
          .map((v) => {
            const saved = say`Version ${v.version}, ${moment(v.savedAt)}${v.version === shown.version ? ' (shown here)' : ''}.`;
            return all && v.reason !== '' ? join([saved, literal(`Changed because: ${v.reason}`)]) : saved;
          });
  const others = versions
    .filter((v) => v.version !== shown.version)
    .sort((a, b) => b.version - a.version)
    .slice(0, 10)
    .map((v) => button(`Read version ${v.version}`, 'record.read', session.id, { arg: `v${v.version}` }));
  const row = [...(mine ? [button('Change it', 'record.open', session.id)] : []), ...others];
  return [
    divider,
    ...(lines.length === 0 ? [] : [heading(literal('Versions')), list(lines)]),
    ...(all
      ? []
      : [
          muted(
            literal(
              `${session.attendees.some((a) => a.mentee === work.actor.id) ? 'Your' : 'The shared'} part of the record. What the mentor would change stays with them.`,
            ),
          ),
        ]),
    ...(row.length === 0 ? [] : [buttons(...row)]),
  ];
}
