import { button, buttons, muted, text } from '../../chat/card.js';
import { literal } from '../../chat/text.js';
import { weekKey } from '../../domain/digest.js';
import { nextWeekly } from '../../domain/prompt-schedule.js';
import { day } from '../../kernel/clock.js';
import type { Face, PromptHandler, Work } from '../feature.js';

/**
 * The safeguarding lead is the first thing that a coordinator is asked, and is asked again, each Monday, until one is
 * set: without one “Worried about someone?” can name only the nation's own numbers.
 */

const monday = 1;
const time = '10:00';

/** Asks on the next Monday, where no lead is set. */
export async function askForLead(work: Work): Promise<void> {
  if (work.programme.settings.safeguarding.lead !== undefined) return;
  const { zone } = work.programme;
  const dueAt = nextWeekly(work.now, monday, time, zone);
  const week = weekKey(dueAt, zone);
  work.schedule({
    occurrence: `ask-lead:${week}`,
    kind: 'ask-lead',
    subject: week,
    to: null,
    dueAt,
    // Asked late rather than never: only its being asked sets the next.
    expiresAt: dueAt + 6 * day,
  });
}

export const askLeadPrompt: PromptHandler = async (prompt, work) => {
  if (work.programme.settings.safeguarding.lead !== undefined) return;
  for (const person of (await work.people()).values())
    if (person.roles.includes('coordinator'))
      work.show('ask-lead', `ask-lead:${prompt.subject}`, { person: person.id });
  await askForLead(work);
};

/** What a coordinator is asked; nothing any more once a lead is set. */
export const askLeadFace: Face = async (d) => {
  if (d.reader?.roles.includes('coordinator') !== true) return null;
  if (d.programme.settings.safeguarding.lead !== undefined) {
    const done = literal('The safeguarding lead is set. Thank you.');
    return { title: 'Safeguarding lead', summary: done, blocks: [text(done)] };
  }
  const line = literal('No safeguarding lead is set. Whom should people turn to when they are worried about someone?');
  return {
    title: 'Safeguarding lead',
    summary: line,
    blocks: [
      text(line),
      buttons(button('Set it now', 'programme.setup', '-', { style: 'main' })),
      muted(literal('I ask each Monday until one is set.')),
    ],
  };
};
