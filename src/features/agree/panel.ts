import {
  answers,
  type Block,
  type Button,
  button,
  buttons,
  type Card,
  concernButton,
  divider,
  heading,
  list,
  muted,
  text,
} from '../../chat/card.js';
import { literal, mention, moment, say, strong, type Text } from '../../chat/text.js';
import {
  type Agreement,
  type Goal,
  inForce,
  isLive,
  liveGoals,
  type MenteeWord,
  type Mentorship,
  type MentorshipState,
} from '../../domain/mentorship.js';
import { changeSubject, pastSubject } from '../../domain/subjects.js';
import { isSharedIn } from '../../domain/when-hard.js';
import type { PersonId } from '../../kernel/ids.js';
import type { ActorWork } from '../feature.js';
import { toReadMentorship } from '../shared/allocated.js';
import { auditReading } from '../shared/audit-reading.js';
import { erasedOf, staysInWords } from '../shared/erased-part.js';
import { aboutMentorship, demand, mayActor } from '../shared/guards.js';
import { answeredOnLentDevice } from '../shared/lent-device.js';
import { practiceNote } from '../shared/practice.js';
import { promiseBlocks } from '../shared/put-right.js';
import { agreementInWords } from './agreement-parts.js';
import { letGoBlocks, seriesInWords, seriesPictures } from './goal-series.js';
import { levelsInWords } from './goals.js';
import { meantLine } from './how-long.js';
import { menteeWords, put } from './mentee-words.js';
import { goalSubject } from './subjects.js';

/** What there is to read about a mentorship, where private words may stand: its state and goals, and the agreement. */

const w = menteeWords.panel;

const mentorStates: Record<MentorshipState, string> = {
  proposed: 'Not agreed yet. A first meeting may come before both have signed; no other session counts until then.',
  active: 'Both have signed. The mentoring is under way.',
  paused: 'Paused: no reminders come until it goes on.',
  declined: 'The mentee said no thank you. They may still change their mind.',
  ended: 'Ended.',
};

const wordsOf: Record<MenteeWord, string> = {
  asked: 'asked, not answered yet',
  signed: 'signed',
  'change-wanted': 'would like something changed',
  waiting: 'would like time to think',
  declined: 'said no thank you',
};

function signatures(m: Mentorship): readonly Text[] {
  const line = (who: PersonId, at: number | null): Text =>
    at === null ? put(w.notSigned, { who: mention(who) }) : put(w.signedOn, { who: mention(who), when: moment(at) });
  return [line(m.mentor, m.agreement.mentorSignedAt), line(m.mentee, m.agreement.menteeSignedAt)];
}

function goalText(g: Goal, i: number, series: Text | undefined): Text {
  const own =
    g.menteeBaseline === null || g.menteeBaseline === g.baseline ? '' : ` (their own start: ${g.menteeBaseline})`;
  const state = g.state === 'proposed' ? say` · suggested by ${mention(g.proposedBy)}` : '';
  const now = series === undefined ? '' : say`\n${series}`;
  return say`${i + 1}. ${strong(g.what)} · ${levelsInWords(g)}${own}${state}${g.how === '' ? '' : `\n${g.how}`}${now}`;
}

/** Goals that wait for this person's word, and those that are agreed and may be let go, each with its button. */
function goalButtons(m: Mentorship, actor: PersonId): readonly Block[] {
  if (!isLive(m)) return [];
  const mentee = actor === m.mentee;
  const goals = liveGoals(m);
  const items = goals.map((g, i): Button => {
    const waits = g.state === 'proposed' && g.proposedBy !== actor;
    const label = waits ? `Answer goal ${i + 1}` : `Open goal ${i + 1}`;
    return button(
      label,
      'goal.open',
      goalSubject.write({ mentorship: m.id, goal: g.id }),
      waits && !mentee ? { style: 'main' } : {},
    );
  });
  // At most one main button a card: the first goal that waits keeps it.
  const first = items.findIndex((b) => b.style === 'main');
  const plain = items.map((b, i) => (b.style === 'main' && i !== first ? { label: b.label, press: b.press } : b));
  // Teams shows at most six actions in a row.
  const rows: Block[] = [];
  for (let i = 0; i < plain.length; i += 6) rows.push(answers(...plain.slice(i, i + 6)));
  return rows;
}

/** Everything about one mentorship for whoever may read it, with what they may do. @throws Refused */
export async function mentorshipPanel(m: Mentorship, work: ActorWork): Promise<Card> {
  demand('agreement.read', work, await toReadMentorship(m, work));
  auditReading('mentorship.read', m, work, { version: m.agreement.version });
  const mentee = work.actor.id === m.mentee;
  const mentor = work.actor.id === m.mentor;
  const people = await work.people();
  const promises = await work.rows.putRight.ofMentorship(m.id);
  const changes = (await work.rows.changes.ofMentorship(m.id)).filter((c) => c.withdrawnAt === null);
  const readsChanges = changes.length > 0 && mayActor('change.read', work, await toReadMentorship(m, work));
  const asks = mentee ? await work.rows.stakeholderAsks.ofMentorships([m.id]) : [];
  const hard = mentor && isSharedIn(await work.rows.whenHard.get(m.mentee), m);
  const erased = erasedOf(m, people);
  const stays = m.state === 'ended' ? ` ${staysInWords(erased)}` : '';
  const state = mentee
    ? put(w.states[m.state], { mentor: mention(m.mentor) })
    : literal(`${mentorStates[m.state]}${stays}`);
  const meant = await meantLine(m, work);
  const goals = liveGoals(m);
  const levels = await work.rows.goalLevels.ofMentorship(m.id);
  const { body, changeWanted } = m.agreement;
  const byLinkOnly = people.get(m.mentee)?.accounts.every((a) => a.platform === 'link') === true;
  const section = (title: string, value: string): readonly Block[] =>
    value === '' ? [] : [heading(literal(title)), text(literal(value))];
  return {
    title: mentee ? w.title : 'Mentorship',
    summary: state,
    blocks: [
      ...(mentee ? [] : [text(say`${mention(m.mentor)} mentors ${mention(m.mentee)}.`)]),
      text(state),
      ...(mentee || m.agreement.menteeWord === 'signed'
        ? []
        : [
            text(
              say`Agreement, version ${m.agreement.version}: ${mention(m.mentee)} ${wordsOf[m.agreement.menteeWord]}.`,
            ),
          ]),
      ...(mentee && m.agreedAt !== null && m.agreement.menteeSignedAt === null && isLive(m)
        ? [text(literal(w.pending))]
        : []),
      heading(literal(w.signatures)),
      list(signatures(m)),
      ...(meant === undefined ? [] : [text(meant)]),
      ...section(mentee ? w.wish : 'What the mentee would like changed', changeWanted),
      // Levels of goals that were erased with their mentee are levels of nothing that anybody could name.
      ...(erased === 'mentee'
        ? []
        : [
            heading(literal(w.goals)),
            ...(goals.length === 0
              ? [muted(literal(w.noGoals))]
              : [list(goals.map((g, i) => goalText(g, i, seriesInWords(m, g, levels))))]),
            ...(work.surface.page === true ? seriesPictures(m, goals, levels) : []),
            ...(mentee || mentor ? goalButtons(m, work.actor.id) : []),
            ...letGoBlocks(m, levels, w.letGo),
          ]),
      ...section(mentee ? w.helps : 'What helps them', body.helps),
      ...section(mentee ? w.avoid : 'What to avoid', body.avoid),
      ...promiseBlocks(promises, [m], work),
      ...(readsChanges
        ? [
            buttons(
              button(
                mentee ? 'What changed because of me' : 'What changed because of them',
                'change.list',
                changeSubject.write({ id: m.id, of: 'mentorship' }),
              ),
            ),
          ]
        : []),
      ...(hard ? [buttons(button('Their card: when it gets hard', 'hard.read', m.id))] : []),
      divider,
      ...(mentee && asks.length > 0 ? [buttons(button(w.buttons.beside, 'stakeholder.open', m.id))] : []),
      ...(mentee ? menteeActions(m) : erased === 'mentee' ? leftActions(m, mentor) : mentorActions(m, mentor, work)),
      ...(byLinkOnly && mayActor('person.name', work, isLive(m) ? aboutMentorship(m) : {})
        ? [buttons(button('Correct their name', 'person.name', m.mentee))]
        : []),
    ],
  };
}

const pastOf = (m: Mentorship): string => pastSubject.write({ id: m.id, of: 'mentorship' });

function menteeActions(m: Mentorship): readonly Block[] {
  const b = w.buttons;
  const signed = m.agreement.menteeSignedAt !== null;
  const read = button(menteeWords.buttons.read, 'agreement.read', m.id);
  const concern = concernButton('mentee');
  if (m.state === 'ended')
    return [
      buttons(
        m.agreedAt === null ? null : button(b.lookBack, 'look-back.open', m.id),
        m.agreedAt === null ? null : button(b.past, 'past.list', pastOf(m)),
        read,
        concern,
      ),
    ];
  return [
    ...(m.state === 'active' ? [muted(literal(w.meetings))] : []),
    buttons(
      button(signed ? b.part : menteeWords.buttons.answer, 'agreement.answer', m.id),
      isLive(m) ? button(b.goal, 'goal.propose', m.id) : null,
      m.agreedAt === null ? null : button(b.past, 'past.list', pastOf(m)),
      m.agreedAt === null ? null : button(b.hours, 'hours.read', m.id),
      read,
    ),
    buttons(
      m.state === 'active' ? button(b.pause, 'mentorship.pause', m.id) : null,
      m.state === 'paused' ? button(b.resume, 'mentorship.resume', m.id) : null,
      m.state === 'active' || m.state === 'paused' ? button(b.end, 'mentorship.end', m.id, { style: 'danger' }) : null,
      concern,
    ),
  ];
}

/** Once the mentee was erased: what there is still to look at. */
const leftActions = (m: Mentorship, mentor: boolean): readonly Block[] => [
  buttons(
    button('Past sessions', 'past.list', pastOf(m)),
    mentor ? button('Hours', 'hours.read', m.id) : null,
    concernButton('mentor'),
  ),
];

function mentorActions(m: Mentorship, mentor: boolean, work: ActorWork): readonly Block[] {
  const read = button('Read the agreement', 'agreement.read', m.id);
  const rest = [
    m.state === 'active' && mayActor('mentorship.pause', work, aboutMentorship(m))
      ? button('Pause', 'mentorship.pause', m.id)
      : null,
    m.state === 'paused' && mayActor('mentorship.pause', work, aboutMentorship(m))
      ? button('Go on again', 'mentorship.resume', m.id)
      : null,
    (m.state === 'active' || m.state === 'paused') && mayActor('mentorship.hand-over', work, aboutMentorship(m))
      ? button('Hand over', 'handover.begin', m.id)
      : null,
    isLive(m) && mayActor('mentorship.end', work, aboutMentorship(m))
      ? button(m.state === 'proposed' ? 'Take it back' : 'End', 'mentorship.end', m.id, { style: 'danger' })
      : null,
  ];
  const concern = concernButton('mentor');
  const past = button('Past sessions', 'past.list', pastOf(m));
  // Before both have signed there is nothing yet that anybody could say something about.
  const beside = m.agreedAt === null ? null : button('Asked from outside', 'stakeholder.open', m.id);
  const reads = mayActor('stakeholder.read', work, aboutMentorship(m));
  if (!mentor) return [buttons(read, past, reads ? beside : null, ...rest, concern)];
  // At most one main button a card: a goal that waits for the mentor's word comes first.
  const waits = isLive(m) && liveGoals(m).some((g) => g.state === 'proposed' && g.proposedBy !== m.mentor);
  const main = waits ? {} : ({ style: 'main' } as const);
  return [
    ...(isLive(m)
      ? [
          buttons(
            m.state === 'paused' ? null : button('Plan a session', 'plan.new', m.id, main),
            button('Log an informal contact', 'contact.open', m.id),
            past,
            button('Change the agreement', 'agreement.open', m.id),
            button('Suggest a goal', 'goal.propose', m.id),
            button('Hours', 'hours.read', m.id),
            read,
            m.agreedAt === null ? null : button('Words for outside', 'release.open', m.id),
            beside,
          ),
        ]
      : [
          buttons(
            past,
            button('Hours', 'hours.read', m.id),
            read,
            m.agreedAt === null ? null : button('Words for outside', 'release.open', m.id),
            beside,
          ),
        ]),
    ...(rest.some((b) => b !== null) ? [heading(literal('Pause, pass on or end'))] : []),
    buttons(...rest, concern),
  ];
}

const agreementText = (a: Agreement, { actor }: ActorWork): readonly Block[] =>
  agreementInWords(a.body, actor.locale).flatMap((p): readonly Block[] => [heading(literal(p.label)), text(p.words)]);

/** The agreement's text in its newest version, and which one holds while that is not signed. @throws Refused */
export async function agreementPanel(m: Mentorship, work: ActorWork): Promise<Card> {
  demand('agreement.read', work, await toReadMentorship(m, work));
  auditReading('agreement.read', m, work, { version: m.agreement.version });
  const mentee = work.actor.id === m.mentee;
  const holding = inForce(await work.rows.mentorships.agreements(m.id));
  const pending = holding !== undefined && holding.version !== m.agreement.version;
  const between = say`Between ${mention(m.mentor)} and ${mention(m.mentee)}.`;
  const menteeMust = m.agreement.menteeSignedAt === null && m.state !== 'ended';
  return {
    title: 'Mentoring agreement',
    summary: between,
    blocks: [
      ...practiceNote(work.programme),
      text(between),
      list(signatures(m)),
      ...((await answeredOnLentDevice(work.rows, 'agreement-answer', m.id, m.mentee))
        ? [muted(literal('Answered on a lent device, with the mentor beside it.'))]
        : []),
      ...(pending
        ? [
            text(
              literal(
                mentee ? menteeWords.changed.stillHolds : 'What you both signed holds until both have signed this one.',
              ),
            ),
          ]
        : []),
      ...agreementText(m.agreement, work),
      ...(pending ? [divider, heading(literal('The one you both signed')), ...agreementText(holding, work)] : []),
      buttons(
        mentee && menteeMust ? button(menteeWords.buttons.answer, 'agreement.answer', m.id) : null,
        button(mentee ? w.buttons.more : 'Open the mentorship', 'mentorship.open', m.id),
      ),
    ],
  };
}

/** Before it ends: what will happen and what stays, for whoever is about to press. */
export function endPanel(m: Mentorship, work: ActorWork): Card {
  const mentee = work.actor.id === m.mentee;
  const lines = mentee
    ? menteeWords.end.lines.map((line) => put(line, { mentor: mention(m.mentor) }))
    : [
        m.agreedAt === null
          ? say`This takes back what you sent to ${mention(m.mentee)}.`
          : say`This ends the mentorship of ${mention(m.mentor)} and ${mention(m.mentee)}. No reason is needed.`,
        literal('Planned sessions are cancelled, and both are told. It cannot be undone, but a new one can begin.'),
        literal('Hours, records and goals stay, and can still be read.'),
      ];
  return {
    title: mentee ? menteeWords.end.title : 'End this mentorship?',
    summary: lines[0] ?? literal(menteeWords.end.title),
    blocks: [
      ...lines.map(text),
      buttons(
        button(mentee ? menteeWords.end.yes : 'Yes, end it', 'mentorship.end', m.id, { arg: 'yes', style: 'danger' }),
        button(mentee ? menteeWords.end.no : 'No, go back', 'mentorship.open', m.id),
      ),
    ],
  };
}
