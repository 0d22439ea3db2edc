import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answersWithout, subjectWithout } from '../adapters/prisma/bodies/draft.js';
import type { Answers } from '../src/chat/form.js';
import { newPlanSubject } from '../src/features/plan-session/subjects.js';
import type { DraftId, MentorshipId, PersonId } from '../src/kernel/ids.js';
import { type PermissionsWorld, permissionsWorld } from './support/permissions-world.js';
import { whoSends } from './support/who-sends.js';

/** What others have begun to write and not sent about somebody who is erased goes with them (docs/field.md#erasure). */

const secret = 'Leo told me about his father';

/** Forms that others may be filling in about something that is not the mentee's: their drafts stay. */
const stay = [
  // Of the whole programme, or their own.
  ...[
    'allocation',
    'agreement-text',
    'catalogue-list',
    'concerns-erase',
    'concerns-keep',
    'criteria-import',
    'criterion',
  ],
  ...['import', 'leaflet', 'outsider', 'questions', 'quote', 'retention', 'settings', 'setup', 'template', 'when-hard'],
  // Of a mentor's own practice and portfolio, and of a statement about it.
  ...['attest-ask', 'attest-sign', 'attestation', 'outcome', 'pack-ask', 'pack-decide', 'reflect-action'],
  ...['reflect-declare', 'reflect-piece', 'theme-mark'],
  // Of somebody else.
  ...['erase-confirm', 'stakeholder-answers'],
];

let w: PermissionsWorld;
const drafts = new Map<string, DraftId>();
beforeAll(async () => {
  w = await permissionsWorld();
}, 90_000);
afterAll(() => w?.t.stop());

let n = 0;
const begun = async (user: string, form: string, subject: string, answers: Answers): Promise<DraftId> => {
  n += 1;
  const id = `x${String(n).padStart(25, '0')}` as DraftId;
  const at = w.t.clock.now();
  await w.t.store.write((tx) =>
    tx.in(w.t.programme).drafts.save({
      ...{ id, person: w.t.people.get(user) as PersonId, form, subject, revision: 1, step: '', answers },
      ...{ openedAt: at, savedAt: at, doneAt: null, outcome: '' },
    }),
  );
  return id;
};
const draft = (id: DraftId | undefined) =>
  w.t.store.read((tx) => tx.in(w.t.programme).drafts.get(id ?? ('' as DraftId)));

describe('once a mentee was erased', () => {
  let group: DraftId;
  let held: DraftId;
  let leo: string;
  let aisha: string;
  let both: readonly [MentorshipId, MentorshipId];

  beforeAll(async () => {
    const { t } = w;
    [leo, aisha] = [t.people.get('leo') ?? '', t.people.get('aisha') ?? ''];
    for (const [form, [who, subject]] of Object.entries(whoSends)) {
      const user = who.split(' ').find((one) => one !== 'leo') ?? '';
      // What only they fill in is theirs in any case.
      if (user === '') continue;
      drafts.set(form, await begun(user, form, w.filled(subject), { values: { happened: secret }, rows: {} }));
    }
    both = [w.filled('$M') as MentorshipId, 'xother' as MentorshipId];
    const goal = w.filled('$goal');
    const whose = (mentee: string, need: string) => ({ key: `row-${need}`, values: { mentee, need } });
    group = await begun('maya', 'plan', newPlanSubject.write({ begins: 'new', mentorships: both }), {
      values: { title: 'Both', goals: [goal, 'xgoal'], [`level-${goal}`]: 3 },
      rows: {
        support: [whose(leo, 'large-print'), whose(aisha, 'a-pause')],
        objectives: [{ key: 'o', values: { what: 'Listen', goal } }],
      },
    });
    held = await begun('maya', 'record', 'xsession', {
      values: { happened: 'All were there', attended: [leo, aisha], spoke: leo },
      rows: { actions: [{ key: leo, values: { what: secret } }] },
    });
    await t.as('priya').erases({ subject: t.as('leo').id, arg: 'yes' });
    await t.settled();
  });

  test('nothing is left of what anybody had begun about them, and all else is', async () => {
    const left: string[] = [];
    for (const [form, id] of drafts) if ((await draft(id)) !== undefined) left.push(form);
    expect(left.sort()).toEqual(stay.sort());
  });

  test('what was about several keeps the others', async () => {
    const plan = await draft(group);
    expect(newPlanSubject.read(plan?.subject ?? '')).toEqual({ begins: 'new', mentorships: [both[1]] });
    expect(plan?.answers).toEqual({
      values: { title: 'Both', goals: ['xgoal'] },
      rows: {
        support: [{ key: 'row-a-pause', values: { mentee: aisha, need: 'a-pause' } }],
        objectives: [{ key: 'o', values: { what: 'Listen' } }],
      },
    });
    expect((await draft(held))?.answers).toEqual({
      values: { happened: 'All were there', attended: [aisha] },
      rows: { actions: [] },
    });
  });

  test('a form that still stands on a screen is not taken in', async () => {
    const tried = await w.tries('maya', {
      ...{ kind: 'form', draft: drafts.get('record'), revision: 1, step: '', move: { do: 'save' } },
      answers: { values: { happened: secret }, rows: {} },
    });
    expect(JSON.stringify(tried.answer)).not.toContain(secret);
    expect(tried.changed).toBe(false);
  });
});

describe('what a draft is about', () => {
  const about = { them: new Set(['x1', 'x2']), theirs: new Set(['g1']) };
  test.each([
    ['x1', undefined],
    ['x1:mentorship', undefined],
    ['rights:x2', undefined],
    ['x9:x1', undefined],
    ['new:x1', undefined],
    ['new:x1+x2', undefined],
    ['new:x1+x9', 'new:x9'],
    ['new:x8+x2+x9', 'new:x8+x9'],
    ['-', '-'],
    ['x11', 'x11'],
  ])('of %s is left %s', (subject, left) => expect(subjectWithout(subject, about)).toBe(left));

  test('answers without anything of theirs are the same', () => {
    const answers: Answers = {
      values: { a: 'x11', n: 3, b: ['x9'] },
      rows: { r: [{ key: 'k', values: { c: 'g11' } }] },
    };
    expect(answersWithout(answers, about)).toBe(answers);
  });
});
