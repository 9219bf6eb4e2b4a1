namespace Portal.Bench;

/// <summary>What is measured now, on standard error: standard output holds the table alone.</summary>
internal static class Progress
{
    public static void Say(string what) => Console.Error.WriteLine(what);
}
