import { maxCertificates } from '../accounts';
import { ownAccount } from './logins';
import type { ServiceCommand, ServiceContext } from './service-command';

const usage = 'CERT ADD | DEL <fingerprint> | LIST';

/** Which certificates log in to an account (SASL EXTERNAL). Source: https://www.rfc-editor.org/rfc/rfc4422#appendix-A */
export const certificateCommand: ServiceCommand = {
  usage,
  help: 'Lets the certificate of this connection log you in; LIST shows those that do, DEL takes one away.',
  parameters: 1,
  run(context) {
    const [what = '', given] = context.args;
    switch (what.toUpperCase()) {
      case 'ADD':
        add(context, given);
        break;
      case 'DEL':
        remove(context, given);
        break;
      case 'LIST':
        list(context);
        break;
      default:
        context.answer(`Something is missing: /msg NickServ ${usage}`);
    }
  },
};

/** SHA-256 as 64 hexadecimal digits, however it is written. */
function digitsOf(fingerprint: string): string | undefined {
  const digits = fingerprint.replaceAll(':', '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digits) ? digits : undefined;
}

/**
 * A fingerprint alone proves nothing, and whoever has added somebody's gets their logins. So it is only the certificate
 * with which the connection has shown that it has the key; an account that had it without that loses it.
 */
function add(context: ServiceContext, given: string | undefined): void {
  const { server, client, answer } = context;
  const account = ownAccount(context);
  if (account === undefined) return;
  const { accounts } = server;
  const fingerprint = client.connection.certificateFingerprint;
  const holder = fingerprint === undefined ? undefined : accounts.store.findByCertificate(fingerprint);
  if (fingerprint === undefined) {
    answer('This connection has no certificate; connect by TLS with the one that is to log you in, and say CERT ADD again');
  } else if (given !== undefined && digitsOf(given) !== fingerprint) {
    answer(`Only the certificate of this connection can be added, ${fingerprint}; to add another one, connect with it`);
  } else if (holder?.id === account.id) {
    answer(`The certificate ${fingerprint} logs you in already`);
  } else if (accounts.addCertificate(account, fingerprint)) {
    answer(`The certificate ${fingerprint} logs you in from now on${holder === undefined ? '' : `, and not ${holder.name} any more`}`);
  } else {
    answer(`You have ${maxCertificates} certificates, which is the most; CERT DEL takes one away`);
  }
}

function remove(context: ServiceContext, given: string | undefined): void {
  const { server, answer } = context;
  const account = ownAccount(context);
  if (account === undefined) return;
  const fingerprint = digitsOf(given ?? '');
  const removed = fingerprint !== undefined && server.accounts.store.removeCertificate(account, fingerprint);
  answer(removed ? `The certificate ${fingerprint} logs nobody in any more` : 'You have no such certificate; CERT LIST shows them');
}

function list(context: ServiceContext): void {
  const { server, answer } = context;
  const account = ownAccount(context);
  if (account === undefined) return;
  const fingerprints = server.accounts.store.certificatesOf(account);
  answer(...(fingerprints.length > 0 ? fingerprints : ['You have no certificates']));
}
