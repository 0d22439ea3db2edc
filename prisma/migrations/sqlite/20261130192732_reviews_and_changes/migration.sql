-- CreateTable
CREATE TABLE "LookBack" (
    "mentorshipId" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "savedAt" BIGINT NOT NULL,
    CONSTRAINT "LookBack_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Review" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "moment" TEXT NOT NULL,
    "why" TEXT NOT NULL,
    "openedAt" BIGINT NOT NULL,
    "closesAt" BIGINT NOT NULL,
    CONSTRAINT "Review_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReviewForm" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "reviewId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "share" TEXT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "firstAnsweredAt" BIGINT,
    "editableUntil" BIGINT NOT NULL,
    "reminded" BOOLEAN NOT NULL,
    CONSTRAINT "ReviewForm_programmeId_reviewId_fkey" FOREIGN KEY ("programmeId", "reviewId") REFERENCES "Review" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReviewAnswer" (
    "formId" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "wording" INTEGER NOT NULL,
    "rating" INTEGER,
    "text" BLOB,
    "skipped" BOOLEAN NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("formId", "question"),
    CONSTRAINT "ReviewAnswer_programmeId_formId_fkey" FOREIGN KEY ("programmeId", "formId") REFERENCES "ReviewForm" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "StakeholderAsk" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "relation" TEXT NOT NULL,
    "proposedById" TEXT NOT NULL,
    "proposedAt" BIGINT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "word" TEXT NOT NULL,
    "wordAt" BIGINT,
    "endedAt" BIGINT,
    CONSTRAINT "StakeholderAsk_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Attestation" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "mentorshipId" TEXT,
    "sessionId" TEXT,
    "kind" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "askedById" TEXT NOT NULL,
    "askedAt" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "givenAt" BIGINT,
    "countersignedId" TEXT,
    "countersignedAt" BIGINT,
    CONSTRAINT "Attestation_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Attestation_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PracticeChange" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "portfolioId" TEXT NOT NULL,
    "mentorId" TEXT NOT NULL,
    "mentorshipId" TEXT,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "fromAt" BIGINT NOT NULL,
    "fromSession" TEXT,
    "madeAt" BIGINT NOT NULL,
    "withdrawnAt" BIGINT,
    CONSTRAINT "PracticeChange_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "PracticeChange_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PracticeChangeWord" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "changeId" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "sessionId" TEXT,
    "words" BLOB NOT NULL,
    "at" BIGINT NOT NULL,
    CONSTRAINT "PracticeChangeWord_programmeId_changeId_fkey" FOREIGN KEY ("programmeId", "changeId") REFERENCES "PracticeChange" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ThemeMark" (
    "portfolioId" TEXT NOT NULL,
    "theme" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "markedAt" BIGINT NOT NULL,

    PRIMARY KEY ("portfolioId", "theme"),
    CONSTRAINT "ThemeMark_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Reflection" (
    "portfolioId" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "scaffold" TEXT NOT NULL,
    "startedAt" BIGINT NOT NULL,
    "asked" BOOLEAN NOT NULL,
    "words" BLOB,
    "declaredAt" BIGINT,
    CONSTRAINT "Reflection_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Portfolio" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReflectionPiece" (
    "portfolioId" TEXT NOT NULL,
    "question" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "programmeId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "savedAt" BIGINT NOT NULL,

    PRIMARY KEY ("portfolioId", "question", "version"),
    CONSTRAINT "ReflectionPiece_programmeId_portfolioId_fkey" FOREIGN KEY ("programmeId", "portfolioId") REFERENCES "Reflection" ("programmeId", "portfolioId") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "LookBack_programmeId_mentorshipId_key" ON "LookBack"("programmeId", "mentorshipId");

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
