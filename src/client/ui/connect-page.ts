import { AlignmentFlag, QFrame, QPushButton, Shadow, Shape, type QBoxLayout, type QLabel, type QWidget } from '@nodegui/nodegui';
import { AddressError, formatAddress, parseAddress, type Address } from '../../shared/address';
import type { Discovery, HostRoom } from '../core/window';
import { t } from '../i18n';
import { createCentredPage, type CentredPage } from './centred-page';
import { createField, type Field } from './field';
import { createHostBox, type HostBox } from './host-box';
import { createServerList, type ServerList } from './server-list';
import { escapeHtml } from '../text/html';
import { keep } from './keep';
import { column, row } from './layout';
import type { Theme } from './theme';
import { addressProblem, program } from './words';
import { literal, richLabel } from './texts';

/** Where a person says which server and which name. */
export interface ConnectPage {
  readonly widget: QWidget;
  /** While connecting the fields cannot be changed. */
  setBusy(busy: boolean): void;
  /** Whether Cancel leads back to a room that is open. */
  setWayBack(wayBack: boolean): void;
  showAddressError(why: string): void;
  showNameError(why: string, suggestion: string | undefined): void;
  /** The field that is to be filled in next. */
  focus(): void;
  /** Opens a room on this computer, as the button does. */
  hostRoom(): void;
  setTheme(theme: Theme): void;
}

export interface ConnectPageOptions {
  readonly defaults: { readonly address: string; readonly nick: string };
  readonly host: HostRoom;
  /** Rooms on this network. */
  readonly discovery: Discovery;
  /** The last servers, newest first: addresses as a person types them. */
  readonly recent: readonly string[];
  readonly theme: Theme;
  onJoin(address: Address, nick: string): void;
  onCancel(): void;
}

/** In pixels: wide enough for an error on two lines, narrow enough for a small window. */
const formWidth = { least: 280, most: 400 };

export function createConnectPage(options: ConnectPageOptions): ConnectPage {
  return new ConnectForm(options);
}

class ConnectForm implements ConnectPage {
  private readonly page: CentredPage;
  private readonly head: QLabel;
  private readonly address: Field;
  private readonly nick: Field;
  /** Shown where the server says that it wants a password, and only where nobody can read it on the way. */
  private readonly password: Field;
  private readonly suggestion = new QPushButton();
  private readonly join = new QPushButton();
  private readonly cancel = new QPushButton();
  private readonly host: HostBox;
  private readonly servers: ServerList;
  private suggested = '';
  private busy = false;
  private wayBack = false;

  constructor(private readonly options: ConnectPageOptions) {
    const { defaults, theme } = options;
    const submit = (): void => this.submit();
    const errorColour = theme.error;
    this.head = createHead(theme);
    this.address = createField({
      label: t('connect.address'), hint: t('connect.addressHint'), value: defaults.address, errorColour, onReturn: submit,
    });
    this.nick = createField({
      label: t('connect.name'), hint: t('connect.nameHint'), value: defaults.nick, errorColour, onReturn: submit,
    });
    this.password = createField({
      label: t('connect.password'), hint: t('connect.passwordHint'), value: '', errorColour, onReturn: submit, secret: true,
    });
    this.address.edit.addEventListener('textChanged', () => {
      // What was typed for one server is not for another.
      this.password.edit.setText('');
      this.showPassword();
    });
    this.servers = createServerList({
      discovery: options.discovery, recent: options.recent,
      onChoose: (address) => this.chosen(address),
      onJoin: (address) => {
        this.chosen(address);
        this.submit();
      },
    });
    this.host = createHostBox({ host: options.host, theme, onOpen: (address) => this.opened(address) });
    this.setUpButtons();
    const form = column({ spacing: 12 });
    form.widget.setMinimumWidth(formWidth.least);
    form.widget.setMaximumWidth(formWidth.most);
    this.fill(form.layout);
    this.page = createCentredPage(form.widget);
    // The server of the address may be found after it was typed.
    const stop = options.discovery.on(() => this.showPassword());
    keep(this.page.widget, form, stop);
    this.showPassword();
    this.showState();
  }

  get widget(): QWidget {
    return this.page.widget;
  }

  setBusy(busy: boolean): void {
    this.busy = busy;
    if (busy) this.clearErrors();
    this.showState();
  }

  setWayBack(wayBack: boolean): void {
    this.wayBack = wayBack;
    this.showState();
  }

  showAddressError(why: string): void {
    this.address.showError(why);
    this.goTo(this.address);
  }

  showNameError(why: string, suggestion: string | undefined): void {
    this.nick.showError(why);
    this.suggested = suggestion ?? '';
    this.suggestion.setText(literal(t('connect.use', { nick: this.suggested })));
    this.suggestion.setVisible(suggestion !== undefined);
    this.goTo(this.nick);
  }

  focus(): void {
    this.goTo(this.address.edit.text().trim() === '' ? this.address : this.nick);
  }

  hostRoom(): void {
    this.host.start();
  }

  setTheme(theme: Theme): void {
    this.head.setText(headHtml(theme));
    this.address.setErrorColour(theme.error);
    this.nick.setErrorColour(theme.error);
    this.password.setErrorColour(theme.error);
    this.host.setTheme(theme);
  }

  private goTo({ widget, edit }: Field): void {
    edit.setFocus();
    edit.selectAll();
    // What was just said below it has its place only after this turn.
    setImmediate(() => this.page.reveal(widget));
  }

  private setUpButtons(): void {
    for (const button of [this.join, this.cancel]) button.setMinimumHeight(30);
    this.join.setDefault(true);
    this.join.addEventListener('clicked', () => this.submit());
    this.cancel.addEventListener('clicked', () => this.options.onCancel());
    this.suggestion.setVisible(false);
    this.suggestion.addEventListener('clicked', () => {
      this.nick.edit.setText(this.suggested);
      this.submit();
    });
  }

  private fill(layout: QBoxLayout): void {
    const buttons = row({ spacing: 8 });
    buttons.layout.addWidget(this.cancel);
    buttons.layout.addWidget(this.join, 1);
    const line = new QFrame();
    line.setFrameShape(Shape.HLine);
    line.setFrameShadow(Shadow.Sunken);
    layout.addWidget(this.head);
    layout.addSpacing(2);
    layout.addWidget(this.servers.widget);
    layout.addWidget(this.address.widget);
    layout.addWidget(this.nick.widget);
    layout.addWidget(this.suggestion, 0, AlignmentFlag.AlignLeft);
    layout.addWidget(this.password.widget);
    layout.addWidget(buttons.widget);
    layout.addSpacing(8);
    layout.addWidget(line);
    layout.addWidget(this.host.widget);
    keep(this.head, buttons, line, this.servers);
  }

  private showState(): void {
    const { busy } = this;
    for (const { edit } of [this.address, this.nick, this.password]) edit.setEnabled(!busy);
    this.join.setEnabled(!busy);
    this.join.setText(busy ? t('connect.joining') : t('connect.join'));
    this.cancel.setVisible(busy || this.wayBack);
    this.cancel.setText(busy ? t('connect.cancel') : t('connect.back'));
    this.host.setEnabled(!busy);
    this.servers.setEnabled(!busy);
  }

  private clearErrors(): void {
    this.address.showError(undefined);
    this.nick.showError(undefined);
    this.suggestion.setVisible(false);
  }

  private submit(): void {
    if (this.busy) return;
    this.clearErrors();
    const nick = this.nick.edit.text().trim();
    const address = this.readAddress();
    if (address === undefined) return;
    if (nick === '') this.showNameError(t('connect.noName'), undefined);
    else this.options.onJoin(this.withPassword(address), nick);
  }

  private withPassword(address: Address): Address {
    const password = this.password.edit.text();
    this.password.edit.setText('');
    return !this.wantsPassword(address) || password === '' ? address : { ...address, password };
  }

  /** Whether the server at that address said, on this network, that it wants a password, and the way there is encrypted. */
  private wantsPassword(address: Address): boolean {
    const wanted = formatAddress(address);
    return address.tls === true && this.options.discovery.found.some((server) => server.wantsPassword && formatAddress(server.address) === wanted);
  }

  private showPassword(): void {
    const address = this.readAddress(() => undefined);
    this.password.widget.setVisible(address !== undefined && this.wantsPassword(address));
  }

  private readAddress(onProblem = (error: AddressError): void => this.showAddressError(addressProblem(error))): Address | undefined {
    try {
      return parseAddress(this.address.edit.text());
    } catch (error) {
      if (!(error instanceof AddressError)) throw error;
      onProblem(error);
      return undefined;
    }
  }

  /** A server of the list: its address goes into the field. */
  private chosen(address: string): void {
    this.address.edit.setText(address);
    this.clearErrors();
  }

  private opened(address: string): void {
    this.address.edit.setText(address);
    this.clearErrors();
    this.nick.edit.setFocus();
  }
}

function createHead(theme: Theme): QLabel {
  const head = richLabel(headHtml(theme));
  head.setAlignment(AlignmentFlag.AlignCenter);
  return head;
}

function headHtml(theme: Theme): string {
  return (
    `<span style="font-size:xx-large"><b>${escapeHtml(program)}</b></span><br>` +
    `<span style="color:${theme.windowDim}">${escapeHtml(t('connect.subtitle'))}</span>`
  );
}
