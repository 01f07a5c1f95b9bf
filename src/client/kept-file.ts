import fs from 'node:fs';
import path from 'node:path';

/** What could be understood of a file. */
export interface Understood<Parts> {
  readonly parts: Parts;
  /** The names of those of which something could not be understood: it is left out. */
  readonly wrong: readonly string[];
}

export interface KeptFileOptions<Parts> {
  readonly file: string;
  /** What is in it, for warnings: “The settings”. */
  readonly what: string;
  /** @throws where it is nothing of ours at all */
  readonly understand: (kept: unknown) => Understood<Parts>;
  readonly warn: (words: string) => void;
}

/** One file of JSON that is kept from one start to the next. Neither a broken file nor a full disk stops the program: `warn` is told. */
export class KeptFile<Parts> {
  /** The copy of a file that could not be understood whole, once it was read. */
  broken: string | undefined;

  constructor(private readonly options: KeptFileOptions<Parts>) {}

  get exists(): boolean {
    return fs.existsSync(this.options.file);
  }

  /** Undefined where there is no file, or none that can be understood. */
  read(): Parts | undefined {
    const { file, what, warn, understand } = this.options;
    let text: string;
    try {
      text = fs.readFileSync(file, 'utf8');
    } catch (error) {
      if (!isMissing(error)) warn(`${what} in ${file} cannot be read (${words(error)}): the program starts without them.`);
      return undefined;
    }
    try {
      const { parts, wrong } = understand(JSON.parse(text));
      if (wrong.length > 0) this.keepCopy(wrong);
      return parts;
    } catch {
      this.keepAside();
      return undefined;
    }
  }

  /** As it is now; undefined, without a word, where it cannot be read. */
  peek(): Parts | undefined {
    const { file, understand } = this.options;
    try {
      return understand(JSON.parse(fs.readFileSync(file, 'utf8'))).parts;
    } catch {
      return undefined;
    }
  }

  /** Writes it whole or not at all. @returns whether it was written */
  write(parts: Parts): boolean {
    const { file, what, warn } = this.options;
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      fs.mkdirSync(path.dirname(file), { recursive: true });
      fs.writeFileSync(temporary, `${JSON.stringify(parts, undefined, 2)}\n`, { mode: 0o600 });
      fs.renameSync(temporary, file);
      return true;
    } catch (error) {
      removeQuietly(temporary);
      warn(`${what} cannot be saved in ${file} (${words(error)}).`);
      return false;
    }
  }

  /** The rest is written over it before long. */
  private keepCopy(wrong: readonly string[]): void {
    const { file, what, warn } = this.options;
    const broken = `${file}.broken`;
    const told = `${what} in ${file}: some could not be understood (${wrong.join(', ')}) and are left out`;
    try {
      fs.copyFileSync(file, broken);
      this.broken = broken;
      warn(`${told}. The file is kept as ${broken}.`);
    } catch (error) {
      warn(`${told} (${words(error)}).`);
    }
  }

  private keepAside(): void {
    const { file, what, warn } = this.options;
    const broken = `${file}.broken`;
    try {
      fs.renameSync(file, broken);
      this.broken = broken;
      warn(`${what} in ${file} could not be understood. They are kept as ${broken}; the program starts with new ones.`);
    } catch (error) {
      warn(`${what} in ${file} could not be understood (${words(error)}); the program starts without them.`);
    }
  }
}

function removeQuietly(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // What could not be written may not be there to be removed.
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
