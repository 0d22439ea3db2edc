import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

/**
 * Every codec of subjects and occurrences, and one text of each. Databases, posted cards and buttons of people who run
 * this hold such texts: what stands here is never edited. A new codec, in a `subjects.ts`, adds its line.
 */

interface Codec {
  write(about: object): string;
  read(text: string): object | undefined;
}

const root = path.resolve(import.meta.dirname, '..', 'src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (f) => path.basename(f) === 'subjects.ts',
);
const isCodec = (value: unknown): value is Codec =>
  typeof value === 'object' && value !== null && 'write' in value && 'read' in value && 'begin' in value;

const found = new Map<string, Codec>();
for (const file of files) {
  const exported: Readonly<Record<string, unknown>> = await import(path.join(root, file));
  const room = path.basename(path.dirname(file));
  for (const [name, value] of Object.entries(exported)) if (isCodec(value)) found.set(`${room} ${name}`, value);
}

const table: readonly (readonly [codec: string, text: string, about: object])[] = [
  ['domain reminderSubject', 's1:day', { session: 's1', which: 'day' }],
  ['domain reminderSubject', 's1:hour', { session: 's1', which: 'hour' }],
  ['domain laterSubject', 's1:later-1764500000000', { session: 's1', at: 1764500000000 }],
  ['domain remindPrompt', 'remind:s1:day:p1', { session: 's1', which: 'day', to: 'p1' }],
  ['domain remindPrompt', 'remind:s1:hour:p1', { session: 's1', which: 'hour', to: 'p1' }],
  ['domain remindLaterPrompt', 'remind:s1:later:p1:1764500000000', { session: 's1', to: 'p1', at: 1764500000000 }],
  ['domain nowPrompt', 'now:s1', { session: 's1' }],
  ['domain endPrompt', 'end:s1', { session: 's1' }],
  ['domain askPrompt', 'ask:s1:p1', { session: 's1', to: 'p1' }],
  ['domain askLengthPrompt', 'ask-length:s1:p1:2', { session: 's1', to: 'p1', version: 2 }],
  ['domain nudgePrompt', 'nudge:s1', { session: 's1' }],
  ['domain agreementSubject', 'm1:2', { mentorship: 'm1', version: 2, told: null }],
  ['domain agreementSubject', 'm1:2:again', { mentorship: 'm1', version: 2, told: 'again' }],
  ['domain agreementSubject', 'm1:2:not-reached', { mentorship: 'm1', version: 2, told: 'not-reached' }],
  ['domain agreementSubject', 'm1:2:change-wanted', { mentorship: 'm1', version: 2, told: 'change-wanted' }],
  ['domain agreementAgainPrompt', 'agreement-again:m1:2', { mentorship: 'm1', version: 2 }],
  ['domain lookBackPrompt', 'look-back:m1:2026-11-24', { mentorship: 'm1', date: '2026-11-24' }],
  ['domain goingOnSubject', 'm1:going-on:2', { mentorship: 'm1', version: 2 }],
  ['domain goingOnLookPrompt', 'going-on-look:m1:2026-11-24', { mentorship: 'm1', date: '2026-11-24' }],
  [
    'going-on goingOnAskPrompt',
    'going-on-ask:m1:2:p1:2026-11-24',
    { mentorship: 'm1', version: 2, to: 'p1', date: '2026-11-24' },
  ],
  ['left-out leftOutSubject', 'g1:left-out:0:1764000000000', { programme: 'g1', after: 0, upTo: 1764000000000 }],
  ['domain packLookSubject', 'm1:pack:k1', { mentorship: 'm1', pack: 'k1' }],
  ['pack packSubject', 'k1:pack', { pack: 'k1' }],
  ['pack turnSubject', 'k1:pack:ready', { pack: 'k1', turn: 'ready' }],
  ['pack turnSubject', 'k1:pack:deciding', { pack: 'k1', turn: 'deciding' }],
  ['pack turnSubject', 'k1:pack:failed', { pack: 'k1', turn: 'failed' }],
  ['pack outcomeSubject', 'f1:outcome:o1', { portfolio: 'f1', outcome: 'o1' }],
  ['domain actionSubject', 's1/a1', { session: 's1', action: 'a1' }],
  ['domain stakeholderAskPrompt', 'stakeholder-ask:p1:2026-11-24', { person: 'p1', date: '2026-11-24' }],
  ['domain stakeholderAgainPrompt', 'stakeholder-again:p1:2026-11-24', { person: 'p1', date: '2026-11-24' }],
  ['stakeholders stakeholderChoicePrompt', 'stakeholder-choice:k1:2026-11-24', { ask: 'k1', date: '2026-11-24' }],
  ['stakeholders askedSubject', 'p1:2026-11-24', { person: 'p1', date: '2026-11-24' }],
  ['stakeholders passSubject', 'p1:pass:2026-11-24', { person: 'p1', date: '2026-11-24' }],
  ['stakeholders wantedSubject', 'm1:stakeholder:2026-11-24', { mentorship: 'm1', date: '2026-11-24' }],
  ['domain namedSubject', 'p1:named:p2', { person: 'p1', by: 'p2' }],
  ['domain digestPrompt', 'digest:2026-11-23', { week: '2026-11-23' }],
  ['agree newAgreementSubject', 'new:p1', { mentee: 'p1' }],
  ['agree newsSubject', 'm1:paused:1764500000000', { mentorship: 'm1', what: 'paused', at: 1764500000000 }],
  ['agree newsSubject', 'm1:ended:1764500000000', { mentorship: 'm1', what: 'ended', at: 1764500000000 }],
  ['agree goalSubject', 'm1', { mentorship: 'm1', goal: null }],
  ['agree goalSubject', 'm1:g1', { mentorship: 'm1', goal: 'g1' }],
  ['domain pastSubject', 'm1:mentorship', { id: 'm1', of: 'mentorship' }],
  ['domain pastSubject', 'f1:portfolio', { id: 'f1', of: 'portfolio' }],
  ['readiness criterionSubject', 'f1:o1', { portfolio: 'f1', criterion: 'o1' }],
  ['domain reflectOfferPrompt', 'reflect-offer:f1', { portfolio: 'f1' }],
  [
    'reflect pieceSubject',
    'f1:driscoll/so-what/strategy/2',
    { portfolio: 'f1', question: 'driscoll/so-what/strategy/2' },
  ],
  ['reflect sectionSubject', 'f1:so-what', { portfolio: 'f1', section: 'so-what' }],
  ['reflect aheadSubject', 'f1:ahead:a1', { portfolio: 'f1', key: 'a1' }],
  [
    'reflect askedSubject',
    'f1:1764500000000:kolb/experience/felt',
    { portfolio: 'f1', at: 1764500000000, question: 'kolb/experience/felt' },
  ],
  ['reflect dueSubject', 'f1:a1:2026-12-01', { portfolio: 'f1', key: 'a1', date: '2026-12-01' }],
  ['reflect askPrompt', 'reflect-ask:f1:2026-12-07', { portfolio: 'f1', date: '2026-12-07' }],
  ['reflect duePrompt', 'reflect-due:f1:a1:2026-12-01', { portfolio: 'f1', key: 'a1', date: '2026-12-01' }],
  ['domain changeSubject', 'm1:mentorship', { id: 'm1', of: 'mentorship' }],
  ['domain changeSubject', 'f1:portfolio', { id: 'f1', of: 'portfolio' }],
  ['domain changeSubject', 's1:session', { id: 's1', of: 'session' }],
  ['domain changeSubject', 'c1:change', { id: 'c1', of: 'change' }],
  ['release askSubject', 'm1:release', { mentorship: 'm1' }],
  ['past pastFrom', 'm1:mentorship:months:0', { id: 'm1', of: 'mentorship', from: 'months', page: 0 }],
  ['past pastFrom', 'f1:portfolio:found:2', { id: 'f1', of: 'portfolio', from: 'found', page: 2 }],
  ['coordinate nudgeSubject', 'p1:2026-11-24', { person: 'p1', date: '2026-11-24' }],
  ['coordinate pairsSubject', 'pairs:p1', { mentor: 'p1' }],
  ['coordinate unpairedOnPage', 'p1:2', { mentee: 'p1', page: 2 }],
  ['coordinate askLeadSubject', 'ask-lead:2026-11-23', { week: '2026-11-23' }],
  ['upkeep upkeepSubject', 'upkeep:restored:1764500000000', { what: 'restored', at: 1764500000000 }],
  ['coordinate askLeadPrompt', 'ask-lead:2026-11-23', { week: '2026-11-23' }],
  ['coordinate entrySubject', 'skill:listening', { kind: 'skill', key: 'listening' }],
  ['coordinate seenEntry', 'listening:3', { key: 'listening', version: 3 }],
  ['digest askedDigestSubject', '2026-11-23.4', { week: '2026-11-23', n: 4 }],
  ['digest mentorDigestPrompt', 'mentor-digest:2026-11-23:p1', { once: '2026-11-23', mentor: 'p1' }],
  ['give-feedback severalSubject', 'p1:2026-11-27', { mentee: 'p1', date: '2026-11-27' }],
  ['give-feedback wordsSubject', 's1:helped-most', { session: 's1', question: 'helped-most' }],
  ['give-feedback settleSubject', 's1:p1', { session: 's1', mentee: 'p1' }],
  ['give-feedback askAgainPrompt', 'ask-again:s1:p1', { session: 's1', to: 'p1' }],
  ['give-feedback severalPrompt', 'confirm-several:p1:2026-11-27', { mentee: 'p1', date: '2026-11-27' }],
  ['hand-over askSubject', 'm1:handover', { mentorship: 'm1' }],
  ['hand-over newsSubject', 'm1:handover:from', { mentorship: 'm1', side: 'from' }],
  ['hand-over newsSubject', 'm1:handover:to', { mentorship: 'm1', side: 'to' }],
  ['help missedWelcomeSubject', 'p1:29408333', { person: 'p1', miss: '29408333' }],
  ['home formReadySubject', 'd1', { draft: 'd1', miss: null }],
  ['home formReadySubject', 'd1:9f86d081884c7d65', { draft: 'd1', miss: '9f86d081884c7d65' }],
  ['home answerMissedSubject', 'sessions:9f86d081884c7d65', { word: 'sessions', miss: '9f86d081884c7d65' }],
  ['home answerMissedSubject', '-:29408333', { word: '-', miss: '29408333' }],
  ['home notDeliveredSubject', '2026-11-24:reminder', { date: '2026-11-24', face: 'reminder' }],
  ['home notDeliveredToSubject', 'p1:2026-11-24:reminder', { person: 'p1', date: '2026-11-24', face: 'reminder' }],
  ['domain undeliveredOnSubject', 'undelivered:2026-11-24', { date: '2026-11-24' }],
  ['domain menteeAskSubject', 'mentee-asks:p1:a1', { mentee: 'p1', ask: 'a1' }],
  ['concern alertSubject', 'a1', { alert: 'a1', news: null }],
  ['concern alertSubject', 'a1:deputy', { alert: 'a1', news: 'deputy' }],
  ['concern alertSubject', 'a1:nobody', { alert: 'a1', news: 'nobody' }],
  ['concern deputyPrompt', 'lead-alert:a1', { alert: 'a1' }],
  ['concern mailOf', 'lead-alert:a1:lead', { alert: 'a1', who: 'lead' }],
  ['domain rightsSubject', 'rights:r1', { request: 'r1' }],
  ['rights holdLookPrompt', 'hold-look:r1:5', { request: 'r1', at: 5 }],
  ['rights retentionPrompt', 'retention:2026-12', { month: '2026-12' }],
  ['rights retentionSubject', 'retention:2026-12', { month: '2026-12' }],
  ['domain secondCodeSubject', 'second-code:p1:slack:5', { person: 'p1', platform: 'slack', at: 5 }],
  ['domain secondAskedSubject', 'second-asked:p1:5', { person: 'p1', at: 5 }],
  ['domain correctionSubject', 'correction:p1', { person: 'p1' }],
  ['domain erasureSubject', 'erasure:p1', { person: 'p1' }],
  ['plan-session newPlanSubject', 'new:m1', { begins: 'new', mentorships: ['m1'] }],
  ['plan-session newPlanSubject', 'now:m1+m2', { begins: 'now', mentorships: ['m1', 'm2'] }],
  ['plan-session templatesSubject', 'm1+m2', { mentorships: ['m1', 'm2'] }],
  ['plan-session planSource', 'template:first-meeting', { what: 'template', id: 'first-meeting' }],
  ['plan-session planSource', 'session:s1', { what: 'session', id: 's1' }],
  ['plan-session changedSubject', 's1:2', { session: 's1', version: 2 }],
  ['plan-session answerSubject', 's1:p1:2', { session: 's1', mentee: 'p1', version: 2 }],
  ['plan-session suggestionSubject', 's1:suggestion:p1:3', { session: 's1', by: 'p1', n: 3 }],
  ['plan-session noneSubject', 's1:none:3', { session: 's1', n: 3 }],
  ['plan-session seriesAnswerSubject', 'r1:answer:p1', { series: 'r1', mentee: 'p1' }],
  ['plan-session seriesChangedSubject', 'r1:changed:4:2', { series: 'r1', position: 4, version: 2 }],
  ['plan-session seriesCancelledSubject', 'r1:cancelled:4', { series: 'r1', position: 4 }],
  ['release askSubject', 'm1:release', { mentorship: 'm1' }],
  ['domain reviewSubject', 'm1:f1', { mentorship: 'm1', form: 'f1' }],
  ['domain noteSubject', 'm1', { mentorship: 'm1', session: null }],
  ['domain noteSubject', 'm1:s1', { mentorship: 'm1', session: 's1' }],
  ['domain reviewDuePrompt', 'review-due:m1:s1.3', { mentorship: 'm1', because: 's1.3' }],
  ['domain reviewAskPrompt', 'review-ask:f1:2026-12-01', { form: 'f1', date: '2026-12-01' }],
  ['review wordsSubject', 'f1:mid-change', { form: 'f1', question: 'mid-change' }],
  ['review notedSubject', 'm1:n1', { mentorship: 'm1', note: 'n1' }],
  ['review reviewAgainPrompt', 'review-again:f1:2026-12-01', { form: 'f1', date: '2026-12-01' }],
  ['review conversationAskPrompt', 'conversation-ask:n1:2026-12-01', { note: 'n1', date: '2026-12-01' }],
  ['triangulate rowSubject', 'f1:planning', { portfolio: 'f1', theme: 'planning' }],
  ['settings thingsWaitingSubject', 'p1:2026-11-24', { person: 'p1', date: '2026-11-24' }],
  ['settings zoneSubject', 'p1:Europe/Paris:20416', { person: 'p1', zone: 'Europe/Paris', day: 20416 }],
  ['settings zoneSubject', 'p1:Europe/Paris', { person: 'p1', zone: 'Europe/Paris', day: null }],
  [
    'settings zoneAskPrompt',
    'zone-ask:p1:America/Argentina/Buenos_Aires:20416',
    { person: 'p1', zone: 'America/Argentina/Buenos_Aires', day: 20416 },
  ],
  ['without-account toldSubject', 's1:link:invitation:p1', { subject: 's1', face: 'invitation', person: 'p1' }],
  [
    'without-account toldSubject',
    'm1:2:again:link:agreement-ask:p1',
    { subject: 'm1:2:again', face: 'agreement-ask', person: 'p1' },
  ],
  [
    'without-account toldSubject',
    'm1:2:out-9f86d081884c7d65:link:agreement-ask:p1',
    { subject: 'm1:2:out-9f86d081884c7d65', face: 'agreement-ask', person: 'p1' },
  ],
  ['without-account outSubject', 'm1:2:out-9f86d081884c7d65', { subject: 'm1:2', link: '9f86d081884c7d65' }],
  ['without-account linkOutPrompt', 'link-out:9f86d081', { link: '9f86d081' }],
  ['write-record recordSubject', 's1', { session: 's1', asking: null }],
  ['write-record recordSubject', 's1:2', { session: 's1', asking: 2 }],
  ['write-record recordSubject', 's1:nudge', { session: 's1', asking: 'nudge' }],
  ['write-record recordLaterPrompt', 'record-later:s1:1', { session: 's1', n: 1 }],
];

describe('written and read as ever', () => {
  test.each(table)('%s: %s', (name, text, about) => {
    expect(found.get(name)?.write(about)).toBe(text);
    expect(found.get(name)?.read(text)).toEqual(about);
  });

  test('every codec that a subjects.ts exports has its line here', () => {
    expect([...found.keys()].filter((name) => !table.some(([codec]) => codec === name))).toEqual([]);
    expect(table.filter(([codec]) => !found.has(codec))).toEqual([]);
  });

  // What a press carries may be any text.
  test.each([...found])('%s reads what it would write, and nothing else', (_, codec) => {
    const texts = table.map(([, text]) => text);
    for (const text of [...texts, '', ':', 's1:', ':s1', 's1:x:y:z', 's1\n', ...texts.map((t) => `${t}:`)]) {
      const about = codec.read(text);
      if (about !== undefined) expect(codec.write(about)).toBe(text);
    }
  });
});
