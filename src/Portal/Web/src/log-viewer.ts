import { LogConnection } from './log/connection';
import { Finder } from './log/finder';
import { LineCache } from './log/lines';
import { Toolbar, Texts } from './log/toolbar';
import type { LinkState, LogEntry, LogPage } from './log/types';
import { Viewport } from './log/viewport';

/** What Features/Logs/LogViewerScript.cs passes. */
export interface Options {
  hub: string;
  /** Sealed note of which run this is; goes with every call. */
  ticket: string;
  /** Address of the run's log as text. */
  text: string;
  /** Pod to show first; the driver when not given. */
  pod: string | null;
  /** Attempt to show first; the latest when not given. */
  attempt: number | null;
  /** Line to show first; follows the end when not given. */
  line: number | null;
  ended: boolean;
  texts: Texts;
}

/** Shows the logs of one run: live, finished or years old alike. It has its own connection, so it goes on while the page's is lost. */
export class LogViewer {
  private readonly connection: LogConnection;
  private readonly lines: LineCache;
  private readonly viewport: Viewport;
  private readonly toolbar: Toolbar;
  private readonly finder: Finder;
  private link: LinkState = 'connecting';
  private error = '';
  private entries: LogEntry[] = [];
  private shown: LogEntry | undefined;
  private chosen = false;
  private seen = 0;
  private state = '';
  private closeStream = (): void => {};

  constructor(private readonly root: HTMLElement, private readonly options: Options) {
    const part = (name: string): HTMLElement => root.querySelector<HTMLElement>(`[data-part=${name}]`)!;
    this.connection = new LogConnection(options.hub, (state, error) => this.onLink(state, error));
    this.lines = new LineCache((from, count) => this.connection.invoke<LogPage>('Lines', options.ticket, this.shown!.id, from, count), () => this.viewport.draw());
    this.viewport = new Viewport(part('scroller'), part('rows'), part('space'), this.lines, () => this.onMoved());
    this.finder = new Finder(
      (text, from, backwards) => this.connection.invoke('Find', options.ticket, this.shown!.id, text, from, backwards),
      () => this.lines.total);
    this.toolbar = new Toolbar(root, options.texts, {
      choose: id => this.choose(id),
      follow: on => on ? this.viewport.toEnd() : this.stop(),
      wrap: on => { this.viewport.wrap = on; root.classList.toggle('wrap', on); this.viewport.draw(); },
      find: (text, backwards) => void this.find(text, backwards),
      start: () => this.viewport.toStart(),
      end: () => this.viewport.toEnd(),
      line: number => this.lines.get(number)?.text,
    });
    this.connection.stream<LogEntry[]>('Logs', () => [options.ticket], entries => this.onEntries(entries));
    void this.connection.connect();
    this.tell();
  }

  /** The run has ended: a log that is not there now will not come. */
  setEnded(): void {
    this.options.ended = true;
    this.tell();
  }

  /** Shows a line of the driver's log, for example one that a cause was found in. */
  showLine(line: number): void {
    this.viewport.current = line;
    this.viewport.show(line);
  }

  dispose(): void {
    this.connection.dispose();
    this.viewport.dispose();
    this.toolbar.dispose();
  }

  private onEntries(entries: LogEntry[]): void {
    this.entries = entries;
    const latest = this.options.attempt ?? Math.max(...entries.map(entry => entry.attempt));
    const fitting = entries.filter(entry => this.options.pod ? entry.pod === this.options.pod : entry.role === 'driver');
    const best = fitting.find(entry => entry.attempt === latest) ?? fitting.at(-1) ?? entries[0];
    // Another attempt takes over only from a reader who follows and has not chosen.
    if (best && (!this.shown || (!this.chosen && this.viewport.follow && best.attempt > this.shown.attempt))) this.open(best);
    this.toolbar.list(entries, this.shown?.id);
    this.tell();
  }

  private choose(id: string): void {
    const entry = this.entries.find(entry => entry.id === id);
    if (!entry) return;
    this.chosen = true;
    this.viewport.follow = true;
    this.open(entry);
  }

  private open(entry: LogEntry): void {
    const first = !this.shown;
    this.closeStream();
    this.shown = entry;
    this.lines.clear();
    this.seen = 0;
    this.state = entry.state;
    this.toolbar.link(`${this.options.text}&pod=${encodeURIComponent(entry.pod)}&container=${encodeURIComponent(entry.container)}&attempt=${entry.attempt}`, `${entry.pod}.log`);
    // After a lost connection it goes on with the first line that is not here yet; what was shown stays.
    this.closeStream = this.connection.stream<LogPage>('Follow', () => [this.options.ticket, entry.id, this.lines.total || -1], page => this.onPage(page));
    if (first && this.options.line !== null) this.showLine(this.options.line);
    this.viewport.draw();
  }

  private onPage(page: LogPage): void {
    this.lines.put(page);
    this.state = page.state;
    // What was there already when it was opened at a line is not new.
    if (this.viewport.follow || this.seen === 0) this.seen = page.total;
    this.viewport.draw();
    this.tell();
  }

  private onMoved(): void {
    if (this.viewport.follow) this.seen = this.lines.total;
    this.tell();
  }

  private stop(): void {
    this.viewport.follow = false;
    this.onMoved();
  }

  private onLink(state: LinkState, error = ''): void {
    this.link = state;
    this.error = error;
    this.tell();
  }

  private async find(text: string, backwards: boolean): Promise<void> {
    this.viewport.find = text;
    this.viewport.draw();
    if (!text || !this.shown) {
      this.viewport.current = -1;
      this.toolbar.found('');
      return;
    }
    const [first, last] = this.viewport.visible;
    const line = await this.finder.find(text, this.viewport.current, backwards ? last : first, backwards, share => this.toolbar.found(share));
    if (line === undefined) return;
    this.toolbar.found(line === null ? this.options.texts.notFound : this.options.texts.foundAt.replace('{0}', (line + 1).toLocaleString()));
    if (line !== null) this.showLine(line);
  }

  private tell(): void {
    const texts = this.options.texts;
    const refused: Record<string, string> = { SignedOut: texts.signedOut, Forbidden: texts.forbidden, NotFound: texts.notThere };
    const none = this.link === 'connecting' ? texts.connecting : this.options.ended ? texts.noLog : texts.waitingForPod;
    const [kind, text] = this.link === 'refused' ? ['bad', refused[this.error] ?? this.error]
      : this.link === 'connecting' && this.shown ? ['wait', this.state === 'Ended' ? texts.ended : texts.offline]
      : !this.shown ? ['wait', none]
      : this.state === 'Waiting' ? ['wait', texts.waiting]
      : this.state === 'Reconnecting' ? ['wait', texts.resuming]
      : this.state === 'Ended' ? ['off', texts.ended] : ['run', texts.live];
    this.toolbar.state(kind, text, this.lines.total, this.viewport.follow, Math.max(0, this.lines.total - this.seen));
    this.root.classList.toggle('empty', this.lines.total === 0);
  }
}

export function create(root: HTMLElement, options: Options): LogViewer {
  return new LogViewer(root, options);
}
