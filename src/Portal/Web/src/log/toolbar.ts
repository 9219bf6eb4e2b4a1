import { parseAnsi } from './ansi';
import type { LogEntry } from './types';

/** Texts in the reader's language, from Features/Logs/LogTexts.resx. */
export interface Texts {
  connecting: string; offline: string; waiting: string; waitingForPod: string; noLog: string; live: string; resuming: string; ended: string;
  signedOut: string; forbidden: string; notThere: string; oneLine: string; lines: string; oneNewLine: string; newLines: string; attempt: string; notFound: string; foundAt: string; copied: string; copyFailed: string;
}

interface Actions {
  choose(id: string): void;
  follow(on: boolean): void;
  wrap(on: boolean): void;
  find(text: string, backwards: boolean): void;
  start(): void;
  end(): void;
  line(number: number): string | undefined;
}

/** Lines that the copy button takes at most, from the end. */
const mostCopied = 20_000;

/** The controls around the lines, and the keys. */
export class Toolbar {
  private readonly picker: HTMLSelectElement;
  private readonly search: HTMLInputElement;
  private readonly stop = new AbortController();

  constructor(private readonly root: HTMLElement, private readonly texts: Texts, private readonly actions: Actions) {
    this.picker = this.part('picker');
    this.search = this.part('find');
    const on = (name: string, event: string, handle: (event: Event) => void): void => this.part(name).addEventListener(event, handle, { signal: this.stop.signal });
    on('picker', 'change', () => actions.choose(this.picker.value));
    on('follow', 'click', () => actions.follow(this.part('follow').getAttribute('aria-checked') !== 'true'));
    on('wrap', 'click', () => actions.wrap(this.toggle('wrap')));
    on('full', 'click', () => this.full(!root.classList.contains('full')));
    on('pill', 'click', () => actions.end());
    on('copy', 'click', () => void this.copyAll());
    on('find', 'input', () => { if (!this.search.value) actions.find('', false); });
    on('find', 'keydown', event => this.onFindKey(event as KeyboardEvent));
    on('scroller', 'keydown', event => this.onKey(event as KeyboardEvent));
    on('scroller', 'copy', event => this.onCopy(event as ClipboardEvent));
  }

  dispose(): void {
    this.stop.abort();
  }

  list(entries: LogEntry[], shown: string | undefined): void {
    const attempts = new Set(entries.map(entry => entry.attempt)).size;
    const options = entries.map(entry => {
      const many = entries.some(other => other !== entry && other.pod === entry.pod && other.attempt === entry.attempt);
      const name = entry.role === 'driver' ? 'driver' : entry.pod;
      const text = [name, many ? entry.container : '', attempts > 1 ? this.texts.attempt.replace('{0}', String(entry.attempt)) : ''].filter(Boolean).join(' · ');
      return new Option(text, entry.id, false, entry.id === shown);
    });
    this.picker.replaceChildren(...options);
    this.picker.hidden = entries.length === 0;
  }

  link(url: string, name: string): void {
    const link = this.part<HTMLAnchorElement>('download');
    link.href = url;
    link.download = name;
    link.hidden = false;
  }

  state(kind: string, text: string, total: number, follow: boolean, fresh: number): void {
    const state = this.part('state');
    if (state.textContent !== text) state.textContent = text;
    state.dataset.kind = kind;
    this.part('count').textContent = (total === 1 ? this.texts.oneLine : this.texts.lines).replace('{0}', total.toLocaleString());
    this.part('follow').setAttribute('aria-checked', String(follow));
    const pill = this.part('pill');
    pill.hidden = follow || fresh === 0;
    pill.textContent = (fresh === 1 ? this.texts.oneNewLine : this.texts.newLines).replace('{0}', fresh.toLocaleString());
  }

  found(text: string): void {
    this.part('found').textContent = text;
  }

  private onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Home' || event.key === 'g') this.actions.start();
    else if (event.key === 'End' || event.key === 'G') this.actions.end();
    else if (event.key === '/') this.search.focus();
    else if (event.key === 'n' || event.key === 'N') this.actions.find(this.search.value, event.key === 'N');
    else if (event.key === 'w') this.actions.wrap(this.toggle('wrap'));
    else if (event.key === 'Escape') this.full(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private onFindKey(event: KeyboardEvent): void {
    if (event.key === 'Enter') this.actions.find(this.search.value, event.shiftKey);
    else if (event.key === 'Escape') {
      this.search.value = '';
      this.actions.find('', false);
      this.part('scroller').focus();
    } else return;
    event.preventDefault();
  }

  /** Whole lines as they were written, without numbers and columns; a part of one line is copied as it is. */
  private onCopy(event: ClipboardEvent): void {
    const selection = getSelection();
    const rows = [...this.root.querySelectorAll<HTMLElement>('[data-line]')].filter(row => selection?.containsNode(row, true));
    if (rows.length < 2 || !event.clipboardData) return;
    const lines = rows.map(row => plain(this.actions.line(Number(row.dataset.line)) ?? ''));
    event.clipboardData.setData('text/plain', `${lines.join('\n')}\n`);
    event.preventDefault();
  }

  private async copyAll(): Promise<void> {
    try {
      const answer = await fetch(`${this.part<HTMLAnchorElement>('download').href}&tail=${mostCopied}`);
      if (!answer.ok) throw new Error(String(answer.status));
      await navigator.clipboard.writeText(plain(await answer.text()));
      this.found(this.texts.copied);
    } catch {
      this.found(this.texts.copyFailed);
    }
  }

  private full(on: boolean): void {
    this.root.classList.toggle('full', on);
    this.part('full').setAttribute('aria-pressed', String(on));
  }

  private toggle(name: string): boolean {
    const on = this.part(name).getAttribute('aria-pressed') !== 'true';
    this.part(name).setAttribute('aria-pressed', String(on));
    return on;
  }

  private part<T extends HTMLElement = HTMLElement>(name: string): T {
    return this.root.querySelector<T>(`[data-part=${name}]`)!;
  }
}

function plain(text: string): string {
  return text.split('\n').map(line => parseAnsi(line).map(piece => piece.text).join('')).join('\n');
}
