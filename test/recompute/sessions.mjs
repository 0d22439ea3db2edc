/** What a session says of itself, worked out from its other fields: what counts and why not, its end, its class. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const endings = {
  'in-time': 'cancelledInTime',
  late: 'cancelledLate',
  mentee: 'menteeDidNotCome',
  mentor: 'mentorCouldNot',
  'called-off': 'calledOff',
};

/** @param leafOf a session's leaf on a mentorship's chain: its value, or undefined where it is not shown */
export function checkSessions(records, leafOf, say) {
  let [byDays, unseen] = [0, 0];
  for (const s of records.sessions) {
    const fault = (what) => say.fault(`Session ${s.id}: ${what}`);
    const body = s.record?.body;
    const most = s.parts.reduce((n, p) => Math.max(n, p.minutes), 0);
    if (s.minutes !== most) fault(`${s.minutes} minutes count, and of its parts ${most}.`);
    if (s.minutes > 0 !== (s.why === null)) fault(`it counts ${s.minutes} minutes, and why not is ${s.why}.`);
    if (s.parts.length !== s.mentees.length || s.parts.some((p, i) => p.mentee !== s.mentees[i]))
      fault('its parts are not those of its mentees.');
    if (s.parts.some((p, i) => p.mentorship !== s.mentorships[i])) fault('its parts are of other mentorships.');
    if (body !== undefined) {
      if (s.beganAt !== body.startedAt) fault('it began at another time than its record says.');
      if (s.attended === null || [...s.attended].sort().join() !== [...body.attended].sort().join())
        fault('others came than its record says.');
      if (s.head === null || s.head.version !== s.record.version)
        fault('its record and its head are of other versions.');
    }
    if (s.plan !== null && s.plan.savedAt > s.beganAt) fault('its plan was saved after it began.');
    if (s.ending !== endingOf(s, body))
      fault(`it ended as “${s.ending}”, and by its figures as “${endingOf(s, body)}”.`);
    if (s.lag !== (s.head?.lag ?? s.lag)) fault('its class is another than its head says.');
    if (body !== undefined && s.head !== null) byDays += checkClass(s, body, fault);
    for (const p of s.parts) unseen += checkPart(records, s, p, leafOf, fault);
    if (s.passages.length > 0 && s.mentees.length !== 1) fault('it is a group’s, and words of it are shown.');
  }
  say.checked(`${records.sessions.length} sessions: what counts, why not, their ends and their classes.`);
  if (byDays > 0)
    say.cannot(
      `${byDays} classes (at the time, late) rest on working days, holidays and the author’s zone, which are not in the pack.`,
    );
  if (unseen > 0)
    say.cannot(
      `${unseen} parts: what the mentee said of the length has no leaf here; it is taken as records.json has it.`,
    );
}

function endingOf(s, body) {
  if (s.state === 'cancelled' || s.state === 'not-held') return s.missed === null ? 'other' : endings[s.missed];
  if (s.state !== 'ended') return null;
  // Of a record whose words were erased nobody can tell.
  if (body === undefined) return s.head === null ? null : s.ending;
  if (!s.mentees.some((id) => body.attended.includes(id))) return 'menteeDidNotCome';
  return body.minutes < s.plannedMinutes ? 'early' : body.minutes > s.plannedMinutes ? 'overrun' : null;
}

/** 1 where its class rests on what is not here. */
function checkClass(s, body, fault) {
  const end = body.attended.length === 0 ? body.startedAt : body.startedAt + body.minutes * minute;
  const after = s.head.firstSavedAt - end;
  const { lag } = s;
  if (lag === null) return 0;
  if (after <= 24 * hour) {
    if (lag !== 'at the time') fault(`it was recorded within a day, and its class is “${lag}”.`);
    return 0;
  }
  if (after <= 72 * hour && lag === 'retrospective')
    fault('it was recorded within three days, and its class is “retrospective”.');
  // So many days without work, one after the other, nobody has.
  if (after > 40 * day && lag !== 'retrospective')
    fault(`it was recorded ${Math.floor(after / day)} days after, and its class is “${lag}”.`);
  return lag === 'retrospective' ? 0 : 1;
}

/** 1 where what the mentee said has no leaf here. */
function checkPart(records, s, p, leafOf, fault) {
  const seat = leafOf(p.mentorship, `session:${s.id}`, 'attendance');
  const figures = leafOf(p.mentorship, `session:${s.id}`, 'figures');
  const body = s.record?.body;
  const of = `the part of ${p.mentee}`;
  if (body !== undefined && p.mentorMinutes !== body.minutes)
    fault(`${of} has other minutes of the mentor’s than the record.`);
  const why = whyNone(records, s, p, figures, body);
  const is =
    why !== null
      ? { standing: 'nothing', why, minutes: 0 }
      : apartWhereErased(p, verdict(p, seat, body ?? { minutes: p.mentorMinutes ?? 0 }));
  for (const key of ['standing', 'why', 'minutes'])
    if (p[key] !== is[key]) fault(`${of}: ${key} is ${p[key]}, and worked out it is ${is[key]}.`);
  if (seat !== undefined) {
    const said = seat.confirmation === 'did-not-happen' ? 0 : seat.confirmedMinutes;
    if (p.menteeMinutes !== said) fault(`${of}: the mentee’s figure is ${p.menteeMinutes}, and by their leaf ${said}.`);
  }
  return seat === undefined ? 1 : 0;
}

function whyNone(records, s, p, figures, body) {
  if (s.state === 'cancelled') return 'cancelled';
  if (s.state === 'not-held') return 'not held';
  if (s.state !== 'ended') return 'still to come';
  // What does not fit cannot be worked out of what fits: it is all or nothing of a session.
  if (s.why === 'does not fit its chain') return s.why;
  const attended = body?.attended ?? s.attended;
  if (attended === null || s.head === null) return 'no record';
  const minutes = body?.minutes ?? p.mentorMinutes ?? 0;
  if (!attended.includes(p.mentee) || minutes <= 0) return 'no-show';
  if (s.plannedAfterwards) return 'planned afterwards';
  const pressed = figures?.startedAt ?? s.beganAt;
  if (s.plannedAt > Math.min(s.beganAt, pressed)) return 'no plan before it began';
  return isAgreed(records, s, p, figures) ? null : 'no agreement';
}

/** Signed before it began; the first meeting counts where both signed within seven days. */
function isAgreed(records, s, p, figures) {
  const m = records.mentorships.find((one) => one.id === p.mentorship);
  if (m === undefined) return false;
  const from = figures?.startedAt ?? (figures === undefined ? s.beganAt : s.startsAt);
  const to = Math.max(from, s.endedAt ?? from + s.plannedMinutes * minute);
  if (m.endedAt !== null && from >= m.endedAt) return false;
  if (m.agreedAt <= from) return true;
  const earlier = records.sessions.some(
    (o) => o.kind === 'first' && o.startsAt < s.startsAt && o.state === 'ended' && o.mentorships.includes(m.id),
  );
  return s.kind === 'first' && !earlier && m.agreedAt <= to + 7 * day;
}

/** That its mentee was erased is told by the part alone; only what would count can stand apart. */
const apartWhereErased = (p, is) =>
  p.why === 'of somebody erased' && is.minutes > 0 ? { standing: 'nothing', why: p.why, minutes: 0 } : is;

/** @param seat what the mentee said; where it is not shown, as the part has it */
function verdict(p, seat, { minutes }) {
  if (seat === undefined) {
    if (p.standing === 'settled')
      return { standing: 'settled', why: p.minutes > 0 ? null : 'settled as no time', minutes: p.minutes };
    if (p.standing === 'disputed') return { standing: 'disputed', why: 'disputed', minutes: 0 };
    const standing = p.standing === 'nothing' ? 'unanswered' : p.standing;
    return { standing, why: null, minutes };
  }
  const { confirmation, confirmedMinutes, settledMinutes } = seat;
  if (settledMinutes !== null)
    return { standing: 'settled', why: settledMinutes > 0 ? null : 'settled as no time', minutes: settledMinutes };
  if (confirmation === 'did-not-happen' || (confirmation === 'different' && confirmedMinutes !== minutes))
    return { standing: 'disputed', why: 'disputed', minutes: 0 };
  return { standing: confirmation === 'open' ? 'unanswered' : 'confirmed', why: null, minutes };
}
