import assert from 'node:assert/strict';
import { withAndWithout } from '../../helpers/capabilities';
import { source } from '../../helpers/server';

// https://ircv3.net/specs/extensions/echo-message
describe('echo-message', () => {
  it('sends one’s own message back, as the others see it, to those who asked', async () => {
    const { asked } = await withAndWithout('echo-message');
    assert.deepEqual(await asked.ask('PRIVMSG #LOBBY :ciao', 'NOTICE anna :psst'), [`:${source('asked')} PRIVMSG #lobby :ciao`, `:${source('asked')} NOTICE anna :psst`]);
  });

  it('sends nothing back to the others', async () => {
    const { plain } = await withAndWithout('echo-message');
    assert.deepEqual(await plain.ask('PRIVMSG #lobby :ciao', 'NOTICE anna :psst'), []);
  });

  it('sends nothing back of a message that was refused', async () => {
    const { asked } = await withAndWithout('echo-message');
    assert.deepEqual(await asked.askVerbs('PRIVMSG nobody :ciao'), ['401']);
  });
});
