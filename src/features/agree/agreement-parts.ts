import type { Field } from '../../chat/form.js';
import { join, literal, type Text } from '../../chat/text.js';
import type { AgreementBody, AgreementText } from '../../domain/mentorship.js';
import { howLongLines } from './how-long.js';

/** The parts of an agreement, as the mentor writes them and as everybody reads them. */

const short = 500;
/** With its heading an agreement's part must fit one block of a Slack modal (3,000 characters). */
const long = 2500;

export const agreementParts: readonly { id: AgreementText; label: string; lines: 'one' | 'many'; optional?: true }[] = [
  { id: 'purpose', label: 'What it is for', lines: 'many' },
  { id: 'duration', label: 'How long', lines: 'many', optional: true },
  { id: 'frequency', label: 'How often', lines: 'many' },
  { id: 'place', label: 'Where', lines: 'many' },
  { id: 'menteeRole', label: 'The mentee’s role or course', lines: 'one', optional: true },
  { id: 'roles', label: 'Who does what', lines: 'many' },
  { id: 'boundaries', label: 'Boundaries', lines: 'many' },
  { id: 'confidentiality', label: 'What stays private, and what cannot', lines: 'many' },
  { id: 'ending', label: 'Pausing, changing and ending', lines: 'many' },
];

/** What an agreement says, part by part, in the order in which people read it; a part of which nothing is said is none. */
export function agreementInWords(
  body: AgreementBody,
  locale: string,
): readonly { readonly id: AgreementText; readonly label: string; readonly words: Text }[] {
  return agreementParts.flatMap(({ id, label }) => {
    const lines = [
      ...(id === 'duration' ? howLongLines(body, locale) : []),
      ...(body[id] === '' ? [] : [literal(body[id])]),
    ];
    return lines.length === 0 ? [] : [{ id, label, words: join(lines, '\n') }];
  });
}

export function partField(id: AgreementText): Field {
  const part = agreementParts.find((p) => p.id === id);
  if (part === undefined) throw new RangeError('no such part of an agreement');
  const max = part.lines === 'one' || ['duration', 'frequency', 'place'].includes(id) ? short : long;
  return {
    kind: 'text',
    id,
    label: id === 'duration' ? 'Anything else about how long' : part.label,
    lines: part.lines,
    max,
    readers: 'both',
    ...(part.optional === undefined ? {} : { optional: part.optional }),
  };
}
