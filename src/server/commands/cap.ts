import { Numeric } from '../../shared/numerics';
import { capabilityBits, isSwitch, namesIn, type CapabilitySet } from '../capabilities';
import { sendOwnMetadata } from '../metadata/synchronize';
import { register } from '../registration';
import { maxLineLength } from '../text';
import type { Command, Context } from './command';

/** Source: https://ircv3.net/specs/extensions/capability-negotiation */
export const cap: Command = {
  usage: 'CAP LS [302] | LIST | REQ :<capabilities> | END',
  help: 'Negotiates capabilities.',
  parameters: 1,
  allowed: 'always',
  run(context) {
    const { client, params, reply } = context;
    const [subcommand = '', argument = ''] = params;
    switch (subcommand.toUpperCase()) {
      case 'LS':
        listOffered(context, argument);
        break;
      case 'LIST':
        sendNames(context, 'LIST', namesIn(client.capabilities), client.capabilityVersion);
        break;
      case 'REQ':
        // One parameter is what the specification asks for; who leaves out the colon means all of them.
        request(context, params.slice(1).join(' '));
        break;
      case 'END':
        client.registration.isNegotiating = false;
        register(client, reply);
        break;
      default:
        reply.numeric(Numeric.ERR_INVALIDCAPCMD, subcommand, 'There is no such CAP command: LS, LIST, REQ, END');
    }
  },
};

function listOffered(context: Context, argument: string): void {
  const { server, client } = context;
  client.registration.isNegotiating = client.user === undefined;
  const version = /^\d{1,9}$/.test(argument) ? Number(argument) : 301;
  client.capabilityVersion = Math.max(client.capabilityVersion, version);
  // Version 302 brings cap-notify without being asked.
  if (client.capabilityVersion >= 302) client.capabilities |= capabilityBits['cap-notify'];
  // The answer is in the form of this request, although a higher version that was told before stays known.
  // Source: https://ircv3.net/specs/extensions/capability-negotiation#cap-ls-version
  sendNames(context, 'LS', server.offers.listed(version >= 302, client), version);
}

/**
 * Sends names in as many lines as they need, all but the last marked with `*`. A client that does not know that gets
 * one line, with as many as fit: the drafts, which come last, are for newer ones.
 * Source: https://ircv3.net/specs/extensions/capability-negotiation#multiline-replies-to-cap-ls-and-cap-list
 */
function sendNames({ server, client, reply }: Context, subcommand: string, names: readonly string[], version: number): void {
  const limit = maxLineLength - Buffer.byteLength(`:${server.name} CAP ${client.displayNick} ${subcommand} * : `);
  const lines = [''];
  for (const name of names) {
    const line = lines.at(-1) ?? '';
    if (line.length + name.length <= limit) lines[lines.length - 1] = line === '' ? name : `${line} ${name}`;
    else if (version >= 302) lines.push(name);
    else break;
  }
  lines.forEach((line, index) => {
    const more = index < lines.length - 1 ? ['*'] : [];
    reply.message('CAP', client.displayNick, subcommand, ...more, line);
  });
}

/** All or nothing: one name that is not known, or cannot be given up, refuses the whole request. */
function request({ server, client, reply }: Context, argument: string): void {
  client.registration.isNegotiating = client.user === undefined;
  let wanted: CapabilitySet = client.capabilities;
  let isPossible = true;
  for (const item of argument.split(' ').filter((word) => word !== '')) {
    const name = item.replace(/^-/, '');
    if (!isSwitch(name)) isPossible = false;
    // Source: https://ircv3.net/specs/extensions/capability-negotiation#cap-notify
    else if (item === '-cap-notify' && client.capabilityVersion >= 302) isPossible = false;
    else if (item.startsWith('-')) wanted &= ~capabilityBits[name];
    else if (!server.offers.has(name)) isPossible = false;
    else wanted |= capabilityBits[name];
  }
  const gained = isPossible ? wanted & ~client.capabilities : 0;
  if (isPossible) client.capabilities = wanted;
  reply.message('CAP', client.displayNick, isPossible ? 'ACK' : 'NAK', argument.trim());
  // Who asks before the registration is told at its end. Source: https://ircv3.net/specs/extensions/metadata#notifications
  if (client.user !== undefined && (gained & capabilityBits['draft/metadata-2']) !== 0) sendOwnMetadata(client.user, reply);
}
