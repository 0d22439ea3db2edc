import { platformNames } from '../../chat/platforms.js';
import type { CopySection } from '../../domain/copy.js';
import type { Mentorship } from '../../domain/mentorship.js';
import type { Person } from '../../domain/programme.js';
import { rightsWords } from '../../domain/rights.js';
import { roleWordOf } from '../../domain/role-words.js';
import { hardParts } from '../../domain/when-hard.js';
import { adultInWords, isTold } from '../shared/adult.js';
import { askedToErase } from '../shared/erasure-asked.js';
import { menteeAsks } from '../shared/mentee-asks.js';
import { everAsked } from '../shared/read-feedback.js';
import { partsOfReaders, readingsAbout, whatWasRead } from '../shared/readings-about.js';
import { attested, type CopyWork, filling } from './collecting.js';
import { togetherSections } from './copy-together.js';

/**
 * All that is kept about one person, whatever they are in the programme, gathered anew each time: what was erased or taken
 * back since is in no copy.
 */

/** As many check-ins as anybody has. */
const mostChecks = 10_000;

export async function copyOf(person: Person, work: CopyWork): Promise<readonly CopySection[]> {
  const mentorships = await work.rows.mentorships.of(person.id);
  return [
    ...you(person),
    ...(await togetherSections(person, mentorships, work)),
    ...(await answered(person, work)),
    ...(await own(person, mentorships, work)),
    ...(await asWriter(person, work)),
    ...(await asMentor(person, work)),
    ...(await around(person, mentorships, work)),
  ];
}

function you(p: Person): readonly CopySection[] {
  const s = filling(p);
  s.fact('Name', p.name);
  s.fact('Pronouns', p.pronouns);
  s.fact('Also called', p.alsoCalled?.join(', '));
  s.fact('Called before', p.formerly?.join(', '));
  s.fact('Roles', p.roles.map((r) => roleWordOf(r, p.stakeholderAs)).join(', '));
  if (isTold(p)) s.fact('18 or over', adultInWords(p));
  s.fact('Time zone', p.zone);
  s.fact('Language', p.locale);
  for (const a of p.accounts) if (a.platform !== 'link') s.fact('Account', `${platformNames[a.platform]}: ${a.user}`);
  s.fact('E-mail addresses', p.emails?.join(', '));
  s.fact(
    'Waited for',
    p.expected === undefined ? null : [p.expected.email, p.expected.user].filter(Boolean).join(', '),
  );
  s.when('Known here since', p.createdAt);
  for (const [name, value] of Object.entries(p.manners)) s.fact(`You chose: ${name}`, JSON.stringify(value));
  return s.done('you', 'About you');
}

/** What they answered after sessions and in reviews. */
async function answered(p: Person, { rows }: CopyWork): Promise<readonly CopySection[]> {
  const forms = await rows.feedback.ofMentee(p.id);
  const asked = await everAsked(rows, 'after-session');
  const wording = (key: string): string => asked.find((q) => q.key === key)?.text ?? key;
  const sessions = new Map((await rows.sessions.some(forms.map((f) => f.session))).map((one) => [one.id, one]));
  const sections = forms.flatMap((f) => {
    const s = filling(p);
    s.when('Asked', f.askedAt);
    s.fact('Who may read it', f.share);
    s.fact('State', f.state);
    for (const a of f.answers) {
      s.fact(wording(a.question), a.skipped ? 'skipped' : a.rating);
      s.words(`answer:${f.session}/${f.mentee}/${a.question}`, wording(a.question), a.text, p.id);
    }
    return s.done('answers', `What you said after “${sessions.get(f.session)?.title ?? 'a session'}”`);
  });
  const reviews = await rows.reviews.formsOfPerson(p.id);
  return [
    ...sections,
    ...reviews.flatMap((f) => {
      const s = filling(p);
      s.when('Asked', f.askedAt);
      s.fact('State', f.state);
      s.fact('Who may read it', f.share);
      for (const a of f.answers) {
        s.fact(a.question, a.skipped ? 'skipped' : a.rating);
        s.words(`review:${f.id}/${a.question}`, a.question, a.text, p.id);
      }
      return s.done('reviews', f.moment === 'mid' ? 'What you said half-way' : 'What you said at the end');
    }),
  ];
}

/** What is theirs alone. */
async function own(p: Person, mentorships: readonly Mentorship[], { rows }: CopyWork): Promise<readonly CopySection[]> {
  const s = filling(p);
  const hard = await rows.whenHard.get(p.id);
  for (const { id, label } of hardParts) s.words(`hard/${id}`, label, hard?.[id], p.id);
  for (const c of await rows.checkIns.ofMentee(p.id, mostChecks)) {
    s.fact(c.moment === 'in' ? 'How you arrived' : 'How you left', c.level);
    s.words(`check/${c.session}/${c.moment}`, c.moment === 'in' ? 'How you arrived' : 'How you left', c.word, p.id);
  }
  for (const m of mentorships.filter((one) => one.mentee === p.id)) {
    const page = await rows.lookBacks.get(m.id);
    s.words(`look-back/${m.id}/words`, 'Looking back', page?.words, p.id);
    for (const step of page?.steps ?? []) s.words(`look-back/${m.id}/${step.key}`, 'A step you took', step.what, p.id);
  }
  for (const a of (await rows.kept.get(menteeAsks, p.id)) ?? []) s.when(askedWords[a.what], a.at);
  for (const d of await rows.drafts.openOf(p.id)) s.when(`A form you began: ${d.form}`, d.openedAt);
  return s.done('own', 'Yours alone');
}

const askedWords = {
  absent: 'You said your mentor did not come',
  'somebody-else': 'You would like somebody else',
  objects: 'You did not agree with something',
} as const;

/** What they attested of somebody, or were asked to. */
async function asWriter(p: Person, { rows }: CopyWork): Promise<readonly CopySection[]> {
  const s = filling(p);
  for (const a of await rows.attestations.ofWriter(p.id)) {
    s.when(`You were asked for: ${a.kind}`, a.askedAt);
    attested(s, a, p.id);
  }
  for (const a of await rows.stakeholderAsks.ofPerson(p.id)) {
    s.when('You were named as somebody to ask', a.proposedAt);
    s.words(`stakeholder/${a.id}`, 'Why they would ask you', a.reason, a.proposedBy);
  }
  return s.done('said-of-others', 'What you were asked about others');
}

/** What stands in a mentor's own portfolios beside the sessions. */
async function asMentor(p: Person, { rows }: CopyWork): Promise<readonly CopySection[]> {
  const sections: CopySection[] = [];
  for (const portfolio of await rows.portfolios.ofMentor(p.id)) {
    const s = filling(p);
    s.when('Portfolio begun', portfolio.startedAt);
    s.fact('Minutes to reach', portfolio.targetMinutes);
    for (const piece of await rows.reflections.pieces(portfolio.id))
      s.words(`reflection:${portfolio.id}@${piece.version}/${piece.question}`, 'Your reflection', piece.text, p.id);
    for (const mark of await rows.marks.ofPortfolio(portfolio.id))
      s.words(`mark:${portfolio.id}/${mark.theme}`, 'What you said of a theme', mark.sentence, p.id);
    for (const a of await rows.attestations.ofPortfolio(portfolio.id))
      if (a.by !== p.id && a.state === 'given' && (a.mentorship === null || a.kind !== 'conversation'))
        attested(s, a, a.by);
    for (const o of await rows.outcomes.ofPortfolio(portfolio.id)) {
      s.fact(`Recorded elsewhere: ${o.criterion}`, `${o.result}, ${o.on}`);
      s.words(`outcome:${o.id}/by`, 'Who assessed it', o.by, o.recordedBy);
      s.words(`outcome:${o.id}/note`, 'A note on it', o.note, o.recordedBy);
    }
    for (const pack of await rows.packs.ofPortfolio(portfolio.id)) s.when(`A pack: ${pack.state}`, pack.askedAt);
    sections.push(...s.done('portfolio', 'Your portfolio as a mentor'));
  }
  return sections;
}

/** Who read, what was asked, and the ways in that were made. */
async function around(p: Person, mentorships: readonly Mentorship[], work: CopyWork): Promise<readonly CopySection[]> {
  const { rows, people } = work;
  const s = filling(p);
  const partOf = await partsOfReaders(mentorships, work);
  const named = await people();
  for (const r of await readingsAbout(p, mentorships, work)) {
    const line = `${named.get(r.actor)?.name ?? 'Somebody'}${partOf(r.actor)} read ${whatWasRead(r)}`;
    s.when(r.times === 1 ? line : `${line}, ${r.times} times, last`, r.last);
  }
  s.when('You asked for it to be erased', await rows.kept.get(askedToErase, p.id));
  for (const r of await rows.rights.about(p.id)) {
    s.when(rightsWords[r.kind], r.askedAt);
    s.words(`rights/${r.id}/said`, 'What was asked', r.words.said, r.askedBy);
    s.words(`rights/${r.id}/answer`, 'What came of it', r.words.answer, r.doneBy, true);
    if (r.words.note !== null)
      s.words(`rights/${r.id}/note`, 'What stands beside a record since', r.words.note.words, r.doneBy, true);
    const { parent } = r.words;
    if (parent === null) continue;
    s.words(`rights/${r.id}/who`, 'Who asked about you', parent.who, null, false);
    s.words(`rights/${r.id}/how`, 'Whether they may', parent.how, r.askedBy);
    s.words(`rights/${r.id}/view`, 'What you said about it', parent.view, null, parent.child !== 'not-asked');
    s.words(`rights/${r.id}/why`, 'What was decided', parent.why, r.askedBy);
  }
  s.fact('Links and calendar feeds made for you', (await rows.accessLinks.ofPerson(p.id)).length);
  return s.done('around', 'Who read it, and what was asked');
}
