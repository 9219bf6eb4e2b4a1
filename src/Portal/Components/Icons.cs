namespace Portal.Components;

/// <summary>The portal's own line icons: SVG content for a 16 by 16 view box, drawn with the text's colour.</summary>
public static class Icons
{
    private static readonly Dictionary<string, string> Drawings = new(StringComparer.Ordinal)
    {
        ["arrow-down"] = """<path d="M8 3v10M4.500 9.500 8 13l3.500-3.500"/>""",
        ["arrow-right"] = """<path d="M3 8h10M9.5 4.5 13 8l-3.500 3.500"/>""",
        ["arrow-up"] = """<path d="M8 13V3M4.500 6.500 8 3l3.500 3.500"/>""",
        ["bolt"] = """<path d="M9 2 3.500 9H8l-1 5 5.500-7H8z"/>""",
        ["bookmark"] = """<path d="M4 2.500h8v11l-4-3-4 3z"/>""",
        ["box"] = """<path d="m8 2 5.500 2.800v6.400L8 14l-5.500-2.800V4.800zM2.500 4.800 8 7.700l5.500-2.900M8 7.700V14"/>""",
        ["check"] = """<path d="m3.500 8.500 3 3 6-7"/>""",
        ["chevron-down"] = """<path d="m4.500 6.500 3.500 3.500 3.500-3.500"/>""",
        ["chevron-right"] = """<path d="m6.500 4.500 3.500 3.500-3.500 3.500"/>""",
        ["code"] = """<path d="M5.500 4.500 2 8l3.500 3.500M10.500 4.500 14 8l-3.500 3.500"/>""",
        ["columns"] = """<rect x="2.500" y="2.500" width="11" height="11" rx="1"/><path d="M6.200 2.500v11M9.800 2.500v11"/>""",
        ["copy"] = """<rect x="5.500" y="5.500" width="8" height="8" rx="1.500"/><path d="M10.500 5.500V4A1.500 1.500 0 0 0 9 2.500H4A1.500 1.500 0 0 0 2.500 4v5A1.500 1.500 0 0 0 4 10.500h1.500"/>""",
        ["edit"] = """<path d="m3 13 .6-2.800L11 2.800 13.200 5l-7.400 7.400zM9.600 4.200l2.200 2.200"/>""",
        ["file"] = """<path d="M4 2.500h5L12.500 6v7.500H4zM9 2.500V6h3.500"/>""",
        ["filter"] = """<path d="M2.500 4h11M4.500 8h7M6.500 12h3"/>""",
        ["help"] = """<circle cx="8" cy="8" r="5.500"/><path d="M6.500 6.600c.1-1 .7-1.500 1.500-1.500s1.500.6 1.500 1.300c0 1-1.500 1-1.500 2.200M8 10.700v.01"/>""",
        ["home"] = """<path d="M2.500 7 8 2.500 13.500 7v6.500h-4v-4h-3v4h-4z"/>""",
        ["info"] = """<circle cx="8" cy="8" r="5.500"/><path d="M8 7.300v3.400M8 5.200v.01"/>""",
        ["jobs"] = """<rect x="2.500" y="3" width="11" height="4" rx="1"/><rect x="2.500" y="9.500" width="11" height="4" rx="1"/><path d="M5 5h.01M5 11.500h.01"/>""",
        ["link"] = """<path d="M6.800 9.200a2.600 2.600 0 0 0 3.700 0l2.200-2.200A2.600 2.600 0 0 0 9 3.300l-.8.8M9.200 6.800a2.600 2.600 0 0 0-3.700 0L3.300 9A2.600 2.600 0 0 0 7 12.700l.8-.8"/>""",
        ["logs"] = """<path d="M2.500 4h11M2.500 8h8M2.500 12h10"/>""",
        ["more"] = """<path d="M3.500 8h.01M8 8h.01M12.500 8h.01" stroke-width="2"/>""",
        ["ok"] = """<circle cx="8" cy="8" r="5.500"/><path d="m5.500 8.200 1.800 1.800 3.300-3.800"/>""",
        ["panel"] = """<rect x="2.500" y="2.500" width="11" height="11" rx="1"/><path d="M2.500 9.500h11"/>""",
        ["play"] = """<path d="M4.500 3v10l8-5z"/>""",
        ["plus"] = """<path d="M8 3v10M3 8h10"/>""",
        ["redo"] = """<path d="M13.500 8a5.500 5.500 0 1 1-1.800-4.100l1.800 1.600M13.500 2.500v3h-3"/>""",
        ["search"] = """<circle cx="7" cy="7" r="4.250"/><path d="m10.200 10.200 3.300 3.300"/>""",
        ["sign-out"] = """<path d="M9.500 3H3.500v10h6M7 8h6.500M11 5.500 13.500 8 11 10.500"/>""",
        ["star"] = """<path d="m8 2.300 1.700 3.600 4 .5-2.900 2.700.7 3.900L8 11.100 4.500 13l.7-3.900-2.900-2.700 4-.5z"/>""",
        ["stop"] = """<rect x="3.500" y="3.500" width="9" height="9" rx="1.500"/>""",
        ["switch"] = """<path d="m5 6 3-3 3 3M5 10l3 3 3-3"/>""",
        ["theme"] = """<circle cx="8" cy="8" r="5.500"/><path d="M8 2.500v11a5.500 5.500 0 0 0 0-11z" fill="currentColor"/>""",
        ["trash"] = """<path d="M3 4.500h10M6 4.500v-2h4v2M4.500 4.500l.5 9h6l.5-9"/>""",
        ["upload"] = """<path d="M8 10.500v-8M4.800 5.500 8 2.300l3.200 3.200M3 13.500h10"/>""",
        ["warn"] = """<path d="M8 2.500 14 13H2zM8 6.500v3M8 11.200v.01"/>""",
        ["x"] = """<path d="m4 4 8 8M12 4l-8 8"/>""",
    };

    /// <summary>The drawing of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none: a mistake in a page.</exception>
    public static string Get(string name) => Drawings[name];
}
