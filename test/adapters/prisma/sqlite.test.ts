import { storeContract } from '../../contract/store.js';
import { openTestStore } from '../../fakes/store.js';

storeContract('SQLite', openTestStore);
