import type { Card } from '../../src/chat/card.js';
import type { Answer, Inbound } from '../../src/chat/inbound.js';
import { plain, type Reader } from '../../src/chat/text.js';
import { faultCode } from '../../src/kernel/errors.js';
import { drawMessage } from './blocks.js';
import { escapeText } from './escape.js';
import { drawn, openView, type Showing, type Shown, sayPrivately } from './respond.js';
import type { Turn } from './turn.js';
import { faultOf, slackCode } from './web-api.js';

/**
 * What somebody in need waits for, by the way that needs least (docs/concern.md#no-dead-end): in a command's
 * acknowledgement, or at the press's own address, which needs no token; else as anything private is shown. What could not
 * be shown is said again until it arrives.
 */
export function showUrgent(turn: Turn, event: Inbound, answer: Answer, s: Showing): Shown {
  const { reply, reader } = answer;
  if (!('card' in reply)) return {};
  const { card } = reply;
  const words = { response_type: 'ephemeral', ...drawMessage(card, { reader }) };
  if (turn.where === 'command') return { ack: words };
  const inView = turn.where === 'modal' || turn.where === 'home';
  const ways = [
    ...(turn.answerAt === undefined
      ? []
      : [() => s.replaceWord(turn.answerAt ?? '', { replace_original: false, ...words })]),
    inView
      ? () => openView(turn, drawn.panel(turn, card, reader, s), s)
      : () => sayPrivately(turn, event.who, card, reader, s),
  ];
  return {
    async after() {
      let code: string | undefined;
      for (const way of ways) {
        try {
          return await way();
        } catch (error) {
          code = slackCode(error);
          // The trigger was used: this is the same press delivered again, and its view is open.
          if (code === 'exchanged_trigger_id') return;
          s.log('slack.urgent', { outcome: faultOf(error), fault: faultCode(error) });
        }
      }
      if (notTaken.has(code ?? '') && (await saidPlainly(turn, card, reader, s))) return;
      await s.missed(event, answer);
    },
  };
}

/** Slack would not take the blocks; its words it may. */
const notTaken = new Set(['invalid_blocks', 'invalid_blocks_format', 'invalid_arguments', 'msg_blocks_too_long']);

/** All of its words, without a block. Whether Slack took them. */
async function saidPlainly({ channel, user }: Turn, card: Card, reader: Reader, s: Showing): Promise<boolean> {
  if (channel === undefined) return false;
  const lines = card.blocks.flatMap((b) => (b.kind === 'text' ? [b.text] : b.kind === 'list' ? b.items : []));
  const text = escapeText([card.title, ...lines.map((t) => plain(t, reader))].join('\n'));
  try {
    await s.client.chat.postEphemeral({ channel, user, text });
    return true;
  } catch (error) {
    s.log('slack.urgent', { outcome: faultOf(error), fault: faultCode(error) });
    return false;
  }
}
