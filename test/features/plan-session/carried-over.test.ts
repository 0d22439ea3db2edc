import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { plain } from '../../../src/chat/text.js';
import type { RecordBody } from '../../../src/domain/record.js';
import { day } from '../../../src/kernel/clock.js';
import { formIn, mentorshipOf, tuesday, type World, world } from '../../support/record-world.js';

/** What the records of earlier sessions leave for the next plan, which opens with it. */

let w: World;
beforeEach(async () => {
  w = await world();
});
afterEach(async () => w.close());

/** A recorded session `days` after Tuesday; those who came, and what its record leaves. */
async function held(
  key: string,
  days: number,
  mentees: readonly string[],
  came: readonly string[],
  left: Partial<RecordBody>,
): Promise<void> {
  const session = await w.ended(key, { startsAt: tuesday + days * day, mentees });
  const body: RecordBody = {
    attended: came.map((m) => w.id(m)),
    startedAt: session.startsAt,
    minutes: 45,
    outcomes: [],
    skills: [],
    happened: '',
    actions: [],
    change: '',
    nextFocus: '',
    restorative: null,
    checkIn: '',
    checkOut: '',
    keptTo: null,
    support: [],
    guidance: [],
    ...left,
  };
  const at = session.startsAt;
  await w.change((rows) =>
    rows.records.add(
      { session: session.id, version: 1, firstSavedAt: at, signedAt: at, botDelayMs: 0 },
      { session: session.id, version: 1, body, savedAt: at, author: w.id('maya'), reason: '', lateReason: '' },
    ),
  );
}

const action = (key: string, what: string): RecordBody['actions'][number] => ({
  key,
  what,
  owner: 'mentee',
  due: null,
});

/** The notes of each step of a new plan's form, by the step. */
async function notes(typed: string): Promise<Readonly<Record<string, string>>> {
  const { form } = formIn(await w.types('maya', typed));
  const reader = { person: null, platform: 'web', zone: 'Europe/London', locale: 'en-GB', named: () => ({ name: '' }) };
  return Object.fromEntries(
    form.steps.map((s) => [
      s.id,
      s.items
        .flatMap((i) => (i.kind === 'note' ? [plain(i.text, reader as Parameters<typeof plain>[1])] : []))
        .join('\n'),
    ]),
  );
}

describe('the next plan opens with', () => {
  test('the focus and the open actions, where the form opens and where objectives are written', async () => {
    await held('s1', 0, ['leo'], ['leo'], { nextFocus: 'Ringing back', actions: [action('a1', 'Ring the college')] });
    const { when, objectives } = await notes('plan @leo Friday week 3pm 45m Calls');
    for (const step of [when, objectives]) {
      expect(step).toContain('You agreed to look at: Ringing back');
      expect(step).toContain('Still open: Ring the college');
    }
  });

  test('the same after a session that nobody came to, and with actions of earlier sessions until they are done', async () => {
    await held('s1', 0, ['leo'], ['leo'], {
      nextFocus: 'Ringing back',
      actions: [action('a1', 'Ring the college'), action('a2', 'Write a list')],
      restorative: { happened: '', affected: '', agreed: 'A note to Sam', by: null },
    });
    await held('s2', 1, ['leo'], [], { actions: [action('a1', 'Send a message')] });
    await w.change((rows) => rows.actions.setDone(mentorshipOf('leo'), 's1/a2', true, tuesday));
    const { when } = await notes('plan @leo Friday week 3pm 45m Calls');
    expect(when).toContain('You agreed to look at: Ringing back');
    expect(when).toContain('Still open: Send a message and Ring the college');
    expect(when).toContain('Agreed to put things right: A note to Sam');
    await held('s3', 2, ['leo'], ['leo'], { nextFocus: 'Interviews' });
    const later = await notes('plan @leo Friday week 3pm 45m Calls');
    expect(later.when).toContain('You agreed to look at: Interviews');
    expect(later.when).toContain('Still open: Send a message and Ring the college');
  });

  test('what is each mentee’s own in a group, with their name, and once what is the same for both', async () => {
    await held('s1', 0, ['leo', 'aisha'], ['leo', 'aisha'], { nextFocus: 'Ringing back' });
    const typed = 'plan @leo @aisha Friday week 3pm 45m Calls';
    expect((await notes(typed)).when?.match(/Ringing back/g)).toHaveLength(1);
    expect((await notes(typed)).when).not.toContain('look at (');
    await held('s2', 1, ['leo', 'aisha'], ['leo'], { nextFocus: 'Interviews' });
    const { when, objectives } = await notes(typed);
    expect(when).toContain('You agreed to look at (Leo Brandt): Interviews');
    expect(when).toContain('You agreed to look at (Aisha Rahman): Ringing back');
    expect(objectives).toContain('You agreed to look at (Aisha Rahman): Ringing back');
  });

  test('long words in full only beside the objectives', async () => {
    const long = `${'again and '.repeat(40)}again`;
    await held('s1', 0, ['leo'], ['leo'], {
      nextFocus: long,
      actions: Array.from({ length: 6 }, (_, i) => action(`a${i}`, `Step ${i}`)),
    });
    const { when, objectives } = await notes('plan @leo Friday week 3pm 45m Calls');
    expect(when).not.toContain(long);
    expect(when).toContain('Step 0, Step 1, Step 2, Step 3 and 2 more');
    expect(objectives).toContain(long);
    expect(objectives).toContain('Step 4 and Step 5');
  });
});
