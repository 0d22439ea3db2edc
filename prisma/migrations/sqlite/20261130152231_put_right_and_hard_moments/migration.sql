-- CreateTable
CREATE TABLE "PutRight" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "mentorshipId" TEXT NOT NULL,
    "sessionId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "madeAt" BIGINT NOT NULL,
    "changedAt" BIGINT NOT NULL,
    "withdrawnAt" BIGINT,
    "askedWith" TEXT NOT NULL DEFAULT '[]',
    CONSTRAINT "PutRight_programmeId_mentorshipId_fkey" FOREIGN KEY ("programmeId", "mentorshipId") REFERENCES "Mentorship" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "PutRight_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "PutRightWord" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "putRightId" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "keyOf" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "at" BIGINT NOT NULL,
    CONSTRAINT "PutRightWord_programmeId_putRightId_fkey" FOREIGN KEY ("programmeId", "putRightId") REFERENCES "PutRight" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "WhenHard" (
    "personId" TEXT NOT NULL PRIMARY KEY,
    "programmeId" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "savedAt" BIGINT NOT NULL,
    CONSTRAINT "WhenHard_programmeId_personId_fkey" FOREIGN KEY ("programmeId", "personId") REFERENCES "Person" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CheckIn" (
    "sessionId" TEXT NOT NULL,
    "menteeId" TEXT NOT NULL,
    "moment" TEXT NOT NULL,
    "programmeId" TEXT NOT NULL,
    "words" BLOB NOT NULL,
    "at" BIGINT NOT NULL,

    PRIMARY KEY ("sessionId", "menteeId", "moment"),
    CONSTRAINT "CheckIn_programmeId_sessionId_fkey" FOREIGN KEY ("programmeId", "sessionId") REFERENCES "Session" ("programmeId", "id") ON DELETE RESTRICT ON UPDATE CASCADE
);

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
CREATE INDEX "CheckIn_programmeId_menteeId_idx" ON "CheckIn"("programmeId", "menteeId");
