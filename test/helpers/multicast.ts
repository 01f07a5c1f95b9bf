import { createSocket } from 'node:dgram';
import { once } from 'node:events';

const group = '224.0.0.251';

/** Whether this machine hears its own multicasts. */
export async function hasMulticast(): Promise<boolean> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  try {
    socket.bind(0);
    await once(socket, 'listening');
    socket.addMembership(group);
    const heard = once(socket, 'message', { signal: AbortSignal.timeout(1000) });
    socket.send('?', socket.address().port, group, () => undefined);
    await heard;
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}
