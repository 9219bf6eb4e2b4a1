import { severityOf } from './blocks';
import type { LineCache } from './lines';
import { Row } from './row';

const rowHeight = 20;
/** Browsers cut elements off somewhere above this: a longer log has fewer pixels than lines need, and the bar maps to numbers. */
const tallest = 8_000_000;
const overscan = 8;

/**
 * Shows a window of lines. The place is a line number (with a fraction), not a pixel: the scroll bar is a means to change it, so any
 * number of lines scrolls alike, and wrapped lines of any height do too.
 */
export class Viewport {
  follow = true;
  wrap = false;
  find = '';
  current = -1;
  /** A line to show that is not there yet; -1 for none. */
  private wanted = -1;
  private place = 0;
  private scrolled = 0;
  private falling = false;
  private frame = 0;
  private settle = 0;
  private readonly rows = new Map<number, Row>();
  private readonly spare: Row[] = [];
  private readonly resized = new ResizeObserver(() => this.draw());

  /**
   * @param scroller scrolls; it holds a window that stays where it is, with the rows in it, and the space.
   * @param list holds the rows.
   * @param space makes the scroll bar as long as it should be.
   */
  constructor(private readonly scroller: HTMLElement, private readonly list: HTMLElement, private readonly space: HTMLElement, private readonly lines: LineCache, private readonly moved: () => void) {
    scroller.addEventListener('scroll', () => this.onScroll(), { passive: true });
    this.resized.observe(scroller);
  }

  dispose(): void {
    this.resized.disconnect();
    cancelAnimationFrame(this.frame);
    clearTimeout(this.settle);
  }

  /** Draws with the next frame, however often it is asked for. */
  draw(): void {
    this.frame ||= requestAnimationFrame(() => {
      this.frame = 0;
      this.render();
    });
  }

  toStart(): void {
    this.go(0);
  }

  toEnd(): void {
    this.wanted = -1;
    this.follow = true;
    this.moved();
    this.draw();
  }

  /** Shows a line, a third from the top, as soon as it is there. */
  show(line: number): void {
    this.go(Math.max(0, line - this.height / rowHeight / 3));
    this.wanted = line < this.lines.total ? -1 : line;
  }

  /** First and last line that can be seen. */
  get visible(): [number, number] {
    return [Math.floor(this.place), Math.min(this.lines.total, Math.ceil(this.place + this.height / rowHeight)) - 1];
  }

  private get height(): number {
    return this.scroller.clientHeight;
  }

  /** The place of the bar's end. How many wrapped lines fill the window is known only once they are drawn. */
  private get last(): number {
    return Math.max(0, this.lines.total - (this.wrap ? 1 : this.height / rowHeight));
  }

  private get scrollable(): number {
    return Math.max(0, Math.min(this.lines.total * rowHeight, tallest) - this.height);
  }

  /** Whether a pixel of the bar is a pixel of the log. */
  private get exact(): boolean {
    return !this.wrap && this.lines.total * rowHeight <= tallest;
  }

  private go(place: number): void {
    this.wanted = -1;
    this.follow = false;
    this.place = Math.min(place, this.last);
    this.moved();
    this.draw();
  }

  private onScroll(): void {
    const top = this.scroller.scrollTop;
    const delta = top - this.scrolled;
    if (Math.abs(delta) < 1) return;
    this.scrolled = top;
    if (this.exact) this.place = top / rowHeight;
    // A wheel or a key moves by pixels of what is seen; the bar itself, by its share of the whole.
    else if (Math.abs(delta) <= this.height * 1.5) this.place = Math.min(Math.max(0, this.moveBy(delta)), this.last);
    else this.place = (top / this.scrollable) * this.last;
    this.wanted = -1;
    this.follow = false;
    this.falling = delta > 0;
    this.moved();
    this.draw();
    clearTimeout(this.settle);
    this.settle = window.setTimeout(() => {
      this.settle = 0;
      this.syncBar();
    }, 150);
  }

  /** The place so many pixels further, over rows of their real heights. */
  private moveBy(pixels: number): number {
    let line = Math.floor(this.place);
    let offset = (this.place - line) * this.heightOf(line) + pixels;
    while (offset < 0 && line > 0) offset += this.heightOf(--line);
    while (offset >= this.heightOf(line) && line < this.lines.total - 1) offset -= this.heightOf(line++);
    return line + Math.max(0, offset) / this.heightOf(line);
  }

  private heightOf(line: number): number {
    return this.wrap ? (this.rows.get(line)?.element.offsetHeight ?? rowHeight) || rowHeight : rowHeight;
  }

  private render(): void {
    if (this.wanted >= 0 && this.wanted < this.lines.total) this.show(this.wanted);
    if (this.follow) this.place = Math.max(0, this.lines.total - this.height / rowHeight);
    this.place = Math.min(this.place, this.last);
    const fit = Math.ceil(this.height / rowHeight) + 1;
    const first = Math.max(0, Math.floor(this.place) - overscan);
    const end = Math.min(this.lines.total, Math.floor(this.place) + fit + overscan);
    this.fill(first, end);
    this.lines.want(first, end);
    this.align(first, end);
    this.space.style.height = `${this.scrollable}px`;
    // Not under the reader's hand: the browser may be in the middle of a smooth scroll.
    if (this.follow || !this.settle) this.syncBar();
  }

  private fill(first: number, end: number): void {
    for (const [line, row] of this.rows) {
      if (line >= first && line < end) continue;
      row.element.remove();
      this.rows.delete(line);
      this.spare.push(row);
    }
    let next: Element | null = this.list.firstElementChild;
    const get = (line: number) => this.lines.get(line);
    for (let line = first; line < end; line++) {
      let row = this.rows.get(line);
      if (row) next = row.element.nextElementSibling;
      else {
        row = this.spare.pop() ?? new Row();
        this.rows.set(line, row);
        this.list.insertBefore(row.element, next);
      }
      row.draw(line, this.lines.get(line), severityOf(line, get), this.find, line === this.current);
    }
  }

  /** Moves the rows so that the place is at the top, or the last line at the bottom. */
  private align(first: number, end: number): void {
    let above = 0;
    for (let line = first; line < Math.floor(this.place); line++) above += this.heightOf(line);
    above += (this.place % 1) * this.heightOf(Math.floor(this.place));
    const most = this.list.offsetHeight - this.height;
    const atEnd = end === this.lines.total && above >= most - 1;
    if (atEnd && this.falling && !this.follow) {
      this.follow = true;
      this.moved();
    }
    if ((this.follow || atEnd) && first + most > 0) {
      above = Math.max(0, most);
      this.place = this.placeAt(first, above);
    }
    this.list.style.transform = `translateY(${-Math.round(above)}px)`;
  }

  private placeAt(first: number, pixels: number): number {
    let line = first;
    while (pixels >= this.heightOf(line) && line < this.lines.total - 1) pixels -= this.heightOf(line++);
    return line + pixels / this.heightOf(line);
  }

  /** Puts the scroll bar where the place is. */
  private syncBar(): void {
    const share = this.follow ? 1 : this.last > 0 ? Math.min(1, this.place / this.last) : 0;
    const top = this.exact && !this.follow ? this.place * rowHeight : share * this.scrollable;
    if (Math.abs(this.scroller.scrollTop - top) >= 1) this.scroller.scrollTop = top;
    this.scrolled = this.scroller.scrollTop;
  }
}
