// Shows what the set-up does, on stderr: stdout belongs to the program that follows.

/** A line at most this often where there is no terminal to write in place. */
const sparseMs = 15_000;
const redrawMs = 500;

/** @param {number} ms */
export function duration(ms) {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** @type {(() => void) | undefined} Ends the line that is being written in place. */
let endLine;

/** A sentence for people. @param {string} text */
export function say(text) {
  endLine?.();
  process.stderr.write(`${text}\n`);
}

/** Leaves the terminal in order when the set-up is cut short. */
export function abandonStep() {
  endLine?.();
}

/**
 * Does one step of the set-up and shows its name, its progress and its time.
 *
 * @template Result
 * @param {string} title what is done
 * @param {{ hint?: string }} options `hint`: how often or how long
 * @param {(update: (progress: string) => void) => Promise<Result>} work `update` takes a few characters, as "[3/16]"
 * @returns {Promise<Result>}
 */
export async function step(title, { hint }, work) {
  const started = Date.now();
  const heading = hint ? `${title} (${hint})` : title;
  const show = process.stderr.isTTY ? inPlace(heading, started) : sparsely(heading, started);
  try {
    const result = await work(show.update);
    show.end(`✓ ${title}  ${duration(Date.now() - started)}`);
    return result;
  } catch (error) {
    show.end(`✗ ${title}  ${duration(Date.now() - started)}`);
    throw error;
  }
}

/** @param {string} heading @param {number} started */
function inPlace(heading, started) {
  let progress = '';
  const draw = () => {
    const line = `… ${heading}  ${progress}  ${duration(Date.now() - started)}`;
    process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  };
  const timer = setInterval(draw, redrawMs);
  const stop = () => {
    clearInterval(timer);
    endLine = undefined;
  };
  endLine = () => {
    stop();
    process.stderr.write('\n');
  };
  draw();
  return {
    /** @param {string} text */
    update(text) {
      progress = text;
    },
    /** @param {string} line */
    end(line) {
      const open = endLine !== undefined;
      stop();
      process.stderr.write(open ? `\r\x1b[K${line}\n` : `${line}\n`);
    },
  };
}

/** @param {string} heading @param {number} started */
function sparsely(heading, started) {
  let last = started;
  process.stderr.write(`… ${heading}\n`);
  return {
    /** @param {string} text */
    update(text) {
      const now = Date.now();
      if (now - last < sparseMs) return;
      last = now;
      process.stderr.write(`  ${text}  ${duration(now - started)}\n`);
    },
    /** @param {string} line */
    end(line) {
      process.stderr.write(`${line}\n`);
    },
  };
}
