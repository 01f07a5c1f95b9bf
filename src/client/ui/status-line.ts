import { QStatusBar } from '@nodegui/nodegui';
import type { ConnectionInfo } from '../core/client';
import type { Phase } from '../core/events';
import { t } from '../i18n';
import { createElidedLabel } from './elided-label';
import { keep } from './keep';
import { pingText, statusText } from './words';
import { plainLabel, setTip } from './texts';

/** The line at the window's foot: the connection's state, whether it is encrypted, and the ping. */
export interface StatusLine {
  readonly widget: QStatusBar;
  /** `now` is in ms since 1970. */
  showPhase(phase: Phase, now: number): void;
  showConnection(connection: ConnectionInfo): void;
}

/** How many pings the small picture shows. */
const pictured = 12;

export function createStatusLine(): StatusLine {
  const widget = new QStatusBar();
  widget.setContentsMargins(6, 0, 0, 0);
  const state = createElidedLabel();
  const security = plainLabel();
  const ping = plainLabel();
  security.setMargin(2);
  ping.setMargin(2);
  setTip(ping, t('ping.tip'));
  widget.addWidget(state.widget, 1);
  widget.addPermanentWidget(security);
  widget.addPermanentWidget(ping);
  keep(widget, state, security, ping);
  let shown = '';
  let online = false;
  return {
    widget,
    showPhase: (phase, now) => {
      const text = statusText(phase, now);
      if (text !== shown) state.setText(text);
      shown = text;
      online = phase.name === 'online';
      security.setVisible(online);
      ping.setVisible(online);
    },
    showConnection: (connection) => {
      security.setText(connection.secure ? `🔒 ${t('status.tls', { protocol: protocolOf(connection) })}` : t('status.open'));
      setTip(security, securityTip(connection));
      const { pings } = connection;
      const latest = pings.at(-1);
      const said = pingText(latest);
      ping.setText(pings.length === 0 ? '' : `${said}  ${picture(pings.slice(-pictured))}`);
      ping.setAccessibleName(pings.length === 0 ? '' : said);
      setTip(ping, pingTip(pings));
    },
  };
}

function protocolOf({ cipher }: ConnectionInfo): string {
  return cipher?.split(',')[0]?.replace('TLSv', 'TLS ') ?? 'TLS';
}

function securityTip({ secure, serverName, certificate, trust }: ConnectionInfo): string {
  const server = serverName === undefined ? '' : `${t('status.server', { name: serverName })}\n`;
  if (!secure) return server + t('status.notEncrypted');
  const trusted = trust === 'fingerprint' && certificate !== undefined;
  return server + (trusted ? t('status.tlsTrusted', { fingerprint: certificate.fingerprint }) : '');
}

const bars = Array.from('▁▂▃▄▅▆▇█');

/** The last pings as small bars; the highest is as high as the longest of them, and 20 ms at least. */
function picture(pings: readonly (number | undefined)[]): string {
  const longest = Math.max(20, ...pings.map((one) => one ?? 0));
  return pings.map((one) => (one === undefined ? '·' : bars[Math.round((one / longest) * (bars.length - 1))] ?? '')).join('');
}

function pingTip(pings: readonly (number | undefined)[]): string {
  const answered = pings.filter((one) => one !== undefined).sort((a, b) => a - b);
  const [least, most, median] = [answered[0], answered.at(-1), answered[answered.length >> 1]];
  if (least === undefined || most === undefined || median === undefined) return t('ping.tip');
  return `${t('ping.tip')}\n${t('ping.history', { least: Math.round(least), most: Math.round(most), median: Math.round(median) })}`;
}
