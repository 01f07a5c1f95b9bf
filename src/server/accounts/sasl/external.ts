import { foldUnicode } from '../../../shared/casemap';
import { failure, type Mechanism } from './mechanism';

/** The certificate of the TLS connection says who it is. Source: https://www.rfc-editor.org/rfc/rfc4422#appendix-A */
export const external: Mechanism = (accounts, { certificateFingerprint }) => ({
  next(response) {
    const authorization = response.toString();
    const account = certificateFingerprint === undefined ? undefined : accounts.store.findByCertificate(certificateFingerprint);
    if (account === undefined) return Promise.resolve(failure('Your certificate belongs to no account; add it with /msg NickServ CERT ADD'));
    if (authorization !== '' && foldUnicode(authorization) !== account.key) return Promise.resolve(failure('Your certificate belongs to another account'));
    return Promise.resolve({ kind: 'success', account });
  },
});
