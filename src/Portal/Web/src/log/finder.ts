import type { LogMatch } from './types';

/** Walks from match to match. The server searches; it answers in parts, so that a long log shows how far it got. */
export class Finder {
  private turn = 0;

  constructor(private readonly ask: (text: string, from: number, backwards: boolean) => Promise<LogMatch>, private readonly total: () => number) {}

  /**
   * The next match after `current`, or from `start` when there is none yet; goes round at the end.
   * @returns its line; null when there is none; undefined when another search took over or the connection was lost.
   */
  async find(text: string, current: number, start: number, backwards: boolean, progress: (share: string) => void): Promise<number | null | undefined> {
    const turn = ++this.turn;
    const from = current < 0 ? start : current + (backwards ? -1 : 1);
    try {
      for (const origin of [from, backwards ? this.total() - 1 : 0]) {
        for (let at: number | null = origin; at !== null;) {
          const match: LogMatch = await this.ask(text, at, backwards);
          if (turn !== this.turn) return undefined;
          if (match.line !== null) return match.line;
          at = match.next;
          if (at !== null) progress(`${Math.round((100 * at) / Math.max(1, this.total()))} %`);
        }
      }
      return null;
    } catch {
      return undefined;
    }
  }
}
