using Microsoft.Playwright;

namespace Portal.Bench;

/// <summary>Notes inside a page when each marked text (<c>bench-1</c>, <c>bench-2</c> ...) came into it.</summary>
internal static class PageWatch
{
    // Runs before the page's own scripts. Only what was added is read, so that watching costs little however long the page is.
    private const string Script = """
        window.benchSeen = {};
        new MutationObserver(records => {
          const now = Date.now();
          const note = text => { for (const [mark] of (text ?? '').matchAll(/bench-\d+/g)) window.benchSeen[mark] ??= now; };
          for (const record of records) {
            for (const node of record.type === 'characterData' ? [record.target] : record.addedNodes) {
              note(node.title);
              for (const inner of node.querySelectorAll?.('[title]') ?? []) note(inner.title);
              note(node.textContent);
            }
            if (record.type === 'attributes') note(record.target.title);
          }
        }).observe(document, { childList: true, characterData: true, subtree: true, attributeFilter: ['title'] });
        """;

    public static Task InstallAsync(IPage page) => page.AddInitScriptAsync(Script);

    /// <summary>When each mark was first seen, in milliseconds since 1970.</summary>
    public static Task<Dictionary<string, double>> SeenAsync(IPage page) => page.EvaluateAsync<Dictionary<string, double>>("window.benchSeen");

    /// <summary>When this mark was first seen, once it was.</summary>
    public static async Task<double> SeenAsync(IPage page, string mark)
    {
        var handle = await page.WaitForFunctionAsync("mark => window.benchSeen[mark]", mark);
        return await handle.JsonValueAsync<double>();
    }
}
