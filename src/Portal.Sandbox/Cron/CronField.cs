using System.Globalization;

namespace Portal.Sandbox.Cron;

/// <summary>One field of a schedule: which values it allows. <c>*</c>, <c>5</c>, <c>1-5</c>, <c>*/15</c>, <c>10/20</c>, <c>MON-FRI</c>, and lists of these.</summary>
internal sealed class CronField
{
    public static readonly CronFieldRange Minutes = new(0, 59, []);
    public static readonly CronFieldRange Hours = new(0, 23, []);
    public static readonly CronFieldRange Days = new(1, 31, []);
    public static readonly CronFieldRange Months = new(1, 12, ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);
    public static readonly CronFieldRange Weekdays = new(0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    private ulong _values;

    private CronField()
    {
    }

    /// <summary>Whether it allows anything: a <c>*</c> is among its parts.</summary>
    public bool IsStar { get; private set; }

    public bool Allows(int value) => (_values >> value & 1) == 1;

    /// <exception cref="CronFormatException">It cannot be read.</exception>
    public static CronField Parse(string text, CronFieldRange range)
    {
        var field = new CronField();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            field.Add(part, range);
        }

        return field;
    }

    private void Add(string text, CronFieldRange range)
    {
        var rangeAndStep = text.Split('/');
        var ends = rangeAndStep[0].Split('-');
        int first, last;
        var star = false;
        if (ends[0] is "*" or "?")
        {
            (first, last, star) = (range.First, range.Last, true);
        }
        else
        {
            first = Value(ends[0], range);
            last = ends.Length switch
            {
                1 => first,
                2 => Value(ends[1], range),
                _ => throw new CronFormatException($"too many hyphens: {text}"),
            };
        }

        var step = 1;
        if (rangeAndStep.Length > 1)
        {
            step = rangeAndStep.Length == 2 ? Number(rangeAndStep[1]) : throw new CronFormatException($"too many slashes: {text}");
            star &= step <= 1;

            // One value with a step goes on to the end.
            last = ends.Length == 1 ? range.Last : last;
        }

        Require(text, first, last, step, range);
        IsStar |= star;
        for (var value = first; value <= last; value += step)
        {
            _values |= 1UL << value;
        }
    }

    private static void Require(string text, int first, int last, int step, CronFieldRange range)
    {
        if (first < range.First)
        {
            throw new CronFormatException($"beginning of range ({first}) below minimum ({range.First}): {text}");
        }

        if (last > range.Last)
        {
            throw new CronFormatException($"end of range ({last}) above maximum ({range.Last}): {text}");
        }

        if (first > last)
        {
            throw new CronFormatException($"beginning of range ({first}) beyond end of range ({last}): {text}");
        }

        if (step == 0)
        {
            throw new CronFormatException($"step of range should be a positive number: {text}");
        }
    }

    private static int Value(string text, CronFieldRange range)
    {
        var name = range.Names.ToList().IndexOf(text.ToLowerInvariant());
        return name < 0 ? Number(text) : name + range.First;
    }

    private static int Number(string text)
    {
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw new CronFormatException($"failed to parse int from {text}: strconv.Atoi: parsing \"{text}\": invalid syntax");
        }

        return number >= 0 ? number : throw new CronFormatException($"negative number ({number}) not allowed: {text}");
    }
}
