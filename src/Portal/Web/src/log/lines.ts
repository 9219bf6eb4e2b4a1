import type { Line, LogPage } from './types';

const chunk = 500;
const mostChunks = 60;

/**
 * The lines that were read so far: some of a log, in chunks by number. Those used longest ago are dropped; they can be read again.
 */
export class LineCache {
  total = 0;
  private readonly chunks = new Map<number, (Line | undefined)[]>();
  private readonly asked = new Set<number>();

  constructor(private readonly read: (from: number, count: number) => Promise<LogPage>, private readonly changed: () => void) {}

  get(number: number): Line | undefined {
    return this.chunks.get(Math.floor(number / chunk))?.[number % chunk];
  }

  put(page: LogPage): void {
    // A log never gets shorter, unless the portal lost its folder: then what is held is of another one.
    if (page.total < this.total) this.clear();
    this.total = page.total;
    page.texts.forEach((text, i) => {
      const number = page.from + i;
      const index = Math.floor(number / chunk);
      let lines = this.chunks.get(index);
      if (!lines) this.chunks.set(index, lines = []);
      lines[number % chunk] = { time: page.times[i], text };
    });
    this.drop();
  }

  /** Reads what is missing of [from, to). */
  want(from: number, to: number): void {
    for (let index = Math.floor(Math.max(0, from) / chunk); index * chunk < Math.min(to, this.total); index++) {
      this.touch(index);
      const missing = this.firstMissing(Math.max(from, index * chunk), Math.min(to, (index + 1) * chunk, this.total));
      if (missing !== undefined && !this.asked.has(index)) void this.load(index, missing);
    }
  }

  clear(): void {
    this.chunks.clear();
    this.total = 0;
  }

  private async load(index: number, missing: number): Promise<void> {
    this.asked.add(index);
    try {
      // From the chunk's start where that is missing too; from the first hole where the start is here.
      const from = this.get(index * chunk) ? missing : index * chunk;
      this.put(await this.read(from, (index + 1) * chunk - from));
    } catch {
      // The connection is down or the log is gone: the state line says so, and the next drawing asks again.
      await new Promise(resolve => setTimeout(resolve, 500));
    } finally {
      this.asked.delete(index);
      this.changed();
    }
  }

  private firstMissing(from: number, to: number): number | undefined {
    for (let number = from; number < to; number++) if (!this.get(number)) return number;
    return undefined;
  }

  private touch(index: number): void {
    const lines = this.chunks.get(index);
    if (lines) {
      this.chunks.delete(index);
      this.chunks.set(index, lines);
    }
  }

  private drop(): void {
    for (const index of this.chunks.keys()) {
      if (this.chunks.size <= mostChunks) return;
      this.chunks.delete(index);
    }
  }
}
