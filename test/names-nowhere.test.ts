import { deflateSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { namesIn, type Outputs } from './support/names-nowhere.js';

/** What looks for names in what leaves finds one wherever it is planted: or it could not be believed that there is none. */

const names = ['Zoë van den Berg', 'Łukasz Brandt', '王伟'];
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
const hexOf = (b: Uint8Array): string => Buffer.from(b).toString('hex').toUpperCase();

/** A page with this drawn on it (Helvetica), and more objects. */
function pdfOf(drawn: string, info = '/Title (Pack)', more = '', squeezed = true): Uint8Array {
  const draws = Buffer.from(`BT /F1 12 Tf 72 700 Td ${drawn} Tj ET`, 'latin1');
  const body = squeezed ? deflateSync(draws) : draws;
  const objects: Buffer[] = [
    Buffer.from(`<< /Type /Catalog /Pages 2 0 R ${more === '' ? '' : '/Metadata 7 0 R'} >>`),
    Buffer.from('<< /Type /Pages /Kids [3 0 R] /Count 1 >>'),
    Buffer.from(
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    ),
    Buffer.concat([
      Buffer.from(`<< /Length ${body.length} ${squeezed ? '/Filter /FlateDecode' : ''} >>\nstream\n`),
      body,
      Buffer.from('\nendstream'),
    ]),
    Buffer.from('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    Buffer.from(`<< ${info} >>`, 'latin1'),
    Buffer.from(`<< /Type /Metadata /Subtype /XML /Length ${Buffer.byteLength(more)} >>\nstream\n${more}\nendstream`),
  ];
  let out = Buffer.from('%PDF-1.7\n');
  const at: number[] = [];
  objects.forEach((object, i) => {
    at.push(out.length);
    out = Buffer.concat([out, Buffer.from(`${i + 1} 0 obj\n`), object, Buffer.from('\nendobj\n')]);
  });
  const xref = `xref\n0 ${at.length + 1}\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}`;
  const trailer = `trailer\n<< /Size ${at.length + 1} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${out.length}\n%%EOF\n`;
  return Buffer.concat([out, Buffer.from(xref + trailer)]);
}

const zip = (members: Record<string, Uint8Array>): Outputs => ({ 'pack.zip': zipSync(members) });
const xmp = (title: string): string => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:title>${title}</dc:title></x:xmpmeta>`;

describe('a name is found', () => {
  test.each<[string, Outputs]>([
    ['as it is', { 'a.txt': 'Then Zoë van den Berg came.' }],
    ['by one part of it', { 'a.txt': 'Then Zoë came.' }],
    ['in another case, without accents, in the genitive', { 'a.txt': 'ZOE’S bag' }],
    ['with its accent apart, and what cannot be seen within', { 'a.txt': 'Zo\u200be\u0308' }],
    ['the other way round, with a comma', { 'a.csv': '"BRANDT, LUKASZ"' }],
    ['run together', { 'a.txt': 'see lukaszbrandt@x' }],
    ['between letters of a script without spaces', { 'a.txt': '今天王伟来了' }],
    ['in entities', { 'a.svg': '<text>&#76;ukas&#x7A;</text>' }],
    ['in a file’s escapes', { 'records.json': '{"a":"\\u0157","b":"Zo\\u00eb"}' }],
    ['in an address', { 'a.html': 'x?who=%C5%81ukasz' }],
    ['in UTF-16', { 'a.bin': Buffer.from('x Brandt', 'utf16le') }],
    ['in UTF-16BE, at an odd place', { 'a.bin': Buffer.concat([bytes('x'), utf16be('Brandt')]) }],
    ['in hexadecimal', { 'a.txt': `<${hexOf(bytes('Brandt'))}>` }],
    ['in hexadecimal of UTF-16BE', { 'a.txt': `<FEFF${hexOf(utf16be('Łukasz'))}>` }],
    ['in base64', { 'a.svg': `data:image/png;base64,${Buffer.from('xx Brandt').toString('base64')}` }],
    ['in a file’s name', { 'brandt.csv': 'x' }],
    ['in a member of a zip', zip({ 'hours.csv': bytes('a;Brandt') })],
    ['in a member’s name', zip({ 'lukasz.csv': bytes('a') })],
    ['on a PDF’s page', { 'a.pdf': pdfOf('(Hello Brandt)') }],
    ['on a page, in octal', { 'a.pdf': pdfOf('(Hello \\102r\\141ndt)', undefined, '', false) }],
    ['on a page, in hexadecimal', { 'a.pdf': pdfOf(`<${hexOf(bytes('Brandt'))}>`) }],
    ['in its information', { 'a.pdf': pdfOf('(x)', '/Author (Brandt)') }],
    ['in its information, in UTF-16BE', { 'a.pdf': pdfOf('(x)', `/Author <FEFF${hexOf(utf16be('Łukasz'))}>`) }],
    ['in a string of an object', { 'a.pdf': pdfOf('(x)', '/Zzz (by \\102randt)') }],
    ['in its metadata', { 'a.pdf': pdfOf('(x)', '/Title (x)', xmp('Brandt')) }],
    ['in a PDF in a zip', zip({ 'portfolio.pdf': pdfOf('(Hello Brandt)') })],
  ])('%s', (_, outputs) => {
    expect(namesIn(outputs, names)).not.toEqual([]);
  });
});

test('what names nobody, or somebody who may be named, is let pass', () => {
  const outputs: Outputs = {
    'a.txt': 'Brandtner, zoetrope, a berger; mentee K and the van.',
    'b.txt': 'Maya Brandt signed; Maya’s hours.',
    ...zip({ 'portfolio.pdf': pdfOf('(Hello mentee K)', '/Author (Maya Brandt)', xmp('Maya Brandt')) }),
  };
  expect(namesIn(outputs, names, ['Maya Brandt'])).toEqual([]);
  // Bytes that mean nothing hold every short word.
  const random = Uint8Array.from({ length: 300_000 }, (_, i) => (Math.imul(i + 1, 2_654_435_761) >>> 13) & 255);
  expect(namesIn({ 'font.bin': random }, ['Leo Abe', 'Ann Li', '王 伟'])).toEqual([]);
  expect(namesIn(outputs, names).map((f) => f.name)).toContain('brandt');
});
