import { Look, parseAnsi } from './ansi';
import { reading } from './blocks';
import type { Severity } from './severity';
import type { Line } from './types';

/** One row of the viewer: number, time, level, text. Built of text nodes only, whatever the log holds. */
export class Row {
  readonly element = document.createElement('div');
  private readonly cells = ['n', 't', 'l', 'x'].map(name => {
    const cell = document.createElement('span');
    cell.className = name;
    this.element.append(cell);
    return cell;
  });
  private shown = '';

  /** Draws a line, or an empty place for one that is still read. */
  draw(number: number, line: Line | undefined, severity: Severity, find: string, current: boolean): void {
    const key = `${number}|${line ? line.time : '-'}|${severity}|${find}|${current}`;
    if (key === this.shown) return;
    this.shown = key;
    const [count, time, level, text] = this.cells;
    this.element.dataset.line = String(number);
    count.textContent = (number + 1).toLocaleString();
    if (!line) {
      this.element.className = 'row';
      time.textContent = level.textContent = text.textContent = '';
      return;
    }
    const read = reading(line);
    this.element.className = `row ${severity}${current ? ' current' : ''}`;
    time.textContent = clock(line.time);
    level.textContent = read.label;
    text.replaceChildren(...nodes(read.text, find));
  }
}

/** The time of day in the reader's zone, as 10:41:37.882. */
export function clock(milliseconds: number): string {
  const at = new Date(milliseconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

function nodes(text: string, find: string): Node[] {
  const pieces = parseAnsi(text);
  const plain = pieces.map(piece => piece.text).join('');
  const marks = matches(plain, find);
  const result: Node[] = [];
  let at = 0;
  for (const piece of pieces) {
    // A piece is cut where a match begins or ends in it.
    const cuts = [0, ...marks.flat().map(place => place - at).filter(place => place > 0 && place < piece.text.length), piece.text.length];
    for (let i = 0; i + 1 < cuts.length; i++) {
      const marked = marks.some(([start, end]) => at + cuts[i] >= start && at + cuts[i] < end);
      result.push(node(piece.text.slice(cuts[i], cuts[i + 1]), piece.look, marked));
    }
    at += piece.text.length;
  }
  return result;
}

function matches(text: string, find: string): [number, number][] {
  const found: [number, number][] = [];
  if (!find) return found;
  const [hay, needle] = [text.toLowerCase(), find.toLowerCase()];
  for (let i = hay.indexOf(needle); i >= 0 && found.length < 100; i = hay.indexOf(needle, i + needle.length)) found.push([i, i + needle.length]);
  return found;
}

function node(text: string, look: Look, marked: boolean): Node {
  const styled = Object.values(look).some(value => value !== undefined);
  if (!styled && !marked) return document.createTextNode(text);
  const element = document.createElement(marked ? 'mark' : 'span');
  element.textContent = text;
  if (styled) dress(element, look);
  return element;
}

function dress(element: HTMLElement, look: Look): void {
  const classes = { 'a-bold': look.bold, 'a-dim': look.dim, 'a-italic': look.italic, 'a-underline': look.underline };
  for (const [name, on] of Object.entries(classes)) if (on) element.classList.add(name);
  const [color, background] = look.inverse ? [look.background ?? 'inverse', look.color ?? 'inverse'] : [look.color, look.background];
  paint(element, 'color', color);
  paint(element, 'background', background);
}

/** Palette colours are the theme's; others were chosen by whoever wrote the line. */
function paint(element: HTMLElement, what: 'color' | 'background', value: number | string | undefined): void {
  if (typeof value === 'number' || value === 'inverse') element.classList.add(`a-${what === 'color' ? 'f' : 'b'}${value}`);
  else if (value) element.style[what] = value;
}
