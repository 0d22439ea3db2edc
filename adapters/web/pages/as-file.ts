import type { Response } from 'express';
import type { Card } from '../../../src/chat/card.js';
import { asPlainText } from '../../../src/chat/plainest.js';
import type { Reader } from '../../../src/chat/text.js';

/** Sends a card's words as a file of plain text, which opens everywhere. Its name says nothing of anybody. */
export function sendAsFile(response: Response, card: Card, reader: Reader): void {
  response
    .type('text/plain; charset=utf-8')
    .set('Content-Disposition', `attachment; filename="${card.title.toLowerCase().replace(/[^a-z]+/g, '-')}.txt"`)
    .send(asPlainText(card, reader));
}
