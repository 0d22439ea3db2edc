import { z } from 'zod';
import { type Block, button, buttons, type Card, heading, muted, text } from '../../chat/card.js';
import { type Form, formNote, textOf } from '../../chat/form.js';
import type { Reply } from '../../chat/inbound.js';
import { closeWith, panelWith } from '../../chat/reply.js';
import { literal, moment, say, strong, type Text } from '../../chat/text.js';
import { emailsOf } from '../../domain/identity-match.js';
import { keptValue } from '../../domain/kept.js';
import type { Nation } from '../../domain/programme.js';
import { Refused } from '../../kernel/errors.js';
import type { PersonId } from '../../kernel/ids.js';
import { clean } from '../../kernel/words.js';
import type { ActorWork, ConcernContacts, FormFeature, PressHandler } from '../feature.js';
import { demand, mayActor } from '../shared/guards.js';
import { practiceNote } from '../shared/practice.js';
import { inDanger, linked } from '../shared/whom-to-tell.js';
import { linkBlocks, ownLink } from './own-link.js';

/**
 * The page for parents (docs/field.md#a-parents-request): what mentoring is and what they can ask, on one sheet of A4, with
 * whom to ask and how. Nothing of any child stands on it.
 */

/** Whom parents ask, as a coordinator wrote it for them. */
export const leafletContact = keptValue({
  name: 'leaflet-contact',
  schema: z.object({ by: z.string(), name: z.string(), reach: z.string() }),
  erasure: { of: 'entries', without: (value, erased) => (value.by === erased.id ? undefined : value) },
});

interface WhomToAsk {
  readonly name: string;
  /** Telephone, e-mail or both; empty where nothing is known. */
  readonly reach: string;
}

/** As a coordinator wrote it; else the first of the coordinators, by the address that is known of them. */
async function whomToAsk(work: ActorWork): Promise<WhomToAsk> {
  const kept = await work.rows.kept.get(leafletContact);
  if (kept !== undefined) return kept;
  const all = [...(await work.people()).values()].filter((p) => p.roles.includes('coordinator') && p.erasedAt === null);
  const one = all.find((p) => p.id === work.actor.id) ?? all[0];
  return { name: one?.name ?? 'The coordinator', reach: one === undefined ? '' : (emailsOf(one)[0] ?? '') };
}

/** Where it is complained to, in that nation. */
const authority = (nation: Nation): string =>
  nation === 'ireland'
    ? 'the Data Protection Commission: www.dataprotection.ie'
    : nation === 'other'
      ? 'the data protection authority of your country'
      : 'the Information Commissioner: ico.org.uk, 0303 123 1113';

/** About twelve is what the ICO takes in the United Kingdom, and the law in Scotland; elsewhere no age is named. */
const whenTheyDecide = (nation: Nation): string =>
  nation === 'ireland' || nation === 'other'
    ? 'many can decide for themselves'
    : 'many can decide for themselves from about twelve';

/** One part of it: what it is called, and its sentences. The same as docs/privacy/leaflet-for-parents.md has. */
export interface LeafletPart {
  readonly title: string;
  readonly words: string;
}

export const leafletParts = (nation: Nation, lead: string | null): readonly LeafletPart[] => [
  {
    title: 'What it is.',
    words:
      'Your child has a mentor. A mentor is an adult who meets them, listens, and helps them with goals that they choose.',
  },
  {
    title: 'What is kept.',
    words:
      'A program keeps notes of it: their goals, plans, what was done, and how long they met. It also asks your child how it was. They can skip any question.',
  },
  {
    title: 'Who can read it.',
    words:
      'Your child and the mentor read these notes. The coordinator reads part of them. Someone who checks the mentor’s work may read them too. Names are taken out before anything is handed in. The mentor does not see everything. What your child tells the coordinator, or keeps for themselves, stays with them.',
  },
  {
    title: 'What you can ask.',
    words: `You can ask the coordinator how the mentoring works, who the mentor is, and what is kept. You can ask for what is kept about your child. The coordinator asks your child first what they think. These rights are your child’s, and ${whenTheyDecide(nation)}. So the answer may be no, or part of it. You get an answer within a month.`,
  },
  {
    title: 'If someone may not be safe.',
    words: `The mentor has to tell the safeguarding lead${lead === null ? '' : `: ${lead}`}. That is no secret, and your child knows it.`,
  },
  {
    title: 'Your child can stop',
    words:
      'at any time, and needs no reason. They can ask for what is kept to be deleted. How long they met stays, and what other people wrote for themselves.',
  },
  { title: 'If you are not happy', words: `with an answer, you can tell ${authority(nation)}.` },
];

const leadIn = ({ safeguarding: { lead } }: ConcernContacts): string | null =>
  lead === undefined ? null : `${lead.name}, ${lead.reach}`;

function sheet(contacts: ConcernContacts, ask: WhomToAsk, programme: string): readonly Block[] {
  const asked: Text =
    ask.reach === ''
      ? say`Ask: ${strong(ask.name)}. Telephone or e-mail: ______________________________`
      : say`Ask: ${strong(ask.name)}, ${linked(ask.reach)}`;
  return [
    heading(literal(programme)),
    text(asked),
    ...leafletParts(contacts.nation, leadIn(contacts)).map(({ title, words }) => text(say`${strong(title)} ${words}`)),
    text(inDanger(contacts)),
  ];
}

async function leafletCard(work: ActorWork, footer: readonly Block[]): Promise<Card> {
  const ask = await whomToAsk(work);
  return {
    title: 'For parents and carers',
    summary: literal(`For parents and carers: ${work.programme.name}`),
    blocks: [
      ...practiceNote(work.programme),
      ...sheet(work.parts.contactsOf(work.programme), ask, work.programme.name),
      muted(say`As of ${moment(work.now, 'date')}.`),
      ...footer,
    ],
  };
}

/** In a chat, for anybody; a coordinator has the way to print it. */
export const leaflet: PressHandler = async (_press, work): Promise<Reply> => {
  const sets = mayActor('rights.settle', work);
  const card = await leafletCard(work, [
    buttons(
      sets ? button('A page to print', 'leaflet.fetch', '-', { style: 'main' }) : null,
      sets ? button('Whom parents ask', 'leaflet.contact', '-') : null,
      sets ? button('Back', 'rights.list', '-') : null,
    ),
  ]);
  return panelWith(sets ? card : { ...card, blocks: card.blocks.slice(0, -1) });
};

/** On its page, to be printed. */
export const leafletPage: PressHandler = async (_press, work): Promise<Reply> => {
  demand('rights.settle', work);
  if (work.surface.page !== true)
    throw new Refused(
      'page-only',
      'This is a page to print, in a browser. Type rights, and press “A page for parents”.',
    );
  return panelWith(await leafletCard(work, [buttons(button('Whom parents ask', 'leaflet.contact', '-'))]));
};

/** For whoever coordinates: the address of the page and the code, shown once. */
export const fetchLeaflet: PressHandler = async (_press, work): Promise<Reply> => {
  demand('rights.settle', work);
  const made = await ownLink('leaflet', work.actor, work);
  const line = literal('Here is a link to the page for parents, and the code that opens it.');
  return panelWith({
    title: 'A page to print',
    summary: line,
    blocks: [
      ...linkBlocks(
        made,
        line,
        'Open the link in your browser, enter the code there, and print the page. Give parents the print, and not the link.',
        'yours',
        work.now,
      ),
      buttons(button('Back', 'rights.leaflet', '-')),
    ],
  });
};

export const openLeafletForm: PressHandler = async (_press, work) => {
  demand('rights.settle', work);
  const { name, reach } = await whomToAsk(work);
  return work.forms.open('leaflet', work.programme.id, { values: { name, reach }, rows: {} }, { fresh: true });
};

export const leafletForm: FormFeature = {
  called: 'whom parents ask',
  async build(_about, work): Promise<Form> {
    demand('rights.settle', work);
    return {
      id: 'leaflet',
      title: 'Whom parents ask',
      submit: 'Save',
      concern: 'mentor',
      steps: [
        {
          id: 'contact',
          title: 'Whom parents ask',
          items: [
            formNote('what', 'This stands on the page for parents. Everybody in the programme can see it.'),
            { id: 'name', kind: 'text', lines: 'one', max: 120, readers: 'shown', label: 'Name' },
            {
              id: 'reach',
              kind: 'text',
              lines: 'one',
              max: 200,
              readers: 'shown',
              label: 'How to reach them',
              hint: 'Telephone, e-mail or both.',
            },
          ],
        },
      ],
    };
  },
  async submit({ answers }, work) {
    demand('rights.settle', work);
    const name = clean(textOf(answers.values, 'name'));
    const reach = clean(textOf(answers.values, 'reach'));
    if (name === '') return { problems: [{ at: 'name', say: 'Say whom parents ask.' }] };
    if (reach === '') return { problems: [{ at: 'reach', say: 'Say how to reach them.' }] };
    await work.rows.kept.put(leafletContact, { by: work.actor.id as PersonId, name, reach });
    work.audit('programme.leaflet', work.programme.id);
    return closeWith('Saved', 'It stands on the page for parents from now on. Print the page anew.');
  },
};
