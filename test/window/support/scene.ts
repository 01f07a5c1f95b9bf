import { Desktop } from '../../helpers/desktop';
import { ClientProgram, ServerProgram, type ClientOptions, type Program } from './programs';
import { Person } from './person';

/** A desktop, a server and people for the tests of one file. Each test begins with none of them there. */
export class Scene {
  private made: Desktop | undefined;
  private readonly programs: Program[] = [];
  private readonly people: Person[] = [];
  private title = '';
  private pictured = false;

  get desktop(): Desktop {
    if (this.made === undefined) throw new Error('the desktop is not there yet');
    return this.made;
  }

  async server(port = 0, ...args: readonly string[]): Promise<ServerProgram> {
    return this.keep(await ServerProgram.start(port, ...args));
  }

  client(options: ClientOptions = {}): ClientProgram {
    return this.keep(ClientProgram.start(this.desktop, options));
  }

  /** The window, in the room. */
  async inRoom(server: { port: number }, nick = 'anna', options: ClientOptions = {}): Promise<ClientProgram> {
    return this.keep(await ClientProgram.join(this.desktop, server.port, nick, options));
  }

  async person(server: { port: number }, nick: string, password?: string): Promise<Person> {
    const person = await Person.join(server.port, nick, { password });
    this.people.push(person);
    return person;
  }

  keep<Kept extends Program>(program: Kept): Kept {
    this.programs.push(program);
    return program;
  }

  /** Leaves a picture of what is to be seen now, named after the test. */
  async picture(): Promise<void> {
    this.pictured = true;
    await this.desktop.screenshot(this.title);
  }

  /** Makes the hooks of a `describe`: a desktop for all its tests, a picture of each. */
  install(): void {
    const begin = (title: string): void => {
      this.title = fileName(title);
      this.pictured = false;
    };
    before(async () => {
      this.made = await Desktop.start();
    });
    after(async () => {
      await this.made?.stop();
    });
    beforeEach(function named() {
      begin(this.currentTest?.fullTitle() ?? 'test');
    });
    const end = async (failed: boolean): Promise<void> => {
      if (failed) await this.desktop.screenshot(`${this.title}-failed`);
      else if (!this.pictured) await this.picture();
      for (const person of this.people.splice(0)) person.leave();
      for (const program of this.programs.splice(0)) await program.stop();
    };
    afterEach(async function ended() {
      await end(this.currentTest?.state === 'failed');
    });
  }
}

function fileName(title: string): string {
  return title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 120);
}
