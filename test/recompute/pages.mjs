import { minutesIn } from './figures.mjs';

/** The totals that the pages print, as `pdftotext -layout` reads them, against what records.json comes to. */

/** As the hours log has them: a row each, with its minutes as the last number. One that is 0 may be left out. */
const rows = [
  ['Planned beforehand', 'planned', 'always'],
  ['Delivered', 'delivered', 'always'],
  ['of which confirmed by the mentee, or settled', 'confirmed', 'always'],
  ['of which not confirmed', 'unanswered', 'always'],
  ['Disputed, and not counted', 'disputed', 'where-any'],
  ['Two sessions at once, counted once: taken off', 'overlap', 'where-any'],
];

export function checkPages(text, records, say) {
  const minutes = minutesIn(records);
  const plain = text.replace(/[\u00a0\u202f]/g, ' ');
  for (const [label, key, when] of rows) {
    // In a narrow column a label goes on in the next line; and `1 h` at the right of its column is read as `1h`.
    const words = label.split(' ').map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    const found = [
      ...plain.matchAll(
        new RegExp(`(?:^|\\n)[ \\t]*${words.join('\\s+')}[ \\t]+(?:\\d+ ?h(?: \\d+ ?min)?|\\d+ ?min)\\s+(\\d+)`, 'g'),
      ),
    ];
    const printed = found.map((m) => Number(m[1]));
    if (printed.length === 0) {
      if (when === 'always' || minutes[key] > 0) say.fault(`The pages: there is no row “${label}”.`);
    } else if (printed.some((n) => n !== minutes[key]))
      say.fault(`The pages: “${label}” is ${printed.join(' and ')} minutes, and by records.json ${minutes[key]}.`);
  }
  say.checked('The pages: the totals of the hours log.');
}
