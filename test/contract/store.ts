import { storeEvidenceContract } from './store-evidence.js';
import { storeGateContract } from './store-gate.js';
import { storeGoalLevelsContract } from './store-goal-levels.js';
import { storeLeavesContract } from './store-leaves.js';
import { storePeopleContract } from './store-people.js';
import { storeProgramContract } from './store-program.js';
import { storeQueueContract } from './store-queue.js';
import type { OpenStore } from './store-rows.js';
import { storeScopeContract } from './store-scope.js';
import { storeSessionsContract } from './store-sessions.js';
import { storeTotalsContract } from './store-totals.js';

/** What every store must do, whatever database it stands on. `open` gives an empty one. */
export function storeContract(name: string, open: OpenStore): void {
  storePeopleContract(name, open);
  storeGoalLevelsContract(name, open);
  storeEvidenceContract(name, open);
  storeSessionsContract(name, open);
  storeProgramContract(name, open);
  storeLeavesContract(name, open);
  storeScopeContract(name, open);
  storeGateContract(name, open);
  storeQueueContract(name, open);
  storeTotalsContract(name, open);
}
