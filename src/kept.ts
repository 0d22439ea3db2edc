import { departedMembers } from './domain/departed-members.js';
import { erasedAgain } from './domain/erased-again.js';
import { goingOn } from './domain/going-on.js';
import type { AnyKept } from './domain/kept.js';
import { doorOf, enrolled } from './domain/personal-link.js';
import { feedbackInSight } from './domain/programme-reading.js';
import { refusedAccounts } from './domain/refused-accounts.js';
import { concernsKeptLonger, keptLonger } from './domain/retention.js';
import { secondWay } from './domain/second-way.js';
import { sentBeside } from './domain/sent-beside.js';
import { signingKept } from './domain/signing.js';
import { zoneAsked } from './domain/zone-asked.js';
import { importFile } from './features/coordinate/import-file.js';
import { nudgedOn } from './features/coordinate/nudge.js';
import { keptDigest, publishedFigures } from './features/digest/gather.js';
import { digestAsked, digestCount, digestLast } from './features/digest/index.js';
import { linkCodes } from './features/join-accounts/code.js';
import { leftOutTold } from './features/left-out/told.js';
import { lookBackOffered } from './features/look-back/subjects.js';
import { pastSearch } from './features/past/find.js';
import { pastSeen } from './features/past/seen.js';
import { seriesHolidays, seriesLeftOut } from './features/plan-session/series.js';
import { suggestedTimes } from './features/plan-session/suggesting.js';
import { typedWords } from './features/plan-session/typed-words.js';
import { reflectionAsked } from './features/reflect/asked.js';
import { leafletContact } from './features/rights/leaflet.js';
import { toldOn } from './features/settings/daily-cap.js';
import { severalAsked } from './features/shared/asked-after.js';
import { correctionAsked } from './features/shared/correction-asked.js';
import { askedToErase } from './features/shared/erasure-asked.js';
import { keptHandOver } from './features/shared/kept-handover.js';
import { lentLink } from './features/shared/lent-device.js';
import { menteeAsks } from './features/shared/mentee-asks.js';
import { recordAsked } from './features/shared/record-asked.js';
import { reviewBeside } from './features/shared/review-asked.js';
import { askedInReview } from './features/shared/review-questions.js';
import { suggestedPairs } from './features/shared/suggested-pairs.js';
import { linkTries } from './features/shared/wrong-codes.js';
import { leftOut } from './features/upkeep/index.js';
import { joinAsked } from './features/without-account/join.js';
import { firstSaved, pressedAt } from './features/write-record/about.js';
import { recordLater } from './features/write-record/later.js';
import { placedPicture } from './runtime/outbound/pictures.js';

/**
 * Every value that a programme keeps beside its rows. An erasure goes through this list, and the store writes nothing
 * that is not in it.
 */
export const everythingKept: readonly AnyKept[] = [
  askedInReview,
  askedToErase,
  correctionAsked,
  digestAsked,
  digestCount,
  digestLast,
  enrolled,
  erasedAgain,
  doorOf('copy'),
  doorOf('leaflet'),
  doorOf('pack'),
  feedbackInSight,
  firstSaved,
  goingOn,
  importFile,
  joinAsked,
  keptDigest,
  keptHandOver,
  keptLonger,
  concernsKeptLonger,
  departedMembers,
  leafletContact,
  leftOutTold,
  leftOut,
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
  secondWay,
  sentBeside,
  seriesHolidays,
  seriesLeftOut,
  severalAsked,
  signingKept,
  suggestedPairs,
  suggestedTimes,
  toldOn,
  refusedAccounts,
  typedWords,
  zoneAsked,
];
