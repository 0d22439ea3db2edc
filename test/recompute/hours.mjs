import { runningTotals } from './figures.mjs';

/** `hours.csv`, worked out of records.json row by row and held against the file. */

const minute = 60_000;
const kinds = {
  standard: 'Standard',
  first: 'First meeting, where goals are agreed',
  restorative: 'Restorative conversation',
  review: 'Review',
  ending: 'Ending',
};
const heads = {
  unit: 'Session,Date,Start,End,Time zone,Kind,Mentee,Others in it,Minutes planned,Minutes recorded,Minutes confirmed,Recorded,Plan made before it began,Counts,Why not,Dispute,Minutes that count,Total minutes so far',
  coach:
    'Session,Client,Individual or group,Number in group,Start,End,Time zone,Paid hours,Pro bono or internal hours,Total hours so far',
};

export function checkHours(records, preset, text, say) {
  if (!text.startsWith('\ufeff')) say.fault('hours.csv: it does not begin with the mark of UTF-8.');
  const rows = read(text.replace(/^\ufeff/, ''));
  const expected = [heads[preset].split(','), ...(preset === 'unit' ? unit(records) : coach(records))].map((row) =>
    row.map(harmless),
  );
  if (rows.length !== expected.length)
    say.fault(`hours.csv: it has ${rows.length - 1} rows, and by records.json ${expected.length - 1}.`);
  for (const [i, row] of expected.entries())
    for (const [j, field] of row.entries())
      if (rows[i] !== undefined && rows[i][j] !== field)
        say.fault(
          `hours.csv, row ${i + 1}, ${expected[0][j]}: it has “${rows[i][j]}”, and by records.json it is “${field}”.`,
        );
  say.checked(`hours.csv: ${expected.length - 1} rows.`);
}

const harmless = (field) => (/^[=+\-@\t\r\n＝＋－＠]/u.test(field) ? `'${field}` : field);

function clock(zone) {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const p = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return { date: `${p.year}-${p.month}-${p.day}`, time: `${p.hour}:${p.minute}` };
  };
}

const endOf = (s) =>
  s.record === null
    ? (s.endedAt ?? s.beganAt + s.plannedMinutes * minute)
    : s.record.body.startedAt + s.record.body.minutes * minute;

function unit(records) {
  const at = clock(records.zone);
  return runningTotals(records).flatMap(({ s, total }) =>
    s.parts.map((p) => [
      `session:${s.id}`,
      at(s.beganAt).date,
      at(s.beganAt).time,
      at(endOf(s)).time,
      records.zone,
      kinds[s.kind],
      records.called[p.mentee],
      s.mentees
        .filter((id) => id !== p.mentee)
        .map((id) => records.called[id])
        .join('; '),
      `${s.plannedMinutes}`,
      `${p.mentorMinutes ?? ''}`,
      `${p.menteeMinutes ?? ''}`,
      s.lag ?? '',
      s.plan === null || s.plannedAfterwards ? 'no' : 'yes',
      p.minutes > 0 ? 'yes' : 'no',
      p.why ?? '',
      { disputed: 'open', settled: `settled at ${p.minutes} minutes` }[p.standing] ?? '',
      `${p.minutes}`,
      `${total}`,
    ]),
  );
}

function coach(records) {
  const at = clock(records.zone);
  const said = (ms) => `${at(ms).date} ${at(ms).time}`;
  return runningTotals(records).flatMap(({ s, total }) => {
    const came = s.parts.filter((p) => p.minutes > 0);
    if (came.length === 0) return [];
    const longest = came.reduce((n, p) => Math.max(n, p.minutes), 0);
    return [
      [
        `session:${s.id}`,
        came.map((p) => records.called[p.mentee]).join('; '),
        s.mentees.length > 1 ? 'group' : 'individual',
        `${came.length}`,
        said(s.beganAt),
        said(endOf(s)),
        records.zone,
        '0.00',
        (longest / 60).toFixed(2),
        (total / 60).toFixed(2),
      ],
    ];
  });
}

/** RFC 4180, by hand. */
export function read(text) {
  const rows = [];
  let [row, field, quoted] = [[], '', false];
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += c;
        i += 1;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(field);
      field = '';
    } else if (c === '\n') {
      rows.push([...row, field.replace(/\r$/, '')]);
      [row, field] = [[], ''];
    } else field += c;
  }
  return field === '' && row.length === 0 ? rows : [...rows, [...row, field]];
}
