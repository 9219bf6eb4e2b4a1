using System.Globalization;
using Portal.Sandbox.Cron;

namespace Portal.UnitTests.Sandbox.Cron;

public sealed class CronScheduleTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("*/15 * * * *", "2026-11-21T12:15")]
    [InlineData("0 0 * * *", "2026-11-22T00:00")]
    [InlineData("30 6-16/4 * * 1-5", "2026-11-23T06:30")]
    [InlineData("0 0 1 1 *", "2027-01-01T00:00")]
    [InlineData("0 0 29 2 *", "2028-02-29T00:00")]
    [InlineData("0 0 13 * FRI", "2026-11-27T00:00")]
    [InlineData("0 0 */10 * SUN", "2026-11-22T00:00")]
    [InlineData("5/20 12 * * *", "2026-11-21T12:05")]
    [InlineData("@hourly", "2026-11-21T13:00")]
    [InlineData("@weekly", "2026-11-22T00:00")]
    [InlineData("@monthly", "2026-12-01T00:00")]
    [InlineData("@annually", "2027-01-01T00:00")]
    [InlineData("@every 1h30m", "2026-11-21T13:30")]
    public void Next_OfASchedule_IsTheFirstTimeAfter(string schedule, string expected) =>
        CronSchedule.Parse(schedule, TimeZoneInfo.Utc).Next(Start).ShouldBe(DateTimeOffset.Parse(expected, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));

    [Fact]
    public void Next_OfADayThatNeverIs_IsNone() => CronSchedule.Parse("0 0 31 2 *", TimeZoneInfo.Utc).Next(Start).ShouldBeNull();

    [Theory]
    [InlineData("", "empty spec string")]
    [InlineData("* * * *", "expected exactly 5 fields, found 4: [* * * *]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("* * * * 7", "end of range (7) above maximum (6): 7")]
    [InlineData("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("*/2/3 * * * *", "too many slashes: */2/3")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("x * * * *", "failed to parse int from x: strconv.Atoi: parsing \"x\": invalid syntax")]
    [InlineData("@fortnightly", "unrecognized descriptor: @fortnightly")]
    [InlineData("@every 1y", "failed to parse duration @every 1y: time: invalid duration \"1y\"")]
    public void Parse_OfNoSchedule_SaysWhatIsWrong(string schedule, string expected) =>
        Should.Throw<CronFormatException>(() => CronSchedule.Parse(schedule, TimeZoneInfo.Utc)).Message.ShouldBe(expected);

    [Fact]
    public void Next_WhereClocksGoForward_LeavesOutTheSkippedHour() =>
        Times("30 2 * * *", "Europe/Berlin", "2026-03-27T12:00", 3).ShouldBe(["2026-03-28T02:30+01:00", "2026-03-30T02:30+02:00", "2026-03-31T02:30+02:00"]);

    [Fact]
    public void Next_WhereClocksGoBack_ComesTwice() =>
        Times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", 3).ShouldBe(["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2026-10-26T02:30+01:00"]);

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("America/St_Johns")]
    public void Next_OfRandomSchedules_IsWhatEveryMinuteAskedSays(string zoneName)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var random = new Random(17);
        for (var i = 0; i < 120; i++)
        {
            var (text, isDue) = RandomSchedule(random);
            var schedule = CronSchedule.Parse(text, zone);

            // Half of the searches begin where clocks change.
            var near = i % 2 == 0 ? new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(525_600)) : Change(zone, random);
            var from = near.AddMinutes(-random.Next(600)).AddSeconds(random.Next(60));
            var expected = Naive(from, zone, isDue);
            if (expected is not null)
            {
                schedule.Next(from).ShouldBe(expected, $"{text} in {zoneName} after {from:O}");
            }
        }
    }

    [Fact]
    public void Parse_OfRandomText_NeverFailsOtherwise()
    {
        const string Letters = "0123456789*/-,?@ LWSUNjanevry.hms";
        var random = new Random(5);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(24)).Select(_ => Letters[random.Next(Letters.Length)]));
            try
            {
                CronSchedule.Parse(text, TimeZoneInfo.Utc).Next(Start)?.ShouldBeGreaterThan(Start);
            }
            catch (CronFormatException e)
            {
                e.Message.ShouldNotBeEmpty();
            }
        }
    }

    /// <summary>The first due minute within 40 days, found by asking each.</summary>
    private static DateTimeOffset? Naive(DateTimeOffset from, TimeZoneInfo zone, Predicate<DateTime> isDue)
    {
        var minute = new DateTimeOffset(from.Ticks - from.Ticks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        for (var i = 1; i < 40 * 1440; i++)
        {
            if (isDue(TimeZoneInfo.ConvertTime(minute.AddMinutes(i), zone).DateTime))
            {
                return minute.AddMinutes(i);
            }
        }

        return null;
    }

    private static DateTimeOffset Change(TimeZoneInfo zone, Random random)
    {
        var changes = Enumerable.Range(0, 8760).Select(h => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(h))
            .Where(t => zone.GetUtcOffset(t) != zone.GetUtcOffset(t.AddHours(1))).ToList();
        return changes.Count == 0 ? Start : changes[random.Next(changes.Count)];
    }

    private static (string Text, Predicate<DateTime> IsDue) RandomSchedule(Random random)
    {
        var fields = new[] { (0, 59), (0, 23), (1, 31), (1, 12), (0, 6) }.Select(f => RandomField(random, f.Item1, f.Item2)).ToList();
        return (string.Join(' ', fields.Select(f => f.Text)), t =>
            fields[0].Values.Contains(t.Minute) && fields[1].Values.Contains(t.Hour) && fields[3].Values.Contains(t.Month)
            && (fields[2].Text == "*" || fields[4].Text == "*"
                ? fields[2].Values.Contains(t.Day) && fields[4].Values.Contains((int)t.DayOfWeek)
                : fields[2].Values.Contains(t.Day) || fields[4].Values.Contains((int)t.DayOfWeek)));
    }

    private static (string Text, HashSet<int> Values) RandomField(Random random, int first, int last)
    {
        var (a, b) = (random.Next(first, last + 1), random.Next(first, last + 1));
        var (low, high, step) = (Math.Min(a, b), Math.Max(a, b), random.Next(2, 9));
        return random.Next(6) switch
        {
            0 => ($"{a},{b}", [a, b]),
            1 => ($"{low}-{high}", [.. Enumerable.Range(low, high - low + 1)]),
            2 => ($"*/{step}", [.. Enumerable.Range(first, last - first + 1).Where(v => (v - first) % step == 0)]),
            3 => ($"{low}-{high}/{step}", [.. Enumerable.Range(low, high - low + 1).Where(v => (v - low) % step == 0)]),
            _ => ("*", [.. Enumerable.Range(first, last - first + 1)]),
        };
    }

    private static IEnumerable<string> Times(string schedule, string zoneName, string from, int count)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        var parsed = CronSchedule.Parse(schedule, zone);
        var time = DateTimeOffset.Parse(from, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        for (var i = 0; i < count; i++)
        {
            time = parsed.Next(time)!.Value;
            yield return TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
        }
    }
}
