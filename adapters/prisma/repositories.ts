import type { Rows } from '../../src/ports/store.js';
import { accessLinks } from './access-links.js';
import { allocations } from './allocations.js';
import { attestations } from './attestations.js';
import { audit } from './audit.js';
import { programTables } from './book.js';
import { catalogue } from './catalogue.js';
import { stepTables } from './data-steps.js';
import { drafts } from './drafts.js';
import { feedback } from './feedback.js';
import { goalLevels } from './goal-levels.js';
import { kept } from './kept.js';
import { leadAlerts } from './lead-alerts.js';
import { mails } from './mails.js';
import { actions, contacts, mentorships, portfolios } from './mentorships.js';
import { outbox, posted } from './outbox.js';
import { outcomes } from './outcomes.js';
import { overview } from './overview.js';
import { packs } from './packs.js';
import { past } from './past.js';
import { people } from './people.js';
import { changes } from './practice-changes.js';
import { deliveryTables, programme } from './programmes.js';
import { prompts } from './prompts.js';
import { putRight } from './put-right.js';
import { queueTables } from './queue.js';
import { records } from './records.js';
import { lookBacks, marks, reflections } from './reflections.js';
import { releases } from './releases.js';
import type { Repository, Tables } from './repository.js';
import { reviews, stakeholderAsks } from './reviews.js';
import { rights } from './rights.js';
import { sessions } from './sessions.js';
import { signedHeads } from './signed-heads.js';
import { totals } from './totals.js';
import { verification } from './verification.js';
import { checkIns, whenHard } from './when-hard.js';

/** Every repository of a programme's rows. */
export const repositories: { readonly [Name in keyof Rows]: Repository<Name> } = {
  programme,
  people,
  portfolios,
  allocations,
  mentorships,
  goalLevels,
  sessions,
  records,
  totals,
  releases,
  feedback,
  reviews,
  stakeholderAsks,
  attestations,
  changes,
  marks,
  reflections,
  lookBacks,
  packs,
  outcomes,
  leadAlerts,
  rights,
  contacts,
  actions,
  putRight,
  whenHard,
  checkIns,
  prompts,
  outbox,
  posted,
  drafts,
  audit,
  catalogue,
  kept,
  accessLinks,
  mails,
  overview,
  past,
  verification,
  signedHeads,
};

/** Tables that belong to no programme, by the module that writes them; what an erasure does to them is in addresses.ts. */
export const tablesBeside: Readonly<Record<string, Tables>> = {
  'book.ts': programTables,
  'data-steps.ts': stepTables,
  'programmes.ts': deliveryTables,
  'queue.ts': queueTables,
};
