import { count, listInWords } from '../kernel/words.js';
import { local } from '../kernel/zoned.js';
import { sourcesByTheme } from './citable.js';
import { evidenceWords } from './criteria.js';
import { type Theme, themes } from './instrument.js';
import type { PortfolioFacts } from './portfolio-facts.js';
import { sessionsToFollow } from './practice-change.js';
import { finding, type Look } from './readiness-finding.js';

/**
 * What feedback and its analysis show (docs/field.md#readiness). What comes from mentees is counted as it was given, and is
 * never a gap.
 */

/** Whether its mentor reads it: then it says “you”. */
const yours = ({ reader }: Pick<PortfolioFacts, 'reader'>): boolean => reader === 'mentor';

/** What each tool is called; what comes of it is counted where it was given. */
const toolWords = {
  'after-session': 'forms after sessions',
  mid: 'reviews half-way',
  end: 'reviews at the end',
  self: 'self-assessment',
  stakeholder: 'somebody beside the mentorship',
  levels: 'goals rated',
  testimony: 'testimony',
  observation: 'observation',
  discussion: 'a discussion',
  conversation: 'conversations noted together',
} as const;
type Tool = keyof typeof toolWords;

function given(facts: PortfolioFacts): readonly { readonly tool: Tool; readonly at: number }[] {
  return [
    ...facts.answers.map((a) => ({ tool: a.instrument as Tool, at: a.heldAt ?? a.at })),
    ...facts.levels.map((l) => ({ tool: 'levels' as const, at: l.at })),
    ...facts.attestations.map((a) => ({ tool: a.kind, at: a.givenAt ?? a.askedAt })),
  ];
}

export const feedback: Look = ({ facts }) => {
  const all = given(facts);
  const tools = new Set(all.map((g) => g.tool));
  const days = new Set(all.map((g) => local(g.at, facts.zone).date)).size;
  return finding({
    label: evidenceWords.feedback,
    asks: 'Who said what, when, and in answer to which question?',
    there:
      all.length === 0
        ? []
        : [
            `Given at ${count(days, 'point')} in time, by ${count(tools.size, 'tool')}: ${listInWords(
              (Object.keys(toolWords) as Tool[]).filter((t) => tools.has(t)).map((t) => toolWords[t]),
            )}.`,
          ],
    // What others did not give is nothing that a mentor could mend.
    gaps: [],
    any: all.length > 0,
  });
};

export const reviews: Look = ({ facts }) => {
  const own = facts.answers.filter((a) => a.source === 'self');
  const others = facts.answers.filter((a) => a.instrument === 'mid' || a.instrument === 'end');
  const forms = (all: PortfolioFacts['answers']): number => new Set(all.map((a) => a.citation.split('/')[0])).size;
  const open = facts.mentorships.flatMap((m) =>
    m.reviews
      .filter((r) => r.closesAt > facts.at && !own.some((a) => a.mentorship === m.id && a.at >= r.openedAt))
      .map((r) => ({ m, r })),
  );
  return finding({
    label: evidenceWords.reviews,
    asks: 'How did you see your own mentoring half-way and at the end, and how did others?',
    there: [
      ...(own.length === 0 ? [] : [`A self-assessment, given ${times(forms(own))}.`]),
      ...(others.length === 0 ? [] : [`${count(forms(others), 'review')} from the other side.`]),
    ],
    gaps:
      open.length === 0
        ? []
        : open.slice(0, 1).map(({ m }) => ({
            say: yours(facts) ? 'No review from your own side yet.' : 'No review from the mentor’s own side yet.',
            mend: { by: 'self-review' as const, about: m.id },
          })),
    any: own.length > 0 || others.length > 0,
  });
};

const times = (n: number): string => (n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`);

export const stakeholders: Look = ({ facts }) => {
  const people = new Set(facts.answers.filter((a) => a.source === 'stakeholder').map((a) => a.by)).size;
  const kinds = (['observation', 'testimony'] as const).flatMap((kind) => {
    const n = facts.attestations.filter((a) => a.kind === kind).length;
    return n === 0 ? [] : [kind === 'observation' ? count(n, 'observation') : count(n, 'testimony', 'testimonies')];
  });
  const there = [...(people === 0 ? [] : [`${count(people, 'person', 'people')} beside the mentorship`]), ...kinds];
  const supervised = facts.readers.some((r) => r.as === 'supervisor');
  return finding({
    label: evidenceWords.stakeholders,
    asks: 'Who else saw a difference, and what did they see?',
    there: there.length === 0 ? [] : [`${capital(listInWords(there))}.`],
    gaps:
      there.length > 0
        ? []
        : [
            {
              say: `Nothing yet from anybody besides ${yours(facts) ? 'the two of you' : 'mentor and mentee'}: an observation by ${yours(facts) ? 'your' : 'the'} ${supervised ? 'supervisor' : 'supervisor or assessor'} can stand here.`,
              mend: { by: 'observation', about: facts.portfolio.id },
            },
          ],
    any: there.length > 0,
  });
};

const capital = (s: string): string => `${s.charAt(0).toUpperCase()}${s.slice(1)}`;

export const changes: Look = ({ facts }) => {
  const mentor = facts.portfolio.mentor;
  const followed = (from: number): number => facts.sessions.filter((s) => s.minutes > 0 && s.beganAt >= from).length;
  const said = (c: PortfolioFacts['changes'][number]): boolean => c.since.some((s) => s.by === mentor);
  const after = facts.changes.filter((c) => said(c) && followed(c.from) >= sessionsToFollow).length;
  const unsaid = facts.changes.filter((c) => !said(c) && followed(c.from) >= sessionsToFollow);
  return finding({
    label: evidenceWords.changes,
    asks: 'What did you change because of that, and what followed?',
    there:
      facts.changes.length === 0
        ? []
        : [`${count(facts.changes.length, 'change')}; what followed can be seen of ${after}.`],
    gaps:
      facts.changes.length === 0
        ? [{ say: 'No change of practice is noted yet.', mend: { by: 'change', about: facts.portfolio.id } }]
        : unsaid.length === 0
          ? []
          : [
              {
                say: `Whether it was done is not said yet of ${count(unsaid.length, 'change')}.`,
                mend: { by: 'change', about: facts.portfolio.id },
              },
            ],
    any: facts.changes.length > 0,
  });
};

/** Themes of which more than one source says something. */
function compared(facts: PortfolioFacts): readonly Theme[] {
  const by = sourcesByTheme(facts);
  return themes.filter((theme) => theme !== 'other' && (by.get(theme)?.size ?? 0) > 1);
}

export const triangulation: Look = ({ facts }) => {
  const all = compared(facts);
  const marked = new Set(facts.marks.map((m) => m.theme));
  const open = all.filter((theme) => !marked.has(theme)).length;
  return finding({
    label: evidenceWords.triangulation,
    asks: 'Where do your sources agree, and which one does not?',
    there: marked.size === 0 ? [] : [`How they agree is marked on ${count(marked.size, 'theme')}.`],
    gaps:
      open === 0
        ? []
        : [
            {
              say: `${count(open, 'theme')} ${open === 1 ? 'has' : 'have'} more than one source, and no mark yet.`,
              mend: { by: 'marks', about: facts.portfolio.id },
            },
          ],
    any: marked.size > 0,
  });
};

/** `driscoll/so-what/strategy` → `driscoll/so-what`. */
const sectionOf = (question: string): string => question.split('/').slice(0, 2).join('/');
const isAhead = ({ question }: { readonly question: string }): boolean => question.startsWith('ahead/');

export const reflection: Look = ({ facts }) => {
  const mend = { by: 'reflection', about: facts.portfolio.id } as const;
  const r = facts.reflection;
  const written = r?.pieces?.filter((p) => !isAhead(p)) ?? [];
  const sections = new Set(written.map((p) => sectionOf(p.question)));
  const citing = new Set(written.filter((p) => p.cites.length > 0).map((p) => sectionOf(p.question)));
  const bare = sections.size - citing.size;
  return finding({
    label: evidenceWords.reflection,
    asks: 'What does this mean for your mentoring, and what shows it?',
    there:
      r === null || r.versions === 0
        ? []
        : [
            `${count(r.versions, 'version')} kept${sections.size === 0 ? '' : `, ${count(sections.size, 'section')} begun`}.`,
            ...(r.declaration === null ? [] : ['Declared as the mentor’s own work.']),
          ],
    gaps:
      r === null || r.versions === 0
        ? [{ say: 'No reflection is begun yet.', mend }]
        : [
            ...(bare === 0
              ? []
              : [{ say: `${count(bare, 'section')} ${bare === 1 ? 'points' : 'point'} to no evidence yet.`, mend }]),
            ...(r.declaration === null ? [{ say: 'It is not declared as own work yet.', mend }] : []),
          ],
    any: r !== null && r.versions > 0,
  });
};

export const ahead: Look = ({ facts }) => {
  // Of a draft nobody but its mentor knows what is in it.
  const pieces = facts.reflection?.pieces ?? null;
  const all = pieces?.filter(isAhead) ?? [];
  const dated = all.filter(
    (p) => p.action !== undefined && p.action.owner.trim() !== '' && p.action.due !== null,
  ).length;
  return finding({
    label: evidenceWords.ahead,
    asks: 'What will you do next, who sees to it, and by when?',
    there: all.length === 0 ? [] : [`${count(all.length, 'action')}, ${dated} with whose it is and by when.`],
    gaps:
      all.length > 0 || (facts.reflection !== null && pieces === null)
        ? []
        : [{ say: 'No action ahead is noted yet.', mend: { by: 'reflection', about: facts.portfolio.id } }],
    any: all.length > 0,
  });
};
