import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  all,
  letIn,
  ours,
  type PermissionsWorld,
  permissionsWorld,
  type Row,
  registry,
} from './support/permissions-world.js';

/**
 * The permission table's forms: each sent by every role, as somebody who has a draft of it (they could open it once, or
 * forged its address), on what is theirs, another’s, and from elsewhere.
 */

const forms: Readonly<Record<string, Row>> = {
  agreement: ['maya', '$M'],
  'agreement-answer': ['leo', '$M:1'],
  goal: ['maya leo', '$M'],
  plan: ['maya', '$S'],
  suggest: ['maya leo', '$S'],
  record: ['maya', '$E'],
  contact: ['maya', '$M'],
  quote: [all, '-'],
  'put-right': ['maya leo', '$P'],
  'stakeholder-proposal': ['maya priya', '$M'],
  'stakeholder-choice': ['leo', '$K'],
  'stakeholder-answers': ['grace', '$grace'],
  'attest-ask': ['maya priya', '$F'],
  attestation: ['grace', '$A'],
  'attest-sign': ['maya', '$A'],
  'theme-mark': ['maya', '$F:relationship'],
  'look-back': ['leo', '$M'],
  change: ['maya', '$M:mentorship'],
  'not-meant': ['leo', '$X'],
  'when-hard': [all, '-'],
  'check-word': ['leo', '$E:out'],
  'ask-words': ['leo', '$E:more'],
  'goal-levels': ['leo', '$E'],
  'hours-different': ['leo', '$E'],
  'hours-settle': ['priya', '$E:$leo'],
  'hours-settle-confirm': ['priya', '$E:$leo'],
  'session-answers': ['leo', '$E'],
  'review-words': ['leo', '$RF:mid-change'],
  'review-answers': ['leo', '$M:$RF'],
  'review-self': ['maya', '$RS'],
  conversation: ['maya leo', '$M'],
  'past-search': ['maya leo priya sue ada ian', '$M:mentorship'],
  settings: [all, '-'],
  setup: ['priya', '-'],
  questions: ['priya', 'after-session'],
  'catalogue-list': ['priya', 'skill'],
  template: ['priya', 'standard'],
  'agreement-text': ['priya', 'all'],
  criterion: ['priya', 'o1'],
  'criteria-import': ['priya', '-'],
  role: ['priya', '$leo'],
  import: ['priya', '-'],
  'own-data': ['leo', '$leo'],
  'erase-confirm': ['priya', '$aisha'],
  'rights-wrong': ['leo', '$leo'],
  'rights-answer': ['priya', '$RC'],
  'rights-hold': ['priya', '$leo'],
  'rights-parent': ['priya', '$leo'],
  'rights-keep': ['priya', '$leo'],
  leaflet: ['priya', '-'],
  'concerns-erase': ['priya', '-'],
  'concerns-keep': ['priya', '-'],
  retention: ['priya', '-'],
  allocation: ['priya', '-'],
  'their-name': ['maya priya', '$leo'],
  outsider: ['priya', '-'],
  handover: ['maya priya', '$M'],
  'handover-choice': ['leo', '$M'],
  'release-choice': ['leo', '$M'],
  'release-look': ['maya', '$M'],
  'pack-ask': ['maya priya', '$F'],
  'pack-look': ['leo', '$M:pack:$PK'],
  'pack-decide': ['maya', '$PK'],
  outcome: ['priya', '$F:outcome:outcome-9'],
  'reflect-piece': ['maya', '$F:driscoll/what/happened'],
  'reflect-declare': ['maya', '$F'],
  'reflect-action': ['maya', '$F:ahead:a1'],
};

let w: PermissionsWorld;
beforeAll(async () => {
  w = await permissionsWorld();
}, 60_000);
afterAll(() => w?.t.stop());

test('no form is without a row', () => {
  expect(Object.keys(forms).sort()).toEqual([...registry.forms.keys()].sort());
});

describe('every form, sent by every role', () => {
  test.each(Object.entries(forms))('%s', async (form, [may, subject]) => {
    expect(await letIn((user) => w.sends(user, form, subject))).toBe(may);
  });
});

describe('from another programme, with every role there is', () => {
  test.each(Object.entries(forms))('%s', async (form, [, subject]) => {
    const { answer, changed } = await w.sends('fred', form, subject);
    expect(JSON.stringify(answer.reply)).not.toMatch(ours);
    if (!subject.includes('$')) return;
    expect(answer.reply.kind).not.toBe('form');
    expect(changed).toBe(false);
  });
});
