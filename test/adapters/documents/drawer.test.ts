import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { documents } from '../../../adapters/documents/documents.js';
import { drawHere } from '../../../adapters/documents/draw-here.js';
import type { HoursChart } from '../../../src/chat/chart.js';
import { built } from '../../e2e/browser.js';
import { bin } from '../../support/bin.js';

const compiled = join(bin, '../drawer.js');
const chart = (deliveredMinutes: number): HoursChart => ({
  kind: 'hours',
  title: 'Hours of mentoring',
  deliveredMinutes,
  targetMinutes: 360,
  weeks: [],
  practice: false,
});
const gone = (pid: number): boolean =>
  !existsSync(`/proc/${pid}`) || readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z');

let folder: string;
/** A drawer that does something else. */
const drawer = (name: string, does: string): string => {
  const file = join(folder, `${name}.mjs`);
  writeFileSync(file, does);
  return file;
};
beforeAll(async () => {
  built();
  folder = await mkdtemp(join(tmpdir(), 'mentorlog-drawer-'));
}, 120_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the process that draws', () => {
  test('draws what is drawn here, several at once, and is gone when it has nothing to do', {
    timeout: 60_000,
  }, async () => {
    const drawing = documents(compiled, 500);
    expect(drawing.pid()).toBeUndefined();
    const [svg, png, other] = await Promise.all([
      drawing.draw(chart(60), 'svg'),
      drawing.draw(chart(60), 'png'),
      drawing.draw(chart(90), 'svg'),
    ]);
    const pid = drawing.pid() ?? 0;
    expect(pid).toBeGreaterThan(0);
    for (const [file, here] of [
      [svg, await drawHere.draw(chart(60), 'svg')],
      [png, await drawHere.draw(chart(60), 'png')],
      [other, await drawHere.draw(chart(90), 'svg')],
    ] as const) {
      expect({ name: file.name, type: file.type }).toEqual({ name: here.name, type: here.type });
      expect(Buffer.from(file.bytes).equals(Buffer.from(here.bytes))).toBe(true);
    }
    await vi.waitFor(() => expect(gone(pid)).toBe(true), { timeout: 15_000, interval: 200 });
    expect(drawing.pid()).toBeUndefined();
    // Asked again, it is there again.
    expect((await drawing.draw(chart(60), 'svg')).type).toBe('image/svg+xml');
  });

  test('one that ends with a picture in hand is a fault, and the next picture has a new one', async () => {
    const flag = join(folder, 'flag');
    const drawing = documents(
      drawer(
        'dies-once',
        `import { existsSync, writeFileSync } from 'node:fs';
         process.on('message', ({ id }) => {
           if (!existsSync(${JSON.stringify(flag)})) { writeFileSync(${JSON.stringify(flag)}, ''); process.exit(3); }
           process.send({ id, file: { name: 'x', type: 'y', bytes: new Uint8Array([1]) } });
         });`,
      ),
    );
    await expect(drawing.draw(chart(60), 'svg')).rejects.toMatchObject({ code: 'drawer-ended' });
    expect((await drawing.draw(chart(60), 'svg')).name).toBe('x');
  });

  test('what it says went wrong comes as a code; it is told no setting of the program', async () => {
    process.env.DATA_KEY_FOR_THIS_TEST = 'secret';
    const drawing = documents(
      drawer(
        'tells',
        `process.on('message', ({ id }) => process.send({ id, fault: 'env:' + Object.keys(process.env).filter((k) => k.includes('KEY')).join() }));`,
      ),
    );
    await expect(drawing.draw(chart(60), 'svg')).rejects.toMatchObject({ code: 'env:' });
    delete process.env.DATA_KEY_FOR_THIS_TEST;
  });

  test('one that hangs fails alone: those behind it are drawn by another process, each in its turn', async () => {
    const flag = join(folder, 'hung');
    const drawing = documents(
      drawer(
        'hangs-once',
        `import { existsSync, writeFileSync } from 'node:fs';
         process.on('message', ({ id }) => {
           if (!existsSync(${JSON.stringify(flag)})) {
             writeFileSync(${JSON.stringify(flag)}, '');
             for (;;);
           }
           process.send({ id, file: { name: 'x', type: 'y', bytes: new Uint8Array([1]) } });
         });`,
      ),
      500,
      1_500,
    );
    const all = await Promise.allSettled([1, 2, 3].map(() => drawing.draw(chart(60), 'svg')));
    expect(all).toMatchObject([
      { status: 'rejected', reason: { code: 'drawer-late' } },
      { status: 'fulfilled', value: { name: 'x' } },
      { status: 'fulfilled', value: { name: 'x' } },
    ]);
  });

  test('whoever comes to a long line is told to come again, and those in it are drawn', async () => {
    const drawing = documents(
      drawer(
        'draws',
        `process.on('message', ({ id }) => process.send({ id, file: { name: 'x', type: 'y', bytes: new Uint8Array([1]) } }));`,
      ),
      500,
    );
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => drawing.draw(chart(60), 'svg')));
    expect(all.map((end) => (end.status === 'rejected' ? end.reason.code : end.value.name))).toEqual([
      ...Array.from({ length: 16 }, () => 'x'),
      ...Array.from({ length: 4 }, () => 'drawer-busy'),
    ]);
    expect((await drawing.draw(chart(60), 'svg')).name).toBe('x');
  });
});
