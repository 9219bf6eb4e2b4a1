import { collapseReturns } from './ansi';
import { readLine, Reading, Severity } from './severity';
import type { Line } from './types';

/** How far back the beginning of a block is looked for. */
const longest = 300;

// What joins the parts of a chained traceback (Python) or stack (Java).
const joint = /^(?:During handling of the above exception|The above exception was the direct cause|Traceback \(most recent call last\):|Caused by: |\s*\.\.\. \d+ more$)/;

const readings = new WeakMap<Line, Reading>();

export function reading(line: Line): Reading {
  let known = readings.get(line);
  if (!known) readings.set(line, known = readLine(collapseReturns(line.text)));
  return known;
}

/**
 * How serious a line is as a part of what stands before it: the lines of a traceback or stack are one block, those without a mark of their
 * own (source lines, carets, blank lines between chained errors) too.
 */
export function severityOf(number: number, get: (number: number) => Line | undefined): Severity {
  const line = get(number);
  if (!line) return '';
  const own = reading(line).severity;
  if (own || !continues(number, get)) return own;
  for (let at = number - 1; at >= Math.max(0, number - longest); at--) {
    const before = get(at);
    if (!before) return '';
    const severity = reading(before).severity;
    if (severity) return severity === 'error' || severity === 'warn' ? severity : '';
    if (!continues(at, get)) return '';
  }
  return '';
}

/** Whether a line goes on with what was said before: indented, joining, or blank before a joining one. */
function continues(number: number, get: (number: number) => Line | undefined): boolean {
  const line = get(number)!;
  if (line.text.trim() !== '') return /^\s/.test(line.text) || joint.test(line.text);
  const next = get(number + 1);
  return next !== undefined && joint.test(next.text);
}
