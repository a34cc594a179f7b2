using System.Globalization;
using NVirt.Xml;

namespace NVirt.Domains.Documents;

/// <summary>Clock and timers.</summary>
internal static class ClockInterpreter
{
    public static DomainClock Interpret(Element clock)
    {
        DomainClock start = new()
        {
            Offset = clock.OneOf("offset", DomainWords.ClockOffsets, MistakeKind.Unsupported) ?? "utc",
            Timers = [.. clock.All("timer").Select(Timer)],
        };
        return start.Offset switch
        {
            "variable" =>
                start with
                {
                    Adjustment = Seconds(clock) ?? 0,
                    Basis = clock.OneOf("basis", DomainWords.ClockBases, MistakeKind.Unsupported)
                    ?? "utc"
                },
            "timezone" => start with { TimeZone = clock.TextOf("timezone") ?? throw clock.Missing("timezone", Messages.Domain_TimeZone) },
            "absolute" => start with { Start = clock.RequiredNumber("start", NumberRange.ULong) },
            _ when clock.TextOf("adjustment") == "reset" => start with { IsReset = true },
            _ when Seconds(clock) is { } seconds => start with { Offset = "variable", Adjustment = seconds, Basis = start.Offset },
            _ => start,
        };
    }

    private static long? Seconds(Element clock) =>
        clock.Find("adjustment") is not { } found ? null
        : long.TryParse(found.Value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture,
        out long seconds) ? seconds
        : throw clock.Bad("adjustment", clock.TextOf("offset") == "variable" ? [AnyInteger] : ["reset", AnyInteger]);

    private static string AnyInteger => MistakeText.Integer(long.MinValue, long.MaxValue);

    private static DomainTimer Timer(Element timer)
    {
        DomainTimerName name = (DomainTimerName)timer.RequiredWord("name", DomainTimer.Names);
        DomainTickPolicy? policy = (DomainTickPolicy?)timer.Word("tickpolicy", DomainWords.TickPolicies);
        DomainCatchup? catchup = timer.First("catchup") is { } ways ? Catchup(ways) : null;
        if (catchup is not null && policy != DomainTickPolicy.Catchup)
        {
            throw timer.First("catchup")!.Malformed(Messages.Domain_Catchup);
        }

        return new DomainTimer(name, timer.Place())
        {
            Present = timer.YesNo("present"),
            TickPolicy = policy,
            Catchup = catchup,
            Track = timer.OneOf("track", DomainWords.TimerTracks),
            Frequency = timer.Number("frequency", NumberRange.ULong) is > 0 and { } frequency ? frequency : null,
            Mode = timer.OneOf("mode", DomainWords.TscModes),
        };
    }

    // An empty one counts as absent.
    private static DomainCatchup? Catchup(Element element)
    {
        DomainCatchup catchup = new(element.UInt("threshold") ?? 0, element.UInt("slew") ?? 0, element.UInt("limit") ?? 0);
        return catchup == default ? null : catchup;
    }
}
