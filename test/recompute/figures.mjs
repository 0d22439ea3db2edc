/** Minutes, hours and answers, worked out of records.json alone. Lengths are whole minutes; what two share counts once. */

const minute = 60_000;

/** How many minutes lie in at least one of these, each a start (ms) and a length (minutes). */
export function covered(spans) {
  const taken = spans
    .filter(([, length]) => length > 0)
    .map(([from, length]) => [Math.floor(from / minute), Math.floor(from / minute) + length])
    .sort((a, b) => a[0] - b[0]);
  let [sum, end] = [0, -Infinity];
  for (const [from, to] of taken) {
    sum += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return sum;
}

const most = (numbers) => numbers.reduce((a, b) => Math.max(a, b), 0);

/** What a part claims as confirmed: a mentor's later figure does not stretch what was confirmed. */
function confirmedOf(part) {
  if (part.standing === 'settled') return part.minutes;
  if (part.standing !== 'confirmed') return 0;
  return part.menteeMinutes === null ? part.minutes : Math.min(part.minutes, part.menteeMinutes);
}

/** @param mentee of whose parts alone; left out: of all */
export function minutesIn(records, mentee) {
  const sessions = records.sessions
    .filter((s) => mentee === undefined || s.mentees.includes(mentee))
    .map((s) => ({ s, parts: s.parts.filter((p) => mentee === undefined || p.mentee === mentee) }));
  const spansOf = (of) => sessions.map(({ s, parts }) => [s.beganAt, most(parts.map(of))]);
  const delivered = spansOf((p) => p.minutes);
  const disputed = spansOf((p) => (p.standing === 'disputed' ? (p.mentorMinutes ?? 0) : 0));
  const counts = covered(delivered);
  const confirmed = covered(spansOf(confirmedOf));
  return {
    planned: covered(
      sessions
        .filter(({ s }) => s.state !== 'cancelled' && s.state !== 'not-held' && !s.plannedAfterwards)
        .map(({ s }) => [s.startsAt, s.plannedMinutes]),
    ),
    delivered: counts,
    confirmed,
    unanswered: counts - confirmed,
    disputed: covered([...disputed, ...delivered]) - counts,
    overlap: delivered.reduce((sum, [, length]) => sum + length, 0) - counts,
  };
}

/**
 * The counted hours with the skills that each shows: minutes in the order in which they were held, sixty at a time. A session
 * stands for an hour where a quarter of it lies in that, or half of the session.
 */
export function hoursIn(records) {
  const counted = records.sessions
    .filter((s) => s.minutes > 0)
    .map((s) => ({ at: Math.floor(s.beganAt / minute), minutes: s.minutes, skills: skillsOf(s) }))
    .sort((a, b) => a.at - b.at);
  // Where on a tape without gaps each minute of the clock lies that anything was held in.
  const tape = new Map();
  for (const { at, minutes } of counted) for (let i = at; i < at + minutes; i += 1) if (!tape.has(i)) tape.set(i, 0);
  [...tape.keys()].sort((a, b) => a - b).forEach((at, place) => void tape.set(at, place));
  const hours = [];
  for (let n = 0; n * 60 < tape.size; n += 1)
    hours.push({ hour: n + 1, minutes: Math.min(60, tape.size - n * 60), skills: new Set() });
  for (const { at, minutes, skills } of counted) {
    const within = new Map();
    for (let i = at; i < at + minutes; i += 1) {
      const n = Math.floor(tape.get(i) / 60);
      within.set(n, (within.get(n) ?? 0) + 1);
    }
    for (const [n, length] of within)
      if (length >= 15 || length * 2 >= minutes) for (const skill of skills) hours[n].skills.add(skill);
  }
  return hours.map((h) => ({ ...h, skills: [...h.skills].sort() }));
}

const skillsOf = (s) =>
  (s.record?.body.skills ?? []).map((k) => k.skill.replace(/@\d+$/, '')).filter((key) => key !== '');

/** One person's numbers on one question about one mentorship. */
export function answersIn(records) {
  const lines = [];
  for (const a of records.answers.filter((one) => one.rating !== null)) {
    const { by, source, mentorship, question } = a;
    const is = (l) => l.by === by && l.source === source && l.mentorship === mentorship && l.question === question;
    const line = lines.find(is) ?? { by, source, mentorship, question, numbers: [] };
    if (!lines.includes(line)) lines.push(line);
    line.numbers.push(a.rating);
  }
  return lines.map(({ numbers, ...of }) => ({
    ...of,
    n: numbers.length,
    median: numbers.length < 3 ? null : middle(numbers),
  }));
}

function middle(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The total after each session, in the order in which they were held. */
export function runningTotals(records) {
  const sorted = [...records.sessions].sort((a, b) => a.beganAt - b.beganAt || (a.id < b.id ? -1 : 1));
  const spans = [];
  return sorted
    .map((s) => {
      spans.push([s.beganAt, most(s.parts.map((p) => p.minutes))]);
      return { s, total: 0 };
    })
    .map((row, i) => ({ ...row, total: covered(spans.slice(0, i + 1)) }));
}
