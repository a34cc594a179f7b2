using System.Globalization;
using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Xml;

namespace NVirt.Qemu.CommandLine.Sections;

/// <summary><c>-rtc</c>, and the timers that belong to devices.</summary>
internal static class ClockSection
{
    public static void Write(QemuGuest guest, ArgumentList arguments)
    {
        DomainClock clock = guest.Domain.Clock;
        OptionText options = new OptionText().Add("base", Base(guest, clock));
        if (clock.Timers.FirstOrDefault(t => t.Name == DomainTimerName.Rtc) is { } rtc)
        {
            options.Add("clock", ClockOf(rtc.Track));
            options.Add("driftfix", rtc.TickPolicy == DomainTickPolicy.Catchup ? "slew" : null);
        }

        arguments.Add("-rtc", options);
        if (clock.TimeZone is { } zone)
        {
            arguments.Environment = arguments.Environment.SetItem("TZ", ValueWords.IsTimeZone(zone)
                ? zone
                : throw guest.Refuse("clock/timezone", Text.Of(Messages.Args_TimeZone, zone)));
        }

        foreach (DomainTimer pit in clock.Timers.Where(t => t.Name == DomainTimerName.Pit && guest.Arch.IsX86()))
        {
            WritePit(pit, arguments);
        }
    }

    private static string Base(QemuGuest guest, DomainClock clock) => clock.Offset switch
    {
        "variable" => Moment(Start(guest.Options.Time, clock)),
        "absolute" => Moment(DateTimeOffset.UnixEpoch.AddSeconds(clock.Start!.Value)),
        "utc" => "utc",
        _ => "localtime",
    };

    private static DateTimeOffset Start(TimeProvider time, DomainClock clock) =>
        (clock.Basis == "localtime" ? time.GetLocalNow() : time.GetUtcNow()).AddSeconds(clock.Adjustment!.Value);

    private static string Moment(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    private static string? ClockOf(string? track) => track switch
    {
        "guest" => "vm",
        "wall" => "host",
        "realtime" => "rt",
        _ => null,
    };

    // Catching up is QEMU's default.
    private static void WritePit(DomainTimer pit, ArgumentList arguments)
    {
        if (pit.TickPolicy is DomainTickPolicy.Delay or DomainTickPolicy.Discard)
        {
            string policy = pit.TickPolicy == DomainTickPolicy.Delay ? "delay" : "discard";
            arguments.Add("-global", new OptionText().Add("kvm-pit.lost_tick_policy", policy));
        }
    }
}
