import assert from 'node:assert/strict';
import path from 'node:path';
import { ESLint, Linter } from 'eslint';
import { plainTip } from '../../../src/client/text/html';

describe('texts that reach widgets', () => {
  const forbidden = [
    'const label = new QLabel();', 'const item = new QAction();', 'const box = new QMessageBox();', 'widget.setToolTip(text);', 'window.setWindowTitle(text);',
    'this.tray.showMessage(title, text);', 'page.setHtml(html);', 'this.browser.append(html);', 'label.setTextFormat(TextFormat.RichText);', 'menu.setTitle(text);',
    'switch (role) { case ItemDataRole.ToolTipRole: use(new QVariant(text)); }',
  ];

  it('have one door: lint forbids the others', async () => {
    const configuration = (await new ESLint().calculateConfigForFile(path.resolve('src/client/ui/dialog.ts'))) as Linter.Config;
    const rule = configuration.rules?.['no-restricted-syntax'];
    assert.ok(rule);
    const linter = new Linter();
    for (const code of forbidden) assert.equal(linter.verify(code, { rules: { 'no-restricted-syntax': rule } }).length, 1, code);
    assert.deepEqual(linter.verify('setTip(widget, text); label.setText(text); list.append(text);', { rules: { 'no-restricted-syntax': rule } }), []);
  });

  it('have no markup in their tips that Qt could find', () => {
    assert.equal(plainTip('<img src="/dev/zero">'), '‹img src="/dev/zero">');
    assert.equal(plainTip('a &lt;b&gt;'), 'a &\u2060lt;b&gt;');
    assert.equal(plainTip('R&D & co'), 'R&D & co');
  });
});
