import assert from 'node:assert/strict';
import { joinAsOperator, startWithOperator } from '../../helpers/operators';

describe('AUDIT', () => {
  it('lists what operators did, the latest first, after a restart too', async () => {
    const server = await startWithOperator();
    const root = await joinAsOperator(server, 'root');
    await root.ask('KLINE 2h bob :Be nice', 'DLINE 192.0.2.1');
    const next = await server.restart();
    const again = await joinAsOperator(next, 'anna');
    const lines = await again.ask('AUDIT');
    const texts = lines.map((line) => line.replace(/^:ritrovo\.chat NOTICE anna :(?:\S+Z )?/, ''));
    assert.equal(texts[0], 'root (anna!test@127.0.0.1): OPER anna');
    assert.equal(texts[1], 'root (root!test@127.0.0.1): DLINE 192.0.2.1 (for ever: No reason was given)');
    assert.match(texts[2] ?? '', /^root \(root!test@127\.0\.0\.1\): KLINE bob!\*@\* \(until \S+: Be nice\)$/);
    assert.equal(texts.at(-1), 'End of the audit log');
    assert.equal((await again.ask('AUDIT 1')).length, 2);
  });

  it('is for operators only', async () => {
    const server = await startWithOperator();
    assert.deepEqual(await (await server.join('anna')).askVerbs('AUDIT'), ['481']);
  });
});
