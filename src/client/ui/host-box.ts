import { QApplication, QPushButton, TextInteractionFlag, type QWidget } from '@nodegui/nodegui';
import { formatAddress } from '../../shared/address';
import type { HostedAt, HostRoom } from '../core/window';
import { t } from '../i18n';
import { createErrorLabel } from './field';
import { escapeHtml } from '../text/html';
import { keep } from './keep';
import { column, row } from './layout';
import type { Theme } from './theme';
import { richLabel, setTip } from './texts';

/** Opens a room on this computer and says where others find it. */
export interface HostBox {
  readonly widget: QWidget;
  setEnabled(enabled: boolean): void;
  /** Opens the room, as the button does. */
  start(): void;
  setTheme(theme: Theme): void;
}

export interface HostBoxOptions {
  readonly host: HostRoom;
  readonly theme: Theme;
  /** The room is open: where it is for this computer itself. */
  readonly onOpen: (address: string) => void;
}

export function createHostBox({ host, theme, onOpen }: HostBoxOptions): HostBox {
  const { widget, layout } = column({ spacing: 6 });
  const button = new QPushButton();
  button.setText(t('hosting.button'));
  button.setMinimumHeight(30);
  const note = richLabel();
  note.setWordWrap(true);
  note.setTextInteractionFlags(TextInteractionFlag.TextSelectableByMouse);
  const copy = createCopyButton();
  const told = row();
  told.layout.addWidget(note, 1);
  told.layout.addWidget(copy.widget);
  const error = createErrorLabel(theme.error);
  for (const part of [button, error.widget, told.widget]) layout.addWidget(part);
  keep(widget, button, note, copy, told, error);

  let colours = theme;
  let open: HostedAt | undefined;
  const explain = (): void => note.setText(noteHtml(open, colours));
  const start = async (): Promise<void> => {
    button.setEnabled(false);
    button.setText(t('hosting.starting'));
    error.show(undefined);
    try {
      open = await host.start();
      copy.offer(open.addresses[0] === undefined ? undefined : formatAddress({ host: open.addresses[0], port: open.port }));
      button.setVisible(false);
      onOpen(formatAddress({ host: 'localhost', port: open.port }));
    } catch (reason) {
      error.show(reason instanceof Error ? reason.message : String(reason));
      button.setEnabled(true);
    }
    button.setText(t('hosting.button'));
    explain();
  };
  button.addEventListener('clicked', () => void start());
  explain();
  return {
    widget,
    start: () => {
      if (open === undefined && button.isEnabled()) void start();
    },
    setEnabled: (enabled) => button.setEnabled(enabled && open === undefined),
    setTheme: (next) => {
      colours = next;
      error.setColour(next.error);
      explain();
    },
  };
}

function noteHtml(open: HostedAt | undefined, theme: Theme): string {
  if (open === undefined) return `<span style="color:${theme.windowDim}">${escapeHtml(t('hosting.explanation'))}</span>`;
  const [host] = open.addresses;
  if (host === undefined) return escapeHtml(t('hosting.openHere'));
  const told = t('hosting.open', { address: `<b>${escapeHtml(formatAddress({ host, port: open.port }))}</b>` });
  return open.fingerprint === undefined ? told : `${told}<br>${fingerprintHtml(open.fingerprint, theme)}`;
}

/** Others compare it when they join. */
function fingerprintHtml(fingerprint: string, theme: Theme): string {
  const breakable = escapeHtml(t('hosting.fingerprint', { fingerprint })).replaceAll(':', ':&#8203;');
  return `<span style="color:${theme.windowDim};font-size:small" title="${escapeHtml(t('hosting.fingerprintTip'))}">${breakable}</span>`;
}

/** Copies the address; says so for a moment. */
function createCopyButton(): { widget: QPushButton; offer(text: string | undefined): void } {
  const widget = new QPushButton();
  widget.setText(t('hosting.copy'));
  setTip(widget, t('hosting.copyTip'));
  widget.setVisible(false);
  let offered = '';
  widget.addEventListener('clicked', () => {
    QApplication.clipboard()?.setText(offered);
    widget.setText(t('hosting.copied'));
    setTimeout(() => widget.setText(t('hosting.copy')), 2000).unref();
  });
  return {
    widget,
    offer: (text) => {
      offered = text ?? '';
      widget.setVisible(text !== undefined);
    },
  };
}
