import type { ProgrammeId } from '../../src/kernel/ids.js';
import type { Rows, Transaction } from '../../src/ports/store.js';
import { audit } from './audit.js';
import { catalogue, memory } from './catalogue.js';
import type { Db } from './connect.js';
import { drafts } from './drafts.js';
import { feedback } from './feedback.js';
import { anyLink, links } from './links.js';
import { actions, contacts, mentorships, portfolios } from './mentorships.js';
import { outbox, posted } from './outbox.js';
import { people } from './people.js';
import { accounts, deliveries, programme, programmes } from './programmes.js';
import { prompts } from './prompts.js';
import { records } from './records.js';
import { type Made, type Shared, scope, text } from './scope.js';
import { sessions } from './sessions.js';

/** All repositories over one connection: a transaction of the writer's, or the reader. */
export function transaction(shared: Shared, db: Db): Transaction {
  const programmesSeen = new Map<string, Rows>();
  const made: Made = new Map();
  return {
    in(id) {
      const key = text(id);
      let rows = programmesSeen.get(key);
      if (rows === undefined) {
        rows = rowsOf(shared, db, key as ProgrammeId, made);
        programmesSeen.set(key, rows);
      }
      return rows;
    },
    programmes: programmes(shared, db, made),
    accounts: accounts(db),
    deliveries: deliveries(db),
    links: anyLink(db),
  };
}

function rowsOf(shared: Shared, db: Db, id: ProgrammeId, made: Made): Rows {
  const s = scope(shared, db, id, made);
  return {
    programme: programme(s),
    people: people(s),
    portfolios: portfolios(s),
    mentorships: mentorships(s),
    sessions: sessions(s),
    records: records(s),
    feedback: feedback(s),
    contacts: contacts(s),
    actions: actions(s),
    prompts: prompts(s),
    outbox: outbox(s),
    posted: posted(s),
    drafts: drafts(s),
    audit: audit(s),
    catalogue: catalogue(s),
    memory: memory(s),
    links: links(s),
  };
}
