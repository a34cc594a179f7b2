using System.Globalization;
using NVirt.Cpu;
using NVirt.Cpu.Xml;

namespace NVirt.Domains;

/// <summary>Clock and timers.</summary>
internal static class ClockInterpreter
{
    private static readonly string[] Offsets = ["utc", "localtime", "variable", "timezone", "absolute"];
    private static readonly string[] Bases = ["utc", "localtime"];
    private static readonly string[] TickPolicies = ["delay", "catchup", "merge", "discard"];
    private static readonly string[] Tracks = ["boot", "guest", "wall", "realtime"];
    private static readonly string[] TscModes = ["auto", "native", "emulate", "paravirt", "smpsafe"];

    public static DomainClock Interpret(Element clock)
    {
        DomainClock start = new()
        {
            Offset = clock.OneOf("offset", Offsets, CpuErrorKind.Unsupported) ?? "utc",
            Timers = [.. clock.All("timer").Select(Timer)],
        };
        return start.Offset switch
        {
            "variable" => start with { Adjustment = Seconds(clock) ?? 0, Basis = clock.OneOf("basis", Bases, CpuErrorKind.Unsupported) ?? "utc" },
            "timezone" => start with { TimeZone = clock.TextOf("timezone") ?? throw clock.Missing("timezone", Messages.Domain_TimeZone) },
            "absolute" => start with { Start = clock.RequiredNumber("start", NumberRange.ULong) },
            _ when clock.TextOf("adjustment") == "reset" => start with { IsReset = true },
            _ when Seconds(clock) is { } seconds => start with { Offset = "variable", Adjustment = seconds, Basis = start.Offset },
            _ => start,
        };
    }

    private static long? Seconds(Element clock) =>
        clock.Find("adjustment") is not { } found ? null
        : long.TryParse(found.Value, NumberStyles.AllowLeadingWhite | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds) ? seconds
        : throw clock.Bad("adjustment", Messages.Domain_Adjustment);

    private static DomainTimer Timer(Element timer)
    {
        DomainTimerName name = (DomainTimerName)timer.RequiredWord("name", DomainTimer.Names);
        DomainTickPolicy? policy = (DomainTickPolicy?)timer.Word("tickpolicy", TickPolicies);
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
            Track = timer.OneOf("track", Tracks),
            Frequency = timer.Number("frequency", NumberRange.ULong) is > 0 and { } frequency ? frequency : null,
            Mode = timer.OneOf("mode", TscModes),
        };
    }

    // One that says nothing is none.
    private static DomainCatchup? Catchup(Element element)
    {
        DomainCatchup catchup = new(element.UInt("threshold") ?? 0, element.UInt("slew") ?? 0, element.UInt("limit") ?? 0);
        return catchup == default ? null : catchup;
    }
}
