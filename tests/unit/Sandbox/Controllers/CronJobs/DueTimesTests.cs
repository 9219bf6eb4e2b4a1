using Portal.Sandbox.Controllers.CronJobs;
using Portal.Sandbox.Cron;

namespace Portal.UnitTests.Sandbox.Controllers.CronJobs;

public sealed class DueTimesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Find_BeforeTheFirstTime_FindsNone() => Find("0 * * * *", minutes: 59)!.Latest.ShouldBeNull();

    [Fact]
    public void Find_AfterSeveralTimes_FindsTheLatest()
    {
        var due = Find("0 * * * *", minutes: 5 * 60 + 3)!;

        due.Latest.ShouldBe(Start.AddHours(5));
        due.Missed.ShouldBe(5);
        due.TooManyMissed.ShouldBeFalse();
    }

    [Fact]
    public void Find_AfterMoreThanAHundred_SaysSoAndStillFindsTheLatest()
    {
        var due = Find("* * * * *", minutes: 500)!;

        due.TooManyMissed.ShouldBeTrue();
        due.Latest.ShouldBe(Start.AddMinutes(500));
    }

    [Fact]
    public void Find_WithADeadline_LooksNoFurtherBack() => Find("0 * * * *", minutes: 119, TimeSpan.FromMinutes(30))!.Latest.ShouldBeNull();

    [Fact]
    public void Find_OfAScheduleThatIsNeverDue_FindsNothingAtAll() => Find("59 23 31 2 *", minutes: 5).ShouldBeNull();

    [Fact]
    public void Find_OfUnevenTimes_FindsWhatCountingThroughFinds()
    {
        var random = new Random(3);
        foreach (var text in (string[])["30 6-16/4 * * 1-5", "0 0 * * 1,2", "5,7 */3 * * *", "0 9 1 * *", "@daily"])
        {
            var schedule = CronSchedule.Parse(text, TimeZoneInfo.Utc);
            for (var i = 0; i < 40; i++)
            {
                var now = Start.AddMinutes(random.Next(60 * 24 * 40));
                DateTimeOffset? expected = null;
                for (var time = schedule.Next(Start); time <= now; time = schedule.Next(time.Value))
                {
                    expected = time;
                }

                var found = DueTimes.Find(schedule, Start, deadline: null, now)!.Latest;

                // As in Kubernetes the guess may come out beyond the latest time; then nothing is due until the next.
                (found is null || found == expected).ShouldBeTrue($"{text} at {now:O}: {found:O}, not {expected:O}");
            }
        }
    }

    [Fact]
    public void UntilNext_AfterARun_IsTheTimeToTheNext() =>
        DueTimes.UntilNext(CronSchedule.Parse("0 * * * *", TimeZoneInfo.Utc), Start, Start.AddMinutes(1)).ShouldBe(TimeSpan.FromMinutes(59) + TimeSpan.FromMilliseconds(100));

    private static DueTimes? Find(string schedule, int minutes, TimeSpan? deadline = null) =>
        DueTimes.Find(CronSchedule.Parse(schedule, TimeZoneInfo.Utc), Start, deadline, Start.AddMinutes(minutes));
}
