import { readCitation } from '../../domain/citation.js';
import { erasedAgain } from '../../domain/erased-again.js';
import { readLeafAt } from '../../kernel/chain.js';
import { Refused } from '../../kernel/errors.js';
import type { MentorshipId, ProgrammeId } from '../../kernel/ids.js';
import { SealBroken } from '../../kernel/seal.js';
import type { Misfit, Proof } from '../../ports/store/audit.js';
import type { Store, Transaction } from '../../ports/store.js';
import type { UnopenedProgramme } from '../../ports/unopened.js';
import { count, type Findings } from './findings.js';

/** What shows with the key to the data: whether rows say what their chain has committed to, and what erasures took away. */

type Reads = Pick<Store, 'read'>;

/** @param programmes as they stand unopened: which chains there are, and under whose keys words stand */
export async function checkOpened(
  store: Reads,
  programmes: readonly UnopenedProgramme[],
  found: Findings,
): Promise<void> {
  for (const programme of programmes) {
    const id = programme.id as ProgrammeId;
    if (!(await store.read(async (tx) => (await tx.programmes.all()).some((p) => p.id === id)))) {
      found.fault({ programme: id }, 'there are entries of this programme, and it is gone itself.');
      continue;
    }
    const mentorships = await store.read(async (tx) => (await tx.in(id).mentorships.all()).map((m) => m.id as string));
    const before = found.faults.length;
    let entries = 0;
    const chains = new Set([...programme.chains.map((c) => c.chain), ...mentorships]);
    for (const chain of [...chains].sort()) {
      const about = { programme: id, chain };
      const isOwn = chain === id;
      const knew = found.faults.some((f) => f.chain === chain);
      try {
        // A reading each: what one remembers of its rows is let go before the next.
        if (isOwn)
          for (const say of await store.read((tx) => besideChains(tx, programme, found)))
            found.fault({ programme: id }, say);
        // What was changed of the entries themselves has been said already, by what it was.
        for (const say of await store.read((tx) => (isOwn ? ownUnfit(tx, id) : unfit(tx, id, chain as MentorshipId))))
          if (!knew || !say.isOfChain) found.fault(about, say.say);
        const proof = await store.read((tx) => tx.in(id).audit.proof(chain as MentorshipId));
        entries += proof.entries.length;
        for (const say of await unruly(programme, chain, proof)) found.fault(about, say);
      } catch (error) {
        if (
          !(
            error instanceof SealBroken ||
            error instanceof SyntaxError ||
            error instanceof TypeError ||
            error instanceof Refused
          )
        )
          throw error;
        found.fault(about, 'something in it cannot be opened: it was changed, or its key was exchanged.');
      }
      if (!isOwn && !mentorships.includes(chain))
        found.fault(about, 'its chain is there, and the mentorship itself is gone.');
    }
    if (found.faults.length === before)
      found.checked.push(
        `${count(chains.size, 'chain')} opened: every row says what was entered of it, ${count(entries, 'entry', 'entries')} in all, and whatever was erased was erased by the rules.`,
      );
  }
}

interface Unfit {
  readonly say: string;
  /** Something is wrong with the entries, and not with what rows say. */
  readonly isOfChain: boolean;
}

async function ownUnfit(tx: Transaction, id: ProgrammeId): Promise<readonly Unfit[]> {
  const broken = await tx.in(id).audit.broken(id);
  return broken === undefined ? [] : [{ say: inEntry(broken), isOfChain: true }];
}

/** What decides which minutes count and stands on no mentorship's chain: the programme's own has it. */
async function besideChains(tx: Transaction, { id, erased }: UnopenedProgramme, found: Findings): Promise<string[]> {
  return [
    ...(await portfoliosSaid(tx, id as ProgrammeId, found)),
    ...(await erasedUnsaid(tx, id as ProgrammeId, erased)),
  ];
}

/** People whose rows say that they were erased, and no entry does. What counted of theirs would stand apart from every total. */
async function erasedUnsaid(tx: Transaction, id: ProgrammeId, erased: readonly string[]): Promise<readonly string[]> {
  const rows = tx.in(id);
  // Erased again as older data was opened, which the bot enters as it starts.
  const toEnter = (await rows.kept.get(erasedAgain))?.map((one) => one.person as string) ?? [];
  const unsaid = new Set(erased.filter((person) => !toEnter.includes(person)));
  const chains = [id, ...(await rows.mentorships.all()).map((one) => one.id)];
  // On their mentorships' chains as well, where these have words of theirs.
  for (let chain = chains.shift(); chain !== undefined && unsaid.size > 0; chain = chains.shift())
    for (const { what, subject } of await rows.audit.of(chain)) if (what === 'person.erased') unsaid.delete(subject);
  return [...unsaid].map(
    (person) =>
      `person ${person} stands there as erased, and no entry says that they were: their hours count apart for it.`,
  );
}

/** Portfolios that are not what was entered of them; of how many nothing was is only told. */
async function portfoliosSaid(tx: Transaction, id: ProgrammeId, found: Findings): Promise<readonly string[]> {
  const { misfits, uncommitted } = await tx.in(id).audit.portfolios();
  if (uncommitted > 0)
    found.notes.push(
      `Of ${count(uncommitted, 'portfolio')} of programme ${id} no entry says whose it is, how many minutes it is to reach, and whether it is for the unit: ${uncommitted === 1 ? 'it stood' : 'they stood'} before 0.8.0, or ${uncommitted === 1 ? 'was' : 'were'} put in by another way than the program’s.`,
    );
  return misfits.map((one) => misfitSaid(one, 'what a portfolio is to reach'));
}

async function unfit(tx: Transaction, id: ProgrammeId, chain: MentorshipId): Promise<readonly Unfit[]> {
  const { brokenAt, misfits } = await tx.in(id).audit.check(chain);
  if (brokenAt !== undefined) return [{ say: inEntry(brokenAt), isOfChain: true }];
  return misfits.map((one) => ({ say: misfitSaid(one), isOfChain: false }));
}

const inEntry = (seq: number): string =>
  `entry ${seq} of its chain is not as it was made: it was changed, or something that it holds was taken away without an erasure.`;

/** A citation in words, with its own spelling behind it. */
function misfitSaid({ path, seq, why }: Misfit, thing = thingSaid(path)): string {
  const what = `${thing} (${path})`;
  if (why === 'changed') return `${what} was changed since entry ${seq}: the row says something else than was entered.`;
  if (why === 'gone') return `${what} was deleted: entry ${seq} has it, and no row does.`;
  return `${what} was put in by another way than the program’s: no entry has it.`;
}

const kinds: Readonly<Record<string, string>> = {
  agreement: 'the agreement',
  goal: 'a goal',
  plan: 'the plan of a session',
  record: 'the record of a session',
  session: 'a session',
  answer: 'an answer',
  level: 'a level of a goal',
  contact: 'an informal contact',
  promise: 'something promised',
  review: 'an answer in a review',
  attestation: 'what somebody attested',
  change: 'a change of practice',
  mark: 'a mark',
  reflection: 'the reflection',
  outcome: 'an outcome',
};

function thingSaid(path: string): string {
  const cited = readCitation(path);
  if (cited?.kind === 'session' && cited.part?.startsWith('attendance/'))
    return 'what counts of a session for its mentee';
  return kinds[cited?.kind ?? ''] ?? 'something';
}

/** Figures, which hours are made of: nobody may void them, whoever is erased. */
const figures =
  /^(?:agreement|goal|contact|session|plan|record|level):[^/]+\/(?:standing|signatures|levels|figures|head|attendance\/.*)$/s;

/** Erasures that are none: of figures, of another's words, or of a leaf that is not erased at all. */
async function unruly(
  programme: UnopenedProgramme,
  chain: string,
  { entries, leaves }: Proof,
): Promise<readonly string[]> {
  const voiding = entries.filter((e) => e.v === 2 && e.voids.length > 0);
  if (voiding.length === 0) return [];
  const rows = new Map((await programme.entries(chain)).map((row) => [row.seq, row]));
  const own = new Map<number, Map<string, unknown>>();
  const at = new Map<string, Proof['leaves'][number]>();
  for (const leaf of leaves) {
    at.set(`${leaf.seq}.${leaf.n}`, leaf);
    if (leaf.path !== null && leaf.value !== undefined)
      own.set(leaf.seq, (own.get(leaf.seq) ?? new Map()).set(leaf.path, leaf.value));
  }
  const said: string[] = [];
  for (const entry of voiding) {
    if (entry.v !== 2) continue;
    const [what, subject] = [own.get(entry.seq)?.get('what'), own.get(entry.seq)?.get('subject')];
    for (const name of entry.voids) {
      const leaf = at.get(name);
      const seq = readLeafAt(name)?.seq ?? 0;
      const row = rows.get(seq);
      const say =
        leaf !== undefined && (leaf.value !== undefined || (leaf.path !== null && figures.test(leaf.path)))
          ? 'figures, which no erasure takes away'
          : what === 'person.erased' && row?.keyOf !== subject && row?.practiceOf !== subject
            ? 'words of somebody else'
            : leaf !== undefined && leaf.secret !== null
              ? 'words that are there still'
              : undefined;
      if (say === undefined) continue;
      said.push(`entry ${entry.seq} of its chain is a forged erasure: it takes ${say} (entry ${seq}).`);
      break;
    }
  }
  return said;
}
