import { sql } from '../../adapters/prisma/database.js';
import { setAsideContract } from '../../contract/set-aside.js';

setAsideContract('SQLite', sql);
