export type Severity = '' | 'debug' | 'info' | 'warn' | 'error';

export interface Reading { severity: Severity; label: string; text: string }

// 26/11/21 10:41:37 INFO TaskSetManager: ...        Spark's log4j; its time and level have columns of their own
// 2026-11-21 10:41:37,882 WARN  [main] Class: ...   log4j and logback
// 2026-11-21 10:41:37,882 - name - ERROR - ...      Python's logging with a usual format
const stamped = /^(?:\d{2,4}[/-]\d{2}[/-]\d{2}[ T]\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?Z?)\s+(?:\[?)(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b\]?:?\s*/;
const named = /^(?:\S+ \S+ - \S+ - )(TRACE|DEBUG|INFO|WARNING|WARN|ERROR|FATAL|CRITICAL)\b/;
// INFO:root:..., [ERROR] ..., ERROR ...
const leading = /^\[?(TRACE|DEBUG|INFO|WARNING|WARN|ERROR|FATAL|CRITICAL)\b[\]:\s]/;
// Python: "Traceback (most recent call last):", '  File "x.py", line 3, in f', "ValueError: ..."
// Java:   "Exception in thread ...", "Caused by: ...", "\tat org.apache..."
const failure = /^(?:Traceback \(most recent call last\):|Exception in thread |Caused by: |[\w.]+(?:Error|Exception|Interrupt)(?::|$)|\s+at [\w.$<>/]+\(.*\)$|\s+File ".*", line \d+|Segmentation fault|Killed$)/;

const severities: Record<string, Severity> = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', WARNING: 'warn', ERROR: 'error', FATAL: 'error', CRITICAL: 'error' };

/** How serious a line is, and what is left of it when time and level stand in columns of their own. */
export function readLine(text: string): Reading {
  const head = text.slice(0, 200);
  const stamp = stamped.exec(head);
  if (stamp) return { severity: severities[stamp[1]], label: short(stamp[1]), text: text.slice(stamp[0].length) };
  const level = named.exec(head) ?? leading.exec(head);
  if (level) return { severity: severities[level[1]], label: short(level[1]), text };
  return failure.test(head) ? { severity: 'error', label: '', text } : { severity: '', label: '', text };
}

function short(level: string): string {
  return level === 'WARNING' ? 'WARN' : level === 'CRITICAL' ? 'FATAL' : level;
}
