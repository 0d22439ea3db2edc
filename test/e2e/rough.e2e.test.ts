import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin } from '../support/bin.js';
import { browserIsHere, launch, type Program, startProgram, Visitor } from './browser.js';

const there = browserIsHere('rough handling in a browser');

/** The bars of the product, on a quiet machine. They are printed beside what was measured, and not asserted. */
const bars = { firstPageMs: 3000, memoryMb: 200 };

describe.skipIf(!there)('a program that is handled roughly', () => {
  let browser: Browser;
  let program: Program;
  let who: Visitor;
  const folder = mkdtempSync(join(tmpdir(), 'mentorlog-rough-'));
  // A port of its own: after a kill the page that is open must find the program where it was.
  const port = String(20_000 + (process.pid % 20_000));
  const start = (settings: Record<string, string> = {}): Promise<Program> =>
    startProgram({ folder, settings: { PORT: port, TIME_ZONE: 'Europe/London', ...settings } });

  beforeAll(async () => {
    [browser, program] = await Promise.all([launch(), start()]);
    who = await Visitor.arrive(browser, program.url);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps what was typed through a kill, and sends a form once however often it is sent', {
    timeout: 120_000,
  }, async () => {
    await who.become('maya');
    await who.says('start @leo');
    for (let i = 0; i < 3; i += 1) await who.goesOn();
    await who.types('[id^=f-goals-][id$=-what]', 'Make phone calls with');
    // Kept at a pause in typing: "saved at" says so before the program dies.
    const saved = who.page.waitForResponse((r) => (r.request().postData() ?? '').includes('quiet=1'));
    await who.page.locator('[id^=f-goals-][id$=-what]').pressSequentially('out a script');
    await saved;
    const form = who.path;
    await program.kill();
    program = await start();
    await who.opens(form);
    expect(await who.page.inputValue('[id^=f-goals-][id$=-what]')).toBe('Make phone calls without a script');

    await who.types('[id^=f-goals-][id$=-how]', 'Three calls stand in the call log');
    await who.picks('[id^=f-goals-][id$=-baseline]', '2 · a little');
    await who.picks('[id^=f-goals-][id$=-target]', '4 · most of the time');
    const nonce = await who.page.inputValue('#form [name=nonce]');
    await who.goesOn();
    await who.sees('Agreement sent');
    // Back, and the same form sent again, as it stands in the browser's memory.
    const again = await who.page.evaluate(
      async ({ path, nonce }) => {
        const body = new URLSearchParams({ nonce, move: 'submit', step: 'goals', revision: '1', from: 'direct' });
        const answer = await fetch(path, { method: 'POST', body });
        return answer.status;
      },
      { path: form, nonce },
    );
    expect(again).toBeLessThan(400);
    await who.page.goBack();
    if ((await who.page.locator('#onward').count()) > 0) await who.goesOn();
    await who.opens('/chat/maya');
    await who.sees(/already sent this form|sent this form/);
    expect(await who.page.getByRole('heading', { name: 'Agreement sent' }).count()).toBe(1);
    await who.become('leo');
    expect(await who.page.getByRole('heading', { name: 'Would you like a mentor?' }).count()).toBe(1);
  });

  it('does a press once that is made twice, and says no to one that comes too late', { timeout: 120_000 }, async () => {
    await who.become('leo');
    await who.presses('Read and answer');
    for (let i = 0; i < 3; i += 1) await who.goesOn();
    await who.chooses('I agree and sign');
    await who.goesOn();
    await who.sees('You have both signed');
    await who.become('maya');
    await who.says('plan @leo tomorrow 3pm 45m Phone calls');
    await who.goesOn();
    await who.types('[id^=f-objectives-][id$=-what]', 'Make two calls to the college');
    await who.types('[id^=f-objectives-][id$=-measure]', 'Two calls stand in the call log');
    await who.goesOn();
    await who.goesOn();
    await who.goesOn();
    await who.sees('Planned with');

    // Two windows of the mentee's, each with the invitation as it was.
    const first = await Visitor.arrive(browser, program.url);
    const second = await Visitor.arrive(browser, program.url);
    await first.become('leo');
    await second.become('leo');
    // Deaf to news, as a window on a sleeping laptop is: its buttons are those of an earlier hour.
    await second.page.route('**/talk*', (route) => route.fulfill({ status: 204 }));
    await first.page
      .getByRole('button', { name: 'Yes, I’ll be there' })
      .last()
      .dblclick({ noWaitAfter: true })
      .catch(() => undefined);
    await first.sees('You said yes');
    await who.become('maya');
    await who.sees(/said yes to Phone calls/);
    expect(await who.page.getByRole('heading', { name: 'Accepted' }).count()).toBe(1);

    await who.presses('Cancel it');
    await who.presses('Cancel the session');
    await who.sees(/is cancelled/);
    await second.presses('Yes, I’ll be there');
    await second.sees(/cancelled/);
    await who.opens('/chat/maya');
    // The one card of the answer, which stays true: it says now what became of the session.
    expect(await who.page.getByRole('heading', { name: 'Accepted' }).count()).toBe(0);
    expect(await who.page.getByText('Phone calls with @Leo Brandt is cancelled.').count()).toBe(1);
    for (const v of [first, second]) {
      expect(v.faults).toEqual([]);
      await v.page.context().close();
    }
  });

  it('takes 100,000 characters, markup and letters from the right, and loses none', { timeout: 120_000 }, async () => {
    const long = 'Ich höre 你好 مرحبا <b>@leo</b> & "x" 🎧 '.repeat(3000).slice(0, 100_000).trim();
    await who.become('maya');
    await who.says('log @leo');
    await who.presses(/^Informal contact/);
    await who.types('#f-note', long);
    await who.types('#f-minutes', '10');
    await who.goesOn();
    await who.sees(/Keep this to [\d,]+ characters: it has [\d,]+/);
    expect((await who.page.inputValue('#f-note')).length).toBe(long.length);
    await who.types('#f-note', '<script>alert(1)</script> مرحبا');
    await who.goesOn();
    await who.sees(/informal contact/i);
    await who.says(`<img src=x onerror=alert(1)> ${'x'.repeat(5000)}`);
    await who.sees('Not understood');
    expect(await who.page.locator('#talk img, #talk script').count()).toBe(0);
    // The program was killed once: what the page said of that is no fault of its own.
    expect(who.faults.filter((f) => !/ERR_|Failed to load|EventSource|sendError|sseError/.test(f))).toEqual([]);
  });
});

describe('the program without any setting', () => {
  it('reads a file of settings beside it, and says what is wrong there', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mentorlog-env-'));
    writeFileSync(join(folder, '.env'), 'PORT=0\nPUBLIC_URL=nonsense\nSAMPLE_PEOPLE=perhaps\n');
    try {
      const said = await startProgram({ folder, settings: { SAMPLE_PEOPLE: '0' } }).catch(
        (error: Error) => error.message,
      );
      expect(said).toContain('PUBLIC_URL: give a whole address');
      // The environment goes before the file.
      expect(said).not.toContain('SAMPLE_PEOPLE');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is copied by the README’s command while it runs, and is not built anew by that', {
    timeout: 120_000,
  }, async () => {
    const program = await startProgram({ settings: { PORT: '0' } });
    const copy = join(program.folder, 'copy.db');
    const parts = ['dist/made-of.txt', bin, 'prisma/generated/sqlite/client.ts'];
    const made = (): number[] => parts.map((part) => statSync(part).mtimeMs);
    const before = made();
    try {
      await promisify(execFile)('npx', ['mentorlog', 'backup', copy], {
        env: { ...process.env, DATABASE_URL: `file:${join(program.folder, 'data/mentorlog.db')}` },
      });
      expect(statSync(copy).size).toBeGreaterThan(100_000);
      expect(made()).toEqual(before);
      expect((await fetch(program.url)).status).toBe(200);
    } finally {
      await program.stop();
    }
  });

  it('says where it listens, and is quick and small', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mentorlog-bare-'));
    // Its own port is 3978, which may be taken here: that one setting is made, and no other.
    const program = await startProgram({ folder, settings: { PORT: '0' } });
    try {
      expect(program.said()).toMatch(/Mentorlog is listening on http:\/\/127\.0\.0\.1:\d+\//);
      expect(program.said()).toContain('Switched on: the local chat.');
      expect(program.said()).toContain('Data: file:./data/mentorlog.db');
      const page = await (await fetch(program.url)).text();
      expect(page).toContain('Hello, ');
      // biome-ignore lint/suspicious/noConsole: measured, not asserted (a busy machine is slower)
      console.info(
        `First page after ${Math.round(program.firstPage)} ms (bar ${bars.firstPageMs}); ${program.memory()} MB resident (bar ${bars.memoryMb}).`,
      );
    } finally {
      await program.stop();
    }
  });
});
