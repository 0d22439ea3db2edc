import { same } from './canonical.mjs';

/** What records.json says against what the chains committed to: the disclosed leaves, in both directions. */

/** `kind:id@version/part`, taken apart. */
export function parsed(path) {
  const found = /^([a-z]+):([^:@/]+)(?:@(\d+))?(?:\/([\s\S]+))?$/.exec(path);
  if (found === null) return { kind: '', id: '', version: undefined, part: '' };
  return {
    kind: found[1],
    id: found[2],
    version: found[3] === undefined ? undefined : Number(found[3]),
    part: found[4] ?? '',
  };
}

/** Finds a leaf's value: `leafOf(mentorship, 'session:S', 'attendance')`. */
export function leafFinder(chains) {
  const found = new Map();
  for (const { chain, leaves } of chains)
    for (const leaf of leaves) {
      const { kind, id, part } = parsed(leaf.path);
      found.set(`${chain} ${kind}:${id} ${part.split('/')[0]}`, leaf.value);
    }
  return (mentorship, thing, part) => found.get(`${mentorship} ${thing} ${part}`);
}

export function checkAgainstLeaves(records, manifest, say) {
  const of = {
    mentorships: new Map(records.mentorships.map((m) => [m.id, m])),
    sessions: new Map(records.sessions.map((s) => [s.id, s])),
    goals: new Map(records.mentorships.flatMap((m) => m.goals.map((g) => [g.id, g]))),
    contacts: new Map(records.contacts.map((c) => [c.id, c])),
    levels: new Map(records.levels.map((l) => [l.id, l])),
    changes: new Map(records.changes.map((c) => [c.id, c])),
    attestations: new Map(records.attestations.map((a) => [a.id, a])),
    passages: new Map(records.sessions.flatMap((s) => s.passages.map((p) => [p.citation, p.words]))),
  };
  const ids = idsOf(say);
  // Whose ids are whose, from what says so itself; then everything else.
  for (const { chain, leaves } of manifest.chains)
    for (const leaf of leaves) {
      const { kind, part } = parsed(leaf.path);
      const m = of.mentorships.get(chain);
      if (kind === 'agreement' && part === 'standing' && m !== undefined) {
        ids.tie(leaf.value.mentee, m.mentee, leaf.path);
        ids.tie(leaf.value.mentor, records.portfolio.mentor, leaf.path);
      }
    }
  let n = 0;
  for (const { chain, leaves } of manifest.chains)
    for (const leaf of leaves) {
      n += 1;
      const wrong = faultOf(leaf, chain, records, of, ids);
      if (wrong !== undefined) say.fault(`Leaf ${leaf.path}: ${wrong}`);
    }
  for (const chain of records.mentorships.map((m) => m.id))
    if (!manifest.chains.some((c) => c.chain === chain))
      say.fault(`Mentorship ${chain}: its chain is not in manifest.json.`);
  const answers = manifest.chains.flatMap((c) => c.leaves).filter((l) => /^(answer|review):/.test(l.path)).length;
  checkAllAreShown(records, leafFinder(manifest.chains), records.answers.length - answers, say);
  say.checked(`${n} leaves say what records.json says.`);
}

/** The chain's ids of people and this pack's, one for one. */
function idsOf(say) {
  const [to, from] = [new Map(), new Map()];
  const tie = (was, is, where) => {
    const fits = (to.get(was) ?? is) === is && (from.get(is) ?? was) === was;
    if (!fits) say.fault(`Leaf ${where}: whom it names is somebody else in records.json.`);
    to.set(was, is);
    from.set(is, was);
    return fits;
  };
  return { tie, is: (was, is, where) => was === null || is === undefined || tie(was, is, where) };
}

/** Undefined where they say the same. */
function faultOf({ path, value }, chain, records, of, ids) {
  const { kind, id, version, part } = parsed(path);
  const differ = (is, keys) => {
    for (const [key, field = key] of keys.map((k) => (Array.isArray(k) ? k : [k])))
      if (!same(value[key], is[field]))
        return `${key} is ${JSON.stringify(value[key])}, and in records.json ${JSON.stringify(is[field] ?? null)}.`;
    return undefined;
  };
  const words = (is) => (is === value ? undefined : 'its words are others than those in records.json.');
  const gone = 'it is of something that is not in records.json.';
  switch (kind) {
    case 'agreement': {
      const m = of.mentorships.get(id);
      if (m === undefined || id !== chain) return gone;
      if (part === 'standing') return differ(m, ['state', 'createdAt', 'agreedAt', 'endedAt']);
      const a = m.agreements.find((one) => one.version === version);
      if (a === undefined) return gone;
      if (part === 'signatures')
        return differ({ mentor: a.mentorSignedAt, mentee: a.menteeSignedAt }, ['mentor', 'mentee']);
      return words(a.body?.[part]);
    }
    case 'goal': {
      const g = of.goals.get(id);
      if (g === undefined) return gone;
      if (part !== 'levels') return words(g[part]);
      ids.is(value.proposedBy, g.proposedBy, path);
      return differ(g, ['baseline', 'target', 'menteeBaseline', 'state']);
    }
    case 'contact': {
      const c = of.contacts.get(id);
      return c === undefined ? gone : differ(c, ['at', 'minutes']);
    }
    case 'level': {
      const l = of.levels.get(id);
      if (l === undefined) return gone;
      if (part === 'why') return words(l.why);
      ids.is(value.by, l.by, path);
      return differ(l, ['goal', 'level', 'at', 'session']);
    }
    case 'session':
    case 'plan':
    case 'record': {
      const s = of.sessions.get(id);
      if (s === undefined || !s.mentorships.includes(chain)) return gone;
      return ofSession({ path, kind, version, part, value }, chain, s, of, ids, differ);
    }
    case 'answer':
    case 'review':
      if (records.format !== 1) return 'it says when somebody answered, which has no place in a pack.';
      return ofAnswer(kind, id, part, value, chain, records, ids, path);
    case 'attestation': {
      const a = of.attestations.get(id);
      if (a === undefined) return gone;
      if (part !== 'signed') return words(a.body[part]);
      ids.is(value.by, a.by, path);
      return differ({ ...a, countersignedAt: a.countersigned?.at ?? null }, [
        'kind',
        'state',
        'givenAt',
        'countersignedAt',
      ]);
    }
    case 'change': {
      const c = of.changes.get(id);
      if (c === undefined) return gone;
      if (part === 'figures') return differ(c, ['from', ['session', 'fromSession'], 'madeAt', 'withdrawnAt']);
      if (!part.startsWith('said/')) return words(c[part]);
      const since = c.since.find((one) => `said/${one.id}` === part);
      return since === undefined ? gone : differ(since, ['session', 'at', 'word', 'note']);
    }
    default:
      return path.startsWith('format-1/') ? undefined : 'it is of a kind that has no place in a pack.';
  }
}

function ofSession({ path, kind, version, part, value }, chain, s, of, ids, differ) {
  const nth = s.mentorships.indexOf(chain);
  if (kind === 'session') {
    if (part === 'figures')
      return differ(s, [
        'kind',
        'startsAt',
        ['minutes', 'plannedMinutes'],
        'state',
        'endedAt',
        'plannedAt',
        'plannedAfterwards',
        'missed',
      ]);
    ids.is(part.split('/')[1], s.mentees[nth], path);
    return value.mentorship === chain ? undefined : 'it is of another mentorship.';
  }
  const passage = of.passages.get(path);
  const isRow = typeof value === 'object';
  if (kind === 'plan') {
    if (s.plan?.version !== version) return 'it is of another version of the plan.';
    if (part !== 'figures')
      return isRow || passage === value ? undefined : 'its words are others than those in records.json.';
    ids.is(value.author, s.plan.author, path);
    return differ(s.plan, ['startsAt', 'minutes', 'kind', 'savedAt', 'copiedFrom', 'unchanged']);
  }
  if (part === 'head')
    return differ({ lag: null, ...s.head }, ['version', 'firstSavedAt', 'signedAt', 'botDelayMs', 'lag']);
  if (s.record?.version !== version) return 'it is of another version of the record.';
  const { body } = s.record;
  if (part === 'figures') {
    ids.is(value.author, s.record.author, path);
    const attended = body.attended.includes(s.mentees[nth]);
    return differ({ ...body, savedAt: s.record.savedAt, attended }, ['attended', 'startedAt', 'minutes', 'savedAt']);
  }
  if (part.startsWith('skills/'))
    return differ({ skill: body.skills[Number(part.split('/')[1])]?.skill, example: passage }, ['skill', 'example']);
  if (part.startsWith('outcomes/'))
    return differ({ ...body.outcomes.find((o) => `outcomes/${o.objective}` === part), evidence: passage }, [
      'outcome',
      'evidence',
    ]);
  return isRow || passage === value ? undefined : 'its words are others than those in records.json.';
}

function ofAnswer(kind, id, part, value, chain, records, ids, path) {
  const [by, ...rest] = kind === 'answer' ? part.split('/') : [null, part];
  const question = rest.join('/');
  const found = records.answers.find(
    (a) =>
      a.mentorship === chain && a.question === question && (kind === 'answer' ? a.session === id : a.citation === path),
  );
  if (found === undefined) return 'there is no such answer in records.json.';
  ids.is(by, found.by, path);
  for (const key of ['rating', 'text', 'at'])
    if (!same(value[key], found[key]))
      return `${key} is ${JSON.stringify(value[key])}, and in records.json ${JSON.stringify(found[key])}.`;
  return undefined;
}

/** What counts, and has no leaf: of the figures of sessions and mentorships there always is one. */
function checkAllAreShown(records, leafOf, untold, say) {
  const need = (chain, thing, part) => {
    if (leafOf(chain, thing, part) === undefined)
      say.fault(`Mentorship ${chain}: of ${thing} no leaf is shown that has its ${part}.`);
  };
  for (const m of records.mentorships) {
    need(m.id, `agreement:${m.id}`, 'standing');
    for (const g of m.goals) need(m.id, `goal:${g.id}`, 'levels');
  }
  for (const s of records.sessions)
    for (const chain of s.mentorships) {
      need(chain, `session:${s.id}`, 'figures');
      if (s.plan !== null) need(chain, `plan:${s.id}`, 'figures');
      if (s.head !== null) need(chain, `record:${s.id}`, 'head');
      if (s.record !== null) need(chain, `record:${s.id}`, 'figures');
    }
  for (const c of records.contacts) need(c.mentorship, `contact:${c.id}`, 'figures');
  for (const l of records.levels) need(l.mentorship, `level:${l.id}`, 'figures');
  if (untold > 0)
    say.cannot(
      `${untold} answers have no leaf here: it would say when they were given, or their words are not all here.`,
    );
}
