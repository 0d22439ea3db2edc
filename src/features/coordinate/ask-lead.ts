import { button, buttons, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { weekKey } from '../../domain/digest.js';
import { unsetSafeguarding } from '../../domain/programme.js';
import { neverTooLate, nextWeekly } from '../../domain/prompt-schedule.js';
import { listInWords } from '../../kernel/words.js';
import type { Face, Prompt, Work } from '../feature.js';
import { askLeadPrompt, askLeadSubject } from './subjects.js';

/**
 * The safeguarding lead is the first thing that a coordinator is asked, and is asked again, each Monday, until one is
 * set: without one “Worried about someone?” can name only the nation's own numbers. So is what else it would say: the
 * deputy, when they can be reached, what to do out of hours, and the policy.
 */

const monday = 1;
const time = '10:00';

/** Asks on the next Monday, where something is not set. */
export async function askForLead(work: Work): Promise<void> {
  if (unsetSafeguarding(work.programme.settings).length === 0) return;
  const { zone } = work.programme;
  const dueAt = nextWeekly(work.now, monday, time, zone);
  const week = weekKey(dueAt, zone);
  work.schedule({
    ...askLeadPrompt.prompt({ week }),
    subject: week,
    to: null,
    dueAt,
    expiresAt: neverTooLate(dueAt),
  });
}

export const askLead: Prompt<'ask-lead'> = {
  waitsFor: 'nothing',
  folds: false,
  session: null,
  asks: 'coordinator',
  occurrence: askLeadPrompt,
  async fire(prompt, work) {
    if (unsetSafeguarding(work.programme.settings).length === 0) return;
    for (const person of (await work.people()).values())
      if (person.roles.includes('coordinator'))
        work.show('ask-lead', askLeadSubject.write({ week: prompt.subject }), { person: person.id });
    await askForLead(work);
  },
};

/** What a coordinator is asked; nothing any more once all is set. */
export const askLeadFace: Face = {
  called: 'a question about the safeguarding lead',
  comes: 'to-others',
  why: 'says-itself',
  withoutAccount: 'nothing',
  folded: null,
  async draw(d) {
    if (d.reader?.roles.includes('coordinator') !== true) return null;
    const { settings } = d.programme;
    const [first, ...more] = unsetSafeguarding(settings);
    if (first === undefined) {
      const done = literal('What people need when they are worried about someone is set. Thank you.');
      return { title: 'Safeguarding', summary: done, blocks: [text(done)] };
    }
    const lead = settings.safeguarding.lead === undefined;
    const open = lead ? more : [first, ...more];
    const line = literal(
      lead
        ? 'No safeguarding lead is set. Whom should people turn to when they are worried about someone?'
        : `For whoever is worried about someone, this is not set yet: ${listInWords(open)}.`,
    );
    return {
      title: lead ? 'Safeguarding lead' : 'Safeguarding',
      summary: line,
      blocks: [
        text(line),
        ...(lead && open.length > 0 ? [muted(literal(`Not set yet either: ${listInWords(open)}.`))] : []),
        buttons(button('Set it now', 'programme.setup', '-', { style: 'main' })),
        muted(literal('I ask each Monday until it is set.')),
      ],
    };
  },
};
