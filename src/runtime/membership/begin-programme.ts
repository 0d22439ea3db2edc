import type { Account } from '../../chat/inbound.js';
import { defaultSettings } from '../../domain/defaults/settings.js';
import type { Nation } from '../../domain/programme.js';
import type { Ids, ProgrammeId } from '../../kernel/ids.js';
import type { Transaction } from '../../ports/store.js';

/** A new installation makes a programme, with the default settings and catalogue. */
export async function beginProgramme(
  tx: Transaction,
  about: {
    readonly name: string;
    readonly zone: string;
    readonly nation: Nation;
    readonly ids: Ids;
    readonly now: number;
    readonly account?: Pick<Account, 'platform' | 'tenant'>;
    readonly practice?: boolean;
  },
): Promise<ProgrammeId> {
  const id = about.ids.next('programme');
  await tx.programmes.add({
    id,
    name: about.name,
    nation: about.nation,
    zone: about.zone,
    createdAt: about.now,
    practice: about.practice ?? false,
    settings: defaultSettings,
  });
  if (about.account !== undefined)
    await tx.programmes.installFirst(about.account.platform, about.account.tenant, id, about.now);
  return id;
}
