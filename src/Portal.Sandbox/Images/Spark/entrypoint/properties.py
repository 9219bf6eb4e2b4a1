"""Java's properties format, in which a submission writes the driver's settings."""


def parse(text):
    """Reads `key=value` with `\\:` and `\\u00e9` escapes, `#` comments and lines joined by a final backslash."""
    found = {}
    lines = iter(text.splitlines())
    for line in lines:
        line = line.lstrip()
        if not line or line[0] in "#!":
            continue
        while _ends_with_escape(line):
            line = line[:-1] + next(lines, "").lstrip()
        key, value = _split(line)
        found[_unescape(key)] = _unescape(value).strip()
    return found


def _ends_with_escape(line):
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _split(line):
    at = 0
    while at < len(line) and line[at] not in "=: \t\f":
        at += 2 if line[at] == "\\" else 1
    rest = line[at:].lstrip(" \t\f")
    if rest[:1] in ("=", ":"):
        rest = rest[1:].lstrip(" \t\f")
    return line[:at], rest


def _unescape(text):
    out, at = [], 0
    while at < len(text):
        char = text[at]
        at += 1
        if char != "\\":
            out.append(char)
            continue
        char = text[at:at + 1]
        at += 1
        if char == "u":
            out.append(chr(int(text[at:at + 4], 16)))
            at += 4
        else:
            out.append({"n": "\n", "t": "\t", "r": "\r", "f": "\f"}.get(char, char))
    # A character outside the basic plane is written as two escapes.
    return "".join(out).encode("utf-16", "surrogatepass").decode("utf-16")


def format_line(key, value):
    """One line that parse() and Java read back as it was."""
    return f"{_escape(key, ' :=#!')}={_escape(value, '#!')}\n"


def _escape(text, special):
    out = []
    for at, char in enumerate(text):
        if char in special or char == "\\" or (char == " " and at == 0):
            out.append("\\" + char)
        elif char in "\n\r\t\f":
            out.append({"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f"}[char])
        elif " " <= char <= "~":
            out.append(char)
        else:
            units = char.encode("utf-16-be")
            out += [f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2)]
    return "".join(out)
