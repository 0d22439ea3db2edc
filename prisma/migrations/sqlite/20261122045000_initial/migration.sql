-- CreateTable
CREATE TABLE "Meta" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "AddressBookEntry" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "value" BLOB NOT NULL
);

-- CreateTable
CREATE TABLE "LocalMessage" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "ref" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "drawn" INTEGER NOT NULL,
    "card" BLOB NOT NULL,
    "postedAt" BIGINT NOT NULL,
    "editedAt" BIGINT
);

-- CreateTable
CREATE TABLE "Delivery" (
    "key" TEXT NOT NULL PRIMARY KEY,
    "outcome" TEXT NOT NULL,
    "at" BIGINT NOT NULL
);

-- CreateTable
CREATE TABLE "Programme" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "nation" TEXT NOT NULL,
    "zone" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "practice" BOOLEAN NOT NULL,
    "settings" BLOB NOT NULL,
    "peopleRevision" INTEGER NOT NULL DEFAULT 0
);

-- CreateTable
CREATE TABLE "Installation" (
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "removedAt" BIGINT,

    PRIMARY KEY ("platform", "tenant"),
    CONSTRAINT "Installation_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Person" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "dataKey" BLOB,
    "profile" BLOB NOT NULL,
    "zone" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "roles" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "erasedAt" BIGINT,
    CONSTRAINT "Person_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Account" (
    "platform" TEXT NOT NULL,
    "tenant" TEXT NOT NULL,
    "user" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,

    PRIMARY KEY ("platform", "tenant", "user"),
    CONSTRAINT "Account_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Portfolio" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "mentorId" TEXT NOT NULL,
    "targetMinutes" INTEGER NOT NULL,
    "startedAt" BIGINT NOT NULL,
    CONSTRAINT "Portfolio_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Portfolio_programmeId_mentorId_fkey" FOREIGN KEY ("programmeId", "mentorId") REFERENCES "Person" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Mentorship" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "mentorId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "createdAt" BIGINT NOT NULL,
    "agreedAt" BIGINT,
    "endedAt" BIGINT,
    "agreementVersion" INTEGER NOT NULL,
    CONSTRAINT "Mentorship_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Mentorship_programmeId_mentorId_fkey" FOREIGN KEY ("programmeId", "mentorId") REFERENCES "Person" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Mentorship_programmeId_menteeId_fkey" FOREIGN KEY ("programmeId", "menteeId") REFERENCES "Person" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Agreement" (
    "mentorshipId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "mentorSignedAt" BIGINT,
    "menteeSignedAt" BIGINT,
    "menteeWord" TEXT NOT NULL,

    PRIMARY KEY ("mentorshipId", "version"),
    CONSTRAINT "Agreement_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Goal" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "mentorshipId" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "baseline" INTEGER NOT NULL,
    "target" INTEGER NOT NULL,
    "menteeBaseline" INTEGER,
    "proposedById" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    CONSTRAINT "Goal_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "InformalContact" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "keyOf" TEXT NOT NULL,
    "note" BLOB NOT NULL,
    "authorId" TEXT NOT NULL,
    "savedAt" BIGINT NOT NULL,
    CONSTRAINT "InformalContact_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ActionDone" (
    "mentorshipId" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("mentorshipId", "action"),
    CONSTRAINT "ActionDone_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "mentorId" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "kind" TEXT NOT NULL,
    "startsAt" BIGINT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "endsAt" BIGINT NOT NULL,
    "planVersion" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "startedAt" BIGINT,
    "endedAt" BIGINT,
    "plannedAt" BIGINT NOT NULL,
    "plannedAfterwards" BOOLEAN NOT NULL,
    "revision" INTEGER NOT NULL,
    CONSTRAINT "Session_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Attendee" (
    "sessionId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "answeredVersion" INTEGER,
    "answeredAt" BIGINT,
    "confirmation" TEXT NOT NULL,
    "confirmedMinutes" INTEGER,
    "confirmedAt" BIGINT,
    "settledMinutes" INTEGER,

    PRIMARY KEY ("sessionId", "menteeId"),
    CONSTRAINT "Attendee_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Attendee_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Plan" (
    "sessionId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT NOT NULL,
    "startsAt" BIGINT NOT NULL,
    "minutes" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "savedAt" BIGINT NOT NULL,
    "authorId" TEXT NOT NULL,
    "copiedFrom" TEXT,
    "unchanged" BOOLEAN NOT NULL,

    PRIMARY KEY ("sessionId", "version"),
    CONSTRAINT "Plan_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RecordHead" (
    "sessionId" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "firstSavedAt" BIGINT NOT NULL,
    "signedAt" BIGINT NOT NULL,
    "botDelayMs" BIGINT NOT NULL,
    CONSTRAINT "RecordHead_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "RecordVersion" (
    "sessionId" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "savedAt" BIGINT NOT NULL,
    "authorId" TEXT NOT NULL,

    PRIMARY KEY ("sessionId", "version"),
    CONSTRAINT "RecordVersion_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Feedback" (
    "sessionId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "mentorId" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "share" TEXT,
    "askedAt" BIGINT NOT NULL,
    "firstAnsweredAt" BIGINT,
    "editableUntil" BIGINT NOT NULL,
    "reminded" BOOLEAN NOT NULL,

    PRIMARY KEY ("sessionId", "menteeId"),
    CONSTRAINT "Feedback_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FeedbackAnswer" (
    "sessionId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "wording" INTEGER NOT NULL,
    "rating" INTEGER,
    "text" BLOB,
    "skipped" BOOLEAN NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("sessionId", "menteeId", "question"),
    CONSTRAINT "FeedbackAnswer_sessionId_menteeId_fkey" FOREIGN KEY ("sessionId", "menteeId") REFERENCES "Feedback" ("sessionId", "menteeId") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Prompt" (
    "programmeId" TEXT NOT NULL,
    "occurrence" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "toId" TEXT,
    "dueAt" BIGINT NOT NULL,
    "expiresAt" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "settledAt" BIGINT,
    "leasedUntil" BIGINT,

    PRIMARY KEY ("programmeId", "occurrence")
);

-- CreateTable
CREATE TABLE "Outbox" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "face" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAt" BIGINT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "expiresAt" BIGINT,
    "sensitive" BOOLEAN NOT NULL,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "leasedUntil" BIGINT,
    "attemptedAt" BIGINT,
    "address" TEXT,
    "code" TEXT NOT NULL DEFAULT '',
    "settledAt" BIGINT
);

-- CreateTable
CREATE TABLE "Posted" (
    "programmeId" TEXT NOT NULL,
    "face" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "drawn" INTEGER NOT NULL,

    PRIMARY KEY ("programmeId", "subject", "face", "recipient")
);

-- CreateTable
CREATE TABLE "Draft" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "form" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "step" TEXT NOT NULL,
    "answers" BLOB NOT NULL,
    "openedAt" BIGINT NOT NULL,
    "savedAt" BIGINT,
    "doneAt" BIGINT,
    "outcome" TEXT NOT NULL,
    CONSTRAINT "Draft_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "AuditEntry" (
    "chain" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "programmeId" TEXT NOT NULL,
    "at" BIGINT NOT NULL,
    "actorId" TEXT,
    "what" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "commitments" TEXT NOT NULL,
    "prev" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,

    PRIMARY KEY ("chain", "seq")
);

-- CreateTable
CREATE TABLE "ChainHead" (
    "chain" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "Catalogue" (
    "seq" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "programmeId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "body" TEXT NOT NULL,
    "retiredAt" BIGINT,
    CONSTRAINT "Catalogue_programmeId_fkey" FOREIGN KEY ("programmeId") REFERENCES "Programme" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Memory" (
    "programmeId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "value" BLOB NOT NULL,

    PRIMARY KEY ("programmeId", "key")
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
CREATE INDEX "InformalContact_mentorshipId_idx" ON "InformalContact"("mentorshipId");

-- CreateIndex
CREATE INDEX "Session_programmeId_startsAt_idx" ON "Session"("programmeId", "startsAt");

-- CreateIndex
CREATE INDEX "Session_mentorId_startsAt_idx" ON "Session"("mentorId", "startsAt");

-- CreateIndex
CREATE INDEX "Session_portfolioId_startsAt_idx" ON "Session"("portfolioId", "startsAt");

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
CREATE INDEX "Posted_ref_idx" ON "Posted"("ref");

-- CreateIndex
CREATE INDEX "Draft_personId_doneAt_idx" ON "Draft"("personId", "doneAt");

-- CreateIndex
CREATE UNIQUE INDEX "Catalogue_programmeId_kind_key_version_key" ON "Catalogue"("programmeId", "kind", "key", "version");
