import type { PersonId } from '../../kernel/ids.js';
import { local, placeAnyway } from '../../kernel/zoned.js';
import { readCitation, writeCitation } from '../citation.js';
import type { Meant } from '../meant.js';
import type {
  FactsAgreement,
  FactsAnswer,
  FactsMentorship,
  FactsReflection,
  PortfolioFacts,
} from '../portfolio-facts.js';
import { type Cut, every } from './cut.js';
import { sessionLeaving } from './facts-sessions.js';
import { agreementLabels } from './passages.js';

/**
 * A portfolio's facts as they leave in a pack (docs/field.md#the-pack): every figure; of the mentees' words those that they
 * let stand; of nobody a name that is not to stand. Every field there is, is named here (`every`): a new one that nobody
 * thought of does not compile.
 */

export interface Leaving {
  /** The citations of the passages that stand. */
  readonly stand: ReadonlySet<string>;
  /** What everybody is called. */
  readonly aliases: ReadonlyMap<PersonId, string>;
  /** A text with what stands for each name in it, and for whatever else was decided. @param citation where it stands */
  readonly replaced: (text: string, citation: string, label: string) => string;
  /** What a person's id is in this pack; left out: it stays. */
  readonly person?: (id: PersonId) => PersonId;
}

const somebody = 'a colleague';

export function asLeaving(facts: PortfolioFacts, by: Leaving): PortfolioFacts {
  const person = by.person ?? ((id: PersonId) => id);
  const own: Cut['own'] = (citation, label, words) => (words === '' ? '' : by.replaced(words, citation, label));
  const cut: Cut = {
    own,
    theirs: (citation, label, words) => (by.stand.has(citation) ? own(citation, label, words) : ''),
    stands: (citation) => by.stand.has(citation),
    person,
    cites: (all) => all.flatMap((one) => citedAs(one, person) ?? []),
    day: (at) => placeAnyway(local(at, facts.zone).date, '00:00', facts.zone),
  };
  const goals = new Set<string>(facts.mentorships.flatMap((m) => m.goals.map((g) => g.id)));
  return every<PortfolioFacts>({
    format: facts.format,
    reader: 'outside',
    at: facts.at,
    zone: facts.zone,
    portfolio: every<PortfolioFacts['portfolio']>({
      id: facts.portfolio.id,
      mentor: person(facts.portfolio.mentor),
      startedAt: facts.portfolio.startedAt,
      unit: facts.portfolio.unit,
    }),
    criteria: facts.criteria,
    skills: facts.skills,
    called: Object.fromEntries(
      (Object.keys(facts.called) as PersonId[]).map((id) => [person(id), by.aliases.get(id) ?? somebody]),
    ) as PortfolioFacts['called'],
    mentorships: facts.mentorships.map((m) => mentorship(m, cut)),
    sessions: facts.sessions.map((s) => sessionLeaving(s, cut, goals)),
    contacts: facts.contacts.map(({ id, mentorship: of, at, minutes }) =>
      every<PortfolioFacts['contacts'][number]>({ id, mentorship: of, at, minutes }),
    ),
    answers: facts.answers.map((a) => answer(a, cut)),
    levels: facts.levels.map((l) =>
      every<PortfolioFacts['levels'][number]>({
        id: l.id,
        mentorship: l.mentorship,
        goal: l.goal,
        level: l.level,
        by: person(l.by),
        at: l.at,
        session: l.session,
        why: cut.theirs(writeCitation({ kind: 'level', id: l.id, version: 1, part: 'why' }), 'Why that level', l.why),
      }),
    ),
    attestations: facts.attestations.map((a) => attestation(a, cut)),
    changes: facts.changes.map((c) => change(c, facts.portfolio.mentor, cut)),
    marks: facts.marks.map((m) =>
      every<PortfolioFacts['marks'][number]>({
        programme: m.programme,
        portfolio: m.portfolio,
        theme: m.theme,
        mark: m.mark,
        sentence: own(
          writeCitation({ kind: 'mark', id: m.portfolio, part: `${m.theme}/sentence` }),
          'Sources compared',
          m.sentence,
        ),
        cites: cut.cites(m.cites),
        at: m.at,
      }),
    ),
    reflection: facts.reflection === null ? null : reflection(facts.reflection, facts.portfolio.id, cut),
    readers: facts.readers.map((r) =>
      every<PortfolioFacts['readers'][number]>({ person: person(r.person), as: r.as, from: r.from }),
    ),
  });
}

/** A citation with this pack's id of whoever is named in it. Undefined where it is none. */
export function citedAs(text: string, person: (id: PersonId) => PersonId): string | undefined {
  const cited = readCitation(text);
  if (cited === undefined) return undefined;
  const { kind, part } = cited;
  const parts = part?.split('/') ?? [];
  const at = kind === 'answer' ? 0 : kind === 'session' && parts[0] === 'attendance' ? 1 : -1;
  if (parts[at] === undefined) return text;
  return writeCitation({
    ...cited,
    part: parts.map((one, i) => (i === at ? person(one as PersonId) : one)).join('/'),
  });
}

function mentorship(m: FactsMentorship, cut: Cut): FactsMentorship {
  return every<FactsMentorship>({
    id: m.id,
    mentee: cut.person(m.mentee),
    state: m.state,
    createdAt: m.createdAt,
    agreedAt: m.agreedAt,
    endedAt: m.endedAt,
    meant:
      m.meant === null
        ? null
        : every<Meant>({
            minutes: m.meant.minutes,
            from: m.meant.from,
            until: m.meant.until,
            lastDay: m.meant.lastDay,
            signed: every<Meant['signed']>({
              minutes: m.meant.signed.minutes,
              until: m.meant.signed.until,
            }),
          }),
    agreements: m.agreements.map((a) => agreement(a, m.id, cut)),
    goals: m.goals.map((g, i) =>
      every<FactsMentorship['goals'][number]>({
        id: g.id,
        what: cut.theirs(writeCitation({ kind: 'goal', id: g.id, part: 'what' }), `Goal ${i + 1}`, g.what),
        how: cut.theirs(
          writeCitation({ kind: 'goal', id: g.id, part: 'how' }),
          `Goal ${i + 1}: how you will know`,
          g.how,
        ),
        baseline: g.baseline,
        target: g.target,
        menteeBaseline: g.menteeBaseline,
        proposedBy: cut.person(g.proposedBy),
        state: g.state,
      }),
    ),
    reviews: m.reviews.map(({ moment, why, openedAt, closesAt }) =>
      every<FactsMentorship['reviews'][number]>({ moment, why, openedAt, closesAt }),
    ),
  });
}

type AgreementBody = NonNullable<FactsAgreement['body']>;

function agreement(a: FactsAgreement, of: string, cut: Cut): FactsAgreement {
  const { body } = a;
  const say = (field: keyof typeof agreementLabels, words: string): string =>
    cut.theirs(
      writeCitation({ kind: 'agreement', id: of, version: a.version, part: field }),
      agreementLabels[field],
      words,
    );
  return every<FactsAgreement>({
    version: a.version,
    body:
      body === null
        ? null
        : every<AgreementBody>({
            purpose: say('purpose', body.purpose),
            duration: say('duration', body.duration),
            frequency: say('frequency', body.frequency),
            place: say('place', body.place),
            roles: say('roles', body.roles),
            boundaries: say('boundaries', body.boundaries),
            confidentiality: say('confidentiality', body.confidentiality),
            ending: say('ending', body.ending),
            menteeRole: say('menteeRole', body.menteeRole),
            helps: say('helps', body.helps),
            avoid: say('avoid', body.avoid),
            minutes: body.minutes,
            until: body.until,
          }),
    mentorSignedAt: a.mentorSignedAt,
    menteeSignedAt: a.menteeSignedAt,
  });
}

/** The words of the question are the programme's own. By the minute in which somebody answered they could be known. */
function answer(a: FactsAnswer, cut: Cut): FactsAnswer {
  return every<FactsAnswer>({
    source: a.source,
    mentorship: a.mentorship,
    by: cut.person(a.by),
    citation: citedAs(a.citation, cut.person) ?? '',
    instrument: a.instrument,
    theme: a.theme,
    question: a.question,
    asked: a.asked,
    rating: a.rating,
    text: (a.source === 'mentee' ? cut.theirs : cut.own)(a.citation, a.asked, a.text),
    at: cut.day(a.at),
    session: a.session,
    heldAt: a.heldAt,
  });
}

type Attestation = PortfolioFacts['attestations'][number];

/** What mentor and mentee said together is the mentee's; all else its writer's. */
function attestation(a: Attestation, cut: Cut): Attestation {
  const say = (part: string, label: string, words: string, joint = false): string => {
    const citation = writeCitation({ kind: 'attestation', id: a.id, part });
    if (a.kind !== 'conversation') return cut.own(citation, label, words);
    return joint ? cut.theirs(citation, label, words) : '';
  };
  const { body } = a;
  return every<Attestation>({
    id: a.id,
    programme: a.programme,
    portfolio: a.portfolio,
    mentorship: a.mentorship,
    session: a.session,
    kind: a.kind,
    by: cut.person(a.by),
    body: every<Attestation['body']>({
      on: body.on,
      from: onlyTime(body.from),
      to: onlyTime(body.to),
      // Where somebody is met says who they are.
      place: '',
      activity: say('activity', 'What was going on', body.activity),
      words: say('words', a.kind === 'conversation' ? 'What the two of you said' : 'In their words', body.words, true),
      relation: say('relation', 'How they know the mentor', body.relation),
      role: say('role', 'Their role', body.role),
      criteria: body.criteria,
      questions: body.questions.map((q) =>
        every<Attestation['body']['questions'][number]>({
          key: q.key,
          question: say(`questions/${q.key}/question`, 'Asked', q.question),
          answer: say(`questions/${q.key}/answer`, 'Answered', q.answer),
        }),
      ),
      feedback: say('feedback', 'Feedback', body.feedback),
      reply: say('reply', 'The mentor’s word on it', body.reply),
      differs: body.differs,
    }),
    askedBy: cut.person(a.askedBy),
    askedAt: a.askedAt,
    state: a.state,
    givenAt: a.givenAt,
    countersigned:
      a.countersigned === null
        ? null
        : every<NonNullable<Attestation['countersigned']>>({
            by: cut.person(a.countersigned.by),
            at: a.countersigned.at,
          }),
  });
}

/** A time of day; anything else is words, and words have no place there. */
const onlyTime = (text: string): string => (/^\d{1,2}:\d{2}$/.test(text) ? text : '');

type Change = PortfolioFacts['changes'][number];

function change(c: Change, mentor: PersonId, cut: Cut): Change {
  const at = (part: string): string => writeCitation({ kind: 'change', id: c.id, part });
  return every<Change>({
    id: c.id,
    programme: c.programme,
    portfolio: c.portfolio,
    mentor: cut.person(c.mentor),
    mentorship: c.mentorship,
    said: (c.mentorship === null ? cut.own : cut.theirs)(at('said'), 'What was said', c.said),
    what: cut.own(at('what'), 'What the mentor changes', c.what),
    cites: cut.cites(c.cites),
    from: c.from,
    fromSession: c.fromSession,
    madeAt: c.madeAt,
    withdrawnAt: c.withdrawnAt,
    since: c.since.map((s) =>
      every<Change['since'][number]>({
        id: s.id,
        by: cut.person(s.by),
        session: s.session,
        word: s.word,
        note: (s.by === mentor ? cut.own : cut.theirs)(at(`said/${s.id}`), 'What was said of a change', s.note),
        at: s.at,
      }),
    ),
  });
}

function reflection(r: FactsReflection, portfolio: string, cut: Cut): FactsReflection {
  type Piece = NonNullable<FactsReflection['pieces']>[number];
  type Declared = NonNullable<FactsReflection['declaration']>;
  const say = (part: string, label: string, words: string, version?: number): string =>
    cut.own(
      writeCitation({ kind: 'reflection', id: portfolio, ...(version === undefined ? {} : { version }), part }),
      label,
      words,
    );
  return every<FactsReflection>({
    scaffold: r.scaffold,
    versions: r.versions,
    first: r.first,
    last: r.last,
    declaration:
      r.declaration === null
        ? null
        : every<Declared>({
            own: r.declaration.own,
            ai: r.declaration.ai.map((one) =>
              every<Declared['ai'][number]>({
                key: one.key,
                tool: say(`declared/${one.key}/tool`, 'Help by a machine', one.tool),
                what: say(`declared/${one.key}/what`, 'What it was used for', one.what),
              }),
            ),
            at: r.declaration.at,
            scaffold: r.declaration.scaffold,
          }),
    pieces:
      r.pieces?.map((p) =>
        every<Piece>({
          portfolio: p.portfolio,
          question: p.question,
          version: p.version,
          text: say(`${p.question}/text`, 'Reflection', p.text, p.version),
          cites: cut.cites(p.cites),
          action:
            p.action === undefined
              ? undefined
              : every<NonNullable<Piece['action']>>({
                  owner: say(`${p.question}/action`, 'Whose it is', p.action.owner, p.version),
                  due: p.action.due,
                  doneOn: p.action.doneOn,
                }),
          savedAt: p.savedAt,
        }),
      ) ?? null,
  });
}
