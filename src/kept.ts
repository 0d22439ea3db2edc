import { departedMembers } from './domain/departed-members.js';
import { goingOn } from './domain/going-on.js';
import type { AnyKept } from './domain/kept.js';
import { enrolled } from './domain/personal-link.js';
import { feedbackInSight } from './domain/programme-reading.js';
import { refusedAccounts } from './domain/refused-accounts.js';
import { sentBeside } from './domain/sent-beside.js';
import { zoneAsked } from './domain/zone-asked.js';
import { importFile } from './features/coordinate/import-file.js';
import { nudgedOn } from './features/coordinate/nudge.js';
import { keptDigest, publishedFigures } from './features/digest/gather.js';
import { digestAsked, digestCount, digestLast } from './features/digest/index.js';
import { linkCodes } from './features/join-accounts/code.js';
import { lookBackOffered } from './features/look-back/subjects.js';
import { pastSearch } from './features/past/find.js';
import { pastSeen } from './features/past/seen.js';
import { seriesHolidays, seriesLeftOut } from './features/plan-session/series.js';
import { suggestedTimes } from './features/plan-session/suggesting.js';
import { typedWords } from './features/plan-session/typed-words.js';
import { reflectionAsked } from './features/reflect/asked.js';
import { toldOn } from './features/settings/daily-cap.js';
import { severalAsked } from './features/shared/asked-after.js';
import { correctionAsked } from './features/shared/correction-asked.js';
import { askedToErase } from './features/shared/erasure-asked.js';
import { keptHandOver } from './features/shared/kept-handover.js';
import { lentLink } from './features/shared/lent-device.js';
import { menteeAsks } from './features/shared/mentee-asks.js';
import { recordAsked } from './features/shared/record-asked.js';
import { reviewBeside } from './features/shared/review-asked.js';
import { suggestedPairs } from './features/shared/suggested-pairs.js';
import { linkTries } from './features/shared/wrong-codes.js';
import { joinAsked } from './features/without-account/join.js';
import { firstSaved, pressedAt } from './features/write-record/about.js';
import { recordLater } from './features/write-record/later.js';
import { placedPicture } from './runtime/outbound/pictures.js';

/**
 * Every value that a programme keeps beside its rows. An erasure goes through this list, and the store writes nothing
 * that is not in it.
 */
export const everythingKept: readonly AnyKept[] = [
  askedToErase,
  correctionAsked,
  digestAsked,
  digestCount,
  digestLast,
  enrolled,
  feedbackInSight,
  firstSaved,
  goingOn,
  importFile,
  joinAsked,
  keptDigest,
  keptHandOver,
  departedMembers,
  lentLink,
  linkCodes,
  linkTries,
  lookBackOffered,
  menteeAsks,
  nudgedOn,
  pastSearch,
  pastSeen,
  placedPicture,
  pressedAt,
  publishedFigures,
  recordAsked,
  recordLater,
  reviewBeside,
  reflectionAsked,
  sentBeside,
  seriesHolidays,
  seriesLeftOut,
  severalAsked,
  suggestedPairs,
  suggestedTimes,
  toldOn,
  refusedAccounts,
  typedWords,
  zoneAsked,
];
