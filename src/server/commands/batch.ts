import { foldUnicode } from '../../shared/casemap';
import { capabilityBits, hasAll } from '../capabilities';
import type { Client } from '../client';
import { authorOf } from '../history/identity';
import { readable, textOf, type Part } from '../history/lines';
import { MultilineMessage } from '../history/multiline';
import { nextSequence } from '../history/sequence';
import type { MessageVerb } from '../history/store';
import { Reply } from '../reply';
import type { Command, UserContext } from './command';
import { clientOnly, send } from './relay';

/** A batch that a client has opened and not closed yet. */
interface OpenBatch {
  readonly reference: string;
  readonly target: string;
  readonly opening: UserContext;
  readonly label: string | undefined;
  readonly parts: Part[];
  readonly timer: NodeJS.Timeout;
  verb: MessageVerb | undefined;
  /** Of the combined text. */
  bytes: number;
  /** It was refused: what still comes of it is passed over. */
  hasFailed: boolean;
}

/** One for each client at most. */
const openBatches = new WeakMap<Client, OpenBatch>();

/**
 * Opens and closes a message of several lines.
 * Source: https://ircv3.net/specs/extensions/multiline and https://ircv3.net/specs/extensions/client-batch
 */
export const batch: Command = {
  usage: 'BATCH +<reference> draft/multiline <room or nick> | -<reference>',
  help: 'Sends a message of several lines: BATCH +1 draft/multiline <target>, PRIVMSG lines with the tag batch=1, BATCH -1.',
  parameters: 1,
  allowed: 'registered',
  run(context) {
    const [reference = ''] = context.params;
    if (context.message.tags.has('batch')) context.reply.fail('BATCH', 'MULTILINE_INVALID', 'A batch cannot stand in a batch');
    else if (/^\+[\w-]{1,64}$/.test(reference)) open(context, reference.slice(1));
    else if (reference.startsWith('-')) close(context, reference.slice(1));
    else context.reply.fail('BATCH', 'MULTILINE_INVALID', 'A batch begins with +REFERENCE and ends with -REFERENCE, of letters and digits');
  },
};

function open(context: UserContext, reference: string): void {
  const { client, params, reply, server } = context;
  const [, type = '', target = ''] = params;
  const earlier = openBatches.get(client);
  if (earlier !== undefined) forget(client, earlier);
  const isAsked = hasAll(client.capabilities, capabilityBits['draft/multiline'] | capabilityBits.batch);
  const hasFailed = earlier !== undefined || type !== 'draft/multiline' || target === '' || target.includes(',') || !isAsked;
  if (earlier !== undefined) reply.fail('BATCH', 'MULTILINE_INVALID', 'Another batch was open; end one before you begin the next');
  else if (!isAsked) reply.fail('BATCH', 'MULTILINE_INVALID', 'Ask for the capabilities batch and draft/multiline first');
  else if (hasFailed) reply.fail('BATCH', 'MULTILINE_INVALID', 'A batch to send is of the type draft/multiline and has one target');
  const timer = server.faults.after(server.config.multilineTimeout * 1000, () => expire(client)).unref();
  const label = hasFailed ? undefined : reply.takeLabel();
  // All lines that it may have, and its end.
  if (!hasFailed) client.connection.lend(server.config.maxMultilineLines + 1);
  openBatches.set(client, { reference, target, opening: context, label, parts: [], timer, verb: undefined, bytes: 0, hasFailed });
}

/** Takes a line with a `batch` tag. */
export function takeBatchLine(context: UserContext): void {
  const { client, message, params, server } = context;
  const batch = openBatches.get(client);
  if (batch === undefined || batch.reference !== message.tags.get('batch')) {
    context.reply.fail('BATCH', 'MULTILINE_INVALID', 'There is no open batch of this reference');
    return;
  }
  if (batch.hasFailed) return;
  batch.timer.refresh();
  const [target = '', text = ''] = params;
  const { maxMultilineBytes, maxMultilineLines } = server.config;
  const isConcatenated = message.tags.has('draft/multiline-concat');
  const bytes = batch.bytes + Buffer.byteLength(text) + (batch.parts.length > 0 && !isConcatenated ? 1 : 0);
  if (foldUnicode(target) !== foldUnicode(batch.target)) {
    refuse(batch, 'MULTILINE_INVALID_TARGET', batch.target, target, 'All lines of a message have the target of the batch');
  } else if (message.verb !== 'PRIVMSG' && message.verb !== 'NOTICE') {
    refuse(batch, 'MULTILINE_INVALID', 'A message is made of PRIVMSG or NOTICE lines');
  } else if (batch.verb !== undefined && batch.verb !== message.verb) {
    refuse(batch, 'MULTILINE_INVALID', 'The lines of a message are all PRIVMSG or all NOTICE');
  } else if (isConcatenated && text === '') {
    refuse(batch, 'MULTILINE_INVALID', 'A blank line cannot go on the line before it');
  } else if (bytes > maxMultilineBytes) {
    refuse(batch, 'MULTILINE_MAX_BYTES', String(maxMultilineBytes), `A message has at most ${maxMultilineBytes} bytes`);
  } else if (batch.parts.length >= maxMultilineLines) {
    refuse(batch, 'MULTILINE_MAX_LINES', String(maxMultilineLines), `A message has at most ${maxMultilineLines} lines`);
  } else {
    batch.verb = message.verb;
    batch.bytes = bytes;
    batch.parts.push({ text, isConcatenated: isConcatenated && batch.parts.length > 0 });
  }
}

function close({ client, reply }: UserContext, reference: string): void {
  const batch = openBatches.get(client);
  if (batch?.reference !== reference) {
    reply.fail('BATCH', 'MULTILINE_INVALID', 'There is no open batch of this reference');
    return;
  }
  forget(client, batch);
  if (batch.hasFailed) return;
  const { opening, verb, parts, label } = batch;
  const [first] = parts;
  if (verb === undefined || first === undefined || parts.every(({ text }) => text === '')) {
    refuse(batch, 'MULTILINE_INVALID', 'A message cannot be made of blank lines only');
    return;
  }
  const { user, message } = opening;
  user.lastActive = Date.now();
  const author = authorOf(user);
  const clientTags = clientOnly(message.tags);
  // The answer to the whole is the answer to its opening. Source: https://ircv3.net/specs/extensions/multiline#labeled-response-spec-with-echo-message-spec
  const answer = new Reply(client, label);
  const make = (target: string): MultilineMessage => new MultilineMessage({ sequence: nextSequence(), author, verb, target, clientTags, parts });
  send({ ...opening, reply: answer }, batch.target, { verb, text: first.text, whole: readable(textOf(parts)), make });
  // A service may have to wait, for a password to be checked.
  if (answer.work === undefined) answer.end();
  else reply.until(answer.work.finally(() => answer.end()));
}

/** Answers with an error; the rest of the batch is passed over. */
function refuse(batch: OpenBatch, code: string, ...contextAndText: [...string[], string]): void {
  batch.hasFailed = true;
  batch.parts.length = 0;
  batch.opening.client.connection.lend(0);
  const reply = new Reply(batch.opening.client, batch.label);
  reply.fail('BATCH', code, ...contextAndText);
  reply.end();
}

/** Source: https://ircv3.net/specs/extensions/client-batch#errors */
function expire(client: Client): void {
  const batch = openBatches.get(client);
  if (batch !== undefined && !batch.hasFailed) refuse(batch, 'TIMEOUT', batch.reference, 'The batch was open for too long');
}

function forget(client: Client, batch: OpenBatch): void {
  clearTimeout(batch.timer);
  openBatches.delete(client);
  client.connection.lend(0);
}
