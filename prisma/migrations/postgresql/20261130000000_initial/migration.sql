-- Written by `node prisma/db.mjs postgresql`, as SQLite’s up to 20261201020654_trust.

-- CreateTable
CREATE TABLE "Meta" (
    "key" TEXT COLLATE "C" NOT NULL,
    "value" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Meta_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "DataStep" (
    "number" INTEGER NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "cursor" TEXT COLLATE "C",
    "batches" INTEGER NOT NULL DEFAULT 0,
    "startedAt" BIGINT NOT NULL,
    "finishedAt" BIGINT,

    CONSTRAINT "DataStep_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "AddressBookEntry" (
    "key" TEXT COLLATE "C" NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "AddressBookEntry_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "LocalMessage" (
    "seq" SERIAL NOT NULL,
    "ref" TEXT COLLATE "C" NOT NULL,
    "address" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "drawn" INTEGER NOT NULL,
    "card" BYTEA NOT NULL,
    "postedAt" BIGINT NOT NULL,
    "editedAt" BIGINT,

    CONSTRAINT "LocalMessage_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "Delivery" (
    "key" TEXT COLLATE "C" NOT NULL,
    "outcome" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "Delivery_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Programme" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "nation" TEXT COLLATE "C" NOT NULL,
    "zone" TEXT COLLATE "C" NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "practice" BOOLEAN NOT NULL,
    "dataKey" BYTEA,
    "settings" BYTEA NOT NULL,
    "words" BYTEA,
    "outsideNamedAt" BIGINT,
    "peopleRevision" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Programme_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Installation" (
    "platform" TEXT COLLATE "C" NOT NULL,
    "tenant" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,
    "removedAt" BIGINT,

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("platform","tenant")
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "dataKey" BYTEA,
    "profile" BYTEA NOT NULL,
    "zone" TEXT COLLATE "C" NOT NULL,
    "locale" TEXT COLLATE "C" NOT NULL,
    "roles" TEXT COLLATE "C" NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "erasedAt" BIGINT,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Account" (
    "platform" TEXT COLLATE "C" NOT NULL,
    "tenant" TEXT COLLATE "C" NOT NULL,
    "user" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("platform","tenant","user")
);

-- CreateTable
CREATE TABLE "Portfolio" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorId" TEXT COLLATE "C" NOT NULL,
    "targetMinutes" INTEGER NOT NULL,
    "startedAt" BIGINT NOT NULL,
    "withoutUnit" BOOLEAN,

    CONSTRAINT "Portfolio_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Allocation" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "portfolioId" TEXT COLLATE "C",
    "personId" TEXT COLLATE "C" NOT NULL,
    "as" TEXT COLLATE "C" NOT NULL,
    "fromAt" BIGINT NOT NULL,
    "untilAt" BIGINT,
    "madeById" TEXT COLLATE "C" NOT NULL,
    "madeAt" BIGINT NOT NULL,

    CONSTRAINT "Allocation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mentorship" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "mentorId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "agreedAt" BIGINT,
    "endedAt" BIGINT,
    "agreementVersion" INTEGER NOT NULL,

    CONSTRAINT "Mentorship_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Agreement" (
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "mentorSignedAt" BIGINT,
    "menteeSignedAt" BIGINT,
    "menteeWord" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Agreement_pkey" PRIMARY KEY ("mentorshipId","version")
);

-- CreateTable
CREATE TABLE "Goal" (
    "id" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "baseline" INTEGER NOT NULL,
    "target" INTEGER NOT NULL,
    "menteeBaseline" INTEGER,
    "proposedById" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Goal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "GoalLevel" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "goalId" TEXT COLLATE "C" NOT NULL,
    "level" INTEGER,
    "byId" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,
    "sessionId" TEXT COLLATE "C",
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "why" BYTEA,

    CONSTRAINT "GoalLevel_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "InformalContact" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "note" BYTEA NOT NULL,
    "authorId" TEXT COLLATE "C" NOT NULL,
    "savedAt" BIGINT NOT NULL,

    CONSTRAINT "InformalContact_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ActionDone" (
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "action" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "ActionDone_pkey" PRIMARY KEY ("mentorshipId","action")
);

-- CreateTable
CREATE TABLE "Release" (
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "planVersion" INTEGER,
    "recordVersion" INTEGER NOT NULL,
    "offeredById" TEXT COLLATE "C" NOT NULL,
    "offeredAt" BIGINT NOT NULL,
    "answeredAt" BIGINT,
    "leftOut" TEXT COLLATE "C" NOT NULL,
    "releasedAt" BIGINT,
    "heldBack" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Release_pkey" PRIMARY KEY ("mentorshipId","sessionId")
);

-- CreateTable
CREATE TABLE "PutRight" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "madeAt" BIGINT NOT NULL,
    "changedAt" BIGINT NOT NULL,
    "withdrawnAt" BIGINT,
    "askedWith" TEXT COLLATE "C" NOT NULL DEFAULT '[]',

    CONSTRAINT "PutRight_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PutRightWord" (
    "id" TEXT COLLATE "C" NOT NULL,
    "putRightId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "byId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "PutRightWord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WhenHard" (
    "personId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "savedAt" BIGINT NOT NULL,

    CONSTRAINT "WhenHard_pkey" PRIMARY KEY ("personId")
);

-- CreateTable
CREATE TABLE "LookBack" (
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "savedAt" BIGINT NOT NULL,

    CONSTRAINT "LookBack_pkey" PRIMARY KEY ("mentorshipId")
);

-- CreateTable
CREATE TABLE "CheckIn" (
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "moment" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "CheckIn_pkey" PRIMARY KEY ("sessionId","menteeId","moment")
);

-- CreateTable
CREATE TABLE "Review" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "moment" TEXT COLLATE "C" NOT NULL,
    "why" TEXT COLLATE "C" NOT NULL,
    "openedAt" BIGINT NOT NULL,
    "closesAt" BIGINT NOT NULL,

    CONSTRAINT "Review_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewForm" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "reviewId" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "audience" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "share" TEXT COLLATE "C" NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "firstAnsweredAt" BIGINT,
    "editableUntil" BIGINT NOT NULL,
    "reminded" BOOLEAN NOT NULL,

    CONSTRAINT "ReviewForm_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ReviewAnswer" (
    "formId" TEXT COLLATE "C" NOT NULL,
    "question" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "wording" INTEGER NOT NULL,
    "rating" INTEGER,
    "text" BYTEA,
    "skipped" BOOLEAN NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "ReviewAnswer_pkey" PRIMARY KEY ("formId","question")
);

-- CreateTable
CREATE TABLE "StakeholderAsk" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "relation" TEXT COLLATE "C" NOT NULL,
    "proposedById" TEXT COLLATE "C" NOT NULL,
    "proposedAt" BIGINT NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "wordAt" BIGINT,
    "endedAt" BIGINT,

    CONSTRAINT "StakeholderAsk_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attestation" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C",
    "sessionId" TEXT COLLATE "C",
    "kind" TEXT COLLATE "C" NOT NULL,
    "byId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "askedById" TEXT COLLATE "C" NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "givenAt" BIGINT,
    "countersignedId" TEXT COLLATE "C",
    "countersignedAt" BIGINT,

    CONSTRAINT "Attestation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PracticeChange" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "mentorId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C",
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "fromAt" BIGINT NOT NULL,
    "fromSession" TEXT COLLATE "C",
    "madeAt" BIGINT NOT NULL,
    "withdrawnAt" BIGINT,

    CONSTRAINT "PracticeChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PracticeChangeWord" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "changeId" TEXT COLLATE "C" NOT NULL,
    "byId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "sessionId" TEXT COLLATE "C",
    "words" BYTEA NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "PracticeChangeWord_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ThemeMark" (
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "theme" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "markedAt" BIGINT NOT NULL,

    CONSTRAINT "ThemeMark_pkey" PRIMARY KEY ("portfolioId","theme")
);

-- CreateTable
CREATE TABLE "Reflection" (
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "scaffold" TEXT COLLATE "C" NOT NULL,
    "startedAt" BIGINT NOT NULL,
    "asked" BOOLEAN NOT NULL,
    "words" BYTEA,
    "declaredAt" BIGINT,

    CONSTRAINT "Reflection_pkey" PRIMARY KEY ("portfolioId")
);

-- CreateTable
CREATE TABLE "ReflectionPiece" (
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "question" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "savedAt" BIGINT NOT NULL,

    CONSTRAINT "ReflectionPiece_pkey" PRIMARY KEY ("portfolioId","question","version")
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "mentorId" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "startsAt" BIGINT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "endsAt" BIGINT NOT NULL,
    "planVersion" INTEGER NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "startedAt" BIGINT,
    "endedAt" BIGINT,
    "plannedAt" BIGINT NOT NULL,
    "plannedAfterwards" BOOLEAN NOT NULL,
    "revision" INTEGER NOT NULL,
    "seriesId" TEXT COLLATE "C",
    "seriesPosition" INTEGER,
    "missed" TEXT COLLATE "C",
    "movedLate" BOOLEAN NOT NULL DEFAULT false,
    "countedFrom" BIGINT NOT NULL DEFAULT 0,
    "countedMinutes" INTEGER NOT NULL DEFAULT 0,
    "countedConfirmed" INTEGER NOT NULL DEFAULT 0,
    "countedDisputed" INTEGER NOT NULL DEFAULT 0,
    "countedRecorded" INTEGER NOT NULL DEFAULT 0,
    "countedPlanned" INTEGER NOT NULL DEFAULT 0,
    "disputes" INTEGER NOT NULL DEFAULT 0,
    "countedWhy" TEXT COLLATE "C",
    "ending" TEXT COLLATE "C",
    "lag" TEXT COLLATE "C",
    "unfitAt" BIGINT,
    "sharesTime" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Attendee" (
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "answer" TEXT COLLATE "C" NOT NULL,
    "answeredVersion" INTEGER,
    "answeredAt" BIGINT,
    "confirmation" TEXT COLLATE "C" NOT NULL,
    "confirmedMinutes" INTEGER,
    "confirmedAt" BIGINT,
    "settledMinutes" INTEGER,
    "countedAs" TEXT COLLATE "C" NOT NULL DEFAULT 'nothing',
    "countedWhy" TEXT COLLATE "C",
    "countedMinutes" INTEGER NOT NULL DEFAULT 0,
    "countedConfirmed" INTEGER NOT NULL DEFAULT 0,
    "countedDisputed" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Attendee_pkey" PRIMARY KEY ("sessionId","menteeId")
);

-- CreateTable
CREATE TABLE "Plan" (
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "startsAt" BIGINT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "savedAt" BIGINT NOT NULL,
    "authorId" TEXT COLLATE "C" NOT NULL,
    "copiedFrom" TEXT COLLATE "C",
    "unchanged" BOOLEAN NOT NULL,
    "goals" TEXT COLLATE "C",

    CONSTRAINT "Plan_pkey" PRIMARY KEY ("sessionId","version")
);

-- CreateTable
CREATE TABLE "RecordHead" (
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "firstSavedAt" BIGINT NOT NULL,
    "signedAt" BIGINT NOT NULL,
    "botDelayMs" BIGINT NOT NULL,
    "startedAt" BIGINT,
    "minutes" INTEGER,
    "attended" TEXT COLLATE "C",
    "skills" TEXT COLLATE "C",
    "actions" TEXT COLLATE "C",
    "lag" TEXT COLLATE "C",

    CONSTRAINT "RecordHead_pkey" PRIMARY KEY ("sessionId")
);

-- CreateTable
CREATE TABLE "RecordVersion" (
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "savedAt" BIGINT NOT NULL,
    "authorId" TEXT COLLATE "C" NOT NULL,
    "practice" BYTEA,

    CONSTRAINT "RecordVersion_pkey" PRIMARY KEY ("sessionId","version")
);

-- CreateTable
CREATE TABLE "Feedback" (
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "mentorId" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "share" TEXT COLLATE "C",
    "askedAt" BIGINT NOT NULL,
    "firstAnsweredAt" BIGINT,
    "editableUntil" BIGINT NOT NULL,
    "reminded" BOOLEAN NOT NULL,
    "asked" TEXT COLLATE "C",

    CONSTRAINT "Feedback_pkey" PRIMARY KEY ("sessionId","menteeId")
);

-- CreateTable
CREATE TABLE "FeedbackAnswer" (
    "sessionId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "question" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "wording" INTEGER NOT NULL,
    "rating" INTEGER,
    "text" BYTEA,
    "skipped" BOOLEAN NOT NULL,
    "at" BIGINT NOT NULL,

    CONSTRAINT "FeedbackAnswer_pkey" PRIMARY KEY ("sessionId","menteeId","question")
);

-- CreateTable
CREATE TABLE "Prompt" (
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "occurrence" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "toId" TEXT COLLATE "C",
    "dueAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "settledAt" BIGINT,
    "leasedUntil" BIGINT,

    CONSTRAINT "Prompt_pkey" PRIMARY KEY ("programmeId","occurrence")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "seq" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "face" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "recipient" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" BIGINT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "expiresAt" BIGINT,
    "sensitive" BOOLEAN NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" BIGINT,
    "attemptedAt" BIGINT,
    "address" TEXT COLLATE "C",
    "code" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "settledAt" BIGINT,
    "waitsFor" TEXT COLLATE "C" NOT NULL DEFAULT 'nothing',

    CONSTRAINT "Outbox_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "Counter" (
    "key" TEXT COLLATE "C" NOT NULL,
    "free" BIGINT NOT NULL,
    "line" BIGINT NOT NULL,

    CONSTRAINT "Counter_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "Posted" (
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "face" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "recipient" TEXT COLLATE "C" NOT NULL,
    "ref" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "drawn" INTEGER NOT NULL,

    CONSTRAINT "Posted_pkey" PRIMARY KEY ("programmeId","subject","face","recipient")
);

-- CreateTable
CREATE TABLE "Draft" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "form" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "revision" INTEGER NOT NULL,
    "step" TEXT COLLATE "C" NOT NULL,
    "answers" BYTEA NOT NULL,
    "openedAt" BIGINT NOT NULL,
    "savedAt" BIGINT,
    "doneAt" BIGINT,
    "outcome" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "Draft_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Pack" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "mentorId" TEXT COLLATE "C" NOT NULL,
    "askedById" TEXT COLLATE "C" NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "withWords" BOOLEAN NOT NULL,
    "lookUntil" BIGINT NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "madeAt" BIGINT,
    "madeAgainAt" BIGINT,
    "size" INTEGER,
    "hash" TEXT COLLATE "C" NOT NULL,
    "nextAt" BIGINT NOT NULL,
    "leasedUntil" BIGINT,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "code" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,

    CONSTRAINT "Pack_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PackFile" (
    "packId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "bytes" BYTEA NOT NULL,
    "keptUntil" BIGINT NOT NULL,

    CONSTRAINT "PackFile_pkey" PRIMARY KEY ("packId")
);

-- CreateTable
CREATE TABLE "PackChoice" (
    "packId" TEXT COLLATE "C" NOT NULL,
    "mentorshipId" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "menteeId" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,

    CONSTRAINT "PackChoice_pkey" PRIMARY KEY ("packId","mentorshipId")
);

-- CreateTable
CREATE TABLE "RecordedOutcome" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "portfolioId" TEXT COLLATE "C" NOT NULL,
    "criterion" TEXT COLLATE "C" NOT NULL,
    "result" TEXT COLLATE "C" NOT NULL,
    "day" TEXT COLLATE "C" NOT NULL,
    "recordedById" TEXT COLLATE "C" NOT NULL,
    "recordedAt" BIGINT NOT NULL,
    "withdrawnAt" BIGINT,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,

    CONSTRAINT "RecordedOutcome_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "chain" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,
    "actorId" TEXT COLLATE "C",
    "what" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "commitments" TEXT COLLATE "C" NOT NULL,
    "prev" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "leaves" TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    "voids" TEXT COLLATE "C" NOT NULL DEFAULT '[]',
    "outline" BYTEA,
    "practiceOf" TEXT COLLATE "C",
    "practice" BYTEA,
    "tag" TEXT COLLATE "C" NOT NULL DEFAULT '',

    CONSTRAINT "AuditEntry_pkey" PRIMARY KEY ("chain","seq")
);

-- CreateTable
CREATE TABLE "ChainHead" (
    "chain" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "ChainHead_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "SignedHead" (
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" BIGINT NOT NULL,
    "moved" TEXT COLLATE "C" NOT NULL,
    "root" TEXT COLLATE "C" NOT NULL,
    "prev" TEXT COLLATE "C" NOT NULL,
    "hash" TEXT COLLATE "C" NOT NULL,
    "keyPrint" TEXT COLLATE "C" NOT NULL,
    "signature" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "SignedHead_pkey" PRIMARY KEY ("programmeId","seq")
);

-- CreateTable
CREATE TABLE "SigningKey" (
    "print" TEXT COLLATE "C" NOT NULL,
    "publicKey" TEXT COLLATE "C" NOT NULL,
    "since" BIGINT NOT NULL,

    CONSTRAINT "SigningKey_pkey" PRIMARY KEY ("print")
);

-- CreateTable
CREATE TABLE "ChainCheck" (
    "chain" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "checkedAt" BIGINT NOT NULL,
    "seq" INTEGER NOT NULL,
    "brokenAt" INTEGER,
    "misfits" INTEGER NOT NULL,

    CONSTRAINT "ChainCheck_pkey" PRIMARY KEY ("chain")
);

-- CreateTable
CREATE TABLE "Misfit" (
    "chain" TEXT COLLATE "C" NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "why" TEXT COLLATE "C" NOT NULL,
    "seq" INTEGER,
    "foundAt" BIGINT NOT NULL,
    "goneAt" BIGINT,

    CONSTRAINT "Misfit_pkey" PRIMARY KEY ("chain","path")
);

-- CreateTable
CREATE TABLE "RightsRequest" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "aboutId" TEXT COLLATE "C" NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "keyOf" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA NOT NULL,

    CONSTRAINT "RightsRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LeadAlert" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "at" BIGINT NOT NULL,
    "deputyToldAt" BIGINT,
    "acknowledgedAt" BIGINT,
    "words" BYTEA NOT NULL,

    CONSTRAINT "LeadAlert_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Catalogue" (
    "seq" SERIAL NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA,
    "retiredAt" BIGINT,

    CONSTRAINT "Catalogue_pkey" PRIMARY KEY ("seq")
);

-- CreateTable
CREATE TABLE "Memory" (
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "Memory_pkey" PRIMARY KEY ("programmeId","key")
);

-- CreateTable
CREATE TABLE "Link" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "purpose" TEXT COLLATE "C" NOT NULL,
    "subject" TEXT COLLATE "C" NOT NULL,
    "madeById" TEXT COLLATE "C" NOT NULL,
    "witnessed" BOOLEAN NOT NULL,
    "madeAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "state" TEXT COLLATE "C" NOT NULL,
    "usedAt" BIGINT,

    CONSTRAINT "Link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Mail" (
    "id" TEXT COLLATE "C" NOT NULL,
    "programmeId" TEXT COLLATE "C" NOT NULL,
    "personId" TEXT COLLATE "C" NOT NULL,
    "link" TEXT COLLATE "C" NOT NULL,
    "words" BYTEA,
    "state" TEXT COLLATE "C" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" BIGINT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "leasedUntil" BIGINT,
    "settledAt" BIGINT,
    "code" TEXT COLLATE "C" NOT NULL DEFAULT '',

    CONSTRAINT "Mail_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "LocalMessage_ref_key" ON "LocalMessage"("ref");

-- CreateIndex
CREATE INDEX "LocalMessage_address_seq_idx" ON "LocalMessage"("address", "seq");

-- CreateIndex
CREATE UNIQUE INDEX "LocalMessage_address_key_key" ON "LocalMessage"("address", "key");

-- CreateIndex
CREATE UNIQUE INDEX "Person_programmeId_id_key" ON "Person"("programmeId", "id");

-- CreateIndex
CREATE INDEX "Account_personId_idx" ON "Account"("personId");

-- CreateIndex
CREATE INDEX "Portfolio_programmeId_mentorId_idx" ON "Portfolio"("programmeId", "mentorId");

-- CreateIndex
CREATE UNIQUE INDEX "Portfolio_programmeId_id_key" ON "Portfolio"("programmeId", "id");

-- CreateIndex
CREATE INDEX "Allocation_programmeId_personId_idx" ON "Allocation"("programmeId", "personId");

-- CreateIndex
CREATE INDEX "Mentorship_programmeId_mentorId_idx" ON "Mentorship"("programmeId", "mentorId");

-- CreateIndex
CREATE INDEX "Mentorship_programmeId_menteeId_idx" ON "Mentorship"("programmeId", "menteeId");

-- CreateIndex
CREATE INDEX "Mentorship_portfolioId_idx" ON "Mentorship"("portfolioId");

-- CreateIndex
CREATE UNIQUE INDEX "Mentorship_programmeId_id_key" ON "Mentorship"("programmeId", "id");

-- CreateIndex
CREATE INDEX "Goal_mentorshipId_idx" ON "Goal"("mentorshipId");

-- CreateIndex
CREATE INDEX "GoalLevel_mentorshipId_idx" ON "GoalLevel"("mentorshipId");

-- CreateIndex
CREATE INDEX "InformalContact_mentorshipId_idx" ON "InformalContact"("mentorshipId");

-- CreateIndex
CREATE INDEX "PutRight_mentorshipId_idx" ON "PutRight"("mentorshipId");

-- CreateIndex
CREATE INDEX "PutRight_sessionId_idx" ON "PutRight"("sessionId");

-- CreateIndex
CREATE UNIQUE INDEX "PutRight_programmeId_id_key" ON "PutRight"("programmeId", "id");

-- CreateIndex
CREATE INDEX "PutRightWord_putRightId_idx" ON "PutRightWord"("putRightId");

-- CreateIndex
CREATE UNIQUE INDEX "WhenHard_programmeId_personId_key" ON "WhenHard"("programmeId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "LookBack_programmeId_mentorshipId_key" ON "LookBack"("programmeId", "mentorshipId");

-- CreateIndex
CREATE INDEX "CheckIn_programmeId_menteeId_idx" ON "CheckIn"("programmeId", "menteeId");

-- CreateIndex
CREATE UNIQUE INDEX "Review_programmeId_id_key" ON "Review"("programmeId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Review_mentorshipId_moment_key" ON "Review"("mentorshipId", "moment");

-- CreateIndex
CREATE INDEX "ReviewForm_programmeId_personId_idx" ON "ReviewForm"("programmeId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewForm_programmeId_id_key" ON "ReviewForm"("programmeId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "ReviewForm_reviewId_personId_audience_key" ON "ReviewForm"("reviewId", "personId", "audience");

-- CreateIndex
CREATE INDEX "StakeholderAsk_mentorshipId_idx" ON "StakeholderAsk"("mentorshipId");

-- CreateIndex
CREATE INDEX "StakeholderAsk_programmeId_personId_idx" ON "StakeholderAsk"("programmeId", "personId");

-- CreateIndex
CREATE UNIQUE INDEX "StakeholderAsk_programmeId_id_key" ON "StakeholderAsk"("programmeId", "id");

-- CreateIndex
CREATE INDEX "Attestation_portfolioId_idx" ON "Attestation"("portfolioId");

-- CreateIndex
CREATE INDEX "Attestation_programmeId_byId_idx" ON "Attestation"("programmeId", "byId");

-- CreateIndex
CREATE UNIQUE INDEX "Attestation_programmeId_id_key" ON "Attestation"("programmeId", "id");

-- CreateIndex
CREATE INDEX "PracticeChange_portfolioId_idx" ON "PracticeChange"("portfolioId");

-- CreateIndex
CREATE INDEX "PracticeChange_mentorshipId_idx" ON "PracticeChange"("mentorshipId");

-- CreateIndex
CREATE UNIQUE INDEX "PracticeChange_programmeId_id_key" ON "PracticeChange"("programmeId", "id");

-- CreateIndex
CREATE INDEX "PracticeChangeWord_changeId_idx" ON "PracticeChangeWord"("changeId");

-- CreateIndex
CREATE UNIQUE INDEX "Reflection_programmeId_portfolioId_key" ON "Reflection"("programmeId", "portfolioId");

-- CreateIndex
CREATE INDEX "Session_programmeId_startsAt_idx" ON "Session"("programmeId", "startsAt");

-- CreateIndex
CREATE INDEX "Session_mentorId_startsAt_idx" ON "Session"("mentorId", "startsAt");

-- CreateIndex
CREATE INDEX "Session_portfolioId_startsAt_idx" ON "Session"("portfolioId", "startsAt");

-- CreateIndex
CREATE INDEX "Session_seriesId_idx" ON "Session"("seriesId");

-- CreateIndex
CREATE INDEX "Session_programmeId_state_lag_startsAt_mentorId_idx" ON "Session"("programmeId", "state", "lag", "startsAt", "mentorId");

-- CreateIndex
CREATE INDEX "Session_counted_idx" ON "Session"("programmeId", "portfolioId", "countedFrom", "countedMinutes", "countedConfirmed", "countedDisputed", "countedRecorded", "countedPlanned", "sharesTime", "disputes", "lag");

-- CreateIndex
CREATE UNIQUE INDEX "Session_programmeId_id_key" ON "Session"("programmeId", "id");

-- CreateIndex
CREATE INDEX "Attendee_menteeId_idx" ON "Attendee"("menteeId");

-- CreateIndex
CREATE INDEX "Attendee_mentorshipId_idx" ON "Attendee"("mentorshipId");

-- CreateIndex
CREATE UNIQUE INDEX "RecordHead_programmeId_sessionId_key" ON "RecordHead"("programmeId", "sessionId");

-- CreateIndex
CREATE INDEX "Feedback_programmeId_menteeId_idx" ON "Feedback"("programmeId", "menteeId");

-- CreateIndex
CREATE INDEX "Prompt_state_dueAt_idx" ON "Prompt"("state", "dueAt");

-- CreateIndex
CREATE INDEX "Prompt_programmeId_toId_state_idx" ON "Prompt"("programmeId", "toId", "state");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_id_key" ON "Outbox"("id");

-- CreateIndex
CREATE UNIQUE INDEX "Outbox_key_key" ON "Outbox"("key");

-- CreateIndex
CREATE INDEX "Outbox_state_recipient_seq_idx" ON "Outbox"("state", "recipient", "seq");

-- CreateIndex
CREATE INDEX "Outbox_programmeId_subject_face_recipient_idx" ON "Outbox"("programmeId", "subject", "face", "recipient");

-- CreateIndex
CREATE INDEX "Posted_programmeId_recipient_idx" ON "Posted"("programmeId", "recipient");

-- CreateIndex
CREATE INDEX "Posted_ref_idx" ON "Posted"("ref");

-- CreateIndex
CREATE INDEX "Draft_personId_doneAt_idx" ON "Draft"("personId", "doneAt");

-- CreateIndex
CREATE INDEX "Pack_portfolioId_idx" ON "Pack"("portfolioId");

-- CreateIndex
CREATE INDEX "Pack_state_nextAt_idx" ON "Pack"("state", "nextAt");

-- CreateIndex
CREATE UNIQUE INDEX "Pack_programmeId_id_key" ON "Pack"("programmeId", "id");

-- CreateIndex
CREATE INDEX "PackFile_keptUntil_idx" ON "PackFile"("keptUntil");

-- CreateIndex
CREATE UNIQUE INDEX "PackFile_programmeId_packId_key" ON "PackFile"("programmeId", "packId");

-- CreateIndex
CREATE INDEX "RecordedOutcome_portfolioId_idx" ON "RecordedOutcome"("portfolioId");

-- CreateIndex
CREATE UNIQUE INDEX "RecordedOutcome_programmeId_id_key" ON "RecordedOutcome"("programmeId", "id");

-- CreateIndex
CREATE INDEX "AuditEntry_chain_tag_idx" ON "AuditEntry"("chain", "tag");

-- CreateIndex
CREATE INDEX "ChainCheck_programmeId_checkedAt_idx" ON "ChainCheck"("programmeId", "checkedAt");

-- CreateIndex
CREATE INDEX "Misfit_programmeId_goneAt_idx" ON "Misfit"("programmeId", "goneAt");

-- CreateIndex
CREATE INDEX "RightsRequest_programmeId_state_idx" ON "RightsRequest"("programmeId", "state");

-- CreateIndex
CREATE INDEX "RightsRequest_programmeId_aboutId_idx" ON "RightsRequest"("programmeId", "aboutId");

-- CreateIndex
CREATE UNIQUE INDEX "RightsRequest_programmeId_id_key" ON "RightsRequest"("programmeId", "id");

-- CreateIndex
CREATE INDEX "LeadAlert_programmeId_acknowledgedAt_idx" ON "LeadAlert"("programmeId", "acknowledgedAt");

-- CreateIndex
CREATE UNIQUE INDEX "LeadAlert_programmeId_id_key" ON "LeadAlert"("programmeId", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Catalogue_programmeId_kind_key_version_key" ON "Catalogue"("programmeId", "kind", "key", "version");

-- CreateIndex
CREATE INDEX "Link_programmeId_personId_idx" ON "Link"("programmeId", "personId");

-- CreateIndex
CREATE INDEX "Link_programmeId_subject_idx" ON "Link"("programmeId", "subject");

-- CreateIndex
CREATE INDEX "Mail_state_nextAt_idx" ON "Mail"("state", "nextAt");

-- CreateIndex
CREATE INDEX "Mail_programmeId_personId_idx" ON "Mail"("programmeId", "personId");

-- AddForeignKey
ALTER TABLE "Installation" ADD CONSTRAINT "Installation_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Person" ADD CONSTRAINT "Person_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Portfolio" ADD CONSTRAINT "Portfolio_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Portfolio" ADD CONSTRAINT "Portfolio_programmeId_mentorId_fkey" FOREIGN KEY ("programmeId", "mentorId") REFERENCES "Person"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Allocation" ADD CONSTRAINT "Allocation_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mentorship" ADD CONSTRAINT "Mentorship_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mentorship" ADD CONSTRAINT "Mentorship_programmeId_mentorId_fkey" FOREIGN KEY ("programmeId", "mentorId") REFERENCES "Person"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Mentorship" ADD CONSTRAINT "Mentorship_programmeId_menteeId_fkey" FOREIGN KEY ("programmeId", "menteeId") REFERENCES "Person"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Agreement" ADD CONSTRAINT "Agreement_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Goal" ADD CONSTRAINT "Goal_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "GoalLevel" ADD CONSTRAINT "GoalLevel_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "InformalContact" ADD CONSTRAINT "InformalContact_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ActionDone" ADD CONSTRAINT "ActionDone_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Release" ADD CONSTRAINT "Release_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Release" ADD CONSTRAINT "Release_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PutRight" ADD CONSTRAINT "PutRight_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PutRight" ADD CONSTRAINT "PutRight_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PutRightWord" ADD CONSTRAINT "PutRightWord_programmeId_putRightId_fkey" FOREIGN KEY ("programmeId", "putRightId") REFERENCES "PutRight"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "WhenHard" ADD CONSTRAINT "WhenHard_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LookBack" ADD CONSTRAINT "LookBack_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CheckIn" ADD CONSTRAINT "CheckIn_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Review" ADD CONSTRAINT "Review_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewForm" ADD CONSTRAINT "ReviewForm_programmeId_reviewId_fkey" FOREIGN KEY ("programmeId", "reviewId") REFERENCES "Review"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReviewAnswer" ADD CONSTRAINT "ReviewAnswer_programmeId_formId_fkey" FOREIGN KEY ("programmeId", "formId") REFERENCES "ReviewForm"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StakeholderAsk" ADD CONSTRAINT "StakeholderAsk_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attestation" ADD CONSTRAINT "Attestation_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attestation" ADD CONSTRAINT "Attestation_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeChange" ADD CONSTRAINT "PracticeChange_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeChange" ADD CONSTRAINT "PracticeChange_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PracticeChangeWord" ADD CONSTRAINT "PracticeChangeWord_programmeId_changeId_fkey" FOREIGN KEY ("programmeId", "changeId") REFERENCES "PracticeChange"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ThemeMark" ADD CONSTRAINT "ThemeMark_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Reflection" ADD CONSTRAINT "Reflection_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ReflectionPiece" ADD CONSTRAINT "ReflectionPiece_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Reflection"("programmeId", "portfolioId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Session" ADD CONSTRAINT "Session_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendee" ADD CONSTRAINT "Attendee_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Attendee" ADD CONSTRAINT "Attendee_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordHead" ADD CONSTRAINT "RecordHead_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordVersion" ADD CONSTRAINT "RecordVersion_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Feedback" ADD CONSTRAINT "Feedback_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "FeedbackAnswer" ADD CONSTRAINT "FeedbackAnswer_sessionId_menteeId_fkey" FOREIGN KEY ("sessionId", "menteeId") REFERENCES "Feedback"("sessionId", "menteeId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Pack" ADD CONSTRAINT "Pack_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PackFile" ADD CONSTRAINT "PackFile_programmeId_packId_fkey" FOREIGN KEY ("programmeId", "packId") REFERENCES "Pack"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PackChoice" ADD CONSTRAINT "PackChoice_programmeId_packId_fkey" FOREIGN KEY ("programmeId", "packId") REFERENCES "Pack"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PackChoice" ADD CONSTRAINT "PackChoice_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RecordedOutcome" ADD CONSTRAINT "RecordedOutcome_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio"("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Catalogue" ADD CONSTRAINT "Catalogue_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
